"""The zone of possible agreement, and why there may be none."""

import numpy as np
import pytest
from made_situations import bent, box, fee, plane

from netback.bargain.situation import Situation
from netback.bargain.zopa import EmptyZopa, find_zopa


def test_a_fee_must_cover_one_and_leave_the_other_something():
    zopa = find_zopa(fee(high=80.0))
    assert not zopa.empty
    assert zopa.ranges[0] == pytest.approx([16.0, 60.0], abs=1e-6)
    assert zopa.ideal == pytest.approx([44.0, 44.0], abs=1e-6)
    assert zopa.least_gain == pytest.approx(22.0)
    assert zopa.best == pytest.approx([38.0])
    assert zopa.clash is None
    zopa.require()


def test_the_legal_range_cuts_the_zone():
    zopa = find_zopa(fee(high=20.0))
    assert zopa.ranges[0] == pytest.approx([16.0, 20.0], abs=1e-6)
    assert zopa.ideal == pytest.approx([44.0, 4.0], abs=1e-6)


def test_a_zone_of_one_point_is_a_zone():
    zopa = find_zopa(fee(high=16.0))
    assert not zopa.empty
    assert zopa.ranges[0] == pytest.approx([16.0, 16.0], abs=1e-6)


def test_bent_gains_give_the_same_kind_of_answer():
    zopa = find_zopa(bent())
    # p1 needs chance x fee >= 10, p0 needs chance x fee + 5 chance <= 40; the least gain is greatest at chance 0.2
    # (fee 50, its bound: p1 0, p0 29) ... 1; with chance c and fee (50 - 5c) / 2c both gain (30 - 5c) / 2, fee <= 50
    c = 10 / 21
    assert zopa.least_gain == pytest.approx((30 - 5 * c) / 2, abs=1e-6)
    assert zopa.ranges[0] == pytest.approx([10.0, 50.0], abs=1e-5)
    assert zopa.ranges[1] == pytest.approx([0.2, 1.0], abs=1e-6)


def test_one_party_alone_may_be_the_clash():
    zopa = find_zopa(fee(high=12.0))
    clash = zopa.clash
    assert zopa.empty
    assert zopa.ranges is None
    assert clash.parties == ("p1",)
    assert clash.limits == (("fee", "high"),)
    assert clash.losses == pytest.approx({"p1": 4.0})
    assert clash.subsidy == pytest.approx({"p1": 4.0})
    assert clash.transfers == pytest.approx({"p1": 4.0, "p0": -4.0})
    (extension,) = clash.extensions
    assert (extension.term, extension.side) == ("fee", "high")
    assert extension.needed == pytest.approx(16.0)
    assert extension.share == pytest.approx(4 / 12)


def test_two_parties_may_want_what_cannot_both_be():
    # p0 gains 10 - t, p1 gains t - 14, p2 always gains
    situation = plane([10.0, -14.0, 3.0], [[-1.0], [1.0], [0.0]], [box("t", 0.0, 20.0)])
    clash = find_zopa(situation).clash
    assert clash.parties == ("p0", "p1")
    assert clash.limits == ()  # no bound of the law has a part in it
    assert sum(clash.subsidy.values()) == pytest.approx(4.0)
    assert clash.transfers is None  # 10 - 14 + 3 < 0: those who gain cannot pay
    assert clash.extensions == ()


def test_an_open_zone_follows_from_each_cure():
    situation = fee(high=12.0)
    clash = find_zopa(situation).clash
    e = clash.extensions[0]
    wider = plane([60.0, -16.0], [[-1.0], [1.0]], [box("fee", 0.0, e.needed + 1e-6, 10.0)])
    assert not find_zopa(wider).empty
    paid = plane([60.0 - 4.0, -16.0 + 4.0], [[-1.0], [1.0]], [box("fee", 0.0, 12.0, 10.0)])
    assert not find_zopa(paid).empty


def test_the_law_of_nature_is_not_stretched():
    situation = plane([60.0, -16.0], [[-1.0], [10.0]], [box("share", 0.0, 1.0, 0.5, floor=0.0, ceiling=1.0)])
    clash = find_zopa(situation).clash
    assert clash.extensions == ()
    assert clash.limits == ()


def test_bent_gains_are_explained_too():
    def gains(x):
        return np.stack([40.0 - x[:, 0] * x[:, 1], x[:, 0] * x[:, 1] - 10.0], axis=1)

    terms = (box("fee", 0.0, 10.0), box("chance", 0.1, 0.5, floor=0.0, ceiling=1.0))
    clash = find_zopa(Situation(("p0", "p1"), (0, 1), np.ones(2), terms, gains)).clash
    assert clash.parties == ("p1",)
    assert set(clash.limits) <= {("fee", "high"), ("chance", "high")}
    assert clash.limits
    assert clash.subsidy == pytest.approx({"p1": 5.0}, abs=1e-6)
    needed = {e.term: e.needed for e in clash.extensions}
    assert needed == pytest.approx({"fee": 20.0, "chance": 1.0}, abs=1e-4)


def test_a_refusal_says_who_what_and_how_much():
    zopa = find_zopa(fee(high=12.0))
    with pytest.raises(EmptyZopa, match="p1 cannot be satisfied") as caught:
        zopa.require()
    text = str(caught.value)
    assert "the high bound of fee" in text
    assert "4 m USD/month from outside to p1" in text
    assert "fee could go to 16 USD/bbl instead of 12" in text


def test_the_frontier_of_a_plane_is_its_corners():
    # a transfer t moves money one to one; waste w hurts both
    situation = plane([0.0, 0.0], [[-1.0, -1.0], [1.0, -1.0]], [box("t", -5.0, 5.0), box("w", 0.0, 3.0)])
    terms, gains = find_zopa(situation).frontier
    assert terms[:, 1] == pytest.approx(np.zeros(len(terms)))
    assert gains[[0, -1]].tolist() == [[-5.0, 5.0], [5.0, -5.0]]


def test_samples_know_whether_they_are_inside_and_efficient():
    situation = plane([0.0, 0.0], [[-1.0, -1.0], [1.0, -1.0]], [box("t", -5.0, 5.0), box("w", 0.0, 3.0)])
    zopa = find_zopa(situation)
    inside = zopa.gains.min(axis=1) >= -1e-6
    assert (zopa.inside == inside).all()
    assert zopa.pareto[np.isclose(zopa.cloud[:, 1], 0.0)].all()
    assert zopa.pareto.sum() < len(zopa.pareto)


def test_no_terms_at_all_is_a_yes_or_no():
    assert not find_zopa(plane([1.0, 2.0], np.zeros((2, 0)), [])).empty
    clash = find_zopa(plane([1.0, -2.0], np.zeros((2, 0)), [])).clash
    assert clash.parties == ("p1",)
    assert clash.transfers is None
