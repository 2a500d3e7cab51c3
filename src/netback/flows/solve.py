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
from netback.errors import InfeasibleError, NotConverged, UsageError, nearest
from netback.flows.arrays import FlowArrays
from netback.flows.lp import InfeasibleFlows, solve_lp, solve_lp_batch
from netback.flows.network import UNBOUNDED_KBD, NetworkProgram, build_network

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
    arrays, detail = _solve_central(program, x, levels, prices)
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
    return _solve_batch(program, x, levels, prices, price_levels, workers, _bases(program))[0]


def _solve_central(
    p: NetworkProgram, x: np.ndarray, levels: np.ndarray, prices: np.ndarray
) -> tuple[FlowArrays, _Detail]:
    """One draw and state by HiGHS, with what tables need."""
    hi = _room(p, x, levels)
    c, step_price = _objective(p, x, prices, 1, 1)
    matrix = _matrix(p, x)
    total = np.zeros((1, 1, len(p.cap_slot)))
    y_all = np.zeros((1, 1, p.matrix.shape[0]))
    seen = np.zeros(p.matrix.shape[0], dtype=bool)
    detail = _Detail(total, hi, np.zeros(len(p.cap_slot)), 0.0, 0.0, 0.0, 0.0, False)
    for bloc in p.blocs:
        room = np.maximum(hi - total, 0.0)
        room[:, :, : len(p.fields)] = np.where(bloc.fields, hi[:, :, : len(p.fields)], 0.0)
        uses = room[:, :, p.use_columns]
        uses[:, :, ~bloc.held] = len(p.fields) * UNBOUNDED_KBD
        try:
            one = solve_lp(
                matrix[0] if matrix.ndim == 3 else matrix, c[0, 0], np.zeros(c.shape[2]), room[0, 0]
            )
        except InfeasibleFlows as error:
            raise InfeasibleError(_clash_text(p, error)) from error
        touched = np.ones(len(p.cap_slot), dtype=bool)
        touched[: len(p.fields)] = bloc.fields
        detail.worth = np.where(touched, np.maximum(detail.worth, one.reduced_costs), detail.worth)
        detail.objective += one.objective
        detail.primal = max(detail.primal, one.primal_residual)
        detail.dual = max(detail.dual, one.dual_residual)
        detail.gap = max(detail.gap, one.gap)
        detail.tied |= one.tied
        mine = np.zeros_like(seen)
        mine[p.reach(bloc)[0]] = True
        if len(p.blocs) == 1:
            mine[:] = True
        total = total + one.x
        new = mine & ~seen
        y_all[0, 0, new] = one.y[new]
        seen |= mine
    detail.x, detail.room = total, hi
    steps = total[:, :, p.step_columns]
    sales = np.zeros((1, 1, len(p.markets)))
    revenue = np.zeros_like(sales)
    for i, m in enumerate(p.step_market):
        sales[:, :, m] += steps[:, :, i]
        revenue[:, :, m] += steps[:, :, i] * step_price[:, :, i]
    arrays = FlowArrays(
        p.arcs, p.fields, p.markets, p.nodes, total[:, :, p.arc_columns], total[:, :, : len(p.fields)], sales, revenue,
        y_all[:, :, : len(p.nodes)],
    )  # fmt: skip
    return arrays, detail


@dataclass(frozen=True)
class _Part:
    """A bloc's answer on the states that differ for it; axis 0 of `x` is the column."""

    columns: dict[int, int]
    x: np.ndarray
    uses: dict[int, np.ndarray]
    keys: np.ndarray
    back: np.ndarray

    def taken(self, column: int) -> np.ndarray | None:
        """What it takes of a column or limit, shape (draw, its state); None where it takes nothing."""
        if column in self.uses:
            return self.uses[column]
        return self.x[self.columns[column]] if column in self.columns else None


def _solve_batch(
    p: NetworkProgram,
    x: np.ndarray,
    levels: np.ndarray,
    prices: np.ndarray,
    price_levels: np.ndarray | None,
    workers: int | None,
    bases: Mapping[str, np.ndarray],
) -> tuple[FlowArrays, dict[str, np.ndarray]]:
    """Every draw and state; each bloc only on the columns its barrels reach and on the states that differ for it.

    Also the columns, then rows, that are basic for the first draw and state of each bloc.
    """
    draws, states = x.shape[0], levels.shape[0]
    priced = np.arange(states)[:, None] if price_levels is None else price_levels
    matrix = _matrix(p, x)
    stop = p.step_columns.stop
    total, y = np.zeros((stop, draws, states)), np.zeros((len(p.nodes), draws, states))
    sales, revenue = np.zeros((len(p.markets), draws, states)), np.zeros((len(p.markets), draws, states))
    seen = np.zeros(p.matrix.shape[0], dtype=bool)
    filled: set[int] = set()
    served: set[int] = set()
    parts: list[_Part] = []
    basic: dict[str, np.ndarray] = {}
    for bloc in p.blocs:
        rows, columns = p.reach(bloc)
        if not len(columns):
            continue  # every field of the bloc is shut: nothing flows
        keys, some, back = _distinct(p, bloc.name, columns, levels, priced, price_levels is not None, parts)
        hi = _bounds(p, columns, x, levels[some])
        for k, column in enumerate(columns):
            for part in parts:
                taken = part.taken(int(column))
                if taken is not None:
                    hi[:, :, k] -= taken[:, part.back[some]]
        np.maximum(hi, 0.0, out=hi)
        c, price = _gains(p, columns, x, prices[:, some])
        small = matrix[..., rows, :][..., columns]
        batch = solve_lp_batch(
            small, c, np.zeros(len(columns)), hi, start=bases.get(bloc.name), workers=workers
        )
        between = np.minimum(batch.x[0, 0], hi[0, 0] - batch.x[0, 0]) > 1e-7 * hi[0, 0].max(initial=1.0)
        basic[bloc.name] = np.concatenate([between, np.zeros(len(rows), dtype=bool)])
        flow = np.ascontiguousarray(batch.x.transpose(2, 0, 1))
        place = {int(column): k for k, column in enumerate(columns)}
        for column, k in place.items():
            if column < stop:
                _spread(flow[k], back, total[column], column in filled)
        filled.update(place)
        for market in {p.step_market[i] for i in price}:
            steps = [
                (place[p.step_columns.start + i], step)
                for i, step in price.items()
                if p.step_market[i] == market
            ]
            sold = sum((flow[k] for k, _ in steps[1:]), flow[steps[0][0]])
            earned = sum((flow[k] * step for k, step in steps), np.zeros((1, 1)))
            _spread(sold, back, sales[market], market in served)
            _spread(earned, back, revenue[market], market in served)
            served.add(market)
        worth = np.ascontiguousarray(batch.y.transpose(2, 0, 1))
        for k, row in enumerate(rows):
            if row < len(p.nodes) and not seen[row]:
                _spread(worth[k], back, y[row], False)
        seen[rows] = True
        parts.append(_Part(place, flow, _uses(p, place, flow), keys, back))

    def last(array: np.ndarray) -> np.ndarray:
        return np.moveaxis(array, 0, 2)

    arrays = FlowArrays(
        p.arcs, p.fields, p.markets, p.nodes, last(total[p.arc_columns]), last(total[: len(p.fields)]), last(sales),
        last(revenue), last(y),
    )  # fmt: skip
    return arrays, basic


def _bases(p: NetworkProgram) -> Mapping[str, np.ndarray]:
    """Where each bloc's simplex starts: what is basic in the central case, every driver at its first level."""
    if "bases" not in p.memo:
        first = np.zeros((1, len(p.drivers)), dtype=np.int64)
        try:
            found = _solve_batch(p, p.central[None], first, p.central_price[None, None], None, 1, {})[1]
        except (InfeasibleError, NotConverged):
            found = {}  # the draws will say what clashes
        p.memo["bases"] = found
    bases: Mapping[str, np.ndarray] = p.memo["bases"]
    return bases


def _keys(
    p: NetworkProgram,
    columns: np.ndarray,
    levels: np.ndarray,
    priced: np.ndarray,
    by_driver: bool,
    parts: list[_Part],
) -> np.ndarray:
    """What a bloc's programme differs by, shape (state, key); prices last, for they move the fewest pivots."""
    touching = np.unique(p.effect_driver[np.isin(p.effect_column, columns)])
    steps = (
        columns[(columns >= p.step_columns.start) & (columns < p.step_columns.stop)] - p.step_columns.start
    )
    used = np.unique(p.price_driver[steps])
    market = priced[:, used[used >= 0]] if by_driver else priced
    found = [levels[:, touching], market]
    for part in parts:
        if any(part.taken(int(column)) is not None for column in columns):
            found.insert(0, part.keys)  # what the bloc before left
    joined = np.concatenate(found, axis=1)
    return joined[:, sorted(np.unique(joined, axis=1, return_index=True)[1])]


def _spread(values: np.ndarray, back: np.ndarray, out: np.ndarray, more: bool) -> None:
    """Values of the states that differ, given to all states: set, or added where a bloc before has set some."""
    if more:
        out += values[:, back]
    else:
        np.take(values, back, axis=1, out=out, mode="clip")


def _distinct(
    p: NetworkProgram,
    bloc: str,
    columns: np.ndarray,
    levels: np.ndarray,
    priced: np.ndarray,
    by_driver: bool,
    parts: list[_Part],
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Keys of a bloc; its states with different keys, neighbours differing in one; each state's place among those."""
    known = (bloc, by_driver, levels.shape, levels.tobytes(), priced.tobytes())
    if known not in p.memo:
        keys = _keys(p, columns, levels, priced, by_driver, parts)
        p.memo[known] = (keys, *_ordered(keys))
    found: tuple[np.ndarray, np.ndarray, np.ndarray] = p.memo[known]
    return found


def _ordered(keys: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    at = np.zeros(len(keys), dtype=np.int64)
    for column in keys.T:
        values, digit = np.unique(column, return_inverse=True)
        digit = digit.reshape(-1)
        at = at * len(values) + np.where(at % 2 == 1, len(values) - 1 - digit, digit)
    _, some, back = np.unique(at, return_index=True, return_inverse=True)
    return some, back.reshape(-1)


def _bounds(p: NetworkProgram, columns: np.ndarray, x: np.ndarray, levels: np.ndarray) -> np.ndarray:
    """Room of some columns, shape (draw, state, column)."""
    slots, place = p.cap_slot[columns], {int(column): k for k, column in enumerate(columns)}
    base = np.where(slots < 0, UNBOUNDED_KBD, x[:, np.maximum(slots, 0)]) * p.cap_factor[columns]
    hi = np.empty((len(x), len(levels), len(columns)))
    hi[:] = base[:, None, :]
    for column, slot, driver, level in zip(
        p.effect_column, p.effect_slot, p.effect_driver, p.effect_level, strict=True
    ):
        if int(column) in place:
            hi[:, levels[:, driver] == level, place[int(column)]] *= x[:, slot, None]
    return hi


def _gains(
    p: NetworkProgram, columns: np.ndarray, x: np.ndarray, prices: np.ndarray
) -> tuple[np.ndarray, dict[int, np.ndarray]]:
    """Gain per barrel of some columns, shape (draw, state or 1, column), and the price of each sales step among them."""
    first = p.step_columns.start
    steps = {int(j) - first: k for k, j in enumerate(columns) if first <= j < p.step_columns.stop}
    moving = any(p.price_driver[i] >= 0 for i in steps)
    c = np.empty((len(x), prices.shape[1] if moving else 1, len(columns)))
    c[:] = -x[:, p.cost_slot[columns]][:, None, :]
    price = {}
    for i, k in steps.items():
        times, less, step = x[:, p.price_times[i]], x[:, p.price_less[i]], x[:, p.step_less[i]]
        if p.price_driver[i] < 0:
            price[i] = (times - step)[:, None]
        else:
            price[i] = times[:, None] * prices[:, :, p.price_driver[i]] - (less + step)[:, None]
        c[:, :, k] = price[i]
    return c, price


def _uses(p: NetworkProgram, place: Mapping[int, int], flow: np.ndarray) -> dict[int, np.ndarray]:
    """What a bloc takes of limits and node capacities, also of those it need not keep, shape (draw, its state)."""
    found = {}
    for k in range(len(p.uses)):
        row = p.matrix[len(p.nodes) + k, : p.use_columns.start]
        mine = [j for j in np.flatnonzero(row) if int(j) in place]
        if mine:
            found[p.use_columns.start + k] = sum(
                (row[j] * flow[place[int(j)]] for j in mine), np.zeros(flow.shape[1:])
            )
    return found


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


def _clash_text(p: NetworkProgram, error: InfeasibleFlows) -> str:
    rows = [*p.nodes, *p.uses]
    return (
        "no flow satisfies every limit; these clash: "
        + ", ".join(rows[r] for r in error.rows)
        + " with the bounds of "
        + ", ".join(p.columns[j] for j in error.columns)
    )
