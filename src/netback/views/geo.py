"""From longitude and latitude to px: projection, base map, clipping and simplification.

The base map is read from the package (`basemap/README.md` says what it is and how it draws borders).
Outlines are simplified arc by arc after projection, so that neighbours keep a common border and a map
carries no more points than it can show.
"""

import gzip
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
LonLat = tuple[float, float]
Point = tuple[float, float]

BORDERS_NOTE = "Borders as drawn by Natural Earth (de facto)"
BASEMAP = "Natural Earth 1:50m, version 4.1.0, de facto borders"

DISPLAY_NAMES: Mapping[str, str] = {
    "Turkey": "Türkiye",
    "Macedonia": "North Macedonia",
    "eSwatini": "Eswatini",
    "S. Sudan": "South Sudan",
    "Dem. Rep. Congo": "DR Congo",
    "Central African Rep.": "Central African Republic",
    "Bosnia and Herz.": "Bosnia and Herzegovina",
    "Dominican Rep.": "Dominican Republic",
    "Eq. Guinea": "Equatorial Guinea",
    "United States of America": "United States",
    "United Arab Emirates": "UAE",
    "W. Sahara": "Western Sahara",
    "N. Cyprus": "Northern Cyprus",
}
"""Names to print, by Natural Earth's name; names not listed print as they are."""

EARTH_RADIUS_KM = 6371.0088
"""Mean radius, IUGG."""


@dataclass(frozen=True)
class BaseMap:
    """Decoded outlines: arcs in degrees, and countries as rings of arc numbers."""

    arcs: tuple[Array, ...]
    countries: tuple[tuple[str, tuple[tuple[int, ...], ...]], ...]
    """(Natural Earth name, rings); ~n in a ring is arc n backwards."""
    shared: frozenset[int]
    """Arcs between two countries; all others are coast."""


@cache
def base_map() -> BaseMap:
    """The shipped base map, decoded once."""
    raw = resources.files("netback.views.basemap").joinpath("countries-50m.json.gz").read_bytes()
    content = json.loads(gzip.decompress(raw))
    scale, shift = content["transform"]["scale"], content["transform"]["translate"]
    arcs = tuple(np.cumsum(np.array(a, dtype=np.float64), axis=0) * scale + shift for a in content["arcs"])
    countries = tuple(
        (name, tuple(tuple(ring) for polygon in polygons for ring in polygon))
        for _, name, polygons in content["countries"]
    )
    seen: dict[int, int] = {}
    for _, rings in countries:
        for ring in rings:
            for arc in ring:
                seen[arc if arc >= 0 else ~arc] = seen.get(arc if arc >= 0 else ~arc, 0) + 1
    return BaseMap(arcs, countries, frozenset(k for k, n in seen.items() if n > 1))


# --- projection ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Projection:
    """Lambert conformal conic, or Mercator near the equator; unit sphere, y upward."""

    centre: LonLat
    cone: float
    """Sine of the cone's half angle; 0 is Mercator."""
    factor: float = 1.0

    def __call__(self, points: Array) -> Array:
        """Project points of shape (n, 2), degrees."""
        lon = np.radians((points[:, 0] - self.centre[0] + 180.0) % 360.0 - 180.0)
        lat = np.radians(np.clip(points[:, 1], -84.0, 84.0))
        rise = np.log(np.tan(np.pi / 4 + lat / 2))
        if self.cone == 0:
            return np.column_stack([lon, rise])
        rho = self.factor / self.cone * np.exp(-self.cone * rise)
        return np.column_stack([rho * np.sin(self.cone * lon), -rho * np.cos(self.cone * lon)])


def choose_projection(points: Array) -> Projection:
    """The conformal projection that suits the points: standard parallels at 1/6 and 5/6 of their height."""
    lon0, south, width, height = _extent(points)
    north = south + height
    centre = (lon0 + width / 2, (south + north) / 2)
    if south < 0 < north or max(abs(south), abs(north)) < 12 or width > 150:
        return Projection(centre, 0.0)
    one, two = math.radians(south + height / 6), math.radians(north - height / 6)
    rise = [math.log(math.tan(math.pi / 4 + p / 2)) for p in (one, two)]
    cone = (
        math.sin(one)
        if abs(two - one) < 1e-6
        else math.log(math.cos(one) / math.cos(two)) / (rise[1] - rise[0])
    )
    return Projection(centre, cone, math.cos(one) * math.exp(cone * rise[0]))


def _extent(points: Array) -> tuple[float, float, float, float]:
    """West edge, south edge, width and height in degrees; the box may cross 180 degrees."""
    lon = np.sort(points[:, 0] % 360.0)
    gaps = np.diff(np.append(lon, lon[0] + 360.0))
    widest = int(np.argmax(gaps))
    west = float(lon[(widest + 1) % len(lon)])
    return west, float(points[:, 1].min()), 360.0 - float(gaps[widest]), float(np.ptp(points[:, 1]))


@dataclass(frozen=True)
class View:
    """A projection fitted to a rectangle of px, y downward."""

    projection: Projection
    scale: float
    """Px per unit of the projection."""
    shift: tuple[float, float]
    width: float
    height: float

    def __call__(self, points: Sequence[LonLat] | Array) -> Array:
        """Px of points given as (longitude, latitude), shape (n, 2)."""
        flat = self.projection(np.asarray(points, dtype=np.float64).reshape(-1, 2))
        return np.column_stack(
            [flat[:, 0] * self.scale + self.shift[0], self.shift[1] - flat[:, 1] * self.scale]
        )

    def lonlat(self, px: Array) -> Array:
        """Longitude and latitude of points of the map, shape (n, 2)."""
        x, y = (px[:, 0] - self.shift[0]) / self.scale, (self.shift[1] - px[:, 1]) / self.scale
        cone, lon0 = self.projection.cone, self.projection.centre[0]
        if cone == 0:
            lon, rise = x, y
        else:
            side = np.sign(cone)
            lon = np.arctan2(x * side, -y * side) / cone
            rise = -np.log(np.maximum(np.hypot(x, y), 1e-9) * abs(cone) / self.projection.factor) / cone
        lat = 2 * np.arctan(np.exp(np.clip(rise, -4, 4))) - np.pi / 2
        return np.column_stack([np.degrees(lon) + lon0, np.degrees(lat)])

    def km_per_px(self) -> float:
        """Ground length of one px at the centre of the map."""
        lon, lat = self.projection.centre
        ends = self(np.array([[lon, lat - 0.05], [lon, lat + 0.05]]))
        return math.radians(0.1) * EARTH_RADIUS_KM / float(np.hypot(*(ends[1] - ends[0])))


def fit_view(
    points: Sequence[LonLat], width: float, shapes: tuple[float, float], margin: float = 0.15
) -> View:
    """A view of all points plus a margin.

    Parameters
    ----------
    points : sequence of (longitude, latitude)
        Everything to be seen; at least one. Degrees.
    width : float
        Px.
    shapes : (float, float)
        Least and greatest height of the map as a share of its width.
    margin : float
        Room added around the points, as a share of their extent.

    Returns
    -------
    View
    """
    ends = np.asarray(points, dtype=np.float64).reshape(-1, 2)
    projection = choose_projection(ends)
    flat = projection(ends)
    low, high = flat.min(axis=0), flat.max(axis=0)
    size = np.maximum(high - low, 0.01) * (1 + 2 * margin)
    height = width * min(max(float(size[1] / size[0]), shapes[0]), shapes[1])
    scale = min(width / float(size[0]), height / float(size[1]))
    middle = (low + high) / 2
    shift = (width / 2 - float(middle[0]) * scale, height / 2 + float(middle[1]) * scale)
    return View(projection, scale, shift, width, height)


# --- clipping and simplification -------------------------------------------------------------------


def simplify(points: Array, tolerance: float) -> Array:
    """Douglas and Peucker's line simplification; the ends stay."""
    if len(points) < 3:
        return points
    keep = np.zeros(len(points), dtype=bool)
    keep[[0, -1]] = True
    stack = [(0, len(points) - 1)]
    while stack:
        i, j = stack.pop()
        if j - i < 2:
            continue
        chord, inner = points[j] - points[i], points[i + 1 : j] - points[i]
        length = float(np.hypot(*chord))
        if length < 1e-9:
            off = np.hypot(inner[:, 0], inner[:, 1])
        else:
            along = np.clip(inner @ chord / length**2, 0.0, 1.0)
            rest = inner - along[:, None] * chord
            off = np.hypot(rest[:, 0], rest[:, 1])
        worst = int(np.argmax(off))
        if off[worst] > tolerance:
            keep[i + 1 + worst] = True
            stack += [(i, i + 1 + worst), (i + 1 + worst, j)]
    return points[keep]


def clip_ring(ring: Array, box: tuple[float, float, float, float]) -> Array:
    """The part of a closed ring inside a box (x0, y0, x1, y1), by Sutherland and Hodgman."""
    for axis, bound, sign in ((0, box[0], 1.0), (0, box[2], -1.0), (1, box[1], 1.0), (1, box[3], -1.0)):
        if len(ring) == 0:
            return ring
        off = (ring[:, axis] - bound) * sign
        inside = off >= 0
        if inside.all():
            continue
        after, off_after, inside_after = np.roll(ring, -1, axis=0), np.roll(off, -1), np.roll(inside, -1)
        crossing = inside != inside_after
        share = np.divide(off, off - off_after, out=np.zeros_like(off), where=crossing)
        cut = ring + share[:, None] * (after - ring)
        both = np.empty((2 * len(ring), 2))
        both[0::2], both[1::2] = ring, cut
        flags = np.empty(2 * len(ring), dtype=bool)
        flags[0::2], flags[1::2] = inside, crossing
        ring = both[flags]
    return ring


def clip_line(line: Array, box: tuple[float, float, float, float]) -> list[Array]:
    """The pieces of a line inside a box (x0, y0, x1, y1), by Liang and Barsky."""
    pieces: list[Array] = []
    current: list[tuple[float, float]] = []
    for (ax, ay), (bx, by) in zip(line[:-1].tolist(), line[1:].tolist(), strict=True):
        start, end = 0.0, 1.0
        for delta, low, high in ((bx - ax, box[0] - ax, box[2] - ax), (by - ay, box[1] - ay, box[3] - ay)):
            if delta == 0:
                if low > 0 or high < 0:
                    end = -1.0
                continue
            one, two = sorted((low / delta, high / delta))
            start, end = max(start, one), min(end, two)
        if start > end:
            continue
        a = (ax + start * (bx - ax), ay + start * (by - ay))
        b = (ax + end * (bx - ax), ay + end * (by - ay))
        if not current or current[-1] != a:
            if len(current) > 1:
                pieces.append(np.array(current))
            current = [a]
        current.append(b)
    if len(current) > 1:
        pieces.append(np.array(current))
    return pieces


# --- outlines of a view ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Outlines:
    """What a view shows of the base map, px."""

    land: dict[str, list[Array]] = field(default_factory=dict)
    """Closed rings by Natural Earth name."""
    borders: list[Array] = field(default_factory=list)
    coasts: list[Array] = field(default_factory=list)


def outlines(view: View, tolerance: float = 0.4) -> Outlines:
    """Land, borders and coasts within a view, clipped and simplified to `tolerance` px."""
    world = base_map()
    found = Outlines()
    box = (-4.0, -4.0, view.width + 4.0, view.height + 4.0)
    window = _window(view)
    lines: dict[int, Array] = {}
    for name, rings in world.countries:
        for ring in rings:
            degrees = np.concatenate([_arc(world, a)[:-1] for a in ring])
            if not _may_show(degrees, view, window):
                continue
            if _goes_round(degrees, view):
                wholes = _cut_at_back(degrees, view)
            else:
                for arc in ring:
                    k = arc if arc >= 0 else ~arc
                    if k not in lines:
                        lines[k] = simplify(view(world.arcs[k]), tolerance)
                wholes = [np.concatenate([(lines[a] if a >= 0 else lines[~a][::-1])[:-1] for a in ring])]
            for whole in wholes:
                clipped = clip_ring(whole, box)
                if len(clipped) > 2 and float(np.ptp(clipped, axis=0).max()) > 1.5:
                    found.land.setdefault(name, []).append(clipped)
    for k, line in lines.items():
        if len(line) == 2 or float(np.ptp(line, axis=0).max()) > 1.5:
            (found.borders if k in world.shared else found.coasts).extend(clip_line(line, box))
    return found


def _window(view: View) -> tuple[float, float, float]:
    """Half width in longitude, and south and north, of a box of degrees that holds the view."""
    frame = np.array([(x, y) for x in np.linspace(0, view.width, 9) for y in np.linspace(0, view.height, 9)])
    degrees = view.lonlat(frame)
    lat = degrees[:, 1]
    return (
        min(179.0, float(np.abs(_from_centre(degrees, view)).max()) + 2),
        float(lat.min()) - 2,
        float(lat.max()) + 2,
    )


def _arc(world: BaseMap, number: int) -> Array:
    return world.arcs[number] if number >= 0 else world.arcs[~number][::-1]


def _from_centre(points: Array, view: View) -> Array:
    """Longitude east of the map's centre, -180..180."""
    return (points[:, 0] - view.projection.centre[0] + 180.0) % 360.0 - 180.0


def _may_show(points: Array, view: View, window: tuple[float, float, float]) -> bool:
    """Whether a ring of degrees can reach the view."""
    half, south, north = window
    if points[:, 1].max() < south or points[:, 1].min() > north:
        return False
    lon = _from_centre(points, view)
    return bool(
        (np.abs(lon) <= half).any()
        or (lon.min() < -half and lon.max() > half and not _goes_round(points, view))
    )


def _goes_round(points: Array, view: View) -> bool:
    """Whether a ring crosses the meridian at the back of the projection."""
    lon = _from_centre(points, view)
    return bool(np.abs(np.diff(np.append(lon, lon[0]))).max() > 180)


def _cut_at_back(points: Array, view: View) -> list[Array]:
    """A ring that crosses the back, cut there and projected, px."""
    lon = np.unwrap(_from_centre(points, view), period=360.0)
    parts = []
    for turn in (-360.0, 0.0, 360.0):
        part = clip_ring(np.column_stack([lon + turn, points[:, 1]]), (-179.9, -84.0, 179.9, 84.0))
        if len(part) > 2:
            parts.append(view(part + (view.projection.centre[0], 0.0)))
    return parts


def label_spots(rings: Sequence[Array], view: View, width: float, height: float) -> list[Point]:
    """Centres at which a label of that size lies inside a shape, farthest from its edges first, px."""
    if not rings:
        return []
    ring = max(rings, key=lambda r: float(np.prod(np.ptp(r, axis=0))))
    low = np.maximum(ring.min(axis=0), 0.0) + (width / 2, height / 2)
    high = np.minimum(ring.max(axis=0), (view.width, view.height)) - (width / 2, height / 2)
    if (high - low).min() <= 0:
        return []
    grid = np.array(
        [(x, y) for x in np.linspace(low[0], high[0], 17) for y in np.linspace(low[1], high[1], 17)]
    )
    fits = np.ones(len(grid), dtype=bool)
    for dx in (-width / 2, -width / 4, 0.0, width / 4, width / 2):
        for dy in (-height / 2, height / 2):
            fits &= contains(ring, grid + (dx, dy))
    grid = grid[fits]
    after = np.roll(ring, -1, axis=0)
    step = after - ring
    length2 = np.maximum((step**2).sum(axis=1), 1e-9)
    away = grid[:, None, :] - ring[None, :, :]
    along = np.clip((away * step).sum(axis=2) / length2, 0, 1)
    off = np.linalg.norm(away - along[:, :, None] * step, axis=2).min(axis=1, initial=np.inf)
    return [(float(grid[k, 0]), float(grid[k, 1])) for k in np.argsort(-np.round(off, 3), kind="stable")]


def contains(ring: Array, points: Array) -> NDArray[np.bool_]:
    """Whether each point lies inside a closed ring (even-odd rule)."""
    after = np.roll(ring, -1, axis=0)
    x, y = points[:, :1], points[:, 1:]
    ax, ay, bx, by = ring[:, 0], ring[:, 1], after[:, 0], after[:, 1]
    rise = np.where(by == ay, 1e-9, by - ay)
    crosses = ((ay > y) != (by > y)) & (x < (bx - ax) * (y - ay) / rise + ax)
    return np.asarray(crosses.sum(axis=1) % 2 == 1)
