"""Ledgers as two CSV files for spreadsheets: ``statements.csv`` and ``sources.csv``."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from netback.errors import Problem
from netback.evidence.faults import explain
from netback.evidence.files import MAX_FILE_BYTES, Row, build, replace_file
from netback.evidence.ledger import Ledger
from netback.evidence.statement import Source, Statement, statement_record

__all__ = ["read_sheets", "write_sheets"]

_NESTED = ("topics", "attribution", "anchor", "observes", "pressure", "claim", "review")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")
"""First characters a spreadsheet may take for a formula or for its own quoting mark."""


def write_sheets(ledger: Ledger, folder: Path) -> None:
    """Write both files.

    Parameters
    ----------
    ledger : Ledger
    folder : Path
        Made if it is not there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    statements = [statement_record(s) for s in ledger.statements]
    for record in statements:
        record.update({k: json.dumps(record[k], ensure_ascii=False) for k in _NESTED if k in record})
    sources = [{"key": k, **s.model_dump(mode="json", exclude_none=True)} for k, s in ledger.sources.items()]
    replace_file(folder / "statements.csv", _sheet(list(Statement.model_fields), statements))
    replace_file(folder / "sources.csv", _sheet(["key", *Source.model_fields], sources))


def _sheet(columns: list[str], records: list[dict[str, Any]]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(columns)
    for record in records:
        writer.writerow([_shield(str(record.get(c, ""))) for c in columns])
    return out.getvalue()


def _shield(cell: str) -> str:
    return "'" + cell if cell.startswith(_FORMULA) else cell


def _bare(cell: str) -> str:
    return cell[1:] if cell.startswith("'") else cell


def read_sheets(folder: Path) -> Ledger:
    """Read both files.

    Parameters
    ----------
    folder : Path

    Returns
    -------
    Ledger

    Raises
    ------
    CaseError
        Every problem of both files, with file and line; the column is named in the path.
    """
    problems: list[Problem] = []
    sources: dict[str, Source] = {}
    for line, record in _records(folder / "sources.csv", ["key", *Source.model_fields], problems):
        key = record.pop("key", "")
        model = _validated(record, Source, folder / "sources.csv", line, key, problems)
        if key in sources or not key:
            what = f"the source {key!r} stands twice" if key else "the source has no key"
            problems.append(
                Problem(
                    str(folder / "sources.csv"),
                    line,
                    1,
                    key,
                    "evidence/repeated-key",
                    what,
                    "a key of its own",
                )
            )
        elif isinstance(model, Source):
            sources[key] = model
    rows = []
    path = folder / "statements.csv"
    for line, record in _records(path, list(Statement.model_fields), problems):
        data = dict(record)
        try:
            data.update({k: json.loads(record[k]) for k in _NESTED if k in record})
        except (ValueError, RecursionError):
            what = "a cell of the row that should hold JSON does not"
            name = record.get("id", "")
            problems.append(
                Problem(str(path), line, 1, name, "evidence/bad-json", what, '["a", "b"] or {"a": "b"}')
            )
            continue
        model = _validated(data, Statement, path, line, record.get("id", ""), problems)
        if isinstance(model, Statement):
            rows.append(Row(model, str(path), line, ""))
    return build(rows, sources, problems)


def _validated(
    data: dict[str, Any], model: type[BaseModel], path: Path, line: int, name: str, problems: list[Problem]
) -> BaseModel | None:
    try:
        return model.model_validate(data)
    except ValidationError as error:
        problems += explain(error, model, str(path), name, lambda _: (line, 1, "", 1))
        return None


def _records(path: Path, columns: list[str], problems: list[Problem]) -> list[tuple[int, dict[str, str]]]:
    """Rows as mappings without empty cells, each with its line."""

    def fault(slug: str, what: str, fix: str, line: int = 0) -> list[tuple[int, dict[str, str]]]:
        problems.append(Problem(str(path), line, min(line, 1), "", slug, what, fix))
        return []

    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            return fault(
                "evidence/too-large", f"the file is larger than {MAX_FILE_BYTES // 1_000_000} MB", "less"
            )
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        return fault("evidence/not-utf8", "the file is not UTF-8", "the sheet saved as CSV UTF-8")
    except OSError as error:
        return fault(
            "evidence/unreadable", f"the file cannot be read: {error.strerror or error}", "a readable file"
        )
    reader = csv.reader(io.StringIO(text, newline=""))
    found: list[tuple[int, dict[str, str]]] = []
    try:
        header = next(reader, [])
        if sorted(set(header) - {""}) != sorted(set(columns)) or len(set(header)) != len(header):
            return fault(
                "evidence/bad-header", "the first row does not name the columns", ", ".join(columns), 1
            )
        for cells in reader:
            if len(cells) > len(header):
                fault(
                    "evidence/bad-row",
                    "the row has more cells than the sheet has columns",
                    "fewer",
                    reader.line_num,
                )
                continue
            record = {c: _bare(v) for c, v in zip(header, cells, strict=False) if v and c}
            if record:
                found.append((reader.line_num, record))
    except csv.Error as error:
        fault("evidence/bad-csv", f"the file is not CSV: {error}", "the sheet saved as CSV", reader.line_num)
    return found
