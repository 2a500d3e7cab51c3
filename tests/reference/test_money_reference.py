"""Months worked by hand."""

import sys
from pathlib import Path

import numpy as np
import pytest
import yaml

from netback.money.waterfall import compile_waterfall, evaluate

sys.path.insert(0, str(Path(__file__).parents[1] / "unit" / "money"))
from made_cases import KBD, MONTH, make_case, make_flows

RECORDS = [
    record
    for path in sorted(Path(__file__).parent.glob("money*.yaml"))
    for record in yaml.safe_load(path.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize("record", RECORDS, ids=lambda r: r["name"])
def test_a_month_worked_by_hand(record):
    case = make_case(
        {"psc": {"name": "PSC", "stream": "exports", "keeps": record["keeps"], "steps": record["steps"]}},
        streams={"exports": {"name": "Exports", "over": ["trunk"], "price": record["price"]}},
    )
    program = compile_waterfall(case, MONTH, "deal")
    flows = make_flows(KBD * record["barrels_musd_per_usd"])
    pay = evaluate(program, case.slots.central[None], flows)
    at = record["tolerance"]
    assert pay.gross[0, 0, 0] == pytest.approx(record["gross"], rel=at)
    assert pay.left[0, 0, 0] == pytest.approx(record["left"], rel=at, abs=at)
    for field in ("paid", "unpaid"):
        got = {s.path.split(".")[-1]: getattr(pay, field)[0, 0, i] for i, s in enumerate(program.steps)}
        assert got == pytest.approx(record[field], rel=at, abs=at)
    net = dict(zip(program.parties, pay.net[0, 0], strict=True))
    assert net == pytest.approx(record["net"], rel=at, abs=at)
    assert np.abs(pay.net.sum(axis=-1)).max() < 1e-9 * record["gross"]
