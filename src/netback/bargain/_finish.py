"""From the gains a rule asks for to the terms it reports."""

from __future__ import annotations

import numpy as np

from netback.bargain._plane import Plane, tie_range
from netback.bargain._search import slide
from netback.bargain.situation import Agreement, Situation

__all__ = ["finish"]

UNIQUE = 1e-6
"""Scaled terms that can move less than this are taken as unique."""


def finish(situation: Situation, rule: str, z: np.ndarray, gap: float | None) -> Agreement:
    """Settle ties by the written rule, and put units back.

    Among terms that give every veto holder the same gains, those nearest the reference terms are taken (sum of
    distances, each over the width of its legal range); where gains bend, nearest among what can be reached from the
    terms found.

    Parameters
    ----------
    situation : Situation
    rule : str
    z : float array, shape (term,)
        Scaled terms that are best by the rule.
    gap : float or None
        As in `Agreement`.

    Returns
    -------
    Agreement
    """
    if not situation.affine:
        terms = situation.to_terms(slide(situation, z))
        return Agreement(rule, terms, situation.gains(terms[None])[0], None, gap)
    a, B = situation.plane
    plane = Plane(a, B, np.zeros(len(z)), situation.top, -np.inf, situation.reference)
    gains = plane.at(z)
    ties = tie_range(plane, gains, situation.tolerance)
    ties = np.where(np.isfinite(ties), ties, z[:, None])
    if (ties[:, 1] - ties[:, 0]).max(initial=0.0) > UNIQUE:
        nearest = plane.closest(gains, 1e-12 * situation.scale)
        z = z if nearest is None else nearest
    terms = situation.to_terms(z)
    return Agreement(rule, terms, situation.gains(terms[None])[0], situation.to_terms(ties.T).T, gap)
