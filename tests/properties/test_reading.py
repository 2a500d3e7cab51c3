"""Laws of reading: whatever the text, anchors hold, nothing crashes, and the same text reads the same."""

from __future__ import annotations

import datetime as dt
import itertools

from hypothesis import given
from hypothesis import strategies as st

from netback.reading import read_document
from netback.reading.aliases import AliasTable
from netback.reading.check import UNITS, Gate
from netback.reading.dates_in_text import find_dates
from netback.reading.document import clean_title, make_document
from netback.reading.importers.text import decode
from netback.reading.quantities import find_quantities, numbers_in
from netback.reading.sentences import fold, split_sentences

NAMES = AliasTable.from_records(
    [
        {
            "id": "arvania",
            "name": "Arvania",
            "kind": "party",
            "spellings": ["Mardan"],
            "adjectives": ["Arvanian"],
        },
        {"id": "reva", "name": "Tomas Reva", "kind": "person", "party": "arvania", "spellings": ["Reva"]},
        {"id": "line", "name": "Arvania Pipeline", "kind": "place"},
    ]
)
PUBLISHED = dt.date(2025, 4, 11)
WORDS = [
    "Arvania",
    "Reva",
    "Mardan",
    "the",
    "oil",
    "ministry",
    "said",
    "that",
    "exports",
    "would",
    "resume",
    "on",
    "Friday",
    "urged",
    "met",
    "agreed",
    "halted",
    "450,000",
    "barrels",
    "a",
    "day",
    "by",
    "if",
    "not",
    "was",
    "were",
    "and",
    "both",
    "sides",
    "told",
    "to",
    "pay",
    "$16",
    "per",
    "barrel",
    "within",
    "48",
    "hours",
    "March",
    "2023",
    ".",
    ",",
    '"',
    "“",
    "”",
    "’s",
    "—",
    "-",
    ":",
    ";",
    "(",
    ")",
    "?",
    "\n",
    "Türkiye",
    "no",
    "readout",
]
TEXTS = st.one_of(st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join), st.text(max_size=300))


@given(TEXTS)
def test_every_proposal_passes_the_gate_and_quotes_the_text(text: str) -> None:
    document = make_document(text, doc_id="any")
    gate = Gate(document, NAMES, PUBLISHED)
    for proposal in read_document(document, NAMES, PUBLISHED):
        assert document.text[proposal.anchor.start : proposal.anchor.end] == proposal.anchor.exact
        assert gate.fault(proposal) == ""
        assert "line" not in (*proposal.actors, *proposal.targets)


@given(TEXTS)
def test_reading_is_deterministic(text: str) -> None:
    document = make_document(text, doc_id="any")
    assert read_document(document, NAMES, PUBLISHED) == read_document(document, NAMES, PUBLISHED)


@given(TEXTS)
def test_sentences_are_ordered_disjoint_and_lose_no_letter(text: str) -> None:
    found = split_sentences(text)
    assert all(text[s.start : s.end] == s.text for s in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    outside = "".join(
        text[a:b] for a, b in zip([0, *(s.end for s in found)], [*(s.start for s in found), len(text)])
    )
    assert not outside.strip()


@given(st.text())
def test_folding_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(TEXTS, st.dates(dt.date(1990, 1, 1), dt.date(2090, 1, 1)))
def test_dates_never_overlap_and_never_crash(text: str, published: dt.date) -> None:
    found = find_dates(text, published)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


@given(TEXTS)
def test_a_quantity_has_a_known_unit_and_its_number_in_its_words(text: str) -> None:
    for q in find_quantities(text):
        assert q.unit in UNITS
        assert 0 <= q.start < q.end <= len(text)
        assert numbers_in(text[q.start : q.end])


@given(
    st.binary(max_size=400),
    st.sampled_from(["", "utf-8", "latin-1", "utf-7", "rot13", "base64", "no-such", "cp1254"]),
)
def test_any_bytes_decode_without_running_anything(raw: bytes, declared: str) -> None:
    text, encoding = decode(raw, declared)
    assert isinstance(text, str)
    assert encoding.replace("-", "_") not in ("utf_7", "rot13", "base64_codec")


@given(st.text())
def test_a_title_is_one_line_without_markup(title: str) -> None:
    made = clean_title(title)
    assert "<" not in made
    assert "\n" not in made
    assert made == clean_title(made)
