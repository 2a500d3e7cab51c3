"""`netback read`: prints anchors that reproduce the quote, says what is wrong, exits as documented."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from netback.views.commands.reading import alias_table_of

TEXT = """ERBIL, April 12 - US Secretary of State Marco Rubio met Prime Minister Masrour Barzani on Friday and urged Baghdad to pay arrears.

Washington has issued no readout. The line carried 450,000 barrels a day.
"""


@pytest.fixture
def app() -> typer.Typer:
    from netback.views.cli import app as whole

    return whole


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_jsonl_anchors_reproduce_the_quote(app: typer.Typer, report: Path) -> None:
    args = ["read", str(report), "--case", "kurdistan", "--published", "2025-04-12", "--format", "jsonl"]
    done = CliRunner().invoke(app, args)
    assert done.exit_code == 0, done.output
    records = [json.loads(line) for line in done.stdout.splitlines()]
    for record in records:
        anchor = record["anchor"]
        assert TEXT[anchor["start"] : anchor["end"]] == anchor["exact"]
        assert record["doc_id"] == "report"
    found = {
        (r["type"], tuple(r["actor"]), tuple(r["target"]), r["date"]) for r in records if r["kind"] == "event"
    }
    assert found == {
        ("CONSULT", ("rubio", "masrour_barzani"), (), "2025-04-11"),
        ("REQUEST", ("rubio",), ("iraq",), "2025-04-11"),
        ("CLAIM", ("us",), (), "2025-04-12"),
    }
    assert [r["value"] for r in records if r["kind"] == "quantity"] == [450_000]


def test_the_table_shows_type_and_words(app: typer.Typer, report: Path) -> None:
    done = CliRunner().invoke(
        app, ["read", str(report), "--published", "2025-04-12", "--doc-id", "own"], env={"COLUMNS": "200"}
    )
    assert done.exit_code == 0, done.output
    assert "own: no title" in done.stdout
    assert "CONSULT/meeting" in done.stdout


@pytest.mark.parametrize(
    ("extra", "code", "words"),
    [
        (["--format", "xml"], 2, "neither table nor jsonl"),
        (["--reader", "oracle"], 2, "neither rules nor model"),
        (["--published", "2025-13-01"], 2, "not a day"),
        (["--case", "atlantis"], 1, "atlantis"),
        (["--reader", "llm", "--published", "2025-04-12"], 1, "NETBACK_LLM_URL"),
    ],
)  # fmt: skip
def test_wrong_use_and_wrong_input_exit_as_documented(
    app: typer.Typer, report: Path, extra: list[str], code: int, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NETBACK_LLM_URL", raising=False)
    done = CliRunner().invoke(app, ["read", str(report), *extra])
    assert done.exit_code == code
    assert words in done.stderr


def test_a_refused_document_names_the_reason(app: typer.Typer, tmp_path: Path) -> None:
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"%PDF-1.4 nothing")
    done = CliRunner().invoke(app, ["read", str(bad)])
    assert done.exit_code == 1
    assert "reading/broken-pdf" in done.stderr


def test_the_shipped_table_knows_parties_offices_and_places() -> None:
    import datetime as dt

    table = alias_table_of("kurdistan")
    assert {"iraq", "krg", "iocs", "turkiye", "us", "iran"} <= {a.id for a in table.aliases}
    assert table.lookup("US Secretary of State", dt.date(2024, 5, 1)) == "blinken"
    assert table.lookup("US Secretary of State", dt.date(2025, 4, 1)) == "rubio"
    assert [m.kind for m in table.find("the Iraq-Turkey Pipeline")] == ["place"]
    for alias in table.aliases:
        assert alias.party == "" or alias.party in table
        assert all(held.who in table for held in alias.held)
