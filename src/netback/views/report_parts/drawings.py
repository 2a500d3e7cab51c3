"""Charts of the report that rank ranges: one row a party, term or figure, drawn with the frame all charts share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Unpack

from netback.views.charts import Chart
from netback.views.svg import About, Cell, Format, Frame, Scale, Swatch, fit, text_width, ticks, var, wrap

__all__ = ["Row", "range_rows"]

INK, INK2, GRID, AXIS, PAPER = (var(n) for n in ("ink", "ink-2", "grid", "axis", "paper"))


@dataclass(frozen=True)
class Row:
    """One row.

    Parameters
    ----------
    name : str
    dot : float or None
        The value.
    band : (float, float) or None
        Its 80 % band, drawn as a strong bar.
    wide : (float, float) or None
        What is allowed or reported, drawn as a pale bar.
    mark : float or None
        A second value, drawn as a ring.
    under : str
        A second line below the name.
    right : str
        Verdict or figure at the right edge.
    bad : bool
        Whether `right` is in the warning colour.
    unit : str
        Unit, where every row has its own scale.
    """

    name: str
    dot: float | None
    band: tuple[float, float] | None = None
    wide: tuple[float, float] | None = None
    mark: float | None = None
    under: str = ""
    right: str = ""
    bad: bool = False
    unit: str = ""

    @property
    def values(self) -> list[float]:
        """Every number of the row."""
        single = [v for v in (self.dot, self.mark) if v is not None]
        return [*single, *(self.band or ()), *(self.wide or ())]


def range_rows(
    kind: str,
    rows: Sequence[Row],
    *,
    title: str,
    drawn: str,
    unit: str,
    header: Sequence[str],
    table: Sequence[Sequence[Cell]],
    legend: Sequence[Swatch],
    right_title: str = "",
    shared: bool = True,
    signs: bool = False,
    label_dot: bool = True,
    names: float = 300.0,
    fmt: Format,
    **about: Unpack[About],
) -> Chart:
    """Rows of values with their bands; on one scale with a zero line, or each row on its own.

    Parameters
    ----------
    kind : str
        Names the chart for its style class.
    rows : sequence of Row
    title, drawn, unit : str
        The finding; what is drawn; unit of the main quantity.
    header, table
        The table twin.
    legend : sequence of Swatch
    right_title : str
        Over the right column.
    shared : bool
        One scale for all rows; else every row runs from its least to its greatest number.
    signs : bool
        Colour bars left of zero as losses, right of it as gains.
    label_dot : bool
        Print the dot's value above it.
    names : float
        Most room for names, px, on a wide chart.
    fmt : callable
        Writes values.
    **about
        See `About`.

    Returns
    -------
    Chart
    """
    frame = Frame(kind, title, drawn, about)
    c, small = frame.canvas, frame.small
    frame.legend(legend)
    right_room = max(
        (text_width(w, frame.base, True) for w in (*(r.right for r in rows), right_title)), default=0.0
    )
    room = 0.0 if frame.narrow else min(names, max((_name_room(r, frame) for r in rows), default=0.0) + 18)
    right = frame.right - (right_room + 16 if right_room else 0.0)
    edge = max((text_width(fmt(v), small) for r in rows for v in r.values), default=0.0) + 10
    start, end = frame.left + room + edge, right - edge
    step = (74.0 if label_dot else 64.0) if frame.narrow else 46.0
    top = frame.y + (22 if right_title or shared else 6)
    bottom = top + step * len(rows)
    if right_title:
        c.text(frame.right, top - 6, right_title, anchor="end", fill=INK2)
    if shared:
        every = [v for r in rows for v in r.values] + [0.0]
        scale = Scale(min(every), max(every) if max(every) > min(every) else min(every) + 1, start, end)
        for tick in ticks(scale.low, scale.high, 3 if frame.narrow else 6):
            c.line(
                scale(tick),
                top,
                scale(tick),
                bottom,
                INK if tick == 0 else GRID,
                stroke_width=1.4 if tick == 0 else 1,
            )
            c.text(scale(tick), bottom + 16, fmt(tick) if tick else "0", anchor="middle", fill=INK2)
    for k, row in enumerate(rows):
        y = top + step * k + ((52 if label_dot else 46) if frame.narrow else 25)
        if k and not frame.narrow:
            c.line(frame.left, top + step * k, frame.right, top + step * k, GRID)
        _words(frame, row, y, room, right)
        x = scale if shared else _own_scale(row, start, end)
        _marks(frame, row, x, y, fmt, shared, signs, label_dot)
    desc = "; ".join(
        f"{r.name} {fmt(r.dot)}{' ' + r.unit if r.unit else ''}" for r in rows if r.dot is not None
    )
    svg = frame.finish(bottom + (22 if shared else 6), desc or "No rows.")
    cells = tuple(tuple(row) for row in table)
    return Chart(svg, frame.title, unit, about["source"], about["as_of"], (tuple(header), cells))


def _name_room(row: Row, frame: Frame) -> float:
    return max(text_width(row.name, frame.base, True), text_width(row.under, frame.small))


def _own_scale(row: Row, start: float, end: float) -> Scale:
    low, high = min(row.values, default=0.0), max(row.values, default=1.0)
    if low == high:
        low, high = low - 1, high + 1
    return Scale(low, high, start, end)


def _words(frame: Frame, row: Row, y: float, names: float, right: float) -> None:
    """Name, second line and right column of a row."""
    c = frame.canvas
    if frame.narrow:
        name = fit(row.name, frame.inner - text_width(row.under, frame.small) - 10, frame.base, True)
        c.text(frame.left, y - 28, name, size=frame.base, bold=True, halo=PAPER)
        c.text(frame.right, y - 28, row.under, anchor="end", fill=INK2)
    elif row.under:
        c.text(frame.left, y - 2, fit(row.name, names - 12, frame.base, True), size=frame.base, bold=True)
        c.text(frame.left, y + 14, fit(row.under, names - 12, frame.small), fill=INK2)
    else:
        lines = wrap(row.name, names - 12, frame.base, True, lines=2)
        c.lines(frame.left, y + 5 - 8 * (len(lines) - 1), lines, 16, size=frame.base, bold=True)
    if row.right:
        colour = var("warn") if row.bad else INK
        c.text(frame.right, y + 5, row.right, size=frame.base, anchor="end", bold=True, fill=colour)


def _marks(
    frame: Frame, row: Row, x: Scale, y: float, fmt: Format, shared: bool, signs: bool, label_dot: bool
) -> None:
    """Bars, dot and ring of a row, and the numbers at the ends of its widest bar."""
    c = frame.canvas
    if not shared:
        c.line(x.start, y, x.end, y, GRID)
    if row.wide:
        c.rect(x(row.wide[0]), y - 9, max(x(row.wide[1]) - x(row.wide[0]), 1.5), 18, var("band"))
    if row.band:
        low, high = row.band
        if signs:
            if low < 0:
                c.rect(x(low), y - 6, x(min(high, 0)) - x(low), 12, var("warn"), opacity=0.5)
            if high > 0:
                c.rect(x(max(low, 0)), y - 6, x(high) - x(max(low, 0)), 12, var("deal"), opacity=0.5)
        else:
            c.rect(x(low), y - 5, max(x(high) - x(low), 1.5), 10, var("inside"), opacity=0.55)
    if row.mark is not None:
        c.circle(x(row.mark), y, 6, PAPER, stroke=INK, stroke_width=1.8, tip=f"{row.name}: {fmt(row.mark)}")
    ends = row.wide or row.band
    if row.dot is not None:
        c.circle(x(row.dot), y, 6, INK, stroke=PAPER, stroke_width=1.5, tip=f"{row.name}: {fmt(row.dot)}")
    spots = [v for v in (*(ends or ()), row.dot) if v is not None]
    if not spots:
        return
    least, most = min(spots), max(spots)
    c.text(x(least) - 9, y + 4.5, fmt(least), anchor="end", fill=INK2, halo=PAPER)
    if fmt(most) != fmt(least):
        c.text(x(most) + 9, y + 4.5, fmt(most), fill=INK2, halo=PAPER)
    if label_dot and row.dot is not None and ends and fmt(row.dot) not in (fmt(least), fmt(most)):
        c.text(x(row.dot), y - 11, fmt(row.dot), anchor="middle", bold=True, halo=PAPER)
