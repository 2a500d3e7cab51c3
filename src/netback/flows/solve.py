"""Who can move what: optimal flows, local prices, and what each capacity is worth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from netback.case import Case
from netback.case.drivers import Observed, observe
from netback.case.schema import World
from netback.dates import month_name
from netback.errors import InfeasibleError, UsageError, nearest
from netback.flows.arrays import FlowArrays
from netback.flows.lp import InfeasibleFlows, solve_lp, solve_lp_batch
from netback.flows.network import UNBOUNDED_KBD, Bloc, NetworkProgram, build_network

__all__ = ["WORLDS", "FlowRow", "FlowSolution", "Flows", "solve_flow_arrays", "solve_flows"]

WORLDS: tuple[World, ...] = ("standstill", "deal")


@dataclass(frozen=True)
class FlowRow:
    """One arc, field or market of a solution, for tables.

    Parameters
    ----------
    kind : "field", "arc", "market", "limit" or "node"
    id, name : str
    flow_kbd : float
    capacity_kbd : float
        Room there was; infinity for a market without steps.
    worth_usd_bbl : float
        What one more barrel a day of room would be worth; for arcs of two blocs the larger.
    outlet : str
    """

    kind: str
    id: str
    name: str
    flow_kbd: float
    capacity_kbd: float
    worth_usd_bbl: float
    outlet: str = ""


@dataclass(frozen=True)
class FlowSolution:
    """Flows of one month and world in the central case.

    Parameters
    ----------
    month : int
    world : str
    arrays : FlowArrays
        Draw and state axes of length 1.
    rows : tuple of FlowRow
        Fields, arcs, markets, then shared limits and node capacities.
    drivers : tuple of Observed
        The outside conditions it was solved for.
    objective_kusd_d : float
        Joint netback of all blocs, thousand USD a day.
    primal_residual, dual_residual, gap : float
        Largest over the blocs, from our own arrays.
    tied : bool
        Whether another optimum exists; the rule of `netback.flows.lp` then picked this one.
    """

    month: int
    world: World
    arrays: FlowArrays
    rows: tuple[FlowRow, ...]
    drivers: tuple[Observed, ...]
    objective_kusd_d: float
    primal_residual: float
    dual_residual: float
    gap: float
    tied: bool

    def flow(self, name: str) -> float:
        """Barrels of an arc, field or market, kb/d."""
        try:
            return float(self.arrays.through(name)[0, 0])
        except KeyError:
            known = (*self.arrays.arcs, *self.arrays.fields, *self.arrays.markets)
            hint = nearest(name, known)
            raise UsageError(
                f"{name} carries no barrels in this case" + (f"; did you mean {hint}?" if hint else "")
            ) from None

    def price(self, node: str) -> float:
        """Local price at a node, USD/bbl."""
        if node not in self.arrays.nodes:
            hint = nearest(node, self.arrays.nodes)
            raise UsageError(
                f"{node} is not a node of this case" + (f"; did you mean {hint}?" if hint else "")
            )
        return float(self.arrays.price_usd_bbl[0, 0, self.arrays.nodes.index(node)])

    @cached_property
    def by_outlet(self) -> dict[str, float]:
        """Barrels reaching markets, by the outlet of the last arc, kb/d."""
        found: dict[str, float] = {}
        markets = set(self.arrays.markets)
        for row in self.rows:
            if row.kind == "arc" and row.outlet and row.id in self._last_arcs(markets):
                found[row.outlet] = found.get(row.outlet, 0.0) + row.flow_kbd
        return found

    def _last_arcs(self, markets: set[str]) -> set[str]:
        return {arc for arc, end in self.ends.items() if end in markets}

    ends: Mapping[str, str] = field(default_factory=dict)
    """Node where each arc ends."""


@dataclass(frozen=True)
class Flows:
    """Solved flows; keeps its case.

    Parameters
    ----------
    case : Case
    solutions : tuple of FlowSolution
        Sorted by month, standstill before deal.
    """

    case: Case
    solutions: tuple[FlowSolution, ...]

    @property
    def months(self) -> tuple[int, ...]:
        return tuple(sorted({s.month for s in self.solutions}))

    def at(self, month: int, world: World) -> FlowSolution:
        """Solution of a month and world.

        Raises
        ------
        UsageError
            It was not asked for.
        """
        for solution in self.solutions:
            if solution.month == month and solution.world == world:
                return solution
        raise UsageError(
            f"flows were not solved for {month_name(month)} in the {world} world; ask for that month"
        )

    def arrays(self, month: int, world: World) -> FlowArrays:
        """The same as arrays."""
        return self.at(month, world).arrays

    @property
    def assumptions(self):  # type: ignore[no-untyped-def]
        return self.case.assumptions


def solve_flows(case: Case, months: Sequence[int] | None = None, worlds: Sequence[World] = WORLDS) -> Flows:
    """Optimal flows of the central case, month by month and world by world.

    Parameters
    ----------
    case : Case
    months : sequence of int, optional
        Month numbers; the as-of month if left out. Each uses the values in force and the drivers observed then.
    worlds : sequence of "standstill" and "deal"

    Returns
    -------
    Flows

    Raises
    ------
    UnknownAsOf
        A number is not known for a month.
    InfeasibleError
        No flow satisfies every limit; names a smallest set that clashes.

    Notes
    -----
    maximise sum price x sale - sum lifting cost x production - sum tariff x flow, subject to mass balance with losses,
    capacities, market depth and shared limits; blocs in the order of `netback.flows.network`. Solved by HiGHS
    (huangfu_hall_2018), checked from our own arrays.
    """
    found = []
    for month in sorted(set(months if months is not None else [case.month])):
        seen = {name: observe(case, name, month) for name in case.file.drivers}
        for world in WORLDS:
            if world in worlds:
                found.append(_solve_one(case, month, world, seen))
    return Flows(case, tuple(found))


def _solve_one(case: Case, month: int, world: World, seen: Mapping[str, Observed]) -> FlowSolution:
    program = build_network(case, month, world)
    x = case.slots.central[None, :]
    levels = np.array([[seen[d].index for d in program.drivers]], dtype=np.int64)
    prices = np.array([[[seen[d].price for d in program.price_drivers]]])
    arrays, detail = _solve(program, x, levels, prices, workers=1, label=case)
    hi = detail.room[0, 0]
    rows = []
    columns = program.columns
    net = case.file.network
    for j, name in enumerate(columns[: program.step_columns.start]):
        kind = "field" if j < len(program.fields) else "arc"
        item = net.nodes[name] if kind == "field" else net.arcs[name]
        label = item.name or f"{net.nodes[item.from_].name} to {net.nodes[item.to].name}"  # type: ignore[union-attr]
        outlet = "" if kind == "field" else item.outlet  # type: ignore[union-attr]
        rows.append(FlowRow(kind, name, label, detail.x[0, 0, j], hi[j], max(0.0, detail.worth[j]), outlet))
    for m, name in enumerate(program.markets):
        steps = [program.step_columns.start + i for i, k in enumerate(program.step_market) if k == m]
        room = float(sum(hi[j] for j in steps))
        rows.append(
            FlowRow(
                "market", name, net.nodes[name].name, float(detail.x[0, 0, steps].sum()),
                room if room < UNBOUNDED_KBD else np.inf, max(0.0, max(detail.worth[j] for j in steps)),
            )
        )  # fmt: skip
    for k, name in enumerate(program.uses):
        j = program.use_columns.start + k
        kind = "limit" if name in net.limits else "node"
        item_name = net.limits[name].name if kind == "limit" else net.nodes[name].name
        rows.append(FlowRow(kind, name, item_name, detail.x[0, 0, j], hi[j], max(0.0, detail.worth[j])))
    return FlowSolution(
        month, world, arrays, tuple(rows), tuple(seen.values()), detail.objective, detail.primal, detail.dual,
        detail.gap, detail.tied, {n: a.to for n, a in net.arcs.items()},
    )  # fmt: skip


@dataclass
class _Detail:
    x: np.ndarray
    room: np.ndarray
    worth: np.ndarray
    objective: float
    primal: float
    dual: float
    gap: float
    tied: bool
    fallbacks: int = 0


def solve_flow_arrays(
    program: NetworkProgram,
    x: np.ndarray,
    levels: np.ndarray,
    prices: np.ndarray,
    *,
    price_levels: np.ndarray | None = None,
    workers: int | None = None,
) -> FlowArrays:
    """Optimal flows for many draws and states.

    Parameters
    ----------
    program : NetworkProgram
    x : float array, shape (draw, slot)
        Numbers of the case, one row a draw.
    levels : int array, shape (state, driver)
        Level of each of `program.drivers`.
    prices : float array, shape (draw, state, price driver)
        USD/bbl.
    price_levels : int array, shape (state, price driver), optional
        Which level each price is: states alike in these and in the drivers that touch a bloc are solved once.
    workers : int, optional
        Threads; changes no byte.

    Returns
    -------
    FlowArrays

    Raises
    ------
    InfeasibleError, NotConverged
        As `netback.flows.lp`.
    """
    return _solve(program, x, levels, prices, price_levels=price_levels, workers=workers)[0]


def _solve(
    p: NetworkProgram,
    x: np.ndarray,
    levels: np.ndarray,
    prices: np.ndarray,
    *,
    workers: int | None,
    price_levels: np.ndarray | None = None,
    label: Case | None = None,
) -> tuple[FlowArrays, _Detail]:
    draws, states = x.shape[0], levels.shape[0]
    hi = _room(p, x, levels)
    c, step_price = _objective(p, x, prices, draws, states)
    matrix = _matrix(p, x)
    total = np.zeros((draws, states, len(p.cap_slot)))
    y_all = np.zeros((draws, states, p.matrix.shape[0]))
    seen = np.zeros(p.matrix.shape[0], dtype=bool)
    detail = _Detail(total, hi, np.zeros(len(p.cap_slot)), 0.0, 0.0, 0.0, 0.0, False)
    central = label is not None and draws == states == 1
    for number, bloc in enumerate(p.blocs):
        room = np.maximum(hi - total, 0.0)
        room[:, :, : len(p.fields)] = np.where(bloc.fields, hi[:, :, : len(p.fields)], 0.0)
        uses = room[:, :, p.use_columns]
        uses[:, :, ~bloc.held] = len(p.fields) * UNBOUNDED_KBD
        rows, columns = _active(p, bloc)
        if central:
            try:
                one = solve_lp(
                    matrix[0] if matrix.ndim == 3 else matrix, c[0, 0], np.zeros(c.shape[2]), room[0, 0]
                )
            except InfeasibleFlows as error:
                raise InfeasibleError(_clash_text(p, error)) from error
            flow, y = one.x[None, None, :], one.y[None, None, :]
            touched = np.ones(len(p.cap_slot), dtype=bool)
            touched[: len(p.fields)] = bloc.fields
            detail.worth = np.where(touched, np.maximum(detail.worth, one.reduced_costs), detail.worth)
            detail.objective += one.objective
            detail.primal = max(detail.primal, one.primal_residual)
            detail.dual = max(detail.dual, one.dual_residual)
            detail.gap = max(detail.gap, one.gap)
            detail.tied |= one.tied
        else:
            if not len(columns):
                continue  # every field of the bloc is shut: nothing flows
            # Only what this bloc's barrels can reach, and only states that differ for it.
            some, back = (
                _distinct(p, columns, levels, price_levels) if number == 0 else (slice(None), slice(None))
            )
            small = matrix[..., rows, :][..., columns]
            part = room[:, some][:, :, columns]
            batch = solve_lp_batch(
                small, c[:, some][:, :, columns], np.zeros(len(columns)), part, workers=workers
            )
            flow, y = np.zeros_like(total), np.zeros_like(y_all)
            flow[:, :, columns] = batch.x[:, back]
            y[:, :, rows] = batch.y[:, back]
            # what this bloc takes of limits it need not keep is gone for the next
            flow[:, :, p.use_columns] = (
                flow[:, :, : p.use_columns.start] @ p.matrix[len(p.nodes) :, : p.use_columns.start].T
            )
            detail.fallbacks += batch.n_fallback
        mine = np.zeros_like(seen)
        mine[rows] = True
        if central and len(p.blocs) == 1:
            mine[:] = True
        total = total + flow
        new = mine & ~seen
        y_all[:, :, new] = y[:, :, new]
        seen |= mine
    detail.x, detail.room = total, hi
    steps = total[:, :, p.step_columns]
    sales = np.zeros((draws, states, len(p.markets)))
    revenue = np.zeros_like(sales)
    for i, m in enumerate(p.step_market):
        sales[:, :, m] += steps[:, :, i]
        revenue[:, :, m] += steps[:, :, i] * step_price[:, :, i]
    arrays = FlowArrays(
        p.arcs, p.fields, p.markets, p.nodes, total[:, :, p.arc_columns], total[:, :, : len(p.fields)], sales, revenue,
        y_all[:, :, : len(p.nodes)],
    )  # fmt: skip
    return arrays, detail


def _room(p: NetworkProgram, x: np.ndarray, levels: np.ndarray) -> np.ndarray:
    draws, states = x.shape[0], levels.shape[0]
    base = np.where(p.cap_slot < 0, UNBOUNDED_KBD, x[:, np.maximum(p.cap_slot, 0)]) * p.cap_factor
    hi = np.repeat(base[:, None, :], states, axis=1)
    for column, slot, driver, level in zip(
        p.effect_column, p.effect_slot, p.effect_driver, p.effect_level, strict=True
    ):
        there = levels[:, driver] == level
        hi[:, there, column] *= x[:, slot][:, None]
    assert hi.shape == (draws, states, len(p.cap_slot))
    return hi


def _objective(
    p: NetworkProgram, x: np.ndarray, prices: np.ndarray, draws: int, states: int
) -> tuple[np.ndarray, np.ndarray]:
    c = np.repeat(-x[:, p.cost_slot][:, None, :], states, axis=1)
    step_price = np.empty((draws, states, len(p.step_market)))
    for i in range(len(p.step_market)):
        times, less, step = x[:, p.price_times[i]], x[:, p.price_less[i]], x[:, p.step_less[i]]
        if p.price_driver[i] < 0:
            step_price[:, :, i] = (times - step)[:, None]
        else:
            step_price[:, :, i] = times[:, None] * prices[:, :, p.price_driver[i]] - (less + step)[:, None]
    c[:, :, p.step_columns] = step_price
    return c, step_price


def _matrix(p: NetworkProgram, x: np.ndarray) -> np.ndarray:
    loss = x[:, p.loss_slot]
    if not loss.any():
        return p.matrix
    matrix = np.repeat(p.matrix[None], x.shape[0], axis=0)
    columns = np.arange(p.arc_columns.start, p.arc_columns.stop)
    matrix[:, p.loss_row, columns] -= loss
    return matrix


def _active(p: NetworkProgram, bloc: Bloc) -> tuple[np.ndarray, np.ndarray]:
    """Rows and columns that a bloc's barrels can touch in this world."""
    nodes, n_fields = len(p.nodes), len(p.fields)
    fields = bloc.fields & p.cap_factor[:n_fields]
    at = (p.matrix[:nodes, :n_fields] > 0) @ fields.astype(float) > 0
    arcs = p.matrix[:nodes, p.arc_columns]
    tails, heads = arcs.argmin(axis=0), arcs.argmax(axis=0)
    open_arc = p.cap_factor[p.arc_columns]
    for _ in range(nodes):
        before = at.sum()
        np.logical_or.at(at, heads, at[tails] & open_arc)
        if at.sum() == before:
            break
    column = np.zeros(len(p.cap_slot), dtype=bool)
    column[:n_fields] = fields
    column[p.arc_columns] = open_arc & at[tails]
    steps = p.matrix[:nodes, p.step_columns].argmin(axis=0)
    column[p.step_columns] = p.cap_factor[p.step_columns] & at[steps]
    uses = p.matrix[nodes:, : p.use_columns.start] != 0
    kept = bloc.held & uses[:, column[: p.use_columns.start]].any(axis=1)
    column[p.use_columns] = kept
    return np.flatnonzero(np.concatenate([at, kept])), np.flatnonzero(column)


def _distinct(
    p: NetworkProgram, columns: np.ndarray, levels: np.ndarray, price_levels: np.ndarray | None
) -> tuple[np.ndarray, np.ndarray]:
    """States that differ for these columns, and where each state finds its own among them."""
    touching = np.unique(p.effect_driver[np.isin(p.effect_column, columns)])
    price = np.arange(len(levels))[:, None] if price_levels is None else price_levels
    _, some, back = np.unique(
        np.concatenate([price, levels[:, touching]], axis=1), axis=0, return_index=True, return_inverse=True
    )
    return some, back.reshape(-1)


def _clash_text(p: NetworkProgram, error: InfeasibleFlows) -> str:
    rows = [*p.nodes, *p.uses]
    return (
        "no flow satisfies every limit; these clash: "
        + ", ".join(rows[r] for r in error.rows)
        + " with the bounds of "
        + ", ".join(p.columns[j] for j in error.columns)
    )
