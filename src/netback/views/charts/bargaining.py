"""What a deal could give each party."""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import NotRequired, TypedDict, Unpack

from netback.views.charts.frame import (
    GRID,
    INK,
    INK2,
    PAPER,
    _chart,
    _check_finite,
    _empty,
    _row_name,
    _row_rooms,
)
from netback.views.svg import (
    About,
    Box,
    Cell,
    Chart,
    Format,
    Frame,
    Point,
    Scale,
    Swatch,
    _fmt,
    _fmt_signed,
    fit,
    line_path,
    num,
    text_box,
    text_width,
    ticks,
    var,
)

__all__ = ["Stake", "bargaining_frontier", "bargaining_zone"]


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
