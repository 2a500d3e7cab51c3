"""5 When: resumption curves, quarters, the choice of past stoppages, and what the answer hangs on."""

from __future__ import annotations

import datetime as dt

from netback.case.case import date_and_cites
from netback.forecast.simulate import reference_class_of
from netback.game.base_rates import ClassChoice, how_choice_matters
from netback.views import charts
from netback.views.report_parts import words
from netback.views.report_parts.facts import Facts
from netback.views.report_parts.html import Html, fill, join, tag
from netback.views.report_parts.page import Page
from netback.views.svg import percents

__all__ = ["curve", "finding", "section"]


def finding(facts: Facts) -> str:
    """Title of the section, from the numbers."""
    f = facts.forecast
    rest = 1 - float(f.pooled[-1])
    by = words.day(f.dates[-1])
    if f.median_date is None:
        return (
            f"The likeliest outcome, at {words.percent(rest)}: not back by {by}"
            if rest > 0.5
            else f"Not back by {by}: {words.percent(rest)}"
        )
    return f"Even odds by {words.day(f.median_date)}; {words.percent(rest)} not by {by}"


def section(page: Page, facts: Facts) -> Html:
    """The section."""
    return tag(
        "section",
        tag("p", "When", class_="eyebrow"),
        tag("h2", finding(facts), id="when-title"),
        tag("p", _lead(page, facts)),
        _curve(page, facts),
        _bins(page, facts),
        tag("h3", "What past stoppages say depends on which are counted"),
        _classes(page, facts),
        tag("h3", "What the answer is most sensitive to"),
        _tornado(page, facts),
        id="when",
        aria_labelledby="when-title",
    )


def _lead(page: Page, facts: Facts) -> Html:
    f = facts.forecast
    text = fill(
        "The model plays the bargaining month by month from today’s state, in {draws} draws of its uncertain numbers, weighted by how well "
        "each explains {months} without a deal",
        draws=page.computed(f"{f.draws:,}"),
        months=words.counted(max(0, facts.month - f.case.month + _past_months(facts)), "month"),
    )
    fitted = [facts.case.file.reported[k].title for k in f.fitted if k in facts.case.file.reported]
    if fitted:
        text = join([text, f" and {words.counted(len(fitted), 'reported figure')}"])
    if f.base is None:
        return join([text, ". The class of past stoppages is too thin for a rate."])
    return join(
        [
            text,
            fill(
                ". Past stoppages: {n} halts of one export route, {ended} of them ended; {risk} lasted longer than this one has. "
                "The two are pooled in log-odds of the monthly hazard, the model with weight {weight}.",
                n=page.computed(f.base.n, "how-rates"),
                ended=page.computed(f.base.n_events, "how-rates"),
                risk=page.computed(f.base.n_at_risk, "how-rates"),
                weight=page.value("pool.weight"),
            ),
        ]
    )


def _past_months(facts: Facts) -> int:
    started = facts.started
    return facts.month - (started.year * 12 + started.month - 1)


def _marks(facts: Facts) -> list[tuple[dt.date, str]]:
    """Dated facts ahead, such as an election."""
    marks = []
    last = facts.forecast.dates[-1]
    for entry in facts.case.file.calendar.values():
        begins = date_and_cites(entry.begins)[0].earliest
        if facts.case.as_of < begins <= last:
            marks.append((begins, entry.name))
    return marks


def curve(facts: Facts, narrow: bool = False, headline: str = "") -> charts.Chart:
    """P(resumed by each date), inside, outside, pooled with its band."""
    f = facts.forecast
    k = facts.year
    return charts.probability_curve(
        f.dates,
        pooled=f.pooled.tolist(),
        inside=f.inside.tolist() if f.base is not None else None,
        outside=f.outside.tolist() if f.base is not None else None,
        low=f.low.tolist(),
        high=f.high.tolist(),
        today=facts.case.as_of,
        horizons=[f.dates[h] for h in facts.horizons],
        marks=_marks(facts),
        **facts.about(
            facts.source_line,
            narrow=narrow,
            headline=headline
            or f"{words.percent(float(f.pooled[k]))} by {facts.when(k)}; {words.percent(float(f.pooled[-1]))} by {words.day(f.dates[-1])}",
        ),
    )


def _curve(page: Page, facts: Facts) -> Html:
    chart = charts.both(lambda narrow: curve(facts, narrow))
    note = (
        "The band holds the spread of the inputs and of the reference class, from draw to draw; it has no error term for the model "
        "itself yet."
    )
    dated = [c for e in facts.case.file.calendar.values() for c in (*e.cites, *date_and_cites(e.begins)[1])]
    return page.chart("fig-curve", chart, page.sources(dated, note))


def quarters(facts: Facts) -> tuple[list[str], list[float], float]:
    """Probability of each quarter ahead and of none of them."""
    f = facts.forecast
    labels: list[str] = []
    found: list[float] = []
    before = 0.0
    for k, day in enumerate(f.dates):
        if day.month % 3 == 0 or k == len(f.dates) - 1:
            p = float(f.pooled[k])
            cut = "" if day.month % 3 == 0 else f", to {day.day} {words.MONTHS[day.month - 1][:3]}"
            labels.append(f"Q{(day.month + 2) // 3} {day.year}{cut}")
            found.append(max(p - before, 0.0))
            before = max(p, before)
    return labels, found, 1.0 - sum(found)


def _bins(page: Page, facts: Facts) -> Html:
    labels, shares, rest = quarters(facts)
    whole = percents([*shares, rest])
    likely = max(range(len(shares)), key=lambda k: shares[k])
    chart = charts.both(
        lambda narrow: charts.date_bins(
            labels,
            shares,
            rest,
            **facts.about(
                facts.source_line,
                narrow=narrow,
                headline=f"{whole[-1]}% not by {words.day(facts.forecast.dates[-1])}; the likeliest quarter, {labels[likely]}, has {whole[likely]}%",
            ),
        )
    )
    return page.chart(
        "fig-quarters", chart, page.sources((), "Differences of the pooled curve; the bars add up to 100%.")
    )


_CHOICES = {
    "all": "All of the class",
    "federal_subnational_dispute = 1": "Federal against subnational government",
    "federal_subnational_dispute = 0": "Without such a dispute",
    "confidence = high": "Only rows coded with high confidence",
    "30 days or more": "Only halts of 30 days or more",
}


def _choice_name(choice: ClassChoice) -> str:
    name = _CHOICES.get(choice.name)
    return name or choice.name.replace("cause = ", "Cause: ").replace("_", " ")


def _classes(page: Page, facts: Facts) -> Html:
    f = facts.forecast
    months = tuple(k for k in (6, 12, 24) if k < len(f.dates)) or (len(f.dates) - 1,)
    reference = reference_class_of(facts.case)
    choices = how_choice_matters(
        reference, max(f.elapsed_days, 0), months, facts.case.file.reference_class.model, seed=f.seed
    )
    rows: list[list[object]] = []
    for c in choices:
        cells: list[object] = [_choice_name(c)]
        if c.p_end:
            cells += [
                join(
                    [
                        page.computed(words.percent(p), "how-rates"),
                        tag("span", f" ({words.share_of(a, b)})", class_="who"),
                    ]
                )
                for p, a, b in zip(c.p_end, c.low, c.high, strict=True)
            ]
        else:
            cells += ["too few"] + [""] * (len(months) - 1)
        cells += [c.n, c.n_events, c.n_at_risk]
        rows.append(cells)
    rated = [c for c in choices if c.p_end]
    at = months.index(12) if 12 in months else len(months) - 1
    text = Html("")
    if rated:
        least, most = min(rated, key=lambda c: c.p_end[at]), max(rated, key=lambda c: c.p_end[at])
        text = tag(
            "p",
            fill(
                "Within {months} months the rate runs from {low} ({least}) to {high} ({most}). The forecast uses the case’s own class"
                "{why}",
                months=months[at],
                low=page.computed(words.percent(least.p_end[at]), "how-rates"),
                least=_choice_name(least).lower(),
                high=page.computed(words.percent(most.p_end[at]), "how-rates"),
                most=_choice_name(most).lower(),
                why=f": {facts.case.file.reference_class.reason}"
                if facts.case.file.reference_class.reason
                else ".",
            ),
        )
    header = ("stoppages counted", *(f"in {m} months" for m in months), "rows", "ended", "lasted longer")
    table = page.table(
        header,
        rows,
        caption=f"Chance that a halt {max(f.elapsed_days, 0):,} days old ends ({facts.case.file.reference_class.model.capitalize()} fit; 95% interval, countries resampled)",
        numeric=range(1, len(header)),
    )
    about = tag(
        "details",
        tag("summary", "What is counted, and known biases"),
        tag(
            "div",
            tag("p", tag("b", "Population: "), reference.population or "not written down"),
            tag("p", tag("b", "Clock: "), reference.start_rule or "not written down"),
            tag("ul", join(tag("li", n) for n in reference.notes), class_="plain"),
            class_="inside",
        ),
    )
    return join([text, table, about])


def swings(facts: Facts) -> list[charts.Swing]:
    """Inputs whose effect stands out from chance, largest first."""
    found: list[charts.Swing] = []
    for s in facts.forecast.sensitivities(most=10_000):
        unit = facts.case.value(s.path.partition("@")[0]).unit
        factor = unit == "1" and s.high > 1
        found.append(
            {
                "name": words.value_name(facts.case, s.path),
                "low": f"{words.plain(s.low)}×" if factor else words.amount(s.low, unit),
                "high": f"{words.plain(s.high)}×" if factor else words.amount(s.high, unit),
                "p_low": s.p_low,
                "p_high": s.p_high,
            }
        )
    return found


def _tornado(page: Page, facts: Facts) -> Html:
    f = facts.forecast
    found = swings(facts)
    base = float(f.inside[facts.year])
    rule = fill(
        "Each bar compares the draws in the lower and the upper half of one input; the words beside it are the ends of what is drawn for it. Inputs whose "
        "halves differ by no more than chance can do with {ess} effective draws are left out.",
        ess=page.computed(f"{f.effective_sample_size:,.0f}"),
    )
    if not found:
        return tag("p", "No input stands out from chance. ", rule)
    top = found[0]
    least, most = sorted((top["p_low"], top["p_high"]))
    chart = charts.both(
        lambda narrow: charts.tornado(
            found,
            base,
            what=f"Model’s P(resumed by {facts.when(facts.year)})",
            **facts.about(
                facts.source_line,
                narrow=narrow,
                headline=f"{top['name']} matters most: {words.percent(least)} to {words.percent(most)}",
                subtitle=f"Model’s P(resumed by {facts.when(facts.year)}) in draws where an input is low or high, %",
            ),
        )
    )
    marks = [fill("{name}{mark}", name=s["name"], mark=_mark_of(page, facts, s["name"])) for s in found[:12]]
    return join(
        [tag("p", rule), page.chart("fig-tornado", chart, tag("p", "Inputs: ", join(marks, "; "), "."))]
    )


def _mark_of(page: Page, facts: Facts, name: str) -> Html:
    for s in facts.forecast.sensitivities(most=10_000):
        if words.value_name(facts.case, s.path) == name:
            path = s.path.partition("@")[0]
            return page.mark(path) if facts.case.value(path).in_force(facts.month) else Html("")
    return Html("")
