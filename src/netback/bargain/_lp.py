"""Small linear programmes, solved by HiGHS and checked from our own arrays."""

from __future__ import annotations

import threading
from typing import Any

import numpy as np

from netback.errors import SolverError

__all__ = ["maximise"]

TOLERANCE = 1e-7
"""Largest residual accepted, relative to the row's numbers."""


def maximise(
    c: np.ndarray, G: np.ndarray, h: np.ndarray, lo: np.ndarray, hi: np.ndarray
) -> np.ndarray | None:
    """A vertex that maximises c·y subject to G y <= h and lo <= y <= hi.

    Parameters
    ----------
    c : float array, shape (variable,)
    G : float array, shape (row, variable)
    h : float array, shape (row,)
    lo, hi : float array, shape (variable,)
        May be infinite.

    Returns
    -------
    float array, shape (variable,), or None
        None when nothing is feasible.

    Raises
    ------
    SolverError
        Unbounded, or the answer fails its certificate: feasibility, and the gap to the bound its duals prove.
    """
    import highspy as _highspy

    highspy: Any = _highspy
    rows, columns = G.shape
    if columns == 0:
        return np.zeros(0) if np.all(h >= -TOLERANCE) else None
    infinity = highspy.kHighsInf
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = columns, rows
    lp.sense_ = highspy.ObjSense.kMaximize
    # rows and objective in their own size: the tolerances are absolute, the numbers are anything from shares to billions
    size = np.maximum(np.abs(G).max(axis=1, initial=0.0), 1e-300)
    worth = max(float(np.abs(c).max(initial=0.0)), 1e-300)
    scaled = G / size[:, None]
    lp.col_cost_ = c / worth
    lp.col_lower_, lp.col_upper_ = np.clip(lo, -infinity, None), np.clip(hi, None, infinity)
    lp.row_lower_, lp.row_upper_ = np.full(rows, -infinity), h / size
    kept = scaled != 0.0
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.concatenate([[0], np.cumsum(kept.sum(axis=1))]).astype(np.int32)
    lp.a_matrix_.index_ = np.nonzero(kept)[1].astype(np.int32)
    lp.a_matrix_.value_ = scaled[kept]
    model = _model(highspy)
    status = None
    # the tight tolerance can leave HiGHS undecided on nearly parallel cuts; our own certificate is the judge either way
    for tolerance in (1e-10, 1e-9, 1e-7):
        model.setOptionValue("primal_feasibility_tolerance", tolerance)
        model.setOptionValue("dual_feasibility_tolerance", tolerance)
        model.passModel(lp)
        model.run()
        status = model.getModelStatus()
        if status in (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kInfeasible):
            break
    if status == highspy.HighsModelStatus.kInfeasible:
        return None
    if status != highspy.HighsModelStatus.kOptimal:
        raise SolverError(f"HiGHS stopped with {model.modelStatusToString(status)}")
    solution = model.getSolution()
    y = np.clip(np.array(solution.col_value), lo, hi)
    _certify(c, G, h, lo, hi, y, np.array(solution.row_dual) * worth / size)
    return y


_LOCAL = threading.local()


def _model(highspy: Any) -> Any:
    """One solver a thread: making one takes longer than solving with it. Every model passed starts it afresh."""
    if not hasattr(_LOCAL, "model"):
        model = highspy.Highs()
        for option, value in (
            ("output_flag", False),
            ("presolve", "off"),
            ("solver", "simplex"),
            ("threads", 1),
        ):
            model.setOptionValue(option, value)
        _LOCAL.model = model
    return _LOCAL.model


def _certify(
    c: np.ndarray,
    G: np.ndarray,
    h: np.ndarray,
    lo: np.ndarray,
    hi: np.ndarray,
    y: np.ndarray,
    dual: np.ndarray,
) -> None:
    """Refuse an answer that our own arrays do not bear out."""
    size = 1.0 + np.abs(h) + np.abs(G) @ np.abs(y)
    worst = float(np.max((G @ y - h) / size, initial=0.0))
    dual = np.maximum(dual, 0.0)
    reduced = c - dual @ G
    reduced = np.where(np.abs(reduced) < 1e-9 * (1.0 + np.abs(c) + dual @ np.abs(G)), 0.0, reduced)
    at = np.where(reduced > 0, hi, np.where(reduced < 0, lo, 0.0))
    with np.errstate(invalid="ignore"):
        bound = float(dual @ h + np.sum(np.where(reduced != 0, reduced * at, 0.0)))
    gap = (bound - float(c @ y)) / (1.0 + abs(bound) + float(np.abs(c) @ np.abs(y)))
    if not (worst <= TOLERANCE and gap <= 100 * TOLERANCE):
        raise SolverError(f"a linear programme failed its certificate: residual {worst:.1e}, gap {gap:.1e}")
