"""The report: one HTML file that opens offline, prints, and leads from every number to who said it."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import netback
from netback.bargain.deal import Deal
from netback.flows.solve import Flows
from netback.forecast.simulate import Forecast
from netback.money.revenue import Money
from netback.views.report_parts import (
    barrels,
    checks,
    conditions,
    earnings,
    events,
    headline,
    sources,
    stopping,
    timing,
    words,
)
from netback.views.report_parts.facts import Facts
from netback.views.report_parts.html import Html, join, tag
from netback.views.report_parts.page import Page
from netback.views.report_parts.style import CSS, SCRIPT

__all__ = ["report_html", "write_report"]

POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"

CONTENTS = (
    ("answer", "Answer"), ("stopping", "What is stopping it"), ("barrels", "Barrels"), ("money", "Money"), ("when", "When"),
    ("conditions", "Conditions"), ("timeline", "Timeline"), ("claims", "Track record"), ("checks", "Against reports"),
    ("sources", "Assumptions and sources"),
)  # fmt: skip


def write_report(
    forecast: Forecast,
    path: Path | str,
    *,
    flows: Flows | None = None,
    money: Money | None = None,
    deal: Deal | None = None,
) -> Path:
    """Write a forecast as one HTML file that needs nothing else.

    Parameters
    ----------
    forecast : Forecast
    path : path
        Written complete or not at all: to a temporary file beside it, then renamed.
    flows, money, deal
        Of the same case; worked out when left out.

    Returns
    -------
    Path
        Where it was written. The same forecast gives the same bytes.

    Raises
    ------
    OSError
        The folder is not there or cannot be written.
    """
    target = Path(path)
    text = report_html(forecast, flows=flows, money=money, deal=deal)
    handle, name = tempfile.mkstemp(prefix=f".{target.name[:40]}.", suffix=".part", dir=target.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        os.chmod(name, 0o666 & ~_umask())
        os.replace(name, target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return target


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def report_html(
    forecast: Forecast, *, flows: Flows | None = None, money: Money | None = None, deal: Deal | None = None
) -> str:
    """The report as text; see `write_report`."""
    facts = Facts.of(forecast, flows, money, deal)
    page = Page(facts.case)
    body = [
        headline.section(page, facts),
        stopping.section(page, facts),
        barrels.section(page, facts),
        earnings.section(page, facts),
        timing.section(page, facts),
        conditions.section(page, facts),
        events.timeline_section(page, facts),
        events.claims_section(page, facts),
        checks.section(page, facts),
    ]
    body.append(sources.section(page, facts))
    return _document(facts, body)


def _document(facts: Facts, body: list[Html]) -> str:
    case = facts.case
    day = words.day(case.as_of)
    contents = tag(
        "nav",
        tag("ol", join(tag("li", tag("a", name, href=f"#{anchor}")) for anchor, name in CONTENTS)),
        class_="contents",
        aria_label="Contents",
    )
    bar = tag(
        "div",
        tag("b", "netback report"),
        tag("button", "Dark page", id="theme", type="button", hidden=True),
        class_="bar",
    )
    marked = "ILLUSTRATIVE: " if case.file.illustrative else ""
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=POLICY),
        tag("meta", name="viewport", content="width=device-width,initial-scale=1"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("meta", name="generator", content=f"netback {netback.__version__}"),
        tag("title", f"{marked}{case.title}, as of {day} - netback report"),
        Html(f"<style>{CSS}</style>"),
    )
    footer = tag(
        "footer",
        f"netback {netback.__version__} · case {case.name}, hash {case.hash} · as of {day} · opens offline; asks no other site for anything.",
    )
    page = tag(
        "html",
        head,
        tag(
            "body",
            tag("a", "Skip to the answer", href="#answer", class_="skip"),
            tag("header", bar, contents),
            tag("main", join(body), id="main"),
            footer,
            Html(f"<script>{SCRIPT}</script>"),
        ),
        lang="en",
    )
    # drawings keep these two as they came; a script or an editor would take them for a new line
    return f"<!doctype html>\n{page}\n".replace("\u2028", " ").replace("\u2029", " ")
