"""Laws of the game on random valid numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netback.game.induction import deal_worth, perpetuity, scale_game, solve_game_arrays, solve_game_batch
from netback.game.states import flatten_factors, kron_dense

FEW = settings(max_examples=25)


@st.composite
def games(draw: st.DrawFn) -> dict[str, Any]:
    """Arguments of `solve_game_arrays`, one era, random sizes."""
    sizes = draw(st.lists(st.integers(1, 4), min_size=1, max_size=3))
    parties, months = draw(st.integers(1, 4)), draw(st.integers(1, 12))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    states = int(np.prod(sizes))
    scale = 10.0 ** draw(st.integers(-3, 6))
    return {
        "a": scale * rng.normal(1.0, 1.0, (parties, states)),
        "d": scale * rng.normal(0.0, 1.0, (parties, states)),
        "cost": scale * rng.uniform(0.0, 10.0, (parties, states)),
        "cost_scale": rng.uniform(0.0, 2.0, (parties, months)),
        "lam_t": rng.uniform(0.0, 1.0, months),
        "lam_s": rng.uniform(0.0, 1.5, states),
        "tau": scale * draw(st.sampled_from([1e-6, 0.1, 1.0, 50.0])),
        "beta": rng.uniform(0.9, 0.999, parties),
        "weights": rng.dirichlet(np.ones(parties)),
        "factors": [rng.dirichlet(np.ones(n), n) for n in sizes],
    }


def as_batch(game: dict[str, Any]) -> dict[str, Any]:
    """The same game as a batch of one draw."""
    flat, sizes = flatten_factors(game["factors"])
    one = {k: np.asarray(v)[None] for k, v in game.items() if k not in {"factors", "tau"}}
    one |= {"a": one["a"][:, None], "d": one["d"][:, None], "tau": np.array([game["tau"]])}
    return {**one, "factors": flat[None], "sizes": sizes}


@FEW
@given(games())
def test_probabilities_are_probabilities(game: dict[str, Any]) -> None:
    solved = solve_game_arrays(**game)
    lam = np.minimum(1.0, game["lam_t"][:, None] * game["lam_s"])
    assert (solved.q >= 0.0).all()
    assert (solved.q <= lam + 1e-15).all()
    ahead = solve_game_batch(**as_batch(game), start=[0], levels=True)
    assert ((ahead.hazard >= 0.0) & (ahead.hazard <= 1.0)).all()
    assert (np.diff(ahead.settled_by, axis=1) >= 0.0).all()
    assert (ahead.settled_by <= 1.0 + 1e-12).all()
    if ahead.settled_by[0, -1] > 1e-200:
        assert ahead.settle_state.sum() == pytest.approx(1.0, abs=1e-12)
    if ahead.settled_by[0, -1] < 1.0 - 1e-9:
        drivers = len(game["factors"])
        assert ahead.level_open.sum(axis=2) == pytest.approx(
            np.full((1, len(game["lam_t"])), drivers), abs=1e-9
        )


@FEW
@given(games())
def test_no_party_is_worse_off_for_being_able_to_settle(game: dict[str, Any]) -> None:
    solved = solve_game_arrays(**game)
    size = max(1.0, np.abs(solved.value).max())
    assert (solved.value >= solved.value_wait - 1e-12 * size).all()
    end = perpetuity(game["a"], game["beta"], game["factors"])
    move = kron_dense(game["factors"])
    never = end
    for t in range(len(game["lam_t"]) - 1, -1, -1):
        never = game["d"] + game["beta"][:, None] * never @ move.T
        assert (solved.value_wait[t] >= never - 1e-10 * size).all()


@FEW
@given(games(), st.randoms(use_true_random=False))
def test_renaming_parties_renames_results(game: dict[str, Any], random: Any) -> None:
    order = list(range(len(game["beta"])))
    random.shuffle(order)
    other = {
        k: (v[order] if k in {"a", "d", "cost", "cost_scale", "beta", "weights"} else v)
        for k, v in game.items()
    }
    one, two = solve_game_arrays(**game), solve_game_arrays(**other)
    size = np.abs(one.value).max()
    assert two.surplus == pytest.approx(one.surplus, abs=1e-9 * size)
    assert two.value == pytest.approx(one.value[:, order], abs=1e-9 * size)


@FEW
@given(games())
def test_reordering_drivers_reorders_states(game: dict[str, Any]) -> None:
    sizes = [f.shape[0] for f in game["factors"]]
    order = np.arange(int(np.prod(sizes))).reshape(sizes).T.ravel()
    other = {k: (v[..., order] if k in {"a", "d", "cost", "lam_s"} else v) for k, v in game.items()}
    other["factors"] = game["factors"][::-1]
    one, two = solve_game_arrays(**game), solve_game_arrays(**other)
    size = np.abs(one.value).max()
    assert two.surplus == pytest.approx(one.surplus[:, order], abs=1e-9 * size)
    start = int(order[0])
    ours = solve_game_batch(**as_batch(game), start=[start])
    theirs = solve_game_batch(**as_batch(other), start=[0])
    assert theirs.value == pytest.approx(ours.value, abs=1e-9 * size)
    if game["tau"] >= 0.1:  # at a tiny tau, rounding of the surplus is many tau
        assert theirs.hazard == pytest.approx(ours.hazard, abs=1e-6)


@FEW
@given(games(), st.floats(0.0, 5.0))
def test_a_uniform_fall_of_signing_costs_never_lowers_q(game: dict[str, Any], fall: float) -> None:
    parties, months = game["cost_scale"].shape
    dear = {
        **game,
        "cost_scale": np.ones((parties, months)),
        "cost": game["cost"] + fall * np.abs(game["a"]).max(),
    }
    cheap = {**dear, "cost": game["cost"]}
    one, two = solve_game_arrays(**dear), solve_game_arrays(**cheap)
    size = np.abs(one.surplus).max() + np.abs(two.surplus).max()
    assert (two.surplus >= one.surplus - 1e-12 * size).all()
    rounding = 1e-12 * size / game["tau"]
    assert (two.q >= one.q - min(1.0, rounding)).all()


def test_a_fall_that_comes_later_is_a_reason_to_wait() -> None:
    one = np.ones((1, 1))
    common = {
        "lam_t": np.ones(2),
        "lam_s": [1.0],
        "tau": 0.1,
        "beta": [0.9],
        "weights": [1.0],
        "factors": [one],
    }
    steady = solve_game_arrays([[1.0]], [[0.0]], [[1.0]], [[1.0, 1.0]], **common)
    later = solve_game_arrays([[1.0]], [[0.0]], [[1.0]], [[1.0, 0.0]], **common)
    assert later.q[0, 0] < steady.q[0, 0]


@FEW
@given(games(), st.integers(-6, 6))
def test_the_unit_of_money_does_not_matter(game: dict[str, Any], power: int) -> None:
    k = 4.0**power  # a power of two, so that not even rounding differs
    other = {**game, **{name: k * np.asarray(game[name]) for name in ("a", "d", "cost", "tau")}}
    one, two = solve_game_arrays(**game), solve_game_arrays(**{**other, "tau": float(other["tau"])})
    assert two.q == pytest.approx(one.q, rel=1e-12, abs=1e-300)
    assert two.value == pytest.approx(k * one.value, rel=1e-12)


@FEW
@given(games(), st.floats(0.0, 3.0), st.floats(0.3, 30.0), st.integers(-5, 5))
def test_scales_carry_the_unit_of_money(game: dict[str, Any], kappa: float, theta: float, power: int) -> None:
    k, shares = 4.0**power, game["weights"]
    worth = deal_worth(game["a"], game["d"], game["beta"], game["factors"], 0)
    other = deal_worth(k * game["a"], k * game["d"], game["beta"], game["factors"], 0)
    one, two = scale_game(worth, kappa, theta, shares), scale_game(other, kappa, theta, shares)
    assert two.tau == pytest.approx(k * one.tau, rel=1e-9)
    assert two.cost == pytest.approx(k * one.cost, rel=1e-6, abs=1e-12 * k * np.abs(game["a"]).max())
    assert one.tau > 0.0
    assert (one.cost >= 0.0).all()


@FEW
@given(games())
def test_without_friction_the_split_is_nash_s(game: dict[str, Any]) -> None:
    """lam = 1, tau -> 0, one constant state, a standstill that never ends: each gets its disagreement value and
    its weight's share of what a deal adds, whenever settling adds anything."""
    beta, months = np.full_like(game["beta"], 0.95), len(game["lam_t"])
    size = np.abs(game["a"]).max()
    a, d = game["a"][:, :1], game["d"][:, :1]
    cost = game["cost"][:, :1]
    deal, never = a / 0.05, d / 0.05
    surplus = (deal - cost - never).sum()
    solved = solve_game_arrays(
        a, d, cost, np.ones((len(beta), months)), np.ones(months), [1.0], 1e-9 * size, beta, game["weights"],
        [np.ones((1, 1))], terminal_wait=never,
    )  # fmt: skip
    nash = never[:, 0] + game["weights"] * max(surplus, 0.0)
    for t in range(months):
        assert solved.value[t, :, 0] == pytest.approx(nash, abs=1e-6 * size)
    if surplus > 1e-3 * size:
        assert solved.q == pytest.approx(np.ones((months, 1)), abs=1e-6)


@FEW
@given(st.integers(2, 9), st.integers(1, 4), st.integers(0, 2**32 - 1))
def test_chunks_and_threads_change_no_byte(draws: int, threads: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    sizes, parties, months = (2, 3), 2, 5
    flat = np.array([flatten_factors([rng.dirichlet(np.ones(n), n) for n in sizes])[0] for _ in range(draws)])
    game: dict[str, Any] = {
        "a": rng.normal(1.0, 1.0, (draws, 1, parties, 6)),
        "d": rng.normal(0.0, 1.0, (draws, 1, parties, 6)),
        "cost": rng.uniform(0.0, 9.0, (draws, parties, 6)),
        "cost_scale": np.ones((1, parties, months)),
        "lam_t": np.full((1, months), 0.4),
        "lam_s": np.ones((1, 6)),
        "tau": rng.uniform(0.1, 2.0, draws),
        "beta": rng.uniform(0.97, 0.99, (draws, parties)),
        "weights": np.full((1, parties), 0.5),
        "factors": flat,
    }
    shared = {"sizes": np.array(sizes), "start": [1], "observed": np.array([[0, 3]])}
    whole = solve_game_batch(**game, **shared)
    split = solve_game_batch(**game, **shared, threads=threads)
    cut = draws // 2
    halves = [
        solve_game_batch(**{k: v[part] if v.shape[0] > 1 else v for k, v in game.items()}, **shared)
        for part in (slice(0, cut), slice(cut, draws))
    ]
    for name in ("q_observed", "hazard", "settled_by", "settle_state", "value", "settle_gain", "flow"):
        assert getattr(split, name).tobytes() == getattr(whole, name).tobytes()
        joined = np.concatenate([getattr(h, name) for h in halves])
        assert joined.tobytes() == getattr(whole, name).tobytes()
