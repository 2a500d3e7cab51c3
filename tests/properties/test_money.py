"""Laws of the waterfall on random contracts."""

import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netback.money.waterfall import compile_waterfall, evaluate

sys.path.insert(0, str(Path(__file__).parents[1] / "unit" / "money"))
from made_cases import KBD, MONTH, make_case, make_flows

PARTIES = ("north", "south", "firms", "outside")
STREAMS = {
    "exports": {"name": "Exports", "over": ["trunk"], "market": "port"},
    "local": {"name": "Local", "over": ["wells"], "node": "wells"},
}
number = st.floats(0.0, 80.0).map(lambda v: round(v, 3))
share = st.floats(0.0, 1.0).map(lambda v: round(v, 4))
party = st.sampled_from(PARTIES)


@st.composite
def steps(draw):
    kind = draw(
        st.sampled_from(
            ["fee", "tariff", "royalty", "cost_recovery", "profit_share", "in_kind", "purchase", "transfer"]
            + ["capacity_payment", "budget_share", "cost", "arrears"]
        )
    )
    step = {
        "kind": kind,
        "payee": draw(party),
        "collection": {"probability": f"{draw(share)}", "delay": f"{draw(number)} months"},
    }
    if kind in ("fee", "tariff", "cost_recovery", "cost"):
        step["amount"] = f"{draw(number)} USD/bbl"
    elif kind in ("transfer", "capacity_payment", "arrears"):
        step["amount"] = f"{draw(number)} m USD/month"
    else:
        step["amount"] = f"{draw(share)}"
    if kind == "cost_recovery":
        step["cap"] = f"{draw(share)}"
    if kind == "budget_share":
        step["of"] = f"{draw(number)} m USD/month"
    if kind == "purchase":
        step["node"] = "wells"
    if kind == "arrears":
        step["balance"] = f"{draw(number)} m USD"
    if kind in ("transfer", "capacity_payment", "budget_share", "cost", "arrears") or draw(st.booleans()):
        step["payer"] = draw(party)
    return step


@st.composite
def contracts(draw):
    found = {}
    for name, stream in (("first", "exports"), ("second", "local")):
        listed = [{"id": f"s{i}", **s} for i, s in enumerate(draw(st.lists(steps(), max_size=5)))]
        found[name] = {"name": name, "stream": stream, "keeps": draw(party), "steps": listed}
    return found


def work_out(given_contracts, flows, **case):
    made = make_case(
        given_contracts,
        parties={name: {"name": name} for name in PARTIES[:-1]},
        streams=STREAMS,
        arcs={"tariff": "3 USD/bbl", "tariff_to": "firms"},
        lifting={"lifting_cost": "4 USD/bbl", "cost_paid_by": "south"},
        **case,
    )
    return evaluate(compile_waterfall(made, MONTH, "deal"), made.slots.central[None], flows)


@given(contracts(), st.floats(0.0, 400.0), st.floats(-10.0, 90.0))
def test_money_is_conserved(given_contracts, kbd, price):
    pay = work_out(given_contracts, make_flows(kbd, price=price))
    scale = 1.0 + np.abs(pay.net).max()
    assert abs(pay.net.sum()) <= 1e-9 * scale
    for i, contract in enumerate(pay.waterfall.contracts):
        from_stream = [k for k in contract.steps if pay.waterfall.steps[k].payer < 0]
        total = pay.paid[0, 0, from_stream].sum() + pay.left[0, 0, i]
        assert total == pytest.approx(pay.gross[0, 0, contract.stream], abs=1e-9 * scale)


@given(contracts())
def test_nobody_gets_more_out_of_a_stream_than_is_in_it(given_contracts):
    pay = work_out(given_contracts, make_flows(200.0))
    for i, contract in enumerate(pay.waterfall.contracts):
        from_stream = [k for k in contract.steps if pay.waterfall.steps[k].payer < 0]
        assert (pay.paid[0, 0, from_stream] >= 0).all()
        assert pay.left[0, 0, i] >= -1e-9 * pay.gross[0, 0, contract.stream]


@given(contracts())
def test_the_order_of_contracts_changes_nothing(given_contracts):
    ahead = work_out(given_contracts, make_flows(200.0))
    behind = work_out(dict(reversed(given_contracts.items())), make_flows(200.0))
    np.testing.assert_allclose(ahead.net, behind.net, atol=1e-9)
    np.testing.assert_allclose(ahead.delay_cost, behind.delay_cost, atol=1e-9)


@given(contracts(), st.sampled_from(["0", "1"]))
def test_all_or_nothing_is_collected_at_the_edges(given_contracts, chance):
    for contract in given_contracts.values():
        for step in contract["steps"]:
            step["collection"] = {"probability": chance}
    pay = work_out(given_contracts, make_flows(200.0))
    n = sum(len(c["steps"]) for c in given_contracts.values())
    paid, due = pay.paid[0, 0, :n], pay.due[0, 0, :n]
    if chance == "0":
        assert not paid.any()
    else:
        pocket = [s.payer >= 0 and s.kind != "cost_recovery" for s in pay.waterfall.steps[:n]]
        np.testing.assert_allclose(paid[pocket], due[pocket])
    assert not pay.delay_cost.any()


@given(contracts(), st.floats(0.1, 10.0))
def test_pay_scales_with_all_money(given_contracts, factor):
    made = make_case(
        given_contracts, parties={name: {"name": name} for name in PARTIES[:-1]}, streams=STREAMS
    )
    program = compile_waterfall(made, MONTH, "deal")
    base = made.slots.central[None]
    scaled = base.copy()
    of_money = {"price", "money", "money rate"}
    for path, entries in made.slots.entries.items():
        if made.values[path].dimension in of_money:
            for _, slot in entries:
                scaled[:, slot] *= factor
    one = evaluate(program, base, make_flows(KBD))
    more = evaluate(program, scaled, make_flows(KBD, price=60.0 * factor, market=70.0 * factor))
    np.testing.assert_allclose(more.net, factor * one.net, rtol=1e-9, atol=1e-9)
