"""What each party earns from any terms, and from standing still."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from netback.bargain.situation import Situation, TermBox
from netback.case.case import Case
from netback.dates import month_name
from netback.errors import CaseError, Problem, ShapeError, UsageError, nearest
from netback.flows.arrays import FlowArrays
from netback.money.revenue import Money
from netback.money.waterfall import ContractRow, StepRow, Waterfall, compile_waterfall, net_by_party

__all__ = ["Payoffs", "find_payoffs", "slots_of", "term_boxes", "term_slots", "veto_holders"]


@dataclass(frozen=True)
class Payoffs:
    """Payoffs of one month and flow state, central case.

    Parameters
    ----------
    money : Money
    month : int
    parties : tuple of str
        Without `netback.money.waterfall.OUTSIDE`.
    veto : tuple of int
        Parties without which there is no deal in that month.
    weights : float array, shape (party,)
        Bargaining weights.
    terms : tuple of TermBox
    slots : tuple of tuple of int
        Slots each term replaces.
    deal, standstill : Waterfall
    deal_flows : FlowArrays
    disagreement : float array, shape (party,)
        d: net of standing still, less the cost of delay, m USD a month.
    """

    money: Money
    month: int
    parties: tuple[str, ...]
    veto: tuple[int, ...]
    weights: np.ndarray
    terms: tuple[TermBox, ...]
    slots: tuple[tuple[int, ...], ...]
    deal: Waterfall
    standstill: Waterfall
    deal_flows: FlowArrays
    disagreement: np.ndarray

    def at(self, terms: np.ndarray) -> np.ndarray:
        """Payoffs u of a deal, net of the cost of delay.

        Parameters
        ----------
        terms : float array, shape (point, term)
            Canonical units.

        Returns
        -------
        float array, shape (point, party)
            m USD a month.

        Raises
        ------
        ShapeError
            Axis term does not fit.
        """
        if terms.ndim != 2 or terms.shape[1] != len(self.terms):
            raise ShapeError(f"axis term: {len(self.terms)} terms, but the array has shape {terms.shape}")
        rest, some = self._split
        return rest + self._net(some, self._numbers(terms))

    def _numbers(self, terms: np.ndarray) -> np.ndarray:
        x = np.repeat(self.money.case.slots.central[None], len(terms), axis=0)
        for j, slots in enumerate(self.slots):
            x[:, list(slots)] = terms[:, j : j + 1]
        return x

    def _net(self, program: Waterfall, x: np.ndarray) -> np.ndarray:
        return net_by_party(program, x, self.deal_flows)[:, 0, :-1]

    @cached_property
    def _split(self) -> tuple[np.ndarray, Waterfall]:
        """What the contracts no term touches pay, shape (party,), and the programme of the others.

        Contracts do not look at each other, so their payments add up.
        """
        touched = {slot for slots in self.slots for slot in slots}

        def moves(contract: ContractRow) -> bool:
            return any(touched & slots_of(self.deal.steps[i]) for i in contract.steps)

        some = tuple(c for c in self.deal.contracts if moves(c))
        rest = tuple(c for c in self.deal.contracts if not moves(c))
        x = self.money.case.slots.central[None]
        fixed = self._net(replace(self.deal, contracts=rest), x)[0]
        steps = tuple(step for step in self.deal.steps if step.contract >= 0)
        return fixed, replace(self.deal, contracts=some, steps=steps)

    def gains(self, terms: np.ndarray) -> np.ndarray:
        """u - d at terms of shape (point, term): shape (point, party), m USD a month."""
        return self.at(terms) - self.disagreement

    @cached_property
    def situation(self) -> Situation:
        """The bargaining problem, without the case behind it."""
        return Situation(self.parties, self.veto, self.weights, self.terms, self.gains)

    @cached_property
    def reference(self) -> np.ndarray:
        """Reference terms, shape (term,)."""
        return np.array([t.reference for t in self.terms], dtype=float)

    @cached_property
    def idle(self) -> tuple[str, ...]:
        """Terms that set nothing the deal's contracts use in this month."""
        used: set[int] = set()
        for step in self.deal.steps:
            used |= slots_of(step)
        return tuple(t.id for t, slots in zip(self.terms, self.slots, strict=True) if not used & set(slots))


def slots_of(step: StepRow) -> set[int]:
    """Slots a step of a contract reads."""
    return {step.amount, step.cap, step.of, step.balance, step.probability, step.delay} - {-1}


def find_payoffs(money: Money, month: int | None = None, state: int = 0) -> Payoffs:
    """Payoffs of a month.

    Parameters
    ----------
    money : Money
    month : int, optional
        Default: the case's month, or the last one solved before it, or the first.
    state : int
        Place on the state axis of the flows.

    Returns
    -------
    Payoffs

    Raises
    ------
    CaseError
        A term sets something that is no number of a contract.
    UsageError
        The month was not solved.

    Notes
    -----
    Stationary: a month of the deal against a month of standing still, arrears as level payments. What drivers add
    to payoffs, and the value of waiting, belong to the game.
    """
    case = money.case
    solved = money.flows.months
    if month is None:
        month = max([m for m in solved if m <= case.month], default=min(solved))
    elif month not in solved:
        raise UsageError(
            f"no flows were solved for {month_name(month)}; solved: {', '.join(map(month_name, solved))}"
        )
    slots = term_slots(case, month)
    parties = tuple(case.file.parties)
    deal, standstill = (compile_waterfall(case, month, w) for w in ("deal", "standstill"))
    still = _one_state(money.flows.arrays(month, "standstill"), state)
    return Payoffs(
        money=money,
        month=month,
        parties=parties,
        veto=veto_holders(case, month),
        weights=np.array([case.number(f"parties.{p}.weight", month) for p in parties]),
        terms=term_boxes(case, month),
        slots=slots,
        deal=deal,
        standstill=standstill,
        deal_flows=_one_state(money.flows.arrays(month, "deal"), state),
        disagreement=net_by_party(standstill, case.slots.central[None], still)[0, 0, :-1],
    )


def veto_holders(case: Case, month: int | None = None) -> tuple[int, ...]:
    """Places, among the case's parties, of those without which there is no deal in a month."""
    return tuple(
        i for i, party in enumerate(case.file.parties) if case.number(f"parties.{party}.veto", month) == 1.0
    )


def term_boxes(case: Case, month: int | None = None) -> tuple[TermBox, ...]:
    """The case's terms with their legal ranges.

    Shares cannot leave 0..1 and what is legally never negative cannot become so, whatever the law.
    """
    boxes = []
    for name, term in case.file.terms.items():
        path = f"terms.{name}.range"
        entry = case.entry(path, month)
        share = term.range.dimension == "share"
        floor = 0.0 if entry.low >= 0 else -np.inf
        ceiling = 1.0 if share and entry.high <= 1 else np.inf
        box = TermBox(name, term.name, term.range.unit, entry.low, entry.high, entry.central, floor, ceiling)
        boxes.append(box)
    return tuple(boxes)


def term_slots(case: Case, month: int) -> tuple[tuple[int, ...], ...]:
    """Slots each term replaces in a month, in the case's order of terms.

    Raises
    ------
    CaseError
        A path is no number of a contract, measures something else than the term, or is set by two terms.
    """
    problems: list[Problem] = []
    found: list[tuple[int, ...]] = []
    owner: dict[str, str] = {}
    known = [path for path in case.slots.entries if path.startswith("contracts.")]
    for name, term in case.file.terms.items():
        where = f"terms.{name}.sets"
        line, column = (case.places or {}).get(where, (0, 0))
        slots = []
        for path in term.sets:
            if path not in known:
                what, fix = f"{path!r} is not a number of a contract", nearest(path, known)
                slug = "bargain/unknown-path"
            elif case.values[path].dimension != term.range.dimension:
                what = f"{path} is a {case.values[path].dimension}, but the term is a {term.range.dimension}"
                slug, fix = "bargain/wrong-unit", f"range: in {case.values[path].unit}"
            elif owner.setdefault(path, name) != name:
                what = f"{path} is already set by term {owner[path]!r}"
                slug, fix = "bargain/set-twice", "each number in one term only"
            else:
                slots.append(case.slots.at(path, month))
                continue
            problems.append(Problem("case.yaml", line, column, where, slug, what, fix))
        found.append(tuple(slots))
    if problems:
        raise CaseError(problems)
    return tuple(found)


def _one_state(flows: FlowArrays, state: int) -> FlowArrays:
    if not 0 <= state < flows.flow_kbd.shape[1]:
        raise ShapeError(f"axis state: {flows.flow_kbd.shape[1]} states, asked for number {state}")
    names = ("flow_kbd", "production_kbd", "sales_kbd", "revenue_kusd_d", "price_usd_bbl")
    return replace(flows, **{n: getattr(flows, n)[:1, state : state + 1] for n in names})
