"""The writer: text is safe and measured, labels do not meet, numbers are short."""

import re
import xml.etree.ElementTree as ET
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netback.views import svg
from netback.views.svg import Box, Canvas, Chart, Scale

HOSTILE = '<script>alert(\'x\')</script>" onload="y" ]]> & \x00\x07\u202e\ud800'


def test_hostile_text_stays_text() -> None:
    canvas = Canvas()
    canvas.text(1, 2, HOSTILE)
    canvas.rect(0, 0, 1, 1, HOSTILE, tip=HOSTILE)
    root = ET.fromstring(f"<svg>{canvas.render()}</svg>")
    assert [e.tag for e in root.iter()] == ["svg", "text", "rect", "title"]
    assert root[0].text == root[1][0].text == root[1].get("fill")
    assert root[0].text == '<script>alert(\'x\')</script>" onload="y" ]]> & '


def test_control_and_reordering_characters_are_dropped_and_letters_kept() -> None:
    assert svg.clean("a\x00b\u202ec\ud800 کەرکووک 油") == "abc کەرکووک 油"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (-0.0, "0"),
        (-0.001, "0.00"),
        (0.25, "0.25"),
        (1.25, "1.2"),
        (12.6, "13"),
        (-1234567, "−1,234,567"),
        (float("nan"), "?"),
    ],
)
def test_numbers_are_short(value: float, text: str) -> None:
    assert svg._fmt(value) == text


@pytest.mark.parametrize(("value", "text"), [(5, "+5"), (-5, "−5"), (0, "0"), (-0.001, "0.00")])
def test_differences_carry_their_sign(value: float, text: str) -> None:
    assert svg._fmt_signed(value) == text


@pytest.mark.parametrize(
    ("share", "text"), [(0, "0%"), (0.001, "<1%"), (0.615, "62%"), (0.999, ">99%"), (1, "100%")]
)
def test_an_uncertain_share_never_prints_as_certain(share: float, text: str) -> None:
    assert svg._fmt_percent(share) == text


@given(st.lists(st.integers(1, 1000), min_size=1, max_size=40))
def test_whole_percentages_add_up_to_100(weights: list[int]) -> None:
    shares = [w / sum(weights) for w in weights]
    assert sum(svg.percents(shares)) == 100
    assert all(abs(p - 100 * s) < 1.000001 for p, s in zip(svg.percents(shares), shares, strict=True))


@given(st.lists(st.tuples(st.floats(0, 300), st.floats(5, 20)), max_size=12))
def test_spread_labels_do_not_meet_and_stay_in_order(items: list[tuple[float, float]]) -> None:
    targets, sizes = [t for t, _ in items], [s for _, s in items]
    placed = svg.spread(targets, sizes, 0, 300)
    order = sorted(range(len(items)), key=lambda k: (targets[k], k))
    for a, b in pairwise(order):
        assert placed[b] - placed[a] >= (sizes[a] + sizes[b]) / 2 - 1e-6
    assert all(s / 2 - 1e-6 <= p <= 300 - s / 2 + 1e-6 for p, s in zip(placed, sizes, strict=True))


def test_labels_that_fit_are_not_moved() -> None:
    assert svg.spread([10, 50, 90], [10, 10, 10], 0, 100) == pytest.approx([10, 50, 90])


@given(st.text(max_size=200), st.floats(40, 400))
def test_wrapped_lines_fit(text: str, width: float) -> None:
    for line in svg.wrap(text, width, 13, lines=3):
        assert svg.text_width(line, 13) <= width + 1e-9


def test_wrapping_keeps_all_words_when_lines_are_unlimited() -> None:
    words = "one two three four five six seven"
    assert " ".join(svg.wrap(words, 60, 13)) == words


def test_what_does_not_fit_ends_in_an_ellipsis() -> None:
    assert svg.fit("a very long name indeed", 60, 13).endswith("…")
    assert svg.wrap("a very long name indeed with no room", 60, 13, lines=2)[-1].endswith("…")


def test_ticks_are_round_and_inside() -> None:
    assert svg.ticks(0, 230, 4) == [0, 100, 200]
    assert svg.ticks(3, 3, 4) == [3]
    assert all(-41 <= t <= 212 for t in svg.ticks(-41, 212, 6))


def test_month_marks_follow_quarters() -> None:
    marks = svg.month_ticks(date(2025, 9, 20), date(2026, 12, 31), 6)
    assert [m[0] for m in marks] == [
        date(2025, 10, 1),
        date(2026, 1, 1),
        date(2026, 4, 1),
        date(2026, 7, 1),
        date(2026, 10, 1),
    ]
    assert [m[2] for m in marks] == ["2025", "2026", "", "", ""]


def test_a_path_of_relative_steps_does_not_drift() -> None:
    points = [(k * 0.333, k * 0.1) for k in range(200)]
    path = svg.line_path(points)
    x = float(path[1 : path.index(",")])
    steps = path[path.index("l") + 1 :]
    for a, _ in _pairs(steps):
        x += a
    assert x == pytest.approx(points[-1][0], abs=0.051)


def _pairs(steps: str) -> list[tuple[float, float]]:
    numbers = [float(n) for n in re.findall(r"-?\d*\.?\d+", steps)]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def test_boxes() -> None:
    assert Box(0, 0, 2, 2).meets(Box(1, 1, 3, 3))
    assert not Box(0, 0, 2, 2).meets(Box(2, 0, 3, 2))
    assert Box(0, 0, 2, 2).meets(Box(3, 0, 4, 2), gap=1.5)
    assert Box(1, 1, 2, 2).inside(Box(0, 0, 3, 3))


def test_a_scale_without_range_is_centred() -> None:
    assert Scale(5, 5, 0, 100)(5) == 50


def test_csv_cells_cannot_start_a_formula() -> None:
    chart = Chart("", "t", "u", "s", date(2025, 1, 1), (("party", "money"), (("=1+1", -5.5), ("@x", None))))
    assert chart.csv() == "party,money\r\n'=1+1,-5.5\r\n'@x,\r\n"
