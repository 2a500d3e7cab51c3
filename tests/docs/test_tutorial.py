"""The tutorial's commands run, and say what it says they say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from netback.views.cli import app

PAGE = Path(__file__).parents[2] / "docs" / "tutorial" / "index.md"
COMMANDS = re.findall(r"^    netback (.+)$", PAGE.read_text(encoding="utf-8"), re.M)
SAID = {
    "check my_case": ["6 of 51 numbers"],
    "flows my_case": ["110", "260", "65.5", "5.00", "27.8"],
    "deals my_case": ["15.0 to 60.0", "38.1"],
    "forecast my_case --draws 500": ["past stoppages say"],
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tutorial")


def test_every_command_runs_and_says_what_the_page_says(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    assert len(COMMANDS) >= 8
    for command in COMMANDS:
        words = command.replace("--draws 500", "--draws 64").split()
        if words[0] == "report":
            words += ["--draws", "64"]
        done = CliRunner().invoke(app, words)
        assert done.exit_code == 0, (command, done.output)
        for text in SAID.get(command, []):
            assert text in done.output, (command, text)


def test_the_break_it_step_names_file_line_and_cure(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    if not (folder / "broken").exists():
        CliRunner().invoke(app, ["new", "broken"])
        path = folder / "broken" / "case.yaml"
        text = path.read_text(encoding="utf-8")
        broken, count = re.subn(r"(?m)^([^#\n]*capacity: [^#\n]*?) kb/d", r"\1 kbd", text, count=1)
        assert count == 1
        path.write_text(broken, encoding="utf-8")
    done = CliRunner().invoke(app, ["check", "broken"])
    assert done.exit_code == 1
    assert re.search(r"case\.yaml:\d+:\d+: ", done.output)
    assert "kb/d" in done.output
