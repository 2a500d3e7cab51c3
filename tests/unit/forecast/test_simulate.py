"""Forecasts: the same bytes for the same seed, scenarios on the same draws, refusals, and the two extremes."""

from __future__ import annotations

import json

import numpy as np
import pytest

from netback.case import apply_scenario, read_case, set_values
from netback.case.drivers import observe
from netback.case.schema import Scenario
from netback.dates import month_end
from netback.errors import UnknownAsOf, UsageError
from netback.forecast import ensemble, make_forecast
from netback.forecast.ensemble import make_plan
from netback.forecast.pool import hazard_of
from netback.forecast.simulate import NothingToForecast


@pytest.fixture(scope="module")
def case():
    return read_case("starter", as_of="2024-12-31")


@pytest.fixture(scope="module")
def plain(case):
    return make_forecast(case, draws=48, seed=3)


def bytes_of(forecast):
    return json.dumps(forecast.to_record(), sort_keys=True).encode()


def with_scenario(case, **body):
    from dataclasses import replace

    scenarios = {**case.file.scenarios, "made": Scenario(title="Made", **body)}
    return replace(case, file=case.file.model_copy(update={"scenarios": scenarios}))


# ------------------------------------------------------------------ the same bytes


def test_the_same_seed_gives_the_same_bytes(case, plain):
    assert bytes_of(make_forecast(case, draws=48, seed=3)) == bytes_of(plain)


@pytest.mark.parametrize("chunk", [5, 16, 1000])
def test_the_size_of_a_chunk_changes_no_byte(case, plain, monkeypatch, chunk):
    monkeypatch.setattr(ensemble, "CHUNK", chunk)
    assert bytes_of(make_forecast(case, draws=48, seed=3)) == bytes_of(plain)


@pytest.mark.parametrize("workers", [1, 3])
def test_the_number_of_workers_changes_no_byte(case, plain, workers):
    assert bytes_of(make_forecast(case, draws=48, seed=3, workers=workers)) == bytes_of(plain)


def test_another_seed_gives_other_numbers(case, plain):
    assert not np.array_equal(make_forecast(case, draws=48, seed=4).inside, plain.inside)


def test_the_record_is_json_without_nan_and_keeps_its_promises(plain):
    record = json.loads(json.dumps(plain.to_record(), allow_nan=False))
    for key in ("case", "case_hash", "as_of", "seed", "draws", "version", "effective_sample_size", "p_resumed_by",
                "median_date", "expected_terms", "expected_flows", "expected_money", "drivers_now", "assumptions"):  # fmt: skip
        assert key in record
    assert list(record["p_resumed_by"]) == [str(d) for d in plain.dates]
    assert plain.dates[0] == month_end(plain.case.month)
    assert record["conditioned_on"]["months_without_a_deal"] == 11  # February to December


def test_curves_are_probabilities_that_rise(plain):
    for curve in (plain.inside, plain.outside, plain.pooled, plain.low, plain.high):
        assert np.all((curve >= 0) & (curve <= 1))
        assert np.all(np.diff(curve) >= -1e-12)
    assert np.all(plain.low <= plain.high)
    a, b, both = (hazard_of(c) for c in (plain.inside, plain.outside, plain.pooled))
    assert np.all((np.minimum(a, b) - 1e-6 <= both) & (both <= np.maximum(a, b) + 1e-6))


def test_progress_is_told_in_draws(case, monkeypatch):
    monkeypatch.setattr(ensemble, "CHUNK", 10)
    seen = []
    make_forecast(case, draws=25, progress=lambda done, of: seen.append((done, of)))
    assert seen == [(10, 25), (20, 25), (25, 25)]


@pytest.mark.parametrize(("weight", "view"), [("0", "outside"), ("1", "inside")])
def test_the_weight_of_the_pool_goes_from_one_view_to_the_other(case, weight, view):
    found = make_forecast(set_values(case, {"pool.weight": weight}), draws=32)
    np.testing.assert_allclose(found.pooled, getattr(found, view), atol=1e-6)


# ------------------------------------------------------------------ scenarios


def test_a_scenario_that_changes_nothing_changes_no_number(case, plain):
    tariff = case.entry("network.arcs.trucks.tariff").text
    for body in ({}, {"set": {"network.arcs.trucks.tariff": tariff}}):
        found = make_forecast(with_scenario(case, **body), draws=48, seed=3, scenario="made")
        for name in ("inside", "outside", "pooled", "low", "high", "weights"):
            np.testing.assert_array_equal(getattr(found, name), getattr(plain, name), err_msg=name)
        for name in ("settled_by", "tracked", "terms", "gain", "log_no_deal"):
            np.testing.assert_array_equal(
                getattr(found.result, name), getattr(plain.result, name), err_msg=name
            )


def test_the_past_is_conditioned_without_the_scenario(case, plain):
    for scenario in ("road_closed", "better_grant", "more_calls"):
        found = make_forecast(case, draws=48, seed=3, scenario=scenario)
        np.testing.assert_array_equal(found.weights, plain.weights)
        np.testing.assert_array_equal(found.result.log_no_deal, plain.result.log_no_deal)
        assert not np.array_equal(found.inside, plain.inside), scenario
        assert found.case.scenario == scenario


def test_holding_a_driver_where_it_is_keeps_today_s_numbers(case, plain):
    level = observe(case, "push", case.month).level
    made = with_scenario(case, hold={"push": level})
    found = make_forecast(made, draws=48, seed=3, scenario="made")
    np.testing.assert_array_equal(found.result.now, plain.result.now)
    np.testing.assert_array_equal(found.result.gain, plain.result.gain)


def test_a_longer_hold_of_the_road_helps_the_flow(case, plain):
    """Without the road waiting earns less."""
    found = make_forecast(case, draws=48, seed=3, scenario="road_closed")
    assert found.inside[12] > plain.inside[12]


def test_a_held_price_is_today_s_price_of_the_scenario(case, plain):
    made = with_scenario(case, hold={"benchmark": "50 USD/bbl"})
    found = make_forecast(made, draws=48, seed=3, scenario="made")
    assert next(o for o in found.drivers if o.driver == "benchmark").price == 50.0
    moved = found.tracked("money")["region"]["standstill"] - plain.tracked("money")["region"]["standstill"]
    assert moved < 0


def test_an_unknown_scenario_is_refused_with_the_nearest(case):
    with pytest.raises(UsageError, match="did you mean road_closed"):
        make_forecast(case, draws=16, scenario="road_close")
    with pytest.raises(UsageError, match="it has road_closed, better_grant, more_calls"):
        make_forecast(case, draws=16, scenario="zzz")


def test_a_case_under_a_scenario_already_is_refused_not_undone(case):
    with pytest.raises(UsageError):
        make_forecast(apply_scenario(case, "road_closed"), draws=16)


# ------------------------------------------------------------------ what is not there to forecast


def test_a_flow_that_runs_is_nothing_to_forecast():
    with pytest.raises(NothingToForecast, match="the flow was running"):
        make_forecast(read_case("kurdistan", as_of="2025-12-31"), draws=16)


def test_before_the_first_stoppage_there_is_no_episode():
    with pytest.raises(UnknownAsOf, match="no episode of starter had begun"):
        make_forecast(read_case("starter", as_of="2024-01-19"), draws=16)


def test_no_draws_are_refused(case):
    with pytest.raises(UsageError, match="at least 1"):
        make_forecast(case, draws=0)


def test_in_the_month_it_began_a_stoppage_has_no_past():
    case = set_values(read_case("starter", as_of="2024-01-25"), {"network.arcs.ships.capacity": "400 kb/d"})
    plan = make_plan(case, case)
    assert plan.past == ()
    assert plan.first_share == pytest.approx(7 / 31)
    found = make_forecast(case, draws=16)
    assert not found.result.log_no_deal.any()
    assert found.elapsed_days == 5


def test_the_as_of_month_counts_by_the_days_that_passed(case):
    plan = make_plan(case.known_on("2024-12-10"), case.known_on("2024-12-10"))
    assert len(plan.past) == 11
    assert plan.exposure[:-1].tolist() == [1.0] * 10
    assert plan.exposure[-1] == pytest.approx(9 / 31)
    assert plan.first_share == pytest.approx(22 / 31)


# ------------------------------------------------------------------ the two extremes


def test_a_deal_that_cannot_close_never_does(case):
    never = set_values(case, {"game.rounds": "0 1/month"})
    found = make_forecast(never, draws=16)
    assert found.inside.max() == 0.0
    assert not found.result.log_no_deal.any()


def test_signing_that_costs_far_more_than_a_deal_is_worth_hardly_ever_happens(case):
    dear = set_values(case, {"game.signing_cost": "50 share", "game.noise": "0.3 share"})
    assert make_forecast(dear, draws=16).inside.max() < 1e-3


def test_a_deal_all_gain_from_at_no_cost_is_signed_at_once():
    case = set_values(
        read_case("starter", as_of="2024-01-25"),
        {"game.signing_cost": "0 share", "game.noise": "0.3 share", "game.rounds": "1 1/month",
         "restart.lag": "0 months"},
    )  # fmt: skip
    found = make_forecast(case, draws=16)
    assert found.inside[2] > 0.85
    assert found.inside[12] > 0.99
