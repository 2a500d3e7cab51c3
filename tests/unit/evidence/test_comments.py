"""Comments of sources.yaml outlive writing it."""

from __future__ import annotations

from pathlib import Path

import pytest

from netback.evidence import Ledger, Source, read_ledger, write_ledger

FILE = """# Sources of this case.
# Kept by hand.

# the ministry
moil_2024:  # first-hand
  publisher: Ministry of Oil   # own site
  date: "2024-05-02"
  reliability: A

# a newspaper
paper_2024:
  publisher: 'The Paper'
  reliability: B

# end of file
"""


def source(publisher: str) -> Source:
    return Source(publisher=publisher, reliability="B")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sources.yaml").write_text(FILE)
    return tmp_path


def text(folder: Path) -> str:
    return (folder / "sources.yaml").read_text()


def test_nothing_changes_where_nothing_is_new(folder: Path) -> None:
    write_ledger(read_ledger(folder), folder)
    assert text(folder) == FILE


def test_a_new_source_takes_its_place_and_every_comment_stays(folder: Path) -> None:
    ledger = read_ledger(folder)
    new = Ledger((), {**ledger.sources, "news_2024": source("News")})
    write_ledger(new, folder)
    assert read_ledger(folder) == new
    added = text(folder).replace(
        'news_2024:\n  publisher: "News"\n  language: "en"\n  reliability: "B"\n', ""
    )
    assert added == FILE or sorted(added.split("\n")) == sorted(FILE.split("\n"))
    assert (
        text(folder).index("moil_2024") < text(folder).index("news_2024") < text(folder).index("paper_2024")
    )
    assert "# a newspaper\npaper_2024" in text(folder)


def test_a_source_that_changed_is_written_anew_under_its_comment(folder: Path) -> None:
    ledger = read_ledger(folder)
    new = Ledger((), {**ledger.sources, "paper_2024": source("Another")})
    write_ledger(new, folder)
    assert '# a newspaper\npaper_2024:\n  publisher: "Another"' in text(folder)
    assert read_ledger(folder) == new


def test_a_source_that_is_gone_takes_its_comment_with_it(folder: Path) -> None:
    write_ledger(Ledger((), {"moil_2024": read_ledger(folder).sources["moil_2024"]}), folder)
    assert "newspaper" not in text(folder)
    assert text(folder).startswith(
        "# Sources of this case.\n# Kept by hand.\n\n# the ministry\nmoil_2024:  # first-hand\n"
    )
    assert text(folder).endswith("# end of file\n")


def test_sources_out_of_order_stay_and_new_ones_follow(folder: Path) -> None:
    (folder / "sources.yaml").write_text(
        "# b first\nb: {publisher: B, reliability: B}\na: {publisher: A, reliability: B}"
    )
    new = Ledger((), {**read_ledger(folder).sources, "aa": source("C")})
    write_ledger(new, folder)
    assert text(folder).startswith(
        "# b first\nb: {publisher: B, reliability: B}\na: {publisher: A, reliability: B}\naa:\n"
    )
    assert read_ledger(folder) == new


@pytest.mark.parametrize(
    "old",
    [
        "{a: {publisher: A, reliability: B}} # flow",
        "  a: {publisher: A, reliability: B} # indented",
        "a: &x {publisher: A, reliability: B} # anchor\nb: *x",
        "# only a comment\n",
        "a: {publisher: 'A # no comment', reliability: B}",
        "# top\r\na: {publisher: A, reliability: B}\r\n",
        "# top\n---\na: {publisher: A, reliability: B}\n...\n",
        "# broken\na: [",
    ],
)
def test_whatever_the_layout_the_file_says_what_the_ledger_says(tmp_path: Path, old: str) -> None:
    (tmp_path / "sources.yaml").write_bytes(old.encode())
    new = Ledger((), {"a": source("A"), "c": source("C")})
    write_ledger(new, tmp_path)
    assert read_ledger(tmp_path) == new


def test_a_file_without_comments_has_one_form(tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").write_text(
        "b: {publisher: B, reliability: B}\na: {publisher: A, reliability: B}\n"
    )
    write_ledger(read_ledger(tmp_path), tmp_path)
    assert text(tmp_path).startswith('a:\n  publisher: "A"\n')
