"""Sentences, dates, quantities, names, the gate of the rules reader, and the interchange form."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from made_documents import NAMES, PUBLISHED, document, read

from netback.errors import UsageError
from netback.reading.aliases import AliasTable
from netback.reading.check import Gate
from netback.reading.dates_in_text import find_dates
from netback.reading.furniture import dateline_end, is_furniture
from netback.reading.interchange import read_lines, to_records, write_lines
from netback.reading.posts import find_voices
from netback.reading.quantities import find_quantities
from netback.reading.sentences import split_sentences


@pytest.mark.parametrize(
    ("words", "date", "precision"),
    [
        ("on Friday", "2025-04-11", "day"),
        ("on Thursday", "2025-04-10", "day"),
        ("last Friday", "2025-04-04", "day"),
        ("yesterday", "2025-04-10", "day"),
        ("two days ago", "2025-04-09", "day"),
        ("on 25 March 2023", "2023-03-25", "day"),
        ("March 25", "2025-03-25", "day"),
        ("25.03.2023", "2023-03-25", "day"),
        ("in February", "2025-02", "month"),
        ("in December", "2024-12", "month"),
        ("last month", "2025-03", "month"),
        ("in the second quarter of 2024", "2024-04", "quarter"),
        ("in 2023", "2023", "year"),
        ("last week", "2025-03-31", "week"),
    ],
)  # fmt: skip
def test_dates_resolve_with_their_precision(words: str, date: str, precision: str) -> None:
    (found,) = find_dates(f"They met {words}.", PUBLISHED)
    assert (found.date, found.precision) == (date, precision)


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("They will meet on Sunday.", ["2025-04-13"]),
        ("The accord runs out at 0500 GMT on Wednesday.", ["2025-04-16"]),
        ("On Sunday the ministers are to meet.", ["2025-04-13"]),
        ("He said on Sunday that it would open on Tuesday.", ["2025-04-06", "2025-04-15"]),
        ("He agreed to meet them on Monday.", ["2025-04-14"]),
        ("On Monday he agreed to meet them.", ["2025-04-07"]),
        ("He will be received in Ankara on 24 April.", ["2025-04-24"]),
        ("He was received in Ankara on 24 April.", ["2024-04-24"]),
        ("In May the commission is going to gather.", ["2025-05"]),
        ("By Monday the desk had told them.", ["2025-04-07"]),
        ("They met on the night of 3 April.", ["2025-04-03"]),
        ("They met on the third of April.", ["2025-04-03"]),
        ("They met on the 9th and parted.", ["2025-04-09"]),
        ("It stood on the 14th floor.", []),
        ("It shut on 24 March 2023, and the flow stopped on the 25th.", ["2023-03-24", "2023-03-25"]),
        ("It shut in the first half of March.", ["2025-03"]),
        ("It shut last summer.", ["2024"]),
        ("The contract lapsed in autumn 2021.", ["2021"]),
        ("In April 2022 they shut it; it came back only in July.", ["2022-04", "2022-07"]),
        ("On 3 March he said it. Hours later she denied it.", ["2025-03-03", "2025-03-03"]),
        ("They met on 3 March and the following Thursday.", ["2025-03-03", "2025-03-06"]),
        ("On Tuesday they took what they had refused the week before.", ["2025-04-08", "2025-04-01"]),
        ("It shut in July 2022. In the following March it was opened.", ["2022-07", "2023-03"]),
        ("He left a fortnight ago.", ["2025-03-28"]),
        ("He left on Thursday last week.", ["2025-04-03"]),
        ("He rang an hour ago.", ["2025-04-11"]),
        ("It carried 400,000 barrels a day before the war.", []),
    ],
)
def test_dates_follow_the_clause_and_the_dates_before_them(text: str, dates: list[str]) -> None:
    assert [d.date for d in find_dates(text, PUBLISHED)] == dates


@pytest.mark.parametrize(
    ("words", "role"),
    [
        ("for May", "period"),
        ("by Monday", "deadline"),
        ("within 48 hours", "deadline"),
        ("since March 2023", "since"),
        ("on Monday", "event"),
    ],
)
def test_deadlines_periods_and_events_are_told_apart(words: str, role: str) -> None:
    (found,) = find_dates(f"It was agreed {words}.", PUBLISHED)
    assert found.role == role


def test_may_and_march_are_not_always_months() -> None:
    assert find_dates("They may march on the town.", PUBLISHED) == []


@pytest.mark.parametrize(
    ("words", "value", "unit"),
    [
        ("450,000 barrels per day", 450_000, "bbl/day"),
        ("two million bpd", 2_000_000, "bbl/day"),
        ("80 kb/d", 80_000, "bbl/day"),
        ("half a million barrels", 500_000, "bbl"),
        ("7.5 million barrels a month", 7_500_000, "bbl/month"),
        ("$16 a barrel", 16, "USD/bbl"),
        ("$1.4bn", 1.4e9, "USD"),
        ("300 million dollars", 3e8, "USD"),
        ("$200 million a month", 2e8, "USD/month"),
        ("906 billion dinars", 9.06e11, "IQD"),
        ("12.67 percent", 12.67, "percent"),
    ],
)  # fmt: skip
def test_quantities_come_with_their_unit(words: str, value: float, unit: str) -> None:
    (found,) = find_quantities(f"It was put at {words} by the desk.")
    assert found.value == pytest.approx(value)
    assert found.unit == unit


def test_a_range_keeps_its_bounds_and_a_change_is_two_figures() -> None:
    (found,) = find_quantities("between 180,000 and 190,000 barrels a day")
    assert (found.low, found.value, found.high) == (180_000, 185_000, 190_000)
    assert [q.value for q in find_quantities("It rose from 45,000 to 110,000 barrels a day.")] == [
        45_000,
        110_000,
    ]
    (least,) = find_quantities("at least 200,000 bpd")
    assert (least.low, least.high) == (200_000, None)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("one million and two hundred thousand barrels", [(1.2e6, "bbl")]),
        ("a million and a half barrels", [(1.5e6, "bbl")]),
        ("two and a half billion dollars", [(2.5e9, "USD")]),
        ("between one and two million barrels", [(1.5e6, "bbl")]),
        ("400-450,000 bpd", [(425_000, "bbl/day")]),
        ("c.21,400 bopd", [(21_400, "bbl/day")]),
        ("600 kb of crude and 1.8mn bl", [(600_000, "bbl"), (1.8e6, "bbl")]),
        ("0.4 mb/d", [(400_000, "bbl/day")]),
        ("each day some 130,000 barrels cross", [(130_000, "bbl/day")]),
        ("95,000 barrels a day, up from 60,000 a year earlier", [(95_000, "bbl/day"), (60_000, "bbl/day")]),
        ("200,000 bpd and 150,000 people", [(200_000, "bbl/day")]),
        ("from $28 a barrel to $34 a barrel", [(28, "USD/bbl"), (34, "USD/bbl")]),
        ("Brent rose $1.20 to $68.40 a barrel", [(1.2, "USD/bbl"), (68.4, "USD/bbl")]),
        ("Brent plus $1.05/bl", [(1.05, "USD/bbl")]),
        ("US$ 1,470 million", [(1.47e9, "USD")]),
        ("$1.2bn per annum", [(1e8, "USD/month")]),
        ("from 60 to 80 percent", [(60, "percent"), (80, "percent")]),
        ("10% to 12% of output", [(11, "percent")]),
        ("sales down by a third.", [(33.33, "percent")]),
        ("more than half of that", [(50, "percent")]),
        ("shave a quarter off exports", [(25, "percent")]),
        ("three quarters of the debt", [(75, "percent")]),
    ],
)
def test_quantities_in_the_ways_they_are_written(words: str, found: list[tuple[float, str]]) -> None:
    assert [(pytest.approx(q.value), q.unit) for q in find_quantities(words)] == found


@pytest.mark.parametrize(
    "words",
    [
        "a third tanker, a third time, a third of May",
        "half a year, half past two, the first half of 2024",
        "in the first three quarters of 2024, a quarter of an hour",
        "not one barrel and not one dinar",
        "5 million Libyan dinars, C$6m, 3m pounds",
        "$300 per thousand cubic metres, $40 a tonne",
    ],
)
def test_what_only_looks_like_a_quantity_is_left_alone(words: str) -> None:
    assert find_quantities(words) == []


def test_an_ambiguous_thousand_or_million_is_left_alone() -> None:
    assert find_quantities("The line carries 400 mbpd.") == []


def test_numbers_of_other_things_are_left_alone() -> None:
    assert find_quantities("The 46-inch line of 1977 has 12 pumps and cost 5 million euros.") == []


def test_sentences_survive_abbreviations_and_wrapped_lines() -> None:
    text = "Mr. Reva met Dr. Osman at 5 p.m. on Friday. He left.\n\nHeadline without a stop\nNext line."
    assert [s.text for s in split_sentences(text)] == [
        "Mr. Reva met Dr. Osman at 5 p.m. on Friday.", "He left.", "Headline without a stop", "Next line.",
    ]  # fmt: skip
    wrapped = "The ministry said on Friday that the line would be shut for two\ndays of repairs in the south of the country and that it would\nopen again on Sunday."
    assert len(split_sentences(wrapped)) == 1


def test_furniture_is_known() -> None:
    lines = [
        "Read More: Other News",
        "By Jo Writer",
        "Share on X",
        "Reporting by A. Writer; Editing by B. Other",
        "© 2025 Made Gazette",
        "3 min read",
    ]
    assert [is_furniture(line) for line in lines] == [True] * 6
    assert not is_furniture("The share of the line that is open is small.")


def test_a_byline_is_furniture_and_a_sentence_that_begins_like_one_is_not() -> None:
    lines = [
        "By Jo Writer | Made Gazette",
        "Analysis by Jo Writer, Made Gazette",
        "By Jo Writer, columnist | Made Gazette, 12 July 2024",
        "(Reporting by A. Writer; Editing by B. Other)",
        "Further reading: Other News",
    ]
    assert [is_furniture(line) for line in lines] == [True] * 5
    told = [
        "By Monday SOMO had told them.",
        "By spring, exports resume",
        "Play resumed at the port on Monday.",
    ]
    assert [is_furniture(line) for line in told] == [False] * 3


@pytest.mark.parametrize(
    "head",
    [
        "ERBIL, Aug 27 (Made Wire) \u2013 ",
        "(Made Wire) - ",
        "July 29 (Made Wire) - ",
        "Saravena. \u2013 ",
        "BAGHDAD, Sept 12, 2024 /MadeWire/ -- ",
    ],
)
def test_datelines_are_known(head: str) -> None:
    assert dateline_end(f"{head}The line was shut.") == len(head)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("He signed with Made Ltd. The company said no.", 2),
        ("Pumping stopped in blocks A and B. The ministry said so.", 2),
        ("H.E. Ali came with Eng. Omar on Feb. 5.", 1),
        ("It shut on 3 Feb. The ministry said so.", 2),
        (
            "Above the buried line, a village counts its days\nMade Gazette, 14 September 2024\n\nIt rained.",
            3,
        ),
        (
            '"Good call today with the minister in the capital of it all."\n\u2014 Jo Writer (@jo) May 3, 2024',
            2,
        ),
    ],
)
def test_sentences_are_cut_where_they_end(text: str, count: int) -> None:
    assert len(split_sentences(text)) == count


@pytest.mark.parametrize(
    ("text", "channels"),
    [
        ("QUESTION (Made Gazette): Why?\nMS REVA: It is shut.", ["question", "press conference"]),
        ("Q. Why?\nA. It is shut.", ["question", "none"]),
        (
            "Reporter: Why?\nReva: It is shut.\nReporter: When?\nReva: Soon.",
            ["question", "press conference"] * 2,
        ),
        ("Note: it is shut.", []),
        ("It is shut.\n\u2014 Tomas Reva, @reva, May 3, 2024 sh.rt/4kQz8", ["post"]),
    ],
)
def test_voices_are_told_apart(text: str, channels: list[str]) -> None:
    voices = find_voices(split_sentences(text), AliasTable.from_records([]), PUBLISHED)
    assert [voice.channel for voice in voices] == channels


def test_an_alias_table_refuses_what_it_does_not_know() -> None:
    with pytest.raises(UsageError, match="unknown key"):
        AliasTable.from_records([{"id": "a", "name": "A", "kind": "person", "nick": "x"}])
    with pytest.raises(UsageError, match="unknown kind"):
        AliasTable.from_records([{"id": "a", "name": "A", "kind": "dog"}])
    with pytest.raises(UsageError, match="twice"):
        AliasTable.from_records([{"id": "a", "name": "A", "kind": "party"}] * 2)


def test_spelling_variants_and_accents_find_the_same_party() -> None:
    table = AliasTable.from_records(
        [{"id": "t", "name": "Türkiye", "kind": "party", "spellings": ["Turkey"]}]
    )
    assert [m.id for m in table.find("Turkiye, Türkiye and Turkey; Turkish officials.")] == ["t"] * 4


def test_the_gate_refuses_a_moved_quote_and_a_made_up_date() -> None:
    text = "Tomas Reva met Dara Osman on Thursday."
    (found,) = [p for p in read(text) if p.type == "CONSULT"]
    gate = Gate(document(text), NAMES, PUBLISHED)
    assert gate.fault(found) == ""
    moved = found.anchor.model_copy(update={"start": found.anchor.start + 1})
    assert gate.fault(found.model_copy(update={"anchor": moved}))
    assert gate.fault(found.model_copy(update={"date": "2025-04-09"}))
    assert gate.fault(found.model_copy(update={"date": "2025-02-30"}))
    assert gate.fault(found.model_copy(update={"actors": ("nobody at all",)}))
    assert gate.fault(found.model_copy(update={"type": "PARTY"}))


def test_the_interchange_form_holds_what_was_agreed() -> None:
    text = "Tomas Reva met Dara Osman on Thursday. The line can carry 450,000 barrels a day."
    made = document(text)
    lines = [json.loads(line) for line in write_lines(made, read(text)).splitlines()]
    assert lines == to_records(made, read(text)) == list(read_lines(write_lines(made, read(text))))
    event, quantity = lines
    assert event["kind"] == "event"
    assert {
        "doc_id",
        "date",
        "actor",
        "target",
        "type",
        "mode",
        "channel",
        "polarity",
        "attribution",
        "is_claim_imminent",
        "anchor",
    } <= set(event)
    assert (quantity["kind"], quantity["value"], quantity["unit"]) == ("quantity", 450_000, "bbl/day")
    assert quantity["sentence"] == "The line can carry 450,000 barrels a day."
    with pytest.raises(ValueError, match="line 2"):
        list(read_lines("{}\nnonsense"))


def test_reading_twice_gives_the_same_ids() -> None:
    text = "Tomas Reva met Dara Osman on Thursday. Arvania rejected the offer."
    assert [p.id for p in read(text)] == [p.id for p in read(text)]
    assert len({p.id for p in read(text)}) == len(read(text))


def test_a_day_that_is_no_day_is_refused() -> None:
    from netback.reading import read_document

    with pytest.raises(UsageError):
        read_document(document("x"), NAMES, "2025-02-30")
    with pytest.raises(UsageError, match="full date"):
        read_document(document("x"), NAMES, "2025-02")
    assert read_document(document("x"), NAMES, dt.date(2025, 2, 1)) == []


def test_a_sentence_without_end_is_cut() -> None:
    from netback.reading.sentences import split_sentences

    text = "Arvania met Belmora and " * 400
    found = split_sentences(text)
    assert max(len(s.text) for s in found) <= 1000
    assert "".join(text[a.start : a.end] for a in found).replace(" ", "") == text.replace(" ", "")
    assert split_sentences("x" * 5000)[0].end == 1000
