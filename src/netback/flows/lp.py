"""The flow linear programme: its answer, the rule for ties, and a certificate that trusts no solver.

Every flow question of netback has one form (all variables boxed, right-hand side zero):

    maximise c·x   subject to   A x = 0,   lo <= x <= hi                                   (eq. 1)

Columns are productions, arc flows, sales steps and uses of shared limits. Rows are nodes and shared limits, written
inflow minus outflow. With injections b the constraint is A x + b = 0, and the dual is

    y_i = d(optimum) / d(b_i)          worth of one more barrel a day put in at row i       (eq. 2)
    d_j = c_j + Σ_i y_i A_ij           worth of one more barrel a day of room in column j   (eq. 3)

so y at a hub is the price of a barrel there, positive where a barrel can be sold at a profit. d_j >= 0 where x_j is at
its upper bound, d_j <= 0 at its lower bound, d_j = 0 between; a column with lo = hi may have either sign. The dual bound
Σ_j max(d_j lo_j, d_j hi_j) is never below the optimum, whatever y is, and equals it at the optimum.

The written rule for ties
-------------------------
Several x may be optimal (equal tariffs), and several y (a full line fed by a field that is exactly full). netback reports

    x  the optimum with the largest x_0; among those the largest x_1; and so on          (earlier columns first)
    y  the dual with the smallest |d_0|; among those the smallest |d_1|; and so on;
       what is then still free has the smallest |y_0|, |y_1|, ...                        (earlier columns first)

Both are unique, and do not depend on the solver, the starting basis or the order of the pivots. The rule for y is the
limit of widening the box of column 0 by ε, of column 1 by ε², ...: always feasible, so no price is ever infinite. What it
means: |d_0| is exactly the one-sided derivative for *more* room in column 0 (less room can cost more). For a later column
it is the derivative for more room once the earlier columns have had an infinitely larger share of more room. With
productions listed first, a tie between a field's rent and a line's rent goes to the line, and the hub's price is what one
more barrel put in there would earn. A node that nothing can reach or leave has the price 0.

A reduced cost within 1e-9 of zero, relative to the largest |c_j|, counts as zero: the objective moves by less than that.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

from netback.errors import InfeasibleError, NotConverged, ShapeError

Floats = NDArray[np.float64]

TOLERANCE = 1e-9
"""Relative tolerance of the certificate, of bounds (against the largest |lo|, |hi|) and of ties (against the largest |c|)."""


class InfeasibleFlows(InfeasibleError):
    """No flow satisfies the rows and bounds together.

    Attributes
    ----------
    rows : tuple of int
        Rows of an irreducible infeasible subset: drop any one member and the rest can be met.
    columns : tuple of int
        Columns whose bounds belong to the subset.
    bounds : tuple of (int, "lower" or "upper")
        The same columns with the side that clashes.
    index : tuple of int or None
        (draw, state) in a batch.
    """

    def __init__(
        self,
        rows: Sequence[int],
        columns: Sequence[int],
        bounds: Sequence[tuple[int, str]] = (),
        index: tuple[int, ...] | None = None,
    ) -> None:
        self.rows = tuple(rows)
        self.columns = tuple(columns)
        self.bounds = tuple(bounds)
        self.index = index
        where = "" if index is None else f" at draw {index[0]}, state {index[1]}"
        sides = ", ".join(f"{side} bound of column {column}" for column, side in self.bounds)
        super().__init__(
            f"no flow meets rows {list(self.rows)} together with the {sides or 'bounds of ' + str(list(self.columns))}{where}"
        )


@dataclass(frozen=True)
class LpSolution:
    """One certified optimum of eq. 1."""

    x: Floats
    """Optimal values, shape (column,), in the unit of the bounds (kb/d)."""
    y: Floats
    """Worth of one more unit put in at each row, shape (row,), in the unit of c (USD/bbl)."""
    reduced_costs: Floats
    """Worth of one more unit of room in each column (c + yA), shape (column,), in the unit of c. At most 0 at a lower bound."""
    objective: float
    """c·x, thousand USD a day when x is in kb/d and c in USD/bbl."""
    primal_residual: float
    """Largest break of a row or a bound, in the unit of x."""
    dual_residual: float
    """Largest wrong-signed reduced cost for where x stands, in the unit of c."""
    gap: float
    """Dual bound minus objective, in the unit of the objective. Zero up to rounding."""
    tied: bool
    """True when another x is as good; x is then chosen by the written rule of this module."""
    status: NDArray[np.int8]
    """Where each column, then each row's slack, stood in the solver's last basis: -1 at lower, 0 basic, 1 at upper. Shape
    (column + row,). When ties were settled, x may stand elsewhere; it remains a good `start` for `solve_lp_batch`."""
    solver: Literal["highs", "dual simplex"]
    """Who found it."""


def certificate(
    A: Floats, c: Floats, lo: Floats, hi: Floats, x: Floats, y: Floats
) -> tuple[float, float, float]:
    """How far x and y are from being a proven optimum, from the original data alone.

    Parameters
    ----------
    A : float array, shape (row, column)
    c, lo, hi, x : float array, shape (column,)
    y : float array, shape (row,)

    Returns
    -------
    primal_residual, dual_residual, gap : float
        As in `LpSolution`. All three at zero prove that x and y are optimal, whoever made them.

    Examples
    --------
    >>> A = np.array([[1.0, -1.0]])
    >>> certificate(A, np.array([-5.0, 60.0]), np.zeros(2), np.array([3.0, 9.0]), np.array([3.0, 3.0]), np.array([60.0]))
    (0.0, 0.0, 0.0)
    """
    rows = np.abs(A @ x).max(initial=0.0)
    below, above = lo - x, x - hi
    primal = max(float(rows), float(np.max(below, initial=0.0)), float(np.max(above, initial=0.0)))
    reduced = c + y @ A
    tolerance = TOLERANCE * max(1.0, float(np.abs(lo).max(initial=0.0)), float(np.abs(hi).max(initial=0.0)))
    wrong_up = np.where(hi - x > tolerance, reduced, 0.0)
    wrong_down = np.where(x - lo > tolerance, -reduced, 0.0)
    dual = max(float(np.max(wrong_up, initial=0.0)), float(np.max(wrong_down, initial=0.0)))
    bound = float(np.maximum(reduced * lo, reduced * hi).sum())
    return primal, dual, bound - float(c @ x)


def solve_lp(A: ArrayLike, c: ArrayLike, lo: ArrayLike, hi: ArrayLike) -> LpSolution:
    """Solve eq. 1 with HiGHS, settle ties by the written rule, and certify the answer.

    Parameters
    ----------
    A : array, shape (row, column)
        Inflow minus outflow.
    c : array, shape (column,)
        Gain per unit.
    lo, hi : array, shape (column,)
        Bounds, all finite.

    Returns
    -------
    LpSolution

    Raises
    ------
    ShapeError       Shapes disagree, or a number is NaN or infinite.
    InfeasibleFlows  Names an irreducible set of rows and bounds that clash.
    NotConverged     The answer failed the certificate.

    Notes
    -----
    Deliberately slow and plain when there are ties (one small LP per tied column): it is the referee of `solve_lp_batch`.
    The certificate refuses the answer when a residual exceeds 1e-9 of its scale, so a wrong optimum never leaves.

    Examples
    --------
    A field lifts up to 600 at 10 USD/bbl, a line carries 450 at a tariff of 4.50, the port pays 68.50:

    >>> A = [[1, -1, 0], [0, 1, -1]]
    >>> solution = solve_lp(A, [-10, -4.5, 68.5], [0, 0, 0], [600, 450, 900])
    >>> solution.x, solution.y, solution.reduced_costs
    (array([450., 450., 450.]), array([10. , 68.5]), array([ 0., 54.,  0.]))
    """
    matrix, cost, lower, upper = _checked(A, c, lo, hi)
    crossed = np.flatnonzero(lower > upper)
    if crossed.size:
        j = int(crossed[0])
        raise InfeasibleFlows((), (j,), ((j, "lower"), (j, "upper")))
    model = _Highs(matrix, lower, upper)
    answer = model.maximise(cost)
    if answer is None:
        raise InfeasibleFlows(*_clash(matrix, lower, upper))
    x_scale, c_scale = _scales(cost, lower, upper)
    x, tied = _settle_x(matrix, lower, upper, answer, c_scale)
    y = _settle_y(matrix, cost, lower, upper, x, answer.y, x_scale, c_scale)
    primal, dual, gap = certificate(matrix, cost, lower, upper, x, y)
    if not _good(primal, dual, gap, x_scale, c_scale):
        raise NotConverged(
            f"HiGHS's answer failed the certificate: primal residual {primal:.3g}, dual residual {dual:.3g}, gap {gap:.3g}"
        )
    return LpSolution(
        x=x,
        y=y,
        reduced_costs=cost + y @ matrix,
        objective=float(cost @ x),
        primal_residual=primal,
        dual_residual=dual,
        gap=gap,
        tied=tied,
        status=answer.status,
        solver="highs",
    )


@dataclass(frozen=True)
class BatchSolution:
    """Certified optima of eq. 1 for many draws of many states."""

    x: Floats
    """Optimal values, shape (draw, state, column), as in `LpSolution`."""
    y: Floats
    """Worth of one more unit put in at each row, shape (draw, state, row)."""
    objective: Floats
    """c·x, shape (draw, state)."""
    tied: NDArray[np.bool_]
    """Where another x is as good, shape (draw, state)."""
    pivots: NDArray[np.int64]
    """Changes of basis each LP took, shape (draw, state). Zero when the state before had the same basis."""
    n_refactorised: int
    """LPs whose first answer failed the certificate, or seemed infeasible, and were solved again from a new tableau."""
    n_fallback: int
    """LPs that failed it again and were solved by HiGHS."""


def solve_lp_batch(
    A: ArrayLike,
    c: ArrayLike,
    lo: ArrayLike,
    hi: ArrayLike,
    *,
    start: ArrayLike | None = None,
    workers: int | None = None,
) -> BatchSolution:
    """Solve eq. 1 for every draw and state with the compiled dual simplex; the same answers as `solve_lp`, much faster.

    Each draw starts from the basis `start`; its state s starts from the basis of its state s-1. So put like next to like
    (months in order). Every answer carries its own certificate from the original data; one that fails it is solved again
    from a new tableau, then by HiGHS.

    Parameters
    ----------
    A : array, shape (row, column) or (draw, row, column)
        Inflow minus outflow; three axes when losses differ by draw.
    c, lo, hi : array, broadcastable to (draw, state, column)
        As in `solve_lp`.
    start : array of bool, shape (column + row,), optional
        Columns, then slacks of rows, that are basic at the start of each draw: `solve_lp(...).status == 0` of a central
        case saves pivots. Without it, the slacks. Dependent columns are passed over.
    workers : int, optional
        Threads over draws; as many as the process may use when left out. Changes no byte of the answer.

    Returns
    -------
    BatchSolution
        The draws do not see each other: solving them in chunks, or in another order, gives the same bytes.

    Raises
    ------
    ShapeError       Shapes do not broadcast, or a number is NaN or infinite.
    InfeasibleFlows  The first (draw, state) that has no feasible flow, with its clashing rows and bounds.
    NotConverged     HiGHS, too, failed the certificate.

    Notes
    -----
    The first call on a machine compiles for some seconds; later ones load the compiled code from numba's cache. Meant for up
    to about 100 rows: the tableau is dense. Entries of A are taken to be near 1 (anything below 1e-8 is no pivot).

    Examples
    --------
    >>> A = [[1, -1, 0], [0, 1, -1]]
    >>> months = [[[600, 450, 900]], [[600, 0, 900]]]
    >>> batch = solve_lp_batch(A, [-10, -4.5, 68.5], [0, 0, 0], months)
    >>> batch.objective
    array([[24300.],
           [    0.]])
    """
    from netback.flows._kernels import OPTIMAL, solve_draws

    given = np.ascontiguousarray(A, dtype=np.float64)
    if given.ndim not in (2, 3):
        raise ShapeError(f"A must have shape (row, column) or (draw, row, column), not {given.shape}")
    matrices = given if given.ndim == 3 else given[None]
    rows, columns = matrices.shape[1:]
    cost, lower, upper = (_by_draw(name, v, columns) for name, v in (("c", c), ("lo", lo), ("hi", hi)))
    if not np.isfinite(matrices).all():
        raise ShapeError("A holds NaN or infinity: every number must be finite")
    try:
        draws, states = np.broadcast_shapes(
            cost.shape[:2], lower.shape[:2], upper.shape[:2], (matrices.shape[0] if given.ndim == 3 else 1, 1)
        )
    except ValueError:
        shapes = ", ".join(
            f"{name} {a.shape}" for name, a in zip(("A", "c", "lo", "hi"), (matrices, cost, lower, upper))
        )
        raise ShapeError(f"draws and states do not broadcast: {shapes}") from None
    wanted = np.zeros(columns + rows, dtype=bool)
    if start is not None:
        wanted[:] = _basic(start, columns + rows)
    entry_row, values = _by_column(matrices)

    x, y = np.zeros((draws, states, columns)), np.zeros((draws, states, rows))
    objective = np.zeros((draws, states))
    outcome, pivots = np.zeros((draws, states), np.int64), np.zeros((draws, states), np.int64)
    tied, rebuilt = np.zeros((draws, states), np.bool_), np.zeros(draws, np.int64)

    def chunk(first: int, last: int) -> None:
        width = columns + rows
        solve_draws(
            first, last, cost, lower, upper, wanted, entry_row, values,
            np.empty((2, rows, width)), np.empty((9, width)), np.empty((7, width), np.int64), np.empty((2, width), np.bool_),
            x, y, objective, outcome, tied, pivots, rebuilt,
        )  # fmt: skip

    _in_threads(chunk, draws, workers)
    failed = np.argwhere(outcome != OPTIMAL)
    for d, s in failed:
        a = matrices[d if len(matrices) > 1 else 0]
        one = tuple(v[d if v.shape[0] > 1 else 0, s if v.shape[1] > 1 else 0] for v in (cost, lower, upper))
        try:
            solution = solve_lp(a, *one)
        except InfeasibleFlows as clash:
            raise InfeasibleFlows(clash.rows, clash.columns, clash.bounds, (int(d), int(s))) from None
        x[d, s], y[d, s] = solution.x, solution.y
        objective[d, s], tied[d, s] = solution.objective, solution.tied
    return BatchSolution(x, y, objective, tied, pivots, int(rebuilt.sum()), len(failed))


def _by_draw(name: str, given: ArrayLike, columns: int) -> Floats:
    """A (draw or 1, state or 1, column) array of finite numbers; axes that are broadcast stay 1."""
    array = np.asarray(given, dtype=np.float64)
    if array.ndim == 0 or array.ndim > 3 or array.shape[-1] != columns:
        raise ShapeError(
            f"{name} has shape {array.shape}, but must end in the {columns} columns of A: (draw, state, column)"
        )
    with np.errstate(all="ignore"):
        suspect = not np.isfinite(array.sum())  # one pass over what may be a large array
    if suspect and not np.isfinite(array).all():
        where = [int(k) for k in np.argwhere(~np.isfinite(array))[0]]
        raise ShapeError(f"{name}{where} is {array[tuple(where)]}: every number must be finite")
    return np.ascontiguousarray(array.reshape((1,) * (3 - array.ndim) + array.shape))


def _by_column(matrices: Floats) -> tuple[NDArray[np.int64], Floats]:
    """Entries of A by column: their rows, shape (column, k), and values, shape (draw, column, k).

    k is the largest count of a column; shorter ones are filled up with zeros in row 0, which change no sum.
    """
    pattern = (matrices != 0.0).any(axis=0).T
    column, row = np.nonzero(pattern)
    place = (np.cumsum(pattern, axis=1) - 1)[column, row]
    most = int(pattern.sum(axis=1).max(initial=0))
    rows = np.zeros((pattern.shape[0], most), np.int64)
    values = np.zeros((len(matrices), pattern.shape[0], most))
    rows[column, place] = row
    values[:, column, place] = matrices[:, row, column]
    return rows, values


def _basic(start: ArrayLike, width: int) -> NDArray[np.bool_]:
    """The starting basis as flags."""
    flags = np.asarray(start)
    if flags.shape != (width,) or flags.dtype != np.bool_:
        raise ShapeError(
            f"start must be bool of shape ({width},): columns, then rows; not {flags.dtype} {flags.shape}"
        )
    return flags


def _in_threads(work: Callable[[int, int], None], draws: int, workers: int | None) -> None:
    """Run work(first, last) over blocks of draws; threads, since the kernel releases the interpreter's lock."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1)
    threads = min(workers or usable, draws)
    if threads <= 1:
        work(0, draws)
        return
    blocks = np.linspace(0, draws, 4 * threads + 1).astype(int)
    with ThreadPoolExecutor(threads) as pool:
        for done in [pool.submit(work, int(a), int(b)) for a, b in pairwise(blocks) if b > a]:
            done.result()


def _scales(c: Floats, lo: Floats, hi: Floats) -> tuple[float, float]:
    """Largest bound and largest cost, 1 when there is none: what the tolerances are relative to."""
    x_scale = max(float(np.abs(lo).max(initial=0.0)), float(np.abs(hi).max(initial=0.0)))
    c_scale = float(np.abs(c).max(initial=0.0))
    return x_scale or 1.0, c_scale or 1.0


def _good(primal: float, dual: float, gap: float, x_scale: float, c_scale: float) -> bool:
    """Whether a certificate passes. NaN fails every comparison, so it is refused too."""
    return (
        primal <= TOLERANCE * x_scale
        and dual <= 2 * TOLERANCE * c_scale
        and abs(gap) <= 10 * TOLERANCE * x_scale * c_scale
    )


def _checked(
    A: ArrayLike, c: ArrayLike, lo: ArrayLike, hi: ArrayLike
) -> tuple[Floats, Floats, Floats, Floats]:
    """Arrays as float64, after checks of shape and finiteness."""
    matrix = np.ascontiguousarray(A, dtype=np.float64)
    if matrix.ndim != 2:
        raise ShapeError(f"A must have shape (row, column), not {matrix.shape}")
    vectors = []
    for name, given in (("c", c), ("lo", lo), ("hi", hi)):
        vector = np.ascontiguousarray(given, dtype=np.float64)
        if vector.shape != (matrix.shape[1],):
            raise ShapeError(f"{name} has shape {vector.shape}, but A has {matrix.shape[1]} columns")
        vectors.append(vector)
    for name, array in zip(("A", "c", "lo", "hi"), (matrix, *vectors), strict=True):
        if not np.isfinite(array).all():
            where = tuple(int(k) for k in np.argwhere(~np.isfinite(array))[0])
            raise ShapeError(f"{name}{list(where)} is {array[where]}: every number must be finite")
    return matrix, vectors[0], vectors[1], vectors[2]


# --- HiGHS ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Answer:
    x: Floats
    y: Floats
    reduced: Floats
    status: NDArray[np.int8]


class _Highs:
    """One HiGHS model of `maximise c·x, A x = b, lo <= x <= hi`, solved again with other costs and bounds."""

    def __init__(
        self, A: Floats, lo: Floats, hi: Floats, b: Floats | None = None, b_hi: Floats | None = None
    ) -> None:
        import highspy as _highspy

        highspy: Any = _highspy
        rows, columns = A.shape
        self._highspy = highspy
        self.lo, self.hi = lo.copy(), hi.copy()
        infinity = highspy.kHighsInf
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = columns, rows
        lp.sense_ = highspy.ObjSense.kMaximize
        lp.col_cost_ = np.zeros(columns)
        lp.col_lower_ = np.where(np.isneginf(lo), -infinity, lo)
        lp.col_upper_ = np.where(np.isposinf(hi), infinity, hi)
        right = np.zeros(rows) if b is None else b
        lp.row_lower_ = right
        lp.row_upper_ = right if b_hi is None else b_hi
        by_column = A.T
        kept = by_column != 0.0
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        lp.a_matrix_.start_ = np.concatenate([[0], np.cumsum(kept.sum(axis=1))]).astype(np.int32)
        lp.a_matrix_.index_ = np.nonzero(kept)[1].astype(np.int32)
        lp.a_matrix_.value_ = by_column[kept]
        self._model: Any = highspy.Highs()
        for option, value in (
            ("output_flag", False),
            ("presolve", "off"),
            ("solver", "simplex"),
            ("threads", 1),
            ("primal_feasibility_tolerance", 1e-10),
            ("dual_feasibility_tolerance", 1e-10),
        ):
            self._model.setOptionValue(option, value)
        self._model.passModel(lp)
        self._index = np.arange(columns, dtype=np.int32)

    def maximise(self, c: Floats) -> _Answer | None:
        """The optimum for costs c, or None when nothing is feasible."""
        highspy, model = self._highspy, self._model
        model.changeColsCost(len(c), self._index, c)
        model.run()
        status = model.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return None
        if status != highspy.HighsModelStatus.kOptimal:
            raise NotConverged(f"HiGHS stopped with {model.modelStatusToString(status)}")
        solution, basis = model.getSolution(), model.getBasis()
        at = {highspy.HighsBasisStatus.kBasic: 0, highspy.HighsBasisStatus.kUpper: 1}
        places = [at.get(s, -1) for s in [*basis.col_status, *basis.row_status]]
        return _Answer(
            x=np.array(solution.col_value),
            y=-np.array(solution.row_dual),
            reduced=np.array(solution.col_dual),
            status=np.array(places, dtype=np.int8),
        )

    def bound(self, columns: NDArray[np.intp], lo: Floats, hi: Floats) -> None:
        """Change the bounds of some columns."""
        if columns.size:
            self.lo[columns], self.hi[columns] = lo, hi
            self._model.changeColsBounds(len(columns), columns.astype(np.int32), lo, hi)


def _settle_x(A: Floats, lo: Floats, hi: Floats, answer: _Answer, c_scale: float) -> tuple[Floats, bool]:
    """The lexicographically largest optimum, and whether there was a choice.

    A feasible x is optimal exactly when it is complementary to one optimal dual: columns with a reduced cost stay at the
    bound it asks for. The others are free to move; if their columns of A are independent, x is unique.
    """
    reduced = answer.reduced
    x = answer.x.copy()
    fixed = (np.abs(reduced) > TOLERANCE * c_scale) | (lo == hi)
    x[fixed] = np.where(reduced > 0, hi, lo)[fixed]
    free = ~fixed
    if _independent(A, free):
        return _solve_free(A, x, free, lo, hi), False
    first: Floats | None = None
    tied = False
    face = _Highs(A, lo, hi)
    face.bound(np.flatnonzero(fixed), x[fixed], x[fixed])
    for k in range(len(x)):
        if not free[k]:
            continue
        stage = np.zeros(len(x))
        stage[k] = 1.0
        if not tied:
            least = face.maximise(-stage)
            first = None if least is None else least.x
        best = face.maximise(stage)
        if best is None:
            raise NotConverged("HiGHS lost the optimal face while settling ties")
        if first is not None and best.x[k] - first[k] > TOLERANCE * max(1.0, float(np.abs(hi).max())):
            tied = True
        settled = free & (np.abs(best.reduced) > TOLERANCE)
        x[settled] = np.where(best.reduced > 0, hi, lo)[settled]
        free &= ~settled
        face.bound(np.flatnonzero(settled), x[settled], x[settled])
        if _independent(A, free):
            break
    return _solve_free(A, x, free, lo, hi), tied


def _independent(A: Floats, free: NDArray[np.bool_]) -> bool:
    """Whether the free columns of A are linearly independent."""
    count = int(free.sum())
    return count == 0 or (count <= A.shape[0] and int(np.linalg.matrix_rank(A[:, free], tol=1e-9)) == count)


def _solve_free(A: Floats, x: Floats, free: NDArray[np.bool_], lo: Floats, hi: Floats) -> Floats:
    """The free part of x from A x = 0, then set onto a bound it touches up to rounding."""
    x = x.copy()
    if free.any():
        x[free] = np.linalg.lstsq(A[:, free], -A[:, ~free] @ x[~free], rcond=None)[0]
    touch = 1e-12 * max(1.0, float(np.abs(hi).max(initial=0.0)), float(np.abs(lo).max(initial=0.0)))
    x = np.where(np.abs(x - lo) <= touch, lo, x)
    return np.where(np.abs(x - hi) <= touch, hi, x)


def _settle_y(
    A: Floats, c: Floats, lo: Floats, hi: Floats, x: Floats, y: Floats, x_scale: float, c_scale: float
) -> Floats:
    """The dual with the lexicographically smallest |d_0|, |d_1|, ..., |y_0|, |y_1|, ...

    Optimal duals are those complementary to x: d_j >= 0 at hi, <= 0 at lo, = 0 between. Written d = p - q and
    y = u - v with p, q, u, v >= 0, the rule is a sequence of small LPs; each fixes at zero the variables it prices out.
    """
    rows, columns = A.shape
    at_lo, at_hi = x - lo <= TOLERANCE * x_scale, hi - x <= TOLERANCE * x_scale
    p = np.concatenate([at_hi, np.ones(rows, dtype=bool)])
    q = np.concatenate([at_lo, np.ones(rows, dtype=bool)])
    gathered = np.concatenate([A, np.eye(rows)], axis=1)
    constant = np.concatenate([c, np.zeros(rows)])
    zero = ~p & ~q

    def determined() -> Floats | None:
        if int(np.linalg.matrix_rank(gathered[:, zero], tol=1e-9)) < rows:
            return None
        return np.linalg.lstsq(gathered[:, zero].T, -constant[zero], rcond=None)[0]

    found = determined()
    if found is not None:
        return found
    total = columns + rows
    # variables: y (free), p, q; rows: gathered^T y - p + q = -constant
    system = np.concatenate([gathered.T, -np.eye(total), np.eye(total)], axis=1)
    infinite = np.inf
    low = np.concatenate([np.full(rows, -infinite), np.zeros(2 * total)])
    high = np.concatenate([np.full(rows, infinite), np.where(p, infinite, 0.0), np.where(q, infinite, 0.0)])
    model = _Highs(system, low, high, -constant)
    for k in range(total):
        if zero[k]:
            continue
        stage = np.zeros(rows + 2 * total)
        stage[[rows + k, rows + total + k]] = -1.0
        best = model.maximise(stage)
        if best is None:
            raise NotConverged("HiGHS lost the optimal duals while settling ties")
        priced_out = np.flatnonzero((np.abs(best.reduced) > TOLERANCE) & (model.hi > 0) & (model.lo == 0))
        model.bound(priced_out, np.zeros(priced_out.size), np.zeros(priced_out.size))
        zero = (model.hi[rows : rows + total] == 0) & (model.hi[rows + total :] == 0)
        found = determined()
        if found is not None:
            return found
    return y


def _clash(
    A: Floats, lo: Floats, hi: Floats
) -> tuple[tuple[int, ...], tuple[int, ...], tuple[tuple[int, str], ...]]:
    """An irreducible infeasible subset of rows and bounds, by deletion: drop whatever the clash survives without."""
    rows, columns = A.shape
    kept_rows = np.ones(rows, dtype=bool)
    low, high = lo.copy(), hi.copy()

    def feasible() -> bool:
        open_row = np.where(kept_rows, 0.0, np.inf)
        return _Highs(A, low, high, -open_row, open_row).maximise(np.zeros(columns)) is not None

    for i in range(rows):
        kept_rows[i] = False
        kept_rows[i] = feasible()
    for bounds, dropped in ((low, -np.inf), (high, np.inf)):
        for j in range(columns):
            old = bounds[j]
            bounds[j] = dropped
            if feasible():
                bounds[j] = old
    sides = [(j, "lower") for j in range(columns) if np.isfinite(low[j])]
    sides += [(j, "upper") for j in range(columns) if np.isfinite(high[j])]
    sides.sort()
    named = tuple(sorted({j for j, _ in sides}))
    return tuple(int(i) for i in np.flatnonzero(kept_rows)), named, tuple(sides)
