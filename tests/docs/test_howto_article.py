"""docs/how-to/from-article-to-forecast.md, run from top to bottom."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from netback.case import read_case, write_starter
from netback.case.drivers import observe
from netback.views.commands.desk import register

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "from-article-to-forecast.md"
BLOCK = re.compile(r"```(\w+) ?([^\n]*)\n(.*?)```", re.DOTALL)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Runs `netback desk ...` in an empty folder and gives what it printed."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NETBACK_DESK_BY", "ann")
    program = typer.Typer()
    program.callback()(lambda: None)
    register(program)

    def run(*arguments: str) -> str:
        done = CliRunner().invoke(program, ["desk", *arguments], catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.stdout

    return run


def _ids(desk: Any) -> dict[str, str]:
    """The ids the page stands in for."""
    events = json.loads(desk("list", "--case", "north", "--json"))["events"]
    found = {}
    for b in [b for e in events for b in (e["lead"], *e["with"])]:
        side = "A" if b["document"] == "harbour" else "B"
        what = {"CONSULT": "CALL", "REQUEST": "URGED", "CLAIM": "CLAIM"}[b["type"]]
        found.setdefault(f"{what}_{side}", b["id"])
    return found


@pytest.mark.slow
def test_the_page_does_what_it_says(desk: Any, tmp_path: Path) -> None:
    case = write_starter("north", tmp_path) / "case.yaml"
    text = case.read_text(encoding="utf-8")
    assert text.count("    name: The state ") == 1
    case.write_text(
        text.replace("    name: The state ", "    aliases: [Norland]\n    name: The state "), encoding="utf-8"
    )
    before = observe(read_case("north", as_of="2025-02-28"), "push", 2025 * 12 + 1)
    ids: dict[str, str] = {}
    printed: list[str] = []
    left = []
    for kind, name, body in BLOCK.findall(PAGE.read_text(encoding="utf-8")):
        if kind == "text" and name:
            Path(name).write_text(body, encoding="utf-8")
        for line in body.splitlines() if kind == "console" else ():
            words = shlex.split(line.removeprefix("$ "))
            if words[:2] != ["netback", "desk"]:
                left.append(words)
                continue
            if not ids and any(w.startswith("CALL_") for w in words):
                ids = _ids(desk)
            printed.append(desk(*(ids.get(w, w) for w in words[2:])))
    everything = "\n".join(printed)
    assert "2 outlets, 2 origins, 2 speakers" in everything
    assert (
        "contradiction 1 (absence, open): Harbour News says there is no readout; Office of the mediator carries one"
        in everything
    )
    assert "push, 2025-02: score 0.50 → 1.50, low → high" in everything
    assert "the chain holds" in everything
    assert Path("north.ics").read_text(encoding="utf-8").startswith("BEGIN:VCALENDAR")
    case_after = read_case("north", as_of="2025-02-28")
    after = observe(case_after, "push", case_after.month)
    assert (before.level, after.level) == ("low", "high")
    statement = case_after.ledger.get(after.statements[0])
    assert statement.quote is not None
    assert statement.quote in Path("readout.txt").read_text(encoding="utf-8")
    assert statement.id not in read_case("north", as_of="2025-02-11").ledger
    assert [w[1] for w in left] == ["new", "forecast", "explain"]
    _forecast()


def _forecast() -> None:
    """The forecast of the page, with and without the call."""
    from netback.forecast import make_forecast

    with_call = make_forecast(read_case("north", as_of="2025-02-28"), draws=200)
    assert with_call.case.hash == read_case("north", as_of="2025-02-28").hash
    from netback.views import __path__ as views

    if not any((Path(p) / "explain.py").is_file() for p in views):
        return  # the view that walks back is not there
    import importlib

    explained = importlib.import_module("netback.views.explain").explain(
        read_case("north", as_of="2025-02-28"), "push"
    )
    assert "The mediator called Norland on Tuesday" in explained.to_text()


def test_what_the_page_prints_is_of_the_form_the_program_prints() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert re.search(r"^contradiction 1 \(absence, open\):", text, re.MULTILINE)
    assert "(../reference/desk.md)" in text
