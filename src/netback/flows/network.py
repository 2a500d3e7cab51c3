"""A case's network as arrays: the only place of the flow stage that knows labels.

Columns of the programme, in order: production of each field, flow on each arc, sales steps of each market, use of each
shared limit and of each node with a capacity. Rows: the nodes, then the uses. Barrels of fields that a quota's holder does
not control are one bloc and are solved first; what they take of arcs, markets and limits is gone for the holder's own bloc.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from netback.case import Case
from netback.case.case import ZERO
from netback.case.schema import ChainDriver, Effect, PressureDriver, World

__all__ = ["Bloc", "NetworkProgram", "build_network"]

UNBOUNDED_KBD = 1e5
"""Room of a market without steps, kb/d: more than the world uses."""


@dataclass(frozen=True)
class Bloc:
    """Fields that are solved together.

    Parameters
    ----------
    name : str
    fields : bool array, shape (field,)
        Which fields produce in this bloc.
    held : bool array, shape (use,)
        Which limits it must keep although others need not.
    """

    name: str
    fields: np.ndarray
    held: np.ndarray


@dataclass(frozen=True)
class NetworkProgram:
    """The flow programme of one case, month of values and world, as slot numbers.

    Shapes: n columns, m rows, k uses (limits and node capacities).

    Parameters
    ----------
    fields, arcs, markets, nodes, uses : tuple of str
        Labels.
    step_market : int array, shape (step,)
        Market of each sales step.
    matrix : float array, shape (m, n)
        +inflow -outflow without losses.
    loss_slot : int array, shape (arc,)
    loss_row : int array, shape (arc,)
        Row of the arc's end.
    cap_slot : int array, shape (n,)
        Slot of each column's upper bound.
    cap_factor : bool array, shape (n,)
        False where the bound is 0: shut in this world.
    effect_column, effect_slot, effect_driver, effect_level : int arrays, shape (effect,)
        Factor on a column's bound while a driver is at a level.
    drivers : tuple of str
        Chain and pressure drivers with an effect on the network.
    cost_slot : int array, shape (n,)
        Lifting cost or tariff.
    price_times, price_less, step_less : int arrays, shape (step,)
        Slots of the price's factor, discount and step.
    price_driver : int array, shape (step,)
        Benchmark's place in `price_drivers`; -1 for a fixed price.
    price_drivers : tuple of str
    blocs : tuple of Bloc
    central : float array, shape (slot,)
        Central value of every number, and below the long-run mean of each price: where a batch finds its first basis.
    central_price : float array, shape (price driver,)
    """

    fields: tuple[str, ...]
    arcs: tuple[str, ...]
    markets: tuple[str, ...]
    nodes: tuple[str, ...]
    uses: tuple[str, ...]
    step_market: np.ndarray
    matrix: np.ndarray
    loss_slot: np.ndarray
    loss_row: np.ndarray
    cap_slot: np.ndarray
    cap_factor: np.ndarray
    effect_column: np.ndarray
    effect_slot: np.ndarray
    effect_driver: np.ndarray
    effect_level: np.ndarray
    drivers: tuple[str, ...]
    cost_slot: np.ndarray
    price_times: np.ndarray
    price_less: np.ndarray
    step_less: np.ndarray
    price_driver: np.ndarray
    price_drivers: tuple[str, ...]
    blocs: tuple[Bloc, ...]
    central: np.ndarray
    central_price: np.ndarray

    @property
    def columns(self) -> tuple[str, ...]:
        """Label of every column."""
        steps = [f"{self.markets[m]}#{i}" for i, m in enumerate(self.step_market)]
        return (*self.fields, *self.arcs, *steps, *self.uses)

    @property
    def arc_columns(self) -> slice:
        return slice(len(self.fields), len(self.fields) + len(self.arcs))

    @property
    def step_columns(self) -> slice:
        start = len(self.fields) + len(self.arcs)
        return slice(start, start + len(self.step_market))

    @property
    def use_columns(self) -> slice:
        return slice(self.step_columns.stop, len(self.cap_slot))

    @property
    def slots_used(self) -> np.ndarray:
        """Every slot the programme reads, sorted: two months with the same slots have the same flows."""
        arrays = (
            self.loss_slot, self.cap_slot, self.effect_slot, self.cost_slot, self.price_times, self.price_less,
            self.step_less,
        )  # fmt: skip
        return np.unique(np.concatenate([a.ravel() for a in arrays]))

    def reach(self, bloc: Bloc) -> tuple[np.ndarray, np.ndarray]:
        """Rows and columns that a bloc's barrels can touch in this world."""
        return self._reaches[bloc.name]

    @cached_property
    def memo(self) -> dict[Any, Any]:
        """What solvers worked out from the programme alone."""
        return {}

    @cached_property
    def _reaches(self) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        return {bloc.name: _reach(self, bloc) for bloc in self.blocs}

    @cached_property
    def key(self) -> tuple[bytes, ...]:
        """What two programmes share exactly when their flows are the same."""
        return tuple(
            a.tobytes()
            for a in (
                self.matrix, self.loss_slot, self.cap_slot, self.cap_factor, self.effect_slot, self.effect_column,
                self.cost_slot, self.price_times, self.price_less, self.step_less,
            )
        )  # fmt: skip


def _reach(p: NetworkProgram, bloc: Bloc) -> tuple[np.ndarray, np.ndarray]:
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


def build_network(case: Case, month: int, world: World) -> NetworkProgram:
    """Arrays of the flow programme in one world, with the values in force in a month.

    Parameters
    ----------
    case : Case
    month : int
        Month whose values are used.
    world : "standstill" or "deal"

    Returns
    -------
    NetworkProgram

    Raises
    ------
    UnknownAsOf
        A number it needs is not known.
    """
    key = ("network", month, world)
    if key not in case.memo:
        case.memo[key] = _build(case, month, world)
    found: NetworkProgram = case.memo[key]
    return found


def _build(case: Case, month: int, world: World) -> NetworkProgram:
    net, slots = case.file.network, case.slots
    nodes = tuple(net.nodes)
    row = {name: i for i, name in enumerate(nodes)}
    fields = tuple(n for n in nodes if net.nodes[n].kind == "field")
    markets = tuple(n for n in nodes if net.nodes[n].kind == "market")
    arcs = tuple(net.arcs)
    sited = tuple(n for n in nodes if net.nodes[n].capacity is not None and n not in fields)
    uses = (*net.limits, *sited)

    def open_in_world(kind: str, name: str) -> bool:
        item = net.nodes[name] if kind == "nodes" else net.arcs[name]
        if world not in item.open:
            return True
        return case.number(f"network.{kind}.{name}.open.{world}", month) > 0.5

    steps = [(m, k) for m in range(len(markets)) for k in range(max(1, len(_price(case, markets[m]).steps)))]
    width = len(fields) + len(arcs) + len(steps) + len(uses)
    matrix = np.zeros((len(nodes) + len(uses), width))
    cap, cost = np.full(width, ZERO), np.full(width, ZERO)
    free = np.ones(width, dtype=bool)
    column: dict[str, int] = {}
    for j, name in enumerate(fields):
        column[f"network.nodes.{name}"] = j
        matrix[row[name], j] = 1.0
        cap[j] = slots.at(f"network.nodes.{name}.capacity", month)
        cost[j] = slots.at(f"network.nodes.{name}.lifting_cost", month)
        free[j] = open_in_world("nodes", name)
    loss, loss_row = np.empty(len(arcs), dtype=np.int64), np.empty(len(arcs), dtype=np.int64)
    for i, name in enumerate(arcs):
        j = len(fields) + i
        arc = net.arcs[name]
        column[f"network.arcs.{name}"] = j
        matrix[row[arc.from_], j] -= 1.0
        matrix[row[arc.to], j] += 1.0
        loss_row[i] = row[arc.to]
        loss[i] = slots.at(f"network.arcs.{name}.loss", month)
        cap[j] = slots.at(f"network.arcs.{name}.capacity", month)
        cost[j] = slots.at(f"network.arcs.{name}.tariff", month)
        free[j] = (
            open_in_world("arcs", name)
            and open_in_world("nodes", arc.from_)
            and open_in_world("nodes", arc.to)
        )
    price_drivers = tuple(n for n, d in case.file.drivers.items() if d.kind == "price")
    times, less, step_less, driver = (np.empty(len(steps), dtype=np.int64) for _ in range(4))
    for i, (m, k) in enumerate(steps):
        j = len(fields) + len(arcs) + i
        name, price = markets[m], _price(case, markets[m])
        where = f"network.nodes.{name}.price"
        matrix[row[name], j] = -1.0
        cap[j] = slots.at(f"{where}.steps.{k}.volume", month) if price.steps else -1
        step_less[i] = slots.at(f"{where}.steps.{k}.less", month) if price.steps else ZERO
        if price.benchmark is None:
            driver[i], times[i], less[i] = -1, slots.at(f"{where}.fixed", month), ZERO
        else:
            driver[i] = price_drivers.index(price.benchmark)
            times[i] = slots.at(f"{where}.times", month)
            less[i] = slots.at(f"{where}.discount", month)
        free[j] = open_in_world("nodes", name)
    for k, name in enumerate(uses):
        j, r = len(fields) + len(arcs) + len(steps) + k, len(nodes) + k
        matrix[r, j] = -1.0
        if name in net.limits:
            column[f"network.limits.{name}"] = j
            cap[j] = slots.at(f"network.limits.{name}.cap", month)
            for member in net.limits[name].over:
                kind = "arcs" if member in net.arcs else "nodes"
                matrix[r, column[f"network.{kind}.{member}"]] += 1.0
        else:
            column[f"network.nodes.{name}"] = j
            cap[j] = slots.at(f"network.nodes.{name}.capacity", month)
            for i, arc_name in enumerate(arcs):
                if net.arcs[arc_name].to == name:
                    matrix[r, len(fields) + i] += 1.0
    names, effects = _effects(case, column, month)
    return NetworkProgram(
        fields, arcs, markets, nodes, tuple(uses), np.array([m for m, _ in steps], dtype=np.int64), matrix, loss, loss_row,
        cap, free, effects[0], effects[1], effects[2], effects[3], names, cost, times, less, step_less, driver,
        price_drivers, _blocs(case, fields, tuple(uses)), slots.central,
        np.array([slots.central[slots.at(f"drivers.{n}.mean", case.month)] for n in price_drivers]),
    )  # fmt: skip


def _price(case: Case, market: str):  # type: ignore[no-untyped-def]
    return case.file.network.nodes[market].price


def _effects(
    case: Case, column: Mapping[str, int], month: int
) -> tuple[tuple[str, ...], tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]]:
    names: list[str] = []
    rows: list[tuple[int, int, int, int]] = []
    for name, driver in case.file.drivers.items():
        if not isinstance(driver, ChainDriver | PressureDriver):
            continue
        for i, effect in enumerate(driver.effects):
            for target in _network_targets(effect):
                if name not in names:
                    names.append(name)
                slot = case.slots.at(f"drivers.{name}.effects.{i}.times", month)
                assert effect.level is not None
                rows.append((column[target], slot, names.index(name), driver.levels.index(effect.level)))
    table = np.array(rows, dtype=np.int64).reshape(-1, 4)
    return tuple(names), (table[:, 0], table[:, 1], table[:, 2], table[:, 3])


def _network_targets(effect: Effect) -> list[str]:
    return [t for t in effect.on if t.startswith("network.")]


def _blocs(case: Case, fields: tuple[str, ...], uses: tuple[str, ...]) -> tuple[Bloc, ...]:
    net = case.file.network
    holders = {limit.holder for limit in net.limits.values() if limit.holder}
    held = np.array([u in net.limits and net.limits[u].holder is not None for u in uses], dtype=bool)
    own = np.array([net.nodes[f].controlled_by in holders for f in fields], dtype=bool)
    if not holders or not own.any() or own.all():
        return (Bloc("all", np.ones(len(fields), dtype=bool), np.ones(len(uses), dtype=bool)),)
    return (Bloc("others", ~own, ~held), Bloc("holders", own, np.ones(len(uses), dtype=bool)))
