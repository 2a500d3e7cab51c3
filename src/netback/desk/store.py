"""The desk: documents and what readers proposed from them, kept for several people at once."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import unicodedata
import weakref
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from pydantic import ValidationError
from sqlalchemy import func, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from netback.dates import parse_date
from netback.desk import audit
from netback.desk.database import (
    DEFAULT_URL,
    Decision,
    Document,
    Entry,
    Merge,
    Person,
    Row,
    connect,
    prepare,
    reading,
    writing,
)
from netback.errors import CaseError, Problem, UsageError, nearest
from netback.evidence import Source
from netback.reading.records import Proposal

__all__ = [
    "MAX_PROPOSALS",
    "MAX_TEXT",
    "STATES",
    "Added",
    "Desk",
    "Item",
    "add_document",
    "add_proposals",
    "get_item",
    "get_row",
    "list_items",
    "open_desk",
    "person_id",
    "slug",
    "tidy_name",
]

MAX_TEXT = 2_000_000
"""Longest text of a document, characters."""
MAX_RAW = 20_000_000
"""Largest original kept beside the text, bytes."""
MAX_PROPOSALS = 2_000
"""Most proposals taken from one document."""
MAX_PROPOSAL = 40_000
"""Largest proposal, characters of JSON."""
MAX_LIST = 50
"""Most actors, targets, topics, quantities or links of attribution in one proposal."""
STATES = ("open", "accepted", "refused", "merged")
"""Where a proposal can stand."""

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,119}")


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
class Added:
    """What became of a document.

    Parameters
    ----------
    id : str
        Under which the desk keeps it; the first one's where the same outlet had carried the same text.
    how : str
        "new", "same" (kept already), "copy" (another outlet's, word for word) or "reprint" (most of it is another's).
    of : str
        The document it copies; "" for a new one.
    likeness : float
        Share of five-word runs in common with `of`; 0 for a new one.
    """

    id: str
    how: str
    of: str = ""
    likeness: float = 0.0


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

    @cached_property
    def parties(self) -> frozenset[str]:
        """Everybody who acts or is acted on, names tidied."""
        return frozenset(filter(None, (slug(n) for n in self.proposal.actors + self.proposal.targets)))


def tidy_name(text: str) -> str:
    """A name as it is compared: no case, no accents, no article, single spaces.

    Examples
    --------
    >>> tidy_name("The  Türkiye Daily")
    'turkiye daily'
    """
    plain = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    words = plain.split()
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


def slug(text: str, most: int = 40) -> str:
    """A name as letters, digits and _.

    Examples
    --------
    >>> slug("The State Department")
    'state_department'
    """
    return re.sub(r"[^a-z0-9]+", "_", tidy_name(text)).strip("_")[:most].strip("_")


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


def text_hash(text: str) -> str:
    """Hash of a text that does not see spaces or capitals."""
    return hashlib.sha256(
        " ".join(unicodedata.normalize("NFC", text).casefold().split()).encode()
    ).hexdigest()


def _problem(path: str, slug_: str, what: str, fix: str) -> CaseError:
    return CaseError([Problem("", 0, 0, path, f"desk/{slug_}", what, fix)])


def add_document(
    desk: Desk,
    text: str,
    *,
    doc_id: str,
    publisher: str,
    published: dt.date | str,
    by: str,
    title: str = "",
    address: str = "",
    language: str = "en",
    reliability: str = "B",
    published_basis: str = "stated",
    retrieved: dt.date | str | None = None,
    origin: str = "",
    raw: bytes | None = None,
) -> Added:
    """Keep a report.

    Parameters
    ----------
    desk : Desk
    text : str
        As anchors count it. Never changed afterwards.
    doc_id : str
        Letters, digits and ``_ . : -``.
    publisher : str
        The outlet that carries it.
    published : date
        Day on which it could be read.
    by : str
        Who adds it.
    title, address, language : str
    reliability : str
        A to E, as for a `Source`.
    published_basis : str
        "stated" or "inferred".
    retrieved : date, optional
    origin : str
        Whose text it is, where the outlet only carries it: an agency.
    raw : bytes, optional
        The original file.

    Returns
    -------
    Added

    Raises
    ------
    CaseError
        The document cannot be kept as it is.
    """
    day = _day(published, "published")
    seen = "" if retrieved is None else str(_day(retrieved, "retrieved"))
    _check_document(
        text, doc_id, publisher, title, address, language, reliability, published_basis, origin, raw
    )
    raw_hash = hashlib.sha256(text.encode() if raw is None else raw).hexdigest()
    same = text_hash(text)
    with writing(desk.engine) as session:
        person_id(session, by)
        found = session.execute(
            select(Document.id).where(Document.text_hash == same, Document.publisher == publisher)
        ).scalar()
        if found is not None:
            return Added(found, "same", found, 1.0)
        if session.get(Document, doc_id) is not None:
            raise _problem(
                doc_id,
                "id-taken",
                f"another document has the id {doc_id!r}",
                "an id of its own, with --doc-id",
            )
        added = _reprint(session, doc_id, text, raw_hash, same, day)
        session.add(
            Document(
                id=doc_id, text_hash=same, raw_hash=raw_hash, body=text, raw=raw, publisher=publisher, title=title,
                address=address, language=language, reliability=reliability, published_on=str(day),
                published_basis=published_basis, retrieved_on=seen, origin=origin, reprint_of=added.of or None,
            )
        )  # fmt: skip
        session.flush()
        detail = {
            "publisher": publisher,
            "published_on": str(day),
            "raw": raw_hash,
            "how": added.how,
            "of": added.of,
        }
        audit.append(session, by, "document", doc_id, detail)
    return added


def _day(value: dt.date | str, what: str) -> dt.date:
    try:
        return parse_date(value) if isinstance(value, str) else value
    except ValueError as error:
        raise _problem(what, "bad-date", str(error), "a full date, such as 2025-04-11") from None


def _check_document(
    text: str, doc_id: str, publisher: str, title: str, address: str, language: str, reliability: str,
    published_basis: str, origin: str, raw: bytes | None,
) -> None:  # fmt: skip
    if not _ID.fullmatch(doc_id):
        raise _problem(
            "doc_id", "bad-id", f"{doc_id[:60]!r} cannot be an id", "up to 120 letters, digits, _ . : -"
        )
    if not text.strip() or len(text) > MAX_TEXT or (raw is not None and len(raw) > MAX_RAW):
        what = "the document holds no text" if not text.strip() else "the document is too large"
        raise _problem(doc_id, "bad-text", what, f"at most {MAX_TEXT:,} characters of text")
    if "\x00" in text or any("\ud800" <= c <= "\udfff" for c in text):
        raise _problem(
            doc_id, "bad-text", "the text holds characters no database keeps", "valid Unicode text"
        )
    if published_basis not in ("stated", "inferred"):
        raise _problem(
            doc_id, "bad-basis", f"{published_basis!r} is no basis of a date", "stated, or inferred"
        )
    try:
        Source.model_validate(
            {"publisher": publisher, "language": language, "reliability": reliability}
            | ({"title": title} if title else {})
            | ({"address": address} if address else {})
            | ({"note": origin} if origin else {})
        )
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(p) for p in first["loc"]) or "document"
        raise _problem(f"{doc_id}.{field}", "bad-field", first["msg"], f"another {field}") from None


def _reprint(session: Session, doc_id: str, text: str, raw_hash: str, same: str, day: dt.date) -> Added:
    """Whether a text is another document's: word for word, or most of it."""
    from netback.desk.merge import REPRINT, REPRINT_DAYS, likeness, shingles

    exact = session.execute(
        select(Document)
        .where((Document.text_hash == same) | (Document.raw_hash == raw_hash))
        .order_by(Document.published_on, Document.id)
    ).scalars().first()  # fmt: skip
    if exact is not None:
        return Added(doc_id, "copy", exact.reprint_of or exact.id, 1.0)
    first, last = day - dt.timedelta(days=REPRINT_DAYS), day + dt.timedelta(days=REPRINT_DAYS)
    near = session.execute(
        select(Document.id, Document.body).where(
            Document.published_on.between(str(first), str(last)), Document.reprint_of.is_(None)
        )
    ).all()
    own = shingles(text)
    best = max(((likeness(own, shingles(body)), name) for name, body in near), default=(0.0, ""))
    return Added(doc_id, "reprint", best[1], best[0]) if best[0] >= REPRINT else Added(doc_id, "new")


def add_proposals(
    desk: Desk, doc_id: str, proposals: Sequence[Proposal], *, by: str, case: str = ""
) -> tuple[str, ...]:
    """Put a reader's proposals on the desk.

    Parameters
    ----------
    desk : Desk
    doc_id : str
        A document the desk has.
    proposals : sequence of Proposal
        Each anchor's words must stand in the document's text, at that place, word for word. One the reader's own gate
        refused is kept as refused, with the reason.
    by : str
        Who adds them.
    case : str
        Name of the case they are for.

    Returns
    -------
    tuple of str
        Ids on the desk, in the order given. What the desk has already is not doubled.

    Raises
    ------
    CaseError
        The document is not there, or a proposal does not hold against its text; nothing is added then.
    """
    if len(proposals) > MAX_PROPOSALS:
        raise _problem(
            doc_id, "too-many", f"{len(proposals)} proposals", f"at most {MAX_PROPOSALS} of a document"
        )
    if len(case) > 200:
        raise _problem(doc_id, "bad-case", "the name of the case is too long", "the name in its case.yaml")
    with writing(desk.engine) as session:
        person_id(session, by)
        document = session.get(Document, doc_id)
        if document is None:
            close = nearest(doc_id, session.execute(select(Document.id).limit(2000)).scalars())
            raise _problem(
                doc_id, "no-document", f"the desk has no document {doc_id!r}", close or "add it first"
            )
        problems = [p for proposal in proposals if (p := _fault(proposal, document)) is not None]
        if problems:
            raise CaseError(problems)
        ids, fresh = [], []
        for proposal in proposals:
            row, new = _place(session, proposal, document, case)
            ids.append(row.id)
            if new:
                fresh.append(row.id)
        session.flush()
        if fresh:
            audit.append(session, by, "propose", doc_id, {"case": case, "proposals": fresh})
            from netback.desk.corroborate import note_contradictions

            note_contradictions(session, case, set(fresh), by)
    return tuple(ids)


def _fault(proposal: Proposal, document: Document) -> Problem | None:
    def fault(slug_: str, what: str, fix: str) -> Problem:
        return Problem("", 0, 0, proposal.id[:120], f"desk/{slug_}", what, fix)

    if not _ID.fullmatch(proposal.id):
        return fault("bad-id", f"{proposal.id[:60]!r} cannot be an id", "up to 120 letters, digits, _ . : -")
    if proposal.doc_id != document.id:
        return fault(
            "other-document", f"it was read from {proposal.doc_id[:60]!r}", f"proposals of {document.id}"
        )
    lists = (proposal.actors, proposal.targets, proposal.topics, proposal.quantities, proposal.attribution)
    body = proposal.model_dump_json()
    if any(len(found) > MAX_LIST for found in lists) or len(body) > MAX_PROPOSAL or "\\u0000" in body:
        return fault("too-large", "the proposal is too large to be one", f"at most {MAX_LIST} names each")
    if proposal.refused:
        return None
    for anchor in (proposal.anchor, *(q.anchor for q in proposal.quantities)):
        if anchor.start < 0 or document.body[anchor.start : anchor.end] != anchor.exact or not anchor.exact:
            return fault(
                "no-such-quote",
                f"the words {anchor.exact[:60]!r} do not stand at {anchor.start} of {document.id}",
                "the words and place of the stored text; read the document again",
            )
    return None


def _place(session: Session, proposal: Proposal, document: Document, case: str) -> tuple[Row, bool]:
    """The row of a proposal; a copy in another document gets an id of its own."""
    key = proposal.id
    found = session.get(Row, key)
    if found is not None and found.document != document.id:
        key = f"{key[:110]}-{hashlib.sha256(document.id.encode()).hexdigest()[:8]}"
        found = session.get(Row, key)
    if found is not None:
        return found, False
    body = proposal.model_dump_json()
    state = "refused" if proposal.refused else "open"
    row = Row(
        id=key,
        document=document.id,
        case=case,
        original=body,
        body=body,
        state=state,
        version=1,
        context=_sentence(document.body, proposal),
    )
    session.add(row)
    session.flush()
    return row, True


def _sentence(text: str, proposal: Proposal) -> str:
    """The sentence the words of a proposal stand in, at most 400 characters to each side."""
    start, end = max(0, proposal.anchor.start), max(0, proposal.anchor.end)
    before = re.split(r"(?<=[.!?])\s|\n", text[max(0, start - 400) : start])[-1]
    after = re.split(r"(?<=[.!?])\s|\n", text[end : end + 400])[0] if text[end - 1 : end] not in ".!?" else ""
    return before + text[start:end][:4000] + after


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
    if len(found) == 1 and len(key) >= 4:
        return found[0]
    if found:
        raise _problem(
            key, "which", f"several proposals begin with {key!r}", " or ".join(r.id for r in found)
        )
    close = nearest(key, session.execute(select(Row.id).limit(5000)).scalars())
    raise _problem(
        key, "no-proposal", f"the desk has no proposal {key[:60]!r}", close or "an id of `netback desk list`"
    )


def items_of(session: Session, rows: Iterable[Row]) -> list[Item]:
    """Rows with their documents, merges and statements."""
    rows = list(rows)
    documents = _by_id(session, {r.document for r in rows})
    names = [r.id for r in rows]
    into: dict[str, str] = {}
    statements: dict[str, str] = {}
    for i in range(0, len(names), 500):
        part = names[i : i + 500]
        merged = select(Merge.member, Merge.into).where(Merge.member.in_(part))
        into.update((m.member, m.into) for m in session.execute(merged))
        entered = select(Entry.proposal, Entry.statement_id).where(
            Entry.proposal.in_(part), Entry.state != "withdrawn"
        )
        statements.update((e.proposal, e.statement_id) for e in session.execute(entered))
    return [_item(r, documents[r.document], into.get(r.id, ""), statements.get(r.id, "")) for r in rows]


def _by_id(session: Session, ids: set[str]) -> dict[str, tuple[str, str, str, str, str]]:
    found: dict[str, tuple[str, str, str, str, str]] = {}
    names = sorted(ids)
    for i in range(0, len(names), 500):
        chosen = select(
            Document.id, Document.publisher, Document.published_on, Document.address, Document.reprint_of, Document.origin
        ).where(Document.id.in_(names[i : i + 500]))  # fmt: skip
        for name, publisher, published, address, reprint, origin in session.execute(chosen):
            found[name] = (publisher, published, address, reprint or "", origin)
    return found


def _item(row: Row, document: tuple[str, str, str, str, str], into: str, statement: str) -> Item:
    body = Proposal.model_validate_json(row.body)
    original = body if row.body == row.original else Proposal.model_validate_json(row.original)
    return Item(
        row.id, row.document, row.case, row.state, row.version, body, original, *document, into=into, statement=statement, context=row.context
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
