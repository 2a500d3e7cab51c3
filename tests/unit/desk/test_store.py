"""Documents and proposals on the desk, on both kinds of database."""

from __future__ import annotations

import pytest
from desk_samples import PUBLISHED, WITH, WITHOUT, call, two_articles
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from netback.desk import (
    Desk,
    add_document,
    add_proposals,
    get_item,
    list_items,
    open_desk,
    read_log,
    verify_log,
)
from netback.desk.database import Base, writing
from netback.errors import CaseError, NetbackError, UsageError


def _add(desk: Desk, body: str, doc_id: str, publisher: str = "The Daily"):
    return add_document(desk, body, doc_id=doc_id, publisher=publisher, published=PUBLISHED, by="ann")


def test_tables_made_by_the_steps_are_those_of_the_models(desk: Desk) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with desk.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_same_text_of_one_outlet_is_one_document_and_of_another_a_copy(desk: Desk) -> None:
    assert _add(desk, WITH, "a").how == "new"
    assert (_add(desk, WITH, "a2").id, _add(desk, WITH, "a2").how) == ("a", "same")
    other = _add(desk, WITH.replace("\n", "\n\n"), "b", "Other Paper")
    assert (other.how, other.of) == ("copy", "a")


def test_most_of_a_text_is_a_reprint_and_another_report_of_the_event_is_not(desk: Desk) -> None:
    words = WITH.split()
    _add(desk, WITH, "a")
    cut = _add(desk, " ".join(w for i, w in enumerate(words) if i % 10 != 4), "b", "Other Paper")
    assert (cut.how, cut.of) == ("reprint", "a")
    assert _add(desk, WITHOUT, "c", "Third Paper").how == "new"


def test_adding_proposals_twice_doubles_nothing(desk: Desk) -> None:
    ids = two_articles(desk)
    found = get_item(desk, ids["call_b"])
    assert add_proposals(desk, "with", [found.proposal], by="bob", case="starter") == (ids["call_b"],)
    assert len(list_items(desk)) == 5


def test_the_same_proposal_in_a_copy_is_one_of_its_own(desk: Desk) -> None:
    _add(desk, WITH, "a")
    _add(desk, WITH, "b", "Other Paper")
    one = call(WITH, "a")
    two = one.model_copy(update={"doc_id": "b"})
    ids = {*add_proposals(desk, "a", [one], by="ann"), *add_proposals(desk, "b", [two], by="ann")}
    assert len(ids) == 2


def test_words_that_do_not_stand_in_the_text_are_refused_and_nothing_is_added(desk: Desk) -> None:
    _add(desk, WITH, "a")
    good = call(WITH, "a")
    bad = good.model_copy(
        update={"id": "bad", "anchor": good.anchor.model_copy(update={"start": 5, "end": 9, "exact": "oops"})}
    )
    with pytest.raises(CaseError, match="do not stand at 5 of a"):
        add_proposals(desk, "a", [good, bad], by="ann")
    assert list_items(desk) == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"doc_id": "../etc"}, "cannot be an id"),
        ({"text": " \n"}, "holds no text"),
        ({"text": "a\x00b"}, "no database keeps"),
        ({"published": "12 February"}, "full date"),
        ({"reliability": "Z"}, "reliability"),
        ({"by": ""}, "--by"),
        ({"by": "a\nb" * 100}, "--by"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_what_to_do(tmp_path, changes, words) -> None:
    given = {"text": WITH, "doc_id": "a", "publisher": "P", "published": PUBLISHED, "by": "ann"} | changes
    with open_desk(f"sqlite:///{tmp_path}/desk.db") as desk, pytest.raises(NetbackError, match=words):
        add_document(desk, given.pop("text"), **given)


def test_lines_of_the_log_cannot_be_changed_or_deleted(desk: Desk) -> None:
    two_articles(desk)
    for statement in ("UPDATE audit SET person = 'eve'", "DELETE FROM audit", "DELETE FROM decisions"):
        if statement.endswith("decisions") and desk.engine.dialect.name == "sqlite":
            continue  # the table is empty, and triggers of SQLite fire for each row
        with pytest.raises(DBAPIError, match="never changed"), writing(desk.engine) as session:
            session.execute(text(statement))
    assert verify_log(desk).lines == len(read_log(desk, last=1000))


def test_a_log_changed_behind_the_desks_back_is_found(tmp_path) -> None:
    with open_desk(f"sqlite:///{tmp_path}/desk.db") as desk:
        two_articles(desk)
        head = verify_log(desk).head
        assert verify_log(desk, head=head).lines > 3
        with writing(desk.engine) as session:
            session.execute(text("DROP TRIGGER audit_no_update"))
            session.execute(text("UPDATE audit SET person = 'eve' WHERE seq = 2"))
        with pytest.raises(NetbackError, match="line 2 of the desk's log was changed"):
            verify_log(desk)


def test_a_log_that_was_cut_is_found(tmp_path) -> None:
    with open_desk(f"sqlite:///{tmp_path}/desk.db") as desk:
        two_articles(desk)
        with writing(desk.engine) as session:
            session.execute(text("DROP TRIGGER audit_no_delete"))
            session.execute(text("DELETE FROM audit WHERE seq = (SELECT max(seq) FROM audit)"))
        with pytest.raises(NetbackError, match="was cut"):
            verify_log(desk)


def test_a_desk_of_a_later_netback_is_refused(tmp_path) -> None:
    url = f"sqlite:///{tmp_path}/desk.db"
    with open_desk(url) as desk, writing(desk.engine) as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NetbackError, match="later netback"):
        open_desk(url)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("mysql://a@b/c", "SQLite and PostgreSQL"),
        ("not a url", "address of a database"),
        ("sqlite://", "a file that others can open too"),
        ("sqlite:////no/such/folder/desk.db", "there is no folder"),
    ],
)
def test_an_address_that_is_none_is_refused(url, words) -> None:
    with pytest.raises(UsageError, match=words):
        open_desk(url)


def test_a_file_that_is_no_database_is_refused(tmp_path) -> None:
    (tmp_path / "desk.db").write_text("hello " * 100)
    with pytest.raises(NetbackError, match="not a desk's database"):
        open_desk(f"sqlite:///{tmp_path}/desk.db")


def test_a_server_that_does_not_answer_is_said_to_be_so_without_the_password() -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(NetbackError, match="does not answer") as caught:
        open_desk("postgresql://me:sesame@127.0.0.1:9/desk")
    assert "sesame" not in str(caught.value)
