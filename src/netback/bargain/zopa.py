"""Where a deal is possible at all, and why not where it is not.

The zone of possible agreement (ZOPA) holds the terms inside the legal box that leave no veto holder worse off than
standing still.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from netback.bargain._search import leximin_merit, line_merit, settle, sum_merit
from netback.bargain.clash import Clash, EmptyZopa, explain_clash
from netback.bargain.situation import Situation

__all__ = ["Clash", "EmptyZopa", "Zopa", "find_zopa"]

FRONTIER = 2000
"""Directions in which the frontier is looked for."""


@dataclass(frozen=True)
class Zopa:
    """The zone of possible agreement, and samples of what is feasible for charts.

    Parameters
    ----------
    situation : Situation
    best : float array, shape (term,)
        Terms at which the worst-off veto holder gains most (then the next, and so on), canonical units.
    least_gain : float
        What the worst-off gains there, m USD a month; below 0 the zone is empty.
    ranges : float array, shape (term, 2), or None
        Least and greatest value of each term inside the zone; None when it is empty.
    ideal : float array, shape (veto,), or None
        The most each veto holder gains inside the zone, m USD a month; None when it is empty.
    """

    situation: Situation
    best: np.ndarray
    least_gain: float
    ranges: np.ndarray | None
    ideal: np.ndarray | None

    @property
    def empty(self) -> bool:
        return self.ranges is None

    @cached_property
    def cloud(self) -> np.ndarray:
        """Sampled legal terms, shape (point, term), canonical units."""
        return self.situation.to_terms(self.situation.cloud)

    @property
    def gains(self) -> np.ndarray:
        """Gains of all parties at the sampled terms, shape (point, party), m USD a month."""
        return self.situation.cloud_gains

    @cached_property
    def inside(self) -> np.ndarray:
        """Which sampled terms lie in the zone, shape (point,)."""
        veto = self.gains[:, list(self.situation.veto)]
        return veto.min(axis=1) >= -self.situation.tolerance

    @cached_property
    def pareto(self) -> np.ndarray:
        """Which sampled terms no other sampled terms beat for every veto holder, shape (point,)."""
        return _undominated(self.gains[:, list(self.situation.veto)], self.situation.tolerance)

    @cached_property
    def frontier(self) -> tuple[np.ndarray, np.ndarray]:
        """Pareto frontier of the legal box: terms, shape (point, term), and gains of all parties.

        Where gains are affine in the terms, its corners in many directions, exactly; else the sampled points that
        nothing sampled beats. Sorted by the first veto holder's gain.
        """
        s = self.situation
        if s.affine:
            count = len(s.veto)
            rng = np.random.default_rng(0)
            weights = rng.dirichlet(np.full(count, 0.5), FRONTIER)
            _, B = s.plane
            z = np.unique(np.where(weights @ (B / s.scale) > 0, s.top, 0.0), axis=0)
        else:
            z = s.cloud[self.pareto]
        terms = s.to_terms(z)
        gains = s.gains(terms)
        keep = _undominated(gains[:, list(s.veto)], s.tolerance)
        order = np.argsort(gains[keep][:, s.veto[0]], kind="stable")
        return terms[keep][order], gains[keep][order]

    @cached_property
    def clash(self) -> Clash | None:
        """Why the zone is empty and what opens it; None where it is not empty."""
        return explain_clash(self.situation, self.best) if self.empty else None

    def require(self) -> None:
        """Refuse to go on without a zone.

        Raises
        ------
        EmptyZopa
            With the explanation.
        """
        if self.clash is not None:
            raise EmptyZopa(self.clash)


def _undominated(gains: np.ndarray, tolerance: float) -> np.ndarray:
    """Rows no other row beats: at least as good for all, better for one."""
    keep = np.ones(len(gains), dtype=bool)
    for k in range(len(gains)):
        as_good = (gains >= gains[k] - tolerance).all(axis=1)
        keep[k] = not (as_good & (gains > gains[k] + tolerance).any(axis=1)).any()
    return keep


def find_zopa(situation: Situation) -> Zopa:
    """The zone of possible agreement.

    Parameters
    ----------
    situation : Situation

    Returns
    -------
    Zopa

    Notes
    -----
    Affine gains: linear programmes, exact to 1e-9 of the largest gain. Bent gains: searched from several starts, so
    a zone smaller than the search can see may be missed; no sampled point is ever better than what is returned.
    A loss of 1e-9 of the largest gain counts as none.
    """
    best = _max_min(situation)
    least = float(situation.of(best[None])[0].min())
    if least < -situation.tolerance:
        return Zopa(situation, situation.to_terms(best), least, None, None)
    ideal = np.array([best_for(situation, i) for i in range(len(situation.veto))])
    return Zopa(situation, situation.to_terms(best), least, _ranges(situation, best), ideal)


def _ranges(situation: Situation, best: np.ndarray) -> np.ndarray:
    """Least and greatest value of each term inside the zone, shape (term, 2), given a point of the zone."""
    n, tolerance = len(situation.terms), situation.tolerance
    found = np.zeros((n, 2))
    inside = situation.cloud_gains[:, list(situation.veto)].min(axis=1) >= -tolerance
    for j in range(n):
        for side, sign, bound in ((0, -1.0, 0.0), (1, 1.0, situation.top[j])):
            if (situation.cloud[inside, j] == bound).any():
                z_j = bound  # sampled terms reach the legal bound: no need to search
            else:
                c = sign * np.eye(n)[j]
                z = settle(situation, lambda p, c=c: p.reach(c), line_merit(c, tolerance))  # type: ignore[misc]
                z_j = best[j] if z is None else z[j]
            found[j, side] = z_j
    return situation.to_terms(found.T).T


def best_for(situation: Situation, i: int) -> float:
    """The most one veto holder (by its place among them) can gain inside the zone, m USD a month."""
    one = np.eye(len(situation.veto))[i]
    z = settle(situation, lambda p: p.reach(one @ p.B), sum_merit(one, situation.tolerance))
    return float(situation.of(z[None])[0, i]) if z is not None else float("nan")


def _max_min(situation: Situation) -> np.ndarray:
    ones = np.ones(len(situation.veto))
    z = settle(situation, lambda p: p.leximin(ones), leximin_merit(ones), floor=-np.inf)
    assert z is not None  # without a floor every box has an answer
    return z
