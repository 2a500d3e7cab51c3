"""Probability by date."""

from collections.abc import Sequence
from datetime import date
from typing import Unpack

import numpy as np

from netback.views.charts.frame import AXIS, GRID, INK2, PAPER, _chart, _check_share, _empty, _time_axis
from netback.views.svg import (
    About,
    Box,
    Chart,
    Frame,
    Scale,
    _fmt_date,
    _fmt_percent,
    fit,
    line_path,
    num,
    spread,
    text_box,
    var,
    wrap,
)

__all__ = ["probability_curve"]


def probability_curve(
    dates: Sequence[date],
    *,
    pooled: Sequence[float],
    inside: Sequence[float] | None = None,
    outside: Sequence[float] | None = None,
    low: Sequence[float] | None = None,
    high: Sequence[float] | None = None,
    today: date | None = None,
    horizons: Sequence[date] = (),
    event: str = "resumed",
    marks: Sequence[tuple[date, str]] = (),
    **about: Unpack[About],
) -> Chart:
    """Probability that the event has happened by each date.

    Parameters
    ----------
    dates : sequence of date
        Ascending.
    pooled, inside, outside : sequence of float
        Cumulative probability at each date, 0..1: the pooled view, the model's and the reference class's.
    low, high : sequence of float
        80 % band of the pooled curve.
    today : date
        Marked; `as_of` when absent.
    horizons : sequence of date
        Dates at which the pooled value is printed.
    event : str
        Past participle for the words of the chart.
    marks : sequence of (date, str)
        Scheduled dates to name on the axis, such as an election.
    **about
        See `About`.

    Returns
    -------
    Chart
        Table: date, inside, outside, pooled, low, high.
    """
    for name, values in (
        ("inside", inside),
        ("outside", outside),
        ("pooled", pooled),
        ("low", low),
        ("high", high),
    ):
        if values is not None:
            if len(values) != len(dates):
                raise ValueError(f"{name} has {len(values)} values for {len(dates)} dates")
            _check_share(name, values)
    end = f" by {_fmt_date(dates[-1])}" if dates else ""
    title = f"{event.capitalize()}{end}: {_fmt_percent(pooled[-1])}" if dates else f"No forecast of “{event}”"
    frame = Frame("curve", title, f"Probability that exports have {event} by each date, %", about)
    header = ("date", "inside", "outside", "pooled", "low", "high")
    columns = [dates, inside, outside, pooled, low, high]
    rows = [tuple(None if c is None else c[k] for c in columns) for k in range(len(dates))]
    if not dates:
        return _chart(frame, _empty(frame, "No dates to draw."), "Empty chart.", "probability", header, rows)
    now = today or about["as_of"]
    c = frame.canvas
    gutter = 100 if frame.narrow else 190
    first, last = min(dates[0], now), dates[-1]
    top, bottom = frame.y + 22, frame.y + (270 if frame.narrow else 390)
    x = Scale(first.toordinal(), last.toordinal(), frame.left + 42, frame.right - gutter)
    y = Scale(0, 1, bottom, top)
    for level in (0.0, 0.25, 0.5, 0.75, 1.0):
        c.line(x.start, y(level), x.end, y(level), GRID if level else AXIS)
        c.text(x.start - 6, y(level) + 4, _fmt_percent(level), fill=INK2, anchor="end")
    axis_bottom = _time_axis(frame, x, first, last, bottom)
    at = [x(d.toordinal()) for d in dates]
    if low is not None and high is not None:
        ring = [*zip(at, map(y, high), strict=True), *reversed(list(zip(at, map(y, low), strict=True)))]
        c.path(line_path(ring, close=True), fill=var("band"), opacity=0.75)
    now_x = x(now.toordinal())
    if first <= now <= last:
        c.line(now_x, top - 6, now_x, bottom, var("accent"), stroke_width=1.4)
        at_end = now_x > (x.start + x.end) / 2
        c.text(
            now_x + (-5 if at_end else 5),
            top - 8,
            f"Today, {_fmt_date(now)}",
            fill=var("accent"),
            anchor="end" if at_end else "start",
        )
    curves = [
        ("outside", "Past stoppages", outside, 2.0),
        ("inside", "Model", inside, 2.0),
        ("pooled", "Pooled", pooled, 3.2),
    ]
    for name, _, values, width in curves:
        if values is not None:
            points = list(zip(at, map(y, values), strict=True))
            c.path(
                line_path(points),
                stroke=var(name),
                stroke_width=width,
                stroke_linejoin="round",
                stroke_linecap="round",
            )
    _schedule(frame, marks, x, top, bottom, first, last)
    _horizon_marks(frame, dates, pooled, horizons, x, y, [c for c in (inside, outside) if c is not None])
    _curve_ends(frame, curves, y, x.end, pooled[-1])
    legend_note = "Shaded: 80% band of the pooled curve." if low is not None else ""
    if legend_note:
        c.text(x.start, axis_bottom + 16, legend_note, fill=INK2)
        axis_bottom += 20
    desc = f"Pooled probability {_fmt_percent(pooled[0])} on {_fmt_date(dates[0])}, {_fmt_percent(pooled[-1])} on {_fmt_date(last)}; not by then {_fmt_percent(1 - pooled[-1])}."
    return _chart(frame, axis_bottom, desc, "probability", header, rows)


def _horizon_marks(
    frame: Frame,
    dates: Sequence[date],
    pooled: Sequence[float],
    horizons: Sequence[date],
    x: Scale,
    y: Scale,
    others: Sequence[Sequence[float]],
) -> None:
    """Dots with values on the pooled curve, clear of the other curves where possible, and their dates below."""
    c, size = frame.canvas, frame.base + 2
    ordinals = [d.toordinal() for d in dates]
    taken = [box for box, _ in c.texts]
    below: list[tuple[float, str, str]] = []

    def crossed(box: Box) -> int:
        spots = np.linspace(box.x0, box.x1, 7)
        days = x.low + (spots - x.start) / (x.end - x.start) * (x.high - x.low)
        heights = [np.interp(days, ordinals, curve) for curve in (*others, pooled)]
        return sum(
            int(((y(1) - y(0)) * h + y(0) > box.y0).any() and ((y(1) - y(0)) * h + y(0) < box.y1).any())
            for h in heights
        )

    for day in sorted(set(horizons)):
        if not dates[0] <= day <= dates[-1]:
            continue
        value = float(np.interp(day.toordinal(), ordinals, pooled))
        px, py = x(day.toordinal()), y(value)
        c.line(px, py, px, y.start, var("pooled"), stroke_width=1, stroke_dasharray="1 3")
        c.circle(
            px,
            py,
            4.5,
            var("pooled"),
            stroke=PAPER,
            stroke_width=1.5,
            tip=f"{_fmt_date(day)}: {_fmt_percent(value)}",
        )
        label, options = _fmt_percent(value), []
        for rank, (dx, dy, anchor) in enumerate(
            ((-7, -9, "end"), (8, size + 6, "start"), (-2, -22, "end"), (8, size + 18, "start"))
        ):
            box = text_box(px + dx, py + dy, label, size, anchor, True)
            if (
                box.x0 > x.start
                and box.x1 < x.end + 4
                and box.y1 < y.start
                and not any(box.meets(b, 2) for b in taken)
            ):
                options.append((crossed(box), rank, dx, dy, anchor))
        if options:
            _, _, dx, dy, anchor = min(options)
            taken.append(c.text(px + dx, py + dy, label, size=size, anchor=anchor, bold=True, halo=PAPER))
        words = f"by {_fmt_date(day)}"
        for dx, anchor in ((-5, "end"), (5, "start")):
            box = text_box(px + dx, y.start - 7, words, 12, anchor)
            if (
                box.x0 > x.start + 4
                and box.x1 < x.end
                and not any(box.meets(b, 3) for b in taken)
                and not crossed(box)
            ):
                below.append((px + dx, words, anchor))
                taken.append(box)
                break
    if len(below) == len({d for d in horizons if dates[0] <= d <= dates[-1]}):
        for px, words, anchor in below:
            c.text(px, y.start - 7, words, size=12, anchor=anchor, fill=INK2, halo=PAPER)


def _schedule(
    frame: Frame,
    marks: Sequence[tuple[date, str]],
    x: Scale,
    top: float,
    bottom: float,
    first: date,
    last: date,
) -> None:
    """Named dates as dashed lines, their words at the top where free."""
    taken = [box for box, _ in frame.canvas.texts]
    for day, words in sorted(marks):
        if not first <= day <= last:
            continue
        px = x(day.toordinal())
        frame.canvas.line(px, top, px, bottom, AXIS, stroke_dasharray="4 3")
        words = fit(words, 130, frame.small)
        for level in range(6):
            y = top + 12 + level * (frame.small + 4)
            for dx, anchor in ((4, "start"), (-4, "end")):
                box = text_box(px + dx, y, words, frame.small, anchor)
                if box.x0 >= x.start and box.x1 <= x.end and not any(box.meets(b, 2) for b in taken):
                    taken.append(frame.canvas.text(px + dx, y, words, fill=INK2, anchor=anchor, halo=PAPER))
                    break
            else:
                continue
            break


def _curve_ends(
    frame: Frame,
    curves: Sequence[tuple[str, str, Sequence[float] | None, float]],
    y: Scale,
    edge: float,
    final: float,
) -> None:
    """Names and last values of the curves, and the bracket of what remains, right of the plot."""
    c, size = frame.canvas, frame.base
    c.path(f"M{num(edge + 5)},{num(y(1))}h5V{num(y(final) - 4)}h-5", stroke=INK2, stroke_width=1.2)
    rest = f"{_fmt_percent(1 - final)} not by then"
    room = frame.right - edge - 18
    rest_lines = wrap(rest, room, size)
    ends = [v[-1] for _, _, v, _ in curves if v is not None]
    above = max(ends) if max(ends) < 0.9 else final
    entries: list[tuple[float, list[str], str, bool]] = [(y((1 + above) / 2), rest_lines, "ink-2", False)]
    for name, words, values, _ in curves:
        if values is not None:
            entries.append(
                (
                    y(values[-1]),
                    wrap(f"{words} {_fmt_percent(values[-1])}", room, size, name == "pooled"),
                    name,
                    name == "pooled",
                )
            )
    lead = size * 1.15
    places = spread([e[0] for e in entries], [len(e[1]) * lead + 4 for e in entries], y.end - 8, y.start + 8)
    for (target, lines, colour, bold), middle in zip(entries, places, strict=True):
        if colour != "ink-2" and abs(middle - target) > 5:
            c.path(
                f"M{num(edge + 1)},{num(target)}L{num(edge + 15)},{num(middle)}",
                stroke=var(colour),
                stroke_width=1,
            )
        c.lines(
            edge + 17,
            middle - (len(lines) - 1) * lead / 2 + 0.35 * size,
            lines,
            lead,
            size=size,
            fill=var(colour),
            bold=bold,
        )
