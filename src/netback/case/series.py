"""Monthly series of a case: ``series/NAME.csv``, one row a month, with the day each row could be known."""

from __future__ import annotations

import csv
import datetime as dt
import io
import math
import re
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from pathlib import Path

from netback.case.case import Series
from netback.dates import month_name, parse_date, parse_partial
from netback.errors import Problem, nearest
from netback.units import UnitError, canonical, parse_unit

__all__ = ["HEADER", "read_series", "write_series"]

HEADER = ("month", "value", "unit", "published_on", "source")
"""Columns of a series file; others are refused."""

_MAX_BYTES = 20_000_000
_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")


@dataclass
class _File:
    """One series file while it is read: where problems go."""

    name: str
    lines: list[str]
    problems: list[Problem] = field(default_factory=list)

    def add(self, line: int, column: str, slug: str, what: str, fix: str, text: str = "") -> None:
        shown = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        at = shown.find(text) if text else -1
        self.problems.append(
            Problem(
                self.name, line, max(at, 0) + 1, column, slug, what, fix, shown, len(text) if at >= 0 else max(1, len(shown))
            )
        )  # fmt: skip


def read_series(
    folder: Path, prefix: str, sources: Collection[str] | None
) -> tuple[dict[str, Series], list[Problem]]:
    """Every series of a case's folder.

    Parameters
    ----------
    folder : Path
        The case's folder; series stand in ``series/`` below it.
    prefix : str
        The folder as the user wrote it, for the problems.
    sources : collection of str or None
        Keys of the ledger's sources; None when the ledger could not be read.

    Returns
    -------
    (dict of str to Series, list of Problem)
        A series with a problem is left out.
    """
    home = folder / "series"
    found: dict[str, Series] = {}
    problems: list[Problem] = []
    if not home.is_dir():
        return found, problems
    for path in sorted(home.glob("*.csv")):
        shown = f"{prefix}series/{path.name}"
        if not path.resolve().is_relative_to(folder.resolve()):
            problems.append(
                Problem(
                    shown,
                    0,
                    0,
                    "",
                    "case/outside-folder",
                    "the file is a link that leads out of the case's folder",
                    "a copy of the file in series/",
                )
            )
            continue
        if not _NAME.match(path.stem):
            problems.append(
                Problem(
                    shown,
                    0,
                    0,
                    "",
                    "case/bad-name",
                    f"{path.stem!r} cannot name a series",
                    "small letters, digits and _, beginning with a letter",
                )
            )
            continue
        series, faults = _read_one(path, shown, sources)
        problems.extend(faults)
        if series is not None:
            found[path.stem] = series
    return found, problems


def _read_one(path: Path, shown: str, sources: Collection[str] | None) -> tuple[Series | None, list[Problem]]:
    raw = path.read_bytes()
    if len(raw) > _MAX_BYTES:
        return None, [
            Problem(shown, 0, 0, "", "case/too-large", "a series file has at most 20 MB", "fewer rows")
        ]
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        what = f"byte {error.start + 1} of the file (0x{raw[error.start]:02x}) is not UTF-8"
        return None, [
            Problem(shown, line, 1, "", "case/not-utf8", what, "the file saved again with encoding UTF-8")
        ]
    file = _File(shown, text.splitlines())
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[tuple[int, list[str]]] = []
    try:
        rows = [(reader.line_num, [cell.strip() for cell in cells]) for cells in reader]
    except csv.Error as error:
        file.add(reader.line_num, "", "case/series-row", f"this is not CSV: {error}", ",".join(HEADER))
        return None, file.problems
    if not rows or tuple(rows[0][1]) != HEADER:
        what = "the first line does not name the columns of a series"
        file.add(1, "", "case/series-header", what, ",".join(HEADER))
        return None, file.problems
    table = _Table(sources)
    for line, cells in rows[1:]:
        if any(cells):
            _row(file, line, cells, table)
    if file.problems:
        return None, file.problems
    if not table.rows:
        fix = "2024-01,80.1,USD/bbl,2024-02-01,source_key"
        file.add(1, "", "case/series-empty", "the series has no rows", fix)
        file.problems = [replace(p, severity="warning") for p in file.problems]
    months = tuple(sorted(table.rows))
    values = tuple(table.rows[m][0] for m in months)
    published = tuple(table.rows[m][1] for m in months)
    unit = canonical(parse_unit(table.unit).dimension) if table.rows else ""
    return Series(path.stem, months, values, published, unit, table.source), file.problems


@dataclass
class _Table:
    """Rows read so far, and what all rows must share."""

    sources: Collection[str] | None
    unit: str = ""
    source: str = ""
    rows: dict[int, tuple[float, dt.date]] = field(default_factory=dict)


def _row(file: _File, line: int, cells: list[str], table: _Table) -> None:
    if len(cells) != len(HEADER):
        what = f"the row has {len(cells)} cells, not {len(HEADER)}"
        file.add(line, "", "case/series-row", what, ",".join(HEADER))
        return
    month_text, value_text, unit, published_text, source = cells
    month = _month(file, line, month_text)
    value = _number(file, line, value_text, unit)
    table.unit, table.source = table.unit or unit, table.source or source
    if unit != table.unit:
        what = f"the unit is {unit!r}, but the rows above have {table.unit!r}"
        file.add(line, "unit", "case/series-unit", what, f"{table.unit} in every row", unit)
    if table.sources is not None and source not in table.sources:
        fix = nearest(source, table.sources) or "the key of a source in sources.yaml"
        file.add(line, "source", "case/unknown-source", f"{source!r} is not in sources.yaml", fix, source)
    elif source != table.source:
        what = f"the source is {source!r}, but the rows above have {table.source!r}"
        file.add(line, "source", "case/series-source", what, "one source for each file", source)
    try:
        published = parse_date(published_text)
    except ValueError as error:
        fix = "the day the value could be known, as 2024-02-01"
        file.add(line, "published_on", "case/bad-date", str(error).split("; write")[0], fix, published_text)
        return
    if month is None or value is None:
        return
    if month in table.rows:
        what = f"{month_text} is given twice"
        file.add(line, "month", "case/series-repeated-month", what, "one row a month", month_text)
    table.rows.setdefault(month, (value, published))


def _month(file: _File, line: int, text: str) -> int | None:
    try:
        date = parse_partial(text)
    except ValueError:
        date = None
    if date is None or date.month is None or date.day is not None:
        file.add(
            line, "month", "case/bad-month", f"{text!r} is not a month", "year and month, as 2024-01", text
        )
        return None
    return date.year * 12 + date.month - 1


def _number(file: _File, line: int, text: str, unit_text: str) -> float | None:
    try:
        number = float(text) if "_" not in text else math.nan
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        file.add(line, "value", "case/not-a-number", f"{text!r} is not a number",
                 "a number such as 80.1; leave the row out where there is none", text)  # fmt: skip
        return None
    try:
        unit = parse_unit(unit_text)
    except UnitError as error:
        file.add(line, "unit", "case/unknown-unit", str(error), error.fix, unit_text)
        return None
    if not unit_text:
        file.add(line, "unit", "case/missing-unit", "the row has no unit", "a unit, such as USD/bbl")
        return None
    return number * unit.factor


def write_series(series: Series) -> str:
    """A series as the text of its file.

    Parameters
    ----------
    series : Series

    Returns
    -------
    str
        Numbers in the shortest form that reads back as the same number.
    """
    rows = zip(series.months, series.values, series.published, strict=True)
    body = [f"{month_name(m)},{v!r},{series.unit},{p},{series.source}" for m, v, p in rows]
    return "\n".join([",".join(HEADER), *body]) + "\n"
