"""What a case's parts say about each other: every name that is used must exist, every path must lead to a value.

`check_links` runs the checks; those on people, places and contracts are here, those on what moves in `moves`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from netback.case.case import Series, date_and_cites, walk_values
from netback.case.schema import CaseFile, Contract, Node
from netback.case.text import YamlText
from netback.case.value import Entry, Value, ValueProblem
from netback.dates import PartialDate, month_name
from netback.errors import Problem, nearest
from netback.evidence import Ledger

__all__ = ["DATE_FIELDS", "OUTSIDE", "Links", "check_links", "check_numbers"]

OUTSIDE = "outside"
"""Payee that is always there: suppliers, traders and everyone else."""

DATE_FIELDS = frozenset({"as_of", "assumptions_made_on", "begins", "ends", "started", "ended", "deadline"})
"""Fields that hold a date with citations."""

SHIPPED_DATA = ("stoppages",)
"""Reference classes that come with netback."""

_SERIES_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
_YEARS = (1900, 2200)


@dataclass
class Links:
    """A case file, all that it may name, and the problems found so far."""

    file: CaseFile
    text: YamlText
    ledger: Ledger | None
    series: Mapping[str, Series]
    folder: Path
    prefix: str
    problems: list[Problem] = field(default_factory=list)
    _dates: dict[str, tuple[PartialDate, tuple[str, ...]] | None] = field(default_factory=dict)

    @cached_property
    def values(self) -> dict[str, Value]:
        found: dict[str, Value] = {}
        for path, value in walk_values(self.file):
            found.setdefault(path, value)
        return found

    @cached_property
    def parties(self) -> tuple[str, ...]:
        return (*self.file.parties, OUTSIDE)

    @property
    def nodes(self) -> Mapping[str, Node]:
        return self.file.network.nodes

    def of_kind(self, kind: str) -> list[str]:
        """Nodes of one kind."""
        return [name for name, node in self.nodes.items() if node.kind == kind]

    def add(self, path: str, slug: str, what: str, fix: str = "", **more: Any) -> None:
        """Note a problem."""
        self.problems.append(self.text.problem(path, slug, what, fix, **more))

    def warn(self, path: str, slug: str, what: str, fix: str = "", **more: Any) -> None:
        """Note what does not stop the work."""
        self.add(path, slug, what, fix, severity="warning", **more)

    def must_be(
        self, path: str, slug: str, name: str | None, known: Collection[str], noun: str, **more: Any
    ) -> bool:
        """Note a problem unless a name is known; None is fine."""
        if name is None:
            return False
        if name in known:
            return True
        hint = nearest(name, known)
        listed = ", ".join(list(known)[:8]) + (", ..." if len(known) > 8 else "")
        self.add(
            path,
            slug,
            f"{name!r} is not {noun}",
            hint or (f"one of {listed}" if known else f"{noun}, defined first"),
            **more,
        )
        return False

    def value_problem(self, path: str, problem: ValueProblem) -> None:
        """Note a fault inside the text of a value."""
        self.add(path, problem.slug, problem.what, problem.fix, offset=problem.offset, width=problem.width)

    def date(self, path: str, text: str) -> PartialDate | None:
        """The date written at a path; a fault in it is noted once."""
        found = self.date_and_cites(path, text)
        return found[0] if found else None

    def date_and_cites(self, path: str, text: str) -> tuple[PartialDate, tuple[str, ...]] | None:
        """The date written at a path and the statements cited."""
        if path not in self._dates:
            try:
                self._dates[path] = date_and_cites(text)
            except ValueError:
                self._dates[path] = None
                self.add(
                    path,
                    "case/bad-date",
                    f"{text!r} is not a date with citations",
                    "2023-03-25 [statement_id]",
                )
        found = self._dates[path]
        if found and not _YEARS[0] <= found[0].year <= _YEARS[1]:
            self.add(path, "case/bad-date", f"the year {found[0].year} cannot be meant",
                     f"a year from {_YEARS[0]} to {_YEARS[1]}")  # fmt: skip
            self._dates[path] = None
        return found

    def entry_path(self, path: str, entry: Entry) -> str:
        """Where one dated entry of a value stands."""
        if f"{path}.value" in self.text.places:
            path = f"{path}.value"
        if entry.begins is None:
            return path
        heads = [
            f"{path}.{month_name(entry.begins)}",
            *(p for p in self.text.places if p.startswith(f"{path}.")),
        ]
        for head in heads:
            if head in self.text.places and head[len(path) + 1 :].startswith(month_name(entry.begins)):
                return head
        year = f"{path}.{month_name(entry.begins)[:4]}"
        return year if year in self.text.places else path


def check_links(
    file: CaseFile,
    text: YamlText,
    ledger: Ledger | None,
    series: Mapping[str, Series],
    folder: Path,
    prefix: str,
    *,
    statements_may_be_missing: bool = False,
) -> list[Problem]:
    """Check everything that one part of a case says about another.

    Parameters
    ----------
    file : CaseFile
        Valid field by field.
    text : YamlText
        For the places.
    ledger : Ledger or None
        None when it could not be read: citations are then not checked.
    series : mapping of str to Series
        Those without a problem.
    folder : Path
    prefix : str
        The folder as the user wrote it.
    statements_may_be_missing : bool
        Statements that are cited but not in the ledger are warnings.

    Returns
    -------
    list of Problem
        Errors and warnings, in no order.
    """
    from netback.case.moves import MOVES

    links = Links(file, text, ledger, series, folder, prefix)
    checks: tuple[Callable[[Links], None], ...] = (
        _network,
        _ways,
        _limits,
        _streams,
        _contracts,
        _terms,
        _series,
        _reported,
        _ranges,
        *MOVES,
    )
    for check in checks:
        check(links)
    _citations(links, "warning" if statements_may_be_missing else "error")
    return links.problems


def check_numbers(links: Links) -> None:
    """Check what numbers alone can break: ranges, and chances that add up to more than 1."""
    from netback.case.moves import check_transitions

    _ranges(links)
    check_transitions(links)


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


_RANGES: tuple[tuple[str, float, float, str], ...] = (
    (r"^network\.arcs\.[^.]+\.loss$", 0, 1, "0 to 1"),
    (r"^network\.(nodes|arcs)\.[^.]+\.capacity$", 0, 1e9, "0 or more"),
    (r"^network\.limits\.[^.]+\.cap$", 0, 1e9, "0 or more"),
    (r"^network\.nodes\..*\.volume$", 0, 1e9, "0 or more"),
    (r"\.collection\.probability$", 0, 1, "0 to 1"),
    (r"\.collection\.delay$", 0, 1200, "0 or more"),
    (r"^contracts\..*\.cap$", 0, 1, "0 to 1"),
    (r"^parties\.[^.]+\.(weight|signing_cost_share)$", 0, 1e9, "0 or more"),
    (r"^parties\.[^.]+\.discount$", -0.5, 10, "-50 to 1000 %/year"),
    (r"^drivers\.[^.]+\.half_life$", 1e-3, 1200, "more than 0 months"),
    (r"^drivers\.[^.]+\.volatility$", 0, 10, "0 or more"),
    (r"^drivers\.[^.]+\.mean$", 1e-9, 1e9, "more than 0"),
    (r"^drivers\.[^.]+\.transition\.", 0, 1, "0 to 1 a month"),
    (r"\.effects\.\d+\.times$", 0, 1e6, "0 or more"),
    (r"^restart\.(lag|ramp)$", 0, 1200, "0 or more"),
    (r"^restart\.relapse$", 0, 1, "0 to 1 a month"),
    (r"^game\.rounds$", 0, 1, "0 to 1 a month"),
    (r"^game\.(signing_cost|noise)$", 0, 1e9, "0 or more"),
    (r"^game\.horizon$", 1, 600, "1 to 600 months"),
    (r"^pool\.weight$", 0, 1, "0 to 1"),
)  # fmt: skip


def _ranges(links: Links) -> None:
    for path, value in links.values.items():
        for pattern, low, high, words in _RANGES:
            if not re.search(pattern, path):
                continue
            for entry in value.entries:
                if entry.low < low - 1e-12 or entry.high > high + 1e-12:
                    links.add(
                        links.entry_path(path, entry),
                        "case/out-of-range",
                        f"{entry.text!r} is out of range",
                        words,
                    )
    for name, contract in links.file.contracts.items():
        for step in contract.steps:
            shares = step.amount.dimension == "share"
            for entry in step.amount.entries if shares else ():
                if entry.low < 0 or entry.high > 1:
                    path = links.entry_path(f"contracts.{name}.steps.{step.id}.amount", entry)
                    links.add(
                        path,
                        "case/out-of-range",
                        f"{entry.text!r} is out of range",
                        "a share from 0 to 1, or 0 to 100 %",
                    )


def _cited(links: Links) -> Iterator[tuple[str, tuple[str, ...]]]:
    """(path, statements cited there) of the whole file."""
    for path, value in links.values.items():
        for entry in value.entries:
            yield links.entry_path(path, entry), entry.cites

    def walk(model: Any, prefix: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        if isinstance(model, BaseModel):
            for name, info in type(model).model_fields.items():
                path = f"{prefix}.{info.alias or name}" if prefix else info.alias or name
                item = getattr(model, name)
                if name == "cites":
                    for i, cite in enumerate(item):
                        yield f"{path}.{i}", (cite,)
                elif name in DATE_FIELDS and isinstance(item, str):
                    found = links.date_and_cites(path, item)
                    yield path, found[1] if found else ()
                else:
                    yield from walk(item, path)
        elif isinstance(model, Mapping):
            for key, item in model.items():
                yield from walk(item, f"{prefix}.{key}")
        elif isinstance(model, tuple):
            for i, item in enumerate(model):
                yield from walk(item, f"{prefix}.{i}")

    yield from walk(links.file, "")
    for name, item in links.file.reported.items():
        yield f"reported.{name}.statement", (item.statement,)


def _citations(links: Links, severity: str) -> None:
    if links.ledger is None:
        return
    known: list[str] = []
    for path, cites in _cited(links):
        for cite in cites:
            if cite in links.ledger:
                continue
            known = known or [s.id for s in links.ledger.statements]
            hint = nearest(cite, known)
            line, column = links.text.places.get(path, (0, 0))
            shown = links.text.lines[line - 1] if line else ""
            offset = shown.find(cite, column - 1) - column + 1 if line else -1
            shift = links.text.shifts.get(path, 0)
            links.add(path, "case/unknown-statement", f"no statement of the ledger has the id {cite!r}",
                      hint or "a statement in statements.jsonl, or no citation: the value is then listed as an assumption",
                      severity=severity, width=len(cite), offset=offset - max(shift, 0) if offset >= 0 else None)  # fmt: skip
