"""6 Outside conditions: what each driver was seen to do, and what today's level rests on."""

from __future__ import annotations

import math

from netback.case.drivers import Observed, observe
from netback.case.schema import PressureDriver, PriceDriver
from netback.dates import month_start
from netback.errors import UnknownAsOf
from netback.views import charts
from netback.views.report_parts import words
from netback.views.report_parts.facts import Facts
from netback.views.report_parts.html import Html, fill, join, tag
from netback.views.report_parts.page import Page

__all__ = ["finding", "section"]


def _words_now(facts: Facts, o: Observed) -> str:
    spec = facts.case.file.drivers[o.driver]
    if isinstance(spec, PriceDriver):
        return f"{spec.name} at {words.price(o.price)} USD/bbl"
    return f"{spec.name}: {o.level.replace('_', ' ')}"


def finding(facts: Facts) -> str:
    """Title of the section, from what was observed."""
    levels = [_words_now(facts, o) for o in facts.forecast.drivers]
    return "Conditions now: " + "; ".join(levels[:4]) if levels else "The case has no outside conditions"


def section(page: Page, facts: Facts) -> Html:
    """The section."""
    parts: list[object] = [
        tag("p", "Outside conditions", class_="eyebrow"),
        tag("h2", finding(facts), id="conditions-title"),
    ]
    if facts.forecast.drivers:
        parts += [
            tag(
                "p",
                "These move by themselves, month by month, and shift the payoffs, the flows or the cost of signing. A level "
                "holds until something else is observed; pressure is a count of dated contacts, by kind, that fades with time.",
            ),
            _strip(page, facts),
            _today(page, facts),
        ]
    return tag("section", *parts, id="conditions", aria_labelledby="conditions-title")


def _strip(page: Page, facts: Facts) -> Html:
    first, last = facts.window
    months = list(range(first, last + 1))
    days = [month_start(m) for m in months]
    drawn: list[charts.Driver] = []
    for key, spec in facts.case.file.drivers.items():
        path: list[Observed | None] = []
        for m in months:
            try:
                path.append(observe(facts.case, key, m))
            except UnknownAsOf:
                path.append(None)
        if isinstance(spec, PriceDriver):
            drawn.append(
                {
                    "name": spec.name,
                    "months": days,
                    "values": [None if o is None else o.price for o in path],
                    "unit": "USD/bbl",
                }
            )
        elif isinstance(spec, PressureDriver):
            scores = [None if o is None or math.isnan(o.score) else o.score for o in path]
            drawn.append({"name": spec.name, "months": days, "values": scores, "unit": "weighted contacts"})
        else:
            names = [level.replace("_", " ") for level in spec.levels]
            drawn.append(
                {
                    "name": spec.name,
                    "months": days,
                    "values": [None if o is None else o.index for o in path],
                    "levels": names,
                }
            )
    chart = charts.both(
        lambda narrow: charts.driver_strip(
            drawn,
            fmt=words.plain,
            **facts.about(
                f"{facts.source_line}, from its statements and series",
                narrow=narrow,
                headline=f"{words.counted(len(drawn), 'outside condition')} from {words.month(first)} to {words.month(last)}",
                subtitle="Price: line; levels: steps; pressure: weighted count of contacts, which fades",
            ),
        )
    )
    series = sorted({s.source for s in facts.case.series.values() if s.months})
    names = [facts.case.ledger.sources[s].publisher for s in series if s in facts.case.ledger.sources]
    note = f"Price series: {words.listed(names)}." if names else ""
    keys = [k for o in facts.forecast.drivers for k in o.statements]
    return page.chart("fig-drivers", chart, page.sources(keys, note))


def _today(page: Page, facts: Facts) -> Html:
    parts: list[Html] = [tag("h3", "What today’s levels rest on")]
    for o in facts.forecast.drivers:
        spec = facts.case.file.drivers[o.driver]
        score = (
            fill(", score {score}", score=page.computed(words.plain(o.score), "how-forecast"))
            if not math.isnan(o.score)
            else Html("")
        )
        held = bool((facts.case.held or {}).get(o.driver))
        if isinstance(spec, PriceDriver):
            series = facts.case.series[spec.series]
            source = facts.case.ledger.sources.get(series.source)
            last = max((m for m in series.months if m <= facts.month), default=None)
            rest = "held by the scenario" if held else (
                f"{source.publisher if source else series.source}, {words.month(last)}" if last is not None else ""
            )  # fmt: skip
            price = page.computed(f"{words.price(o.price)} USD/bbl", "how-forecast")
            parts.append(
                tag("p", fill("{name}: {price} ({rest}).", name=tag("b", spec.name), price=price, rest=rest))
            )
            continue
        statements = [facts.case.ledger.get(k) for k in o.statements if k in facts.case.ledger]
        why = (
            " (held by the scenario)"
            if held
            else ""
            if statements
            else " (nothing observed: the case’s starting level)"
        )
        head = fill(
            "{name}: {level}{score}{why}",
            name=tag("b", spec.name),
            level=o.level.replace("_", " "),
            score=score,
            why=why,
        )
        if statements:
            lines = tag("ul", join(tag("li", page.statement_line(s)) for s in statements), class_="said")
            parts.append(tag("details", tag("summary", head), lines))
        else:
            parts.append(tag("p", head))
    return join(parts)
