"""Routes on a map."""

import math
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Literal, NotRequired, TypedDict, Unpack

import numpy as np

from netback.views import geo
from netback.views.charts.frame import AXIS, INK, INK2, PAPER, _chart, _check_finite, _empty, _kind_colour
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
    fit,
    line_path,
    num,
    text_box,
    text_width,
    ticks,
    var,
)

__all__ = [
    "KINDS_OF_PLACE",
    "MODE_NAMES",
    "MapArc",
    "MapNode",
    "MapOverlay",
    "NodeKind",
    "World",
    "route_map",
]


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
