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
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

U = np.uintp

jit = nb.njit(cache=True, nogil=True, fastmath={"contract"}, error_model="numpy")


@jit
def _one_factor(p: Floats, n: Any, outer: Any, width: Any, src: Floats, dst: Floats) -> None:
    """dst[o, i, :] = sum_m p[i, m] src[o, m, :] on flat arrays, p flat, unsigned sizes."""
    for o in range(outer):
        base = o * n * width
        for i in range(n):
            to = base + i * width
            row = i * n
            w0 = p[row]
            if n == U(1):
                for r in range(width):
                    dst[to + r] = w0 * src[base + r]
            elif n == U(2):
                w1 = p[row + U(1)]
                s1 = base + width
                for r in range(width):
                    dst[to + r] = w0 * src[base + r] + w1 * src[s1 + r]
            elif n == U(3):
                w1 = p[row + U(1)]
                w2 = p[row + U(2)]
                s1 = base + width
                s2 = s1 + width
                for r in range(width):
                    dst[to + r] = w0 * src[base + r] + w1 * src[s1 + r] + w2 * src[s2 + r]
            else:
                w1 = p[row + U(1)]
                w2 = p[row + U(2)]
                w3 = p[row + U(3)]
                s1 = base + width
                s2 = s1 + width
                s3 = s2 + width
                for r in range(width):
                    dst[to + r] = w0 * src[base + r] + w1 * src[s1 + r] + w2 * src[s2 + r] + w3 * src[s3 + r]
                for m in range(U(4), n):
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


@jit
def _logistic(x: Floats, lam: Floats, tau: float, q: Floats, h: Floats) -> None:
    """q = lam / (1 + exp(-x)) and h = lam tau log(1 + exp(x)), without overflow."""
    for s in range(x.size):
        e = math.exp(-abs(x[s]))
        q[s] = lam[s] * ((1.0 if x[s] >= 0.0 else e) / (1.0 + e))
        h[s] = lam[s] * (tau * (max(x[s], 0.0) + math.log1p(e)))


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
    """Solve draws lo..hi-1 backward, then forward from the state of the last observed month.

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
        cost_row = np.empty((states, parties))
        for s in range(states):
            for i in range(parties):
                cost_row[s, i] = cn[i, s]

        # ---- backward: columns 0..P-1 hold G, columns P..2P-1 hold H + h
        v = np.zeros(states * wide)
        spare = np.empty(v.size)
        for s in range(states):
            for i in range(parties):
                v[s * wide + i] = end[i, s] - end_wait[i, s]
        x = np.empty(states)
        lam = np.empty(states)
        h = np.empty(states)
        q = np.empty((ahead, states))
        q_past = np.empty(states)
        gains = np.empty((ahead if terms else 1, states * wide))
        option = np.zeros(parties)
        worth_now = 0.0
        for back in range(months):
            t = months - 1 - back
            v, spare = _expect(p[regime[t]], sizes, v, spare)
            now = net[era[t]]
            for s in range(states):
                total = 0.0
                at = s * wide
                for i in range(parties):
                    g = now[s, i] + b[i] * v[at + i]
                    later = b[i] * v[at + parties + i]
                    v[at + i] = g
                    v[at + parties + i] = later
                    total += g - pi[i] * later - cost_row[s, i] * scale[i, t]
                x[s] = total / tau_n
                lam[s] = min(1.0, lt[t] * ls[s])
            if t < past:
                _logistic(x, lam, tau_n, q_past, h)
                q_observed[n, t] = q_past[path[t]]
            else:
                _logistic(x, lam, tau_n, q[t - past], h)
                if terms:
                    # what settling this month is expected to add to each party, before it is known
                    for s in range(states):
                        at = s * wide
                        chance = q[t - past, s]
                        for i in range(parties):
                            gains[t - past, at + i] = chance * (v[at + i] - cost_row[s, i] * scale[i, t])
                            gains[t - past, at + parties + i] = pi[i] * (chance * v[at + parties + i] + h[s])
                if t == past:
                    for i in range(parties):
                        option[i] = pi[i] * v[s0 * wide + parties + i]
                    worth_now = h[s0]
            for s in range(states):
                at = s * wide + parties
                for i in range(parties):
                    v[at + i] += h[s]

        # ---- forward: column 0 is the mass still unsettled, column 1 the mass of every path
        turned = np.empty((p.shape[0], p.shape[1]))
        for r in range(p.shape[0]):
            _transpose(p[r], sizes, turned[r])
        u = np.zeros(states * 2)
        u_spare = np.empty(u.size)
        u[s0 * 2] = 1.0
        u[s0 * 2 + 1] = 1.0
        level_a = np.zeros(parties)
        level_n = np.zeros(parties)
        discount = np.empty(parties)
        for i in range(parties):
            discount[i] = 1.0
        for s in range(states):
            settle_state[n, s] = 0.0
        for i in range(parties):
            settle_gain[n, 0, i] = 0.0
            settle_gain[n, 1, i] = 0.0
        settled = 0.0
        for k in range(ahead):
            e = era[past + k]
            alive = 0.0
            done = 0.0
            if terms:
                for s in range(states):
                    mass = u[s * 2]
                    for i in range(parties):
                        settle_gain[n, 0, i] += mass * gains[k, s * wide + i]
                        settle_gain[n, 1, i] += mass * gains[k, s * wide + parties + i]
            for s in range(states):
                alive += u[s * 2]
                step = u[s * 2] * q[k, s]
                done += step
                settle_state[n, s] += step
                u[s * 2] -= step
            settled += done
            hazard[n, k] = done / alive if alive > 0.0 else 0.0
            settled_by[n, k] = settled
            for i in range(parties):
                pay_a = 0.0
                pay_d = 0.0
                paid = 0.0
                for s in range(states):
                    everyone = u[s * 2 + 1]
                    pay_a += everyone * an[e, i, s]
                    pay_d += everyone * dn[e, i, s]
                    paid += (everyone - u[s * 2]) * an[e, i, s] + u[s * 2] * dn[e, i, s]
                level_a[i] += discount[i] * pay_a
                level_n[i] += discount[i] * pay_d
                discount[i] *= b[i]
                flow[n, k, i] = paid
            for j in range(kept.shape[1]):
                total = 0.0
                for s in range(states):
                    total += u[s * 2] * kept[0, j, s] + (u[s * 2 + 1] - u[s * 2]) * kept[1, j, s]
                track[n, k, j] = total
            if level_open.shape[2] > 0:
                _levels(u, sizes, level_open[n, k])
            u, u_spare = _expect(turned[regime[past + k]], sizes, u, u_spare)
        for i in range(parties):
            for s in range(states):
                level_a[i] += discount[i] * u[s * 2 + 1] * end[i, s]
                level_n[i] += discount[i] * u[s * 2 + 1] * end_wait[i, s]
            values[n, 0, i] = level_a[i]
            values[n, 1, i] = level_n[i] + option[i]
            values[n, 2, i] = level_n[i] + option[i] + pi[i] * worth_now
            values[n, 3, i] = level_n[i]
            for j in range(2):
                settle_gain[n, j, i] = settle_gain[n, j, i] / settled if settled > 0.0 else np.nan
        if settled > 0.0:
            for s in range(states):
                settle_state[n, s] /= settled


@jit
def _levels(u: Floats, sizes: Ints, out: Floats) -> None:
    """Distribution of each driver's level among the unsettled, drivers one after another."""
    total = 0.0
    for k in range(out.size):
        out[k] = 0.0
    for s in range(u.size // 2):
        total += u[s * 2]
        rest = s
        at = out.size
        for back in range(sizes.size):
            n = sizes[sizes.size - 1 - back]
            at -= n
            out[at + rest % n] += u[s * 2]
            rest //= n
    if total > 0.0:
        for k in range(out.size):
            out[k] /= total
