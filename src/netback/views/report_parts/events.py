"""7 and 8: the timeline of the stoppage, and how claims that a deal was near turned out."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from functools import cache

from netback.case import Case
from netback.case.case import date_and_cites
from netback.dates import month_start, parse_partial
from netback.evidence import Statement
from netback.views import charts
from netback.views.report_parts import words
from netback.views.report_parts.facts import Facts
from netback.views.report_parts.html import Html, fill, join, tag
from netback.views.report_parts.page import Page, statement_words

__all__ = ["claims_finding", "claims_section", "timeline_finding", "timeline_section"]

MOST = 40
TIERS: tuple[frozenset[str], ...] = (
    frozenset({"agreement", "ruling"}),
    frozenset({"law", "attack", "sanction", "flow_change"}),
    frozenset({"claim_imminent"}),
)
"""Types of event, most telling first; contacts that press somebody come after them, the hardest first."""
RULE = (
    "Drawn are, up to {most}: agreements and rulings; then laws, attacks, sanctions and changes of flow; then claims that a deal was near; "
    "then contacts that press a party, the hardest first; of one kind the latest first. All {total} are in the table."
)
OTHERS = "Others"


def _date(statement: Statement) -> tuple[dt.date, dt.date]:
    if statement.as_of:
        known = parse_partial(statement.as_of)
        return known.earliest, known.latest
    return statement.published_on, statement.published_on


def _known(facts: Facts) -> list[Statement]:
    """Events, contacts and claims of the window, each happening once."""
    first, last = month_start(facts.window[0]), facts.case.as_of
    found = []
    for s in facts.case.ledger.statements:
        event = s.kind in ("event", "contact") or s.claim is not None
        if event and s.same_as is None and first <= _date(s)[0] <= last:
            found.append(s)
    return sorted(found, key=lambda s: (_date(s), s.id))


def _weight(case: Case, statement: Statement) -> float:
    """How hard a contact presses: the greatest weight any pressure driver gives it."""
    found = [0.0]
    for name, driver in case.file.drivers.items():
        weights = getattr(driver, "weights", {})
        for p in statement.pressure:
            if p.kind in weights:
                found.append(case.number(f"drivers.{name}.weights.{p.kind}"))
    return max(found)


def chosen(facts: Facts) -> list[Statement]:
    """The most telling events, by the rule printed on the page."""
    every = _known(facts)

    def rank(s: Statement) -> tuple[int, float, int, str]:
        latest = -_date(s)[0].toordinal()
        for k, kinds in enumerate(TIERS):
            if s.event in kinds or (k == 2 and s.claim is not None):
                return k, 0.0, latest, s.id
        press = _weight(facts.case, s)
        return (3 if press > 0 else 4), -press, latest, s.id

    return sorted(sorted(every, key=rank)[:MOST], key=lambda s: (_date(s), s.id))


def lane_of(case: Case, statement: Statement) -> str:
    """Name of the party that acts: by its names and aliases in actor and office, else who presses, else others."""
    office = statement.claim.office if statement.claim else None
    for text in (statement.actor, office):
        for key, pattern in _patterns(case):
            if text and pattern.search(text):
                return case.file.parties[key].name
    for p in statement.pressure:
        if p.by in case.file.parties:
            return case.file.parties[p.by].name
    return OTHERS


@cache
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    words_: list[str] = []
    for name in names:
        if " " in name.strip():
            words_.append(rf"\b{re.escape(name)}\b")
        elif len(name) >= 4 and not name.isupper():
            words_.append(rf"\b{re.escape(name[: max(4, len(name) - 2)])}")
        elif name:
            words_.append(rf"\b{re.escape(name)}s?\b")
    return re.compile("|".join(words_) or r"(?!)", re.IGNORECASE)


def _patterns(case: Case) -> list[tuple[str, re.Pattern[str]]]:
    order = sorted(
        case.file.parties, key=lambda k: (case.file.parties[k].kind not in ("companies", "region"), k)
    )
    return [
        (
            k,
            _pattern(
                (
                    case.file.parties[k].name,
                    *case.file.parties[k].aliases,
                    *((k,) if len(k) > 2 else (k.upper(),)),
                )
            ),
        )
        for k in order
    ]


def _eras(facts: Facts) -> list[charts.Era]:
    """Stoppages, and the flow between them, within the window."""
    first = month_start(facts.window[0])
    eras: list[charts.Era] = []
    at = first
    episodes = sorted(
        (
            date_and_cites(e.started)[0].earliest,
            date_and_cites(e.ended)[0].earliest if e.ended else None,
            e.title,
        )
        for e in facts.case.file.episodes.values()
    )
    for start, end, title in episodes:
        if start > facts.case.as_of or (end is not None and end <= first):
            continue
        if start > at:
            eras.append({"start": at, "end": start, "label": "Flowing", "kind": "flow"})
        eras.append({"start": max(start, first), "end": end, "label": title, "kind": "halt"})
        at = end or facts.case.as_of
    if at < facts.case.as_of:
        eras.append({"start": at, "end": facts.case.as_of, "label": "Flowing", "kind": "flow"})
    return eras


def timeline_finding(facts: Facts) -> str:
    """Title of the section, from the events."""
    every = _known(facts)
    if not every:
        return "No events are recorded"
    kinds = Counter(s.event for s in every)
    shown = [
        words.counted(kinds[k], one, many)
        for k, one, many in (
            ("negotiation_round", "negotiation round", None), ("ruling", "ruling", None), ("agreement", "agreement", None),
            ("claim_imminent", "claim that a deal was near", "claims that a deal was near"),
        )
        if kinds[k]
    ]  # fmt: skip
    return f"{words.counted(len(every), 'event')} since {words.month(facts.window[0])}" + (
        f": {words.listed(shown)}" if shown else ""
    )


def timeline_section(page: Page, facts: Facts) -> Html:
    """The timeline."""
    every, some = _known(facts), chosen(facts)
    parts: list[object] = [
        tag("p", "Timeline", class_="eyebrow"),
        tag("h2", timeline_finding(facts), id="timeline-title"),
    ]
    if some:
        parts.append(tag("p", RULE.format(most=MOST, total=len(every))))
        parts.append(_timeline(page, facts, some))
        parts.append(_list(page, facts, some))
        parts.append(_all(page, facts, every))
    return tag("section", *parts, id="timeline", aria_labelledby="timeline-title")


def _timeline(page: Page, facts: Facts, some: list[Statement]) -> Html:
    case = facts.case
    lanes = [p.name for p in case.file.parties.values()]
    used = {lane_of(case, s) for s in some}
    events: list[charts.Event] = []
    for s in some:
        early, late = _date(s)
        event: charts.Event = {
            "date": early,
            "lane": lane_of(case, s),
            "title": statement_words(s),
            "source": case.ledger.source_of(s).publisher,
        }
        if late > early:
            event["end"] = min(late, case.as_of) if late >= early else early
            event["display_date"] = words.partial(s.as_of or "")
        if s.claim is not None and s.claim.outcome == "failed":
            event["failed_claim"] = True
        events.append(event)
    failed = sum(1 for e in events if e.get("failed_claim"))
    chart = charts.both(
        lambda narrow: charts.timeline(
            events,
            _eras(facts),
            [*(n for n in lanes if n in used), *([OTHERS] if OTHERS in used else [])],
            until=case.as_of,
            **facts.about(
                f"statements of the case “{case.title}”",
                narrow=narrow,
                headline=f"{words.counted(len(events), 'event')} by who acted"
                + (f"; {failed} hollow: a deal said to be near, which was not" if failed else ""),
                subtitle="Numbers refer to the list below",
            ),
        )
    )
    return page.chart("fig-timeline", chart, page.sources((), "Each event’s source is in the list below."))


def _list(page: Page, facts: Facts, some: list[Statement]) -> Html:
    items = []
    for k, s in enumerate(some, 1):
        items.append(tag("li", tag("span", k, class_="k"), page.statement_line(s)))
    return tag("ol", join(items), class_="events")


def _all(page: Page, facts: Facts, every: list[Statement]) -> Html:
    rows = [
        [
            words.partial(s.as_of) if s.as_of else words.day(s.published_on),
            lane_of(facts.case, s),
            (s.event or s.kind).replace("_", " "),
            join([statement_words(s), page.cite(s.id)]),
        ]
        for s in every
    ]
    table = page.table(
        ("date", "who acts", "kind", "what"),
        rows,
        caption="Every event, contact and claim of the time shown",
        wide=(3,),
    )
    return tag(
        "details",
        tag("summary", f"All {words.counted(len(every), 'event')} as a table"),
        tag("div", table, class_="tall"),
    )


# --- 8 claims -------------------------------------------------------------------------------------


def _claims(facts: Facts) -> list[Statement]:
    found = [s for s in facts.case.ledger.statements if s.claim is not None and s.same_as is None]
    return sorted(found, key=lambda s: (_date(s), s.id))


def claims_finding(facts: Facts) -> str:
    """Title of the section, from the outcomes."""
    every = _claims(facts)
    if not every:
        return "Nobody is on record saying that a deal was near"
    counts = Counter(s.claim.outcome for s in every if s.claim)
    settled = len(every) - counts["open"]
    if not settled:
        return f"{words.counted(len(every), 'claim')} that a deal was near; none can be judged yet"
    text = f"{counts['failed']} of {words.counted(settled, 'claim')} that a deal was near failed"
    if counts["kept"] or counts["late"]:
        text += f"; {counts['late']} came true late, {counts['kept']} on time"
    elif counts["failed"] == settled:
        text = (
            f"All {settled} claims that a deal was near failed"
            if settled > 1
            else "The one claim that a deal was near failed"
        )
    return text


_OUTCOME = {"failed": "failed", "late": "late", "kept": "kept", "open": "open"}


def claims_section(page: Page, facts: Facts) -> Html:
    """Track record of claims."""
    rows: list[list[object]] = []
    for s in _claims(facts):
        c = s.claim
        assert c is not None
        horizon = c.horizon_text or (
            words.counted(c.horizon_days, "day") if c.horizon_days is not None else ""
        )
        if c.horizon_text and c.horizon_days is not None:
            horizon = f"{c.horizon_text} ({words.counted(c.horizon_days, 'day')})"
        late = f", {words.counted(c.late_days, 'day')}" if c.late_days is not None else ""
        outcome = tag(
            "span",
            _OUTCOME[c.outcome] + late,
            class_={"failed": "flag", "kept": "ok"}.get(c.outcome),
        )
        rows.append(
            [
                words.partial(s.as_of) if s.as_of else words.day(s.published_on),
                outcome,
                join([c.speaker, tag("span", c.office, class_="remark") if c.office else ""]),
                horizon,
                join([statement_words(s), page.cite(s.id)]),
            ]
        )
    parts: list[object] = [
        tag("p", "Track record", class_="eyebrow"),
        tag("h2", claims_finding(facts), id="claims-title"),
    ]
    if rows:
        by = Counter(s.claim.speaker for s in _claims(facts) if s.claim)
        who, times = by.most_common(1)[0]
        parts.append(
            tag(
                "p",
                fill(
                    "A claim is judged on a literal reading of its horizon: kept within it, late soon after, else failed; open while its "
                    "outcome was not known on {day}.{most}",
                    day=words.day(facts.case.as_of),
                    most=f" {who} made {times} of the {len(rows)}." if times > 1 else "",
                ),
            )
        )
        parts.append(
            page.table(
                ("date", "outcome", "speaker", "horizon", "claim"),
                rows,
                wide=(4,),
                caption="Claims that a deal or a restart was near",
            )
        )
    return tag("section", *parts, id="claims", aria_labelledby="claims-title")
