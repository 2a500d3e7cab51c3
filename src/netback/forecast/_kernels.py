"""The games of a forecast, every draw: arrays in, arrays out.

The equations are those of `netback.game.induction`, which holds the clear version; here they are arranged for what a
forecast asks, and tests/unit/forecast holds the two together.

*Standstill after the horizon.* Those unsettled at the horizon have standstill for ever, so what a deal adds to never
settling, G, is the same in every month: a perpetuity, worked out once. Only the worth of the option to settle later,
H_i = (D_i - N_i) / weight_i, goes backward month by month:

    surplus = sum_i (G_i - cost_i - weight_i H_i),   h = lam tau log(1 + exp(surplus / tau)),
    H_i(t) = beta_i E[H_i(t+1) + h(t+1)],            0 at the horizon.

*Small grids.* Gains, costs and rounds depend on a few drivers each, so they come on the states of those drivers, with
the place of every state of the game among them.

The function bodies hold no lock, write only the rows of their own draws and use no random numbers: any split of the draws
gives the same bytes.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from netback.game._kernels import (
    U,
    _at_state,
    _dot,
    _expect,
    _logistic,
    _move,
    _power_of_two,
    _product,
    _transpose,
    jit,
)

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@jit
def _option(surplus: Floats, lam: Floats, tau: float, h: Floats) -> None:
    """h = lam tau log(1 + exp(surplus / tau)), as `netback.game._kernels._logistic` has it, within 1e-14 of itself.

    Two terms of each series less, and one division: a third of the time.
    """
    inverse = 1.0 / tau
    for s in range(surplus.size):
        z = surplus[s] * inverse
        y = z if z < 0.0 else -z
        y = y if y > -708.0 else -708.0
        k = math.floor(y * 1.4426950408889634 + 0.5)
        r = (y - k * 0.6931471803691238) - k * 1.9082149292705877e-10
        e = 1.0 / 39916800.0
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
        c = 1.0 / 17.0
        c = c * w + 1.0 / 15.0
        c = c * w + 1.0 / 13.0
        c = c * w + 1.0 / 11.0
        c = c * w + 1.0 / 9.0
        c = c * w + 1.0 / 7.0
        c = c * w + 0.2
        c = c * w + 1.0 / 3.0
        c = c * w + 1.0
        soft = 2.0 * g * c + (0.6931471805599453 if high else 0.0)
        h[s] = lam[s] * (tau * soft + (surplus[s] if z > 0.0 else 0.0))


@jit
def _surplus(x: Floats, net: Floats, worth: Floats, surplus: Floats) -> None:
    """Joint surplus of every state: net less the worth of waiting; x (state, party) is E[H + h], worth = weight beta."""
    parties = U(worth.size)
    states = U(net.size)
    if parties == U(2):
        w0, w1 = worth[0], worth[1]
        for s in range(states):
            k = s * U(2)
            surplus[s] = net[s] - w0 * x[k] - w1 * x[k + U(1)]
        return
    if parties == U(3):
        w0, w1, w2 = worth[0], worth[1], worth[2]
        for s in range(states):
            k = s * U(3)
            surplus[s] = net[s] - w0 * x[k] - w1 * x[k + U(1)] - w2 * x[k + U(2)]
        return
    for s in range(states):
        surplus[s] = net[s]
    for i in range(parties):
        w = worth[i]
        for s in range(states):
            surplus[s] -= w * x[s * parties + i]


@jit
def _carry(x: Floats, beta: Floats, h: Floats) -> None:
    """x = beta x + h, party by party: this month's H + h."""
    parties = U(beta.size)
    states = U(h.size)
    if parties == U(2):
        b0, b1 = beta[0], beta[1]
        for s in range(states):
            k = s * U(2)
            x[k] = b0 * x[k] + h[s]
            x[k + U(1)] = b1 * x[k + U(1)] + h[s]
        return
    if parties == U(3):
        b0, b1, b2 = beta[0], beta[1], beta[2]
        for s in range(states):
            k = s * U(3)
            x[k] = b0 * x[k] + h[s]
            x[k + U(1)] = b1 * x[k + U(1)] + h[s]
            x[k + U(2)] = b2 * x[k + U(2)] + h[s]
        return
    for i in range(parties):
        b = beta[i]
        for s in range(states):
            x[s * parties + i] = b * x[s * parties + i] + h[s]


@jit
def deadlock(
    lo: int,
    hi: int,
    gain: Floats,
    to_gain: Ints,
    cost: Floats,
    to_cost: Ints,
    scale: Floats,
    lam_t: Floats,
    rounds: Floats,
    to_rounds: Ints,
    tau: Floats,
    beta: Floats,
    weights: Floats,
    factors: Floats,
    sizes: Ints,
    seen: Ints,
    q_seen: Floats,
    ahead: int,
    start: Ints,
    tracked: Floats,
    to_tracked: Ints,
    tracked_drivers: Ints,
    settled_by: Floats,
    ends_with: Floats,
    track: Floats,
) -> None:
    """Solve draws lo..hi-1 backward over T months; then, where ahead > 0, look that many months forward from `start`.

    gain (N, Sg): what a deal adds for ever, all parties together. cost (N, P, Sc), scale (N, P, T), lam_t (N, T),
    rounds (N, Sr), tau (N,), beta and weights (N, P), factors (N, F), sizes (K,). to_gain, to_cost, to_rounds, to_tracked
    (S,): place of a state on the small grids. seen (N, past): states of the first months, q_seen (N, past) their q.
    tracked (N, 2, Q, St) in standstill and under a deal, on the joint states of tracked_drivers. Results of looking ahead: settled_by (N, ahead);
    ends_with (N, P), what each party has at settlement over never settling, signing costs taken off; track (N, ahead, Q).
    """
    months, states, parties = lam_t.shape[1], to_gain.size, beta.shape[1]
    x = np.empty(states * parties)
    y = np.empty(x.size)
    surplus = np.empty(states)
    lam = np.empty(states)
    h = np.empty(states)
    cost_now = np.empty(cost.shape[2])
    chance = np.empty(rounds.shape[1])
    worth = np.empty(parties)
    net = np.empty(states)
    kept_q = np.empty((ahead, states))
    kept_h = np.empty((ahead, states))
    kept_x = np.empty((ahead, parties, states))
    turned = np.empty(factors.shape[1])
    u = np.empty(states)
    u_spare = np.empty(states)
    level = np.empty(sizes.sum())
    level_spare = np.empty(level.size)
    open_now = np.empty(tracked.shape[3])
    gone_now = np.empty(tracked.shape[3])
    small_sizes = sizes[tracked_drivers]
    small_level = np.empty(small_sizes.sum())
    for n in range(lo, hi):
        for i in range(parties):
            worth[i] = weights[n, i] * beta[n, i]
        for k in range(x.size):
            x[k] = 0.0
        for back in range(months):
            t = months - 1 - back
            if back > 0:
                x, y = _expect(factors[n], sizes, x, y)
            fresh = back == 0
            for i in range(parties):
                fresh = fresh or scale[n, i, t] != scale[n, i, t + 1]
            if fresh:  # the calendar moved: what signing leaves of the gain, state by state
                for k in range(cost_now.size):
                    total = 0.0
                    for i in range(parties):
                        total += cost[n, i, k] * scale[n, i, t]
                    cost_now[k] = total
                for s in range(U(states)):
                    net[s] = gain[n, U(to_gain[s])] - cost_now[U(to_cost[s])]
            if back == 0 or lam_t[n, t] != lam_t[n, t + 1]:
                for k in range(chance.size):
                    chance[k] = min(1.0, lam_t[n, t] * rounds[n, k])
                for s in range(U(states)):
                    lam[s] = chance[U(to_rounds[s])]
            _surplus(x, net, worth, surplus)
            if t < ahead:
                _logistic(surplus, lam, tau[n], kept_q[t], h)
                for s in range(states):
                    kept_h[t, s] = h[s]
                for i in range(parties):
                    for s in range(U(states)):
                        kept_x[t, i, s] = x[s * U(parties) + U(i)]
            else:
                _option(surplus, lam, tau[n], h)
            if t < seen.shape[1]:
                z = surplus[seen[n, t]] / tau[n]
                e = math.exp(-abs(z))
                q_seen[n, t] = lam[seen[n, t]] * ((1.0 if z >= 0.0 else e) / (1.0 + e))
            _carry(x, beta[n], h)
        if ahead == 0:
            continue

        # ---- forward: u is the mass still unsettled
        _transpose(factors[n], sizes, turned)
        for s in range(states):
            u[s] = 0.0
        u[start[n]] = 1.0
        _at_state(start[n], sizes, level)
        for i in range(parties):
            ends_with[n, i] = 0.0
        settled = 0.0
        for k in range(ahead):
            at = 0
            for j in range(tracked_drivers.size):
                first = sizes[: tracked_drivers[j]].sum()
                for i in range(small_sizes[j]):
                    small_level[at] = level[first + i]
                    at += 1
            _product(small_level, small_sizes, gone_now)  # all paths, so far
            shared = _dot(u, kept_h[k])
            settled += _dot(u, kept_q[k])
            settled_by[n, k] = settled
            for s in range(U(states)):
                surplus[s] = u[s] * kept_q[k, s]  # settled this month
                u[s] -= surplus[s]
            for i in range(parties):
                ends_with[n, i] += weights[n, i] * (beta[n, i] * _dot(surplus, kept_x[k, i]) + shared)
            for j in range(open_now.size):
                open_now[j] = 0.0
            for s in range(U(states)):
                open_now[U(to_tracked[s])] += u[s]
            for j in range(open_now.size):
                gone_now[j] -= open_now[j]
            for j in range(tracked.shape[2]):
                track[n, k, j] = _dot(open_now, tracked[n, 0, j]) + _dot(gone_now, tracked[n, 1, j])
            u, u_spare = _expect(turned, sizes, u, u_spare)
            _move(level, factors[n], sizes, level_spare)
            level, level_spare = level_spare, level
        for i in range(parties):
            ends_with[n, i] = ends_with[n, i] / settled if settled > 0.0 else np.nan
