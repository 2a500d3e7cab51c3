"""Small bargaining problems with known answers."""

from __future__ import annotations

import numpy as np

from netback.bargain.situation import Situation, TermBox


def box(name: str, low: float, high: float, reference: float | None = None, **kwargs) -> TermBox:
    middle = 0.5 * (low + high) if reference is None else reference
    return TermBox(name, name, "USD/bbl", low, high, middle, **kwargs)


def plane(constant, slopes, terms, weights=None, veto=None) -> Situation:
    """Gains constant + slopes · terms, slopes of shape (party, term)."""
    a, B = np.asarray(constant, float), np.asarray(slopes, float)
    parties = tuple(f"p{i}" for i in range(len(a)))
    return Situation(
        parties,
        tuple(range(len(a))) if veto is None else veto,
        np.ones(len(a)) if weights is None else np.asarray(weights, float),
        tuple(terms),
        lambda x: a + x @ B.T,
    )


def fee(weights=None, high: float = 20.0, reference: float = 10.0) -> Situation:
    """One fee moves money from p0 (gain 60 - fee) to p1 (gain fee - 16)."""
    return plane([60.0, -16.0], [[-1.0], [1.0]], [box("fee", 0.0, high, reference)], weights)


def bent(weights=None) -> Situation:
    """A fee paid with a chance (the surety): p1 gets chance x fee - 10, p0 gives that and 5 x chance for the surety."""

    def gains(x: np.ndarray) -> np.ndarray:
        amount, chance = x[:, 0], x[:, 1]
        return np.stack([40.0 - chance * amount - 5.0 * chance, chance * amount - 10.0], axis=1)

    return Situation(
        ("p0", "p1"),
        (0, 1),
        np.ones(2) if weights is None else np.asarray(weights, float),
        (box("fee", 0.0, 50.0), box("chance", 0.2, 1.0)),
        gains,
    )
