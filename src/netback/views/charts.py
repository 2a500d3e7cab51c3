"""The charts of netback, drawn as SVG from plain data.

Every function takes lists, dicts, floats and dates, and returns a `Chart`: the drawing and, as its table
twin, the same numbers. Keyword arguments common to all are listed in `About`. Probabilities and shares are
0..1, flows kb/d, money USD million; colours are the variables of `theme`.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from itertools import pairwise
from typing import Literal, NotRequired, TypedDict, Unpack

import numpy as np

from netback.views import geo
from netback.views.svg import (
    About,
    Box,
    Canvas,
    Cell,
    Chart,
    Format,
    Frame,
    Point,
    Scale,
    Swatch,
    _fmt,
    _fmt_date,
    _fmt_percent,
    _fmt_signed,
    both,
    fit,
    line_path,
    month_ticks,
    num,
    percents,
    spread,
    text_box,
    text_width,
    ticks,
    var,
    wrap,
)

__all__ = [
    "About",
    "Chart",
    "bargaining_frontier",
    "bargaining_zone",
    "both",
    "date_bins",
    "driver_strip",
    "probability_curve",
    "route_map",
    "sankey",
    "sankey_order",
    "timeline",
    "tornado",
    "who_earns",
]

Rows = tuple[tuple[Cell, ...], ...]
INK, INK2, GRID, AXIS, PAPER = (var(n) for n in ("ink", "ink-2", "grid", "axis", "paper"))


def _chart(
    frame: Frame, bottom: float, desc: str, unit: str, header: Sequence[str], rows: Sequence[Sequence[Cell]]
) -> Chart:
    return Chart(
        svg=frame.finish(bottom, desc),
        title=frame.title,
        unit=unit,
        source=frame.about["source"],
        as_of=frame.about["as_of"],
        table=(tuple(header), tuple(tuple(row) for row in rows)),
    )


def _check_share(name: str, values: Sequence[float]) -> None:
    for value in values:
        if not 0 <= value <= 1:
            raise ValueError(f"{name}: {value} is not a probability; write it as a share, 0..1")


def _check_finite(name: str, values: Sequence[float | None]) -> None:
    for value in values:
        if value is not None and not math.isfinite(value):
            raise ValueError(f"{name}: {value} is not a number; leave out what is not known")


def _empty(frame: Frame, words: str) -> float:
    """Say in the plot's place that there is nothing to draw; returns its bottom."""
    frame.canvas.text(frame.left, frame.y + 30, words, fill=INK2, italic=True)
    return frame.y + 50


def _time_axis(
    frame: Frame, scale: Scale, first: date, last: date, y: float, top: float | None = None
) -> float:
    """Month marks below y, with faint lines up to `top`; returns the bottom of the labels."""
    room = 40 if frame.narrow else 64
    for day, label, year in month_ticks(first, last, max(2.0, abs(scale.end - scale.start) / room)):
        x = scale(day.toordinal())
        if top is not None:
            frame.canvas.line(x, top, x, y, GRID)
        frame.canvas.line(x, y, x, y + 4, AXIS)
        half = text_width(label, frame.small) / 2
        x_text = min(max(x, frame.left + half), frame.right - half)
        frame.canvas.text(x_text, y + 5 + frame.small, label, fill=INK2, anchor="middle")
        if year:
            frame.canvas.text(x_text, y + 5 + 2.15 * frame.small, year, fill=INK2, anchor="middle", bold=True)
    frame.canvas.line(scale.start, y, scale.end, y, AXIS)
    return y + 5 + 2.3 * frame.small


# --- 1 probability by date -----------------------------------------------------------------------


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


# --- 2 probability by quarter --------------------------------------------------------------------


def date_bins(
    labels: Sequence[str],
    probabilities: Sequence[float],
    not_by_horizon: float,
    *,
    event: str = "resume",
    **about: Unpack[About],
) -> Chart:
    """Probability of each period, and of none of them.

    Parameters
    ----------
    labels : sequence of str
        Periods in order, such as "Q4 2025".
    probabilities : sequence of float
        One per period, 0..1.
    not_by_horizon : float
        What remains. All together must be 1, within 1e-6.
    event : str
        Verb for the words of the chart.
    **about
        See `About`.

    Returns
    -------
    Chart
        Table: period, probability, cumulative. Printed percentages add up to 100.
    """
    shares = [*probabilities, not_by_horizon]
    _check_share("probabilities", shares)
    if len(labels) != len(probabilities) or abs(sum(shares) - 1) > 1e-6:
        raise ValueError(
            f"{len(labels)} labels, {len(probabilities)} probabilities, sum with the remainder {sum(shares)}; it must be 1"
        )
    names = [*labels, "Not by then" if labels else "Not in sight"]
    likely = max(range(len(shares)), key=lambda k: shares[k])
    title = f"Most likely: {'not within the horizon' if likely == len(labels) else names[likely]} ({_fmt_percent(shares[likely])})"
    frame = Frame(
        "bins", title, f"When exports {event}: probability of each period, %; all bars add up to 100", about
    )
    c = frame.canvas
    printed = [f"{p}%" if p or s == 0 else "<1%" for p, s in zip(percents(shares), shares, strict=True)]
    colours = [var("deal")] * len(labels) + [var("unaccounted")]
    peak = max(shares)
    if frame.narrow or len(shares) > 12:
        label_room = min(120.0, max(text_width(n, frame.small) for n in names) + 10)
        x = Scale(0, peak, frame.left + label_room, frame.right - 44)
        step = 28 if frame.narrow else 24
        y = frame.y + 6
        for k, (name, share, words) in enumerate(zip(names, shares, printed, strict=True)):
            if k == len(labels):
                y += 10
            c.text(x.start - 8, y + 15, fit(name, label_room - 8, frame.small), anchor="end")
            c.rect(x.start, y + 2, max(x(share) - x.start, 0.8), step - 8, colours[k])
            c.text(x(share) + 6, y + 15, words, bold=True)
            y += step
        c.line(x.start, frame.y, x.start, y, AXIS)
        bottom = y
    else:
        top, bottom = frame.y + 26, frame.y + 300
        h = Scale(0, peak, bottom, top)
        slot = (frame.inner - 24) / len(shares)
        bar = min(slot * 0.72, 110)
        for k, (name, share, words) in enumerate(zip(names, shares, printed, strict=True)):
            middle = frame.left + slot * (k + 0.5) + (24 if k == len(labels) else 0)
            c.rect(
                middle - bar / 2,
                h(share),
                bar,
                max(bottom - h(share), 0.8),
                colours[k],
                tip=f"{name}: {words}",
            )
            c.text(middle, h(share) - 7, words, size=frame.base + 2, anchor="middle", bold=True)
            c.lines(
                middle,
                bottom + 18,
                wrap(name, slot - 4, frame.small, lines=2),
                15,
                anchor="middle",
                fill=INK2,
            )
        c.line(frame.left, bottom, frame.right, bottom, AXIS)
        bottom += 36
    total, rows = 0.0, []
    for name, share in zip(labels, probabilities, strict=True):
        total += share
        rows.append((name, share, total))
    rows.append((names[-1], not_by_horizon, total + not_by_horizon))
    desc = "; ".join(f"{n} {p}" for n, p in zip(names, printed, strict=True))
    return _chart(frame, bottom, desc, "probability", ("period", "probability", "cumulative"), rows)


# --- 3 barrels from fields to markets ------------------------------------------------------------


class SankeyNode(TypedDict):
    """A place that barrels leave, pass or reach."""

    id: str
    name: str
    layer: NotRequired[int]
    """Column from the left, 0 first; found from the links when absent."""
    value: NotRequired[float]
    """Known throughput; what the links do not explain goes to "unaccounted"."""
    colour: NotRequired[str]
    """Variable name, such as "party-2"."""


class SankeyLink(TypedDict):
    """A flow between two nodes."""

    source: str
    target: str
    value: float
    """kb/d, or the chart's unit. Never negative; zero is listed and not drawn."""
    kind: NotRequired[str]
    """Outlet kind: "pipeline", "truck", "ship", "local" or "other"."""


KIND_NAMES: Mapping[str, str] = {
    "pipeline": "Pipeline",
    "truck": "Truck",
    "ship": "Ship",
    "local": "Local use",
    "other": "Other",
    "unaccounted": "Unaccounted",
}
_RESIDUAL = "unaccounted:"


@dataclass
class _Slot:
    """A node, or the place where a long link passes a column."""

    id: str
    layer: int
    value: float
    real: bool = True
    y: float = 0.0
    into: list[int] = field(default_factory=list)
    out: list[int] = field(default_factory=list)


@dataclass
class _Ribbon:
    """One step of a link from a column to the next."""

    a: str
    b: str
    value: float
    link: int
    y_a: float = 0.0
    y_b: float = 0.0


@dataclass
class _SankeyPlan:
    slots: dict[str, _Slot]
    columns: list[list[str]]
    ribbons: list[_Ribbon]


def sankey(
    nodes: Sequence[SankeyNode],
    links: Sequence[SankeyLink],
    *,
    unit: str = "kb/d",
    order: Sequence[str] = (),
    alongside: Sequence[SankeyLink] = (),
    fmt: Format = _fmt,
    kinds: Mapping[str, str] = KIND_NAMES,
    **about: Unpack[About],
) -> Chart:
    """Flows from left to right through columns of nodes; width is volume.

    Where a node's links do not add up, the difference is drawn in grey to or from "Unaccounted".

    Parameters
    ----------
    nodes, links : sequence of dict
        See `SankeyNode` and `SankeyLink`. Links must not form a cycle.
    unit : str
        Unit of the values.
    order : sequence of str
        Node ids from top to bottom, to keep two diagrams alike (see `sankey_order`). Nodes not named follow.
    alongside : sequence of dict
        Links of a world to compare with: both diagrams get the same columns, order, height and scale
        when each is drawn with the other's links here.
    fmt : callable
        Writes the values.
    kinds : mapping
        Legend words by outlet kind.
    **about
        See `About`.

    Returns
    -------
    Chart
        Table: from, to, kind, value, and the unaccounted differences.
    """
    if alongside:
        nodes, order = _common_places(nodes, [*links, *alongside], order)
    closed = _with_residuals(nodes, links)
    names = {n["id"]: n["name"] for n in closed[0]}
    plan = _sankey_plan(*closed, order)
    into = {k["target"] for k in closed[1]}
    shown = sum(k["value"] for k in closed[1] if k["source"] not in into)
    lost = sum(k["value"] for k in closed[1] if k.get("kind") == "unaccounted")
    title = f"{fmt(shown)} {unit} from source to market" + (f", {fmt(lost)} unaccounted" if lost else "")
    frame = Frame("sankey", title, f"Flows, {unit}; width of a band is its volume", about)
    header, rows = (
        ("from", "to", "kind", f"value ({unit})"),
        [(names[k["source"]], names[k["target"]], k.get("kind", "other"), k["value"]) for k in closed[1]],
    )
    if not plan.columns:
        return _chart(frame, _empty(frame, "No flows to draw."), "Empty chart.", unit, header, rows)
    used = [
        k for k in kinds if any(link.get("kind", "other") == k and link["value"] > 0 for link in closed[1])
    ]
    frame.legend([("bar", _kind_colour(k), kinds[k]) for k in used])
    others = _sankey_plan(*_with_residuals(nodes, alongside), order) if alongside else None
    bottom = _draw_sankey(frame, plan, others, *closed, fmt)
    desc = f"{len(names)} nodes, {len(rows)} flows. " + "; ".join(
        f"{a} to {b} {fmt(v)} {unit}" for a, b, _, v in rows[:20]
    )
    return _chart(frame, bottom, desc, unit, header, rows)


def _common_places(
    nodes: Sequence[SankeyNode], links: Sequence[SankeyLink], order: Sequence[str]
) -> tuple[list[SankeyNode], list[str]]:
    """Nodes with their columns, and an order, that serve all of the links."""
    links = sorted(links, key=lambda k: (k["source"], k["target"], k.get("kind", ""), k["value"]))
    layer = _layers(nodes, links)
    fixed: list[SankeyNode] = [{**n, "layer": layer[n["id"]]} for n in nodes]
    found = [k for k in sankey_order(fixed, links) if not k.startswith(_RESIDUAL)]
    return fixed, [*order, *(k for k in found if k not in order)]


def sankey_order(nodes: Sequence[SankeyNode], links: Sequence[SankeyLink]) -> list[str]:
    """Node ids from top to bottom, column by column, as `sankey` would place them.

    Pass the result as `order` to draw another world, or dollars for barrels, with every node in its place.
    """
    plan = _sankey_plan(*_with_residuals(nodes, links), ())
    return [k for column in plan.columns for k in column if plan.slots[k].real]


def _kind_colour(kind: str) -> str:
    return "unaccounted" if kind == "unaccounted" else f"kind-{kind}" if kind in KIND_NAMES else "kind-other"


def _with_residuals(
    nodes: Sequence[SankeyNode], links: Sequence[SankeyLink]
) -> tuple[list[SankeyNode], list[SankeyLink]]:
    """The graph closed by grey links for what does not add up."""
    known = {n["id"] for n in nodes}
    into: dict[str, float] = defaultdict(float)
    out: dict[str, float] = defaultdict(float)
    for link in links:
        if not (math.isfinite(link["value"]) and link["value"] >= 0):
            raise ValueError(f"flow {link['source']} to {link['target']}: {link['value']} is not a volume")
        if missing := {link["source"], link["target"]} - known:
            raise ValueError(f"flow {link['source']} to {link['target']}: no node {sorted(missing)}")
        out[link["source"]] += link["value"]
        into[link["target"]] += link["value"]
    done_nodes, done_links = list(nodes), list(links)
    scale = max([*into.values(), *out.values(), 0.0])
    lost_in = lost_out = False
    for node in nodes:
        k = node["id"]
        passes = k in into and k in out
        value = node.get("value", max(into[k], out[k]))
        if (passes or "value" in node) and k in out and value - out[k] > 1e-6 * scale:
            done_links.append(
                {"source": k, "target": _RESIDUAL + "to", "value": value - out[k], "kind": "unaccounted"}
            )
            lost_out = True
        if (passes or "value" in node) and k in into and value - into[k] > 1e-6 * scale:
            done_links.append(
                {"source": _RESIDUAL + "from", "target": k, "value": value - into[k], "kind": "unaccounted"}
            )
            lost_in = True
    if lost_out:
        done_nodes.append({"id": _RESIDUAL + "to", "name": "Unaccounted", "colour": "unaccounted"})
    if lost_in:
        done_nodes.append({"id": _RESIDUAL + "from", "name": "Unaccounted origin", "colour": "unaccounted"})
    return done_nodes, done_links


def _layers(nodes: Sequence[SankeyNode], links: Sequence[SankeyLink]) -> dict[str, int]:
    """Column of each node: given, else the longest way from a source; ends go to the last column."""
    after: dict[str, list[str]] = defaultdict(list)
    waiting: Counter[str] = Counter()
    for link in links:
        after[link["source"]].append(link["target"])
        waiting[link["target"]] += 1
    layer = {n["id"]: n.get("layer", 0) for n in nodes}
    given = {n["id"] for n in nodes if "layer" in n}
    ready = [n["id"] for n in nodes if not waiting[n["id"]]]
    done = 0
    while ready:
        k = ready.pop()
        done += 1
        for other in after[k]:
            if other not in given:
                layer[other] = max(layer[other], layer[k] + 1)
            waiting[other] -= 1
            if not waiting[other]:
                ready.append(other)
    if done < len(nodes):
        stuck = sorted(k for k in layer if waiting[k] > 0)
        raise ValueError(
            f"flows go round in a circle through {', '.join(stuck)}; split a node by time or by role"
        )
    last = max(layer.values(), default=0)
    for k in layer:
        if not after[k] and k not in given and any(link["target"] == k for link in links):
            layer[k] = last
    if _RESIDUAL + "from" in layer:
        firsts = [layer[t] for t in after[_RESIDUAL + "from"]]
        layer[_RESIDUAL + "from"] = max(0, min(firsts) - 1)
    for link in links:
        if layer[link["source"]] >= layer[link["target"]]:
            raise ValueError(
                f"flow {link['source']} to {link['target']} does not go to the right: columns {layer[link['source']]} and {layer[link['target']]}"
            )
    return layer


def _sankey_plan(
    nodes: Sequence[SankeyNode], links: Sequence[SankeyLink], order: Sequence[str]
) -> _SankeyPlan:
    """Columns, with a slot wherever a long link passes, ordered for few crossings."""
    layer = _layers(nodes, links)
    flows = [(i, link) for i, link in enumerate(links) if link["value"] > 0]
    slots: dict[str, _Slot] = {}
    for node in nodes:
        k = node["id"]
        value = max(
            sum(link["value"] for _, link in flows if link["source"] == k),
            sum(link["value"] for _, link in flows if link["target"] == k),
        )
        if value > 0 or k in order:
            slots[k] = _Slot(k, layer[k], value)
    ribbons: list[_Ribbon] = []
    for i, link in flows:
        before = link["source"]
        for column in range(layer[link["source"]] + 1, layer[link["target"]]):
            k = f"{i}@{column}"
            slots[k] = _Slot(k, column, link["value"], real=False)
            ribbons.append(_Ribbon(before, k, link["value"], i))
            before = k
        ribbons.append(_Ribbon(before, link["target"], link["value"], i))
    for n, ribbon in enumerate(ribbons):
        slots[ribbon.a].out.append(n)
        slots[ribbon.b].into.append(n)
    present = sorted({s.layer for s in slots.values()})
    columns = [[k for k, s in slots.items() if s.layer == column] for column in present]
    for column, number in enumerate(present):
        for s in slots.values():
            if s.layer == number:
                s.layer = column
    plan = _SankeyPlan(slots, columns, ribbons)
    _order_columns(plan, order)
    return plan


def _crossings(plan: _SankeyPlan) -> float:
    """Volume-weighted crossings, counted as the smaller of the two flows."""
    place = {k: i for column in plan.columns for i, k in enumerate(column)}
    by_column: dict[int, list[tuple[int, int, float]]] = defaultdict(list)
    for r in plan.ribbons:
        by_column[plan.slots[r.a].layer].append((place[r.a], place[r.b], r.value))
    total = 0.0
    for steps in by_column.values():
        array = np.array(steps)
        da, db = array[:, None, 0] - array[None, :, 0], array[:, None, 1] - array[None, :, 1]
        total += float((np.minimum(array[:, None, 2], array[None, :, 2]) * (da * db < 0)).sum()) / 2
    return total


def _order_columns(plan: _SankeyPlan, order: Sequence[str]) -> None:
    """Barycentre sweeps in both directions; the order with fewest crossings stays. A given order is kept."""
    rank = {k: i for i, k in enumerate(order)}
    grey = {k for k in plan.slots if k.startswith(_RESIDUAL)}

    def settle(column: list[str], key: Mapping[str, float]) -> list[str]:
        moved = sorted(column, key=lambda k: (k in grey, key[k]))
        if rank:
            fixed = iter(sorted((k for k in moved if k in rank), key=lambda k: rank[k]))
            moved = [next(fixed) if k in rank else k for k in moved]
        return moved

    start = {
        k: float(i)
        for column in plan.columns
        for i, k in enumerate(sorted(column, key=lambda k: -plan.slots[k].value))
    }
    plan.columns = [settle(column, start) for column in plan.columns]
    best, best_count = [list(c) for c in plan.columns], _crossings(plan)
    for sweep in range(16):
        forward = sweep % 2 == 0
        indices = range(1, len(plan.columns)) if forward else range(len(plan.columns) - 2, -1, -1)
        for i in indices:
            place = {k: n + 0.5 for column in plan.columns for n, k in enumerate(column)}
            key = {}
            for n, k in enumerate(plan.columns[i]):
                steps = [plan.ribbons[r] for r in (plan.slots[k].into if forward else plan.slots[k].out)]
                weight = sum(r.value for r in steps)
                key[k] = (
                    sum(r.value * place[r.a if forward else r.b] for r in steps) / weight
                    if weight
                    else n + 0.5
                )
            plan.columns[i] = settle(plan.columns[i], key)
        count = _crossings(plan)
        if count < best_count - 1e-9:
            best, best_count = [list(c) for c in plan.columns], count
    plan.columns = best


def _draw_sankey(
    frame: Frame,
    plan: _SankeyPlan,
    others: _SankeyPlan | None,
    nodes: Sequence[SankeyNode],
    links: Sequence[SankeyLink],
    fmt: Format,
) -> float:
    c, slots = frame.canvas, plan.slots
    by_id = {n["id"]: n for n in nodes}
    bar = 9 if frame.narrow else 13
    left_gutter = 0 if frame.narrow else 150
    right_gutter = 92 if frame.narrow else 170
    count = len(plan.columns)
    x0, x1 = frame.left + left_gutter, frame.right - right_gutter - bar
    gap = (x1 - x0) / max(1, count - 1)
    xs = [x0 + i * gap for i in range(count)]
    rooms = [gap - bar - 12] * (count - 1) + [right_gutter - 8.0]
    if not frame.narrow:
        rooms[0] = left_gutter - 8.0
    lead = frame.small * 1.15

    def words(p: _SankeyPlan) -> dict[str, list[tuple[str, bool]]]:
        known = {
            _RESIDUAL + "to": "Unaccounted",
            _RESIDUAL + "from": "Unaccounted origin",
            **{k: n["name"] for k, n in by_id.items()},
        }
        return {
            k: _sankey_label(known[k], s.value, rooms[min(s.layer, count - 1)], frame, fmt)
            for k, s in p.slots.items()
            if s.real
        }

    def needs(p: _SankeyPlan) -> dict[str, float]:
        lines = words(p)
        return {k: len(lines[k]) * lead + 6 if s.real else 6.0 for k, s in p.slots.items()}

    labels, need = words(plan), needs(plan)
    sizes = [(p, needs(p)) for p in (plan, others) if p is not None]
    height = max(_sankey_size(p, n, 250.0 if frame.narrow else 400.0)[0] for p, n in sizes)
    unit = min(_sankey_size(p, n, height)[1] for p, n in sizes)
    _place_slots(plan, unit, frame.y + 8, frame.y + 8 + height, need)
    _stack_ribbons(plan, unit)
    for i, link in enumerate(links):
        steps = [r for r in plan.ribbons if r.link == i]
        if steps:
            tip = f"{by_id[link['source']]['name']} → {by_id[link['target']]['name']}: {fmt(link['value'])}"
            c.path(
                _ribbon_path(steps, slots, xs, bar, unit),
                fill=var(_kind_colour(link.get("kind", "other"))),
                fill_opacity=".5",
                tip=tip,
            )
    for i, column in enumerate(plan.columns):
        real = [k for k in column if slots[k].real]
        for k in real:
            s = slots[k]
            c.rect(
                xs[i],
                s.y,
                bar,
                max(s.value * unit, 1.2),
                var(by_id[k].get("colour", "ink")),
                tip=f"{by_id[k]['name']}: {fmt(s.value)}",
            )
        middles = _in_order(
            [slots[k].y + slots[k].value * unit / 2 for k in real],
            [len(labels[k]) * lead + 3 for k in real],
            frame.y,
            frame.y + height + 14,
        )
        at_left = i == 0 and not frame.narrow
        for k, middle in zip(real, middles, strict=True):
            x = xs[i] - 7 if at_left else xs[i] + bar + 6
            y = middle - (len(labels[k]) - 1) * lead / 2 + 0.35 * frame.small
            for line, bold in labels[k]:
                c.text(
                    x,
                    y,
                    line,
                    anchor="end" if at_left else "start",
                    bold=bold,
                    fill=None if slots[k].value else INK2,
                    halo=PAPER,
                )
                y += lead
    return frame.y + height + 16


def _sankey_size(plan: _SankeyPlan, need: Mapping[str, float], least: float) -> tuple[float, float]:
    """Height of the diagram, and px per unit such that the fullest column just fits it."""
    height = max(least, 1.15 * max((sum(need[k] for k in column) for column in plan.columns), default=0.0))
    unit = math.inf
    for column in plan.columns:
        values = [(plan.slots[k].value, need[k]) for k in column]
        low, high = 0.0, height / max(sum(v for v, _ in values), 1e-9)
        for _ in range(40):
            middle = (low + high) / 2
            if sum(max(v * middle + 6, n) for v, n in values) <= height:
                low = middle
            else:
                high = middle
        unit = min(unit, low)
    return height, unit


def _sankey_label(name: str, value: float, room: float, frame: Frame, fmt: Format) -> list[tuple[str, bool]]:
    """Name, then value in bold: (words, bold) per line."""
    lines = wrap(name, max(room, 40), frame.small, lines=3 if frame.narrow else 2)
    return [*((line, False) for line in lines), (fmt(value), True)]


def _place_slots(
    plan: _SankeyPlan, unit: float, top: float, bottom: float, need: Mapping[str, float]
) -> None:
    """Heights by volume; positions relaxed towards neighbours, without overlap."""
    slots = plan.slots
    sizes = {k: max(s.value * unit + 6, need[k]) for k, s in slots.items()}
    for column in plan.columns:
        total = sum(sizes[k] for k in column)
        y = (top + bottom - total) / 2
        for k in column:
            slots[k].y = y + sizes[k] / 2
            y += sizes[k]
    for sweep in range(40):
        for column in plan.columns if sweep % 2 else reversed(plan.columns):
            wish = []
            for k in column:
                steps = [(plan.ribbons[r], True) for r in slots[k].into] + [
                    (plan.ribbons[r], False) for r in slots[k].out
                ]
                weight = sum(r.value for r, _ in steps)
                mean = (
                    sum(r.value * slots[r.a if back else r.b].y for r, back in steps) / weight
                    if weight
                    else slots[k].y
                )
                wish.append(0.5 * slots[k].y + 0.5 * mean)
            for k, y in zip(column, _in_order(wish, [sizes[k] for k in column], top, bottom), strict=True):
                slots[k].y = y
    for s in slots.values():
        s.y -= s.value * unit / 2


def _in_order(wish: Sequence[float], sizes: Sequence[float], top: float, bottom: float) -> list[float]:
    """Like `spread`, keeping the order given rather than that of the wishes."""
    offsets, total = [], 0.0
    for size in sizes:
        offsets.append(total + size / 2)
        total += size
    blocks: list[tuple[float, int]] = []
    for w, offset in zip(wish, offsets, strict=True):
        mean, n = w - offset, 1
        while blocks and blocks[-1][0] >= mean:
            other, m = blocks.pop()
            mean, n = (other * m + mean * n) / (m + n), m + n
        blocks.append((mean, n))
    starts = [max(top, min(mean, bottom - total)) for mean, n in blocks for _ in range(n)]
    return [s + o for s, o in zip(starts, offsets, strict=True)]


def _stack_ribbons(plan: _SankeyPlan, unit: float) -> None:
    """Where each ribbon leaves and enters, in the order of the slots at its other end."""
    for s in plan.slots.values():
        y = s.y
        for r in sorted(s.out, key=lambda r: (plan.slots[plan.ribbons[r].b].y, r)):
            plan.ribbons[r].y_a = y
            y += plan.ribbons[r].value * unit
        y = s.y
        for r in sorted(s.into, key=lambda r: (plan.slots[plan.ribbons[r].a].y, r)):
            plan.ribbons[r].y_b = y
            y += plan.ribbons[r].value * unit


def _ribbon_path(
    steps: Sequence[_Ribbon], slots: Mapping[str, _Slot], xs: Sequence[float], bar: float, unit: float
) -> str:
    """The outline of a link through all columns it passes."""
    thick = max(steps[0].value * unit, 0.7)
    corners = []
    for r in steps:
        a, b = slots[r.a], slots[r.b]
        corners.append((xs[a.layer] + bar, r.y_a, xs[b.layer], r.y_b, 0.0 if b.real else float(bar)))
    d = f"M{num(corners[0][0])},{num(corners[0][1])}"
    for xa, ya, xb, yb, passing in corners:
        middle = num((xa + xb) / 2)
        d += f"C{middle},{num(ya)} {middle},{num(yb)} {num(xb)},{num(yb)}"
        d += f"h{num(passing)}" if passing else ""
    d += f"v{num(thick)}"
    for xa, ya, xb, yb, passing in reversed(corners):
        middle = num((xa + xb) / 2)
        d += f"h{num(-passing)}" if passing else ""
        d += f"C{middle},{num(yb + thick)} {middle},{num(ya + thick)} {num(xa)},{num(ya + thick)}"
    return d + "z"


# --- 4 routes on a map ---------------------------------------------------------------------------

NodeKind = Literal["field", "hub", "refinery", "border", "port", "market"]
World = str


class MapNode(TypedDict):
    """A place on the map."""

    id: str
    name: str
    lon: float
    lat: float
    kind: NodeKind
    key: NotRequired[bool]
    """Label it before the others."""


class MapArc(TypedDict):
    """A route between two places."""

    id: str
    source: str
    target: str
    kbd: Mapping[World, float | None]
    """Flow by world; None is unknown, and shown as "?"."""
    status: NotRequired[Mapping[World, str]]
    """"flowing", "reduced", "halted", "idle" or "unknown" by world; from the flow when absent."""
    points: NotRequired[Sequence[tuple[float, float]]]
    """(longitude, latitude) along the route; a straight line when absent."""
    quality: NotRequired[str]
    """How well the line is known: "surveyed", "sketched", "straight" or "guessed"."""
    mode: NotRequired[str]
    """"pipeline", "truck" or "ship"."""
    name: NotRequired[str]


class MapOverlay(TypedDict):
    """A line that the base map does not have, such as a region's border."""

    points: Sequence[tuple[float, float]]
    label: str
    disputed: NotRequired[bool]


MODE_NAMES: Mapping[str, str] = {"pipeline": "Pipeline", "truck": "Truck", "ship": "Ship"}
KINDS_OF_PLACE: tuple[NodeKind, ...] = ("field", "hub", "refinery", "border", "port", "market")
_GUESSED = ("straight", "guessed")
_HALTED = ("halted", "idle")
_MARKER_SIZES = (4.2, 2.8, 1.9)
"""Key places, others, others where they crowd; px."""


def route_map(
    nodes: Sequence[MapNode],
    arcs: Sequence[MapArc],
    *,
    worlds: Sequence[tuple[World, str]] = (("standstill", "Standstill"), ("deal", "Deal")),
    focus: Sequence[str] = (),
    country_names: Mapping[str, str] | None = None,
    overlays: Sequence[MapOverlay] = (),
    zoom: Sequence[str] = (),
    fmt: Format = _fmt,
    **about: Unpack[About],
) -> Chart:
    """Routes on the base map, one panel per world; line width is volume.

    Parameters
    ----------
    nodes, arcs : sequence of dict
        See `MapNode` and `MapArc`. The map covers all of them plus 15 %.
    worlds : sequence of (key, title)
        Panels; the keys are those of `kbd` and `status`.
    focus : sequence of str
        Natural Earth names of countries to set off from the others.
    country_names : mapping
        Names to print, by Natural Earth's name; "" prints none. Adds to `geo.DISPLAY_NAMES`.
    overlays : sequence of dict
        See `MapOverlay`; drawn dashed.
    zoom : sequence of str
        Ids of crowded places: a second row of panels shows them closer.
    fmt : callable
        Writes flows.
    **about
        See `About`.

    Returns
    -------
    Chart
        Table: route, from, to, mode, line quality, then status and kb/d of each world.
    """
    places = {n["id"]: n for n in nodes}
    for arc in arcs:
        if missing := {arc["source"], arc["target"]} - set(places):
            raise ValueError(f"route {arc['id']}: no node {sorted(missing)}")
        _check_finite(f"route {arc['id']}", list(arc["kbd"].values()))
    frame = Frame(
        "map", _map_title(arcs, worlds, fmt), "Routes by volume, thousand barrels a day (kb/d)", about
    )
    header = ["route", "from", "to", "mode", "line"] + [
        f"{what}, {title}" for _, title in worlds for what in ("status", "kb/d")
    ]
    rows = [_map_row(arc, places, worlds) for arc in arcs]
    spots = [(n["lon"], n["lat"]) for n in nodes] + [p for arc in arcs for p in arc.get("points", ())]
    if not spots or not worlds:
        return _chart(frame, _empty(frame, "No places to draw."), "Empty map.", "kb/d", header, rows)
    alone = frame.narrow or len(worlds) == 1
    gap = 16.0
    width = frame.inner if alone else (frame.inner - gap * (len(worlds) - 1)) / len(worlds)
    shapes = (0.5, 0.62) if alone and not frame.narrow else (0.7, 1.15)
    views = [geo.fit_view(spots, width, shapes)]
    if close := [(places[k]["lon"], places[k]["lat"]) for k in zoom if k in places]:
        views.append(geo.fit_view(close, width, (shapes[0], 0.85), margin=0.1))
    peak = max((v for arc in arcs for w, _ in worlds if (v := arc["kbd"].get(w)) is not None), default=0.0)
    thickness = Scale(0, peak or 1.0, 0, 11)
    _map_legend(frame, nodes, arcs, worlds, bool(overlays), thickness, fmt)
    names = {**geo.DISPLAY_NAMES, **(country_names or {})}
    with frame.canvas.group("defs"):
        for kind in sorted({n["kind"] for n in nodes}):
            for letter, r in zip("abc", _MARKER_SIZES, strict=True):
                with frame.canvas.group("g", id=f"{frame.id}{kind}{letter}"):
                    _marker(frame.canvas, kind, 0, 0, r, "")
    y = frame.y
    for level, view in enumerate(views):
        outlines = geo.outlines(view)
        ground = f"{frame.id}g{level}"
        lines = {arc["id"]: _arc_px(arc, places, view) for arc in arcs}
        _map_ground(frame, ground, view, outlines, focus, list(lines.values()))
        panels = []
        for k, (world, title) in enumerate(worlds):
            dx = frame.left if alone else frame.left + k * (width + gap)
            dy = y + 22 + (k * (view.height + 34) if alone else 0)
            heading = fit(f"{title}, detail" if level else title, width, frame.base + 1, True)
            frame.canvas.text(dx, dy - 8, heading, size=frame.base + 1, bold=True)
            panel = _Panel(
                frame,
                ground,
                view,
                dx,
                dy,
                world,
                lines,
                thickness,
                fmt,
                views[1] if len(views) > 1 and not level else None,
            )
            panel.draw(nodes, arcs, overlays)
            panels.append(panel)
        for panel in panels:
            panel.countries(outlines, names, panels)
        y = dy + view.height + 12
    bottom = y - 12
    frame.canvas.text(
        frame.left, bottom + 18, fit(f"{geo.BORDERS_NOTE}.", frame.inner, 12), size=12, fill=INK2
    )
    desc = f"{len(nodes)} places and {len(arcs)} routes. " + geo.BORDERS_NOTE
    return _chart(frame, bottom + 14, desc, "kb/d", header, rows)


def _status(arc: MapArc, world: World) -> str:
    flow = arc["kbd"].get(world)
    given = arc.get("status", {}).get(world)
    return given or ("unknown" if flow is None else "flowing" if flow > 0 else "idle")


def _map_title(arcs: Sequence[MapArc], worlds: Sequence[tuple[World, str]], fmt: Format) -> str:
    parts = []
    for world, title in worlds:
        flowing = sum(1 for a in arcs if (a["kbd"].get(world) or 0) > 0)
        halted = sum(1 for a in arcs if _status(a, world) in _HALTED)
        parts.append(f"{title}: {flowing} routes flow, {halted} halted or idle")
    return "; ".join(parts)


def _map_row(arc: MapArc, places: Mapping[str, MapNode], worlds: Sequence[tuple[World, str]]) -> list[Cell]:
    row: list[Cell] = [
        arc.get("name", arc["id"]),
        places[arc["source"]]["name"],
        places[arc["target"]]["name"],
        arc.get("mode"),
        arc.get("quality"),
    ]
    for world, _ in worlds:
        row += [_status(arc, world), arc["kbd"].get(world)]
    return row


def _map_legend(
    frame: Frame,
    nodes: Sequence[MapNode],
    arcs: Sequence[MapArc],
    worlds: Sequence[tuple[World, str]],
    overlays: bool,
    thickness: Scale,
    fmt: Format,
) -> None:
    """Routes, then places and widths."""
    c = frame.canvas
    moving = {a.get("mode", "pipeline") for a in arcs if any((a["kbd"].get(w) or 0) > 0 for w, _ in worlds)}
    items: list[Swatch] = [
        ("line", _kind_colour(m), MODE_NAMES.get(m, m)) for m in ("pipeline", "truck", "ship") if m in moving
    ]
    if any(_status(a, w) in _HALTED for a in arcs for w, _ in worlds):
        items.append(("dash", "axis", "Halted or idle"))
    if any(a.get("quality") in _GUESSED for a in arcs):
        items.append(("thin", "ink-2", "Path guessed"))
    if any(_status(a, w) == "unknown" for a in arcs for w, _ in worlds):
        items.append(("thin", "warn", "Flow unknown"))
    if overlays:
        items.append(("dash", "accent", "Line brought by the case, disputed"))
    frame.legend(items)
    frame.y -= 4

    def place(kind: str, x: float, y: float) -> None:
        _marker(c, kind, x + 6, y, 4.2, "")

    def width(flow: float, x: float, y: float) -> None:
        c.line(x, y, x + 24, y, INK2, stroke_width=max(thickness(flow), 1.3))

    kinds = {n["kind"] for n in nodes}
    keys: list[tuple[Callable[[float, float], None], float, str]] = [
        (partial(place, k), 17.0, k.capitalize()) for k in KINDS_OF_PLACE if k in kinds
    ]
    samples = (
        [v for v in ticks(0, thickness.high, 4) if v > 0]
        if any(v for a in arcs for v in a["kbd"].values())
        else []
    )
    samples = samples[:1] + samples[-1:] if len(samples) > 1 else samples
    frame.key([*keys, *((partial(width, v), 30.0, f"{fmt(v)} kb/d") for v in samples)])


def _arc_px(arc: MapArc, places: Mapping[str, MapNode], view: geo.View) -> list[list[Point]]:
    """The pieces of a route that the view shows, px, longest first."""
    ends = [(places[k]["lon"], places[k]["lat"]) for k in (arc["source"], arc["target"])]
    flat = geo.simplify(view(list(arc.get("points", ())) or ends), 0.6)
    pieces = geo.clip_line(flat, (-8.0, -8.0, view.width + 8, view.height + 8))
    found = [[(float(x), float(y)) for x, y in piece] for piece in pieces]
    return sorted(found, key=lambda piece: -_length(piece))


def _map_ground(
    frame: Frame,
    name: str,
    view: geo.View,
    outlines: geo.Outlines,
    focus: Sequence[str],
    routes: Sequence[list[list[Point]]],
) -> None:
    """Definitions used by every panel of a view: land, focus countries, borders, coast, routes."""
    c = frame.canvas

    def rings(names: Sequence[str]) -> str:
        return "".join(
            line_path([(float(x), float(y)) for x, y in r], close=True)
            for n in names
            for r in outlines.land[n]
        )

    def strokes(pieces: Sequence[geo.Array]) -> str:
        return "".join(line_path([(float(x), float(y)) for x, y in p]) for p in pieces)

    with c.group("defs"):
        with c.group("clipPath", id=f"{name}-clip"):
            c.rect(0, 0, view.width, view.height, INK)
        with c.group("g", id=name, clip_path=f"url(#{name}-clip)"):
            c.rect(0, 0, view.width, view.height, var("sea"))
            c.path(rings([n for n in outlines.land if n not in focus]), fill=var("land"), fill_rule="evenodd")
            if inside := [n for n in outlines.land if n in focus]:
                c.path(rings(inside), fill=var("land-focus"), fill_rule="evenodd")
            c.path(strokes(outlines.coasts), stroke=var("coast"), stroke_width=0.8)
            c.path(strokes(outlines.borders), stroke=var("border"), stroke_width=0.9, stroke_linejoin="round")
        for k, pieces in enumerate(routes):
            if pieces:
                c.add("path", id=f"{name}r{k}", d="".join(map(line_path, pieces)))


@dataclass
class _Panel:
    """One world's map at (dx, dy)."""

    frame: Frame
    ground: str
    view: geo.View
    dx: float
    dy: float
    world: World
    lines: Mapping[str, list[list[Point]]]
    thickness: Scale
    fmt: Format
    closer: geo.View | None
    """What the detail panel shows, to be outlined."""

    def __post_init__(self) -> None:
        self.c: Canvas = self.frame.canvas
        self.bounds = Box(
            self.dx + 2, self.dy + 2, self.dx + self.view.width - 2, self.dy + self.view.height - 2
        )
        self.taken: list[Box] = []
        self.soft: list[Box] = []

    def draw(self, nodes: Sequence[MapNode], arcs: Sequence[MapArc], overlays: Sequence[MapOverlay]) -> None:
        """Ground, overlays, routes, places, then names and volumes where they fit."""
        self.c.add("use", href=f"#{self.ground}", x=self.dx, y=self.dy)
        with self.c.group(
            "g", clip_path=f"url(#{self.ground}-clip)", transform=f"translate({num(self.dx)},{num(self.dy)})"
        ):
            for overlay in overlays:
                d = line_path([(float(x), float(y)) for x, y in self.view(list(overlay["points"]))])
                self.c.path(
                    d, stroke=var("accent"), stroke_width=1.2, stroke_dasharray="5 3", tip=overlay["label"]
                )
            number = {arc["id"]: k for k, arc in enumerate(arcs)}
            with self.c.group("g", fill="none", stroke_linejoin="round"):
                for arc in sorted(arcs, key=lambda a: -(a["kbd"].get(self.world) or 0)):
                    self._route(arc, f"#{self.ground}r{number[arc['id']]}")
            if self.closer is not None:
                w, h = self.closer.width, self.closer.height
                corners = self.closer.lonlat(np.array([(0.0, 0.0), (w, 0.0), (w, h), (0.0, h)]))
                outline = line_path([(float(x), float(y)) for x, y in self.view(corners)], close=True)
                self.c.path(outline, stroke=INK2, stroke_width=1)
        self._scale_bar()
        self._places(nodes)
        self._place_names(nodes, arcs)
        before = len(self.taken)
        self._volumes(arcs)
        self.volumes = self.taken[before:]
        self.c.rect(
            self.dx, self.dy, self.view.width, self.view.height, "none", stroke=var("coast"), stroke_width=1
        )

    def _route(self, arc: MapArc, href: str) -> None:
        pieces = self.lines[arc["id"]]
        if not pieces:
            return
        flow, status = arc["kbd"].get(self.world), _status(arc, self.world)
        guessed = arc.get("quality") in _GUESSED
        colour = var(_kind_colour(arc.get("mode", "pipeline")))
        tip = f"{arc.get('name', arc['id'])}: {'?' if flow is None else self.fmt(flow)} kb/d, {status}" + (
            ", path guessed" if guessed else ""
        )
        if self.closer is not None and sum(map(_length, pieces)) < 30:
            tip = ""
        for (ax, ay), (bx, by) in (step for piece in pieces for step in pairwise(piece)):
            steps = max(1, int(math.hypot(bx - ax, by - ay) / 10))
            for k in range(steps + 1):
                x, y = self.dx + ax + (bx - ax) * k / steps, self.dy + ay + (by - ay) * k / steps
                self.soft.append(Box(x - 2, y - 2, x + 2, y + 2))
        if flow is None:
            self.c.add(
                "use", href=href, stroke=var("warn"), stroke_width=1.6, stroke_dasharray="2 3", tip=tip
            )
        elif flow <= 0 or status in _HALTED:
            dash = "2 3" if guessed else "6 4"
            self.c.add(
                "use",
                href=href,
                stroke=AXIS,
                stroke_width=1.1 if guessed else 1.7,
                stroke_dasharray=dash,
                tip=tip,
            )
        else:
            width = max(self.thickness(flow), 1.3)
            self.c.add(
                "use",
                href=href,
                stroke=colour,
                stroke_width=width,
                opacity=".5" if guessed else ".85",
                tip=tip,
            )
            if guessed and _length(pieces[0]) > 14:
                self.c.add("use", href=href, stroke=INK2, stroke_width=1, stroke_dasharray="2 3")
            self._arrow(pieces[0], max(width, 3.0))

    def _arrow(self, points: Sequence[Point], width: float) -> None:
        """A small head two thirds of the way, where the line is long enough to have a direction."""
        lengths = _lengths(points)
        total = sum(lengths)
        if total < 34:
            return
        left = total * 0.66
        for (ax, ay), (bx, by), length in zip(points[:-1], points[1:], lengths, strict=True):
            if left <= length and length > 0:
                ux, uy = (bx - ax) / length, (by - ay) / length
                x, y, s = ax + ux * left, ay + uy * left, width * 0.4 if width > 6 else 3.2 + width * 0.45
                tips = [
                    (x - ux * s - uy * s, y - uy * s + ux * s),
                    (x + ux * s, y + uy * s),
                    (x - ux * s + uy * s, y - uy * s - ux * s),
                ]
                inside = width > 6
                self.c.path(
                    line_path(tips, close=True),
                    fill=PAPER if inside else INK,
                    stroke=None if inside else var("land"),
                    stroke_width=0.8,
                )
                return
            left -= length

    def _places(self, nodes: Sequence[MapNode]) -> None:
        self.at: dict[str, Point] = {}
        crowded = len(nodes) > 30 and self.closer is not None
        for n, (px, py) in zip(nodes, self.view([(n["lon"], n["lat"]) for n in nodes]).tolist(), strict=True):
            if not (3 <= px <= self.view.width - 3 and 3 <= py <= self.view.height - 3):
                continue
            x, y = self.at[n["id"]] = (px + self.dx, py + self.dy)
            size = 0 if n.get("key") else 2 if crowded else 1
            r = _MARKER_SIZES[size]
            self.c.add("use", href=f"#{self.frame.id}{n['kind']}{'abc'[size]}", x=x, y=y, tip=n["name"])
            self.taken.append(Box(x - r, y - r, x + r, y + r))

    def _volumes(self, arcs: Sequence[MapArc]) -> None:
        """The volume beside each of the larger routes."""
        shown = [
            a
            for a in arcs
            if (a["kbd"].get(self.world) or 0) > 0.12 * self.thickness.high
            or a["kbd"].get(self.world, 0) is None
        ]
        for arc in sorted(shown, key=lambda a: -(a["kbd"].get(self.world) or 0))[:7]:
            flow = arc["kbd"].get(self.world)
            words = "?" if flow is None else self.fmt(flow)
            if not self.lines[arc["id"]]:
                continue
            points = self.lines[arc["id"]][0]
            if flow is not None and _length(points) < 40:
                continue
            for share in (0.5, 0.42, 0.58, 0.34, 0.75, 0.25, 0.85, 0.15):
                (x, y), (nx, ny) = _along(points, share)
                off = 9 + self.thickness(flow or 0) / 2
                if self._try(
                    x + self.dx + nx * off,
                    y + self.dy + ny * off + 4.5,
                    words,
                    "middle",
                    bold=True,
                    fill=INK,
                    hard=True,
                    gap=7,
                ) or self._try(
                    x + self.dx - nx * off,
                    y + self.dy - ny * off + 4.5,
                    words,
                    "middle",
                    bold=True,
                    fill=INK,
                    hard=True,
                ):
                    break

    def _place_names(self, nodes: Sequence[MapNode], arcs: Sequence[MapArc]) -> None:
        """Names of key places first, then of those with most flow, as long as there is room."""
        weight: dict[str, float] = defaultdict(float)
        for arc in arcs:
            for end in (arc["source"], arc["target"]):
                weight[end] += max([0.0, *(v or 0.0 for v in arc["kbd"].values())])
        for n in sorted(nodes, key=lambda n: (not n.get("key"), -weight[n["id"]], n["id"])):
            if n["id"] not in self.at:
                continue
            x, y = self.at[n["id"]]
            words = fit(n["name"], 150, self.frame.small)
            near = [
                (8, 4, "start"),
                (-8, 4, "end"),
                (0, -8, "middle"),
                (0, 17, "middle"),
                (7, -5, "start"),
                (7, 13, "start"),
                (-7, -5, "end"),
                (-7, 13, "end"),
            ]
            done = any(self._try(x + a, y + b, words, anchor, hard=True) for a, b, anchor in near)
            if done or not n.get("key"):
                continue
            if any(self._try(x + a, y + b, words, anchor) for a, b, anchor in near):
                continue
            self._leader(x, y, words)

    def _leader(self, x: float, y: float, words: str) -> None:
        for reach in (26, 40, 56, 74):
            for turn in range(0, 360, 30):
                px, py = x + reach * math.cos(math.radians(turn)), y + reach * math.sin(math.radians(turn))
                anchor = "start" if px >= x else "end"
                if self._try(px, py + 4, words, anchor):
                    self.c.line(x, y, px + (-2 if anchor == "start" else 2), py, INK2, stroke_width=0.8)
                    return

    def _try(
        self,
        x: float,
        y: float,
        words: str,
        anchor: str,
        *,
        bold: bool = False,
        fill: str | None = None,
        hard: bool = False,
        gap: float = 1.5,
    ) -> bool:
        """Draw the words if they meet nothing; with `hard`, not even a route."""
        box = text_box(x, y, words, self.frame.small, anchor, bold)
        if not box.inside(self.bounds) or any(box.meets(b, gap) for b in self.taken):
            return False
        if hard and any(box.meets(b) for b in self.soft):
            return False
        self.taken.append(self.c.text(x, y, words, anchor=anchor, bold=bold, fill=fill, halo=var("land")))
        return True

    def countries(self, outlines: geo.Outlines, names: Mapping[str, str], panels: Sequence["_Panel"]) -> None:
        """Names of countries, at the same spots in all panels of a view."""
        for other in panels:
            x, y = self.dx - other.dx, self.dy - other.dy
            self.taken += [Box(b.x0 + x, b.y0 + y, b.x1 + x, b.y1 + y) for b in other.volumes]
        for name in sorted(outlines.land):
            words = names.get(name, name).upper()
            width = text_width(words, 12) + len(words)
            for x, y in geo.label_spots(outlines.land[name], self.view, width + 6, 16):
                box = Box(self.dx + x - width / 2, self.dy + y - 6, self.dx + x + width / 2, self.dy + y + 7)
                if (
                    box.inside(self.bounds)
                    and not any(box.meets(b, 3) for b in self.taken)
                    and not any(box.meets(b, 3) for b in self.soft)
                ):
                    with self.c.group("g", letter_spacing=1):
                        self.c.text(
                            self.dx + x, self.dy + y + 4.5, words, size=12, fill=INK2, anchor="middle"
                        )
                    self.taken.append(box)
                    break

    def _scale_bar(self) -> None:
        per_px = self.view.km_per_px()
        km = max(
            (
                k
                for k in (5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
                if k / per_px <= self.view.width * 0.25
            ),
            default=1,
        )
        length = km / per_px
        words = f"{_fmt(km)} km"
        width = max(length, text_width(words, 12)) + 8
        corners = [
            (self.dx + 10, self.dy + self.view.height - 10),
            (self.dx + self.view.width - 6 - width, self.dy + self.view.height - 10),
        ]
        x, y = min(
            corners,
            key=lambda p: sum(Box(p[0] - 4, p[1] - 22, p[0] + width, p[1] + 6).meets(b) for b in self.soft),
        )
        self.c.path(f"M{num(x)},{num(y - 5)}v5h{num(length)}v-5", stroke=INK2, stroke_width=1.4)
        self.c.text(x + 3, y - 7, words, size=12, fill=INK2)
        self.taken.append(Box(x - 4, y - 20, x + width, y + 4))


def _lengths(points: Sequence[Point]) -> list[float]:
    return [math.hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(points)]


def _length(points: Sequence[Point]) -> float:
    return sum(_lengths(points))


def _along(points: Sequence[Point], share: float) -> tuple[Point, Point]:
    """The point at a share of a line's length, and the unit normal there."""
    lengths = _lengths(points)
    left = sum(lengths) * share
    for (ax, ay), (bx, by), length in zip(points[:-1], points[1:], lengths, strict=True):
        if left <= length and length > 0:
            return (ax + (bx - ax) * left / length, ay + (by - ay) * left / length), (
                -(by - ay) / length,
                (bx - ax) / length,
            )
        left -= length
    return points[-1], (0.0, -1.0)


def _marker(c: Canvas, kind: str, x: float, y: float, r: float, tip: str) -> None:
    """A place: fields dots, hubs rings, refineries squares, borders bars, ports triangles, markets diamonds."""
    edge: dict[str, str | float | None] = {"stroke": var("land"), "stroke_width": 1.0}
    if kind == "hub":
        c.circle(x, y, r, var("land"), stroke=INK, stroke_width=1.8, tip=tip)
    elif kind == "refinery":
        c.rect(x - r, y - r, 2 * r, 2 * r, INK, tip=tip, **edge)
    elif kind == "border":
        c.rect(x - r * 0.45, y - r * 1.2, r * 0.9, r * 2.4, var("accent"), tip=tip, **edge)
    elif kind == "port":
        c.path(
            line_path([(x - r * 1.2, y + r), (x, y - r * 1.3), (x + r * 1.2, y + r)], close=True),
            fill=INK,
            tip=tip,
            **edge,
        )
    elif kind == "market":
        c.path(
            line_path([(x, y - r * 1.3), (x + r * 1.3, y), (x, y + r * 1.3), (x - r * 1.3, y)], close=True),
            fill=INK,
            tip=tip,
            **edge,
        )
    else:
        c.circle(x, y, r * 0.85, INK, tip=tip, **edge)


# --- 5 money by party ----------------------------------------------------------------------------


class Earning(TypedDict):
    """One party's money in the two worlds."""

    party: str
    standstill: float
    """USD million a month; may be negative."""
    deal: float
    colour: NotRequired[str]


def who_earns(
    rows: Sequence[Earning], *, unit: str = "USD million a month", fmt: Format = _fmt, **about: Unpack[About]
) -> Chart:
    """What each party earns at a standstill and under a deal, with the difference.

    Parameters
    ----------
    rows : sequence of dict
        See `Earning`; drawn from the largest gain to the largest loss.
    unit : str
    fmt : callable
        Writes amounts.
    **about
        See `About`.

    Returns
    -------
    Chart
        Table: party, standstill, deal, difference.
    """
    _check_finite("money", [v for r in rows for v in (r["standstill"], r["deal"])])
    ranked = sorted(rows, key=lambda r: (-(r["deal"] - r["standstill"]), r["party"]))
    gainers = sum(1 for r in rows if r["deal"] > r["standstill"])
    title = f"{gainers} of {len(rows)} parties earn more under a deal" if rows else "No money to compare"
    if rows and (gain := ranked[0]["deal"] - ranked[0]["standstill"]) > 0:
        title += f"; {ranked[0]['party']} gains most ({_fmt_signed(gain)})"
    frame = Frame("earns", title, f"Money by party, {unit}", about)
    header = ("party", f"standstill ({unit})", f"deal ({unit})", f"difference ({unit})")
    table = [(r["party"], r["standstill"], r["deal"], r["deal"] - r["standstill"]) for r in ranked]
    if not rows:
        return _chart(frame, _empty(frame, "No parties."), "Empty chart.", unit, header, table)
    c = frame.canvas
    frame.legend([("dot", "standstill", "Standstill"), ("dot", "deal", "Deal")])
    values = [v for r in rows for v in (r["standstill"], r["deal"], 0.0)]
    names, right = _row_rooms(frame, [r["party"] for r in rows], 92)
    edge = max(text_width(fmt(v), frame.small) for v in values) + 14
    x = Scale(min(values), max(values), frame.left + names + edge, right - edge)
    if x.low == x.high:
        x = Scale(x.low - 1, x.high + 1, x.start, x.end)
    step = 50 if frame.narrow else 40
    top, bottom = frame.y + 16, frame.y + 16 + step * len(ranked)
    c.text(frame.right, top - 4, "Difference", fill=INK2, anchor="end")
    for tick in ticks(x.low, x.high, 3 if frame.narrow else 6):
        c.line(x(tick), top + 4, x(tick), bottom, AXIS if tick == 0 else GRID)
        c.text(x(tick), bottom + 16, fmt(tick), fill=INK2, anchor="middle")
    for k, r in enumerate(ranked):
        y = top + step * k + (34 if frame.narrow else 24)
        _row_name(frame, r["party"], y, names)
        a, b = r["standstill"], r["deal"]
        c.line(x(a), y, x(b), y, AXIS, stroke_width=2.4)
        c.circle(x(a), y, 6, var("standstill"), tip=f"{r['party']}, standstill: {fmt(a)}")
        c.circle(x(b), y, 6, var("deal"), tip=f"{r['party']}, deal: {fmt(b)}")
        low, high = sorted((a, b))
        if fmt(a) != fmt(b):
            c.text(
                x(low) - 10,
                y + 4.5,
                fmt(low),
                anchor="end",
                fill=var("standstill" if low == a else "deal"),
                halo=PAPER,
            )
        c.text(x(high) + 10, y + 4.5, fmt(high), fill=var("deal" if high == b else "standstill"), halo=PAPER)
        c.text(
            frame.right,
            y + 5,
            _fmt_signed(b - a),
            size=frame.base,
            anchor="end",
            bold=True,
            fill=var("warn") if b < a else INK,
        )
    desc = "; ".join(f"{r['party']} {fmt(r['standstill'])} to {fmt(r['deal'])}" for r in ranked)
    return _chart(frame, bottom + 22, desc, unit, header, table)


def _row_rooms(frame: Frame, names: Sequence[str], right_column: float) -> tuple[float, float]:
    """Width of the column of names (0 where they stand above their row), and the plot's right edge."""
    if frame.narrow:
        return 0.0, frame.right - right_column * 0.72
    return min(240.0, max(text_width(n, frame.base) for n in names) + 12), frame.right - right_column


def _row_name(frame: Frame, name: str, y: float, room: float, above: float = 16) -> None:
    if room == 0:
        frame.canvas.text(
            frame.left,
            y - above,
            fit(name, frame.inner - 90, frame.base, True),
            size=frame.base,
            bold=True,
            halo=PAPER,
        )
        return
    lines = wrap(name, room - 8, frame.base, lines=2)
    frame.canvas.lines(frame.left, y + 5 - (len(lines) - 1) * 8, lines, 16, size=frame.base)


# --- 6 what a deal could give each party ---------------------------------------------------------


class Stake(TypedDict):
    """A veto party's gain over standstill."""

    party: str
    low: float
    """Least gain over the feasible deals; negative is a loss."""
    high: float
    chosen: float | None
    """Gain at the chosen deal; None when there is none."""
    blocks: NotRequired[bool]
    """Whether it refuses; from the chosen deal (or the best one) when absent."""


def bargaining_zone(
    stakes: Sequence[Stake],
    *,
    unit: str = "USD million a month",
    fmt: Format = _fmt_signed,
    **about: Unpack[About],
) -> Chart:
    """Each veto party's gain over standstill across the feasible deals, and who would walk away.

    Parameters
    ----------
    stakes : sequence of dict
        See `Stake`.
    unit : str
    fmt : callable
        Writes gains.
    **about
        See `About`.

    Returns
    -------
    Chart
        Table: party, least, greatest, chosen, blocks.
    """

    _check_finite("gains", [v for s in stakes for v in (s["low"], s["high"], s["chosen"])])

    def blocks(s: Stake) -> bool:
        best = s["high"] if s["chosen"] is None else s["chosen"]
        return s.get("blocks", best < 0)

    refusers = [s["party"] for s in stakes if blocks(s)]
    if refusers:
        title = f"{' and '.join(refusers)} would refuse"
    elif any(s["chosen"] is None for s in stakes):
        title = "Each veto party could gain from some deal"
    else:
        title = "No veto party loses under the chosen deal" if stakes else "No veto party"
    frame = Frame("zone", title, f"Gain or loss against standstill, {unit}", about)
    header = ("party", f"least ({unit})", f"greatest ({unit})", f"chosen deal ({unit})", "blocks")
    table = [(s["party"], s["low"], s["high"], s["chosen"], "yes" if blocks(s) else "no") for s in stakes]
    if not stakes:
        return _chart(frame, _empty(frame, "No veto parties."), "Empty chart.", unit, header, table)
    c = frame.canvas
    items: list[Swatch] = [("span", "deal", "Feasible deals: gain"), ("span", "warn", "Feasible deals: loss")]
    if any(s["chosen"] is not None for s in stakes):
        items.append(("dot", "accent", "Chosen deal"))
    frame.legend(items)
    values = [v for s in stakes for v in (s["low"], s["high"], s["chosen"] or 0.0, 0.0)]
    names, right = _row_rooms(frame, [s["party"] for s in stakes], 110)
    edge = max(text_width(fmt(v), frame.small) for v in values) + 12
    x = Scale(min(values), max(values), frame.left + names + edge, right - edge)
    if x.low == x.high:
        x = Scale(x.low - 1, x.high + 1, x.start, x.end)
    step = 78 if frame.narrow else 52
    top, bottom = frame.y + 24, frame.y + 24 + step * len(stakes)
    for tick in ticks(x.low, x.high, 3 if frame.narrow else 6):
        c.line(x(tick), top, x(tick), bottom, GRID)
        c.text(x(tick), bottom + 16, fmt(tick) if tick else "0", fill=INK2, anchor="middle")
    c.line(x(0), top - 4, x(0), bottom, INK, stroke_width=1.6)
    words = "Walk-away line (standstill)"
    half = text_width(words, frame.small, True) / 2
    c.text(min(max(x(0), frame.left + half), frame.right - half), top - 9, words, anchor="middle", bold=True)
    for k, s in enumerate(stakes):
        y = top + step * k + (58 if frame.narrow else 30)
        _row_name(frame, s["party"], y, names, above=34)
        tip = f"{s['party']}: {fmt(s['low'])} to {fmt(s['high'])}"
        if s["low"] < 0:
            c.rect(
                x(s["low"]), y - 7, x(min(s["high"], 0)) - x(s["low"]), 14, var("warn"), opacity=0.45, tip=tip
            )
        if s["high"] > 0:
            c.rect(
                x(max(s["low"], 0)),
                y - 7,
                x(s["high"]) - x(max(s["low"], 0)),
                14,
                var("deal"),
                opacity=0.45,
                tip=tip,
            )
        dot = s["low"] if s["chosen"] is None else s["chosen"]
        near = [6 if s["chosen"] is None or abs(x(dot) - x(s[k])) > 9 else 11 for k in ("low", "high")]
        c.text(x(s["low"]) - near[0], y + 4.5, fmt(s["low"]), anchor="end", fill=INK2, halo=PAPER)
        if s["high"] != s["low"]:
            c.text(x(s["high"]) + near[1], y + 4.5, fmt(s["high"]), fill=INK2, halo=PAPER)
        if s["chosen"] is not None:
            c.circle(
                x(s["chosen"]),
                y,
                6.5,
                var("accent"),
                stroke=PAPER,
                stroke_width=1.5,
                tip=f"{s['party']}, chosen deal: {fmt(s['chosen'])}",
            )
            text = fmt(s["chosen"])
            half = text_width(text, frame.base, True) / 2
            c.text(
                min(max(x(s["chosen"]), frame.left + half), right - half),
                y - 12,
                text,
                size=frame.base,
                anchor="middle",
                bold=True,
                halo=PAPER,
            )
        verdict, colour = ("blocks", var("warn")) if blocks(s) else ("accepts", var("deal"))
        c.text(
            frame.right,
            y + 5,
            f"{'✕' if blocks(s) else '✓'} {verdict}",
            size=frame.base,
            anchor="end",
            bold=True,
            fill=colour,
        )
    desc = "; ".join(
        f"{s['party']} {fmt(s['low'])} to {fmt(s['high'])}"
        + (f", chosen {fmt(s['chosen'])}" if s["chosen"] is not None else "")
        for s in stakes
    )
    return _chart(frame, bottom + 22, desc, unit, header, table)


def bargaining_frontier(
    deals: Sequence[Point],
    *,
    parties: tuple[str, str],
    nash: Point | None = None,
    edge: Sequence[Point] | None = None,
    named: Sequence[tuple[str, float, float]] = (),
    unit: str = "USD million a month",
    fmt: Format = _fmt_signed,
    **about: Unpack[About],
) -> Chart:
    """Two parties' gains over standstill in every feasible deal, with the Pareto edge.

    Parameters
    ----------
    deals : sequence of (gain of the first, gain of the second)
        Standstill is (0, 0).
    parties : (str, str)
    nash : (float, float)
        The Nash point.
    edge : sequence of (float, float)
        The Pareto edge; the undominated deals when absent.
    named : sequence of (label, float, float)
        Proposals to mark.
    unit : str
    fmt : callable
        Writes gains.
    **about
        See `About`.

    Returns
    -------
    Chart
        Table: kind (deal, edge, Nash, named, standstill), label, both gains.
    """
    _check_finite("gains", [v for p in (*deals, *(edge or ()), *([nash] if nash else [])) for v in p])
    best = sorted(edge) if edge is not None else _undominated(deals)
    agreeable = sum(1 for a, b in deals if a >= 0 and b >= 0)
    title = (
        f"{_fmt(agreeable)} of {_fmt(len(deals))} deals leave both better off than standstill"
        if agreeable
        else "No deal leaves both better off than standstill"
    )
    frame = Frame("frontier", title, f"Gains against standstill, {unit}", about)
    header = ("kind", "label", f"{parties[0]} ({unit})", f"{parties[1]} ({unit})")
    rows: list[tuple[Cell, ...]] = [
        ("standstill", "No deal", 0.0, 0.0),
        *(("deal", None, *d) for d in deals),
        *(("edge", None, *d) for d in best),
    ]
    rows += [("nash", "Nash", *nash)] if nash else []
    rows += [("named", label, a, b) for label, a, b in named]
    points = [(0.0, 0.0), *deals, *best, *([nash] if nash else []), *((a, b) for _, a, b in named)]
    c = frame.canvas
    gains = _padded([p[1] for p in points], 1, 0)
    left = max((text_width(fmt(v), frame.small) for v in ticks(gains.low, gains.high, 5)), default=0.0) + 14
    room = frame.inner - left - 12
    top = frame.y + 26
    height = room if frame.narrow else min(room * 0.62, 470)
    x, y = (
        _padded([p[k] for p in points], *ends)
        for k, ends in ((0, (frame.left + left, frame.left + left + room)), (1, (top + height, top)))
    )
    c.text(frame.left, top - 10, f"↑ {fit(parties[1], frame.inner - 20, frame.small, True)}", bold=True)
    c.rect(x(0), y.end, x.end - x(0), y(0) - y.end, var("era-flow"))
    for tick in ticks(x.low, x.high, 4 if frame.narrow else 7):
        c.line(x(tick), y.start, x(tick), y.end, GRID)
        c.text(x(tick), y.start + 16, fmt(tick) if tick else "0", fill=INK2, anchor="middle")
    for tick in ticks(y.low, y.high, 5):
        c.line(x.start, y(tick), x.end, y(tick), GRID)
        c.text(x.start - 6, y(tick) + 4.5, fmt(tick) if tick else "0", fill=INK2, anchor="end")
    c.line(x(0), y.start, x(0), y.end, INK)
    c.line(x.start, y(0), x.end, y(0), INK)
    dots = "".join(f"M{num(x(a))},{num(y(b))}h0" for a, b in deals)
    if dots:
        c.path(
            dots,
            stroke=var("standstill"),
            stroke_width=4 if len(deals) < 400 else 2.6,
            stroke_linecap="round",
            opacity=0.65,
        )
    if best:
        c.path(
            line_path([(x(a), y(b)) for a, b in best]),
            stroke=var("deal"),
            stroke_width=2.6,
            stroke_linejoin="round",
            stroke_linecap="round",
        )
    marks = (
        [("No deal", 0.0, 0.0, "ink")]
        + ([("Nash", *nash, "accent")] if nash else [])
        + [(label, a, b, "party-4") for label, a, b in named]
    )
    if best:
        middle = best[len(best) // 3]
        marks.append(("Pareto edge", *middle, "deal"))
    _label_points(frame, marks, x, y, [(x(a), y(b)) for a, b in best])
    c.text(
        x.end,
        y.start + 36,
        f"{fit(parties[0], frame.inner - 20, frame.small, True)} →",
        anchor="end",
        bold=True,
    )
    c.text(x.end - 6, y.end + 16, "Both gain", anchor="end", fill=INK2, italic=True, halo=var("era-flow"))
    desc = f"{len(deals)} feasible deals, {agreeable} better for both. " + (
        f"Nash point {fmt(nash[0])}, {fmt(nash[1])}." if nash else ""
    )
    return _chart(frame, y.start + 40, desc, unit, header, rows)


def _undominated(deals: Sequence[Point]) -> list[Point]:
    found: list[Point] = []
    for a, b in sorted(set(deals), key=lambda d: (-d[0], -d[1])):
        if not found or b > found[-1][1]:
            found.append((a, b))
    return found[::-1]


def _padded(values: Sequence[float], start: float, end: float) -> Scale:
    low, high = min(values), max(values)
    pad = (high - low) * 0.07 or 1.0
    return Scale(low - pad, high + pad, start, end)


def _label_points(
    frame: Frame, marks: Sequence[tuple[str, float, float, str]], x: Scale, y: Scale, edge: Sequence[Point]
) -> None:
    """Dots and names of the marked points, the names off the edge and off each other."""
    taken = [box for box, _ in frame.canvas.texts]
    line: list[Box] = []
    for (ax, ay), (bx, by) in pairwise(edge):
        steps = int(math.hypot(bx - ax, by - ay) / 6) + 1
        line += [
            Box(px - 1, py - 1, px + 1, py + 1)
            for k in range(steps + 1)
            for px, py in [(ax + (bx - ax) * k / steps, ay + (by - ay) * k / steps)]
        ]
    bounds = Box(x.start, y.end, frame.right, y.start)
    for label, a, b, colour in marks:
        if colour != "deal":
            frame.canvas.circle(x(a), y(b), 6, var(colour), stroke=PAPER, stroke_width=1.5, tip=label)
            taken.append(Box(x(a) - 6, y(b) - 6, x(a) + 6, y(b) + 6))
    near = [
        (10, -8, "start"),
        (10, 18, "start"),
        (-10, -8, "end"),
        (-10, 18, "end"),
        (0, -14, "middle"),
        (0, 24, "middle"),
    ]
    far = [(0, -26, "middle"), (14, -30, "start"), (0, 36, "middle"), (-14, 34, "end"), (26, 6, "start")]
    for label, a, b, colour in marks:
        label = fit(label, 170, frame.base, True)
        for (dx, dy, anchor), free in [
            *((p, [*taken, *line]) for p in near),
            *((p, taken) for p in [*near, *far]),
        ]:
            box = text_box(x(a) + dx, y(b) + dy, label, frame.base, anchor, True)
            if box.inside(bounds) and not any(box.meets(t, 2) for t in free):
                taken.append(
                    frame.canvas.text(
                        x(a) + dx,
                        y(b) + dy,
                        label,
                        size=frame.base,
                        anchor=anchor,
                        bold=True,
                        fill=var(colour),
                        halo=PAPER,
                    )
                )
                break


# --- 7 events ------------------------------------------------------------------------------------


class Event(TypedDict):
    """Something that happened, or was said to be about to."""

    date: date
    lane: str
    title: str
    end: NotRequired[date]
    """Last possible day, where only a month or a span is known."""
    display_date: NotRequired[str]
    """The date in words, such as "mid-September 2023"."""
    failed_claim: NotRequired[bool]
    """A claim that a deal was near, which it was not: drawn hollow."""
    source: NotRequired[str]


class Era(TypedDict):
    """A stretch of time behind the events."""

    start: date
    end: date | None
    """None runs to the end of the chart."""
    label: str
    kind: Literal["halt", "flow", "other"]


def timeline(
    events: Sequence[Event],
    eras: Sequence[Era] = (),
    lanes: Sequence[str] = (),
    *,
    until: date | None = None,
    **about: Unpack[About],
) -> Chart:
    """Dated events in lanes, numbered; the numbers are the first column of the table.

    Parameters
    ----------
    events : sequence of dict
        See `Event`; numbered by date.
    eras : sequence of dict
        See `Era`; shaded behind all lanes.
    lanes : sequence of str
        From top to bottom; lanes that only events name follow.
    until : date
        Right edge; `as_of` or the last event when absent.
    **about
        See `About`.

    Returns
    -------
    Chart
        Table: number, date, last possible date, lane, event, failed claim, source.
    """
    ordered = sorted(events, key=lambda e: (e["date"], e.get("end", e["date"]), e["lane"], e["title"]))
    failed = sum(1 for e in events if e.get("failed_claim"))
    title = f"{len(events)} events" + (
        f", {failed} of them claims of a deal that did not come" if failed else ""
    )
    frame = Frame("timeline", title, "Events by party; numbers refer to the list", about)
    header = ("number", "date", "until", "party", "event", "failed claim", "source")
    rows: list[tuple[Cell, ...]] = [
        (
            k,
            e.get("display_date", e["date"]),
            e.get("end"),
            e["lane"],
            e["title"],
            "yes" if e.get("failed_claim") else "no",
            e.get("source"),
        )
        for k, e in enumerate(ordered, 1)
    ]
    if not events and not eras:
        return _chart(frame, _empty(frame, "No events."), "Empty chart.", "date", header, rows)
    names = list(dict.fromkeys([*lanes, *(e["lane"] for e in ordered)]))
    starts = [e["date"] for e in ordered] + [e["start"] for e in eras]
    ends = [e.get("end", e["date"]) for e in ordered] + [e["end"] or e["start"] for e in eras]
    first, last = min(starts), max([*ends, until or about["as_of"]])
    pad = timedelta(days=max(2, (last - first).days // 60))
    first, last = first - pad, last + pad
    items: list[Swatch] = [
        ("pale", f"era-{kind}", words)
        for kind, words in (("halt", "Halted"), ("flow", "Flowing"))
        if any(e["kind"] == kind for e in eras)
    ]
    if failed:
        items.append(("ring", "ink-2", "Claim of an imminent deal that failed"))
    if any("end" in e for e in events):
        items.append(("span", "ink-2", "Exact day not known"))
    frame.legend(items)
    c = frame.canvas
    side = (
        0.0
        if frame.narrow
        else min(170.0, max((text_width(n, frame.base, True) for n in names), default=0.0) + 16)
    )
    x = Scale(first.toordinal(), last.toordinal(), frame.left + side, frame.right)
    era_top = frame.y + 6
    era_words, era_room = _era_places(eras, x, frame, era_top)
    top = era_top + era_room
    rows_of = [
        _stack_events([(k, e) for k, e in enumerate(ordered, 1) if e["lane"] == name], x) for name in names
    ]
    head = 20.0 if frame.narrow else 0.0
    heights = [head + 14 + 22 * max(1, 1 + max((r for r, *_ in stacked), default=0)) for stacked in rows_of]
    bottom = top + sum(heights)
    for era in eras:
        a, b = x(max(era["start"], first).toordinal()), x(min(era["end"] or last, last).toordinal())
        c.add(
            "rect",
            x=a,
            y=era_top,
            width=b - a,
            height=bottom - era_top,
            fill=var(f"era-{era['kind']}"),
            tip=era["label"],
        )
    for label, lx, ly in era_words:
        c.text(lx, ly, label, fill=INK2)
    axis_bottom = _time_axis(frame, x, first, last, bottom)
    y = top
    for k, (name, stacked, height) in enumerate(zip(names, rows_of, heights, strict=True)):
        c.line(frame.left, y, frame.right, y, GRID)
        if frame.narrow:
            c.text(
                frame.left,
                y + 16,
                fit(name, frame.inner, frame.base, True),
                size=frame.base,
                bold=True,
                fill=var(f"party-{k % 6 + 1}"),
            )
        else:
            lines = wrap(name, side - 12, frame.base, True, lines=2)
            c.lines(
                frame.left,
                y + height / 2 + 5 - (len(lines) - 1) * 8,
                lines,
                16,
                size=frame.base,
                bold=True,
                fill=var(f"party-{k % 6 + 1}"),
            )
        for row, number, event, a, b, at in stacked:
            _event_mark(frame, number, event, a, b, at, y + head + 18 + row * 22, var(f"party-{k % 6 + 1}"))
        y += height
    desc = "; ".join(f"{r[0]}. {r[4]}" for r in rows[:40])
    return _chart(frame, axis_bottom, desc, "date", header, rows)


def _era_places(
    eras: Sequence[Era], x: Scale, frame: Frame, top: float
) -> tuple[list[tuple[str, float, float]], float]:
    """Words of the eras with their places, on as many lines as they need; and the height of those lines."""
    taken: list[Box] = []
    found = []
    deepest = 0.0
    for era in sorted(eras, key=lambda e: e["start"]):
        a = x(era["start"].toordinal())
        room = x.end - max(a, x.start) - 10
        lines = wrap(era["label"], room if room > 80 else x.end - x.start - 10, frame.small, lines=2)
        width = max((text_width(line, frame.small) for line in lines), default=0.0)
        lx = min(max(a, x.start) + 5, x.end - 4 - width)
        for level in range(9):
            ly = top + 15 + level * 17
            boxes = [text_box(lx, ly + 16 * k, line, frame.small) for k, line in enumerate(lines)]
            if not any(box.meets(t, 4) for t in taken for box in boxes):
                taken += boxes
                found += [(line, lx, ly + 16 * k) for k, line in enumerate(lines)]
                deepest = max(deepest, 22.0 + level * 17 + 16 * (len(lines) - 1))
                break
    return found, deepest


_Stacked = tuple[int, int, Event, float, float, float]
"""Row within the lane, number, event, left and right end of its span, place of its marker."""


def _stack_events(events: Sequence[tuple[int, Event]], x: Scale) -> list[_Stacked]:
    """Rows within a lane such that no two markers touch."""
    ends: list[float] = []
    found: list[_Stacked] = []
    for number, event in events:
        a, b = x(event["date"].toordinal()), x(event.get("end", event["date"]).toordinal())
        half = _marker_half(number)
        at = min(max((a + b) / 2, x.start + half + 5), x.end - half - 5)
        wing = 5 if b > a else 0
        left, right = min(a, at - half - wing), max(b, at + half + wing)
        row = next((r for r, end in enumerate(ends) if left >= end + 2), len(ends))
        if row == len(ends):
            ends.append(right)
        else:
            ends[row] = right
        found.append((row, number, event, a, b, at))
    return found


def _marker_half(number: int) -> float:
    return max(9.0, text_width(str(number), 12, True) / 2 + 4)


def _event_mark(
    frame: Frame, number: int, event: Event, a: float, b: float, at: float, y: float, colour: str
) -> None:
    c, half = frame.canvas, _marker_half(number)
    tip = f"{number}. {event.get('display_date', _fmt_date(event['date']))}: {event['title']}"
    if b > a:
        left, right = min(a, at - half - 5), max(b, at + half + 5)
        c.rect(left, y - 4, right - left, 8, colour, rx=4, opacity=0.5)
    hollow = bool(event.get("failed_claim"))
    c.rect(
        at - half,
        y - 9,
        2 * half,
        18,
        PAPER if hollow else colour,
        rx=9,
        stroke=colour if hollow else None,
        stroke_width=1.8 if hollow else None,
        tip=tip,
    )
    c.text(at, y + 4.3, str(number), size=12, anchor="middle", bold=True, fill=colour if hollow else PAPER)


# --- 8 sensitivity -------------------------------------------------------------------------------


class Swing(TypedDict):
    """What one input does to the probability."""

    name: str
    low: str
    """The input's low value, in words with its unit."""
    high: str
    p_low: float
    """Probability at the low value, 0..1."""
    p_high: float


def tornado(
    swings: Sequence[Swing],
    base: float,
    *,
    top: int = 12,
    what: str = "P(resumed by the horizon)",
    **about: Unpack[About],
) -> Chart:
    """How far each input alone moves a probability, largest first.

    Parameters
    ----------
    swings : sequence of dict
        See `Swing`.
    base : float
        Probability with every input at its central value.
    top : int
        How many to draw; the table has all.
    what : str
        The probability in words.
    **about
        See `About`.

    Returns
    -------
    Chart
        Table: input, low value, probability at low, high value, probability at high, swing.
    """
    _check_share("base", [base])
    _check_share("swings", [p for s in swings for p in (s["p_low"], s["p_high"])])
    ranked = sorted(swings, key=lambda s: (-abs(s["p_high"] - s["p_low"]), s["name"]))
    title = "No input was varied"
    if ranked:
        least, most = sorted((ranked[0]["p_low"], ranked[0]["p_high"]))
        title = f"{ranked[0]['name']} matters most: {_fmt_percent(least)} to {_fmt_percent(most)}"
    frame = Frame("tornado", title, f"{what} when one input takes its low or high value, %", about)
    header = ("input", "low value", "probability at low", "high value", "probability at high", "swing")
    table = [
        (s["name"], s["low"], s["p_low"], s["high"], s["p_high"], abs(s["p_high"] - s["p_low"]))
        for s in ranked
    ]
    if not ranked:
        return _chart(frame, _empty(frame, "No inputs."), "Empty chart.", "probability", header, table)
    c = frame.canvas
    frame.legend([("bar", "outside", "At the input's low value"), ("bar", "inside", "At its high value")])
    shown = ranked[:top]
    values = [base, *(p for s in shown for p in (s["p_low"], s["p_high"]))]
    room = 0.0 if frame.narrow else min(250.0, max(text_width(s["name"], frame.base) for s in shown) + 12)

    def label(value: str, p: float) -> str:
        return _fmt_percent(p) if frame.narrow else f"{fit(value, 120, frame.small)}: {_fmt_percent(p)}"

    edge = (
        max(
            text_width(label(v, p), frame.small)
            for s in shown
            for v, p in ((s["low"], s["p_low"]), (s["high"], s["p_high"]))
        )
        + 12
    )
    x = Scale(min(values), max(values), frame.left + room + edge, frame.right - edge)
    if x.low == x.high:
        x = Scale(x.low - 0.01, x.high + 0.01, x.start, x.end)
    step = 56 if frame.narrow else 32
    y0 = frame.y + 24
    bottom = y0 + step * len(shown)
    for k, s in enumerate(shown):
        y = y0 + step * k + (36 if frame.narrow else 17)
        if frame.narrow:
            high, low = fit(s["high"], 80, 12), fit(s["low"], 80, 12)
            at = frame.right - text_width(high, 12) - 12
            c.text(frame.right, y - 15, high, size=12, anchor="end", fill=var("inside"))
            c.text(at, y - 15, low, size=12, anchor="end", fill=var("outside"))
            c.text(
                frame.left,
                y - 15,
                fit(s["name"], at - text_width(low, 12) - frame.left - 12, frame.base, True),
                size=frame.base,
                bold=True,
                halo=PAPER,
            )
        else:
            _row_name(frame, s["name"], y, room)
        sides = [("low", s["low"], s["p_low"], "outside"), ("high", s["high"], s["p_high"], "inside")]
        for _, value, p, colour in sorted(sides, key=lambda t: -abs(t[2] - base)):
            left, right = sorted((x(p), x(base)))
            c.rect(
                left,
                y - 9,
                max(right - left, 0.8),
                18,
                var(colour),
                tip=f"{s['name']} {value}: {_fmt_percent(p)}",
            )
        lower, upper = sorted(sides, key=lambda t: t[2])
        c.text(min(x(lower[2]), x(base)) - 6, y + 4.5, label(lower[1], lower[2]), anchor="end", halo=PAPER)
        c.text(max(x(upper[2]), x(base)) + 6, y + 4.5, label(upper[1], upper[2]), halo=PAPER)
    c.line(x(base), y0 - 2, x(base), bottom, INK, stroke_width=1.6)
    words = f"Central case {_fmt_percent(base)}"
    half = text_width(words, frame.small, True) / 2
    c.text(
        min(max(x(base), frame.left + half), frame.right - half), y0 - 8, words, anchor="middle", bold=True
    )
    if len(ranked) > top:
        bottom += 16
        c.text(
            frame.left,
            bottom,
            f"{len(ranked) - top} more inputs, each moving it less, are in the table.",
            fill=INK2,
        )
    desc = f"Central {_fmt_percent(base)}. " + "; ".join(
        f"{s['name']} {_fmt_percent(s['p_low'])} to {_fmt_percent(s['p_high'])}" for s in shown
    )
    return _chart(frame, bottom + 4, desc, "probability", header, table)


# --- 9 drivers -----------------------------------------------------------------------------------


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
