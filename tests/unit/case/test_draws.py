"""Draws: distributions against scipy, Sobol points that a seed fixes, and points shared by scenarios."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from netback.case import read_case, set_values
from netback.case.draws import quantile, sample
from netback.errors import UsageError

U = np.linspace(0.001, 0.999, 999)


def column(case, path, **options):
    x = sample(case.slots, 64, 1, **options)
    return x[:, case.slots.at(path, case.month)]


@pytest.mark.parametrize(("low", "mode", "high"), [(0, 1, 10), (-3, 2, 2), (5, 5, 9), (1, 2, 3)])
def test_pert_is_the_scaled_beta_with_shape_four(low, mode, high):
    a, b = 1 + 4 * (mode - low) / (high - low), 1 + 4 * (high - mode) / (high - low)
    expected = stats.beta.ppf(U, a, b, loc=low, scale=high - low)
    # a table of 1,025 points: a hundredth of a per cent of the span
    np.testing.assert_allclose(quantile(U, low, mode, high, "pert"), expected, atol=1e-4 * (high - low))


def test_uniform_is_a_straight_line():
    np.testing.assert_allclose(quantile(U, 2.0, 2.5, 6.0, "uniform"), 2 + 4 * U)


def test_loguniform_is_uniform_in_logs():
    np.testing.assert_allclose(
        np.log(quantile(U, 0.1, 1, 10, "loguniform")), np.log(0.1) + np.log(100) * U, atol=1e-12
    )
    assert quantile(np.array([0.5]), 0.1, 3.0, 10.0, "loguniform")[0] == pytest.approx(1.0)


def test_lognormal_has_its_median_at_the_centre_and_99_percent_within_the_bounds():
    low, centre, high = 0.008, 0.2, 5.0
    found = quantile(np.array([0.005, 0.5, 0.995]), low, centre, high, "lognormal")
    np.testing.assert_allclose(found, [low, centre, high], rtol=1e-9)
    assert quantile(np.array([0.0, 1.0]), low, centre, high, "lognormal").tolist() == [low, high]
    upper = stats.lognorm.ppf(0.9, np.log(high / centre) / stats.norm.ppf(0.995), scale=centre)
    assert quantile(np.array([0.9]), low, centre, high, "lognormal")[0] == pytest.approx(upper)


@pytest.mark.parametrize("name", ["pert", "uniform", "loguniform", "lognormal"])
def test_quantiles_rise_and_stay_within_their_bounds(name):
    found = quantile(np.linspace(0, 1, 500), 1.0, 2.0, 8.0, name)
    assert np.all(np.diff(found) >= 0)
    assert found[0] >= 1.0
    assert found[-1] <= 8.0


@pytest.mark.parametrize("name", ["fixed", "pert", "uniform", "loguniform", "lognormal"])
def test_a_number_without_spread_is_its_centre(name):
    assert np.all(quantile(U, 3.0, 3.0, 3.0, name) == 3.0)


def test_an_unknown_distribution_is_refused():
    with pytest.raises(UsageError, match="triangle is not a distribution"):
        quantile(U, 1, 2, 3, "triangle")


def test_a_seed_fixes_the_draws_and_another_seed_gives_others():
    slots = read_case("starter").slots
    assert sample(slots, 32, 4).tobytes() == sample(slots, 32, 4).tobytes()
    assert not np.array_equal(sample(slots, 32, 4), sample(slots, 32, 5))


def test_fewer_draws_are_the_first_of_more_of_the_same_power_of_two():
    slots = read_case("starter").slots
    np.testing.assert_array_equal(sample(slots, 50, 4), sample(slots, 64, 4)[:50])


def test_sobol_points_fill_every_dimension_evenly():
    slots = read_case("starter").slots
    x = sample(slots, 64, 2)
    for i in slots.uncertain:
        if slots.distributions[i] == "loguniform":
            u = np.log(x[:, i] / slots.low[i]) / np.log(slots.high[i] / slots.low[i])
            assert np.bincount((u * 64).astype(int), minlength=64).max() == 1


def test_what_is_not_uncertain_stays_central():
    slots = read_case("starter").slots
    x = sample(slots, 16, 1)
    sure = np.setdiff1d(np.arange(len(slots.names)), slots.uncertain)
    assert np.all(x[:, sure] == slots.central[sure])
    assert x[0, 0] == 0.0
    assert x[0, 1] == 1.0


def test_no_draws_are_refused():
    with pytest.raises(UsageError, match="at least 1"):
        sample(read_case("starter").slots, 0, 1)


# ------------------------------------------------------------------ common random numbers


CHANGES = {
    "a number": {"network.arcs.trucks.tariff": "7 (5..9) USD/bbl"},
    "a number made certain": {"network.arcs.trucks.tariff": "7 USD/bbl"},
    "a certain number made uncertain": {"network.arcs.ships.tariff": "2 (1..3) USD/bbl"},
    "a dated number": {"network.nodes.north.capacity": "150 (100..200) kb/d"},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_changed_number_leaves_the_draws_of_all_others_as_they_were(change):
    base = read_case("starter")
    varied = set_values(base, change)
    a, b = sample(base.slots, 64, 1), sample(varied.slots, 64, 1, like=base.slots)
    moved = []
    for i, name in enumerate(varied.slots.names):
        path = name.split("@")[0]
        if path not in change and not np.array_equal(a[:, base.slots.names.index(name)], b[:, i]):
            moved.append(name)
    assert moved == []


def test_a_changed_number_keeps_its_rank_in_every_draw():
    base = read_case("starter")
    for path, text in (
        ("network.arcs.trucks.tariff", "9 (5..12) USD/bbl"),
        ("network.nodes.north.capacity", "150 (100..200) kb/d"),  # dated before, one entry now
    ):
        varied = set_values(base, {path: text})
        before, after = column(base, path), column(varied, path, like=base.slots)
        assert not np.array_equal(before, after)
        np.testing.assert_array_equal(np.argsort(before), np.argsort(after))


def test_numbers_new_in_a_scenario_get_points_of_their_own():
    base = read_case("starter")
    varied = set_values(
        base,
        {"network.arcs.ships.tariff": "2 (1..3) USD/bbl", "network.arcs.east_hub.tariff": "1 (0..2) USD/bbl"},
    )
    a, b = (column(varied, f"network.arcs.{n}.tariff", like=base.slots) for n in ("ships", "east_hub"))
    assert abs(np.corrcoef(a, b)[0, 1]) < 0.3
    assert not np.array_equal(np.argsort(a), np.argsort(b))
