"""The checked linear programme."""

import numpy as np
import pytest

from netback.bargain._lp import _certify, maximise
from netback.errors import SolverError


def test_a_corner_is_found():
    # x + y <= 4, x + 3y <= 6, maximise 3x + 5y: at (3, 1)
    y = maximise(
        np.array([3.0, 5.0]),
        np.array([[1.0, 1.0], [1.0, 3.0]]),
        np.array([4.0, 6.0]),
        np.zeros(2),
        np.full(2, np.inf),
    )
    assert y == pytest.approx([3.0, 1.0])


def test_nothing_feasible_gives_none():
    assert maximise(np.ones(1), np.array([[1.0]]), np.array([-1.0]), np.zeros(1), np.ones(1)) is None


def test_without_variables_only_the_right_side_counts():
    assert maximise(np.zeros(0), np.zeros((1, 0)), np.array([1.0]), np.zeros(0), np.zeros(0)) is not None
    assert maximise(np.zeros(0), np.zeros((1, 0)), np.array([-1.0]), np.zeros(0), np.zeros(0)) is None


def test_no_end_is_refused():
    with pytest.raises(SolverError, match="HiGHS stopped"):
        maximise(np.ones(1), np.zeros((0, 1)), np.zeros(0), np.zeros(1), np.full(1, np.inf))


@pytest.mark.parametrize("wrong", [[2.0, 1.0], [4.0, 1.0]])
def test_a_wrong_answer_fails_its_certificate(wrong):
    with pytest.raises(SolverError, match="certificate"):
        _certify(
            np.array([3.0, 5.0]),
            np.array([[1.0, 1.0], [1.0, 3.0]]),
            np.array([4.0, 6.0]),
            np.zeros(2),
            np.full(2, np.inf),
            np.array(wrong),
            np.array([2.0, 1.0]),
        )
