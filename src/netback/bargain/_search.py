"""Finding the terms that are best by some order of gains.

On a plane (gains affine in scaled terms) the answers are linear programmes. Where gains bend, the plane is laid at a
point, the same programme is solved inside a trust region around it, and what the true gains then are decides whether
the step is taken; a pattern search follows, since shares of what is left have kinks. Starts are the best sampled points,
so no sampled point is ever better than the answer.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from netback.bargain._plane import Plane
from netback.bargain.situation import Situation

__all__ = [
    "Merit",
    "inside_first",
    "leximin_merit",
    "line_merit",
    "nash_merit",
    "settle",
    "slide",
    "sum_merit",
]

Merit = Callable[[np.ndarray, np.ndarray], np.ndarray]
"""Scaled terms (point, term) and gains (point, veto) to (point, column), compared column by column."""

STARTS = 3
STEPS = 40


# --- orders of gains --------------------------------------------------------------------------------------------------


def _short(gains: np.ndarray, tolerance: float) -> np.ndarray:
    """How far the worst-off is below nothing, at most 0."""
    return np.minimum(gains.min(axis=1) + tolerance, 0.0)


def leximin_merit(width: np.ndarray) -> Merit:
    """The least gain / width, then the next least; parties of width 0 do not count."""
    counted = width > 0
    return lambda z, gains: np.sort(gains[:, counted] / width[counted], axis=1)


def inside_first(merit: Merit, tolerance: float) -> Merit:
    """Inside the zone first; then as the merit given."""
    return lambda z, gains: np.column_stack([_short(gains, tolerance), merit(z, gains)])


def nash_merit(weights: np.ndarray, tolerance: float) -> Merit:
    """Inside the zone first; then the weighted sum of log gains."""

    def merit(z: np.ndarray, gains: np.ndarray) -> np.ndarray:
        logs = np.log(np.maximum(gains, tolerance)) @ (weights / weights.sum())
        return np.stack([_short(gains, tolerance), logs], axis=1)

    return merit


def sum_merit(weights: np.ndarray, tolerance: float) -> Merit:
    """Inside the zone first; then the weighted sum of gains; then leximin."""

    def merit(z: np.ndarray, gains: np.ndarray) -> np.ndarray:
        return np.column_stack([_short(gains, tolerance), gains @ weights, np.sort(gains, axis=1)])

    return merit


def line_merit(c: np.ndarray, tolerance: float) -> Merit:
    """Inside the zone first; then c·z."""
    return lambda z, gains: np.stack([_short(gains, tolerance), z @ c], axis=1)


def _better(one: np.ndarray, other: np.ndarray, tolerance: float) -> bool:
    for a, b in zip(one, other, strict=True):
        if a > b + tolerance:
            return True
        if a < b - tolerance:
            return False
    return False


def _order(merits: np.ndarray) -> np.ndarray:
    """Indices, best first."""
    return np.lexsort(merits.T[::-1])[::-1]


# --- search -----------------------------------------------------------------------------------------------------------


def settle(
    situation: Situation,
    on_plane: Callable[[Plane], np.ndarray | None],
    merit: Merit,
    *,
    lo: np.ndarray | None = None,
    hi: np.ndarray | None = None,
    floor: float | None = None,
) -> np.ndarray | None:
    """Scaled terms that are best by an order of gains.

    Parameters
    ----------
    situation : Situation
    on_plane : callable
        Answers exactly where gains are a `Plane`; None where nothing is feasible there.
    merit : callable
        The same order on true gains.
    lo, hi : float array, shape (term,), optional
        Box of scaled terms, finite; default the legal one. Beyond the legal one gains may bend where they did not
        inside, so an answer on the plane is taken only if the true gains bear it out.
    floor : float, optional
        Least gain on the plane; default no loss but round-off.

    Returns
    -------
    float array, shape (term,), or None
    """
    lo = np.zeros(len(situation.terms)) if lo is None else lo
    hi = situation.top if hi is None else hi
    floor = -situation.tolerance if floor is None else floor
    if situation.affine:
        a, B = situation.plane
        z = on_plane(Plane(a, B, lo, hi, floor, situation.reference))
        legal = bool((lo >= 0).all() and (hi <= situation.top).all())
        if legal or z is None:
            return z
        if np.abs(situation.of(z[None])[0] - (a + B @ z)).max() <= 10 * situation.tolerance:
            return z
    return _search(situation, on_plane, merit, lo, hi, floor)


def _search(
    situation: Situation,
    on_plane: Callable[[Plane], np.ndarray | None],
    merit: Merit,
    lo: np.ndarray,
    hi: np.ndarray,
    floor: float,
) -> np.ndarray:
    width = np.where(situation.top > 0, situation.top, 1.0)
    cloud = lo + (hi - lo) * situation.cloud / width
    legal = np.clip(situation.cloud, lo, hi)
    cloud = np.concatenate([cloud, legal])
    merits = merit(cloud, situation.of(cloud))
    starts: list[np.ndarray] = []
    for k in _order(merits):
        if all(np.abs(cloud[k] - s).max(initial=0.0) > 0.15 for s in starts):
            starts.append(cloud[k])
        if len(starts) == STARTS or not len(situation.terms):
            break
    tolerance = 1e-12 * situation.scale
    best, best_merit = starts[0], merits[_order(merits)[0]]
    for start in starts:
        z = start
        found = merit(z[None], situation.of(z[None]))[0]
        for _ in range(3):
            before = found
            z = _descend(situation, on_plane, merit, z, lo, hi, floor, tolerance)
            z = _pattern(situation, merit, z, lo, hi, tolerance)
            found = merit(z[None], situation.of(z[None]))[0]
            if not _better(found, before, 1e3 * tolerance):
                break
        if _better(found, best_merit, tolerance):
            best, best_merit = z, found
    return best


def _slopes(
    situation: Situation, z: np.ndarray, lo: np.ndarray, hi: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Gains and their slopes at a point, by differences that stay inside the box."""
    n = len(z)
    up = np.minimum(z + 1e-6, hi)
    down = np.maximum(z - 1e-6, lo)
    points = np.repeat(z[None], 2 * n + 1, axis=0)
    points[np.arange(n), np.arange(n)] = up
    points[n + np.arange(n), np.arange(n)] = down
    found = situation.of(points)
    span = np.where(up > down, up - down, 1.0)
    return found[-1], ((found[:n] - found[n : 2 * n]).T / span)


def _descend(
    situation: Situation,
    on_plane: Callable[[Plane], np.ndarray | None],
    merit: Merit,
    z: np.ndarray,
    lo: np.ndarray,
    hi: np.ndarray,
    floor: float,
    tolerance: float,
) -> np.ndarray:
    """Planes inside a trust region, until none improves."""
    radius = 0.5
    now = merit(z[None], situation.of(z[None]))[0]
    value, B = _slopes(situation, z, lo, hi)
    for _ in range(STEPS):
        low, high = np.maximum(lo, z - radius), np.minimum(hi, z + radius)
        plane = Plane(value - B @ z, B, low, high, floor, situation.reference)
        step = on_plane(plane)
        if step is None:
            free = Plane(plane.a, B, low, high, -np.inf, situation.reference)
            step = free.leximin(np.ones(len(plane.a)))
        if step is None:
            return z
        found = merit(step[None], situation.of(step[None]))[0]
        if _better(found, now, tolerance):
            moved = float(np.abs(step - z).max(initial=0.0))
            z, now = step, found
            value, B = _slopes(situation, z, lo, hi)
            radius = min(1.0, 2 * radius) if moved > 0.5 * radius else radius
        else:
            radius *= 0.25
        if radius < 1e-8:
            break
    return z


def slide(situation: Situation, z: np.ndarray) -> np.ndarray:
    """Terms nearer the reference that give every veto holder the same gains, to 1e-8 of the largest.

    Where gains bend, terms with equal gains form a curved sheet: steps go along its tangent plane and are brought
    back onto it. What is found is nearest among what can be reached that way.

    Parameters
    ----------
    situation : Situation
    z : float array, shape (term,)
        Scaled terms.

    Returns
    -------
    float array, shape (term,)
    """
    lo, hi, ref = np.zeros(len(z)), situation.top, situation.reference
    aim = situation.of(z[None])[0]
    slack = 1e-9 * situation.scale
    first, start = z, float(np.abs(z - ref).sum())
    far, radius = start, 0.5
    for _ in range(60):
        if radius < 1e-6 or far < 1e-9:
            break
        value, B = _slopes(situation, z, lo, hi)
        near = Plane(value - B @ z, B, np.maximum(lo, z - radius), np.minimum(hi, z + radius), -np.inf, ref)
        step = near.closest(aim, slack)
        for _ in range(3):
            if step is None:
                break
            value, B = _slopes(situation, step, lo, hi)
            if (value >= aim - slack).all():
                break
            step = Plane(value - B @ step, B, lo, hi, -np.inf, step).closest(aim, 0.5 * slack)
        good = step is not None and bool((situation.of(step[None])[0] >= aim - 10 * slack).all())
        closer = far - float(np.abs(step - ref).sum()) if good and step is not None else 0.0
        if step is not None and closer > 1e-9:
            z, far = step, far - closer
        else:
            radius *= 0.5
    return z if start - far > 1e-4 else first  # less is the slack, not a tie


def _pattern(
    situation: Situation, merit: Merit, z: np.ndarray, lo: np.ndarray, hi: np.ndarray, tolerance: float
) -> np.ndarray:
    """Steps along the axes and fixed random directions, halved until none improves."""
    n = len(z)
    if n == 0:
        return z
    rng = np.random.default_rng(0)
    axes = np.concatenate([np.eye(n), -np.eye(n)])
    now = merit(z[None], situation.of(z[None]))[0]
    radius = 0.1
    for _ in range(120):
        random = rng.standard_normal((24, n))
        moves = np.concatenate([axes, random / np.abs(random).max(axis=1, keepdims=True)])
        points = np.clip(z + radius * moves, lo, hi)
        merits = merit(points, situation.of(points))
        k = int(_order(merits)[0])
        if _better(merits[k], now, tolerance):
            z, now = points[k], merits[k]
        else:
            radius /= 2
            if radius < 1e-8:
                break
    return z
