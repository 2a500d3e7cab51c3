"""The waterfall, one rule at a time."""

import numpy as np
import pytest
from made_cases import KBD, MONTH, make_case, make_flows

from netback.errors import CaseError, ShapeError
from netback.money._kernels import level_payment
from netback.money.waterfall import compile_waterfall, evaluate, net_by_party, stream_gross


def pay_one(step, *, contract=None, flows=None, **case):
    """A contract of one step on unit barrels at 70 USD/bbl: gross is 70 m USD."""
    made = make_case(
        {"c": {"name": "C", "stream": "exports", "keeps": "north", **(contract or {}), "steps": [step]}},
        **case,
    )
    program = compile_waterfall(made, MONTH, "deal")
    return evaluate(program, made.slots.central[None], flows or make_flows())


@pytest.mark.parametrize(
    ("step", "paid"),
    [
        ({"kind": "fee", "amount": "16 USD/bbl"}, 16.0),
        ({"kind": "fee", "amount": "90 USD/bbl"}, 70.0),
        ({"kind": "tariff", "amount": "4.5 USD/bbl"}, 4.5),
        ({"kind": "royalty", "amount": "10 %"}, 7.0),
        ({"kind": "cost_recovery", "amount": "35 USD/bbl", "cap": "45 %"}, 31.5),
        ({"kind": "cost_recovery", "amount": "35 USD/bbl"}, 35.0),
        ({"kind": "profit_share", "amount": "0.3"}, 21.0),
        ({"kind": "in_kind", "amount": "0.25"}, 17.5),
        ({"kind": "in_kind", "amount": f"{KBD / 2} kb/d"}, 35.0),
        ({"kind": "in_kind", "amount": "400 kb/d"}, 70.0),
        ({"kind": "purchase", "amount": "0.5", "node": "wells"}, 30.0),
        ({"kind": "transfer", "amount": "12 m USD/month", "payer": "north"}, 12.0),
        ({"kind": "capacity_payment", "amount": "24 m USD/year", "payer": "north"}, 2.0),
        ({"kind": "budget_share", "amount": "12.67 %", "of": "1 bn USD/month", "payer": "north"}, 126.7),
        ({"kind": "cost", "amount": "5 USD/bbl", "payer": "north"}, 5.0),
        ({"kind": "fee", "amount": "90 USD/bbl", "payer": "north"}, 90.0),
    ],
    ids=lambda v: v["kind"] if isinstance(v, dict) else str(v),
)
def test_each_kind_of_step_pays_what_it_says(step, paid):
    pay = pay_one({"id": "s", "payee": "south", **step})
    assert pay.paid[0, 0, 0] == pytest.approx(paid, rel=1e-12)
    kept = 70.0 - paid  # out of the stream it keeps, or out of its own pocket
    assert pay.net[0, 0] == pytest.approx([kept, paid, -70.0], rel=1e-12)
    left = 70.0 if "payer" in step else kept
    assert pay.left[0, 0, 0] == pytest.approx(left, rel=1e-12, abs=1e-12)


def test_what_is_due_and_cannot_be_paid_is_kept_apart():
    pay = pay_one({"id": "s", "kind": "fee", "payee": "south", "amount": "90 USD/bbl"})
    assert pay.unpaid[0, 0, 0] == pytest.approx(20.0)


def test_who_keeps_the_rest_bears_a_loss():
    pay = pay_one(
        {"id": "s", "kind": "royalty", "payee": "south", "amount": "10 %"},
        streams={"exports": {"name": "E", "over": ["trunk"], "price": "-5 USD/bbl"}},
    )
    assert pay.net[0, 0] == pytest.approx([-5.0, 0.0, 5.0])


def test_late_pay_costs_the_payee_its_own_discount_and_moves_no_cash():
    step = {
        "id": "s",
        "kind": "fee",
        "payee": "south",
        "amount": "16 USD/bbl",
        "collection": {"delay": "12 months"},
    }
    parties = {"north": {"name": "N"}, "south": {"name": "S", "discount": "25 %/year"}}
    pay = pay_one(step, parties=parties)
    assert pay.net[0, 0] == pytest.approx([54.0, 16.0, -70.0])
    assert pay.delay_cost[0, 0] == pytest.approx([0.0, 3.2, 0.0])  # 16 - 16 / 1.25
    assert pay.value[0, 0] == pytest.approx([54.0, 12.8, -70.0])


def test_lifting_cost_and_arc_tariff_are_paid_beside_the_contracts():
    pay = pay_one(
        {"id": "s", "kind": "fee", "payee": "south", "amount": "16 USD/bbl"},
        arcs={"tariff": "3 USD/bbl", "tariff_to": "south"},
        lifting={"lifting_cost": "4 USD/bbl", "cost_paid_by": "north"},
    )
    assert [s.path for s in pay.waterfall.steps[1:]] == [
        "network.nodes.wells.lifting_cost",
        "network.arcs.trunk.tariff",
    ]
    assert pay.paid[0, 0] == pytest.approx([16.0, 4.0, 3.0])
    assert pay.net[0, 0] == pytest.approx([50.0, 19.0, -69.0])


def test_costs_between_outsiders_are_no_step():
    pay = pay_one(
        {"id": "s", "kind": "fee", "payee": "south", "amount": "16 USD/bbl"},
        arcs={"tariff": "3 USD/bbl"},
        lifting={"lifting_cost": "4 USD/bbl"},
    )
    assert len(pay.waterfall.steps) == 1


def test_a_stream_fetches_the_average_price_of_its_market():
    pay = pay_one(
        {"id": "s", "kind": "royalty", "payee": "south", "amount": "10 %"},
        streams={"exports": {"name": "E", "over": ["trunk"], "market": "port"}},
        flows=make_flows(KBD, market=63.0),
    )
    assert pay.gross[0, 0, 0] == pytest.approx(63.0)


def test_a_market_that_takes_nothing_still_has_its_local_price():
    pay = pay_one(
        {"id": "s", "kind": "royalty", "payee": "south", "amount": "10 %"},
        streams={"exports": {"name": "E", "over": ["trunk"], "market": "port"}},
        flows=make_flows(0.0, market=63.0),
    )
    assert pay.price_usd_bbl[0, 0, 0] == pytest.approx(63.0)
    assert pay.gross[0, 0, 0] == 0.0


def test_contracts_of_the_other_world_do_not_count():
    steps = [{"id": "s", "kind": "transfer", "payer": "north", "payee": "south", "amount": "1 m USD/month"}]
    case = make_case(
        {
            "old": {"name": "Old", "worlds": ["standstill"], "steps": steps},
            "new": {"name": "New", "worlds": ["deal"], "steps": steps},
        }
    )
    assert [c.id for c in compile_waterfall(case, MONTH, "standstill").contracts] == ["old"]
    assert [c.id for c in compile_waterfall(case, MONTH, "deal").contracts] == ["new"]


def test_dated_numbers_follow_the_month():
    amount = {"2023-06": "6 USD/bbl", "2024-06": "16 USD/bbl"}
    steps = [{"id": "s", "kind": "fee", "payee": "south", "amount": amount}]
    case = make_case({"c": {"name": "C", "stream": "exports", "keeps": "north", "steps": steps}})
    x = case.slots.central[None]
    paid = [
        evaluate(compile_waterfall(case, m, "deal"), x, make_flows()).paid[0, 0, 0]
        for m in (MONTH - 1, MONTH)
    ]
    assert paid == pytest.approx([6.0, 16.0])


def test_draws_and_states_are_worked_out_together_as_one_by_one():
    steps = [
        {
            "id": "fee",
            "kind": "fee",
            "payee": "south",
            "amount": "16 (0..90) USD/bbl",
            "collection": {"delay": "3 months"},
        },
        {"id": "share", "kind": "profit_share", "payee": "south", "amount": "0.3 (0..1)"},
    ]
    case = make_case({"c": {"name": "C", "stream": "exports", "keeps": "north", "steps": steps}})
    program = compile_waterfall(case, MONTH, "deal")
    rng = np.random.default_rng(1)
    slots = case.slots
    x = slots.low + (slots.high - slots.low) * rng.random((5, len(slots.names)))
    kbd = rng.uniform(0, 300, (5, 3))
    whole = evaluate(program, x, make_flows(kbd))
    for d in range(5):
        for s in range(3):
            one = evaluate(program, x[d : d + 1], make_flows(kbd[d : d + 1, s : s + 1]))
            np.testing.assert_allclose(one.net[0, 0], whole.net[d, s], rtol=1e-13, atol=1e-12)
    np.testing.assert_allclose(net_by_party(program, x, make_flows(kbd)), whole.value, rtol=1e-13)
    np.testing.assert_allclose(net_by_party(program, x, make_flows(kbd), delay=False), whole.net, rtol=1e-13)
    np.testing.assert_allclose(stream_gross(program, x, make_flows(kbd), "exports"), whole.gross[..., 0])


def test_one_draw_of_flows_serves_all_draws_of_numbers():
    case = make_case({"c": {"name": "C", "stream": "exports", "keeps": "north", "steps": []}})
    program = compile_waterfall(case, MONTH, "deal")
    x = np.repeat(case.slots.central[None], 4, axis=0)
    assert evaluate(program, x, make_flows()).net.shape == (4, 1, 3)


def test_draws_that_disagree_are_refused():
    case = make_case({"c": {"name": "C", "stream": "exports", "keeps": "north", "steps": []}})
    program = compile_waterfall(case, MONTH, "deal")
    x = np.repeat(case.slots.central[None], 4, axis=0)
    with pytest.raises(ShapeError, match="axis draw: x has 4, the flows have 3"):
        evaluate(program, x, make_flows(np.ones((3, 1))))


def test_every_problem_is_told_at_once():
    fee = {"id": "fee", "kind": "fee", "payee": "soth", "amount": "16 USD/bbl"}
    case = make_case(
        {
            "a": {"name": "A", "stream": "exports", "keeps": "north", "steps": [fee]},
            "b": {"name": "B", "stream": "exports", "keeps": "north", "steps": []},
            "c": {"name": "C", "steps": [fee]},
            "d": {"name": "D", "stream": "exprts", "steps": []},
        }
    )
    with pytest.raises(CaseError) as caught:
        compile_waterfall(case, MONTH, "deal")
    slugs = sorted({p.slug for p in caught.value.problems})
    assert slugs == ["money/divided-twice", "money/no-stream", "money/unknown-party", "money/unknown-stream"]
    assert "south" in str(caught.value)


def test_contracts_that_only_count_barrels_may_share_a_stream():
    cost = {"id": "cost", "kind": "cost", "payer": "south", "payee": "outside", "amount": "5 USD/bbl"}
    case = make_case(
        {
            "main": {"name": "Main", "stream": "exports", "keeps": "north", "steps": []},
            "lift": {"name": "Lift", "stream": "exports", "steps": [cost]},
        }
    )
    pay = evaluate(compile_waterfall(case, MONTH, "deal"), case.slots.central[None], make_flows())
    assert pay.net[0, 0] == pytest.approx([70.0, -5.0, -65.0])


class TestLevelPayment:
    @staticmethod
    def level(*numbers):
        return float(level_payment(*(np.array(float(n)) for n in numbers)))

    def test_without_discounting_it_spreads_the_debt(self):
        assert self.level(10, 120, 1, 1, 60) == pytest.approx(2.0)

    def test_a_debt_that_outlasts_the_horizon_pays_its_amount(self):
        assert self.level(10, 1e6, 1, 0.99, 60) == pytest.approx(10.0)

    def test_it_is_worth_as_much_as_the_payments_it_stands_for(self):
        b = 0.99
        paid = sum(10 * b**t for t in range(12))
        level = self.level(10, 120, 1, b, 60)
        assert sum(level * b**t for t in range(60)) == pytest.approx(paid)

    def test_half_the_chance_takes_twice_as_long(self):
        assert self.level(10, 120, 0.5, 1, 60) == pytest.approx(2.0)
        assert self.level(10, 1e6, 0.5, 1, 60) == pytest.approx(5.0)

    @pytest.mark.parametrize("numbers", [(0, 120, 1), (10, 0, 1), (10, 120, 0), (-1, 120, 1)])
    def test_nothing_due_pays_nothing(self, numbers):
        assert self.level(*numbers, 0.99, 60) == 0.0


@pytest.mark.parametrize(("payer", "debtor"), [(None, 0), ("south", 1)])
def test_what_is_not_paid_and_still_owed_weighs_on_who_should_have_paid(payer, debtor):
    step = {
        "id": "s",
        "kind": "fee" if payer is None else "transfer",
        "payee": "south" if payer is None else "north",
        "amount": "16 USD/bbl" if payer is None else "16 m USD/month",
        "collection": {"probability": "25 %", "owed": "50 %"},
    }
    if payer is not None:
        step["payer"] = payer
    pay = pay_one(step)
    expected = [0.0, 0.0, 0.0]
    expected[debtor] = 6.0  # half of the 12 that were not paid
    assert pay.debt_cost[0, 0] == pytest.approx(expected)
    assert pay.net[0, 0].sum() == pytest.approx(0.0)  # cash is conserved whatever is owed
    assert pay.value[0, 0] == pytest.approx(pay.net[0, 0] - pay.debt_cost[0, 0])


def test_what_the_stream_cannot_pay_is_no_debt_of_its_keeper():
    step = {
        "id": "s",
        "kind": "fee",
        "payee": "south",
        "amount": "100 USD/bbl",
        "collection": {"owed": "100 %"},
    }
    assert not pay_one(step).debt_cost.any()  # 30 of 100 could never be paid, and all that could was
