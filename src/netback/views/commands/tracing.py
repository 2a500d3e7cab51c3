"""`netback explain`: the chain from a number to its quotes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from netback.errors import UnknownAsOf, UsageError
from netback.views.commands.common import (
    AsOf,
    CaseName,
    Changes,
    Json,
    Months,
    ScenarioName,
    Seed,
    Workers,
    case_head,
    case_lines,
    emit,
    open_case,
    parse_months,
)

if TYPE_CHECKING:
    from netback.case import Case

__all__ = ["explain"]


def explain(
    case: CaseName,
    asked: Annotated[
        str,
        typer.Argument(
            metavar="QUANTITY",
            help="A value path, arc, node, driver, term, statement, source, money.PARTY or forecast.",
        ),
    ],
    as_of: AsOf = None,
    month: Months = None,
    set_: Changes = None,
    scenario: ScenarioName = None,
    draws: Annotated[
        int | None,
        typer.Option("--draws", min=1, metavar="N", help="For `forecast`: run one of so many draws."),
    ] = None,
    seed: Seed = 1,
    workers: Workers = 2,
    depth: Annotated[
        int, typer.Option("--depth", min=1, max=8, metavar="N", help="Steps of the chain to follow.")
    ] = 4,
    json: Json = False,
) -> None:
    """The chain from a number to its quotes: equation, inputs, file line, statements, sources.

    \b
      netback explain kurdistan contracts.export_deal.steps.compensation.amount
      netback explain kurdistan haji_trucks --as-of 2025-04-15
      netback explain starter money.region.deal
      netback explain starter trucks_2024        what rests on this statement
      netback explain kurdistan forecast --draws 200
    """
    from netback.views.commands.forecasting import run_forecast
    from netback.views.explain import FORECAST_WORDS
    from netback.views.explain import explain as find

    chosen = open_case(case, as_of, scenario if draws is None else None, set_)
    when, *more = parse_months(month, chosen.month)
    if more:
        raise UsageError("explain walks back from one month; name one --month")
    of = chosen
    if draws is not None and asked.partition(".")[0] in FORECAST_WORDS:
        of = run_forecast(chosen, draws, seed, 36, scenario, workers)  # type: ignore[assignment]
    try:
        tree = find(of, asked, month=when, depth=depth)
    except UsageError:
        refuse_later(case, asked, chosen)
        raise
    emit(
        json,
        lambda: case_head(chosen, "netback-explain/1") | {"quantity": asked, "explanation": tree.to_record()},
        lambda: [*case_lines(chosen), tree.to_text()],
    )


def refuse_later(name: str, asked: str, chosen: Case) -> None:
    """Say so where what is asked for exists, but had not been published by the as-of date.

    Raises
    ------
    UnknownAsOf
        It is a statement published later.
    """
    later = open_case(name).ledger
    if asked in later and asked not in chosen.ledger:
        day = later.get(asked).published_on
        raise UnknownAsOf(f"[{asked}] was published on {day}, after the as-of date {chosen.as_of}")
