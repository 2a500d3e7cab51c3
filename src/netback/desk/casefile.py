"""Accepted statements into the ledger of a case's folder, so that a crash at any instant loses and doubles nothing.

The database is the record. `sync` brings a folder in line with it, as often as one likes, and leaves alone what others
wrote there.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from sqlalchemy import select, update

from netback.case.case import Case
from netback.case.load import SHIPPED, find_case, read_case
from netback.desk import audit
from netback.desk.database import CaseNames, Entry, reading, writing
from netback.desk.keep import save_names
from netback.desk.names import names_of
from netback.desk.store import Desk
from netback.errors import NetbackError, UsageError
from netback.evidence import Ledger, Source, Statement, read_ledger, statement_record, write_ledger

__all__ = ["Synced", "case_folder", "folder_of", "sync"]

_LOCK = ".netback-desk.lock"
_STALE = 600
"""Age in seconds from which a half-written file of a writer that died is cleared away."""


@dataclass(frozen=True)
class Synced:
    """What `sync` changed in a folder.

    Parameters
    ----------
    folder : Path
    added, replaced, removed : tuple of str
        Ids of statements.
    kept : tuple of str
        Ids of statements that somebody changed in the file by hand; theirs stand, withdrawn ones too.
    """

    folder: Path
    added: tuple[str, ...]
    replaced: tuple[str, ...]
    removed: tuple[str, ...]
    kept: tuple[str, ...]


def case_folder(where: str | Path, into: str | Path = ".") -> tuple[Path, bool]:
    """The folder of a case that may be written to; a shipped case is copied first.

    Parameters
    ----------
    where : str or Path
        A folder with case.yaml, or the name of a shipped case.
    into : str or Path
        Where the copy of a shipped case is made.

    Returns
    -------
    (Path, bool)
        The folder; whether it was made now.
    """
    path, _ = find_case(where)
    folder = path.parent
    if not folder.resolve().is_relative_to(SHIPPED.resolve()):
        return folder, False
    copy = Path(into) / folder.name
    if (copy / "case.yaml").is_file():
        return copy, False
    if copy.exists():
        raise UsageError(
            f"{copy} is in the way of a copy of the shipped case {folder.name}; move it, or work in another folder"
        )
    made = Path(tempfile.mkdtemp(dir=copy.parent, prefix=f".{copy.name}."))
    try:
        shutil.copytree(folder, made / copy.name)
        os.rename(made / copy.name, copy)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return copy, True


def folder_of(desk: Desk, case: str, *, shipped: bool = False) -> Path | None:
    """The folder in which the desk last saw a case; None where there is none any more.

    Parameters
    ----------
    desk : Desk
    case : str
        Name of the case.
    shipped : bool
        Whether a shipped case will do, which may not be written to.
    """
    with reading(desk.engine) as session:
        known = session.get(CaseNames, case)
    folder = Path(known.folder) if known is not None and known.folder else None
    if folder is None or not (folder / "case.yaml").is_file():
        return None
    return folder if shipped or not folder.resolve().is_relative_to(SHIPPED.resolve()) else None


def sync(desk: Desk, folder: str | Path, *, by: str) -> Synced:
    """Bring the ledger of a case's folder in line with the desk.

    Every statement accepted for the case stands in the file afterwards, and none that was withdrawn. What others wrote
    into the file stays. Run it again after a crash, or never mind: the next decision does.

    Parameters
    ----------
    desk : Desk
    folder : path
        With a case.yaml; its `name` says whose statements go there.
    by : str

    Raises
    ------
    CaseError
        The case cannot be read.
    UsageError
        The files lead out of the folder.
    NetbackError
        The folder cannot be written to; the message says what waits on the desk.
    """
    folder = Path(folder)
    read = _case_in(folder)
    try:
        return _sync(desk, folder, read, by)
    except OSError as error:
        raise _unwritable(desk, folder, read.name, error) from None


def _unwritable(desk: Desk, folder: Path, case: str, error: OSError) -> NetbackError:
    with reading(desk.engine) as session:
        query = (
            select(Entry.statement_id).where(Entry.case == case, Entry.state == "pending").order_by(Entry.id)
        )
        waiting = session.execute(query).scalars().all()
    kept = (
        f"; {'these statements are' if len(waiting) > 1 else 'the statement is'} kept on the desk and not in the folder yet: "
        + ", ".join(waiting[:5]) + (f" and {len(waiting) - 5} more" if len(waiting) > 5 else "")
        if waiting else "; what was decided is kept on the desk"
    )  # fmt: skip
    return NetbackError(
        f"{folder} cannot be written to ({error.strerror or error}){kept}. Make the folder writable, then run: "
        f"netback desk sync {folder}"
    )


def _sync(desk: Desk, folder: Path, read: Case, by: str) -> Synced:
    case = read.name
    _keep_names(desk, folder, read, by)
    with _locked(folder):
        with reading(desk.engine) as session:
            entries = list(
                session.execute(select(Entry).where(Entry.case == case).order_by(Entry.id)).scalars()
            )
        found = _apply(folder, entries)
        waiting = [e.id for e in entries if e.state == "pending"]
        if waiting:
            with writing(desk.engine) as session:
                for i in range(0, len(waiting), 500):
                    part = waiting[i : i + 500]
                    session.execute(
                        update(Entry)
                        .where(Entry.id.in_(part), Entry.state == "pending")
                        .values(state="written")
                        .execution_options(synchronize_session=False)
                    )
                detail = {"added": found.added, "replaced": found.replaced, "removed": found.removed}
                audit.append(session, by, "sync", case, {k: list(v) for k, v in detail.items()})
    return found


def _keep_names(desk: Desk, folder: Path, case: Case, by: str) -> None:
    """Keep the case's names as they are now, where they have changed since the desk saw them."""
    names = names_of(case)
    with reading(desk.engine) as session:
        known = session.get(CaseNames, case.name)
        if known is not None and (known.records, known.folder) == (names.text, str(folder.resolve())):
            return
    with writing(desk.engine) as session:
        save_names(session, case.name, names, by, folder)


def _case_in(folder: Path) -> Case:
    if not (folder / "case.yaml").is_file():
        raise UsageError(f"{folder} is no case: it has no case.yaml; name a case's folder with --case")
    for name in ("statements.jsonl", "sources.yaml"):
        if not (folder / name).resolve().is_relative_to(folder.resolve()):
            raise UsageError(
                f"{folder / name} is a link that leads out of the folder; put a copy of the file there"
            )
    return read_case(folder)


def _apply(folder: Path, entries: list[Entry]) -> Synced:
    ledger = read_ledger(folder)
    statements = {s.id: s for s in ledger.statements}
    sources = dict(ledger.sources)
    added: list[str] = []
    replaced: list[str] = []
    removed: list[str] = []
    kept: list[str] = []
    for entry in entries:
        there = statements.get(entry.statement_id)
        if entry.state == "withdrawn":
            if there is not None and _text(there) in (entry.statement, *json.loads(entry.earlier)):
                del statements[entry.statement_id]
                removed.append(entry.statement_id)
            elif there is not None:
                kept.append(entry.statement_id)
            continue
        if there is not None and _text(there) == entry.statement:
            continue
        if there is not None and _text(there) not in json.loads(entry.earlier):
            kept.append(entry.statement_id)
            continue
        (added if there is None else replaced).append(entry.statement_id)
        statements[entry.statement_id] = Statement.model_validate_json(entry.statement)
        sources.setdefault(entry.source_key, Source.model_validate_json(entry.source))
    if added or replaced or removed:
        # Sources first, so that a reader at any instant finds the source of every statement.
        write_ledger(Ledger(ledger.statements, sources), folder)
        write_ledger(Ledger(tuple(statements.values()), sources), folder)
    return Synced(folder, tuple(added), tuple(replaced), tuple(removed), tuple(kept))


def _text(statement: Statement) -> str:
    return audit.plain(statement_record(statement))


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the folder against other writers; a writer that dies lets go."""
    path = folder / _LOCK
    if path.is_symlink():
        raise UsageError(f"{path} is a link; remove it")
    with open(path, "a+", encoding="utf-8") as handle:
        _hold(handle)
        try:
            for name in (".statements.jsonl.*", ".sources.yaml.*"):
                for left in folder.glob(name):
                    with contextlib.suppress(OSError):
                        if time.time() - left.stat().st_mtime > _STALE:
                            left.unlink()
            yield
        finally:
            _let_go(handle)


if os.name == "nt":  # pragma: no cover
    import msvcrt

    def _hold(handle: IO[str]) -> None:
        handle.seek(0)
        while True:
            try:
                msvcrt.locking(handle.fileno(), msvcrt.LK_LOCK, 1)  # type: ignore[attr-defined,unused-ignore]
                return
            except OSError:
                time.sleep(0.1)

    def _let_go(handle: IO[str]) -> None:
        handle.seek(0)
        msvcrt.locking(handle.fileno(), msvcrt.LK_UNLCK, 1)  # type: ignore[attr-defined,unused-ignore]

else:
    import fcntl

    def _hold(handle: IO[str]) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX)

    def _let_go(handle: IO[str]) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)
