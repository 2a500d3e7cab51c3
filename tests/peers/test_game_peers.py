"""The compiled game against the clear one, dense matrices, and QuantEcon."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from netback.game.induction import (
    deal_worth,
    deal_worth_batch,
    perpetuity,
    solve_game_arrays,
    solve_game_batch,
)
from netback.game.states import flatten_factors, kron_apply, kron_dense, rouwenhorst, state_levels

SIZES, PARTIES, MONTHS, PAST, DRAWS = (3, 1, 2, 5), 3, 14, 4, 3
STATES = int(np.prod(SIZES))
ERA = np.repeat([0, 1], MONTHS // 2)
REGIME = np.repeat([1, 0], MONTHS // 2)


def random_games(seed: int = 5) -> tuple[dict[str, Any], list[list[np.ndarray]], np.ndarray]:
    rng = np.random.default_rng(seed)
    game = {
        "a": rng.normal(1.0, 1.0, (DRAWS, 2, PARTIES, STATES)),
        "d": rng.normal(0.0, 1.0, (DRAWS, 2, PARTIES, STATES)),
        "cost": rng.uniform(0.0, 20.0, (DRAWS, PARTIES, STATES)),
        "cost_scale": rng.uniform(0.5, 1.5, (DRAWS, PARTIES, MONTHS)),
        "lam_t": rng.uniform(0.0, 1.0, (DRAWS, MONTHS)),
        "lam_s": rng.uniform(0.0, 2.0, (DRAWS, STATES)),
        "tau": rng.uniform(0.2, 3.0, DRAWS),
        "beta": rng.uniform(0.97, 0.995, (DRAWS, PARTIES)),
        "weights": rng.dirichlet(np.ones(PARTIES), DRAWS),
    }
    chains = [[rng.dirichlet(np.ones(n), (2, n)) for n in SIZES] for _ in range(DRAWS)]
    return game, chains, np.array([flatten_factors(c)[0] for c in chains])


def by_hand(one: Any, n: int, game: dict[str, Any], chains: list[np.ndarray], start: int) -> dict[str, Any]:
    """Everything the batch returns, from the clear solution and dense matrices, without shortcuts."""
    tau, pi, beta = game["tau"][n], game["weights"][n], game["beta"][n]
    dense = [kron_dense([c[r] for c in chains]) for r in range(2)]
    never = perpetuity(game["a"][n, 1], beta, [c[0] for c in chains])
    levels = np.empty((MONTHS + 1, PARTIES, STATES))
    levels[MONTHS] = never
    for t in range(MONTHS - 1, -1, -1):
        levels[t] = game["d"][n, ERA[t]] + beta[:, None] * levels[t + 1] @ dense[REGIME[t]].T
    unsettled, everyone = np.eye(STATES)[start], np.eye(STATES)[start]
    out: dict[str, Any] = {"hazard": [], "flow": [], "open": [], "state": np.zeros(STATES)}
    own, shared = np.zeros(PARTIES), np.zeros(PARTIES)
    for t in range(PAST, MONTHS):
        lam = np.minimum(1.0, game["lam_t"][n, t] * game["lam_s"][n])
        h = lam * tau * np.logaddexp(0.0, one.surplus[t] / tau)
        step = unsettled * one.q[t]
        cost = game["cost"][n] * game["cost_scale"][n, :, t, None]
        own += ((one.value_deal[t] - cost - levels[t]) * step).sum(axis=1)
        shared += ((one.value_wait[t] - levels[t]) * step + pi[:, None] * h * unsettled).sum(axis=1)
        out["hazard"].append(step.sum() / unsettled.sum())
        out["state"] += step
        unsettled = unsettled - step
        a, d = game["a"][n, ERA[t]], game["d"][n, ERA[t]]
        out["flow"].append((a * (everyone - unsettled) + d * unsettled).sum(axis=1))
        out["open"].append(unsettled / unsettled.sum())
        unsettled, everyone = unsettled @ dense[REGIME[t]], everyone @ dense[REGIME[t]]
    total = out["state"].sum()
    return {**out, "own": own / total, "shared": shared / total, "never": levels[PAST, :, start], "by": total}


def test_compiled_and_clear_games_agree_on_everything() -> None:
    game, chains, flat = random_games()
    rng = np.random.default_rng(6)
    start, seen = rng.integers(0, STATES, DRAWS), rng.integers(0, STATES, (DRAWS, PAST))
    out = solve_game_batch(
        **game,
        factors=flat,
        sizes=np.array(SIZES),
        start=start,
        observed=seen,
        era=ERA,
        regime=REGIME,
        levels=True,
    )
    marks = state_levels(SIZES)
    for n in range(DRAWS):
        one = solve_game_arrays(
            **{k: v[n] for k, v in game.items()}, factors=chains[n], era=ERA, regime=REGIME
        )
        want = by_hand(one, n, game, chains[n], start[n])
        at = (PAST, slice(None), start[n])
        assert out.q_observed[n] == pytest.approx(one.q[np.arange(PAST), seen[n]], abs=1e-13)
        assert out.hazard[n] == pytest.approx(want["hazard"], abs=1e-13)
        assert out.settled_by[n, -1] == pytest.approx(want["by"], abs=1e-13)
        assert out.settle_state[n] == pytest.approx(want["state"] / want["by"], abs=1e-13)
        for ours, theirs in (
            (out.value_deal, one.value_deal[at]),
            (out.value_wait, one.value_wait[at]),
            (out.value, one.value[at]),
            (out.value_never, want["never"]),
            (out.settle_own_gain, want["own"]),
            (out.settle_gain, want["shared"]),
        ):
            assert ours[n] == pytest.approx(theirs, rel=1e-10, abs=1e-10)
        assert out.flow[n] == pytest.approx(np.array(want["flow"]), abs=1e-12)
        for k, unsettled in enumerate(want["open"]):
            shares = [
                unsettled[marks[:, j] == level].sum() for j, m in enumerate(SIZES) for level in range(m)
            ]
            assert out.level_open[n, k] == pytest.approx(shares, abs=1e-12)


def test_tracked_quantities_follow_the_same_paths_as_payoffs() -> None:
    game, _, flat = random_games()
    tracked = np.stack([game["d"][:, 0], game["a"][:, 0]], axis=1)
    out = solve_game_batch(**game, factors=flat, sizes=np.array(SIZES), start=[3], tracked=tracked)
    assert out.tracked == pytest.approx(out.flow, abs=1e-12)


def test_driver_by_driver_is_the_dense_product() -> None:
    rng = np.random.default_rng(2)
    chains = [rng.dirichlet(np.ones(n), n) for n in (4, 1, 3, 6)]
    v = rng.normal(size=(2, 3, 72))
    assert kron_apply(chains, v) == pytest.approx(v @ kron_dense(chains).T, abs=1e-14)
    mass = rng.dirichlet(np.ones(72))
    assert kron_apply([c.T for c in chains], mass) == pytest.approx(mass @ kron_dense(chains), abs=1e-15)


def test_a_single_dense_driver_gives_what_its_factors_give() -> None:
    game, chains, flat = random_games()
    wide = np.array([[kron_dense([c[r] for c in one]).ravel() for r in range(2)] for one in chains])
    common = {"start": [4], "regime": REGIME}
    apart = solve_game_batch(**game, factors=flat, sizes=np.array(SIZES), **common)
    joined = solve_game_batch(**game, factors=wide, sizes=np.array([STATES]), **common)
    assert joined.hazard == pytest.approx(apart.hazard, abs=1e-12)
    assert joined.value == pytest.approx(apart.value, rel=1e-11)


def test_perpetuity_is_the_linear_solve() -> None:
    rng = np.random.default_rng(4)
    chains = [rng.dirichlet(np.ones(n), n) for n in (3, 4)]
    flow, beta = rng.normal(size=(2, 12)), np.array([0.99, 0.6])
    ours = perpetuity(flow, beta, chains)
    for i in range(2):
        assert ours[i] == pytest.approx(
            np.linalg.solve(np.eye(12) - beta[i] * kron_dense(chains), flow[i]), rel=1e-12
        )


def test_worth_of_a_deal_is_the_linear_solve_then_the_calendar() -> None:
    game, chains, flat = random_games()
    worth = deal_worth_batch(
        game["a"], game["d"], game["beta"], flat, np.array(SIZES), [7], era=ERA, regime=REGIME, month=2
    )
    for n in range(DRAWS):
        net = game["a"][n] - game["d"][n]
        v = perpetuity(net[1], game["beta"][n], [c[0] for c in chains[n]])
        for t in range(MONTHS - 1, 1, -1):
            move = kron_dense([c[REGIME[t]] for c in chains[n]])
            v = net[ERA[t]] + game["beta"][n][:, None] * v @ move.T
        assert worth.by_party[n] == pytest.approx(v[:, 7], rel=1e-11)
        assert worth.gain_by_party[n] == pytest.approx(net[0, :, 7], rel=1e-14)
        assert worth.largest_gain[n] == pytest.approx(np.abs(net.sum(axis=1)).max(), rel=1e-14)
        alone = deal_worth(
            game["a"][n], game["d"][n], game["beta"][n], chains[n], 7, era=ERA, regime=REGIME, month=2
        )
        assert alone.joint == pytest.approx(worth.joint[n], rel=1e-13)


@pytest.mark.filterwarnings("ignore:The API of rouwenhorst has changed")
@pytest.mark.parametrize(("n", "persistence", "sigma"), [(2, 0.5, 1.0), (5, 0.95, 0.1), (9, -0.3, 0.2)])
def test_rouwenhorst_is_quantecon_s(n: int, persistence: float, sigma: float) -> None:
    qe = pytest.importorskip("quantecon")
    theirs = qe.markov.approximation.rouwenhorst(n, persistence, sigma)
    nodes, chain = rouwenhorst(n, persistence, sigma)
    assert nodes == pytest.approx(theirs.state_values, abs=1e-12)
    assert chain == pytest.approx(theirs.P, abs=1e-12)


# --------------------------------------------------------------- one party: optimal stopping


def stopping(states: int = 6, months: int = 8) -> dict[str, Any]:
    """One party: sign now for A - C, or wait a month. A is the same every month, so a DP needs no calendar."""
    rng = np.random.default_rng(11)
    chain, beta = rng.dirichlet(np.ones(states), states), 0.95
    a, d = rng.normal(1.0, 1.0, states), rng.normal(0.6, 1.0, states)
    cost = rng.uniform(0.0, 10.0, states)
    worth = perpetuity(a[None], [beta], [chain])[0]
    return {"chain": chain, "beta": beta, "a": a, "d": d, "cost": cost, "worth": worth, "months": months}


def ours(game: dict[str, Any], tau: float, lam: float = 1.0) -> Any:
    months, states = game["months"], game["a"].size
    return solve_game_arrays(
        game["a"][None], game["d"][None], game["cost"][None], np.ones((1, months)), np.full(months, lam),
        np.ones(states), tau, [game["beta"]], [1.0], [game["chain"]],
    )  # fmt: skip


def test_one_party_without_smoothing_is_quantecon_s_optimal_stopping() -> None:
    qe = pytest.importorskip("quantecon")
    game = stopping()
    states = game["a"].size
    reward = np.full((states + 1, 2), -np.inf)  # actions: wait, sign; the last state is "signed"
    reward[:states, 0], reward[:states, 1] = game["d"], game["worth"] - game["cost"]
    reward[states, 0] = 0.0
    move = np.zeros((states + 1, 2, states + 1))
    move[:states, 0, :states] = game["chain"]
    move[:states, 1, states] = 1.0
    move[states, :, states] = 1.0
    ddp = qe.markov.DiscreteDP(reward, move, game["beta"])
    end = np.append(game["worth"], 0.0)
    values, choices = qe.markov.backward_induction(ddp, game["months"], end)
    found = ours(game, tau=1e-9)
    assert found.value[:, 0] == pytest.approx(values[:-1, :states], abs=1e-7)
    assert np.array_equal(found.q > 0.5, choices[:, :states] == 1)
    assert 0.0 < (found.q > 0.5).mean() < 1.0  # both actions are taken somewhere


def test_one_party_with_smoothing_is_a_dp_with_logistic_shocks() -> None:
    """The shock to signing is cut into equal-chance cells, each at its mean; rounds come with chance lam."""
    qe = pytest.importorskip("quantecon")
    from scipy.sparse import csr_matrix

    game, tau, lam, cells = stopping(states=3, months=5), 0.7, 0.6, 400
    states = game["a"].size
    u = np.linspace(0.0, 1.0, cells + 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        upper = np.nan_to_num(u * np.log(u)) + np.nan_to_num((1.0 - u) * np.log(1.0 - u))
    shocks = tau * np.diff(upper) * cells  # the mean of log(u / (1 - u)) over each cell
    kinds = cells + 1  # the last kind of month holds no round
    weight = np.append(np.full(cells, lam / cells), 1.0 - lam)
    total = states * kinds + 1
    signed = total - 1
    from_state, actions, rewards, rows = [], [], [], []
    wait_rows = np.array([np.append(np.kron(game["chain"][s], weight), 0.0) for s in range(states)])
    done = np.eye(total)[signed]
    for s in range(states):
        for k in range(kinds):
            from_state.append(s * kinds + k)
            actions.append(0)
            rewards.append(game["d"][s])
            rows.append(wait_rows[s])
            if k < cells:
                from_state.append(s * kinds + k)
                actions.append(1)
                rewards.append(game["worth"][s] - game["cost"][s] + shocks[k])
                rows.append(done)
    from_state.append(signed)
    actions.append(0)
    rewards.append(0.0)
    rows.append(done)
    ddp = qe.markov.DiscreteDP(
        np.array(rewards), csr_matrix(np.array(rows)), game["beta"], np.array(from_state), np.array(actions)
    )
    end = np.append(np.repeat(game["worth"], kinds), 0.0)
    values, choices = qe.markov.backward_induction(ddp, game["months"], end)
    by_kind = values[:-1, :-1].reshape(game["months"], states, kinds)
    chosen = choices[:, :-1].reshape(game["months"], states, kinds)
    found = ours(game, tau, lam)
    # a cell misses at most a quarter of its width times its chance, where the choice turns within it: with
    # chances of 1% to 99% that is 2e-4 a month here (values near 28), over five months 1e-3
    assert found.value[:, 0] == pytest.approx(by_kind @ weight, abs=1e-3)
    assert found.q == pytest.approx(chosen @ weight, abs=lam / cells)
