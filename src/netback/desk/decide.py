"""Decisions: accept, edit, refuse. Each names the version it was taken on, and is written once."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from netback.case.case import Case
from netback.desk import audit
from netback.desk.corroborate import Attested, attested, drop_stale, note_contradictions
from netback.desk.database import (
    Contradiction,
    Decision,
    Document,
    Entry,
    Merge,
    Person,
    Row,
    reading,
    writing,
)
from netback.desk.fields import corrected, form_faults
from netback.desk.seen import Stale, last_decision
from netback.desk.store import Desk, get_row, items_of, person_id
from netback.desk.wording import Wording, source_of, statement_of, wording_of
from netback.errors import CaseError, Problem, UsageError
from netback.evidence import Pressure, Statement, statement_record
from netback.reading.records import Proposal

__all__ = ["Accepted", "Stale", "accept", "edit", "history", "record_decision", "refuse"]

MAX_REASON = 2_000
_SAME_SENSE = {"topics", "polarity", "confidence", "imminent", "horizon"}
"""Fields no contradiction hangs on."""


@dataclass(frozen=True)
class Accepted:
    """A proposal that became a statement.

    Parameters
    ----------
    id : str
        Of the proposal.
    statement : Statement
    attested : Attested
        What stands behind it, merged proposals included.
    contradictions : tuple of str
        Open ones it is part of; accepting does not settle them.
    notes : tuple of str
        What was left out of the statement, and why.
    """

    id: str
    statement: Statement
    attested: Attested
    contradictions: tuple[str, ...]
    notes: tuple[str, ...]


def record_decision(
    session: Session,
    row: Row,
    action: str,
    by: str,
    *,
    state: str | None = None,
    reason: str = "",
    **values: Any,
) -> None:
    """Take a decision on the version of a row that was read; in a writing session.

    Raises
    ------
    Stale
        The row has another version by now.
    """
    if len(reason) > MAX_REASON:
        raise UsageError(f"a reason has at most {MAX_REASON} characters")
    at, seen = audit.now(), row.version
    changed = values | {"version": seen + 1} | ({"state": state} if state else {})
    done = session.execute(
        update(Row)
        .where(Row.id == row.id, Row.version == seen)
        .values(**changed)
        .execution_options(synchronize_session=False)
    )
    if done.rowcount != 1:  # type: ignore[attr-defined]
        raise Stale(f"{row.id} has changed since it was read; look again with `netback desk show {row.id}`")
    session.refresh(row)
    person = person_id(session, by)
    session.add(
        Decision(proposal=row.id, version=seen + 1, action=action, person=person, at=at, reason=reason)
    )
    detail = {"version": seen + 1, "reason": reason} | {k: v for k, v in values.items() if k != "version"}
    audit.append(session, by, action, row.id, detail, at)
    session.flush()


def _read(session: Session, key: str, version: int | None) -> Row:
    row = get_row(session, key)
    if version is not None and row.version != version:
        raise Stale(
            f"{row.id} is at version {row.version}, not {version}: {last_decision(session, row)}. Look again with "
            f"`netback desk show {row.id}`, then repeat with --version {row.version}"
        )
    return row


def accept(
    desk: Desk,
    key: str,
    *,
    case: Case,
    by: str,
    version: int | None = None,
    wording: Wording | None = None,
    text: str = "",
    note: str = "",
    pressure: Sequence[Pressure] | None = None,
    reason: str = "",
) -> Accepted:
    """Make a statement of a proposal and all that was merged into it.

    The statement goes to the desk's database at once, together with the decision; `casefile.sync` brings it into the
    ledger of the case's folder.

    Parameters
    ----------
    desk : Desk
    key : str
        Id of the proposal, or its beginning.
    case : Case
        The case it is for: its parties and pressure drivers give the statement its names, its ledger says what is counted
        already. Give the whole ledger: what was published after the case's day counts too.
    by : str
        Who accepts.
    version : int, optional
        The version seen; without it, the one that is there. `seen_version` finds one that is safe.
    wording : Wording, optional
        What the statement says beyond the proposal; default: `wording_of` as suggested.
    text, note : str
        Own words and caveats, in place of those of the wording.
    pressure : sequence of Pressure, optional
        Who presses whom, in place of what the wording has.
    reason : str

    Returns
    -------
    Accepted

    Raises
    ------
    Stale
        Somebody decided meanwhile.
    UsageError
        It is not open.
    CaseError
        No valid statement can be made of it; the message says what to edit.
    """
    with writing(desk.engine) as session:
        row = _read(session, key, version)
        if row.state != "open":
            raise UsageError(f"{row.id} is {row.state} already; {_next(session, row)}")
        if row.case and row.case != case.name:
            raise UsageError(f"{row.id} is for the case {row.case!r}, not {case.name!r}")
        members = select(Row).join(Merge, Merge.member == Row.id).where(Merge.into == row.id).order_by(Row.id)
        items = items_of(session, [row, *session.execute(members).scalars()])
        document = session.get_one(Document, row.document)
        _check_fields(row)
        known = {name: origin or publisher for name, origin, publisher in session.execute(
            select(Document.id, Document.origin, Document.publisher).where(
                Document.id.in_({i.reprint_of for i in items if i.reprint_of} | {i.document for i in items})
            )
        )}  # fmt: skip
        found = attested(items, known)
        waiting = _entered(session, case.name)
        chosen = wording or wording_of(items[0], case, waiting)
        chosen = replace(chosen, text=text or chosen.text, note=note or chosen.note)
        if pressure is not None:
            chosen = replace(chosen, pressure=tuple(pressure), same_as=None, notes=())
        key_, source = source_of(document)
        statement = statement_of(
            items[0], document, case, chosen, found, by=by, source_key=key_, others=items[1:]
        )
        record_decision(session, row, "accept", by, state="accepted", reason=reason, case=case.name)
        _enter(
            session, row, case.name, statement, key_, json.dumps(source, ensure_ascii=False, sort_keys=True)
        )
        open_ = select(Contradiction.what).where(
            (Contradiction.a == row.id) | (Contradiction.b == row.id), Contradiction.state == "open"
        )
        disputes = tuple(session.execute(open_).scalars())
    return Accepted(row.id, statement, found, disputes, chosen.notes)


_NEXT = {
    "accepted": "`netback desk refuse` withdraws it",
    "refused": "`netback desk edit` opens it again",
    "merged": "accept the one it was merged into, or split it with `netback desk merge --split`",
}


def _next(session: Session, row: Row) -> str:
    """What can be done with a proposal that was decided on."""
    waiting = select(Entry.id).where(Entry.proposal == row.id, Entry.state == "pending")
    if row.state == "accepted" and session.execute(waiting).scalar() is not None:
        return f"`netback desk sync` brings its statement into the case's folder; {_NEXT['accepted']}"
    return _NEXT[row.state]


def _check_fields(row: Row) -> None:
    """Refuse to make a statement of fields that no record may hold.

    Raises
    ------
    CaseError
        What to edit, all of it.
    """
    problems = [
        Problem(
            "",
            0,
            0,
            f"{row.id}.{name}",
            "desk/bad-field",
            what,
            f"{fix}; netback desk edit {row.id} --set {name}=...",
        )
        for name, what, fix in form_faults(json.loads(row.body))
    ]
    if problems:
        raise CaseError(problems)


def _entered(session: Session, case: str) -> list[Statement]:
    """Statements with pressure accepted for a case: some may not stand in its file yet."""
    query = select(Entry.statement).where(
        Entry.case == case, Entry.state != "withdrawn", Entry.statement.contains('"pressure"')
    )
    return [Statement.model_validate_json(text) for text in session.execute(query).scalars()]


def _enter(session: Session, row: Row, case: str, statement: Statement, source_key: str, source: str) -> None:
    text = audit.plain(statement_record(statement))
    there = session.execute(select(Entry).where(Entry.proposal == row.id)).scalar()
    if there is None:
        session.add(
            Entry(
                proposal=row.id, case=case, statement_id=statement.id, statement=text, source_key=source_key,
                source=source, state="pending", earlier="[]",
            )
        )  # fmt: skip
    else:
        if there.statement != text:
            there.earlier = json.dumps([*json.loads(there.earlier), there.statement])
        there.case, there.statement_id, there.statement = case, statement.id, text
        there.source_key, there.source, there.state = source_key, source, "pending"
    session.flush()


def edit(
    desk: Desk, key: str, changes: Mapping[str, Any], *, by: str, version: int | None = None, reason: str = ""
) -> Proposal:
    """Correct a proposal; the reader's own words are kept beside it. A refused one is open again.

    Parameters
    ----------
    desk : Desk
    key : str
    changes : mapping of str to object
        Fields of `Proposal`, as values or as typed (see `fields.corrected`). Not its id, document, reader or anchor: the
        words stay those of the text.
    by : str
    version : int, optional
    reason : str

    Returns
    -------
    Proposal
        As it is now.

    Raises
    ------
    Stale, UsageError
    CaseError
        Fields it does not have and values that cannot be, all of them, each with what to write.
    """
    with writing(desk.engine) as session:
        row = _read(session, key, version)
        if row.state in ("accepted", "merged"):
            raise UsageError(
                f"{row.id} is {row.state}; refuse it first, which takes the statement back, then edit"
                if row.state == "accepted"
                else f"{row.id} is merged; {_NEXT['merged']}"
            )
        document = session.get_one(Document, row.document)
        proposal, problems = corrected(
            json.loads(row.body), changes, key=row.id, published_on=document.published_on, text=document.body
        )
        if proposal is None:
            raise CaseError(problems)
        text = proposal.model_dump_json()
        if len(text) > 40_000 or "\\u0000" in text:
            raise UsageError("the edited proposal is too large to be one, or holds a NUL character")
        known = set(changes) <= _SAME_SENSE and row.state == "open"
        record_decision(session, row, "edit", by, state="open", reason=reason, body=text)
        if not known:
            note_contradictions(session, row.case, {row.id}, by)
    return proposal


def refuse(desk: Desk, key: str, *, by: str, version: int | None = None, reason: str) -> str:
    """Refuse a proposal; of an accepted one, the statement is withdrawn and leaves the ledger at the next `sync`.

    Returns
    -------
    str
        Id of the statement withdrawn; "" if none was.

    Raises
    ------
    Stale
    UsageError
        It is refused already, or no reason is given.
    """
    if not reason.strip():
        raise UsageError("say why: --reason 'the date is of an earlier meeting'")
    with writing(desk.engine) as session:
        row = _read(session, key, version)
        if row.state in ("refused", "merged"):
            raise UsageError(f"{row.id} is {row.state} already; {_NEXT[row.state]}")
        withdrawn = ""
        if row.state == "accepted":
            entry = session.execute(select(Entry).where(Entry.proposal == row.id)).scalar_one()
            entry.state, withdrawn = "withdrawn", entry.statement_id
        for member in session.execute(select(Merge).where(Merge.into == row.id)).scalars().all():
            other = session.get_one(Row, member.member)
            session.delete(member)
            session.flush()
            record_decision(session, other, "split", by, state="open", reason=f"{row.id} was refused")
        record_decision(session, row, "refuse", by, state="refused", reason=reason)
        drop_stale(session, {row.id}, by)
    return withdrawn


@dataclass(frozen=True)
class Decided:
    """One decision on a proposal."""

    at: str
    by: str
    action: str
    version: int
    reason: str


def history(desk: Desk, key: str) -> list[Decided]:
    """Everything decided on a proposal, oldest first."""
    with reading(desk.engine) as session:
        row = get_row(session, key)
        query = (
            select(Decision, Person.name)
            .join(Person, Person.id == Decision.person)
            .where(Decision.proposal == row.id)
            .order_by(Decision.version)
        )
        return [Decided(d.at, name, d.action, d.version, d.reason) for d, name in session.execute(query)]
