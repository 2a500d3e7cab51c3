"""The list of works is complete, sorted and turns into text that other programs read."""

from __future__ import annotations

import re

import pytest

from netback.citations import CITATIONS, Citation, bibtex, cite
from netback.errors import UsageError


def test_keys_are_sorted_and_match_their_works() -> None:
    assert list(CITATIONS) == sorted(CITATIONS)
    assert all(work.key == key for key, work in CITATIONS.items())


@pytest.mark.parametrize("work", CITATIONS.values(), ids=CITATIONS.keys())
def test_each_work_says_what_it_is_and_what_it_is_used_for(work: Citation) -> None:
    assert re.fullmatch(r"[a-z0-9_]+", work.key)
    assert work.kind in {"article", "incollection", "inproceedings", "misc"}
    assert work.authors
    assert all(
        text.strip() == text and text for text in (work.title, work.venue, work.used_for, *work.authors)
    )
    assert work.pages == "" or re.fullmatch(r"\d+--\d+", work.pages)
    assert not work.doi.startswith("http")
    assert work.year is None or work.key.endswith(str(work.year)) or work.kind == "misc"
    if work.kind == "misc":
        assert work.url or work.doi


@pytest.mark.parametrize("key", CITATIONS)
def test_bibtex_is_balanced_and_leaves_no_field_empty(key: str) -> None:
    entry = bibtex(key)
    assert entry.startswith(f"@{CITATIONS[key].kind}{{{key},\n")
    assert entry.count("{") == entry.count("}")
    assert "= {}" not in entry
    assert "None" not in entry


def test_an_institution_keeps_its_name_whole() -> None:
    assert "author = {{US Energy Information Administration}}" in bibtex("eia_brent")


def test_cite_gives_each_work_once_in_order() -> None:
    found = cite(["nash_1950", "abreu_gul_2000", "nash_1950"])
    assert [work.key for work in found] == ["abreu_gul_2000", "nash_1950"]


def test_several_authors_read_as_a_sentence() -> None:
    text = str(CITATIONS["binmore_rubinstein_wolinsky_1986"])
    assert text.startswith("K. Binmore, A. Rubinstein and A. Wolinsky (1986). ")
    assert text.endswith("17(2), 176-188.")


@pytest.mark.parametrize("ask", [bibtex, lambda key: cite([key])])
def test_a_misspelt_key_gets_the_nearest_one(ask) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(UsageError, match="Did you mean 'merlo_wilson_1995'"):
        ask("merlo_wilson_1996")


def test_an_unheard_of_key_says_where_to_look() -> None:
    with pytest.raises(UsageError, match="netback cite"):
        bibtex("zzz")
