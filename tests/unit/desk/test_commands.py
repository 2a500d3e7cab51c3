"""`netback desk` as a person types it."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer
from click.testing import Result
from desk_samples import WITH, WITHOUT, call, new_desk, two_articles
from typer.testing import CliRunner

from netback.desk.index import short_ids
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


def test_nobody_decides_over_what_somebody_else_decided_unseen(run: Run, tmp_path: Path) -> None:
    key = _seed(run, tmp_path)
    assert " v1 " in run("list", "--case", "starter").stdout
    _record(run("edit", key, "--set", "topics=oil", "--by", "ann", "--json"))
    _record(run("edit", key, "--set", "topics=gas", "--by", "ann", "--json"))  # one's own need no version
    for command in (
        ("edit", key, "--set", "topics=coal"), ("refuse", key, "--reason", "x"), ("accept", key, "--case", "starter"),
    ):  # fmt: skip
        stopped = run(*command, "--by", "bob").exception
        assert isinstance(stopped, UsageError)
        assert "is at version 3: edited by ann at 20" in str(stopped)
        assert "repeat with --version 3" in str(stopped)
    stale = run("edit", key, "--set", "topics=coal", "--by", "bob", "--version", "2").exception
    assert "is at version 3, not 2: edited by ann at 20" in str(stale)
    assert (
        _record(run("edit", key, "--set", "topics=coal", "--by", "bob", "--version", "3", "--json"))[
            "version"
        ]
        == 4
    )
    _record(run("accept", key, "--case", "starter", "--by", "bob", "--json"))
    assert "accepted already" in str(run("accept", key, "--case", "starter", "--by", "ann").exception)
    assert "accepted by bob" in str(run("refuse", key, "--reason", "x", "--by", "ann").exception)


def test_a_target_is_not_shown_as_who_acts(run: Run, tmp_path: Path) -> None:
    key = _seed(run, tmp_path)
    _record(run("edit", key, "--set", "actors=", "--json"))
    assert "(nobody named) → owner" in run("show", key).stdout
    _record(run("accept", key, "--case", "starter", "--no-pressure", "--json"))
    assert "(nobody named) → " in run("export", "starter", "--format", "ical").stdout.replace("\r\n ", "")


def test_what_is_accepted_shows_in_the_drivers_without_a_day_given(run: Run, tmp_path: Path) -> None:
    key = _seed(run, tmp_path)
    done = run("accept", key, "--case", "starter")
    assert "pressure as known on 2025-02-12" in done.stdout
    assert "0.50 → 1.50" in done.stdout
    early = _record(run("show", key, "--json"))
    assert early["state"] == "accepted"


def test_a_day_before_the_report_is_said_to_show_nothing(run: Run, tmp_path: Path) -> None:
    key = _seed(run, tmp_path)
    done = run("accept", key, "--case", "starter", "--as-of", "2025-01-31")
    assert "the statement is of 2025-02-12, see it with --as-of" in done.stdout


def test_a_day_long_after_the_report_says_where_it_shows(run: Run, tmp_path: Path) -> None:
    key = _seed(run, tmp_path)
    done = run("accept", key, "--case", "starter", "--as-of", "2026-06-30")
    assert "a contact fades, --as-of 2025-02-12 shows it on the day of the report" in done.stdout


@pytest.mark.parametrize("more", [(), ("--note", "b"), ("--text", "A call.")])
def test_a_call_told_twice_presses_once_whatever_else_is_said(
    run: Run, tmp_path: Path, more: tuple[str, ...]
) -> None:
    key = _seed(run, tmp_path)
    _record(run("accept", key, "--case", "starter", "--note", "a", "--json"))
    _record(run("add", "without.txt", "--published", "2025-02-12", "--publisher", "The Daily", "--json"))
    (tmp_path / "other.jsonl").write_text(call(WITHOUT, "without").model_dump_json() + "\n")
    (other,) = _record(run("add", "without", "--proposals", "other.jsonl", "--case", "starter", "--json"))[
        "documents"
    ][0]["proposals"]
    for db in ((), ("--db", "sqlite:///second.db")):  # another desk knows of it by the file alone
        if db:
            _record(
                run(
                    "add",
                    "without.txt",
                    "--published",
                    "2025-02-12",
                    "--publisher",
                    "The Daily",
                    "--json",
                    *db,
                )
            )
            _record(run("add", "without", "--proposals", "other.jsonl", "--case", "starter", "--json", *db))
            other = call(WITHOUT, "without").id
        done = _record(
            run("accept", other, "--case", "starter", *more, "--as-of", "2025-01-31", "--json", *db)
        )
        assert "pressure" not in done["statement"], db
        assert done["statement"]["same_as"].startswith("d20250211")


def _two_calls(run: Run, tmp_path: Path) -> tuple[str, str]:
    """The call as two outlets tell it."""
    first = _seed(run, tmp_path)
    _record(run("add", "without.txt", "--published", "2025-02-12", "--publisher", "The Daily", "--json"))
    (tmp_path / "other.jsonl").write_text(call(WITHOUT, "without").model_dump_json())
    done = _record(run("add", "without", "--proposals", "other.jsonl", "--case", "starter", "--json"))
    (second,) = done["documents"][0]["proposals"]
    return first, second


def test_a_merged_report_is_cited_in_the_statement_at_once(run: Run, tmp_path: Path) -> None:
    first, second = _two_calls(run, tmp_path)
    _record(run("merge", first, second, "--json"))
    note = _record(run("accept", first, "--case", "starter", "--note", "mine", "--json"))["statement"]["note"]
    assert note.startswith("mine; attested by ")
    assert "also The Daily, 2025-02-12" in note


def test_what_is_merged_later_reaches_the_folder_by_itself(run: Run, tmp_path: Path) -> None:
    first, second = _two_calls(run, tmp_path)
    _record(run("accept", first, "--case", "starter", "--json"))
    file = tmp_path / "starter" / "statements.jsonl"
    assert "also The Daily" not in file.read_text()
    assert "stands for 2 proposals" in run("merge", first, second).stdout
    _record(run("merge", "--split", second, "--json"))
    assert "in starter says so" in run("merge", first, second).stdout.replace(str(tmp_path) + "/", "")
    assert "also The Daily" in file.read_text()
    assert _record(run("merge", "--split", second, "--json"))["split"] == second
    assert "also The Daily" not in file.read_text()
    done = run("refuse", first, "--reason", "no such call")  # the desk knows the folder
    assert "was taken out of" in done.stdout
    assert first not in file.read_text()


def test_what_is_merged_while_the_folder_is_gone_waits(run: Run, tmp_path: Path) -> None:
    first, second = _two_calls(run, tmp_path)
    _record(run("accept", first, "--case", "starter", "--json"))
    (tmp_path / "starter").rename(tmp_path / "elsewhere")
    assert "waits on the desk; bring the case's folder in line" in run("merge", first, second).stdout
    again = str(run("accept", first, "--case", "elsewhere").exception)
    assert "accepted already; `netback desk sync` brings its statement into the case's folder" in again
    assert "replaced" in run("sync", "elsewhere").stdout
    assert "also The Daily" in (tmp_path / "elsewhere" / "statements.jsonl").read_text()
    assert "sync" not in str(run("accept", first, "--case", "elsewhere").exception)


def test_every_id_shown_means_one_proposal(run: Run, tmp_path: Path) -> None:
    """Two outlets with one text: ids of the second go on from those of the first."""
    made = call(WITH, "with")
    for name, publisher in (("with", "Northern Wire"), ("copy", "Southern Wire")):
        (tmp_path / f"{name}.txt").write_text(WITH)
        _record(run("add", f"{name}.txt", "--published", "2025-02-12", "--publisher", publisher, "--json"))
        (tmp_path / "found.jsonl").write_text(made.model_copy(update={"doc_id": name}).model_dump_json())
        _record(run("add", name, "--proposals", "found.jsonl", "--case", "starter", "--json"))
    shown = [
        line.removeprefix("  like ").split()[0]
        for line in run("list", "--case", "starter").stdout.splitlines()
        if " v1 " in line
    ]
    assert len(set(shown)) == len(shown) == 2
    for key in shown:
        assert _record(run("show", key, "--json"))["id"].startswith(key)


def test_an_id_of_no_proposal_is_not_shortened(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    ids = two_articles(desk)
    assert short_ids(desk, ["ev_20250320_bruce_baghdad", ids["deal"]]) == {
        "ev_20250320_bruce_baghdad": "ev_20250320_bruce_baghdad", ids["deal"]: ids["deal"][:8],
    }  # fmt: skip


def test_a_long_list_shows_the_latest_events_and_says_what_it_leaves_out(run: Run, tmp_path: Path) -> None:
    _seed(run, tmp_path)
    _record(run("add", "without.txt", "--published", "2025-02-13", "--publisher", "The Daily", "--json"))
    (tmp_path / "other.jsonl").write_text(call(WITHOUT, "without", date="2025-02-04").model_dump_json())
    _record(run("add", "without", "--proposals", "other.jsonl", "--case", "starter", "--json"))
    shown = run("list", "--case", "starter", "--limit", "1").stdout
    assert "1 earlier event not shown; --limit 2 shows all" in shown
    assert "The Daily" in shown
    assert "Northern Wire" not in shown
    assert len(_record(run("list", "--case", "starter", "--limit", "1", "--json"))["events"]) == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "nothing here; add a report"),
        (["--case", "strater"], "the desk has nothing for strater, nor for any other case"),
        (["--state", "merged"], "nothing here is merged"),
    ],
)
def test_an_empty_list_says_why(run: Run, arguments: list[str], words: str) -> None:
    assert words in run("list", *arguments).stdout


def test_a_misspelt_case_is_told_from_an_empty_one(run: Run, tmp_path: Path) -> None:
    _seed(run, tmp_path)
    assert "did you mean starter?" in run("list", "--case", "strater").stdout


def test_show_says_that_a_date_is_a_persons(run: Run, tmp_path: Path) -> None:
    key = _seed(run, tmp_path)
    assert "date by weekday, to the day" in run("show", key).stdout
    _record(run("edit", key, "--set", "date=2025-02", "--json"))
    assert "date by hand, to the month" in run("show", key).stdout


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
        (["export", "strater", "--format", "csv"], "the desk has nothing for strater"),
        (["refuse", "x", "--reason", "y", "--by", "an\u202en"], "U+202E"),
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


DEAL = "The mediator called the state on Tuesday 11 February"


def _claim_and_deal(run: Run, tmp_path: Path) -> tuple[str, str]:
    """A claim that a deal is near, accepted, and a deal five days too late; ids of both statements."""
    _record(run("add", "with.txt", "--published", "2025-02-12", "--publisher", "Northern Wire", "--json"))
    said = call(
        WITH, "with", kind="claim", type="CLAIM", mode="forecast", imminent=True, targets=(), predicted_date="2025-02-26",
        horizon="within two weeks", date="2025-02-12", topics=("a deal",),
    )  # fmt: skip
    words = "A deal is expected within two weeks"
    at = WITH.index(words)
    said = said.model_copy(
        update={
            "anchor": said.anchor.model_copy(update={"start": at, "end": at + len(words), "exact": words})
        }
    )
    (tmp_path / "said.jsonl").write_text(said.model_dump_json() + "\n")
    (claim,) = _record(run("add", "with", "--proposals", "said.jsonl", "--case", "starter", "--json"))[
        "documents"
    ][0]["proposals"]
    text = "The mediator called the state on Tuesday, and both signed the agreement."
    (tmp_path / "signed.txt").write_text(text)
    _record(run("add", "signed.txt", "--published", "2025-03-04", "--publisher", "P", "--json"))
    signed = call(text, "signed", type="AGREE", mode="sign", channel="signing", date="2025-03-03")
    (tmp_path / "signed.jsonl").write_text(signed.model_dump_json() + "\n")
    (deal,) = _record(run("add", "signed", "--proposals", "signed.jsonl", "--case", "starter", "--json"))[
        "documents"
    ][0]["proposals"]
    found = [
        _record(run("accept", key, "--case", "starter", "--json"))["statement"]["id"] for key in (claim, deal)
    ]
    return found[0], found[1]


def test_a_claim_is_scored_by_an_accepted_event_and_counts_once_confirmed(run: Run, tmp_path: Path) -> None:
    claim, deal = _claim_and_deal(run, tmp_path)
    early = _record(run("claims", "starter", "--as-of", "2025-02-20", "--json"))
    assert [r["proposed"] for r in early["rows"]] == [None]
    overdue = run("claims", "starter", "--as-of", "2025-03-01").stdout
    assert "overdue: failed unless judged" in overdue
    assert "proposed: failed (no deal is known by 2025-02-26)" in overdue
    shown = run("claims", "starter", "--as-of", "2025-04-01").stdout
    assert f"proposed: late by 5 days, settled by {deal}" in shown
    assert f"netback desk claims starter --confirm {claim}" in shown
    record = _record(run("claims", "starter", "--as-of", "2025-04-01", "--json"))
    assert record["speakers"][0]["late"] == 0  # nothing counts before it is confirmed
    done = _record(run("claims", "starter", "--as-of", "2025-04-01", "--confirm", claim[:20], "--json"))
    assert done["judged"] == [f"{claim} is judged late by 5 days, known on 2025-03-04, settled by {deal}"]
    assert (done["speakers"][0]["late"], done["speakers"][0]["median_late_days"]) == (1, 5)
    again = run("claims", "starter", "--as-of", "2025-04-01", "--confirm", claim)
    assert "is judged late" in str(again.exception)


def test_a_person_overrules_a_judgement_only_by_naming_it(run: Run, tmp_path: Path) -> None:
    claim, deal = _claim_and_deal(run, tmp_path)
    by_event = ("claims", "starter", "--as-of", "2025-04-01", "--judge", claim, "--event", deal)
    (row,) = _record(run(*by_event, "--json"))["rows"]
    assert (row["outcome"], row["late_days"]) == ("late", 5)
    other = ("claims", "starter", "--judge", claim, "--outcome", "failed", "--known-on", "2025-02-27")
    assert "judged late by 5 days already by ann" in str(run(*other).exception)
    assert run(*other, "--was", "late", "--reason", "another deal").exception is None


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--as-of", "soon"], "--as-of"),
        (["--outcome", "kept"], "--judge STATEMENT"),
        (
            ["--confirm", "ev_20250925_mnr_48h"],
            "nothing is proposed for ev_20250925_mnr_48h: it is judged kept",
        ),
        (["--confirm", "ev_2025"], "claims begin with"),
        (["--judge", "ev_20250925_mnr_48h"], "--outcome kept, late, failed or open"),
        (["--judge", "ev_20250925_mnr_48h", "--outcome", "late"], "--known-on"),
    ],
)
def test_wrong_use_of_claims_says_what_to_do(run: Run, arguments: list[str], words: str) -> None:
    done = run("claims", "kurdistan", *arguments)
    assert isinstance(done.exception, UsageError)
    assert words in str(done.exception)


def test_what_was_published_later_is_said_to_be_hidden(run: Run) -> None:
    assert "published later, not shown: 9" in run("claims", "kurdistan", "--as-of", "2025-02-28").stdout
    assert "2025-03-01 (“within hours”)" in run("claims", "kurdistan", "--as-of", "2025-02-28").stdout


def test_an_export_into_no_folder_names_it_and_an_empty_one_says_why(run: Run, tmp_path: Path) -> None:
    key = _seed(run, tmp_path)
    _record(run("accept", key, "--case", "starter", "--json"))
    done = run("export", "starter", "--format", "csv", "-o", "nowhere/x.csv")
    assert "there is no folder nowhere to write x.csv into" in str(done.exception)
    done = run("export", "starter", "--format", "claimreview")
    assert (done.stdout, done.exit_code) == ("", 0)
    assert "no claim was judged yet" in done.stderr


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (
            "UPDATE documents SET body = replace(body, 'state', 'owner') WHERE id = 'with'",
            "with: the text was changed",
        ),
        ("UPDATE documents SET raw = x'00' WHERE id = 'with'", "with: the original was changed"),
        ("UPDATE documents SET id = 'gone' WHERE id = 'with'", "with is gone"),
        ("UPDATE proposals SET original = replace(original, 'Tuesday', 'Monday')", "does not stand at"),
    ],
)
def test_the_log_is_held_against_the_texts_when_asked(
    run: Run, tmp_path: Path, harm: str, words: str
) -> None:
    _seed(run, tmp_path)
    assert "the kept texts were not looked at (--verify does)" in run("log").stdout
    sound = run("log", "--verify")
    assert "1 document and" in sound.stdout
    assert "quotes are as they were" in sound.stdout
    assert _record(run("log", "--verify", "--json"))["texts"]["documents"] == 1
    with contextlib.closing(sqlite3.connect(tmp_path / "netback-desk.db")) as base:
        base.execute(harm)
        base.commit()
    assert run("log").exit_code == 0
    broken = run("log", "--verify").exception
    assert isinstance(broken, NetbackError)
    assert words in str(broken)


def test_claims_show_the_shipped_record(run: Run) -> None:
    shown = run("claims", "kurdistan").stdout
    assert "Hayan Abdulghani" in shown
    assert "no date given" in shown
