"""Laws of the desk on random input."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import netback.desk as nd
from netback.desk import Stale
from netback.desk.export.ical import _fold, _text
from netback.desk.export.sheet import _shield
from netback.desk.export.timeline import escape
from netback.desk.merge import likeness, shingles
from netback.errors import UsageError
from netback.reading.records import Anchor, Proposal

words = st.text(st.characters(exclude_categories=("Cs",)), max_size=80)


@given(words)
def test_a_calendar_line_folds_into_short_lines_and_back(text: str) -> None:
    folded = _fold("SUMMARY:" + _text(text))
    assert all(len(line.encode()) <= 75 for line in folded.split("\r\n"))
    assert folded.replace("\r\n ", "") == "SUMMARY:" + _text(text)


@given(words)
def test_escaped_text_has_no_markup_left(text: str) -> None:
    found = escape(text)
    assert "<" not in found
    assert "\n" not in found
    assert not any(c in found.replace("\\" + c, "") for c in "[]`*")


@given(words)
def test_no_cell_starts_a_formula(text: str) -> None:
    assert not _shield(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@given(
    st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=30),
    st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=30),
)
def test_likeness_is_a_share_the_same_both_ways_and_one_of_itself(a: list[str], b: list[str]) -> None:
    x, y = shingles(" ".join(a)), shingles(" ".join(b))
    assert 0 <= likeness(x, y) == likeness(y, x) <= 1
    assert likeness(x, x) == 1


@settings(max_examples=15)
@given(st.lists(st.tuples(st.integers(0, 2), st.sampled_from(["edit", "refuse", "stale"])), max_size=12))
def test_each_decision_is_there_once_whatever_the_order(steps: list[tuple[int, str]]) -> None:
    text = "One. Two. Three."
    with tempfile.TemporaryDirectory() as folder, nd.open_desk(f"sqlite:///{Path(folder)}/desk.db") as desk:
        nd.add_document(desk, text, doc_id="d", publisher="P", published="2025-01-01", by="a")
        spans = ((0, 4), (5, 9), (10, 16))
        made = [
            Proposal(id=f"p{i}", doc_id="d", kind="event", type="ACCUSE", anchor=Anchor(start=s, end=e, exact=text[s:e]), reader="r@1")
            for i, (s, e) in enumerate(spans)
        ]  # fmt: skip
        ids = nd.add_proposals(desk, "d", made, by="a", case="c")
        count = dict.fromkeys(ids, 0)
        for i, verb in steps:
            seen = nd.get_item(desk, ids[i]).version
            assert seen == 1 + count[ids[i]]
            if verb == "stale":
                with pytest.raises(Stale):
                    nd.edit(desk, ids[i], {"topics": ["x"]}, by="b", version=seen + 1)
                continue
            try:
                if verb == "edit":
                    nd.edit(desk, ids[i], {"topics": [str(seen)]}, by="b", version=seen)
                else:
                    nd.refuse(desk, ids[i], by="b", version=seen, reason="r")
            except UsageError:
                continue
            count[ids[i]] += 1
        for key in ids:
            assert len(nd.history(desk, key)) == count[key]
        nd.verify_log(desk)
