"""Laws of the flow programme on random networks, many of them tied and degenerate."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netback.flows.lp import certificate, solve_lp, solve_lp_batch

FEW = settings(max_examples=60, deadline=None)


@st.composite
def networks(draw, whole=None):
    """A, c, lo, hi of a feasible network (lo <= 0 <= hi); whole numbers make ties and degenerate corners likely."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    rows, columns = draw(st.integers(1, 8)), draw(st.integers(1, 14))
    A = np.zeros((rows, columns))
    for j in range(columns):
        u, v = rng.integers(rows, size=2)
        kind = rng.integers(3)
        A[u, j] = 1.0 if kind == 0 else -1.0
        if kind == 2 and u != v:
            A[v, j] = 1.0 - 0.01 * rng.integers(4) * (rng.random() < 0.3)
    if rng.random() < 0.3:
        A[rng.integers(rows)] = rng.random(columns) < 0.4
    if draw(st.booleans()) if whole is None else whole:
        c, hi = rng.integers(-4, 5, columns) * 1.0, rng.integers(0, 4, columns) * 100.0
    else:
        c, hi = rng.normal(0.0, 20.0, columns), rng.random(columns) * 500.0 * (rng.random(columns) < 0.8)
    lo = np.where(rng.random(columns) < 0.15, -50.0, 0.0)
    return A, c, lo, hi


@FEW
@given(networks())
def test_the_kernel_gives_the_flows_prices_and_ties_of_highs(problem):
    one, many = solve_lp(*problem), solve_lp_batch(*problem)
    assert many.objective[0, 0] == pytest.approx(one.objective, rel=1e-9, abs=1e-9)
    assert many.x[0, 0] == pytest.approx(one.x, rel=1e-9, abs=1e-7)  # 1e-9 of bounds up to 500
    assert many.y[0, 0] == pytest.approx(one.y, rel=1e-9, abs=1e-7)
    assert many.tied[0, 0] == one.tied
    assert many.n_fallback == 0


@FEW
@given(networks(), st.integers(0, 2**32 - 1))
def test_any_price_bounds_any_feasible_flow_from_above(problem, seed):
    A, c, lo, hi = problem
    best = solve_lp_batch(*problem)
    y = np.random.default_rng(seed).normal(0.0, 30.0, len(A))
    reduced = c + y @ A
    bound = np.maximum(reduced * lo, reduced * hi).sum()
    assert bound >= best.objective[0, 0] - 1e-6
    primal, dual, gap = certificate(A, c, lo, hi, best.x[0, 0], best.y[0, 0])
    assert max(primal, dual, abs(gap)) < 1e-6


@FEW
@given(networks(), st.integers(0, 13), st.floats(0.0, 200.0))
def test_more_capacity_never_hurts_and_is_never_worth_more_than_its_price_today(problem, column, more):
    A, c, lo, hi = problem
    column %= len(c)
    wider = hi.copy()
    wider[column] += more
    before, after = solve_lp_batch(A, c, lo, hi), solve_lp_batch(A, c, lo, wider)
    gain = after.objective[0, 0] - before.objective[0, 0]
    worth = max(0.0, float((c + before.y[0, 0] @ A)[column]))
    assert -1e-6 <= gain <= worth * more + 1e-6


@FEW
@given(networks(), st.integers(0, 2**32 - 1))
def test_draws_do_not_see_each_other(problem, seed):
    A, c, lo, hi = problem
    rng = np.random.default_rng(seed)
    costs = c + rng.normal(0.0, 3.0, (6, 3, len(c)))
    tops = hi * (rng.random((6, 3, len(c))) < 0.8)
    whole = solve_lp_batch(A, costs, lo, tops, workers=2)
    order = rng.permutation(6)
    turned = solve_lp_batch(A, costs[order], lo, tops[order], workers=1)
    for name in ("x", "y", "objective", "tied", "pivots"):
        assert getattr(turned, name).tobytes() == getattr(whole, name)[order].tobytes()
        parts = [solve_lp_batch(A, costs[k : k + 2], lo, tops[k : k + 2]) for k in (0, 2, 4)]
        assert np.concatenate([getattr(p, name) for p in parts]).tobytes() == getattr(whole, name).tobytes()


@FEW
@given(networks(), st.integers(0, 2**32 - 1))
def test_a_path_of_states_equals_each_state_alone_and_any_start(problem, seed):
    A, c, lo, hi = problem
    rng = np.random.default_rng(seed)
    tops = hi * (rng.random((1, 6, len(c))) < 0.8)
    path = solve_lp_batch(A, c, lo, tops)
    alone = solve_lp_batch(A, c, lo, np.swapaxes(tops, 0, 1), start=rng.random(len(c) + len(A)) < 0.5)
    assert path.x[0] == pytest.approx(alone.x[:, 0], rel=1e-9, abs=1e-7)
    assert path.y[0] == pytest.approx(alone.y[:, 0], rel=1e-9, abs=1e-7)
    assert (path.tied[0] == alone.tied[:, 0]).all()


@FEW
@given(networks(), st.sampled_from([1e-3, 10.0, 1e4]), st.sampled_from([1e-3, 10.0, 1e4]))
def test_units_change_nothing_but_units(problem, volume, money):
    A, c, lo, hi = problem
    plain, scaled = solve_lp_batch(A, c, lo, hi), solve_lp_batch(A, c * money, lo * volume, hi * volume)
    assert scaled.x / volume == pytest.approx(plain.x, rel=1e-9, abs=1e-7)
    assert scaled.y / money == pytest.approx(plain.y, rel=1e-9, abs=1e-7)
