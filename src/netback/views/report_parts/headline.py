"""1 The answer: how likely the flow is back by when, what that means, and what it rests on."""

from __future__ import annotations

from netback.case.case import date_and_cites
from netback.views.report_parts import words
from netback.views.report_parts.facts import Facts
from netback.views.report_parts.html import Html, fill, join, tag
from netback.views.report_parts.page import Page

__all__ = ["section"]


def section(page: Page, facts: Facts) -> Html:
    """The headline section."""
    f, case = facts.forecast, facts.case
    k = facts.year
    scenario = case.file.scenarios.get(case.scenario)
    parts: list[object] = []
    if case.file.illustrative:
        parts.append(
            tag("p", "ILLUSTRATIVE: the data of this case are invented.", class_="banner", role="note")
        )
    kicker = [case.title, " · as of ", words.day(case.as_of)]
    if scenario is not None:
        kicker += [" · scenario: ", scenario.title]
    parts.append(tag("p", *kicker, class_="kicker"))
    parts.append(
        tag(
            "h1",
            fill(
                "Exports resumed by {date}: {p}",
                date=tag("span", facts.when(k), class_="nb"),
                p=tag(
                    "span",
                    page.computed(f"{words.percent(f.pooled[k])} ({words.share_of(f.low[k], f.high[k])})"),
                    class_="nb",
                ),
            ),
        )
    )
    parts.append(tag("p", _lead(page, facts), class_="lead"))
    parts.append(tag("div", join(_card(page, facts, h) for h in facts.horizons), class_="cards"))
    parts.append(_definition(page, facts))
    parts.append(_footing(page, facts))
    return tag("section", *parts, id="answer")


def _lead(page: Page, facts: Facts) -> Html:
    f, k = facts.forecast, facts.year
    began = page.dated(facts.episode.started)
    outside = f.base is not None
    median = f.median_date
    text = fill(
        "{title}: the flow stopped on {began}, {days} days ago. ",
        title=facts.episode.title,
        began=began,
        days=page.computed(f"{f.elapsed_days:,}"),
    )
    if outside:
        text = join(
            [
                text,
                fill(
                    "Within {months}, our model of the bargaining gives {inside}; past stoppages of that age give {outside}; "
                    "pooled, {pooled}. ",
                    months=words.counted(k, "month"),
                    inside=page.computed(words.percent(float(f.inside[k]))),
                    outside=page.computed(words.percent(float(f.outside[k])), "how-rates"),
                    pooled=page.computed(words.percent(float(f.pooled[k]))),
                ),
            ]
        )
    else:
        text = join(
            [text, "The class of past stoppages is too thin for a rate, so this is the model alone. "]
        )
    if median is None:
        tail = fill(
            "Even odds are not reached by {end}, the end of what is forecast.", end=words.day(f.dates[-1])
        )
    else:
        tail = fill("Even odds are reached by {date}.", date=page.computed(words.day(median)))
    return join([text, tail])


def _card(page: Page, facts: Facts, k: int) -> Html:
    f = facts.forecast
    views: list[object] = [tag("span", f"model {words.percent(float(f.inside[k]))}", class_="in")]
    if f.base is not None:
        views += [" · ", tag("span", f"past stoppages {words.percent(float(f.outside[k]))}", class_="out")]
    return tag(
        "div",
        tag("div", f"by {facts.when(k)} ({words.counted(k, 'month')})", class_="by"),
        tag("div", page.computed(words.percent(float(f.pooled[k]))), class_="p"),
        tag(
            "div",
            "80% band ",
            words.share_of(float(f.low[k]), float(f.high[k])),
            tag("br"),
            *views,
            class_="of",
        ),
        class_="card",
    )


def _definition(page: Page, facts: Facts) -> Html:
    r = facts.case.file.resolution
    if r is None:
        return tag(
            "div",
            tag(
                "p",
                tag("b", "What “resumed” means: "),
                "the case has no resolution criterion, so this forecast cannot be scored.",
            ),
            class_="box",
        )
    deadline, cites = date_and_cites(r.deadline)
    return tag(
        "div",
        tag("p", tag("b", "“Resumed” means: "), r.criterion),
        tag(
            "p",
            fill(
                "The bar is {threshold}, on {days} days, measured at {place}. The question is open until {deadline}, {zone} time.",
                threshold=page.value("resolution.threshold"),
                days=r.days,
                place=_place(facts, r.measured_at),
                deadline=join([words.partial(str(deadline)), page.cite(*cites)]),
                zone=r.timezone,
            ),
        ),
        tag(
            "details",
            tag("summary", "Who decides, and what if sources disagree"),
            tag("p", "In this order: ", "; ".join(r.sources), "."),
            tag("p", r.disagreement, f" Rounding: {r.rounding}"),
        ),
        class_="box",
    )


def _place(facts: Facts, where: str) -> str:
    network = facts.case.file.network
    if where in network.nodes:
        return network.nodes[where].name
    arc = network.arcs.get(where)
    if arc is None:
        return where
    return arc.name or f"{network.nodes[arc.from_].name} to {network.nodes[arc.to].name}"


def _footing(page: Page, facts: Facts) -> Html:
    case, f = facts.case, facts.forecast
    cited, total = case.cited_share
    items: list[Html] = []
    if total:
        items.append(
            fill(
                "{cited} of the {total} numbers in the case cite a published statement; {link} are our own, listed with their dates.",
                cited=page.computed(f"{cited} ({words.percent(cited / total)})", "assumptions"),
                total=total,
                link=tag("a", words.counted(len(case.assumptions), "assumption"), href="#assumptions"),
            )
        )
    items.append(
        fill(
            "Nothing published after {day} is used.{late}",
            day=words.day(case.as_of),
            late=_written_later(facts),
        )
    )
    items += [
        fill("{text}.", text=n[:1].upper() + n[1:]) for n in f.notices if not n.startswith("illustrative")
    ]
    return tag(
        "div",
        tag("p", tag("b", "Read with care")),
        tag("ul", join(tag("li", item) for item in items)),
        tag(
            "p",
            "A small number is a source; ",
            tag("b", "A"),
            " with a number is an assumption of ours; a ",
            tag("a", "dotted line", class_="c", href="#how-forecast"),
            " marks what netback computed.",
        ),
        class_="box",
    )


def _written_later(facts: Facts) -> str:
    made = date_and_cites(facts.case.file.assumptions_made_on)[0].latest
    if made <= facts.case.as_of:
        return ""
    return (
        f" The assumptions, the choice of what to model and the notes beside values were written on {words.day(made)}, "
        "with hindsight."
    )
