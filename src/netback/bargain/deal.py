"""Which deal the veto holders would reach by a rule, who blocks it, and what would unblock it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from netback.bargain._plane import Plane
from netback.bargain._search import settle, sum_merit
from netback.bargain.payoffs import Payoffs, find_payoffs
from netback.bargain.rules import find_rule
from netback.bargain.situation import Agreement, Situation
from netback.bargain.zopa import Clash, Zopa, find_zopa
from netback.money.revenue import Money

__all__ = ["Blocker", "Deal", "DealTerm", "Unblock", "solve_bargain"]


@dataclass(frozen=True)
class DealTerm:
    """One term of the deal, canonical unit.

    Parameters
    ----------
    id, name, unit : str
    value : float or None
        What the rule picks; None where no deal is possible.
    reference : float
    low, high : float
        Legal range.
    zopa : tuple of float, or None
        Least and greatest value inside the zone of possible agreement; None where it is empty.
    ties : tuple of float, or None
        Range over which the term could move, others moving with it, without changing any veto holder's gain; None
        where that was not searched.
    """

    id: str
    name: str
    unit: str
    value: float | None
    reference: float
    low: float
    high: float
    zopa: tuple[float, float] | None
    ties: tuple[float, float] | None


@dataclass(frozen=True)
class Blocker:
    """Where one veto holder stands. All m USD a month.

    Parameters
    ----------
    party : str
    at_reference : float
        Its gain at the reference terms.
    at_best_for_others : float
        Its gain at the terms that the other veto holders would pick together without it: the largest sum of their
        gains with none of them losing, and among those the terms best for it.
    at_own_best : float
        The most it could gain from any legal terms.
    asks : float
        What it must get beyond the others' best terms before it signs; 0 if it signs as they stand.
    """

    party: str
    at_reference: float
    at_best_for_others: float
    at_own_best: float
    asks: float

    @property
    def blocks(self) -> bool:
        """Whether it would refuse what the others would pick."""
        return self.asks > 0


@dataclass(frozen=True)
class Unblock:
    """A single change to the reference terms after which a losing veto holder no longer loses.

    Parameters
    ----------
    party : str
    term : str
        The term changed; "" for money handed over beside the terms.
    value : float
        Its new value, or m USD a month.
    change : float
        From the reference.
    unit : str
    hurts : tuple of str
        Veto holders that lose after the change. Money is counted as coming from outside, so it hurts none that
        did not lose before.
    """

    party: str
    term: str
    value: float
    change: float
    unit: str
    hurts: tuple[str, ...]


@dataclass(frozen=True)
class Deal:
    """What a deal could look like in one month, central case.

    Parameters
    ----------
    money : Money
    rule : str
    payoffs : Payoffs
    zopa : Zopa
    agreement : Agreement or None
        None where no deal is possible; `clash` then says why.
    """

    money: Money
    rule: str
    payoffs: Payoffs
    zopa: Zopa
    agreement: Agreement | None

    @property
    def agreed(self) -> bool:
        """Whether any terms suit every veto holder."""
        return self.agreement is not None

    @property
    def affine(self) -> bool:
        """Whether gains are affine in the terms, so that the answers are exact."""
        return self.payoffs.situation.affine

    @property
    def clash(self) -> Clash | None:
        """Why no deal is possible, and the cheapest changes that open one; None where one is."""
        return self.zopa.clash

    @property
    def veto(self) -> tuple[str, ...]:
        return tuple(self.payoffs.parties[i] for i in self.payoffs.veto)

    @cached_property
    def terms(self) -> dict[str, DealTerm]:
        """Every term by its id."""
        found, ranges = {}, self.zopa.ranges
        ties = self.agreement.ties if self.agreement else None
        for j, t in enumerate(self.payoffs.terms):
            found[t.id] = DealTerm(
                t.id,
                t.name,
                t.unit,
                float(self.agreement.terms[j]) if self.agreement else None,
                t.reference,
                t.low,
                t.high,
                (float(ranges[j, 0]), float(ranges[j, 1])) if ranges is not None else None,
                (float(ties[j, 0]), float(ties[j, 1])) if ties is not None else None,
            )
        return found

    @property
    def disagreement(self) -> dict[str, float]:
        """What each party earns by standing still, m USD a month."""
        return _by_name(self.payoffs.parties, self.payoffs.disagreement)

    @property
    def gains(self) -> dict[str, float] | None:
        """What each party gains by the deal, m USD a month; None where no deal is possible."""
        return _by_name(self.payoffs.parties, self.agreement.gains) if self.agreement else None

    @cached_property
    def at_reference(self) -> dict[str, float]:
        """What each party gains at the reference terms, m USD a month."""
        return _by_name(self.payoffs.parties, self.payoffs.gains(self.payoffs.reference[None])[0])

    @cached_property
    def blockers(self) -> tuple[Blocker, ...]:
        """Every veto holder, the one that asks for most first."""
        found = [self._blocker(k) for k in range(len(self.payoffs.veto))]
        return tuple(sorted(found, key=lambda b: (-b.asks, b.party)))

    def _blocker(self, k: int) -> Blocker:
        situation = self.payoffs.situation
        party = self.veto[k]
        one = np.eye(len(self.veto))[k]
        own = settle(
            situation,
            lambda p: p.reach(one @ p.B, np.full(len(one), -np.inf)),
            lambda _, gains: gains @ one[:, None],
        )
        at_others = _best_without(situation, k)
        at = float(situation.of(at_others[None])[0, k])
        return Blocker(
            party,
            self.at_reference[party],
            at,
            float(situation.of(own[None])[0, k]) if own is not None else at,
            max(-at, 0.0) if at < -situation.tolerance else 0.0,
        )

    @cached_property
    def unblocks(self) -> tuple[Unblock, ...]:
        """For every veto holder that loses at the reference terms: each single change that ends its loss."""
        found = []
        for k, party in enumerate(self.veto):
            if self.at_reference[party] < -self.payoffs.situation.tolerance:
                found += _unblock(self.payoffs, k)
        return tuple(found)

    @property
    def assumptions(self) -> tuple[str, ...]:
        """What was assumed on the way, in words."""
        said = [*self.money.assumptions, "terms move nothing but the numbers they set: flows stay as solved"]
        if not self.affine:
            said.append("gains bend in the terms: answers are the best found from several starts, not proven")
        if self.payoffs.idle:
            said.append(f"terms that change nothing in the deal: {', '.join(self.payoffs.idle)}")
        return tuple(said)


def _by_name(names: Sequence[str], numbers: np.ndarray) -> dict[str, float]:
    return {name: float(number) for name, number in zip(names, numbers, strict=True)}


def solve_bargain(money: Money, rule: str = "nash", *, month: int | None = None) -> Deal:
    """The deal a rule picks, inside the legal ranges of the terms.

    Parameters
    ----------
    money : Money
        Keeps flows and case.
    rule : str
        A name in `netback.bargain.rules.RULES`.
    month : int, optional
        Default: the case's month (see `find_payoffs`).

    Returns
    -------
    Deal
        Where no deal is possible it has no terms, and `Deal.clash` explains.

    Raises
    ------
    UsageError
        The rule is not known, nobody has a veto, or the month was not solved.
    CaseError
        A term sets something that is no number of a contract.

    Notes
    -----
    Money moves between parties only through the terms. The game, which follows, treats money as transferable.
    """
    chosen = find_rule(rule)
    payoffs = find_payoffs(money, month)
    zopa = find_zopa(payoffs.situation)
    return Deal(money, rule, payoffs, zopa, None if zopa.empty else chosen(payoffs.situation, zopa))


def _best_without(situation: Situation, k: int) -> np.ndarray:
    """Scaled terms the other veto holders would pick together; ties in favour of the one left out."""
    count = len(situation.veto)
    others = np.ones(count)
    others[k] = 0.0
    one = np.eye(count)[k]
    tolerance, slack = situation.tolerance, 1e-10 * situation.scale
    floors = np.where(others > 0, -tolerance, -np.inf)

    def on_plane(plane: Plane) -> np.ndarray | None:
        c = others @ plane.B
        top = plane.reach(c, floors)
        if top is None:
            return plane.leximin(
                others
            )  # they cannot agree even without it: the worst-off of them loses least
        rows = Plane(
            np.append(plane.a, others @ plane.a),
            np.vstack([plane.B, c]),
            plane.lo,
            plane.hi,
            plane.floor,
            plane.reference,
        )
        least = np.append(floors, others @ plane.at(top) - slack)
        best = rows.reach(one @ plane.B, least)
        return top if best is None else best

    def merit(z: np.ndarray, gains: np.ndarray) -> np.ndarray:
        found = sum_merit(others, tolerance)(z, np.where(others > 0, gains, 0.0))
        return np.column_stack([found[:, :2], gains[:, k]])

    z = settle(situation, on_plane, merit, floor=-np.inf)
    assert z is not None  # on a plane without a floor there is always an answer
    return z


def _unblock(payoffs: Payoffs, k: int) -> list[Unblock]:
    """Changes of one thing at the reference terms that end a veto holder's loss."""
    situation, reference = payoffs.situation, payoffs.reference
    names = [payoffs.parties[i] for i in payoffs.veto]
    veto = list(payoffs.veto)
    start = payoffs.gains(reference[None])[0, veto]

    def hurt(gains: np.ndarray) -> tuple[str, ...]:
        return tuple(n for n, g in zip(names, gains, strict=True) if g < -situation.tolerance)

    after = np.where(np.arange(len(names)) == k, 0.0, start)
    found = [Unblock(names[k], "", float(-start[k]), float(-start[k]), "m USD/month", hurt(after))]
    for j, term in enumerate(payoffs.terms):
        value = _crossing(payoffs, veto[k], j)
        if value is not None:
            points = reference.copy()
            points[j] = value
            after = payoffs.gains(points[None])[0, veto]
            after[k] = max(after[k], 0.0)
            found.append(Unblock(names[k], term.id, value, value - term.reference, term.unit, hurt(after)))
    return found


def _crossing(payoffs: Payoffs, party: int, j: int) -> float | None:
    """Value of one term nearest its reference, in its legal range, at which a party's loss ends; None if never."""
    term = payoffs.terms[j]
    tolerance = payoffs.situation.tolerance

    def gain(values: np.ndarray) -> np.ndarray:
        points = np.repeat(payoffs.reference[None], len(values), axis=0)
        points[:, j] = values
        return payoffs.gains(points)[:, party]

    best: float | None = None
    for end in (term.low, term.high):
        line = np.linspace(term.reference, end, 65)
        good = gain(line) >= -tolerance
        if not good.any() or good[0]:
            continue
        first = int(np.argmax(good))
        bad, fine = line[first - 1], line[first]
        for _ in range(60):
            middle = 0.5 * (bad + fine)
            if gain(np.array([middle]))[0] >= -tolerance:
                fine = middle
            else:
                bad = middle
        if best is None or abs(fine - term.reference) < abs(best - term.reference):
            best = float(fine)
    return best
