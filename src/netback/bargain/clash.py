"""Why no deal is possible, and the cheapest changes that open one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from netback.bargain._lp import maximise
from netback.bargain._plane import Plane
from netback.bargain._search import leximin_merit, line_merit, settle
from netback.bargain.situation import Situation
from netback.errors import InfeasibleError

__all__ = ["Clash", "EmptyZopa", "Extension", "explain_clash"]

BEYOND = 10.0
"""Where gains bend, changes of the legal range are sought up to so many times its width."""


class EmptyZopa(InfeasibleError):
    """No terms leave every veto holder at least as well off; ``clash`` explains.

    Parameters
    ----------
    clash : Clash
    """

    def __init__(self, clash: Clash) -> None:
        self.clash = clash
        super().__init__(str(clash))


@dataclass(frozen=True)
class Extension:
    """A legal range that would have to reach further for a deal to exist, all else as it is.

    Parameters
    ----------
    term : str
    side : str
        "low" or "high".
    limit : float
        The bound now, canonical unit.
    needed : float
        The nearest bound that opens the zone.
    unit : str
    share : float
        The change over the width of the legal range.
    """

    term: str
    side: str
    limit: float
    needed: float
    unit: str
    share: float


@dataclass(frozen=True)
class Clash:
    """Why no deal is possible, and what would open one.

    Parameters
    ----------
    parties : tuple of str
        A smallest set of veto holders whom no legal terms satisfy together.
    limits : tuple of (str, str)
        Bounds of terms, as (term, "low" or "high"), that are needed for the clash; without any one of them, or
        any one of the parties, it is gone.
    best : float array, shape (term,)
        Terms at which the worst-off veto holder loses least.
    losses : mapping of str to float
        Loss of each losing veto holder there, m USD a month.
    subsidy : mapping of str to float
        Least money from outside, m USD a month in all, that opens the zone: to whom how much.
    subsidy_terms : float array, shape (term,)
        Terms that go with it.
    transfers : mapping of str to float, or None
        Least money moved between veto holders that opens the zone; above 0 receives, below 0 pays. None: those who
        gain do not gain enough to pay those who lose.
    extensions : tuple of Extension
        Changes of one bound that open the zone, least first.
    units : tuple of str
        Of the terms.
    """

    parties: tuple[str, ...]
    limits: tuple[tuple[str, str], ...]
    best: np.ndarray
    losses: dict[str, float]
    subsidy: dict[str, float]
    subsidy_terms: np.ndarray
    transfers: dict[str, float] | None
    extensions: tuple[Extension, ...]

    def __str__(self) -> str:
        lines = [f"no deal is possible: {_and(self.parties)} cannot be satisfied together"]
        if self.limits:
            lines[0] += " within " + _and([f"the {side} bound of {term}" for term, side in self.limits])
        worst = ", ".join(f"{p} loses {v:.4g} m USD/month" for p, v in self.losses.items())
        lines.append(f"at the terms that hurt least {worst}")
        total = sum(self.subsidy.values())
        lines.append(f"it would open with {total:.4g} m USD/month from outside to {_and(list(self.subsidy))}")
        if self.transfers is not None:
            paid = [f"{-v:.4g} from {p}" for p, v in self.transfers.items() if v < 0]
            got = [f"{v:.4g} to {p}" for p, v in self.transfers.items() if v > 0]
            lines.append(f"or with money moved between the parties: {', '.join(paid + got)} m USD/month")
        for e in self.extensions[:1]:
            lines.append(f"or if {e.term} could go to {e.needed:.4g} {e.unit} instead of {e.limit:.4g}")
        return "; ".join(lines)


def _and(words: Sequence[str]) -> str:
    words = list(words)
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _only(situation: Situation, veto: Sequence[int]) -> Situation:
    """The same situation with fewer veto holders."""
    return Situation(situation.parties, tuple(veto), situation.weights, situation.terms, situation.gains)


def _least(situation: Situation, lo: np.ndarray, hi: np.ndarray) -> float:
    """Greatest least gain over a box that may reach beyond the legal one."""
    ones = np.ones(len(situation.veto))
    z = settle(
        situation,
        lambda p: p.leximin(ones),
        leximin_merit(ones),
        lo=lo,
        hi=hi,
        floor=-np.inf,
    )
    assert z is not None
    return float(situation.of(z[None])[0].min())


def _reach(situation: Situation) -> tuple[np.ndarray, np.ndarray]:
    """How far terms could go if the law let them, scaled and finite."""
    floor, ceiling = situation.limits
    return np.maximum(floor, -BEYOND), np.minimum(ceiling, situation.top + BEYOND)


def explain_clash(situation: Situation, best: np.ndarray) -> Clash:
    """Why a zone is empty and what opens it.

    Parameters
    ----------
    situation : Situation
        Its zone must be empty.
    best : float array, shape (term,)
        Terms at which the worst-off veto holder loses least.

    Returns
    -------
    Clash
    """
    tolerance = situation.tolerance
    names = [situation.parties[i] for i in situation.veto]
    veto = _smallest_clash(situation)
    limits = _needed_limits(_only(situation, veto), tolerance)
    at_best = situation.of(((best - situation.low) / situation.step)[None])[0]
    losses = {p: float(-g) for p, g in zip(names, at_best, strict=True) if g < -tolerance}
    terms, subsidy = _subsidy(situation)
    return Clash(
        parties=tuple(situation.parties[i] for i in veto),
        limits=limits,
        best=best,
        losses=losses,
        subsidy={p: float(v) for p, v in zip(names, subsidy, strict=True) if v > tolerance},
        subsidy_terms=terms,
        transfers=_transfers(situation, names),
        extensions=_extensions(situation),
    )


def _smallest_clash(situation: Situation) -> tuple[int, ...]:
    for size in range(1, len(situation.veto)):
        for some in combinations(situation.veto, size):
            part = _only(situation, some)
            if _least(part, np.zeros(len(part.terms)), part.top) < -situation.tolerance:
                return some
    return situation.veto


def _needed_limits(situation: Situation, tolerance: float) -> tuple[tuple[str, str], ...]:
    """Bounds the clash does not survive without, found by dropping one after the other."""
    floor, ceiling = _reach(situation)
    lo, hi = np.zeros(len(situation.terms)), situation.top.copy()
    kept = []
    for j, term in enumerate(situation.terms):
        for name, bound, beyond in (("low", lo, floor[j]), ("high", hi, ceiling[j])):
            old = bound[j]
            bound[j] = beyond
            if beyond == old:
                continue
            if _least(situation, lo, hi) >= -tolerance:
                bound[j] = old
                kept.append((term.id, name))
    return tuple(kept)


def _subsidy(situation: Situation) -> tuple[np.ndarray, np.ndarray]:
    """Terms and payments from outside of the least total that leave nobody worse off."""
    z = settle(situation, _least_loss, lambda _, gains: np.minimum(gains, 0.0).sum(axis=1)[:, None])
    assert z is not None  # any terms will do with enough money
    gains = situation.of(z[None])[0]
    return situation.to_terms(z), np.maximum(-gains, 0.0)


def _least_loss(plane: Plane) -> np.ndarray | None:
    n, count = len(plane.lo), len(plane.a)
    y = maximise(
        np.append(np.zeros(n), -np.ones(count)),
        np.hstack([-plane.B, -np.eye(count)]),
        plane.a,
        np.append(plane.lo, np.zeros(count)),
        np.append(plane.hi, np.full(count, np.inf)),
    )
    return None if y is None else y[:n]


def _transfers(situation: Situation, names: Sequence[str]) -> dict[str, float] | None:
    """Least money moved between veto holders that leaves nobody worse off; None if there is not enough.

    Those who gain pay in proportion to what they gain.
    """

    def on_plane(plane: Plane) -> np.ndarray | None:
        n, count = len(plane.lo), len(plane.a)
        total = plane.B.sum(axis=0)
        y = maximise(
            np.append(np.zeros(n), -np.ones(count)),
            np.vstack([np.hstack([-plane.B, -np.eye(count)]), np.append(-total, np.zeros(count))[None]]),
            np.append(plane.a, plane.a.sum()),
            np.append(plane.lo, np.zeros(count)),
            np.append(plane.hi, np.full(count, np.inf)),
        )
        return y[:n] if y is not None else plane.reach(total, np.full(count, -np.inf))

    def merit(_: np.ndarray, gains: np.ndarray) -> np.ndarray:
        short = np.minimum(gains.sum(axis=1), 0.0)
        return np.stack([short, np.minimum(gains, 0.0).sum(axis=1)], axis=1)

    z = settle(situation, on_plane, merit)
    assert z is not None
    gains = situation.of(z[None])[0]
    if gains.sum() < -situation.tolerance:
        return None
    needed, spare = np.maximum(-gains, 0.0), np.maximum(gains, 0.0)
    moved = needed - spare * (needed.sum() / spare.sum() if spare.sum() > 0 else 0.0)
    return {p: float(v) for p, v in zip(names, moved, strict=True) if abs(v) > situation.tolerance}


def _extensions(situation: Situation) -> tuple[Extension, ...]:
    """For each bound alone, how far it would have to move."""
    floor, ceiling = _reach(situation)
    found = []
    n = len(situation.terms)
    for j, term in enumerate(situation.terms):
        for side, sign, beyond, at in (
            ("low", 1.0, floor[j], 0.0),
            ("high", -1.0, ceiling[j], situation.top[j]),
        ):
            if abs(beyond - at) < 1e-12:
                continue
            lo, hi = np.zeros(n), situation.top.copy()
            lo[j], hi[j] = (beyond, at) if side == "low" else (at, beyond)
            c = sign * np.eye(n)[j]
            z = settle(
                situation,
                lambda p, c=c: p.reach(c),  # type: ignore[misc]
                line_merit(c, situation.tolerance),
                lo=lo,
                hi=hi,
            )
            if z is None or situation.of(z[None])[0].min() < -10 * situation.tolerance:
                continue
            share = float(abs(z[j] - at))
            limit = term.low if side == "low" else term.high
            found.append(Extension(term.id, side, limit, float(situation.to_terms(z)[j]), term.unit, share))
    return tuple(sorted(found, key=lambda e: (e.share, e.term)))
