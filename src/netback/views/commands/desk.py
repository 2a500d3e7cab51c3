"""`netback desk`: documents and proposals, who decided what, and what came of it."""

from __future__ import annotations

import getpass
import json as json_module
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from netback.errors import UsageError
from netback.views.tables import clean

if TYPE_CHECKING:
    from netback.case import Case
    from netback.desk.corroborate import Dispute
    from netback.desk.store import Desk, Item
    from netback.evidence import Pressure
    from netback.reading.records import Proposal

__all__ = ["app", "register"]

app = typer.Typer(
    name="desk",
    no_args_is_help=True,
    rich_markup_mode=None,
    help="The shared desk: documents, proposals, decisions. Nothing enters a case that nobody accepted.",
)
_MOST_BYTES = 20_000_000


def register(parent: typer.Typer) -> None:
    """Make `desk` a command of the given program."""
    parent.add_typer(app, name="desk")


def _note_json(ctx: typer.Context, value: bool) -> bool:
    ctx.meta["netback.json"] = value
    return value


Db = Annotated[
    str,
    typer.Option("--db", metavar="URL", envvar="NETBACK_DESK", help="sqlite:///FILE, or postgresql://USER@HOST/NAME."),
]  # fmt: skip
Json = Annotated[
    bool, typer.Option("--json", help="Print one JSON object and nothing else.", callback=_note_json)
]
By = Annotated[
    str | None, typer.Option("--by", metavar="NAME", envvar="NETBACK_DESK_BY", help="Who decides. [default: your login]")
]  # fmt: skip
Key = Annotated[str, typer.Argument(metavar="ID", help="A proposal's id, or its beginning.")]
Version = Annotated[
    int | None, typer.Option("--version", metavar="N", help="The version you saw; refused if somebody decided since.")
]  # fmt: skip
CaseOption = Annotated[
    str | None, typer.Option("--case", metavar="CASE", help="A case's folder, or the name of a shipped case.")
]
Into = Annotated[str, typer.Option("--into", metavar="FOLDER", help="Where a shipped case is copied to.")]
_URL = "sqlite:///netback-desk.db"


def _emit(as_json: bool, record: dict[str, Any], lines: Iterable[str] | Callable[[], Iterable[str]]) -> None:
    if as_json:
        print(json_module.dumps(record, indent=1, ensure_ascii=False, allow_nan=False, default=str))
        return
    for line in lines() if callable(lines) else lines:
        print(clean(line))


def _who(by: str | None) -> str:
    if by is not None:
        return by
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        raise UsageError("nobody is logged in here; say who decides with --by NAME") from None


def _open(url: str) -> Desk:
    from netback.desk import open_desk

    return open_desk(url)


def _case_name(case: str | None) -> str | None:
    """The name a case goes by on the desk: that of its case.yaml where there is one."""
    if case is None:
        return None
    from netback.case import read_case
    from netback.errors import CaseError

    try:
        return read_case(case).name
    except CaseError as error:
        if any(p.slug == "case/no-case" for p in error.problems):
            return case
        raise


# --- in -----------------------------------------------------------------------------------------------------------


@app.command()
def add(
    document: Annotated[
        str,
        typer.Argument(metavar="DOC", help="A report: HTML, text, PDF, feed, mailbox, folder or address."),
    ],
    case: CaseOption = None,
    published: Annotated[
        str | None,
        typer.Option(
            "--published", metavar="DATE", help="Day on which it could be read. [default: what it says]"
        ),
    ] = None,
    publisher: Annotated[
        str | None,
        typer.Option(
            "--publisher", metavar="NAME", help="The outlet that carries it. [default: what it says]"
        ),
    ] = None,
    doc_id: Annotated[
        str, typer.Option("--doc-id", metavar="ID", help="[default: the file's name without its ending]")
    ] = "",
    title: Annotated[str, typer.Option("--title")] = "",
    address: Annotated[str, typer.Option("--address", metavar="URL")] = "",
    language: Annotated[str, typer.Option("--language", metavar="CODE")] = "en",
    reliability: Annotated[
        str, typer.Option("--reliability", metavar="A..E", help="A first-hand .. E own estimate.")
    ] = "B",
    origin: Annotated[
        str, typer.Option("--origin", metavar="NAME", help="Whose text it is, if not the outlet's own.")
    ] = "",
    proposals: Annotated[
        str | None,
        typer.Option(
            "--proposals", metavar="FILE", help="Put these on the desk for DOC, the id of a report it has."
        ),
    ] = None,
    by: By = None,
    db: Db = _URL,
    json: Json = False,
) -> None:
    """Keep a report and what the reader finds in it.

    \b
      netback desk add call.html --case kurdistan --published 2025-04-11 --publisher "The Daily"
    """
    from netback.case import read_case
    from netback.desk import add_proposals
    from netback.desk.reader import Read, read_reports

    who = _who(by)
    with _open(db) as desk:
        if proposals is not None:
            given = _from_file(proposals)
            ids = add_proposals(desk, document, given, by=who, case=_case_name(case) or "")
            found = [Read(document, "same", document, 1.0, ids)]
        else:
            found = read_reports(
                desk, document, by=who, case=read_case(case) if case else None, published=published, publisher=publisher,
                doc_id=doc_id, title=title, address=address, language=language, reliability=reliability, origin=origin,
            )  # fmt: skip
    record = {"schema": "netback-desk-add/1", "documents": [vars(r) for r in found]}

    def lines() -> Iterable[str]:
        kept = {"new": "is kept", "same": "was on the desk already", "copy": "copies {of}, word for word",
                "reprint": "reprints {of} ({likeness:.0%} alike)"}  # fmt: skip
        for r in found:
            yield f"{r.id} {kept[r.how].format(of=r.of, likeness=r.likeness)}; {len(r.proposals)} proposals"

    _emit(json, record, lines)


def _from_file(name: str) -> list[Proposal]:
    from pydantic import ValidationError

    from netback.reading.records import Proposal

    if Path(name).stat().st_size > _MOST_BYTES:
        raise UsageError(
            f"{name} is too large; the proposals of one document fit in {_MOST_BYTES // 1_000_000} MB"
        )
    found = []
    for number, line in enumerate(Path(name).read_text(encoding="utf-8").split("\n"), 1):
        if not line.strip():
            continue
        try:
            found.append(Proposal.model_validate_json(line))
        except ValidationError as error:
            first = error.errors()[0]
            at = ".".join(map(str, first["loc"])) or "the line"
            raise UsageError(
                f"{name}:{number}: {at}: {first['msg']}; give proposals as the reader writes them"
            ) from None
    return found


# --- looking ------------------------------------------------------------------------------------------------------


@app.command("list")
def list_(
    case: CaseOption = None,
    state: Annotated[
        str | None, typer.Option("--state", metavar="STATE", help="open, accepted, refused or merged.")
    ] = None,
    db: Db = _URL,
    json: Json = False,
) -> None:
    """What is on the desk: by event, with how well each is attested, and what contradicts what."""
    from netback.desk import attested, disputes, groups, list_items
    from netback.desk.corroborate import origins_by_document

    with _open(db) as desk:
        name = _case_name(case)
        items = list_items(desk, case=name, state=state)
        known, open_ = origins_by_document(desk), disputes(desk, case=name)
    events = [
        {"lead": _brief(g.lead), "with": [_brief(i) for i in g.items[1:]], "merged": g.merged,
         "outlets": list(a.outlets), "origins": list(a.origins), "speakers": list(a.speakers)}
        for g in groups(items) for a in [attested(g.items, known)]
    ]  # fmt: skip
    refused = [_brief(i) for i in items if i.state == "refused"]
    record = {"schema": "netback-desk-list/1", "events": events, "refused": refused,
              "contradictions": [_dispute(d) for d in open_]}  # fmt: skip

    def lines() -> Iterable[str]:
        if not items:
            yield "nothing here; add a report: netback desk add FILE --published DATE --publisher NAME"
        for event in events:
            yield _line(event["lead"])
            for other in event["with"]:
                yield ("  with " if event["merged"] or other["state"] == "merged" else "  like ") + _line(
                    other
                )
            counts = [(len(event[k]), k) for k in ("outlets", "origins", "speakers")]
            yield "  " + ", ".join(f"{n} {k if n != 1 else k[:-1]}" for n, k in counts)
        for other in refused:
            yield _line(other)
        for d in open_:
            yield from _side_by_side(d)

    _emit(json, record, lines)


def _brief(item: Item) -> dict[str, Any]:
    p = item.proposal
    return {
        "id": item.id, "state": item.state, "version": item.version, "date": p.date, "kind": p.kind, "type": p.type,
        "mode": p.mode, "actors": list(p.actors), "targets": list(p.targets), "channel": p.channel, "quote": p.anchor.exact,
        "document": item.document, "publisher": item.publisher, "published_on": item.published_on, "into": item.into,
        "statement": item.statement, "case": item.case,
    }  # fmt: skip


def _line(b: dict[str, Any]) -> str:
    who = " → ".join(filter(None, [", ".join(b["actors"]), ", ".join(b["targets"])])) or "—"
    what = "/".join(filter(None, [b["type"] or b["kind"], b["mode"]])).lower()
    quote = b["quote"] if len(b["quote"]) <= 90 else b["quote"][:89] + "…"
    return f"{b['id'][:12]} {b['state']:<8} v{b['version']} {b['date'] or 'undated':<10} {what} {who} “{quote}” ({b['publisher']})"


def _dispute(d: Dispute) -> dict[str, Any]:
    return {"number": d.id, "kind": d.kind, "what": d.what, "state": d.state, "ruling": d.ruling, "version": d.version,
            "a": _brief(d.a), "b": _brief(d.b)}  # fmt: skip


def _side_by_side(d: Dispute) -> Iterable[str]:
    yield f"contradiction {d.id} ({d.kind}, {d.state}{': ' + d.ruling if d.ruling else ''}): {d.what}"
    for item in (d.a, d.b):
        yield f"  {item.id[:12]} {item.publisher}, {item.published_on}: “{item.proposal.anchor.exact}”"


@app.command()
def show(key: Key, case: CaseOption = None, db: Db = _URL, json: Json = False) -> None:
    """One proposal: its words in their place, the chain of who says so, what was decided, what contradicts it."""
    from netback.desk import attested, disputes, get_item, group_of, history
    from netback.desk.corroborate import origins_by_document
    from netback.desk.store import record_of

    with _open(db) as desk:
        item = get_item(desk, key)
        group = group_of(desk, item.id)
        found = attested(group.items, origins_by_document(desk))
        decided = history(desk, item.id)
        against = [d for d in disputes(desk, state=None) if item.id in (d.a.id, d.b.id)]
    suggested = _suggested(item, case)
    record = {"schema": "netback-desk-show/1", **record_of(item), "with": [i.id for i in group.items if i.id != item.id],
              "outlets": found.outlets, "origins": found.origins, "speakers": found.speakers,
              "decisions": [vars(d) for d in decided], "contradictions": [_dispute(d) for d in against],
              "pressure": suggested}  # fmt: skip
    p = item.proposal

    def lines() -> Iterable[str]:
        yield _line(_brief(item))
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
            yield from ("  " + line for line in _side_by_side(d2))

    _emit(json, record, lines)


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


# --- deciding -----------------------------------------------------------------------------------------------------


@app.command()
def accept(
    key: Key,
    case: CaseOption = None,
    version: Version = None,
    pressure: Annotated[
        list[str] | None,
        typer.Option(
            "--pressure", metavar="BY:ON:KIND", help="Who presses whom, as us:baghdad:call. Repeatable."
        ),
    ] = None,
    no_pressure: Annotated[bool, typer.Option("--no-pressure", help="It presses nobody.")] = False,
    text: Annotated[str, typer.Option("--text", help="Own words, beside the quote.")] = "",
    note: Annotated[str, typer.Option("--note", help="Caveats.")] = "",
    reason: Annotated[str, typer.Option("--reason")] = "",
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help="Show the drivers of this day.")
    ] = None,
    into: Into = ".",
    by: By = None,
    db: Db = _URL,
    json: Json = False,
) -> None:
    """Make a statement of a proposal, write it into the case's ledger, and show what that moves.

    A shipped case is copied into the current folder first.

    \b
      netback desk accept 3f2a91 --case kurdistan --as-of 2025-04-15
    """
    from dataclasses import replace

    from netback.case import read_case
    from netback.desk import accept as decide
    from netback.desk import case_folder, get_item, pressure_moves, sync, wording_of

    who = _who(by)
    with _open(db) as desk:
        item = get_item(desk, key)
        folder, made = case_folder(case or _own_case(item), into)
        before = read_case(folder, as_of=as_of)
        wording = replace(wording_of(item, before), text=text, note=note)
        chosen = None
        if pressure or no_pressure:
            chosen = replace(
                wording, pressure=tuple(_pressure(p, before) for p in pressure or ()), same_as=None, notes=()
            )
        elif text or note:
            chosen = wording
        done = decide(
            desk, item.id, case=read_case(folder), by=who, version=version, wording=chosen, reason=reason
        )
        written = sync(desk, folder, by=who)
    after = read_case(folder, as_of=as_of)
    moves = pressure_moves(before, after)
    from netback.evidence import statement_record

    record = {
        "schema": "netback-desk-accept/1", "id": done.id, "case": after.name, "folder": str(folder), "copied": made,
        "statement": statement_record(done.statement), "outlets": done.attested.outlets, "origins": done.attested.origins,
        "speakers": done.attested.speakers, "contradictions": done.contradictions, "notes": done.notes,
        "added": written.added, "kept": written.kept, "as_of": str(after.as_of),
        "case_hash_before": before.hash, "case_hash_after": after.hash, "drivers": [vars(m) for m in moves],
    }  # fmt: skip

    def lines() -> Iterable[str]:
        if made:
            yield f"copied the shipped case to {folder}"
        yield f"{done.statement.id} is in {folder}{os.sep}statements.jsonl; {done.attested}"
        yield from (f"  note: {n}" for n in done.notes)
        yield from (f"  still contradicted: {c}" for c in done.contradictions)
        yield from (f"  changed by hand, left as it is: {k}" for k in written.kept)
        for m in moves:
            level = (
                m.level_before if m.level_before == m.level_after else f"{m.level_before} → {m.level_after}"
            )
            yield f"  {m.driver}, {m.month}: score {m.score_before:.2f} → {m.score_after:.2f}, {level}; rests on {', '.join(m.statements[:4]) or 'nothing'}"  # fmt: skip

    _emit(json, record, lines)


def _own_case(item: Item) -> str:
    if not item.case:
        raise UsageError(f"{item.id} is for no case yet; say which: --case CASE")
    return item.case


def _pressure(text: str, case: Case) -> Pressure:
    from pydantic import ValidationError

    from netback.evidence import Pressure

    parts = text.split(":")
    try:
        if len(parts) != 3:
            raise ValueError
        return Pressure(by=parts[0], on=parts[1], kind=parts[2])
    except (ValidationError, ValueError):
        known = sorted({f"{d.by}:{d.on}" for d in case.file.drivers.values() if d.kind == "pressure"})
        raise UsageError(
            f"--pressure {text!r} is not BY:ON:KIND; this case knows {', '.join(known) or 'none'}"
        ) from None


@app.command()
def edit(
    key: Key,
    changes: Annotated[
        list[str],
        typer.Option(
            "--set", metavar="FIELD=VALUE", help="As date=2025-03-19; lists with commas. Repeatable."
        ),
    ],
    version: Version = None,
    reason: Annotated[str, typer.Option("--reason")] = "",
    by: By = None,
    db: Db = _URL,
    json: Json = False,
) -> None:
    """Correct a proposal; the reader's own find is kept beside it.

    \b
      netback desk edit 3f2a91 --set date=2025-03-19 --set actors=us
    """
    from netback.desk import edit as decide
    from netback.desk import get_item
    from netback.reading.records import Proposal

    found: dict[str, Any] = {}
    for text in changes:
        name, equals, value = text.partition("=")
        if not equals:
            raise UsageError(f"--set {text!r} is not FIELD=VALUE; write date=2025-03-19")
        field = Proposal.model_fields.get(name)
        listed = field is not None and field.annotation in (tuple[str, ...],)
        if listed or name == "auxiliary":
            found[name] = [v.strip() for v in value.split(",") if v.strip()]
        elif name in ("attribution", "quantities"):
            try:
                found[name] = json_module.loads(value)
            except ValueError:
                raise UsageError(
                    f"--set {name}= takes JSON, as the proposal has it in `desk show --json`"
                ) from None
        else:
            found[name] = value if name != "polarity" else _whole(value)
    with _open(db) as desk:
        decide(desk, key, found, by=_who(by), version=version, reason=reason)
        item = get_item(desk, key)
    _emit(json, {"schema": "netback-desk-edit/1", **_brief(item)}, [_line(_brief(item))])


def _whole(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise UsageError(f"polarity is 1, 0 or -1, not {text!r}") from None


@app.command()
def refuse(
    key: Key,
    reason: Annotated[str, typer.Option("--reason", help="Why.")],
    version: Version = None,
    case: CaseOption = None,
    by: By = None,
    db: Db = _URL,
    json: Json = False,
) -> None:
    """Refuse a proposal. Of an accepted one, the statement is taken out of the case's ledger again."""
    from netback.desk import get_item, sync
    from netback.desk import refuse as decide
    from netback.desk.store import Desk

    who = _who(by)
    removed: tuple[str, ...] = ()
    with _open(db) as desk:
        assert isinstance(desk, Desk)
        gone = decide(desk, key, by=who, version=version, reason=reason)
        item = get_item(desk, key)
        if gone and case is not None:
            removed = sync(desk, case, by=who).removed
    record = {"schema": "netback-desk-refuse/1", **_brief(item), "withdrawn": gone, "removed": removed}
    left = f"; {gone} leaves the case at: netback desk sync CASE" if gone and not removed else ""
    _emit(json, record, [_line(_brief(item)) + (f"; {gone} was taken out of {case}" if removed else left)])


@app.command("merge")
def merge_(
    keys: Annotated[
        list[str] | None, typer.Argument(metavar="KEPT OTHER...", help="Proposals of one event.")
    ] = None,
    split: Annotated[
        str | None, typer.Option("--split", metavar="ID", help="Take one out of its group again.")
    ] = None,
    rule: Annotated[int | None, typer.Option("--rule", metavar="N", help="Decide contradiction N.")] = None,
    for_: Annotated[
        str, typer.Option("--for", metavar="ID|both", help="With --rule: which side is right.")
    ] = "",
    reason: Annotated[str, typer.Option("--reason")] = "",
    by: By = None,
    db: Db = _URL,
    json: Json = False,
) -> None:
    """Join proposals that tell of one event; or decide a contradiction.

    \b
      netback desk merge 3f2a91 77b0c4
      netback desk merge --rule 2 --for 3f2a91 --reason "the readout is online"
    """
    from netback.desk import get_item, merge_proposals, rule_on, split_proposal

    given = [bool(keys), split is not None, rule is not None]
    if sum(given) != 1:
        raise UsageError(
            "name two proposals or more to merge, or one with --split, or a contradiction with --rule N --for ID"
        )
    with _open(db) as desk:
        if keys:
            kept = merge_proposals(desk, keys, by=_who(by))
            record, line = {"kept": kept}, f"{kept} now stands for {len(keys)} proposals"
        elif split is not None:
            freed = split_proposal(desk, split, by=_who(by))
            record, line = {"split": freed}, f"{freed} stands alone again, v{get_item(desk, freed).version}"
        else:
            assert rule is not None
            if not for_:
                raise UsageError("say which side is right: --for ID, or --for both where both stand")
            rule_on(desk, rule, for_=for_, by=_who(by), reason=reason)
            record, line = {"ruled": str(rule), "for": for_}, f"contradiction {rule} is decided: {for_}"
    _emit(json, {"schema": "netback-desk-merge/1"} | record, [line])


# --- out ----------------------------------------------------------------------------------------------------------


@app.command()
def sync(
    case: Annotated[str, typer.Argument(metavar="CASE", help="A case's folder.")],
    by: By = None,
    db: Db = _URL,
    json: Json = False,
) -> None:
    """Bring a case's folder in line with the desk: after a crash, or for what others accepted elsewhere."""
    from netback.desk import case_folder
    from netback.desk import sync as run

    with _open(db) as desk:
        folder, _ = case_folder(case)
        found = run(desk, folder, by=_who(by))
    record = {"schema": "netback-desk-sync/1", "folder": str(folder), "added": found.added, "replaced": found.replaced,
              "removed": found.removed, "kept": found.kept}  # fmt: skip
    text = ", ".join(f"{len(record[k])} {k}" for k in ("added", "replaced", "removed"))
    _emit(
        json, record, [f"{folder}: {text}", *(f"  changed by hand, left as it is: {k}" for k in found.kept)]
    )


@app.command()
def claims(
    case: Annotated[str, typer.Argument(metavar="CASE", help="A folder with case.yaml, or a shipped case.")],
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help="What was known on this day.")
    ] = None,
    judge: Annotated[
        str | None, typer.Option("--judge", metavar="STATEMENT", help="Write down what came of a claim.")
    ] = None,
    outcome: Annotated[
        str, typer.Option("--outcome", metavar="WHAT", help="kept, late, failed or open.")
    ] = "",
    known_on: Annotated[
        str, typer.Option("--known-on", metavar="DATE", help="Day from which the outcome was known.")
    ] = "",
    late_days: Annotated[int | None, typer.Option("--late-days", metavar="N")] = None,
    by: By = None,
    db: Db = _URL,
    json: Json = False,
) -> None:
    """Who said that it was near, and what came of it, by speaker and by horizon."""
    from netback.case import read_case
    from netback.desk import case_folder, claims_of, judge_claim, track_record
    from netback.desk import sync as run
    from netback.desk.claims import due_on, share_by_horizon

    if judge is not None:
        with _open(db) as desk:
            folder, _ = case_folder(case)
            judge_claim(desk, judge, outcome, known_on=known_on, late_days=late_days, by=_who(by))
            run(desk, folder, by=_who(by))
    ledger = read_case(case, as_of=as_of).ledger
    records, found = track_record(ledger), claims_of(ledger)
    horizons = share_by_horizon(found)
    record = {
        "schema": "netback-desk-claims/1", "case": case, "claims": len(found),
        "speakers": [vars(r) for r in records], "horizons": [vars(h) | {"share_kept": h.share_kept} for h in horizons],
        "open": [{"statement": s.id, "speaker": c.speaker, "due_on": str(due_on(s, c)), "dated": c.horizon_days is not None}
                 for s, c in found if c.outcome == "open"],
    }  # fmt: skip

    def lines() -> Iterable[str]:
        yield f"{'speaker':<30} {'kept':>5} {'late':>5} {'failed':>7} {'open':>5}  office"
        for r in records:
            late = (
                f"  (late by {r.median_late_days:g} days, median)" if r.median_late_days is not None else ""
            )
            yield f"{r.speaker[:30]:<30} {r.kept:>5} {r.late:>5} {r.failed:>7} {r.open:>5}  {r.office}{late}"
        yield f"{'said to be due':<30} {'kept':>5} {'late':>5} {'failed':>7} {'open':>5}  share kept"
        for h in horizons:
            share = "none judged" if h.share_kept is None else f"{h.share_kept:.0%}"
            yield f"{h.horizon:<30} {h.kept:>5} {h.late:>5} {h.failed:>7} {h.open:>5}  {share}"

    _emit(json, record, lines)


@app.command()
def export(
    case: Annotated[str, typer.Argument(metavar="CASE", help="A case's folder, or its name on the desk.")],
    format: Annotated[
        str,
        typer.Option(
            "--format", metavar="FORMAT", help="statements, csv, ftm, prov, claimreview, ical or timeline."
        ),
    ],
    out: Annotated[
        str | None, typer.Option("-o", "--out", metavar="FILE", help="Write it to a file.")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="The whole ledger of the case, not only what the desk accepted.")
    ] = False,
    db: Db = _URL,
    json: Json = False,
) -> None:
    """What was accepted, for other programs: statements.jsonl, CSV, FollowTheMoney, PROV-JSON, ClaimReview, iCalendar, Markdown."""
    from netback.case import read_case
    from netback.desk import export_desk
    from netback.desk.export import material_of
    from netback.evidence.files import replace_file

    with _open(db) as desk:
        whole = read_case(case) if everything else None
        name = whole.name if whole else _case_name(case) or case
        material = material_of(
            desk, name, title=whole.title if whole else "", ledger=whole.ledger if whole else None
        )
    text = export_desk(material, format)
    if out is not None:
        replace_file(Path(out), text)
    record = {"schema": "netback-desk-export/1", "case": name, "format": format, "statements": len(material.statements),
              "file": out, "text": None if out else text}  # fmt: skip
    if out is None and not json:
        sys.stdout.write(text)
        return
    _emit(json, record, [f"Wrote {len(material.statements)} statements to {out}."])


@app.command()
def forecasts(
    case: Annotated[str | None, typer.Option("--case", metavar="NAME")] = None,
    issue: Annotated[
        str | None,
        typer.Option("--issue", metavar="FILE", help="Keep the output of `netback forecast --json`."),
    ] = None,
    outcome: Annotated[
        str, typer.Option("--outcome", metavar="ID=RESULT", help="resumed, not_resumed or void.")
    ] = "",
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="Day it was resolved.")] = "",
    evidence: Annotated[str, typer.Option("--evidence", help="What shows it.")] = "",
    by: By = None,
    db: Db = _URL,
    json: Json = False,
) -> None:
    """Forecasts the desk issued, and what came of them."""
    from netback.desk import issue_forecast, issued_forecasts, record_outcome

    with _open(db) as desk:
        if issue is not None:
            if Path(issue).stat().st_size > _MOST_BYTES:
                raise UsageError(
                    f"{issue} is too large for a forecast; give the output of `netback forecast --json`"
                )
            try:
                record = json_module.loads(Path(issue).read_text(encoding="utf-8"))
            except ValueError:
                raise UsageError(
                    f"{issue} is not JSON; give the output of `netback forecast --json`"
                ) from None
            if not isinstance(record, dict):
                raise UsageError(f"{issue} is no forecast; give the output of `netback forecast --json`")
            issue_forecast(desk, record, by=_who(by))
        if outcome:
            key, _, result = outcome.partition("=")
            full = [f for f in issued_forecasts(desk) if f.id.startswith(key)] if len(key) >= 4 else []
            if len(full) != 1:
                raise UsageError(
                    f"{len(full)} forecasts begin with {key!r}; write one of `netback desk forecasts`=resumed"
                )
            record_outcome(
                desk,
                full[0].id,
                result,
                resolved_on=on,
                evidence=evidence,
                by=_who(by),
                version=full[0].version,
            )
        found = issued_forecasts(desk, case=case)
    rows = [
        {"id": f.id, "case": f.record["case"], "as_of": f.record["as_of"], "case_hash": f.record["case_hash"],
         "result": f.result, "resolved_on": f.resolved_on, "evidence": f.evidence, "version": f.version}
        for f in found
    ]  # fmt: skip
    _emit(json, {"schema": "netback-desk-forecasts/1", "forecasts": rows},
          [f"{r['id'][:12]} {r['case']} as of {r['as_of']}: {r['result'] or 'open'} {r['resolved_on']}" for r in rows]
          or ["no forecast was issued here"])  # fmt: skip


@app.command()
def log(
    last: Annotated[int, typer.Option("--last", min=1, max=100_000)] = 20,
    head: Annotated[
        str, typer.Option("--head", metavar="HASH", help="A hash noted earlier that the log must still hold.")
    ] = "",
    db: Db = _URL,
    json: Json = False,
) -> None:
    """The log of everything done, and whether its chain of hashes holds."""
    from netback.desk import read_log, verify_log

    with _open(db) as desk:
        checked, rows = verify_log(desk, head=head), read_log(desk, last=last)
    record = {"schema": "netback-desk-log/1", "lines": checked.lines, "head": checked.head, "holds": True,
              "last": [vars(r) for r in rows]}  # fmt: skip
    _emit(json, record, [
        *(f"{r.seq:>6} {r.at} {r.person}: {r.action} {r.subject}" for r in rows),
        f"{checked.lines} lines, the chain holds; head {checked.head}",
    ])  # fmt: skip
