"""9 Flows and prices against what was reported, with every miss."""

from __future__ import annotations

from netback.views import charts
from netback.views.report_parts import words
from netback.views.report_parts.drawings import Row, range_rows
from netback.views.report_parts.facts import Facts
from netback.views.report_parts.html import Html, fill, join, tag
from netback.views.report_parts.page import Page
from netback.views.reported import ReportedRow, compare_reported

__all__ = ["section"]


def _finding(rows: list[ReportedRow]) -> str:
    judged = [r for r in rows if r.inside is not None]
    if not judged:
        return "Nothing reported can be compared yet"
    good = sum(bool(r.inside) for r in judged)
    return f"The flow model is inside the reported bounds {good} times of {len(judged)}"


def section(page: Page, facts: Facts) -> Html:
    """The section."""
    every = compare_reported(facts.case)
    rows = [r for r in every if r.model is not None and r.reported is not None]
    parts: list[object] = [
        tag("p", "Model against reports", class_="eyebrow"),
        tag("h2", _finding(rows), id="checks-title"),
    ]
    if rows:
        parts += [
            tag(
                "p",
                "The same flow programme, solved for past months with what held then, beside what was published about them. A miss is "
                "not hidden: it is listed, with the reason where there is one.",
            ),
            _chart(page, facts, rows),
            _misses(page, facts, rows),
        ]
    left = len(every) - len(rows)
    if left:
        parts.append(
            tag(
                "p",
                f"Not compared: {words.counted(left, 'figure')} of the case that had not been published by the as-of date, or cover a time after it.",
                class_="fine",
            )
        )
    return tag("section", *parts, id="checks", aria_labelledby="checks-title")


def _months(row: ReportedRow) -> str:
    first, last = words.month(row.first), words.month(row.last)
    if first == last:
        return first
    return f"{first.split()[0]} to {last}" if first.split()[1] == last.split()[1] else f"{first} to {last}"


def _chart(page: Page, facts: Facts, rows: list[ReportedRow]) -> Html:
    drawn = [
        Row(
            r.title,
            r.model,
            wide=(r.low, r.high) if r.low is not None and r.high is not None else None,
            mark=r.reported,
            under=f"{words.UNIT_WORDS.get(r.unit, r.unit)}, {_months(r)}",
            right="inside" if r.inside else "outside",
            bad=not r.inside,
            unit=r.unit,
        )
        for r in rows
    ]
    worst = max(
        (r for r in rows if not r.inside),
        key=lambda r: abs(r.deviation or 0) / max(abs(r.reported or 0), 1e-9),
        default=None,
    )
    title = (
        "Every figure lies inside its reported bounds"
        if worst is None
        else f"Furthest from its report: “{worst.title}”"
    )
    header = ("figure", "months", "unit", "model", "reported", "least", "greatest", "inside")
    table = [
        (
            r.title,
            _months(r),
            words.UNIT_WORDS.get(r.unit, r.unit),
            r.model,
            r.reported,
            r.low,
            r.high,
            "yes" if r.inside else "no",
        )
        for r in rows
    ]
    chart = charts.both(
        lambda narrow: range_rows(
            "reported",
            drawn,
            title=title,
            drawn="Model (dot) against the reported figure (ring) and its bounds (bar); each row has its own scale",
            unit="by row",
            header=header,
            table=table,
            legend=[("dot", "ink", "Model"), ("ring", "ink", "Reported"), ("bar", "band", "Reported bounds")],
            shared=False,
            names=400.0,
            fmt=words.plain,
            **facts.about(facts.source_line, narrow=narrow),
        )
    )
    return page.chart("fig-reported", chart, page.sources([s for r in rows for s in r.statements]))


def _misses(page: Page, facts: Facts, rows: list[ReportedRow]) -> Html:
    items = [
        fill(
            "{title}, {months}: model {model}, reported {reported}{mark} ({span}). {why}",
            title=tag("b", r.title),
            months=_months(r),
            model=page.computed(words.amount(r.model or 0.0, r.unit), "how-flows"),
            reported=words.amount(r.reported or 0.0, r.unit),
            mark=page.cite(*r.statements),
            span=words.span(r.low or 0.0, r.high or 0.0, r.unit),
            why=r.why or "The case gives no reason.",
        )
        for r in rows
        if not r.inside
    ]
    if not items:
        return Html("")
    return join(
        [tag("h3", "Where the model misses"), tag("ul", join(tag("li", i) for i in items), class_="plain")]
    )
