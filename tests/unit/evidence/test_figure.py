"""The value of a statement: what its text means, and what is refused."""

import math

import pytest

from netback.evidence import FigureError, parse_figure


@pytest.mark.parametrize(
    ("text", "low", "central", "high", "unit"),
    [
        ("452 kb/d", None, 452, None, "kb/d"),
        ("450 (445..475) kb/d", 445, 450, 475, "kb/d"),
        (">=200 kb/d", 200, None, None, "kb/d"),
        ("<= 30 USD/bbl", None, None, 30, "USD/bbl"),
        ("50..150 kb/d", 50, None, 150, "kb/d"),
        ("8.3 (-1.7..20.8) USD/boe", -1.7, 8.3, 20.8, "USD/boe"),
        ("19.594871 m bbl", None, 19.594871, None, "m bbl"),
        ("12.67 (12.6..12.68) %", 12.6, 12.67, 12.68, "%"),
        ("1440 kb/d (summed)", None, 1440, None, "kb/d (summed)"),
        ("7", None, 7, None, "1"),
    ],
)
def test_every_form_of_a_value_is_read(text, low, central, high, unit):
    figure = parse_figure(text)
    assert (figure.low, figure.central, figure.high, figure.unit.text) == (low, central, high, unit)


def test_canonical_units_keep_the_size():
    figure = parse_figure("1.5 (1.4..1.6) mb/d").canonical()
    assert (figure.low, figure.central, figure.high) == pytest.approx((1400, 1500, 1600))
    assert figure.unit.text == "kb/d"
    assert parse_figure("10 %").canonical().central == pytest.approx(0.1)


def test_a_bound_alone_sets_no_limit_on_the_other_side():
    assert parse_figure(">=200 kb/d").most == math.inf
    assert parse_figure("<=30 USD/bbl").least == -math.inf
    assert parse_figure("452 kb/d").least == parse_figure("452 kb/d").most == 452


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("", "evidence/bad-value"),
        ("about 450 kb/d", "evidence/bad-value"),
        ("450 (445..475 kb/d", "evidence/unknown-unit"),
        ("450 (475..445) kb/d", "evidence/bounds-order"),
        ("460 (470..475) kb/d", "evidence/bounds-order"),
        ("450 Mb/d", "evidence/unknown-unit"),
        ("450 kbd", "evidence/unknown-unit"),
        ("1e999 kb/d", "evidence/bad-value"),
        ("nan kb/d", "evidence/bad-value"),
    ],
)
def test_what_is_no_figure_is_refused_by_name(text, slug):
    with pytest.raises(FigureError) as caught:
        parse_figure(text)
    assert caught.value.slug == slug
    assert caught.value.fix
