"""The chain from a number to its quotes: complete, bounded, and in step with the numbers it explains."""

from __future__ import annotations

import doctest

import pytest

import netback as nb
from netback.case import Case, read_case
from netback.errors import UsageError
from netback.flows import solve_flows
from netback.money.revenue import divide_revenue
from netback.views import explain as module
from netback.views.explain import Explanation, explain, explain_step


@pytest.fixture(scope="module")
def case() -> Case:
    return read_case("starter")


@pytest.fixture(scope="module")
def kurdistan() -> Case:
    return read_case("kurdistan", as_of="2025-04-15")


def ids(tree: Explanation) -> list[str]:
    return [n.id for n in tree.walk()]


def test_the_example_runs() -> None:
    assert doctest.testmod(module).failed == 0


def test_a_value_leads_to_its_line_its_statement_and_its_source(case: Case) -> None:
    tree = explain(case, "contracts.export_deal.steps.fee.amount")
    entry = case.entry("contracts.export_deal.steps.fee.amount")
    assert (tree.node.number, tree.node.low, tree.node.high) == (entry.central, entry.low, entry.high)
    assert tree.node.place == f"case.yaml:{case.line('contracts.export_deal.steps.fee.amount')}"
    statement = tree.children[0].node
    assert statement.data["statement"]["id"] == "fee_offer"
    assert statement.data["source"]["reliability"] == "E"
    assert "no less than" in tree.to_text()
    assert "published 2024-09-04" in tree.to_text()


def test_a_value_nobody_is_cited_for_says_so(case: Case) -> None:
    text = explain(case, "network.arcs.trucks.tariff").to_text()
    assert "nobody is cited" in text
    assert "2024-12-31" in text


def test_every_value_of_the_case_can_be_explained(case: Case) -> None:
    for path in case.values:
        assert explain(case, path).node.id == path


@pytest.mark.slow
def test_every_value_of_kurdistan_can_be_explained(kurdistan: Case) -> None:
    for path in kurdistan.values:
        assert explain(kurdistan, path, depth=2).node.id == path


def test_every_statement_and_source_can_be_explained(case: Case) -> None:
    for s in case.ledger.statements:
        assert explain(case, s.id).node.kind == "statement"
    for key in case.ledger.sources:
        assert explain(case, key).node.kind == "source"


def test_everything_with_a_name_can_be_explained(case: Case) -> None:
    file = case.file
    groups = (file.network.arcs, file.network.nodes, file.network.limits, file.contracts, file.streams, file.drivers,
              file.terms, file.reported)  # fmt: skip
    for names in groups:
        for name in names:
            assert explain(case, name, depth=3).to_text()


def test_a_flow_is_the_one_solved_and_its_margin_adds_up(case: Case) -> None:
    flows = solve_flows(case)
    tree = explain(case, "trucks")
    now = flows.at(case.month, "standstill")
    assert tree.node.data["standstill"]["flow_kbd"] == pytest.approx(now.flow("trucks"))
    row = next(r for r in now.rows if r.id == "trucks")
    margin = next(text for label, text in tree.node.facts if label == "a barrel more, standstill")
    assert margin.endswith(f"= {row.worth_usd_bbl:.1f} USD/bbl")


def test_a_partys_payments_add_up_to_its_net(case: Case) -> None:
    money = divide_revenue(solve_flows(case))
    for world in money.worlds:
        for i, party in enumerate(case.file.parties):
            tree = explain(case, f"money.{party}.{world}")
            assert tree.node.number == pytest.approx(money.by_party(world)[0, i])
    region = explain(case, "money.region.deal")
    paid = {c.node.id: c.node.number for c in region.children if c.node.kind == "payment"}
    assert paid["contracts.export_deal.steps.fee"] == pytest.approx(28.0 * 260 * 30.4375 / 1000, rel=1e-6)


def test_a_payment_is_worked_out_with_its_numbers(case: Case) -> None:
    money = divide_revenue(solve_flows(case))
    program = money.program("deal")
    i = [s.path for s in program.steps].index("contracts.grant_deal.steps.grant")
    tree = explain_step(money, case.month, "deal", i)
    assert tree.node.number == pytest.approx(72.0)
    assert "90% chance of being paid = 72" in tree.node.equation


def test_what_falls_with_a_statement(case: Case) -> None:
    tree = explain(case, "trucks_2024")
    assert {"network.arcs.trucks.capacity", "reported.trucks_autumn.reported"} <= set(ids(tree))
    assert "cite nothing else" in tree.to_text()
    unused = explain(case, "urging_december")
    assert "drivers.push" in ids(unused)


def test_what_falls_with_a_source(case: Case) -> None:
    tree = explain(case, "starter_notes")
    cited = {p for p, v in case.values.items() if any(e.cites for e in v.entries)}
    assert cited <= set(ids(tree))


def test_rivals_are_shown_with_why_they_were_not_chosen(kurdistan: Case) -> None:
    tree = explain(kurdistan, "contracts.export_deal.steps.compensation.amount")
    others = [n for n in tree.walk() if n.kind == "other"]
    assert others
    assert all(dict(n.facts).keys() & {"not chosen", "chosen by rule"} for n in others)


def test_a_driver_shows_what_it_was_read_from(case: Case) -> None:
    tree = explain(case, "push")
    assert "call_october" in ids(tree)
    assert "score" in dict(tree.node.facts)


def test_a_forecast_without_draws_has_no_number_and_with_them_has(case: Case) -> None:
    plain = explain(case, "p_resumed_by")
    assert plain.node.number is None
    assert "past stoppages" in plain.to_text().lower()
    assert "trucks_2024" in ids(plain)
    f = nb.make_forecast(case, draws=48)
    tree = explain(f, "forecast")
    assert tree.node.number == pytest.approx(f.p_by(12))
    dated = explain(f, "p_resumed_by.2025-06")
    assert dated.node.number == pytest.approx(f.p_by(6))


def test_results_along_the_chain_are_explained_by_their_case(case: Case) -> None:
    flows = solve_flows(case)
    money = divide_revenue(flows)
    for result in (flows, money, nb.solve_bargain(money)):
        assert explain(result, "trunk").node.kind == "flow"
    with pytest.raises(UsageError, match="needs a case"):
        explain(object(), "trunk")


@pytest.mark.parametrize("depth", [1, 2, 3, 6])
def test_depth_bounds_the_tree_and_what_is_left_is_named(case: Case, depth: int) -> None:
    def deepest(tree: Explanation) -> int:
        return 1 + max((deepest(c) for c in tree.children), default=0)

    tree = explain(case, "money.region", depth=depth)
    assert deepest(tree) <= 2 * depth + 2
    if depth < 3:
        assert any(n.kind == "more" for n in tree.walk())


def test_no_node_stands_below_itself(kurdistan: Case) -> None:
    def check(tree: Explanation, above: tuple[str, ...]) -> None:
        node = tree.node
        own = node.id if node.kind in ("flow", "price", "value", "driver", "payment", "stream") else ""
        assert not own or own not in above
        for child in tree.children:
            check(child, (*above, own) if own else above)

    check(explain(kurdistan, "erbil", depth=5), ())


def test_the_record_is_the_tree(case: Case) -> None:
    tree = explain(case, "trucks", depth=3)

    def nodes(record: dict) -> int:  # type: ignore[type-arg]
        return 1 + sum(nodes(r) for r in record["inputs"])

    assert nodes(tree.to_record()) == len(list(tree.walk()))


def test_a_name_with_two_meanings_tells_of_the_other(kurdistan: Case) -> None:
    text = explain(kurdistan, "arrears", depth=1)
    assert text.node.kind == "contract"


def test_a_part_of_the_case_shows_all_below_it(case: Case) -> None:
    tree = explain(case, "network.arcs.trunk.open")
    assert [c.node.id for c in tree.children] == [
        "network.arcs.trunk.open.standstill",
        "network.arcs.trunk.open.deal",
    ]


def test_nothing_later_than_the_as_of_date_is_in_an_explanation(kurdistan: Case) -> None:
    for name in ("contracts.export_deal.steps.compensation", "haji_trucks", "us_on_baghdad"):
        for node in explain(kurdistan, name).walk():
            published = node.data.get("statement", {}).get("published_on", "")
            assert published <= "2025-04-15"
