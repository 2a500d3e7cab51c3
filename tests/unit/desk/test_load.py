"""Small runs of the load and kill benchmark; the full ones: python benchmarks/bench_desk.py."""

from __future__ import annotations

from types import ModuleType

import pytest


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_decisions_taken_at_the_same_time_are_all_there_once(
    kind: str, bench: ModuleType, request: pytest.FixtureRequest
) -> None:
    url = None if kind == "sqlite" else request.getfixturevalue("postgres_url")
    found = bench.run_load(url, processes=2, decisions=12)
    assert found["decisions"] == found["told"] == 24


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_process_killed_while_it_writes_loses_and_doubles_nothing(
    kind: str, bench: ModuleType, request: pytest.FixtureRequest
) -> None:
    url = None if kind == "sqlite" else request.getfixturevalue("postgres_url")
    assert bench.run_kills(url, kills=2)["told"] >= 2
