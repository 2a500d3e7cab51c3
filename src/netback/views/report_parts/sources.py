"""10 What it rests on: assumptions, conflicts, methods, every statement used, and how to get the same numbers again."""

from __future__ import annotations

from collections import defaultdict
from urllib.parse import urlsplit

import netback
from netback.case.case import date_and_cites
from netback.citations import Citation, cite
from netback.evidence import Source, conflicts
from netback.views import geo
from netback.views.report_parts import words
from netback.views.report_parts.facts import Facts
from netback.views.report_parts.html import Html, fill, join, link, safe, tag, web_address
from netback.views.report_parts.page import Page, statement_words

__all__ = ["section"]

HOW: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    (
        "how-flows",
        "Flows and local prices",
        "A linear programme per world and month: price times sales, less lifting costs and tariffs, subject to mass balance, capacities, depth of "
        "markets and shared quotas. A local price is the dual of the mass balance there.",
        ("huangfu_hall_2018",),
    ),
    (
        "how-money",
        "Money",
        "Every contract is a list of payments over a stream of barrels, each with its chance and delay of being paid; what is paid and what is left add "
        "up to the gross.",
        (),
    ),
    (
        "how-deal",
        "Bargaining",
        "The negotiable terms within their legal ranges, through the contracts, give each party’s gain over standing still. The zone of agreement is "
        "where no party that can refuse loses; the split is the weighted Nash rule in the central case.",
        ("nash_1950",),
    ),
    (
        "how-rates",
        "Past stoppages",
        "A censored fit to how long past stoppages lasted, given the days already elapsed; intervals resample countries.",
        ("kaplan_meier_1958",),
    ),
    (
        "how-forecast",
        "Forecast",
        "Draws of every uncertain number between its bounds; for each, flows, money and a game of unanimous bargaining with outside conditions that move, "
        "solved backwards; draws weighted by how well they explain the months without a deal, the moves of the conditions and reported figures; then "
        "looked ahead and pooled with the rate of past stoppages in log-odds of the monthly hazard.",
        (
            "merlo_wilson_1995", "rust_1987", "sobol_1967", "owen_1998", "malcolm_et_al_1959", "rouwenhorst_1995", "kopecky_suen_2010",
            "kong_liu_wong_1994",
        ),
    ),
)  # fmt: skip


def section(page: Page, facts: Facts) -> Html:
    """The section. It is written last, when every source has its number."""
    case = facts.case
    cited, total = case.cited_share
    title = (
        f"{words.percent(cited / total)} of the numbers cite a source; {words.counted(len(case.assumptions), 'assumption')} do not"
        if total
        else "What it rests on"
    )
    used: dict[str, list[str]] = defaultdict(list)
    for key, path in facts.used_by():
        used[key].append(path)
    for key in used:
        if key in case.ledger:
            page.number_of(key)
    parts = [
        tag("p", "Assumptions and sources", class_="eyebrow"),
        tag("h2", title, id="sources-title"),
        _assumptions(page, facts),
        _conflicts(page, facts),
        _limits(facts),
        _how(),
        _repeat(facts),
        _statements(page, facts, used),
    ]
    return tag("section", *parts, id="sources", aria_labelledby="sources-title")


def _assumptions(page: Page, facts: Facts) -> Html:
    case = facts.case
    made = date_and_cites(case.file.assumptions_made_on)[0].latest
    rows = [
        [
            tag("span", f"A{k}", id=f"a{k}"),
            join([words.value_name(case, a.path), tag("span", a.note, class_="remark") if a.note else ""]),
            " ".join(a.text.split()),
        ]
        for k, a in enumerate(case.assumptions, 1)
    ]
    late = (
        " That is after the as-of date: they and the notes beside them may know what came later, even where no number does."
        if made > case.as_of
        else ""
    )
    table = page.table(
        ("", "value", "central (bounds), unit"),
        rows,
        caption=f"Values in force that cite nobody, as made on {words.day(made)}",
    )
    return tag(
        "div",
        tag("h3", "Assumptions"),
        tag(
            "p",
            fill(
                "Values without a citation, last thought through on {day}.{late}",
                day=words.day(made),
                late=late,
            ),
        ),
        table,
        id="assumptions",
    )


def _conflicts(page: Page, facts: Facts) -> Html:
    found = conflicts(facts.case.ledger)
    if not found:
        return join(
            [
                tag("h3", "Conflicts of evidence"),
                tag("p", "No two statements of the case disagree about the same thing at the same time."),
            ]
        )
    rows = [
        [
            f"{c.subject}: {c.property}".replace("_", " "),
            words.span(c.low, c.high, c.unit) if c.unit else f"{words.plain(c.low)} to {words.plain(c.high)}",
            "yes" if c.disjoint else "no",
            join([words.counted(len(c.statements), "statement"), page.cite(*c.ids)]),
        ]
        for c in found
    ]
    apart = sum(c.disjoint for c in found)
    return join(
        [
            tag("h3", "Conflicts of evidence"),
            tag(
                "p",
                f"{words.counted(len(found), 'figure')} on which statements about the same time disagree; in {apart} of them both cannot be right. "
                "Both stay on record; the case says which it goes by.",
            ),
            tag(
                "details",
                tag("summary", "Which"),
                page.table(
                    ("figure", "range", "cannot both be right", "statements"),
                    rows,
                    caption="Statements that disagree",
                ),
            ),
        ]
    )


def _limits(facts: Facts) -> Html:
    deal = facts.bargain
    said = [*facts.forecast.notices, *facts.money.assumptions, *(deal.assumptions if deal else ())]
    said = list(dict.fromkeys(said))
    if facts.forecast.base is not None:
        said += [n for n in facts.forecast.base.notes if n not in said]
    return join(
        [
            tag("h3", "Limits of the model"),
            tag("ul", join(tag("li", s[:1].upper() + s[1:], ".") for s in said), class_="plain"),
        ]
    )


def _how() -> Html:
    keys = {k for *_, works in HOW for k in works} | {"natural_earth"}
    known = {c.key: c for c in cite(keys)}
    items = []
    for anchor, name, text, works in HOW:
        papers = [known[k] for k in works]
        refs = (
            join([" ", tag("span", "; ".join(_short(p) for p in papers), ".", class_="who")])
            if papers
            else Html("")
        )
        items.append(tag("li", tag("b", name, ". "), text, refs, id=anchor))
    works_list = tag(
        "details",
        tag("summary", f"The {len(known)} works behind the method"),
        tag("ul", join(tag("li", str(c), " ", _doi(c)) for c in known.values()), class_="said"),
    )
    return join([tag("h3", "How the numbers are made"), tag("ul", join(items), class_="plain"), works_list])


def _short(work: Citation) -> str:
    names = [a.split(",")[0] for a in work.authors]
    who = (
        names[0]
        if len(names) == 1
        else f"{names[0]} and {names[1]}"
        if len(names) == 2
        else f"{names[0]} and others"
    )
    return f"{who} {work.year}" if work.year else who


def _doi(work: Citation) -> Html:
    if work.doi:
        return link(f"https://doi.org/{work.doi}")
    return link(work.url) if work.url else Html("")


def _repeat(facts: Facts) -> Html:
    f, case = facts.forecast, facts.case
    rows: list[list[object]] = [
        ["Case", tag("code", case.name)],
        ["Case hash", tag("code", case.hash)],
        ["As of", words.day(case.as_of)],
        ["Scenario", case.scenario or "none"],
        ["netback", netback.__version__],
        ["Seed", f.seed],
        ["Draws", f"{f.draws:,}"],
        ["Effective sample size", f"{f.effective_sample_size:,.0f}"],
        ["Monte Carlo error of the model’s number a year ahead", f"{100 * f.monte_carlo_error:.1f} points"],
        ["Months ahead", len(f.dates) - 1],
        ["Base map", f"Natural Earth 1:50m. {geo.BORDERS_NOTE}."],
    ]
    if case.file.map_note:
        rows.append(["Map note of the case", " ".join(case.file.map_note.split())])
    table = tag(
        "table",
        tag("caption", "The same case, seed and version give the same numbers"),
        tag("tbody", join(tag("tr", tag("th", a, scope="row"), tag("td", b)) for a, b in rows)),
    )
    return join(
        [
            tag("h3", "To repeat this"),
            tag("div", table, class_="scroll", tabindex=0, role="region", aria_label="To repeat this"),
        ]
    )


def _address(source: Source) -> Html:
    """The address as a link under its title or host; as plain text where it is no web address."""
    address = source.address or ""
    if not web_address(address):
        return safe(address)
    host = urlsplit(address).hostname or address
    return link(address, source.title or host.removeprefix("www."))


def _statements(page: Page, facts: Facts, used: dict[str, list[str]]) -> Html:
    ledger = facts.case.ledger
    items = []
    for key, n in sorted(page.numbers.items(), key=lambda kv: kv[1]):
        s = ledger.get(key)
        source = ledger.source_of(s)
        names = list(dict.fromkeys(words.value_name(facts.case, p) for p in used.get(key, ())))
        uses = "; ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
        chain = f" (citing {', '.join(s.attribution[1:])})" if len(s.attribution) > 1 else ""
        items.append(
            tag(
                "li",
                tag("span", n, class_="k"),
                statement_words(s),
                " ",
                tag("b", source.publisher),
                chain,
                f", {words.partial(source.date) if source.date else 'undated'}; known from {words.day(s.published_on)}"
                f"{'' if s.published_basis == 'stated' else ' (inferred)'}; reliability {source.reliability}. ",
                _address(source),
                tag("span", f" Used for: {uses}.", class_="uses") if uses else "",
                id=f"s{n}",
            )
        )
    return join(
        [
            tag("h3", "Sources"),
            tag(
                "p",
                f"{words.counted(len(items), 'statement')}, numbered as they are first cited. Reliability: A official text or filing, B established "
                "newsroom, C secondary copy, D interested party, E own estimate.",
            ),
            tag("ol", join(items), class_="refs"),
        ]
    )
