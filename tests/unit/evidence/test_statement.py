"""One statement: what it must hold, and what a window of time it speaks of."""

import datetime as dt

import pytest
from pydantic import ValidationError

from netback.evidence import Claim, Statement, statement_record

BASE = {"id": "a", "kind": "quantity", "text": "A.", "source": "s", "published_on": "2025-02-02"}


def make(**changes):
    return Statement.model_validate({**BASE, **changes})


def test_a_statement_is_frozen_and_refuses_unknown_keys():
    with pytest.raises(ValidationError):
        make(colour="red")
    with pytest.raises(ValidationError):
        make().id = "b"  # type: ignore[misc]


@pytest.mark.parametrize("key", ["id", "kind", "source", "published_on"])
def test_nothing_enters_without_its_keys(key):
    with pytest.raises(ValidationError):
        Statement.model_validate({k: v for k, v in BASE.items() if k != key})


def test_nothing_enters_without_text_or_quote():
    with pytest.raises(ValidationError, match="neither text nor quote"):
        Statement.model_validate({k: v for k, v in BASE.items() if k != "text"})
    assert (
        Statement.model_validate({**{k: v for k, v in BASE.items() if k != "text"}, "quote": "Q."}).text
        is None
    )


@pytest.mark.parametrize("day", ["2025", "2025-02", "2025-02-30", 0, 20250202, "yesterday", None])
def test_the_day_of_publication_is_a_full_date(day):
    with pytest.raises(ValidationError):
        make(published_on=day)


def test_figures_are_parsed_from_the_value():
    s = make(value="450 (445..475) kb/d")
    assert (s.low, s.central, s.high, s.unit) == (445, 450, 475, "kb/d")
    assert make().central is None


def test_pressure_may_be_one_or_several():
    one = {"by": "us", "on": "baghdad", "kind": "call"}
    assert make(pressure=one).pressure == make(pressure=[one]).pressure
    assert statement_record(make(pressure=one))["pressure"] == one
    assert statement_record(make(pressure=[one, {**one, "on": "erbil"}]))["pressure"][1]["on"] == "erbil"


@pytest.mark.parametrize(
    ("changes", "first", "last"),
    [
        ({"as_of": "2023-03", "until": "2023-03-25"}, "2023-03-01", "2023-03-25"),
        ({"as_of": "2024"}, "2024-01-01", "2024-12-31"),
        ({"as_of": "2025-02-02"}, "2025-02-02", "9999-12-31"),
        ({"as_of": "2025-02-02", "kind": "event"}, "2025-02-02", "2025-02-02"),
        ({"kind": "contact"}, "2025-02-02", "2025-02-02"),
    ],
)
def test_the_window_says_which_days_it_speaks_of(changes, first, last):
    assert make(**changes).window() == (dt.date.fromisoformat(first), dt.date.fromisoformat(last))


def test_until_before_as_of_is_refused():
    with pytest.raises(ValidationError, match="before as_of"):
        make(as_of="2025-02", until="2025-01")


def test_an_outcome_needs_the_day_it_was_known():
    with pytest.raises(ValidationError, match="no day"):
        Claim(speaker="A", outcome="failed")
    claim = Claim(speaker="A", outcome="late", late_days=3, outcome_known_on=dt.date(2025, 9, 27))
    assert claim.known_on(dt.date(2025, 9, 26)) == Claim(speaker="A")
    assert claim.known_on(dt.date(2025, 9, 27)) is claim


@pytest.mark.parametrize("text", ["a\x00b", "\ud800", ""])
def test_text_that_cannot_be_written_is_refused(text):
    with pytest.raises(ValidationError):
        make(text=text)


def test_the_record_leaves_out_what_is_absent():
    assert statement_record(make()) == {**BASE, "published_basis": "stated"}
