"""What the commands of the desk share: options, opening the database, printing."""

from __future__ import annotations

import getpass
import json as json_module
import re
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from netback.errors import UsageError, nearest
from netback.views.tables import clean

if TYPE_CHECKING:
    from netback.desk.store import Desk

__all__ = [
    "MOST_BYTES", "URL", "By", "CaseOption", "Db", "Into", "Json", "Key", "Reason", "Version", "case_file", "case_name", "emit", "nothing_for", "opened", "who_decides",
]  # fmt: skip

SHIPPED = Path(__file__).parents[3] / "case" / "shipped"
MOST_BYTES = 20_000_000


def _note_json(ctx: typer.Context, value: bool) -> bool:
    ctx.meta["netback.json"] = value
    return value


Db = Annotated[
    str,
    typer.Option("--db", metavar="URL", envvar="NETBACK_DESK", help="sqlite:///FILE, or postgresql://USER@HOST/NAME."),
]  # fmt: skip
Json = Annotated[
    bool, typer.Option("--json", help="Print one JSON object and nothing else.", callback=_note_json)
]
By = Annotated[
    str | None, typer.Option("--by", metavar="NAME", envvar="NETBACK_DESK_BY", help="Who decides. [default: your login]")
]  # fmt: skip
Key = Annotated[str, typer.Argument(metavar="ID", help="A proposal's id, or its beginning.")]
Version = Annotated[
    int | None, typer.Option("--version", metavar="N", help="The version you saw. [default: the one there, if nobody else made it]")
]  # fmt: skip
CaseOption = Annotated[
    str | None, typer.Option("--case", metavar="CASE", help="A case's folder, or the name of a shipped case.")
]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; kept in the log.")]
Into = Annotated[str, typer.Option("--into", metavar="FOLDER", help="Where a shipped case is copied to.")]
URL = "sqlite:///netback-desk.db"


def emit(as_json: bool, record: dict[str, Any], lines: Iterable[str] | Callable[[], Iterable[str]]) -> None:
    """Print the record, or its lines."""
    if as_json:
        print(json_module.dumps(record, indent=1, ensure_ascii=False, allow_nan=False, default=str))
        return
    for line in lines() if callable(lines) else lines:
        print(clean(line).rstrip())


def who_decides(by: str | None) -> str:
    """Who decides: the name given, else the login.

    Raises
    ------
    UsageError
        Nobody is logged in, or the name holds marks that are not seen.
    """
    if by is not None:
        hidden = [c for c in by if unicodedata.category(c) in ("Cc", "Cf", "Cs")]
        if hidden:
            raise UsageError(
                f"--by {by!r} holds a mark that nobody sees (U+{ord(hidden[0]):04X}); write the name without it"
            )
        return by
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        raise UsageError("nobody is logged in here; say who decides with --by NAME") from None


def opened(url: str) -> Desk:
    """The desk at an address."""
    from netback.desk import open_desk

    return open_desk(url)


def case_file(case: str) -> Path:
    """The YAML file of a case, found without loading what reads cases.

    Raises
    ------
    CaseError
        There is no such case.
    """
    path = Path(case)
    for file in (path, path / "case.yaml", SHIPPED / case / "case.yaml" if case.isidentifier() else path):
        if file.is_file():
            return file
    from netback.case.load import find_case  # slow to import, and says it best

    return find_case(case)[0]


def case_name(case: str | None) -> str | None:
    """The name a case goes by on the desk: that of its case.yaml where there is one."""
    if case is None:
        return None
    from netback.errors import CaseError

    try:
        file = case_file(case)
    except CaseError:
        return case
    line = re.search(
        r"(?m)^name:\s*([\w.-]+)\s*(?:#.*)?$", file.read_text(encoding="utf-8", errors="replace")
    )
    if line is not None:
        return line[1]
    from netback.case import read_case

    return read_case(case).name


def nothing_for(desk: Desk, case: str) -> str:
    """What to say of a case the desk has nothing of: which it has, and what may have been meant."""
    from netback.desk.index import cases_of

    known = cases_of(desk)
    close = nearest(case, known)
    if not known:
        return f"the desk has nothing for {case}, nor for any other case"
    return f"the desk has nothing for {case}; " + (
        f"did you mean {close}?" if close else f"it has {', '.join(known)}"
    )
