"""A report is kept with what was read from it, or not at all; and it can be read again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from netback.case import read_case
from netback.desk import (
    Desk,
    accept,
    add_document,
    edit,
    get_item,
    history,
    keep,
    list_items,
    reader,
    refuse,
    reread,
    verify_log,
)
from netback.desk.reader import documents_of, read_reports
from netback.errors import CaseError, UsageError

TEXT = """Talks over the shut line

On Tuesday the mediator called the state and urged it to reopen the trunk line, people close to it said.
Norland asked the mediator on Tuesday to let the oil flow again.
"""


@pytest.fixture
def article(tmp_path: Path) -> Path:
    file = tmp_path / "talks.txt"
    file.write_text(TEXT)
    return file


def add(desk: Desk, article: Path, case: Any = "starter", **fields: Any) -> reader.Read:
    given = read_case(case) if isinstance(case, str) and case else case or None
    (found,) = read_reports(
        desk, article, by="ann", case=given, **{"published": "2025-02-12", "publisher": "The Daily"} | fields
    )
    return found


def with_alias(tmp_path: Path) -> Any:
    """The starter case, whose owner is also called Norland."""
    import shutil

    from netback.case.load import SHIPPED

    folder = tmp_path / "starter"
    if not folder.exists():
        shutil.copytree(SHIPPED / "starter", folder)
        text = (folder / "case.yaml").read_text()
        (folder / "case.yaml").write_text(
            text.replace("    kind: government\n", "    kind: government\n    aliases: [Norland]\n", 1)
        )
    return read_case(folder)


def test_a_report_read_once_is_not_read_again_when_added_again(desk: Desk, article: Path) -> None:
    first, second = add(desk, article), add(desk, article)
    assert (first.how, second.how, second.proposals) == ("new", "same", ())
    assert first.proposals


def test_a_report_kept_without_its_proposals_is_read_when_added_again(desk: Desk, article: Path) -> None:
    add_document(desk, TEXT, doc_id="talks", publisher="The Daily", published="2025-02-12", by="ann")
    again = add(desk, article)
    assert again.how == "same"
    assert again.proposals == tuple(i.id for i in list_items(desk, case="starter"))


def test_a_report_is_read_for_each_case_it_is_added_for(desk: Desk, article: Path) -> None:
    plain, own = add(desk, article, case=""), add(desk, article)
    assert own.proposals
    assert not set(plain.proposals) & set(own.proposals)
    assert {i.case for i in list_items(desk)} == {"", "starter"}
    assert add(desk, article).proposals == ()


def test_nothing_is_kept_of_a_report_with_too_many_proposals(desk, article, monkeypatch) -> None:
    monkeypatch.setattr(keep, "MAX_PROPOSALS", 1)
    for _ in range(2):
        with pytest.raises(CaseError, match="proposals") as caught:
            add(desk, article)
        assert caught.value.problems[0].slug == "desk/too-many"
    monkeypatch.undo()
    assert add(desk, article).how == "new"


def test_nothing_is_kept_where_reading_breaks_off(desk, article, monkeypatch) -> None:
    def broken(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(keep, "_propose", broken)
        with pytest.raises(KeyboardInterrupt):
            add(desk, article)
    assert list_items(desk) == []
    assert add(desk, article).how == "new"


def test_nothing_of_a_folder_is_kept_where_one_report_has_no_date(desk, tmp_path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT)
    (folder / "b.txt").write_text("The mediator met the state.")
    with pytest.raises(UsageError, match="when it was published"):
        read_reports(desk, folder, by="ann", publisher="P")
    assert list_items(desk) == []


def test_reading_again_takes_up_names_the_case_has_got_since(desk, article, tmp_path) -> None:
    add(desk, article)
    found = reread(desk, "talks", by="bob", case=with_alias(tmp_path))
    items = list_items(desk, case="starter", state="open")
    assert any("owner" in i.proposal.actors for i in items)
    assert {i.id for i in items} == set(found.proposals)
    changed = next(i for i in items if i.version > 1)
    assert [d.action for d in history(desk, changed.id)] == ["reread"]
    assert reread(desk, "talks", by="bob", case=with_alias(tmp_path)).proposals == found.proposals
    assert get_item(desk, changed.id).version == changed.version
    assert documents_of(desk, "starter") == ["talks"]
    verify_log(desk)


def test_reading_again_leaves_what_somebody_decided_or_corrected(desk, article, tmp_path) -> None:
    first, second, *_ = add(desk, article).proposals
    edit(desk, first, {"topics": ["exports"]}, by="ann")
    refuse(desk, second, by="ann", reason="not about oil")
    before = [get_item(desk, key) for key in (first, second)]
    reread(desk, "talks", by="bob", case=with_alias(tmp_path))
    assert [get_item(desk, key) for key in (first, second)] == before


def test_what_is_not_found_any_more_is_refused_until_it_is_found_again(desk, article, monkeypatch) -> None:
    import netback.reading

    key, *_ = add(desk, article).proposals
    case = read_case("starter")
    with monkeypatch.context() as patch:
        patch.setattr(netback.reading, "read_document", lambda *_: [])
        reread(desk, "talks", by="bob", case=case)
    gone = get_item(desk, key)
    assert (gone.state, history(desk, key)[-1].reason) == (
        "refused",
        "read again by rules: not found any more",
    )
    reread(desk, "talks", by="bob", case=case)
    assert (get_item(desk, key).state, get_item(desk, key).version) == ("open", 3)


def test_an_accepted_proposal_that_is_not_found_any_more_stays(desk, article, monkeypatch) -> None:
    import netback.reading

    case = read_case("starter")
    key, *_ = add(desk, article).proposals
    accept(desk, key, case=case, by="ann")
    monkeypatch.setattr(netback.reading, "read_document", lambda *_: [])
    reread(desk, "talks", by="bob", case=case)
    assert get_item(desk, key).state == "accepted"


def test_reading_again_what_the_desk_does_not_have_is_refused_with_the_nearest(desk, article) -> None:
    add(desk, article)
    with pytest.raises(CaseError, match="no document 'talk'") as caught:
        reread(desk, "talk", by="ann")
    assert caught.value.problems[0].fix == "talks"


FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Feed News</title>
<item><title>Talks</title><guid>1</guid><pubDate>Fri, 11 Apr 2025 10:00:00 GMT</pubDate>
<description>The mediator called the state on Thursday about exports.</description></item>
<item><title>Second</title><guid>2</guid><pubDate>Sat, 12 Apr 2025 10:00:00 GMT</pubDate>
<description>The region resumed pumping on Friday, an official of the transit state said.</description></item>
</channel></rss>"""


def test_entries_of_a_feed_are_no_copies_of_each_other_and_keep_their_own_bytes(desk, tmp_path) -> None:
    from netback.desk.database import Document, reading

    (tmp_path / "feed.xml").write_text(FEED)
    found = read_reports(desk, tmp_path / "feed.xml", by="ann", case=read_case("starter"))
    assert [r.how for r in found] == ["new", "new"]
    with reading(desk.engine) as session:
        kept = [session.get_one(Document, r.id) for r in found]
    assert [d.raw.decode().count("<item>") for d in kept if d.raw] == [1, 1]
    assert [d.reprint_of for d in kept] == [None, None]
    assert [d.published_basis for d in kept] == ["stated", "stated"]


def test_reports_of_one_container_whose_bytes_cannot_be_told_apart_are_no_copies(desk) -> None:
    for number, text in enumerate((TEXT, "The region resumed pumping on Friday, an official said.")):
        added = add_document(
            desk, text, doc_id=f"d{number}", publisher="P", published="2025-02-12", by="ann", raw=b"all of it"
        )
        assert added.how == "new"


def test_the_same_bytes_from_another_outlet_are_a_copy_though_the_text_was_taken_out_anew(desk) -> None:
    add_document(desk, TEXT, doc_id="a", publisher="P", published="2025-02-12", by="ann", raw=b"page")
    added = add_document(
        desk, TEXT + "\nMore.", doc_id="b", publisher="Q", published="2025-02-12", by="ann", raw=b"page"
    )
    assert (added.how, added.of) == ("copy", "a")


@pytest.mark.parametrize("raw", [b"<item>" * 5, b"<item>a</item><item>b", b"<rdf:item>a</rdf:item>", b""])
def test_entries_that_cannot_be_told_apart_keep_the_whole_feed(raw: bytes) -> None:
    from netback.reading.importers.feed import _entries

    assert _entries(raw, 3) == [raw] * 3


def test_a_date_that_was_worked_out_is_kept_as_such_with_the_warning(desk, tmp_path) -> None:
    from netback.desk.database import Document, reading

    lines = ['By Ann <time datetime="2025-02-12">12 February 2025</time>', *TEXT.strip().split("\n")[2:]]
    lines += ["The line has been shut for two years. Nobody knows how long it will stay so."] * 2
    paragraphs = "".join(f"<p>{line}</p>" for line in lines)
    page = f"<html><head><title>Talks</title></head><body><article>{paragraphs}</article></body></html>"
    (tmp_path / "page.html").write_text(page)
    (found,) = read_reports(desk, tmp_path / "page.html", by="ann", case=read_case("starter"), publisher="P")
    assert any("worked out (found in the page by htmldate" in w for w in found.warnings)
    with reading(desk.engine) as session:
        kept = session.get_one(Document, found.id)
        assert (kept.published_basis, kept.retrieved_on) == ("inferred", "")
        assert "worked out" in kept.warnings
    made = accept(desk, found.proposals[0], case=read_case("starter"), by="ann").statement
    assert made.published_basis == "inferred"


def test_a_report_fetched_from_an_address_says_when(desk, monkeypatch) -> None:
    import datetime as dt

    import netback.reading
    from netback.desk.database import Document, reading
    from netback.reading.document import make_document

    document = make_document(
        TEXT, doc_id="web", address="https://a.test/talks", published="2025-02-12", published_by="meta tag"
    )
    monkeypatch.setattr(netback.reading, "import_document", lambda *_, **__: [document], raising=False)
    read_reports(desk, "https://a.test/talks", by="ann", case=read_case("starter"), publisher="P")
    with reading(desk.engine) as session:
        kept = session.get_one(Document, "web")
    assert kept.address == "https://a.test/talks"
    assert abs(dt.date.fromisoformat(kept.retrieved_on) - dt.datetime.now(dt.UTC).date()) <= dt.timedelta(
        days=1
    )


def test_two_files_of_one_name_in_two_folders_are_two_reports(desk, tmp_path) -> None:
    folder = tmp_path / "reports"
    for name, text in (("x", TEXT), ("y", "The region resumed pumping on Friday, an official said.")):
        (folder / name).mkdir(parents=True)
        (folder / name / "one.txt").write_text(text)
    given = {"by": "ann", "case": read_case("starter"), "published": "2025-02-12", "publisher": "P"}
    assert [(r.id, r.how) for r in read_reports(desk, folder, **given)] == [("one", "new"), ("one-2", "new")]
    assert [(r.id, r.how) for r in read_reports(desk, folder, **given)] == [
        ("one", "same"),
        ("one-2", "same"),
    ]


def test_several_who_add_one_report_at_once_keep_it_and_its_proposals_once(desk, article) -> None:
    from concurrent.futures import ThreadPoolExecutor

    case = read_case("starter")
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: add(desk, article, case), range(8)))
    assert sorted(r.how for r in found) == ["new", *["same"] * 7]
    assert sum(bool(r.proposals) for r in found) == 1
    verify_log(desk)
