"""Barrels from fields to markets."""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NotRequired, TypedDict, Unpack

import numpy as np

from netback.views.charts.frame import INK2, KIND_NAMES, PAPER, _chart, _empty, _kind_colour
from netback.views.svg import About, Chart, Format, Frame, _fmt, num, var, wrap

__all__ = ["SankeyLink", "SankeyNode", "sankey", "sankey_order"]


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
