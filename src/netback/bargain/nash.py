"""The Nash rule, with weights."""

from __future__ import annotations

import numpy as np

from netback.bargain._finish import finish
from netback.bargain._plane import Plane
from netback.bargain._search import nash_merit, settle
from netback.bargain.situation import Agreement, Situation
from netback.bargain.zopa import Zopa, find_zopa

__all__ = ["nash"]


def nash(situation: Situation, zopa: Zopa | None = None) -> Agreement:
    """Terms that maximise the weighted product of the veto holders' gains.

    max over the zone of  sum_i w_i log(gain_i)                                                      (eq. 1)

    Does not depend on the units in which anybody's gain is counted, nor on terms nobody would pick.

    Parameters
    ----------
    situation : Situation
        Its weights are the w_i.
    zopa : Zopa, optional
        If it is already known.

    Returns
    -------
    Agreement
        `Agreement.gap` bounds what eq. 1 misses, for weights that sum to 1, where gains are affine in the terms.

    Raises
    ------
    EmptyZopa
        No terms leave every veto holder at least as well off.

    Notes
    -----
    A party that can gain nothing inside the zone is left out of the product, and must lose nothing.
    Where gains bend the zone may not be convex; the rule then is the best point found (see `netback.bargain._search`).

    References
    ----------
    nash_1950: the axioms and the product of gains. Weights: kalai_1977 has their axioms for proportional gains; the
    weighted product is the asymmetric form in common use.
    """
    (zopa or find_zopa(situation)).require()
    weights = situation.weights[list(situation.veto)]
    gaps: list[float] = []

    def on_plane(plane: Plane) -> np.ndarray | None:
        found = plane.nash(weights)
        if found is None:
            return None
        gaps.append(found[1])
        return found[0]

    z = settle(situation, on_plane, nash_merit(weights, situation.tolerance))
    assert z is not None  # the zone is not empty
    return finish(situation, "nash", z, gaps[-1] if situation.affine else None)
