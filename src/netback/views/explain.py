"""The chain from a number to its quotes.

No tracer is needed: every result keeps its input, so an explanation walks back from a result through the case to the
statements, and stops at who said it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from netback.dates import month_of, parse_partial
from netback.errors import UsageError, nearest
from netback.views.explain_parts.tree import Explanation, Node, Walk, made

if TYPE_CHECKING:
    from netback.case import Case
    from netback.money.revenue import Money

__all__ = ["DEPTH", "FORECAST_WORDS", "Explanation", "Node", "explain", "explain_step"]

FORECAST_WORDS = ("forecast", "p_resumed_by", "resumed_by", "restart_by")
"""Names under which the forecast itself is explained."""

DEPTH = 4
"""Steps followed unless more are asked for."""


def explain(result: Any, quantity: str, *, month: int | str | None = None, depth: int = DEPTH) -> Explanation:
    """Where a number comes from.

    Parameters
    ----------
    result : Case, Flows, Money, Deal or Forecast
        What is asked; its case is the one walked back into.
    quantity : str
        A value's path (``contracts.export_deal.steps.compensation.amount``); an arc, field, market, node or limit;
        ``money.PARTY`` or ``money.PARTY.WORLD``; a contract, stream, driver, term or reported figure; a statement or a
        source (what falls with it); ``forecast``. Also the beginning of a path: everything below it.
    month : int or str, optional
        Month explained, ``2024-05``; the as-of month if left out. For ``forecast`` the month asked about.
    depth : int
        Steps to follow.

    Returns
    -------
    Explanation
        A tree; no node stands below itself.

    Raises
    ------
    UsageError
        Nothing of the case has that name; the message has the nearest.

    Examples
    --------
    >>> from netback.case import read_case
    >>> tree = explain(read_case("starter"), "contracts.export_deal.steps.fee.amount")
    >>> tree.node.unit, [c.node.id for c in tree.children]
    ('USD/bbl', ['fee_offer'])
    """
    case, forecast = _case_of(result)
    if isinstance(month, str):
        try:
            month = month_of(parse_partial(month).earliest)
        except ValueError as error:
            raise UsageError(str(error)) from None
    walk = Walk(case, case.month if month is None else month, depth, forecast)
    found = _find(walk, quantity.strip())
    if not found:
        hint = nearest(quantity, _names(case))
        raise UsageError(
            f"{quantity!r} is no value, arc, node, contract, driver, term, statement or source of {case.name} as known on "
            f"{case.as_of}" + (f"; did you mean {hint}?" if hint else "")
        )
    tree = found[0][1]()
    if len(found) > 1:
        also = ", ".join(kind for kind, _ in found[1:])
        node = replace(tree.node, facts=(*tree.node.facts, ("the same name also is", also)))
        tree = Explanation(node, tree.children)
    return tree


def explain_step(money: Money, month: int, world: Any, index: int, *, depth: int = 3) -> Explanation:
    """One payment of a divided revenue, worked out."""
    from netback.views.explain_parts.cash import payment_node
    from netback.views.explain_parts.tree import _Solved

    solved = _Solved(money.case, month)
    solved.__dict__["flows"], solved.__dict__["money"] = money.flows, money
    return payment_node(Walk(money.case, month, depth, solved=solved), world, index)


def _case_of(result: Any) -> tuple[Case, Any]:
    from netback.case import Case
    from netback.forecast import Forecast

    if isinstance(result, Case):
        return result, None
    if isinstance(result, Forecast):
        return result.case, result
    while result is not None and not isinstance(result, Case):
        result = (
            getattr(result, "case", None) or getattr(result, "money", None) or getattr(result, "flows", None)
        )
    if result is None:
        raise UsageError("explain needs a case, or a result that keeps one")
    return result, None


def _find(walk: Walk, name: str) -> list[tuple[str, Callable[[], Explanation]]]:
    """Everything of that name: (what it is, how to explain it), the likeliest first."""
    from netback.views.explain_parts import cash, evidence, network, outlook

    case = walk.case
    file, net = case.file, case.file.network
    found: list[tuple[str, Callable[[], Explanation]]] = []
    head, _, rest = name.partition(".")
    if head in FORECAST_WORDS and (not rest or head != "forecast"):
        return [("the forecast", lambda: outlook.forecast_node(_dated(walk, rest)))]
    if head == "money":
        return _money(walk, rest)
    if name in case.values:
        found.append(("a value", lambda: evidence.value_node(walk, name)))
    kinds: tuple[tuple[str, str, Any, Callable[[Walk, str], Explanation]], ...] = (
        ("an arc", "network.arcs", net.arcs, network.arc_node),
        ("a place", "network.nodes", net.nodes, network.place_node),
        ("a limit", "network.limits", net.limits, network.limit_node),
        ("a contract", "contracts", file.contracts, cash.contract_node),
        ("a stream", "streams", file.streams, network.stream_node),
        ("a driver", "drivers", file.drivers, network.driver_node),
        ("a term", "terms", file.terms, cash.term_node),
        ("a party", "parties", file.parties, cash.party_node),
        ("a reported figure", "reported", file.reported, _reported),
    )
    for what, prefix, known, make in kinds:
        short = name.removeprefix(prefix + ".")
        if short in known:
            found.append((what, partial(make, walk, short)))
    step = _step(walk, name)
    if step is not None:
        found.append(("a payment", step))
    key = name.removeprefix("statements.")
    if key in case.ledger:
        found.append(("a statement", lambda: evidence.statement_node(walk, key, falls=True)))
    source = name.removeprefix("sources.")
    if source in case.ledger.sources:
        found.append(("a source", lambda: evidence.source_node(walk, source)))
    if not found and any(p.startswith(name + ".") for p in case.values):
        found.append(("a part of the case", lambda: _part(walk, name)))
    return found


def _dated(walk: Walk, text: str) -> Walk:
    if not text:
        return walk
    try:
        return replace(walk, month=month_of(parse_partial(text).earliest))
    except ValueError as error:
        raise UsageError(str(error)) from None


def _money(walk: Walk, rest: str) -> list[tuple[str, Callable[[], Explanation]]]:
    from netback.views.explain_parts.cash import party_node

    party, _, world = rest.partition(".")
    known = [*walk.case.file.parties, "outside"]
    if party not in known:
        hint = nearest(party, known)
        raise UsageError(
            f"money.{party}: {walk.case.name} has no such party; "
            + (f"did you mean money.{hint}?" if hint else "it has " + ", ".join(known))
        )
    if world not in ("", "standstill", "deal"):
        raise UsageError(f"money.{party}.{world}: the worlds are standstill and deal")
    return [("money", lambda: party_node(walk, party, world or None))]


def _step(walk: Walk, name: str) -> Callable[[], Explanation] | None:
    """A step of a contract, in the world it is paid in; under a deal if in both."""
    from netback.views.explain_parts.cash import payment_node

    parts = name.split(".")
    if len(parts) != 4 or parts[0] != "contracts" or parts[2] != "steps":
        return None
    contract = walk.case.file.contracts.get(parts[1])
    if contract is None or parts[3] not in [s.id for s in contract.steps]:
        return None
    world = contract.worlds[-1]

    def make() -> Explanation:
        program = walk.money.payments[walk.month, world].waterfall
        return payment_node(walk, world, [s.path for s in program.steps].index(name))

    return make


def _reported(walk: Walk, name: str) -> Explanation:
    """A reported figure, with the model beside it."""
    from netback.views.explain_parts.evidence import value_below
    from netback.views.explain_parts.network import carrier_node
    from netback.views.reported import compare_reported
    from netback.views.tables import between, quantity, shown_in

    row = compare_reported(walk.case, [name])[0]
    unit = row.unit
    facts = [
        ("model", quantity(row.model, unit)),
        ("bounds", between(row.low, row.high, shown_in(unit, bare=False))),
        (
            "verdict",
            "" if row.inside is None else "inside the bounds" if row.inside else "OUTSIDE the bounds",
        ),
        ("why", row.why),
    ]
    key = f"reported.{name}"
    node = Node(
        "reported", key, f"{row.title} ({name})", quantity(row.reported, unit), row.reported, row.low, row.high, unit,
        f"compared with the model's {row.what} of {' + '.join(row.of)}, mean over its months", walk.place(key),
        tuple(f for f in facts if f[1]),
    )  # fmt: skip
    carriers = [(n, made(carrier_node, n)) for n in row.of if row.what != "revenue"]
    return Explanation(node, walk.below(key, [value_below(f"{key}.reported"), *carriers]))


def _part(walk: Walk, name: str) -> Explanation:
    """Everything written below a path."""
    from netback.views.explain_parts.evidence import value_below

    paths = [p for p in walk.case.values if p.startswith(name + ".")]
    node = Node("group", name, name, place=walk.place(name))
    return Explanation(node, walk.below(name, [value_below(p) for p in paths]))


def _names(case: Case) -> list[str]:
    file, net = case.file, case.file.network
    return [
        *FORECAST_WORDS, *case.values, *net.arcs, *net.nodes, *net.limits, *file.contracts, *file.streams, *file.drivers,
        *file.terms, *file.reported, *(f"money.{p}" for p in file.parties), *(s.id for s in case.ledger.statements),
        *case.ledger.sources,
    ]  # fmt: skip
