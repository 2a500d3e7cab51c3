"""Every line of forecast_pool.yaml is worked out and compared with the package."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
import yaml

from netback.forecast.condition import effective_sample_size, weights_from_log
from netback.forecast.ensemble import _delay
from netback.forecast.pool import pool_hazards, resolved_by

RECORD = yaml.safe_load((Path(__file__).parent / "forecast_pool.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def steps():
    known = {"sqrt": math.sqrt}
    for name, text in RECORD["steps"].items():
        known[name] = eval(text, {"__builtins__": {}}, known)  # our own file
    return known


@pytest.fixture(scope="module")
def found():
    given = RECORD["inputs"]
    pooled = pool_hazards(np.array(given["inside"]), np.array(given["outside"]), given["weight"])
    by = resolved_by(pooled)
    resumed = _delay(by[None], np.array([given["lag"]]))[0]
    weights = weights_from_log(np.array(given["log_weights"]))
    names = {f"pooled_{k + 1}": v for k, v in enumerate(pooled)} | {
        f"by_{k + 1}": v for k, v in enumerate(by)
    }
    names |= {f"resumed_{k + 1}": v for k, v in enumerate(resumed)}
    return names | {
        "weight_1": weights[0],
        "weight_4": weights[3],
        "effective": effective_sample_size(weights),
    }


@pytest.mark.parametrize("name", [n for n in RECORD["steps"] if not n.startswith("odds")])
def test_the_package_gives_the_number_worked_out_by_hand(steps, found, name):
    assert found[name] == pytest.approx(steps[name], abs=RECORD["tolerance"])
