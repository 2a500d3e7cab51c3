"""Checks on the network, the contracts and what they pay: names that must exist, shapes that must fit."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from netback.case.links import Links
from netback.case.schema import Contract
from netback.errors import nearest

__all__ = ["WIRING"]

SHIPPED_DATA = ("stoppages",)
"""Reference classes that come with netback."""

_SERIES_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")


def _network(links: Links) -> None:
    file = links.file
    for name, node in links.nodes.items():
        path = f"network.nodes.{name}"
        links.must_be(
            f"{path}.controlled_by",
            "case/unknown-party",
            node.controlled_by,
            links.parties,
            "a party of this case",
        )
        links.must_be(
            f"{path}.cost_paid_by",
            "case/unknown-party",
            node.cost_paid_by,
            links.parties,
            "a party of this case",
        )
        if node.kind == "market" and node.price is None:
            links.add(f"{path}.price", "case/market-price", "a market needs a price",
                      "price: {benchmark: DRIVER, discount: 3 USD/bbl} or price: {fixed: 60 USD/bbl}")  # fmt: skip
        if node.kind != "market" and node.price is not None:
            links.add(f"{path}.price", "case/market-price", f"a {node.kind} has no price of its own",
                      "the price at a node of kind market, with an arc to it", key=True)  # fmt: skip
        if node.price is not None:
            _benchmark(links, f"{path}.price.benchmark", node.price.benchmark)
        for key in ("capacity", "lifting_cost", "cost_paid_by"):
            if node.kind == "field" and getattr(node, key) is None:
                example = {"capacity": "120 kb/d", "lifting_cost": "5 USD/bbl", "cost_paid_by": "PARTY"}[key]
                links.add(
                    f"{path}.{key}", "case/field-incomplete", f"a field needs `{key}`", f"{key}: {example}"
                )
            elif node.kind != "field" and key != "capacity" and getattr(node, key) is not None:
                links.add(f"{path}.{key}", "case/not-for-this-kind", f"only a field has `{key}`; this is a {node.kind}",
                          "no such line", key=True)  # fmt: skip
    for name, arc in file.network.arcs.items():
        path = f"network.arcs.{name}"
        links.must_be(f"{path}.from", "case/unknown-node", arc.from_, links.nodes, "a node of the network")
        links.must_be(f"{path}.to", "case/unknown-node", arc.to, links.nodes, "a node of the network")
        if arc.from_ == arc.to:
            links.add(
                f"{path}.to",
                "case/arc-loop",
                f"the arc leads from {arc.from_!r} back to itself",
                "another node",
            )
        for key in ("tariff_to", "tariff_by", "controlled_by"):
            links.must_be(
                f"{path}.{key}",
                "case/unknown-party",
                getattr(arc, key),
                links.parties,
                "a party of this case",
            )
    _benchmark(links, "benchmark", file.benchmark)


def _benchmark(links: Links, path: str, name: str | None) -> None:
    prices = [d for d, driver in links.file.drivers.items() if driver.kind == "price"]
    if name in links.file.drivers and name not in prices:
        links.add(path, "case/unknown-benchmark", f"the driver {name!r} is not a price",
                  f"a driver of kind price: {', '.join(prices) or 'none is defined'}")  # fmt: skip
    else:
        links.must_be(path, "case/unknown-benchmark", name, prices, "a price driver of this case")


def _ways(links: Links) -> None:
    onward: dict[str, list[str]] = {}
    for arc in links.file.network.arcs.values():
        onward.setdefault(arc.from_, []).append(arc.to)

    def reached(start: Iterable[str]) -> set[str]:
        seen, todo = set(start), list(start)
        while todo:
            for node in onward.get(todo.pop(), []):
                if node not in seen:
                    seen.add(node)
                    todo.append(node)
        return seen

    fields, markets = links.of_kind("field"), set(links.of_kind("market"))
    for name in set(links.nodes) - reached(fields):
        links.warn(
            f"network.nodes.{name}",
            "case/unreachable-node",
            "no field has a way to this node",
            "an arc that leads to it",
        )
    for name in fields:
        if not reached([name]) & markets:
            links.warn(
                f"network.nodes.{name}",
                "case/stranded-field",
                "this field has no way to any market",
                "an arc from it",
            )


def _members(links: Links, path: str, names: tuple[str, ...], kinds: tuple[str, ...]) -> None:
    places = [n for n, node in links.nodes.items() if node.kind in kinds]
    arcs = links.file.network.arcs
    noun = f"an arc or a {' or '.join(kinds)} of the network"
    for i, name in enumerate(names):
        if name in arcs and name in places:
            links.add(f"{path}.{i}", "case/ambiguous-name", f"{name!r} is both an arc and a node",
                      "different names for the two")  # fmt: skip
        links.must_be(f"{path}.{i}", "case/unknown-member", name, [*arcs, *places], noun)
        if names.index(name) < i:
            links.add(f"{path}.{i}", "case/repeated-member", f"{name!r} is listed twice", "each name once")
    if not names:
        links.add(path, "case/list-length", "the list is empty", f"at least one: {noun}")


def _limits(links: Links) -> None:
    for name, limit in links.file.network.limits.items():
        path = f"network.limits.{name}"
        links.must_be(
            f"{path}.holder", "case/unknown-party", limit.holder, links.parties, "a party of this case"
        )
        _members(links, f"{path}.over", limit.over, ("field",))


def _streams(links: Links) -> None:
    for name, stream in links.file.streams.items():
        path = f"streams.{name}"
        _members(links, f"{path}.over", stream.over, ("market", "field"))
        links.must_be(
            f"{path}.market",
            "case/unknown-market",
            stream.market,
            links.of_kind("market"),
            "a market of the network",
        )
        links.must_be(f"{path}.node", "case/unknown-node", stream.node, links.nodes, "a node of the network")


_OUT_OF_POCKET = ("transfer", "capacity_payment", "arrears", "budget_share")


def _contracts(links: Links) -> None:
    for name, contract in links.file.contracts.items():
        path = f"contracts.{name}"
        links.must_be(
            f"{path}.keeps", "case/unknown-party", contract.keeps, links.parties, "a party of this case"
        )
        links.must_be(
            f"{path}.stream",
            "case/unknown-stream",
            contract.stream,
            links.file.streams,
            "a stream of this case",
        )
        _steps(links, path, contract)
    for world in ("standstill", "deal"):
        first: dict[str, str] = {}
        for name, contract in links.file.contracts.items():
            if contract.stream is None or world not in contract.worlds:
                continue
            if contract.stream in first:
                links.add(f"contracts.{name}.stream", "case/shared-stream",
                          f"{first[contract.stream]!r} already divides the stream {contract.stream!r} in the world {world}",
                          "another stream, other `worlds`, or one contract with the steps of both")  # fmt: skip
            first.setdefault(contract.stream, name)


def _steps(links: Links, path: str, contract: Contract) -> None:
    seen: dict[str, int] = {}
    for i, step in enumerate(contract.steps):
        at = f"{path}.steps.{i if step.id in seen else step.id}"
        if step.id in seen:
            links.add(
                f"{at}.id",
                "case/repeated-id",
                f"two steps of this contract have the id {step.id!r}",
                "an id of its own",
            )
        seen[step.id] = i
        for key in ("payee", "payer"):
            links.must_be(
                f"{at}.{key}", "case/unknown-party", getattr(step, key), links.parties, "a party of this case"
            )
        if step.payer is not None and step.payer == step.payee:
            links.warn(f"{at}.payee", "case/self-payment", f"{step.payer!r} pays itself", "another payee")
        links.must_be(f"{at}.node", "case/unknown-node", step.node, links.nodes, "a node of the network")
        if contract.stream is None and step.kind not in _OUT_OF_POCKET:
            links.add(f"{at}.kind", "case/no-stream", f"a {step.kind} is paid on barrels, but the contract has no `stream`",
                      f"stream: {next(iter(links.file.streams), 'NAME')} in {path}")  # fmt: skip


def _terms(links: Links) -> None:
    for name, term in links.file.terms.items():
        for i, target in enumerate(term.sets):
            path = f"terms.{name}.sets.{i}"
            below = [p for p in links.values if p.startswith("contracts.")]
            if not target.startswith("contracts."):
                hint = nearest(target, below)
                links.add(path, "case/unknown-path", f"a term sets values of contracts; {target!r} is not below `contracts`",
                          hint or "contracts.CONTRACT.steps.STEP.amount")  # fmt: skip
            elif links.must_be(path, "case/unknown-path", target, below, "a value of the contracts"):
                wanted, given = links.values[target].dimension, term.range.dimension
                if wanted != given:
                    links.add(f"terms.{name}.range", "case/wrong-unit", f"the range is a {given}, but {target} is a {wanted}",
                              "the unit of the value it sets")  # fmt: skip
        if not term.sets:
            links.add(
                f"terms.{name}.sets",
                "case/list-length",
                "the list is empty",
                "[contracts.CONTRACT.steps.STEP.amount]",
            )


def _series(links: Links) -> None:
    for name, driver in links.file.drivers.items():
        if driver.kind != "price":
            continue
        path = f"drivers.{name}.series"
        if not _SERIES_NAME.match(driver.series):
            links.add(path, "case/outside-folder" if re.search(r"[/\\]|\.\.", driver.series) else "case/bad-name",
                      f"{driver.series!r} cannot name a series", "the name of a file in series/, without .csv")  # fmt: skip
            continue
        if driver.series not in links.series:
            if not (links.folder / "series" / f"{driver.series}.csv").exists():
                links.must_be(
                    path,
                    "case/unknown-series",
                    driver.series,
                    links.series,
                    f"a series: there is no series/{driver.series}.csv",
                )
            continue
        unit = links.series[driver.series].unit
        if links.series[driver.series].months and unit != "USD/bbl":
            links.add(
                path,
                "case/wrong-unit",
                f"the series is in {unit}, but a price driver needs USD/bbl",
                "a series in USD/bbl",
            )
    data = links.file.reference_class.data
    if data in SHIPPED_DATA:
        return
    inside = (links.folder / data).resolve().is_relative_to(links.folder.resolve())
    if Path(data).is_absolute() or not inside or "\\" in data:
        links.add("reference_class.data", "case/outside-folder", f"{data!r} leads out of the case's folder",
                  "a CSV file in the case's folder, or stoppages")  # fmt: skip
    elif not (links.folder / data).is_file():
        hint = nearest(data, [*SHIPPED_DATA, *(p.name for p in links.folder.glob("*.csv"))])
        links.add(
            "reference_class.data", "case/unknown-data", f"there is no data set {data!r}", hint or "stoppages"
        )


def _reported(links: Links) -> None:
    for name, item in links.file.reported.items():
        path = f"reported.{name}"
        if item.flow:
            _members(links, f"{path}.flow", item.flow, ("field", "market"))
        links.must_be(
            f"{path}.price_at", "case/unknown-node", item.price_at, links.nodes, "a node of the network"
        )
        links.must_be(
            f"{path}.revenue_of",
            "case/unknown-stream",
            item.revenue_of,
            links.file.streams,
            "a stream of this case",
        )
        dimension = "flow" if item.flow else "price" if item.price_at else "money rate"
        if item.reported.dimension != dimension:
            links.add(f"{path}.reported", "case/wrong-unit", f"the figure is a {item.reported.dimension}, but what is compared is a {dimension}",
                      {"flow": "kb/d", "price": "USD/bbl", "money rate": "m USD/month"}[dimension])  # fmt: skip
        first, last = (links.date(f"{path}.months.{i}", text) for i, text in enumerate(item.months))
        if first and last and first.earliest > last.latest:
            links.add(f"{path}.months.1", "case/month-order", f"the last month {last} comes before the first, {first}",
                      f"[{last}, {first}]")  # fmt: skip


WIRING = (_network, _ways, _limits, _streams, _contracts, _terms, _series, _reported)
"""Every check of this module."""
