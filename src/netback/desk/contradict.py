"""What cannot both be right: two proposals, or a proposal and a statement the case had before.

Each is written down when it is found and stays open until a person decides, or an edit or refusal removes the ground.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from netback.desk import audit
from netback.desk.against import (
    NEAR,
    Told,
    absence_against,
    candidates,
    carries_readout,
    is_absence,
    ledger_in,
    match,
    matches_among,
    told_from,
    told_record,
)
from netback.desk.database import CaseNames, Contradiction, Document, Entry, Row, reading, writing
from netback.desk.merge import about, same_parties, same_people, window
from netback.desk.store import Desk, Item, get_row, items_of, person_id, slug
from netback.errors import CaseError, UsageError

__all__ = [
    "Dispute",
    "contradiction",
    "disputes",
    "drop_stale",
    "note_against",
    "note_contradictions",
    "rule_on",
]

_AROUND = dt.timedelta(days=45)
"""Contradictions are looked for among reports published this many days before or after."""
_MOST = 400
"""Most proposals a new one is compared with, the nearest in time."""


def _close(a: Item, b: Item) -> bool:
    one, two = window(a), window(b)
    if one is None or two is None:
        return one is two or abs((_published(a) - _published(b)).days) <= 7
    return one[0] - NEAR <= two[1] and two[0] - NEAR <= one[1]


def _published(item: Item) -> dt.date:
    return dt.date.fromisoformat(item.published_on)


def contradiction(a: Item, b: Item) -> tuple[str, str] | None:
    """What two proposals disagree on: kind, and the two sides in words; None when both can be right."""
    if a.document == b.document or a.case != b.case or "refused" in (a.state, b.state):
        return None
    for x, y in ((a, b), (b, a)):
        if is_absence(x) and carries_readout(y) and _close(x, y) and (not x.parties or absence_against(x, y)):
            return "absence", f"{x.publisher} says there is no readout; {y.publisher} carries one"
    p, q = a.proposal, b.proposal
    if p.kind != q.kind or p.type != q.type:
        return _denied(a, b)
    if p.kind == "quantity":
        return _figures(a, b)
    if (
        p.kind == "event"
        and same_parties(a, b)
        and same_people(a, b)
        and set(p.auxiliary) == set(q.auxiliary)
        and p.channel == q.channel
    ):
        days = {d.proposal.date for d in (a, b) if d.proposal.date_precision == "day"}
        one, two = window(a), window(b)
        if len(days) == 2 and one and two and abs(one[0] - two[0]) <= NEAR:
            first, last = sorted((a, b), key=lambda i: i.proposal.date)
            return "date", (
                f"{first.publisher} dates it {first.proposal.date}, {last.publisher} {last.proposal.date}"
            )
    if ("negation" in p.auxiliary) != ("negation" in q.auxiliary) and same_parties(a, b) and _close(a, b):
        no, yes = (a, b) if "negation" in p.auxiliary else (b, a)
        return "denial", f"{no.publisher} says it did not happen; {yes.publisher} says it did"
    return None


def _denied(a: Item, b: Item) -> tuple[str, str] | None:
    for no, yes in ((a, b), (b, a)):
        if (
            no.proposal.mode == "denial"
            and yes.proposal.kind == "event"
            and same_parties(a, b)
            and _close(a, b)
        ):
            return "denial", f"{no.publisher} carries a denial of what {yes.publisher} reports"
    return None


def _figures(a: Item, b: Item) -> tuple[str, str] | None:
    x = a.proposal.quantities[0] if len(a.proposal.quantities) == 1 else None
    y = b.proposal.quantities[0] if len(b.proposal.quantities) == 1 else None
    if (
        x is None
        or y is None
        or x.unit != y.unit
        or slug(x.subject) != slug(y.subject)
        or not slug(x.subject)
    ):
        return None
    one, two = about(a), about(b)
    if one[0] > two[1] or two[0] > one[1]:
        return None
    low, high = (x.value if x.low is None else x.low), (x.value if x.high is None else x.high)
    less, more = (y.value if y.low is None else y.low), (y.value if y.high is None else y.high)
    if low <= more * (1 + 1e-3) and less <= high * (1 + 1e-3):
        return None
    return (
        "figure",
        f"{a.publisher} has {x.value:g} {x.unit}, {b.publisher} {y.value:g} {y.unit}, of {x.subject}",
    )


def note_contradictions(session: Session, case: str, fresh: set[str], by: str) -> int:
    """Write down what new or changed proposals contradict, in a writing session; how many were new.

    One that does not hold any more, because a proposal was edited or refused, is closed with that reason; one a person
    has ruled on stays as ruled.
    """
    drop_stale(session, fresh, by)
    items = _nearby(session, case, fresh)
    new = 0
    for key in sorted(fresh & set(items)):
        one = items[key]
        near = sorted(
            (i for i in items.values() if i.document != one.document and not (i.id in fresh and i.id < key)),
            key=lambda i: (abs((_published(i) - _published(one)).days), i.id),
        )[:_MOST]
        for other in near:
            found = contradiction(one, other)
            if found is not None and _note(session, one.id, other.id, found):
                audit.append(
                    session, by, "contradict", one.id, {"kind": found[0], "with": other.id, "what": found[1]}
                )
                new += 1
    session.flush()
    return new + note_against(session, case, fresh, by)


def _nearby(session: Session, case: str, fresh: set[str]) -> dict[str, Item]:
    """The proposals asked for, and those of a case published around the same time."""
    chosen = select(Row, Document.published_on).join(Document, Document.id == Row.document)
    own = session.execute(chosen.where(Row.id.in_(fresh), Row.state != "refused")).all()
    if not own:
        return {}
    days = sorted(dt.date.fromisoformat(day) for _, day in own)
    first, last = str(days[0] - _AROUND), str(days[-1] + _AROUND)
    rows = session.execute(
        chosen.where(Row.case == case, Row.state != "refused", Document.published_on.between(first, last))
    ).all()
    return {i.id: i for i in items_of(session, dict.fromkeys([*(r for r, _ in own), *(r for r, _ in rows)]))}


def _note(
    session: Session, one: str, other: str | None, found: tuple[str, str], told: Told | None = None
) -> bool:
    a, b = sorted((one, other)) if other else (one, None)
    statement = told.statement.id if told else ""
    record = json.dumps(told_record(told), ensure_ascii=False, sort_keys=True) if told else ""
    there = session.execute(
        select(Contradiction).where(
            Contradiction.kind == found[0],
            Contradiction.a == a,
            Contradiction.b == b if b else Contradiction.b.is_(None),
            Contradiction.statement == statement,
        )
    ).scalar()
    if there is None:
        session.add(
            Contradiction(
                kind=found[0], a=a, b=b, what=found[1], statement=statement, told=record, state="open", ruling="", version=1
            )
        )  # fmt: skip
    elif there.state == "gone":
        there.state, there.what, there.told, there.version = "open", found[1], record, there.version + 1
    else:
        return False
    return True


def note_against(session: Session, case: str, fresh: set[str], by: str) -> int:
    """Write down what new proposals contradict in the case's ledger, in a writing session; how many were new.

    Statements accepted on this desk are left out: they are compared as proposals. Where the folder of the case is not at
    hand, nothing is compared now: accepting says it.
    """
    known = session.get(CaseNames, case)
    if known is None or not known.folder or not Path(known.folder, "case.yaml").is_file():
        return 0
    try:
        ledger = ledger_in(Path(known.folder))
    except CaseError:
        return 0
    rows = session.execute(select(Row).where(Row.id.in_(fresh), Row.state != "refused")).scalars().all()
    items = items_of(session, rows)
    own = set(session.execute(select(Entry.statement_id).where(Entry.case == case)).scalars())
    near = candidates(ledger, items, own)
    by_id = {t.statement.id: t for t in near}
    new = 0
    for item in sorted(items, key=lambda i: i.id):
        for found in matches_among(item, near):
            if found.relation == "same":
                continue
            if _note(session, item.id, None, (found.relation, found.what), by_id[found.statement]):
                detail = {"kind": found.relation, "with": found.statement, "what": found.what}
                audit.append(session, by, "contradict", item.id, detail)
                new += 1
    session.flush()
    return new


def drop_stale(session: Session, keys: set[str], by: str) -> None:
    """Close open contradictions of proposals that were edited or refused, where they no longer contradict."""
    query = select(Contradiction).where(
        Contradiction.a.in_(keys) | Contradiction.b.in_(keys), Contradiction.state == "open"
    )
    for found in session.execute(query).scalars().all():
        rows = [session.get_one(Row, key) for key in (found.a, found.b) if key]
        a, *rest = items_of(session, rows)
        if rest:
            holds = contradiction(a, rest[0]) is not None
        else:
            still = match(a, _told(found, a)) if a.state != "refused" else None
            holds = still is not None and still.relation == found.kind
        if not holds:
            found.state, found.version = "gone", found.version + 1
            detail = {"kind": found.kind, "with": found.b or found.statement, "gone": True}
            audit.append(session, by, "contradict", found.a, detail)
    session.flush()


def _told(row: Contradiction, item: Item) -> Told:
    return told_from(json.loads(row.told), item.names, item.case)


@dataclass(frozen=True)
class Dispute:
    """Two proposals side by side that cannot both be right, or a proposal and a statement of the case's ledger.

    Parameters
    ----------
    id : int
    kind : str
        absence, date, figure or denial.
    a, b : Item
        Of a statement of the ledger, `b` has the state "ledger" and its id.
    what : str
        Both sides in words.
    state : str
        "open" until a person rules; then "ruled".
    ruling : str
        What was decided, and by whom.
    version : int
    statement : str
        Id of the statement of the ledger; "" between two proposals.
    also : tuple of int
        Numbers of the same contradiction in reprints; a ruling settles them too.
    """

    id: int
    kind: str
    a: Item
    b: Item
    what: str
    state: str
    ruling: str
    version: int
    statement: str = ""
    also: tuple[int, ...] = field(default=())


def disputes(desk: Desk, *, case: str | None = None, state: str | None = "open") -> list[Dispute]:
    """Contradictions, oldest first; by default those nobody has ruled on. What only reprints repeat is shown once."""
    with reading(desk.engine) as session:
        query = select(Contradiction).order_by(Contradiction.id)
        query = query.where(Contradiction.state == state if state else Contradiction.state != "gone")
        found = _disputes(session, session.execute(query).scalars().all())
    shown = [d for d in found if case is None or d.a.case == case]
    return [d for group in _folded(shown) for d in group]


def _disputes(session: Session, rows: Iterable[Contradiction]) -> list[Dispute]:
    rows = list(rows)
    ids = sorted({key for r in rows for key in (r.a, r.b) if key})
    items = {i.id: i for i in items_of(session, [session.get_one(Row, name) for name in ids])}
    return [
        Dispute(
            r.id, r.kind, items[r.a], items[r.b] if r.b else _told(r, items[r.a]).item, r.what, r.state, r.ruling,
            r.version, r.statement,
        )
        for r in rows
    ]  # fmt: skip


def _folded(found: Iterable[Dispute]) -> Iterable[list[Dispute]]:
    """One for all that differ only in which reprint of a report they are of."""
    groups: dict[tuple[object, ...], list[Dispute]] = {}
    for d in found:
        groups.setdefault((d.kind, d.state, d.a.case, frozenset((_side(d, d.a), _side(d, d.b)))), []).append(
            d
        )
    for first, *rest in groups.values():
        yield [replace(first, also=tuple(r.id for r in rest))]


def _side(d: Dispute, item: Item) -> tuple[str, str]:
    """The original report, and the words; of an absence and a readout, the reports are enough."""
    words = "" if d.kind == "absence" and item.state != "ledger" else item.proposal.anchor.exact
    return item.reprint_of or item.document, words


def rule_on(
    desk: Desk, number: int, *, for_: str, by: str, reason: str = "", version: int | None = None
) -> None:
    """Decide a contradiction, and the same one in reprints: for one side, or for neither of them ("both": both stand).

    Parameters
    ----------
    desk : Desk
    number : int
        Of the contradiction.
    for_ : str
        Id of the proposal, or of the statement of the ledger, that is right, or "both".
    by : str
    reason : str
    version : int, optional
        The version seen.

    Raises
    ------
    UsageError
        No such contradiction, it was ruled on already, or the proposal is not part of it.
    """
    from netback.desk.decide import Stale

    with writing(desk.engine) as session:
        person_id(session, by)
        found = session.get(Contradiction, number)
        if found is None:
            raise UsageError(f"there is no contradiction {number}; `netback desk list` shows them")
        if version is not None and found.version != version:
            raise Stale(f"contradiction {number} has changed since you saw it; look again, then repeat")
        if found.state == "ruled":
            raise UsageError(f"contradiction {number} was ruled on already: {found.ruling}")
        other = found.b or found.statement
        if for_ not in ("both", other):
            try:
                chosen = get_row(session, for_).id
            except CaseError:
                chosen = for_[:120]
            if chosen not in (found.a, other):
                raise UsageError(
                    f"{chosen} is not part of contradiction {number}; name {found.a}, {other} or both"
                )
            for_ = chosen
        open_ = select(Contradiction).where(Contradiction.state == "open", Contradiction.kind == found.kind)
        near = _disputes(session, session.execute(open_.order_by(Contradiction.id)).scalars().all())
        same = next((d for (d,) in _folded(near) if number in (d.id, *d.also)), None)
        for key in (number, *(k for k in ((same.id, *same.also) if same else ()) if k != number)):
            ruling = f"{for_}, by {by}" + (f": {reason}" if reason else "")
            if key != number:
                ruling += f" (as contradiction {number}, of which this is a reprint)"
            session.execute(
                update(Contradiction)
                .where(Contradiction.id == key)
                .values(state="ruled", ruling=ruling[:2000], version=Contradiction.version + 1)
                .execution_options(synchronize_session=False)
            )
            audit.append(session, by, "rule", f"contradiction {key}", {"for": for_, "reason": reason[:2000]})
