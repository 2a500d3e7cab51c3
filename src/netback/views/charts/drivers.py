"""The drivers: one small path each."""

import math
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NotRequired, TypedDict, Unpack

from netback.views.charts.frame import GRID, INK2, PAPER, _chart, _check_finite, _empty, _time_axis
from netback.views.svg import (
    About,
    Cell,
    Chart,
    Format,
    Frame,
    Point,
    Scale,
    _fmt,
    fit,
    line_path,
    text_width,
    ticks,
    var,
    wrap,
)

__all__ = ["Driver", "driver_strip"]


class Driver(TypedDict):
    """The observed path of one driver."""

    name: str
    months: Sequence[date]
    values: Sequence[float | None]
    """Numbers, or places in `levels`; None where not observed."""
    levels: NotRequired[Sequence[str]]
    """Names of the levels, lowest first; drawn as steps. A line when absent."""
    unit: NotRequired[str]


def driver_strip(drivers: Sequence[Driver], *, fmt: Format = _fmt, **about: Unpack[About]) -> Chart:
    """Observed paths of the drivers on one time axis, one row each.

    Parameters
    ----------
    drivers : sequence of dict
        See `Driver`.
    fmt : callable
        Writes values of drivers without levels.
    **about
        See `About`.

    Returns
    -------
    Chart
        Table: driver, month, value, level.
    """
    frame = Frame(
        "drivers",
        f"{len(drivers)} outside conditions, month by month" if drivers else "No drivers",
        "Observed level of each driver; gaps are months without an observation",
        about,
    )
    header = ("driver", "month", "value", "level")
    rows: list[tuple[Cell, ...]] = []
    for d in drivers:
        if len(d["months"]) != len(d["values"]):
            raise ValueError(f"driver {d['name']}: {len(d['values'])} values for {len(d['months'])} months")
        _check_finite(f"driver {d['name']}", d["values"])
        names = d.get("levels")
        for month, value in zip(d["months"], d["values"], strict=True):
            rows.append((d["name"], month, value, names[int(value)] if names and value is not None else None))
    months = [m for d in drivers for m in d["months"]]
    if not months:
        return _chart(frame, _empty(frame, "No observations."), "Empty chart.", "level", header, rows)
    side = 84.0 if frame.narrow else 250.0
    x = Scale(
        min(months).toordinal(),
        _next_month(max(months)).toordinal(),
        frame.left + side,
        frame.right - _end_room(frame, drivers, fmt),
    )
    y = frame.y
    for k, d in enumerate(drivers):
        y = _driver_row(frame, d, x, y, var(f"party-{k % 6 + 1}"), fmt)
    bottom = _time_axis(frame, x, min(months), max(months), y + 4)
    desc = "; ".join(d["name"] for d in drivers)
    return _chart(frame, bottom, desc, "level", header, rows)


def _end_room(frame: Frame, drivers: Sequence[Driver], fmt: Format) -> float:
    words = [
        w for d in drivers for w in (d.get("levels") or [fmt(v) for v in d["values"] if v is not None][-1:])
    ]
    return min(110.0, max((text_width(w, frame.small, True) for w in words), default=0.0) + 16)


def _driver_row(frame: Frame, d: Driver, x: Scale, y: float, colour: str, fmt: Format) -> float:
    """One driver's strip below y; returns its bottom."""
    c, levels = frame.canvas, d.get("levels")
    height = max(30.0, 18.0 * (len(levels) - 1)) if levels else 56.0
    title = d["name"] + (f", {d['unit']}" if d.get("unit") else "")
    if frame.narrow:
        c.text(frame.left, y + 18, fit(title, frame.inner, frame.base, True), size=frame.base, bold=True)
        top = y + 34
    else:
        top = y + 16
        lines = wrap(title, 140, frame.base, True, lines=3)
        c.lines(
            frame.left, top + height / 2 + 5 - (len(lines) - 1) * 8, lines, 16, size=frame.base, bold=True
        )
    seen = [v for v in d["values"] if v is not None]
    low, high = (
        (0.0, float(len(levels) - 1))
        if levels
        else _round_range(min(seen, default=0.0), max(seen, default=1.0))
    )
    scale = Scale(low, high, top + height, top)
    marks = (
        [(float(i), name) for i, name in enumerate(levels)]
        if levels
        else [(v, fmt(v)) for v in sorted({low, high})]
    )
    for value, words in marks:
        c.line(x.start, scale(value), x.end, scale(value), GRID)
        c.text(
            x.start - 6,
            scale(value) + 4,
            fit(words, 78 if frame.narrow else 96, frame.small),
            fill=INK2,
            anchor="end",
        )
    for points in _runs(d, x, scale, bool(levels)):
        c.path(line_path(points), stroke=colour, stroke_width=2.6 if levels else 2, stroke_linejoin="round")
    if seen:
        final = max(i for i, v in enumerate(d["values"]) if v is not None)
        day = _next_month(d["months"][final]) if levels else d["months"][final] + timedelta(days=15)
        px, py = x(day.toordinal()), scale(seen[-1])
        c.circle(px, py, 3.5, colour)
        c.text(
            px + 8,
            py + 4.5,
            fit(levels[int(seen[-1])] if levels else fmt(seen[-1]), 94, frame.small, True),
            bold=True,
            fill=colour,
            halo=PAPER,
        )
    return top + height + 14


def _round_range(low: float, high: float) -> tuple[float, float]:
    """The range widened to the next round numbers."""
    marks = ticks(low, high, 3)
    step = marks[1] - marks[0] if len(marks) > 1 else max(abs(low), 1.0)
    return math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _runs(d: Driver, x: Scale, y: Scale, steps: bool) -> list[list[Point]]:
    """Unbroken stretches of a driver's path: flat months joined by risers, or points mid-month."""
    runs: list[list[Point]] = [[]]
    for month, value in zip(d["months"], d["values"], strict=True):
        if value is None:
            runs.append([])
        elif steps:
            runs[-1] += [(x(month.toordinal()), y(value)), (x(_next_month(month).toordinal()), y(value))]
        else:
            runs[-1].append((x(month.toordinal() + 15), y(value)))
    return [run if len(run) > 1 else [*run, (run[0][0] + 1, run[0][1])] for run in runs if run]
