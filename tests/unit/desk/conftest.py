"""Desks on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from netback.desk import Desk, open_desk

ROOT = Path(__file__).parents[3]
sys.path.insert(0, str(Path(__file__).parent))


def load_bench() -> ModuleType:
    """benchmarks/bench_desk.py, whose checks the tests run small."""
    spec = importlib.util.spec_from_file_location("bench_desk", ROOT / "benchmarks" / "bench_desk.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def bench() -> ModuleType:
    return load_bench()


@pytest.fixture(scope="session")
def server(bench: ModuleType) -> Iterator[str]:
    """The address of a PostgreSQL started for the tests."""
    if bench.find_postgres() is None:
        if os.environ.get("CI", "").lower() in {"1", "true", "yes"}:
            pytest.fail("PostgreSQL is not installed: apt-get install postgresql", pytrace=False)
        pytest.skip("PostgreSQL is not installed")
    with bench.postgres(fsync=False) as url:
        yield url


@pytest.fixture
def postgres_url(server: str) -> str:
    """An empty database of its own."""
    import secrets

    from sqlalchemy import create_engine, text

    name = "t" + secrets.token_hex(8)
    engine = create_engine(
        server.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT"
    )
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return server.rsplit("/", 1)[0] + "/" + name


@pytest.fixture(params=["sqlite", "postgresql"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    """An empty desk, once on each kind of database."""
    url = f"sqlite:///{tmp_path}/desk.db"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_url")
    with open_desk(url) as found:
        yield found
