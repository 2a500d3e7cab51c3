"""3 Where the barrels go: map and Sankey in both worlds, local price, table."""

from __future__ import annotations

from collections.abc import Iterable

from netback.case.schema import World
from netback.flows.solve import FlowSolution
from netback.views import charts, geo
from netback.views.report_parts import words
from netback.views.report_parts.facts import Facts
from netback.views.report_parts.html import Html, fill, join, tag
from netback.views.report_parts.page import Page

__all__ = ["WORLDS", "crowd", "finding", "map_parts", "map_title", "section"]

WORLDS: tuple[tuple[World, str], ...] = (("standstill", "Standstill: today"), ("deal", "Under a deal"))
_KIND: dict[str, charts.NodeKind] = {
    "field": "field", "hub": "hub", "storage": "hub", "gathering": "hub", "metering": "hub", "pump_station": "hub",
    "refinery": "refinery", "border": "border", "port": "port", "market": "market",
}  # fmt: skip
_FLOWING = 0.05


def _measured(facts: Facts, world: World) -> float | None:
    """Barrels at the place where "resumed" is measured, kb/d."""
    r = facts.case.file.resolution
    solution = facts.flows.at(facts.month, world)
    if r is None:
        return None
    known = {row.id for row in solution.rows if row.kind in ("arc", "field", "market")}
    if r.measured_at in known:
        return solution.flow(r.measured_at)
    arcs = facts.case.file.network.arcs
    return sum(solution.flow(k) for k, a in arcs.items() if a.to == r.measured_at and k in known)


def _outlets(facts: Facts, world: World) -> dict[str, float]:
    """Barrels reaching the markets of the case's part of the network, by outlet, kb/d."""
    solution = facts.flows.at(facts.month, world)
    nodes = facts.case.file.network.nodes
    found: dict[str, float] = {}
    for key, arc in facts.case.file.network.arcs.items():
        if arc.to in nodes and nodes[arc.to].kind == "market" and arc.from_ in facts.inside:
            kind = arc.outlet or arc.mode
            found[kind] = found.get(kind, 0.0) + solution.flow(key)
    return found


def finding(facts: Facts) -> str:
    """Title of the section, from the numbers."""
    before, after = _measured(facts, "standstill"), _measured(facts, "deal")
    others = sorted(((v, k) for k, v in _outlets(facts, "standstill").items() if v > _FLOWING), reverse=True)
    tail = ""
    if others:
        first = others[:2]
        tail = "; now " + words.listed([f"{words.kbd(v)} go {_by(k)}" for v, k in first])
    if before is None or after is None:
        return "Where the barrels go today, and under a deal" + tail
    return f"A deal would put {words.kbd(after)} kb/d through the line where {words.kbd(before)} flow today{tail}"


def _by(outlet: str) -> str:
    return {
        "truck": "by truck",
        "local": "to local use",
        "pipeline": "by pipeline",
        "handover": "to the state’s refineries",
    }.get(outlet, f"by {outlet.replace('_', ' ')}")


def section(page: Page, facts: Facts) -> Html:
    """The section."""
    return tag(
        "section",
        tag("p", "Where the barrels go", class_="eyebrow"),
        tag("h2", finding(facts), id="barrels-title"),
        tag("p", _lead(page, facts)),
        _map(page, facts),
        _sankeys(page, facts),
        tag("h3", "Barrels by outlet and local prices"),
        _table(page, facts),
        id="barrels",
        aria_labelledby="barrels-title",
    )


def _lead(page: Page, facts: Facts) -> Html:
    case = facts.case
    nodes = case.file.network.nodes
    prices = [case.file.streams[s].node for s in case.file.streams]
    where = next((n for n in prices if n), None)
    parts: list[Html] = []
    if where is not None and where in facts.flows.at(facts.month, "standstill").arrays.nodes:
        stuck, free = (facts.flows.at(facts.month, w).price(where) for w in ("standstill", "deal"))
        parts.append(
            fill(
                "A barrel at {place} is worth {stuck} USD today and would be worth {free} under a deal. ",
                place=nodes[where].name,
                stuck=page.computed(words.price(stuck), "how-flows"),
                free=page.computed(words.price(free), "how-flows"),
            )
        )
    left_out = sorted({n.group for k, n in nodes.items() if k not in facts.inside})
    if left_out:
        names = words.listed([f"“{g}”" if g else "other" for g in left_out])
        solution = facts.flows.at(facts.month, "standstill")
        size = sum(solution.flow(k) for k, n in nodes.items() if n.kind == "field" and k not in facts.inside)
        parts.append(
            fill(
                "Drawn is the part of the network the case calls “{group}”. The rest ({names}, {size} kb/d) is solved with it, "
                "since a shared quota can couple them, but would dwarf it in the drawings. ",
                group=facts.group,
                names=names,
                size=page.computed(words.kbd(size), "how-flows"),
            )
        )
    parts.append(Html("These are the flows of the central case in the month of the as-of date."))
    return join(parts)


def map_parts(facts: Facts) -> tuple[list[charts.MapNode], list[charts.MapArc]]:
    """Places and routes for the map; places without coordinates are left out, with their routes."""
    network = facts.case.file.network
    solutions = {w: facts.flows.at(facts.month, w) for w, _ in WORLDS}
    arcs: list[charts.MapArc] = []
    touched: set[str] = set()
    for key in facts.arcs:
        arc = network.arcs[key]
        a, b = network.nodes[arc.from_], network.nodes[arc.to]
        if a.at is None or b.at is None or arc.mode == "process" or arc.from_ == arc.to:
            continue
        if _short(a.at, b.at):
            touched |= {arc.from_, arc.to}
            continue
        flow: dict[str, float | None] = {w: solutions[w].flow(key) for w, _ in WORLDS}
        if max(v or 0.0 for v in flow.values()) <= _FLOWING:
            continue
        touched |= {arc.from_, arc.to}
        arcs.append(
            {
                "id": key,
                "source": arc.from_,
                "target": arc.to,
                "kbd": flow,
                "points": [(a.at[1], a.at[0]), *((lon, lat) for lat, lon in arc.via), (b.at[1], b.at[0])],
                "quality": arc.line,
                "mode": {"rail": "truck"}.get(arc.mode, arc.mode),
                "name": arc.name or f"{a.name} to {b.name}",
            }
        )
    used = {n for arc in arcs for n in (arc["source"], arc["target"])}
    places: list[charts.MapNode] = []
    for key in network.nodes:
        node = network.nodes[key]
        if key in used and node.at is not None:
            places.append(
                {
                    "id": key,
                    "name": words.brief(node.name),
                    "lat": node.at[0],
                    "lon": node.at[1],
                    "kind": _KIND[node.kind],
                    "key": node.kind in ("port", "market", "border"),
                }
            )
    return places, arcs


def _short(a: tuple[float, float], b: tuple[float, float]) -> bool:
    """Whether two places are one on a map of countries."""
    return abs(a[0] - b[0]) < 0.06 and abs(a[1] - b[1]) < 0.06


def crowd(places: Iterable[charts.MapNode]) -> list[str]:
    """The places that lie close together, to be shown closer; none where they all spread."""
    known = list(places)
    near = []
    for p in known:
        close = sum(1 for q in known if abs(p["lat"] - q["lat"]) < 1.2 and abs(p["lon"] - q["lon"]) < 1.5) - 1
        if close >= 4:
            near.append(p["id"])
    return near if 5 <= len(near) < len(known) else []


def _map(page: Page, facts: Facts) -> Html:
    places, arcs = map_parts(facts)
    if not arcs:
        return tag("p", "The case gives no coordinates, so there is no map.")
    case = facts.case
    focus = sorted({n.country for n in case.file.network.nodes.values() if n.country})
    main = (
        max(focus, key=lambda c: (sum(n.country == c for n in case.file.network.nodes.values()), c))
        if focus
        else ""
    )
    chart = charts.both(
        lambda narrow: charts.route_map(
            places,
            arcs,
            worlds=WORLDS,
            focus=[main] if main else [],
            zoom=crowd(places),
            fmt=words.kbd,
            **facts.about(
                facts.source_line,
                narrow=narrow,
                headline=map_title(facts),
                note=" ".join(case.file.map_note.split()).replace(f"{geo.BORDERS_NOTE}. ", ""),
            ),
        )
    )
    keys = [f"network.arcs.{a['id']}" for a in arcs] + [f"network.nodes.{p['id']}" for p in places]
    cites = [*facts.cites_under(keys)]
    for a in arcs:
        cites += case.file.network.arcs[a["id"]].cites
    for p in places:
        cites += case.file.network.nodes[p["id"]].cites
    return page.chart("fig-map", chart, page.sources(cites, _flow_note(facts)))


def map_title(facts: Facts) -> str:
    """The finding of the map."""
    trucks = _outlets(facts, "standstill").get("truck", 0.0)
    after = _measured(facts, "deal")
    if trucks > _FLOWING and after:
        return f"Today {words.kbd(trucks)} kb/d leave by road; under a deal {words.kbd(after)} kb/d take the line"
    if after:
        return f"Under a deal {words.kbd(after)} kb/d take the line"
    return "Routes today and under a deal"


def _flow_note(facts: Facts) -> str:
    solutions = [facts.flows.at(facts.month, w) for w, _ in WORLDS]
    gap = max(s.gap for s in solutions)
    tied = any(s.tied for s in solutions)
    return (
        f"Flows are the allocation of greatest netback, solved by linear programme and checked from our own arrays "
        f"(gap {gap:.0e}{', tied: another split of the same worth exists' if tied else ''}). Routes that carry nothing in "
        f"either world are left out of the drawings."
    )


Links = dict[tuple[str, str, str], float]
"""(from, to, kind): kb/d."""


def _links(facts: Facts, solution: FlowSolution) -> Links:
    network, found = facts.case.file.network, Links()
    for key in facts.arcs:
        arc = network.arcs[key]
        flow = solution.flow(key)
        if flow <= _FLOWING:
            continue
        kind = {"rail": "truck", "process": "local"}.get(arc.mode, arc.mode)
        at = (arc.from_, arc.to, "local" if arc.outlet == "local" else kind)
        found[at] = found.get(at, 0.0) + flow
    return found


_PASSED = ("hub", "storage", "metering", "pump_station", "gathering", "border")


def _shorten(facts: Facts, worlds: list[Links]) -> list[Links]:
    """Links without the points from which there is only one way on; the measuring point and ports stay."""
    r = facts.case.file.resolution
    measured = facts.case.file.network.arcs.get(r.measured_at) if r else None
    keep = {measured.from_} if measured else {r.measured_at} if r else set()
    while True:
        ahead: dict[str, set[str]] = {}
        behind: dict[str, set[str]] = {}
        for a, b, _ in {k for links in worlds for k in links}:
            ahead.setdefault(a, set()).add(b)
            behind.setdefault(b, set()).add(a)
        some = [n for n in ahead if n not in keep and _one_way(facts, n, ahead, behind)]
        if not some:
            return worlds
        gone = min(some)
        onward = next(iter(ahead[gone]))
        shorter = []
        for links in worlds:
            found = Links()
            for (a, b, kind), v in links.items():
                if a == gone:
                    continue
                at = (a, onward if b == gone else b, kind)
                found[at] = found.get(at, 0.0) + v
            shorter.append(found)
        worlds = shorter


_KINDS = {"refinery": "Refineries", "border": "Crossings", "port": "Ports"}


def _by_kind(
    facts: Facts, nodes: list[charts.SankeyNode], worlds: list[Links]
) -> tuple[list[charts.SankeyNode], dict[World, list[charts.SankeyLink]]]:
    """The same flows for a small screen: fields, refineries, crossings and ports each as one; markets by name."""
    kinds = {k: n.kind for k, n in facts.case.file.network.nodes.items()}
    markets = [n for n in nodes if kinds[n["id"]] == "market"]

    def place(node: str) -> str:
        return node if kinds[node] == "market" else kinds[node] if kinds[node] in _KINDS else "field"

    found: dict[World, list[charts.SankeyLink]] = {}
    pairs: set[tuple[str, str]] = set()
    for (world, _), links in zip(WORLDS, worlds, strict=True):
        merged = Links()
        for (a, b, kind), v in links.items():
            at = (place(a), place(b), kind)
            if at[0] != at[1]:
                merged[at] = merged.get(at, 0.0) + v
                pairs.add(at[:2])
        found[world] = _as_links(merged)
    if any((b, a) in pairs for a, b in pairs):
        return nodes, {w: _as_links(links) for (w, _), links in zip(WORLDS, worlds, strict=True)}
    used = {n for pair in pairs for n in pair}
    groups: list[charts.SankeyNode] = [
        {"id": k, "name": name} for k, name in {"field": "Fields", **_KINDS}.items() if k in used
    ]
    return [*groups, *markets], found


def _one_way(facts: Facts, n: str, ahead: dict[str, set[str]], behind: dict[str, set[str]]) -> bool:
    """Whether a point decides nothing: one way on, which is no market; borders only where one way leads there."""
    nodes = facts.case.file.network.nodes
    if n not in behind or len(ahead[n]) != 1 or nodes[n].kind not in _PASSED:
        return False
    (onward,) = ahead[n]
    if nodes[onward].kind == "market" or onward in behind[n]:
        return False
    return nodes[n].kind != "border" or all(len(ahead[m]) == 1 for m in behind[n])


def _as_links(links: Links) -> list[charts.SankeyLink]:
    return [{"source": a, "target": b, "kind": kind, "value": v} for (a, b, kind), v in links.items()]


def _sankeys(page: Page, facts: Facts) -> Html:
    network = facts.case.file.network
    shorter = _shorten(facts, [_links(facts, facts.flows.at(facts.month, w)) for w, _ in WORLDS])
    by_world = {w: _as_links(links) for (w, _), links in zip(WORLDS, shorter, strict=True)}
    used = {n for links in by_world.values() for k in links for n in (k["source"], k["target"])}
    nodes: list[charts.SankeyNode] = [
        {"id": k, "name": words.brief(n.name, 26)} for k, n in network.nodes.items() if k in used
    ]
    order = charts.sankey_order(nodes, [*by_world["standstill"], *by_world["deal"]])
    few_nodes, few = _by_kind(facts, nodes, shorter)
    parts = []
    for (world, title), other in zip(WORLDS, ("deal", "standstill"), strict=True):
        solution = facts.flows.at(facts.month, world)
        total = sum(
            solution.flow(k) for k, n in network.nodes.items() if n.kind == "field" and k in facts.inside
        )
        outlets = sorted(((v, k) for k, v in _outlets(facts, world).items() if v > _FLOWING), reverse=True)
        ways = words.listed([f"{words.kbd(v)} {_by(k)}" for v, k in outlets]) or "nothing reaches a market"
        chart = charts.both(
            lambda narrow, world=world, other=other, title=title, total=total, ways=ways: charts.sankey(  # type: ignore[misc]
                few_nodes if narrow else nodes,
                few[world] if narrow else by_world[world],
                order=() if narrow else order,
                alongside=few[other] if narrow else by_world[other],
                fmt=words.kbd,
                **facts.about(
                    facts.source_line, narrow=narrow, headline=f"{title}: of {words.kbd(total)} kb/d, {ways}"
                ),
            )
        )
        cites = facts.cites_under(
            [f"network.nodes.{k}.capacity" for k in used if network.nodes[k].kind == "field"]
        )
        parts.append(
            page.chart(
                f"fig-sankey-{world}",
                chart,
                page.sources(
                    sorted(cites),
                    "Points from which there is only one way on are drawn as one with the next. Outputs of the fields rest on:",
                ),
            )
        )
    return join(parts)


def _table(page: Page, facts: Facts) -> Html:
    case = facts.case
    tracked = facts.forecast.tracked("flows")
    rows: list[list[object]] = []
    k = next((str(facts.forecast.dates[h]) for h in (facts.year,)), "")
    both = {w: facts.flows.at(facts.month, w).by_outlet for w, _ in WORLDS}
    for outlet in sorted(
        set(both["standstill"]) | set(both["deal"]), key=lambda o: (-both["standstill"].get(o, 0.0), o)
    ):
        name = f"{outlet} kb/d"
        expected = tracked.get(name, {}).get("expected", {})
        rows.append(
            [
                outlet.replace("_", " "),
                *(
                    page.computed(words.kbd(both[w].get(outlet, 0.0)), "how-flows")
                    for w in ("standstill", "deal")
                ),
                page.computed(words.kbd(expected[k]), "how-forecast") if k in expected else "",
            ]
        )
    header = (
        "outlet",
        "standstill, kb/d",
        "deal, kb/d",
        f"expected in the month to {facts.when(facts.year)}, kb/d",
    )
    first = page.table(
        header, rows, caption="Barrels reaching a market, by outlet, whole network", numeric=(1, 2, 3)
    )
    places = [
        key
        for key, n in case.file.network.nodes.items()
        if n.kind in ("hub", "gathering", "storage", "port") and key in facts.inside
        and key in facts.flows.at(facts.month, "standstill").arrays.nodes
    ]  # fmt: skip
    second = page.table(
        ("place", "standstill, USD/bbl", "deal, USD/bbl"),
        [
            [
                case.file.network.nodes[p].name,
                *(
                    page.computed(words.price(facts.flows.at(facts.month, w).price(p)), "how-flows")
                    for w, _ in WORLDS
                ),
            ]
            for p in places
        ],
        caption="What a barrel is worth there (dual price); 0 where none can leave",
        numeric=(1, 2),
    )
    return tag("div", first, second if places else "", class_="pair")
