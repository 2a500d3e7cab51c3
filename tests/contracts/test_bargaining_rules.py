"""What every bargaining rule must satisfy, on problems with affine and with bent gains."""

import sys
from pathlib import Path

import numpy as np
import pytest

from netback.bargain.rules import RULES, find_rule
from netback.bargain.situation import Situation
from netback.bargain.zopa import EmptyZopa, find_zopa
from netback.errors import UsageError

sys.path.insert(0, str(Path(__file__).parents[1] / "unit" / "bargain"))
from made_situations import bent, box, fee, plane

SITUATIONS = {
    "one fee": fee(high=80.0),
    "a fee the law cuts": fee(high=20.0),
    "bent": bent(),
    "three parties": plane(
        [8.0, -3.0, 2.0],
        [[-1.0, -0.5, 0.2], [1.0, 0.0, -0.3], [0.0, 0.4, 0.1]],
        [box(n, 0, 10) for n in "abc"],
    ),
    "one cannot gain": plane([5.0, 0.0], [[-1.0, -1.0], [0.0, 0.0]], [box("a", 0, 4), box("b", 0, 4)]),
    "no veto for one": plane([10.0, -2.0, 0.0], [[-1.0], [1.0], [-9.0]], [box("t", 0, 20)], veto=(0, 1)),
    "no terms": plane([1.0, 2.0], np.zeros((2, 0)), []),
}
every_rule = pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
every_situation = pytest.mark.parametrize("situation", SITUATIONS.values(), ids=SITUATIONS)


@every_rule
@every_situation
def test_terms_are_legal_and_nobody_with_a_veto_loses(rule, situation):
    agreement = rule(situation, None)
    for term, value in zip(situation.terms, agreement.terms, strict=True):
        assert term.low <= value <= term.high
    assert agreement.gains[list(situation.veto)].min() >= -1e-8 * situation.scale
    np.testing.assert_allclose(agreement.gains, situation.gains(agreement.terms[None])[0])


@every_rule
@every_situation
def test_nothing_is_left_on_the_table(rule, situation):
    found = rule(situation, None).gains[list(situation.veto)]
    sampled = situation.cloud_gains[:, list(situation.veto)]
    slack = 1e-6 * situation.scale
    beaten = (sampled >= found - 1e-9 * situation.scale).all(axis=1) & (sampled > found + slack).any(axis=1)
    assert not beaten.any()


@pytest.mark.parametrize("name", ["nash", "kalai_smorodinsky"])
@every_situation
def test_the_units_of_a_gain_do_not_matter(name, situation):
    factor = np.array([1000.0, 1.0, 0.01])[: len(situation.parties)]
    scaled = Situation(
        situation.parties,
        situation.veto,
        situation.weights,
        situation.terms,
        lambda x: situation.gains(x) * factor,
    )
    one, other = RULES[name](situation, None), RULES[name](scaled, None)
    np.testing.assert_allclose(
        one.gains * factor, other.gains, rtol=1e-4, atol=1e-4 * (factor * situation.scale).max() * 0.01
    )


@every_rule
@pytest.mark.parametrize("seed", range(3))
def test_parties_alike_fare_alike(rule, seed):
    rng = np.random.default_rng(seed)
    worth, cost = rng.uniform(10, 50), rng.uniform(0, 9)
    # t moves money between two parties that are mirror images of each other; w wastes it
    situation = plane(
        [worth, worth], [[-1.0, -cost], [1.0, -cost]], [box("t", -100.0, 100.0, 3.0), box("w", 0.0, 1.0)]
    )
    gains = rule(situation, None).gains
    assert gains == pytest.approx([worth, worth], rel=1e-6)


@every_rule
def test_naming_the_parties_in_another_order_changes_nothing(rule):
    situation = SITUATIONS["three parties"]
    order = [2, 0, 1]
    turned = Situation(
        situation.parties,
        situation.veto,
        situation.weights,
        situation.terms,
        lambda x: situation.gains(x)[:, order],
    )
    np.testing.assert_allclose(
        rule(turned, None).gains, rule(situation, None).gains[order], rtol=1e-6, atol=1e-6 * situation.scale
    )


@every_rule
def test_terms_nobody_can_accept_are_refused_with_the_reason(rule):
    with pytest.raises(EmptyZopa, match="p1 cannot be satisfied"):
        rule(fee(high=12.0), None)


@every_rule
def test_a_zone_that_is_known_is_not_sought_again(rule):
    situation = fee(high=80.0)
    np.testing.assert_array_equal(rule(situation, find_zopa(situation)).terms, rule(situation, None).terms)


@every_rule
def test_ties_go_to_the_reference_and_are_reported(rule):
    # b does nothing at all
    situation = plane(
        [60.0, -16.0], [[-1.0, 0.0], [1.0, 0.0]], [box("a", 0.0, 80.0), box("b", 2.0, 7.0, 3.0)]
    )
    agreement = rule(situation, None)
    assert agreement.terms[1] == pytest.approx(3.0)
    assert agreement.ties[1] == pytest.approx([2.0, 7.0])


def test_the_list_has_each_rule_under_its_own_name():
    situation = SITUATIONS["one fee"]
    assert {name: rule(situation, None).rule for name, rule in RULES.items()} == {n: n for n in RULES}


def test_an_unknown_rule_gets_the_nearest():
    with pytest.raises(UsageError, match="did you mean egalitarian"):
        find_rule("egalitarean")
    with pytest.raises(UsageError, match="nash, kalai_smorodinsky"):
        find_rule("zebra")
