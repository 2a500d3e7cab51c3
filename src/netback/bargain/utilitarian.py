"""The utilitarian rule."""

from __future__ import annotations

import numpy as np

from netback.bargain._finish import finish
from netback.bargain._plane import Plane
from netback.bargain._search import settle, sum_merit
from netback.bargain.situation import Agreement, Situation
from netback.bargain.zopa import Zopa, find_zopa

__all__ = ["utilitarian"]


def utilitarian(situation: Situation, zopa: Zopa | None = None) -> Agreement:
    """Terms inside the zone that maximise the sum of the veto holders' gains, in m USD a month.

    Parameters
    ----------
    situation : Situation
        Weights are not used.
    zopa : Zopa, optional
        If it is already known.

    Returns
    -------
    Agreement

    Raises
    ------
    EmptyZopa
        No terms leave every veto holder at least as well off.

    Notes
    -----
    Terms that only move money between veto holders do not change the sum. Among terms of the same sum the least gain
    is raised first, then the next least, as in `egalitarian`.
    """
    (zopa or find_zopa(situation)).require()
    ones = np.ones(len(situation.veto))
    slack = 1e-10 * situation.scale

    def on_plane(plane: Plane) -> np.ndarray | None:
        c = plane.B.sum(axis=0)
        top = plane.reach(c)
        if top is None:
            return None
        return plane.leximin(ones, sum_at_least=float(plane.at(top).sum()) - slack)

    z = settle(situation, on_plane, sum_merit(ones, situation.tolerance))
    assert z is not None  # the zone is not empty
    return finish(situation, "utilitarian", z, 0.0 if situation.affine else None)
