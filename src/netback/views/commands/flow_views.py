"""Views and records of solved flows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from netback.errors import UsageError, nearest
from netback.views.commands.common import Block, case_head, case_lines
from netback.views.tables import (
    MISSING,
    Table,
    between,
    count,
    kbd,
    listed,
    month,
    quantity,
    residual,
    shown_in,
    signed,
    usd_bbl,
)

if TYPE_CHECKING:
    from netback.case import Case
    from netback.flows import Flows, FlowSolution
    from netback.views.reported import ReportedRow

__all__ = ["ask_blocks", "ask_record", "flow_blocks", "flow_record", "reported_blocks", "reported_record"]

_SOME = 0.05
"""Flows below this, kb/d, are folded away."""
_WORTH = 0.005
"""The same for the worth of a capacity, USD/bbl."""
_HUBS = ("hub", "gathering", "storage", "port", "metering")
_MOST_COLUMNS = 6


def _driver_line(solution: FlowSolution) -> str:
    parts = []
    for o in solution.drivers:
        parts.append(f"{o.driver} {usd_bbl(o.price) + ' USD/bbl' if o.level == '' else o.level}")
    return "; ".join(parts)


def _head(s: FlowSolution, flows: Flows) -> str:
    parts = [month(s.month)] if len(flows.months) > 1 else []
    if len({x.world for x in flows.solutions}) > 1:
        parts.append(s.world)
    return " ".join(parts) or "kb/d"


def flow_blocks(flows: Flows) -> Iterator[Block]:
    """Flows by arc, production, sales, local prices, what capacities are worth, and the certificates."""
    case = flows.case
    months = [month(m) for m in flows.months]
    worlds = list(dict.fromkeys(s.world for s in flows.solutions))
    span = months[0] if len(months) == 1 else f"{months[0]} to {months[-1]}"
    yield from case_lines(case, f"flows, {span}")
    for m in flows.months if len(flows.months) <= 3 else ():
        first = next(s for s in flows.solutions if s.month == m)
        yield f"Outside conditions in {month(m)}: {_driver_line(first)}"
    for part in _parts(flows, worlds):
        title = f", {part[0].world}" if len({s.world for s in part}) == 1 else ""
        heads = "|".join(f">{_head(s, flows)}" for s in part)
        yield _outlet_table(part, heads, title)
        yield _arc_table(case, part, heads, title)
        yield _row_table(part, ("field",), f"Production, kb/d{title}", "field", heads)
        yield _row_table(part, ("market",), f"Sales, kb/d{title}", "market", heads)
        yield _price_table(case, part, heads, title)
        yield _worth_table(part, heads, title)
    yield certificate(flows.solutions)


def _parts(flows: Flows, worlds: Sequence[str]) -> list[list[FlowSolution]]:
    """Solutions that stand side by side in one table."""
    if len(flows.solutions) <= 2:
        return [list(flows.solutions)]
    found = []
    for world in worlds:
        own = [s for s in flows.solutions if s.world == world]
        found += [own[i : i + _MOST_COLUMNS] for i in range(0, len(own), _MOST_COLUMNS)]
    return found


def _outlet_table(part: Sequence[FlowSolution], heads: str, title: str) -> Table:
    names = list(dict.fromkeys(o for s in part for o in s.by_outlet))
    rows = [(name, *(kbd(s.by_outlet.get(name, 0.0)) for s in part)) for name in names]
    return Table.of(f"Reaching markets, by outlet, kb/d{title}", f"outlet|{heads}", rows)


def _arc_table(case: Case, part: Sequence[FlowSolution], heads: str, title: str) -> Table:
    arcs = [r for r in part[0].rows if r.kind == "arc"]
    flow = [{r.id: r.flow_kbd for r in s.rows if r.kind == "arc"} for s in part]
    outlets = list(dict.fromkeys(r.outlet for r in arcs))
    rows: list[tuple[str, ...]] = []
    for outlet in sorted(outlets, key=lambda o: (o == "", outlets.index(o))):
        own = [r for r in arcs if r.outlet == outlet]
        some = [r for r in own if any(f[r.id] >= _SOME for f in flow)]
        rows.append((outlet or "other",))
        rows += [("  " + r.name, *(kbd(f[r.id]) for f in flow)) for r in some]
        if len(own) > len(some):
            rows.append((f"  {len(own) - len(some)} without flow",))
    return Table.of(f"Flow by arc, kb/d{title}", f"arc|{heads}", rows)


def _row_table(
    part: Sequence[FlowSolution], kinds: Sequence[str], title: str, what: str, heads: str
) -> Table:
    first = [r for r in part[0].rows if r.kind in kinds]
    flow = [{r.id: r.flow_kbd for r in s.rows if r.kind in kinds} for s in part]
    some = [r for r in first if any(f[r.id] >= _SOME for f in flow)]
    rows = [(r.name, *(kbd(f[r.id]) for f in flow)) for r in some]
    if len(some) > 1:
        rows.append(("all", *(kbd(sum(f.values())) for f in flow)))
    left = len(first) - len(some)
    return Table.of(title, f"{what}|{heads}", rows, f"{left} without barrels" if left else "")


def _price_table(case: Case, part: Sequence[FlowSolution], heads: str, title: str) -> Table:
    nodes = [n for n, node in case.file.network.nodes.items() if node.kind in _HUBS]
    rows = [(case.file.network.nodes[n].name, *(usd_bbl(s.price(n)) for s in part)) for n in nodes]
    return Table.of(f"Local price of a barrel, USD/bbl{title}", f"place|{heads}", rows)


def _worth_table(part: Sequence[FlowSolution], heads: str, title: str) -> Table:
    worth = [{(r.kind, r.id): r.worth_usd_bbl for r in s.rows} for s in part]
    some = [r for r in part[0].rows if any(w[r.kind, r.id] > _WORTH for w in worth)]
    some.sort(key=lambda r: -max(w[r.kind, r.id] for w in worth))
    rows = [(r.kind, r.name, *(_or_dash(w[r.kind, r.id], usd_bbl) for w in worth)) for r in some]
    return Table.of(
        f"What one more barrel a day of room would be worth, USD/bbl{title}", f"kind|capacity|{heads}", rows
    )


def _or_dash(x: float, form: Callable[[float], str]) -> str:
    return form(x) if x > _WORTH else MISSING


def certificate(solutions: Sequence[FlowSolution]) -> str:
    """One line on how well solutions were checked from our own arrays."""
    gap, primal, dual = (
        max(getattr(s, a) for s in solutions) for a in ("gap", "primal_residual", "dual_residual")
    )
    tied = sum(s.tied for s in solutions)
    tie = "no other flows are worth as much"
    if tied:
        which = "" if tied == len(solutions) else f" in {tied} of {len(solutions)}"
        tie = f"other flows are worth as much{which}, and the written rule picked these"
    return (
        f"Checked, {count(len(solutions), 'solution')}: gap {residual(gap)}, primal residual {residual(primal)}, "
        f"dual residual {residual(dual)}; {tie}."
    )


def flow_record(flows: Flows) -> dict[str, Any]:
    """What ``flows --json`` prints."""
    return case_head(flows.case, "netback-flows/1") | {
        "months": [month(m) for m in flows.months],
        "solutions": [_solution_record(s) for s in flows.solutions],
    }


def _solution_record(s: FlowSolution) -> dict[str, Any]:
    return {
        "month": month(s.month),
        "world": s.world,
        "rows": [
            {
                "kind": r.kind,
                "id": r.id,
                "name": r.name,
                "outlet": r.outlet,
                "flow_kbd": r.flow_kbd,
                "capacity_kbd": r.capacity_kbd,
                "worth_usd_bbl": r.worth_usd_bbl,
            }
            for r in s.rows
        ],
        "local_price_usd_bbl": {n: s.price(n) for n in s.arrays.nodes},
        "by_outlet_kbd": dict(s.by_outlet),
        "drivers": [
            {"driver": o.driver, "level": o.level or None, "price_usd_bbl": None if o.level else o.price}
            for o in s.drivers
        ],
        "objective_kusd_d": s.objective_kusd_d,
        "certificate": {
            "gap": s.gap,
            "primal_residual": s.primal_residual,
            "dual_residual": s.dual_residual,
            "tied": s.tied,
        },
    }


# --- one thing --------------------------------------------------------------------------------------------------------


def _asked(flows: Flows, name: str) -> None:
    first = flows.solutions[0]
    known = dict.fromkeys([*(r.id for r in first.rows), *first.arrays.nodes])
    if name not in known:
        hint = nearest(name, known)
        raise UsageError(
            f"--ask {name!r}: no arc, field, market, node or limit of {flows.case.name} has that name"
            + (f"; did you mean {hint}?" if hint else "")
        )


def ask_record(flows: Flows, name: str) -> dict[str, Any]:
    """What ``flows --ask --json`` prints."""
    _asked(flows, name)
    found = []
    for s in flows.solutions:
        row = next((r for r in s.rows if r.id == name), None)
        found.append(
            {
                "month": month(s.month),
                "world": s.world,
                "kind": row.kind if row else "node",
                "flow_kbd": row.flow_kbd if row else None,
                "capacity_kbd": row.capacity_kbd if row else None,
                "worth_usd_bbl": row.worth_usd_bbl if row else None,
                "local_price_usd_bbl": s.price(name) if name in s.arrays.nodes else None,
            }
        )
    return case_head(flows.case, "netback-flows-ask/1") | {"name": name, "answers": found}


def ask_blocks(flows: Flows, name: str) -> Iterator[Block]:
    """One arc, field, market, node or limit, month by month."""
    record = ask_record(flows, name)
    net = flows.case.file.network
    item: Any = net.arcs.get(name) or net.nodes.get(name) or net.limits.get(name)
    label = (item.name if item else "") or name
    yield from case_lines(flows.case, f"{label} ({name})")
    rows = [
        (a["month"], a["world"], kbd(a["flow_kbd"]), kbd(a["capacity_kbd"]), usd_bbl(a["worth_usd_bbl"]),
         usd_bbl(a["local_price_usd_bbl"]))
        for a in record["answers"]
    ]  # fmt: skip
    heads = "month|world|>kb/d|>room kb/d|>worth USD/bbl|>price USD/bbl"
    yield Table.of(
        "Flow, room, what one more barrel a day of room is worth, and the local price", heads, rows
    )


# --- against what was reported ----------------------------------------------------------------------------------------


def reported_record(case: Case, rows: Sequence[ReportedRow]) -> dict[str, Any]:
    """What ``flows --reported --json`` prints."""
    judged = [r for r in rows if r.inside is not None]
    return case_head(case, "netback-flows-reported/1") | {
        "rows": [r.as_record() for r in rows],
        "inside": sum(bool(r.inside) for r in judged),
        "judged": len(judged),
    }


def reported_blocks(case: Case, rows: Sequence[ReportedRow]) -> Iterator[Block]:
    """The model beside every reported figure."""
    yield from case_lines(case, "flows against what was reported")
    judged = [r for r in rows if r.inside is not None]
    yield f"{sum(bool(r.inside) for r in judged)} of {len(judged)} figures hold the model within their bounds."
    body = []
    for r in rows:
        verdict = MISSING if r.inside is None else "inside" if r.inside else "OUTSIDE"
        span = month(r.first) if r.first == r.last else f"{month(r.first)} to {month(r.last)}"
        body.append(
            (f"{r.title} ({span})", quantity(r.reported, r.unit), between(r.low, r.high, shown_in(r.unit)),
             quantity(r.model, r.unit, bare=True), signed(r.deviation, shown_in(r.unit)), verdict)
        )  # fmt: skip
    yield Table.of(
        "Model and report, mean over the months", "what|>reported|>bounds|>model|>off|model is", body
    )
    for r in rows:
        said = f"{r.title}: " + (f"{r.source}, " if r.source else "") + f"[{listed(r.statements, 4)}]"
        yield said + (f". {r.why[:1].upper()}{r.why[1:]}" if r.why else "")
