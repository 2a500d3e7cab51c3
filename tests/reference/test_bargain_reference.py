"""Bargaining problems with known answers."""

from pathlib import Path

import numpy as np
import pytest
import yaml

from netback.bargain.rules import RULES
from netback.bargain.situation import Situation, TermBox

RECORDS = [
    record
    for path in sorted(Path(__file__).parent.glob("bargain*.yaml"))
    for record in yaml.safe_load(path.read_text(encoding="utf-8"))
]


def situation_of(record):
    if record["kind"] == "plane":
        a, B = np.array(record["constant"]), np.array(record["slopes"])

        def gains(x):
            return a + x @ B.T
    else:

        def gains(x):
            return np.stack([x[:, 0], np.sqrt(1.0 - x[:, 0])], axis=1)

    terms = tuple(
        TermBox(t["id"], t["id"], "1", t["low"], t["high"], t["reference"]) for t in record["terms"]
    )
    count = len(record["weights"])
    names = tuple(f"p{i}" for i in range(count))
    return Situation(names, tuple(range(count)), np.array(record["weights"], float), terms, gains)


@pytest.mark.parametrize(
    ("record", "rule"),
    [(r, rule) for r in RECORDS for rule in r["expected"]],
    ids=lambda v: v if isinstance(v, str) else v["name"],
)
def test_a_known_answer(record, rule):
    expected = record["expected"][rule]
    agreement = RULES[rule](situation_of(record), None)
    at = record["tolerance"]
    assert agreement.gains == pytest.approx(expected["gains"], rel=at, abs=at)
    if "terms" in expected:
        assert agreement.terms == pytest.approx(expected["terms"], rel=at, abs=at)
    if rule == "nash" and record["kind"] == "plane":
        assert agreement.gap < 1e-9
