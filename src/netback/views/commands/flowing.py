"""`netback flows` and `netback money`: where the barrels go, and who earns what."""

from __future__ import annotations

from typing import Annotated

import typer

from netback.errors import UsageError
from netback.views.commands.common import (
    AsOf,
    CaseName,
    Changes,
    Json,
    Months,
    ScenarioName,
    WorldName,
    emit,
    find_worlds,
    open_case,
    parse_months,
)

__all__ = ["flows", "money"]


def flows(
    case: CaseName,
    as_of: AsOf = None,
    world: WorldName = "both",
    month: Months = None,
    set_: Changes = None,
    scenario: ScenarioName = None,
    ask: Annotated[
        str | None, typer.Option("--ask", metavar="NAME", help="One arc, field, market or node.")
    ] = None,
    reported: Annotated[
        bool, typer.Option("--reported", help="The model beside every reported figure of the case.")
    ] = False,
    json: Json = False,
) -> None:
    """Where the barrels go: kb/d by arc, local prices, and what each capacity is worth.

    \b
      netback flows kurdistan --as-of 2025-04-15
      netback flows kurdistan --month 2024-04..2024-07 --world standstill
      netback flows starter --set network.arcs.trunk.capacity='200 kb/d' --ask trunk
      netback flows kurdistan --reported
    """
    from netback.flows import solve_flows
    from netback.views.commands import flow_views as views

    if ask and reported:
        raise UsageError("--ask and --reported are two different questions; ask one of them")
    if reported and (month or world != "both"):
        raise UsageError(
            "--reported takes each figure's own months and worlds; leave --month and --world out"
        )
    chosen = open_case(case, as_of, scenario, set_)
    if reported:
        from netback.views.reported import compare_reported

        rows = compare_reported(chosen)
        emit(json, lambda: views.reported_record(chosen, rows), lambda: views.reported_blocks(chosen, rows))
        return
    result = solve_flows(chosen, parse_months(month, chosen.month), find_worlds(world))
    if ask:
        emit(json, lambda: views.ask_record(result, ask), lambda: views.ask_blocks(result, ask))
    else:
        emit(json, lambda: views.flow_record(result), lambda: views.flow_blocks(result))


def money(
    case: CaseName,
    as_of: AsOf = None,
    world: WorldName = "both",
    month: Months = None,
    set_: Changes = None,
    scenario: ScenarioName = None,
    contract: Annotated[
        str | None, typer.Option("--contract", metavar="ID", help="One contract only.")
    ] = None,
    explain: Annotated[
        bool,
        typer.Option("--explain", help="Work every payment out, with the statements behind its numbers."),
    ] = False,
    json: Json = False,
) -> None:
    """Who earns what: m USD a month by party, stream and step of each contract, in both worlds.

    \b
      netback money kurdistan --as-of 2025-04-15
      netback money starter --contract export_deal --explain
    """
    from netback.flows import solve_flows
    from netback.money.revenue import divide_revenue
    from netback.views.commands import money_views as views

    chosen = open_case(case, as_of, scenario, set_)
    months = parse_months(month, chosen.month)
    if explain and len(months) > 1:
        raise UsageError("--explain works one month out; name one --month")
    solved = solve_flows(chosen, months, find_worlds(world))
    result = divide_revenue(solved, worlds=find_worlds(world))
    if explain:
        emit(
            json,
            lambda: views.explain_record(result, contract),
            lambda: views.explain_blocks(result, contract),
        )
    else:
        emit(json, lambda: views.money_record(result, contract), lambda: views.money_blocks(result, contract))
