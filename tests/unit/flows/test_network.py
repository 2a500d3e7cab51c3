"""A case's network as arrays, on small networks built here: worlds, effects, losses, capacities, depth, quotas."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest

from netback.case.case import Case, Series
from netback.case.schema import CaseFile
from netback.evidence import Ledger
from netback.flows import solve_flows
from netback.flows.lp import solve_lp
from netback.flows.network import build_network
from netback.flows.solve import solve_flow_arrays

MONTH = 2024 * 12 + 5


def field(kbd: Any, cost: float = 5, by: str = "region", **more: Any) -> dict[str, Any]:
    return {"name": "Field", "kind": "field", "capacity": f"{kbd} kb/d", "lifting_cost": f"{cost} USD/bbl",
            "cost_paid_by": by, "controlled_by": by, **more}  # fmt: skip


def market(price: Any = 70, steps: list[dict[str, str]] | None = None) -> dict[str, Any]:
    body: dict[str, Any] = {"fixed": f"{price} USD/bbl"} if not isinstance(price, dict) else price
    return {"name": "Market", "kind": "market", "price": body | ({"steps": steps} if steps else {})}


def arc(start: str, end: str, kbd: float = 500, tariff: float = 0, **more: Any) -> dict[str, Any]:
    return {"from": start, "to": end, "mode": "pipeline", "capacity": f"{kbd} kb/d",
            "tariff": f"{tariff} USD/bbl", **more}  # fmt: skip


def make(nodes: dict[str, Any], arcs: dict[str, Any], limits: dict[str, Any] | None = None,
         drivers: dict[str, Any] | None = None) -> Case:  # fmt: skip
    brent = {"kind": "price", "name": "Brent", "series": "brent", "nodes": 3, "mean": "70 USD/bbl",
             "half_life": "24 months", "volatility": "8 %"}  # fmt: skip
    raw = {
        "schema": "netback-case/1", "name": "made", "title": "Made", "summary": "Invented.", "illustrative": True,
        "as_of": "2024-06-30", "assumptions_made_on": "2024-06-30", "benchmark": "brent",
        "parties": {"state": {"name": "State", "veto": "yes"}, "region": {"name": "Region", "veto": "yes"}},
        "network": {"nodes": nodes, "arcs": arcs, "limits": limits or {}}, "streams": {}, "contracts": {},
        "drivers": {"brent": brent, **(drivers or {})},
        "episodes": {"halt": {"title": "Halt", "started": "2024-01-20"}}, "restart": {"lag": "1 months"},
    }  # fmt: skip
    series = {"brent": Series("brent", (MONTH - 1,), (80.0,), (dt.date(2024, 6, 1),), "USD/bbl", "s")}
    return Case(CaseFile.model_validate(raw), Ledger((), {}), series, dt.date(2024, 6, 30))


def solved(case: Case, world: str = "standstill"):
    return solve_flows(case).at(MONTH, world)


# ------------------------------------------------------------------ single barrels


def test_a_barrel_pays_its_way_and_the_hub_price_is_the_netback():
    case = make(
        {"wells": field(100), "hub": {"name": "Hub", "kind": "hub"}, "port": market(70)},
        {"line": arc("wells", "hub", 100, 1), "ship": arc("hub", "port", 60, 4.5)},
    )
    found = solved(case)
    assert found.flow("wells") == pytest.approx(60)
    assert found.flow("port") == pytest.approx(60)
    assert found.price("port") == pytest.approx(70)
    assert found.price("hub") == pytest.approx(6)  # the line is slack: lifting cost and line tariff
    rows = {r.id: r for r in found.rows}
    assert rows["ship"].worth_usd_bbl == pytest.approx(70 - 4.5 - 6)
    assert found.objective_kusd_d == pytest.approx(60 * (70 - 4.5 - 1 - 5))


def test_barrels_that_lose_money_stay_in_the_ground():
    case = make({"wells": field(100, cost=70), "port": market(70)}, {"line": arc("wells", "port", 100, 1)})
    assert solved(case).flow("wells") == 0


def test_losses_are_taken_on_the_way():
    case = make(
        {"wells": field(100), "hub": {"name": "Hub", "kind": "hub"}, "port": market(70)},
        {"line": arc("wells", "hub", 500, 1, loss="10 %"), "ship": arc("hub", "port", 100, 2)},
    )
    found = solved(case)
    assert found.flow("line") == pytest.approx(100)
    assert found.flow("ship") == pytest.approx(90)
    assert found.flow("port") == pytest.approx(90)
    assert found.price("wells") == pytest.approx(0.9 * 68 - 1)


def test_flags_shut_nodes_and_arcs_in_one_world():
    shut = {"standstill": "no", "deal": "yes"}
    nodes = {"wells": field(100), "hub": {"name": "Hub", "kind": "hub"}, "port": market(70)}
    arcs = {"line": arc("wells", "hub", 100), "ship": arc("hub", "port", 100)}
    for kind, name in (("nodes", "wells"), ("nodes", "hub"), ("nodes", "port"), ("arcs", "line")):
        parts = {"nodes": dict(nodes), "arcs": dict(arcs)}
        parts[kind][name] = {**parts[kind][name], "open": shut}
        case = make(**parts)
        assert solved(case, "standstill").flow("ship") == 0, name
        assert solved(case, "deal").flow("ship") == pytest.approx(100), name


def test_a_node_lets_through_what_its_capacity_allows():
    nodes = {"a": field(100), "b": field(100), "hub": {"name": "Hub", "kind": "hub", "capacity": "120 kb/d"},
             "port": market(70)}  # fmt: skip
    case = make(nodes, {"one": arc("a", "hub"), "two": arc("b", "hub", 500, 3), "ship": arc("hub", "port")})
    found = solved(case)
    assert found.flow("ship") == pytest.approx(120)
    assert found.flow("a") == pytest.approx(100)  # the cheaper way first
    assert {r.id: r.worth_usd_bbl for r in found.rows}["hub"] == pytest.approx(70 - 5 - 3)


def test_a_market_pays_less_for_more():
    steps = [
        {"volume": "30 kb/d"},
        {"volume": "40 kb/d", "less": "10 USD/bbl"},
        {"volume": "50 kb/d", "less": "40 USD/bbl"},
    ]
    case = make({"wells": field(100, cost=35), "town": market(70, steps)}, {"road": arc("wells", "town")})
    found = solved(case)
    assert found.flow("town") == pytest.approx(70)  # the third step pays 30, under the lifting cost
    assert found.arrays.revenue_kusd_d[0, 0, 0] == pytest.approx(30 * 70 + 40 * 60)
    assert found.price("town") == pytest.approx(35)


def test_a_benchmark_price_is_times_benchmark_less_discount():
    case = make(
        {
            "wells": field(10),
            "port": market({"benchmark": "brent", "times": "50 %", "discount": "3 USD/bbl"}),
        },
        {"line": arc("wells", "port")},
    )
    assert solved(case).arrays.revenue_kusd_d[0, 0, 0] == pytest.approx(10 * (0.5 * 80 - 3))


ROAD = {
    "kind": "chain", "name": "Road", "levels": ["open", "shut"], "start": "open",
    "transition": {"open -> shut": "5 %/month"},
    "effects": [{"level": "shut", "on": ["network.arcs.road", "network.nodes.wells"], "times": "20 %"}],
}  # fmt: skip


def test_an_effect_holds_at_its_level_only():
    case = make(
        {"wells": field(100), "town": market(40)}, {"road": arc("wells", "town", 50)}, drivers={"road": ROAD}
    )
    program = build_network(case, MONTH, "standstill")
    assert program.drivers == ("road",)
    x, prices = case.slots.central[None, :], np.full((1, 2, 1), 80.0)
    found = solve_flow_arrays(program, x, np.array([[0], [1]]), prices)
    np.testing.assert_allclose(found.through("road"), [[50.0, 10.0]])
    shut = make(
        {"wells": field(100), "town": market(40)}, {"road": arc("wells", "town", 50)},
        drivers={"road": ROAD | {"start": "shut"}},
    )  # fmt: skip
    assert solved(shut).flow("road") == pytest.approx(10)


def test_everything_shut_is_zero_and_not_an_error():
    shut = {"standstill": "no", "deal": "no"}
    case = make({"wells": field(100, open=shut), "port": market(70)}, {"line": arc("wells", "port")})
    assert solved(case).flow("line") == 0
    program = build_network(case, MONTH, "deal")
    found = solve_flow_arrays(
        program, case.slots.central[None, :].repeat(3, 0), np.zeros((2, 0), int), np.full((3, 2, 1), 80.0)
    )
    assert found.flow_kbd.shape == (3, 2, 1)
    assert not found.flow_kbd.any()


def test_a_bloc_with_every_field_shut_is_zero_and_the_other_goes_on():
    shut = {"standstill": "no", "deal": "yes"}
    case = make(
        {"north": field(100, open=shut), "south": field(200, by="state"), "port": market(70)},
        {"line": arc("north", "port"), "ships": arc("south", "port")},
        {"quota": {"name": "Quota", "cap": "250 kb/d", "over": ["north", "south"], "holder": "state"}},
    )
    x, levels, prices = case.slots.central[None, :], np.zeros((1, 0), int), np.full((1, 1, 1), 80.0)
    for world, north, south in (("standstill", 0, 200), ("deal", 100, 150)):
        found = solve_flow_arrays(build_network(case, MONTH, world), x, levels, prices)
        assert found.through("north")[0, 0] == pytest.approx(north)
        assert found.through("south")[0, 0] == pytest.approx(south)


# ------------------------------------------------------------------ a quota and its blocs


def quota(cap: float, deal_open: bool = True):
    """Two fields under one quota: the region's, dear, and the holder's, cheap."""
    return make(
        {"north": field(100, cost=20, by="region"), "south": field(200, cost=2, by="state"), "port": market(70)},
        {"line": arc("north", "port"), "ships": arc("south", "port")},
        {"quota": {"name": "Quota", "cap": f"{cap} kb/d", "over": ["north", "south"], "holder": "state"}},
    )  # fmt: skip


def test_the_holder_s_own_field_is_cut_and_the_other_is_not():
    found = solved(quota(250))
    assert found.flow("north") == pytest.approx(100)
    assert found.flow("south") == pytest.approx(150)
    assert {r.id: r.flow_kbd for r in found.rows}["quota"] == pytest.approx(250)


def test_a_planner_would_have_shut_the_dear_field_instead():
    case = quota(250)
    program = build_network(case, MONTH, "standstill")
    assert [b.name for b in program.blocs] == ["others", "holders"]
    x = case.slots.central
    cap = np.where(program.cap_slot < 0, 1e5, x[np.maximum(program.cap_slot, 0)]) * program.cap_factor
    gain = -x[program.cost_slot]
    gain[program.step_columns] = 70.0
    planner = solve_lp(program.matrix, gain, np.zeros(len(cap)), cap).x
    at = dict(zip(program.columns, planner, strict=True))
    assert at["north"] == pytest.approx(50)
    assert at["south"] == pytest.approx(200)
    assert solved(case).objective_kusd_d < float(gain @ planner)


def test_barrels_beyond_the_quota_leave_the_holder_nothing():
    found = solved(quota(80))
    assert found.flow("north") == pytest.approx(100)
    assert found.flow("south") == 0


def test_a_shared_line_holds_both_blocs():
    case = make(
        {"north": field(100, cost=20), "south": field(200, cost=2, by="state"),
         "hub": {"name": "Hub", "kind": "hub"}, "port": market(70)},
        {"a": arc("north", "hub"), "b": arc("south", "hub"), "trunk": arc("hub", "port", 150)},
        {"quota": {"name": "Quota", "cap": "1000 kb/d", "over": ["north", "south"], "holder": "state"}},
    )  # fmt: skip
    found = solved(case)
    assert (found.flow("north"), found.flow("south")) == pytest.approx((100, 50))
    assert found.flow("trunk") == pytest.approx(150)


def test_a_limit_without_a_holder_binds_everybody():
    case = make(
        {"north": field(100, cost=20), "south": field(200, cost=2, by="state"), "port": market(70)},
        {"line": arc("north", "port"), "ships": arc("south", "port")},
        {"berth": {"name": "Berth", "cap": "250 kb/d", "over": ["line", "ships"]}},
    )
    found = solved(case)
    assert (found.flow("north"), found.flow("south")) == pytest.approx((50, 200))


def test_flows_of_many_draws_are_those_of_each():
    case = quota(250)
    program = build_network(case, MONTH, "standstill")
    x = case.slots.central[None, :].repeat(3, axis=0)
    x[:, case.slots.at("network.limits.quota.cap", MONTH)] = [250, 120, 80]
    found = solve_flow_arrays(program, x, np.zeros((1, 0), int), np.full((3, 1, 1), 80.0))
    np.testing.assert_allclose(found.through("south")[:, 0], [150, 20, 0], atol=1e-9)
    np.testing.assert_allclose(found.through("north")[:, 0], 100)
