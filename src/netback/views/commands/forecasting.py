"""`netback forecast`, `netback compare` and `netback report`: when it ends, and what would move it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from netback.views.commands.common import (
    AsOf,
    CaseName,
    Changes,
    Draws,
    Horizon,
    Json,
    ScenarioName,
    Seed,
    Workers,
    changed_values,
    emit,
    open_case,
    to_json,
)
from netback.views.commands.files import need_folder, write_text
from netback.views.progress import progress_bar
from netback.views.tables import ILLUSTRATIVE, bytes_text

if TYPE_CHECKING:
    from netback.case import Case
    from netback.forecast import Forecast

__all__ = ["compare", "forecast", "report"]


def forecast(
    case: CaseName,
    as_of: AsOf = None,
    draws: Draws = 2000,
    seed: Seed = 1,
    horizon: Horizon = 36,
    scenario: ScenarioName = None,
    set_: Changes = None,
    workers: Workers = 2,
    out: Annotated[
        str | None, typer.Option("-o", "--out", metavar="FILE", help="Write the JSON record to a file too.")
    ] = None,
    json: Json = False,
) -> None:
    """When exports resume: P(resumed by t) inside, outside and pooled, with what it rests on.

    Inside is the bargaining game, outside how long past stoppages lasted, pooled both. The same case, seed and
    version give the same numbers.

    \b
      netback forecast kurdistan --as-of 2025-04-15
      netback forecast kurdistan --scenario us_pressure_doubled --draws 500 --json
    """
    from netback.views.commands.forecast_views import forecast_blocks

    need_folder(out)
    chosen = open_case(case, as_of, changes=set_)
    found = run_forecast(chosen, draws, seed, horizon, scenario, workers)
    record = found.to_record() | ({"set": changed_values()} if changed_values() else {})
    if out is not None:
        path = write_text(out, to_json(record) + "\n")
        print(f"wrote {path}", file=sys.stderr)
    emit(json, lambda: record, lambda: forecast_blocks(found))


def run_forecast(
    case: Case, draws: int, seed: int, horizon: int, scenario: str | None, workers: int
) -> Forecast:
    """A forecast with a progress bar on stderr."""
    from netback.forecast import make_forecast

    with progress_bar("solving draws", draws) as step:
        return make_forecast(
            case, draws=draws, seed=seed, horizon=horizon, scenario=scenario, workers=workers, progress=step
        )


def compare(
    case: CaseName,
    scenarios: Annotated[
        list[str] | None,
        typer.Argument(metavar="SCENARIO...", help="Scenarios of the case.", show_default=False),
    ] = None,
    as_of: AsOf = None,
    draws: Draws = 2000,
    seed: Seed = 1,
    horizon: Horizon = 24,
    workers: Workers = 2,
    json: Json = False,
) -> None:
    """What scenarios change: paired differences from the case as it stands, on the same draws.

    \b
      netback compare kurdistan iran_route_shut us_pressure_doubled --as-of 2025-04-15
    """
    from netback.forecast.compare import compare_scenarios
    from netback.views.commands.forecast_views import compare_blocks

    chosen = open_case(case, as_of)
    names = scenarios or []
    with progress_bar("solving draws", draws * (1 + len(names))) as step:
        found = compare_scenarios(
            chosen, names, draws=draws, seed=seed, horizon=horizon, workers=workers, progress=step
        )
    emit(json, found.to_record, lambda: compare_blocks(found))


def report(
    case: CaseName,
    out: Annotated[
        str | None,
        typer.Option("-o", "--out", metavar="FILE", help="The page. [default: CASE.html in this folder]"),
    ] = None,
    as_of: AsOf = None,
    draws: Draws = 2000,
    seed: Seed = 1,
    horizon: Horizon = 36,
    scenario: ScenarioName = None,
    set_: Changes = None,
    workers: Workers = 2,
    open_: Annotated[bool, typer.Option("--open", help="Show it in the browser.")] = False,
    json: Json = False,
) -> None:
    """One HTML file with everything, that opens without a network.

    \b
      netback report kurdistan -o kurdistan.html --as-of 2025-04-15
    """
    from pathlib import Path

    from netback.views.commands.forecast_views import headline
    from netback.views.report import write_report

    need_folder(out)
    chosen = open_case(case, as_of, changes=set_)
    found = run_forecast(chosen, draws, seed, horizon, scenario, workers)
    path = write_report(found, Path(out or f"{found.case.name}.html"))
    size = path.stat().st_size
    record = {
        "schema": "netback-report/1", "case": found.case.name, "illustrative": found.case.file.illustrative,
        "case_hash": found.case.hash, "as_of": str(found.as_of), "scenario": found.case.scenario, "set": changed_values(), "file": str(path),
        "bytes": size, "headline": headline(found),
    }  # fmt: skip
    lines = [ILLUSTRATIVE] if found.case.file.illustrative else []
    emit(json, lambda: record, lambda: [*lines, headline(found), f"Wrote {path}, {bytes_text(size)}."])
    if open_:
        import webbrowser

        webbrowser.open(path.resolve().as_uri())
