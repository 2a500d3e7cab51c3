"""What somebody says: forecasts, denials, absences and facts, told by a frame, a voice or an issuer."""

from __future__ import annotations

import re

from netback.reading.attribution import Frame, chain_of
from netback.reading.claims import TOPIC, absence_in, channel_in, claim_mode, horizon_of, polarity_of
from netback.reading.clauses import Clause
from netback.reading.grammar import Group
from netback.reading.records import Attribution
from netback.reading.reference import people, subject_of, written_subject
from netback.reading.scene import Line, State, dress, put, span_of, words_of
from netback.reading.when import in_clause

__all__ = ["put_claim", "read_claims"]


def read_claims(state: State, line: Line, taken: list[tuple[int, int]]) -> None:
    for n, part in enumerate(line.parts):
        text = words_of(line, part.first, line.parts[n].last)
        if part.kind != "if" and absence_in(text):
            _absence(state, line, n, part, taken)
    for frame in line.frames:
        if frame.lemma == "citing" or frame.last - frame.first < (1 if frame.lemma == "deny" else 3):
            continue
        if any(frame.first <= a < frame.last for a, _ in taken):
            continue
        text = words_of(line, frame.first, frame.last)
        start = line.toks[frame.first].start
        end = line.toks[frame.last - 1].end
        inside = [q for q in line.quantities if start <= q.start < end]
        mode = claim_mode(text, frame.lemma, len(inside))
        if mode in ("", "absence"):
            continue
        group = next((g for g in line.groups if frame.first <= g.verb < frame.last and g.finite), None)
        chain, _ = chain_of(
            (frame.first + frame.last) // 2,
            line.frames,
            state.issuer,
            state.voice.who if state.voice else "",
            state.aliases,
        )
        if not chain:
            continue
        taken.append((frame.first, frame.last))
        put_claim(state, line, start, end, mode, frame.speakers[:1], chain, frame, group)
    speaker = state.voice.who if state.voice and state.voice.channel != "question" else state.issuer
    if not line.frames and not taken and speaker:
        _own_voice(state, line, speaker)


_OWN_FORECAST = re.compile(
    r"\b(?:will|expects?|is expected|are expected|anticipates?|is planned|are planned|can|could|hopes?|soon|within)\b"
)


def _own_voice(state: State, line: Line, speaker: str) -> None:
    """What somebody says in their own document, post or speech."""
    text = line.plain.strip()
    inside = line.quantities
    mode = claim_mode(text, "say", len(inside))
    strong = (
        mode == "denial"
        or (mode == "forecast" and bool(_OWN_FORECAST.search(text)))
        or (mode == "fact" and state.voice is not None and len(text) < 220)
    )
    finite = [g for g in line.groups if g.finite]
    if mode in ("", "absence") or not strong or (not finite and mode != "denial"):
        return
    chain, _ = chain_of(0, (), state.issuer, state.voice.who if state.voice else "", state.aliases)
    first = line.toks[0].start if line.toks else 0
    put_claim(
        state, line, first, line.toks[-1].end, mode, (speaker,), chain, None, finite[0] if finite else None
    )


def _absence(state: State, line: Line, n: int, part: Clause, taken: list[tuple[int, int]]) -> None:
    group = next((g for g in part.groups if g.finite), None)
    actors = subject_of(state, line, n, part, group) if group is not None else ()
    if not actors:
        near = [
            w
            for w in line.who
            if w.kind != "place"
            and part.first <= w.first < line.parts[n].last
            and (not w.prep or w.prep in ("from", "by", "in") or w.possessive)
        ]
        actors = people(state, line, near[:1])
    if not actors and group is not None:
        actors = written_subject(line, part, group)
    if actors and re.match(r"(?:no|nothing)\b", actors[0], re.I):
        actors = ()
    start = line.toks[part.first].start
    end = line.toks[line.parts[n].last - 1].end
    if group is not None:
        start, end = span_of(line, n, part, group)
        if any(a <= group.verb < b for a, b in taken):
            return
        taken.append((group.first, group.last))
    text = line.plain[start:end]
    channel = next((c for c in ("readout", "statement", "message") if c in text.lower()), "none")
    if channel == "none" and re.search(r"comment|confirm|respon|repl|answer", text, re.I):
        channel = "message" if re.search(r"repl|answer|respon", text, re.I) else "statement"
    chain, _ = chain_of(
        part.first, line.frames, state.issuer, state.voice.who if state.voice else "", state.aliases
    )
    day = str(state.published) if state.dated else ""
    precision, by = ("day", "publication") if day else ("unknown", "none")
    past = [
        d
        for d in line.dates
        if d.role == "event" and d.date and (d.first is None or d.first <= state.published)
    ]
    if (
        past
        and group is not None
        and line.toks[group.first].low not in ("has", "have", "is", "are", "does", "do")
    ):
        day, precision, by = dress(past[0])
    put(state, line, start, end, "CLAIM", "absence", (), actors, (), channel, day, precision, by, 0, chain, "claim:absence", group)  # fmt: skip


_READY = re.compile(
    r"(?:that\s+)?(?:we|i|it|they|he|she)\s+(?:are|is|am|was|were)\s+(?:\w+\s+)?(?:ready|prepared|willing)\s+to\b",
    re.I,
)


def put_claim(
    state: State, line: Line, start: int, end: int, mode: str, speakers: tuple[str, ...], chain: tuple[Attribution, ...],
    frame: Frame | None, group: Group | None,
) -> None:  # fmt: skip
    text = line.plain[start:end]
    while text and text[-1] in ",\"' ":
        text = text[:-1]
        end -= 1
    while text and text[0] in ",\"' ":
        text = text[1:]
        start += 1
    if not text or (mode != "denial" and not TOPIC.search(line.plain)):
        return
    spoken = [
        d
        for d in line.dates
        if d.role == "event"
        and d.date
        and frame is not None
        and in_clause(line, frame, d)
        and (d.first is None or d.first <= state.published)
    ]
    if spoken:
        date, precision, by = dress(spoken[0])
    elif state.voice is not None and state.voice.date is not None:
        date, precision, by = str(state.voice.date), "day", "explicit"
    elif (
        state.occasion[0]
        and state.occasion[2] == line.sentence.paragraph
        and speakers[0] in state.memory.pair
    ):
        date, precision, by = (
            state.occasion[0],
            "day" if len(state.occasion[0]) == 10 else "month",
            "relative",
        )
    elif state.dated:
        date, precision, by = str(state.published), "day", "publication"
    else:
        date, precision, by = "", "unknown", "none"
    base = line.sentence.start
    if frame is not None and frame.lemma == "deny":
        later = [d for d in state.counted if base <= d.start < base + len(line.plain)]
        if later:
            date, precision, by = dress(later[0])
    extra: dict[str, object] = {}
    auxiliary: tuple[str, ...] = ()
    if mode == "forecast":
        predicted, words, near = horizon_of(text, line.dates, start, state.published)
        good = not re.search(r"\b(?:not|no|never|unlikely|n't)\b", text)
        extra = {"predicted_date": predicted, "horizon": words, "imminent": near and good}
        if re.search(r"\b(?:if|could|may|might|unless|provided)\b", line.plain, re.I):
            auxiliary = ("hypothetical",)
    channel = channel_in(line.plain)
    if channel == "none":
        channel = state.voice.channel if state.voice else "statement" if state.issuer else "none"
    if mode == "forecast" and _READY.match(text):
        put(state, line, start, end, "AGREE", "promise", (), speakers, (), channel, date, precision, by, 1, chain,
             "claim:ready", group)  # fmt: skip
        return
    put(state, line, start, end, "CLAIM", mode, auxiliary, speakers, (), channel, date, precision, by,
         polarity_of("CLAIM", mode, text, False), chain, f"claim:{mode}", group, **extra)  # fmt: skip


# ------------------------------------------------------------------------------------------------ quantities
