"""Worked examples of the game and of the base rates: tests/reference/game*.yaml."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from netback.dates import DAYS_PER_MONTH
from netback.game.base_rates import (
    conditional_survival,
    counted_rate,
    fit,
    kaplan_meier,
    read_reference_class,
)
from netback.game.induction import solve_game_arrays, solve_game_batch
from netback.game.states import flatten_factors

HERE = Path(__file__).parent


def record(name: str) -> dict[str, Any]:
    return yaml.safe_load((HERE / name).read_text(encoding="utf-8"))


def test_every_game_record_is_run_and_says_where_it_is_from() -> None:
    kinds = {}
    for path in sorted(HERE.glob("game*.yaml")):
        found = record(path.name)
        assert all(found[k] for k in ("title", "source", "typed_by", "checked_by", "expected", "tolerance"))
        kinds[path.name] = found["kind"]
    assert kinds == {"game_stoppages.yaml": "stoppages", "game_two_period.yaml": "game"}


def test_two_period_steps_give_what_is_written() -> None:
    case = record("game_two_period.yaml")
    known: dict[str, float] = {}
    for name, step in case["steps"].items():
        known[name] = eval(step, {"__builtins__": {}, "log": math.log, "exp": math.exp}, known)
    for name, value in case["expected"].items():
        assert known[name] == pytest.approx(value, abs=case["tolerance"]), name


def test_two_period_game_as_solved_by_hand() -> None:
    case = record("game_two_period.yaml")
    want, tolerance = case["expected"], case["tolerance"]
    one = np.ones((1, 1))
    game = solve_game_arrays(**case["inputs"], factors=[one])
    got = {
        "surplus_0": game.surplus[0, 0],
        "surplus_1": game.surplus[1, 0],
        "q_0": game.q[0, 0],
        "q_1": game.q[1, 0],
        "wait_0_first": game.value_wait[0, 0, 0],
        "wait_0_second": game.value_wait[0, 1, 0],
        "value_0_first": game.value[0, 0, 0],
        "value_0_second": game.value[0, 1, 0],
    }
    for name, value in got.items():
        assert value == pytest.approx(want[name], abs=tolerance), name
    given = {k: np.asarray(v, dtype=float)[None] for k, v in case["inputs"].items() if k != "tau"}
    given |= {"a": given["a"][None], "d": given["d"][None], "tau": np.array([case["inputs"]["tau"]])}
    flat, sizes = flatten_factors([one])
    batch = solve_game_batch(**given, factors=flat[None], sizes=sizes, start=[0])
    assert batch.hazard[0] == pytest.approx([want["q_0"], want["q_1"]], abs=tolerance)
    assert batch.settled_by[0, 1] == pytest.approx(want["settled_by_end"], abs=tolerance)
    assert batch.value[0] == pytest.approx([want["value_0_first"], want["value_0_second"]], abs=tolerance)


def test_stoppages_give_the_figures_they_were_compiled_with() -> None:
    want = record("game_stoppages.yaml")["expected"]
    cls = read_reference_class("stoppages")
    curve, weibull = kaplan_meier(cls), fit(cls)
    assert (len(cls), int(cls.ended.sum())) == (want["rows"], want["ended"])
    for share, days in want["quantile_days"].items():
        assert curve.quantile(share) == days
    assert weibull.shape == pytest.approx(want["weibull"]["shape"], abs=5e-4)
    assert weibull.scale_days == pytest.approx(want["weibull"]["scale_days"], abs=0.5)
    assert weibull.median_days == pytest.approx(want["weibull"]["median_days"], abs=0.5)
    for months, survival in want["survival_at_months"].items():
        assert curve.survival_at(months * DAYS_PER_MONTH) == pytest.approx(survival, abs=5.1e-3)
    for months, (six, twelve) in want["ends_within"].items():
        ahead = 1.0 - conditional_survival(curve, months * DAYS_PER_MONTH, 12)
        assert ahead[[5, 11]] == pytest.approx([six, twelve], abs=5.1e-3)


def test_stoppages_counted_at_24_months() -> None:
    want = record("game_stoppages.yaml")["expected"]["counted_at_24"]
    cls = read_reference_class("stoppages")
    six, twelve = (counted_rate(cls, 24 * DAYS_PER_MONTH, w) for w in (6, 12))
    assert six.n_at_risk == want["at_risk"]
    assert [six.n_ended, six.n_countable] == want["six"]
    assert [twelve.n_ended, twelve.n_countable] == want["twelve"]
    assert [round(twelve.low, 2), round(twelve.high, 2)] == [want["low"], want["high"]]


def test_stoppages_by_group() -> None:
    cls = read_reference_class("stoppages")
    for group in record("game_stoppages.yaml")["expected"]["median_days_where"]:
        part = cls.where(**group["where"])
        assert (len(part), int(part.ended.sum())) == (group["n"], group["ended"]), group
        assert kaplan_meier(part).quantile(0.5) == group["median"], group
