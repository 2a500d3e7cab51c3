"""Views of forecasts and of scenarios beside each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from netback.views.commands.common import Block, case_lines, party_name
from netback.views.tables import (
    MISSING,
    Table,
    between,
    clean,
    count,
    date,
    days,
    kbd,
    listed,
    musd,
    number,
    percent,
    points,
    shown_in,
    signed,
    unit_suffix,
    usd_bbl,
)

if TYPE_CHECKING:
    from netback.case import Case
    from netback.case.drivers import Observed
    from netback.forecast import Forecast
    from netback.forecast.compare import Comparison
    from netback.forecast.simulate import Sensitivity

__all__ = [
    "compare_blocks",
    "drivers_table",
    "forecast_blocks",
    "headline",
    "input_form",
    "sensitivity_table",
]


def headline(f: Forecast) -> str:
    """The answer in one sentence."""
    year = min(12, len(f.dates) - 1)
    resumed = f"exports resume by {date(f.dates[year])}"
    band = between(float(f.low[year]), float(f.high[year]), percent)
    return (
        f"As of {date(f.as_of)}, {percent(f.p_by(year))} that {resumed} ({band} over the draws): the game says "
        f"{percent(float(f.inside[year]))}, past stoppages say {percent(float(f.outside[year]))}."
    )


def forecast_blocks(f: Forecast) -> Iterator[Block]:
    """A forecast for a person."""
    case = f.case
    yield from case_lines(case, "forecast")
    yield headline(f)
    yield (
        f"{case.file.episodes[f.episode].title}: {days(f.elapsed_days)} so far. "
        + (f"Resumed means: {case.file.resolution.criterion}" if case.file.resolution else "")
    )
    yield _curve_table(f)
    yield (
        f"Median date: {date(f.median_date) if f.median_date else 'beyond the horizon'}. "
        f"{count(f.draws, 'draw')}, seed {f.seed}; effective sample size {number(f.effective_sample_size)}; Monte Carlo "
        f"error a year ahead {percent(f.monte_carlo_error, 1)}. Weight of the inside view {percent(case.number('pool.weight'))}."
    )
    yield from (f"Note: {notice}." for notice in f.notices)
    yield _terms_table(f)
    yield _tracked_table(f, "flows", "Expected flows, kb/d")
    yield _tracked_table(f, "money", "Expected money, m USD a month")
    yield _gains_table(f)
    yield drivers_table(case, f.drivers)
    yield "\n".join(driver_lines(f.drivers))
    yield base_line(f)
    yield sensitivity_table(f)
    yield f"{count(len(f.assumptions), 'assumption')}: values that cite nobody. netback check {case.name} lists them."


def _curve_table(f: Forecast) -> Table:
    last = len(f.dates) - 1
    wanted = sorted({k for k in (0, 1, 2, 3, 6, 9, 12, 18, 24, 30, 36, 48, 60) if k <= last} | {last})
    rows = [
        (date(f.dates[k]), percent(float(f.inside[k])), percent(float(f.outside[k])), percent(float(f.pooled[k])),
         between(float(f.low[k]), float(f.high[k]), percent))
        for k in wanted
    ]  # fmt: skip
    return Table.of("P(resumed by the date)", "by|>inside|>outside|>pooled|>pooled, 8 in 10 draws", rows)


def _terms_table(f: Forecast) -> Table:
    rows = []
    for t in f.expected_terms().values():
        form = shown_in(t["unit"])
        label = f"{t['name']},{unit_suffix(t['unit'])}".rstrip(",")
        legal = between(t["legal"][0], t["legal"][1], form)
        rows.append((label, form(t["mean"]), between(t["low"], t["high"], form), legal))
    return Table.of("Terms if it is settled now", "term|>mean|>8 in 10 draws|>legal range", rows)


def _tracked_table(f: Forecast, kind: str, title: str) -> Table:
    form = kbd if kind == "flows" else musd
    rows = []
    dates: list[str] = []
    for name, t in f.tracked(kind).items():
        dates = list(t["expected"])[1:5]
        label = party_name(f.case, name) if kind == "money" else name.removesuffix(" kb/d")
        rows.append((label, form(t["standstill"]), form(t["deal"]), *(form(t["expected"][d]) for d in dates)))
    heads = "|".join(f">{d[:7]}" for d in dates)
    return Table.of(title, "of|>standstill|>deal" + (f"|{heads}" if dates else ""), rows)


def _gains_table(f: Forecast) -> Table:
    rows = [
        (
            party_name(f.case, p),
            signed(g["mean"], musd),
            between(g["low"], g["high"], musd),
            percent(g["p_loses"]),
        )
        for p, g in f.gains().items()
    ]
    return Table.of(
        "Monthly gain of today's draft deal by veto holder, m USD",
        "party|>mean|>8 in 10 draws|>share of draws it loses",
        rows,
    )


def drivers_table(case: Case, drivers: tuple[Observed, ...]) -> Table:
    """Where each outside condition stands, and by what it is seen."""
    rows = []
    for o in drivers:
        spec = case.file.drivers[o.driver]
        level = o.level.replace("_", " ") if o.level else f"{usd_bbl(o.price)} USD/bbl"
        if np.isfinite(o.score):
            level += f" (score {number(o.score, 1)})"
        if (case.held or {}).get(o.driver):
            level += ", held by the scenario"
        rows.append((spec.name, level, "yes" if o.fresh else "carried on"))
    return Table.of("Outside conditions now", "driver|level|seen this month", rows)


def driver_lines(drivers: tuple[Observed, ...]) -> Iterator[str]:
    """What each outside condition was read from."""
    for o in drivers:
        if o.statements:
            yield f"  {o.driver} by {listed([f'[{s}]' for s in o.statements], 3)}"
        else:
            yield f"  {o.driver} by {'its level at the start' if o.level else 'its series'}"


def base_line(f: Forecast) -> str:
    """One line on the outside view."""
    cls = f.reference_class
    if f.base is None:
        return f"Past stoppages: {cls.title}: too few for a rate."
    b = f.base
    counted = [
        f"of {c.n_countable} that lasted as long, {c.n_ended} ended within {c.window_months} months"
        for c in b.counted
        if c.n_countable
    ]
    return (
        f"Past stoppages: {cls.title}: {count(b.n, 'row')}, {b.n_events} ended, {b.n_at_risk} lasted longer than this one "
        f"so far ({b.model} fit). " + "; ".join(counted) + ("." if counted else "")
    )


def input_form(case: Case, name: str) -> Callable[[float | None], str]:
    """How a number of a slot is shown: in its value's unit."""
    value = case.values.get(name.partition("@")[0])
    if value is None:
        return lambda x: number(x, 2)
    written = value.entries[0].unit if value.entries and value.unit == "1" else ""
    return shown_in(value.unit, written=written, bare=False)


def _bounds(case: Case, s: Sensitivity) -> str:
    return between(s.low, s.high, input_form(case, s.path))


def sensitivity_table(f: Forecast, most: int = 10) -> Table:
    """Inputs that go with the largest difference of the inside view."""
    year = min(12, len(f.dates) - 1)
    rows = [
        (s.path, _bounds(f.case, s), percent(s.p_low),
         percent(s.p_high), points(s.p_high - s.p_low))
        for s in f.sensitivities(most)
    ]  # fmt: skip
    return Table.of(
        f"What moves the inside view by {date(f.dates[year])}",
        "input|>bounds|>lower half|>upper half|>points",
        rows,
        "P(resumed) among the draws in the lower and in the upper half of the input.",
    )


def compare_blocks(c: Comparison) -> Iterator[Block]:
    """Scenarios beside the case as it stands."""
    base = c.forecasts["base"]
    case = base.case
    yield from case_lines(case, "scenarios on the same draws")
    yield (
        f"{count(base.draws, 'draw')}, seed {base.seed}; effective sample size {number(base.effective_sample_size)}. "
        "Differences are paired: their error is that of the difference, not of the two numbers."
    )
    horizons = [d.months for d in next(iter(c.differences.values()))]
    heads = "|".join(f">{date(base.dates[k])}" for k in horizons)
    rows = [(_title(case, n), *(percent(float(c.forecasts[n].pooled[k])) for k in horizons)) for n in c.names]
    yield Table.of("P(resumed by the date), pooled", f"scenario|{heads}", rows)
    for view, title in (("inside", "inside view"), ("pooled", "pooled")):
        rows = []
        for n in c.names[1:]:
            rows.append((_title(case, n), *(_paired(d, view) for d in c.differences[n])))
        yield Table.of(f"Change from the base, percentage points, {title}", f"scenario|{heads}", rows)
    parties = list(c.gains["base"])
    heads = "|".join(f">{party_name(case, p)}" for p in parties)
    rows = [("base", *(signed(c.gains["base"][p], musd) for p in parties))]
    for n in c.names[1:]:
        change = [signed(c.gains[n][p] - c.gains["base"][p], musd) for p in parties]
        rows.append((f"{_title(case, n)}: change", *change))
    yield Table.of("Mean monthly gain of the draft deal, m USD", f"scenario|{heads}", rows)
    yield from (f"Note: {notice}." for notice in base.notices)


def _paired(d: Any, view: str) -> str:
    error = getattr(d, f"{view}_error")
    return f"{points(getattr(d, view))} ± {number(100 * error, 1)}" if np.isfinite(error) else MISSING


def _title(case: Case, name: str) -> str:
    return "base" if name == "base" else clean(case.file.scenarios[name].title)
