"""What is told twice: the same bytes, a reprint, the same event.

Documents are compared when they are added. Proposals that tell of one event are found by date, parties and type, shown
together, and joined by a person.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zlib import crc32

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from netback.dates import parse_partial
from netback.desk.database import Entry, Merge, Row, reading, writing
from netback.desk.store import Desk, Item, get_row, items_of, slug
from netback.errors import UsageError
from netback.evidence import Statement, statement_record

__all__ = [
    "REPRINT",
    "REPRINT_DAYS",
    "Group",
    "about",
    "groups",
    "likeness",
    "merge_proposals",
    "same_event",
    "same_parties",
    "same_people",
    "shingles",
    "split_proposal",
    "window",
]

REPRINT = 0.25
"""Share of five-word runs in common from which a text is a reprint: unrelated reports reach 0.02, a copy that lost a
tenth of its words 0.46."""
REPRINT_DAYS = 45
"""A reprint is looked for among documents published this many days before or after."""
_WEEK = dt.timedelta(days=6)


def shingles(text: str, words: int = 5) -> frozenset[int]:
    """Every run of five words, as numbers; the whole text where it is shorter.

    Examples
    --------
    >>> len(shingles("one two three four five six"))
    2
    """
    found = re.findall(r"\w+", text.casefold())
    runs = [" ".join(found[i : i + words]) for i in range(max(1, len(found) - words + 1))] if found else []
    return frozenset(crc32(run.encode()) for run in runs)


def likeness(a: frozenset[int], b: frozenset[int]) -> float:
    """Share of runs in common: what both have, over what either has."""
    return len(a & b) / len(a | b) if a and b else 0.0


def window(item: Item) -> tuple[dt.date, dt.date] | None:
    """First and last day the event can be of; None when no date was found."""
    text, precision = item.proposal.date, item.proposal.date_precision
    if not text or precision == "unknown":
        return None
    try:
        day = parse_partial(text)
    except ValueError:
        return None
    if precision == "week" and day.precision == "day":
        return day.earliest - _WEEK, day.latest + _WEEK
    if precision == "quarter" and day.month:
        last = (day.month - 1) // 3 * 3 + 3
        return dt.date(day.year, last - 2, 1), parse_partial(f"{day.year:04d}-{last:02d}").latest
    return day.earliest, day.latest


def about(item: Item) -> tuple[dt.date, dt.date]:
    """First and last day it is about; of what has no date, the week up to its publication."""
    published = dt.date.fromisoformat(item.published_on)
    return window(item) or (published - _WEEK, published)


def _overlap(a: Item, b: Item) -> bool:
    one, two = window(a), window(b)
    return one is not None and two is not None and one[0] <= two[1] and two[0] <= one[1]


def same_parties(a: Item, b: Item) -> bool:
    """Whether two proposals name the same parties, or one names two of the other's.

    Persons, offices and organisations count for their party. Where both name some of one kind for a party, and none in
    common, they are not the same: a call of one minister is not that of another.
    """
    if not a.parties or not b.parties or _others(a, b):
        return False
    return a.parties == b.parties or (
        min(len(a.parties), len(b.parties)) >= 2 and (a.parties <= b.parties or b.parties <= a.parties)
    )


def _others(a: Item, b: Item) -> bool:
    """Whether one names other people than the other for a party both name."""
    kinds = {(party, kind) for party, kind, _ in a.people} & {(party, kind) for party, kind, _ in b.people}
    return any(
        not {p for p in a.people if p[:2] == kind} & {p for p in b.people if p[:2] == kind} for kind in kinds
    )


def same_people(a: Item, b: Item) -> bool:
    """Whether two proposals of the same parties name one person, office or organisation both; or neither names any."""
    return bool(a.people & b.people) or not (a.people or b.people)


def same_event(a: Item, b: Item) -> bool:
    """Whether two proposals tell of one event: same type, same parties, dates that meet within their precision.

    Quantities need the same subject, unit and number, and, where they are undated, reports of one week; claims the same kind of claim and the same predicted day. What one
    denies and the other says is no same event, nor is what is only planned in one of them.
    """
    p, q = a.proposal, b.proposal
    if a.case != b.case or p.kind != q.kind or p.type != q.type or set(p.auxiliary) != set(q.auxiliary):
        return False
    if p.kind == "quantity":
        one, two = about(a), about(b)
        return _same_number(a, b) and one[0] <= two[1] and two[0] <= one[1]
    if not _overlap(a, b) or not same_parties(a, b):
        return False
    if p.kind == "claim":
        return p.mode == q.mode and p.predicted_date == q.predicted_date
    return not p.mode or not q.mode or p.mode == q.mode


def _same_number(a: Item, b: Item) -> bool:
    if len(a.proposal.quantities) != 1 or len(b.proposal.quantities) != 1:
        return False
    x, y = a.proposal.quantities[0], b.proposal.quantities[0]
    close = abs(x.value - y.value) <= 1e-3 * max(abs(x.value), abs(y.value))
    return bool(slug(x.subject)) and slug(x.subject) == slug(y.subject) and x.unit == y.unit and close


@dataclass(frozen=True)
class Group:
    """Proposals that tell of one event.

    Parameters
    ----------
    items : tuple of Item
        The first is the one a statement is made of.
    merged : bool
        Whether a person has joined them; else it is a suggestion.
    """

    items: tuple[Item, ...]
    merged: bool

    @property
    def lead(self) -> Item:
        return self.items[0]


def groups(items: Iterable[Item]) -> list[Group]:
    """Proposals by event: first those joined by a person, then those that look like one event.

    Parameters
    ----------
    items : iterable of Item
        Refused ones are left out.

    Returns
    -------
    list of Group
        One for each event, those of a single proposal too; each joined or looking alike, never both at once: of a joined
        group and others like it, one group is made, marked as not merged.
    """
    live = [i for i in items if i.state != "refused"]
    by_id = {i.id: i for i in live}
    root = {i.id: i.into if i.into in by_id else i.id for i in live}
    heads = [i for i in live if root[i.id] == i.id]
    joined = {h.id: [h, *(i for i in live if i.into == h.id)] for h in heads}
    blocks: dict[tuple[str, str, str], list[Item]] = {}
    for head in heads:
        blocks.setdefault((head.case, head.proposal.kind, head.proposal.type), []).append(head)
    found: list[Group] = []
    for block in blocks.values():
        for cluster in _clusters(block):
            members = [m for h in cluster for m in joined[h.id]]
            found.append(Group(tuple(members), merged=len(cluster) == 1 and len(members) > 1))
    return sorted(
        found, key=lambda g: (g.lead.published_on, g.lead.document, g.lead.proposal.anchor.start, g.lead.id)
    )


def _clusters(block: Sequence[Item]) -> list[list[Item]]:
    """Proposals that are all like the first of their cluster: no chain from one event to another through a third."""
    clusters: list[list[Item]] = []
    for item in block:
        for cluster in clusters:
            if all(m.document != item.document for m in cluster) and same_event(cluster[0], item):
                cluster.append(item)
                break
        else:
            clusters.append([item])
    return clusters


def merge_proposals(desk: Desk, ids: Sequence[str], *, by: str) -> str:
    """Join proposals as one event; the first is kept, the others go with it.

    Parameters
    ----------
    desk : Desk
    ids : sequence of str
        Two or more; the beginning of an id will do.
    by : str

    Returns
    -------
    str
        Id of the one kept.

    Raises
    ------
    UsageError
        Fewer than two, of different cases, or one was decided already.
    """
    from netback.desk.decide import record_decision

    with writing(desk.engine) as session:
        rows = [get_row(session, key) for key in ids]
        if len({r.id for r in rows}) < 2:
            raise UsageError("merging takes two proposals or more: netback desk merge KEPT OTHER ...")
        lead, *rest = dict.fromkeys(rows)
        if lead.state not in ("open", "accepted"):
            raise UsageError(f"{lead.id} is {lead.state}; name an open or accepted proposal first")
        for row in rest:
            if row.state != "open":
                raise UsageError(f"{row.id} is {row.state}; only what is open goes with another proposal")
            if row.case != lead.case:
                raise UsageError(
                    f"{row.id} is for the case {row.case!r}, {lead.id} for {lead.case!r}; two events"
                )
            session.execute(update(Merge).where(Merge.into == row.id).values(into=lead.id))
            session.add(Merge(member=row.id, into=lead.id, how="event"))
            record_decision(session, row, "merge", by, state="merged", reason=f"into {lead.id}")
        cite_merged(session, lead)
        return lead.id


def cite_merged(session: Session, lead: Row) -> bool:
    """Bring the note of a proposal's statement in line with what is merged into it; whether it has changed.

    Only the part the desk wrote is written anew; `sync` brings it into the folder.
    """
    from netback.desk import audit
    from netback.desk.corroborate import attested, known_origins
    from netback.desk.wording import note_of

    entry = session.execute(
        select(Entry).where(Entry.proposal == lead.id, Entry.state != "withdrawn")
    ).scalar()
    if entry is None:
        return False
    members = select(Row).join(Merge, Merge.member == Row.id).where(Merge.into == lead.id).order_by(Row.id)
    first, *others = items_of(session, [lead, *session.execute(members).scalars()])
    statement = Statement.model_validate_json(entry.statement)
    own = (statement.note or "").partition("attested by ")[0].removesuffix("; ")
    written = note_of(first, attested([first, *others], known_origins(session)), others)
    new = statement.model_copy(update={"note": "; ".join(filter(None, [own, written]))})
    text = audit.plain(statement_record(new))
    if text == entry.statement:
        return False
    entry.earlier = json.dumps([*json.loads(entry.earlier), entry.statement])
    entry.statement, entry.state = text, "pending"
    session.flush()
    return True


def split_proposal(desk: Desk, key: str, *, by: str) -> str:
    """Take a proposal out of the group it was merged into; it is open again."""
    from netback.desk.decide import record_decision

    with writing(desk.engine) as session:
        row = get_row(session, key)
        if row.state != "merged":
            raise UsageError(f"{row.id} is {row.state}, not merged; nothing to split")
        into = session.execute(select(Merge.into).where(Merge.member == row.id)).scalar_one()
        session.execute(delete(Merge).where(Merge.member == row.id))
        record_decision(session, row, "split", by, state="open")
        cite_merged(session, session.get_one(Row, into))
        return row.id


def group_of(desk: Desk, key: str) -> Group:
    """The proposal asked for with everything joined to it."""
    with reading(desk.engine) as session:
        row = get_row(session, key)
        into = session.execute(select(Merge.into).where(Merge.member == row.id)).scalar() or row.id
        members = select(Row).join(Merge, Merge.member == Row.id).where(Merge.into == into)
        rows = [session.get_one(Row, into), *session.execute(members.order_by(Row.id)).scalars()]
        found = items_of(session, rows)
    return Group(tuple(found), merged=len(found) > 1)
