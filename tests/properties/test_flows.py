"""Laws of flows on random prices, capacities and levels of the starter case."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from netback.case import read_case, set_values
from netback.flows.network import build_network
from netback.flows.solve import solve_flow_arrays

CASE = read_case("starter", as_of="2024-12-31")
CAP, TARIFF = "network.arcs.trucks.capacity", "network.arcs.trucks.tariff"
PRICE = st.floats(20, 150)


def run(price=75.0, road=0, case=CASE, world="standstill", **slots):
    program = build_network(case, case.month, world)
    x = case.slots.central[None, :].copy()
    for path, value in slots.items():
        x[:, case.slots.at(path, case.month)] = value
    return program, x, solve_flow_arrays(program, x, np.array([[road]]), np.full((1, 1, 1), price))


def earned(program, x, flows):
    cost = x[:, program.cost_slot]
    fields = len(program.fields)
    return float(
        flows.revenue_kusd_d.sum()
        - (flows.production_kbd[0] * cost[:, :fields]).sum()
        - (flows.flow_kbd[0] * cost[:, program.arc_columns]).sum()
    )


@given(PRICE, st.floats(0, 200), st.sampled_from([0, 1]))
@settings(max_examples=40)
def test_nothing_exceeds_its_room_and_nothing_loses_money(price, capacity, road):
    program, x, flows = run(price, road, **{CAP: capacity})
    assert np.all(flows.flow_kbd >= -1e-9)
    assert np.all(flows.production_kbd >= -1e-9)
    assert flows.through("trucks")[0, 0] <= capacity + 1e-7
    assert earned(program, x, flows) >= -1e-6


@given(PRICE, st.floats(0, 150), st.floats(0, 50))
@settings(max_examples=30)
def test_more_room_never_earns_less(price, capacity, more):
    small = earned(*run(price, **{CAP: capacity}))
    large = earned(*run(price, **{CAP: capacity + more}))
    assert large >= small - 1e-6


@given(PRICE, st.floats(0, 20), st.floats(0, 20))
@settings(max_examples=30)
def test_a_higher_tariff_never_raises_the_price_at_the_hub_nor_the_barrels(price, tariff, more):
    _, _, low = run(price, **{TARIFF: tariff})
    _, _, high = run(price, **{TARIFF: tariff + more})
    hub = low.nodes.index("hub")
    assert high.through("trucks")[0, 0] <= low.through("trucks")[0, 0] + 1e-7
    assert high.price_usd_bbl[0, 0, hub] <= low.price_usd_bbl[0, 0, hub] + 1e-6 or more == 0


@given(PRICE, st.floats(0, 60))
@settings(max_examples=30)
def test_a_higher_price_never_earns_less(price, more):
    assert earned(*run(price + more)) >= earned(*run(price)) - 1e-6


@given(PRICE)
@settings(max_examples=20)
def test_opening_the_line_never_earns_less(price):
    assert earned(*run(price, world="deal")) >= earned(*run(price)) - 1e-6


@given(st.sampled_from(["kb/d", "b/d", "mb/d"]))
@settings(max_examples=3)
def test_the_unit_a_capacity_is_written_in_changes_nothing(unit):
    size = {"kb/d": "100", "b/d": "100000", "mb/d": "0.1"}[unit]
    _, _, flows = run(case=set_values(CASE, {CAP: f"{size} {unit}"}))
    _, _, plain = run(**{CAP: 100.0})
    np.testing.assert_allclose(flows.flow_kbd, plain.flow_kbd, atol=1e-7)
