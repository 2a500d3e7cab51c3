"""How well each draw fits what has happened: weights, moves, reported figures."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from netback.case import read_case
from netback.case.draws import sample
from netback.case.schema import Reported
from netback.errors import SolverError
from netback.evidence import Ledger
from netback.forecast import make_forecast
from netback.forecast.condition import (
    effective_sample_size,
    fitted_figures,
    log_fit,
    log_moves,
    weights_from_log,
)
from netback.game.payoffs import build_grid

MONTH = 2024 * 12


@pytest.fixture(scope="module")
def case():
    return read_case("starter", as_of="2024-12-31")


# ------------------------------------------------------------------ weights


def test_weights_sum_to_one_and_keep_their_odds():
    w = weights_from_log(np.array([-1000.0, -1001.0, -1000.0 + np.log(2)]))
    assert w.sum() == pytest.approx(1.0)
    assert w[2] / w[0] == pytest.approx(2.0)
    assert w[0] / w[1] == pytest.approx(np.e)


def test_a_draw_that_cannot_be_has_no_weight():
    assert weights_from_log(np.array([0.0, -np.inf])).tolist() == [1.0, 0.0]


@pytest.mark.parametrize("log", [[-np.inf, -np.inf], [np.nan, 0.0]])
def test_evidence_no_draw_can_explain_is_refused(log):
    with pytest.raises(SolverError, match="no draw is consistent"):
        weights_from_log(np.array(log))


def test_effective_sample_size_is_one_over_the_sum_of_squares():
    assert effective_sample_size(np.full(8, 1 / 8)) == pytest.approx(8)
    assert effective_sample_size(np.array([1.0, 0.0])) == pytest.approx(1)
    assert effective_sample_size(np.array([0.5, 0.25, 0.25])) == pytest.approx(1 / 0.375)


def test_too_few_draws_that_fit_are_refused(case):
    with pytest.raises(SolverError, match="of 1 draws fit"):
        make_forecast(case, draws=1)


# ------------------------------------------------------------------ moves


def observing(case, *seen):
    """The case with a path of the road and nothing else observed: (month 1..12, level)."""
    source = case.ledger.statements[0]
    kept = [s for s in case.ledger.statements if s.observes is None]
    for k, (month, level) in enumerate(seen):
        kept.append(
            source.model_copy(
                update={
                    "id": f"made_{k}", "as_of": f"2024-{month:02d}-05", "published_on": dt.date(2024, month, 6),
                    "observes": type(case.ledger.get("road_open").observes)(driver="road", level=level),
                    "pressure": (),
                }
            )
        )  # fmt: skip
    return replace(case, ledger=Ledger(tuple(kept), case.ledger.sources))


def chain(case, x):
    p = x[:, case.slots.at("drivers.road.transition.open -> closed", MONTH)]
    r = x[:, case.slots.at("drivers.road.transition.closed -> open", MONTH)]
    return np.stack([np.stack([1 - p, p], 1), np.stack([r, 1 - r], 1)], 1)


def test_moves_are_counted_over_as_many_months_as_lie_between(case):
    made = observing(case, (2, "open"), (3, "closed"), (7, "open"), (8, "open"))
    x = sample(made.slots, 8, 1)
    grid = build_grid(made, x, made.month)
    found = log_moves(made, grid, MONTH + 1, MONTH + 11)
    m = chain(made, x)
    four = np.stack([np.linalg.matrix_power(k, 4) for k in m])
    np.testing.assert_allclose(found, np.log(m[:, 0, 1]) + np.log(four[:, 1, 0]) + np.log(m[:, 0, 0]))


def test_the_first_month_starts_from_what_was_last_seen(case):
    made = observing(case, (1, "closed"), (5, "open"))
    x = sample(made.slots, 8, 1)
    found = log_moves(made, build_grid(made, x, made.month), MONTH + 2, MONTH + 11)  # from March on
    two = np.linalg.matrix_power(chain(made, x), 2)
    np.testing.assert_allclose(found, np.log(two[:, 1, 0]))


def test_months_after_the_last_observation_say_nothing(case):
    made = observing(case, (2, "open"))
    x = sample(made.slots, 4, 1)
    assert not log_moves(made, build_grid(made, x, made.month), MONTH + 1, MONTH + 11).any()


def test_a_move_thought_impossible_costs_a_draw_much_but_not_all(case):
    made = observing(case, (2, "open"), (3, "closed"))
    x = sample(made.slots, 4, 1)
    x[0, made.slots.at("drivers.road.transition.open -> closed", MONTH)] = 0.0
    found = log_moves(made, build_grid(made, x, made.month), MONTH + 1, MONTH + 11)
    assert found[0] == pytest.approx(np.log(1e-9))
    assert np.all(found[1:] > -10)


# ------------------------------------------------------------------ reported figures


def reporting(case, months, text="105 (80..130) kb/d", **more):
    item = Reported.model_validate(
        {"title": "Made", "months": months, "flow": ["trucks"], "statement": "trucks_2024", "reported": text}
        | more
    )
    return replace(case, file=case.file.model_copy(update={"reported": {"made": item}}))


def test_a_figure_counts_as_a_normal_error_around_it(case):
    from netback.flows.network import build_network
    from netback.flows.solve import solve_flow_arrays

    x = sample(case.slots, 8, 1)
    made = reporting(case, ["2024-10", "2024-10"])
    found, used = log_fit(made, x), tuple(fitted_figures(made))
    program = build_network(made, MONTH + 9, "standstill")
    model = solve_flow_arrays(program, x, np.array([[0]]), np.full((8, 1, 1), 75.0)).through("trucks")[:, 0]
    sd = np.hypot(50 / (2 * 1.645), 0.2 * 105)
    assert used == ("made",)
    np.testing.assert_allclose(found, -0.5 * ((model - 105) / sd) ** 2, atol=1e-9)


def test_a_figure_of_months_not_over_or_not_in_the_halt_does_not_count(case):
    x = sample(case.slots, 4, 1)
    for months in (["2025-01", "2025-01"], ["2024-12", "2025-01"], ["2023-06", "2023-07"]):
        made = reporting(case, months)
        total, used = log_fit(made, x), tuple(fitted_figures(made))
        assert used == ()
        assert not total.any()


def test_a_figure_published_later_does_not_count(case):
    assert tuple(fitted_figures(case)) == ("trucks_autumn",)
    early = case.known_on("2024-12-04")
    assert tuple(fitted_figures(early)) == ()


def test_of_a_dated_figure_the_entry_of_its_months_counts(case):
    x = sample(case.slots, 4, 1)
    dated = reporting(
        case, ["2024-10", "2024-10"], {"2024-01": "105 (80..130) kb/d", "2024-11": "10 (5..15) kb/d"}
    )
    plain = reporting(case, ["2024-10", "2024-10"])
    np.testing.assert_array_equal(log_fit(dated, x), log_fit(plain, x))


# ------------------------------------------------------------------ what a deadlock teaches


def test_a_longer_deadlock_raises_what_signing_is_thought_to_cost(case):
    means = []
    for day in ("2024-02-20", "2024-07-05", "2024-12-31"):
        known = case.known_on(day)
        forecast = make_forecast(known, draws=64)
        weights = weights_from_log(forecast.result.log_no_deal)
        log_kappa = np.log(forecast.x[:, known.slots.at("game.signing_cost", known.month)])
        means.append(float(weights @ log_kappa))
    assert means[0] < means[1] < means[2]
