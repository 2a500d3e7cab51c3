"""Which statement wins, and what counts as a disagreement."""

import pytest

from netback.errors import UsageError
from netback.evidence import Ledger, Source, Statement, choose, conflicts

SOURCES = {key: Source(publisher=key.upper(), reliability=key.upper()) for key in "abcde"}


def make(key, value, source="b", day="2024-04-11", **changes):
    data = {
        "id": key, "kind": "quantity", "subject": "north", "property": "capacity", "value": value, "text": "T.",
        "source": source, "as_of": "2024", "published_on": day, **changes,
    }  # fmt: skip
    return Statement.model_validate(data)


def found(*statements):
    return conflicts(Ledger(statements, SOURCES))


def test_the_newest_first_hand_statement_wins_and_the_others_give_the_bounds():
    old = make("old", "400 kb/d")
    new = make("new", "450 kb/d", day="2024-05-02")
    copy = make("copy", "0.5 mb/d", source="c", day="2024-06-01")
    choice = choose([copy, old, new], "2024-07-01", SOURCES)
    assert choice.winner is new
    assert [s.id for s in choice.others] == ["copy", "old"]
    assert (choice.low, choice.central, choice.high, choice.unit) == (400, 450, 500, "kb/d")
    assert "first-hand" in choice.reason


def test_nothing_published_later_is_looked_at():
    old, new = make("old", "400 kb/d"), make("new", "450 kb/d", day="2024-05-02")
    assert choose([old, new], "2024-05-01", SOURCES).winner is old
    with pytest.raises(UsageError, match="had been published"):
        choose([old, new], "2024-04-10", SOURCES)


def test_the_order_given_does_not_matter():
    twins = [make("x", "400 kb/d"), make("y", "450 kb/d"), make("z", "1 kb/d", source="a")]
    assert {choose(order, "2024-06-01", SOURCES).winner.id for order in (twins, twins[::-1])} == {"z"}


def test_without_a_first_hand_statement_the_newest_wins():
    choice = choose([make("x", "1 kb/d", "d"), make("y", "2 kb/d", "c", "2024-05-01")], "2024-06-01", SOURCES)
    assert choice.winner.id == "y"
    assert "none being first-hand" in choice.reason


def test_own_calculations_and_contested_claims_stand_back():
    worked_out = make("w", "3 kb/d", day="2024-05-05", attribution=["own calculation", "B"])
    claim = make("c", "9 kb/d", kind="claim", day="2024-05-06")
    assert choose([make("x", "1 kb/d"), worked_out, claim], "2024-06-01", SOURCES).winner.id == "x"
    assert choose([worked_out, claim], "2024-06-01", SOURCES).winner.id == "w"


def test_what_speaks_of_the_day_goes_before_what_is_newer():
    now = make("now", "1 kb/d", as_of="2024-06")
    past = make("past", "2 kb/d", as_of="2023", day="2024-05-01")
    assert choose([now, past], "2024-06-15", SOURCES).winner is now
    late = choose([now, past], "2025-01-01", SOURCES)
    assert late.winner is now
    assert "none speaks of the day" in late.reason
    assert (late.low, late.high) == (1, 1)


def test_a_bound_widens_only_its_side():
    choice = choose([make("x", "450 kb/d"), make("y", ">=400 kb/d", "c")], "2024-06-01", SOURCES)
    assert (choice.low, choice.high) == (400, 450)
    only = choose([make("y", ">=400 kb/d")], "2024-06-01", SOURCES)
    assert (only.low, only.central, only.high) == (400, None, None)


def test_different_dimensions_are_not_weighed_together():
    with pytest.raises(UsageError, match="same thing"):
        choose([make("x", "1 kb/d"), make("y", "1 USD/bbl")], "2024-06-01", SOURCES)


def test_figures_about_the_same_thing_and_time_conflict():
    (conflict,) = found(make("x", "400 kb/d"), make("y", "0.45 mb/d"), make("z", "400.1 kb/d"))
    assert conflict.ids == ("x", "y", "z")
    assert (conflict.low, conflict.high, conflict.unit, conflict.disjoint) == (400, 450, "kb/d", True)


@pytest.mark.parametrize(
    "other",
    [
        {"value": "400.2 kb/d"},
        {"value": "1 USD/bbl"},
        {"property": "length"},
        {"subject": "south"},
        {"as_of": "2023"},
        {"value": ">=300 kb/d"},
        {"as_of": "2024-12-01", "until": "2025-12-31"},
    ],
)
def test_what_agrees_or_is_something_else_does_not_conflict(other):
    second = make("y", **{"value": "900 kb/d", **other})
    assert found(make("x", "400 kb/d"), second) == []


def test_overlapping_bounds_disagree_without_being_apart():
    (conflict,) = found(make("x", "400 (350..460) kb/d"), make("y", "450 (440..475) kb/d"))
    assert not conflict.disjoint
    (apart,) = found(make("x", "<=300 kb/d"), make("y", "450 kb/d"))
    assert apart.disjoint
