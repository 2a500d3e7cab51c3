"""Broken cases, and the message each must give.

A file ``NAME.yaml`` is the case.yaml of a case whose other files stand in ``shared/``; a folder ``NAME`` lays its
files over those of ``shared/``. The first lines of case.yaml are the problems in order, each as

    # expects: file:line:column: path: what is wrong  [slug]
    #   write: what to write instead
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from netback.case.check import check_case
from netback.case.load import read_case
from netback.errors import CaseError, Problem

HERE = Path(__file__).parent
NAMES = sorted(
    p.stem
    for p in HERE.iterdir()
    if (p.suffix == ".yaml" or (p / "case.yaml").is_file()) and p.stem != "shared"
)


def lay_out(name: str, folder: Path) -> Path:
    """The broken case as a folder of its own."""
    case = folder / "case"
    shutil.copytree(HERE / "shared", case)
    if (HERE / name).is_dir():
        shutil.copytree(HERE / name, case, dirs_exist_ok=True)
    else:
        shutil.copyfile(HERE / f"{name}.yaml", case / "case.yaml")
    return case


def expected(case: Path) -> list[str]:
    """The messages that the head of case.yaml promises."""
    lines = (case / "case.yaml").read_bytes().decode("utf-8", "replace").splitlines()
    head = []
    for line in lines:
        if not line.startswith(("# expects: ", "#   write: ")):
            break
        head.append(line)
    return head


def said(problem: Problem, case: Path) -> list[str]:
    file = problem.file.removeprefix(f"{case}/")
    place = f"{file}:{problem.line}:{problem.column}" if problem.line else file
    path = f"{problem.path}: " if problem.path else ""
    return [f"# expects: {place}: {path}{problem.what}  [{problem.slug}]", f"#   write: {problem.fix}"]


@pytest.mark.parametrize("name", NAMES)
def test_broken_case_gives_its_message(name: str, tmp_path: Path) -> None:
    case = lay_out(name, tmp_path)
    wanted = expected(case)
    assert wanted, "the first line must hold the message"
    found = [line for problem in check_case(case).problems for line in said(problem, case)]
    assert found == wanted


@pytest.mark.parametrize("name", ["several", "unknown_unit", "series_nan", "statement_json"])
def test_reading_a_broken_case_raises_all_its_problems_at_once(name: str, tmp_path: Path) -> None:
    case = lay_out(name, tmp_path)
    with pytest.raises(CaseError) as caught:
        read_case(case)
    assert [line for p in caught.value.problems for line in said(p, case)] == expected(case)


@pytest.mark.parametrize("name", NAMES)
def test_advice_speaks_no_jargon(name: str, tmp_path: Path) -> None:
    for problem in check_case(lay_out(name, tmp_path)).problems:
        text = f"{problem.what} {problem.fix}".lower()
        assert problem.fix
        for word in (
            "pydantic",
            "validation",
            "input should",
            "valid string",
            "mapping node",
            "nonetype",
            "traceback",
        ):
            assert word not in text


def test_there_are_enough_broken_cases() -> None:
    assert len(NAMES) >= 24
