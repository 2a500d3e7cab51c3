"""The flow programme against scipy, and against every corner of tiny programmes."""

from itertools import combinations, product

import numpy as np
import pytest

from netback.flows.lp import InfeasibleFlows, solve_lp, solve_lp_batch


def tiny(rng, rows, columns):
    A = rng.integers(-1, 2, (rows, columns)) * 1.0
    c, hi = rng.integers(-5, 6, columns) * 1.0, rng.integers(0, 5, columns) * 1.0
    return A, c, np.minimum(hi, rng.integers(-1, 2, columns) * 1.0), hi


def corners(A, lo, hi):
    """Every basic feasible x: some columns at a bound, the others solved for."""
    rows, columns = A.shape
    found = []
    for size in range(min(rows, columns) + 1):
        for basic in combinations(range(columns), size):
            rest = [j for j in range(columns) if j not in basic]
            part = A[:, basic]
            if size and np.linalg.matrix_rank(part) < size:
                continue
            for sides in product((0, 1), repeat=len(rest)):
                x = np.zeros(columns)
                x[rest] = [(lo, hi)[s][j] for s, j in zip(sides, rest)]
                if size:
                    x[list(basic)] = np.linalg.lstsq(part, -A @ x, rcond=None)[0]
                if np.abs(A @ x).max() < 1e-9 and (x >= lo - 1e-9).all() and (x <= hi + 1e-9).all():
                    found.append(x)
    return found


@pytest.mark.parametrize("seed", range(25))
def test_the_answer_is_the_best_corner_and_the_largest_of_equals(seed):
    A, c, lo, hi = tiny(np.random.default_rng(seed), 2, 5)
    found = corners(A, lo, hi)
    if not found:
        with pytest.raises(InfeasibleFlows):
            solve_lp_batch(A, c, lo, hi)
        return
    best = max(c @ x for x in found)
    equals = [tuple(np.round(x, 9)) for x in found if c @ x > best - 1e-9]
    one, many = solve_lp(A, c, lo, hi), solve_lp_batch(A, c, lo, hi)
    assert one.objective == pytest.approx(best, abs=1e-9)
    assert one.x == pytest.approx(max(equals), abs=1e-8)
    assert many.x[0, 0] == pytest.approx(max(equals), abs=1e-8)
    assert one.tied == many.tied[0, 0] == (len(set(equals)) > 1)


@pytest.mark.parametrize("seed", range(10))
def test_scipy_finds_the_same_optimum_or_none(seed):
    linprog = pytest.importorskip("scipy.optimize").linprog
    rng = np.random.default_rng(100 + seed)
    A, c, lo, hi = tiny(rng, 6, 20)
    peer = linprog(-c, A_eq=A, b_eq=np.zeros(6), bounds=np.column_stack([lo, hi]))
    if peer.status == 2:
        with pytest.raises(InfeasibleFlows):
            solve_lp_batch(A, c, lo, hi)
        return
    assert solve_lp_batch(A, c, lo, hi).objective[0, 0] == pytest.approx(-peer.fun, abs=1e-8)


@pytest.mark.parametrize("seed", range(10))
def test_every_member_of_a_clash_is_needed(seed):
    linprog = pytest.importorskip("scipy.optimize").linprog
    rng = np.random.default_rng(seed)
    A, c, lo, hi = tiny(rng, 4, 8)
    lo[rng.integers(8)] = hi.max() + 1.0
    hi = np.maximum(hi, lo)
    try:
        solve_lp(A, c, lo, hi)
        return
    except InfeasibleFlows as clash:
        rows, bounds = list(clash.rows), list(clash.bounds)

    def feasible(kept_rows, kept_bounds):
        box = [
            tuple(v[j] if (j, side) in kept_bounds else None for side, v in (("lower", lo), ("upper", hi)))
            for j in range(8)
        ]
        rows_or_none = A[kept_rows] if kept_rows else None
        right = np.zeros(len(kept_rows)) if kept_rows else None
        return linprog(np.zeros(8), A_eq=rows_or_none, b_eq=right, bounds=box).status == 0

    assert not feasible(rows, bounds)
    for row in rows:
        assert feasible([r for r in rows if r != row], bounds)
    for bound in bounds:
        assert feasible(rows, [b for b in bounds if b != bound])
