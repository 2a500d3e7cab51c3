"""Contacts that no verb reports: "In a call with X, Y urged ...", "after a meeting between A and B"."""

from __future__ import annotations

import re

from netback.reading.claims import polarity_of
from netback.reading.reference import people, subject_of
from netback.reading.roles import Who
from netback.reading.scene import Line, State, dress, put, told_by

__all__ = ["noun_contacts"]

_NOUN = r"(?P<noun>(?:tele)?phone\s+(?:call|conversation)|video\s+(?:call|conference)|call|conversation|meetings?|talks|discussions|negotiations|consultations)"
_MIDDLE = r"\s+(?:on\s+\w+(?:\s+\d+)?,?\s+|in\s+[A-Z]\w+\s+|held\s+|today\s+|yesterday\s+|last\s+\w+\s+|this\s+\w+\s+|earlier\s+|late\s+)*"
_WITH = re.compile(
    r"\b(?:[Ii]n|[Dd]uring|[Oo]n|[Aa]t|[Aa]fter|[Ff]ollowing|[Gg]ood|[Gg]reat|[Pp]roductive|[Cc]onstructive|[Ee]xcellent)\s+(?:a|an|his|her|their|its|the)?\s*"
    rf"(?:\w+\s+){{0,2}}?{_NOUN}{_MIDDLE}with\s+"
)
_BETWEEN = re.compile(
    rf"\b(?:an?|in|during|after|following|at)\s+(?:the\s+|a\s+|their\s+)?(?:\w+\s+){{0,2}}?{_NOUN}{_MIDDLE}between\s+",
    re.I,
)


def noun_contacts(state: State, line: Line) -> None:
    """Proposals of the contacts that stand in a phrase.

    Parameters
    ----------
    state : State
    line : Line
    """
    for m in _WITH.finditer(line.plain):
        partners = _partners(line, m.end())
        others = people(state, line, partners)
        both = tuple(dict.fromkeys((*_speaker(state, line), *others)))
        if others and len(both) >= 2:
            _contact(state, line, m, partners[-1], both)
    for m in _BETWEEN.finditer(line.plain):
        partners = _partners(line, m.end())
        both = people(state, line, partners)
        if len(both) >= 2:
            _contact(state, line, m, partners[-1], both)


def _partners(line: Line, end: int) -> list[Who]:
    """The names that follow, joined by "and"."""
    at = next((i for i, t in enumerate(line.toks) if t.start >= end), len(line.toks))
    out: list[Who] = []
    for who in line.who:
        if who.kind == "place" or who.first < at or who.first > at + 8 + 6 * len(out):
            continue
        if not out or (who.first - out[-1].last <= 4 and line.toks[out[-1].last].low in ("and", ",")):
            out.append(who)
    return out


def _speaker(state: State, line: Line) -> tuple[str, ...]:
    """The other side of "in a call with X": the first subject of the sentence, or who posts it."""
    for part in line.parts:
        if part.verb is not None:
            subject = subject_of(state, line, part)
            if subject:
                return subject
    return (state.voice.who,) if state.voice is not None and state.voice.who else ()


def _contact(state: State, line: Line, m: re.Match[str], last: Who, both: tuple[str, ...]) -> None:
    noun = m.group("noun").lower()
    phone = "call" in noun or "phone" in noun or noun == "conversation"
    first = next((i for i, t in enumerate(line.toks) if t.start >= m.start()), 0)
    start, end = line.toks[first].start, line.toks[last.last - 1].end
    usable = [d for d in line.dates if d.role == "event" and d.date]
    inside = [d for d in usable if start <= d.start < end + 25] or usable
    if inside:
        date, precision, by = dress(inside[0])
    elif state.dated:
        date, precision, by = str(state.published), "day", "publication"
    else:
        date, precision, by = "", "unknown", "none"
    chain, _ = told_by(state, line, first)
    mode, channel = ("phone", "call") if phone else ("meeting", "meeting")
    polarity = polarity_of("CONSULT", mode, line.plain, False)
    put(
        state, line, start, end, "CONSULT", mode, (), both, (), channel, date, precision, by, polarity, chain, f"noun:CONSULT/{mode}", None,
    )  # fmt: skip
    state.memory.pair = both[:2]
    state.occasion = (date if by != "publication" else "", channel, line.sentence.paragraph)
