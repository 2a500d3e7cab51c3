"""What each driver was seen to do: chains, prices, pressure, and holds of a scenario."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from netback.case import apply_scenario, read_case
from netback.case.drivers import UNSEEN, held_level, observe, observed_path, pressure_score
from netback.case.schema import Scenario
from netback.errors import UnknownAsOf, UsageError

MONTH = 2024 * 12


@pytest.fixture(scope="module")
def case():
    return read_case("starter", as_of="2024-12-31")


def holding(case, **hold):
    scenarios = {"made": Scenario(title="Made", hold=hold)}
    return apply_scenario(replace(case, file=case.file.model_copy(update={"scenarios": scenarios})), "made")


def test_before_anything_was_seen_a_chain_stands_at_its_start(case):
    seen = observe(case, "road", MONTH + 1)
    assert (seen.level, seen.index, seen.statements, seen.fresh, seen.since) == ("open", 0, (), False, UNSEEN)


def test_a_level_holds_until_another_is_seen(case):
    path = observed_path(case, "road", MONTH + 2, MONTH + 9)
    assert [o.level for o in path] == ["open"] * 4 + ["closed", "open", "open", "open"]
    assert [o.fresh for o in path] == [True, False, False, False, True, True, False, False]
    assert [o.since for o in path] == [0, 1, 2, 3, 0, 0, 1, 2]
    assert path[4].statements == ("road_closed_july",)


def test_a_price_is_the_last_published(case):
    assert observe(case, "benchmark", MONTH + 10).price == 73.0
    december = observe(case, "benchmark", MONTH + 11)  # published on 2 January
    assert (december.price, december.fresh) == (73.0, False)
    assert np.isnan(december.score)


def test_a_price_before_the_series_says_what_is_missing(case):
    with pytest.raises(UnknownAsOf, match="series benchmark has no value by 2022-12"):
        observe(case, "benchmark", 2022 * 12 + 11)


def test_pressure_is_a_fading_weighted_count(case):
    half_life = case.number("drivers.push.half_life")
    call, urging = (case.number(f"drivers.push.weights.{k}") for k in ("call", "public_urging"))
    assert pressure_score(case, "push", MONTH + 8) == (0.0, (), False)
    score, ids, fresh = pressure_score(case, "push", MONTH + 9)
    assert (score, ids, fresh) == (call, ("call_october",), True)
    assert pressure_score(case, "push", MONTH + 10)[0] == pytest.approx(call * 0.5 ** (1 / half_life))
    score, ids, fresh = pressure_score(case, "push", MONTH + 11)
    assert score == pytest.approx(call * 0.5 ** (2 / half_life) + urging)
    assert set(ids) == {"call_october", "urging_december"}


def test_the_level_of_pressure_begins_at_its_threshold(case):
    assert [o.level for o in observed_path(case, "push", MONTH + 8, MONTH + 11)] == [
        "low",
        "high",
        "low",
        "high",
    ]


def test_a_hold_counts_from_the_as_of_month_on(case):
    held = holding(case, road="closed", benchmark="50 USD/bbl")
    assert observe(held, "road", MONTH + 11).level == "closed"
    assert observe(held, "road", MONTH + 12).level == "closed"
    assert observe(held, "road", MONTH + 10).level == "open"
    assert observe(held, "road", MONTH + 11, held=False).level == "open"
    assert observe(held, "benchmark", MONTH + 11).price == 50.0
    assert observe(held, "benchmark", MONTH + 10).price == 73.0


def test_pressure_times_a_factor_moves_the_level_its_score_gives(case):
    november = case.known_on("2024-11-30")  # the score is 0.71 of a call
    assert observe(november, "push", november.month).level == "low"
    held = apply_scenario(november, "more_calls")
    seen = observe(held, "push", november.month)
    assert seen.level == "high"
    assert seen.score == pytest.approx(2 * observe(november, "push", november.month).score)


def test_a_price_that_is_none_is_refused(case):
    with pytest.raises(UsageError, match="write a price, as 50 USD/bbl"):
        held_level(replace(case, held={"benchmark": "high"}), "benchmark")
