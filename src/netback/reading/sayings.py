"""What somebody says: forecasts, denials, absences and facts, told by a frame, a voice or an issuer."""

from __future__ import annotations

import re

from netback.reading.attribution import Frame, chain_of, link
from netback.reading.claims import (
    TOPIC,
    absence_channel,
    absence_in,
    channel_in,
    claim_mode,
    denial_in,
    horizon_of,
    polarity_of,
)
from netback.reading.clauses import Clause
from netback.reading.grammar import Group
from netback.reading.records import Attribution
from netback.reading.reference import opponent_of, people, subject_of, written_subject
from netback.reading.scene import Line, State, dress, put, span_of, told_by, words_of
from netback.reading.when import in_clause
from netback.reading.words import word_set

__all__ = ["put_claim", "read_claims"]


_CONTENT = frozenset(["main", "that", "and"])
_MOST = 2
"""Claims that one saying can bring in."""


def read_claims(state: State, line: Line, taken: list[tuple[int, int]]) -> None:
    """Proposals of what a sentence has somebody say, where no act was read already."""
    for n, part in enumerate(line.parts):
        text = words_of(line, part.first, part.last)
        if part.kind != "if" and absence_in(_whole(line, part, text)):
            _absence(state, line, n, part, taken)
        elif part.kind != "if" and denial_in(text):
            _denied(state, line, n, part, taken)
    for frame in line.frames:
        if frame.lemma != "citing":
            _told(state, line, frame, taken)
    voice = state.voice
    speaker = (
        voice.who
        if voice is not None and voice.channel != "question"
        else state.issuer
        if voice is None
        else ""
    )
    if speaker and not line.frames:
        _own_voice(state, line, speaker, taken)


def _denied(state: State, line: Line, n: int, part: Clause, taken: list[tuple[int, int]]) -> None:
    """A denial that no frame brings in: "Ankara dismissed the report as baseless"."""
    verb = part.verb
    if (
        verb is None
        or any(a <= verb.verb < b for a, b in taken)
        or any(f.verb == verb.verb or f.first <= verb.verb < f.last for f in line.frames)
    ):
        return
    speakers = subject_of(state, line, part) or written_subject(line, part, verb)
    if not speakers or not _DENYING & set(verb.lemmas):
        return
    start, end = span_of(line, n, part, verb)
    chain, _ = told_by(state, line, verb.verb)
    chain = chain or (link(speakers[0], state.aliases),)
    taken.append((part.first, part.last))
    put_claim(state, line, start, end, "denial", speakers[:1], chain, None, verb)


_DENYING = word_set(
    "deny dismiss reject refute rebut dispute contradict discard knock wave brush scotch quash call describe"
)


def _whole(line: Line, part: Clause, text: str) -> str:
    """A clause with the subject it shares: "X has issued no readout and did not reply"."""
    if part.shares and part.host >= 0:
        first, last = line.parts[part.host].subject
        return f"{words_of(line, first, last)} {text}"
    return text


def _told(state: State, line: Line, frame: Frame, taken: list[tuple[int, int]]) -> None:
    """What a frame brings in, clause by clause."""
    chain, _ = told_by(state, line, (frame.first + frame.last) // 2)
    if not chain or not frame.speakers:
        return
    found = 0
    for part in line.parts:
        verb = part.verb
        if (
            verb is None
            or part.kind not in _CONTENT
            or not frame.first <= verb.verb < frame.last
            or verb.verb == frame.verb
        ):
            continue
        if frame.clause[0] <= verb.verb < frame.clause[1] or found >= _MOST or _says_more(line, frame, verb):
            continue
        if any(a < part.last and part.first < b for a, b in taken):
            continue
        first, last = max(part.first, frame.first), min(_with_tail(line, part), frame.last)
        text = words_of(line, first, last)
        start, end = line.toks[first].start, line.toks[last - 1].end
        mode = claim_mode(
            text, frame.lemma, sum(start <= q.start < end for q in line.quantities), framed=True
        )
        if mode in ("", "absence") or (mode == "fact" and found):
            continue
        taken.append((first, last))
        found += 1
        put_claim(state, line, start, end, mode, frame.speakers[:1], chain, frame, verb)
    if (
        not found
        and frame.lemma in _FORESEE | {"deny"}
        and not any(frame.first <= a < frame.last for a, _ in taken)
    ):
        _bare(state, line, frame, chain, taken)


_FORESEE = frozenset(["expect", "predict", "forecast", "anticipate", "hope", "foresee"])


def _bare(
    state: State, line: Line, frame: Frame, chain: tuple[Attribution, ...], taken: list[tuple[int, int]]
) -> None:
    """What is expected or denied without a clause: "expects exports to restart", "denied the report"."""
    if frame.last - frame.first < (1 if frame.lemma == "deny" else 2):
        return
    text = words_of(line, frame.first, frame.last)
    start, end = line.toks[frame.first].start, line.toks[frame.last - 1].end
    mode = claim_mode(text, frame.lemma, sum(start <= q.start < end for q in line.quantities))
    if mode in ("forecast", "denial"):
        taken.append((frame.first, frame.last))
        put_claim(state, line, start, end, mode, frame.speakers[:1], chain, frame, None)


def _says_more(line: Line, frame: Frame, verb: Group) -> bool:
    """Whether a verb within what is said opens a saying of its own."""
    return any(other is not frame and other.verb == verb.verb for other in line.frames)


def _with_tail(line: Line, part: Clause) -> int:
    """End of a clause with the clauses that hang on it: "... if Baghdad pays"."""
    last = part.last
    for later in line.parts[line.parts.index(part) + 1 :]:
        if later.first != last or later.kind not in ("sub", "if", "rel", "that"):
            break
        last = later.last
    return last


_OWN_FORECAST = re.compile(
    r"\b(?:will|expects?|is expected|are expected|anticipates?|is planned|are planned|can|could|hopes?|soon|within|shall|reckons?|predicts?|forecasts?|should)\b|'ll\b"
)


_DISCLAIMER = re.compile(
    r"\bno\s+(?:assurance|certainty|guarantee|forecast|obligation|representation)\b|\bforward-looking\b|\bcannot\s+be\s+(?:assured|guaranteed)\b",
    re.I,
)
"""What every filing says: nothing is claimed by it."""


def _own_voice(state: State, line: Line, speaker: str, taken: list[tuple[int, int]]) -> None:
    """What somebody says in their own document, post or speech."""
    spoken = state.voice is not None and state.voice.channel != "post"
    voice = state.voice.who if state.voice else ""
    chain, _ = chain_of(0, (), state.issuer, voice, state.aliases)
    if _DISCLAIMER.search(line.plain):
        return
    for part in line.parts:
        verb = part.verb
        if (
            part.kind not in ("main", "and", "that")
            or verb is None
            or any(a < part.last and part.first < b for a, b in taken)
        ):
            continue
        if (
            part.kind == "that"
            and part.host >= 0
            and any(a < line.parts[part.host].last and line.parts[part.host].first < b for a, b in taken)
        ):
            continue
        last = _with_tail(line, part)
        text = words_of(line, part.first, last)
        start, end = line.toks[part.first].start, line.toks[last - 1].end
        lemma = next((one for one in verb.lemmas if one in _FORESEE), "say")
        mode = claim_mode(text, lemma, sum(start <= q.start < end for q in line.quantities))
        strong = (
            mode == "denial"
            or (mode == "forecast" and bool(_OWN_FORECAST.search(text)))
            or (mode == "fact" and spoken and len(text) < 220)
        )
        if mode in ("", "absence") or not strong:
            continue
        taken.append((part.first, last))
        put_claim(state, line, start, end, mode, (speaker,), chain, None, verb)
        return


def _absence(state: State, line: Line, n: int, part: Clause, taken: list[tuple[int, int]]) -> None:
    group = next((g for g in part.groups if g.finite), None)
    actors = subject_of(state, line, part) if group is not None else ()
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
    channel = absence_channel(line.plain[line.toks[part.first].start : end])
    chain, _ = told_by(state, line, part.first)
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


_UNLESS = re.compile(r"\b(?:unless|as\s+long\s+as|so\s+long\s+as|until|till|before)\b", re.I)
_LOSS = re.compile(
    r"\b(?:no|not\s+(?:one|a)|lose|cut|stop\w*|halt\w*|shut|close|suspend\w*|withdraw\w*|cancel\w*|end|punish\w*|pay\s+(?:for|a\s+price)|cost|consequences|treated\s+as|target\w*|fate)\b",
    re.I,
)


def _threatens(state: State, line: Line, speaker: str, frame: Frame | None, text: str, polarity: int) -> bool:
    """Whether what a party to the dispute says will happen is a threat: bad for the other side, on a condition."""
    alias = state.aliases.get(speaker)
    if (
        alias is None
        or alias.kind == "agency"
        or not (alias.party or alias.kind == "party")
        or not _LOSS.search(text)
    ):
        return False
    lemma = frame.lemma if frame is not None else "say"
    condition = _UNLESS.search(line.plain) or (
        re.search(r"\bif\b", line.plain, re.I) and lemma in ("warn", "caution", "vow", "swear", "threaten")
    )
    return bool(condition) and (polarity == -1 or lemma in ("warn", "caution", "vow", "swear", "threaten"))


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
    if not text or (mode == "fact" and not TOPIC.search(line.plain)):
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
        extra = {"predicted_date": predicted, "horizon": words, "imminent": near}
        if re.search(r"\b(?:if|could|may|might|unless|provided)\b", line.plain, re.I):
            auxiliary = ("hypothetical",)
    polarity = polarity_of("CLAIM", mode, text, False)
    channel = channel_in(line.plain)
    if channel == "none" and state.voice is not None:
        channel = state.voice.channel
    elif channel == "none":
        near_by = state.occasion[1] and 0 <= line.sentence.paragraph - state.occasion[2] <= (
            2 if state.issuer else 0
        )
        channel = state.occasion[1] if near_by else "statement" if state.issuer else "none"
    if mode == "forecast" and _threatens(state, line, speakers[0], frame, text, polarity):
        told = (
            (frame.told,)
            if frame is not None and frame.told in state.aliases
            else opponent_of(state, speakers)
        )
        put(state, line, start, end, "THREATEN", "restrict", (), speakers, told, channel, date, precision, by, -1, chain,
             "claim:threat", group)  # fmt: skip
        return
    if mode == "forecast" and _READY.match(text):
        put(state, line, start, end, "AGREE", "promise", (), speakers, (), channel, date, precision, by, 1, chain,
             "claim:ready", group)  # fmt: skip
        return
    put(state, line, start, end, "CLAIM", mode, auxiliary, speakers, (), channel, date, precision, by,
         polarity, chain, f"claim:{mode}", group, **extra)  # fmt: skip


# ------------------------------------------------------------------------------------------------ quantities
