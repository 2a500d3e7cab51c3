"""Terms, sampling, and whether gains are affine."""

import numpy as np
import pytest
from made_situations import bent, box, fee, plane

from netback.bargain.situation import Situation, spread
from netback.errors import ShapeError, UsageError


def test_a_plane_is_seen_as_one():
    assert fee().affine
    assert plane([1, 2, 3], np.arange(9.0).reshape(3, 3), [box(n, -1, 4) for n in "abc"]).affine


def test_a_product_and_a_kink_are_not():
    assert not bent().affine
    kink = Situation(("p",), (0,), np.ones(1), (box("t", 0, 10),), lambda x: np.minimum(x, 9.9))
    assert not kink.affine


def test_scaled_terms_come_back_at_their_bounds_exactly():
    terms = (box("a", 0.1, 0.7), box("b", 3.0, 3.0))
    situation = plane([0.0], [[1.0, 1.0]], terms)
    assert situation.to_terms(np.array([[0.0, 0.0], [1.0, 0.0]])).tolist() == [[0.1, 3.0], [0.7, 3.0]]


def test_spread_points_fill_every_tenth_of_every_axis():
    points = spread(1000, 3)
    for j in range(3):
        assert np.histogram(points[:, j], 10, (0, 1))[0].min() >= 95


def test_many_terms_keep_the_sample_small():
    situation = plane([0.0], np.ones((1, 12)), [box(f"t{i}", 0, 1) for i in range(12)])
    assert situation.cloud.shape[0] < 1500
    assert situation.affine


def test_nobody_with_a_veto_is_refused():
    with pytest.raises(UsageError, match="nobody can say no"):
        plane([1.0], [[1.0]], [box("t", 0, 1)], veto=())


def test_a_veto_holder_without_weight_is_refused():
    with pytest.raises(UsageError, match="must be above 0"):
        plane([1.0], [[1.0]], [box("t", 0, 1)], weights=[0.0])


def test_weights_of_another_length_are_refused():
    with pytest.raises(ShapeError, match="axis party"):
        plane([1.0], [[1.0]], [box("t", 0, 1)], weights=[1.0, 1.0])


def test_a_gain_that_is_not_finite_is_refused():
    situation = Situation(("p",), (0,), np.ones(1), (box("t", 0, 1),), lambda x: x * np.nan)
    with pytest.raises(ShapeError, match="not finite"):
        situation.of(np.zeros((1, 1)))
