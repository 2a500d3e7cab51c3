"""4 Who earns what: standstill against deal by party, and who gains without a contract."""

from __future__ import annotations

from netback.views import charts
from netback.views.report_parts import words
from netback.views.report_parts.drawings import Row, range_rows
from netback.views.report_parts.facts import Facts
from netback.views.report_parts.html import Html, fill, join, tag
from netback.views.report_parts.page import Page

__all__ = ["finding", "section", "who_gains"]

UNIT = "million USD a month"


def finding(facts: Facts) -> str:
    """Title of the section, from the numbers."""
    if not facts.parties:
        return "The case divides no money"
    most, least = facts.parties[0], facts.parties[-1]
    text = (
        f"{most.name} would gain most from a deal, {words.plain(abs(most.change))} {UNIT}"
        if most.change > 0
        else "Nobody gains"
    )
    if least.change < 0:
        text += f"; {least.name} would lose most, {words.plain(-least.change)}"
    return text


def who_gains(facts: Facts, narrow: bool = False, headline: str = "") -> charts.Chart:
    """Change of money by party between standstill and deal, with its band."""
    rows = [
        Row(
            p.name,
            p.change,
            (p.low, p.high),
            under=f"{words.minus(words.plain(p.standstill))} → {words.minus(words.plain(p.deal))}",
            right=words.signed(p.change),
            bad=p.change < 0,
        )
        for p in facts.parties
    ]
    winners = sum(p.change > 0 for p in facts.parties)
    return range_rows(
        "gains",
        rows,
        title=headline
        or f"{winners} of {len(rows)} parties would earn more under a deal than standing still",
        drawn=f"Change of net cash from standstill to deal, {UNIT}; below each name: standstill → deal",
        unit=UNIT,
        header=(
            "party",
            f"standstill ({UNIT})",
            f"deal ({UNIT})",
            f"change ({UNIT})",
            "10% point",
            "90% point",
        ),
        table=[(p.name, p.standstill, p.deal, p.change, p.low, p.high) for p in facts.parties],
        legend=[
            ("dot", "ink", "Mean of draws"),
            ("span", "deal", "80% band: gain"),
            ("span", "warn", "80% band: loss"),
        ],
        right_title="Change",
        signs=True,
        label_dot=False,
        fmt=words.signed,
        **facts.about(facts.source_line, narrow=narrow),
    )


def section(page: Page, facts: Facts) -> Html:
    """The section."""
    parts: list[object] = [
        tag("p", "Who earns what", class_="eyebrow"),
        tag("h2", finding(facts), id="money-title"),
        tag("p", _lead(page, facts)),
    ]
    if facts.parties:
        chart = charts.both(lambda narrow: who_gains(facts, narrow))
        contracts = [f"contracts.{k}" for k in facts.case.file.contracts]
        note = "; ".join(facts.money.assumptions)
        formats = {"10% point": words.plain, "90% point": words.plain}
        parts.append(
            page.chart(
                "fig-gains", chart, page.sources(facts.cites_under(contracts), f"{note}."), formats=formats
            )
        )
    parts.append(_steps(page, facts))
    parts.append(_beneficiaries(page, facts))
    return tag("section", *parts, id="money", aria_labelledby="money-title")


def _lead(page: Page, facts: Facts) -> Html:
    said = [
        fill(
            "{name} {verb} {change}",
            name=p.name,
            verb="gains" if p.change > 0 else "loses",
            change=page.computed(words.plain(abs(p.change)), "how-money"),
        )
        for p in facts.parties
        if abs(p.change) >= 0.05
    ]
    return fill(
        "Net cash a month at today’s prices, mean over the draws, {unit}: {said}. Money a party earns alike in both worlds cancels "
        "in the difference. Unlike the gains above, cash leaves out what delay and pressure cost.",
        unit=UNIT,
        said=join(said, ", ") if said else "nobody’s changes",
    )


def _steps(page: Page, facts: Facts) -> Html:
    """Every payment of every contract, both worlds, central case."""
    case, rows = facts.case, []
    for world in ("standstill", "deal"):
        if world not in facts.money.worlds:
            continue
        program = facts.money.program(world)
        at = facts.money.months.index(facts.month)
        paid, left = facts.money.by_step(world)[at], facts.money.left(world)[at]
        for i, step in enumerate(program.steps):
            if step.contract < 0 or abs(paid[i]) < 5e-4:
                continue
            contract = program.contracts[step.contract].id
            payer = facts.name(program.parties[step.payer]) if step.payer >= 0 else "out of the barrels"
            path = f"{step.path}.amount" if not step.path.endswith(".amount") else step.path
            mark = page.mark(path) if path in case.values else Html("")
            rows.append(
                [
                    join(
                        [
                            case.file.contracts[contract].name,
                            ": ",
                            step.path.split(".")[-1].replace("_", " "),
                            mark,
                        ]
                    ),
                    world,
                    payer,
                    facts.name(program.parties[step.payee]),
                    page.computed(words.plain(float(paid[i])), "how-money"),
                ]
            )
        for i, row in enumerate(program.contracts):
            if row.stream >= 0 and abs(left[i]) >= 5e-4:
                rows.append(
                    [
                        f"{case.file.contracts[row.id].name}: what is left",
                        world,
                        "out of the barrels",
                        facts.name(program.parties[row.keeps]),
                        page.computed(words.plain(float(left[i])), "how-money"),
                    ]
                )
    table = page.table(
        ("payment", "world", "from", "to", UNIT),
        rows,
        caption="Every payment of the central case in the as-of month",
        numeric=(4,),
    )
    return tag("details", tag("summary", f"Every payment, contract by contract ({len(rows)} rows)"), table)


def _beneficiaries(page: Page, facts: Facts) -> Html:
    items = []
    for world in ("standstill", "deal"):
        if world not in facts.money.worlds:
            continue
        for b in facts.money.beneficiaries(world):
            if b.month != facts.month or max(b.musd, b.rent_musd) < 0.05:
                continue
            rent = (
                fill(
                    "; its routes could extract {rent} more",
                    rent=page.computed(words.plain(b.rent_musd), "how-money"),
                )
                if b.rent_musd >= 0.05
                else Html("")
            )
            items.append(
                fill(
                    "{party} earns {sum} million USD a month {world}{rent}.",
                    party=facts.name(b.party),
                    sum=page.computed(words.plain(b.musd), "how-money"),
                    world="while the standstill lasts" if world == "standstill" else "under a deal",
                    rent=rent,
                )
            )
    if not items:
        return tag("p", "No party without a contract gains from the flow.")
    return join(
        [
            tag("h3", "Who gains without a contract"),
            tag("ul", join(tag("li", i) for i in items), class_="plain"),
        ]
    )
