"""What the charts share: colours, names of kinds, checks, the time axis and the headings of rows."""

import math
from collections.abc import Mapping, Sequence
from datetime import date

from netback.views.svg import Cell, Chart, Frame, Scale, fit, month_ticks, text_width, var, wrap

Rows = tuple[tuple[Cell, ...], ...]
INK, INK2, GRID, AXIS, PAPER = (var(n) for n in ("ink", "ink-2", "grid", "axis", "paper"))
KIND_NAMES: Mapping[str, str] = {
    "pipeline": "Pipeline",
    "truck": "Truck",
    "ship": "Ship",
    "local": "Local use",
    "other": "Other",
    "unaccounted": "Unaccounted",
}


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


def _kind_colour(kind: str) -> str:
    return "unaccounted" if kind == "unaccounted" else f"kind-{kind}" if kind in KIND_NAMES else "kind-other"


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
