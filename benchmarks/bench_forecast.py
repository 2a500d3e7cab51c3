"""The forecast of the Kurdistan case: how time and memory grow with the draws.

    python benchmarks/bench_forecast.py [as-of day]

500, 1,000 and 2,000 draws, each in a process of its own after a warm-up of 32 (compiled kernels, read case). Prints wall
and CPU seconds, CPU seconds per 1,000 draws, the peak of resident memory, and the slopes d log / d log draws.
Budgets: slope of CPU time at most 1.05, memory flat past the first chunk, 10,000 draws in at most 20 s wall on two
cores and 1 GB. Nothing here fails on a slow machine: it prints ratios.
"""

from __future__ import annotations

import json
import math
import resource
import subprocess
import sys
import time

DRAWS = (500, 1000, 2000)
BUDGET_SECONDS, BUDGET_DRAWS, BUDGET_GB = 20.0, 10_000, 1.0


def one(draws: int, as_of: str) -> dict[str, float]:
    """Time and memory of one forecast in this process."""
    from netback.case import read_case
    from netback.forecast import make_forecast

    case = read_case("kurdistan", as_of=as_of)
    make_forecast(case, draws=32)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    wall, cpu = time.perf_counter(), time.process_time()
    found = make_forecast(case, draws=draws)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {"draws": draws, "wall": wall, "cpu": cpu, "warm_mb": before / 1024, "peak_mb": peak / 1024,
            "ess": found.effective_sample_size}  # fmt: skip


def main() -> None:
    as_of = sys.argv[1] if len(sys.argv) > 1 else "2025-04-15"
    rows = []
    for draws in DRAWS:
        run = subprocess.run(
            [sys.executable, __file__, "--one", str(draws), as_of], capture_output=True, text=True, check=True
        )
        rows.append(json.loads(run.stdout))
    print(f"kurdistan, as of {as_of}")
    print(
        f"{'draws':>7} {'wall s':>8} {'CPU s':>8} {'CPU s/1000':>11} {'peak MB':>8} {'warm MB':>8} {'ESS':>6}"
    )
    for r in rows:
        print(
            f"{r['draws']:7.0f} {r['wall']:8.2f} {r['cpu']:8.2f} {1000 * r['cpu'] / r['draws']:11.2f} "
            f"{r['peak_mb']:8.0f} {r['warm_mb']:8.0f} {r['ess']:6.0f}"
        )
    first, last = rows[0], rows[-1]
    span = math.log(last["draws"] / first["draws"])
    print(f"slope of CPU time    {math.log(last['cpu'] / first['cpu']) / span:5.2f}   (budget 1.05)")
    print(f"slope of peak memory {math.log(last['peak_mb'] / first['peak_mb']) / span:5.2f}   (flat is 0)")
    wall = last["wall"] * BUDGET_DRAWS / last["draws"]
    print(f"{BUDGET_DRAWS} draws at that rate: {wall:.1f} s wall, {wall / BUDGET_SECONDS:.2f} of the budget")
    print(f"peak memory: {last['peak_mb'] / 1024 / BUDGET_GB:.2f} of the budget")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(one(int(sys.argv[2]), sys.argv[3])))
    else:
        main()
