"""Hand-solved flow programmes, with their duals."""

import numpy as np
import pytest

from netback.flows.lp import InfeasibleFlows, ShapeError, certificate, solve_lp

# A field lifts oil at 10 USD/bbl, a line carries it at 4.50, a port pays 68.50.
LINE = np.array([[1.0, -1.0, 0.0], [0.0, 1.0, -1.0]])
GAIN = np.array([-10.0, -4.5, 68.5])
NOTHING = np.zeros(3)


def test_a_full_line_is_worth_the_difference_of_netbacks():
    # hub: field 600; line 450 at 4.50 to a port paying 68.50; trucks without end at 16.50 to the same price
    A = np.array([[1.0, -1.0, -1.0, 0.0], [0.0, 1.0, 1.0, -1.0]])
    solution = solve_lp(A, [-10.0, -4.5, -16.5, 68.5], np.zeros(4), [600.0, 450.0, 900.0, 900.0])
    assert solution.x == pytest.approx([600.0, 450.0, 150.0, 600.0])
    assert solution.y == pytest.approx(
        [52.0, 68.5]
    )  # the hub's price is the netback of the last barrel, by truck
    assert solution.reduced_costs == pytest.approx([42.0, 12.0, 0.0, 0.0])  # 64.00 - 52.00 a barrel of line
    assert not solution.tied


def test_the_hub_price_is_what_one_more_barrel_there_adds():
    solution = solve_lp(LINE, GAIN, NOTHING, [600.0, 700.0, 900.0])
    assert solution.y == pytest.approx([64.0, 68.5])
    # the same barrel, put in as a fourth column that is forced to one unit
    more = solve_lp(
        np.column_stack([LINE, [1.0, 0.0]]), [*GAIN, 0.0], [0.0, 0.0, 0.0, 1.0], [600.0, 700.0, 900.0, 1.0]
    )
    assert more.objective - solution.objective == pytest.approx(64.0)


def test_a_shut_line_shows_what_opening_it_would_earn():
    solution = solve_lp(LINE, GAIN, NOTHING, [600.0, 0.0, 900.0])
    assert solution.x == pytest.approx(NOTHING)
    assert solution.y == pytest.approx([10.0, 68.5])
    assert solution.reduced_costs[1] == pytest.approx(54.0)


def test_clashing_limits_are_named_and_no_others():
    with pytest.raises(InfeasibleFlows) as caught:
        solve_lp(LINE, GAIN, [0.0, 0.0, 500.0], [600.0, 450.0, 900.0])
    assert caught.value.rows == (1,)
    assert caught.value.bounds == ((1, "upper"), (2, "lower"))


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_a_number_that_is_not_finite_is_refused(bad):
    with pytest.raises(ShapeError, match="must be finite"):
        solve_lp(LINE, [-10.0, bad, 68.5], NOTHING, [600.0, 450.0, 900.0])


def test_disagreeing_shapes_are_refused():
    with pytest.raises(ShapeError, match="3 columns"):
        solve_lp(LINE, GAIN[:2], NOTHING, [600.0, 450.0, 900.0])


def test_the_certificate_refuses_a_sabotaged_answer():
    hi = np.array([600.0, 450.0, 900.0])
    good = solve_lp(LINE, GAIN, NOTHING, hi)
    assert max(map(abs, certificate(LINE, GAIN, NOTHING, hi, good.x, good.y))) < 1e-9
    lost = good.x - [0.0, 0.0, 1.0]  # a barrel vanishes
    lazy = good.x - 1.0  # feasible, not optimal
    dear = good.y + [1.0, 0.0]  # a price nobody pays
    assert certificate(LINE, GAIN, NOTHING, hi, lost, good.y)[0] == pytest.approx(1.0)
    assert certificate(LINE, GAIN, NOTHING, hi, lazy, good.y)[2] == pytest.approx(54.0)
    assert certificate(LINE, GAIN, NOTHING, hi, good.x, dear)[1] > 0.9
