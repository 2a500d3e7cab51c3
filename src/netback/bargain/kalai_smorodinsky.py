"""The Kalai-Smorodinsky rule."""

from __future__ import annotations

import numpy as np

from netback.bargain._finish import finish
from netback.bargain._search import inside_first, leximin_merit, settle
from netback.bargain.situation import Agreement, Situation
from netback.bargain.zopa import Zopa, find_zopa

__all__ = ["kalai_smorodinsky"]


def kalai_smorodinsky(situation: Situation, zopa: Zopa | None = None) -> Agreement:
    """Terms that give every veto holder the same share of the most it could get, as large as possible.

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
    The most each could get is taken inside the zone. Where equal shares leave something on the table (three or more
    parties, or terms that move more than money), the least share is raised first, then the next least, so that the
    answer is efficient. A party that could get nothing does not count.

    References
    ----------
    kalai_smorodinsky_1975
    """
    zone = zopa or find_zopa(situation)
    zone.require()
    assert zone.ideal is not None  # the zone is not empty
    width = np.where(zone.ideal > 1e-7 * max(float(zone.ideal.max()), 0.0), zone.ideal, 0.0)
    width = np.where(zone.ideal > 10 * situation.tolerance, width, 0.0)
    merit = inside_first(leximin_merit(width), situation.tolerance)
    z = settle(situation, lambda p: p.leximin(width), merit)
    assert z is not None
    return finish(situation, "kalai_smorodinsky", z, 0.0 if situation.affine else None)
