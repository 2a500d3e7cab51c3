"""Money: each payment as an equation with its numbers, and a party's net as the sum of its payments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netback.views.explain_parts.evidence import value_below, value_node
from netback.views.explain_parts.network import carrier_node, place_node, stream_node
from netback.views.explain_parts.tree import Explanation, Make, Node, Walk, made
from netback.views.tables import count, kbd, month, musd, percent, quantity, signed, usd_bbl

if TYPE_CHECKING:
    from netback.money.revenue import Money

__all__ = ["contract_node", "party_node", "payment_node", "term_node"]

_SMALL = 0.05
"""Payments below this, m USD a month, are left out of a party's sum."""


def _name(walk: Walk, party: str) -> str:
    parties = walk.case.file.parties
    return parties[party].name if party in parties else "Outside"


def payment_node(walk: Walk, world: Any, i: int) -> Explanation:
    """One payment of a world's waterfall."""
    money = walk.money
    pay = money.payments[walk.month, world]
    program = pay.waterfall
    step = program.steps[i]
    due, paid = float(pay.due[0, 0, i]), float(pay.paid[0, 0, i])
    payer = "the stream" if step.payer < 0 else _name(walk, program.parties[step.payer])
    who = f"{payer} pays {_name(walk, program.parties[step.payee])}"
    equation, children = _equation(walk, money, world, i)
    facts = [("due", f"{musd(due)} m USD a month")] if abs(due - paid) > _SMALL else []
    late = money.case.slots.central[step.delay] if step.contract >= 0 else 0.0
    if late > 0:
        facts.append(("late", f"by {quantity(float(late), 'months')}"))
    key = step.path
    node = Node(
        "payment", key, f"{step.path} ({step.kind.replace('_', ' ')}, {world}): {who}", f"{musd(paid)} m USD a month",
        paid, unit="m USD/month", equation=equation, place=walk.place(key), facts=tuple(facts),
    )  # fmt: skip
    return Explanation(node, walk.below(key, children))


def _equation(walk: Walk, money: Money, world: Any, i: int) -> tuple[str, list[tuple[str, Make]]]:
    """How a payment follows from its numbers, with the numbers, and what they are."""
    pay = money.payments[walk.month, world]
    program = pay.waterfall
    step = program.steps[i]
    x = money.case.slots.central
    paid = float(pay.paid[0, 0, i])
    amount = float(x[step.amount])
    if step.contract < 0:
        barrels = float(money.flows.arrays(walk.month, world).through(step.node)[0, 0])
        text = f"{usd_bbl(amount)} USD/bbl × {kbd(barrels)} kb/d × 30.4 days / 1,000 = {musd(paid)}"
        return text, [value_below(step.path), (step.node, made(carrier_node, step.node))]
    row = program.contracts[step.contract]
    stream = program.streams[row.stream].id if row.stream >= 0 else ""
    barrels, price, gross = (
        (float(a[0, 0, row.stream]) for a in (pay.barrels_kbd, pay.price_usd_bbl, pay.gross))
        if row.stream >= 0
        else (0.0, 0.0, 0.0)
    )
    before = gross - sum(float(pay.paid[0, 0, j]) for j in row.steps if j < i and program.steps[j].payer < 0)
    chance = float(x[step.probability])
    unit = walk.case.values[f"{step.path}.amount"].unit
    share = quantity(amount, unit)
    days = f"{kbd(barrels)} kb/d × 30.4 days / 1,000"
    text = {
        "fee": f"{usd_bbl(amount)} USD/bbl × {days}",
        "tariff": f"{usd_bbl(amount)} USD/bbl × {days}",
        "cost": f"{usd_bbl(amount)} USD/bbl × {days}",
        "cost_recovery": f"{usd_bbl(amount)} USD/bbl × {days}"
        + (f", at most {percent(float(x[step.cap]))} of the {musd(before)} left" if step.cap >= 0 else ""),
        "royalty": f"{share} of the gross {musd(gross)}",
        "profit_share": f"{share} of the {musd(before)} left",
        "in_kind": f"{share} of {kbd(barrels)} kb/d at {usd_bbl(price)} USD/bbl",
        "purchase": f"{share} of {kbd(barrels)} kb/d at the local price of {step.node}",
        "transfer": share,
        "capacity_payment": share,
        "budget_share": f"{share} of {musd(float(x[step.of])) if step.of >= 0 else ''} m USD a month",
        "arrears": f"{share}, at most the debt left",
    }.get(step.kind, share)
    if chance < 1:
        text += f", × {percent(chance)} chance of being paid"
    if step.payer < 0 and float(pay.due[0, 0, i]) * chance > before + 1e-9:
        text += f", at most the {musd(before)} left"
    parts = ["amount", "of", "cap", "balance", "collection.probability", "collection.delay"]
    paths = [f"{step.path}.{p}" for p in parts]
    children = [
        value_below(p) for p in paths if p in walk.case.values and (p.endswith(".amount") or walk.place(p))
    ]
    if stream:
        children.append((f"streams.{stream}", made(stream_node, stream)))
    if step.node:
        children.append((step.node, made(place_node, step.node)))
    return f"{text} = {musd(paid)}", children


def party_node(walk: Walk, party: str, world: Any | None = None) -> Explanation:
    """A party's net cash, as the sum of what it is paid, keeps and pays."""
    money = walk.money
    if world is None:
        worlds = money.worlds
        texts = [f"{w} {musd(_net(walk, party, w))}" for w in worlds]
        key = f"money.{party}"
        node = Node(
            "party", key, f"{_name(walk, party)}, net cash, {month(walk.month)}", "; ".join(texts) + " m USD a month",
            unit="m USD/month", equation="net = payments received + what contracts leave to it - payments made",
            place=walk.place(f"parties.{party}"), facts=_wants(walk, party),
        )  # fmt: skip
        return Explanation(
            node,
            walk.below(key, [(f"{key}.{w}", made(party_node, party, w)) for w in worlds]),
        )
    pay = money.payments[walk.month, world]
    program = pay.waterfall
    place = program.parties.index(party)
    terms, children, small = [], [], 0
    for i, step in enumerate(program.steps):
        sign = (step.payee == place) - (step.payer == place)
        paid = float(pay.paid[0, 0, i])
        if sign == 0:
            continue
        if abs(paid) < _SMALL:
            small += 1
            continue
        terms.append(signed(sign * paid, musd))
        children.append((step.path, made(payment_node, world, i)))
    for k, row in enumerate(program.contracts):
        left = float(pay.left[0, 0, k])
        if row.keeps == place and row.stream >= 0 and abs(left) >= _SMALL:
            terms.append(signed(left, musd))
            children.append((f"contracts.{row.id}", made(contract_node, row.id, world)))
    key = f"money.{party}.{world}"
    net = _net(walk, party, world)
    node = Node(
        "party", key, f"{_name(walk, party)} in the {world} world, {month(walk.month)}", f"{musd(net)} m USD a month", net,
        unit="m USD/month", equation=" ".join(terms or ["0"]) + f" = {musd(net)}",
        facts=(("left out", count(small, "payment") + " of nothing"),) if small else (),
    )  # fmt: skip
    return Explanation(node, walk.below(key, children))


def _net(walk: Walk, party: str, world: Any) -> float:
    money = walk.money
    return float(money.by_party(world)[money.months.index(walk.month), money.parties.index(party)])


def _wants(walk: Walk, party: str) -> tuple[tuple[str, str], ...]:
    found = walk.case.file.parties.get(party)
    return (("wants", found.wants),) if found and found.wants else ()


def contract_node(walk: Walk, name: str, world: Any | None = None) -> Explanation:
    """A contract: what comes in, what each step takes, what is left to whom."""
    money = walk.money
    contract = walk.case.file.contracts[name]
    key = f"contracts.{name}"
    texts, children = [], []
    for w in money.worlds if world is None else [world]:
        pay = money.payments[walk.month, w]
        program = pay.waterfall
        for k, row in enumerate(program.contracts):
            if row.id != name:
                continue
            if row.stream >= 0:
                gross, left = float(pay.gross[0, 0, row.stream]), float(pay.left[0, 0, k])
                texts.append(
                    f"{w}: gross {musd(gross)}, leaves {musd(left)} to {_name(walk, contract.keeps)}, m USD a month"
                )
            else:
                texts.append(
                    f"{w}: {musd(sum(float(pay.paid[0, 0, i]) for i in row.steps))} m USD a month out of pockets"
                )
            children += [(program.steps[i].path, made(payment_node, w, i)) for i in row.steps]
    node = Node(
        "contract", key, f"{contract.name} ({name})", "; ".join(texts) or "not in force", unit="m USD/month",
        equation="each step takes its part of what the steps before left", place=walk.place(key),
        facts=(("note", contract.note),) if contract.note else (),
    )  # fmt: skip
    return Explanation(node, walk.below(key, children))


def term_node(walk: Walk, name: str) -> Explanation:
    """A negotiable number: its legal range, and the numbers of contracts it replaces."""
    term = walk.case.file.terms[name]
    key = f"terms.{name}"
    path = f"{key}.range"
    inner = value_node(walk, path)
    facts = (("", "the central value is the reference, the bounds are the legal range"), *inner.node.facts)
    facts = tuple(f for f in facts if not f[1].startswith("an assumption") and f[0] != "drawn from")
    node = Node(
        "term", key, f"{term.name} ({name})", inner.node.text, inner.node.number, inner.node.low, inner.node.high,
        inner.node.unit, f"it replaces {', '.join(term.sets)}", inner.node.place, (*facts, ("note", term.note)),
    )  # fmt: skip
    return Explanation(node, (*inner.children, *walk.below(key, [value_below(p) for p in term.sets])))
