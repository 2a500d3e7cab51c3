"""`netback desk add`: reports, and what a reader finds in them, onto the desk."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from netback.errors import UsageError
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

if TYPE_CHECKING:
    from netback.reading.records import Proposal

__all__ = ["add"]


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
    title: Annotated[str, typer.Option("--title")] = "",
    address: Annotated[str, typer.Option("--address", metavar="URL")] = "",
    language: Annotated[str, typer.Option("--language", metavar="CODE")] = "en",
    reliability: Annotated[
        str, typer.Option("--reliability", metavar="A..E", help="A first-hand .. E own estimate.")
    ] = "B",
    origin: Annotated[
        str, typer.Option("--origin", metavar="NAME", help="Whose text it is, if not the outlet's own.")
    ] = "",
    proposals: Annotated[
        str | None,
        typer.Option(
            "--proposals", metavar="FILE", help="Put these on the desk for DOC, the id of a report it has."
        ),
    ] = None,
    by: By = None,
    db: Db = URL,
    json: Json = False,
) -> None:
    """Keep a report and what the reader finds in it.

    \b
      netback desk add call.html --case kurdistan --published 2025-04-11 --publisher "The Daily"
    """
    from netback.case import read_case
    from netback.desk import add_proposals
    from netback.desk.reader import Read, read_reports

    who = who_decides(by)
    with opened(db) as desk:
        if proposals is not None:
            given = _from_file(proposals)
            ids = add_proposals(desk, document, given, by=who, case=case_name(case) or "")
            found = [Read(document, "same", document, 1.0, ids)]
        else:
            found = read_reports(
                desk, document, by=who, case=read_case(case) if case else None, published=published, publisher=publisher,
                doc_id=doc_id, title=title, address=address, language=language, reliability=reliability, origin=origin,
            )  # fmt: skip
    record = {"schema": "netback-desk-add/1", "documents": [vars(r) for r in found]}

    def lines() -> Iterable[str]:
        kept = {"new": "is kept", "same": "was on the desk already", "copy": "copies {of}, word for word",
                "reprint": "reprints {of} ({likeness:.0%} alike)"}  # fmt: skip
        for r in found:
            yield f"{r.id} {kept[r.how].format(of=r.of, likeness=r.likeness)}; {len(r.proposals)} proposals"

    emit(json, record, lines)


def _from_file(name: str) -> list[Proposal]:
    from pydantic import ValidationError

    from netback.reading.records import Proposal

    if Path(name).stat().st_size > MOST_BYTES:
        raise UsageError(
            f"{name} is too large; the proposals of one document fit in {MOST_BYTES // 1_000_000} MB"
        )
    found = []
    for number, line in enumerate(Path(name).read_text(encoding="utf-8").split("\n"), 1):
        if not line.strip():
            continue
        try:
            found.append(Proposal.model_validate_json(line))
        except ValidationError as error:
            first = error.errors()[0]
            at = ".".join(map(str, first["loc"])) or "the line"
            raise UsageError(
                f"{name}:{number}: {at}: {first['msg']}; give proposals as the reader writes them"
            ) from None
    return found
