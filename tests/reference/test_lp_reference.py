"""Published flow programmes: tests/reference/lp*.yaml."""

from pathlib import Path

import numpy as np
import pytest
import yaml

from netback.flows.lp import solve_lp, solve_lp_batch

RECORDS = [
    record
    for path in sorted(Path(__file__).parent.glob("lp*.yaml"))
    for record in yaml.safe_load(path.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record["name"])
def test_both_solvers_give_the_published_answer(record):
    problem = [np.array(record[name], dtype=float) for name in ("A", "c", "lo", "hi")]
    expected, close = record["expected"], {"rel": record["tolerance"], "abs": record["tolerance"]}
    one, many = solve_lp(*problem), solve_lp_batch(*problem)
    for objective, tied, x, y in (
        (one.objective, one.tied, one.x, one.y),
        (many.objective[0, 0], many.tied[0, 0], many.x[0, 0], many.y[0, 0]),
    ):
        assert objective == pytest.approx(expected["objective"], **close)
        assert tied == expected["tied"]
        assert x == pytest.approx(np.array(expected["x"], dtype=float), **close)
        assert y == pytest.approx(np.array(expected["y"], dtype=float), **close)
    assert one.reduced_costs == pytest.approx(np.array(expected["reduced_costs"], dtype=float), **close)
