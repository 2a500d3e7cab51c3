"""The text of a value."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netback.case.value import ValueProblem, parse_flag, parse_value
from netback.units import BY_UNIT


def test_a_whole_value() -> None:
    (entry,) = parse_value("16 (14..20) USD/bbl [a, b] ~uniform", "price").entries
    assert (entry.low, entry.central, entry.high) == (14, 16, 20)
    assert (entry.cites, entry.distribution, entry.begins) == (("a", "b"), "uniform", None)


def test_units_are_converted_once() -> None:
    assert parse_value("0.45 (0.4..0.5) mb/d", "flow").entries[0].high == pytest.approx(500, rel=1e-12)
    assert parse_value("40 %", "share").entries[0].central == pytest.approx(0.4, rel=1e-12)


def test_dated_entries_are_sorted_and_keep_their_note() -> None:
    value = parse_value({"value": {"2025-02": "16 USD/bbl", "2023": "6 USD/bbl"}, "note": "why"}, "price")
    assert [e.central for e in value.entries] == [6, 16]
    assert value.note == "why"
    assert value.in_force(2025 * 12) == value.entries[0]
    assert value.in_force(2022 * 12) is None


@pytest.mark.parametrize("dimension", ["flow", "price", "any"])
def test_a_value_nobody_knows_has_a_dimension_and_no_entry(dimension: str) -> None:
    unit = "kb/d" if dimension == "flow" else "USD/bbl"
    value = parse_value(f"unknown {unit}", dimension)
    assert value.entries == ()
    assert value.unit == unit


def test_unknown_needs_the_right_unit() -> None:
    assert parse_value("unknown", "share").entries == ()
    assert parse_flag("unknown").entries == ()
    for text, slug in (("unknown", "case/wrong-unit"), ("unknown kbd", "case/unknown-unit")):
        with pytest.raises(ValueProblem) as caught:
            parse_value(text, "flow")
        assert caught.value.slug == slug


@pytest.mark.parametrize(
    ("text", "slug", "offset", "width"),
    [
        ("5 kbd", "case/unknown-unit", 2, 3),
        ("5 (6..7) kb/d", "case/bounds-order", 3, 4),
        ("5 kb/d ~triangle", "case/unknown-distribution", 8, 8),
        ("5 kb/d []", "case/empty-citation", 8, 2),
        ("5 kb/d [a b]", "case/bad-citation", 8, 3),
        ("5,000 b/d", "case/thousands-comma", 0, 5),
        ("nan kb/d", "case/not-a-value", 0, 8),
        ("five kb/d", "case/not-a-value", 0, 9),
        ("", "case/not-a-value", 0, 1),
        ("1e999 kb/d", "case/out-of-range", 0, 10),
        ("1 " + " " * 100_000 + "x (", "case/not-a-value", 0, 1),
    ],
)
def test_faults_have_a_place_in_the_text(text: str, slug: str, offset: int, width: int) -> None:
    with pytest.raises(ValueProblem) as caught:
        parse_value(text, "flow")
    assert (caught.value.slug, caught.value.offset, caught.value.width) == (slug, offset, width)
    assert caught.value.fix


@given(st.text(max_size=40), st.sampled_from(["flow", "price", "share", "any", "flag"]))
def test_any_text_is_a_value_or_a_problem_inside_it(text: str, dimension: str) -> None:
    try:
        value = parse_flag(text) if dimension == "flag" else parse_value(text, dimension)
    except ValueProblem as problem:
        where = (problem.offset, bool(problem.fix), problem.slug[:5])
    else:
        where = (0, True, "case/")
        assert all(math.isfinite(e.central) and e.low <= e.central <= e.high for e in value.entries)
    assert 0 <= where[0] <= len(text)
    assert where[1:] == (True, "case/")


@given(st.floats(-1e9, 1e9), st.sampled_from(sorted(BY_UNIT)))
def test_every_unit_can_be_written_and_read(number: float, unit: str) -> None:
    (entry,) = parse_value(f"{number!r} {unit}", BY_UNIT[unit].dimension).entries
    assert entry.central == number * BY_UNIT[unit].factor
