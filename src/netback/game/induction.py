"""When would every veto holder rather sign than wait? Backward induction on arrays.

Each month t and state s (unanimity of parties i; Merlo and Wilson 1995, smoothed as in Rust 1987):

    A_i = a_i + beta_i E[A_i(t+1)]                    a deal from now on                          (eq. 1)
    D_i = d_i + beta_i E[W_i(t+1)]                    one more month of standstill                (eq. 2)
    surplus = sum_i (A_i - C_i - D_i)                 C_i: what signing costs i at home           (eq. 3)
    q   = lam / (1 + exp(-surplus / tau))             chance that the month ends in a deal        (eq. 4)
    W_i = D_i + lam weight_i tau log(1 + exp(surplus / tau))                                      (eq. 5)

`solve_game_arrays` is the clear version for one set of numbers and returns every month and state.
`solve_game_batch` solves many draws in compiled code and returns what a forecast needs of each.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from netback.errors import ShapeError, SolverError, UsageError
from netback.game.states import check_chain, flatten_factors, kron_apply

__all__ = [
    "DealWorth",
    "GameArrays",
    "GameBatch",
    "Scales",
    "deal_worth",
    "deal_worth_batch",
    "perpetuity",
    "perpetuity_batch",
    "scale_game",
    "solve_game_arrays",
    "solve_game_batch",
]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

GAIN_FLOOR = 0.01
"""Least size of a month's joint gain that `tau` is scaled by, as a share of the largest over states."""


@dataclass(frozen=True)
class GameArrays:
    """One solved game, every month and state."""

    q: Floats
    """P(settled this month | not before), shape (month, state), 0..1."""
    surplus: Floats
    """Joint surplus of settling now over waiting, shape (month, state), units of the payoffs."""
    value_deal: Floats
    """A: a deal from this month on, before signing costs; shape (month, party, state)."""
    value_wait: Floats
    """D: no deal this month, the option to settle later kept; shape (month, party, state)."""
    value: Floats
    """W: before the month's round is held; shape (month, party, state)."""


@dataclass(frozen=True)
class DealWorth:
    """What a deal adds where there is no option to wait, at a reference state; a leading draw axis in batches."""

    by_party: Floats
    """Discounted gain of a deal for ever over standstill for ever, shape (..., party)."""
    gain_by_party: Floats
    """The first month's gain, shape (..., party)."""
    largest_gain: Floats
    """Largest joint monthly gain or loss, in size, over states and eras; shape (...)."""

    @property
    def joint(self) -> Floats:
        """G: joint worth, shape (...)."""
        return np.asarray(self.by_party.sum(axis=-1))

    @property
    def joint_gain(self) -> Floats:
        """g: joint gain of one month, shape (...)."""
        return np.asarray(self.gain_by_party.sum(axis=-1))


@dataclass(frozen=True)
class Scales:
    """Signing costs and smoothing in units of the payoffs, with what had to be done to get them."""

    cost: Floats
    """C_i, shape (..., party). Zero where the deal is worth nothing."""
    tau: Floats
    """Shape (...). Positive."""
    worthless: NDArray[np.bool_]
    """Shape (...): G <= 0, so kappa G could not be charged and the cost was set to zero."""
    floored: NDArray[np.bool_]
    """Shape (...): |g| was below `GAIN_FLOOR` of the largest monthly gain, which was used instead."""
    reversed_gain: NDArray[np.bool_]
    """Shape (...): g < 0 (a deal loses money this month), |g| was used."""


@dataclass(frozen=True)
class GameBatch:
    """Many solved games; axis 0 is the draw. Months ahead count from the first unobserved month."""

    q_observed: Floats
    """q at the observed state of each past month, shape (draw, past)."""
    hazard: Floats
    """P(settled in the month | unsettled at its start), from the start state, shape (draw, ahead)."""
    settled_by: Floats
    """P(settled by the end of the month), shape (draw, ahead)."""
    settle_state: Floats
    """Distribution of the state at settlement, given it comes within the months ahead, shape (draw, state)."""
    value_deal: Floats
    """A at the start, shape (draw, party)."""
    value_wait: Floats
    """D at the start, shape (draw, party)."""
    value: Floats
    """W at the start, shape (draw, party)."""
    value_never: Floats
    """Standstill for ever from the start, no option to settle, shape (draw, party)."""
    settle_own_gain: Floats
    """A_i - C_i over never settling, expected at settlement, before side payments, shape (draw, party).
    NaN where settlement has no chance. In money of the month of settlement, not discounted to the start."""
    settle_gain: Floats
    """The same after the surplus is shared: what i ends with. `settle_transfer` is the difference."""
    flow: Floats
    """Expected monthly payoff, settled and unsettled paths together, shape (draw, ahead, party)."""
    tracked: Floats
    """Expected value of each tracked quantity, shape (draw, ahead, quantity)."""
    level_open: Floats
    """Distribution of each driver's level among paths unsettled after the month, shape (draw, ahead,
    sum of n_k), drivers one after another; (draw, ahead, 0) unless asked for."""

    @property
    def settle_transfer(self) -> Floats:
        """Worth of what each party is paid beyond its own deal, shape (draw, party).

        The sum over parties is not zero but the mean of the smoothing shock in the rounds that close,
        which the model counts as part of what is shared (eq. 5).
        """
        return self.settle_gain - self.settle_own_gain


def perpetuity(flow: ArrayLike, beta: ArrayLike, factors: Sequence[Floats]) -> Floats:
    """Expected discounted sum of a monthly flow for ever: v = flow + beta E[v].

    Parameters
    ----------
    flow : float array, shape (party, state)
        Monthly.
    beta : float array, shape (party,)
        Monthly discount factors, in [0, 1).
    factors : sequence of float arrays, shape (n_k, n_k)
        The drivers' chains.

    Returns
    -------
    float array, shape (party, state)

    Raises
    ------
    UsageError  A discount factor is not below one, so the sum does not exist.

    Notes
    -----
    The horizon is doubled, 1, 2, 4, ... months, by squaring each driver's matrix: about 15 steps, and the
    remainder after the last is below 1e-18 of the whole.

    Examples
    --------
    >>> perpetuity([[1.0]], [0.9], [np.ones((1, 1))]).round(9)
    array([[10.]])
    """
    v = np.array(flow, dtype=np.float64)
    b = _discounts(beta, v.shape[0])[:, None]
    chains = [np.asarray(f, dtype=np.float64) for f in factors]
    while b.max(initial=0.0) > 1e-18:
        v = v + b * kron_apply(chains, v)
        chains = [f @ f for f in chains]
        b = b * b
    return v


def perpetuity_batch(
    flow: ArrayLike, beta: ArrayLike, factors: ArrayLike, sizes: ArrayLike, *, threads: int = 1
) -> Floats:
    """`perpetuity` for many draws, in compiled code.

    Parameters
    ----------
    flow : float array, shape (draw, party, state)
    beta : float array, shape (draw, party)
    factors : float array, shape (draw, sum of n_k squared)
    sizes : int array, shape (driver,)
    threads : int

    Returns
    -------
    float array, shape (draw, party, state)

    Raises
    ------
    ShapeError, UsageError
        As `solve_game_batch`.
    """
    f, b, flat = _float(flow, 3, "flow"), _float(beta, 2, "beta"), _float(factors, 2, "factors")
    draws = _draws({"flow": f, "beta": b, "factors": flat})
    _finite(flow=f)
    _discounts(b, f.shape[1])
    size = _sizes(sizes, flat[:, None], f.shape[2])

    from netback.game import _kernels

    out = np.empty((draws, *f.shape[1:]))
    _share(threads, draws, _kernels.perpetuities, (f, b, flat, size, out))
    return out


def solve_game_arrays(
    a: ArrayLike,
    d: ArrayLike,
    cost: ArrayLike,
    cost_scale: ArrayLike,
    lam_t: ArrayLike,
    lam_s: ArrayLike,
    tau: float,
    beta: ArrayLike,
    weights: ArrayLike,
    factors: Sequence[Floats],
    terminal: ArrayLike | None = None,
    era: ArrayLike | None = None,
    *,
    terminal_wait: ArrayLike | None = None,
    regime: ArrayLike | None = None,
) -> GameArrays:
    """Solve one game by backward induction (eq. 1-5), in plain numpy.

    Parameters
    ----------
    a, d : float array, shape (party, state) or (era, party, state)
        Monthly payoff under a deal and under standstill, any one currency.
    cost : float array, shape (party, state)
        Signing cost, not negative.
    cost_scale : float array, shape (party, month)
        C_i(t, s) = cost[i, s] * cost_scale[i, t], not negative.
    lam_t, lam_s : float array, shape (month,) and (state,)
        Chance that a month holds a round that could close is min(1, lam_t * lam_s).
    tau : float
        Smoothing, units of the payoffs, positive. A small one makes q a step.
    beta : float array, shape (party,)
        Monthly discount factors, in [0, 1).
    weights : float array, shape (party,)
        Bargaining weights, sum to one.
    factors : sequence of float arrays, shape (n_k, n_k) or (regime, n_k, n_k)
        The drivers' chains, slowest driver first.
    terminal : float array, shape (party, state), optional
        Value of a deal at month T. Default: the last era's `a` for ever (`perpetuity`).
    era : int array, shape (month,), optional
        Which payoff set holds in each month. Default: the first.
    terminal_wait : float array, shape (party, state), optional
        Value at month T to those still unsettled. Default: `terminal`, so that standstill ends for free at
        T. This pulls surplus, and with it q, down in the last months: take T well past what you report, or
        give ``perpetuity(d, ...)`` for a standstill that never ends.
    regime : int array, shape (month,), optional
        Which transition matrix leads out of each month. Default: the first.

    Returns
    -------
    GameArrays

    Raises
    ------
    ShapeError  Axes disagree; the message names the axis and both sizes.
    UsageError  A probability, weight, discount factor, cost or tau is out of range, or a NaN came in.

    Notes
    -----
    A uniform fall of signing costs raises q in every month and state. A fall that is larger later does not:
    it is a reason to wait. Checked: tests/reference/game_two_period.yaml, tests/peers/test_game_peers.py.

    References
    ----------
    merlo_wilson_1995; rust_1987, for the smoothing.

    Examples
    --------
    >>> one = np.ones((1, 1))
    >>> game = solve_game_arrays([[3.0]], [[1.0]], [[0.5]], [[1.0, 1.0]], [1.0, 1.0], [1.0], 0.1,
    ...                          [0.9], [1.0], [one], terminal=[[0.0]])
    >>> game.surplus.round(3)
    array([[1.95],
           [1.5 ]])
    """
    g = _checked(
        1,
        a=_with_draw(a, 2, "a"),
        d=_with_draw(d, 2, "d"),
        cost=np.asarray(cost, dtype=np.float64)[None],
        cost_scale=np.asarray(cost_scale, dtype=np.float64)[None],
        lam_t=np.asarray(lam_t, dtype=np.float64)[None],
        lam_s=np.asarray(lam_s, dtype=np.float64)[None],
        tau=np.array([tau], dtype=np.float64),
        beta=np.asarray(beta, dtype=np.float64)[None],
        weights=np.asarray(weights, dtype=np.float64)[None],
    )
    chains = [check_chain(f, f"driver {k}") for k, f in enumerate(factors)]
    flat, sizes = flatten_factors(chains)
    months, states = g.months, g.states
    _same("state", states, "a", int(np.prod(sizes)), "factors")
    era_t = _index(era, months, g.eras, "era")
    regime_t = _index(regime, months, flat.shape[0], "regime")
    by_regime = [[c if c.ndim == 2 else c[r] for c in chains] for r in range(flat.shape[0])]
    b = g.beta[0]
    end = (
        perpetuity(g.a[0, era_t[-1]], b, by_regime[regime_t[-1]]) if terminal is None else _tail(terminal, g)
    )
    value_a = end
    value_w = end if terminal_wait is None else _tail(terminal_wait, g)
    shape = (months, g.parties, states)
    q, surplus = np.empty((months, states)), np.empty((months, states))
    deal, wait, value = np.empty(shape), np.empty(shape), np.empty(shape)
    for t in range(months - 1, -1, -1):
        here = by_regime[regime_t[t]]
        value_a = g.a[0, era_t[t]] + b[:, None] * kron_apply(here, value_a)
        value_d = g.d[0, era_t[t]] + b[:, None] * kron_apply(here, value_w)
        joint = (value_a - g.cost[0] * g.cost_scale[0, :, t, None] - value_d).sum(axis=0)
        lam = np.minimum(1.0, g.lam_t[0, t] * g.lam_s[0])
        with np.errstate(over="ignore"):  # a tiny tau: the decision is all or nothing
            small = np.exp(-np.abs(joint) / tau)
        q[t] = lam * np.where(joint >= 0.0, 1.0, small) / (1.0 + small)
        shared = lam * (np.maximum(joint, 0.0) + tau * np.log1p(small))
        value_w = value_d + g.weights[0][:, None] * shared
        surplus[t], deal[t], wait[t], value[t] = joint, value_a, value_d, value_w
    return GameArrays(q=q, surplus=surplus, value_deal=deal, value_wait=wait, value=value)


def solve_game_batch(
    a: ArrayLike,
    d: ArrayLike,
    cost: ArrayLike,
    cost_scale: ArrayLike,
    lam_t: ArrayLike,
    lam_s: ArrayLike,
    tau: ArrayLike,
    beta: ArrayLike,
    weights: ArrayLike,
    factors: ArrayLike,
    sizes: ArrayLike,
    start: ArrayLike,
    *,
    observed: ArrayLike | None = None,
    terminal: ArrayLike | None = None,
    terminal_wait: ArrayLike | None = None,
    era: ArrayLike | None = None,
    regime: ArrayLike | None = None,
    tracked: ArrayLike | None = None,
    terms: bool = True,
    levels: bool = False,
    threads: int = 1,
) -> GameBatch:
    """Solve the game for many draws and look ahead from today's state, in compiled code.

    Every array has a leading draw axis of N, or of 1 where all draws share it. N is the largest found.

    Parameters
    ----------
    a, d : float array, shape (draw, era, party, state)
    cost : float array, shape (draw, party, state)
    cost_scale : float array, shape (draw, party, month)
    lam_t, lam_s : float array, shape (draw, month) and (draw, state)
    tau : float array, shape (draw,)
    beta, weights : float array, shape (draw, party)
        All as in `solve_game_arrays`.
    factors : float array, shape (draw, regime, sum of n_k squared)
        From `flatten_factors`.
    sizes : int array, shape (driver,)
        Levels of each driver, slowest first.
    start : int array, shape (draw,)
        State in the first unobserved month.
    observed : int array, shape (draw, past), optional
        State in each past month: months 0..past-1. Default: none past.
    terminal, terminal_wait : float array, shape (draw, party, state), optional
        As in `solve_game_arrays`.
    era, regime : int array, shape (month,), optional
        Shared by all draws.
    tracked : float array, shape (draw, 2, quantity, state), optional
        Quantities to follow: [:, 0] is their value in a month of standstill, [:, 1] under a deal.
    terms : bool
        Whether to work out what each party ends with at settlement (about a fifth of the time).
    levels : bool
        Whether to return `level_open`.
    threads : int
        Draws are split among this many threads.

    Returns
    -------
    GameBatch

    Raises
    ------
    ShapeError, UsageError
        As `solve_game_arrays`; all draws are checked before any is solved.
    SolverError  A result is not finite; the message names the first such draw.

    Notes
    -----
    A pure function of each draw: any chunking, order or number of threads gives the same bytes. Memory is
    that of the arguments and results. In the month of settlement and after, a party is paid `a`; before,
    `d`; signing costs are in no `flow`.

    Examples
    --------
    >>> flat, sizes = flatten_factors([np.ones((1, 1))])
    >>> out = solve_game_batch(np.full((1, 1, 2, 1), 2.0), np.ones((1, 1, 2, 1)), np.zeros((1, 2, 1)),
    ...                        np.ones((1, 2, 3)), np.full((1, 3), 0.5), np.ones((1, 1)), [1e-6],
    ...                        [[0.99, 0.99]], [[0.5, 0.5]], flat[None], sizes, [0])
    >>> out.settled_by.round(6)
    array([[0.5  , 0.75 , 0.875]])
    """
    flat = _float(factors, 3, "factors")
    start_n = _int(start, 1, "start")
    path = np.zeros((1, 0), dtype=np.int64) if observed is None else _int(observed, 2, "observed")
    named = {
        "a": _float(a, 4, "a"),
        "d": _float(d, 4, "d"),
        "cost": _float(cost, 3, "cost"),
        "cost_scale": _float(cost_scale, 3, "cost_scale"),
        "lam_t": _float(lam_t, 2, "lam_t"),
        "lam_s": _float(lam_s, 2, "lam_s"),
        "tau": _float(tau, 1, "tau"),
        "beta": _float(beta, 2, "beta"),
        "weights": _float(weights, 2, "weights"),
    }
    optional = {
        "terminal": None if terminal is None else _float(terminal, 3, "terminal"),
        "terminal_wait": None if terminal_wait is None else _float(terminal_wait, 3, "terminal_wait"),
        "tracked": None if tracked is None else _float(tracked, 4, "tracked"),
    }
    _finite(**{k: v for k, v in optional.items() if v is not None})
    extra: dict[str, Floats | Ints] = {"factors": flat, "start": start_n, "observed": path}
    given: dict[str, Floats | Ints] = {
        **named,
        **extra,
        **{k: v for k, v in optional.items() if v is not None},
    }
    draws = _draws(given)
    g = _checked(draws, **named)
    size = _sizes(sizes, flat, g.states)
    era_t = _index(era, g.months, g.eras, "era")
    regime_t = _index(regime, g.months, flat.shape[1], "regime")
    _within(start_n, g.states, "start")
    _within(path, g.states, "observed")
    if path.shape[1] >= g.months:
        raise ShapeError(f"observed has {path.shape[1]} past months of {g.months}; leave at least one ahead")
    for key in ("terminal", "terminal_wait"):
        if (array := optional[key]) is not None:
            _same("party", g.parties, "a", array.shape[1], key)
            _same("state", g.states, "a", array.shape[2], key)
    kept = optional["tracked"]
    if kept is None:
        kept = np.zeros((1, 2, 0, g.states))
    _same("world", 2, "a (standstill, deal)", kept.shape[1], "tracked")
    _same("state", g.states, "a", kept.shape[3], "tracked")

    from netback.game import _kernels  # compiled code loads only when a batch is solved

    end = optional["terminal"]
    if end is None:
        last_flow = np.ascontiguousarray(g.a[:, era_t[-1]])
        last_chain = np.ascontiguousarray(flat[:, regime_t[-1]])
        rows = max(last_flow.shape[0], g.beta.shape[0], last_chain.shape[0])
        end = np.empty((rows, g.parties, g.states))
        _share(threads, rows, _kernels.perpetuities, (last_flow, g.beta, last_chain, size, end))
    end_wait = end if optional["terminal_wait"] is None else optional["terminal_wait"]
    past, ahead = path.shape[1], g.months - path.shape[1]
    q_observed = np.empty((draws, past))
    hazard, settled_by = np.empty((draws, ahead)), np.empty((draws, ahead))
    settle_state = np.empty((draws, g.states))
    values, gain = np.empty((draws, 4, g.parties)), np.empty((draws, 2, g.parties))
    flow = np.empty((draws, ahead, g.parties))
    track = np.empty((draws, ahead, kept.shape[2]))
    level_open = np.empty((draws, ahead, int(size.sum()) if levels else 0))
    inputs = (g.a, g.d, g.cost, g.cost_scale, g.lam_t, g.lam_s, g.tau, g.beta, g.weights, flat, size)
    more = (end, end_wait, era_t, regime_t, path, start_n, kept, bool(terms))
    results = (q_observed, hazard, settled_by, settle_state, values, gain, flow, track, level_open)
    _share(threads, draws, _kernels.solve_batch, (*inputs, *more, *results))
    good = np.isfinite(settled_by).all(axis=1) & np.isfinite(values).all(axis=(1, 2))
    if not good.all():
        raise SolverError(
            f"draw {int(np.argmin(good))} gave a number that is not finite; look at its payoffs and tau"
        )
    if not terms:
        gain[:] = np.nan
    return GameBatch(
        q_observed=q_observed,
        hazard=hazard,
        settled_by=settled_by,
        settle_state=settle_state,
        value_deal=values[:, 0],
        value_wait=values[:, 1],
        value=values[:, 2],
        value_never=values[:, 3],
        settle_own_gain=gain[:, 0],
        settle_gain=gain[:, 1],
        flow=flow,
        tracked=track,
        level_open=level_open,
    )


def deal_worth(
    a: ArrayLike,
    d: ArrayLike,
    beta: ArrayLike,
    factors: Sequence[Floats],
    ref_state: int,
    *,
    era: ArrayLike | None = None,
    regime: ArrayLike | None = None,
    month: int = 0,
) -> DealWorth:
    """What a deal is worth with no option to wait: A_i less standstill for ever, at one state.

    Parameters
    ----------
    a, d : float array, shape (party, state) or (era, party, state)
        Monthly payoffs.
    beta : float array, shape (party,)
        Monthly discount factors, in [0, 1).
    factors : sequence of float arrays, shape (n_k, n_k) or (regime, n_k, n_k)
    ref_state : int
        The reference state.
    era, regime : int array, shape (month,), optional
        As in `solve_game_arrays`; the last month's hold for ever after.
    month : int
        The month the worth is counted from.

    Returns
    -------
    DealWorth
        `joint` is G and `joint_gain` is g, which `scale_game` takes.

    Raises
    ------
    ShapeError, UsageError
        As `solve_game_arrays`.

    Examples
    --------
    >>> deal_worth([[3.0]], [[1.0]], [0.9], [np.ones((1, 1))], 0).by_party.round(9)
    array([20.])
    """
    flat, sizes = flatten_factors(factors)
    batch = deal_worth_batch(
        _with_draw(a, 2, "a"),
        _with_draw(d, 2, "d"),
        np.asarray(beta, dtype=np.float64)[None],
        flat[None],
        sizes,
        [ref_state],
        era=era,
        regime=regime,
        month=month,
    )
    return DealWorth(batch.by_party[0], batch.gain_by_party[0], np.asarray(batch.largest_gain[0]))


def deal_worth_batch(
    a: ArrayLike,
    d: ArrayLike,
    beta: ArrayLike,
    factors: ArrayLike,
    sizes: ArrayLike,
    ref_state: ArrayLike,
    *,
    era: ArrayLike | None = None,
    regime: ArrayLike | None = None,
    month: int = 0,
    threads: int = 1,
) -> DealWorth:
    """`deal_worth` for many draws; shapes as in `solve_game_batch`, ref_state (draw,).

    Returns
    -------
    DealWorth
        by_party, gain_by_party (draw, party); largest_gain (draw,).

    Raises
    ------
    ShapeError, UsageError
        As `solve_game_batch`.
    """
    a_n, d_n, b = _float(a, 4, "a"), _float(d, 4, "d"), _float(beta, 2, "beta")
    flat, ref = _float(factors, 3, "factors"), _int(ref_state, 1, "ref_state")
    draws = _draws({"a": a_n, "d": d_n, "beta": b, "factors": flat, "ref_state": ref})
    _finite(a=a_n, d=d_n)
    for k, axis in enumerate(("era", "party", "state"), start=1):
        _same(axis, a_n.shape[k], "a", d_n.shape[k], "d")
    _discounts(b, a_n.shape[2])
    size = _sizes(sizes, flat, a_n.shape[3])
    _within(ref, a_n.shape[3], "ref_state")
    months = max((len(np.asarray(x)) for x in (era, regime) if x is not None), default=1)
    era_t = _index(era, months, a_n.shape[1], "era")
    regime_t = _index(regime, months, flat.shape[1], "regime")
    if not 0 <= month < months:
        raise UsageError(f"month is {month}; the calendar has months 0 to {months - 1}")

    from netback.game import _kernels

    worth, gain = np.empty((draws, a_n.shape[2])), np.empty((draws, a_n.shape[2]))
    largest = np.empty(draws)
    shared = (a_n, d_n, b, flat, size, era_t, regime_t, month, ref, worth, gain, largest)
    _share(threads, draws, _kernels.deal_worth, shared)
    return DealWorth(by_party=worth, gain_by_party=gain, largest_gain=largest)


def scale_game(worth: DealWorth, kappa: ArrayLike, theta: ArrayLike, shares: ArrayLike) -> Scales:
    """Signing costs and smoothing from two numbers without units: sum C_i = kappa G, tau = theta g.

    Parameters
    ----------
    worth : DealWorth
        Of one game, or of many draws.
    kappa : float array, shape (...)
        Signing hurts, over all parties, kappa times what a deal is worth. Not negative.
    theta : float array, shape (...)
        Smoothing in months of joint gain. Positive.
    shares : float array, shape (..., party)
        How kappa G falls on the parties, sums to one.

    Returns
    -------
    Scales
        With flags where the numbers could not be taken at their word.

    Raises
    ------
    UsageError  kappa, theta or shares out of range.
    SolverError  A deal changes nothing in any state, so there is no money to scale by.

    Notes
    -----
    G <= 0: no share of a loss is charged, the cost is zero and `worthless` is set; the game still has a
    negative surplus and q stays near zero. g < 0: |g| is used and `reversed_gain` set. |g| under
    `GAIN_FLOOR` of the largest joint monthly gain over states: that floor is used and `floored` set.

    Examples
    --------
    >>> worth = deal_worth([[3.0]], [[1.0]], [0.9], [np.ones((1, 1))], 0)
    >>> scales = scale_game(worth, 0.75, 3.0, [1.0])
    >>> scales.cost.round(6), scales.tau
    (array([15.]), array(6.))
    """
    k, th = np.asarray(kappa, dtype=np.float64), np.asarray(theta, dtype=np.float64)
    share = np.asarray(shares, dtype=np.float64)
    if not (np.all(k >= 0.0) and np.all(np.isfinite(k))):
        raise UsageError("kappa is not negative; it is signing cost over worth of the deal")
    if not (np.all(th > 0.0) and np.all(np.isfinite(th))):
        raise UsageError("theta is positive; it is smoothing in months of joint gain")
    if not (np.all(share >= 0.0) and np.allclose(share.sum(axis=-1), 1.0, rtol=0.0, atol=1e-9)):
        raise UsageError(
            f"shares of the signing cost are not negative and sum to one, got {share.sum(axis=-1)}"
        )
    joint, gain, largest = worth.joint, worth.joint_gain, np.asarray(worth.largest_gain)
    if np.any(largest == 0.0):
        where = f" (draw {int(np.argmin(largest))})" if largest.ndim else ""
        raise SolverError(
            f"a deal changes no party's payoff jointly in any state{where}: nothing to bargain over"
        )
    floor = GAIN_FLOOR * largest
    size = np.maximum(np.abs(gain), floor)
    total = np.asarray(k * np.maximum(joint, 0.0))
    return Scales(
        cost=total[..., None] * share,
        tau=np.asarray(th * size),
        worthless=np.asarray(joint <= 0.0),
        floored=np.asarray(np.abs(gain) < floor),
        reversed_gain=np.asarray(gain < 0.0),
    )


# ---------------------------------------------------------------------------------- checks


@dataclass(frozen=True)
class _Game:
    a: Floats
    d: Floats
    cost: Floats
    cost_scale: Floats
    lam_t: Floats
    lam_s: Floats
    tau: Floats
    beta: Floats
    weights: Floats
    eras: int
    parties: int
    states: int
    months: int


def _checked(
    draws: int,
    *,
    a: Floats,
    d: Floats,
    cost: Floats,
    cost_scale: Floats,
    lam_t: Floats,
    lam_s: Floats,
    tau: Floats,
    beta: Floats,
    weights: Floats,
) -> _Game:
    if a.ndim != 4:
        raise ShapeError(f"a has {a.ndim} axes, expected (draw, era, party, state)")
    eras, parties, states = a.shape[1:]
    months = lam_t.shape[1] if lam_t.ndim == 2 else 0
    if months < 1 or parties < 1:
        raise ShapeError(f"a game needs a party and a month, got {parties} and {months}")
    wanted: dict[str, tuple[Floats, tuple[str, ...], tuple[int, ...]]] = {
        "d": (d, ("era", "party", "state"), (eras, parties, states)),
        "cost": (cost, ("party", "state"), (parties, states)),
        "cost_scale": (cost_scale, ("party", "month"), (parties, months)),
        "lam_s": (lam_s, ("state",), (states,)),
        "beta": (beta, ("party",), (parties,)),
        "weights": (weights, ("party",), (parties,)),
    }
    for name, (array, axes, shape) in wanted.items():
        if array.ndim != len(shape) + 1:
            raise ShapeError(f"{name} has shape {array.shape[1:]}, expected ({', '.join(axes)}) = {shape}")
        for axis, size, found in zip(axes, shape, array.shape[1:]):
            _same(axis, size, "a" if axis != "month" else "lam_t", found, name)
    _finite(a=a, d=d, cost=cost, cost_scale=cost_scale, lam_t=lam_t, lam_s=lam_s, tau=tau, weights=weights)
    for name, array in {"cost": cost, "cost_scale": cost_scale, "lam_s": lam_s, "weights": weights}.items():
        if np.any(array < 0.0):
            raise UsageError(f"{name} has a negative entry")
    if np.any((lam_t < 0.0) | (lam_t > 1.0)):
        raise UsageError("lam_t is a probability, 0 to 1")
    if np.any(tau <= 0.0):
        raise UsageError("tau is positive; take a small one for an all-or-nothing decision")
    if not np.allclose(weights.sum(axis=1), 1.0, rtol=0.0, atol=1e-9):
        raise UsageError("bargaining weights sum to one")
    _discounts(beta, parties)
    return _Game(a, d, cost, cost_scale, lam_t, lam_s, tau, beta, weights, eras, parties, states, months)


def _with_draw(x: ArrayLike, plain: int, name: str) -> Floats:
    """(party, state) or (era, party, state) -> (1, era, party, state)."""
    array = np.asarray(x, dtype=np.float64)
    if array.ndim == plain:
        array = array[None]
    if array.ndim != plain + 1:
        raise ShapeError(f"{name} has {array.ndim} axes, expected (party, state) or (era, party, state)")
    return array[None]


def _float(x: ArrayLike, axes: int, name: str) -> Floats:
    array = np.ascontiguousarray(x, dtype=np.float64)
    if array.ndim != axes:
        raise ShapeError(f"{name} has {array.ndim} axes, expected {axes} with the draw first")
    return array


def _int(x: ArrayLike, axes: int, name: str) -> Ints:
    raw = np.asarray(x)
    if raw.size and not np.issubdtype(raw.dtype, np.integer):
        raise UsageError(f"{name} holds {raw.dtype}, expected whole numbers")
    array = np.ascontiguousarray(raw, dtype=np.int64)
    if array.ndim != axes:
        raise ShapeError(f"{name} has {array.ndim} axes, expected {axes}")
    return array


def _draws(arrays: Mapping[str, Floats | Ints]) -> int:
    most = max(array.shape[0] for array in arrays.values())
    for name, array in arrays.items():
        if array.shape[0] not in (1, most):
            raise ShapeError(f"draw axis: {name} has {array.shape[0]}, others have {most} (or 1, shared)")
    return most


def _sizes(sizes: ArrayLike, flat: Floats, states: int) -> Ints:
    size = _int(sizes, 1, "sizes")
    if size.size == 0 or np.any(size < 1):
        raise ShapeError("sizes holds the number of levels of each driver, 1 or more")
    _same("state", states, "a", int(np.prod(size)), "sizes")
    _same("factor entry", int((size**2).sum()), "sizes", flat.shape[2], "factors")
    at = 0
    for k, n in enumerate(size):
        block = flat[:, :, at : at + n * n].reshape(-1, n, n)
        check_chain(block, f"driver {k}")
        at += n * n
    return size


def _index(x: ArrayLike | None, months: int, count: int, name: str) -> Ints:
    if x is None:
        return np.zeros(months, dtype=np.int64)
    array = _int(x, 1, name)
    _same("month", months, "lam_t", array.size, name)
    _within(array, count, name)
    return array


def _within(array: Ints, count: int, name: str) -> None:
    if array.size and (array.min() < 0 or array.max() >= count):
        raise UsageError(f"{name} holds {int(array.min())} to {int(array.max())}; there are {count}, from 0")


def _discounts(beta: ArrayLike, parties: int) -> Floats:
    array = np.asarray(beta, dtype=np.float64)
    _same("party", parties, "a", array.shape[-1], "beta")
    if not np.all((array >= 0.0) & (array < 1.0)):
        raise UsageError("a monthly discount factor is at least 0 and below 1; 10% a year is 1.10 ** (-1/12)")
    return array


def _tail(x: ArrayLike, g: _Game) -> Floats:
    array = np.asarray(x, dtype=np.float64)
    if array.shape != (g.parties, g.states):
        raise ShapeError(
            f"terminal has shape {array.shape}, expected (party, state) = ({g.parties}, {g.states})"
        )
    _finite(terminal=array)
    return array


def _same(axis: str, size: int, owner: str, found: int, name: str) -> None:
    if size != found:
        raise ShapeError(f"{axis} axis: {owner} has {size}, {name} has {found}")


def _finite(**arrays: Floats) -> None:
    for name, array in arrays.items():
        if not np.isfinite(array).all():
            where = [int(i) for i in np.argwhere(~np.isfinite(array))[0]]
            raise UsageError(
                f"{name} holds a number that is not finite at {where}; missing is not zero, fill it first"
            )


def _share(threads: int, draws: int, kernel: Callable[..., None], args: tuple[object, ...]) -> None:
    """Run a kernel over all draws, cut into one run of draws a thread."""
    if threads < 1:
        raise UsageError(f"threads is {threads}; at least 1")
    cuts = np.linspace(0, draws, min(threads, draws) + 1).astype(int)
    if len(cuts) == 2:
        kernel(0, draws, *args)
        return
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(len(cuts) - 1) as pool:
        for job in [pool.submit(kernel, int(lo), int(hi), *args) for lo, hi in pairwise(cuts)]:
            job.result()
