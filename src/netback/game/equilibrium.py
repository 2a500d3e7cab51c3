"""The bargaining game of the central case: how likely a deal is each month, and what each driver's level does to that."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from netback.case import Case
from netback.case.drivers import Observed, observe
from netback.game.induction import GameArrays, perpetuity, solve_game_arrays
from netback.game.payoffs import (
    Grid,
    Setting,
    build_grid,
    build_payoffs,
    calendar_factors,
    game_scales,
    observed_states,
)

__all__ = ["Game", "LevelEffect", "solve_game"]


@dataclass(frozen=True)
class LevelEffect:
    """One driver at another level, all else as today.

    Parameters
    ----------
    driver, level : str
        A price level is written as USD/bbl.
    now : bool
        Whether this is today's level.
    q : float
        Probability that a deal closes this month.
    joint_gain_musd : float
        Joint monthly gain of the draft deal over standstill, m USD.
    gain_musd : dict of str to float
        The same by veto holder.
    """

    driver: str
    level: str
    now: bool
    q: float
    joint_gain_musd: float
    gain_musd: dict[str, float]


@dataclass(frozen=True)
class Game:
    """The game at central numbers; keeps its case.

    Parameters
    ----------
    case : Case
    parties : tuple of str
        Veto holders.
    drivers : tuple of Observed
        Today's state.
    grid : Grid
    setting : Setting
    arrays : GameArrays
        q, surplus and values by month ahead and state.
    state : int
        Today's.
    signing_cost_musd : dict of str to float
        What signing costs each veto holder at home today, m USD.
    noise_musd : float
        tau, m USD.
    levels : tuple of LevelEffect
    """

    case: Case
    parties: tuple[str, ...]
    drivers: tuple[Observed, ...]
    grid: Grid
    setting: Setting
    arrays: GameArrays
    state: int
    signing_cost_musd: dict[str, float]
    noise_musd: float
    levels: tuple[LevelEffect, ...]

    @property
    def q_now(self) -> float:
        """Probability that a deal closes this month in today's state."""
        return float(self.arrays.q[0, self.state])

    @property
    def surplus_now_musd(self) -> float:
        """Joint value of signing today over waiting, less signing costs, m USD; negative: waiting is rational."""
        return float(self.arrays.surplus[0, self.state])


def solve_game(case: Case, *, months: int | None = None) -> Game:
    """Backward induction over months and states at the case's central numbers.

    Parameters
    ----------
    case : Case
        As known on its day; a scenario applies to payoffs and drivers, not to signing costs.
    months : int, optional
        Months ahead; the case's `game.horizon` if left out.

    Returns
    -------
    Game

    Notes
    -----
    Merlo and Wilson (1995) with logit smoothing; see `netback.game.induction`. The central case is one draw among
    thousands: a forecast is `netback.forecast.make_forecast`, not this.
    """
    x = case.slots.central[None, :]
    now = case.month
    ahead = months if months is not None else round(case.number("game.horizon"))
    grid = build_grid(case, x, now)
    payoffs = build_payoffs(case, x, grid, now, workers=1)
    setting = payoffs.setting
    _, cost_total, tau = game_scales(case, x, grid, payoffs)
    cost = cost_total[:, None, None] * setting.cost_share[:, :, None] * setting.cost_factor
    cal_cost, cal_rounds = calendar_factors(case, x, setting.parties, now, ahead)
    lam_t = np.minimum(case.number("game.rounds") * cal_rounds[0], 1.0)
    at, factors = 0, []
    for n in grid.sizes:
        factors.append(grid.factors[0, 0, at : at + n * n].reshape(n, n))
        at += n * n
    arrays = solve_game_arrays(
        setting.a[0], setting.d[0], cost[0], cal_cost[0], lam_t, setting.rounds_factor[0], float(tau[0]),
        setting.beta[0], setting.weights[0], factors, terminal_wait=perpetuity(setting.d[0, 0], setting.beta[0], factors),
    )  # fmt: skip
    state = int(observed_states(case, grid, [now], held=True)[0, 0])
    signing = {p: float(cost[0, i, state] * cal_cost[0, i, 0]) for i, p in enumerate(setting.parties)}
    return Game(
        case, setting.parties, tuple(observe(case, d, now) for d in grid.drivers), grid, setting, arrays, state, signing,
        float(tau[0]), _levels(case, grid, setting, arrays, state),
    )  # fmt: skip


def _levels(
    case: Case, grid: Grid, setting: Setting, arrays: GameArrays, state: int
) -> tuple[LevelEffect, ...]:
    today = [int(v) for v in np.unravel_index(state, tuple(grid.sizes))]
    found = []
    for k, name in enumerate(grid.drivers):
        driver = case.file.drivers[name]
        for level in range(int(grid.sizes[k])):
            there = list(today)
            there[k] = level
            s = int(np.ravel_multi_index(tuple(there), tuple(grid.sizes)))
            gain = setting.a[0, 0, :, s] - setting.d[0, 0, :, s]
            label = (
                f"{grid.prices[name][0, level]:.0f} USD/bbl" if name in grid.prices else driver.levels[level]  # type: ignore[union-attr]
            )
            found.append(
                LevelEffect(
                    name, label, level == today[k], float(arrays.q[0, s]), float(gain.sum()),
                    {p: float(g) for p, g in zip(setting.parties, gain, strict=True)},
                )
            )  # fmt: skip
    return tuple(found)
