"""The bargaining game, many draws: driver-by-driver kernel against a dense BLAS loop, in one process.

    python benchmarks/bench_game.py [draws]

60 months x 300 states x 4 parties, each with its own discount factor; drivers of 5, 5, 4 and 3 levels. Both
sides get the same numbers and give q for every month and state; the kernel also looks ahead from today's
state. CPU time, median of five. Budget: at least 10 x the BLAS loop. BLAS is held to one thread.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

for _name in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ.setdefault(_name, "1")  # read when numpy loads

import numpy as np  # noqa: E402

from netback.game.induction import deal_worth_batch, solve_game_batch  # noqa: E402
from netback.game.states import flatten_factors, kron_dense  # noqa: E402

SIZES = (5, 5, 4, 3)
PARTIES, MONTHS, STATES = 4, 60, 300


def draws_of_game(draws: int, seed: int = 0) -> tuple[dict[str, Any], list[list[np.ndarray]]]:
    """Random games, every array with its own draw axis."""
    rng = np.random.default_rng(seed)
    chains = [[rng.dirichlet(np.ones(n), n) for n in SIZES] for _ in range(draws)]
    game: dict[str, Any] = {
        "a": rng.normal(1.0, 1.0, (draws, 1, PARTIES, STATES)),
        "d": rng.normal(0.0, 1.0, (draws, 1, PARTIES, STATES)),
        "cost": rng.uniform(0.0, 5.0, (draws, PARTIES, STATES)),
        "cost_scale": rng.uniform(0.5, 1.0, (draws, PARTIES, MONTHS)),
        "lam_t": rng.uniform(0.05, 0.5, (draws, MONTHS)),
        "lam_s": rng.uniform(0.5, 1.0, (draws, STATES)),
        "tau": rng.uniform(0.5, 5.0, draws),
        "beta": rng.uniform(0.985, 0.995, (draws, PARTIES)),
        "weights": rng.dirichlet(np.ones(PARTIES), draws),
    }
    return game, chains


def blas_loop(game: dict[str, Any], n: int, transition: np.ndarray) -> np.ndarray:
    """One draw with a dense transition matrix: what a careful numpy author would write."""
    beta, pi, tau = game["beta"][n], game["weights"][n], game["tau"][n]
    net = (game["a"][n, 0] - game["d"][n, 0]).T
    cost, scale = game["cost"][n].T.copy(), game["cost_scale"][n]
    discount = np.concatenate([beta, beta])
    values = np.zeros((STATES, 2 * PARTIES))
    q = np.empty((MONTHS, STATES))
    for t in range(MONTHS - 1, -1, -1):
        later = transition @ values
        later *= discount
        gain, option = later[:, :PARTIES], later[:, PARTIES:]
        gain += net
        x = gain.sum(axis=1) - option @ pi - cost @ scale[:, t]
        x /= tau
        small = np.exp(-np.abs(x))
        lam = np.minimum(1.0, game["lam_t"][n, t] * game["lam_s"][n])
        q[t] = lam * np.where(x >= 0.0, 1.0, small) / (1.0 + small)
        option += (lam * tau * (np.maximum(x, 0.0) + np.log1p(small)))[:, None]
        values = later
    return q


def cpu_seconds(job: Callable[[], object]) -> float:
    """Median CPU time of five runs."""
    taken = []
    for _ in range(5):
        begun = time.process_time()
        job()
        taken.append(time.process_time() - begun)
    return statistics.median(taken)


def main(draws: int = 400) -> None:
    game, chains = draws_of_game(draws)
    flat = np.array([flatten_factors(c)[0] for c in chains])
    sizes = np.array(SIZES)
    path = np.full((1, MONTHS - 1), 7)
    begun = time.process_time()
    solve_game_batch(**{k: v[:1] for k, v in game.items()}, factors=flat[:1], sizes=sizes, start=[7])
    print(f"first call (compile or load cache): {time.process_time() - begun:.1f} CPU-s")

    few = min(draws, 40)
    dense = cpu_seconds(lambda: [blas_loop(game, n, kron_dense(chains[n])) for n in range(few)]) / few
    common = {"factors": flat, "sizes": sizes, "start": [7], "terminal": np.zeros((1, PARTIES, STATES))}
    back = cpu_seconds(lambda: solve_game_batch(**game, **common, observed=path, terms=False)) / draws
    whole = cpu_seconds(lambda: solve_game_batch(**game, **common)) / draws
    worth = (
        cpu_seconds(lambda: deal_worth_batch(game["a"], game["d"], game["beta"], flat, sizes, [7])) / draws
    )

    mine = solve_game_batch(**game, **common, observed=path, terms=False).q_observed
    theirs = np.array([blas_loop(game, n, kron_dense(chains[n]))[:-1, 7] for n in range(few)])
    print(f"largest difference in q: {np.abs(mine[:few] - theirs).max():.1e}")
    for label, seconds in (
        ("dense BLAS loop, backward only", dense),
        ("kernel, backward only", back),
        ("kernel, backward, forward and terms", whole),
        ("kernel, worth of a deal", worth),
    ):
        ratio = f"{dense / seconds:6.1f} x"
        print(f"{label:38s} {1 / seconds:8.0f} draws per CPU-s  {ratio}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 400)
