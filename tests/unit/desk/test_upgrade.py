"""A desk made by an earlier version is brought up to date with everything in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk_samples import WITH, call
from sqlalchemy import text

from netback.desk import disputes, list_items, open_desk
from netback.desk.database import Base, _upgrade, connect, writing
from netback.desk.keep import kept_as


def earlier(url: str) -> None:
    """A desk of revision 0001 with a document, two proposals of it and a contradiction between them."""
    engine = connect(url)
    with engine.connect().execution_options(netback_write=True) as connection, connection.begin():
        _upgrade(connection, None, "0001")
    one, two = call(WITH, "a"), call(WITH, "a", date="2025-02-12")
    with writing(engine) as session:
        session.execute(text(
            "INSERT INTO documents VALUES ('a','th','rh',:body,NULL,'P','','','en','B','2025-02-12','stated','','',NULL)"
        ), {"body": WITH})  # fmt: skip
        for key, found in (("p1", one), ("p2", two)):
            session.execute(text(
                'INSERT INTO proposals VALUES (:id, \'a\', \'starter\', :body, :body, \'\', \'open\', 1)'
            ), {"id": key, "body": found.model_dump_json()})  # fmt: skip
        session.execute(text(
            "INSERT INTO contradictions (kind, a, b, what, state, ruling, version) "
            "VALUES ('date', 'p1', 'p2', 'two days', 'open', '', 1)"
        ))  # fmt: skip
    engine.dispose()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_desk_of_the_first_version_keeps_everything(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = f"sqlite:///{tmp_path}/desk.db" if kind == "sqlite" else request.getfixturevalue("postgres_url")
    earlier(url)
    with open_desk(url) as desk:
        assert [i.id for i in list_items(desk, case="starter")] == ["p1", "p2"]
        assert [d.what for d in disputes(desk)] == ["two days"]
        with desk.engine.connect() as connection:
            from alembic.autogenerate import compare_metadata
            from alembic.migration import MigrationContext

            assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
            read = connection.execute(text('SELECT document, "case" FROM readings')).all()
        assert [tuple(r) for r in read] == [("a", "starter")]
        assert kept_as(desk, WITH, "nobody", "starter") == ("", False)
