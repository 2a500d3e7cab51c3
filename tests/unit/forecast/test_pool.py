"""Pooling of hazards, and weighted quantiles."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from netback.forecast.pool import hazard_of, pool_hazards, resolved_by, weighted_quantile

HAZARDS = arrays(float, st.integers(1, 12), elements=st.floats(1e-6, 0.7))


@given(HAZARDS)
def test_hazard_and_curve_go_to_and_fro(h):
    np.testing.assert_allclose(hazard_of(resolved_by(h)), h, atol=1e-6)


@given(HAZARDS, HAZARDS)
def test_weight_one_is_the_inside_view_and_weight_nothing_the_outside(a, b):
    n = min(len(a), len(b))
    np.testing.assert_allclose(pool_hazards(a[:n], b[:n], 1.0), a[:n], rtol=1e-9)
    np.testing.assert_allclose(pool_hazards(a[:n], b[:n], 0.0), b[:n], rtol=1e-9)


@given(HAZARDS, HAZARDS, st.floats(0, 1))
def test_the_pool_lies_between_the_two(a, b, w):
    n = min(len(a), len(b))
    found = pool_hazards(a[:n], b[:n], w)
    assert np.all(found >= np.minimum(a[:n], b[:n]) - 1e-12)
    assert np.all(found <= np.maximum(a[:n], b[:n]) + 1e-12)
    np.testing.assert_allclose(pool_hazards(b[:n], a[:n], 1 - w), found, atol=1e-12)


def test_equal_weights_multiply_odds():
    # odds 1/4 and 1/9: their geometric mean is 1/6
    assert pool_hazards(np.array([0.2]), np.array([0.1]), 0.5)[0] == pytest.approx(1 / 7)


def test_hazards_of_nothing_and_of_certainty_stay_probabilities():
    found = pool_hazards(np.array([0.0, 1.0, 0.0]), np.array([1.0, 1.0, 0.0]), 0.5)
    assert np.all((found >= 0) & (found <= 1))
    np.testing.assert_allclose(found, [0.5, 1.0, 0.0], atol=1e-6)


def test_nothing_is_left_to_resolve_after_certainty():
    np.testing.assert_allclose(hazard_of(np.array([0.5, 1.0, 1.0]))[:2], [0.5, 1.0])
    assert np.all(resolved_by(np.array([0.5, 1.0, 0.3])) == [0.5, 1.0, 1.0])


def test_curves_of_many_draws_keep_their_axis():
    curves = np.array([[0.1, 0.19], [0.5, 0.75]])
    np.testing.assert_allclose(hazard_of(curves), [[0.1, 0.1], [0.5, 0.5]])


@given(arrays(float, st.integers(1, 40), elements=st.floats(-1e6, 1e6)), st.floats(0.001, 0.999))
def test_with_equal_weights_quantiles_are_numpy_s(values, q):
    found = weighted_quantile(values, np.full(len(values), 1 / len(values)), q)
    assert found == np.quantile(values, q, method="inverted_cdf") or abs(q * len(values) % 1) < 1e-6


def test_weights_move_the_quantile():
    values, weights = np.array([3.0, 1.0, 2.0]), np.array([0.1, 0.2, 0.7])
    assert [float(weighted_quantile(values, weights, q)) for q in (0.1, 0.2, 0.21, 0.9, 0.91)] == [
        1,
        1,
        2,
        2,
        3,
    ]


def test_a_draw_without_weight_is_never_the_quantile():
    values, weights = np.array([1.0, 2.0, 9.0]), np.array([0.5, 0.5, 0.0])
    assert weighted_quantile(values, weights, 0.99) == 2.0


def test_quantiles_of_curves_are_taken_point_by_point():
    values = np.array([[1.0, 6.0], [2.0, 5.0], [3.0, 4.0]])
    np.testing.assert_array_equal(weighted_quantile(values, np.full(3, 1 / 3), 0.5), [2.0, 5.0])
