"""The model beside what was reported, and scenarios beside each other."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from netback.case import read_case, set_values
from netback.case.schema import Scenario
from netback.errors import UsageError
from netback.flows import solve_flows
from netback.forecast import make_forecast
from netback.forecast.compare import compare_scenarios
from netback.views.reported import compare_reported


def test_the_models_figure_is_the_mean_over_its_months() -> None:
    case = read_case("starter")
    row = compare_reported(case)[0]
    flows = solve_flows(case, list(range(row.first, row.last + 1)), ["standstill"])
    assert set(row.worlds) == {"standstill"}
    assert row.model == pytest.approx(np.mean([s.flow("trucks") for s in flows.solutions]))
    assert row.inside is True
    assert row.deviation == pytest.approx(row.model - 105.0)
    assert row.source.startswith("Invented")


def test_a_figure_out_of_its_bounds_is_said_to_be() -> None:
    case = set_values(read_case("starter"), {"network.arcs.trucks.capacity": "20 kb/d"})
    assert compare_reported(case)[0].inside is False


def test_what_lies_ahead_has_no_model() -> None:
    case = read_case("starter")
    item = case.file.reported["trucks_autumn"].model_copy(update={"months": ("2024-11", "2025-02")})
    ahead = replace(case, file=case.file.model_copy(update={"reported": {"ahead": item}}))
    row = compare_reported(ahead)[0]
    assert (row.model, row.inside, row.deviation) == (None, None, None)
    assert "after the as-of date" in row.why


def test_only_the_figures_asked_for_are_solved() -> None:
    assert compare_reported(read_case("starter"), []) == ()


@pytest.mark.slow
def test_every_figure_of_kurdistan_has_a_model() -> None:
    case = read_case("kurdistan")
    rows = compare_reported(case)
    assert {r.id for r in rows} == set(case.file.reported)
    assert all(r.model is not None and np.isfinite(r.model) for r in rows)
    shut = next(r for r in rows if r.id == "pipeline_2024")
    assert shut.model == pytest.approx(0.0, abs=1e-6)


# --- compare ----------------------------------------------------------------------------------------------------------


def test_a_scenario_in_a_comparison_is_the_one_forecast_alone() -> None:
    case = read_case("starter")
    both = compare_scenarios(case, ["road_closed", "better_grant"], draws=48, seed=5, horizon=24)
    assert both.names == ("base", "road_closed", "better_grant")
    for name in both.names:
        alone = make_forecast(case, draws=48, seed=5, horizon=24, scenario=None if name == "base" else name)
        np.testing.assert_array_equal(both.forecasts[name].inside, alone.inside)
        np.testing.assert_array_equal(both.forecasts[name].pooled, alone.pooled)
        np.testing.assert_array_equal(both.forecasts[name].weights, alone.weights)


def test_a_difference_is_that_of_the_two_curves_and_its_error_is_smaller_than_theirs() -> None:
    both = compare_scenarios(read_case("starter"), ["road_closed"], draws=64)
    base, other = both.forecasts["base"], both.forecasts["road_closed"]
    for d in both.differences["road_closed"]:
        assert d.inside == pytest.approx(other.inside[d.months] - base.inside[d.months])
        assert d.pooled == pytest.approx(other.pooled[d.months] - base.pooled[d.months])
        assert d.inside_error > 0
        assert d.pooled_error > 0
    at_a_year = both.differences["road_closed"][2]
    assert at_a_year.inside_error < base.monte_carlo_error


def test_a_scenario_that_changes_nothing_differs_by_nothing() -> None:
    case = read_case("starter")
    same = Scenario(title="The same", set={"network.arcs.ships.capacity": "400 kb/d"})
    file = case.file.model_copy(update={"scenarios": {"same": same}})
    both = compare_scenarios(replace(case, file=file), ["same"], draws=32)
    for d in both.differences["same"]:
        assert (d.inside, d.inside_error, d.pooled, d.pooled_error) == (0.0, 0.0, 0.0, 0.0)
    assert both.gains["same"] == both.gains["base"]


def test_base_may_be_named_and_comes_first_all_the_same() -> None:
    both = compare_scenarios(read_case("starter"), ["road_closed", "base", "road_closed"], draws=16)
    assert both.names == ("base", "road_closed")


def test_progress_counts_the_scenarios_in() -> None:
    seen: list[tuple[int, int]] = []
    compare_scenarios(
        read_case("starter"),
        ["road_closed"],
        draws=16,
        progress=lambda done, total: seen.append((done, total)),
    )
    assert seen[-1] == (32, 32)
    assert seen == sorted(seen)


def test_unknown_scenarios_are_refused_before_the_work() -> None:
    with pytest.raises(UsageError, match="road_closed"):
        compare_scenarios(read_case("starter"), ["road_close"], draws=10**9)
