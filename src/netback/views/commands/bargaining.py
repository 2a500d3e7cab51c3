"""`netback deals`: which deals every veto holder would accept, and who is blocking."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from netback.errors import SolverError
from netback.views.commands.common import (
    AsOf,
    Block,
    CaseName,
    Changes,
    Json,
    ScenarioName,
    case_head,
    case_lines,
    emit,
    open_case,
    party_name,
)
from netback.views.tables import (
    MISSING,
    Heading,
    Table,
    between,
    listed,
    month,
    musd,
    points,
    quantity,
    shown_in,
    signed,
    unit_suffix,
)

if TYPE_CHECKING:
    from netback.bargain.deal import Deal, DealTerm
    from netback.case import Case

__all__ = ["deals", "deals_blocks", "deals_record", "solve_deals"]


def deals(
    case: CaseName,
    as_of: AsOf = None,
    rule: Annotated[
        list[str] | None,
        typer.Option("--rule", metavar="RULE", help="One bargaining rule. Repeatable. [default: all]"),
    ] = None,
    set_: Changes = None,
    scenario: ScenarioName = None,
    json: Json = False,
) -> None:
    """Which deals every veto holder would accept: the zone of agreement, each rule's terms, who blocks.

    \b
      netback deals kurdistan --as-of 2025-04-15
      netback deals starter --rule nash --rule egalitarian
    """
    chosen = open_case(case, as_of, scenario, set_)
    found, refused = solve_deals(chosen, rule)
    emit(json, lambda: deals_record(found, refused), lambda: deals_blocks(found, refused))


def solve_deals(case: Case, rules: Sequence[str] | None = None) -> tuple[list[Deal], dict[str, str]]:
    """The deal of each rule in the as-of month, on one zone of agreement.

    Returns
    -------
    (list of Deal, dict of str to str)
        The deals; and rules that refused to answer, with the reason.

    Raises
    ------
    UsageError
        A rule is not known.
    SolverError
        Every rule refused.
    """
    from netback.bargain.deal import Deal
    from netback.bargain.payoffs import find_payoffs
    from netback.bargain.rules import RULES, find_rule
    from netback.bargain.zopa import find_zopa
    from netback.flows import solve_flows
    from netback.money.revenue import divide_revenue

    chosen = {name: find_rule(name) for name in rules or RULES}
    money = divide_revenue(solve_flows(case))
    payoffs = find_payoffs(money)
    zopa = find_zopa(payoffs.situation)
    found, refused = [], {}
    for name, rule in chosen.items():
        try:
            agreement = None if zopa.empty else rule(payoffs.situation, zopa)
        except SolverError as error:
            refused[name] = str(error)
            if len(refused) == len(chosen):
                raise
        else:
            found.append(Deal(money, name, payoffs, zopa, agreement))
    return found, refused


def deals_record(found: Sequence[Deal], refused: Mapping[str, str]) -> dict[str, Any]:
    """What ``deals --json`` prints."""
    first = found[0]
    return case_head(first.money.case, "netback-deals/1") | {
        "month": month(first.payoffs.month),
        "agreed": first.agreed,
        "veto": list(first.veto),
        "affine": first.affine,
        "terms": {
            t.id: {
                "name": t.name, "unit": t.unit, "reference": t.reference, "legal": [t.low, t.high],
                "zopa": list(t.zopa) if t.zopa else None,
            }
            for t in first.terms.values()
        },
        "rules": {
            d.rule: {
                "terms": {t.id: t.value for t in d.terms.values()},
                "ties": {t.id: list(t.ties) if t.ties else None for t in d.terms.values()},
                "gains_musd_month": d.gains,
            }
            for d in found
        },
        "refused": dict(refused),
        "standstill_musd_month": first.disagreement,
        "gain_at_reference_musd_month": first.at_reference,
        "blockers": [vars(b) | {"blocks": b.blocks} for b in first.blockers],
        "unblocks": [vars(u) for u in first.unblocks],
        "why_none": _clash_record(first),
        "assumptions": list(first.assumptions),
    }  # fmt: skip


def _clash_record(deal: Deal) -> dict[str, Any] | None:
    clash = deal.clash
    if clash is None:
        return None
    return {
        "text": str(clash),
        "parties": list(clash.parties),
        "limits": [list(limit) for limit in clash.limits],
        "losses_musd_month": clash.losses,
        "subsidy_musd_month": clash.subsidy,
        "transfers_musd_month": clash.transfers,
        "extensions": [vars(e) for e in clash.extensions],
    }


def _label(t: DealTerm) -> str:
    return f"{t.name},{unit_suffix(t.unit)}".rstrip(",")


def _term(t: DealTerm, x: float | None) -> str:
    return quantity(x, t.unit, bare=True)


def _moved(t: DealTerm, change: float) -> str:
    return f"{points(change)} points" if t.unit == "1" else signed(change, shown_in(t.unit, bare=False))


def deals_blocks(found: Sequence[Deal], refused: Mapping[str, str]) -> Iterator[Block]:
    """The zone of agreement or why it is empty, the rules' terms, who blocks, what unblocks."""
    first = found[0]
    case = first.money.case
    names = {p: party_name(case, p) for p in case.file.parties}
    yield from case_lines(case, f"which deals are feasible, {month(first.payoffs.month)}")
    yield f"No deal without: {listed([names[p] for p in first.veto], 12)}."
    if first.clash is not None:
        yield Heading("No terms within their legal ranges suit every veto holder")
        yield "\n".join("  " + _sentence(line) for line in str(first.clash).split("; "))
    else:
        yield "There are terms that leave every veto holder at least as well off as standing still."
    rows: list[tuple[str, ...]] = [
        (_label(t), _term(t, t.reference), _range(t, (t.low, t.high)), _range(t, t.zopa))
        for t in first.terms.values()
    ]
    yield Table.of(
        "Terms: what the law allows, and what all would sign",
        "term|>reference|>legal range|>zone of agreement",
        rows,
    )
    if first.agreed:
        heads = "|".join(f">{d.rule.replace('_', ' ')}" for d in found)
        rows = [
            (_label(t), *(_term(d.terms[t.id], d.terms[t.id].value) for d in found))
            for t in first.terms.values()
        ]
        yield Table.of("Terms each rule picks", f"term|{heads}", rows)
        gains = [d.gains or {} for d in found]
        some = [p for p in names if any(abs(g.get(p, 0.0)) >= 0.05 for g in gains)]
        rows = [(names[p], *(signed(g.get(p), musd) for g in gains)) for p in some]
        yield Table.of("Gain over standing still, m USD a month", f"party|{heads}", rows)
    yield from (f"The rule {name} refused to answer: {reason}." for name, reason in refused.items())
    yield from _blocking(first, names)
    yield from (f"Assumed: {a}." for a in first.assumptions)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "."


def _range(t: DealTerm, bounds: tuple[float, float] | None) -> str:
    return "empty" if bounds is None else between(bounds[0], bounds[1], shown_in(t.unit))


def _blocking(deal: Deal, names: dict[str, str]) -> Iterator[Block]:
    blockers = [
        (names[b.party], signed(b.at_reference, musd), signed(b.at_best_for_others, musd),
         signed(b.at_own_best, musd), musd(b.asks) if b.blocks else MISSING)
        for b in deal.blockers
    ]  # fmt: skip
    yield Table.of(
        "Who blocks: gain over standing still, m USD a month",
        "veto holder|>reference terms|>others' best terms|>own best terms|>asks beyond", blockers,
        "Others' best: what the other veto holders would pick together without it. Asks beyond: what it must get on top of that.",
    )  # fmt: skip
    rows = []
    for u in deal.unblocks:
        term = deal.terms.get(u.term)
        what = f"{musd(u.value)} m USD a month from outside"
        if term:
            what = f"{term.name}: {quantity(term.reference, term.unit)} to {quantity(u.value, term.unit)}"
        change = _moved(term, u.change) if term else ""
        rows.append(
            (names[u.party], what, change, listed([names[p] for p in u.hurts]) if u.hurts else "nobody")
        )
    yield Table.of("What alone would end a loss at the reference terms", "for|change|>by|then loses", rows)
