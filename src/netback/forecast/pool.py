"""Inside and outside view as one: log-odds of the monthly hazard, weighted."""

from __future__ import annotations

import numpy as np

__all__ = ["hazard_of", "pool_hazards", "resolved_by", "weighted_quantile"]

_TINY = 1e-9


def hazard_of(resolved: np.ndarray) -> np.ndarray:
    """Monthly hazard from P(resolved by the end of each month); last axis is the month.

    Examples
    --------
    >>> hazard_of(np.array([0.1, 0.19])).round(9)
    array([0.1, 0.1])
    """
    survival = 1.0 - np.asarray(resolved, dtype=float)
    before = np.concatenate([np.ones((*survival.shape[:-1], 1)), survival[..., :-1]], axis=-1)
    return np.clip(1.0 - survival / np.maximum(before, _TINY), 0.0, 1.0)


def resolved_by(hazard: np.ndarray) -> np.ndarray:
    """P(resolved by the end of each month) from the monthly hazard; last axis is the month."""
    return 1.0 - np.cumprod(1.0 - np.asarray(hazard, dtype=float), axis=-1)


def pool_hazards(inside: np.ndarray, outside: np.ndarray, weight: float | np.ndarray) -> np.ndarray:
    """Weighted mean in log-odds.

    logit h = weight * logit inside + (1 - weight) * logit outside

    Parameters
    ----------
    inside, outside : float array, shape (..., month)
    weight : float or float array broadcastable to them
        Of the inside view, 0..1.

    Returns
    -------
    float array, shape (..., month)

    Examples
    --------
    >>> pool_hazards(np.array([0.2]), np.array([0.2]), 0.5).round(9)
    array([0.2])
    """
    a, b = (np.clip(np.asarray(h, dtype=float), _TINY, 1 - _TINY) for h in (inside, outside))
    odds = weight * np.log(a / (1 - a)) + (1 - weight) * np.log(b / (1 - b))
    return np.asarray(1.0 / (1.0 + np.exp(-odds)))


def weighted_quantile(values: np.ndarray, weights: np.ndarray, q: float) -> np.ndarray:
    """Quantile of weighted draws, axis 0; weights sum to one.

    Parameters
    ----------
    values : float array, shape (draw, ...)
    weights : float array, shape (draw,)
    q : float
        0..1.

    Returns
    -------
    float array, shape (...)
        The smallest value whose cumulated weight reaches q.
    """
    order = np.argsort(values, axis=0, kind="stable")
    ordered = np.take_along_axis(values, order, axis=0)
    cumulated = np.cumsum(weights[order], axis=0)
    index = np.minimum((cumulated < q - 1e-12).sum(axis=0), len(weights) - 1)
    return np.take_along_axis(ordered, index[None], axis=0)[0]
