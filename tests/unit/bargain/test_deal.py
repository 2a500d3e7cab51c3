"""From a case to a deal: payoffs, who blocks, what unblocks."""

import numpy as np
import pytest
from made_cases import KBD, MONTH, both_worlds, make_case, make_flows

from netback.bargain.deal import solve_bargain
from netback.bargain.payoffs import find_payoffs
from netback.bargain.zopa import EmptyZopa
from netback.errors import CaseError, ShapeError, UsageError
from netback.money.revenue import divide_revenue

OLD = {
    "name": "Old",
    "worlds": ["standstill"],
    "stream": "exports",
    "keeps": "north",
    "steps": [{"id": "share", "kind": "profit_share", "payee": "south", "amount": "20 %"}],
}
FEE = {"id": "fee", "kind": "fee", "payee": "south", "amount": "16 USD/bbl"}
TERM = {"name": "Fee", "sets": ["contracts.new.steps.fee.amount"], "range": "16 (0..60) USD/bbl"}


def money_of(*, steps=(FEE,), terms=None, parties=None, standstill=None, deal=None, months=(MONTH,), **case):
    """Half the barrels when standing still (north 28, south 7), all of them with a deal (north 70 - fee, south fee)."""
    new = {"name": "New", "worlds": ["deal"], "stream": "exports", "keeps": "north", "steps": list(steps)}
    made = make_case(
        {"old": OLD, "new": new}, terms={"fee": TERM} if terms is None else terms, parties=parties, **case
    )
    flows = both_worlds(made, standstill or make_flows(KBD / 2), deal or make_flows(), months)
    return divide_revenue(flows)


def test_payoffs_are_deal_less_standing_still():
    payoffs = find_payoffs(money_of())
    assert payoffs.parties == ("north", "south")
    assert payoffs.disagreement == pytest.approx([28.0, 7.0])
    assert payoffs.at(np.array([[16.0], [70.0]])) == pytest.approx(np.array([[54.0, 16.0], [0.0, 70.0]]))
    assert payoffs.gains(payoffs.reference[None])[0] == pytest.approx([26.0, 9.0])
    assert payoffs.situation.affine
    assert payoffs.idle == ()


def test_the_nash_deal_of_a_case():
    deal = solve_bargain(money_of())
    assert deal.agreed
    assert deal.affine
    assert deal.clash is None
    term = deal.terms["fee"]
    assert (term.value, term.unit) == (pytest.approx(24.5), "USD/bbl")
    assert (term.reference, term.low, term.high) == (16.0, 0.0, 60.0)
    assert term.zopa == pytest.approx((7.0, 42.0), abs=1e-6)
    assert term.ties == pytest.approx((24.5, 24.5), abs=1e-6)
    assert deal.gains == pytest.approx({"north": 17.5, "south": 17.5})
    assert deal.disagreement == pytest.approx({"north": 28.0, "south": 7.0})
    assert deal.money.flows.case is deal.money.case


def test_weights_of_the_case_move_the_nash_deal():
    parties = {
        "north": {"name": "N", "veto": "yes", "weight": "1"},
        "south": {"name": "S", "veto": "yes", "weight": "4"},
    }
    assert solve_bargain(money_of(parties=parties)).terms["fee"].value == pytest.approx(35.0)


def test_only_those_with_a_veto_in_that_month_count():
    veto = {"2023-01": "yes", "2024-07": "no"}
    parties = {"north": {"name": "N", "veto": veto}, "south": {"name": "S", "veto": "yes"}}
    months = (MONTH, MONTH + 1)
    before = solve_bargain(money_of(parties=parties, months=months))
    after = solve_bargain(money_of(parties=parties, months=months), month=MONTH + 1)
    assert before.veto == ("north", "south")
    assert after.veto == ("south",)
    assert after.terms["fee"].value == pytest.approx(60.0)


def test_a_delay_lowers_what_the_payee_asks_the_deal_for():
    late = {**FEE, "collection": {"delay": "12 months"}}
    parties = {
        "north": {"name": "N", "veto": "yes"},
        "south": {"name": "S", "veto": "yes", "discount": "25 %/year"},
    }
    deal = solve_bargain(money_of(steps=[late], parties=parties))
    assert deal.terms["fee"].zopa == pytest.approx((8.75, 42.0), abs=1e-6)


def test_who_blocks_asks_for_what_the_others_would_not_give():
    deal = solve_bargain(money_of())
    south, north = (next(b for b in deal.blockers if b.party == p) for p in ("south", "north"))
    # alone, north would pay nothing: south loses its 7; alone, south would take 60: north loses 28 - 10 = 18
    assert south.at_best_for_others == pytest.approx(-7.0)
    assert south.asks == pytest.approx(7.0)
    assert south.blocks
    assert south.at_own_best == pytest.approx(53.0)
    assert north.asks == pytest.approx(18.0)
    assert deal.blockers[0].party == "north"
    assert deal.unblocks == ()  # nobody loses at the reference terms


def test_an_empty_zone_is_explained_and_not_refused():
    terms = {"fee": {**TERM, "range": "4 (0..5) USD/bbl"}}
    deal = solve_bargain(money_of(terms=terms))
    assert not deal.agreed
    assert deal.gains is None
    assert deal.terms["fee"].value is None
    assert deal.clash.parties == ("south",)
    assert deal.clash.limits == (("fee", "high"),)
    assert deal.clash.extensions[0].needed == pytest.approx(7.0)
    with pytest.raises(EmptyZopa, match="south cannot be satisfied"):
        deal.zopa.require()
    (handed,) = deal.unblocks
    assert (handed.term, handed.value, handed.hurts) == ("", pytest.approx(3.0), ())


def test_what_unblocks_names_the_term_the_change_and_whom_it_hurts():
    terms = {
        "fee": {**TERM, "range": "2 (0..60) USD/bbl"},
        "rent": {
            "name": "Rent",
            "sets": ["contracts.new.steps.rent.amount"],
            "range": "40 (0..50) m USD/month",
        },
    }
    rent = {"id": "rent", "kind": "transfer", "payer": "south", "payee": "north", "amount": "1 m USD/month"}
    deal = solve_bargain(money_of(steps=[FEE, rent], terms=terms))
    assert deal.at_reference == pytest.approx({"north": 80.0, "south": -45.0})
    found = {u.term: u for u in deal.unblocks}
    assert {u.party for u in deal.unblocks} == {"south"}
    assert found[""].value == pytest.approx(45.0)
    assert found["fee"].value == pytest.approx(47.0, abs=1e-6)
    assert found["fee"].change == pytest.approx(45.0, abs=1e-6)
    assert found["fee"].hurts == ()
    assert "rent" not in found  # even without rent south loses 5
    # both terms move money between the same two: the split is unique, the terms are not, and the deal says so
    assert deal.gains == pytest.approx({"north": 17.5, "south": 17.5})
    assert deal.terms["rent"].ties[1] - deal.terms["rent"].ties[0] > 10


def test_surety_times_fee_is_not_affine_and_still_settled():
    terms = {
        "fee": TERM,
        "surety": {
            "name": "Surety",
            "sets": ["contracts.new.steps.fee.collection.probability"],
            "range": "0.5 (0.2..0.9)",
        },
    }
    deal = solve_bargain(money_of(terms=terms))
    assert not deal.affine
    assert deal.gains == pytest.approx({"north": 17.5, "south": 17.5}, abs=1e-4)
    assert deal.terms["fee"].ties is None
    assert any("bend" in text for text in deal.assumptions)
    # 7 = 0.2 x 35 at least surety; at most surety 7 / 0.9
    assert deal.terms["fee"].zopa == pytest.approx((7 / 0.9, 60.0), abs=1e-4)


def test_a_term_of_a_contract_not_in_the_deal_is_named():
    terms = {
        "fee": TERM,
        "old": {"name": "Old", "sets": ["contracts.old.steps.share.amount"], "range": "20 (0..40) %"},
    }
    deal = solve_bargain(money_of(terms=terms))
    assert deal.payoffs.idle == ("old",)
    assert any("old" in text for text in deal.assumptions)
    assert deal.terms["old"].value == pytest.approx(0.2)


def test_terms_that_set_no_number_are_refused_all_at_once():
    terms = {
        "a": {"name": "A", "sets": ["contracts.new.steps.fe.amount"], "range": "1 (0..2) USD/bbl"},
        "b": {"name": "B", "sets": ["contracts.new.steps.fee.amount"], "range": "1 (0..2) m USD/month"},
        "c": {**TERM},
        "d": {**TERM},
    }
    money = money_of(terms=terms)
    with pytest.raises(CaseError) as caught:
        find_payoffs(money)
    assert sorted(p.slug for p in caught.value.problems) == [
        "bargain/set-twice",
        "bargain/unknown-path",
        "bargain/wrong-unit",
    ]
    assert "contracts.new.steps.fee.amount" in str(caught.value)


def test_a_month_or_rule_or_state_that_is_not_there_is_refused():
    money = money_of()
    with pytest.raises(UsageError, match="no flows were solved for 2030-01"):
        solve_bargain(money, month=2030 * 12)
    with pytest.raises(UsageError, match="did you mean nash"):
        solve_bargain(money, rule="nasch")
    with pytest.raises(ShapeError, match="axis state"):
        find_payoffs(money, state=3)
    with pytest.raises(ShapeError, match="axis term"):
        find_payoffs(money).at(np.zeros((2, 5)))


def test_payoffs_of_another_state_use_its_flows():
    money = money_of(deal=make_flows([[KBD, 2 * KBD]]), standstill=make_flows([[KBD / 2, KBD]]))
    one, two = (find_payoffs(money, state=s) for s in (0, 1))
    assert two.disagreement == pytest.approx(2 * one.disagreement)
    assert two.at(np.array([[16.0]])) == pytest.approx(2 * one.at(np.array([[16.0]])))


def test_ties_of_bent_gains_go_towards_the_reference_too():
    # only the product of surety and fee counts, and must be 24.5; the reference is 16 and 0.7
    surety = {
        "name": "Surety",
        "sets": ["contracts.new.steps.fee.collection.probability"],
        "range": "0.7 (0.2..0.9)",
    }
    deal = solve_bargain(money_of(terms={"fee": TERM, "surety": surety}))
    fee, chance = deal.terms["fee"].value, deal.terms["surety"].value
    assert fee * chance == pytest.approx(24.5, abs=1e-4)
    far = abs(fee - 16) / 60 + abs(chance - 0.7) / 0.7
    grid = np.linspace(0.45, 0.9, 4001)
    assert far <= (np.abs(24.5 / grid - 16) / 60 + np.abs(grid - 0.7) / 0.7).min() + 1e-3
