"""Numbers as text: sizes, signs, what is missing, what is not known, and text that would rather be a command."""

from __future__ import annotations

import doctest
import math

import pytest

from netback.views import tables
from netback.views.tables import (
    MISSING,
    UNKNOWN,
    Table,
    between,
    broken,
    clean,
    kbd,
    listed,
    musd,
    number,
    percent,
    points,
    quantity,
    shown_in,
    signed,
    usd_bbl,
)

FORMS = (kbd, usd_bbl, musd, percent, points, number)


def test_the_examples_in_the_module_run() -> None:
    found = doctest.testmod(tables)
    assert found.attempted > 15
    assert found.failed == 0


@pytest.mark.parametrize("form", FORMS)
def test_nothing_is_shown_as_a_number_that_is_none(form) -> None:  # type: ignore[no-untyped-def]
    assert form(None) == MISSING
    assert form(math.nan) == UNKNOWN
    for infinite in (math.inf, -math.inf):
        assert not any(c.isdigit() for c in form(infinite))


@pytest.mark.parametrize("form", FORMS)
def test_a_number_and_its_opposite_read_the_same_but_for_the_sign(form) -> None:  # type: ignore[no-untyped-def]
    for x in (0.7, 3.0, 9.96, 64.25, 12345.6, 9.9e14):
        assert form(-x).lstrip("-") == form(x).lstrip("+")
        assert form(-x).startswith("-")


@pytest.mark.parametrize("form", [kbd, usd_bbl, musd, number])
def test_a_huge_number_stays_short(form) -> None:  # type: ignore[no-untyped-def]
    assert form(1e300) == "1.00e+300"
    assert len(form(-9.99e11)) <= 20


def test_zero_has_no_sign() -> None:
    assert [form(-0.0) for form in (kbd, usd_bbl, musd, percent, number)] == ["0", "0", "0", "0%", "0"]
    assert number(-0.0004, 2) == "0.00"


def test_a_probability_is_rounded_to_neither_never_nor_always() -> None:
    assert [percent(p) for p in (0.0, 1e-9, 0.004, 0.006, 0.994, 0.996, 1.0)] == [
        "0%", "<1%", "<1%", "1%", "99%", ">99%", "100%"
    ]  # fmt: skip


def test_the_rounded_number_decides_how_many_decimals_it_has() -> None:
    assert [kbd(x) for x in (9.94, 9.96, 10.4)] == ["9.9", "10", "10"]
    assert [usd_bbl(x) for x in (9.994, 9.996)] == ["9.99", "10.0"]


def test_a_change_too_small_to_show_has_no_sign() -> None:
    assert signed(0.001, kbd) == "0.0"
    assert signed(0.2, kbd) == "+0.2"
    assert signed(math.nan, kbd) == UNKNOWN


def test_a_range_says_which_end_is_open() -> None:
    assert between(math.nan, 5.0, kbd) == "unknown to 5.0"
    assert between(-math.inf, 5.0, kbd) == "at most 5.0"
    assert between(5.0, math.inf, kbd) == "at least 5.0"
    assert between(None, None, kbd) == MISSING


@pytest.mark.parametrize(
    ("x", "unit", "written", "text"),
    [
        (0.6, "1", "%", "60%"),
        (0.6, "1", "share", "0.6"),
        (0.015, "1", "%", "1.5%"),
        (0.03, "1/month", "%/month", "3%/month"),
        (12.0, "months", "", "12 months"),
        (1.0, "months", "", "1 month"),
        (9250.0, "m USD", "", "9,250 m USD"),
        (1310.0, "IQD/USD", "", "1,310 IQD/USD"),
        (math.nan, "kb/d", "", UNKNOWN),
        (None, "kb/d", "", MISSING),
    ],
)
def test_a_quantity_is_shown_in_its_unit(x: float | None, unit: str, written: str, text: str) -> None:
    assert quantity(x, unit, written=written) == text


def test_a_range_of_percents_names_its_unit_once() -> None:
    assert between(0.01, 0.08, shown_in("1/month")) == "1% to 8%"


@pytest.mark.parametrize(
    "hostile",
    ["\x1b[31mred", "a\x07b", "\x9b2J", "left\u202eright", "\x1b]8;;http://x\x07link", "a\rb", "\x00", "\ud800", "\u2066x"],
)  # fmt: skip
def test_text_from_outside_cannot_move_a_cursor_or_turn_a_line(hostile: str) -> None:
    shown = clean(hostile)
    assert not any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 for c in shown)
    assert not any(c in shown for c in "\u202e\u2066\ud800")
    assert "\n" not in shown


def test_ordinary_letters_of_any_script_stay() -> None:
    text = "Türkiye، کوردستان، Ибрагим — 40 % [x] {y}"
    assert clean(text) == text


def test_a_table_cell_is_one_clean_line() -> None:
    table = Table.of("T", "a|>b", [("x\ny", "\x1b[1m")])
    assert table.rows == (("x y", "\ufffd[1m"),)


def test_a_head_may_hold_a_colon() -> None:
    assert [c.name for c in Table.of("T", "at 12:30 o'clock|wide:60", []).columns] == [
        "at 12:30 o'clock",
        "wide",
    ]


def test_a_long_word_breaks_after_its_dots() -> None:
    assert broken("contracts.export_deal.steps.fee", 22) == "contracts.export_deal.\nsteps.fee"
    assert max(map(len, broken("x" * 100, 30).split("\n"))) == 30


def test_a_long_list_is_cut() -> None:
    assert listed(["a", "b", "c", "d"], 2) == "a, b and 2 more"
