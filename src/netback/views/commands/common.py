"""What the commands share: options, opening a case, and printing a view or its record."""

from __future__ import annotations

import json
import sys
import textwrap
from collections.abc import Callable, Iterable, Sequence
from contextvars import ContextVar
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer

from netback.dates import month_of, parse_partial
from netback.errors import UsageError, nearest
from netback.views.tables import ILLUSTRATIVE, Heading, Table, broken, clean, date

if TYPE_CHECKING:
    from rich.console import Console

    from netback.case import Case
    from netback.case.schema import World

__all__ = [
    "AsOf",
    "Block",
    "CaseName",
    "Changes",
    "Draws",
    "Horizon",
    "Json",
    "Months",
    "ScenarioName",
    "Seed",
    "Workers",
    "WorldName",
    "as_of_or_none",
    "case_head",
    "case_lines",
    "changed_values",
    "emit",
    "find_worlds",
    "open_case",
    "parse_months",
    "party_name",
    "print_blocks",
    "wants_json",
]

Block = str | Heading | Table
"""A paragraph, a heading or a table."""

MOST_MONTHS = 240


def _note_json(ctx: typer.Context, value: bool) -> bool:
    ctx.meta["netback.json"] = value
    return value


def wants_json(ctx: typer.Context) -> bool:
    """Whether the command was asked for JSON, so that its refusal is JSON too."""
    return bool(ctx.meta.get("netback.json"))


CaseName = Annotated[
    str, typer.Argument(metavar="CASE", help="A folder with case.yaml, or the name of a shipped case.")
]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="Use only what had been published by this day. [default: the case's own]"),
]  # fmt: skip
ScenarioName = Annotated[
    str | None, typer.Option("--scenario", metavar="NAME", help="A what-if of the case; `check` lists them.")
]
Changes = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="PATH=VALUE", help="Change a value, as network.arcs.trunk.capacity='200 kb/d'. Repeatable."),
]  # fmt: skip
Months = Annotated[
    list[str] | None,
    typer.Option("--month", metavar="MONTH", help="2024-05, or 2024-01..2024-06. Repeatable. [default: the as-of month]"),
]  # fmt: skip
WorldName = Annotated[
    str,
    typer.Option("--world", metavar="WORLD", help="standstill (today's regime), deal (under an agreement), or both."),
]  # fmt: skip
Draws = Annotated[int, typer.Option("--draws", min=1, metavar="N", help="Draws of the uncertain numbers.")]
Seed = Annotated[int, typer.Option("--seed", min=0, metavar="N", help="Seed of the draws.")]
Horizon = Annotated[int, typer.Option("--horizon", min=1, metavar="N", help="Months ahead.")]
Workers = Annotated[int, typer.Option("--workers", min=1, metavar="N", help="Threads; changes no number.")]
Json = Annotated[
    bool, typer.Option("--json", help="Print one JSON object and nothing else.", callback=_note_json)
]


def as_of_or_none(text: str | None) -> str | None:
    """The day as written, refused where it is none."""
    if text is None:
        return None
    try:
        parse_partial(text)
    except ValueError as error:
        raise UsageError(f"--as-of: {error}") from None
    return text


def open_case(
    name: str, as_of: str | None = None, scenario: str | None = None, changes: Sequence[str] | None = None
) -> Case:
    """The case a command asks for: read, cut to its day, under a scenario, with values changed."""
    from netback.case import apply_scenario, read_case, set_values

    case = read_case(name, as_of=as_of_or_none(as_of))
    if scenario is not None:
        case = apply_scenario(case, scenario)
    chosen = _changes(changes or ())
    _changed.set(chosen)
    return set_values(case, chosen) if chosen else case


_changed: ContextVar[dict[str, str]] = ContextVar("changed", default={})  # noqa: B039  never written into


def changed_values() -> dict[str, str]:
    """What `--set` changed in the case last opened: path and new text; every view and record says so."""
    return _changed.get()


def _changes(texts: Sequence[str]) -> dict[str, str]:
    found = {}
    for text in texts:
        path, equals, value = text.partition("=")
        if not equals or not path.strip() or not value.strip():
            raise UsageError(
                f"--set {text!r} is not PATH=VALUE; write network.arcs.trunk.capacity='200 kb/d'"
            )
        found[path.strip()] = value.strip()
    return found


def parse_months(texts: Sequence[str] | None, default: int) -> list[int]:
    """Month numbers of ``2024-05`` and ``2024-01..2024-06``, each once, ascending.

    Raises
    ------
    UsageError
        Not a month, or a range that runs backwards or over 20 years.

    Examples
    --------
    >>> parse_months(["2024-01..2024-03", "2024-02"], 0) == [24288, 24289, 24290]
    True
    """
    found: set[int] = set()
    for text in texts or ():
        first, dots, last = text.partition("..")
        begin = _month(first, text, last=False)
        end = _month(last if dots else first, text, last=True)
        if end < begin:
            raise UsageError(f"--month {text!r} runs backwards; write {last}..{first}")
        if end - begin >= MOST_MONTHS:
            raise UsageError(f"--month {text!r} spans more than {MOST_MONTHS} months")
        found |= set(range(begin, end + 1))
    return sorted(found) or [default]


def _month(part: str, text: str, *, last: bool) -> int:
    try:
        day = parse_partial(part)
    except ValueError:
        raise UsageError(f"--month {text!r} is not a month; write 2024-05 or 2024-01..2024-06") from None
    return month_of(day.latest if last else day.earliest)


def find_worlds(name: str) -> tuple[World, ...]:
    """The worlds a ``--world`` names.

    Raises
    ------
    UsageError
        No such world.
    """
    found: dict[str, tuple[World, ...]] = {
        "both": ("standstill", "deal"), "standstill": ("standstill",), "deal": ("deal",)
    }  # fmt: skip
    if name not in found:
        hint = nearest(name, found)
        raise UsageError(
            f"--world {name!r} is none of standstill, deal, both"
            + (f"; did you mean {hint}?" if hint else "")
        )
    return found[name]


# --- what is printed --------------------------------------------------------------------------------------------------


def case_head(case: Case, schema: str) -> dict[str, Any]:
    """The keys every record of a case begins with."""
    import netback

    return {
        "schema": schema,
        "case": case.name,
        "title": case.title,
        "illustrative": case.file.illustrative,
        "case_hash": case.hash,
        "as_of": str(case.as_of),
        "scenario": case.scenario,
        "set": changed_values(),
        "version": netback.__version__,
    }


def case_lines(case: Case, what: str = "") -> list[Block]:
    """The lines every view of a case begins with."""
    lines: list[Block] = [ILLUSTRATIVE] if case.file.illustrative else []
    head = f"{case.title}" + (f": {what}" if what else "")
    under = f"{case.name}, as known on {date(case.as_of)}"
    if case.scenario:
        title = case.file.scenarios[case.scenario].title if case.scenario in case.file.scenarios else ""
        under += f", scenario {case.scenario}" + (f" ({title})" if title else "")
    changed = [f"Changed: {path} = {value}" for path, value in changed_values().items()]
    return [*lines, Heading(head), under, *changed]


def party_name(case: Case, party: str) -> str:
    """A party's name; everyone else is the outside."""
    return case.file.parties[party].name if party in case.file.parties else "Outside"


def emit(as_json: bool, record: Callable[[], dict[str, Any]], blocks: Callable[[], Iterable[Block]]) -> None:
    """Print the record as JSON, or the view for a person; nothing at all where making it fails."""
    if as_json:
        print(to_json(record()))
    else:
        print_blocks(list(blocks()), sys.stdout)


def to_json(record: Any) -> str:
    """A record as JSON text; what is not a number is null, never NaN."""
    return json.dumps(_finite(record), indent=1, ensure_ascii=False, allow_nan=False)


def _finite(item: Any) -> Any:
    if isinstance(item, dict):
        return {str(k): _finite(v) for k, v in item.items()}
    if isinstance(item, list | tuple):
        return [_finite(v) for v in item]
    if isinstance(item, bool) or item is None or isinstance(item, int | str):
        return item
    if hasattr(item, "item"):
        item = item.item()
    if isinstance(item, float):
        return item if item - item == 0 else None
    return item if isinstance(item, int | bool) else str(item)


def print_blocks(blocks: Iterable[Block], file: TextIO, width: int | None = None) -> None:
    """Print a view: at the terminal's width, or 80 columns where there is none.

    Parameters
    ----------
    blocks : iterable of Block
        Text is shown as it is: no markup in it counts.
    file : text file
    width : int, optional
    """
    from rich.console import Console

    console = Console(file=file, width=width, highlight=False, markup=False, emoji=False)
    shown: list[Block] = []
    for block in blocks:
        with console.capture() as captured:
            _print_block(block, shown[-1] if shown else None, console)
        shown.append(block)
        file.write("".join(line.rstrip(" ") + "\n" for line in captured.get().splitlines()))


def _print_block(block: Block, before: Block | None, console: Console) -> None:
    from rich.text import Text

    if isinstance(block, Table):
        console.print()
        console.print(Text(clean(block.title), style="bold"))
        _print_table(block, console)
        if block.note:
            _print_lines(block.note, console, indent="  ", style="dim")
    elif isinstance(block, Heading):
        if before is not None and before != ILLUSTRATIVE:
            console.print()
        console.print(Text(clean(block.text), style="bold"))
    else:
        if isinstance(before, Table):
            console.print()
        _print_lines(block, console, style="bold yellow" if block == ILLUSTRATIVE else "")


def _print_lines(text: str, console: Console, indent: str = "", style: str = "") -> None:
    """Lines wrapped at the width, each under its own indentation."""
    from rich.text import Text

    for line in clean(text, lines=True).split("\n"):
        own = indent + line[: len(line) - len(line.lstrip(" "))]
        under = own[: console.width // 2]
        parts = textwrap.wrap(
            line.strip(" "), max(20, console.width), initial_indent=under,
            subsequent_indent=under + "  " if under else "",
            break_on_hyphens=False, break_long_words=False,
        )  # fmt: skip
        for part in parts or [""]:
            console.print(Text(part, style=style), soft_wrap=True)


def _print_table(block: Table, console: Console) -> None:
    from rich import box
    from rich.table import Table as RichTable
    from rich.text import Text

    if not block.rows:
        console.print(Text("  none", style="dim"))
        return
    table = RichTable(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="")
    for column in block.columns:
        table.add_column(
            Text(column.name),
            justify="right" if column.number else "left",
            no_wrap=column.number,
            overflow="fold",
        )
    for row in block.rows:
        style = "italic" if len(row) < len(block.columns) else ""
        cells = [broken(c, col.most) for c, col in zip(row, block.columns, strict=False)]
        table.add_row(*(Text(cell, style=style) for cell in cells))
    console.print(table)
