"""The forecast's compiled game on small grids against the game on all states, `netback.game.induction`."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from netback.case import Case, read_case
from netback.case.change import apply_scenario
from netback.case.draws import sample
from netback.dates import month_end
from netback.errors import ShapeError, UsageError
from netback.forecast.deadlock import check_grid, small_setting, solve_deadlock
from netback.forecast.ensemble import PAST_HORIZON, join, make_plan, run_chunk
from netback.forecast.simulate import chain_points
from netback.game.induction import perpetuity_batch, solve_game_batch
from netback.game.payoffs import (
    build_grid,
    build_payoffs,
    calendar_factors,
    eras,
    game_scales,
    observed_states,
    solve_worlds,
)

CASES = [("starter", dt.date(2025, 2, 10)), ("kurdistan", dt.date(2025, 4, 15))]


def slow_no_deal(case: Case, x: np.ndarray) -> np.ndarray:
    """Log probability of the deadlock so far, every era on all states."""
    plan = make_plan(case, case)
    grid = build_grid(case, x, case.month)
    _, cost_total, tau = game_scales(case, x, grid, build_payoffs(case, x, grid, case.month))
    total = np.zeros(len(x))
    spans = eras(case, plan.past[0], plan.past[-1])
    for first, last in zip(spans.first, spans.last, strict=True):
        months = tuple(range(first, last + 1))
        s = build_payoffs(case, x, grid, first, network_month=max(plan.past[0], first - first % 6)).setting
        seen = observed_states(case, grid, months, held=False)
        scale, rounds = calendar_factors(
            case, x, s.parties, first, len(months) + PAST_HORIZON, known_by=month_end(first)
        )
        lam = np.minimum(x[:, case.slots.at("game.rounds", case.month)][:, None] * rounds, 1.0)
        q = solve_game_batch(
            s.a, s.d, cost_total[:, None, None] * s.cost_share[:, :, None] * s.cost_factor, scale, lam,
            s.rounds_factor, tau, s.beta, s.weights, grid.factors, grid.sizes, seen[:, -1], observed=seen, terms=False,
            terminal_wait=perpetuity_batch(s.d[:, 0], s.beta, grid.factors[:, 0], grid.sizes),
        ).q_observed  # fmt: skip
        total += (np.log1p(-q) * plan.exposure[[plan.past.index(m) for m in months]]).sum(axis=1)
    return total


@pytest.mark.parametrize(("name", "day"), CASES)
def test_the_past_is_as_likely_as_on_all_states(name: str, day: dt.date) -> None:
    case = read_case(name).known_on(day)
    x = sample(case.slots, 64, 1)
    fast = run_chunk(make_plan(case, case), x, x, chain_points(case, 64, 1))
    np.testing.assert_allclose(fast.log_no_deal, slow_no_deal(case, x), rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize(("name", "day"), CASES)
def test_looking_ahead_gives_what_all_states_give(name: str, day: dt.date) -> None:
    case = read_case(name).known_on(day)
    x = sample(case.slots, 64, 1)
    grid = build_grid(case, x, case.month)
    payoffs = build_payoffs(case, x, grid, case.month)
    s = payoffs.setting
    _, cost_total, tau = game_scales(case, x, grid, payoffs)
    start = np.arange(64) * 7 % grid.size
    scale, rounds = calendar_factors(case, x, s.parties, case.month, 40)
    lam = np.minimum(x[:, case.slots.at("game.rounds", case.month)][:, None] * rounds, 1.0)
    quantities = np.stack([payoffs.net[w].transpose(0, 2, 1) for w in ("standstill", "deal")], axis=1)
    slow = solve_game_batch(
        s.a, s.d, cost_total[:, None, None] * s.cost_share[:, :, None] * s.cost_factor, scale, lam, s.rounds_factor,
        tau, s.beta, s.weights, grid.factors, grid.sizes, start, tracked=quantities[..., payoffs.flow_state],
        terminal_wait=perpetuity_batch(s.d[:, 0], s.beta, grid.factors[:, 0], grid.sizes),
    )  # fmt: skip
    worlds = solve_worlds(case, x, grid, case.month)
    small = small_setting(case, x, grid, case.month, worlds)
    fast = solve_deadlock(
        small,
        grid,
        cost_total,
        scale,
        lam,
        tau,
        start=start,
        tracked=quantities,
        tracked_drivers=worlds.drivers,
    )
    np.testing.assert_allclose(fast.settled_by, slow.settled_by, rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(fast.ends_with, slow.settle_gain, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(fast.tracked, slow.tracked, rtol=1e-10, atol=1e-9)


def test_chunks_and_threads_change_no_byte() -> None:
    base = read_case("starter").known_on("2025-02-10")
    case = apply_scenario(base, "more_calls")
    plan = make_plan(base, case)
    xb, u = sample(base.slots, 24, 1), chain_points(base, 24, 1)
    x = sample(case.slots, 24, 1, like=base.slots)
    whole = run_chunk(plan, xb, x, u)
    parts = join([run_chunk(plan, xb[a:b], x[a:b], u[a:b], threads=2) for a, b in ((0, 1), (1, 9), (9, 24))])
    for field in vars(whole):
        assert getattr(whole, field).tobytes() == getattr(parts, field).tobytes(), field


def test_numbers_out_of_range_are_refused() -> None:
    case = read_case("starter").known_on("2025-02-10")
    x = sample(case.slots, 4, 1)
    grid = build_grid(case, x, case.month)
    small = small_setting(case, x, grid, case.month, solve_worlds(case, x, grid, case.month))
    one, scale, lam = np.ones(4), np.ones((4, len(small.parties), 5)), np.full((4, 5), 0.2)
    start = np.zeros(4, dtype=np.int64)
    with pytest.raises(UsageError, match="tau"):
        solve_deadlock(small, grid, one, scale, lam, 0 * one, start=start)
    with pytest.raises(UsageError, match="lam_t"):
        solve_deadlock(small, grid, one, scale, 9 * lam, one, start=start)
    with pytest.raises(UsageError, match="cost"):
        solve_deadlock(small, grid, -one, scale, lam, one, start=start)
    with pytest.raises(UsageError, match="start"):
        solve_deadlock(small, grid, one, scale, lam, one, start=start + grid.size)
    with pytest.raises(ShapeError, match="cost_scale"):
        solve_deadlock(small, grid, one, scale[:, :, :4], lam, one, start=start)
    with pytest.raises(UsageError, match="transition"):
        check_grid(replace(grid, factors=grid.factors * 1.01))
