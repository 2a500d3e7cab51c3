"""`netback desk list` and `show`: what is on the desk."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from netback.views.commands.desk.lines import brief, dispute_record, side_by_side, summary
from netback.views.commands.desk.options import URL, CaseOption, Db, Json, Key, case_name, emit, opened

if TYPE_CHECKING:
    from netback.desk.store import Item

__all__ = ["list_", "show"]


def list_(
    case: CaseOption = None,
    state: Annotated[
        str | None, typer.Option("--state", metavar="STATE", help="open, accepted, refused or merged.")
    ] = None,
    db: Db = URL,
    json: Json = False,
) -> None:
    """What is on the desk: by event, with how well each is attested, and what contradicts what."""
    from netback.desk import attested, disputes, groups, list_items
    from netback.desk.corroborate import origins_by_document

    with opened(db) as desk:
        name = case_name(case)
        items = list_items(desk, case=name, state=state)
        known, open_ = origins_by_document(desk), disputes(desk, case=name)
    events = [
        {"lead": brief(g.lead), "with": [brief(i) for i in g.items[1:]], "merged": g.merged,
         "outlets": list(a.outlets), "origins": list(a.origins), "speakers": list(a.speakers)}
        for g in groups(items) for a in [attested(g.items, known)]
    ]  # fmt: skip
    refused = [brief(i) for i in items if i.state == "refused"]
    record = {"schema": "netback-desk-list/1", "events": events, "refused": refused,
              "contradictions": [dispute_record(d) for d in open_]}  # fmt: skip

    def lines() -> Iterable[str]:
        if not items:
            yield "nothing here; add a report: netback desk add FILE --published DATE --publisher NAME"
        for event in events:
            yield summary(event["lead"])
            for other in event["with"]:
                yield ("  with " if event["merged"] or other["state"] == "merged" else "  like ") + summary(
                    other
                )
            counts = [(len(event[k]), k) for k in ("outlets", "origins", "speakers")]
            yield "  " + ", ".join(f"{n} {k if n != 1 else k[:-1]}" for n, k in counts)
        for other in refused:
            yield summary(other)
        for d in open_:
            yield from side_by_side(d)

    emit(json, record, lines)


def show(key: Key, case: CaseOption = None, db: Db = URL, json: Json = False) -> None:
    """One proposal: its words in their place, the chain of who says so, what was decided, what contradicts it."""
    from netback.desk import attested, disputes, get_item, group_of, history
    from netback.desk.corroborate import origins_by_document
    from netback.desk.store import record_of

    with opened(db) as desk:
        item = get_item(desk, key)
        group = group_of(desk, item.id)
        found = attested(group.items, origins_by_document(desk))
        decided = history(desk, item.id)
        against = [d for d in disputes(desk, state=None) if item.id in (d.a.id, d.b.id)]
    suggested = _suggested(item, case)
    record = {"schema": "netback-desk-show/1", **record_of(item), "with": [i.id for i in group.items if i.id != item.id],
              "outlets": found.outlets, "origins": found.origins, "speakers": found.speakers,
              "decisions": [vars(d) for d in decided], "contradictions": [dispute_record(d) for d in against],
              "pressure": suggested}  # fmt: skip
    p = item.proposal

    def lines() -> Iterable[str]:
        yield summary(brief(item))
        yield f"  …{p.anchor.prefix}[{p.anchor.exact}]{p.anchor.suffix}…"
        yield f"  {item.document} at {p.anchor.start}..{p.anchor.end}; {item.publisher}, {item.published_on} {item.address}"
        chain = [f"{a.who} ({a.kind}{', ' + a.hedge if a.hedge else ''})" for a in p.attribution]
        yield f"  says who: {' > '.join(chain) or item.publisher}; {found}"
        yield f"  read by {p.reader} {p.rule}; date by {p.date_by}, to the {p.date_precision}"
        if item.reprint_of:
            yield f"  the document is a reprint of {item.reprint_of}"
        if p != item.original:
            changed = [k for k in type(p).model_fields if getattr(p, k) != getattr(item.original, k)]
            yield "  corrected: " + ", ".join(f"{k} (was {getattr(item.original, k)!r})" for k in changed)
        if p.refused:
            yield f"  refused by the reader's own check: {p.refused}"
        for entry in suggested or ():
            yield f"  pressure if accepted: {entry}"
        for d in decided:
            yield f"  v{d.version} {d.action} by {d.by}, {d.at}{': ' + d.reason if d.reason else ''}"
        if item.statement:
            yield f"  statement {item.statement}"
        for d2 in against:
            yield from ("  " + line for line in side_by_side(d2))

    emit(json, record, lines)


def _suggested(item: Item, case: str | None) -> list[str]:
    if case is None and not item.case:
        return []
    from netback.case import read_case
    from netback.desk import wording_of
    from netback.errors import CaseError

    try:
        wording = wording_of(item, read_case(case or item.case))
    except CaseError:
        if case is not None:
            raise
        return []
    return [f"{p.by}:{p.on}:{p.kind}" for p in wording.pressure] + list(wording.notes)
