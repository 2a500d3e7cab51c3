"""The whole forecast of a shipped case, stage by stage, in one process.

    python benchmarks/bench_forecast.py [draws] [case] [as-of]

CPU time of one thread for the stages of a chunk (median of three), then wall and CPU time and peak memory of
`make_forecast` on two threads. Budget: 10,000 draws of Kurdistan in 20 s of wall time on two quiet cores with
warm caches, and 1 GB. BLAS is held to one thread.
"""

from __future__ import annotations

import os
import resource
import statistics
import sys
import time
from collections.abc import Callable

for _name in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ.setdefault(_name, "1")  # read when numpy loads

import netback.flows.solve as solve  # noqa: E402
import netback.forecast.ensemble as ensemble  # noqa: E402
import netback.game.payoffs as payoffs  # noqa: E402
from netback.case import read_case  # noqa: E402
from netback.case.draws import sample  # noqa: E402
from netback.forecast import make_forecast  # noqa: E402
from netback.forecast.simulate import chain_points  # noqa: E402

STAGES: tuple[tuple[str, object, str], ...] = (
    ("flows, all", payoffs, "solve_flow_arrays"),
    ("flows, compiled programmes", solve, "solve_lp_batch"),
    ("money", payoffs, "net_by_party"),
    ("games, all", ensemble, "solve_deadlock"),
    ("gains and costs by state", ensemble, "small_setting"),
    ("fit to reported figures", ensemble, "log_fit"),
    ("terms", ensemble, "_terms"),
)


def watched(spent: dict[str, float], label: str, work: Callable[..., object]) -> Callable[..., object]:
    """The same function, its CPU time added up."""

    def run(*args: object, **kwargs: object) -> object:
        begun = time.process_time()
        try:
            return work(*args, **kwargs)
        finally:
            spent[label] = spent.get(label, 0.0) + time.process_time() - begun

    return run


def main(draws: int = 10_000, name: str = "kurdistan", day: str = "2025-04-15") -> None:
    begun = time.process_time()
    case = read_case(name).known_on(day)
    print(f"read {name} as known on {day}: {time.process_time() - begun:.2f} CPU-s")
    begun = time.process_time()
    make_forecast(case, draws=64, workers=1)
    print(f"first forecast, 64 draws (compile or load cache): {time.process_time() - begun:.2f} CPU-s")

    size = ensemble.CHUNK
    plan = ensemble.make_plan(case, case)
    x, u = sample(case.slots, size, 1), chain_points(case, size, 1)
    spent: dict[str, float] = {}
    originals = {(owner, what): getattr(owner, what) for _, owner, what in STAGES}
    for label, owner, what in STAGES:
        setattr(owner, what, watched(spent, label, getattr(owner, what)))
    runs = []
    try:
        for _ in range(3):
            spent.clear()
            begun = time.process_time()
            ensemble.run_chunk(plan, x, x, u)
            runs.append({"chunk": time.process_time() - begun, **spent})
    finally:
        for (owner, what), work in originals.items():
            setattr(owner, what, work)
    print(f"\none chunk of {size} draws, one thread, CPU-s per 1,000 draws:")
    for label in ("chunk", *(label for label, _, _ in STAGES)):
        middle = statistics.median(run.get(label, 0.0) for run in runs)
        print(f"  {label:30s} {1000 * middle / size:7.2f}")

    cpu, wall = time.process_time(), time.perf_counter()
    make_forecast(case, draws=draws, workers=2)
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # kB on Linux
    print(f"\n{draws} draws on 2 threads: {wall:.1f} s wall, {cpu:.1f} CPU-s, peak memory {peak:.0f} MB")
    print(f"wall over budget for this many draws: {wall / (20 * draws / 10_000):.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000, *sys.argv[2:4])
