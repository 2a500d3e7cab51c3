"""A run of each shipped case through every stage, as text a person can read.

A difference in review is the list of numbers that moved. `NETBACK_REWRITE=1` (`just playthroughs`) writes the texts again.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

from netback.views.cli import app

HERE = Path(__file__).parent

RUNS = {
    "starter": ("starter",),
    "kurdistan": ("kurdistan", "--as-of", "2025-04-15"),
}
COMMANDS: dict[str, tuple[str, ...]] = {
    "check": (),
    "flows": (),
    "money": (),
    "deals": (),
    "forecast": ("--draws", "64", "--seed", "1"),
}


def played(name: str) -> str:
    """Every stage of a case, one after the other, at 100 columns."""
    parts = []
    for command, options in COMMANDS.items():
        words = [command, *RUNS[name], *options]
        done = CliRunner().invoke(app, words, env={"COLUMNS": "100"})
        assert done.exit_code == 0, done.output
        parts.append(f"$ netback {' '.join(words)}\n\n{done.stdout}")
    return "\n".join(parts)


@pytest.mark.parametrize("name", [*RUNS][:1] + [pytest.param("kurdistan", marks=pytest.mark.slow)])
def test_a_case_plays_as_it_did(name: str) -> None:
    path = HERE / f"{name}.txt"
    text = played(name)
    if os.environ.get("NETBACK_REWRITE") == "1":
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")
