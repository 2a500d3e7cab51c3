"""`netback new`, `netback schema`, `netback cite`: starting a case, its schema, and the works behind a run."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from netback.errors import UsageError
from netback.views.commands.common import Block, Json, case_head, case_lines, emit, open_case, to_json
from netback.views.tables import Heading, Table, clean, count

if TYPE_CHECKING:
    from netback.case import Case
    from netback.citations import Citation

__all__ = ["cite", "need_folder", "new", "schema", "write_text"]


def need_folder(path: str | Path | None) -> None:
    """Refuse a file that cannot be written there, before the work and not after it.

    Raises
    ------
    UsageError
        Its folder is not there, or cannot be written to, or the path is a folder.
    """
    if path is None:
        return
    folder = Path(path).parent
    if not folder.is_dir():
        raise UsageError(f"{path}: there is no folder {folder}")
    if Path(path).is_dir():
        raise UsageError(f"{path} is a folder; name a file in it")
    if not os.access(folder, os.W_OK):
        raise UsageError(f"{path}: the folder {folder} cannot be written to")


def write_text(path: str | Path, text: str) -> Path:
    """Write a file whole or not at all: into a temporary file beside it, then renamed."""
    need_folder(path)
    path = Path(path)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(name, 0o666 & ~umask)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return path


def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Small letters, digits and _.")],
    folder: Annotated[
        str, typer.Option("-o", "--out", metavar="FOLDER", help="Where its folder is made.")
    ] = ".",
    json: Json = False,
) -> None:
    """Start a case: a folder with a commented case.yaml, statements, sources and a price series.

    \b
      netback new my_case
      netback new my_case -o cases
    """
    from netback.case import write_starter

    made = write_starter(name, folder)
    record = {"schema": "netback-new/1", "name": name, "folder": str(made)}
    emit(json, lambda: record, lambda: [f"Wrote {made}. Edit case.yaml, then: netback check {made}"])


def schema(
    out: Annotated[
        str | None, typer.Option("-o", "--out", metavar="FILE", help="Write it to a file.")
    ] = None,
    json: Json = False,
) -> None:
    """The JSON Schema of case.yaml, so that an editor completes and checks it as it is typed.

    \b
      netback schema -o case.schema.json

    With the schema beside a case, the line below at the top of case.yaml tells the editor:

    \b
      # yaml-language-server: $schema=case.schema.json
    """
    from netback.case import case_schema

    found = case_schema()
    if out is None:
        print(to_json({"schema": "netback-schema/1", "json_schema": found} if json else found))
        return
    path = write_text(out, to_json(found) + "\n")
    emit(json, lambda: {"schema": "netback-schema/1", "file": str(path)}, lambda: [f"Wrote {path}."])


def cite(
    case: Annotated[
        str | None,
        typer.Argument(metavar="[CASE]", help="A case, for its data sources too.", show_default=False),
    ] = None,
    bibtex: Annotated[bool, typer.Option("--bibtex", help="As BibTeX entries.")] = False,
    json: Json = False,
) -> None:
    """The papers and data behind a run; with a case, the sources its values rest on.

    \b
      netback cite
      netback cite kurdistan --bibtex
    """
    from netback.citations import CITATIONS
    from netback.citations import bibtex as entry
    from netback.citations import cite as find

    works = find(CITATIONS)
    chosen = open_case(case) if case is not None else None
    sources = _sources(chosen) if chosen is not None else []
    if bibtex and not json:
        print("\n\n".join([*(entry(w.key) for w in works), *(_source_entry(s) for s in sources)]))
        return
    emit(json, lambda: _record(chosen, works, sources), lambda: _blocks(chosen, works, sources))


def _sources(case: Case) -> list[dict[str, Any]]:
    """Sources the values and series of a case cite, with how many values rest on each."""
    values: dict[str, set[str]] = {}
    for path, value in case.values.items():
        for entry in value.entries:
            for statement in case.statements(entry.cites):
                values.setdefault(statement.source, set()).add(path)
    for name, series in case.series.items():
        if series.source in case.ledger.sources:
            values.setdefault(series.source, set()).add(f"series.{name}")
    found = []
    for key in sorted(values, key=lambda k: (-len(values[k]), k)):
        record = case.ledger.sources[key].model_dump(mode="json", exclude_none=True)
        found.append({"key": key} | record | {"values": sorted(values[key])})
    return found


def _source_entry(source: dict[str, Any]) -> str:
    fields = {
        "author": f"{{{source['publisher']}}}", "title": source.get("title", source["publisher"]),
        "year": str(source.get("date", ""))[:4], "url": source.get("address", ""), "note": f"read as {source['key']}",
    }  # fmt: skip
    lines = [f"  {name} = {{{_bib(text)}}}" for name, text in fields.items() if text]
    return f"@misc{{{source['key']},\n" + ",\n".join(lines) + "\n}"


def _bib(text: str) -> str:
    return clean(text).replace("\\", "").replace("%", "\\%").replace("&", "\\&").replace("#", "\\#")


def _record(case: Case | None, works: tuple[Citation, ...], sources: list[dict[str, Any]]) -> dict[str, Any]:
    head = case_head(case, "netback-cite/1") if case is not None else {"schema": "netback-cite/1"}
    return head | {"works": [vars(w) for w in works], "sources": sources}


def _blocks(case: Case | None, works: tuple[Citation, ...], sources: list[dict[str, Any]]) -> Iterator[Block]:
    if case is not None:
        yield from case_lines(case, "what a run rests on")
    yield Heading("Works")
    for work in works:
        yield f"{work.key}: {work}\n  for: {work.used_for}"
    if case is not None:
        rows = [
            (s["publisher"], s.get("title", ""), s.get("date", ""), s["reliability"], str(len(s["values"])))
            for s in sources
        ]
        yield Table.of(
            f"Sources that the case's values cite: {count(len(rows), 'source')}",
            "publisher|title|date|reliability|>values", rows,
            "Reliability: A first-hand, B newsroom, C copy, D interested party, E own estimate. Addresses: --json or --bibtex.",
        )  # fmt: skip
