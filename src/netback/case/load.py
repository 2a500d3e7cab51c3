"""A folder to a `Case`: every file is read, every problem gathered, and raised once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from pydantic import ValidationError

from netback.case.case import Case, Series, date_and_cites
from netback.case.faults import explain
from netback.case.links import check_links
from netback.case.schema import CaseFile
from netback.case.series import read_series
from netback.case.text import MAX_BYTES, YamlText, read_yaml
from netback.dates import parse_partial
from netback.errors import CaseError, Problem, UsageError, nearest
from netback.evidence import Ledger, read_ledger

__all__ = ["Loaded", "find_case", "load_parts", "read_case", "shipped_cases"]

SHIPPED = Path(__file__).parent / "shipped"
"""Folder of the cases that come with netback."""

MAX_STATEMENTS_BYTES = 50_000_000
"""Largest statements file read, bytes."""


@dataclass(frozen=True)
class Loaded:
    """What was found in a case's folder, with its problems.

    Parameters
    ----------
    file, ledger, text : CaseFile, Ledger, YamlText or None
        None where it could not be read.
    series : mapping of str to Series
    folder : Path
    problems : tuple of Problem
        Errors and warnings, sorted by place.
    """

    file: CaseFile | None
    ledger: Ledger | None
    text: YamlText | None
    series: Mapping[str, Series]
    folder: Path
    problems: tuple[Problem, ...] = field(default=())

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(p for p in self.problems if p.severity == "error")

    @property
    def warnings(self) -> tuple[Problem, ...]:
        return tuple(p for p in self.problems if p.severity != "error")

    def case(self, as_of: dt.date | None = None) -> Case:
        """The case on a day (default: the file's own).

        Raises
        ------
        CaseError
            There are errors.
        """
        if self.errors or self.file is None or self.ledger is None or self.text is None:
            raise CaseError(self.errors)
        day = as_of or date_and_cites(self.file.as_of)[0].latest
        whole = Case(
            file=self.file,
            ledger=self.ledger,
            series=self.series,
            as_of=day,
            folder=self.folder,
            places=self.text.places,
        )
        return whole.known_on(day)


def shipped_cases() -> tuple[str, ...]:
    """Names of the cases that come with netback, sorted."""
    return tuple(sorted(p.parent.name for p in SHIPPED.glob("*/case.yaml")))


def find_case(where: str | Path) -> tuple[Path, str]:
    """The file of a case, and how to name its folder in messages.

    Parameters
    ----------
    where : str or Path
        A folder with case.yaml, a YAML file, or the name of a shipped case. What exists on disk wins.

    Returns
    -------
    (Path, str)
        Path of the YAML file; prefix of file names in problems, "" or ending in a slash.

    Raises
    ------
    CaseError
        Nothing there.
    """
    path = Path(where)
    shown = str(where).rstrip("/")
    if path.is_dir():
        if (path / "case.yaml").is_file():
            return path / "case.yaml", f"{shown}/"
        if shown not in shipped_cases():
            raise CaseError(
                [
                    Problem(
                        shown,
                        0,
                        0,
                        "",
                        "case/no-case",
                        "the folder has no case.yaml",
                        f"a case.yaml in it; `netback new {path.name or 'NAME'}` makes a starter",
                    )
                ]
            )
    elif path.is_file():
        return path, shown[: len(shown) - len(path.name)]
    if shown in shipped_cases():
        return SHIPPED / shown / "case.yaml", f"{shown}/"
    hint = nearest(shown, shipped_cases())
    raise CaseError(
        [
            Problem(
                shown,
                0,
                0,
                "",
                "case/no-case",
                "there is no such folder, file or shipped case",
                hint or f"a path, or one of {', '.join(shipped_cases())}",
            )
        ]
    )


def load_parts(where: str | Path, *, statements_may_be_missing: bool = False) -> Loaded:
    """Read and check everything in a case's folder, without raising for what is wrong in it.

    Parameters
    ----------
    where : str or Path
        As for `read_case`.
    statements_may_be_missing : bool
        Statements cited but not in the ledger are warnings, not errors.

    Raises
    ------
    CaseError
        There is no such case.
    """
    path, prefix = find_case(where)
    folder = path.parent
    problems: list[Problem] = []
    text, file = _read_file(path, prefix, problems)
    ledger = _read_ledger(folder, prefix, problems)
    if ledger is not None:
        problems += [_renamed(p, folder, prefix) for p in ledger.warnings]
    series, faults = read_series(folder, prefix, None if ledger is None else ledger.sources)
    problems += faults
    if text is not None and file is not None:
        problems += check_links(
            file, text, ledger, series, folder, prefix, statements_may_be_missing=statements_may_be_missing
        )
    unique = sorted(dict.fromkeys(problems), key=lambda p: p.sort_key)
    return Loaded(file, ledger, text, series, folder, tuple(unique))


def _read_file(path: Path, prefix: str, problems: list[Problem]) -> tuple[YamlText | None, CaseFile | None]:
    shown = f"{prefix}{path.name}"
    try:
        if path.stat().st_size > MAX_BYTES:
            raw = b" " * (MAX_BYTES + 1)  # refused by size, with the one message for it
        else:
            raw = path.read_bytes()
        text, repeated = read_yaml(raw, shown)
    except CaseError as error:
        problems += error.problems
        return None, None
    except OSError as error:
        problems.append(_unreadable(shown, error))
        return None, None
    problems += repeated
    try:
        return text, CaseFile.model_validate(text.data)
    except ValidationError as error:
        problems += explain(error, text)
        return text, None


def _unreadable(shown: str, error: OSError) -> Problem:
    return Problem(shown, 0, 0, "", "case/unreadable", f"the file cannot be read: {error.strerror or error}",
                   "a file you may read")  # fmt: skip


def _read_ledger(folder: Path, prefix: str, problems: list[Problem]) -> Ledger | None:
    statements = folder / "statements.jsonl"
    for name in ("statements.jsonl", "sources.yaml"):
        part = folder / name
        if part.exists() and not part.resolve().is_relative_to(folder.resolve()):
            problems.append(
                Problem(
                    f"{prefix}{name}",
                    0,
                    0,
                    "",
                    "case/outside-folder",
                    "the file is a link that leads out of the case's folder",
                    "a copy of the file",
                )
            )
            return None
    if statements.exists() and statements.stat().st_size > MAX_STATEMENTS_BYTES:
        what = f"a statements file has at most {MAX_STATEMENTS_BYTES // 1_000_000} MB"
        problems.append(
            Problem(f"{prefix}statements.jsonl", 0, 0, "", "case/too-large", what, "fewer statements")
        )
        return None
    try:
        return read_ledger(folder)
    except CaseError as error:
        problems += [_renamed(p, folder, prefix) for p in error.problems]
        return None


def _renamed(problem: Problem, folder: Path, prefix: str) -> Problem:
    """The problem with its file as the user would write it."""
    name = Path(problem.file)
    if name.is_absolute() and name.is_relative_to(folder):
        return replace(problem, file=f"{prefix}{name.relative_to(folder)}")
    if problem.file.startswith(f"{folder}/"):
        return replace(problem, file=prefix + problem.file[len(str(folder)) + 1 :])
    return problem if "/" in problem.file else replace(problem, file=prefix + problem.file)


def read_case(where: str | Path, *, as_of: dt.date | str | None = None) -> Case:
    """Read a case.

    Parameters
    ----------
    where : str or Path
        A folder with case.yaml, a YAML file, or the name of a shipped case (`shipped_cases`).
    as_of : datetime.date or str, optional
        Day the case stands at; default: ``as_of`` of the file. With a day, statements cited but not in the
        ledger count as not known yet instead of being errors.

    Returns
    -------
    Case
        As it could have been written on its day.

    Raises
    ------
    CaseError
        Every problem of every file, sorted by place.
    UsageError
        `as_of` is not a date.

    Examples
    --------
    >>> read_case("kurdistan", as_of="2025-04-15").as_of
    datetime.date(2025, 4, 15)
    """
    day: dt.date | None
    if isinstance(as_of, str):
        try:
            day = parse_partial(as_of).latest
        except ValueError as error:
            raise UsageError(str(error)) from None
    else:
        day = as_of
    return load_parts(where, statements_may_be_missing=day is not None).case(day)
