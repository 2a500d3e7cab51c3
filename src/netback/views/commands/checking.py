"""`netback check`: what is wrong in a case, and what it rests on."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from netback.views.commands.common import (
    AsOf,
    Block,
    CaseName,
    Json,
    as_of_or_none,
    case_lines,
    emit,
)
from netback.views.tables import (
    Heading,
    Table,
    between,
    clean,
    count,
    listed,
    number,
    percent,
    shown_in,
    unit_suffix,
)

if TYPE_CHECKING:
    from netback.case import CheckResult
    from netback.evidence import Conflict

__all__ = ["check", "check_blocks", "check_record"]

MOST_CONFLICTS = 20
_ONE = {"parties": "party", "series": "series"}


def check(
    case: CaseName,
    as_of: AsOf = None,
    all_: Annotated[bool, typer.Option("--all", help="Every conflict of evidence, not only 20.")] = False,
    json: Json = False,
) -> None:
    """Check a case: every problem, what it rests on, and what nobody is cited for.

    \b
      netback check starter
      netback check path/to/case --as-of 2025-04-15
    """
    from netback.case import check_case

    result = check_case(case, as_of=as_of_or_none(as_of))
    say_problems(result)
    if json or result.ok:
        emit(json, lambda: check_record(result), lambda: check_blocks(result, everything=all_))
    if not result.ok:
        raise typer.Exit(1)


def say_problems(result: CheckResult) -> None:
    """Problems and warnings on stderr, with the line of the file."""
    from netback.errors import render

    text = render([*result.problems, *result.warnings])
    if text:
        print("\n".join(clean(line) for line in text.split("\n")), file=sys.stderr)
    if result.problems:
        print(f"\n{count(len(result.problems), 'problem')}", file=sys.stderr)


def check_record(result: CheckResult) -> dict[str, Any]:
    """What ``--json`` prints: the result's own record and whether the data are invented."""
    from netback.case import shipped_cases

    record = result.as_record()
    case = result.case
    record["illustrative"] = case.file.illustrative if case else None
    record["scenarios"] = {n: s.title for n, s in case.file.scenarios.items()} if case else {}
    record["shipped_cases"] = list(shipped_cases())
    return record


def check_blocks(result: CheckResult, *, everything: bool = False) -> Iterator[Block]:
    """What a sound case rests on."""
    case = result.case
    if case is None:
        return
    yield from case_lines(case)
    counts = result.counts or {}
    yield "No problems." + (f" {count(len(result.warnings), 'warning')}." if result.warnings else "")
    yield ", ".join(count(n, _ONE.get(what, what[:-1]), what) for what, n in counts.items()) + "."
    cited, written = result.cited
    yield (
        f"{number(cited)} of {number(written)} numbers ({percent(result.cited_share)}) cite a statement; "
        f"{number(len(result.assumptions))} values in force on the day cite nobody."
    )
    if result.unknown:
        yield f"Not known on the day: {listed([clean(p) for p in result.unknown], 12)}"
    rows = [
        (
            str(a.line or ""),
            str(a.made_on),
            f"{a.path}: {' '.join(a.text.split())}" + (f" ({a.note})" if a.note else ""),
        )
        for a in result.assumptions
    ]
    yield Table.of("Assumptions: values in force that cite nobody", ">line|made on|value:54", rows)
    ranked = sorted(result.conflicts, key=lambda c: (not c.disjoint, -_spread(c), c.subject, c.property))
    shown = ranked if everything else ranked[:MOST_CONFLICTS]
    if ranked:
        yield Heading(
            "Conflicts of evidence: statements about the same thing at the same time that do not agree"
        )
        yield "\n".join(_conflict(c) for c in shown)
    if len(ranked) > len(shown):
        yield f"{len(ranked) - len(shown)} more: --all"
    titles = [(name, s.title) for name, s in case.file.scenarios.items()]
    yield Table.of("Scenarios", "name|what if", titles)


def _conflict(c: Conflict) -> str:
    span = between(c.low, c.high, shown_in(c.unit))
    apart = ", nothing suits all" if c.disjoint else ""
    return f"{c.subject} {c.property}: {span}{unit_suffix(c.unit)}{apart}\n  {listed([f'[{i}]' for i in c.ids], 6)}"


def _spread(c: Conflict) -> float:
    top = max(abs(c.low), abs(c.high))
    return (c.high - c.low) / top if top else 0.0
