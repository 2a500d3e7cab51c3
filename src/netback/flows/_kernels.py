"""A bounded dual simplex on a dense tableau, compiled: arrays in, arrays out.

Extended columns are the n given ones and m slacks a boxed to [0, 0], so that A x + a = 0 always has the slack basis.

    T        (m, n+m)  tableau B^-1 [A I]; its last m columns are B^-1
    basis    (m,)      column that is basic in each row
    row_of   (n+m,)    row of a basic column, AT_LO or AT_HI of the others
    x, d     (n+m,)    values and reduced costs; the reduced cost of slack i is the dual y_i
    lo, hi   (n+m,)    bounds

A itself comes by columns: row (n, k) and value (n, k) hold up to k entries each, filled up with zeros in row 0. A flow
network has two or three entries a column.
What is optimal, how ties are settled and what the signs mean is written in lp.py.
"""

from __future__ import annotations

from typing import Any

import numba
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

# No wrappers that nobody calls, no check for division by zero: quicker to compile. The caller drops the interpreter lock.
_njit: Any = numba.njit
part = _njit(cache=True, error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True)
whole = _njit(cache=True, error_model="numpy", no_cfunc_wrapper=True, nogil=True)

AT_LO = -1
AT_HI = -2

OPTIMAL = 0
INFEASIBLE = 1
REFUSED = 2

TOLERANCE = 1e-9  # of bounds against the largest bound, of reduced costs against the largest cost
PIVOT = 1e-8  # smallest entry to divide by; the entries of a flow network are near 1


@part
def pivot(T: Floats, d: Floats, basis: Integers, row_of: Integers, r: int, q: int) -> None:
    """Column q becomes basic in row r; the caller says where the column that was basic there now stands."""
    m, width = T.shape
    scale = 1.0 / T[r, q]
    for j in range(width):
        T[r, j] *= scale
    T[r, q] = 1.0
    for i in range(m):
        factor = T[i, q]
        if i != r and factor != 0.0:
            for j in range(width):
                T[i, j] -= factor * T[r, j]
            T[i, q] = 0.0
    factor = d[q]
    if factor != 0.0:
        for j in range(width):
            d[j] -= factor * T[r, j]
        d[q] = 0.0
    basis[r] = q
    row_of[q] = r


@part
def factorise(
    T: Floats, d: Floats, basis: Integers, row_of: Integers, wanted: Flags, row: Integers, value: Floats
) -> None:
    """Tableau of [A I] with the wanted columns basic, as far as they are independent; slacks fill the rest."""
    m, width = T.shape
    n = width - m
    for j in range(width):
        d[j] = 0.0
        for i in range(m):
            T[i, j] = 0.0
    for j in range(n):
        for k in range(row.shape[1]):
            T[row[j, k], j] += value[j, k]
        row_of[j] = AT_LO
    for i in range(m):
        T[i, n + i] = 1.0
        basis[i] = n + i
        row_of[n + i] = i
    for j in range(n):
        if wanted[j]:
            best, r = PIVOT, m
            for i in range(m):
                if basis[i] >= n and not wanted[basis[i]] and abs(T[i, j]) > best:
                    best, r = abs(T[i, j]), i
            if r == m:  # a wanted slack gives way before a column is lost
                for i in range(m):
                    if basis[i] >= n and abs(T[i, j]) > best:
                        best, r = abs(T[i, j]), i
            if r < m:
                row_of[basis[r]] = AT_LO
                pivot(T, d, basis, row_of, r, j)


@part
def place(
    T: Floats,
    d: Floats,
    basis: Integers,
    row_of: Integers,
    x: Floats,
    c: Floats,
    lo: Floats,
    hi: Floats,
    row: Integers,
    value: Floats,
    d_tol: float,
    side: Floats,
    load: Floats,
) -> None:
    """Reduced costs for new costs; every other column at the bound its reduced cost asks for; basic values for those.

    side becomes 1 at an upper bound, -1 at a lower one, 0 for basic columns and for those that cannot move.
    """
    m, width = T.shape
    n = width - m
    for k in range(n, width):
        d[k] = 0.0
        side[k] = 0.0
        load[k - n] = 0.0
    for i in range(m):
        cost = c[basis[i]]
        if cost != 0.0:
            for k in range(n, width):
                d[k] -= cost * T[i, k]
    for j in range(n):
        side[j] = 0.0
        d[j] = 0.0
        if row_of[j] < 0:
            total = c[j]
            for k in range(row.shape[1]):
                total += d[n + row[j, k]] * value[j, k]
            d[j] = total
            if total > d_tol:
                row_of[j] = AT_HI
            elif total < -d_tol:
                row_of[j] = AT_LO
            at = hi[j] if row_of[j] == AT_HI else lo[j]
            x[j] = at
            if lo[j] < hi[j]:
                side[j] = 1.0 if row_of[j] == AT_HI else -1.0
            if at != 0.0:
                for k in range(row.shape[1]):
                    load[row[j, k]] += value[j, k] * at
    for k in range(n, width):
        x[k] = 0.0
    for i in range(m):
        total = 0.0
        for k in range(m):
            total -= T[i, n + k] * load[k]
        x[basis[i]] = total


@part
def move(T: Floats, basis: Integers, x: Floats, q: int, step: float) -> None:
    """Column q moves by step; the basic columns follow."""
    x[q] += step
    for i in range(T.shape[0]):
        x[basis[i]] -= T[i, q] * step


@part
def dual_simplex(
    T: Floats,
    d: Floats,
    basis: Integers,
    row_of: Integers,
    x: Floats,
    lo: Floats,
    hi: Floats,
    x_tol: float,
    side: Floats,
    order: Integers,
    ratio: Floats,
) -> tuple[int, int]:
    """From a dual feasible tableau to an optimal one. Returns (outcome, pivots).

    The leaving row breaks its bound most; the entering column comes from the ratio test that flips columns from bound to
    bound as long as the row stays broken. After many pivots both choices go by the smallest index, which cannot cycle.
    """
    m, width = T.shape
    patience = 20 * (m + 5)
    for count in range(50 * (m + width)):
        r, worst = m, x_tol
        for i in range(m):
            p = basis[i]
            broken = lo[p] - x[p]
            if x[p] - hi[p] > broken:
                broken = x[p] - hi[p]
            if broken > x_tol and (r == m or (broken > worst if count <= patience else p < basis[r])):
                worst, r = broken, i
        if r == m:
            return OPTIMAL, count
        p = basis[r]
        below = x[p] < lo[p]
        target = lo[p] if below else hi[p]
        sign = 1.0 if below else -1.0
        found = 0
        for j in range(width):  # without branches: a list of the columns that can help
            order[found] = j
            found += sign * side[j] * T[r, j] > PIVOT
        for k in range(found):
            j = order[k]
            ratio[k] = abs(d[j]) / abs(T[r, j])
        q = -1
        while found > 0:
            best = 0
            for k in range(1, found):
                if ratio[k] < ratio[best]:
                    best = k
                elif ratio[k] == ratio[best]:
                    larger = abs(T[r, order[k]]) > abs(T[r, order[best]])
                    if larger if count <= patience else order[k] < order[best]:
                        best = k
            j = order[best]
            span = hi[j] - lo[j]
            if count > patience or worst - span * abs(T[r, j]) <= x_tol:
                q = j
                break
            worst -= span * abs(T[r, j])
            if row_of[j] == AT_LO:
                row_of[j], side[j] = AT_HI, 1.0
                move(T, basis, x, j, span)
                x[j] = hi[j]
            else:
                row_of[j], side[j] = AT_LO, -1.0
                move(T, basis, x, j, -span)
                x[j] = lo[j]
            found -= 1
            order[best], ratio[best] = order[found], ratio[found]
        if q < 0:
            return INFEASIBLE, count
        move(T, basis, x, q, (x[p] - target) / T[r, q])
        x[p] = target
        row_of[p] = AT_LO if below else AT_HI
        side[p] = -sign if lo[p] < hi[p] else 0.0
        side[q] = 0.0
        pivot(T, d, basis, row_of, r, q)
    return REFUSED, 50 * (m + width)


@part
def settle_x(
    T: Floats,
    d: Floats,
    basis: Integers,
    row_of: Integers,
    x: Floats,
    lo: Floats,
    hi: Floats,
    x_tol: float,
    d_tol: float,
    loose: Flags,
    w: Floats,
) -> tuple[bool, int]:
    """Among the optima, the one with the largest x_0, then x_1, ... Returns (tied, pivots).

    A primal simplex over the columns whose reduced cost is zero. Stage k maximises x_k, then freezes every column that
    would lower it. A last stage, `k = n`, asks whether any step off the vertex exists: then the optimum was not unique.
    """
    m, width = T.shape
    n = width - m
    found = 0
    for j in range(n):
        loose[j] = row_of[j] < 0 and lo[j] < hi[j] and abs(d[j]) <= d_tol
        found += loose[j]
    if found == 0:
        return False, 0
    tied, count, limit = False, 0, 50 * (m + width)
    for k in range(n + 1):
        if k == n:
            if tied:
                break
            for j in range(width):
                loose[j] = row_of[j] < 0 and lo[j] < hi[j] and abs(d[j]) <= d_tol
        while count < limit:
            r = -1
            if k < n:
                r = row_of[k]
                if r < 0 and not loose[k]:
                    break
                for j in range(n):
                    w[j] = -T[r, j] if r >= 0 else 0.0
                if r < 0:
                    w[k] = 1.0
            else:
                for j in range(n):
                    w[j] = 0.0
                    if loose[j]:
                        w[j] = 1.0 if row_of[j] == AT_LO else -1.0
                for i in range(m):
                    p = basis[i]
                    if lo[p] < hi[p]:
                        g = 0.0
                        if x[p] - lo[p] <= x_tol:
                            g = 1.0
                        elif hi[p] - x[p] <= x_tol:
                            g = -1.0
                        if g != 0.0:
                            for j in range(n):
                                w[j] -= g * T[i, j]
            q = -1
            for j in range(n):
                if loose[j] and (
                    (w[j] > PIVOT and row_of[j] == AT_LO) or (w[j] < -PIVOT and row_of[j] == AT_HI)
                ):
                    q = j
                    break
            if q < 0:
                break
            sign = 1.0 if row_of[q] == AT_LO else -1.0
            step, r = hi[q] - lo[q], -1
            for i in range(m):
                rate = -sign * T[i, q]
                if abs(rate) > PIVOT:
                    p = basis[i]
                    room = ((hi[p] - x[p]) if rate > 0.0 else (x[p] - lo[p])) / abs(rate)
                    if room < 0.0:
                        room = 0.0
                    if room < step or (room == step and r >= 0 and p < basis[r]):
                        step, r = room, i
            if step > x_tol:
                tied = True
                if k == n:
                    break
            count += 1
            move(T, basis, x, q, sign * step)
            if r < 0:
                row_of[q] = AT_HI if sign > 0.0 else AT_LO
                x[q] = hi[q] if sign > 0.0 else lo[q]
            else:
                p = basis[r]
                up = -sign * T[r, q] > 0.0
                x[p] = hi[p] if up else lo[p]
                d[q] = 0.0
                row_of[basis[r]] = AT_HI if up else AT_LO
                pivot(T, d, basis, row_of, r, q)
                loose[q] = False
                loose[p] = lo[p] < hi[p]
        if k < n and (row_of[k] >= 0 or loose[k]):
            r = row_of[k]
            for j in range(n):
                if loose[j] and ((r >= 0 and abs(T[r, j]) > PIVOT) or j == k):
                    loose[j] = False
    return tied, count


@part
def first_mover(T: Floats, i: int, p: int, k: int) -> int:
    """The first column from k on that moves row i, where p is basic: p itself at the latest."""
    while k < p and abs(T[i, k]) <= PIVOT:
        k += 1
    return k


@part
def settle_y(
    T: Floats,
    d: Floats,
    basis: Integers,
    row_of: Integers,
    x: Floats,
    lo: Floats,
    hi: Floats,
    x_tol: float,
    d_tol: float,
    stuck: Integers,
    mover: Integers,
) -> int:
    """Among the optimal duals, the one with the smallest |d_0|, |d_1|, ..., |y_0|, ... Returns pivots.

    Stage k widens the box of column k by an ε that dwarfs all later ones. If k is basic its row has room from now on. Else
    k moves by ±ε, and a basic column that stands on a bound and cannot follow leaves (a dual pivot that does not change x).
    Rows that followed have room from now on, so later stages cannot touch |d_k|. Only rows without room are looked at:
    stuck lists them, mover holds the first stage that moves each.
    """
    m, width = T.shape
    found, count, limit = 0, 0, 50 * (m + width)
    for i in range(m):
        p = basis[i]
        if not (hi[p] - x[p] > x_tol and x[p] - lo[p] > x_tol):
            stuck[found] = i
            mover[found] = first_mover(T, i, p, 0)
            found += 1
    while found > 0 and count < limit:
        k = mover[0]
        for s in range(1, found):
            k = min(k, mover[s])
        r = m
        if row_of[k] < 0:
            best = 0.0
            for s in range(found):
                i = stuck[s]
                if mover[s] == k:
                    p = basis[i]
                    if abs(d[k]) <= d_tol:
                        if abs(T[i, k]) > best:
                            best, r = abs(T[i, k]), i
                    elif (T[i, k] > 0.0) == (d[k] < 0.0):
                        if not hi[p] - x[p] > x_tol and (r == m or p < basis[r]):
                            r = i
                    elif not x[p] - lo[p] > x_tol and (r == m or p < basis[r]):
                        r = i
        if r == m:
            kept = 0
            for s in range(found):
                if mover[s] != k:
                    stuck[kept], mover[kept] = stuck[s], mover[s]
                    kept += 1
            found = kept
            continue
        p, q = basis[r], k
        if abs(d[k]) <= d_tol:
            d[k] = 0.0
            upper = hi[p] - x[p] <= x_tol
        else:
            upper = (T[r, k] > 0.0) == (d[k] < 0.0)
            least = abs(d[k]) / abs(T[r, k])
            sign = -1.0 if upper else 1.0
            for j in range(k + 1, width):
                a = sign * T[r, j]
                can = (a < -PIVOT and row_of[j] == AT_LO) or (a > PIVOT and row_of[j] == AT_HI)
                if can and lo[j] < hi[j] and abs(d[j]) < least * abs(a):
                    least, q = abs(d[j]) / abs(a), j
        x[p] = hi[p] if upper else lo[p]
        row_of[p] = AT_HI if upper else AT_LO
        pivot(T, d, basis, row_of, r, q)
        count += 1
        kept = 0
        for s in range(found):
            i = stuck[s]
            p = basis[i]
            if i != r or not (hi[p] - x[p] > x_tol and x[p] - lo[p] > x_tol):
                stuck[kept] = i
                mover[kept] = first_mover(T, i, p, k)
                kept += 1
        found = kept
    return count


@part
def certified(
    d: Floats,
    x: Floats,
    c: Floats,
    lo: Floats,
    hi: Floats,
    row: Integers,
    value: Floats,
    residual: Floats,
    x_scale: float,
    c_scale: float,
) -> tuple[bool, float]:
    """Whether x and y = d[n:] prove each other optimal on the original data. Returns (proven, objective)."""
    n = row.shape[0]
    m = x.shape[0] - n
    for i in range(m):
        residual[i] = 0.0
    objective, bound = 0.0, 0.0
    for j in range(n):
        at = x[j]
        if not (at >= lo[j] - TOLERANCE * x_scale and at <= hi[j] + TOLERANCE * x_scale):
            return False, 0.0
        if at < lo[j]:
            at = lo[j]
        elif at > hi[j]:
            at = hi[j]
        x[j] = at
        reduced = c[j]
        for k in range(row.shape[1]):
            residual[row[j, k]] += value[j, k] * at
            reduced += value[j, k] * d[n + row[j, k]]
        objective += c[j] * at
        bound += reduced * (hi[j] if reduced > 0.0 else lo[j])
        if (reduced > 2 * TOLERANCE * c_scale and hi[j] - at > TOLERANCE * x_scale) or (
            reduced < -2 * TOLERANCE * c_scale and at - lo[j] > TOLERANCE * x_scale
        ):
            return False, objective
    worst = 0.0
    for i in range(m):
        if not abs(residual[i]) <= worst:
            worst = abs(residual[i])
    proven = worst <= TOLERANCE * x_scale and abs(bound - objective) <= TOLERANCE * x_scale * c_scale
    return proven, objective


@whole
def solve_draws(
    first: int,
    last: int,
    c: Floats,
    lo: Floats,
    hi: Floats,
    wanted: Flags,
    row: Integers,
    value: Floats,
    tableaus: Floats,
    floats: Floats,
    integers: Integers,
    flags: Flags,
    x_out: Floats,
    y_out: Floats,
    objective: Floats,
    outcome: Integers,
    tied: Flags,
    pivots: Integers,
    rebuilt: Integers,
) -> None:
    """Solve draws first..last-1, state by state, each draw from the same starting basis.

    c, lo, hi have shape (D or 1, S or 1, n) and value (D or 1, n, k): one row serves all where an axis is 1.
    tableaus (2, m, n+m), floats (9, n+m), integers (7, n+m), flags (2, n+m) are work space, its content is of no matter.
    """
    states, m = y_out.shape[1], y_out.shape[2]
    n = x_out.shape[2]
    width = n + m
    T, T0 = tableaus[0], tableaus[1]
    x, d, costs, low = floats[0], floats[1], floats[2], floats[3]
    high, ratio, w, residual, side = floats[4], floats[5], floats[6], floats[7], floats[8]
    basis, basis0, row_of, row_of0, order = integers[0], integers[1], integers[2], integers[3], integers[4]
    stuck, mover, loose, now = integers[5], integers[6], flags[0], flags[1]
    for j in range(width):
        low[j] = high[j] = costs[j] = x[j] = d[j] = 0.0
    for draw in range(first, last):
        entries = value[draw if value.shape[0] > 1 else 0]
        if draw == first or value.shape[0] > 1:
            factorise(T0, d, basis0, row_of0, wanted, row, entries)
        for i in range(m):  # loops, since assigning slices takes numba seconds to compile
            basis[i] = basis0[i]
            for j in range(width):
                T[i, j] = T0[i, j]
        for j in range(width):
            row_of[j] = row_of0[j]
        dc = draw if c.shape[0] > 1 else 0
        dl = draw if lo.shape[0] > 1 else 0
        dh = draw if hi.shape[0] > 1 else 0
        for state in range(states):
            sc = state if c.shape[1] > 1 else 0
            sl = state if lo.shape[1] > 1 else 0
            sh = state if hi.shape[1] > 1 else 0
            x_scale, c_scale = 0.0, 0.0
            for j in range(n):
                costs[j], low[j], high[j] = c[dc, sc, j], lo[dl, sl, j], hi[dh, sh, j]
                x_scale = max(x_scale, max(abs(low[j]), abs(high[j])))
                c_scale = max(c_scale, abs(costs[j]))
            x_scale = x_scale if x_scale > 0.0 else 1.0
            c_scale = c_scale if c_scale > 0.0 else 1.0
            x_tol, d_tol = TOLERANCE * x_scale, TOLERANCE * c_scale
            for attempt in range(2):
                if attempt == 1:
                    for j in range(width):
                        now[j] = row_of[j] >= 0
                    factorise(T, d, basis, row_of, now, row, entries)
                    rebuilt[draw] += 1
                place(T, d, basis, row_of, x, costs, low, high, row, entries, d_tol, side, residual)
                found, count = dual_simplex(T, d, basis, row_of, x, low, high, x_tol, side, order, ratio)
                pivots[draw, state] += count
                outcome[draw, state] = found
                if found == OPTIMAL:
                    several, moves = settle_x(T, d, basis, row_of, x, low, high, x_tol, d_tol, loose, w)
                    turns = settle_y(T, d, basis, row_of, x, low, high, x_tol, d_tol, stuck, mover)
                    pivots[draw, state] += moves + turns
                    most = 50 * (m + width)
                    proven, total = certified(
                        d, x, costs, low, high, row, entries, residual, x_scale, c_scale
                    )
                    if proven and moves < most and turns < most:
                        tied[draw, state] = several
                        objective[draw, state] = total
                        for j in range(n):
                            x_out[draw, state, j] = x[j]
                        for i in range(m):
                            y_out[draw, state, i] = d[n + i]
                        break
                    outcome[draw, state] = REFUSED
