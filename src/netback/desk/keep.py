"""Reports and what readers propose from them, into the desk."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from netback.dates import parse_date
from netback.desk import audit
from netback.desk.database import CaseNames, Decision, Document, Reading, Row, reading, writing
from netback.desk.names import Names
from netback.desk.store import Desk, person_id, problem
from netback.errors import CaseError, Problem, nearest
from netback.evidence import Source
from netback.reading.records import Proposal

__all__ = [
    "MAX_PROPOSALS",
    "MAX_TEXT",
    "Added",
    "add_document",
    "add_proposals",
    "add_report",
    "kept_as",
    "read_again",
    "save_names",
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
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,119}")


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


def text_hash(text: str) -> str:
    """Hash of a text that does not see spaces or capitals."""
    return hashlib.sha256(
        " ".join(unicodedata.normalize("NFC", text).casefold().split()).encode()
    ).hexdigest()


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
    warnings: Sequence[str] = (),
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
    warnings : sequence of str
        What the importer had to repair or guess.

    Returns
    -------
    Added

    Raises
    ------
    CaseError
        The document cannot be kept as it is.
    """
    document = _document(
        text, doc_id=doc_id, publisher=publisher, published=published, title=title, address=address, language=language,
        reliability=reliability, published_basis=published_basis, retrieved=retrieved, origin=origin, raw=raw,
        warnings=warnings,
    )  # fmt: skip
    with writing(desk.engine) as session:
        return _keep(session, document, by)


def add_report(
    desk: Desk,
    text: str,
    proposals: Sequence[Proposal],
    *,
    case: str,
    by: str,
    doc_id: str,
    names: Names | None = None,
    folder: Path | None = None,
    reader: str = "",
    **fields: Any,
) -> tuple[Added, tuple[str, ...]]:
    """Keep a report together with what was read from it: both, or neither.

    Parameters
    ----------
    desk : Desk
    text : str
    proposals : sequence of Proposal
        As for `add_proposals`, of the document `doc_id`.
    case : str
        Name of the case it was read for.
    by, doc_id : str
    names : Names, optional
        Of the case.
    folder : Path, optional
        Of the case: what the proposals contradict in its ledger is written down.
    reader : str
        Name and version; "" for one that is none of the desk's own: what it finds is added though the report was read.
    **fields
        As for `add_document`.

    Returns
    -------
    (Added, tuple of str)
        What became of the document, and the ids of what was proposed; none where it had been read for the case before.
    """
    document = _document(text, doc_id=doc_id, **fields)
    with writing(desk.engine) as session:
        added = _keep(session, document, by)
        if names is not None:
            save_names(session, case, names, by, folder)
        if reader and added.how == "same" and _read_for(session, added.id, case):
            return added, ()
        kept = [p.model_copy(update={"doc_id": added.id}) for p in proposals]
        ids = _propose(session, added.id, kept, by, case)
        if reader:
            _note_reading(session, added.id, case, reader)
    return added, ids


def read_again(
    desk: Desk,
    doc_id: str,
    proposals: Sequence[Proposal],
    *,
    case: str,
    by: str,
    names: Names | None = None,
    folder: Path | None = None,
    reader: str = "",
) -> tuple[str, ...]:
    """Bring what was proposed from a document for a case in line with a new reading; ids of what the reading found.

    Only what nobody decided on or corrected changes; each change is a decision of its own, with its version.
    """
    from netback.desk.corroborate import note_contradictions
    from netback.desk.decide import record_decision

    why = f"read again by {reader}" if reader else "read again"
    with writing(desk.engine) as session:
        if names is not None:
            save_names(session, case, names, by, folder)
        ids = _propose(session, doc_id, proposals, by, case)
        changed: set[str] = set()
        now = {key: proposal.model_dump_json() for key, proposal in zip(ids, proposals, strict=True)}
        query = select(Row).where(
            Row.document == doc_id, Row.case == case, Row.state.in_(("open", "refused"))
        )
        for row in session.execute(query.order_by(Row.id)).scalars().all():
            actions = set(
                session.execute(select(Decision.action).where(Decision.proposal == row.id)).scalars()
            )
            dropped = row.state == "refused" and "reread" in actions
            if actions - {"reread"} or (row.state == "refused" and not dropped):
                continue  # a person decided, or the reader's own check refused it
            body = now.get(row.id)
            if body is None and not dropped:
                record_decision(
                    session, row, "reread", by, state="refused", reason=f"{why}: not found any more"
                )
            elif body is not None and (dropped or body != row.body):
                record_decision(
                    session, row, "reread", by, state="open", reason=why, body=body, original=body
                )
            else:
                continue
            changed.add(row.id)
        if changed:
            note_contradictions(session, case, changed, by)
        _note_reading(session, doc_id, case, reader)
    return ids


def kept_as(desk: Desk, text: str, publisher: str, case: str) -> tuple[str, bool]:
    """Id under which an outlet's text is kept, "" if it is not; and whether it was read for a case."""
    with reading(desk.engine) as session:
        found = _same(session, text_hash(text), publisher)
        return found or "", found is not None and _read_for(session, found, case)


def _same(session: Session, hash_: str, publisher: str) -> str | None:
    return session.execute(
        select(Document.id).where(Document.text_hash == hash_, Document.publisher == publisher)
    ).scalar()


def _read_for(session: Session, doc_id: str, case: str) -> bool:
    query = select(Reading.id).where(Reading.document == doc_id, Reading.case == case)
    return session.execute(query).scalar() is not None


def _note_reading(session: Session, doc_id: str, case: str, reader: str) -> None:
    found = session.execute(
        select(Reading).where(Reading.document == doc_id, Reading.case == case)
    ).scalar_one_or_none()
    if found is None:
        session.add(Reading(document=doc_id, case=case, reader=reader[:120]))
    elif reader:
        found.reader = reader[:120]
    session.flush()


def save_names(session: Session, case: str, names: Names, by: str, folder: Path | None = None) -> None:
    """Keep the names of a case, in a writing session, and where its ledger is; both are looked up there from then on."""
    where = "" if folder is None else str(folder.resolve())
    found = session.get(CaseNames, case)
    if found is not None:
        found.folder = where or found.folder
        if found.records == names.text:
            return
        found.records = names.text
    else:
        session.add(CaseNames(case=case, records=names.text, folder=where))
    session.flush()
    audit.append(session, by, "names", case, {"hash": hashlib.sha256(names.text.encode()).hexdigest()})


def _document(
    text: str,
    *,
    doc_id: str,
    publisher: str,
    published: dt.date | str,
    title: str = "",
    address: str = "",
    language: str = "en",
    reliability: str = "B",
    published_basis: str = "stated",
    retrieved: dt.date | str | None = None,
    origin: str = "",
    raw: bytes | None = None,
    warnings: Sequence[str] = (),
) -> Document:
    """A report to keep, checked."""
    day = _day(published, "published")
    seen = "" if retrieved is None else str(_day(retrieved, "retrieved"))
    _check_document(
        text, doc_id, publisher, title, address, language, reliability, published_basis, origin, raw
    )
    return Document(
        id=doc_id, text_hash=text_hash(text), raw_hash=hashlib.sha256(text.encode() if raw is None else raw).hexdigest(),
        body=text, raw=raw, publisher=publisher, title=title, address=address, language=language, reliability=reliability,
        published_on=str(day), published_basis=published_basis, retrieved_on=seen, origin=origin,
        warnings=json.dumps([w[:500] for w in warnings][:MAX_LIST], ensure_ascii=False),
    )  # fmt: skip


def _keep(session: Session, document: Document, by: str) -> Added:
    person_id(session, by)
    found = _same(session, document.text_hash, document.publisher)
    if found is not None:
        return Added(found, "same", found, 1.0)
    if session.get(Document, document.id) is not None:
        raise problem(
            document.id,
            "id-taken",
            f"another document has the id {document.id!r}",
            "an id of its own, with --doc-id",
        )
    added = _reprint(session, document)
    document.reprint_of = added.of or None
    session.add(document)
    session.flush()
    detail = {
        "publisher": document.publisher, "published_on": document.published_on, "raw": document.raw_hash,
        "text": hashlib.sha256(document.body.encode()).hexdigest(), "how": added.how, "of": added.of,
    }  # fmt: skip
    audit.append(session, by, "document", document.id, detail)
    return added


def _day(value: dt.date | str, what: str) -> dt.date:
    try:
        return parse_date(value) if isinstance(value, str) else value
    except ValueError as error:
        raise problem(what, "bad-date", str(error), "a full date, such as 2025-04-11") from None


def _check_document(
    text: str, doc_id: str, publisher: str, title: str, address: str, language: str, reliability: str,
    published_basis: str, origin: str, raw: bytes | None,
) -> None:  # fmt: skip
    if not _ID.fullmatch(doc_id):
        raise problem(
            "doc_id", "bad-id", f"{doc_id[:60]!r} cannot be an id", "up to 120 letters, digits, _ . : -"
        )
    if not text.strip():
        scan = raw is not None and raw.lstrip()[:5] == b"%PDF-"
        what = "the document is a scan, pictures without text" if scan else "the document holds no text"
        raise problem(doc_id, "bad-text", what, "a version with text in it")
    if len(text) > MAX_TEXT or (raw is not None and len(raw) > MAX_RAW):
        most = f"at most {MAX_TEXT:,} characters of text and {MAX_RAW:,} bytes"
        raise problem(doc_id, "bad-text", "the document is too large", most)
    if "\x00" in text or any("\ud800" <= c <= "\udfff" for c in text):
        raise problem(doc_id, "bad-text", "the text holds characters no database keeps", "valid Unicode text")
    if published_basis not in ("stated", "inferred"):
        raise problem(
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
        raise problem(f"{doc_id}.{field}", "bad-field", first["msg"], f"another {field}") from None


def _reprint(session: Session, document: Document) -> Added:
    """Whether a text is another document's: word for word, or most of it.

    The same bytes are the same report only where the texts are alike too: a feed and a mailbox hold many reports.
    """
    from netback.desk.merge import REPRINT, REPRINT_DAYS, likeness, shingles

    key = document.id
    exact = session.execute(
        select(Document).where(Document.text_hash == document.text_hash).order_by(Document.published_on, Document.id)
    ).scalars().first()  # fmt: skip
    if exact is not None:
        return Added(key, "copy", exact.reprint_of or exact.id, 1.0)
    own = shingles(document.body)
    bytes_ = select(Document.id, Document.body, Document.reprint_of).where(
        Document.raw_hash == document.raw_hash
    )
    for name, body, first in session.execute(bytes_.order_by(Document.published_on, Document.id)):
        if likeness(own, shingles(body)) >= REPRINT:
            return Added(key, "copy", first or name, 1.0)
    day = dt.date.fromisoformat(document.published_on)
    since, until = day - dt.timedelta(days=REPRINT_DAYS), day + dt.timedelta(days=REPRINT_DAYS)
    near = session.execute(
        select(Document.id, Document.body).where(
            Document.published_on.between(str(since), str(until)), Document.reprint_of.is_(None)
        )
    ).all()
    best = max(((likeness(own, shingles(body)), name) for name, body in near), default=(0.0, ""))
    return Added(key, "reprint", best[1], best[0]) if best[0] >= REPRINT else Added(key, "new")


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
    with writing(desk.engine) as session:
        ids = _propose(session, doc_id, proposals, by, case)
        _note_reading(session, doc_id, case, "")
    return ids


def _propose(
    session: Session, doc_id: str, proposals: Sequence[Proposal], by: str, case: str
) -> tuple[str, ...]:
    document = _ready(session, doc_id, proposals, by, case)
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


def _ready(session: Session, doc_id: str, proposals: Sequence[Proposal], by: str, case: str) -> Document:
    """The document proposals are of; refuses those that do not hold against its text."""
    if len(proposals) > MAX_PROPOSALS:
        raise problem(
            doc_id,
            "too-many",
            f"{len(proposals)} proposals",
            f"at most {MAX_PROPOSALS} of a document; split the report, and add its parts",
        )
    if len(case) > 200:
        raise problem(doc_id, "bad-case", "the name of the case is too long", "the name in its case.yaml")
    person_id(session, by)
    document = session.get(Document, doc_id)
    if document is None:
        close = nearest(doc_id, session.execute(select(Document.id).limit(2000)).scalars())
        raise problem(doc_id, "no-document", f"the desk has no document {doc_id!r}", close or "add it first")
    problems = [p for proposal in proposals if (p := _fault(proposal, document)) is not None]
    if problems:
        raise CaseError(problems)
    return document


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
    """The row of a proposal; found in another document too, or for another case, it gets an id of its own."""
    own = hashlib.sha256(f"{proposal.id} {document.id} {case}".encode()).hexdigest()
    copy = f"{proposal.id[:1]}{own[:19]}"
    old = f"{proposal.id[:110]}-{hashlib.sha256(document.id.encode()).hexdigest()[:8]}"
    taken = {
        row.id: row
        for row in session.execute(select(Row).where(Row.id.in_({proposal.id, copy, old}))).scalars()
    }
    for row in taken.values():
        if (row.document, row.case) == (document.id, case):
            return row, False
    body = proposal.model_dump_json()
    row = Row(
        id=copy if proposal.id in taken else proposal.id,
        document=document.id,
        case=case,
        original=body,
        body=body,
        state="refused" if proposal.refused else "open",
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
