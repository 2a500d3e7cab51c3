"""A case's game as arrays: states, payoffs, signing costs and rounds, for every draw.

The only place of the game stage that knows labels. A state is one level of every driver, first driver slowest.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from netback.case import Case
from netback.case.case import date_and_cites
from netback.case.drivers import held_level, observe, rules_of
from netback.case.schema import ChainDriver, PressureDriver, PriceDriver, World
from netback.case.value import parse_value
from netback.dates import month_end, month_of, month_start
from netback.errors import UnknownAsOf, UsageError
from netback.flows.arrays import FlowArrays
from netback.flows.network import build_network
from netback.flows.solve import WORLDS, solve_flow_arrays
from netback.game.induction import deal_worth_batch, scale_game
from netback.game.states import rouwenhorst_batch
from netback.money.waterfall import Waterfall, compile_waterfall, net_by_party

__all__ = [
    "Eras",
    "Grid",
    "Payoffs",
    "Setting",
    "StateEffect",
    "Worlds",
    "bargainers",
    "build_grid",
    "build_payoffs",
    "calendar_factors",
    "eras",
    "game_scales",
    "observed_states",
    "small_grid",
    "solve_worlds",
    "state_effects",
    "veto_holders",
]


@dataclass(frozen=True)
class Grid:
    """Levels of every driver and how they move, for every draw.

    Parameters
    ----------
    drivers : tuple of str
    sizes : int array, shape (driver,)
    prices : mapping of driver to float array, shape (draw, level)
        Price drivers only, USD/bbl.
    factors : float array, shape (draw, 1, sum of sizes squared)
        Transition matrices, row by row, one driver after the other.
    """

    drivers: tuple[str, ...]
    sizes: np.ndarray
    prices: dict[str, np.ndarray]
    factors: np.ndarray

    @property
    def size(self) -> int:
        """Number of states."""
        return int(np.prod(self.sizes))

    def levels(self) -> np.ndarray:
        """Level of every driver in every state, shape (state, driver)."""
        return np.stack(np.unravel_index(np.arange(self.size), tuple(self.sizes)), axis=1)

    def state(self, level: Sequence[np.ndarray | int]) -> np.ndarray:
        """State number of levels, one entry a driver."""
        return np.ravel_multi_index(
            tuple(np.asarray(v) for v in np.broadcast_arrays(*level)), tuple(self.sizes)
        )


@dataclass(frozen=True)
class Setting:
    """What one era's game needs besides the payoffs' grid; draw axis first.

    Parameters
    ----------
    parties : tuple of str
        Veto holders.
    a, d : float array, shape (draw, 1, party, state)
        Monthly payoff under a deal and in standstill, m USD.
    cost_factor : float array, shape (draw, party, state)
        Product of the drivers' factors on signing costs.
    rounds_factor : float array, shape (draw, state)
    beta, weights, cost_share : float array, shape (draw, party)
        Weights and shares sum to one.
    """

    parties: tuple[str, ...]
    a: np.ndarray
    d: np.ndarray
    cost_factor: np.ndarray
    rounds_factor: np.ndarray
    beta: np.ndarray
    weights: np.ndarray
    cost_share: np.ndarray


@dataclass(frozen=True)
class Payoffs:
    """A setting with the flows and every party's money behind it.

    Parameters
    ----------
    setting : Setting
    flows : mapping of world to FlowArrays
        On the flow states.
    flow_state : int array, shape (state,)
        Flow state of each state.
    net : mapping of world to float array, shape (draw, flow state, all parties and outside)
    """

    setting: Setting
    flows: dict[World, FlowArrays]
    flow_state: np.ndarray
    net: dict[World, np.ndarray]


@dataclass(frozen=True)
class Eras:
    """Stretches of months in which the same numbers are in force.

    Parameters
    ----------
    first : tuple of int
        First month of each era.
    last : tuple of int
        Last month of each.
    """

    first: tuple[int, ...]
    last: tuple[int, ...]


def veto_holders(case: Case, month: int) -> tuple[str, ...]:
    """Parties without which no deal was possible in a month.

    Raises
    ------
    UnknownAsOf
        None is known.
    """
    found = []
    for name, party in case.file.parties.items():
        entry = party.veto.in_force(month)
        if entry is not None and entry.central > 0.5:
            found.append(name)
    if not found:
        raise UnknownAsOf(f"no party of {case.name} is known to hold a veto by then; set `veto: yes` for one")
    return tuple(found)


def build_grid(case: Case, x: np.ndarray, anchor_month: int) -> Grid:
    """Levels and transition matrices.

    Parameters
    ----------
    case : Case
    x : float array, shape (draw, slot)
    anchor_month : int
        A price driver's grid is shifted, by less than half a step, so that the price seen in this month lies on it.

    Returns
    -------
    Grid
    """
    draws = x.shape[0]
    month, slots = case.month, case.slots
    sizes, blocks = [], []
    prices: dict[str, np.ndarray] = {}
    for name, driver in case.file.drivers.items():
        path = f"drivers.{name}"
        hold = (case.held or {}).get(name)
        if isinstance(driver, PriceDriver):
            n = driver.nodes
            mean = x[:, slots.at(f"{path}.mean", month)]
            persistence = 0.5 ** (1.0 / x[:, slots.at(f"{path}.half_life", month)])
            sigma = x[:, slots.at(f"{path}.volatility", month)]
            nodes, matrix = rouwenhorst_batch(n, persistence, sigma)
            levels = np.log(mean)[:, None] + nodes
            if hold is not None:
                levels[:] = np.log(held_level(case, name))
            else:
                seen = np.log(observe(case, name, anchor_month, held=False).price)
                near = np.abs(levels - seen).argmin(axis=1)
                levels += (seen - levels[np.arange(draws), near])[:, None]
            prices[name] = np.exp(levels)
        else:
            n = len(driver.levels)
            matrix = np.zeros((draws, n, n))
            owner, rules = rules_of(case, name) if isinstance(driver, PressureDriver) else (name, driver)
            for key in rules.transition:
                start, end = (driver.levels.index(part.strip()) for part in key.split("->"))
                matrix[:, start, end] = x[:, slots.at(f"drivers.{owner}.transition.{key}", month)]
            matrix[:, np.arange(n), np.arange(n)] = 1.0 - matrix.sum(axis=2)
            if hold is not None:
                matrix[:] = 0.0
                matrix[:, :, observe(case, name, month).index] = 1.0
        sizes.append(n)
        blocks.append(matrix.reshape(draws, -1))
    return Grid(
        tuple(case.file.drivers),
        np.array(sizes, dtype=np.int64),
        prices,
        np.concatenate(blocks, axis=1)[:, None, :],
    )


def observed_states(case: Case, grid: Grid, months: Sequence[int], *, held: bool) -> np.ndarray:
    """State seen in each month, shape (draw, month); a price goes to the nearest level of the draw's grid."""
    draws = next(iter(grid.prices.values())).shape[0] if grid.prices else 1
    out = np.empty((draws, len(months)), dtype=np.int64)
    for k, month in enumerate(months):
        level: list[np.ndarray | int] = []
        for name in grid.drivers:
            seen = observe(case, name, month, held=held)
            if name in grid.prices:
                level.append(np.abs(np.log(grid.prices[name]) - np.log(seen.price)).argmin(axis=1))
            else:
                level.append(seen.index)
        out[:, k] = grid.state(level) if level else 0
    return out


def build_payoffs(
    case: Case,
    x: np.ndarray,
    grid: Grid,
    month: int,
    *,
    network_month: int | None = None,
    workers: int | None = None,
    reuse: dict[object, Any] | None = None,
) -> Payoffs:
    """Flows, money and the game's payoffs with the values in force in a month.

    Parameters
    ----------
    case : Case
    x : float array, shape (draw, slot)
    grid : Grid
    month : int
        Month whose contracts, parties and effects are used.
    network_month : int, optional
        Month whose network is used, if another.
    workers : int, optional
        Threads of the flow programme.
    reuse : dict, optional
        Flows and money already worked out for these draws, by programme; filled here. Months with the same numbers
        share them.

    Returns
    -------
    Payoffs
    """
    worlds = solve_worlds(case, x, grid, month, network_month=network_month, workers=workers, reuse=reuse)
    setting = _setting(case, x, grid, month, grid.levels(), worlds.flow_state, worlds.net)
    return Payoffs(setting, worlds.flows, worlds.flow_state, worlds.net)


@dataclass(frozen=True)
class Worlds:
    """Flows and every party's money in both worlds, on the states of the drivers they depend on.

    Parameters
    ----------
    drivers : tuple of int
        Which drivers of the grid those are.
    flows, flow_state, net
        As in `Payoffs`.
    """

    drivers: tuple[int, ...]
    flows: dict[World, FlowArrays]
    flow_state: np.ndarray
    net: dict[World, np.ndarray]


def solve_worlds(
    case: Case,
    x: np.ndarray,
    grid: Grid,
    month: int,
    *,
    network_month: int | None = None,
    workers: int | None = None,
    reuse: dict[object, Any] | None = None,
) -> Worlds:
    """Flows and money with the values in force in a month; parameters as `build_payoffs`."""
    draws = x.shape[0]
    flows: dict[World, FlowArrays] = {}
    net: dict[World, np.ndarray] = {}
    reuse = {} if reuse is None else reuse
    place = month if network_month is None else network_month
    touched = build_network(case, place, WORLDS[0]).drivers
    relevant = [k for k, n in enumerate(grid.drivers) if n in touched or n in grid.prices]
    names = [grid.drivers[k] for k in relevant]
    table, flow_state = small_grid(grid, relevant)
    for world in WORLDS:
        program = build_network(case, place, world)
        key = (world, program.key)
        if key not in reuse:
            levels = table[:, [names.index(d) for d in program.drivers]]
            price_levels = table[:, [names.index(d) for d in program.price_drivers]]
            prices = np.empty((draws, *price_levels.shape))
            for k, driver in enumerate(program.price_drivers):
                prices[:, :, k] = grid.prices[driver][:, price_levels[:, k]]
            reuse[key] = solve_flow_arrays(
                program, x, levels, prices, price_levels=price_levels, workers=workers
            )
        flows[world] = reuse[key]
        water, same = _waterfall(case, month, world)
        paid = (*key, same)
        if paid not in reuse:
            reuse[paid] = net_by_party(water, x, flows[world])
        net[world] = reuse[paid]
    return Worlds(tuple(relevant), flows, flow_state, net)


def small_grid(grid: Grid, drivers: Sequence[int]) -> tuple[np.ndarray, np.ndarray]:
    """Levels of some drivers in each of their joint states, and the place of every state of the grid among those.

    Returns
    -------
    levels : int array, shape (small state, driver)
        Last driver fastest.
    to_small : int array, shape (state,)
    """
    sizes = tuple(int(grid.sizes[k]) for k in drivers)
    if not sizes:
        return np.zeros((1, 0), dtype=np.int64), np.zeros(grid.size, dtype=np.int64)
    small = np.stack(np.unravel_index(np.arange(int(np.prod(sizes))), sizes), axis=1)
    levels = grid.levels()[:, list(drivers)]
    return small, np.ravel_multi_index(tuple(levels.T), sizes)


def _waterfall(case: Case, month: int, world: World) -> tuple[Waterfall, int]:
    """Contracts of a month, and a number that months with the same contracts share."""
    key = ("waterfall", month, world)
    if key not in case.memo:
        water = compile_waterfall(case, month, world)
        alike = case.memo.setdefault(("waterfalls", replace(water, month=0)), month)
        case.memo[key] = (water, alike)
    found: tuple[Waterfall, int] = case.memo[key]
    return found


@dataclass(frozen=True)
class StateEffect:
    """What one level of a driver does to the game, outside the network.

    Parameters
    ----------
    driver, level : int
    what : str
        "rounds", "signing_cost" (factors), "standstill" or "deal" (m USD a month on top).
    party : int
        Among the veto holders; -1 for rounds.
    slot : int
        Of the factor or amount.
    """

    driver: int
    level: int
    what: str
    party: int
    slot: int


def state_effects(case: Case, month: int, parties: tuple[str, ...]) -> tuple[StateEffect, ...]:
    """Effects of chains and pressures on rounds and on the veto holders, in the order of the case.

    Raises
    ------
    UsageError
        A price has effects, which nothing would apply.
    """
    found = []
    for k, (name, driver) in enumerate(case.file.drivers.items()):
        if not isinstance(driver, ChainDriver | PressureDriver):
            if driver.effects:
                raise UsageError(
                    f"drivers.{name} is a price and acts through markets: its `effects` would do nothing; remove them"
                )
            continue
        for i, effect in enumerate(driver.effects):
            assert effect.level is not None
            level = driver.levels.index(effect.level)
            which = "times" if effect.times is not None else "plus"
            for target in effect.on:
                if target.startswith("network."):
                    continue
                slot = case.slots.at(f"drivers.{name}.effects.{i}.{which}", month)
                if target == "rounds":
                    found.append(StateEffect(k, level, "rounds", -1, slot))
                    continue
                _, party, what = target.split(".")
                if party in parties:
                    kind = what if what in ("signing_cost", "standstill") else "deal"
                    found.append(StateEffect(k, level, kind, parties.index(party), slot))
    return tuple(found)


def _setting(
    case: Case,
    x: np.ndarray,
    grid: Grid,
    month: int,
    levels: np.ndarray,
    flow_state: np.ndarray,
    net: dict[World, np.ndarray],
) -> Setting:
    parties = veto_holders(case, month)
    columns = [list(case.file.parties).index(p) for p in parties]
    draws, states = x.shape[0], grid.size
    payoff = {
        w: np.ascontiguousarray(net[w][:, flow_state, :][:, :, columns].transpose(0, 2, 1)) for w in WORLDS
    }
    cost = np.ones((draws, len(parties), states))
    rounds = np.ones((draws, states))
    for effect in state_effects(case, month, parties):
        there = levels[:, effect.driver] == effect.level
        value = x[:, effect.slot, None]
        if effect.what == "rounds":
            rounds[:, there] *= value
        elif effect.what == "signing_cost":
            cost[:, effect.party, there] *= value
        else:
            payoff["standstill" if effect.what == "standstill" else "deal"][:, effect.party, there] += value
    beta, weights, share = bargainers(case, x, month, parties)
    return Setting(
        parties, payoff["deal"][:, None], payoff["standstill"][:, None], cost, rounds, beta, weights, share
    )


def bargainers(
    case: Case, x: np.ndarray, month: int, parties: tuple[str, ...]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Monthly discount factors, bargaining weights and shares of the signing cost, each shape (draw, party)."""

    def by_party(field: str) -> np.ndarray:
        return np.stack([x[:, case.slots.at(f"parties.{p}.{field}", month)] for p in parties], axis=1)

    weights, share = by_party("weight"), by_party("signing_cost_share")
    return (
        (1.0 + by_party("discount")) ** (-1.0 / 12.0),
        weights / weights.sum(axis=1, keepdims=True),
        share / np.maximum(share.sum(axis=1, keepdims=True), 1e-12),
    )


def calendar_factors(
    case: Case,
    x: np.ndarray,
    parties: tuple[str, ...],
    first: int,
    months: int,
    *,
    known_by: dt.date | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Factors of the calendar on signing costs and on rounds.

    Parameters
    ----------
    case : Case
    x : float array, shape (draw, slot)
    parties : tuple of str
    first, months : int
        First month and how many.
    known_by : datetime.date, optional
        Entries announced later are left out, and so are ends: in a past month nobody acted on them.

    Returns
    -------
    cost : float array, shape (draw, party, month)
    rounds : float array, shape (draw, month)

    Raises
    ------
    UsageError
        An entry changes something else than signing costs or rounds.

    Notes
    -----
    In a month of which an entry holds only a share of the days, its factor counts to the power of that share: one law
    that follows another shares the month with it.
    """
    cost = np.ones((x.shape[0], len(parties), months))
    rounds = np.ones((x.shape[0], months))

    def heard(cites: tuple[str, ...]) -> bool:
        return known_by is None or all(s.published_on <= known_by for s in case.statements(cites))

    for name, entry in case.file.calendar.items():
        begins, cites = date_and_cites(entry.begins)
        if not heard((*cites, *entry.cites)):
            continue
        ends = date_and_cites(entry.ends) if entry.ends else None
        if ends is not None and not heard(ends[1]):
            ends = None
        share = _shares(begins.earliest, ends[0].latest if ends else None, first, months)
        for i, effect in enumerate(entry.effects):
            for target in effect.on:
                if target != "rounds" and not target.endswith(".signing_cost"):
                    raise UsageError(
                        f"calendar.{name} changes {target}; a calendar entry can change parties.X.signing_cost or "
                        f"rounds. Date the value itself, or give a driver the effect"
                    )
                factor = (
                    x[:, case.slots.at(f"calendar.{name}.effects.{i}.times", case.month)][:, None] ** share
                )
                if target == "rounds":
                    rounds *= factor
                elif (party := target.split(".")[1]) in parties:
                    cost[:, parties.index(party)] *= factor
    return cost, rounds


def _shares(begin: dt.date, end: dt.date | None, first: int, months: int) -> np.ndarray:
    """Share of each month's days from one day to another, shape (month,)."""
    out = np.zeros(months)
    for t in range(months):
        start, last = month_start(first + t), month_end(first + t)
        days = (min(end or last, last) - max(begin, start)).days + 1
        out[t] = max(days, 0) / ((last - start).days + 1)
    return out


def eras(case: Case, first: int, last: int) -> Eras:
    """Split months first..last into stretches with one set of numbers each.

    A new era begins in January and July, where the set of veto holders changes, and where a calendar entry begins or has
    ended. Numbers that change within an era count from the next one on.
    """
    starts = {first}
    starts.update(m for m in range(first, last + 1) if m % 6 == 0)
    for name in case.file.parties:
        starts.update(
            begins for begins, _ in case.slots.entries[f"parties.{name}.veto"] if begins is not None
        )
    for entry in case.file.calendar.values():
        starts.add(month_of(date_and_cites(entry.begins)[0].earliest))
        if entry.ends:
            starts.add(month_of(date_and_cites(entry.ends)[0].latest) + 1)
    ordered = sorted(m for m in starts if first <= m <= last)
    ends = [s - 1 for s in ordered[1:]] + [last]
    return Eras(tuple(ordered), tuple(ends))


def game_scales(
    case: Case, x: np.ndarray, grid: Grid, payoffs: Payoffs, threads: int = 1
) -> tuple[tuple[np.ndarray, np.ndarray], np.ndarray, np.ndarray]:
    """Signing cost of all parties together and smoothing, from kappa and theta at the reference state.

    Parameters
    ----------
    case : Case
        Without a scenario: what signing costs at home does not change with a what-if.
    x : float array, shape (draw, slot)
    grid : Grid
    payoffs : Payoffs
        Of the as-of month.
    threads : int

    Returns
    -------
    worth : (float array, float array), each shape (draw,)
        Joint worth of a deal for ever, and joint gain of one month, m USD.
    cost : float array, shape (draw,)
        Signing cost of all veto holders together, m USD.
    tau : float array, shape (draw,)
        Smoothing, m USD.
    """
    setting, month = payoffs.setting, case.month
    reference = case.file.game.reference
    level: list[np.ndarray | int] = []
    for name in grid.drivers:
        driver = case.file.drivers[name]
        if name in grid.prices:
            if name in reference:
                price = np.log(parse_value(reference[name], "price").entries[0].central)
                level.append(np.abs(np.log(grid.prices[name]) - price).argmin(axis=1))
            else:
                level.append(np.full(len(x), grid.sizes[grid.drivers.index(name)] // 2))
        else:
            level.append(driver.levels.index(reference[name]) if name in reference else 0)  # type: ignore[union-attr]
    state = np.broadcast_to(grid.state(level), (len(x),)).astype(np.int64)
    worth = deal_worth_batch(
        setting.a, setting.d, setting.beta, grid.factors, grid.sizes, state, threads=threads
    )
    kappa = x[:, case.slots.at("game.signing_cost", month)]
    theta = x[:, case.slots.at("game.noise", month)]
    scales = scale_game(worth, kappa, theta, setting.cost_share)
    return (worth.joint, worth.joint_gain), scales.cost.sum(axis=1), scales.tau
