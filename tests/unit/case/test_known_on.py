"""What `Case.known_on` cuts besides values: ends of the calendar and of episodes, citations, series."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

import pytest

from netback.case import read_case
from netback.case.case import Series
from netback.case.schema import CalendarEntry, Episode
from netback.errors import UnknownAsOf
from netback.game.payoffs import calendar_factors


def starter(**update):
    """The starter with parts of its file replaced, uncut (as of 2025-01-31)."""
    case = read_case("starter", as_of="2025-01-31")
    return replace(case, file=case.file.model_copy(update=update))


def entry(begins, ends=None, **more):
    return CalendarEntry.model_validate({"name": "Made", "begins": begins, "ends": ends, **more})


def test_an_end_whose_statement_is_not_published_is_unknown():
    case = starter(calendar={"law": entry("2024-03-01 [halt]", "2024-11-30 [trucks_2024]")})
    assert case.known_on("2024-12-05").file.calendar["law"].ends == "2024-11-30 [trucks_2024]"
    assert case.known_on("2024-12-04").file.calendar["law"].ends is None


def test_an_entry_goes_with_the_statement_of_its_beginning_or_with_one_it_cites():
    case = starter(
        calendar={
            "announced": entry("2025-03-01 [election_called]"),
            "cited": entry("2024-02-01", cites=["trucks_2024"]),
            "nobody": entry("2024-02-01"),
        }
    )
    assert set(case.known_on("2024-12-05").file.calendar) == {"announced", "cited", "nobody"}
    assert set(case.known_on("2024-10-01").file.calendar) == {"announced", "nobody"}
    assert set(case.known_on("2024-09-30").file.calendar) == {"nobody"}


def test_an_episode_is_open_until_its_end_is_published():
    ended = Episode.model_validate(
        {"title": "Made", "started": "2024-01-20 [halt]", "ended": "2024-11-20 [trucks_2024]"}
    )
    case = starter(episodes={"made": ended})
    assert case.known_on("2024-12-05").file.episodes["made"].ended is not None
    assert case.known_on("2024-11-30").file.episodes["made"].ended is None
    assert case.known_on("2024-01-19").file.episodes == {}


def test_the_note_of_an_episode_written_after_its_end_goes_with_the_end():
    ended = Episode.model_validate(
        {"title": "Made", "started": "2024-01-20 [halt]", "ended": "2024-11-20 [trucks_2024]",
         "note": "It lasted 305 days."}
    )  # fmt: skip
    case = starter(episodes={"made": ended})
    assert case.known_on("2024-12-05").file.episodes["made"].note == "It lasted 305 days."
    assert case.known_on("2024-11-30").file.episodes["made"].note == ""


def test_the_kurdistan_case_says_nothing_of_the_restart_before_it():
    case = read_case("kurdistan", as_of="2025-04-15")
    dates = [s.published_on for s in case.ledger.statements]
    assert max(dates) <= dt.date(2025, 4, 15)
    assert set(case.file.episodes) == {"arbitration_halt"}
    body = json.dumps(case.file.model_dump(mode="json", include={"episodes"}), default=str)
    assert "917" not in body
    assert "2025-09-27" not in body
    for path, value in case.values.items():
        for e in value.entries:
            assert all(c in case.ledger for c in e.cites), path


def test_a_month_is_known_from_the_day_its_row_was_published():
    s = Series("made", (10, 11), (1.0, 2.0), (dt.date(2024, 1, 5), dt.date(2024, 2, 5)), "USD/bbl", "x")
    assert s.known_on(dt.date(2024, 2, 4)).months == (10,)
    assert s.known_on(dt.date(2024, 2, 5)).months == (10, 11)
    assert s.known_on(dt.date(2024, 2, 4)).latest(11) == 1.0
    assert s.known_on(dt.date(2024, 1, 4)).latest(11) is None


def test_a_later_day_brings_nothing_back():
    early = read_case("starter", as_of="2024-06-30")
    late = early.known_on("2025-01-31")
    assert late.as_of == dt.date(2025, 1, 31)
    assert len(late.ledger.statements) == len(early.ledger.statements)


def test_what_was_not_known_is_asked_for_by_name():
    case = read_case("starter", as_of="2023-04-30")
    with pytest.raises(UnknownAsOf, match=r"network\.arcs\.trucks\.capacity has no value for 2022-11"):
        case.number("network.arcs.trucks.capacity", 2022 * 12 + 10)
    with pytest.raises(UnknownAsOf, match="no episode of starter had begun"):
        case.episode()


# ------------------------------------------------------------------ the past's own foresight


def factors(case, known_by):
    cost, _ = calendar_factors(
        case, case.slots.central[None, :], ("owner", "region"), 2024 * 12 + 2, 20, known_by=known_by
    )
    return cost[0, 0]


def test_in_a_past_month_nobody_knows_an_end_announced_later():
    law = entry(
        "2024-03-01 [halt]", "2024-11-30 [trucks_2024]",
        effects=[{"on": ["parties.owner.signing_cost"], "times": "200 %"}],
    )  # fmt: skip
    case = starter(calendar={"law": law})
    assert factors(case, dt.date(2024, 3, 31)).tolist() == [2.0] * 20
    assert factors(case, dt.date(2024, 12, 31)).tolist() == [2.0] * 9 + [1.0] * 11
    assert factors(case, None).tolist() == [2.0] * 9 + [1.0] * 11


def test_in_a_past_month_nobody_knows_an_entry_announced_later():
    law = entry(
        "2024-05-01 [trucks_2024]", effects=[{"on": ["parties.owner.signing_cost"], "times": "200 %"}]
    )
    case = starter(calendar={"law": law})
    assert factors(case, dt.date(2024, 12, 4)).tolist() == [1.0] * 20
    assert factors(case, dt.date(2024, 12, 5)).tolist() == [1.0] * 2 + [2.0] * 18
