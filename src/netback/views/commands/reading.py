"""`netback read`: a document to proposed statements."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from netback.desk.names import alias_table_of
from netback.errors import NetbackError, UsageError
from netback.views.commands.common import Json, to_json
from netback.views.commands.reports import ask_model, check_reader, parts_of
from netback.views.tables import clean

if TYPE_CHECKING:
    from netback.reading.aliases import AliasTable
    from netback.reading.document import Document
    from netback.reading.records import Proposal

__all__ = ["alias_table_of", "register"]


def _table_text(documents: Iterable[tuple[Document, list[Proposal]]]) -> None:
    """Two lines a proposal: what it is, then the words it rests on with their place in the text."""
    for document, proposals in documents:
        when = f", {document.published} ({document.published_by})" if document.published else ""
        print(clean(f"{document.doc_id}: {document.title or 'no title'}{when}"))
        for warning in document.warnings:
            print(clean(f"  note: {warning}"))
        for p in proposals:
            span = f"{p.anchor.start}-{p.anchor.end}" + (f" p.{p.anchor.page}" if p.anchor.page else "")
            print(clean(f"  {_what(p)}"))
            print(clean(f'      {span}: "{p.anchor.exact}"'))
        if not proposals:
            print("  nothing found")


def _undated(document: Document, day: object) -> Document:
    """The document, with a note where nothing in it says of which day a weekday is."""
    if day is not None or not document.text.strip():
        return document
    note = "it does not say when it was published, so no weekday and no claim is dated; give --published 2025-04-11"
    return document.model_copy(update={"warnings": (*document.warnings, note)})


def _empty(document: Document) -> None:
    """Refuse a document that has nothing to read.

    Raises
    ------
    NetbackError
        It is a scan, or it is empty.
    """
    if document.is_scan:
        raise NetbackError(f"{document.doc_id} is a scan, pictures without text; give a version with text")
    if not document.text.strip():
        raise NetbackError(f"{document.doc_id} holds no text")


def _what(p: Proposal) -> str:
    """A proposal in one line."""
    if p.kind == "quantity":
        q = p.quantities[0]
        both = q.low is not None and q.high is not None and q.low < q.high
        number = f"{_number(q.low)} to {_number(q.high)}" if both else _number(q.value)
        return f"quantity {number} {q.unit}" + (f" ({q.subject})" if q.subject else "")
    who = ", ".join(p.actors) or "nobody named"
    whom = f" -> {', '.join(p.targets)}" if p.targets else ""
    parts = [f"{'/'.join(x for x in (p.type, p.mode) if x)}  {who}{whom}", p.date or "no date"]
    if p.attribution:
        parts.append("says " + " > ".join(a.who for a in p.attribution))
    parts += [note for note, there in (("imminent", p.imminent), ("background", p.background)) if there]
    return "; ".join([*parts, *p.auxiliary])


def _number(x: float | None) -> str:
    """A number in full, with commas."""
    return f"{x or 0:,.6f}".rstrip("0").rstrip(".")


def read_command(
    doc: Annotated[
        str,
        typer.Argument(
            metavar="DOC",
            help="HTML, text, PDF, feed, mailbox, folder or archive, or an address beginning with https://.",
        ),
    ],
    case: Annotated[
        str,
        typer.Option("--case", metavar="CASE", help="Whose names to look for: a folder or a shipped name."),
    ] = "kurdistan",
    published: Annotated[
        str, typer.Option("--published", metavar="DATE", help="Day of publication. [default: what it says]")
    ] = "",
    doc_id: Annotated[
        str, typer.Option("--doc-id", metavar="ID", help="[default: the file's name without its ending]")
    ] = "",
    format_: Annotated[str, typer.Option("--format", metavar="table|jsonl", help="How to print.")] = "table",
    reader: Annotated[
        str,
        typer.Option(
            "--reader",
            metavar="rules|model",
            help="model needs NETBACK_LLM_URL and NETBACK_LLM_MODEL; both pass one gate.",
        ),
    ] = "rules",
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Fetch addresses inside the own network too.")
    ] = False,
    json_: Json = False,
) -> None:
    """Read a report: what it says, as proposals with the words they rest on.

    \b
      netback read call.html --case kurdistan --published 2025-04-12
      netback read call.txt --published 2025-04-12 --format jsonl

    Nothing enters a case by itself: `netback desk` keeps, merges and accepts proposals.
    """
    done, problems = _read(doc, case, published, doc_id, format_, reader, allow_private)
    if json_:
        from netback.reading.interchange import to_records

        documents = [
            {
                "doc_id": document.doc_id,
                "title": document.title,
                "published": str(document.published or "") or None,
                "published_by": document.published_by,
                "warnings": list(document.warnings),
                "records": to_records(document, proposals),
            }
            for document, proposals in done
        ]
        print(
            to_json(
                {"schema": "netback-read/1", "reader": reader, "documents": documents, "problems": problems}
            )
        )
    elif format_ == "jsonl":
        from netback.reading.interchange import write_lines

        for document, proposals in done:
            typer.echo(write_lines(document, proposals), nl=False)
    else:
        _table_text(done)
    for problem in problems:
        typer.echo(clean(f"{problem['file']} was not read: {problem['message']}"), err=True)
    if problems:
        raise typer.Exit(1)


_Done = list[tuple["Document", list["Proposal"]]]


def _read(
    doc: str, case: str, published: str, doc_id: str, format_: str, reader: str, allow_private: bool
) -> tuple[_Done, list[dict[str, str]]]:
    """Every report and what is found in it; of several files, those that cannot be read are named and left."""
    if format_ not in ("table", "jsonl"):
        raise UsageError(f"--format {format_!r} is neither table nor jsonl")
    check_reader(reader, case)
    aliases, parts = alias_table_of(case), parts_of(doc, doc_id)
    done: _Done = []
    problems = []
    for where, own in parts:
        try:
            done += _one(where, own, aliases, published, reader, allow_private)
        except (NetbackError, OSError) as error:
            if len(parts) == 1:
                raise
            problems.append({"file": where, "message": " ".join(str(error).split())})
    return done, problems


def _one(
    where: str, doc_id: str, aliases: AliasTable, published: str, reader: str, allow_private: bool
) -> _Done:
    from netback.reading import publication_day, read_document
    from netback.reading.importers import import_document

    out: _Done = []
    for document in import_document(where, doc_id=doc_id, allow_private=allow_private):
        _empty(document)
        day = publication_day(document, published or None)
        if reader == "rules":
            out.append((_undated(document, day), read_document(document, aliases, day)))
            continue
        got = ask_model(document, aliases, day)
        lost = [*(p.refused for p in got.refused), *got.unreadable]
        if lost:
            typer.echo(json.dumps({"doc_id": document.doc_id, "refused": lost}, ensure_ascii=False), err=True)
        out.append((document, list(got.proposals)))
    return out


def register(app: typer.Typer) -> None:
    """Add `read` to an app."""
    app.command("read", short_help="What a report says, as proposals with anchors.")(read_command)
