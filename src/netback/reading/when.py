"""The date of an act: the words that modify its clause, then its sentence, then the occasion it continues."""

from __future__ import annotations

import re

from netback.reading.attribution import Frame
from netback.reading.dates_in_text import DateSpan
from netback.reading.grammar import Group
from netback.reading.scene import SPEECH, Line, State, dress

__all__ = ["date_of", "in_clause"]


def date_of(
    state: State, line: Line, start: int, end: int, type_: str, group: Group, n: int
) -> tuple[str, str, str]:
    """Date of an act: words of its clause, of its sentence, of the occasion it continues, else of publication."""
    verb_at = line.toks[group.verb].start
    usable = [d for d in line.dates if d.role in ("event", "since") and d.date]
    future = group.mood == "future"
    if future:
        usable += [
            d
            for d in line.dates
            if d.role == "deadline" and d.date and d.precision == "day" and d.by != "relative"
        ]
    if not future:
        usable = [d for d in usable if d.first is None or d.first <= state.published]
    inside = [d for d in usable if start <= d.start < end]
    inside = [d for d in inside if not _under_that(line, group, d)]
    if group.governor == "ing":
        inside = [d for d in inside if d.start < verb_at]
        told = [
            p for p in state.out if p.date and p.kind == "event" and p.anchor.start >= line.sentence.start
        ]
        if told and not inside:
            return told[-1].date, told[-1].date_precision, told[-1].date_by
    counted = _counted(state, line, group, end)
    if counted is not None:
        return dress(counted)
    present = group.first == group.verb and not group.passive and "past" not in group.tags and not future
    if present and group.governor != "ing" and type_ in SPEECH and state.dated and state.voice is None:
        inside = [d for d in inside if d.start < verb_at]
        if not inside:
            return str(state.published), "day", "publication"
    if not inside and line.parts[n].kind == "sub" and type_ not in SPEECH and usable and not future:
        return dress(usable[0])  # "stopped in March after a court ruled": no later than that
    if type_ in SPEECH - {"AGREE"} and inside:
        # What is asked for may be dated too: the first date after "to" is not the day of asking.
        cut = re.search(r"\s(?:that|for)\s", line.plain[verb_at:end])
        limit = verb_at + cut.start() if cut else end
        inside = [d for d in inside if d.start < limit or d.end >= end - 2] or []
    if inside:
        best = min(inside, key=lambda d: abs(d.start - verb_at))
        return dress(best)
    finite = [p for p in line.parts if any(g.finite for g in p.groups)]
    if usable and len(finite) <= 1:
        return dress(usable[0])
    lead = [
        d
        for d in usable
        if d.start < line.toks[line.parts[0].first].start + 45 and (line.parts[n].kind in ("and", "main"))
    ]
    same = [d for d in usable if d.start < verb_at and line.parts[n].kind == "and"]
    if same:
        return dress(same[-1])
    if lead and lead[0].start < 6:
        return dress(lead[0])
    told_today = line.toks[group.first].low in ("has", "have")
    frame = None if told_today else next((f for f in line.frames if f.first <= group.verb < f.last), None)
    if type_ in SPEECH and frame is not None and usable and state.aliases:
        spoken = [d for d in usable if in_clause(line, frame, d)]
        if spoken:
            return dress(spoken[0])
    if frame is not None and not future:
        spoken = [d for d in usable if in_clause(line, frame, d)]
        if spoken:
            return dress(spoken[0])  # "said on Monday that it was closing"
    if state.voice is not None and state.voice.date is not None:
        return str(state.voice.date), "day", "explicit"
    if group.perfect_past and _BY_THEN.search(line.plain) and state.dated:
        if state.last_day[0]:
            return state.last_day[0], "day", "relative"
        return str(state.published), "day", "publication"
    if (
        state.occasion[0]
        and state.occasion[2] in (line.sentence.paragraph, line.sentence.paragraph - 1)
        and type_ in SPEECH
    ):
        return state.occasion[0], "day" if len(state.occasion[0]) == 10 else "month", "relative"
    if not state.dated or group.perfect_past:
        return "", "unknown", "none"
    return str(state.published), "day", "publication"


_BY_THEN = re.compile(
    r"\b[Bb]y\s+(?:noon|midday|evening|nightfall|midnight|dusk|dawn|then|(?:mid-?)?(?:morning|afternoon))\b"
)


def _counted(state: State, line: Line, group: Group, end: int) -> DateSpan | None:
    """A day counted from the date told before: "a week later", "the next day", "the same evening"."""
    base = line.sentence.start
    start = base + line.toks[max(0, group.first - 8)].start
    verb = base + line.toks[group.verb].start
    text = state.document.text
    return next(
        (
            d
            for d in state.counted
            if start <= d.start < base + end
            and (text[d.end - 5 : d.end].lower() != "after" or d.end <= verb)  # "a day after X urged"
        ),
        None,
    )


def _under_that(line: Line, group: Group, span: DateSpan) -> bool:
    """Whether a date belongs to a clause under "that" or "which" after the verb: "the contract that ends on 31 December"."""
    return any(
        t.low in ("that", "which") and line.toks[group.verb].end <= t.start < span.start
        for t in line.toks[group.last :]
    ) and any(
        g.finite and line.toks[group.verb].end < line.toks[g.first].start < span.start for g in line.groups
    )


def in_clause(line: Line, frame: Frame, span: DateSpan) -> bool:
    a, b = frame.clause
    if a < 0 or a >= len(line.toks):
        return False
    own = next((p for p in line.parts if p.first <= frame.verb < p.last), None)
    last = min(max(b + 4, own.last if own is not None and own.last <= frame.last else 0), len(line.toks))
    return line.toks[a].start <= span.start <= line.toks[last - 1].end
