"""Flows, local prices and outside conditions: which equation they solve, with the numbers in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from netback.views.explain_parts.evidence import statements_below, value_below, value_node
from netback.views.explain_parts.tree import Explanation, Make, Node, Walk, made
from netback.views.tables import count, kbd, month, number, percent, usd_bbl

if TYPE_CHECKING:
    from netback.flows import FlowSolution

_MOST_WAYS = 6

__all__ = ["arc_node", "driver_node", "limit_node", "place_node", "stream_node"]


def _written(walk: Walk, *paths: str) -> list[tuple[str, Make]]:
    """Those of the values that the case has and somebody wrote, as children."""
    case = walk.case
    return [value_below(p) for p in paths if p in case.values and (not case.places or p in case.places)]


def _acting(walk: Walk, target: str) -> list[tuple[str, Make]]:
    """Drivers with an effect on a part of the network, as children."""
    found = []
    for name, driver in walk.case.file.drivers.items():
        if any(target in effect.on for effect in driver.effects):
            found.append((f"drivers.{name}", made(driver_node, name)))
    return found


def arc_node(walk: Walk, name: str) -> Explanation:
    """Flow on an arc: how much of its room is used, and what one more barrel would earn."""
    net = walk.case.file.network
    arc = net.arcs[name]
    key, path = name, f"network.arcs.{name}"
    label = arc.name or f"{net.nodes[arc.from_].name} to {net.nodes[arc.to].name}"
    texts: list[str] = []
    facts: list[tuple[str, str]] = []
    for s in walk.flows.solutions:
        row = next(r for r in s.rows if r.kind == "arc" and r.id == name)
        texts.append(f"{s.world} {kbd(row.flow_kbd)} kb/d")
        facts.append((s.world, _used(row.flow_kbd, row.capacity_kbd, row.worth_usd_bbl)))
        facts.append((f"a barrel more, {s.world}", _margin(walk, s, name)))
    facts += [("controlled by", arc.controlled_by or ""), ("note", arc.note)]
    children = _written(walk, f"{path}.capacity", f"{path}.tariff", f"{path}.loss")
    children += _written(walk, *(f"{path}.open.{w}" for w in ("standstill", "deal")))
    children += _acting(walk, path)
    children += [
        (f"network.limits.{n}", made(limit_node, n)) for n, limit in net.limits.items() if name in limit.over
    ]
    children += [(n, made(place_node, n)) for n in (arc.from_, arc.to)]
    equation = (
        "flow = what the allocation that earns most in all sends this way, at most its capacity times the factor of "
        "each driver's level"
    )
    node = Node(
        "flow", key, f"{label} ({name}), {month(walk.month)}", "; ".join(texts), unit="kb/d", equation=equation,
        place=walk.place(path), facts=tuple(f for f in facts if f[1]),
        data={s.world: {"flow_kbd": s.flow(name)} for s in walk.flows.solutions},
    )  # fmt: skip
    return Explanation(node, (*statements_below(walk, key, arc.cites), *walk.below(key, children)))


def _used(flow: float, room: float, worth: float) -> str:
    if room <= 0:
        return "shut: no room in this world or at these levels"
    used = f"{kbd(flow)} of {kbd(room)} kb/d"
    if worth > 0.005:
        return f"{used}: full; one more barrel a day of room is worth {usd_bbl(worth)} USD"
    return f"{used}: not what holds the flow back"


def _margin(walk: Walk, s: FlowSolution, name: str) -> str:
    """What the next barrel on an arc earns, as an equation."""
    arc = walk.case.file.network.arcs[name]
    loss = walk.case.number(f"network.arcs.{name}.loss", walk.month)
    tariff = walk.case.number(f"network.arcs.{name}.tariff", walk.month)
    end, start = s.price(arc.to), s.price(arc.from_)
    kept = f" × {percent(1 - loss, 1)} kept" if loss else ""
    return (
        f"{usd_bbl(end)} at {arc.to}{kept} - {usd_bbl(start)} at {arc.from_} - {usd_bbl(tariff)} tariff = "
        f"{usd_bbl(end * (1 - loss) - start - tariff)} USD/bbl"
    )


def limit_node(walk: Walk, name: str) -> Explanation:
    """A limit shared by several fields and arcs."""
    limit = walk.case.file.network.limits[name]
    path, key = f"network.limits.{name}", f"network.limits.{name}"
    texts: list[str] = []
    facts: list[tuple[str, str]] = []
    for s in walk.flows.solutions:
        row = next((r for r in s.rows if r.kind == "limit" and r.id == name), None)
        if row is not None:
            texts.append(f"{s.world} {kbd(row.flow_kbd)} kb/d")
            facts.append((s.world, _used(row.flow_kbd, row.capacity_kbd, row.worth_usd_bbl)))
    facts += [("over", ", ".join(limit.over)), ("kept by", limit.holder or ""), ("note", limit.note)]
    node = Node(
        "limit", key, f"{limit.name} ({name})", "; ".join(texts), unit="kb/d", place=walk.place(path),
        equation="the sum over its fields and arcs stays at or below the cap", facts=tuple(f for f in facts if f[1]),
    )  # fmt: skip
    children = [*_written(walk, f"{path}.cap"), *_acting(walk, path)]
    return Explanation(node, (*statements_below(walk, key, limit.cites), *walk.below(key, children)))


def place_node(walk: Walk, name: str) -> Explanation:
    """A node: its local price, and what sets it; for a field what it produces, for a market what it pays."""
    place = walk.case.file.network.nodes[name]
    path = f"network.nodes.{name}"
    texts: list[str] = []
    facts: list[tuple[str, str]] = []
    for s in walk.flows.solutions:
        row = next((r for r in s.rows if r.id == name and r.kind in ("field", "market", "node")), None)
        texts.append(f"{s.world} {usd_bbl(s.price(name))} USD/bbl")
        if row is not None:
            facts.append((s.world, _used(row.flow_kbd, row.capacity_kbd, row.worth_usd_bbl)))
        facts += [(f"into it, {s.world}", line) for line in _ways(walk, s, name, into=True)]
        facts += [(f"out of it, {s.world}", line) for line in _ways(walk, s, name, into=False)]
    facts += [("controlled by", place.controlled_by or ""), ("note", place.note)]
    children = _written(
        walk, f"{path}.capacity", f"{path}.lifting_cost", f"{path}.price.times", f"{path}.price.discount",
        f"{path}.price.fixed", *(f"{path}.open.{w}" for w in ("standstill", "deal")),
    )  # fmt: skip
    if place.price is not None:
        steps = range(len(place.price.steps))
        children += _written(
            walk, *(f"{path}.price.steps.{k}.{x}" for k in steps for x in ("volume", "less"))
        )
        if place.price.benchmark:
            benchmark = place.price.benchmark
            children.append((f"drivers.{benchmark}", made(driver_node, benchmark)))
    children += _acting(walk, path)
    children += [(n, made(place_node, n)) for n in _price_setters(walk, name)]
    equation = "local price = what one more barrel there would earn: the dual of the node's balance"
    if place.price is not None:
        factor = "benchmark × times - discount" if place.price.benchmark else "fixed"
        equation = f"price = {factor}, less what the step reached takes off; a full market's next barrel earns its next step"
    elif place.kind == "field":
        equation = (
            "it produces while a barrel's local price is at least its lifting cost, at most its capacity"
        )
    node = Node(
        "price", name, f"{place.name} ({name}), {month(walk.month)}: local price", "; ".join(texts), unit="USD/bbl",
        equation=equation, place=walk.place(path), facts=tuple(f for f in facts if f[1]),
        data={s.world: {"price_usd_bbl": s.price(name)} for s in walk.flows.solutions},
    )  # fmt: skip
    return Explanation(node, (*statements_below(walk, name, place.cites), *walk.below(name, children)))


def _next_to(
    walk: Walk, s: FlowSolution, name: str, *, into: bool
) -> Iterator[tuple[str, str, float, float, float]]:
    """(arc, its other end, what a barrel here is worth by it, its flow, its room) for each arc with room."""
    for arc_name, arc in walk.case.file.network.arcs.items():
        if (arc.to if into else arc.from_) != name:
            continue
        row = next(r for r in s.rows if r.kind == "arc" and r.id == arc_name)
        if row.capacity_kbd <= 0:
            continue
        kept = 1 - walk.case.number(f"network.arcs.{arc_name}.loss", walk.month)
        tariff = walk.case.number(f"network.arcs.{arc_name}.tariff", walk.month)
        if into:
            yield (
                arc_name,
                arc.from_,
                (s.price(arc.from_) + tariff) / kept if kept else 0.0,
                row.flow_kbd,
                row.capacity_kbd,
            )
        else:
            yield arc_name, arc.to, s.price(arc.to) * kept - tariff, row.flow_kbd, row.capacity_kbd


def _ways(walk: Walk, s: FlowSolution, name: str, *, into: bool) -> list[str]:
    """Lines on the arcs at a node, the best first."""
    ways = sorted(_next_to(walk, s, name, into=into), key=lambda w: (w[3] <= 1e-6, -w[2], w[0]))
    lines = []
    for arc, end, worth, flow, room in ways[:_MOST_WAYS]:
        state = "full" if flow >= room - 1e-6 else "used" if flow > 1e-6 else "empty"
        verb = f"{usd_bbl(worth)} USD/bbl from {end}" if into else f"earns {usd_bbl(worth)} USD/bbl at {end}"
        lines.append(f"{arc}: {verb}; {state}, {kbd(flow)} of {kbd(room)} kb/d")
    if len(ways) > _MOST_WAYS:
        lines.append(f"{count(len(ways) - _MOST_WAYS, 'arc')} more")
    return lines


def _price_setters(walk: Walk, name: str) -> list[str]:
    """Other ends of arcs that are used, have room left and earn just the local price: there the price comes from."""
    found = []
    for s in walk.flows.solutions:
        for into in (False, True):
            for _, end, worth, flow, room in _next_to(walk, s, name, into=into):
                if abs(worth - s.price(name)) < 1e-6 and 1e-6 < flow < room - 1e-6:
                    found.append(end)
    return list(dict.fromkeys(found))


def driver_node(walk: Walk, name: str) -> Explanation:
    """An outside condition: its level in the month, what it was read from, how it moves and what it does."""
    from netback.case.drivers import observe, rules_of

    case = walk.case
    spec = case.file.drivers[name]
    o = observe(case, name, walk.month)
    key, path = f"drivers.{name}", f"drivers.{name}"
    held = (case.held or {}).get(name)
    text = o.level or f"{usd_bbl(o.price)} USD/bbl"
    facts: list[tuple[str, str]] = []
    children: list[tuple[str, Make]] = []
    if held is not None:
        facts.append(("", f"held by the scenario {case.scenario} at {held}"))
    elif spec.kind == "price":
        facts.append(("series", f"{spec.series}" + ("" if o.fresh else ", last value carried on")))
        facts.append(("source", _series_source(walk, spec.series)))
    elif spec.kind == "chain":
        facts.append(
            (
                "seen",
                "in that month"
                if o.fresh
                else "earlier, carried on"
                if o.statements
                else f"never; starts {spec.start}",
            )
        )
    owner = name
    equation = (
        "the benchmark reverts to its mean"
        if spec.kind == "price"
        else "a level moves to another by a monthly chance"
    )
    if spec.kind == "pressure":
        owner, _ = rules_of(case, name)
        equation = "score = weight of each contact × 0.5 ^ (months since / half-life), added up; the level is where it falls"
        if np.isfinite(o.score):
            facts.append(("score", number(o.score, 2)))
        facts.append(("who on whom", f"{spec.by} on {spec.on}"))
    prefix = f"drivers.{owner}."
    own = [p for p in case.values if p.startswith((f"{path}.", prefix))]
    children += _written(walk, *own)
    said = statements_below(walk, key, o.statements)
    node = Node(
        "driver", key, f"{spec.name} ({name}), {month(walk.month)}", text, None if o.level else o.price, None, None,
        "" if o.level else "USD/bbl", equation, walk.place(path), tuple(f for f in facts if f[1]),
    )  # fmt: skip
    return Explanation(node, (*said, *walk.below(key, children)))


def _series_source(walk: Walk, name: str) -> str:
    series = walk.case.series.get(name)
    source = walk.case.ledger.sources.get(series.source) if series else None
    if series is None:
        return ""
    return (
        f"{source.publisher}, {source.address or source.title or ''}".rstrip(", ")
        if source
        else series.source
    )


def stream_node(walk: Walk, name: str) -> Explanation:
    """A stream of barrels: how many, and what they fetch."""
    stream = walk.case.file.streams[name]
    key = f"streams.{name}"
    texts = []
    for w in walk.money.worlds:
        pay = walk.money.payments[walk.month, w]
        k = list(walk.case.file.streams).index(name)
        barrels, price = float(pay.barrels_kbd[0, 0, k]), float(pay.price_usd_bbl[0, 0, k])
        at = f" at {usd_bbl(price)} USD/bbl" if barrels > 0 else ""
        texts.append(f"{w} {kbd(barrels)} kb/d{at}")
    where = (
        f"the average price at {stream.market}"
        if stream.market
        else f"the local price at {stream.node}"
        if stream.node
        else "its stated price"
    )
    children: list[tuple[str, Make]] = [(n, made(carrier_node, n)) for n in stream.over]
    place = stream.market or stream.node
    children += [(place, made(place_node, place))] if place else [value_below(f"{key}.price")]
    node = Node(
        "stream", key, f"{stream.name} ({name})", "; ".join(texts), unit="kb/d",
        equation=f"barrels of {' + '.join(stream.over)}; each fetches {where}", place=walk.place(key),
    )  # fmt: skip
    return Explanation(node, walk.below(key, children))


def carrier_node(walk: Walk, name: str) -> Explanation:
    """Whatever carries barrels under a name: an arc, a field or a market."""
    if name in walk.case.file.network.arcs:
        return arc_node(walk, name)
    if name in walk.case.file.network.nodes:
        return place_node(walk, name)
    return value_node(walk, name)
