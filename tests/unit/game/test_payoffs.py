"""A case's game as arrays: states and levels, effects, eras, the calendar, and who holds a veto."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from netback.case import apply_scenario, read_case, set_values
from netback.case.draws import sample
from netback.case.drivers import observe
from netback.case.schema import CalendarEntry, Effect, Scenario
from netback.case.value import parse_flag
from netback.errors import UnknownAsOf, UsageError
from netback.game.payoffs import (
    build_grid,
    build_payoffs,
    calendar_factors,
    eras,
    game_scales,
    observed_states,
    veto_holders,
)

NOW = 2024 * 12 + 11


@pytest.fixture(scope="module")
def case():
    return read_case("starter", as_of="2024-12-31")


@pytest.fixture(scope="module")
def x(case):
    return sample(case.slots, 16, 1)


def with_file(case, **update):
    return replace(case, file=case.file.model_copy(update=update))


def entry(begins, ends=None, times="200 %", on="parties.owner.signing_cost"):
    effects = [{"on": [on], "times": times}]
    return CalendarEntry.model_validate({"name": "Made", "begins": begins, "ends": ends, "effects": effects})


# ------------------------------------------------------------------ states


def test_the_first_driver_is_slowest(case, x):
    grid = build_grid(case, x, NOW)
    assert grid.drivers == ("benchmark", "road", "push")
    assert grid.sizes.tolist() == [5, 2, 2]
    assert grid.levels()[:5].tolist() == [[0, 0, 0], [0, 0, 1], [0, 1, 0], [0, 1, 1], [1, 0, 0]]
    for k, level in enumerate(grid.levels()):
        assert grid.state(list(level)) == k


def test_transitions_are_those_of_the_draw_and_rows_sum_to_one(case, x):
    grid = build_grid(case, x, NOW)
    road = grid.factors[:, 0, 25:29].reshape(-1, 2, 2)
    shut = x[:, case.slots.at("drivers.road.transition.open -> closed", NOW)]
    np.testing.assert_array_equal(road[:, 0, 1], shut)
    np.testing.assert_allclose(road.sum(axis=2), 1.0)
    np.testing.assert_allclose(grid.factors[:, 0, :25].reshape(-1, 5, 5).sum(axis=2), 1.0)


def test_the_price_seen_today_lies_on_every_draws_grid_and_moves_it_less_than_half_a_step(case, x):
    grid = build_grid(case, x, NOW)
    seen = observe(case, "benchmark", NOW).price
    levels = grid.prices["benchmark"]
    np.testing.assert_allclose(np.abs(levels / seen - 1).min(axis=1), 0, atol=1e-12)
    log = np.log(levels)
    steps = np.diff(log, axis=1)
    np.testing.assert_allclose(steps, steps[:, :1] * np.ones(4))  # evenly spaced in logs
    mean = np.log(x[:, case.slots.at("drivers.benchmark.mean", NOW)])
    assert np.all(np.abs(log[:, 2] - mean) <= steps[:, 0] / 2 + 1e-12)


def test_a_held_price_is_the_same_on_every_level(case, x):
    held = with_file(case, scenarios={"low": Scenario(title="Low", hold={"benchmark": "50 USD/bbl"})})
    grid = build_grid(apply_scenario(held, "low"), x, NOW)
    np.testing.assert_allclose(grid.prices["benchmark"], 50.0)


def test_a_held_level_is_reached_at_once_and_never_left(case, x):
    held = apply_scenario(case, "road_closed")
    grid = build_grid(held, x, NOW)
    np.testing.assert_array_equal(grid.factors[:, 0, 25:29], np.tile([0.0, 1.0, 0.0, 1.0], (16, 1)))
    state = observed_states(held, grid, [NOW], held=True)[:, 0]
    assert np.all(grid.levels()[state, 1] == 1)
    past = observed_states(held, grid, [NOW - 2, NOW], held=False)
    assert np.all(grid.levels()[past, 1] == 0)


def test_the_path_of_states_is_what_was_seen(case, x):
    grid = build_grid(case, x, NOW)
    months = [2024 * 12 + m for m in range(1, 12)]
    path = grid.levels()[observed_states(case, grid, months, held=False)]
    for k, month in enumerate(months):
        assert np.all(path[:, k, 1] == observe(case, "road", month).index)
        assert np.all(path[:, k, 2] == observe(case, "push", month).index)
        price = observe(case, "benchmark", month).price
        log = np.log(grid.prices["benchmark"])
        off = np.abs(log - np.log(price))
        np.testing.assert_array_equal(path[:, k, 0], off.argmin(axis=1))
    assert path[0, :, 1].tolist() == [0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0]  # shut in July only


# ------------------------------------------------------------------ payoffs and effects


def driver_with(case, effects):
    road = case.file.drivers["road"].model_copy(update={"effects": tuple(Effect(**e) for e in effects)})
    return with_file(case, drivers={**case.file.drivers, "road": road})


def payoffs_of(case, draws=4):
    x = sample(case.slots, draws, 1)
    return x, build_grid(case, x, NOW), build_payoffs(case, x, build_grid(case, x, NOW), NOW, workers=1)


def test_effects_on_signing_cost_rounds_and_payoffs_hold_at_their_level_only(case):
    made = driver_with(
        case,
        [
            {"level": "closed", "on": ["parties.region.signing_cost", "rounds"], "times": "50 %"},
            {"level": "closed", "on": ["parties.owner.standstill"], "plus": "-25 m USD/month"},
            {"level": "closed", "on": ["parties.region.deal"], "plus": "7 m USD/month"},
            {"level": "closed", "on": ["parties.transit.deal"], "plus": "1000 m USD/month"},  # no veto
        ],
    )
    plain = driver_with(case, [])
    _, grid, found = payoffs_of(made)
    _, _, bare = payoffs_of(plain)
    closed = grid.levels()[:, 1] == 1
    push = grid.levels()[:, 2] == 1
    s, b = found.setting, bare.setting
    assert s.parties == ("owner", "region")
    np.testing.assert_allclose(s.cost_factor[:, 1], np.where(closed, 0.5, 1.0) * np.ones((4, 1)))
    np.testing.assert_allclose(s.rounds_factor, np.where(closed, 0.5, 1.0) * np.ones((4, 1)))
    assert np.all(s.cost_factor[:, 0, push] < 1.0)  # the starter's own effect of pressure
    assert np.all(s.cost_factor[:, 0, ~push] == 1.0)
    np.testing.assert_allclose(
        (s.d - b.d)[:, 0, 0], np.where(closed, -25.0, 0.0) * np.ones((4, 1)), atol=1e-9
    )
    np.testing.assert_allclose((s.a - b.a)[:, 0, 1], np.where(closed, 7.0, 0.0) * np.ones((4, 1)), atol=1e-9)
    np.testing.assert_allclose((s.d - b.d)[:, 0, 1], 0.0, atol=1e-9)


def test_two_effects_on_one_target_multiply(case):
    one = {"level": "closed", "on": ["rounds"], "times": "50 %"}
    _, grid, found = payoffs_of(driver_with(case, [one, one]))
    closed = grid.levels()[:, 1] == 1
    np.testing.assert_allclose(found.setting.rounds_factor[:, closed], 0.25)


def test_payoffs_are_the_veto_holders_columns_of_the_money(case):
    _, _, found = payoffs_of(case)
    for world, array in (("standstill", found.setting.d), ("deal", found.setting.a)):
        for p, column in ((0, 0), (1, 1)):
            np.testing.assert_array_equal(array[:, 0, p], found.net[world][:, found.flow_state, column])
    assert found.flow_state.max() + 1 == 10  # pressure does not touch the network
    np.testing.assert_array_equal(found.flow_state, np.arange(20) // 2)


def test_discounts_weights_and_cost_shares_come_from_the_parties(case):
    x, _, found = payoffs_of(case)
    s = found.setting
    yearly = x[:, case.slots.at("parties.region.discount", NOW)]
    np.testing.assert_allclose(s.beta[:, 1] ** -12, 1 + yearly)
    np.testing.assert_allclose(s.weights.sum(axis=1), 1.0)
    owner = x[:, case.slots.at("parties.owner.signing_cost_share", NOW)]
    region = x[:, case.slots.at("parties.region.signing_cost_share", NOW)]
    np.testing.assert_allclose(s.cost_share[:, 0], owner / (owner + region))


def test_flows_solved_once_serve_every_month_with_the_same_numbers(case, x):
    grid = build_grid(case, x, NOW)
    store = {}
    first = build_payoffs(case, x, grid, NOW, workers=1, reuse=store)
    n = len(store)
    again = build_payoffs(case, x, grid, NOW, workers=1, reuse=store)
    assert len(store) == n
    alone = build_payoffs(case, x, grid, NOW, workers=1)
    for other in (again, alone):
        np.testing.assert_array_equal(first.setting.a, other.setting.a)
        np.testing.assert_array_equal(first.setting.d, other.setting.d)
    build_payoffs(case, x, grid, 2024 * 12 + 2, workers=1, reuse=store)
    assert len(store) > n


# ------------------------------------------------------------------ vetoes and eras


def dated_veto(case):
    transit = case.file.parties["transit"].model_copy(
        update={"veto": parse_flag({"2024-02": "yes", "2024-05": "no", "2024-10": "yes"})}
    )
    return with_file(case, parties={**case.file.parties, "transit": transit})


def test_a_veto_may_be_dated(case):
    made = dated_veto(case)
    assert veto_holders(made, 2024 * 12) == ("owner", "region")
    assert veto_holders(made, 2024 * 12 + 1) == ("owner", "region", "transit")
    assert veto_holders(made, 2024 * 12 + 4) == ("owner", "region")
    assert veto_holders(made, NOW) == ("owner", "region", "transit")


def test_without_any_veto_there_is_no_game(case):
    parties = {k: p.model_copy(update={"veto": parse_flag("no")}) for k, p in case.file.parties.items()}
    with pytest.raises(UnknownAsOf, match="no party of starter is known to hold a veto"):
        veto_holders(with_file(case, parties=parties), NOW)


def test_eras_split_at_half_years_vetoes_and_the_calendar(case):
    made = with_file(dated_veto(case), calendar={"law": entry("2024-03-10", "2024-04-20")})
    found = eras(made, 2024 * 12 + 1, 2024 * 12 + 11)
    assert [m % 12 + 1 for m in found.first] == [2, 3, 5, 7, 10]
    assert [m % 12 + 1 for m in found.last] == [2, 4, 6, 9, 12]
    for end, start in zip(found.last, found.first[1:], strict=False):
        assert start == end + 1


def test_one_month_is_one_era(case):
    found = eras(case, NOW, NOW)
    assert (found.first, found.last) == ((NOW,), (NOW,))


# ------------------------------------------------------------------ the calendar


def calendar(case, **entries):
    made = with_file(case, calendar=entries)
    cost, rounds = calendar_factors(made, made.slots.central[None, :], ("owner", "region"), NOW, 12)
    return cost[0], rounds[0]


def test_an_entry_without_an_end_holds_for_good(case):
    cost, rounds = calendar(case, law=entry("2025-03-01"))
    assert cost[0].tolist() == [1.0] * 3 + [2.0] * 9
    assert np.all(cost[1] == 1.0)
    assert np.all(rounds == 1.0)


def test_both_ends_of_an_entry_count(case):
    cost, _ = calendar(case, law=entry("2025-03-01", "2025-05-31"))
    assert cost[0].tolist() == [1.0] * 3 + [2.0] * 3 + [1.0] * 6


def test_an_entry_counts_in_a_month_by_the_share_of_its_days(case):
    cost, _ = calendar(case, law=entry("2025-03-17", "2025-04-15"))
    np.testing.assert_allclose(cost[0, 3:6], [2 ** (15 / 31), 2 ** (15 / 30), 1.0])


def test_an_entry_that_follows_another_shares_the_month_with_it(case):
    cost, _ = calendar(
        case, old=entry("2024-01-01", "2025-03-01", "300 %"), new=entry("2025-03-02", None, "50 %")
    )
    np.testing.assert_allclose(cost[0, 2:5], [3.0, 3 ** (1 / 31) * 0.5 ** (30 / 31), 0.5])


def test_entries_change_rounds_and_multiply(case):
    _, rounds = calendar(
        case,
        one=entry("2025-01-01", None, "50 %", "rounds"),
        two=entry("2025-02-01", "2025-02-28", "50 %", "rounds"),
    )
    assert rounds.tolist() == [1.0, 0.5, 0.25] + [0.5] * 9


def test_a_party_without_a_veto_is_passed_over(case):
    cost, _ = calendar(case, law=entry("2024-01-01", None, "200 %", "parties.transit.signing_cost"))
    assert np.all(cost == 1.0)


def test_what_the_calendar_cannot_change_is_refused_not_ignored(case):
    with pytest.raises(UsageError, match=r"calendar.law.*network.arcs.trunk"):
        calendar(case, law=entry("2024-01-01", None, "200 %", "network.arcs.trunk"))
    paid = CalendarEntry.model_validate(
        {"name": "Made", "begins": "2024-01-01",
         "effects": [{"on": ["parties.owner.deal"], "plus": "5 m USD/month"}]}
    )  # fmt: skip
    with pytest.raises(UsageError, match=r"calendar.law.*parties.owner.deal"):
        calendar(case, law=paid)


def test_an_effect_of_a_price_is_refused_not_ignored(case):
    price = case.file.drivers["benchmark"].model_copy(
        update={"effects": (Effect(on=("rounds",), times="50 %"),)}
    )
    made = with_file(case, drivers={**case.file.drivers, "benchmark": price})
    with pytest.raises(UsageError, match=r"drivers\.benchmark"):
        payoffs_of(made)


def test_a_changed_value_reaches_the_payoffs(case):
    dear = set_values(case, {"contracts.grant_deal.steps.grant.amount": "180 m USD/month"})
    cheap = set_values(case, {"contracts.grant_deal.steps.grant.amount": "80 m USD/month"})
    _, _, a = payoffs_of(dear)
    _, _, b = payoffs_of(cheap)
    moved = a.setting.a - b.setting.a
    assert np.all(moved[:, 0, 0] < -70)
    assert np.all(moved[:, 0, 1] > 70)
    np.testing.assert_array_equal(a.setting.d, b.setting.d)


# ------------------------------------------------------------------ scales


def worth(case, **reference):
    settings = case.file.game.model_copy(update={"reference": reference})
    made = with_file(case, game=settings)
    x, grid, found = payoffs_of(made)
    return game_scales(made, x, grid, found)


def test_signing_costs_are_kappa_times_the_worth_of_a_deal_and_noise_theta_times_a_month(case):
    x, _, _ = payoffs_of(case)
    (joint, month), cost, tau = worth(case)
    kappa, theta = (x[:, case.slots.at(f"game.{n}", NOW)] for n in ("signing_cost", "noise"))
    np.testing.assert_allclose(cost, kappa * np.maximum(joint, 0.0))
    assert np.all(tau >= theta * np.abs(month) * (1 - 1e-12))


def test_the_reference_state_may_name_a_price(case):
    (middle, _), _, _ = worth(case)
    (low, _), _, _ = worth(case, benchmark="40 USD/bbl")
    (high, _), _, _ = worth(case, benchmark="130 USD/bbl")
    assert np.all(low < middle)
    assert np.all(middle < high)


def test_the_reference_state_may_name_levels(case):
    (opened, _), _, _ = worth(case, road="open")
    (closed, _), _, _ = worth(case, road="closed")
    (plain, _), _, _ = worth(case)
    np.testing.assert_array_equal(opened, plain)
    assert np.all(closed > opened)  # without trucks a deal is worth more
