"""Terms that come nearest to the game's split: exact where the payoffs are straight lines in them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from netback.case import read_case, set_values
from netback.case.draws import sample
from netback.case.schema import Effect, Term
from netback.dates import DAYS_PER_MONTH
from netback.errors import UnknownAsOf
from netback.forecast import make_forecast
from netback.forecast.ensemble import _start, _terms
from netback.game.payoffs import build_grid, build_payoffs

DRAWS = 8


def setup(case):
    x = sample(case.slots, DRAWS, 1)
    grid = build_grid(case, x, case.month)
    payoffs = build_payoffs(case, x, grid, case.month, workers=1)
    start = _start(case, grid, case.month, np.full((DRAWS, 3), 0.5))
    a_now = payoffs.setting.a[np.arange(DRAWS), 0, :, start]
    return x, payoffs, start, a_now


def fee(case, x):
    return x[:, case.slots.at("contracts.export_deal.steps.fee.amount", case.month)]


def barrels(payoffs, start):
    flows = payoffs.flows["deal"]
    return flows.through("trunk")[np.arange(DRAWS), payoffs.flow_state[start]]


@pytest.fixture(scope="module")
def case():
    return read_case("starter", as_of="2024-12-31")


def test_today_s_split_gives_the_reference_terms(case):
    x, payoffs, start, a_now = setup(case)
    found = _terms(case, x, payoffs, start, a_now)
    np.testing.assert_allclose(found[:, 0], fee(case, x), rtol=1e-9)


@pytest.mark.parametrize("usd_bbl", [4.0, -5.0])
def test_one_fee_between_two_parties_moves_by_money_over_barrels(case, usd_bbl):
    """Closed form: the fee rises by the money moved over the barrels it is paid on."""
    x, payoffs, start, a_now = setup(case)
    kb = barrels(payoffs, start) * DAYS_PER_MONTH
    moved = kb * usd_bbl / 1000.0
    found = _terms(case, x, payoffs, start, a_now + np.stack([-moved, moved], axis=1))
    # the pull to the reference leaves a two-thousandth part
    np.testing.assert_allclose(found[:, 0] - fee(case, x), usd_bbl, rtol=1e-3)


def test_a_target_out_of_reach_stops_at_the_legal_range(case):
    x, payoffs, start, a_now = setup(case)
    for sign, limit in ((1, 60.0), (-1, 10.0)):
        far = a_now + sign * np.array([-1e5, 1e5])
        np.testing.assert_allclose(_terms(case, x, payoffs, start, far)[:, 0], limit)


def test_money_that_a_driver_adds_to_a_deal_is_not_asked_of_the_terms(case):
    """A target equal to today's payoffs under the draft deal needs no other terms, whatever drivers add."""
    push = case.file.drivers["push"].model_copy(
        update={"effects": tuple(
            Effect(level=v, on=("parties.region.deal",), plus="100 m USD/month") for v in ("low", "high")
        )}
    )  # fmt: skip
    made = replace(case, file=case.file.model_copy(update={"drivers": {**case.file.drivers, "push": push}}))
    x, payoffs, start, a_now = setup(made)
    np.testing.assert_allclose(_terms(made, x, payoffs, start, a_now)[:, 0], fee(made, x), rtol=1e-9)


def with_terms(case, **terms):
    return replace(case, file=case.file.model_copy(update={"terms": terms}))


def term(text):
    return Term.model_validate(
        {"name": "Fee", "sets": ["contracts.export_deal.steps.fee.amount"], "range": text}
    )


def test_a_term_with_nothing_to_choose_stays_where_it_is(case):
    made = with_terms(case, fee=term("28 USD/bbl"))
    x, payoffs, start, a_now = setup(made)
    np.testing.assert_allclose(_terms(made, x, payoffs, start, a_now + 10.0)[:, 0], 28.0)
    assert make_forecast(made, draws=16).expected_terms()["fee"]["mean"] == pytest.approx(28.0)


def test_a_range_not_known_yet_says_so(case):
    made = with_terms(case, fee=term("28 (10..60) USD/bbl [trucks_2024]")).known_on("2024-11-30")
    with pytest.raises(UnknownAsOf, match=r"terms\.fee\.range has no value"):
        make_forecast(made, draws=16)


def test_no_terms_are_no_trouble(case):
    made = with_terms(case)
    assert make_forecast(made, draws=16).expected_terms() == {}


def test_expected_terms_lie_within_the_legal_range(case):
    found = make_forecast(case, draws=64).expected_terms()["fee"]
    assert 10 <= found["low"] <= found["mean"] <= found["high"] <= 60
    dear = set_values(case, {"contracts.grant_deal.steps.grant.amount": "0 m USD/month"})
    assert (
        make_forecast(dear, draws=64).expected_terms()["fee"]["mean"] > found["mean"]
    )  # what the grant gave
