"""Laws of the evidence layer on random ledgers."""

import datetime as dt
import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from netback.evidence import (
    Claim,
    Ledger,
    Observation,
    Pressure,
    Review,
    Source,
    Statement,
    choose,
    conflicts,
    read_ledger,
    write_ledger,
)

days = st.dates(dt.date(2020, 1, 1), dt.date(2026, 12, 31))
slugs = st.from_regex(r"[a-z0-9][a-z0-9_.:-]{0,8}", fullmatch=True)
words = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), min_size=1, max_size=20)
numbers = st.integers(-1000, 1000)
keys = ["s1", "yes", "1e5"]
sources = st.builds(
    Source,
    publisher=words,
    title=st.none() | words,
    date=st.none() | st.sampled_from(["2024", "2024-02", "2024-02-29"]),
    reliability=st.sampled_from("ABCDE"),
    note=st.none() | words,
)


@st.composite
def values(draw):
    low, central, high = sorted(draw(st.tuples(numbers, numbers, numbers)))
    shape = draw(st.sampled_from(["{1}", "{1} ({0}..{2})", ">={0}", "<={2}", "{0}..{2}"]))
    return shape.format(low, central, high) + " kb/d"


@st.composite
def claims(draw):
    outcome = draw(st.sampled_from(["open", "kept", "late", "failed"]))
    known = None if outcome == "open" else draw(days)
    return Claim(
        speaker=draw(words),
        horizon_days=draw(st.none() | st.integers(0, 99)),
        outcome=outcome,
        outcome_known_on=known,
    )


statements = st.builds(
    Statement,
    id=slugs,
    kind=st.sampled_from(["quantity", "event", "contact", "claim", "position", "observation"]),
    subject=st.sampled_from(["north", "south"]),
    property=st.just("flow"),
    value=values(),
    actor=st.none() | words,
    topics=st.lists(words, max_size=3),
    text=words,
    source=st.sampled_from(keys),
    attribution=st.lists(words, max_size=3),
    as_of=st.none() | days.map(str) | st.sampled_from(["2024", "2024-02"]),
    published_on=days,
    observes=st.none() | st.builds(Observation, driver=slugs, level=slugs),
    pressure=st.lists(st.builds(Pressure, by=slugs, on=slugs, kind=slugs), max_size=2),
    claim=st.none() | claims(),
    same_as=st.none() | slugs,
    note=st.none() | words,
    review=st.none() | st.builds(Review, by=words, on=days),
)
ledgers = st.builds(
    Ledger,
    st.lists(statements, max_size=8, unique_by=lambda s: s.id).map(tuple),
    st.fixed_dictionaries(dict.fromkeys(keys, sources)),
)


def written(ledger: Ledger) -> tuple[bytes, ...]:
    with tempfile.TemporaryDirectory() as folder:
        write_ledger(ledger, folder)
        return tuple(sorted(p.read_bytes() for p in Path(folder).iterdir()))


@given(ledgers, days)
def test_known_on_never_returns_what_came_later(ledger, day):
    past = ledger.known_on(day)
    assert all(s.published_on <= day for s in past)
    assert all(
        s.claim is None or s.claim.outcome_known_on is None or s.claim.outcome_known_on <= day for s in past
    )
    assert {s.id for s in past} == {s.id for s in ledger if s.published_on <= day}
    assert set(past.sources) == {s.source for s in past}


@given(ledgers, days)
def test_deleting_later_lines_changes_nothing_known_before(ledger, day):
    cut = Ledger(tuple(s for s in ledger if s.published_on <= day), ledger.sources)
    assert written(cut.known_on(day)) == written(ledger.known_on(day))


@given(ledgers, days, days)
def test_knowing_twice_is_knowing_at_the_earlier_day(ledger, one, two):
    assert (
        ledger.known_on(one).known_on(two)
        == ledger.known_on(two).known_on(one)
        == ledger.known_on(min(one, two))
    )


@given(ledgers)
def test_files_and_sheets_give_back_the_same_ledger(ledger):
    with tempfile.TemporaryDirectory() as folder:
        write_ledger(ledger, folder)
        assert read_ledger(folder) == ledger
        ledger.to_csv(folder)
        assert Ledger.from_csv(folder) == ledger


@given(ledgers)
def test_merging_a_ledger_with_its_parts_gives_it_back(ledger):
    half = Ledger(ledger.statements[::2], ledger.sources)
    assert half.merge(ledger) == ledger.merge(half) == ledger


@given(st.lists(statements, min_size=1, max_size=8, unique_by=lambda s: s.id), st.randoms())
def test_the_choice_does_not_depend_on_the_order_and_stays_in_its_bounds(some, random):
    book = {k: Source(publisher=k, reliability="ABCDE"[i]) for i, k in enumerate(keys)}
    day = max(s.published_on for s in some)
    first = choose(some, day, book)
    mixed = list(some)
    random.shuffle(mixed)
    again = choose(mixed, day, book)
    assert again.winner == first.winner
    assert (again.low, again.central, again.high) == (first.low, first.central, first.high)
    if first.central is not None:
        assert first.low is None or first.low <= first.central
        assert first.high is None or first.high >= first.central


@given(ledgers)
def test_renaming_a_subject_renames_its_conflicts_and_nothing_else(ledger):
    renamed = Ledger(
        tuple(s.model_copy(update={"subject": "x" + (s.subject or "")}) for s in ledger), ledger.sources
    )
    assert [c.ids for c in conflicts(renamed)] == [c.ids for c in conflicts(ledger)]
