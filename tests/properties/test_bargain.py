"""Laws of bargaining on random problems."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from netback.bargain.egalitarian import egalitarian
from netback.bargain.nash import nash
from netback.bargain.situation import Situation, TermBox
from netback.bargain.zopa import find_zopa


@st.composite
def planes(draw, most=30):
    """Two to four parties, one to three terms, affine gains of whole numbers."""
    parties, terms = draw(st.integers(2, 4)), draw(st.integers(1, 3))
    whole = st.integers(-9, 9).map(float)
    a = np.array(draw(st.lists(st.integers(-10, most).map(float), min_size=parties, max_size=parties)))
    B = np.array(draw(st.lists(whole, min_size=parties * terms, max_size=parties * terms)))
    w = draw(st.lists(st.integers(1, 5).map(float), min_size=parties, max_size=parties))
    boxes = tuple(TermBox(f"t{j}", f"t{j}", "1", 0.0, 2.0, 1.0) for j in range(terms))
    B = B.reshape(parties, terms)
    names = tuple(f"p{i}" for i in range(parties))
    return Situation(names, tuple(range(parties)), np.array(w), boxes, lambda x: a + x @ B.T)


@given(planes())
def test_a_zone_is_empty_just_when_no_terms_suit_everybody(situation):
    zopa = find_zopa(situation)
    sampled = situation.cloud_gains.min(axis=1)
    assert sampled.max() <= zopa.least_gain + 1e-7 * situation.scale
    assert zopa.empty == (zopa.least_gain < -situation.tolerance)
    if not zopa.empty:
        inside = zopa.cloud[zopa.inside]
        if len(inside):
            assert (inside >= zopa.ranges[:, 0] - 1e-6).all()
            assert (inside <= zopa.ranges[:, 1] + 1e-6).all()


@given(planes(most=3))
def test_the_cheapest_subsidy_is_enough_and_not_more_than_the_best_terms_need(situation):
    clash = find_zopa(situation).clash
    assume(clash is not None)
    paid = np.array([clash.subsidy.get(p, 0.0) for p in situation.parties])
    after = situation.gains(clash.subsidy_terms[None])[0] + paid
    assert after.min() >= -1e-7 * situation.scale
    assert paid.sum() <= np.maximum(-situation.cloud_gains, 0).sum(axis=1).min() + 1e-6 * situation.scale


@given(planes(most=3))
def test_a_clash_is_gone_without_any_of_its_parties(situation):
    clash = find_zopa(situation).clash
    assume(clash is not None)
    for party in clash.parties:
        rest = tuple(situation.parties.index(p) for p in clash.parties if p != party)
        if not rest:
            return
        some = Situation(situation.parties, rest, situation.weights, situation.terms, situation.gains)
        assert not find_zopa(some).empty


@given(planes())
def test_no_sampled_terms_have_a_greater_nash_product(situation):
    zopa = find_zopa(situation)
    assume(not zopa.empty and zopa.ideal.min() > 1e-3 * situation.scale)
    agreement = nash(situation, zopa)
    w = situation.weights / situation.weights.sum()
    value = float(w @ np.log(np.maximum(agreement.gains, 1e-300)))
    sampled = np.log(np.maximum(situation.cloud_gains[zopa.inside], 1e-300)) @ w
    assert sampled.max(initial=-np.inf) <= value + 1e-7
    assert agreement.gap <= 1e-8


@given(planes())
def test_the_worst_off_fares_no_worse_than_under_any_sampled_terms(situation):
    zopa = find_zopa(situation)
    assume(not zopa.empty)
    assert egalitarian(situation, zopa).gains.min() == pytest.approx(
        zopa.least_gain, abs=1e-6 * situation.scale
    )


@given(planes(), st.floats(0.0, 10.0))
def test_more_for_everybody_never_closes_a_zone(situation, more):
    richer = Situation(
        situation.parties,
        situation.veto,
        situation.weights,
        situation.terms,
        lambda x: situation.gains(x) + more,
    )
    assert find_zopa(richer).least_gain == pytest.approx(find_zopa(situation).least_gain + more, abs=1e-6)


@given(planes(), st.randoms())
def test_the_order_of_terms_changes_no_gain(situation, random):
    order = list(range(len(situation.terms)))
    random.shuffle(order)
    back = np.argsort(order)
    turned = Situation(
        situation.parties,
        situation.veto,
        situation.weights,
        tuple(situation.terms[j] for j in order),
        lambda x: situation.gains(x[:, back]),
    )
    zopa = find_zopa(situation)
    assume(not zopa.empty)
    np.testing.assert_allclose(nash(turned).gains, nash(situation, zopa).gains, atol=1e-5 * situation.scale)
