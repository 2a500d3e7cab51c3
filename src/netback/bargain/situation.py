"""What is bargained over: the terms, who can say no, and what each gains from any terms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from netback.errors import ShapeError, UsageError

__all__ = ["Agreement", "Situation", "TermBox", "spread"]

CLOUD = 1024
"""Quasi-random points of the legal box that are looked at, besides its corners."""
MOST_CORNERS = 8
"""Boxes of more terms than this have only some of their corners looked at."""
AFFINE = 1e-9
"""Deviation from a plane, relative to the largest gain, below which gains count as affine in the terms."""


@dataclass(frozen=True)
class TermBox:
    """A negotiable number and its legal range, canonical unit.

    Parameters
    ----------
    id, name, unit : str
    low, high : float
        Legal range.
    reference : float
        Terms taken as the starting point; ties are broken towards them.
    floor, ceiling : float
        What is possible at all, should the legal range be changed.
    """

    id: str
    name: str
    unit: str
    low: float
    high: float
    reference: float
    floor: float = -np.inf
    ceiling: float = np.inf

    @property
    def step(self) -> float:
        """One unit of the scaled term: the width of the range, or the size of a fixed number."""
        return (self.high - self.low) or abs(self.reference) or 1.0


@dataclass(frozen=True)
class Agreement:
    """The terms a rule picks.

    Parameters
    ----------
    rule : str
    terms : float array, shape (term,)
        Canonical units.
    gains : float array, shape (party,)
        Over standing still, m USD a month, all parties.
    ties : float array, shape (term, 2), or None
        Least and greatest value of each term that give every veto holder the same gains; None where gains are not
        affine in the terms, since the range is then not searched.
    gap : float or None
        Bound on how far the rule's objective lies below its optimum; None where no bound is known and the answer
        was checked against the sampled points instead.
    """

    rule: str
    terms: np.ndarray
    gains: np.ndarray
    ties: np.ndarray | None
    gap: float | None


@dataclass(frozen=True)
class Situation:
    """A bargaining problem over a box of terms.

    Parameters
    ----------
    parties : tuple of str
    veto : tuple of int
        Parties without which there is no deal.
    weights : float array, shape (party,)
        Bargaining weights, above 0 for veto holders.
    terms : tuple of TermBox
    gains : callable
        Terms of shape (point, term) to gains over standing still of shape (point, party), m USD a month.

    Notes
    -----
    Inside, terms are scaled: z = (x - low) / step, so that the legal box is [0, 1] in every term.
    """

    parties: tuple[str, ...]
    veto: tuple[int, ...]
    weights: np.ndarray
    terms: tuple[TermBox, ...]
    gains: Callable[[np.ndarray], np.ndarray]

    def __post_init__(self) -> None:
        if not self.veto:
            raise UsageError("nobody can say no: give at least one party `veto: yes`")
        if self.weights.shape != (len(self.parties),):
            raise ShapeError(f"axis party: {len(self.parties)} parties, {self.weights.shape} weights")
        for i in self.veto:
            if not self.weights[i] > 0:
                raise UsageError(f"parties.{self.parties[i]}.weight must be above 0, not {self.weights[i]:g}")

    @cached_property
    def low(self) -> np.ndarray:
        return np.array([t.low for t in self.terms], dtype=float)

    @cached_property
    def step(self) -> np.ndarray:
        return np.array([t.step for t in self.terms], dtype=float)

    @cached_property
    def top(self) -> np.ndarray:
        """Upper corner of the scaled box: 1, or 0 for terms that are fixed."""
        return np.array([(t.high - t.low) / t.step for t in self.terms], dtype=float)

    @cached_property
    def reference(self) -> np.ndarray:
        """Reference terms, scaled."""
        return (np.array([t.reference for t in self.terms], dtype=float) - self.low) / self.step

    @cached_property
    def limits(self) -> tuple[np.ndarray, np.ndarray]:
        """What is possible at all, scaled; may be infinite."""
        floor = np.array([t.floor for t in self.terms], dtype=float)
        ceiling = np.array([t.ceiling for t in self.terms], dtype=float)
        return (floor - self.low) / self.step, (ceiling - self.low) / self.step

    def to_terms(self, z: np.ndarray) -> np.ndarray:
        """Scaled terms in their units; the bounds themselves exactly."""
        high = np.array([t.high for t in self.terms], dtype=float)
        return np.where(z == self.top, high, self.low + self.step * z)

    def of(self, z: np.ndarray) -> np.ndarray:
        """Gains of veto holders at scaled terms, shape (point, veto)."""
        found = self.gains(self.to_terms(z))
        if not np.isfinite(found).all():
            raise ShapeError("a payoff is not finite; see the flows and the case's numbers")
        return found[:, list(self.veto)]

    @cached_property
    def cloud(self) -> np.ndarray:
        """Sampled scaled terms, shape (point, term): corners, the reference, the centre, then spread points."""
        n = len(self.terms)
        if n == 0:
            return np.zeros((1, 0))
        if n <= MOST_CORNERS:
            corners = (np.arange(2**n)[:, None] >> np.arange(n)) & 1
        else:
            rng = np.random.default_rng(0)
            corners = np.concatenate([rng.integers(0, 2, (2**MOST_CORNERS - n - 1, n)), np.eye(n, dtype=int)])
            corners = np.concatenate([np.zeros((1, n), dtype=int), corners])
        first = np.stack([self.reference, np.full(n, 0.5) * self.top])
        return np.concatenate([corners * self.top, first, spread(CLOUD, n) * self.top])

    @cached_property
    def cloud_gains(self) -> np.ndarray:
        """Gains of all parties at the sampled terms, shape (point, party)."""
        return self.gains(self.to_terms(self.cloud))

    @cached_property
    def scale(self) -> float:
        """Largest gain or loss of a veto holder at the sampled terms, m USD a month; 1 if there is none."""
        return float(np.abs(self.cloud_gains[:, list(self.veto)]).max(initial=0.0)) or 1.0

    @property
    def tolerance(self) -> float:
        """Loss that still counts as none, m USD a month: round-off."""
        return 1e-9 * self.scale

    @cached_property
    def plane(self) -> tuple[np.ndarray, np.ndarray]:
        """Constant, shape (veto,), and slopes, shape (veto, term), through the lower corner and its neighbours."""
        n = len(self.terms)
        points = np.concatenate([np.zeros((1, n)), np.diag(self.top)])
        found = self.of(points)
        constant = found[0]
        width = np.where(self.top > 0, self.top, 1.0)
        return constant, (found[1:] - constant).T / width

    @cached_property
    def affine(self) -> bool:
        """Whether gains are affine in the terms, at every sampled point."""
        constant, slopes = self.plane
        flat = constant + self.cloud @ slopes.T
        return bool(np.abs(flat - self.cloud_gains[:, list(self.veto)]).max() <= AFFINE * self.scale)


def spread(count: int, n: int) -> np.ndarray:
    """Points spread evenly over the unit cube: an additive recurrence with the roots of x^(n+1) = x + 1.

    Parameters
    ----------
    count, n : int
        Points and dimensions.

    Returns
    -------
    float array, shape (point, term)
        In [0, 1).

    Examples
    --------
    >>> spread(3, 1).round(3).ravel().tolist()
    [0.118, 0.736, 0.354]
    """
    root = 2.0
    for _ in range(40):
        root = (1.0 + root) ** (1.0 / (n + 1))
    steps = root ** -np.arange(1.0, n + 1)
    return (0.5 + np.arange(1, count + 1)[:, None] * steps) % 1.0
