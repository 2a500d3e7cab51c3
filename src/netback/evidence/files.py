"""Ledgers on disk: ``statements.jsonl``, one statement a line in order of id, and ``sources.yaml``."""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from netback.errors import CaseError, Problem
from netback.evidence.comments import with_comments
from netback.evidence.faults import explain
from netback.evidence.ledger import Ledger, unknown_source
from netback.evidence.statement import Source, Statement, statement_record

__all__ = ["MAX_FILE_BYTES", "MAX_LINE_BYTES", "build", "read_ledger", "replace_file", "write_ledger"]

MAX_FILE_BYTES = 50_000_000
"""Largest statements or sources file read, bytes."""
MAX_LINE_BYTES = 1_000_000
"""Longest line read, bytes."""
_KEY = re.compile(r"^[A-Za-z0-9][A-Za-z0-9_.:-]*\Z")


@dataclass(frozen=True)
class Row:
    """One statement read, with the place it was read from."""

    statement: Statement
    file: str
    line: int
    text: str


def read_ledger(folder: str | Path) -> Ledger:
    """Read ``statements.jsonl`` and ``sources.yaml`` of a folder.

    Parameters
    ----------
    folder : path
        A missing file counts as empty: a case without statements is legal.

    Returns
    -------
    Ledger

    Raises
    ------
    CaseError
        Every problem of both files, with file, line and column.
    """
    folder = Path(folder)
    problems: list[Problem] = []
    sources = _read_sources(folder / "sources.yaml", problems)
    rows = _read_statements(folder / "statements.jsonl", problems)
    return build(rows, sources, problems)


def build(rows: Iterable[Row], sources: dict[str, Source], problems: list[Problem]) -> Ledger:
    """A ledger of rows read from files; raises `CaseError` with every problem found so far and here."""
    first: dict[str, Row] = {}
    warnings: list[Problem] = []
    rows = list(rows)
    for row in rows:
        s = row.statement
        if s.id in first:
            what = f"the id {s.id!r} is used on line {first[s.id].line} already"
            problems.append(_at(row, "id", "evidence/duplicate-id", what, "an id of its own"))
            continue
        first[s.id] = row
        if s.source not in sources:
            line, column, text, width = _place_in(row.text, row.line)("source")
            problems.append(
                replace(
                    unknown_source(s, sources),
                    file=row.file,
                    line=line,
                    column=column,
                    source_line=text,
                    width=width,
                )
            )
    if problems:
        raise CaseError(problems)
    for row in rows:
        warnings += _warnings(row, first)
    return Ledger(
        tuple(r.statement for r in rows), sources, tuple(sorted(warnings, key=lambda p: p.sort_key))
    )


def _warnings(row: Row, known: dict[str, Row]) -> list[Problem]:
    s = row.statement
    found = []
    if (
        s.kind in ("event", "contact", "observation")
        and s.as_of_date
        and s.published_on < s.as_of_date.earliest
    ):
        what = f"published on {s.published_on}, before it was true ({s.as_of})"
        found.append(_at(row, "published_on", "evidence/published-early", what, "check both dates"))
    if s.same_as is not None and s.same_as not in known:
        found.append(
            _at(row, "same_as", "evidence/dangling-link", f"no statement {s.same_as!r}", "an id, or drop it")
        )
    return [replace(p, severity="warning") for p in found]


def write_ledger(ledger: Ledger, folder: str | Path) -> None:
    """Write both files of a ledger: complete or not at all, the same bytes for the same ledger.

    Where sources.yaml is there and holds comments, these stay, with the order of its entries and what did not change.

    Parameters
    ----------
    ledger : Ledger
    folder : path
        Made if it is not there.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps(statement_record(s), ensure_ascii=False) + "\n" for s in ledger.statements]
    replace_file(folder / "statements.jsonl", "".join(lines))
    replace_file(folder / "sources.yaml", _sources_text(ledger, folder / "sources.yaml"))


def _sources_text(ledger: Ledger, path: Path) -> str:
    wanted = {key: _source_text(key, source) for key, source in ledger.sources.items()}
    plain = "".join(wanted.values())
    problems: list[Problem] = []
    old = _decode(_bytes(path, problems), str(path), 1, problems) or ""
    if problems or "#" not in old:
        return plain
    known = _parse_sources(old, str(path), problems)
    text = with_comments(old, wanted, {k for k, s in known.items() if ledger.sources.get(k) == s})
    if (
        text is None
        or problems
        or _parse_sources(text, str(path), problems) != dict(ledger.sources)
        or problems
    ):
        return plain
    return text


def replace_file(path: Path, text: str) -> None:
    """Put a text in place of a file in one step, so that a reader never sees half of it."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(name, path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~umask)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _source_text(key: str, source: Source) -> str:
    fields = source.model_dump(mode="json", exclude_none=True)
    return f"{_plain_key(key)}:\n" + "".join(
        f"  {name}: {_quoted(value)}\n" for name, value in fields.items()
    )


def _plain_key(key: str) -> str:
    """A key, quoted where a YAML reader would not take it for text."""
    plain = re.fullmatch(r"\w[\w.-]*", key, re.ASCII) and isinstance(yaml.safe_load(key), str)
    return key if plain else _quoted(key)


def _quoted(text: str) -> str:
    """A text as a YAML double-quoted scalar."""
    body = json.dumps(text, ensure_ascii=False)
    return re.sub(r"[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]", lambda m: f"\\u{ord(m[0]):04x}", body)


# ---- reading


def _bytes(path: Path, problems: list[Problem]) -> bytes:
    def fault(slug: str, what: str, fix: str) -> bytes:
        problems.append(Problem(str(path), 0, 0, "", slug, what, fix))
        return b""

    try:
        if not path.exists():
            return b""
        if path.stat().st_size > MAX_FILE_BYTES:
            what = f"the file is larger than {MAX_FILE_BYTES // 1_000_000} MB"
            return fault("evidence/too-large", what, "several smaller cases")
        return path.read_bytes()
    except OSError as error:
        return fault(
            "evidence/unreadable", f"the file cannot be read: {error.strerror or error}", "a readable file"
        )


def _decode(raw: bytes, file: str, line: int, problems: list[Problem]) -> str | None:
    if b"\x00" in raw:
        what = "the line holds a NUL byte; the file is damaged, or is no text"
        problems.append(
            Problem(file, line, raw.index(b"\x00") + 1, "", "evidence/nul-byte", what, "plain UTF-8 text")
        )
        return None
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        what = "the line is not UTF-8"
        problems.append(
            Problem(file, line, error.start + 1, "", "evidence/not-utf8", what, "the file saved as UTF-8")
        )
        return None


def _read_statements(path: Path, problems: list[Problem]) -> list[Row]:
    file, rows = str(path), []
    raw = _bytes(path, problems).removeprefix(b"\xef\xbb\xbf")
    for number, line in enumerate(raw.split(b"\n"), 1):
        line = line.removesuffix(b"\r")
        if not line.strip():
            continue
        if len(line) > MAX_LINE_BYTES:
            what = f"the line is longer than {MAX_LINE_BYTES // 1_000_000} MB"
            problems.append(
                Problem(file, number, 1, "", "evidence/line-too-long", what, "one short statement a line")
            )
            continue
        text = _decode(line, file, number, problems)
        statement = None if text is None else _statement(text, file, number, problems)
        if statement is not None and text is not None:
            rows.append(Row(statement, file, number, text))
    return rows


class _RepeatedKey(ValueError):
    pass


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _RepeatedKey(key)
        found[key] = value
    return found


def _constant(name: str) -> Any:
    raise ValueError(f"{name} is not a number")


def _statement(text: str, file: str, line: int, problems: list[Problem]) -> Statement | None:
    place = _place_in(text, line)

    def fault(slug: str, what: str, fix: str, column: int = 1) -> None:
        problems.append(Problem(file, line, column, "", slug, what, fix, text))

    try:
        data = json.loads(text, object_pairs_hook=_pairs, parse_constant=_constant)
    except json.JSONDecodeError as error:
        fault(
            "evidence/bad-json", f"the line is not JSON: {error.msg.lower()}", "one JSON object", error.colno
        )
        return None
    except _RepeatedKey as error:
        key = str(error)
        fault(
            "evidence/repeated-key",
            f"the key {key!r} stands twice",
            "each key once",
            text.rfind(f'"{key}"') + 1,
        )
        return None
    except (ValueError, RecursionError) as error:
        what = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        fault("evidence/bad-json", f"the line is not JSON: {what}", "one JSON object")
        return None
    if not isinstance(data, dict):
        fault("evidence/bad-json", "the line is not a JSON object", '{"id": ..., "kind": ...}')
        return None
    name = data.get("id") if isinstance(data.get("id"), str) else ""
    try:
        return Statement.model_validate(data)
    except ValidationError as error:
        problems += explain(error, Statement, file, str(name)[:120], place)
        return None


def _place_in(text: str, line: int) -> Any:
    def place(path: str) -> tuple[int, int, str, int]:
        start = 0
        for key in path.split(".") if path else []:
            found = text.find(f'"{key}"', start)
            start = found if found >= 0 else start
        width = len(path.split(".")[-1]) + 2 if path and start else 1
        return line, start + 1, text, width

    return place


def _at(row: Row, key: str, slug: str, what: str, fix: str) -> Problem:
    line, column, text, width = _place_in(row.text, row.line)(key)
    return Problem(row.file, line, column, f"{row.statement.id}.{key}", slug, what, fix, text, width)


def _read_sources(path: Path, problems: list[Problem]) -> dict[str, Source]:
    file = str(path)
    text = _decode(_bytes(path, problems), file, 1, problems)
    return _parse_sources(text, file, problems) if text and text.strip() else {}


def _parse_sources(text: str, file: str, problems: list[Problem]) -> dict[str, Source]:
    lines = text.splitlines()

    def fault(node: yaml.Node, at: str, slug: str, what: str, fix: str) -> None:
        mark = node.start_mark
        shown = lines[mark.line] if mark.line < len(lines) else ""
        problems.append(Problem(file, mark.line + 1, mark.column + 1, at, slug, what, fix, shown))

    try:
        root = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        what = f"the file is not YAML: {getattr(error, 'problem', None) or 'nested too deeply'}"
        row, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        problems.append(
            Problem(file, row, column, "", "evidence/bad-yaml", what, "key, colon, indented fields")
        )
        return {}
    if root is None:
        return {}
    if not isinstance(root, yaml.MappingNode):
        fault(
            root, "", "evidence/bad-yaml", "the file is not a mapping of sources", "key: and its fields below"
        )
        return {}
    found: dict[str, Source] = {}
    for key_node, node in root.value:
        key = key_node.value if isinstance(key_node, yaml.ScalarNode) else ""
        if not _KEY.match(key) or len(key) > 120:
            fault(
                key_node, "", "evidence/bad-key", f"{key[:60]!r} cannot be a key", "letters, digits, _ . : -"
            )
        elif key in found:
            fault(key_node, key, "evidence/repeated-key", f"the source {key!r} stands twice", "each key once")
        else:
            source = _source(key, node, key_node, file, lines, problems)
            if source is not None:
                found[key] = source
    return found


def _source(
    key: str, node: yaml.Node, key_node: yaml.Node, file: str, lines: list[str], problems: list[Problem]
) -> Source | None:
    def problem(at: yaml.Node, path: str, slug: str, what: str, fix: str) -> None:
        mark = at.start_mark
        shown = lines[mark.line] if mark.line < len(lines) else ""
        problems.append(Problem(file, mark.line + 1, mark.column + 1, path, slug, what, fix, shown))

    if not isinstance(node, yaml.MappingNode):
        problem(
            node,
            key,
            "evidence/bad-yaml",
            f"the source {key!r} has no fields",
            "publisher: ... on the next line",
        )
        return None
    data: dict[str, str] = {}
    where: dict[str, yaml.Node] = {}
    before = len(problems)
    for name_node, value_node in node.value:
        if not isinstance(name_node, yaml.ScalarNode) or not isinstance(value_node, yaml.ScalarNode):
            problem(
                value_node, key, "evidence/bad-yaml", "a source has plain text fields only", "field: text"
            )
        elif name_node.value in data:
            what = f"the key {name_node.value!r} stands twice"
            problem(name_node, f"{key}.{name_node.value}", "evidence/repeated-key", what, "each key once")
        else:
            data[name_node.value], where[name_node.value] = value_node.value, name_node
    if len(problems) > before:
        return None
    try:
        return Source.model_validate(data)
    except ValidationError as error:

        def place(path: str) -> tuple[int, int, str, int]:
            mark = where.get(path, key_node).start_mark
            return mark.line + 1, mark.column + 1, lines[mark.line], len(path) or 1

        problems += explain(error, Source, file, key, place)
        return None
