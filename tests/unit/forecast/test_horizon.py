"""How far the game looks ahead is a choice of arithmetic: the answer must not follow it."""

from __future__ import annotations

import numpy as np
import pytest

from netback.case import read_case, set_values
from netback.errors import UsageError
from netback.forecast import ensemble, make_forecast
from netback.game.induction import flatten_factors, perpetuity, perpetuity_batch


def inside(horizon: int, draws: int = 64) -> np.ndarray:
    case = set_values(read_case("starter"), {"game.horizon": f"{horizon} months"})
    return make_forecast(case, draws=draws, horizon=35).inside


def test_a_longer_horizon_of_the_game_hardly_moves_the_forecast():
    # with a deal for free at the horizon these were 0.31 and 0.41 a year ahead, and 0.47 apart at 35 months
    near, far = inside(60), inside(120)
    assert np.abs(near - far)[:25].max() < 0.03
    assert np.abs(near - far).max() < 0.04


def test_a_longer_horizon_of_past_games_hardly_moves_the_forecast(monkeypatch):
    base = inside(60)
    monkeypatch.setattr(ensemble, "PAST_HORIZON", 60)
    assert np.abs(inside(60) - base).max() < 0.04


@pytest.mark.parametrize("horizon", [0, -1, 60, 61])
def test_a_horizon_the_game_does_not_reach_is_refused_with_the_limits(horizon):
    with pytest.raises(UsageError, match="it must be 1 to 59"):
        make_forecast(read_case("starter"), draws=16, horizon=horizon)


def test_the_longest_horizon_is_one_short_of_the_game():
    forecast = make_forecast(read_case("starter"), draws=16, horizon=59)
    assert len(forecast.dates) == 60


def test_the_perpetuity_of_many_draws_is_that_of_each():
    rng = np.random.default_rng(3)
    flow, beta = rng.normal(size=(3, 2, 6)), rng.uniform(0.9, 0.995, size=(3, 2))
    chains = [[rng.dirichlet(np.ones(n), size=n) for n in (2, 3)] for _ in range(3)]
    flat = [flatten_factors(c) for c in chains]
    found = perpetuity_batch(flow, beta, np.stack([f[0][0] for f in flat]), flat[0][1], threads=2)
    for k in range(3):
        np.testing.assert_allclose(found[k], perpetuity(flow[k], beta[k], chains[k]), rtol=1e-10)
