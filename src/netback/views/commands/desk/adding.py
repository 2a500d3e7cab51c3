"""`netback desk add`: reports, and what a reader finds in them, onto the desk."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from netback.errors import NetbackError, UsageError
from netback.views.commands.desk.options import (
    MOST_BYTES,
    URL,
    By,
    CaseOption,
    Db,
    Json,
    case_name,
    emit,
    opened,
    who_decides,
)
from netback.views.commands.reports import ask_model, check_reader, parts_of

if TYPE_CHECKING:
    import datetime as dt

    from netback.desk.reader import Read
    from netback.desk.store import Desk
    from netback.reading.aliases import AliasTable
    from netback.reading.document import Document
    from netback.reading.model import ModelReading
    from netback.reading.records import Proposal

__all__ = ["add", "reread"]


def add(
    document: Annotated[
        str,
        typer.Argument(metavar="DOC", help="A report: HTML, text, PDF, feed, mailbox, folder or address."),
    ],
    case: CaseOption = None,
    published: Annotated[
        str | None,
        typer.Option(
            "--published", metavar="DATE", help="Day on which it could be read. [default: what it says]"
        ),
    ] = None,
    publisher: Annotated[
        str | None,
        typer.Option(
            "--publisher", metavar="NAME", help="The outlet that carries it. [default: what it says]"
        ),
    ] = None,
    doc_id: Annotated[
        str, typer.Option("--doc-id", metavar="ID", help="[default: the file's name without its ending]")
    ] = "",
    title: Annotated[
        str, typer.Option("--title", metavar="TEXT", help="Its heading. [default: what it says]")
    ] = "",
    address: Annotated[
        str,
        typer.Option("--address", metavar="URL", help="Where it can be read. [default: where it came from]"),
    ] = "",
    language: Annotated[
        str, typer.Option("--language", metavar="CODE", help="Two letters, as en or ar.")
    ] = "en",
    reliability: Annotated[
        str, typer.Option("--reliability", metavar="A..E", help="A first-hand .. E own estimate.")
    ] = "B",
    origin: Annotated[
        str, typer.Option("--origin", metavar="NAME", help="Whose text it is, if not the outlet's own.")
    ] = "",
    proposals: Annotated[
        str | None,
        typer.Option(
            "--proposals",
            metavar="FILE",
            help="Instead of reading: what `netback read --format jsonl` printed for DOC.",
        ),
    ] = None,
    reader: Annotated[
        str,
        typer.Option(
            "--reader", metavar="rules|model", help="model needs NETBACK_LLM_URL and NETBACK_LLM_MODEL."
        ),
    ] = "rules",
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Fetch addresses inside the own network too.")
    ] = False,
    by: By = None,
    db: Db = URL,
    json: Json = False,
) -> None:
    """Keep a report and what the reader finds in it.

    Of a folder, each file is taken by itself: one that cannot be is named, the others are kept, and the exit code is 1.

    \b
      netback desk add call.html --case kurdistan --published 2025-04-11 --publisher "The Daily"
      netback desk add call --proposals found.jsonl --case kurdistan
    """
    check_reader(reader, case)
    if address and not address.startswith(("http://", "https://")):
        raise UsageError(f"--address {address[:60]!r} is no web address; write one that begins with https://")
    fields = {
        "title": title, "address": address, "language": language, "reliability": reliability, "origin": origin,
    }  # fmt: skip
    intake = _Intake(who_decides(by), case, published, publisher, reader, allow_private, fields)
    problems: list[dict[str, str]] = []
    with opened(db) as desk:
        if proposals is not None:
            done = intake.given(desk, document, doc_id, proposals)
        else:
            done, problems = intake.all_of(desk, parts_of(document, doc_id))
    record = {
        "schema": "netback-desk-add/1",
        "documents": [dict(vars(r)) for r in done],
        "problems": problems,
    }
    emit(json, record, lambda: _lines(done, problems))
    if problems:
        raise typer.Exit(1)


def _lines(done: list[Read], problems: list[dict[str, str]]) -> Iterable[str]:
    kept = {"new": "is kept", "same": "was on the desk already", "copy": "copies {of}, word for word",
            "reprint": "reprints {of} ({likeness:.0%} alike)"}  # fmt: skip
    for r in done:
        n = len(r.proposals)
        yield f"{r.id} {kept[r.how].format(of=r.of, likeness=r.likeness)}; {n} proposal{'' if n == 1 else 's'}"
        yield from (f"  note: {w}" for w in r.warnings)
    for p in problems:
        yield f"{p['file']} was not taken: {p['message']}"


@dataclass(frozen=True)
class _Intake:
    """How reports are taken in: whose, for which case, read by what."""

    by: str
    case: str | None
    published: str | None
    publisher: str | None
    reader: str
    allow_private: bool
    fields: dict[str, Any]

    def all_of(self, desk: Desk, parts: list[tuple[str, str]]) -> tuple[list[Read], list[dict[str, str]]]:
        """Every file by itself; of several, one that cannot be taken is no reason to leave the others."""
        done: list[Read] = []
        problems: list[dict[str, str]] = []
        for where, doc_id in parts:
            try:
                done += self._one(desk, where, doc_id)
            except (NetbackError, OSError) as error:
                if len(parts) == 1:
                    raise
                problems.append({"file": where, "message": " ".join(str(error).split())})
        return done, problems

    def _one(self, desk: Desk, where: str, doc_id: str) -> list[Read]:
        from netback.desk.given import note_model

        if self.reader == "rules":
            return self._take(desk, where, doc_id=doc_id)
        runs: list[ModelReading] = []

        def ask(document: Document, names: AliasTable, day: dt.date) -> list[Proposal]:
            runs.append(ask_model(document, names, day))
            return [*runs[-1].proposals, *runs[-1].refused]

        done = self._take(desk, where, doc_id=doc_id, reader=ask)
        for taken, run in zip(done, runs, strict=True):
            note_model(desk, taken.id, run, by=self.by)
        return done

    def given(self, desk: Desk, where: str, doc_id: str, file: str) -> list[Read]:
        """Proposals of a file, for a document the desk has, or for a report that is kept with them."""
        from netback.desk import add_proposals
        from netback.desk.given import has_document, of_document, proposals_in
        from netback.desk.reader import Read
        from netback.reading import import_document

        if Path(file).stat().st_size > MOST_BYTES:
            raise UsageError(
                f"{file} is too large; the proposals of one document fit in {MOST_BYTES // 1_000_000} MB"
            )
        found = proposals_in(Path(file).read_text(encoding="utf-8"), file)
        if has_document(desk, where) or ("://" not in where and not Path(where).exists()):
            ids = add_proposals(desk, where, found, by=self.by, case=case_name(self.case) or "")
            return [Read(where, "same", where, 1.0, ids)]
        ready = import_document(where, doc_id=doc_id, allow_private=self.allow_private)
        known = {document.doc_id for document in ready}
        strange = sorted({p.doc_id for p in found} - known)
        if strange:
            raise UsageError(
                f"{file} has proposals of {', '.join(strange[:5])}, and {where} is {', '.join(sorted(known)[:5])}; "
                "give that report, or the same --doc-id to both commands"
            )
        return self._take(
            desk, where, documents=ready, reader=lambda document, *_: of_document(found, document.doc_id)
        )

    def _take(self, desk: Desk, where: str, **more: Any) -> list[Read]:
        from netback.case import read_case
        from netback.desk.reader import read_reports

        return read_reports(
            desk, where, by=self.by, case=read_case(self.case) if self.case else None, published=self.published,
            publisher=self.publisher, allow_private=self.allow_private, **self.fields, **more,
        )  # fmt: skip


def reread(
    document: Annotated[str, typer.Argument(metavar="DOC", help="Id of a report the desk has.")],
    case: CaseOption = None,
    by: By = None,
    db: Db = URL,
    json: Json = False,
) -> None:
    """Read a report the desk has once more, after the reader or the case's names have changed.

    What somebody decided or corrected stays.

    \b
      netback desk reread call --case kurdistan
    """
    from netback import desk as library
    from netback.case import read_case

    with opened(db) as desk:
        done = library.reread(desk, document, by=who_decides(by), case=read_case(case) if case else None)
    record = {"schema": "netback-desk-reread/1", **vars(done)}
    n = len(done.proposals)
    emit(json, record, [f"{done.id} was read again; {n} proposal{'' if n == 1 else 's'} found"])
