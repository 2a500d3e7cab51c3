"""The egalitarian rule."""

from __future__ import annotations

import numpy as np

from netback.bargain._finish import finish
from netback.bargain._search import inside_first, leximin_merit, settle
from netback.bargain.situation import Agreement, Situation
from netback.bargain.zopa import Zopa, find_zopa

__all__ = ["egalitarian"]


def egalitarian(situation: Situation, zopa: Zopa | None = None) -> Agreement:
    """Terms that give every veto holder the same money, as much as possible.

    Parameters
    ----------
    situation : Situation
        Weights are not used: all gains count alike, in m USD a month.
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
    Where equal gains leave something on the table, the least gain is raised first, then the next least.

    References
    ----------
    kalai_1977: the case of equal proportions.
    """
    (zopa or find_zopa(situation)).require()
    ones = np.ones(len(situation.veto))
    z = settle(situation, lambda p: p.leximin(ones), inside_first(leximin_merit(ones), situation.tolerance))
    assert z is not None  # the zone is not empty
    return finish(situation, "egalitarian", z, 0.0 if situation.affine else None)
