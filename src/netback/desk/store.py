"""The desk: documents and what readers proposed from them, kept for several people at once."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import re
import unicodedata
import weakref
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from pydantic import ValidationError
from sqlalchemy import func, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from netback.dates import parse_partial
from netback.desk.database import (
    DEFAULT_URL,
    CaseNames,
    Decision,
    Document,
    Entry,
    Merge,
    Person,
    Row,
    connect,
    prepare,
    reading,
)
from netback.desk.names import NOBODY, Names, names_from
from netback.desk.text import slug, tidy_name
from netback.errors import CaseError, NetbackError, Problem, UsageError, nearest
from netback.reading.records import Proposal

__all__ = [
    "STATES",
    "Desk",
    "Item",
    "get_item",
    "get_row",
    "items_of",
    "list_items",
    "open_desk",
    "person_id",
    "problem",
    "slug",
    "tidy_name",
]

STATES = ("open", "accepted", "refused", "merged")
"""Where a proposal can stand."""
_LEAST = 4
"""Fewest letters by which an id may be named."""


@dataclass(frozen=True)
class Desk:
    """An open desk. Closes itself when nobody holds it any more, or as a context manager.

    Parameters
    ----------
    engine : Engine
        See `database.connect`.
    """

    engine: Engine

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    def __enter__(self) -> Desk:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_desk(url: str = DEFAULT_URL) -> Desk:
    """Open a desk; its tables are made, or brought up to date, where needed.

    Parameters
    ----------
    url : str
        ``sqlite:///file.db`` or ``postgresql://user@host/name``.

    Raises
    ------
    UsageError
        No such kind of database.
    NetbackError
        It does not answer, is not a desk, or was made by a later netback.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     len(list_items(open_desk(f"sqlite:///{folder}/desk.db")))
    0
    """
    engine = connect(url)
    try:
        prepare(engine)
    except BaseException:
        engine.dispose()
        raise
    desk = Desk(engine)
    weakref.finalize(desk, engine.dispose)
    return desk


@dataclass(frozen=True)
class Item:
    """A proposal with its document and what was decided.

    Parameters
    ----------
    id, document, case, state : str
    version : int
        What a decision must name, so that nobody decides on what they have not seen.
    proposal : Proposal
        As it stands, edits included.
    original : Proposal
        As the reader gave it.
    publisher, published_on, address, reprint_of, origin : str
        Of the document.
    into : str
        The proposal it was merged into; "" if it stands alone.
    statement : str
        Id of the statement accepted from it; "".
    context : str
        The sentence its words stand in.
    heading : str
        Title and first line of the document.
    names : Names
        Of the case, as the desk has them.
    """

    id: str
    document: str
    case: str
    state: str
    version: int
    proposal: Proposal
    original: Proposal
    publisher: str
    published_on: str
    address: str
    reprint_of: str
    origin: str
    into: str
    statement: str
    context: str
    heading: str = ""
    names: Names = field(default=NOBODY, compare=False, repr=False)

    @property
    def day(self) -> dt.date:
        """Day whose office holders are meant: of the event, else of publication."""
        with contextlib.suppress(ValueError):
            return parse_partial(self.proposal.date).earliest
        return dt.date.fromisoformat(self.published_on)

    @cached_property
    def parties(self) -> frozenset[str]:
        """Everybody who acts or is acted on, persons and offices as the party they stand for."""
        named = self.proposal.actors + self.proposal.targets
        return frozenset(filter(None, (self.names.lifted(n) for n in named)))

    @cached_property
    def people(self) -> frozenset[tuple[str, str, str]]:
        """(party, kind, id) of the persons, offices and organisations among them."""
        named = self.proposal.actors + self.proposal.targets
        return frozenset(filter(None, (self.names.narrow(n, self.day) for n in named)))


def person_id(session: Session, name: str) -> int:
    """The number of a person, given one where new."""
    name = " ".join(name.split())
    if not name or len(name) > 200 or any(unicodedata.category(c) in ("Cc", "Cs") for c in name):
        raise UsageError("whoever decides has a name of 1 to 200 characters; give it with --by")
    found = session.execute(select(Person.id).where(Person.name == name)).scalar()
    if found is not None:
        return found
    person = Person(name=name)
    session.add(person)
    session.flush()
    return person.id


def problem(path: str, slug_: str, what: str, fix: str) -> CaseError:
    """One fault, ready to raise."""
    return CaseError([Problem("", 0, 0, path, f"desk/{slug_}", what, fix)])


def get_row(session: Session, key: str) -> Row:
    """The row of a proposal, by its id or a beginning of it that no other shares.

    Raises
    ------
    CaseError
        There is none, or several begin so.
    """
    row = session.get(Row, key)
    if row is not None:
        return row
    pattern = re.sub(r"([%_\\])", r"\\\1", key[:120]) + "%"
    found = session.execute(select(Row).where(Row.id.like(pattern, escape="\\")).limit(5)).scalars().all()
    found = [r for r in found if r.id.startswith(key)]
    if len(found) == 1 and len(key) >= _LEAST:
        return found[0]
    if found and len(key) < _LEAST:
        what = f"{key!r} is too short for the beginning of an id; it takes {_LEAST} letters"
        raise problem(key, "which", what, " or ".join(r.id for r in found))
    if found:
        raise problem(key, "which", f"several proposals begin with {key!r}", " or ".join(r.id for r in found))
    close = nearest(key, session.execute(select(Row.id).limit(5000)).scalars())
    raise problem(
        key, "no-proposal", f"the desk has no proposal {key[:60]!r}", close or "an id of `netback desk list`"
    )


def items_of(session: Session, rows: Iterable[Row]) -> list[Item]:
    """Rows with their documents, merges and statements.

    Raises
    ------
    NetbackError
        The database has lost a document, or a proposal in it is damaged.
    """
    rows = list(rows)
    documents = _by_id(session, {r.document for r in rows})
    names = names_in(session, {r.case for r in rows})
    keys = [r.id for r in rows]
    into: dict[str, str] = {}
    statements: dict[str, str] = {}
    for i in range(0, len(keys), 500):
        part = keys[i : i + 500]
        merged = select(Merge.member, Merge.into).where(Merge.member.in_(part))
        into.update((m.member, m.into) for m in session.execute(merged))
        entered = select(Entry.proposal, Entry.statement_id).where(
            Entry.proposal.in_(part), Entry.state != "withdrawn"
        )
        statements.update((e.proposal, e.statement_id) for e in session.execute(entered))
    found = []
    for row in rows:
        if row.document not in documents:
            raise NetbackError(
                f"the desk has lost the document {row.document!r}, of which {row.id} was read; its database was changed by "
                "something else: go back to a copy of it"
            )
        found.append(
            _item(row, documents[row.document], into.get(row.id, ""), statements.get(row.id, ""), names[row.case])
        )  # fmt: skip
    return found


def names_in(session: Session, cases: set[str]) -> dict[str, Names]:
    """The names of cases, as the desk has them; none of a case it was never shown."""
    query = select(CaseNames).where(CaseNames.case.in_(cases))
    known = {row.case: names_from(row.records) for row in session.execute(query).scalars()}
    return {case: known.get(case, NOBODY) for case in cases}


def _by_id(session: Session, ids: set[str]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    names = sorted(ids)
    for i in range(0, len(names), 500):
        chosen = select(
            Document.id, Document.publisher, Document.published_on, Document.address, Document.reprint_of,
            Document.origin, Document.title, func.substr(Document.body, 1, 400),
        ).where(Document.id.in_(names[i : i + 500]))  # fmt: skip
        for name, publisher, published, address, reprint, origin, title, start in session.execute(chosen):
            first = next((line for line in start.split("\n") if line.strip()), "")
            found[name] = {
                "publisher": publisher, "published_on": published, "address": address, "reprint_of": reprint or "",
                "origin": origin, "heading": f"{title}\n{first}".strip(),
            }  # fmt: skip
    return found


def _item(row: Row, document: dict[str, str], into: str, statement: str, names: Names) -> Item:
    try:
        body = Proposal.model_validate_json(row.body)
        original = body if row.body == row.original else Proposal.model_validate_json(row.original)
    except ValidationError:
        raise NetbackError(
            f"the proposal {row.id} on the desk is damaged; its database was changed by something else: go back to a copy of it"
        ) from None
    return Item(
        id=row.id, document=row.document, case=row.case, state=row.state, version=row.version, proposal=body,
        original=original, into=into, statement=statement, context=row.context, names=names, **document,
    )  # fmt: skip


def get_item(desk: Desk, key: str) -> Item:
    """A proposal with its document; the key may be the beginning of an id."""
    with reading(desk.engine) as session:
        return items_of(session, [get_row(session, key)])[0]


def list_items(desk: Desk, *, case: str | None = None, state: str | None = None) -> list[Item]:
    """Proposals, by day of publication, document and place in it.

    Parameters
    ----------
    desk : Desk
    case, state : str, optional
        Only these.

    Raises
    ------
    UsageError
        No such state.
    """
    if state is not None and state not in STATES:
        raise UsageError(f"{state!r} is none of {', '.join(STATES)}")
    with reading(desk.engine) as session:
        query = select(Row)
        if case is not None:
            query = query.where(Row.case == case)
        if state is not None:
            query = query.where(Row.state == state)
        found = items_of(session, session.execute(query).scalars())
    return sorted(found, key=lambda i: (i.published_on, i.document, i.proposal.anchor.start, i.id))


def counts(desk: Desk) -> dict[str, int]:
    """How many documents there are, and how many proposals stand where."""
    with reading(desk.engine) as session:
        states = {r[0]: r[1] for r in session.execute(select(Row.state, func.count()).group_by(Row.state))}
        documents = session.execute(select(func.count()).select_from(Document)).scalar_one()
        decided = session.execute(select(func.count()).select_from(Decision)).scalar_one()
    return {"documents": documents, "decisions": decided} | {s: states.get(s, 0) for s in STATES}


def record_of(item: Item) -> dict[str, object]:
    """An item as plain data."""
    head = {
        k: getattr(item, k)
        for k in ("id", "document", "case", "state", "version", "publisher", "published_on", "address", "reprint_of")
    }  # fmt: skip
    tail = {"into": item.into, "statement": item.statement, "edited": item.proposal != item.original}
    return head | tail | {"proposal": json.loads(item.proposal.model_dump_json())}
