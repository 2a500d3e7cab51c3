"""`netback desk` as a person types it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer
from click.testing import Result
from desk_samples import WITH, WITHOUT, call
from typer.testing import CliRunner

from netback.errors import CaseError, NetbackError, UsageError
from netback.views.commands import desk as commands

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NETBACK_DESK", raising=False)
    monkeypatch.setenv("NETBACK_DESK_BY", "ann")
    program = typer.Typer()
    program.callback()(lambda: None)
    commands.register(program)
    (tmp_path / "with.txt").write_text(WITH)
    (tmp_path / "without.txt").write_text(WITHOUT)

    def invoke(*arguments: str) -> Any:
        return CliRunner().invoke(program, ["desk", *arguments])

    return invoke


def _record(done: Result) -> dict[str, Any]:
    assert done.exception is None, repr(done.exception)
    return dict(json.loads(done.stdout))


def _seed(run: Run, tmp_path: Path) -> str:
    """One report with one proposal given as a file; the proposal's id."""
    _record(run("add", "with.txt", "--published", "2025-02-12", "--publisher", "Northern Wire", "--json"))
    made = call(WITH, "with")
    (tmp_path / "found.jsonl").write_text(made.model_dump_json() + "\n\n")
    record = _record(run("add", "with", "--proposals", "found.jsonl", "--case", "starter", "--json"))
    (key,) = record["documents"][0]["proposals"]
    return str(key)


@pytest.mark.parametrize(
    "command",
    [
        "add",
        "list",
        "show",
        "accept",
        "edit",
        "refuse",
        "merge",
        "sync",
        "claims",
        "export",
        "forecasts",
        "log",
    ],
)
def test_every_command_has_help_and_takes_json(run: Run, command: str) -> None:
    shown = run(command, "--help").stdout
    assert "--json" in shown
    assert "--db" in shown


def test_a_proposal_goes_from_a_file_into_a_copy_of_the_shipped_case(run: Run, tmp_path: Path) -> None:
    key = _seed(run, tmp_path)
    shown = _record(run("show", key[:8], "--case", "starter", "--json"))
    assert shown["pressure"] == ["mediator:owner:call"]
    done = _record(
        run("accept", key, "--case", "starter", "--as-of", "2025-02-28", "--version", "1", "--json")
    )
    assert (done["copied"], done["folder"]) == (True, "starter")
    (driver,) = done["drivers"]
    assert (driver["level_before"], driver["level_after"]) == ("low", "high")
    assert done["statement"]["id"] in (tmp_path / "starter" / "statements.jsonl").read_text()
    events = _record(run("list", "--case", "starter", "--json"))["events"]
    assert key in [e["lead"]["id"] for e in events]
    back = _record(run("refuse", key, "--reason", "test", "--case", "starter", "--json"))
    assert back["removed"] == [done["statement"]["id"]]
    assert _record(run("sync", "starter", "--json"))["added"] == []
    assert _record(run("log", "--json"))["holds"] is True


def test_an_edit_says_everything_that_is_wrong_and_what_to_write(run: Run, tmp_path: Path) -> None:
    key = _seed(run, tmp_path)
    done = run("edit", key, "--set", "date=banana", "--set", "channel=carrier", "--set", "confidence=2")
    assert isinstance(done.exception, CaseError)
    assert [p.path.split(".")[1] for p in done.exception.problems] == ["channel", "confidence", "date"]
    assert "another value" not in str(done.exception)
    done = run("edit", key, "--set", "date=2025-02", "--json")
    assert (_record(done)["date"], _record(done)["version"]) == ("2025-02", 2)


def test_pressure_is_what_the_person_says(run: Run, tmp_path: Path) -> None:
    key = _seed(run, tmp_path)
    with pytest.raises(UsageError, match="this case knows mediator:owner"):
        raise run("accept", key, "--case", "starter", "--pressure", "mediator").exception  # type: ignore[misc]
    done = _record(
        run("accept", key, "--case", "starter", "--pressure", "mediator:owner:public_urging", "--json")
    )
    assert done["statement"]["pressure"]["kind"] == "public_urging"


def test_text_of_a_report_cannot_move_the_cursor(run: Run, tmp_path: Path) -> None:
    text = "The mediator called the state on Tuesday\x1b[2J\u202e now."
    (tmp_path / "odd.txt").write_text(text)
    key = _seed(run, tmp_path)
    _record(run("edit", key, "--set", "actors=\x1b[31mred,mediator", "--json"))
    shown = run("show", key).stdout
    assert "\x1b" not in shown
    assert "red" in shown


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["merge"], "name two proposals or more"),
        (["show", "nothing"], "no proposal"),
        (["list", "--state", "odd"], "none of open"),
        (["export", "starter", "--format", "xml"], "no format"),
        (["edit", "x", "--set", "date"], "not FIELD=VALUE"),
        (["edit", "x", "--set", "date=2025", "--set", "date=2024"], "given twice"),
        (["list", "--db", "oracle://x"], "SQLite and PostgreSQL"),
        (
            ["claims", "starter", "--judge", "x", "--outcome", "kept", "--known-on", "2025-01-01"],
            "no claim 'x'",
        ),
        (["forecasts", "--outcome", "abcdef=resumed"], "0 forecasts begin with"),
    ],
)
def test_wrong_use_says_what_to_do(run: Run, arguments: list[str], words: str) -> None:
    done = run(*arguments)
    assert isinstance(done.exception, NetbackError)
    assert words in str(done.exception)


def test_a_forecast_is_issued_and_its_outcome_recorded(run: Run, tmp_path: Path) -> None:
    record = {"case": "starter", "case_hash": "ab", "as_of": "2025-02-28", "pooled": 0.3}
    (tmp_path / "f.json").write_text(json.dumps(record))
    (row,) = _record(run("forecasts", "--issue", "f.json", "--json"))["forecasts"]
    (row,) = _record(
        run("forecasts", "--outcome", f"{row['id'][:8]}=resumed", "--on", "2025-09-27", "--json")
    )["forecasts"]
    assert (row["result"], row["version"]) == ("resumed", 1)


def test_claims_show_the_shipped_record(run: Run) -> None:
    shown = run("claims", "kurdistan").stdout
    assert "Hayan Abdulghani" in shown
    assert "no date given" in shown
