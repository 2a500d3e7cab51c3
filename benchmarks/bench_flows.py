"""What one certified flow programme costs inside an ensemble, against HiGHS and scipy.

    python benchmarks/bench_flows.py [--draws 1000] [--repeats 5]

A generated network of 14 nodes and 22 arcs with random prices, capacities and outages, as (a) month-by-month paths and
(b) unrelated draws. CPU time on one thread, medians of the repeats; only the ratios of one run mean anything. The kernel's
time covers everything `solve_lp_batch` does: flows and prices written out, certificate, ties. HiGHS is timed for the same
answer (costs and bounds changed, `run`, x and y fetched; no certificate, no rule for ties) and, as "run only", without
fetching x and y.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from netback.flows.lp import solve_lp, solve_lp_batch

FIELDS, HUBS, BORDERS, MARKETS = 5, 4, 2, 3
ARCS = [
    *[(0, 5), (0, 6), (1, 5), (1, 6), (2, 6), (2, 7), (3, 7), (3, 8), (4, 8), (4, 7)],
    *[
        (5, 6),
        (6, 7),
        (7, 8),
        (5, 9),
        (6, 9),
        (7, 10),
        (8, 10),
        (6, 11),
        (9, 11),
        (9, 12),
        (10, 12),
        (10, 13),
    ],
]


def network(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray, int]:
    """A (15, 42): 14 nodes and one shared limit; 5 productions, 22 arcs, 14 sales steps, 1 use of the limit."""
    nodes = FIELDS + HUBS + BORDERS + MARKETS
    local = [(5, 2), (6, 2), (7, 2), (8, 2), (11, 2), (12, 2), (13, 2)]
    columns = FIELDS + len(ARCS) + sum(k for _, k in local) + 1
    A = np.zeros((nodes + 1, columns))
    c, hi = np.zeros(columns), np.zeros(columns)
    for f in range(FIELDS):
        A[f, f], A[-1, f] = 1.0, 1.0
        c[f], hi[f] = -rng.uniform(3, 12), rng.uniform(60, 200)
    for k, (u, v) in enumerate(ARCS, FIELDS):
        A[u, k], A[v, k] = -1.0, 1.0 - rng.choice([0.0, 0.005])
        c[k], hi[k] = -rng.uniform(1, 14), rng.uniform(50, 400)
    j = FIELDS + len(ARCS)
    for node, steps in local:
        top = rng.uniform(62, 75) if node >= 11 else rng.uniform(30, 45)
        for step in range(steps):
            A[node, j], c[j], hi[j] = -1.0, top - 4.0 * step, rng.uniform(30, 250)
            j += 1
    A[-1, j], hi[j] = -1.0, 450.0
    return A, c, hi, nodes


def paths(rng: np.random.Generator, draws: int, months: int) -> tuple[np.ndarray, ...]:
    """Prices as random walks, arcs that open and shut, some capacities redrawn: month by month for each draw."""
    A, c0, hi0, _ = network(np.random.default_rng(7))
    arcs = slice(FIELDS, FIELDS + len(ARCS))
    sales = slice(FIELDS + len(ARCS), len(c0) - 1)
    walk = np.cumsum(rng.normal(0.0, 1.5, (draws, months, 1)), axis=1) + rng.normal(0.0, 8.0, (draws, 1, 1))
    c = np.tile(c0 * rng.lognormal(0.0, 0.15, (draws, 1, len(c0))), (1, months, 1))
    c[:, :, sales] += walk
    hi = np.tile(hi0 * rng.lognormal(0.0, 0.25, (draws, 1, len(c0))), (1, months, 1))
    shut = rng.random((draws, 1, len(ARCS))) < 0.15
    for t in range(months):
        shut = shut ^ (rng.random((draws, 1, len(ARCS))) < 0.01)
        hi[:, t : t + 1, arcs] *= ~shut
    return A, c, hi, c0, hi0


def highs(
    A: np.ndarray, rebuilt: bool = False, fetch: bool = True
) -> Callable[[np.ndarray, np.ndarray], float]:
    """A function that solves for other costs and capacities, from the last basis or from nothing."""
    import highspy

    n = A.shape[1]
    index = np.arange(n, dtype=np.int32)
    kept = A.T != 0

    def build() -> Any:
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = n, A.shape[0]
        lp.sense_ = highspy.ObjSense.kMaximize
        lp.col_cost_, lp.col_lower_, lp.col_upper_ = np.zeros(n), np.zeros(n), np.zeros(n)
        lp.row_lower_, lp.row_upper_ = np.zeros(A.shape[0]), np.zeros(A.shape[0])
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        lp.a_matrix_.start_ = np.concatenate([[0], np.cumsum(kept.sum(axis=1))]).astype(np.int32)
        lp.a_matrix_.index_ = np.nonzero(kept)[1].astype(np.int32)
        lp.a_matrix_.value_ = A.T[kept]
        model: Any = highspy.Highs()
        model.setOptionValue("output_flag", False)
        model.setOptionValue("threads", 1)
        if not rebuilt:
            model.setOptionValue("presolve", "off")
        model.passModel(lp)
        return model

    held = [build()]
    zeros = np.zeros(n)

    def solve(c: np.ndarray, hi: np.ndarray) -> float:
        if rebuilt:
            held[0] = build()
        model = held[0]
        model.changeColsCost(n, index, c)
        model.changeColsBounds(n, index, zeros, hi)
        model.run()
        if fetch:
            solution = model.getSolution()
            np.array(solution.col_value), np.array(solution.row_dual)
        return model.getInfo().objective_function_value

    return solve


def scipy_linprog(A: np.ndarray) -> Callable[[np.ndarray, np.ndarray], float]:
    from scipy.optimize import linprog

    zeros = np.zeros(A.shape[0])

    def solve(c: np.ndarray, hi: np.ndarray) -> float:
        return -linprog(-c, A_eq=A, b_eq=zeros, bounds=np.column_stack([np.zeros_like(hi), hi])).fun

    return solve


def cpu(work: Callable[[], Any], repeats: int) -> tuple[float, Any]:
    """Median CPU seconds and the last result."""
    times, result = [], None
    for _ in range(repeats):
        begun = time.process_time()
        result = work()
        times.append(time.process_time() - begun)
    return statistics.median(times), result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--months", type=int, default=24)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--rivals", type=int, default=2000, help="LPs given to the rivals")
    given = parser.parse_args()
    rng = np.random.default_rng(1)
    A, c, hi, c0, hi0 = paths(rng, given.draws, given.months)
    start = solve_lp(A, c0, 0 * c0, hi0).status == 0

    begun = time.process_time()
    solve_lp_batch(A, c[:1, :1], 0 * c0, hi[:1, :1], workers=1)
    print(f"first call (compiles unless cached)  {time.process_time() - begun:8.2f} CPU s")
    print(f"network: {A.shape[0]} rows, {A.shape[1]} columns, {len(ARCS)} arcs\n")

    flat_c, flat_hi = c.reshape(-1, 1, c.shape[-1]), hi.reshape(-1, 1, c.shape[-1])
    mixed = rng.permutation(len(flat_c))
    cases = {
        "paths": (c, hi, 40),
        "unrelated": (flat_c[mixed], flat_hi[mixed], 25),
    }
    print(f"{'':32}{'µs/LP':>10}{'× kernel':>10}{'budget':>8}")
    for name, (costs, tops, budget) in cases.items():
        lps = costs.shape[0] * costs.shape[1]
        seconds, batch = cpu(
            lambda costs=costs, tops=tops: solve_lp_batch(A, costs, 0 * c0, tops, start=start, workers=1),
            given.repeats,
        )
        own = seconds / lps * 1e6
        some_c, some_hi = costs.reshape(lps, -1)[: given.rivals], tops.reshape(lps, -1)[: given.rivals]
        print(f"{name + ': kernel':32}{own:10.2f}{1:10.0f}")
        for rival, solve, share in (
            ("warm HiGHS", highs(A), 1),
            ("warm HiGHS, run only", highs(A, fetch=False), 1),
            ("rebuilt HiGHS", highs(A, rebuilt=True), 4),
            ("scipy linprog", scipy_linprog(A), 10),
        ):
            count = len(some_c) // share
            seconds, values = cpu(
                lambda solve=solve, count=count, some_c=some_c, some_hi=some_hi: [
                    solve(some_c[k], some_hi[k]) for k in range(count)
                ],
                given.repeats,
            )
            other = seconds / count * 1e6
            least = f"{budget:8d}" if rival == "warm HiGHS" else ""
            print(f"{name + ': ' + rival:32}{other:10.2f}{other / own:10.0f}{least}")
            apart = np.abs(np.array(values) - batch.objective.ravel()[:count]).max() / np.abs(values).max()
            assert apart < 1e-9, apart
        still = (batch.pivots == 0).mean()
        print(
            f"{'':4}no pivot {still:.0%}, mean pivots {batch.pivots.mean():.2f}, tied {batch.tied.mean():.1%}, "
            f"refactorised {batch.n_refactorised}, fallback {batch.n_fallback} of {lps}\n"
        )


if __name__ == "__main__":
    main()
