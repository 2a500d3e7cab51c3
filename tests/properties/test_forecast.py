"""Laws of forecasts on random settings of the starter case."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from netback.case import read_case, set_values
from netback.forecast import make_forecast

CASE = read_case("starter", as_of="2024-12-31")
DAYS = st.dates(CASE.as_of.replace(month=2, day=20), CASE.as_of)


@given(DAYS, st.integers(0, 1000))
@settings(max_examples=8)
def test_on_any_day_curves_rise_and_resumption_follows_agreement(day, seed):
    found = make_forecast(CASE.known_on(day), draws=16, seed=seed)
    np.testing.assert_allclose(found.weights.sum(), 1.0)
    assert 2 <= found.effective_sample_size <= 16
    result = found.result
    assert np.all(result.resumed_by <= result.settled_by + 1e-12)
    for curve in (result.settled_by, result.resumed_by):
        assert np.all((curve >= 0) & (curve <= 1 + 1e-12))
        assert np.all(np.diff(curve, axis=1) >= -1e-12)
    assert np.all(result.log_no_deal <= 0)
    assert np.all(result.log_moves <= 0)
    assert np.all(result.log_fit <= 0)
    low, high = 10.0, 60.0
    assert np.all((result.terms >= low) & (result.terms <= high))


@given(st.floats(0.05, 0.4), st.floats(1.2, 2.0))
@settings(max_examples=6)
def test_more_rounds_never_slow_a_deal_when_waiting_teaches_nothing(rounds, times):
    """At the start of a halt, with signing free, more rounds only bring the deal forward."""
    start = CASE.known_on("2024-01-25")
    few, many = (
        make_forecast(
            set_values(start, {"game.rounds": f"{r} 1/month", "game.signing_cost": "0 share"}), draws=16
        )
        for r in (rounds, rounds * times)
    )
    assert np.all(many.inside >= few.inside - 1e-9)


@given(st.floats(0.0, 1.0), st.floats(0.0, 2.0))
@settings(max_examples=6)
def test_dearer_signing_slows_the_deal(cost, more):
    start = CASE.known_on("2024-01-25")
    cheap, dear = (
        make_forecast(set_values(start, {"game.signing_cost": f"{c} share"}), draws=16).inside
        for c in (cost, cost + more)
    )
    assert np.all(dear <= cheap + 1e-9)


def test_renaming_nothing_but_the_order_of_parties_changes_no_curve():
    from dataclasses import replace

    parties = dict(reversed(CASE.file.parties.items()))
    turned = replace(CASE, file=CASE.file.model_copy(update={"parties": parties}))
    a, b = make_forecast(CASE, draws=16), make_forecast(turned, draws=16)
    np.testing.assert_allclose(a.inside, b.inside, atol=1e-9)
