"""Who is paid what, for every draw and state at once.

Three parts: `netback.money.program` turns the contracts of one world and month into rows of slot numbers, `evaluate`
works them out on arrays, and `netback.money.revenue` dresses the central case with labels.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from netback.case.case import ZERO
from netback.dates import DAYS_PER_MONTH
from netback.errors import ShapeError, nearest
from netback.flows.arrays import FlowArrays
from netback.money._kernels import level_payment, monthly_discount, stream_step
from netback.money.program import (
    OUTSIDE,
    ContractRow,
    StepRow,
    StreamRow,
    Waterfall,
    compile_waterfall,
)

__all__ = [
    "OUTSIDE",
    "ContractRow",
    "Payments",
    "StepRow",
    "StreamRow",
    "Waterfall",
    "compile_waterfall",
    "evaluate",
    "net_by_party",
    "stream_gross",
]

MUSD_PER_KBD_USD_BBL = DAYS_PER_MONTH / 1000.0
"""m USD a month in 1 kb/d x 1 USD/bbl."""


@dataclass(frozen=True)
class Payments:
    """What is paid in one world and month, for every draw and state. All m USD a month, nominal.

    Parameters
    ----------
    waterfall : Waterfall
    paid, due : float array, shape (draw, state, step)
        Expected cash, and what would be paid if the stream sufficed and everybody paid.
    left : float array, shape (draw, state, contract)
        What the steps leave of the stream; 0 for contracts without one.
    gross : float array, shape (draw, state, stream)
        Barrels times price.
    barrels_kbd : float array, shape (draw, state, stream)
    price_usd_bbl : float array, shape (draw, state, stream)
    net : float array, shape (draw, state, party)
        Cash in less cash out. Sums to 0 over parties.
    delay_cost : float array, shape (draw, state, party)
        What late payment costs the payee at its own discount rate. It goes to nobody.
    debt_cost : float array, shape (draw, state, party)
        What the debtor reckons unpaid dues as: `collection.owed` of what could have been paid and was not. No cash.
    """

    waterfall: Waterfall
    paid: np.ndarray
    due: np.ndarray
    left: np.ndarray
    gross: np.ndarray
    barrels_kbd: np.ndarray
    price_usd_bbl: np.ndarray
    net: np.ndarray
    delay_cost: np.ndarray
    debt_cost: np.ndarray

    @property
    def unpaid(self) -> np.ndarray:
        """Due but not paid, shape (draw, state, step): arrears that grow, or cost not yet recovered."""
        return self.due - self.paid

    @property
    def value(self) -> np.ndarray:
        """Net cash less delay and debt, shape (draw, state, party): what bargaining looks at."""
        return self.net - self.delay_cost - self.debt_cost


def evaluate(
    program: Waterfall,
    x: np.ndarray,
    flows: FlowArrays,
    *,
    arrears_due: Mapping[int, np.ndarray] | None = None,
) -> Payments:
    """Work a waterfall out for every draw and state.

    Parameters
    ----------
    program : Waterfall
    x : float array, shape (draw, slot)
        Numbers of the case, one row a draw; `Case.slots.central` for the central case.
    flows : FlowArrays
        Shape (draw, state, .). Where one of `x` and `flows` has a single draw it serves all draws of the other.
    arrears_due : mapping of step index to float array, shape (draw,)
        What arrears steps owe in this very month, m USD. Without it each owes the level payment that is worth as
        much to the payee over the horizon (`netback.money._kernels.level_payment`).

    Returns
    -------
    Payments

    Raises
    ------
    ShapeError
        Axes disagree, or a stream has barrels but its market's price is not known.

    Notes
    -----
    Gross comes from `OUTSIDE` and every payment has a payer and a payee, so net sums to 0 over parties, and the
    steps a stream pays plus what is left add up to gross. Expected cash is probability x amount; what is not
    collected stays in the stream, or in the payer's pocket. A negative gross is borne by who keeps the rest.
    """
    run = _Run(program, x, flows, arrears_due or {}, keep=True)
    run.go()
    shape = (*run.shape, 0)

    def stack(parts: list[np.ndarray]) -> np.ndarray:
        full = [np.broadcast_to(part, run.shape) for part in parts]
        return np.stack(full, axis=-1) if full else np.zeros(shape)

    return Payments(
        program,
        paid=stack(run.paid),
        due=stack(run.due),
        left=stack(run.left),
        gross=stack(run.gross),
        barrels_kbd=stack(run.barrels),
        price_usd_bbl=stack(run.price),
        net=np.stack(run.net, axis=-1),
        delay_cost=np.stack(run.delay, axis=-1),
        debt_cost=np.stack(run.debt, axis=-1),
    )


def net_by_party(program: Waterfall, x: np.ndarray, flows: FlowArrays, *, delay: bool = True) -> np.ndarray:
    """Net of every party alone, without keeping the single payments: for ensembles.

    Parameters
    ----------
    program, x, flows
        As in `evaluate`.
    delay : bool
        Take off what late payment costs the payee and unpaid debt the debtor, as bargaining does. Without it net is cash.

    Returns
    -------
    float array, shape (draw, state, party)
        m USD a month; parties of the case, then `OUTSIDE`.
    """
    run = _Run(program, x, flows, {}, keep=False)
    run.go()
    if delay:
        return np.stack([n - d - o for n, d, o in zip(run.net, run.delay, run.debt, strict=True)], axis=-1)
    return np.stack(run.net, axis=-1)


def stream_gross(program: Waterfall, x: np.ndarray, flows: FlowArrays, stream: str) -> np.ndarray:
    """Gross of one stream, to compare with a reported revenue.

    Parameters
    ----------
    program, x, flows
        As in `evaluate`.
    stream : str
        Name of the stream.

    Returns
    -------
    float array, shape (draw, state)
        m USD a month.

    Raises
    ------
    KeyError
        No such stream.
    """
    for row in program.streams:
        if row.id == stream:
            run = _Run(program, x, flows, {}, keep=False)
            barrels, price = run.stream(row)
            return np.broadcast_to(barrels * price * MUSD_PER_KBD_USD_BBL, run.shape)
    hint = nearest(stream, [row.id for row in program.streams])
    raise KeyError(f"{stream} is not a stream" + (f"; did you mean {hint}?" if hint else ""))


class _Run:
    """One evaluation. Arrays are (draw, state), or smaller ones that broadcast to it."""

    def __init__(
        self,
        program: Waterfall,
        x: np.ndarray,
        flows: FlowArrays,
        arrears_due: Mapping[int, np.ndarray],
        keep: bool,
    ) -> None:
        if x.ndim != 2:
            raise ShapeError(f"x must have shape (draw, slot), not {x.shape}")
        draws = {x.shape[0], flows.flow_kbd.shape[0]} - {1}
        if len(draws) > 1:
            raise ShapeError(f"axis draw: x has {x.shape[0]}, the flows have {flows.flow_kbd.shape[0]}")
        self.program, self.x, self.flows, self.arrears_due, self.keep = program, x, flows, arrears_due, keep
        self.shape = (draws.pop() if draws else 1, flows.flow_kbd.shape[1])
        self.net = [np.zeros(self.shape) for _ in program.parties]
        self.delay = [np.zeros(self.shape) for _ in program.parties]
        self.debt = [np.zeros(self.shape) for _ in program.parties]
        self.paid: list[np.ndarray] = []
        self.due: list[np.ndarray] = []
        self.left: list[np.ndarray] = []
        self.gross: list[np.ndarray] = []
        self.barrels: list[np.ndarray] = []
        self.price: list[np.ndarray] = []

    def col(self, slot: int) -> np.ndarray:
        """A number, shape (draw, 1)."""
        return self.x[:, slot, None]

    def through(self, name: str) -> np.ndarray:
        try:
            return self.flows.through(name)
        except KeyError:
            known = [*self.flows.arcs, *self.flows.fields, *self.flows.markets]
            hint = nearest(name, known)
            raise ShapeError(
                f"no barrels are known for {name}" + (f"; did you mean {hint}?" if hint else "")
            ) from None

    def local_price(self, node: str) -> np.ndarray:
        if node not in self.flows.nodes:
            raise ShapeError(f"no local price is known for {node}")
        return self.flows.price_usd_bbl[:, :, self.flows.nodes.index(node)]

    def stream(self, row: StreamRow) -> tuple[np.ndarray, np.ndarray]:
        """Barrels, kb/d, and price, USD/bbl."""
        barrels = sum((self.through(name) for name in row.over), np.zeros((1, 1)))
        if row.price >= 0:
            return barrels, self.col(row.price)
        if row.node:
            return barrels, self.local_price(row.node)
        return barrels, self.market_price(row, barrels)

    def market_price(self, row: StreamRow, barrels: np.ndarray) -> np.ndarray:
        """Average price of what the market takes; where it takes nothing, its local price."""
        sales = self.through(row.market)
        revenue = self.flows.revenue_kusd_d[:, :, self.flows.markets.index(row.market)]
        sold = sales > 0
        average = revenue / np.where(sold, sales, 1.0)
        if row.market in self.flows.nodes:
            return np.where(sold, average, self.local_price(row.market))
        if bool(np.any(~sold & (barrels > 0))):
            raise ShapeError(f"stream {row.id} has barrels where {row.market} takes none: no price is known")
        return np.where(sold, average, 0.0)

    def go(self) -> None:
        used = {contract.stream for contract in self.program.contracts}
        nothing = np.zeros((1, 1))
        for i, row in enumerate(self.program.streams):
            barrels, price = self.stream(row) if self.keep or i in used else (nothing, nothing)
            self.barrels.append(barrels)
            self.price.append(price)
            self.gross.append(barrels * price * MUSD_PER_KBD_USD_BBL)
        for contract in self.program.contracts:
            self.contract(contract)
        for step in self.program.steps:
            if step.contract < 0:
                due = self.col(step.amount) * self.through(step.node) * MUSD_PER_KBD_USD_BBL
                self.record(step, due, due)

    def contract(self, row: ContractRow) -> None:
        left = gross = self.gross[row.stream] if row.stream >= 0 else np.zeros((1, 1))
        self.net[-1] -= gross
        for index in row.steps:
            step = self.program.steps[index]
            due, room = self.owed(index, step, row, left)
            levelled = step.kind == "arrears" and index not in self.arrears_due
            chance = (
                np.ones((1, 1)) if levelled else self.col(step.probability)
            )  # level payments hold it already
            if step.payer < 0:
                could = stream_step(due, np.minimum(left, room), np.ones((1, 1)))
                paid = stream_step(due, np.minimum(left, room), chance)
                left = left - paid
            else:
                could = np.minimum(due, room)
                paid = chance * could
            if step.owed != ZERO:
                debtor = row.keeps if step.payer < 0 else step.payer
                self.debt[debtor] += self.col(step.owed) * (could - paid)
            self.record(step, due, paid)
        self.net[row.keeps] += left
        if self.keep:
            self.left.append(left)

    def owed(
        self, index: int, step: StepRow, row: ContractRow, left: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """What is due, and the most the step may take by its own rule, m USD a month."""
        amount, open_end = self.col(step.amount), np.full((1, 1), np.inf)
        if step.kind in ("transfer", "capacity_payment"):
            return amount, open_end
        if step.kind == "budget_share":
            return amount * self.col(step.of), open_end
        if step.kind == "arrears":
            return self.arrears(index, step, amount), open_end
        barrels, gross = self.barrels[row.stream], self.gross[row.stream]
        money = barrels * MUSD_PER_KBD_USD_BBL
        if step.kind in ("fee", "tariff", "cost"):
            return amount * money, open_end
        if step.kind == "cost_recovery":
            cap = self.col(step.cap) * np.maximum(left, 0.0) if step.cap >= 0 else open_end
            return amount * money, cap
        if step.kind == "royalty":
            return amount * np.maximum(gross, 0.0), open_end
        if step.kind == "profit_share":
            return amount * np.maximum(left, 0.0), open_end
        price = self.price[row.stream] if step.kind == "in_kind" else self.local_price(step.node)
        handed = amount * barrels if step.in_share else np.minimum(amount, barrels)
        return handed * np.maximum(price, 0.0) * MUSD_PER_KBD_USD_BBL, open_end

    def arrears(self, index: int, step: StepRow, amount: np.ndarray) -> np.ndarray:
        if index in self.arrears_due:
            return np.asarray(self.arrears_due[index])[:, None]
        return level_payment(
            amount,
            self.col(step.balance),
            self.col(step.probability),
            monthly_discount(self.col(step.discount)),
            self.col(self.program.horizon),
        )

    def record(self, step: StepRow, due: np.ndarray, paid: np.ndarray) -> None:
        if step.payer >= 0:
            self.net[step.payer] -= paid
        self.net[step.payee] += paid
        if step.delay != ZERO:
            beta = monthly_discount(self.col(step.discount))
            self.delay[step.payee] += paid * (1.0 - beta ** self.col(step.delay))
        if self.keep:
            self.due.append(due)
            self.paid.append(paid)
