"""Reading reports for the desk: the case's names go in, proposals come out."""

from __future__ import annotations

from pathlib import Path

from netback.case.case import Case
from netback.case.schema import PressureDriver
from netback.desk.store import Desk, add_document, add_proposals, tidy_name
from netback.errors import UsageError
from netback.reading.aliases import Alias, AliasTable
from netback.reading.document import Document

__all__ = ["Read", "case_aliases", "read_reports"]


class Read:
    """What became of one document of a file: how it was kept, and the ids of what was proposed from it."""

    def __init__(self, id: str, how: str, of: str, likeness: float, proposals: tuple[str, ...]) -> None:
        self.id, self.how, self.of, self.likeness, self.proposals = id, how, of, likeness, proposals


def case_aliases(case: Case | None) -> AliasTable:
    """The names to look for in a report: the parties of a case, and whoever its pressure drivers say presses whom.

    A government or region is also meant by its capital, except after "in".
    """
    found: dict[str, Alias] = {}
    names: set[str] = set()
    for key, party in case.file.parties.items() if case is not None else ():
        spellings = tuple(dict.fromkeys((*party.aliases, *_in_a_sentence(party.name))))
        found[key] = Alias(
            key,
            party.name,
            "party",
            party=key,
            spellings=spellings,
            metonym=not _in_a_sentence(party.name) and party.kind != "companies",
        )
        names |= {tidy_name(n) for n in (key, party.name, *spellings)}
    for driver in case.file.drivers.values() if case is not None else ():
        for name in (driver.by, driver.on) if isinstance(driver, PressureDriver) else ():
            if tidy_name(name) not in names and name not in found:
                found[name] = Alias(name, name.replace("_", " "), "party", party=name)
    return AliasTable(tuple(found.values()))


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
) -> list[Read]:
    """Take a file or an address in, keep every report in it, and put what the reader finds on the desk.

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

    Raises
    ------
    UsageError
        A report says neither when it was published nor by whom, and nobody else did.
    """
    from netback.reading import import_document, publication_day, read_document

    table, out = case_aliases(case), []
    for document in import_document(where, doc_id=doc_id):
        day = publication_day(document, published)
        if day is None:
            raise UsageError(
                f"{document.doc_id} does not say when it was published; give --published 2025-04-11"
            )
        outlet = publisher or document.publisher
        if not outlet:
            raise UsageError(f"{document.doc_id} does not say who published it; give --publisher NAME")
        added = add_document(
            desk, document.text, doc_id=document.doc_id, publisher=outlet, published=day, by=by,
            title=title or document.title[:500], address=address or _web(document), language=language,
            reliability=reliability, origin=origin, raw=document.raw or None,
            published_basis="stated",
        )  # fmt: skip
        kept = document if added.id == document.doc_id else document.model_copy(update={"doc_id": added.id})
        ids: tuple[str, ...] = ()
        if added.how != "same":
            ids = add_proposals(
                desk, kept.doc_id, read_document(kept, table, day), by=by, case=case.name if case else ""
            )
        out.append(Read(added.id, added.how, added.of, added.likeness, ids))
    return out


def _web(document: Document) -> str:
    return document.address[:2000] if document.address.startswith(("http://", "https://")) else ""


def _in_a_sentence(name: str) -> tuple[str, ...]:
    """ "The state" as it stands within a sentence: "the state"."""
    return ("the " + name[4:],) if name.startswith("The ") else ()
