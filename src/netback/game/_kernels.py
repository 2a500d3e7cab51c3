"""The stochastic bargaining game, many draws at once: arrays in, arrays out.

The clear version of the same equations, for one draw, is `netback.game.induction`; tests/peers holds the
two together. Two things make this one fast.

*One factor at a time.* States are the product of independent drivers, so ``E[v(s') | s]`` is taken by
applying each driver's small matrix in turn; the Kronecker product is never formed. Values lie as
``(state, column)`` with every column a party's value, so each driver's step is a sum of contiguous rows.

*Gains, not levels.* With ``N_i`` the value of never settling, write ``G_i = A_i - N_i`` (what the deal adds)
and ``H_i = (D_i - N_i) / weight_i`` (what the option to settle later adds). Then

    G_i(t) = a_i - d_i + beta_i E[G_i(t+1)],        H_i(t) = beta_i E[H_i(t+1) + h(t+1)],
    surplus = sum_i (G_i - cost_i - weight_i H_i),  h = lam tau log(1 + exp(surplus / tau)),

and levels follow from one forward pass. The function bodies hold the GIL nowhere, write only the rows of
their own draws, and use no random numbers: any split of the draws gives the same bytes.

Unsigned indices (``U``) let LLVM drop the wrap-around of negative indices and use vector instructions.
"""

from __future__ import annotations

import math
from typing import Any

import numba as nb
import numpy as np
from llvmlite import ir  # type: ignore[import-untyped]
from numba import types
from numba.extending import intrinsic
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

U = np.uintp

jit = nb.njit(cache=True, nogil=True, fastmath={"contract"}, error_model="numpy")


@jit
def _one_factor(p: Floats, n: Any, outer: Any, width: Any, src: Floats, dst: Floats) -> None:
    """dst[o, i, :] = sum_m p[i, m] src[o, m, :] on flat arrays, p flat, unsigned sizes."""
    if width == U(1):
        for o in range(outer):
            base = o * n
            for i in range(n):
                total = 0.0
                for m in range(n):
                    total += p[i * n + m] * src[base + m]
                dst[base + i] = total
        return
    if n == U(2):  # every value is read once, all weights stay in registers
        a0, a1, b0, b1 = p[0], p[1], p[2], p[3]
        for o in range(outer):
            s0 = o * n * width
            s1 = s0 + width
            for r in range(width):
                x, y = src[s0 + r], src[s1 + r]
                dst[s0 + r] = a0 * x + a1 * y
                dst[s1 + r] = b0 * x + b1 * y
        return
    if n == U(3):
        a0, a1, a2, b0, b1, b2, c0, c1, c2 = p[0], p[1], p[2], p[3], p[4], p[5], p[6], p[7], p[8]
        for o in range(outer):
            s0 = o * n * width
            s1 = s0 + width
            s2 = s1 + width
            for r in range(width):
                x, y, z = src[s0 + r], src[s1 + r], src[s2 + r]
                dst[s0 + r] = a0 * x + a1 * y + a2 * z
                dst[s1 + r] = b0 * x + b1 * y + b2 * z
                dst[s2 + r] = c0 * x + c1 * y + c2 * z
        return
    for o in range(outer):
        base = o * n * width
        for i in range(n):
            to = base + i * width
            row = i * n
            w0 = p[row]
            if n == U(1):
                for r in range(width):
                    dst[to + r] = w0 * src[base + r]
                continue
            w1 = p[row + U(1)]
            w2 = p[row + U(2)]
            w3 = p[row + U(3)]
            s1 = base + width
            s2 = s1 + width
            s3 = s2 + width
            if n == U(4):
                for r in range(width):
                    dst[to + r] = w0 * src[base + r] + w1 * src[s1 + r] + w2 * src[s2 + r] + w3 * src[s3 + r]
                continue
            w4 = p[row + U(4)]
            s4 = s3 + width
            for r in range(width):
                dst[to + r] = (
                    w0 * src[base + r]
                    + w1 * src[s1 + r]
                    + w2 * src[s2 + r]
                    + w3 * src[s3 + r]
                    + w4 * src[s4 + r]
                )
            for m in range(U(5), n):
                wm = p[row + m]
                sm = base + m * width
                for r in range(width):
                    dst[to + r] += wm * src[sm + r]


@jit
def _expect(p: Floats, sizes: Ints, x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Expectation of the flat ``(state, column)`` array `x`; returns (result, spare), one each of x and y."""
    width = x.size
    outer = 1
    at = 0
    for k in range(sizes.size):
        n = sizes[k]
        width = width // n
        _one_factor(p[at : at + n * n], U(n), U(outer), U(width), x, y)
        x, y = y, x
        outer *= n
        at += n * n
    return x, y


@jit
def _transpose(p: Floats, sizes: Ints, out: Floats) -> None:
    at = 0
    for k in range(sizes.size):
        n = sizes[k]
        for i in range(n):
            for j in range(n):
                out[at + j * n + i] = p[at + i * n + j]
        at += n * n


@jit
def _squared(p: Floats, sizes: Ints) -> Floats:
    out = np.zeros(p.size)
    at = 0
    for k in range(sizes.size):
        n = sizes[k]
        for i in range(n):
            for m in range(n):
                w = p[at + i * n + m]
                for j in range(n):
                    out[at + i * n + j] += w * p[at + m * n + j]
        at += n * n
    return out


@jit
def _perpetuity(flow: Floats, beta: Floats, p: Floats, sizes: Ints) -> Floats:
    """v = flow + beta E[v] for a flat ``(state, column)`` flow, by doubling the horizon (beta < 1)."""
    columns = beta.size
    states = flow.size // columns
    v = np.empty(flow.size)
    x = np.empty(flow.size)
    y = np.empty(flow.size)
    b = np.empty(columns)
    largest = 0.0
    for k in range(flow.size):
        v[k] = flow[k]
    for i in range(columns):
        b[i] = beta[i]
        largest = max(largest, b[i])
    while largest > 1e-18:
        for k in range(v.size):
            x[k] = v[k]
        x, y = _expect(p, sizes, x, y)
        for s in range(states):
            for i in range(columns):
                v[s * columns + i] += b[i] * x[s * columns + i]
        p = _squared(p, sizes)
        for i in range(columns):
            b[i] *= b[i]
        largest *= largest
    return v


@jit
def perpetuities(
    lo: int, hi: int, flow: Floats, beta: Floats, factors: Floats, sizes: Ints, out: Floats
) -> None:
    """out (N, P, S) = expected discounted sum of flow (N, P, S) for ever, under factors (N or 1, F)."""
    parties, states = out.shape[1], out.shape[2]
    for n in range(lo, hi):
        f = flow[n if flow.shape[0] > 1 else 0]
        b = beta[n if beta.shape[0] > 1 else 0]
        p = factors[n if factors.shape[0] > 1 else 0]
        v = np.empty(states * parties)
        for s in range(states):
            for i in range(parties):
                v[s * parties + i] = f[i, s]
        v = _perpetuity(v, b, p, sizes)
        for s in range(states):
            for i in range(parties):
                out[n, i, s] = v[s * parties + i]


@jit
def deal_worth(
    lo: int,
    hi: int,
    a: Floats,
    d: Floats,
    beta: Floats,
    factors: Floats,
    sizes: Ints,
    era: Ints,
    regime: Ints,
    month: int,
    ref_state: Ints,
    worth: Floats,
    gain: Floats,
    largest: Floats,
) -> None:
    """Worth of a deal with no option to wait, by party, at `month` and the reference state of each draw.

    a, d (N or 1, E, P, S); factors (N or 1, R, F); era, regime (T,); ref_state (N or 1,);
    worth, gain (N, P); largest (N,): the largest joint monthly gain, in size, over eras and states.
    """
    eras, parties, states = a.shape[1], a.shape[2], a.shape[3]
    months = era.size
    for n in range(lo, hi):
        an = a[n if a.shape[0] > 1 else 0]
        dn = d[n if d.shape[0] > 1 else 0]
        b = beta[n if beta.shape[0] > 1 else 0]
        p = factors[n if factors.shape[0] > 1 else 0]
        ref = ref_state[n if ref_state.size > 1 else 0]
        net = np.empty((eras, states * parties))
        top = 0.0
        for e in range(eras):
            for s in range(states):
                joint = 0.0
                for i in range(parties):
                    net[e, s * parties + i] = an[e, i, s] - dn[e, i, s]
                    joint += net[e, s * parties + i]
                top = max(top, abs(joint))
        last = months - 1
        v = _perpetuity(net[era[last]], b, p[regime[last]], sizes)
        t = last
        while t > month and era[t - 1] == era[last] and regime[t - 1] == regime[last]:
            t -= 1
        x = v
        y = np.empty(v.size)
        for back in range(t - month):
            now = t - 1 - back
            x, y = _expect(p[regime[now]], sizes, x, y)
            for s in range(states):
                for i in range(parties):
                    k = s * parties + i
                    x[k] = net[era[now], k] + b[i] * x[k]
        for i in range(parties):
            worth[n, i] = x[ref * parties + i]
            gain[n, i] = net[era[month], ref * parties + i]
        largest[n] = top


@intrinsic
def _power_of_two(typing_context: Any, k: Any) -> Any:
    """2.0 ** k for a float that holds a whole number in -1022..1023, without a call, so that loops vectorise."""

    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        narrow, wide = ir.IntType(32), ir.IntType(64)
        exponent = builder.add(builder.fptosi(arguments[0], narrow), ir.Constant(narrow, 1023))
        bits = builder.shl(builder.zext(exponent, wide), ir.Constant(wide, 52))
        return builder.bitcast(bits, ir.DoubleType())

    return types.float64(types.float64), build


@jit
def _logistic(surplus: Floats, lam: Floats, tau: float, q: Floats, h: Floats) -> None:
    """q = lam / (1 + exp(-x)) and h = lam tau log(1 + exp(x)), x = surplus / tau, within 1e-15 of libm.

    exp(-|x|) by reduction to |r| <= ln(2)/2 and its series; log1p by the series of 2 artanh(f / (2 + f)).
    Written out, with no call, because a libm call for each state costs as much as all the driver steps.
    """
    for s in range(surplus.size):
        z = surplus[s] / tau
        y = z if z < 0.0 else -z
        y = y if y > -708.0 else -708.0
        k = math.floor(y * 1.4426950408889634 + 0.5)
        r = (y - k * 0.6931471803691238) - k * 1.9082149292705877e-10
        e = 1.0 / 6227020800.0
        e = e * r + 1.0 / 479001600.0
        e = e * r + 1.0 / 39916800.0
        e = e * r + 1.0 / 3628800.0
        e = e * r + 1.0 / 362880.0
        e = e * r + 1.0 / 40320.0
        e = e * r + 1.0 / 5040.0
        e = e * r + 1.0 / 720.0
        e = e * r + 1.0 / 120.0
        e = e * r + 1.0 / 24.0
        e = e * r + 1.0 / 6.0
        e = e * r + 0.5
        e = e * r + 1.0
        e = e * r + 1.0
        e = e * _power_of_two(k)  # type: ignore[call-arg]
        high = e > 0.41421356237309503
        f = (e - 1.0) * 0.5 if high else e
        g = f / (2.0 + f)
        w = g * g
        c = 1.0 / 21.0
        c = c * w + 1.0 / 19.0
        c = c * w + 1.0 / 17.0
        c = c * w + 1.0 / 15.0
        c = c * w + 1.0 / 13.0
        c = c * w + 1.0 / 11.0
        c = c * w + 1.0 / 9.0
        c = c * w + 1.0 / 7.0
        c = c * w + 0.2
        c = c * w + 1.0 / 3.0
        c = c * w + 1.0
        soft = 2.0 * g * c + (0.6931471805599453 if high else 0.0)
        q[s] = lam[s] * ((1.0 if z >= 0.0 else e) / (1.0 + e))
        h[s] = lam[s] * (tau * soft + (surplus[s] if z > 0.0 else 0.0))


@jit
def solve_batch(
    lo: int,
    hi: int,
    a: Floats,
    d: Floats,
    cost: Floats,
    cost_scale: Floats,
    lam_t: Floats,
    lam_s: Floats,
    tau: Floats,
    beta: Floats,
    weights: Floats,
    factors: Floats,
    sizes: Ints,
    terminal: Floats,
    terminal_wait: Floats,
    era: Ints,
    regime: Ints,
    observed: Ints,
    start: Ints,
    tracked: Floats,
    terms: bool,
    q_observed: Floats,
    hazard: Floats,
    settled_by: Floats,
    settle_state: Floats,
    values: Floats,
    settle_gain: Floats,
    flow: Floats,
    track: Floats,
    level_open: Floats,
) -> None:
    """Solve draws lo..hi-1 backward, then look ahead from `start` in the first unobserved month.

    Inputs have a leading draw axis of N, or 1 when every draw shares them; shapes are those of
    `netback.game.induction.solve_game_batch`, which checks them. The last nine arguments are results.
    """
    parties, states = a.shape[2], a.shape[3]
    months = era.size
    past = observed.shape[1]
    ahead = months - past
    wide = 2 * parties
    for n in range(lo, hi):
        an = a[n if a.shape[0] > 1 else 0]
        dn = d[n if d.shape[0] > 1 else 0]
        cn = cost[n if cost.shape[0] > 1 else 0]
        scale = cost_scale[n if cost_scale.shape[0] > 1 else 0]
        lt = lam_t[n if lam_t.shape[0] > 1 else 0]
        ls = lam_s[n if lam_s.shape[0] > 1 else 0]
        tau_n = tau[n if tau.size > 1 else 0]
        b = beta[n if beta.shape[0] > 1 else 0]
        pi = weights[n if weights.shape[0] > 1 else 0]
        p = factors[n if factors.shape[0] > 1 else 0]
        end = terminal[n if terminal.shape[0] > 1 else 0]
        end_wait = terminal_wait[n if terminal_wait.shape[0] > 1 else 0]
        path = observed[n if observed.shape[0] > 1 else 0]
        s0 = start[n if start.size > 1 else 0]
        kept = tracked[n if tracked.shape[0] > 1 else 0]

        net = np.empty((a.shape[1], states, parties))
        for e in range(a.shape[1]):
            for s in range(states):
                for i in range(parties):
                    net[e, s, i] = an[e, i, s] - dn[e, i, s]
        cost_now = np.empty(states)

        # ---- backward: columns 0..P-1 hold G, columns P..2P-1 hold H + h
        v = np.zeros(states * wide)
        spare = np.empty(v.size)
        for s in range(states):
            for i in range(parties):
                v[s * wide + i] = end[i, s] - end_wait[i, s]
        surplus = np.empty(states)
        lam = np.empty(states)
        h = np.empty(states)
        q = np.empty((ahead, states))
        q_past = np.empty(states)
        kept_v = np.empty((ahead if terms else 1, states * wide))
        kept_h = np.empty((ahead if terms else 1, states))
        option = np.zeros(parties)
        worth_now = 0.0
        for back in range(months):
            t = months - 1 - back
            v, spare = _expect(p[regime[t]], sizes, v, spare)
            now = net[era[t]]
            for s in range(states):
                cost_now[s] = cn[0, s] * scale[0, t]
            for i in range(1, parties):
                for s in range(states):
                    cost_now[s] += cn[i, s] * scale[i, t]
            for s in range(states):
                total = -cost_now[s]
                at = s * wide
                for i in range(parties):
                    g = now[s, i] + b[i] * v[at + i]
                    later = b[i] * v[at + parties + i]
                    v[at + i] = g
                    v[at + parties + i] = later
                    total += g - pi[i] * later
                surplus[s] = total
                lam[s] = min(1.0, lt[t] * ls[s])
            if t < past:
                _logistic(surplus, lam, tau_n, q_past, h)
                q_observed[n, t] = q_past[path[t]]
            else:
                _logistic(surplus, lam, tau_n, q[t - past], h)
                if terms:
                    for k in range(v.size):
                        kept_v[t - past, k] = v[k]
                    for s in range(states):
                        kept_h[t - past, s] = h[s]
                if t == past:
                    for i in range(parties):
                        option[i] = pi[i] * v[s0 * wide + parties + i]
                    worth_now = h[s0]
            for s in range(states):
                at = s * wide + parties
                for i in range(parties):
                    v[at + i] += h[s]

        # ---- forward: u is the mass still unsettled, everyone that of all paths
        turned = np.empty((p.shape[0], p.shape[1]))
        for r in range(p.shape[0]):
            _transpose(p[r], sizes, turned[r])
        u = np.zeros(states)
        u_spare = np.empty(states)
        everyone = np.empty(states)
        gone = np.empty(states)
        now_settled = np.empty(states)
        sums = np.empty(wide)
        level = np.zeros(sizes.sum())
        level_spare = np.empty(level.size)
        u[s0] = 1.0
        _at_state(s0, sizes, level)
        level_a = np.zeros(parties)
        level_n = np.zeros(parties)
        discount = np.empty(parties)
        for i in range(parties):
            discount[i] = 1.0
            settle_gain[n, 0, i] = 0.0
            settle_gain[n, 1, i] = 0.0
        for s in range(states):
            settle_state[n, s] = 0.0
        settled = 0.0
        for k in range(ahead):
            e = era[past + k]
            _product(level, sizes, everyone)
            alive = 0.0
            done = 0.0
            for s in range(states):
                alive += u[s]
                step = u[s] * q[k, s]
                done += step
                settle_state[n, s] += step
                now_settled[s] = step
            if terms:
                common = _dot(u, kept_h[k])
                for r in range(wide):
                    sums[r] = 0.0
                for s in range(states):
                    at = s * wide
                    for r in range(wide):
                        sums[r] += now_settled[s] * kept_v[k, at + r]
                for i in range(parties):
                    paid = scale[i, past + k] * _dot(now_settled, cn[i])
                    settle_gain[n, 0, i] += sums[i] - paid
                    settle_gain[n, 1, i] += pi[i] * (sums[parties + i] + common)
            for s in range(states):
                u[s] -= now_settled[s]
                gone[s] = everyone[s] - u[s]
            settled += done
            hazard[n, k] = done / alive if alive > 0.0 else 0.0
            settled_by[n, k] = settled
            for i in range(parties):
                level_a[i] += discount[i] * _dot(everyone, an[e, i])
                level_n[i] += discount[i] * _dot(everyone, dn[e, i])
                flow[n, k, i] = _dot(gone, an[e, i]) + _dot(u, dn[e, i])
                discount[i] *= b[i]
            for j in range(kept.shape[1]):
                track[n, k, j] = _dot(u, kept[0, j]) + _dot(gone, kept[1, j])
            if level_open.shape[2] > 0:
                _levels(u, sizes, level_open[n, k])
            u, u_spare = _expect(turned[regime[past + k]], sizes, u, u_spare)
            _move(level, p[regime[past + k]], sizes, level_spare)
            level, level_spare = level_spare, level
        _product(level, sizes, everyone)
        for i in range(parties):
            level_a[i] += discount[i] * _dot(everyone, end[i])
            level_n[i] += discount[i] * _dot(everyone, end_wait[i])
            values[n, 0, i] = level_a[i]
            values[n, 1, i] = level_n[i] + option[i]
            values[n, 2, i] = level_n[i] + option[i] + pi[i] * worth_now
            values[n, 3, i] = level_n[i]
            for j in range(2):
                settle_gain[n, j, i] = settle_gain[n, j, i] / settled if settled > 0.0 else np.nan
        if settled > 0.0:
            for s in range(states):
                settle_state[n, s] /= settled


@nb.njit(cache=True, nogil=True, fastmath={"contract", "reassoc"})
def _dot(x: Floats, y: Floats) -> float:
    total = 0.0
    for s in range(x.size):
        total += x[s] * y[s]
    return total


@jit
def _move(levels: Floats, p: Floats, sizes: Ints, out: Floats) -> None:
    """One month of each driver's own distribution, drivers one after another."""
    at = 0
    first = 0
    for k in range(sizes.size):
        n = sizes[k]
        for j in range(n):
            total = 0.0
            for i in range(n):
                total += levels[first + i] * p[at + i * n + j]
            out[first + j] = total
        at += n * n
        first += n


@jit
def _product(levels: Floats, sizes: Ints, out: Floats) -> None:
    """Distribution over states of independent drivers: the outer product of their distributions."""
    out[0] = 1.0
    filled = 1
    first = 0
    for k in range(sizes.size):
        n = sizes[k]
        for back in range(filled):
            o = filled - 1 - back
            w = out[o]
            for i in range(n):
                out[o * n + n - 1 - i] = w * levels[first + n - 1 - i]
        filled *= n
        first += n


@jit
def _at_state(state: int, sizes: Ints, out: Floats) -> None:
    """Each driver's distribution when the state is known."""
    at = out.size
    for k in range(out.size):
        out[k] = 0.0
    for back in range(sizes.size):
        n = sizes[sizes.size - 1 - back]
        at -= n
        out[at + state % n] = 1.0
        state //= n


@jit
def _levels(u: Floats, sizes: Ints, out: Floats) -> None:
    """Distribution of each driver's level among the unsettled, drivers one after another."""
    total = 0.0
    for k in range(out.size):
        out[k] = 0.0
    for s in range(u.size):
        total += u[s]
        rest = s
        at = out.size
        for back in range(sizes.size):
            n = sizes[sizes.size - 1 - back]
            at -= n
            out[at + rest % n] += u[s]
            rest //= n
    if total > 0.0:
        for k in range(out.size):
            out[k] /= total
