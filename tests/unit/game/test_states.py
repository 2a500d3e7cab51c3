"""Drivers as Markov chains."""

from __future__ import annotations

import numpy as np
import pytest

from netback.errors import ShapeError, SolverError, UsageError
from netback.game.states import (
    check_chain,
    flatten_factors,
    kron_apply,
    rouwenhorst,
    state_levels,
    stationary_distribution,
)


@pytest.mark.parametrize("n", [2, 5, 11])
@pytest.mark.parametrize(("persistence", "sigma"), [(0.97, 0.09), (0.0, 1.0), (-0.4, 0.3)])
def test_rouwenhorst_keeps_mean_variance_and_persistence(n: int, persistence: float, sigma: float) -> None:
    nodes, chain = rouwenhorst(n, persistence, sigma)
    share = stationary_distribution(chain)
    variance = share @ nodes**2
    assert share @ nodes == pytest.approx(0.0, abs=1e-12)
    assert variance == pytest.approx(sigma**2 / (1 - persistence**2), rel=1e-9)
    assert share * nodes @ chain @ nodes / variance == pytest.approx(persistence, abs=1e-9)
    assert chain @ nodes == pytest.approx(persistence * nodes, abs=1e-9)


def test_rouwenhorst_long_run_is_binomial() -> None:
    share = stationary_distribution(rouwenhorst(5, 0.9, 0.1)[1])
    assert share == pytest.approx(np.array([1, 4, 6, 4, 1]) / 16, abs=1e-10)


def test_one_node_is_the_constant_chain() -> None:
    nodes, chain = rouwenhorst(1, 0.9, 0.1)
    assert (nodes.tolist(), chain.tolist()) == ([0.0], [[1.0]])


@pytest.mark.parametrize(("n", "p", "s"), [(0, 0.5, 1.0), (3, 1.0, 1.0), (3, 0.5, -1.0), (3, 0.5, np.nan)])
def test_an_ar1_that_cannot_be_is_refused(n: int, p: float, s: float) -> None:
    with pytest.raises(UsageError):
        rouwenhorst(n, p, s)


@pytest.mark.parametrize(
    ("chain", "error", "words"),
    [
        ([[0.5, 0.4], [0.0, 1.0]], UsageError, r"row \[0\] sums to 0.9"),
        ([[1.1, -0.1], [0.0, 1.0]], UsageError, r"\[0, 1\] is -0.1"),
        ([[np.nan, 1.0], [0.0, 1.0]], UsageError, "is nan"),
        ([[0.5, 0.5]], ShapeError, "square"),
        ([1.0], ShapeError, "square"),
    ],
)
def test_what_is_no_markov_chain_is_named(chain: list, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        check_chain(np.array(chain))


def test_a_chain_in_two_parts_has_no_single_long_run() -> None:
    with pytest.raises(SolverError, match="closed class"):
        stationary_distribution(np.eye(2))


def test_an_absorbing_level_takes_all() -> None:
    assert stationary_distribution(np.array([[0.5, 0.5], [0.0, 1.0]])) == pytest.approx([0.0, 1.0], abs=1e-12)


def test_first_driver_is_slowest() -> None:
    assert state_levels([2, 3]).tolist() == [[0, 0], [0, 1], [0, 2], [1, 0], [1, 1], [1, 2]]
    swap = np.array([[0.0, 1.0], [1.0, 0.0]])
    assert kron_apply([swap, np.eye(3)], np.arange(6.0)).tolist() == [3, 4, 5, 0, 1, 2]


def test_wrong_number_of_states_is_named() -> None:
    with pytest.raises(ShapeError, match="v has 5 states"):
        kron_apply([np.eye(2), np.eye(3)], np.zeros(5))


def test_drivers_that_never_change_share_every_regime() -> None:
    flat, sizes = flatten_factors([np.eye(2), np.stack([np.eye(3), np.full((3, 3), 1 / 3)])])
    assert flat.shape == (2, 13)
    assert flat[0, :4].tolist() == flat[1, :4].tolist()
    assert sizes.tolist() == [2, 3]
    with pytest.raises(ShapeError, match="regimes"):
        flatten_factors([np.stack([np.eye(2)] * 2), np.stack([np.eye(2)] * 3)])
    with pytest.raises(ShapeError, match="no driver"):
        flatten_factors([])
