"""Who corroborates whom, who merely repeats, and what cannot both be right.

An event is as well attested as it has originating sources and speakers. Outlets that carry one agency's text are one
origin; a source that cites itself is one origin; a reprint is its original's.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from netback.desk import audit
from netback.desk.database import Contradiction, Document, Row, reading, writing
from netback.desk.merge import same_parties, window
from netback.desk.store import Desk, Item, get_row, items_of, person_id, slug, tidy_name
from netback.errors import UsageError

__all__ = [
    "Attested",
    "Dispute",
    "attested",
    "disputes",
    "drop_stale",
    "note_contradictions",
    "origin_of",
    "rule_on",
    "speaker_of",
]

_SPEAKERS = ("named", "office", "anonymous", "document")
_NEAR = dt.timedelta(days=3)
"""Events of the same parties and type whose days differ by no more are held up as one event dated twice."""
_AROUND = dt.timedelta(days=45)
"""Contradictions are looked for among reports published this many days before or after."""
_MOST = 400
"""Most proposals a new one is compared with, the nearest in time."""


@dataclass(frozen=True)
class Attested:
    """How well an event is attested.

    Parameters
    ----------
    outlets, origins, speakers : tuple of str
        Names, sorted. Outlets count for nothing by themselves.
    """

    outlets: tuple[str, ...]
    origins: tuple[str, ...]
    speakers: tuple[str, ...]

    def __str__(self) -> str:
        def some(n: int, what: str) -> str:
            return f"{n} {what}{'' if n == 1 else 's'}"

        return ", ".join(
            (some(len(self.outlets), "outlet"), some(len(self.origins), "origin"), some(len(self.speakers), "speaker"))
        )  # fmt: skip


def origin_of(item: Item, publishers: dict[str, str] | None = None) -> str:
    """Whose report it is: the innermost agency, outlet or document of the chain, else the outlet that carries it.

    Parameters
    ----------
    item : Item
    publishers : mapping of str to str, optional
        Publisher or origin of documents by id, to find whose a reprint is.
    """
    names = item.names
    own = names.outlet(item.publisher)
    for link in reversed(item.proposal.attribution):
        if link.kind not in ("agency", "outlet") or tidy_name(link.who) in ("", "outlet"):
            continue
        if names.outlet(link.who) != own:
            return names.name(link.who)
        if link.kind == "agency":
            return item.publisher
    if item.origin:
        return names.name(item.origin)
    if item.reprint_of and publishers and item.reprint_of in publishers:
        return publishers[item.reprint_of]
    return item.publisher


def speaker_of(item: Item) -> str:
    """Who is said to have said it; "" where the outlet speaks for itself."""
    for link in reversed(item.proposal.attribution):
        if link.kind in _SPEAKERS and tidy_name(link.who):
            return item.names.name(link.who)
    return ""


def attested(items: Iterable[Item], publishers: dict[str, str] | None = None) -> Attested:
    """Outlets, origins and speakers of proposals that tell of one event.

    Unnamed speakers count once for each origin: two reports of "officials" from one agency are the same officials.
    """
    items = list(items)
    known = dict(publishers or {}) | {i.document: origin_of(i) for i in items if not i.reprint_of}
    outlets: dict[str, str] = {}
    origins: dict[str, str] = {}
    speakers: dict[str, str] = {}
    for item in items:
        names, origin, speaker = item.names, origin_of(item, known), speaker_of(item)
        outlets.setdefault(names.outlet(item.publisher), item.publisher)
        origins.setdefault(names.outlet(origin), origin)
        if speaker:
            unnamed = any(
                link.kind == "anonymous" and link.who == speaker for link in item.proposal.attribution
            )
            key = f"{names.outlet(origin)}|unnamed" if unnamed else names.who(speaker, item.day)
            speakers.setdefault(key, f"{speaker} ({origin})" if unnamed else speaker)
    return Attested(*(tuple(sorted(d.values(), key=str.casefold)) for d in (outlets, origins, speakers)))


def origins_by_document(desk: Desk) -> dict[str, str]:
    """Publisher, or origin where one is known, of every document."""
    with reading(desk.engine) as session:
        rows = session.execute(select(Document.id, Document.origin, Document.publisher))
        return {name: origin or publisher for name, origin, publisher in rows}


# --- contradictions -----------------------------------------------------------------------------------------------


def _is_absence(item: Item) -> bool:
    return item.proposal.mode == "absence" or (
        item.proposal.channel == "readout" and "negation" in item.proposal.auxiliary
    )


def _carries_readout(item: Item) -> bool:
    if _is_absence(item) or set(item.proposal.auxiliary) & {"future", "hypothetical", "negation"}:
        return False
    said = " ".join([item.context, *(link.who for link in item.proposal.attribution)])
    return item.proposal.channel == "readout" or bool(re.search(r"\bread-?outs?\b", said, re.IGNORECASE))


def _close(a: Item, b: Item) -> bool:
    one, two = window(a), window(b)
    if one is None or two is None:
        return one is two or abs((_published(a) - _published(b)).days) <= 7
    return one[0] - _NEAR <= two[1] and two[0] - _NEAR <= one[1]


def _published(item: Item) -> dt.date:
    return dt.date.fromisoformat(item.published_on)


def _share_party(a: Item, b: Item) -> bool:
    return bool(a.parties & b.parties)


def contradiction(a: Item, b: Item) -> tuple[str, str] | None:
    """What two proposals disagree on: kind, and the two sides in words; None when both can be right."""
    if a.document == b.document or a.case != b.case or "refused" in (a.state, b.state):
        return None
    for x, y in ((a, b), (b, a)):
        if _is_absence(x) and _carries_readout(y) and _close(x, y) and (_share_party(x, y) or not x.parties):
            return "absence", f"{x.publisher} says there is no readout; {y.publisher} carries one"
    p, q = a.proposal, b.proposal
    if p.kind != q.kind or p.type != q.type:
        return _denied(a, b)
    if p.kind == "quantity":
        return _figures(a, b)
    if (
        p.kind == "event"
        and same_parties(a, b)
        and set(p.auxiliary) == set(q.auxiliary)
        and p.channel == q.channel
    ):
        days = {d.proposal.date for d in (a, b) if d.proposal.date_precision == "day"}
        one, two = window(a), window(b)
        if len(days) == 2 and one and two and abs(one[0] - two[0]) <= _NEAR:
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
    one, two = window(a), window(b)
    if one is None or two is None or one[0] > two[1] or two[0] > one[1]:
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
    return new


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


def _note(session: Session, one: str, other: str, found: tuple[str, str]) -> bool:
    a, b = sorted((one, other))
    there = session.execute(
        select(Contradiction).where(
            Contradiction.kind == found[0], Contradiction.a == a, Contradiction.b == b
        )
    ).scalar()
    if there is None:
        session.add(Contradiction(kind=found[0], a=a, b=b, what=found[1], state="open", ruling="", version=1))
    elif there.state == "gone":
        there.state, there.what, there.version = "open", found[1], there.version + 1
    else:
        return False
    return True


def drop_stale(session: Session, keys: set[str], by: str) -> None:
    """Close open contradictions of proposals that were edited or refused, where they no longer contradict."""
    query = select(Contradiction).where(
        Contradiction.a.in_(keys) | Contradiction.b.in_(keys), Contradiction.state == "open"
    )
    for found in session.execute(query).scalars().all():
        rows = [session.get_one(Row, found.a), session.get_one(Row, found.b)]
        a, b = items_of(session, rows)
        if contradiction(a, b) is None:
            found.state, found.version = "gone", found.version + 1
            audit.append(
                session, by, "contradict", found.a, {"kind": found.kind, "with": found.b, "gone": True}
            )
    session.flush()


@dataclass(frozen=True)
class Dispute:
    """Two proposals side by side that cannot both be right.

    Parameters
    ----------
    id : int
    kind : str
        absence, date, figure or denial.
    a, b : Item
    what : str
        Both sides in words.
    state : str
        "open" until a person rules; then "ruled".
    ruling : str
        What was decided, and by whom.
    version : int
    """

    id: int
    kind: str
    a: Item
    b: Item
    what: str
    state: str
    ruling: str
    version: int


def disputes(desk: Desk, *, case: str | None = None, state: str | None = "open") -> list[Dispute]:
    """Contradictions, oldest first; by default those nobody has ruled on."""
    with reading(desk.engine) as session:
        query = select(Contradiction).order_by(Contradiction.id)
        query = query.where(Contradiction.state == state if state else Contradiction.state != "gone")
        rows = session.execute(query).scalars().all()
        ids = sorted({r.a for r in rows} | {r.b for r in rows if r.b})
        found = [session.get_one(Row, name) for name in ids]
        items = {i.id: i for i in items_of(session, found)}
    return [
        Dispute(r.id, r.kind, items[r.a], items[r.b], r.what, r.state, r.ruling, r.version)
        for r in rows
        if r.b and (case is None or items[r.a].case == case)
    ]


def rule_on(
    desk: Desk, number: int, *, for_: str, by: str, reason: str = "", version: int | None = None
) -> None:
    """Decide a contradiction: for one proposal, or for neither of them ("both": both stand).

    Parameters
    ----------
    desk : Desk
    number : int
        Of the contradiction.
    for_ : str
        Id of the proposal that is right, or "both".
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
        if for_ != "both":
            chosen = get_row(session, for_).id
            if chosen not in (found.a, found.b):
                raise UsageError(
                    f"{chosen} is not part of contradiction {number}; name {found.a}, {found.b} or both"
                )
            for_ = chosen
        ruling = f"{for_}, by {by}" + (f": {reason}" if reason else "")
        session.execute(
            update(Contradiction)
            .where(Contradiction.id == number)
            .values(state="ruled", ruling=ruling[:2000], version=found.version + 1)
        )
        audit.append(session, by, "rule", f"contradiction {number}", {"for": for_, "reason": reason[:2000]})
