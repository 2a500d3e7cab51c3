"""The desk's tables, and how a session on them is opened: SQLite by default, PostgreSQL by address.

Every writing transaction begins by taking the one place at which the audit log grows, so writers queue up, nobody
deadlocks, and the chain of hashes has no forks. On SQLite that is ``BEGIN IMMEDIATE``, on PostgreSQL a lock on the single
row of `AuditHead`.
"""

from __future__ import annotations

import os
import re
import sqlite3
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import (
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    create_engine,
    event,
    inspect,
    select,
    text,
)
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.pool import QueuePool

from netback.errors import NetbackError, UsageError

__all__ = [
    "DEFAULT_URL",
    "HEAD",
    "Audit",
    "AuditHead",
    "Base",
    "CaseNames",
    "Contradiction",
    "Decision",
    "Document",
    "Entry",
    "ForecastIssued",
    "Merge",
    "Outcome",
    "Person",
    "Reading",
    "Row",
    "connect",
    "prepare",
    "reading",
    "shown_url",
    "writing",
]

DEFAULT_URL = "sqlite:///netback-desk.db"
"""A file in the current folder."""
HEAD = "0002"
"""Revision of the tables this version of netback works with."""
_LOCK = 727_301
"""Key of the advisory lock held while tables are made on PostgreSQL."""


class Base(DeclarativeBase):
    """Every table of the desk."""


class Person(Base):
    """Somebody who decides."""

    __tablename__ = "people"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)


class Document(Base):
    """A report as it was read: its text never changes."""

    __tablename__ = "documents"
    id: Mapped[str] = mapped_column(String(120), primary_key=True)
    text_hash: Mapped[str] = mapped_column(String(64))
    raw_hash: Mapped[str] = mapped_column(String(64), index=True)
    body: Mapped[str] = mapped_column(Text)
    raw: Mapped[bytes | None] = mapped_column(LargeBinary)
    publisher: Mapped[str] = mapped_column(String(500))
    title: Mapped[str] = mapped_column(String(500), default="")
    address: Mapped[str] = mapped_column(String(2000), default="")
    language: Mapped[str] = mapped_column(String(3), default="en")
    reliability: Mapped[str] = mapped_column(String(1), default="B")
    published_on: Mapped[str] = mapped_column(String(10), index=True)
    published_basis: Mapped[str] = mapped_column(String(10), default="stated")
    retrieved_on: Mapped[str] = mapped_column(String(10), default="")
    origin: Mapped[str] = mapped_column(String(500), default="")
    reprint_of: Mapped[str | None] = mapped_column(ForeignKey("documents.id"))
    warnings: Mapped[str] = mapped_column(Text, default="[]")
    __table_args__ = (UniqueConstraint("text_hash", "publisher"),)


class Reading(Base):
    """A report that was read for a case, so that one kept without its proposals is known."""

    __tablename__ = "readings"
    id: Mapped[int] = mapped_column(primary_key=True)
    document: Mapped[str] = mapped_column(ForeignKey("documents.id"))
    case: Mapped[str] = mapped_column(String(200))
    reader: Mapped[str] = mapped_column(String(120), default="")
    __table_args__ = (UniqueConstraint("document", "case"),)


class CaseNames(Base):
    """The names of a case as they were when it was last at hand (see `names.Names`), and where its folder was."""

    __tablename__ = "case_names"
    case: Mapped[str] = mapped_column(String(200), primary_key=True)
    records: Mapped[str] = mapped_column(Text)
    folder: Mapped[str] = mapped_column(Text, default="")


class Row(Base):
    """A proposal and where it stands. `version` rises by one with every decision on it."""

    __tablename__ = "proposals"
    id: Mapped[str] = mapped_column(String(120), primary_key=True)
    document: Mapped[str] = mapped_column(ForeignKey("documents.id"), index=True)
    case: Mapped[str] = mapped_column(String(200), default="", index=True)
    original: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    context: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(10), default="open", index=True)
    version: Mapped[int] = mapped_column(default=1)


class Decision(Base):
    """What a person decided on a proposal, once for each version of it."""

    __tablename__ = "decisions"
    id: Mapped[int] = mapped_column(primary_key=True)
    proposal: Mapped[str] = mapped_column(ForeignKey("proposals.id"), index=True)
    version: Mapped[int]
    action: Mapped[str] = mapped_column(String(10))
    person: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[str] = mapped_column(String(32))
    reason: Mapped[str] = mapped_column(Text, default="")
    __table_args__ = (UniqueConstraint("proposal", "version"),)


class Entry(Base):
    """A statement for the ledger of a case: `pending` until it stands in the file, `written`, or `withdrawn`."""

    __tablename__ = "entries"
    id: Mapped[int] = mapped_column(primary_key=True)
    proposal: Mapped[str] = mapped_column(ForeignKey("proposals.id"), unique=True)
    case: Mapped[str] = mapped_column(String(200), index=True)
    statement_id: Mapped[str] = mapped_column(String(120))
    statement: Mapped[str] = mapped_column(Text)
    source_key: Mapped[str] = mapped_column(String(120))
    source: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(10), default="pending")
    earlier: Mapped[str] = mapped_column(Text, default="[]")
    __table_args__ = (
        UniqueConstraint("case", "statement_id"),
        Index("ix_entries_waiting", "case", "state"),
    )


class Merge(Base):
    """Two proposals that tell of the same event: `member` goes with `into`."""

    __tablename__ = "merges"
    member: Mapped[str] = mapped_column(ForeignKey("proposals.id"), primary_key=True)
    into: Mapped[str] = mapped_column(ForeignKey("proposals.id"), index=True)
    how: Mapped[str] = mapped_column(String(20))


class Contradiction(Base):
    """Two proposals that cannot both be right as they stand, or a proposal and a statement the case had before.

    Open until a person decides. Of a statement, `b` is empty, `statement` its id, and `told` what it said.
    """

    __tablename__ = "contradictions"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    a: Mapped[str] = mapped_column(ForeignKey("proposals.id"), index=True)
    b: Mapped[str | None] = mapped_column(ForeignKey("proposals.id"), index=True)
    statement: Mapped[str] = mapped_column(String(120), default="")
    told: Mapped[str] = mapped_column(Text, default="")
    what: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(10), default="open")
    ruling: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    __table_args__ = (UniqueConstraint("kind", "a", "b"),)


class ForecastIssued(Base):
    """A forecast somebody put their name to, as it was then."""

    __tablename__ = "forecasts"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    case: Mapped[str] = mapped_column(String(200), index=True)
    case_hash: Mapped[str] = mapped_column(String(64))
    as_of: Mapped[str] = mapped_column(String(10))
    record: Mapped[str] = mapped_column(Text)


class Outcome(Base):
    """What came of a forecast. Rewritten only over the version one has seen."""

    __tablename__ = "outcomes"
    forecast: Mapped[str] = mapped_column(ForeignKey("forecasts.id"), primary_key=True)
    resolved_on: Mapped[str] = mapped_column(String(10), default="")
    result: Mapped[str] = mapped_column(String(20))
    evidence: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)


class Audit(Base):
    """One line of the log. Each holds the hash of the line before; neither table nor chain can be rewritten unseen."""

    __tablename__ = "audit"
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[str] = mapped_column(String(32))
    person: Mapped[str] = mapped_column(String(200))
    action: Mapped[str] = mapped_column(String(30))
    subject: Mapped[str] = mapped_column(String(200), index=True)
    detail: Mapped[str] = mapped_column(Text)
    before: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)


class AuditHead(Base):
    """The end of the log: one row. To append, one holds it."""

    __tablename__ = "audit_head"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))


def shown_url(url: str) -> str:
    """The address of a database without its password."""
    try:
        return make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        return re.sub(r"//[^@/]*@", "//***@", url)


def connect(url: str = DEFAULT_URL) -> Engine:
    """An engine on a desk's database.

    Parameters
    ----------
    url : str
        ``sqlite:///file.db``, or ``postgresql://user:password@host/name`` (extra ``postgres``).

    Raises
    ------
    UsageError
        No such kind of database, its driver is not installed, or the folder of the file is not there.
    """
    try:
        address = make_url(url)
    except ArgumentError:
        raise UsageError(
            f"{shown_url(url)!r} is not the address of a database; write sqlite:///desk.db or postgresql://user@host/name"
        ) from None
    if address.drivername in ("postgresql", "postgres"):
        address = address.set(drivername="postgresql+psycopg")
    backend = address.get_backend_name()
    if backend not in ("sqlite", "postgresql"):
        raise UsageError(f"the desk keeps to SQLite and PostgreSQL, not {backend!r}; write sqlite:///desk.db")
    if backend == "sqlite":
        _check_file(address.database)
    extra: dict[str, Any] = {}
    if backend == "sqlite" and _read_only(address.database):
        extra["creator"] = _opener(str(address.database))
    try:
        engine = create_engine(address, poolclass=QueuePool, pool_size=4, max_overflow=16, **extra)
    except (NoSuchModuleError, ModuleNotFoundError):
        raise UsageError(
            'the driver for PostgreSQL is not installed: pip install "netback[postgres]"'
        ) from None
    if backend == "sqlite":
        event.listen(engine, "connect", _sqlite_connect)
        event.listen(engine, "begin", _sqlite_begin)
    return engine


def _check_file(name: str | None) -> None:
    if not name or name == ":memory:" or name.startswith("file:"):
        raise UsageError("a desk is a file that others can open too; write sqlite:///desk.db")
    folder = Path(name).parent
    if not folder.is_dir():
        raise UsageError(f"there is no folder {folder} for the desk's file; make it, or name another")
    if Path(name).is_dir():
        raise UsageError(f"{name} is a folder; name a file in it, as sqlite:///{name}/desk.db")


def _read_only(name: str | None) -> bool:
    """Whether a desk is there that may be looked at, and not written to."""
    path = Path(name or "")
    return path.is_file() and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))


def _opener(name: str) -> Callable[[], sqlite3.Connection]:
    """How a desk is opened that cannot be written to: with what others are writing where it can be seen."""

    def opened() -> sqlite3.Connection:
        address = "file:" + urllib.parse.quote(str(Path(name).resolve()))
        for mode in ("mode=ro", "mode=ro&immutable=1"):
            connection = sqlite3.connect(f"{address}?{mode}", uri=True, check_same_thread=False)
            try:
                connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
                return connection
            except sqlite3.OperationalError as error:
                connection.close()
                if "immutable" in mode:
                    raise
                last = error
        raise last  # pragma: no cover

    return opened


def _sqlite_connect(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions are begun below, not by the driver
    cursor = connection.cursor()
    for pragma in ("busy_timeout=60000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        try:
            cursor.execute(f"PRAGMA {pragma}")
        except sqlite3.OperationalError as error:
            if "readonly" not in str(error):
                raise
    cursor.close()


def _sqlite_begin(connection: Connection) -> None:
    write = connection.get_execution_options().get("netback_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """A session that may write: all of it is kept, or none; holds the end of the audit log until it ends."""
    with (
        _said(engine),
        engine.connect().execution_options(netback_write=True) as connection,
        connection.begin(),
        Session(bind=connection, expire_on_commit=False) as session,
    ):
        session.execute(select(AuditHead.seq).where(AuditHead.id == 1).with_for_update())
        yield session
        session.flush()


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session that looks at one moment of the database."""
    with _said(engine), engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin(), Session(bind=connection, expire_on_commit=False) as session:
            yield session


@contextmanager
def _said(engine: Engine) -> Iterator[None]:
    """Faults of the database as faults a person can act on."""
    url = engine.url.render_as_string(hide_password=True)
    try:
        yield
    except OperationalError as error:
        first = str(error.orig).strip().split("\n")[0]
        if "readonly" in first or "read-only" in first:
            raise NetbackError(
                f"the desk at {url} can be looked at and not written to; ask whoever keeps it for the right to write"
            ) from None
        raise NetbackError(
            f"the desk at {url} does not answer: {first}; is the address right, the server up, the disk full?"
        ) from None
    except DBAPIError as error:
        if "file is not a database" in str(error.orig):
            raise NetbackError(
                f"{engine.url.database} is not a desk's database; name another file with --db"
            ) from None
        if type(error.orig) is not sqlite3.DatabaseError:
            raise
        first = str(error.orig).strip().split("\n")[0]
        raise NetbackError(
            f"the desk's database {engine.url.database} is damaged ({first}); go back to a copy of it, or save what can be "
            f"read with: sqlite3 {engine.url.database} .recover"
        ) from None


def prepare(engine: Engine) -> None:
    """Make the tables, or bring them up to this version's.

    Raises
    ------
    NetbackError
        The database was made by a later version of netback, or holds something else.
    """
    with _said(engine):
        with engine.connect() as connection:
            if _revision(connection) == HEAD:
                return
        with engine.connect().execution_options(netback_write=True) as connection, connection.begin():
            if engine.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            found = _revision(connection)
            if found == HEAD:
                return
            _refuse_foreign(connection, found)
            _upgrade(connection, found)


def _refuse_foreign(connection: Connection, found: str | None) -> None:
    """A database of something else is left alone: any table in a file, one of the desk's names on a server."""
    there = set(inspect(connection).get_table_names())
    ours = set(Base.metadata.tables)
    if found is not None:
        foreign = sorted(there - ours) if "audit_head" not in there else []
    else:
        foreign = sorted(there if connection.dialect.name == "sqlite" else there & ours)
    if foreign:
        listed = ", ".join(foreign[:5]) + (" ..." if len(foreign) > 5 else "")
        raise NetbackError(
            f"{shown_url(str(connection.engine.url))} holds something other than a desk (tables {listed}); nothing was "
            "changed in it. Name another database with --db"
        )


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _upgrade(connection: Connection, found: str | None, to: str = "head") -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if found is not None and found not in known:
        raise NetbackError(
            f"the desk was made by a later netback (its tables are at {found}, this one knows {HEAD}); update netback"
        )
    config.attributes["connection"] = connection
    command.upgrade(config, to)
