"""YAML as text: nothing is guessed, everything has a place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netback.case.text import MAX_BYTES, read_yaml, spell_path
from netback.errors import CaseError, Problem

TEXT = b"""country: NO
on: 2023-03-25
quoted: '5 kb/d'
nothing:
steps:
  - id: fee
    amount: 012
  - amount: 1e3
inline: {e: [1, yes], f: ~}
"""


def fault(raw: bytes) -> Problem:
    with pytest.raises(CaseError) as caught:
        read_yaml(raw, "f.yaml")
    return caught.value.problems[0]


def problems(raw: bytes) -> list[Problem]:
    """What is wrong with a file, raised or returned."""
    try:
        return read_yaml(raw, "f.yaml")[1]
    except CaseError as error:
        return list(error.problems)


def test_no_scalar_changes_its_type() -> None:
    assert read_yaml(TEXT, "f.yaml")[0].data == {
        "country": "NO",
        "on": "2023-03-25",
        "quoted": "5 kb/d",
        "nothing": None,
        "steps": [{"id": "fee", "amount": "012"}, {"amount": "1e3"}],
        "inline": {"e": ["1", "yes"], "f": None},
    }


def test_keys_and_values_have_places() -> None:
    text, found = read_yaml(TEXT, "f.yaml")
    assert found == []
    assert text.places["country"] == (1, 10)
    assert text.keys["country"] == (1, 1)
    assert text.places["steps"] == (5, 1)
    assert text.places["inline.e.1"] == (9, 17)


def test_list_items_go_by_index_and_by_id() -> None:
    text, _ = read_yaml(TEXT, "f.yaml")
    assert text.places["steps.fee.amount"] == text.places["steps.0.amount"] == (7, 13)
    assert text.places["steps.1.amount"] == (8, 13)
    assert spell_path(text.data, ("steps", 0, "amount")) == "steps.fee.amount"
    assert spell_path(text.data, ("steps", 1, "amount")) == "steps.1.amount"


def test_offset_in_a_quoted_text_counts_from_after_the_quote() -> None:
    text, _ = read_yaml(TEXT, "f.yaml")
    found = text.problem("quoted", "case/x", "wrong", offset=2, width=4)
    assert (found.line, found.column, found.width) == (3, 12, 4)
    assert found.source_line[found.column - 1 :].startswith("kb/d")


def test_problem_at_a_path_not_written_points_to_what_holds_it() -> None:
    text, _ = read_yaml(TEXT, "f.yaml")
    assert text.problem("steps.fee.payer", "case/x", "missing").line == 6
    assert text.problem("nowhere.at.all", "case/x", "missing").line == 1


def test_folded_text_is_underlined_as_a_whole() -> None:
    text, _ = read_yaml(b"a: one\n  two\nb: |\n  x\n", "f.yaml")
    assert text.problem("a", "case/x", "wrong", offset=5).column == 4
    assert text.problem("b", "case/x", "wrong", offset=5).column == 4


def test_repeated_keys_name_both_lines_and_keep_the_first() -> None:
    text, found = read_yaml(b"a: 1\nb: {c: 2, c: 3}\na: 4\n", "f.yaml")
    assert text.data == {"a": "1", "b": {"c": "2"}}
    assert [(p.line, p.path) for p in found] == [(2, "b.c"), (3, "a")]
    assert "lines 1 and 3" in found[1].what


@pytest.mark.parametrize(
    ("raw", "slug", "place"),
    [
        (b"a:\n\tb: 1\n", "case/tab", (2, 1)),
        (b"a: &x 1\nb: *x\n", "case/alias", (1, 4)),
        (b"a: !!python/name:os.system x\n", "case/tag", (1, 4)),
        (b"a: !x 1\n", "case/tag", (1, 4)),
        (b"a: 1\n---\nb: 2\n", "case/several-documents", (2, 1)),
        (b"ok: 1\ncaf\xe9: 2\n", "case/not-utf8", (2, 4)),
        (b"a: 1\nb: x\0y\n", "case/control-character", (2, 5)),
        (b"{[1]: 2}\n", "case/odd-key", (1, 2)),
        (b"[" * 50, "case/too-deep", (1, 41)),
        (b"a: b: c\n", "case/not-yaml", (1, 5)),
        (b"a: [1, 2\n", "case/not-yaml", (2, 1)),
        (b"a: \"b\n", "case/not-yaml", (1, 4)),
        ("a: ü\n".encode("utf-16"), "case/not-utf8", (1, 1)),
    ],
)  # fmt: skip
def test_what_is_not_a_plain_file_is_refused_with_its_place(
    raw: bytes, slug: str, place: tuple[int, int]
) -> None:
    found = fault(raw)
    assert (found.slug, (found.line, found.column)) == (slug, place)
    assert found.fix


def test_a_file_that_is_too_large_is_refused() -> None:
    assert fault(b"#" * (MAX_BYTES + 1)).slug == "case/too-large"


def test_an_alias_bomb_is_refused_without_expanding_it() -> None:
    lines = ["a0: &a0 [x]"] + [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 30)]
    assert fault("\n".join(lines).encode()).slug == "case/alias"


def test_windows_line_ends_and_a_byte_order_mark_change_nothing() -> None:
    plain, _ = read_yaml(TEXT, "f.yaml")
    other, _ = read_yaml(b"\xef\xbb\xbf" + TEXT.replace(b"\n", b"\r\n"), "f.yaml")
    assert other.data == plain.data
    assert other.places == plain.places


@given(st.binary(max_size=200))
def test_any_bytes_give_data_or_problems_with_places(raw: bytes) -> None:
    assert all(p.fix for p in problems(raw))


@given(st.text(alphabet="ab:-[]{}\"'#&*!|> \n\t?,%@`~0", max_size=60))
def test_any_text_gives_data_or_problems(text: str) -> None:
    assert all(p.fix and p.line > 0 for p in problems(text.encode()))
