"""Hand-solved flow programmes, with their duals."""

import numpy as np
import pytest
from numba import njit

from netback.errors import ShapeError
from netback.flows.lp import InfeasibleFlows, certificate, solve_lp, solve_lp_batch

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


def test_of_two_equal_lines_the_earlier_column_is_filled_first():
    A = [[1.0, -1.0, -1.0]]
    gain, lo, hi = [-10.0, 20.0, 20.0], [0.0] * 3, [5.0, 4.0, 4.0]
    solution, batch = solve_lp(A, gain, lo, hi), solve_lp_batch(A, gain, lo, hi)
    assert solution.tied
    assert batch.tied.all()
    assert solution.x == pytest.approx([5.0, 4.0, 1.0])
    assert batch.x[0, 0] == pytest.approx([5.0, 4.0, 1.0])


def test_a_field_and_a_line_that_are_full_together_leave_the_rent_to_the_later_column():
    for hi, price in (([450.0, 450.0, 900.0], 10.0), ([450.0, 450.0, 450.0], 10.0)):
        solution = solve_lp(LINE, GAIN, NOTHING, hi)
        batch = solve_lp_batch(LINE, GAIN, NOTHING, hi)
        assert solution.y[0] == pytest.approx(price)  # one more barrel at the hub saves the lifting of one
        assert batch.y[0, 0] == pytest.approx(solution.y)


def test_a_reduced_cost_is_the_worth_of_more_room_not_of_less():
    hi = np.array([450.0, 450.0, 900.0])
    solution = solve_lp(LINE, GAIN, NOTHING, hi)
    more = solve_lp(LINE, GAIN, NOTHING, hi + [1.0, 0.0, 0.0]).objective - solution.objective
    less = solution.objective - solve_lp(LINE, GAIN, NOTHING, hi - [1.0, 0.0, 0.0]).objective
    assert more == pytest.approx(solution.reduced_costs[0], abs=1e-9)  # nothing: the line is full
    assert less == pytest.approx(54.0)


def test_nodes_that_nothing_can_reach_have_price_zero():
    A = np.array([[1.0, -1.0], [0.0, 0.0]])
    batch = solve_lp_batch(A, [-10.0, 50.0], [0.0, 0.0], [1.0, 2.0])
    assert batch.y[0, 0] == pytest.approx([50.0, 0.0])
    assert solve_lp(A, [-10.0, 50.0], [0.0, 0.0], [1.0, 2.0]).y == pytest.approx([50.0, 0.0])


def test_a_batch_names_the_first_state_that_has_no_flow():
    lo = np.zeros((2, 3, 3))
    lo[1, 2, 2] = 500.0
    with pytest.raises(InfeasibleFlows) as caught:
        solve_lp_batch(LINE, GAIN, lo, [600.0, 450.0, 900.0])
    assert caught.value.index == (1, 2)
    assert caught.value.rows == (1,)


def test_bounds_that_cross_are_a_clash_of_their_own():
    with pytest.raises(InfeasibleFlows) as caught:
        solve_lp(LINE, GAIN, [0.0, 5.0, 0.0], [600.0, 4.0, 900.0])
    assert caught.value.bounds == ((1, "lower"), (1, "upper"))
    with pytest.raises(InfeasibleFlows):
        solve_lp_batch(LINE, GAIN, [0.0, 5.0, 0.0], [600.0, 4.0, 900.0])


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"c": np.zeros(2)}, "3 columns"),
        ({"hi": np.full((2, 1, 3), np.nan)}, "must be finite"),
        ({"lo": np.zeros((2, 1, 3)), "hi": np.ones((3, 1, 3))}, "do not broadcast"),
        ({"A": np.full((2, 3), np.inf)}, "must be finite"),
        ({"A": np.zeros(3)}, "row, column"),
        ({"start": np.zeros(3, dtype=bool)}, "start must be bool"),
    ],
)
def test_a_batch_refuses_what_does_not_fit(changed, message):
    given = {"A": LINE, "c": GAIN, "lo": NOTHING, "hi": np.array([600.0, 450.0, 900.0])} | changed
    with pytest.raises(ShapeError, match=message):
        solve_lp_batch(**given)


def test_losses_may_differ_by_draw():
    lossy = np.array([[[1.0, -1.0, 0.0], [0.0, kept, -1.0]] for kept in (1.0, 0.9)])
    batch = solve_lp_batch(lossy, GAIN, NOTHING, [600.0, 450.0, 900.0])
    assert batch.x[:, 0, 2] == pytest.approx([450.0, 405.0])


def test_a_spoilt_kernel_answer_is_refused_and_replaced(monkeypatch):
    from netback.flows import _kernels

    honest = _kernels.solve_draws

    def spoilt(*arguments):
        honest(*arguments)
        arguments[-4][0, 0] = _kernels.REFUSED
        arguments[-7][0, 0] = -1.0

    monkeypatch.setattr(_kernels, "solve_draws", spoilt)
    batch = solve_lp_batch(LINE, GAIN, NOTHING, [600.0, 450.0, 900.0])
    assert batch.n_fallback == 1
    assert batch.x[0, 0] == pytest.approx([450.0, 450.0, 450.0])


@pytest.mark.parametrize("spoil", ["x", "bound", "y"])
def test_the_kernels_own_certificate_refuses_a_sabotaged_answer(spoil):
    from netback.flows._kernels import certified

    @njit
    def refused(d, x, c, lo, hi, row, value, room):
        return certified(d, x, c, lo, hi, row, value, room, 900.0, 68.5)[0]

    hi = np.array([600.0, 450.0, 900.0, 0.0, 0.0])
    x, d = np.array([450.0, 450.0, 450.0, 0.0, 0.0]), np.array([0.0, 54.0, 0.0, 10.0, 68.5])
    row = np.array([[0, 0], [0, 1], [1, 0]])
    value = np.array([[1.0, 0.0], [-1.0, 1.0], [-1.0, 0.0]])
    assert refused(d, x.copy(), GAIN, np.zeros(5), hi, row, value, np.zeros(5))
    if spoil == "x":
        x[2] -= 0.001
    elif spoil == "bound":
        x[:3] += 0.001
    else:
        d[3] += 0.001
    assert not refused(d, x, GAIN, np.zeros(5), hi, row, value, np.zeros(5))
