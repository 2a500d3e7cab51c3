"""One chunk of draws: from numbers to settlement curves.

A draw's results depend on that draw alone, so any chunking gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from netback.case import Case
from netback.case.case import date_and_cites
from netback.case.drivers import UNSEEN, observe
from netback.case.schema import ChainDriver, World
from netback.dates import month_end, month_of, month_start
from netback.flows.arrays import FlowArrays
from netback.flows.solve import WORLDS
from netback.forecast.condition import log_fit, log_moves
from netback.forecast.deadlock import check_grid, small_setting, solve_deadlock
from netback.game.payoffs import (
    Grid,
    Payoffs,
    build_grid,
    build_payoffs,
    calendar_factors,
    eras,
    game_scales,
    observed_states,
    solve_worlds,
)
from netback.money.waterfall import compile_waterfall, net_by_party

__all__ = ["CHUNK", "ChunkResult", "Plan", "join", "make_plan", "run_chunk", "run_chunks", "tracked_names"]

CHUNK = 256
"""Draws solved at a time: bounds memory, changes no byte."""

PAST_HORIZON = 24
"""Months a past era's game looks beyond its own end."""


@dataclass(frozen=True)
class Plan:
    """What is the same for every draw.

    Parameters
    ----------
    base : Case
        As known on the as-of date, without a scenario.
    case : Case
        The same with the scenario, if any.
    episode : str
        The stoppage that is forecast.
    past : tuple of int
        Months of it that have (at least partly) passed.
    exposure : float array, shape (past,)
        Share of each past month that has passed.
    ahead : int
        Months the game looks ahead.
    first_share : float
        Share of the as-of month still to come.
    """

    base: Case
    case: Case
    episode: str
    past: tuple[int, ...]
    exposure: np.ndarray
    ahead: int
    first_share: float


@dataclass(frozen=True)
class ChunkResult:
    """Results of a chunk; axis 0 is the draw.

    Parameters
    ----------
    log_no_deal : float array, shape (draw,)
        Log probability that no deal closed in the past months.
    log_moves : float array, shape (draw,)
        Log likelihood of the drivers' observed moves.
    log_fit : float array, shape (draw,)
        Log likelihood of reported flows and prices.
    settled_by : float array, shape (draw, month)
        P(agreement by the end of each month ahead).
    resumed_by : float array, shape (draw, month)
        P(flow resumed by the end of each month ahead).
    tracked : float array, shape (draw, month, quantity)
        Expected value of each of `tracked_names`, with the restart's lag, ramp and relapse.
    now : float array, shape (draw, 2, quantity)
        The same today, in standstill and under a deal.
    terms : float array, shape (draw, term)
        Terms in their legal range that come nearest to the game's split.
    gain : float array, shape (draw, veto holder)
        Monthly gain of today's draft deal over standstill, m USD.
    kappa_worth : float array, shape (draw, 2)
        Joint worth of the deal for ever, and joint gain of one month, at the reference state, m USD.
    flags : float array, shape (draw, 2)
        1 where a deal is worth nothing at the reference state; 1 where its monthly gain is negative.
    """

    log_no_deal: np.ndarray
    log_moves: np.ndarray
    log_fit: np.ndarray
    settled_by: np.ndarray
    resumed_by: np.ndarray
    tracked: np.ndarray
    now: np.ndarray
    terms: np.ndarray
    gain: np.ndarray
    kappa_worth: np.ndarray
    flags: np.ndarray


def join(chunks: list[ChunkResult]) -> ChunkResult:
    """Chunks in order as one."""
    return ChunkResult(
        **{f.name: np.concatenate([getattr(c, f.name) for c in chunks]) for f in fields(ChunkResult)}
    )


def make_plan(base: Case, case: Case) -> Plan:
    """Work out the episode, its past months and the shares of the as-of month."""
    name, episode = base.episode()
    start = month_of(date_and_cites(episode.started)[0].earliest)
    now = base.month
    past = tuple(range(start + 1, now + 1))
    days = (month_end(now) - month_start(now)).days + 1
    passed = (base.as_of - month_start(now)).days / days
    exposure = np.ones(len(past))
    if past:
        exposure[-1] = passed
    ahead = round(base.number("game.horizon"))
    return Plan(base, case, name, past, exposure, ahead, 1.0 - passed)


def tracked_names(case: Case) -> tuple[str, ...]:
    """Quantities followed over time: flow at the measuring point, flow by outlet, money by party."""
    outlets = sorted({a.outlet for a in case.file.network.arcs.values() if a.outlet})
    measured = ["flow at " + case.file.resolution.measured_at] if case.file.resolution else []
    return (*measured, *(f"{o} kb/d" for o in outlets), *case.file.parties)


def run_chunk(
    plan: Plan, x_base: np.ndarray, x: np.ndarray, u: np.ndarray, *, threads: int = 1
) -> ChunkResult:
    """Solve a chunk of draws.

    Parameters
    ----------
    plan : Plan
    x_base : float array, shape (draw, slot of plan.base)
    x : float array, shape (draw, slot of plan.case)
        The same draws under the scenario.
    u : float array, shape (draw, driver)
        Uniform numbers that place a chain not seen lately among its levels.
    threads : int
        Changes no byte.

    Returns
    -------
    ChunkResult
    """
    base, case = plan.base, plan.case
    now = base.month
    reuse: dict[object, Any] = {}
    grid = build_grid(base, x_base, now)
    check_grid(grid)
    today = build_payoffs(base, x_base, grid, now, workers=threads, reuse=reuse)
    worth, cost_total, tau = game_scales(base, x_base, grid, today, threads)
    log_no_deal = _log_no_deal(plan, x_base, grid, cost_total, tau, reuse, threads)
    moves = (
        log_moves(base, grid, plan.past[0], plan.past[-1]) if len(plan.past) > 1 else np.zeros(len(x_base))
    )
    fit = log_fit(base, x_base, workers=threads)

    same = case is base
    grid_s = grid if same else build_grid(case, x, now)
    reuse_s = reuse if same else {}
    ahead = today if same else build_payoffs(case, x, grid_s, now, workers=threads, reuse=reuse_s)
    if not same:
        check_grid(grid_s)
    setting = ahead.setting
    start = _start(case, grid_s, now, u)
    months = plan.ahead
    cal_cost, cal_rounds = calendar_factors(case, x, setting.parties, now, months)
    lam_t = x[:, case.slots.at("game.rounds", now)][:, None] * cal_rounds
    lam_t[:, 0] *= plan.first_share
    names = tracked_names(case)
    quantities = _quantities(case, ahead, names)
    worlds = solve_worlds(case, x, grid_s, now, workers=threads, reuse=reuse_s)
    small = small_setting(case, x, grid_s, now, worlds)
    game = solve_deadlock(
        small, grid_s, cost_total, cal_cost, np.minimum(lam_t, 1.0), tau, start=start, tracked=quantities,
        tracked_drivers=worlds.drivers, threads=threads,
    )  # fmt: skip
    rows = np.arange(len(x))
    today_q = quantities[rows, :, :, ahead.flow_state[start]]
    flowing = _flowing(
        game.settled_by, *(x[:, case.slots.at(f"restart.{n}", now)] for n in ("lag", "ramp", "relapse"))
    )
    # agreed barrels that do not flow yet, or no more, are taken off at today's difference between the worlds
    idle = (game.settled_by - flowing)[:, :, None]
    tracked = game.tracked - idle * (today_q[:, 1] - today_q[:, 0])[:, None, :]
    resumed = _delay(game.settled_by, x[:, case.slots.at("restart.lag", now)], 1.0 - plan.first_share)
    cost_now = cost_total[:, None] * setting.cost_share * setting.cost_factor[rows, :, start]
    d_now = setting.d[rows, 0, :, start]
    gain = setting.a[rows, 0, :, start] - d_now
    ends_with = game.ends_with + cost_now
    total = ends_with.sum(axis=1, keepdims=True)
    share = np.where(
        np.isfinite(total) & (total > 0), ends_with / np.where(total > 0, total, 1.0), setting.weights
    )
    target = d_now + share * gain.sum(axis=1, keepdims=True)
    terms = _terms(case, x, ahead, start, target)
    return ChunkResult(
        log_no_deal, moves, fit, game.settled_by, resumed, tracked, today_q, terms, gain,
        np.stack([worth[0], worth[1]], axis=1), np.stack([worth[0] <= 0, worth[1] <= 0], axis=1).astype(float),
    )  # fmt: skip


def run_chunks(
    plan: Plan,
    x_base: np.ndarray,
    x: np.ndarray,
    u: np.ndarray,
    *,
    workers: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> ChunkResult:
    """`run_chunk` for any number of draws, whole chunks on each of some threads.

    Parameters
    ----------
    plan, x_base, x, u
        As `run_chunk`.
    workers : int
        Threads; changes no byte.
    progress : callable, optional
        Called with (draws done, draws) as chunks are done, in order.

    Returns
    -------
    ChunkResult
    """
    draws = len(x)
    parts = [slice(start, min(start + CHUNK, draws)) for start in range(0, draws, CHUNK)]
    done = []
    pool = ThreadPoolExecutor(max(1, min(workers, len(parts))))
    try:
        jobs = [pool.submit(run_chunk, plan, x_base[part], x[part], u[part]) for part in parts]
        for part, job in zip(parts, jobs, strict=True):
            done.append(job.result())
            if progress is not None:
                progress(part.stop, draws)
    finally:  # also when a chunk fails or the user stops
        pool.shutdown(cancel_futures=True)
    return join(done)


def _start(case: Case, grid: Grid, month: int, u: np.ndarray) -> np.ndarray:
    """State of each draw today; a chain last seen some months ago has moved on by its own transition since."""
    start = observed_states(case, grid, [month], held=True)[:, 0]
    levels = list(np.unravel_index(start, tuple(grid.sizes)))
    at = 0
    for k, (name, n) in enumerate(zip(grid.drivers, grid.sizes, strict=True)):
        block = grid.factors[:, 0, at : at + n * n].reshape(-1, n, n)
        at += n * n
        seen = observe(case, name, month)
        if not isinstance(case.file.drivers[name], ChainDriver) or not 0 < seen.since < UNSEEN:
            continue
        chance = np.linalg.matrix_power(block, min(seen.since, 120))[:, seen.index].cumsum(axis=1)
        levels[k] = np.minimum((chance < u[:, k : k + 1]).sum(axis=1), n - 1)
    return grid.state(levels)


def _log_no_deal(
    plan: Plan,
    x: np.ndarray,
    grid: Grid,
    cost_total: np.ndarray,
    tau: np.ndarray,
    reuse: dict[object, Any],
    threads: int,
) -> np.ndarray:
    total = np.zeros(len(x))
    if not plan.past:
        return total
    case = plan.base
    spans = eras(case, plan.past[0], plan.past[-1])
    for first, last in zip(spans.first, spans.last, strict=True):
        months = tuple(range(first, last + 1))
        half_year = max(plan.past[0], first - first % 6)
        worlds = solve_worlds(case, x, grid, first, network_month=half_year, workers=threads, reuse=reuse)
        setting = small_setting(case, x, grid, first, worlds)
        observed = observed_states(case, grid, months, held=False)
        ahead = len(months) + PAST_HORIZON
        cal_cost, cal_rounds = calendar_factors(
            case, x, setting.parties, first, ahead, known_by=month_end(first)
        )
        lam_t = x[:, case.slots.at("game.rounds", case.month)][:, None] * cal_rounds
        game = solve_deadlock(
            setting, grid, cost_total, cal_cost, np.minimum(lam_t, 1.0), tau, seen=observed, threads=threads
        )
        exposure = plan.exposure[[plan.past.index(m) for m in months]]
        total += (np.log1p(-np.minimum(game.q_seen, 1 - 1e-12)) * exposure).sum(axis=1)
    return total


def _quantities(case: Case, payoffs: Payoffs, names: tuple[str, ...]) -> np.ndarray:
    """Tracked quantities by flow state, shape (draw, 2, quantity, flow state)."""
    parties = list(case.file.parties)
    arcs = case.file.network.arcs
    markets = {n for n, node in case.file.network.nodes.items() if node.kind == "market"}
    columns: list[list[np.ndarray]] = [[], []]
    for w, world in enumerate(WORLDS):
        flows, net = payoffs.flows[world], payoffs.net[world]
        for name in names:
            if name.startswith("flow at "):
                place = name.removeprefix("flow at ")
                found = (
                    flows.through(place)
                    if place in (*flows.arcs, *flows.fields, *flows.markets)
                    else _into(flows, place, {n: a.to for n, a in arcs.items()})
                )
            elif name.endswith(" kb/d"):
                outlet = name.removesuffix(" kb/d")
                last = [n for n, a in arcs.items() if a.outlet == outlet and a.to in markets]
                found = sum((flows.through(n) for n in last), np.zeros(flows.flow_kbd.shape[:2]))
            else:
                found = net[:, :, parties.index(name)]
            columns[w].append(found)
    return np.ascontiguousarray(np.stack([np.stack(c, axis=1) for c in columns], axis=1))


def _into(flows: FlowArrays, node: str, ends: Mapping[str, str]) -> np.ndarray:
    return sum(
        (flows.through(a) for a, end in ends.items() if end == node), np.zeros(flows.flow_kbd.shape[:2])
    )


def _delay(settled_by: np.ndarray, lag_months: np.ndarray, passed: float = 0.0) -> np.ndarray:
    """P(flow resumed by the end of month k) = P(agreed by k - lag), linear within a month.

    `passed` of the first month is over: what is agreed in it is agreed in the rest.
    """
    months = settled_by.shape[1]
    padded = np.concatenate([np.zeros((len(settled_by), 1)), settled_by], axis=1)
    at = np.clip(np.arange(1, months + 1)[None, :] - lag_months[:, None], 0.0, months)
    low = np.floor(at).astype(np.int64)
    high = np.minimum(low + 1, months)
    share = np.where(low == 0, np.maximum(at - passed, 0.0) / (1.0 - passed), at - low)
    rows = np.arange(len(settled_by))[:, None]
    return padded[rows, low] * (1 - share) + padded[rows, high] * share


def _flowing(settled_by: np.ndarray, lag: np.ndarray, ramp: np.ndarray, relapse: np.ndarray) -> np.ndarray:
    """Share of a deal's full flow to expect in each month ahead, shape (draw, month).

    With e = k - j + 1/2 months from an agreement of month j to month k, flow is min(1, (e - lag) / ramp) of full rate, times
    (1 - relapse)^(e - lag): first oil after the lag, full rate after the ramp, and every month since a chance that it stops.
    """
    signed = np.diff(np.concatenate([np.zeros((len(settled_by), 1)), settled_by], axis=1), axis=1)
    months = settled_by.shape[1]
    flowing = np.zeros_like(settled_by)
    for age in range(months):
        since = np.maximum(age + 0.5 - lag, 0.0)
        share = np.clip(since / np.maximum(ramp, 1e-9), 0.0, 1.0) * (1.0 - relapse) ** since
        flowing[:, age:] += signed[:, : months - age] * share[:, None]
    return flowing


def _one_state(flows: FlowArrays, state: np.ndarray) -> FlowArrays:
    """Flows of one state a draw, state axis of length 1."""
    rows = np.arange(len(state))

    def pick(array: np.ndarray) -> np.ndarray:
        return array[rows, state][:, None, :]

    return FlowArrays(
        flows.arcs, flows.fields, flows.markets, flows.nodes, pick(flows.flow_kbd), pick(flows.production_kbd),
        pick(flows.sales_kbd), pick(flows.revenue_kusd_d), pick(flows.price_usd_bbl),
    )  # fmt: skip


def _terms(case: Case, x: np.ndarray, payoffs: Payoffs, start: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Terms within their legal range nearest (least squares) to the target payoffs, shape (draw, term).

    What drivers add to a deal's payoffs is no matter of the terms and taken off first. Payoffs are taken as affine in the
    terms around the reference terms; a small pull to the reference terms decides what the payoffs leave open.
    """
    names = list(case.file.terms)
    if not names:
        return np.zeros((len(x), 0))
    world: World = "deal"
    program = compile_waterfall(case, case.month, world)
    rows, state = np.arange(len(x)), payoffs.flow_state[start]
    flows = _one_state(payoffs.flows[world], state)
    parties = [list(case.file.parties).index(p) for p in payoffs.setting.parties]
    added = payoffs.setting.a[rows, 0, :, start] - payoffs.net[world][rows, state][:, parties]
    spans, base = [], x.copy()
    for name in names:
        term = case.file.terms[name]
        entry = case.entry(f"terms.{name}.range")
        slots = [case.slots.at(path, case.month) for path in term.sets]
        spans.append((entry.low, entry.high, slots))
        base[:, slots] = np.clip(base[:, slots], entry.low, entry.high)
    u0 = net_by_party(program, base, flows)[:, 0, parties]
    jacobian = np.empty((len(x), len(parties), len(names)))
    for k, (low, high, slots) in enumerate(spans):
        moved = base.copy()
        up = base[:, slots[0]] < (low + high) / 2
        step = np.where(up, 0.25, -0.25) * (high - low if high > low else 1.0)
        moved[:, slots] += step[:, None]
        jacobian[:, :, k] = (net_by_party(program, moved, flows)[:, 0, parties] - u0) / step[:, None]
    width = np.array([high - low for low, high, _ in spans])
    j = jacobian * width
    goal = target - added - u0
    scale = np.maximum(np.abs(j).max(axis=(1, 2)), 1e-9)
    j, goal = j / scale[:, None, None], goal / scale[:, None]
    t0 = np.stack([(base[:, slots[0]] - low) / max(high - low, 1e-300) for low, high, slots in spans], axis=1)
    t = t0.copy()
    ridge = 1e-3
    for _ in range(60):
        for k in range(len(names)):
            rest = goal - np.einsum("dpk,dk->dp", j, t - t0) + j[:, :, k] * (t - t0)[:, k : k + 1]
            top = (j[:, :, k] * rest).sum(axis=1)
            t[:, k] = np.clip(t0[:, k] + top / ((j[:, :, k] ** 2).sum(axis=1) + ridge), 0.0, 1.0)
    lows = np.array([low for low, _, _ in spans])
    return lows + t * width
