"""Drivers as Markov chains, and their product without ever forming it.

A driver takes one of n levels and moves once a month. Drivers are independent given the calendar, so the
chain over states is the Kronecker product of the drivers' matrices. A state is numbered in C order: the
first driver is slowest, ``state = level_0 * n_1 * n_2 ... + ... + level_last``.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from netback.errors import ShapeError, SolverError, UsageError

__all__ = [
    "check_chain",
    "flatten_factors",
    "kron_apply",
    "kron_dense",
    "rouwenhorst",
    "rouwenhorst_batch",
    "state_levels",
    "stationary_distribution",
]

Floats = NDArray[np.float64]

ROW_SUM_TOLERANCE = 1e-9
"""How far a row of a transition matrix may be from one: rounding of numbers typed with ten digits."""


def rouwenhorst(n: int, persistence: float, sigma: float) -> tuple[Floats, Floats]:
    """Nodes and transition matrix of a finite chain that stands for an AR(1).

    x(t+1) = persistence * x(t) + sigma * e,  e standard normal                     (eq. 1)

    The chain has the AR(1)'s unconditional variance, first autocorrelation and conditional mean, whatever
    the number of nodes; other methods lose this when persistence is near one, as a monthly oil price has it.

    Parameters
    ----------
    n : int
        Number of nodes, at least 2 (1 gives the constant chain).
    persistence : float
        First autocorrelation per month, in (-1, 1).
    sigma : float
        Standard deviation of the monthly shock, log points, not negative.

    Returns
    -------
    nodes : float array, shape (n,)
        Log deviations from the long-run mean, increasing, symmetric about zero.
    chain : float array, shape (n, n)
        chain[i, j] = P(next month at node j | now at node i). Rows sum to one.

    Raises
    ------
    UsageError  n below 1, persistence outside (-1, 1), or sigma negative or not finite.

    References
    ----------
    rouwenhorst_1995; kopecky_suen_2010, section 2.

    Examples
    --------
    >>> nodes, chain = rouwenhorst(3, 0.8, 0.6)
    >>> nodes.round(6)
    array([-1.414214,  0.      ,  1.414214])
    >>> chain.round(2)
    array([[0.81, 0.18, 0.01],
           [0.09, 0.82, 0.09],
           [0.01, 0.18, 0.81]])
    """
    nodes, chain = rouwenhorst_batch(n, np.array([persistence]), np.array([sigma]))
    return nodes[0], chain[0]


def rouwenhorst_batch(n: int, persistence: Floats, sigma: Floats) -> tuple[Floats, Floats]:
    """`rouwenhorst` for many draws.

    Parameters
    ----------
    n : int
    persistence, sigma : float array, shape (draw,)

    Returns
    -------
    nodes : float array, shape (draw, n)
    chain : float array, shape (draw, n, n)

    Raises
    ------
    UsageError
        As `rouwenhorst`; the message has the first number that is out of range.
    """
    if n < 1:
        raise UsageError(f"a chain needs at least 1 node, got {n}")
    wrong = ~((persistence > -1.0) & (persistence < 1.0))
    if wrong.any():
        raise UsageError(
            f"persistence is {persistence[wrong][0]}; an AR(1) that settles needs it between -1 and 1"
        )
    wrong = ~(np.isfinite(sigma) & (sigma >= 0.0))
    if wrong.any():
        raise UsageError(f"sigma is {sigma[wrong][0]}; write a standard deviation, 0 or more")
    draws = len(persistence)
    if n == 1:
        return np.zeros((draws, 1)), np.ones((draws, 1, 1))
    p = ((1.0 + persistence) / 2.0)[:, None, None]
    chain: Floats = np.concatenate(
        [np.concatenate([p, 1.0 - p], axis=2), np.concatenate([1.0 - p, p], axis=2)], axis=1
    )
    for size in range(3, n + 1):
        wider = np.zeros((draws, size, size))
        wider[:, :-1, :-1] += p * chain
        wider[:, :-1, 1:] += (1.0 - p) * chain
        wider[:, 1:, :-1] += (1.0 - p) * chain
        wider[:, 1:, 1:] += p * chain
        wider[:, 1:-1] /= 2.0
        chain = wider
    half_width = sigma / np.sqrt(1.0 - persistence**2) * np.sqrt(n - 1.0)
    nodes: Floats = np.linspace(-half_width, half_width, n, axis=-1)
    return (nodes - nodes[:, ::-1]) / 2.0, chain / chain.sum(axis=2, keepdims=True)


def check_chain(chain: Floats, name: str = "chain") -> Floats:
    """The same matrix, once it is seen to be a Markov chain.

    Parameters
    ----------
    chain : float array, shape (n, n) or (regime, n, n)
        Transition probabilities, rows from, columns to.
    name : str
        What to call it in the message.

    Returns
    -------
    float array, same shape, C order

    Raises
    ------
    ShapeError  Not square.
    UsageError  An entry is negative or not a number, or a row does not sum to one; the message names it.

    Examples
    --------
    >>> check_chain(np.array([[0.9, 0.1], [0.3, 0.7]])).shape
    (2, 2)
    """
    matrix = np.ascontiguousarray(chain, dtype=np.float64)
    if matrix.ndim not in (2, 3) or matrix.shape[-1] != matrix.shape[-2] or matrix.shape[-1] == 0:
        raise ShapeError(f"{name} has shape {matrix.shape}; a transition matrix is square, (n, n)")
    if not np.all(matrix >= 0.0):  # also false for NaN
        where = tuple(int(i) for i in np.argwhere(~(matrix >= 0.0))[0])
        raise UsageError(f"{name}{list(where)} is {matrix[where]}; probabilities are 0 to 1")
    off = np.abs(matrix.sum(axis=-1) - 1.0)
    if off.max() > ROW_SUM_TOLERANCE:
        row = tuple(int(i) for i in np.unravel_index(int(off.argmax()), off.shape))
        raise UsageError(f"{name} row {list(row)} sums to {matrix[row].sum():.12g}; rows sum to one")
    return matrix


def stationary_distribution(chain: Floats) -> Floats:
    """Long-run share of months at each level.

    Parameters
    ----------
    chain : float array, shape (n, n)
        A Markov chain (`check_chain`).

    Returns
    -------
    float array, shape (n,)
        Sums to one and satisfies ``share @ chain == share``.

    Raises
    ------
    SolverError  The chain splits into parts that never meet, so the long run depends on the start.

    Examples
    --------
    >>> stationary_distribution(np.array([[0.9, 0.1], [0.3, 0.7]])).round(12)
    array([0.75, 0.25])
    """
    matrix = check_chain(chain)
    if matrix.ndim != 2:
        raise ShapeError(f"chain has shape {matrix.shape}; give one regime's matrix, (n, n)")
    n = matrix.shape[0]
    system = np.vstack([matrix.T - np.eye(n), np.ones(n)])
    singular = np.linalg.svd(matrix.T - np.eye(n), compute_uv=False)
    if n > 1 and singular[-2] < 1e-12:
        raise SolverError("the chain has more than one closed class, so no single long-run distribution")
    solved: Floats = np.linalg.lstsq(system, np.append(np.zeros(n), 1.0), rcond=None)[0]
    share = np.clip(solved, 0.0, None)
    return share / share.sum()


def kron_apply(factors: Sequence[Floats], v: Floats) -> Floats:
    """E[v(s') | s], one driver at a time; the Kronecker product is never formed.

    Parameters
    ----------
    factors : sequence of float arrays, shape (n_k, n_k)
        One matrix a driver, first driver slowest. Any square matrices, e.g. transposed chains to move a
        distribution forward.
    v : float array, shape (..., state)
        Last axis has the product of the n_k.

    Returns
    -------
    float array, shape (..., state)
        ``v @ kron(factors).T``.

    Raises
    ------
    ShapeError  The last axis of v is not the number of states.

    Notes
    -----
    Costs S * sum(n_k) products where the dense matrix costs S * S.

    Examples
    --------
    >>> kron_apply([np.array([[0.5, 0.5], [0.0, 1.0]]), np.eye(2)], np.array([1.0, 2.0, 3.0, 4.0]))
    array([2., 3., 3., 4.])
    """
    sizes = [f.shape[0] for f in factors]
    states = int(np.prod(sizes))
    if v.shape[-1] != states:
        raise ShapeError(f"v has {v.shape[-1]} states on its last axis, the drivers have {states}")
    lead = v.shape[:-1]
    out = v.reshape(-1, states)
    inner = states
    for factor, n in zip(factors, sizes):
        inner //= n
        out = np.matmul(factor, out.reshape(-1, n, inner)).reshape(-1, states)
    return out.reshape(*lead, states)


def kron_dense(factors: Sequence[Floats]) -> Floats:
    """The full transition matrix, shape (state, state): for tests and very small cases only.

    Examples
    --------
    >>> kron_dense([np.eye(2), np.array([[0.0, 1.0], [1.0, 0.0]])])[0]
    array([0., 1., 0., 0.])
    """
    dense: Floats = np.ones((1, 1))
    for factor in factors:
        dense = np.asarray(np.kron(dense, factor), dtype=np.float64)
    return dense


def state_levels(sizes: Sequence[int]) -> NDArray[np.int64]:
    """Level of each driver in each state.

    Parameters
    ----------
    sizes : sequence of int
        Number of levels of each driver, slowest first.

    Returns
    -------
    int array, shape (state, driver)

    Examples
    --------
    >>> state_levels([2, 3])[4]
    array([1, 1])
    """
    grid = np.indices(tuple(sizes), dtype=np.int64)
    return grid.reshape(len(sizes), -1).T.copy()


def flatten_factors(factors: Sequence[Floats]) -> tuple[Floats, NDArray[np.int64]]:
    """Drivers' matrices as one row of numbers a regime, the form the batch solver takes.

    Parameters
    ----------
    factors : sequence of float arrays, shape (n_k, n_k) or (regime, n_k, n_k)
        A driver whose matrix never changes may be given once.

    Returns
    -------
    flat : float array, shape (regime, sum of n_k squared)
    sizes : int array, shape (driver,)

    Raises
    ------
    ShapeError, UsageError
        As `check_chain`; or two drivers have different numbers of regimes.

    Examples
    --------
    >>> flat, sizes = flatten_factors([np.eye(2), np.eye(3)])
    >>> flat.shape, sizes
    ((1, 13), array([2, 3]))
    """
    if not factors:
        raise ShapeError("no driver: give at least one chain (np.ones((1, 1)) for a constant world)")
    chains = [check_chain(f, f"driver {k}") for k, f in enumerate(factors)]
    regimes = {c.shape[0] for c in chains if c.ndim == 3}
    if len(regimes) > 1:
        raise ShapeError(f"drivers disagree on the number of regimes: {sorted(regimes)}")
    count = regimes.pop() if regimes else 1
    rows = [np.broadcast_to(c, (count, *c.shape[-2:])).reshape(count, -1) for c in chains]
    sizes = np.array([c.shape[-1] for c in chains], dtype=np.int64)
    return np.ascontiguousarray(np.concatenate(rows, axis=1)), sizes
