"""Which databases are desks, and what is said of one that is damaged, foreign or may only be looked at."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from desk_samples import new_desk, two_articles
from sqlalchemy import text

from netback.desk import accept, add_document, edit, get_item, list_items, open_desk
from netback.desk.database import connect, writing
from netback.errors import CaseError, NetbackError


@contextlib.contextmanager
def opened(file: Path) -> Iterator[sqlite3.Connection]:
    """A file of SQLite behind the desk's back."""
    with contextlib.closing(sqlite3.connect(file)) as connection, connection:
        yield connection


def run(url: str, statement: str) -> None:
    engine = connect(url)
    with engine.connect() as connection, connection.begin():
        connection.execute(text(statement))
    engine.dispose()


@pytest.mark.parametrize("table", ["recipes", "documents", "alembic_version"])
def test_a_sqlite_file_of_something_else_is_left_as_it_is(tmp_path: Path, table: str) -> None:
    file = tmp_path / "other.db"
    with opened(file) as other:
        other.execute(f"CREATE TABLE {table} (version_num TEXT)")
        other.execute("CREATE TABLE more (x)")
        other.execute(f"INSERT INTO {table} VALUES ('abc')")
    with pytest.raises(NetbackError, match=r"something other than a desk .*more"):
        open_desk(f"sqlite:///{file}")
    with opened(file) as other:
        assert [r[0] for r in other.execute("SELECT name FROM sqlite_master ORDER BY name")] == sorted(
            [table, "more"]
        )


def test_a_database_of_a_server_with_tables_of_others_takes_a_desk_but_not_over_one_of_its_names(
    postgres_url,
) -> None:
    run(postgres_url, "CREATE TABLE recipes (x int)")
    with open_desk(postgres_url) as desk:
        assert list_items(desk) == []


def test_a_table_of_another_by_a_desks_name_is_refused_on_a_server(postgres_url) -> None:
    run(postgres_url, "CREATE TABLE documents (x int)")
    with pytest.raises(NetbackError, match=r"something other than a desk .*documents"):
        open_desk(postgres_url)


def test_an_empty_file_becomes_a_desk(tmp_path: Path) -> None:
    (tmp_path / "desk.db").touch()
    with open_desk(f"sqlite:///{tmp_path}/desk.db") as desk:
        assert list_items(desk) == []


def test_a_damaged_file_is_said_to_be_damaged(tmp_path: Path) -> None:
    with new_desk(tmp_path) as desk:
        two_articles(desk)
    file = tmp_path / "desk.db"
    with opened(file) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    body = bytearray(file.read_bytes())
    for start in range(4096, len(body), 4096):
        body[start : start + 200] = b"\xff" * 200
    file.write_bytes(bytes(body))
    with (
        pytest.raises(
            NetbackError, match=r"damaged \(database disk image is malformed\)|holds|does not answer"
        ),
        open_desk(f"sqlite:///{file}") as desk,
    ):
        list_items(desk)


def test_a_document_that_is_gone_is_said_to_be_lost(tmp_path: Path) -> None:
    with new_desk(tmp_path) as desk:
        ids = two_articles(desk)
    with opened(tmp_path / "desk.db") as raw:
        raw.execute("DELETE FROM documents WHERE id = 'with'")
    with new_desk(tmp_path) as desk:
        with pytest.raises(NetbackError, match="lost the document 'with'"):
            get_item(desk, ids["call_b"])
        assert get_item(desk, ids["call_a"]).document == "without"


def test_a_proposal_that_is_damaged_is_named(tmp_path: Path) -> None:
    with new_desk(tmp_path) as desk:
        ids = two_articles(desk)
        with writing(desk.engine) as session:
            session.execute(text("UPDATE proposals SET body = '{' WHERE id = :id"), {"id": ids["deal"]})
        with pytest.raises(NetbackError, match=f"proposal {ids['deal']} on the desk is damaged"):
            list_items(desk)


@pytest.mark.parametrize("day", ["tomorrow", "2025-02-30"])
def test_a_predicted_day_that_is_none_is_refused_with_what_to_edit(tmp_path: Path, day: str) -> None:
    from netback.case import read_case

    with new_desk(tmp_path) as desk:
        ids = two_articles(desk)
        try:
            edit(desk, ids["deal"], {"predicted_date": day}, by="ann")
        except CaseError:
            return  # refused when it is edited already
        with pytest.raises(CaseError, match="predicted_date"):
            accept(desk, ids["deal"], case=read_case("starter"), by="ann")
        assert get_item(desk, ids["deal"]).state == "open"


_LOOK = """
import os, sys, tempfile
from netback.desk import add_document, list_items, open_desk, refuse
from netback.errors import NetbackError
with tempfile.TemporaryDirectory() as warm, open_desk(f"sqlite:///{warm}/d.db") as desk:
    list_items(desk)  # everything is imported
if os.geteuid() == 0:
    os.setgroups([])
    os.setresgid(65534, 65534, 65534)
    os.setresuid(65534, 65534, 65534)
with open_desk("sqlite:///" + sys.argv[1]) as desk:
    found = list_items(desk)
    print(len(found))
    try:
        refuse(desk, found[0].id, by="eve", reason="no")
    except NetbackError as error:
        print(error)
"""


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
@pytest.mark.parametrize("folder", [0o755, 0o555])
def test_a_desk_one_may_not_write_to_can_be_looked_at(folder: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        with new_desk(home) as desk:
            two_articles(desk)
        for path in home.iterdir():
            path.chmod(0o444)
        home.chmod(folder)
        done = subprocess.run(
            [sys.executable, "-c", _LOOK, str(home / "desk.db")], capture_output=True, text=True, check=False
        )
        home.chmod(0o755)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("5\n")
    assert "can be looked at and not written to" in done.stdout


def test_what_is_added_is_there_for_the_next_who_opens_it(tmp_path: Path) -> None:
    with new_desk(tmp_path) as desk:
        add_document(
            desk, "Talks.", doc_id="a", publisher="P", published="2025-02-12", by="ann", warnings=["w"]
        )
    with opened(tmp_path / "desk.db") as raw:
        assert raw.execute("SELECT warnings FROM documents").fetchone() == ('["w"]',)
