"""`netback desk accept`, `edit`, `refuse` and `merge`: what a person decides."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from netback.errors import UsageError
from netback.views.commands.desk.lines import brief, summary
from netback.views.commands.desk.options import (
    URL,
    By,
    CaseOption,
    Db,
    Into,
    Json,
    Key,
    Reason,
    Version,
    emit,
    opened,
    who_decides,
)

if TYPE_CHECKING:
    from netback.case import Case
    from netback.desk.casefile import Synced
    from netback.desk.pressure import Move
    from netback.desk.store import Desk, Item
    from netback.evidence import Pressure, Statement

__all__ = ["accept", "edit", "merge_", "refuse"]


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
    text: Annotated[str, typer.Option("--text", metavar="TEXT", help="Own words, beside the quote.")] = "",
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="Caveats.")] = "",
    reason: Reason = "",
    as_of: Annotated[
        str | None,
        typer.Option(
            "--as-of",
            metavar="DATE",
            help="Show the drivers of this day. [default: the case's own, or the report's if later]",
        ),
    ] = None,
    into: Into = ".",
    by: By = None,
    db: Db = URL,
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
    from netback.desk import case_folder, get_item, pressure_moves, sync
    from netback.desk.seen import seen_version
    from netback.evidence import read_ledger

    who = who_decides(by)
    with opened(db) as desk:
        item = get_item(desk, key)
        version = seen_version(desk, item.id, who, ("open",)) if version is None else version
        folder, made = case_folder(case or _own_case(item), into)
        now = read_case(folder)
        day = as_of or str(max(now.as_of, dt.date.fromisoformat(item.published_on)))
        before = read_case(folder, as_of=day)
        chosen = [_pressure(p, before) for p in pressure or ()] if pressure or no_pressure else None
        done = decide(
            desk, item.id, case=replace(now, ledger=read_ledger(folder)), by=who, version=version, text=text, note=note,
            pressure=chosen, reason=reason,
        )  # fmt: skip
        written = sync(desk, folder, by=who)
    after = read_case(folder, as_of=day)
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
        told = [c for c in done.contradictions if not any(c in n for n in done.notes)]
        yield from (f"  still contradicted: {c}" for c in told)
        yield from (f"  changed by hand, left as it is: {k}" for k in written.kept)
        yield from _moves(moves, after, done.statement)

    emit(json, record, lines)


def _moves(moves: Sequence[Move], case: Case, statement: Statement) -> Iterable[str]:
    """What a statement does to the pressure known on the case's day; where it does nothing, why that may be."""
    day, read = case.as_of, statement.published_on
    hint = ""
    if day < read:
        hint = f"; the statement is of {read}, see it with --as-of"
    elif statement.pressure and (day.year, day.month) > (read.year, read.month):
        hint = f"; a contact fades, --as-of {read} shows it on the day of the report"
    moved = [m for m in moves if m.moved]
    if moves and not moved:
        levels = ", ".join(f"{m.driver} stays {m.level_after}" for m in moves)
        yield f"  no pressure moves as known on {day}: {levels}{hint}"
    elif moved:
        yield f"  pressure as known on {day}{hint}"
    for m in moved:
        level = m.level_before if m.level_before == m.level_after else f"{m.level_before} → {m.level_after}"
        yield f"  {m.driver}, {m.month}: score {m.score_before:.2f} → {m.score_after:.2f}, {level}; rests on {', '.join(m.statements[:4]) or 'nothing'}"  # fmt: skip


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


def edit(
    key: Key,
    changes: Annotated[
        list[str],
        typer.Option(
            "--set", metavar="FIELD=VALUE", help="As date=2025-03-19; lists with commas. Repeatable."
        ),
    ],
    version: Version = None,
    reason: Reason = "",
    by: By = None,
    db: Db = URL,
    json: Json = False,
) -> None:
    """Correct a proposal; the reader's own find is kept beside it.

    \b
      netback desk edit 3f2a91 --set date=2025-03-19 --set actors=us
    """
    from netback.desk import edit as decide
    from netback.desk import get_item
    from netback.desk.seen import seen_version

    who = who_decides(by)

    found: dict[str, str] = {}
    for text in changes:
        name, equals, value = text.partition("=")
        name = name.strip()
        if not equals:
            raise UsageError(f"--set {text!r} is not FIELD=VALUE; write date=2025-03-19")
        if name in found:
            raise UsageError(f"--set {name} is given twice ({found[name]!r} and {value!r}); give it once")
        found[name] = value
    with opened(db) as desk:
        version = seen_version(desk, key, who, ("open", "refused")) if version is None else version
        decide(desk, key, found, by=who, version=version, reason=reason)
        item = get_item(desk, key)
    emit(json, {"schema": "netback-desk-edit/1", **brief(item)}, [summary(brief(item))])


def refuse(
    key: Key,
    reason: Reason,
    version: Version = None,
    case: CaseOption = None,
    by: By = None,
    db: Db = URL,
    json: Json = False,
) -> None:
    """Refuse a proposal. Of an accepted one, the statement is taken out of the case's ledger again.

    \b
      netback desk refuse 3f2a91 --reason "the date is of an earlier meeting"
    """
    from netback.desk import get_item
    from netback.desk import refuse as decide
    from netback.desk.seen import seen_version

    who = who_decides(by)
    removed: tuple[str, ...] = ()
    with opened(db) as desk:
        version = seen_version(desk, key, who, ("open", "accepted")) if version is None else version
        gone = decide(desk, key, by=who, version=version, reason=reason)
        item = get_item(desk, key)
        written, left = _brought(desk, item.case, case, who) if gone else (None, "")
    removed = written.removed if written else ()
    record = {"schema": "netback-desk-refuse/1", **brief(item), "withdrawn": gone, "removed": removed}
    emit(json, record, [summary(brief(item)) + (f"; {gone} {left or _gone(gone, written)}" if gone else "")])


def _gone(statement: str, written: Synced | None) -> str:
    """What became of a withdrawn statement in its folder."""
    if written is None or not {*written.removed, *written.kept} & {statement}:
        return "was not in the folder"
    if statement in written.kept:
        return f"was changed by hand in {written.folder}, left as it is"
    return f"was taken out of {written.folder}"


def _brought(desk: Desk, name: str, case: str | None, who: str) -> tuple[Synced | None, str]:
    """A case's folder, the one named or the one the desk knows, in line with the desk; else how to bring it there."""
    from netback.case.load import SHIPPED, find_case
    from netback.desk import sync
    from netback.desk.casefile import folder_of

    folder = None if case is None else find_case(case)[0].parent
    if folder is None or folder.resolve().is_relative_to(SHIPPED.resolve()):
        folder = folder_of(desk, name)
    if folder is None:
        return None, f"waits on the desk; bring the case's folder in line: netback desk sync {name or 'CASE'}"
    return sync(desk, folder, by=who), ""


def merge_(
    keys: Annotated[
        list[str] | None, typer.Argument(metavar="KEPT OTHER...", help="Proposals of one event.")
    ] = None,
    split: Annotated[
        str | None, typer.Option("--split", metavar="ID", help="Take one out of its group again.")
    ] = None,
    rule: Annotated[int | None, typer.Option("--rule", metavar="N", help="Decide contradiction N.")] = None,
    for_: Annotated[
        str,
        typer.Option(
            "--for",
            metavar="ID|both",
            help="With --rule: which side is right, a proposal or a statement of the ledger.",
        ),
    ] = "",
    case: CaseOption = None,
    reason: Reason = "",
    by: By = None,
    db: Db = URL,
    json: Json = False,
) -> None:
    """Join proposals that tell of one event; or decide a contradiction.

    Where the kept one was accepted, the note of its statement changes in the case's folder too.

    \b
      netback desk merge 3f2a91 77b0c4
      netback desk merge --rule 2 --for 3f2a91 --reason "the readout is online"
    """
    from netback.desk import get_item, group_of, merge_proposals, rule_on, split_proposal

    given = [bool(keys), split is not None, rule is not None]
    if sum(given) != 1:
        raise UsageError(
            "name two proposals or more to merge, or one with --split, or a contradiction with --rule N --for ID"
        )
    who, lead = who_decides(by), ""
    with opened(db) as desk:
        if keys:
            lead = merge_proposals(desk, keys, by=who)
            record, line = (
                {"kept": lead},
                f"{lead} now stands for {len(group_of(desk, lead).items)} proposals",
            )
        elif split is not None:
            lead = group_of(desk, split).lead.id
            freed = split_proposal(desk, split, by=who)
            record, line = {"split": freed}, f"{freed} stands alone again, v{get_item(desk, freed).version}"
        else:
            assert rule is not None
            if not for_:
                raise UsageError("say which side is right: --for ID, or --for both where both stand")
            rule_on(desk, rule, for_=for_, by=who, reason=reason)
            record, line = {"ruled": str(rule), "for": for_}, f"contradiction {rule} is decided: {for_}"
        lines = [line, *_told_anew(desk, lead, case, who)]
    emit(json, {"schema": "netback-desk-merge/1"} | record, lines)


def _told_anew(desk: Desk, lead: str, case: str | None, who: str) -> Iterable[str]:
    """The note of an accepted proposal's statement, brought into the case's folder after what goes with it has changed."""
    from netback.desk import get_item

    item = get_item(desk, lead) if lead else None
    if item is None or not item.statement:
        return
    written, left = _brought(desk, item.case, case, who)
    if left:
        yield f"  the new note of {item.statement} {left}"
    elif written and item.statement in written.kept:
        yield f"  {item.statement} was changed by hand in {written.folder}, left as it is"
    elif written:
        yield f"  the note of {item.statement} in {written.folder} says so"
