"""One era's game as a forecast needs it: what standing still for ever would leave on the table, and when it ends.

The game is that of `netback.game.induction`, with standstill for ever to those unsettled at the horizon. A number that
depends on few drivers is kept on the states of those drivers alone: gains, signing costs, rounds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from netback.case import Case
from netback.errors import ShapeError, SolverError, UsageError
from netback.game.induction import _share, perpetuity_batch
from netback.game.payoffs import Grid, Worlds, bargainers, small_grid, state_effects, veto_holders
from netback.game.states import check_chain

__all__ = ["Deadlock", "SmallSetting", "check_grid", "small_setting", "solve_deadlock"]


@dataclass(frozen=True)
class SmallSetting:
    """What one era's game needs, each number on the states it depends on; draw axis first.

    Parameters
    ----------
    parties : tuple of str
        Veto holders.
    gain : float array, shape (draw, gain state)
        What a deal for ever adds to standstill for ever, all parties together, m USD.
    cost : float array, shape (draw, party, cost state)
        Share of the joint signing cost times the drivers' factors.
    rounds : float array, shape (draw, rounds state)
        Product of the drivers' factors on rounds.
    to_gain, to_cost, to_rounds : int array, shape (state,)
        Where each state of the game finds its own.
    beta, weights : float array, shape (draw, party)
    """

    parties: tuple[str, ...]
    gain: np.ndarray
    cost: np.ndarray
    rounds: np.ndarray
    to_gain: np.ndarray
    to_cost: np.ndarray
    to_rounds: np.ndarray
    beta: np.ndarray
    weights: np.ndarray


@dataclass(frozen=True)
class Deadlock:
    """A solved era; axis 0 is the draw.

    Parameters
    ----------
    q_seen : float array, shape (draw, past)
        P(deal in the month) at the state seen in each past month.
    settled_by : float array, shape (draw, ahead)
        P(agreement by the end of each month ahead).
    ends_with : float array, shape (draw, party)
        What each has at settlement over never settling, signing cost taken off; NaN where settlement has no chance.
    tracked : float array, shape (draw, ahead, quantity)
        Expected value of each tracked quantity.
    """

    q_seen: np.ndarray
    settled_by: np.ndarray
    ends_with: np.ndarray
    tracked: np.ndarray


def small_setting(case: Case, x: np.ndarray, grid: Grid, month: int, worlds: Worlds) -> SmallSetting:
    """A month's game on small grids; `netback.game.payoffs.Setting` is the same on all states.

    Parameters
    ----------
    case : Case
    x : float array, shape (draw, slot)
    grid : Grid
    month : int
        Month whose parties and effects are used.
    worlds : Worlds
        Flows and money of that month.

    Notes
    -----
    A perpetuity is linear in the monthly flow, so the part from flows is worked out on the flow states, and what a level of
    another driver adds, on the levels of that driver alone.
    """
    parties = veto_holders(case, month)
    columns = [list(case.file.parties).index(p) for p in parties]
    effects = state_effects(case, month, parties)
    beta, weights, share = bargainers(case, x, month, parties)
    flow = (worlds.net["deal"] - worlds.net["standstill"])[:, :, columns].transpose(0, 2, 1)
    gain = _perpetual(flow, beta, grid, worlds.drivers)
    added: dict[int, np.ndarray] = {}
    for e in effects:
        if e.what in ("deal", "standstill"):
            there = added.setdefault(e.driver, np.zeros((len(x), len(parties), int(grid.sizes[e.driver]))))
            there[:, e.party, e.level] += x[:, e.slot] if e.what == "deal" else -x[:, e.slot]
    drivers = sorted({*worlds.drivers, *added})
    levels, to_gain = small_grid(grid, drivers)
    joint = gain[:, _place(grid, levels, drivers, worlds.drivers)]
    for k, flow in added.items():
        joint = joint + _perpetual(flow, beta, grid, (k,))[:, levels[:, drivers.index(k)]]

    touched = sorted({e.driver for e in effects if e.what == "signing_cost"})
    levels, to_cost = small_grid(grid, touched)
    cost = np.repeat(share[:, :, None], len(levels), axis=2)
    for e in effects:
        if e.what == "signing_cost":
            cost[:, e.party, levels[:, touched.index(e.driver)] == e.level] *= x[:, e.slot, None]
    touched = sorted({e.driver for e in effects if e.what == "rounds"})
    levels, to_rounds = small_grid(grid, touched)
    rounds = np.ones((len(x), len(levels)))
    for e in effects:
        if e.what == "rounds":
            rounds[:, levels[:, touched.index(e.driver)] == e.level] *= x[:, e.slot, None]
    return SmallSetting(parties, joint, cost, rounds, to_gain, to_cost, to_rounds, beta, weights)


def _perpetual(flow: np.ndarray, beta: np.ndarray, grid: Grid, drivers: Sequence[int]) -> np.ndarray:
    """Sum over parties of a monthly flow for ever, on the joint states of some drivers, shape (draw, small state)."""
    ends = np.concatenate([[0], np.cumsum(grid.sizes**2)])
    blocks = [grid.factors[:, 0, ends[k] : ends[k + 1]] for k in drivers]
    factors = np.concatenate(blocks, axis=1) if blocks else np.ones((len(flow), 1))
    sizes = grid.sizes[list(drivers)] if blocks else np.ones(1, dtype=np.int64)
    total: np.ndarray = perpetuity_batch(flow, beta, factors, sizes).sum(axis=1)
    return total


def _place(grid: Grid, levels: np.ndarray, drivers: Sequence[int], part: Sequence[int]) -> np.ndarray:
    """Where each joint state of some drivers stands among those of a part of them."""
    place = np.zeros(len(levels), dtype=np.int64)
    for k in part:
        place = place * int(grid.sizes[k]) + levels[:, list(drivers).index(k)]
    return place


def check_grid(grid: Grid) -> None:
    """Refuse chains whose rows are no probabilities.

    Raises
    ------
    UsageError
        Names the driver and the row.
    """
    at = 0
    for name, n in zip(grid.drivers, grid.sizes, strict=True):
        check_chain(grid.factors[:, 0, at : at + n * n].reshape(-1, n, n), f"drivers.{name}.transition")
        at += n * n


def solve_deadlock(
    setting: SmallSetting,
    grid: Grid,
    cost_total: np.ndarray,
    cost_scale: np.ndarray,
    lam_t: np.ndarray,
    tau: np.ndarray,
    *,
    seen: np.ndarray | None = None,
    start: np.ndarray | None = None,
    tracked: np.ndarray | None = None,
    tracked_drivers: Sequence[int] = (),
    threads: int = 1,
) -> Deadlock:
    """Solve one era's game for many draws; look ahead from `start` where it is given.

    Parameters
    ----------
    setting : SmallSetting
    grid : Grid
        Checked by `check_grid`.
    cost_total : float array, shape (draw,)
        Signing cost of all veto holders together, m USD.
    cost_scale : float array, shape (draw, party, month)
        Calendar factors on signing costs.
    lam_t : float array, shape (draw, month)
        Chance that a month holds a round that could close, before the drivers' factors; 0..1.
    tau : float array, shape (draw,)
        Smoothing, m USD.
    seen : int array, shape (draw, past), optional
        State in each of the first months.
    start : int array, shape (draw,), optional
        Today's state; all months are then looked ahead.
    tracked : float array, shape (draw, 2, quantity, small state), optional
        Quantities to follow, in standstill and under a deal, on the joint states of some drivers.
    tracked_drivers : sequence of int
        Which drivers those are.
    threads : int
        Changes no byte.

    Raises
    ------
    ShapeError, UsageError
        As `netback.game.induction.solve_game_batch`.
    SolverError
        A result is not finite; the message names the first such draw.
    """
    draws, months = lam_t.shape
    parties, states = len(setting.parties), grid.size
    cost = cost_total[:, None, None] * setting.cost
    ahead = 0 if start is None else months
    begin = np.zeros(draws, dtype=np.int64) if start is None else np.ascontiguousarray(start, dtype=np.int64)
    path = (
        np.zeros((draws, 0), dtype=np.int64) if seen is None else np.ascontiguousarray(seen, dtype=np.int64)
    )
    kept = np.zeros((draws, 2, 0, 1)) if tracked is None else np.ascontiguousarray(tracked)
    to_kept = small_grid(grid, tracked_drivers)[1]
    if cost_scale.shape != (draws, parties, months):
        raise ShapeError(f"cost_scale has shape {cost_scale.shape}, expected {(draws, parties, months)}")
    for name, array in (("cost", cost), ("cost_scale", cost_scale), ("rounds", setting.rounds)):
        if not (np.isfinite(array).all() and (array >= 0.0).all()):
            raise UsageError(f"{name} has an entry that is negative or not finite")
    if not ((lam_t >= 0.0).all() and (lam_t <= 1.0).all()):
        raise UsageError("lam_t is a probability, 0 to 1")
    if not (np.isfinite(tau).all() and (tau > 0.0).all()):
        raise UsageError("tau is positive; take a small one for an all-or-nothing decision")
    for name, place in (("seen", path), ("start", begin)):
        if place.size and not 0 <= place.min() <= place.max() < states:
            raise UsageError(
                f"{name} holds {int(place.min())} to {int(place.max())}; there are {states}, from 0"
            )

    from netback.forecast import _kernels  # compiled code loads only when a game is solved

    q_seen, settled_by = np.empty(path.shape), np.empty((draws, ahead))
    ends_with, track = np.empty((draws, parties)), np.empty((draws, ahead, kept.shape[2]))
    _share(
        threads, draws, _kernels.deadlock,
        (
            np.ascontiguousarray(setting.gain), setting.to_gain, np.ascontiguousarray(cost), setting.to_cost,
            np.ascontiguousarray(cost_scale), np.ascontiguousarray(lam_t), setting.rounds, setting.to_rounds, tau,
            setting.beta, setting.weights, np.ascontiguousarray(grid.factors[:, 0]), grid.sizes, path, q_seen, ahead, begin,
            kept, to_kept, np.array(tracked_drivers, dtype=np.int64), settled_by, ends_with, track,
        ),
    )  # fmt: skip
    good = np.isfinite(q_seen).all(axis=1) & np.isfinite(settled_by).all(axis=1)
    if not good.all():
        raise SolverError(
            f"draw {int(np.argmin(good))} gave a number that is not finite; look at its payoffs and tau"
        )
    return Deadlock(q_seen, settled_by, ends_with, track)
