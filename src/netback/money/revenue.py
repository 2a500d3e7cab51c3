"""Who earns what, month by month, in the central case: the labelled face of the waterfall."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np

from netback.case.case import Case
from netback.case.schema import World
from netback.dates import month_name
from netback.errors import UsageError, nearest
from netback.flows.arrays import FlowArrays
from netback.money.waterfall import (
    MUSD_PER_KBD_USD_BBL,
    OUTSIDE,
    Payments,
    Waterfall,
    compile_waterfall,
    evaluate,
)

__all__ = ["Beneficiary", "HasFlows", "Money", "divide_revenue"]

WORLDS: tuple[World, ...] = ("standstill", "deal")


class HasFlows(Protocol):
    """What money needs of solved flows."""

    @property
    def case(self) -> Case:
        """The case they were solved for."""

    @property
    def months(self) -> tuple[int, ...]:
        """Month numbers solved, ascending."""

    def arrays(self, month: int, world: World) -> FlowArrays:
        """Central flows of one month and world, draw axis 1 and state axis 1."""


@dataclass(frozen=True)
class Beneficiary:
    """A party no contract names that gains from the flow all the same.

    Parameters
    ----------
    party : str
    month : int
    world : str
    musd : float
        Tariffs earned less tariffs and lifting costs paid, m USD/month, nominal.
    rent_musd : float
        Scarcity rent of the arcs it controls, m USD/month: flow x (price at the end, after losses - price at the
        start - tariff), never below 0. What control of the route could extract, not what it does earn.
    """

    party: str
    month: int
    world: str
    musd: float
    rent_musd: float


@dataclass(frozen=True)
class Money:
    """Revenue divided, central case, m USD a month, nominal.

    Parameters
    ----------
    flows : HasFlows
        What was divided; keeps the case.
    months : tuple of int
    worlds : tuple of str
    payments : mapping of (month, world) to Payments
        Draw and state axes of length 1. Arrears steps are paid month by month out of their balance.
    balances : mapping of (world, step path) to float array, shape (month,)
        Debt left at the end of each month, m USD.
    deal_begins : int
        Month from which the arrears of the deal are paid.
    assumptions : tuple of str
        What was assumed on the way, in words.
    """

    flows: HasFlows
    months: tuple[int, ...]
    worlds: tuple[World, ...]
    payments: Mapping[tuple[int, World], Payments]
    balances: Mapping[tuple[World, str], np.ndarray]
    deal_begins: int
    assumptions: tuple[str, ...]

    @property
    def case(self) -> Case:
        return self.flows.case

    @cached_property
    def parties(self) -> tuple[str, ...]:
        """Parties of the case, then `OUTSIDE`: the party axis."""
        return (*self.case.file.parties, OUTSIDE)

    def program(self, world: World) -> Waterfall:
        """The waterfall of a world, with its labels."""
        return self.payments[self.months[0], self._world(world)].waterfall

    def _world(self, world: World) -> World:
        if world not in self.worlds:
            raise UsageError(f"{world} was not worked out; worlds here: {', '.join(self.worlds)}")
        return world

    def _table(self, world: World, field: str) -> np.ndarray:
        rows = [getattr(self.payments[m, self._world(world)], field)[0, 0] for m in self.months]
        return np.array(rows)

    def by_party(self, world: World) -> np.ndarray:
        """Net cash, shape (month, party), m USD; sums to 0 over parties."""
        return self._table(world, "net")

    def delay_cost(self, world: World) -> np.ndarray:
        """What late payment costs each payee, shape (month, party), m USD; not part of cash."""
        return self._table(world, "delay_cost")

    def debt_cost(self, world: World) -> np.ndarray:
        """What each debtor reckons unpaid dues as, shape (month, party), m USD; not part of cash."""
        return self._table(world, "debt_cost")

    def by_stream(self, world: World) -> np.ndarray:
        """Gross of every stream, shape (month, stream), m USD."""
        return self._table(world, "gross")

    def by_step(self, world: World) -> np.ndarray:
        """Cash paid by every step of `program(world)`, shape (month, step), m USD."""
        return self._table(world, "paid")

    def left(self, world: World) -> np.ndarray:
        """What the steps leave to who keeps the rest, shape (month, contract), m USD."""
        return self._table(world, "left")

    def unpaid(self, world: World) -> np.ndarray:
        """Due but never paid, added up from the first month, shape (month, step), m USD."""
        return np.cumsum(self._table(world, "unpaid"), axis=0)

    def reported(self, stream: str, month: int, world: World) -> float:
        """Gross of one stream in one month, m USD, to compare with a reported revenue.

        Raises
        ------
        UsageError
            No such stream or month.
        """
        names = [row.id for row in self.program(world).streams]
        if stream not in names:
            hint = nearest(stream, names)
            raise UsageError(f"{stream} is not a stream" + (f"; did you mean {hint}?" if hint else ""))
        if month not in self.months:
            raise UsageError(f"{month_name(month)} was not worked out")
        return float(self.payments[month, self._world(world)].gross[0, 0, names.index(stream)])

    def beneficiaries(self, world: World) -> tuple[Beneficiary, ...]:
        """Parties without a step in any contract of the world that gain from the flow, by month."""
        program = self.program(world)
        named = {program.parties[c.keeps] for c in program.contracts}
        for step in program.steps:
            if step.contract >= 0:
                named |= {program.parties[step.payee]}
                named |= {program.parties[step.payer]} if step.payer >= 0 else set()
        found = []
        for month in self.months:
            net = self.payments[month, world].net[0, 0]
            rents = _rents(self.case, month, self.flows.arrays(month, world))
            for i, party in enumerate(self.parties[:-1]):
                if party in named or (net[i] <= 0 and not rents.get(party)):
                    continue
                found.append(Beneficiary(party, month, world, float(net[i]), rents.get(party, 0.0)))
        return tuple(found)

    def real(self, musd: np.ndarray, base_year: int, series: str = "deflator") -> np.ndarray:
        """Nominal money in the prices of a base year.

        Parameters
        ----------
        musd : float array, shape (month, .)
            As the other methods give it.
        base_year : int
        series : str
            A price index among the case's series.

        Returns
        -------
        float array
            Of the same shape, m USD of the base year.

        Raises
        ------
        UsageError
            The case has no such series, or it does not cover the base year or a month. Nothing is assumed in its
            place.
        """
        if series not in self.case.series:
            raise UsageError(
                f"the case has no series named {series!r}, so money is nominal only; add series/{series}.csv"
            )
        index = self.case.series[series]
        pairs = zip(index.months, index.values, strict=True)
        base = [v for m, v in pairs if m // 12 == base_year]
        if not base:
            raise UsageError(f"series {series} has no month of {base_year}")
        now = [index.at(m) for m in self.months]
        if None in now:
            raise UsageError(f"series {series} has no value for {month_name(self.months[now.index(None)])}")
        factor = np.mean(base) / np.array(now, dtype=float)
        return musd * factor.reshape(-1, *[1] * (musd.ndim - 1))

    def records(self) -> Iterator[dict[str, Any]]:
        """Every figure as one flat row: month, world, what it is of, and m USD nominal.

        ``of`` is ``party`` (net cash), ``stream`` (gross), ``step`` (cash paid, with payer, payee, due and unpaid)
        or ``left`` (what a contract leaves).
        """
        for month in self.months:
            for world in self.worlds:
                yield from _records(self.payments[month, world], month_name(month))


def _records(pay: Payments, month: str) -> Iterator[dict[str, Any]]:
    program = pay.waterfall
    head = {"month": month, "world": program.world}
    for i, party in enumerate(program.parties):
        yield {
            **head,
            "of": "party",
            "id": party,
            "musd_nominal": float(pay.net[0, 0, i]),
            "delay_cost_musd": float(pay.delay_cost[0, 0, i]),
            "debt_cost_musd": float(pay.debt_cost[0, 0, i]),
        }
    for i, stream in enumerate(program.streams):
        yield {
            **head,
            "of": "stream",
            "id": stream.id,
            "musd_nominal": float(pay.gross[0, 0, i]),
            "barrels_kbd": float(pay.barrels_kbd[0, 0, i]),
            "price_usd_bbl": float(pay.price_usd_bbl[0, 0, i]),
        }
    for i, step in enumerate(program.steps):
        yield {
            **head,
            "of": "step",
            "id": step.path,
            "musd_nominal": float(pay.paid[0, 0, i]),
            "kind": step.kind,
            "payer": program.parties[step.payer] if step.payer >= 0 else "stream",
            "payee": program.parties[step.payee],
            "due_musd": float(pay.due[0, 0, i]),
            "unpaid_musd": float(pay.unpaid[0, 0, i]),
        }
    for i, contract in enumerate(program.contracts):
        if contract.stream >= 0:
            yield {
                **head,
                "of": "left",
                "id": f"contracts.{contract.id}",
                "musd_nominal": float(pay.left[0, 0, i]),
                "payee": program.parties[contract.keeps],
            }


def _rents(case: Case, month: int, flows: FlowArrays) -> dict[str, float]:
    """Scarcity rent of the arcs each party controls, m USD a month."""
    rents: dict[str, float] = {}
    for name, arc in case.file.network.arcs.items():
        ends = (arc.from_, arc.to)
        if arc.controlled_by is None or name not in flows.arcs or not all(e in flows.nodes for e in ends):
            continue
        start, end = (flows.price_usd_bbl[0, 0, flows.nodes.index(e)] for e in ends)
        kept = 1.0 - case.number(f"network.arcs.{name}.loss", month)
        worth = end * kept - start - case.number(f"network.arcs.{name}.tariff", month)
        rent = float(flows.through(name)[0, 0] * max(worth, 0.0) * MUSD_PER_KBD_USD_BBL)
        if rent > 1e-9:
            rents[arc.controlled_by] = rents.get(arc.controlled_by, 0.0) + rent
    return rents


def divide_revenue(
    flows: HasFlows,
    *,
    months: Sequence[int] | None = None,
    worlds: Sequence[World] = WORLDS,
    deal_begins: int | None = None,
) -> Money:
    """Divide the revenue of solved flows among the parties, month by month, in the central case.

    Parameters
    ----------
    flows : HasFlows
        Result of `netback.flows.solve.solve_flows`.
    months : sequence of int, optional
        Month numbers; default all that were solved.
    worlds : sequence of {"standstill", "deal"}
    deal_begins : int, optional
        Month from which the arrears of the deal are paid; default the case's month, or the first month solved
        after it.

    Returns
    -------
    Money

    Raises
    ------
    CaseError
        The contracts do not fit the case; see `compile_waterfall`.
    UnknownAsOf
        A number has no value in one of the months.

    Notes
    -----
    An arrears step pays its amount, at most the debt that is left, times its chance of being paid; the debt falls by
    what was paid. Standstill debts are paid from the first month on, those of the deal from `deal_begins`. The debt
    is the one in force in the month the payments begin.
    """
    case = flows.case
    chosen = tuple(sorted(flows.months if months is None else months))
    if not chosen:
        raise UsageError("no month to divide revenue in")
    after = [m for m in chosen if m >= case.month]
    begins = deal_begins if deal_begins is not None else (after[0] if after else chosen[-1])
    x = case.slots.central[None, :]
    payments: dict[tuple[int, World], Payments] = {}
    balances: dict[tuple[World, str], np.ndarray] = {}
    for world in worlds:
        first = begins if world == "deal" else chosen[0]
        debts: dict[str, list[float]] = {}
        for month in chosen:
            program = compile_waterfall(case, month, world)
            owed, before = _owed(program, x, debts, paying=month >= first)
            pay = evaluate(program, x, flows.arrays(month, world), arrears_due=owed)
            for i, debt in before.items():
                debts.setdefault(program.steps[i].path, []).append(debt - float(pay.paid[0, 0, i]))
            payments[month, world] = pay
        balances.update({(world, path): np.array(path_of) for path, path_of in debts.items()})
    assumed = ["money is nominal: no price index is applied"]
    if balances:
        assumed.append(f"arrears of the deal are paid from {month_name(begins)} on")
    if any(np.any(pay.delay_cost > 0) for pay in payments.values()):
        assumed.append(
            "delay costs the payee its own discount rate; the payer's gain from paying late is left out"
        )
    if any(np.any(pay.debt_cost > 0) for pay in payments.values()):
        assumed.append(
            "part of what is not paid stays a debt: the debtor reckons it as spent, nobody has it yet"
        )
    return Money(flows, chosen, tuple(worlds), payments, balances, begins, tuple(assumed))


def _owed(
    program: Waterfall, x: np.ndarray, debts: Mapping[str, list[float]], paying: bool
) -> tuple[dict[int, np.ndarray], dict[int, float]]:
    """What every arrears step owes this month, and its debt before."""
    owed: dict[int, np.ndarray] = {}
    before: dict[int, float] = {}
    for i, step in enumerate(program.steps):
        if step.kind != "arrears":
            continue
        path = debts.get(step.path)
        before[i] = path[-1] if path and paying else float(x[0, step.balance])
        due = min(float(x[0, step.amount]), before[i]) if paying else 0.0
        owed[i] = np.array([max(due, 0.0)])
    return owed, before
