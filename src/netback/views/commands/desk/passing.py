"""`netback desk sync` and `export`: what was accepted, into a case and for other programs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from netback.errors import UsageError
from netback.views.commands.desk.options import (
    URL,
    By,
    Db,
    Json,
    case_name,
    emit,
    nothing_for,
    opened,
    who_decides,
)

__all__ = ["export", "sync"]

_NOTHING = {"claimreview": "no claim was judged yet: netback desk claims CASE"}
"""What to say where a format has nothing to hold."""


def sync(
    case: Annotated[str, typer.Argument(metavar="CASE", help="A case's folder.")],
    by: By = None,
    db: Db = URL,
    json: Json = False,
) -> None:
    """Bring a case's folder in line with the desk: after a crash, or for what others accepted elsewhere.

    \b
      netback desk sync north
    """
    from netback.desk import case_folder
    from netback.desk import sync as run

    with opened(db) as desk:
        folder, _ = case_folder(case)
        found = run(desk, folder, by=who_decides(by))
    record = {"schema": "netback-desk-sync/1", "folder": str(folder), "added": found.added, "replaced": found.replaced,
              "removed": found.removed, "kept": found.kept}  # fmt: skip
    text = ", ".join(f"{len(record[k])} {k}" for k in ("added", "replaced", "removed"))
    emit(json, record, [f"{folder}: {text}", *(f"  changed by hand, left as it is: {k}" for k in found.kept)])


def export(
    case: Annotated[str, typer.Argument(metavar="CASE", help="A case's folder, or its name on the desk.")],
    format: Annotated[
        str,
        typer.Option(
            "--format", metavar="FORMAT", help="statements, csv, ftm, prov, claimreview, ical or timeline."
        ),
    ],
    out: Annotated[
        str | None, typer.Option("-o", "--out", metavar="FILE", help="Write it to a file.")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="The whole ledger of the case, not only what the desk accepted.")
    ] = False,
    db: Db = URL,
    json: Json = False,
) -> None:
    """What was accepted, for other programs: statements.jsonl, CSV, FollowTheMoney, PROV-JSON, ClaimReview, iCalendar, Markdown.

    \b
      netback desk export north --format timeline
      netback desk export north --format csv -o north.csv
    """
    from netback.case import read_case
    from netback.desk import export_desk
    from netback.desk.export import material_of
    from netback.desk.index import cases_of
    from netback.evidence.files import replace_file

    with opened(db) as desk:
        whole = read_case(case) if everything else None
        name = whole.name if whole else case_name(case) or case
        material = material_of(
            desk, name, title=whole.title if whole else "", ledger=whole.ledger if whole else None
        )
        text = export_desk(material, format)
        if not material.statements and whole is None and name not in cases_of(desk):
            raise UsageError(nothing_for(desk, name))
    if out is not None:
        if not Path(out).parent.is_dir():
            raise UsageError(
                f"there is no folder {Path(out).parent} to write {Path(out).name} into; make it, or name another"
            )
        replace_file(Path(out), text)
    documents = [
        {"id": o.document, "publisher": o.publisher, "published_on": o.published_on, "published_basis": o.published_basis,
         "retrieved_on": o.retrieved_on or None, "warnings": list(o.warnings)}
        for o in {o.document: o for o in material.origins.values()}.values()
    ]  # fmt: skip
    record = {"schema": "netback-desk-export/1", "case": name, "format": format, "statements": len(material.statements),
              "documents": documents, "file": out, "text": None if out else text}  # fmt: skip
    if out is None and not json:
        sys.stdout.write(text)
        if not text:
            typer.echo(_NOTHING.get(format, "nothing was accepted for the case yet"), err=True)
        return
    emit(json, record, [f"Wrote {len(material.statements)} statements to {out}."])
