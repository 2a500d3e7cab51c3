"""2 What is stopping it: who would lose by a deal, what a deal could look like, and what would change their mind."""

from __future__ import annotations

from netback.bargain.deal import Deal
from netback.views import charts
from netback.views.report_parts import words
from netback.views.report_parts.drawings import Row, range_rows
from netback.views.report_parts.facts import Facts
from netback.views.report_parts.html import Html, fill, join, tag
from netback.views.report_parts.page import Page

__all__ = ["finding", "section"]

UNIT = "million USD a month"


def finding(facts: Facts) -> str:
    """Title of the section, from the numbers."""
    gains = facts.forecast.gains()
    losing = sorted((p for p in gains if gains[p]["p_loses"] >= 0.5), key=lambda p: gains[p]["mean"])
    if losing:
        shares = words.listed(
            [f"{facts.name(p)} in {words.percent(gains[p]['p_loses'])} of draws" for p in losing]
        )
        return f"By today’s draft deal a veto party loses money: {shares}"
    some = max(gains, key=lambda p: gains[p]["p_loses"], default=None)
    if some is not None and gains[some]["p_loses"] >= 0.1:
        return f"Most draws pay everyone, but {facts.name(some)} loses in {words.percent(gains[some]['p_loses'])}"
    return "Money alone does not explain the deadlock: today’s draft deal pays every veto party"


def section(page: Page, facts: Facts) -> Html:
    """The section."""
    parts: list[object] = [
        tag("p", "What is stopping it", class_="eyebrow"),
        tag("h2", finding(facts), id="stopping-title"),
        tag("p", _lead(page, facts)),
        _draft(page, facts),
    ]
    if facts.bargain is None:
        parts.append(tag("p", "Bargaining over the terms was not solved: ", facts.why_no_bargain))
    else:
        parts += [_zone(page, facts, facts.bargain), _unblock(page, facts, facts.bargain)]
    if facts.case.file.terms:
        parts.append(_terms(page, facts))
    return tag("section", *parts, id="stopping", aria_labelledby="stopping-title")


def _lead(page: Page, facts: Facts) -> Html:
    gains = facts.forecast.gains()
    said = [
        fill(
            "{party} {verb} {amount} million USD a month",
            party=facts.name(p),
            verb="gains" if g["mean"] >= 0 else "loses",
            amount=page.computed(words.plain(abs(g["mean"])), "how-deal"),
        )
        for p, g in gains.items()
    ]
    who = [join([facts.name(p), page.mark(f"parties.{p}.veto")]) for p in gains]
    return fill(
        "No deal is possible without {who}. Against standing still, by the terms on the table today, {said} on average over the draws.",
        who=_and(who),
        said=_and(said),
    )


def _and(parts: list[Html]) -> Html:
    return join([join(parts[:-1], ", "), " and ", parts[-1]]) if len(parts) > 1 else join(parts)


def _draft(page: Page, facts: Facts) -> Html:
    gains = facts.forecast.gains()
    ranked = sorted(gains, key=lambda p: (gains[p]["mean"], p))
    rows = [
        Row(
            facts.name(p),
            gains[p]["mean"],
            (gains[p]["low"], gains[p]["high"]),
            right=f"loses in {words.percent(gains[p]['p_loses'])}",
            bad=gains[p]["p_loses"] >= 0.5,
        )
        for p in ranked
    ]
    worst = ranked[0] if ranked else ""
    title = (
        f"{facts.name(worst)} would be worse off by the draft in {words.percent(gains[worst]['p_loses'])} of draws"
        if worst and gains[worst]["p_loses"] >= 0.5
        else "Every veto party gains by the draft in most draws"
    )
    chart = charts.both(
        lambda narrow: range_rows(
            "draft",
            rows,
            title=title,
            drawn=f"Gain of today’s draft deal over standing still, by party that can refuse, {UNIT}",
            unit=UNIT,
            header=(
                "party",
                f"mean ({UNIT})",
                f"10% point ({UNIT})",
                f"90% point ({UNIT})",
                "share of draws losing",
            ),
            table=[
                (facts.name(p), *(gains[p][k] for k in ("mean", "low", "high", "p_loses"))) for p in ranked
            ],
            legend=[
                ("dot", "ink", "Mean of draws"),
                ("span", "deal", "80% band: gain"),
                ("span", "warn", "80% band: loss"),
            ],
            signs=True,
            fmt=words.signed,
            **facts.about(facts.source_line, narrow=narrow),
        )
    )
    note = (
        "The draft are the reference terms of the case, at today’s prices and conditions. The gain counts late payment, "
        "and what pressure costs a party while it waits."
    )
    cites = facts.cites_under(
        [*(t for term in facts.case.file.terms.values() for t in term.sets), "contracts"]
    )
    return page.chart(
        "fig-draft", chart, page.sources(cites, note), formats={"share of draws losing": words.percent}
    )


def _zone(page: Page, facts: Facts, deal: Deal) -> Html:
    veto = list(deal.payoffs.veto)
    gains = deal.zopa.gains[:, veto]
    inside = deal.zopa.inside
    chosen = deal.gains
    shown = gains[inside] if inside.any() else gains
    stakes: list[charts.Stake] = []
    for i, party in enumerate(deal.veto):
        at = float(chosen[party]) if chosen else None
        low, high = float(shown[:, i].min()), float(shown[:, i].max())
        if deal.zopa.ideal is not None:
            low, high = max(low, 0.0), max(high, float(deal.zopa.ideal[i]))
        stakes.append(
            {
                "party": facts.name(party),
                "low": min(low, at) if at is not None else low,
                "high": max(high, at) if at is not None else high,
                "chosen": at,
            }
        )
    if deal.agreed:
        headline = "There are terms that pay everyone: a zone of agreement exists"
        subtitle = (
            f"Gain over standing still for terms within the law that cost no veto party, {UNIT}; "
            f"dot: the {deal.rule.replace('_', '-').capitalize()} split, central case"
        )
    else:
        headline = "No terms within the law pay everyone"
        subtitle = f"Gain over standing still over all terms within the law, {UNIT}, central case"
    chart = charts.both(
        lambda narrow: charts.bargaining_zone(
            stakes, **facts.about(facts.source_line, headline=headline, subtitle=subtitle, narrow=narrow)
        )
    )
    note = join(["; ".join(deal.assumptions), "."])
    return page.chart("fig-zone", chart, page.sources((), note))


def _unblock(page: Page, facts: Facts, deal: Deal) -> Html:
    items: list[Html] = []
    terms = facts.case.file.terms
    for b in deal.blockers:
        if b.blocks:
            items.append(
                fill(
                    "{party} would refuse what the others would pick without it: it asks {asks} million USD a month more.",
                    party=facts.name(b.party),
                    asks=page.computed(words.plain(b.asks), "how-deal"),
                )
            )
    if deal.clash is not None:
        clash = str(deal.clash)
        items.append(fill("{text}.", text=clash[:1].upper() + clash[1:]))
    for u in deal.unblocks:
        hurts = f", at the cost of {words.listed([facts.name(p) for p in u.hurts])}" if u.hurts else ""
        if u.term:
            items.append(
                fill(
                    "{party} stops losing by the draft if “{term}” goes to {value}{from_}{hurts}.",
                    party=facts.name(u.party),
                    term=terms[u.term].name,
                    value=page.computed(words.amount(u.value, u.unit), "how-deal"),
                    from_=f" instead of {words.amount(u.value - u.change, u.unit)}",
                    hurts=hurts,
                )
            )
        else:
            items.append(
                fill(
                    "{party} stops losing by the draft with {value} million USD a month from elsewhere.",
                    party=facts.name(u.party),
                    value=page.computed(words.plain(u.value), "how-deal"),
                )
            )
    if not items:
        return Html("")
    return join(
        [tag("h3", "What would unblock it"), tag("ul", join(tag("li", i) for i in items), class_="plain")]
    )


def _low(text: str) -> str:
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def _terms(page: Page, facts: Facts) -> Html:
    expected = facts.forecast.expected_terms()
    deal = facts.bargain
    rows, table, cites = [], [], []
    for key, t in expected.items():
        unit = t["unit"]
        k = 100.0 if unit == "1" else 1.0
        shown = "%" if unit == "1" else words.UNIT_WORDS.get(unit, unit)
        entry = facts.case.entry(f"terms.{key}.range")
        cites += [*entry.cites, *facts.cites_under(facts.case.file.terms[key].sets)]
        rule = deal.terms[key].value if deal and key in deal.terms else None
        rows.append(
            Row(
                t["name"], k * t["mean"], (k * t["low"], k * t["high"]), (k * t["legal"][0], k * t["legal"][1]),
                mark=k * entry.central, under=shown, unit=shown,
            )
        )  # fmt: skip
        table.append(
            (t["name"], shown, k * t["mean"], k * t["low"], k * t["high"], k * t["legal"][0], k * t["legal"][1],
             k * entry.central, None if rule is None else k * rule)
        )  # fmt: skip
    far = [
        r.name
        for r in rows
        if r.dot is not None and r.wide and r.dot > r.wide[0] + 0.85 * (r.wide[1] - r.wide[0])
    ]
    title = (
        f"Expected close to the top of what the law allows: {words.listed([_low(n) for n in far])}"
        if far
        else "Expected terms lie inside what the law allows"
    )
    header = (
        "term", "unit", "expected", "10% point", "90% point", "legal least", "legal greatest", "today’s draft",
        f"{deal.rule.replace('_', '-').capitalize()} split" if deal else "split",
    )  # fmt: skip
    chart = charts.both(
        lambda narrow: range_rows(
            "terms",
            rows,
            title=title,
            drawn="If they agree: terms that come nearest to the game’s split, against the legal range; each row has its own unit",
            unit="by row",
            header=header,
            table=table,
            legend=[
                ("dot", "ink", "Expected"), ("span", "inside", "80% band"), ("bar", "band", "Legal range"),
                ("ring", "ink", "Today’s draft"),
            ],
            shared=False,
            fmt=words.plain,
            **facts.about(facts.source_line, narrow=narrow),
        )
    )  # fmt: skip
    return page.chart("fig-terms", chart, page.sources(cites))
