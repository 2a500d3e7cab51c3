"""Reading reports for the desk: the case's names go in, proposals come out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from sqlalchemy import select

from netback.case.case import Case
from netback.desk.database import Document as Kept
from netback.desk.database import Row, reading
from netback.desk.keep import add_report, kept_as, read_again
from netback.desk.names import NOBODY, names_of
from netback.desk.store import Desk, problem
from netback.errors import UsageError, nearest
from netback.reading.aliases import AliasTable
from netback.reading.document import Document, make_document
from netback.reading.records import Proposal

__all__ = ["Read", "Reader", "read_reports", "reread"]

Reader = Callable[[Document, AliasTable, dt.date], Iterable[Proposal]]
"""What finds proposals in a document, with the names of the case and the day of publication."""

_READER = "rules"
_STATED = ("user", "meta tag", "feed entry", "mail header", "dateline")
"""Evidence of a date that stands in the report itself; of the rest, it was worked out."""


class Read:
    """What became of one document of a file.

    Parameters
    ----------
    id, how, of : str
        See `Added`; "again" for one that was read anew.
    likeness : float
    proposals : tuple of str
        Ids of what was proposed from it.
    warnings : tuple of str
        What the importer had to repair or guess, the date included.
    """

    def __init__(
        self,
        id: str,
        how: str,
        of: str,
        likeness: float,
        proposals: tuple[str, ...],
        warnings: tuple[str, ...] = (),
    ) -> None:
        self.id, self.how, self.of, self.likeness, self.proposals = id, how, of, likeness, proposals
        self.warnings = warnings


def read_reports(
    desk: Desk,
    where: str | Path,
    *,
    by: str,
    case: Case | None = None,
    published: str | None = None,
    publisher: str | None = None,
    doc_id: str = "",
    title: str = "",
    address: str = "",
    language: str = "en",
    reliability: str = "B",
    origin: str = "",
    allow_private: bool = False,
    documents: Sequence[Document] | None = None,
    reader: Reader | None = None,
) -> list[Read]:
    """Take a file or an address in, keep every report in it, and put what the reader finds on the desk.

    A report and its proposals are kept together or not at all. One the desk has already is read if it was never read for
    this case.

    Parameters
    ----------
    desk : Desk
    where : str or Path
        As for `netback.reading.import_document`: HTML, text, PDF, feed, mailbox, folder, address.
    by : str
    case : Case, optional
        Whose names are looked for, and for which the proposals are.
    published, publisher : str, optional
        Default: what the report says of itself.
    doc_id, title, address, language, reliability, origin : str
        As for `add_document`.
    allow_private : bool
        Whether addresses inside the own network are fetched too.
    documents : sequence of Document, optional
        What is in `where`, where that was taken apart already.
    reader : Reader, optional
        Default: the rules. Another one is asked for every report: one the desk has already gets what is new.

    Raises
    ------
    UsageError
        A report says neither when it was published nor by whom, and nobody else did; nothing of the file is kept then.
    """
    from netback.reading import import_document, publication_day, read_document

    names = NOBODY if case is None else names_of(case)
    name = "" if case is None else case.name
    if documents is None:
        got = import_document(where, doc_id=doc_id, allow_private=allow_private)
        documents = list(_with_own_ids(got))
    ready: list[tuple[Document, dt.date, str]] = []
    for document in documents:
        day, outlet = publication_day(document, published), publisher or document.publisher
        if day is None:
            raise UsageError(
                f"{document.doc_id} does not say when it was published; give --published 2025-04-11"
            )
        if not outlet:
            raise UsageError(f"{document.doc_id} does not say who published it; give --publisher NAME")
        ready.append((document, day, outlet))
    web = str(where).startswith(("http://", "https://"))
    read: list[tuple[Document, dt.date, str, str, list[Proposal]]] = []
    for document, day, outlet in ready:
        there, done = kept_as(desk, document.text, outlet, name)
        done = done and reader is None
        found = [] if done else list((reader or read_document)(document, names.table, day))
        read.append((document, day, outlet, there if done else "", found))
    out = []
    for document, day, outlet, there, found in read:
        if there:
            out.append(Read(there, "same", there, 1.0, ()))
            continue
        stated = bool(published) or document.published_by in _STATED
        warnings = document.warnings
        if not stated:
            warnings = (
                *warnings,
                f"published {day}: worked out ({document.published_by or 'no evidence given'})",
            )
        added, ids = add_report(
            desk, document.text, found, case=name, by=by, doc_id=document.doc_id,
            names=None if case is None else names, folder=None if case is None else case.folder,
            reader=_READER if reader is None else "", publisher=outlet, published=day,
            title=title or document.title[:500], address=address or _web(document), language=language,
            reliability=reliability, origin=origin, raw=document.raw or None,
            published_basis="stated" if stated else "inferred", retrieved=dt.date.today() if web else None,
            warnings=warnings,
        )  # fmt: skip
        out.append(Read(added.id, added.how, added.of, added.likeness, ids, warnings))
    return out


def reread(desk: Desk, doc_id: str, *, by: str, case: Case | None = None) -> Read:
    """Read a report the desk has once more: after the reader, or the case's names, have changed.

    What is found anew is added. A proposal nobody has decided on or corrected becomes what the reader makes of it now, or
    is refused where it is not found any more; what somebody decided stays.

    Parameters
    ----------
    desk : Desk
    doc_id : str
    by : str
    case : Case, optional
        Whose names are looked for, and whose proposals are brought up to date.

    Raises
    ------
    CaseError
        The desk has no such document.
    """
    from netback.reading import read_document

    with reading(desk.engine) as session:
        kept = session.get(Kept, doc_id)
        if kept is None:
            close = nearest(doc_id, session.execute(select(Kept.id).limit(2000)).scalars())
            raise problem(
                doc_id[:120],
                "no-document",
                f"the desk has no document {doc_id[:60]!r}",
                close or "add it first",
            )
        day = dt.date.fromisoformat(kept.published_on)
        document = make_document(
            kept.body, doc_id=kept.id, title=kept.title, publisher=kept.publisher, address=kept.address,
            published=kept.published_on, published_by="user",
        )  # fmt: skip
    names = NOBODY if case is None else names_of(case)
    name = "" if case is None else case.name
    found = read_document(document, names.table, day)
    ids = read_again(
        desk, doc_id, found, case=name, by=by, names=None if case is None else names,
        folder=None if case is None else case.folder, reader=_READER,
    )  # fmt: skip
    return Read(doc_id, "again", "", 0.0, ids)


def documents_of(desk: Desk, case: str) -> list[str]:
    """Ids of the documents from which something was proposed for a case, in order."""
    with reading(desk.engine) as session:
        return sorted(session.execute(select(Row.document).where(Row.case == case).distinct()).scalars())


def _with_own_ids(documents: Iterable[Document]) -> Iterator[Document]:
    """Two files of one name in two folders are two reports: the second is called name-2."""
    seen: set[str] = set()
    for document in documents:
        name, number = document.doc_id, 1
        while name in seen:
            number += 1
            name = f"{document.doc_id[:110]}-{number}"
        seen.add(name)
        yield document if name == document.doc_id else document.model_copy(update={"doc_id": name})


def _web(document: Document) -> str:
    return document.address[:2000] if document.address.startswith(("http://", "https://")) else ""
