"""Money by month: debts, labels, beneficiaries."""

import numpy as np
import pytest
from made_cases import KBD, MONTH, both_worlds, make_case, make_flows

from netback.case.case import Series
from netback.case.load import read_case
from netback.errors import UsageError
from netback.flows.solve import solve_flows
from netback.money.revenue import divide_revenue

DEBT = {
    "id": "debt",
    "kind": "arrears",
    "payer": "north",
    "payee": "south",
    "amount": "10 m USD/month",
    "balance": "25 m USD",
}
MONTHS = tuple(range(MONTH - 1, MONTH + 4))


def money_of(steps, months=MONTHS, **case):
    made = make_case({"c": {"name": "C", "stream": "exports", "keeps": "north", "steps": steps}}, **case)
    return divide_revenue(both_worlds(made, make_flows(0.0), make_flows(), months))


def test_a_debt_is_paid_until_it_is_gone():
    money = money_of([DEBT])
    # the deal begins in the case's month, the second of five
    assert money.by_step("deal")[:, 0] == pytest.approx([0, 10, 10, 5, 0])
    assert money.balances["deal", "contracts.c.steps.debt"] == pytest.approx([25, 15, 5, 0, 0])
    assert money.by_step("standstill")[:, 0] == pytest.approx([10, 10, 5, 0, 0])


def test_a_debt_paid_by_chance_falls_by_what_was_paid():
    money = money_of([{**DEBT, "collection": {"probability": "0.5"}}])
    assert money.by_step("deal")[:, 0] == pytest.approx([0, 5, 5, 5, 5])
    assert money.balances["deal", "contracts.c.steps.debt"][-1] == pytest.approx(5)


def test_arrears_of_fees_add_up():
    money = money_of([{"id": "fee", "kind": "fee", "payee": "south", "amount": "80 USD/bbl"}])
    assert money.unpaid("deal")[:, 0] == pytest.approx([10, 20, 30, 40, 50])


def test_every_month_sums_to_nothing_and_keeps_its_flows():
    money = money_of([DEBT])
    assert np.abs(money.by_party("deal").sum(axis=1)).max() < 1e-12
    assert money.flows.case is money.case
    assert money.parties == ("north", "south", "outside")
    assert money.by_stream("deal")[:, 0] == pytest.approx([70.0] * 5)
    assert money.left("deal")[:, 0] == pytest.approx([70.0] * 5)


def test_reported_revenue_is_the_gross_of_a_stream():
    money = money_of([DEBT])
    assert money.reported("exports", MONTH, "deal") == pytest.approx(70.0)
    with pytest.raises(UsageError, match="did you mean exports"):
        money.reported("export", MONTH, "deal")
    with pytest.raises(UsageError, match="was not worked out"):
        money.reported("exports", MONTH + 99, "deal")


def test_records_hold_every_figure_once():
    money = money_of([DEBT])
    rows = list(money.records())
    assert len(rows) == len(MONTHS) * 2 * (3 + 1 + 1 + 1)
    found = [r for r in rows if r["month"] == "2024-06" and r["world"] == "deal" and r["of"] == "step"]
    assert found[0]["payer"] == "north"
    assert found[0]["musd_nominal"] == pytest.approx(10.0)


def test_who_gains_without_a_contract_is_named():
    parties = {name: {"name": name.title()} for name in ("north", "south", "transit")}
    money = money_of(
        [DEBT],
        months=(MONTH,),
        parties=parties,
        arcs={"tariff": "3 USD/bbl", "tariff_to": "transit", "controlled_by": "transit"},
    )
    (found,) = money.beneficiaries("deal")
    assert found.party == "transit"
    assert found.musd == pytest.approx(3.0)
    assert found.rent_musd == pytest.approx(7.0)  # 70 at the port - 60 at the wells - 3 of tariff
    assert money.beneficiaries("standstill") == ()


def test_money_stays_nominal_without_a_price_index():
    money = money_of([DEBT])
    assert any("nominal" in text for text in money.assumptions)
    with pytest.raises(UsageError, match="no series named 'deflator'"):
        money.real(money.by_party("deal"), 2024)


def test_a_price_index_gives_money_of_a_base_year():
    case = make_case({"c": {"name": "C", "stream": "exports", "keeps": "north", "steps": []}})
    index = Series("deflator", (2020 * 12, MONTH), (100.0, 125.0), (case.as_of, case.as_of), "1", "made")
    case = type(case)(case.file, case.ledger, {"deflator": index}, case.as_of)
    money = divide_revenue(both_worlds(case, make_flows(0.0), make_flows(KBD)))
    assert money.real(money.by_party("deal"), 2020)[0] == pytest.approx([56.0, 0.0, -56.0])
    with pytest.raises(UsageError, match="no month of 2019"):
        money.real(money.by_party("deal"), 2019)


def test_an_unknown_world_or_no_month_is_refused():
    case = make_case({"c": {"name": "C", "stream": "exports", "keeps": "north", "steps": []}})
    flows = both_worlds(case, make_flows(0.0), make_flows())
    money = divide_revenue(flows, worlds=("deal",))
    with pytest.raises(UsageError, match="standstill was not worked out"):
        money.by_party("standstill")
    with pytest.raises(UsageError, match="no month"):
        divide_revenue(flows, months=())


@pytest.mark.parametrize("day", ["2023-06-30", "2024-06-30", "2025-04-15"])
def test_a_shipped_case_conserves_money(day):
    case = read_case("kurdistan").known_on(day)
    money = divide_revenue(solve_flows(case, [case.month - 1, case.month]))
    for world in money.worlds:
        net = money.by_party(world)
        assert np.abs(net.sum(axis=1)).max() <= 1e-9 * np.abs(net).max()
        program = money.program(world)
        for i, contract in enumerate(program.contracts):
            paid = [k for k in contract.steps if program.steps[k].payer < 0]
            total = money.by_step(world)[:, paid].sum(axis=1) + money.left(world)[:, i]
            if contract.stream >= 0:
                np.testing.assert_allclose(
                    total, money.by_stream(world)[:, contract.stream], rtol=1e-12, atol=1e-9
                )
