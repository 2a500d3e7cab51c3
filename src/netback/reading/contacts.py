"""Contacts that no verb reports: "In a call with X, Y urged ..."."""

from __future__ import annotations

import re

from netback.reading.attribution import chain_of
from netback.reading.claims import polarity_of
from netback.reading.reference import people, subject_of
from netback.reading.roles import Who
from netback.reading.scene import Line, State, dress, put

__all__ = ["noun_contacts"]

_IN_CALL = re.compile(
    r"\b(?:[Ii]n|[Dd]uring|[Oo]n|[Aa]t|[Aa]fter|[Ff]ollowing|[Gg]ood|[Gg]reat|[Pp]roductive|[Cc]onstructive|[Ee]xcellent)\s+(?:a|an|his|her|their|its|the)?\s*(?:\w+\s+){0,2}?"
    r"(?P<noun>(?:tele)?phone\s+call|phone\s+conversation|call|conversation|meeting|talks)\s+(?:on\s+\w+\s+|in\s+[A-Z]\w+\s+|today\s+|yesterday\s+|this\s+\w+\s+)?(?:with|between)\s+"
)


def noun_contacts(state: State, line: Line, taken: list[tuple[int, int]]) -> None:
    """ "In a call with X, Y urged ...": a contact although no verb reports it."""
    for m in _IN_CALL.finditer(line.plain):
        if m.group().lower().startswith(("after", "following")):
            continue
        at = next((i for i, t in enumerate(line.toks) if t.start >= m.end()), len(line.toks))
        first = next((i for i, t in enumerate(line.toks) if t.start >= m.start()), 0)
        partners: list[Who] = []
        for who in line.who:
            if who.kind == "place" or who.first < at or who.first > at + 8 + 6 * len(partners):
                continue
            if not partners or (
                who.first - partners[-1].last <= 3 and line.toks[who.first - 1].low in ("and", ",", "the")
            ):
                partners.append(who)
        subject: tuple[str, ...] = ()
        for n, part in enumerate(line.parts):
            finite = [g for g in part.groups if g.finite]
            if finite:
                subject = subject_of(state, line, n, part, finite[0])
                if subject:
                    break
        if not subject and state.voice is not None and state.voice.who:
            subject = (state.voice.who,)  # "Good call with X today", in a post
        others = people(state, line, partners)
        both = tuple(dict.fromkeys((*subject, *others)))
        if not others or len(both) < 2:
            continue
        noun = m.group("noun").lower()
        phone = "call" in noun or "phone" in noun or noun == "conversation"
        last = partners[-1].last
        end = line.toks[last - 1].end
        usable = [d for d in line.dates if d.role == "event" and d.date]
        date, precision, by = (
            dress(usable[0])
            if usable
            else (str(state.published), "day", "publication")
            if state.dated
            else ("", "unknown", "none")
        )
        chain, _ = chain_of(
            first, line.frames, state.issuer, state.voice.who if state.voice else "", state.aliases
        )
        mode, channel = ("phone", "call") if phone else ("meeting", "meeting")
        put(state, line, line.toks[first].start, end, "CONSULT", mode, (), both, (), channel, date, precision, by,
             polarity_of("CONSULT", mode, line.plain, False), chain, f"noun:CONSULT/{mode}", None)  # fmt: skip
        state.memory.pair = both[:2]
        state.occasion = (date if by != "publication" else "", channel, line.sentence.paragraph)


# ---------------------------------------------------------------------------------------------------- claims
