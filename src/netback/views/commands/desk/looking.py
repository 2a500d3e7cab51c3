"""`netback desk list` and `show`: what is on the desk."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from netback.views.commands.desk.lines import brief, dispute_record, side_by_side, summary
from netback.views.commands.desk.options import (
    URL,
    CaseOption,
    Db,
    Json,
    Key,
    case_file,
    case_name,
    emit,
    nothing_for,
    opened,
)

if TYPE_CHECKING:
    from netback.desk.corroborate import Dispute
    from netback.desk.store import Desk, Item

__all__ = ["list_", "show"]


def list_(
    case: CaseOption = None,
    state: Annotated[
        str | None, typer.Option("--state", metavar="STATE", help="open, accepted, refused or merged.")
    ] = None,
    limit: Annotated[
        int,
        typer.Option("--limit", min=1, metavar="N", help="Most events shown, the latest; --json has all."),
    ] = 50,
    db: Db = URL,
    json: Json = False,
) -> None:
    """What is on the desk: by event, with how well each is attested, and what contradicts what.

    \b
      netback desk list --case kurdistan --state open
    """
    from netback.desk import attested, disputes, groups, list_items
    from netback.desk.corroborate import origins_by_document

    with opened(db) as desk:
        name = case_name(case)
        items = list_items(desk, case=name, state=state)
        known, open_ = origins_by_document(desk), disputes(desk, case=name)
        short = _short(desk, items, open_)
        told = _in_ledger(desk, [g.lead for g in groups(items)], case)
        empty = "" if items else _empty(desk, name, state)
    events = [
        {"lead": brief(g.lead), "with": [brief(i) for i in g.items[1:]], "merged": g.merged,
         "outlets": list(a.outlets), "origins": list(a.origins), "speakers": list(a.speakers),
         "in_ledger": list(told.get(g.lead.id, ()))}
        for g in groups(items) for a in [attested(g.items, known)]
    ]  # fmt: skip
    refused = [brief(i) for i in items if i.state == "refused"]
    record = {"schema": "netback-desk-list/1", "events": events, "refused": refused,
              "contradictions": [dispute_record(d) for d in open_]}  # fmt: skip

    def lines() -> Iterable[str]:
        if empty:
            yield empty
        left = len(events) - limit
        if left > 0:
            yield f"{left} earlier event{'' if left == 1 else 's'} not shown; --limit {len(events)} shows all"
        for event in events[-limit:]:
            yield from _event_lines(event, short)
        for other in refused[-limit:]:
            yield summary(other, short)
        if len(refused) > limit:
            yield f"{len(refused) - limit} earlier refused ones not shown; --limit {len(refused)} shows all"
        for d in open_:
            yield from side_by_side(d, short)

    emit(json, record, lines)


def _event_lines(event: dict[str, Any], short: dict[str, str]) -> Iterable[str]:
    """An event: the find it is led by, those joined to it or like it, and how well it is attested."""
    yield summary(event["lead"], short)
    for other in event["with"]:
        joined = event["merged"] or other["state"] == "merged"
        yield ("  with " if joined else "  like ") + summary(other, short)
    counts = [(len(event[k]), k) for k in ("outlets", "origins", "speakers")]
    yield "  " + ", ".join(f"{n} {k if n != 1 else k[:-1]}" for n, k in counts)
    yield from (f"  {line}" for line in event["in_ledger"])


def _in_ledger(desk: Desk, items: Iterable[Item], case: str | None) -> dict[str, tuple[str, ...]]:
    """What the ledger of its case has of each open proposal; of a case whose folder is not at hand, nothing."""
    from netback.desk.against import in_ledger
    from netback.desk.casefile import folder_of
    from netback.errors import CaseError

    open_: dict[str, list[Item]] = {}
    for item in items:
        if item.state == "open" and item.case:
            open_.setdefault(item.case, []).append(item)
    found: dict[str, tuple[str, ...]] = {}
    for name, some in open_.items():
        folder = folder_of(desk, name, shipped=True)
        with contextlib.suppress(CaseError):
            folder = case_file(case).parent if case is not None else folder
        if folder is not None:
            with contextlib.suppress(CaseError):
                found |= in_ledger(some, folder)
    return found


def _short(desk: Desk, items: Iterable[Item], disputes: Iterable[Dispute]) -> dict[str, str]:
    """The shortest ids that will do, of everything shown."""
    from netback.desk.index import short_ids

    sides = [side.id for d in disputes for side in (d.a, d.b)]
    return short_ids(desk, {*(i.id for i in items), *sides})


def _empty(desk: Desk, case: str | None, state: str | None) -> str:
    """Why nothing is shown."""
    from netback.desk.index import cases_of

    if case is not None and case not in cases_of(desk):
        return nothing_for(desk, case)
    if case is not None or state is not None:
        return f"nothing here{f' is {state}' if state else ''}"
    return "nothing here; add a report: netback desk add FILE --published DATE --publisher NAME"


def show(key: Key, case: CaseOption = None, db: Db = URL, json: Json = False) -> None:
    """One proposal: its words in their place, the chain of who says so, what was decided, what contradicts it.

    \b
      netback desk show 3f2a91 --case kurdistan
    """
    from netback.desk import attested, disputes, get_item, group_of, history
    from netback.desk.against import KNOWN
    from netback.desk.corroborate import origins_by_document
    from netback.desk.store import record_of

    with opened(db) as desk:
        item = get_item(desk, key)
        group = group_of(desk, item.id)
        found = attested(group.items, origins_by_document(desk))
        decided = history(desk, item.id)
        against = [d for d in disputes(desk, state=None) if item.id in (d.a.id, d.b.id)]
        short = _short(desk, group.items, against)
        told = _in_ledger(desk, [item], case).get(item.id, ())
    suggested = _suggested(item, case)
    record = {"schema": "netback-desk-show/1", **record_of(item), "with": [i.id for i in group.items if i.id != item.id],
              "outlets": found.outlets, "origins": found.origins, "speakers": found.speakers,
              "decisions": [vars(d) for d in decided], "contradictions": [dispute_record(d) for d in against],
              "pressure": suggested, "in_ledger": told}  # fmt: skip
    p = item.proposal

    def lines() -> Iterable[str]:
        yield summary(brief(item), short)
        yield f"  …{p.anchor.prefix}[{p.anchor.exact}]{p.anchor.suffix}…"
        yield f"  {item.document} at {p.anchor.start}..{p.anchor.end}; {item.publisher}, {item.published_on} {item.address}"
        chain = [
            f"{item.names.name(a.who)} ({a.kind}{', ' + a.hedge if a.hedge else ''})" for a in p.attribution
        ]
        yield f"  says who: {' > '.join(chain) or item.publisher}; {found}"
        yield f"  read by {p.reader} {p.rule}; {_dated(item)}"
        if item.reprint_of:
            yield f"  the document is a reprint of {item.reprint_of}"
        if p != item.original:
            changed = [k for k in type(p).model_fields if getattr(p, k) != getattr(item.original, k)]
            yield "  corrected: " + ", ".join(f"{k} (was {getattr(item.original, k)!r})" for k in changed)
        if p.refused:
            yield f"  refused by the reader's own check: {p.refused}"
        yield from (f"  {line}" for line in told)
        for entry in (e for e in suggested if not (told and e.startswith(KNOWN))):
            yield f"  {'note' if ' ' in entry else 'pressure'} if accepted: {entry}"
        for d in decided:
            yield f"  v{d.version} {d.action} by {d.by}, {d.at}{': ' + d.reason if d.reason else ''}"
        if item.statement:
            yield f"  statement {item.statement}"
        for d2 in against:
            yield from ("  " + line for line in side_by_side(d2, short))

    emit(json, record, lines)


def _dated(item: Item) -> str:
    """How the date was found, and how far it goes."""
    p = item.proposal
    if not p.date:
        return "no date was found"
    by = "hand" if p.date_by == "none" and p.date != item.original.date else p.date_by
    return f"date by {by}, to the {p.date_precision}"


def _suggested(item: Item, case: str | None) -> list[str]:
    if item.state in ("accepted", "merged") or (case is None and not item.case):
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
