"""The game on arrays: corners, refusals, and its own failure."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy.special import expit

from netback.errors import ShapeError, SolverError, UsageError
from netback.game import _kernels
from netback.game.induction import deal_worth, perpetuity, scale_game, solve_game_arrays, solve_game_batch
from netback.game.states import flatten_factors

ONE = np.ones((1, 1))


def plain(**changes: Any) -> dict[str, Any]:
    game: dict[str, Any] = {
        "a": np.array([[2.0, 2.5], [1.0, 1.0]]),
        "d": np.array([[1.0, 1.0], [0.5, 1.5]]),
        "cost": np.array([[5.0, 5.0], [1.0, 1.0]]),
        "cost_scale": np.ones((2, 3)),
        "lam_t": np.full(3, 0.5),
        "lam_s": np.ones(2),
        "tau": 1.0,
        "beta": np.array([0.99, 0.98]),
        "weights": np.array([0.5, 0.5]),
        "factors": [np.array([[0.9, 0.1], [0.2, 0.8]])],
    }
    return {**game, **changes}


def batch(**changes: Any) -> dict[str, Any]:
    game = plain()
    flat, sizes = flatten_factors(game.pop("factors"))
    out = {k: np.asarray(v)[None] for k, v in game.items()}
    out |= {
        "a": out["a"][None],
        "d": out["d"][None],
        "factors": flat[None],
        "sizes": sizes,
        "start": np.array([0]),
    }
    return {**out, **changes}


@pytest.mark.parametrize(
    ("changes", "error", "words"),
    [
        ({"d": np.ones((3, 2))}, ShapeError, "party axis: a has 2, d has 3"),
        ({"cost": np.ones((2, 3))}, ShapeError, "state axis: a has 2, cost has 3"),
        ({"cost_scale": np.ones((2, 4))}, ShapeError, "month axis: lam_t has 3, cost_scale has 4"),
        ({"lam_s": np.ones(5)}, ShapeError, "state axis"),
        ({"factors": [np.eye(3)]}, ShapeError, "state axis: a has 2, factors has 3"),
        ({"terminal": np.ones((1, 2))}, ShapeError, "terminal has shape"),
        ({"era": [0, 0]}, ShapeError, "month axis"),
        ({"era": [0, 0, 1]}, UsageError, "era holds 0 to 1; there are 1"),
        ({"regime": [0, 0.5, 1]}, UsageError, "whole numbers"),
        ({"cost": -np.ones((2, 2))}, UsageError, "cost has a negative"),
        ({"lam_t": np.full(3, 1.5)}, UsageError, "lam_t is a probability"),
        ({"tau": 0.0}, UsageError, "tau is positive"),
        ({"weights": [0.5, 0.6]}, UsageError, "sum to one"),
        ({"beta": [0.99, 1.0]}, UsageError, "below 1"),
        ({"a": np.array([[1.0, np.nan], [1.0, 1.0]])}, UsageError, "missing is not zero"),
        ({"terminal": np.full((2, 2), np.inf)}, UsageError, "not finite"),
    ],
)
def test_wrong_numbers_are_named(changes: dict[str, Any], error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        solve_game_arrays(**plain(**changes))


@pytest.mark.parametrize(
    ("changes", "error", "words"),
    [
        ({"tau": np.ones(2), "start": np.zeros(3, int)}, ShapeError, "draw axis: tau has 2"),
        ({"start": [2]}, UsageError, "start holds 2 to 2; there are 2"),
        ({"observed": [[0, 0, 0]]}, ShapeError, "leave at least one ahead"),
        ({"sizes": [3]}, ShapeError, "state axis"),
        ({"tracked": np.ones((1, 1, 1, 2))}, ShapeError, "world axis"),
        ({"tracked": np.full((1, 2, 1, 2), np.nan)}, UsageError, "tracked holds"),
        ({"threads": 0}, UsageError, "threads"),
        ({"a": np.ones((1, 2, 2))}, ShapeError, "a has 3 axes"),
    ],
)
def test_wrong_batches_are_named(changes: dict[str, Any], error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        solve_game_batch(**batch(**changes))


def test_a_number_that_overflows_is_refused_and_its_draw_named() -> None:
    huge = np.full((2, 1, 2, 2), 1.0)
    huge[1] = 1.7e308
    with pytest.raises(SolverError, match="draw 1"):
        solve_game_batch(**batch(a=huge, d=-huge, tau=np.ones(1)))


def test_a_tiny_tau_is_all_or_nothing() -> None:
    sharp = solve_game_arrays(**plain(tau=1e-300))
    assert set(np.unique(sharp.q)) <= {0.0, 0.5}
    many = solve_game_batch(**batch(tau=np.array([1e-300])))
    assert many.value[0] == pytest.approx(sharp.value[0, :, 0], rel=1e-12)


def test_no_round_no_deal() -> None:
    never = solve_game_batch(**batch(lam_t=np.zeros((1, 3))))
    assert never.settled_by.tolist() == [[0.0, 0.0, 0.0]]
    assert np.isnan(never.settle_gain).all()
    assert never.value == pytest.approx(never.value_never)


def test_a_certain_round_with_a_great_gain_settles_at_once() -> None:
    game = batch(
        lam_t=np.ones((1, 3)), tau=np.array([1e-6]), cost=np.zeros((1, 2, 2)), d=np.zeros((1, 1, 2, 2))
    )
    assert solve_game_batch(**game).settled_by == pytest.approx(np.ones((1, 3)))


def test_settled_gains_add_up_to_the_surplus_and_the_closing_shock() -> None:
    """One month, one state: what all end with is q x surplus plus the shock's mean in rounds that close."""
    out = solve_game_batch(
        np.array([[[[3.0], [1.0]]]]), np.ones((1, 1, 2, 1)), np.array([[[0.5], [0.0]]]), np.ones((1, 2, 1)),
        np.array([[0.4]]), np.ones((1, 1)), [2.0], [[0.9, 0.9]], [[0.3, 0.7]], np.ones((1, 1, 1)), [1], [0],
        terminal=np.zeros((1, 2, 1)),
    )  # fmt: skip
    surplus = 3 + 1 - 0.5 - 2.0
    q, h = 0.4 * expit(surplus / 2.0), 0.4 * 2.0 * np.logaddexp(0.0, surplus / 2.0)
    assert out.hazard[0, 0] == pytest.approx(q)
    assert out.settle_own_gain[0] == pytest.approx([1.5, 0.0])
    assert out.settle_gain[0] == pytest.approx(np.array([0.3, 0.7]) * h / q)
    assert out.settle_transfer[0].sum() == pytest.approx(h / q - surplus)


def test_a_standstill_that_ends_for_free_pulls_the_last_months_down() -> None:
    game = plain(cost=np.ones((2, 2)), cost_scale=np.ones((2, 24)), lam_t=np.full(24, 0.5))
    free = solve_game_arrays(**game)
    never = perpetuity(game["d"], game["beta"], game["factors"])
    lasting = solve_game_arrays(**game, terminal_wait=never)
    assert free.surplus[-1, 0] < free.surplus[0, 0]
    assert lasting.surplus[-1, 0] > free.surplus[-1, 0]


def test_payoffs_and_chains_may_change_with_the_calendar() -> None:
    later = plain(a=np.stack([plain()["a"], 3 * plain()["a"]]), d=np.stack([plain()["d"]] * 2))
    early, late = solve_game_arrays(**later, era=[0, 0, 1]), solve_game_arrays(**later, era=[0, 0, 0])
    assert early.value_deal[2, 0, 0] > late.value_deal[2, 0, 0]
    chains = [np.stack([np.eye(2), np.array([[0.0, 1.0], [1.0, 0.0]])])]
    still = solve_game_arrays(**{**plain(), "factors": chains}, regime=[0, 0, 0])
    swapped = solve_game_arrays(**{**plain(), "factors": chains}, regime=[1, 1, 1])
    assert still.value_deal[0, 0, 1] > swapped.value_deal[0, 0, 1]


def test_perpetuity_needs_a_discount() -> None:
    with pytest.raises(UsageError, match="below 1"):
        perpetuity([[1.0]], [1.0], [ONE])
    assert perpetuity([[1.0]], [0.0], [ONE]).tolist() == [[1.0]]


# ------------------------------------------------------------------ scales


def test_a_deal_that_is_worth_nothing_is_said() -> None:
    worth = deal_worth([[1.0]], [[3.0]], [0.9], [ONE], 0)
    scales = scale_game(worth, 0.75, 3.0, [1.0])
    assert worth.joint == pytest.approx(-20.0)
    assert (scales.cost.tolist(), float(scales.tau)) == ([0.0], 6.0)
    assert scales.worthless
    assert scales.reversed_gain
    assert not scales.floored


def test_a_month_without_gain_uses_the_floor() -> None:
    worth = deal_worth([[1.0, 5.0]], [[1.0, 1.0]], [0.9], [np.eye(2)], 0)
    scales = scale_game(worth, 1.0, 2.0, [1.0])
    assert scales.floored
    assert scales.worthless
    assert float(scales.tau) == pytest.approx(2.0 * 0.01 * 4.0)


def test_nothing_to_bargain_over_is_refused() -> None:
    worth = deal_worth([[1.0]], [[1.0]], [0.9], [ONE], 0)
    with pytest.raises(SolverError, match="nothing to bargain over"):
        scale_game(worth, 1.0, 1.0, [1.0])


@pytest.mark.parametrize(
    ("kappa", "theta", "shares", "words"),
    [(-1.0, 1.0, [1.0], "kappa"), (1.0, 0.0, [1.0], "theta"), (1.0, 1.0, [0.9], "sum to one")],
)
def test_scales_out_of_range_are_named(kappa: float, theta: float, shares: list[float], words: str) -> None:
    worth = deal_worth([[3.0]], [[1.0]], [0.9], [ONE], 0)
    with pytest.raises(UsageError, match=words):
        scale_game(worth, kappa, theta, shares)


def test_month_off_the_calendar_is_named() -> None:
    with pytest.raises(UsageError, match="months 0 to 1"):
        deal_worth([[3.0]], [[1.0]], [0.9], [ONE], 0, era=[0, 0], month=2)


# ------------------------------------------------------------------ the written-out exp and log1p


def test_logistic_and_softplus_are_libm_s() -> None:
    rng = np.random.default_rng(0)
    x = np.concatenate(
        [np.linspace(-700, 700, 20001), rng.normal(0, 5, 50000), np.linspace(-1e-8, 1e-8, 101)]
    )
    q, h = np.empty_like(x), np.empty_like(x)
    _kernels._logistic(x, np.ones_like(x), 1.0, q, h)
    # a few units in the last place
    assert q == pytest.approx(expit(x), rel=1e-15)
    assert h == pytest.approx(np.logaddexp(0.0, x), rel=2e-15)


def test_logistic_has_no_overflow() -> None:
    x = np.array([-np.inf, -1e308, -1e3, 1e3, 1e308])
    q, h = np.empty(5), np.empty(5)
    _kernels._logistic(x, np.ones(5), 1.0, q, h)
    assert q == pytest.approx([0, 0, 0, 1, 1], abs=1e-300)
    assert h == pytest.approx([0, 0, 0, 1e3, 1e308], rel=1e-15, abs=1e-300)
