"""A small SVG writer: escaped text, measured labels, axes, and the frame that every chart shares.

Nothing here knows what a chart means. `Canvas` writes elements, `Frame` adds headline, subtitle, legend,
notes and source around a plot, and the functions below measure and place text so that labels meet neither
each other nor the edge.
"""

import csv
import hashlib
import io
import math
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from html import escape
from typing import Required, TypedDict

from netback.views import theme

Cell = str | int | float | date | None
"""One value of a table twin, unformatted."""

Point = tuple[float, float]
Format = Callable[[float], str]
"""A number in, its text out."""

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WIDTHS = {
    **dict.fromkeys(" !,./:;I[]\\ft·\u00a0", 278),
    **dict.fromkeys("ijl'’‘", 222),
    **dict.fromkeys('"', 355),
    **dict.fromkeys("()-r`“”", 333),
    **dict.fromkeys("*", 389),
    **dict.fromkeys("|{}", 334),
    **dict.fromkeys("+<=>~−×±≥≤", 584),
    **dict.fromkeys("ckszvxyJ", 500),
    **dict.fromkeys("FTZ", 611),
    **dict.fromkeys("&ABEKPSVXY", 667),
    **dict.fromkeys("CDHNRUw", 722),
    **dict.fromkeys("GOQ", 778),
    **dict.fromkeys("mM", 833),
    "%": 889,
    "W": 944,
    "@": 1015,
    "—": 1000,
    "…": 1000,
    "→": 1000,
    "↑": 600,
    **dict.fromkeys("✓✕", 920),
}
_UNSAFE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]"
)


class About(TypedDict, total=False):
    """What every chart is told besides its data."""

    source: Required[str]
    """Where the numbers come from, one line."""
    as_of: Required[date]
    """The day up to which they are known."""
    headline: str
    """The finding; when absent the chart states its own from the data."""
    subtitle: str
    """What is drawn, with its unit; when absent the chart writes it."""
    note: str
    """A remark above the source line, such as "Illustrative data"."""
    narrow: bool
    """Draw for a 390 px screen."""


@dataclass(frozen=True)
class Chart:
    """A drawn chart and the numbers behind it."""

    svg: str
    """One `<svg>` element, themed by CSS variables."""
    title: str
    """The finding, as printed above the plot."""
    unit: str
    """Unit of the main quantity."""
    source: str
    """Where the numbers come from."""
    as_of: date
    """The day up to which they are known."""
    table: tuple[tuple[str, ...], tuple[tuple[Cell, ...], ...]]
    """Header and rows: the same numbers as the marks, unformatted."""
    svg_narrow: str = ""
    """The variant for small screens, if drawn (see `both`)."""

    def figure(self) -> str:
        """Wide and narrow SVG in one `<figure>`; the style sheet shows the one that fits."""
        return f'<figure class="nb-figure">{self.svg}{self.svg_narrow}</figure>'

    def standalone(self, colours: str = "light") -> str:
        """The wide SVG with its colours written in, for a file of its own; "light" or "dark"."""
        return theme.resolve(self.svg, colours)

    def _repr_svg_(self) -> str:
        """What a notebook shows."""
        return self.standalone()

    def csv(self) -> str:
        """The table twin as CSV (RFC 4180), safe to open in a spreadsheet."""
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(_csv_cell(cell) for cell in self.table[0])
        writer.writerows([_csv_cell(cell) for cell in row] for row in self.table[1])
        return out.getvalue()


def both(draw: Callable[[bool], Chart]) -> Chart:
    """Draw a chart wide and narrow.

    Parameters
    ----------
    draw : callable
        Takes `narrow` and returns the chart: `both(lambda narrow: tornado(rows, ..., narrow=narrow))`.

    Returns
    -------
    Chart
        The wide chart, carrying the narrow one in `svg_narrow`.
    """
    return replace(draw(False), svg_narrow=draw(True).svg)


def _csv_cell(cell: Cell) -> Cell:
    if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + cell
    return cell


# --- numbers and dates as text -------------------------------------------------------------------


def _fmt(value: float, decimals: int | None = None) -> str:
    """A number for a label: thousands separated, true minus, no needless decimals."""
    if not math.isfinite(value):
        return "?"
    if decimals is None:
        size = abs(value)
        decimals = 0 if size >= 10 or value == round(value) else 1 if size >= 1 else 2
    text = f"{value:,.{decimals}f}"
    if float(text.replace(",", "")) == 0:
        text = text.lstrip("-")
    return text.replace("-", "−")


def _fmt_signed(value: float) -> str:
    text = _fmt(value)
    return text if text.startswith("−") or not text.strip("0.") else "+" + text


def _fmt_percent(share: float) -> str:
    """A probability for a label; values that are not 0 or 1 never print as if they were."""
    if 0 < share < 0.005:
        return "<1%"
    if 0.995 < share < 1:
        return ">99%"
    return _fmt(100 * share, 0) + "%"


def _fmt_date(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def percents(shares: Sequence[float]) -> list[int]:
    """Whole percentages that add up exactly as the shares do (largest remainder)."""
    exact = [100 * s for s in shares]
    whole = [math.floor(e + 1e-9) for e in exact]
    missing = round(sum(exact)) - sum(whole)
    for k in sorted(range(len(exact)), key=lambda k: whole[k] - exact[k])[: max(missing, 0)]:
        whole[k] += 1
    return whole


# --- text: safe, measured, wrapped ---------------------------------------------------------------


def clean(text: str) -> str:
    """Text without characters that XML forbids or that reverse the reading order."""
    return _UNSAFE.sub("", str(text))


def esc(text: str) -> str:
    """Text as XML character data or attribute value: it can never become markup."""
    return escape(clean(text), quote=True)


def text_width(text: str, size: float, bold: bool = False) -> float:
    """Estimated width of a line of text, px, in Helvetica or a font of its widths."""
    units = 0
    for char in text:
        base = unicodedata.normalize("NFD", char)[0]
        if base in _WIDTHS:
            units += _WIDTHS[base]
        elif unicodedata.east_asian_width(char) in "WF":
            units += 1000
        elif unicodedata.combining(char):
            continue
        else:
            units += 556 if ord(char) < 0x250 else 640
    return units / 1000 * size * (1.08 if bold else 1.01)


def fit(text: str, width: float, size: float, bold: bool = False) -> str:
    """The text, shortened with an ellipsis where it would be wider than `width`."""
    text = clean(text)
    if text_width(text, size, bold) <= width:
        return text
    while text and text_width(text + "…", size, bold) > width:
        text = text[:-1]
    return text.rstrip() + "…" if text else ""


def wrap(text: str, width: float, size: float, bold: bool = False, lines: int = 99) -> list[str]:
    """The text broken into at most `lines` lines no wider than `width`."""
    done: list[str] = []
    line = ""
    words = clean(text).split()
    for k, word in enumerate(words):
        trial = f"{line} {word}".strip()
        if text_width(trial, size, bold) <= width:
            line = trial
            continue
        if line and len(done) == lines - 1:
            return [*done, fit(" ".join([line, *words[k:]]), width, size, bold)]
        if line:
            done.append(line)
        line = word
        while text_width(line, size, bold) > width and len(done) < lines - 1:
            cut = max(
                1, next((n for n in range(len(line), 0, -1) if text_width(line[:n], size, bold) <= width), 1)
            )
            done.append(line[:cut])
            line = line[cut:]
    return [*done, fit(line, width, size, bold)] if line else done


def spread(targets: Sequence[float], sizes: Sequence[float], low: float, high: float) -> list[float]:
    """Centres as near as possible (least squares) to their targets, without overlap.

    Parameters
    ----------
    targets : sequence of float
        Where each centre would like to be.
    sizes : sequence of float
        Room that each needs, in the same unit.
    low, high : float
        Bounds; met whenever the sizes fit between them.

    Returns
    -------
    list of float
        Centres in the order of `targets`.
    """
    order = sorted(range(len(targets)), key=lambda k: (targets[k], k))
    offsets, total = {}, 0.0
    for k in order:
        offsets[k] = total + sizes[k] / 2
        total += sizes[k]
    blocks: list[tuple[float, list[int]]] = []
    for k in order:
        mean, members = targets[k] - offsets[k], [k]
        while blocks and blocks[-1][0] >= mean:
            other, earlier = blocks.pop()
            mean = (other * len(earlier) + mean * len(members)) / (len(earlier) + len(members))
            members = earlier + members
        blocks.append((mean, members))
    result = [0.0] * len(targets)
    for mean, members in blocks:
        start = max(low, min(mean, high - total))
        for k in members:
            result[k] = start + offsets[k]
    return result


@dataclass(frozen=True)
class Box:
    """An upright rectangle, px."""

    x0: float
    y0: float
    x1: float
    y1: float

    def meets(self, other: "Box", gap: float = 0.0) -> bool:
        """Whether the two come nearer than `gap`."""
        return (
            self.x0 < other.x1 + gap
            and other.x0 < self.x1 + gap
            and self.y0 < other.y1 + gap
            and other.y0 < self.y1 + gap
        )

    def inside(self, other: "Box") -> bool:
        """Whether this box lies wholly within the other."""
        return self.x0 >= other.x0 and self.x1 <= other.x1 and self.y0 >= other.y0 and self.y1 <= other.y1


def text_box(x: float, y: float, text: str, size: float, anchor: str = "start", bold: bool = False) -> Box:
    """The box of a line of text whose baseline begins, centres or ends at (x, y)."""
    width = text_width(text, size, bold)
    left = x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
    return Box(left, y - 0.76 * size, left + width, y + 0.23 * size)


# --- scales and ticks ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Scale:
    """A linear scale from data to px."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        span = self.high - self.low
        share = 0.5 if span == 0 else (value - self.low) / span
        return self.start + share * (self.end - self.start)


def ticks(low: float, high: float, about: int) -> list[float]:
    """Round numbers covering low..high, about `about` of them."""
    if not high > low:
        return [low]
    raw = (high - low) / max(1, about)
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(m * power for m in (1, 2, 2.5, 5, 10) if raw <= m * power * 1.0001)
    first = math.ceil(low / step - 1e-9)
    return [k * step for k in range(first, math.floor(high / step + 1e-9) + 1)]


def month_ticks(first: date, last: date, about: float) -> list[tuple[date, str, str]]:
    """Month or year marks between two dates: (day, label, year to print below or "")."""
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    step = next((s for s in (1, 3, 6, 12, 24, 60, 120, 240) if months / s <= about), 600)
    found: list[tuple[date, str, str]] = []
    k = first.year * 12 + first.month - 1
    k = -(-k // step) * step
    seen = None
    while k // 12 < 9999 and (day := date(k // 12, k % 12 + 1, 1)) <= last:
        if day >= first:
            year = "" if step >= 12 or day.year == seen else str(day.year)
            found.append((day, str(day.year) if step >= 12 else _MONTHS[day.month - 1], year))
            seen = day.year
        k += step
    return found


# --- the writer ----------------------------------------------------------------------------------


def var(name: str) -> str:
    """The CSS variable of that name, as an attribute value."""
    return f"var(--nb-{name})"


def num(value: float) -> str:
    """A coordinate with one decimal at most."""
    text = f"{value:.1f}"
    text = text.removesuffix(".0")
    return "0" if text == "-0" else text


def line_path(points: Sequence[Point], close: bool = False) -> str:
    """A path through points: absolute start, then short relative steps without drift."""
    if not points:
        return ""
    tenths = [(round(x * 10), round(y * 10)) for x, y in points]
    parts = [f"M{num(tenths[0][0] / 10)},{num(tenths[0][1] / 10)}"]
    before, letter = tenths[0], "l"
    for now in tenths[1:]:
        dx, dy = now[0] - before[0], now[1] - before[1]
        if dx or dy:
            step_x, step_y = _short(dx), _short(dy)
            parts.append(f"{letter}{step_x}{'' if step_y[0] == '-' else ','}{step_y}")
            letter = ""
        before = now
    path = parts[0]
    for part in parts[1:]:
        path += part if part[0] in "l-" else " " + part
    return path + "z" if close else path


def _short(tenths: int) -> str:
    return num(tenths / 10).replace("0.", ".", 1) if abs(tenths) < 10 else num(tenths / 10)


class Canvas:
    """Collects SVG elements; every string that enters is escaped here and nowhere else."""

    size = 13.0
    """Font size of the root element, px; text of this size carries no attribute."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self.texts: list[tuple[Box, str]] = []
        """Boxes of all text drawn so far."""

    def add(self, tag: str, *, tip: str = "", **attributes: str | float | None) -> None:
        """One element; `tip` becomes its `<title>`. Attribute `stroke_width` is written `stroke-width`."""
        opening = f"<{tag}{_attributes(attributes)}"
        self._parts.append(f"{opening}><title>{esc(tip)}</title></{tag}>" if tip else f"{opening}/>")

    @contextmanager
    def group(self, tag: str = "g", **attributes: str | float | None) -> Iterator[None]:
        """A `<g>` (or other container) around what is drawn inside the `with`."""
        self._parts.append(f"<{tag}{_attributes(attributes)}>")
        yield
        self._parts.append(f"</{tag}>")

    def path(self, d: str, **attributes: str | float | None) -> None:
        """A path, unfilled unless `fill` is given."""
        attributes.setdefault("fill", "none")
        tip = str(attributes.pop("tip", "") or "")
        self.add("path", tip=tip, d=d, **attributes)

    def line(
        self, x1: float, y1: float, x2: float, y2: float, stroke: str, **attributes: str | float | None
    ) -> None:
        """A straight line."""
        self.path(f"M{num(x1)},{num(y1)}L{num(x2)},{num(y2)}", stroke=stroke, **attributes)

    def rect(
        self, x: float, y: float, width: float, height: float, fill: str, **attributes: str | float | None
    ) -> None:
        """A rectangle; negative sizes are drawn as nothing."""
        tip = str(attributes.pop("tip", "") or "")
        self.add(
            "rect", tip=tip, x=x, y=y, width=max(0.0, width), height=max(0.0, height), fill=fill, **attributes
        )

    def circle(self, x: float, y: float, r: float, fill: str, **attributes: str | float | None) -> None:
        """A circle."""
        tip = str(attributes.pop("tip", "") or "")
        self.add("circle", tip=tip, cx=x, cy=y, r=r, fill=fill, **attributes)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float | None = None,
        fill: str | None = None,
        anchor: str = "start",
        bold: bool = False,
        italic: bool = False,
        halo: str | None = None,
    ) -> Box:
        """One line of text with its baseline at y; returns its box. `halo` is a colour behind the letters."""
        text = clean(text)
        size = self.size if size is None else size
        attributes: dict[str, str | float | None] = {
            "x": x,
            "y": y,
            "font_size": None if size == self.size else size,
            "fill": fill,
            "text_anchor": None if anchor == "start" else anchor,
            "font_weight": 700 if bold else None,
            "font_style": "italic" if italic else None,
        }
        if halo:
            attributes |= {
                "stroke": halo,
                "stroke_width": 3,
                "stroke_opacity": ".8",
                "stroke_linejoin": "round",
                "paint_order": "stroke",
            }
        self._parts.append(f"<text{_attributes(attributes)}>{esc(text)}</text>")
        box = text_box(x, y, text, size, anchor, bold)
        self.texts.append((box, text))
        return box

    def lines(self, x: float, y: float, lines: Sequence[str], leading: float, **style: object) -> float:
        """Several lines of text from the first baseline y; returns the baseline after the last."""
        for line in lines:
            self.text(x, y, line, **style)  # type: ignore[arg-type]
            y += leading
        return y

    def render(self) -> str:
        """All elements as one string."""
        return "".join(self._parts)


def _attributes(attributes: dict[str, str | float | None]) -> str:
    out = ""
    for name, value in attributes.items():
        if value is None:
            continue
        text = esc(value) if isinstance(value, str) else num(value)
        out += f' {name.rstrip("_").replace("_", "-")}="{text}"'
    return out


Swatch = tuple[str, str, str]
"""Legend entry: shape ("line", "dash", "dot", "ring", "bar"), colour variable name, label."""


class Frame:
    """Headline, subtitle and legend above a plot; notes, source and date below it.

    Draw on `canvas` from `y` downward, between `left` and `right`, then call `finish`.
    """

    def __init__(self, kind: str, title: str, subtitle: str, about: About) -> None:
        self.narrow = about.get("narrow", False)
        self.width = 390.0 if self.narrow else 960.0
        self.left = 14.0 if self.narrow else 20.0
        self.right = self.width - self.left
        self.small = 12.0 if self.narrow else 13.0
        self.kind = kind
        self.title = about.get("headline", title)
        self.subtitle = about.get("subtitle", subtitle)
        self.about = about
        self.canvas = Canvas()
        self.canvas.size = self.small
        seed = repr((kind, self.title, self.subtitle, self.narrow))
        self.id = "nb" + hashlib.sha256(seed.encode("utf-8", "replace")).hexdigest()[:8]
        head, sub = (18.0, 13.0) if self.narrow else (22.0, 15.0)
        y = self.canvas.lines(
            self.left, 12 + head, wrap(self.title, self.inner, head, True), head * 1.22, size=head, bold=True
        )
        y = self.canvas.lines(
            self.left,
            y - head * 1.22 + sub * 1.75,
            wrap(self.subtitle, self.inner, sub),
            sub * 1.35,
            size=sub,
            fill=var("ink-2"),
        )
        self.y = y - sub * 1.35 + 14
        self.base = self.small + 1

    @property
    def inner(self) -> float:
        """Width between the margins, px."""
        return self.right - self.left

    def legend(self, items: Sequence[Swatch]) -> None:
        """A row of swatches with their words, wrapped; moves `y` below it."""
        self.key([(partial(self._swatch, shape, var(colour)), 28.0, label) for shape, colour, label in items])

    def key(self, items: Sequence[tuple[Callable[[float, float], None], float, str]]) -> None:
        """Like `legend`, with anything for a swatch: (draws at its left end and middle, its width, label)."""
        if not items:
            return
        x, y = self.left, self.y + 10
        for draw, room, label in items:
            label = fit(label, self.inner - room, self.small)
            width = room + text_width(label, self.small) + 14
            if x > self.left and x + width - 14 > self.right:
                x, y = self.left, y + self.small * 1.55
            draw(x, y - self.small * 0.35)
            self.canvas.text(x + room, y, label, fill=var("ink-2"))
            x += width
        self.y = y + 12

    def _swatch(self, shape: str, colour: str, x: float, y: float) -> None:
        if shape == "bar":
            self.canvas.rect(x + 3, y - 5.5, 18, 11, colour)
        elif shape == "dot":
            self.canvas.circle(x + 12, y, 5.5, colour)
        elif shape == "ring":
            self.canvas.circle(x + 12, y, 5, var("paper"), stroke=colour, stroke_width=1.6)
        elif shape == "pale":
            self.canvas.rect(x + 3, y - 5.5, 18, 11, colour, stroke=var("axis"), stroke_width=0.6)
        elif shape == "span":
            self.canvas.rect(x, y - 4, 24, 8, colour, rx=4, opacity=0.45)
        elif shape == "thin":
            self.canvas.line(x, y, x + 23, y, colour, stroke_width=1.4, stroke_dasharray="2 3")
        else:
            dash = "6 4" if shape == "dash" else None
            self.canvas.line(x, y, x + 23, y, colour, stroke_width=2 if dash else 3, stroke_dasharray=dash)

    def finish(self, bottom: float, desc: str) -> str:
        """The complete `<svg>`, with notes and source below `bottom`."""
        size = 12.0
        y = bottom + 22
        dated = f"As of {_fmt_date(self.about['as_of'])}"
        source = f"Source: {clean(self.about['source'])}"
        joined = f"{source} · {dated}"
        tail = [joined] if text_width(joined, size) <= self.inner else [source, dated]
        for line in (self.about.get("note", ""), *tail):
            y = self.canvas.lines(
                self.left, y, wrap(line, self.inner, size), size * 1.4, size=size, fill=var("ink-2")
            )
        height = math.ceil(y - size * 1.4 + 14)
        variant = "nb-narrow" if self.narrow else "nb-wide"
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="nb-chart {variant} nb-{esc(self.kind)}" role="img" '
            f'viewBox="0 0 {num(self.width)} {height}" width="100%" aria-labelledby="{self.id}-t" aria-describedby="{self.id}-d" '
            f'font-family="{esc(theme.FONT)}" font-size="{num(self.small)}" fill="{var("ink")}">'
            f'<title id="{self.id}-t">{esc(self.title)}</title><desc id="{self.id}-d">{esc(desc)}</desc>'
            f'<rect width="{num(self.width)}" height="{height}" fill="{var("paper")}"/>{self.canvas.render()}</svg>'
        )
