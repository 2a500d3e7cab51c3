"""From agreement to flow: P(resumed) follows P(settled) by the lag."""

from __future__ import annotations

import numpy as np
import pytest

from netback.case import read_case, set_values
from netback.forecast import make_forecast
from netback.forecast.ensemble import _delay, _flowing

SETTLED = np.array([[0.3, 0.5, 0.6, 0.65]])


def test_no_lag_leaves_the_curve():
    np.testing.assert_allclose(_delay(SETTLED, np.array([0.0])), SETTLED)


def test_a_lag_of_whole_months_shifts_the_curve():
    np.testing.assert_allclose(_delay(SETTLED, np.array([2.0])), [[0.0, 0.0, 0.3, 0.5]])


def test_part_of_a_month_is_linear():
    np.testing.assert_allclose(_delay(SETTLED, np.array([0.25])), [[0.225, 0.45, 0.575, 0.6375]])


def test_a_lag_beyond_the_months_leaves_nothing():
    np.testing.assert_array_equal(_delay(SETTLED, np.array([50.0])), np.zeros((1, 4)))


def test_every_draw_has_its_own_lag():
    found = _delay(np.repeat(SETTLED, 3, axis=0), np.array([0.0, 1.0, 2.0]))
    assert found[:, 2].tolist() == [0.6, 0.5, 0.3]


def test_what_of_the_first_month_has_passed_cannot_hold_an_agreement():
    # 0.9 of the month has passed: an agreement in the rest of it and half a month's lag end in the next month
    found = _delay(SETTLED, np.array([0.5]), 0.9)
    assert found[0, 0] == 0.0
    assert found[0, 1] == pytest.approx(0.3 + 0.5 * 0.2)
    # a lag of 0.05 months leaves half of the tenth that is left
    assert _delay(SETTLED, np.array([0.05]), 0.9)[0, 0] == pytest.approx(0.15)
    np.testing.assert_allclose(_delay(SETTLED, np.array([0.0]), 0.9), SETTLED)


def test_on_random_curves_resumption_never_leads_agreement_and_never_falls():
    rng = np.random.default_rng(1)
    settled = np.sort(rng.random((50, 30)), axis=1)
    lag, passed = rng.uniform(0, 5, 50), rng.random()
    found = _delay(settled, lag, passed)
    assert np.all(found <= settled + 1e-12)
    assert np.all(np.diff(found, axis=1) >= -1e-12)
    assert np.all(_delay(settled, lag + 0.5, passed) <= found + 1e-12)


def test_in_a_forecast_resumption_follows_agreement():
    case = read_case("starter")
    result = make_forecast(case, draws=32).result
    assert np.all(result.resumed_by <= result.settled_by + 1e-12)
    assert np.all(np.diff(result.resumed_by, axis=1) >= -1e-12)
    none = make_forecast(set_values(case, {"restart.lag": "0 months"}), draws=32).result
    np.testing.assert_allclose(none.resumed_by, none.settled_by, atol=1e-12)


def test_late_in_a_month_a_lag_of_weeks_keeps_the_flow_shut_until_its_end():
    case = set_values(read_case("starter").known_on("2024-12-30"), {"restart.lag": "0.5 months"})
    forecast = make_forecast(case, draws=32)
    assert forecast.inside[0] == 0.0
    assert forecast.inside[1] > 0.0


def flowing(lag: float, ramp: float, relapse: float, settled: np.ndarray = SETTLED) -> np.ndarray:
    return _flowing(settled, np.array([lag]), np.array([ramp]), np.array([relapse]))[0]


def test_without_lag_ramp_or_relapse_all_that_is_agreed_flows():
    np.testing.assert_allclose(flowing(0.0, 0.5, 0.0), SETTLED[0])


def test_a_ramp_of_two_months_is_a_quarter_then_three_quarters():
    at_once = np.array([[1.0, 1.0, 1.0]])
    np.testing.assert_allclose(flowing(0.0, 2.0, 0.0, at_once), [0.25, 0.75, 1.0])


def test_relapse_wears_the_flow_down_month_by_month():
    at_once = np.array([[1.0, 1.0, 1.0]])
    np.testing.assert_allclose(flowing(0.5, 1e-9, 0.1, at_once), [0.0, 0.9, 0.81], atol=1e-12)


def test_never_more_flows_than_is_agreed():
    assert (flowing(0.3, 1.0, 0.02) <= SETTLED[0] + 1e-12).all()


def test_expected_flows_use_ramp_and_relapse():
    case = read_case("starter")
    slow = set_values(case, {"restart.ramp": "12 months", "restart.relapse": "20 %/month"})
    path = "flow at trunk"
    a, b = (make_forecast(c, draws=16, horizon=24).tracked("flows")[path]["expected"] for c in (case, slow))
    last = max(a)
    assert b[last] < a[last]
