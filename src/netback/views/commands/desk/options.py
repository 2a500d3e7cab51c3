"""What the commands of the desk share: options, opening the database, printing."""

from __future__ import annotations

import getpass
import json as json_module
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from netback.errors import UsageError
from netback.views.tables import clean

if TYPE_CHECKING:
    from netback.desk.store import Desk

__all__ = [
    "MOST_BYTES", "URL", "By", "CaseOption", "Db", "Into", "Json", "Key", "Version", "case_name", "emit", "opened", "who_decides",
]  # fmt: skip

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
    int | None, typer.Option("--version", metavar="N", help="The version you saw; refused if somebody decided since.")
]  # fmt: skip
CaseOption = Annotated[
    str | None, typer.Option("--case", metavar="CASE", help="A case's folder, or the name of a shipped case.")
]
Into = Annotated[str, typer.Option("--into", metavar="FOLDER", help="Where a shipped case is copied to.")]
URL = "sqlite:///netback-desk.db"


def emit(as_json: bool, record: dict[str, Any], lines: Iterable[str] | Callable[[], Iterable[str]]) -> None:
    if as_json:
        print(json_module.dumps(record, indent=1, ensure_ascii=False, allow_nan=False, default=str))
        return
    for line in lines() if callable(lines) else lines:
        print(clean(line))


def who_decides(by: str | None) -> str:
    if by is not None:
        return by
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        raise UsageError("nobody is logged in here; say who decides with --by NAME") from None


def opened(url: str) -> Desk:
    from netback.desk import open_desk

    return open_desk(url)


def case_name(case: str | None) -> str | None:
    """The name a case goes by on the desk: that of its case.yaml where there is one."""
    if case is None:
        return None
    from netback.case import read_case
    from netback.errors import CaseError

    try:
        return read_case(case).name
    except CaseError as error:
        if any(p.slug == "case/no-case" for p in error.problems):
            return case
        raise
