"""Every command on the starter case, in this process: what it prints, where, and with which exit code."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from netback.case.load import SHIPPED
from netback.views.cli import app
from netback.views.commands.common import parse_months
from netback.views.tables import ILLUSTRATIVE

DRAWS = ("--draws", "32")

COMMANDS = {
    "check": ["check", "starter"],
    "flows": ["flows", "starter"],
    "flows over months": ["flows", "starter", "--month", "2024-03..2024-10", "--world", "standstill"],
    "flows of one arc": ["flows", "starter", "--ask", "trunk"],
    "flows of one node": ["flows", "starter", "--ask", "hub"],
    "flows reported": ["flows", "starter", "--reported"],
    "flows changed": ["flows", "starter", "--set", "network.arcs.trunk.capacity=200 kb/d", "--scenario", "road_closed"],
    "money": ["money", "starter"],
    "money over months": ["money", "starter", "--month", "2024-05", "--month", "2024-06"],
    "money of a contract": ["money", "starter", "--contract", "export_deal"],
    "money explained": ["money", "starter", "--explain"],
    "deals": ["deals", "starter"],
    "deals by a rule": ["deals", "starter", "--rule", "nash"],
    "forecast": ["forecast", "starter", *DRAWS],
    "forecast of a scenario": ["forecast", "starter", *DRAWS, "--scenario", "more_calls", "--horizon", "12"],
    "compare": ["compare", "starter", "road_closed", "more_calls", *DRAWS],
    "explain a value": ["explain", "starter", "contracts.export_deal.steps.fee.amount"],
    "explain a forecast": ["explain", "starter", "forecast", *DRAWS],
    "cite": ["cite", "starter"],
}  # fmt: skip


def run(*arguments: str, env: dict[str, str] | None = None) -> Any:
    """The command in this process, at 80 columns."""
    return CliRunner().invoke(app, list(arguments), env={"COLUMNS": "80", **(env or {})})


@pytest.fixture
def starter(tmp_path: Path) -> Path:
    """A copy of the starter that a test may spoil."""
    return Path(shutil.copytree(SHIPPED / "starter", tmp_path / "mine"))


def spoil(folder: Path, old: str, new: str, name: str = "case.yaml") -> None:
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")


# --- every command ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("arguments", COMMANDS.values(), ids=COMMANDS)
def test_a_view_begins_with_what_the_data_are_and_fits_80_columns(arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    assert lines[0] == ILLUSTRATIVE
    assert [line for line in lines if len(line) > 80 and "http" not in line] == []
    assert [line for line in lines if line != line.rstrip()] == []
    assert "\x1b" not in done.stdout
    assert "nan" not in done.stdout.lower().split()
    assert done.stderr == ""


@pytest.mark.parametrize("arguments", COMMANDS.values(), ids=COMMANDS)
def test_json_is_one_object_and_nothing_else(arguments: list[str]) -> None:
    done = run(*arguments, "--json")
    assert done.exit_code == 0, done.output
    record = json.loads(done.stdout, parse_constant=lambda c: pytest.fail(f"{c} in the JSON"))
    assert record["schema"].startswith(f"netback-{arguments[0]}")
    assert record["schema"].endswith("/1")
    assert record["illustrative"] is True
    assert record["case"] == "starter"
    assert len(record["case_hash"]) == 16
    assert done.stderr == ""


# --- check ------------------------------------------------------------------------------------------------------------


def test_a_sound_case_is_counted() -> None:
    text = run("check", "starter").stdout
    assert "No problems." in text
    assert "13 statements" in text
    assert "contracts.grant_deal.steps.grant.amount" in text
    assert "road_closed" in text


def test_every_problem_is_shown_with_its_line_and_the_case_is_refused(starter: Path) -> None:
    spoil(starter, "capacity: 80 (70..90) kb/d", "capacity: 80 (70..90) kbd")
    spoil(starter, "kind: government", "kind: goverment")
    done = run("check", str(starter))
    assert done.exit_code == 1
    assert done.stdout == ""
    assert "case/unknown-unit" in done.stderr
    assert "write: government" in done.stderr
    assert "2 problems" in done.stderr
    record = json.loads(run("check", str(starter), "--json").stdout)
    assert record["ok"] is False
    assert {p["slug"] for p in record["problems"]} >= {"case/unknown-unit"}


def test_an_unknown_case_is_met_with_the_nearest_name() -> None:
    for command in (["check", "kurdistn"], ["flows", "kurdistn"], ["explain", "kurdistn", "x"]):
        done = run(*command)
        assert done.exit_code == 1
        assert "write: kurdistan" in done.stderr
        assert done.stdout == ""


# --- faults -----------------------------------------------------------------------------------------------------------

REFUSED = {
    "no such option": (2, ["flows", "starter", "--wrold", "deal"], "--world"),
    "no case": (2, ["flows"], "CASE"),
    "no such command": (2, ["flow", "starter"], "flows"),
    "no such world": (2, ["flows", "starter", "--world", "war"], "standstill, deal, both"),
    "no month": (2, ["flows", "starter", "--month", "May"], "2024-01..2024-06"),
    "months backwards": (2, ["flows", "starter", "--month", "2024-05..2024-01"], "backwards"),
    "too many months": (2, ["flows", "starter", "--month", "1900..2024"], "spans more"),
    "no date": (2, ["flows", "starter", "--as-of", "2024-13-01"], "--as-of"),
    "nothing set": (2, ["flows", "starter", "--set", "trunk"], "PATH=VALUE"),
    "unknown path": (1, ["flows", "starter", "--set", "network.arcs.trunk.capcity=1 kb/d"], "network.arcs.trunk.capacity"),
    "wrong unit": (1, ["flows", "starter", "--set", "network.arcs.trunk.capacity=1 USD/bbl"], "kb/d"),
    "no such arc": (2, ["flows", "starter", "--ask", "trnk"], "did you mean trunk?"),
    "two questions": (2, ["flows", "starter", "--ask", "trunk", "--reported"], "one of them"),
    "months of figures": (2, ["flows", "starter", "--reported", "--month", "2024-05"], "leave --month"),
    "two months explained": (2, ["money", "starter", "--explain", "--month", "2024-05..2024-06"], "one --month"),
    "two months traced": (2, ["explain", "starter", "trunk", "--month", "2024"], "one --month"),
    "no such contract": (2, ["money", "starter", "--contract", "export_dael"], "export_deal"),
    "no such rule": (2, ["deals", "starter", "--rule", "nsh"], "nash"),
    "no such scenario": (2, ["forecast", "starter", "--scenario", "road_closd", *DRAWS], "road_closed"),
    "no draws": (2, ["forecast", "starter", "--draws", "0"], "--draws"),
    "nothing to compare": (2, ["compare", "starter", *DRAWS], "road_closed"),
    "no such scenario to compare": (2, ["compare", "starter", "road_closd", *DRAWS], "did you mean road_closed?"),
    "too far": (2, ["forecast", "starter", "--horizon", "400", *DRAWS], "horizon"),
    "before the halt": (1, ["forecast", "starter", "--as-of", "2023-06-30", *DRAWS], "had begun"),
    "no such quantity": (2, ["explain", "starter", "trukn"], "did you mean trunk?"),
    "a later statement": (1, ["explain", "starter", "trucks_2024", "--as-of", "2024-11-30"], "published on 2024-12-05"),
    "no such party": (2, ["explain", "starter", "money.regoin"], "money.region"),
    "too few draws": (3, ["forecast", "starter", "--draws", "1"], "--draws"),
    "no folder to write to": (2, ["forecast", "starter", *DRAWS, "--out", "/no/such/folder/x.json"], "no folder"),
    "a bad name": (2, ["new", "My Case", "-o", "."], "my_case"),
}  # fmt: skip


@pytest.mark.parametrize(("code", "arguments", "says"), REFUSED.values(), ids=REFUSED)
def test_a_refusal_says_what_to_do_and_has_its_code(code: int, arguments: list[str], says: str) -> None:
    done = run(*arguments)
    assert done.exit_code == code, done.output
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("name", ["unknown path", "no such arc", "before the halt", "too few draws"])
def test_a_refusal_is_json_where_json_was_asked_for(name: str) -> None:
    code, arguments, says = REFUSED[name]
    done = run(*arguments, "--json")
    record = json.loads(done.stdout)
    assert record["schema"] == "netback-error/1"
    assert record["exit_code"] == done.exit_code == code
    assert says in record["message"]


# --- names that would rather be commands ------------------------------------------------------------------------------


def test_a_case_cannot_write_to_the_terminal_or_dress_its_words(starter: Path) -> None:
    evil = r"\x1b[2J\x1b]0;owned\x07[bold red]loud[/] :skull: \u202e"
    spoil(starter, "name: Trunk line", f'name: "{evil}"')
    spoil(starter, "name: The region", f'name: "{evil}"')
    spoil(starter, "title: A starter case", f'title: "{evil}"')
    spoil(starter, "name: Fee per barrel", f'name: "{evil}"')
    spoil(starter, "no less than", r"\u001b[31m [bold]no less[/bold] than", "statements.jsonl")
    name = str(starter)
    commands = (
        ["check", name], ["flows", name], ["flows", name, "--ask", "trunk"], ["money", name], ["deals", name],
        ["forecast", name, *DRAWS], ["explain", name, "fee_offer"], ["explain", name, "trunk"], ["cite", name],
    )  # fmt: skip
    for command in commands:
        done = run(*command)
        assert done.exit_code == 0, done.output
        shown = done.stdout + done.stderr
        assert not any(ord(c) < 32 and c != "\n" for c in shown), command
        assert "\u202e" not in shown
    assert "[bold]no less[/bold]" in run("explain", name, "fee_offer").stdout
    assert "[bold red]loud[/] :skull:" in run("flows", name, "--ask", "trunk").stdout


def test_a_fault_in_a_hostile_file_is_quoted_harmlessly(starter: Path) -> None:
    spoil(starter, "kind: government", r'kind: "\x1b[31mgov"')
    done = run("check", str(starter))
    assert done.exit_code == 1
    assert "\x1b" not in done.stderr


# --- single behaviours ------------------------------------------------------------------------------------------------


def test_a_changed_capacity_changes_the_flow() -> None:
    def flow(*more: str) -> float:
        record = json.loads(
            run("flows", "starter", "--ask", "trunk", "--world", "deal", "--json", *more).stdout
        )
        return float(record["answers"][0]["flow_kbd"])

    assert flow() == pytest.approx(260.0)
    assert flow("--set", "network.arcs.trunk.capacity=200 kb/d") == pytest.approx(200.0)


def test_what_was_changed_is_said_in_every_view_and_record() -> None:
    change = ("--set", "network.arcs.trunk.capacity=200 kb/d")
    for command in (
        ["flows", "starter"],
        ["money", "starter"],
        ["deals", "starter"],
        ["forecast", "starter", *DRAWS],
    ):
        assert "Changed: network.arcs.trunk.capacity = 200 kb/d" in run(*command, *change).stdout
        record = json.loads(run(*command, *change, "--json").stdout)
        assert record["set"] == {"network.arcs.trunk.capacity": "200 kb/d"}
    assert "Changed:" not in run("flows", "starter").stdout


def test_months_may_be_single_ranges_and_years() -> None:
    assert parse_months(None, 7) == [7]
    assert parse_months(["2024-02", "2024-01..2024-03"], 7) == [24288, 24289, 24290]
    assert len(parse_months(["2024"], 7)) == 12


def test_money_in_the_record_adds_up_to_nothing() -> None:
    record = json.loads(run("money", "starter", "--json").stdout)
    assert record["net_sum_musd"] < 1e-9
    for world in ("standstill", "deal"):
        assert sum(v[0] for v in record["by_party_musd"][world].values()) == pytest.approx(0.0, abs=1e-9)


def test_the_record_of_a_forecast_is_the_one_the_library_makes(tmp_path: Path) -> None:
    import netback as nb

    out = tmp_path / "f.json"
    done = run("forecast", "starter", *DRAWS, "--seed", "3", "--json", "--out", str(out))
    assert done.exit_code == 0
    made = nb.make_forecast(nb.read_case("starter"), draws=32, seed=3).to_record()
    assert json.loads(done.stdout) == json.loads(json.dumps(made))
    assert out.read_text(encoding="utf-8") == done.stdout
    assert [p.name for p in tmp_path.iterdir()] == ["f.json"]  # no temporary file is left


def test_a_file_asked_for_is_replaced_whole(tmp_path: Path) -> None:
    out = tmp_path / "s.json"
    out.write_text("old")
    assert run("schema", "-o", str(out)).exit_code == 0
    assert json.loads(out.read_text(encoding="utf-8"))["title"] == "netback case"


def test_a_new_case_can_be_checked_at_once(tmp_path: Path) -> None:
    done = run("new", "mine", "-o", str(tmp_path), "--json")
    folder = json.loads(done.stdout)["folder"]
    assert run("check", folder).exit_code == 0
    assert run("new", "mine", "-o", str(tmp_path)).exit_code == 2


def test_works_and_sources_come_as_bibtex() -> None:
    text = run("cite", "starter", "--bibtex").stdout
    assert "@article{nash_1950," in text
    assert "@misc{starter_notes," in text
    assert text.count("{") == text.count("}")


def test_the_report_is_written_and_announced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("report", "starter", *DRAWS)
    assert done.exit_code == 0, done.output
    page = tmp_path / "starter.html"
    assert page.stat().st_size > 10_000
    lines = done.stdout.splitlines()
    assert lines[0] == ILLUSTRATIVE
    assert "Wrote starter.html" in done.stdout
    record = json.loads(run("report", "starter", *DRAWS, "-o", "x.html", "--json").stdout)
    assert record["bytes"] == (tmp_path / "x.html").stat().st_size


def test_a_view_that_cannot_be_finished_is_not_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    from netback.errors import SolverError
    from netback.views.commands import flow_views

    def broken(*_: object) -> None:
        raise SolverError("made to fail")

    monkeypatch.setattr(flow_views, "certificate", broken)
    done = run("flows", "starter")
    assert done.exit_code == 3
    assert done.stdout == ""
    assert "made to fail" in done.stderr


def test_an_interrupt_ends_in_one_line_and_130(monkeypatch: pytest.MonkeyPatch) -> None:
    import netback.flows

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(netback.flows, "solve_flows", stop)
    done = run("flows", "starter")
    assert done.exit_code == 130
    assert done.stderr == "netback: stopped\n"


def test_a_rule_that_refuses_does_not_silence_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    from netback.bargain.rules import RULES
    from netback.errors import NotConverged

    def refuse(*_: object) -> None:
        raise NotConverged("made to fail")

    monkeypatch.setitem(RULES, "egalitarian", refuse)
    done = run("deals", "starter")
    assert done.exit_code == 0
    assert "The rule egalitarian refused to answer: made to fail." in done.stdout
    record = json.loads(run("deals", "starter", "--json").stdout)
    assert record["refused"] == {"egalitarian": "made to fail"}
    assert "nash" in record["rules"]
    assert run("deals", "starter", "--rule", "egalitarian").exit_code == 3
