"""How well each draw fits what has happened so far."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from netback.case import Case
from netback.case.drivers import observe
from netback.case.schema import ChainDriver
from netback.dates import parse_month
from netback.errors import SolverError
from netback.flows.network import build_network
from netback.flows.solve import solve_flow_arrays
from netback.game.payoffs import Grid

__all__ = ["ESS_FLOOR", "effective_sample_size", "fitted_figures", "log_fit", "log_moves", "weights_from_log"]

ESS_FLOOR = 0.01
"""Least share of the draws that may carry the answer; below it a forecast is refused."""

_MODEL_ERROR = 0.2
"""Standard deviation of the flow model against a reported figure, as a share of the figure: what the model leaves out."""

_FLOOR = {"flow": 15.0, "price": 3.0}
"""Least standard deviation, kb/d and USD/bbl."""


def log_moves(case: Case, grid: Grid, first: int, last: int) -> np.ndarray:
    """Log likelihood of the levels the chains were seen to take, months first..last, shape (draw,).

    Parameters
    ----------
    case : Case
    grid : Grid
        Of the draws.
    first, last : int
        Month numbers; moves from one observation to the next count, over as many months as lie between.

    Notes
    -----
    Prices are left out: their nodes are drawn with the draw. So is pressure: its level is computed from contacts, and flickers
    around its thresholds in a way the chain is not meant to explain. A move thought impossible by a draw costs it 1e-9, not all.
    """
    total = np.zeros(grid.factors.shape[0])
    at = 0
    for name, n in zip(grid.drivers, grid.sizes, strict=True):
        block = grid.factors[:, 0, at : at + n * n].reshape(-1, n, n)
        at += n * n
        if not isinstance(case.file.drivers[name], ChainDriver):
            continue
        seen = [observe(case, name, month, held=False) for month in range(first, last + 1)]
        points = [(o.month, o.index) for o in seen if o.fresh or o.month == first]
        for (t, a), (u, b) in pairwise(points):
            total += np.log(np.maximum(np.linalg.matrix_power(block, u - t)[:, a, b], 1e-9))
    return total


def fitted_figures(case: Case) -> dict[str, int]:
    """Reported figures a forecast is conditioned on, with the month each is taken at.

    Flows and local prices known by the as-of date, for months in standstill that have passed.
    """
    found = {}
    for name, item in case.file.reported.items():
        first, last = (parse_month(m) for m in item.months)
        middle = (first + last) // 2
        past = last <= case.month and case.halted(middle)
        if item.revenue_of is None and past and item.reported.in_force(middle) is not None:
            found[name] = middle
    return found


def log_fit(case: Case, x: np.ndarray, *, workers: int | None = None) -> np.ndarray:
    """Log likelihood of `fitted_figures`, shape (draw,).

    Parameters
    ----------
    case : Case
    x : float array, shape (draw, slot)
    workers : int, optional

    Notes
    -----
    Normal, with the reported bounds as a 90 % interval and a model error of 20 % of the figure on top.
    """
    total = np.zeros(x.shape[0])
    for name, middle in fitted_figures(case).items():
        item = case.file.reported[name]
        entry = item.reported.in_force(middle)
        assert entry is not None  # `fitted_figures` leaves the others out
        program = build_network(case, middle, "standstill")
        levels = np.array(
            [[observe(case, d, middle, held=False).index for d in program.drivers]], dtype=np.int64
        )
        price = [observe(case, d, middle, held=False).price for d in program.price_drivers]
        prices = np.broadcast_to(np.array(price), (x.shape[0], 1, len(price))).copy()
        flows = solve_flow_arrays(program, x, levels, prices, workers=workers)
        if item.price_at is not None:
            model = flows.price_usd_bbl[:, 0, flows.nodes.index(item.price_at)]
            floor = _FLOOR["price"]
        else:
            model = sum((flows.through(n)[:, 0] for n in item.flow), np.zeros(x.shape[0]))
            floor = _FLOOR["flow"]
        spread = (entry.high - entry.low) / (2 * 1.645)
        sd = np.sqrt(spread**2 + max(floor, _MODEL_ERROR * abs(entry.central)) ** 2)
        total += -0.5 * ((model - entry.central) / sd) ** 2
    return total


def weights_from_log(log_weight: np.ndarray) -> np.ndarray:
    """Weights that sum to one, shape (draw,).

    Raises
    ------
    SolverError
        No draw can have seen what was seen.
    """
    top = log_weight.max()
    if not np.isfinite(top):
        raise SolverError(
            "no draw is consistent with what was observed; widen the bounds of signing cost, rounds or transitions"
        )
    w = np.exp(log_weight - top)
    return w / w.sum()


def effective_sample_size(weights: np.ndarray) -> float:
    """1 / sum of squared weights (kong_1994): how many equal draws the weighted ones are worth."""
    return float(1.0 / np.square(weights).sum())
