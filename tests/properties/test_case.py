"""Laws of a case: hindsight cannot leak, and a written case is the same case."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netback.case import Case, check_case, diff_cases, read_case, set_values, shipped_cases, write_case
from netback.case.load import SHIPPED

DAYS = st.dates(dt.date(2022, 6, 1), dt.date(2026, 8, 31))
NAMES = st.sampled_from(shipped_cases())


@pytest.fixture(scope="module")
def scratch() -> Iterator[Path]:
    """A folder with copies of the shipped cases, so that both sides of a law read the same files."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(SHIPPED, Path(folder) / "shipped")
        yield Path(folder)


@pytest.fixture(scope="module")
def cases(scratch: Path) -> dict[str, Case]:
    return {name: read_case(scratch / "shipped" / name) for name in shipped_cases()}


def without_later(name: str, day: dt.date, scratch: Path) -> Path:
    """A shipped case from which every statement and row published after a day was deleted."""
    folder = scratch / "cut"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(scratch / "shipped" / name, folder)
    path = folder / "statements.jsonl"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(x for x in lines if json.loads(x)["published_on"] <= str(day)), "utf-8")
    for series in (folder / "series").glob("*.csv"):
        head, *rows = series.read_text("utf-8").splitlines(keepends=True)
        series.write_text(head + "".join(r for r in rows if r.split(",")[3] <= str(day)), "utf-8")
    return folder


@given(name=NAMES, day=DAYS)
def test_known_on_is_what_a_ledger_without_later_lines_gives(
    name: str, day: dt.date, scratch: Path, cases: dict[str, Case]
) -> None:
    day = min(day, cases[name].as_of)
    known = cases[name].known_on(day)
    assert read_case(without_later(name, day, scratch), as_of=day).hash == known.hash


@given(name=NAMES, day=DAYS)
def test_a_written_case_reads_back_the_same(
    name: str, day: dt.date, scratch: Path, cases: dict[str, Case]
) -> None:
    known = cases[name].known_on(min(day, cases[name].as_of))
    shutil.rmtree(scratch / "copy", ignore_errors=True)
    again = read_case(write_case(known, scratch / "copy"))
    assert again.hash == known.hash
    assert diff_cases(again, known) == []
    assert again.as_of == known.as_of


@given(name=NAMES, first=DAYS, second=DAYS)
def test_known_on_twice_is_known_on_the_earlier_day(
    name: str, first: dt.date, second: dt.date, cases: dict[str, Case]
) -> None:
    case = cases[name]
    early, late = sorted(min(day, case.as_of) for day in (first, second))
    assert case.known_on(late).known_on(early).hash == case.known_on(early).hash


@given(name=NAMES, day=DAYS)
def test_nothing_published_later_is_left(name: str, day: dt.date, cases: dict[str, Case]) -> None:
    known = cases[name].known_on(day)
    assert all(s.published_on <= day for s in known.ledger.statements)
    for value in known.values.values():
        assert all(cite in known.ledger for entry in value.entries for cite in entry.cites)
    for series in known.series.values():
        assert all(p <= day for p in series.published)


@given(name=NAMES, data=st.data())
def test_setting_a_value_to_its_own_text_changes_at_most_that_value(
    name: str, data: st.DataObject, cases: dict[str, Case]
) -> None:
    case = cases[name]
    path = data.draw(st.sampled_from(sorted(p for p, v in case.values.items() if v.entries)))
    entry = case.values[path].in_force(case.month) or case.values[path].entries[-1]
    other = set_values(case, {path: entry.text})
    assert set(diff_cases(case, other)) <= {path}
    assert other.number(path) == entry.central


WORDS = (
    "",
    "~",
    "x",
    "-1",
    "1e999",
    "NaN",
    "[a, b]",
    "{a: b}",
    "- x",
    "unknown",
    "2024-02-30",
    "5 kb/d [",
    "'",
    "&a x",
    "ü",
)


@given(data=st.data())
def test_a_case_harmed_anywhere_is_read_or_explained(data: st.DataObject, scratch: Path) -> None:
    folder = scratch / "harmed"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(scratch / "shipped" / "starter", folder)
    name = data.draw(
        st.sampled_from(["case.yaml", "statements.jsonl", "sources.yaml", "series/benchmark.csv"])
    )
    lines = (folder / name).read_text("utf-8").splitlines()
    for _ in range(data.draw(st.integers(1, 3))):
        i = data.draw(st.integers(0, len(lines) - 1))
        harm = data.draw(st.sampled_from(["drop", "repeat", "indent", "value", "key", "cut", "swap"]))
        line, word = lines[i], data.draw(st.sampled_from(WORDS))
        if harm == "drop" and len(lines) > 1:
            del lines[i]
        elif harm == "repeat":
            lines.insert(i, line)
        elif harm == "indent":
            lines[i] = " " * data.draw(st.integers(1, 4)) + line
        elif harm == "value":
            lines[i] = f"{line.partition(':')[0]}: {word}"
        elif harm == "key":
            lines[i] = f"{word}{line.lstrip()}"
        elif harm == "cut":
            lines[i] = line[: data.draw(st.integers(0, len(line)))]
        else:
            j = data.draw(st.integers(0, len(lines) - 1))
            lines[i], lines[j] = lines[j], lines[i]
    (folder / name).write_text("\n".join(lines), "utf-8")
    found = check_case(folder)
    for problem in (*found.problems, *found.warnings):
        assert problem.what
        assert problem.file.startswith(f"{folder}/")
        assert problem.fix or problem.slug.startswith("evidence/")
    if found.case is not None:
        assert found.case.hash
        assert found.case.known_on("2024-03-01").slots.central.size > 0
