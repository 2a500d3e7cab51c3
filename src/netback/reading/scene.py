"""One sentence taken apart, what is remembered from sentence to sentence, and how a find is written down."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from netback.dates import parse_partial
from netback.reading.aliases import AliasTable, Mention
from netback.reading.attribution import Frame, chain_of, find_frames
from netback.reading.claims import topics_in
from netback.reading.clauses import Clause, clauses
from netback.reading.dates_in_text import DateSpan, find_dates
from netback.reading.document import Document
from netback.reading.furniture import dateline_end
from netback.reading.grammar import Group, Token, tokens, verb_groups
from netback.reading.posts import Voice, without_links
from netback.reading.quantities import FoundQuantity, find_quantities
from netback.reading.records import Attribution, Proposal, Quantity
from netback.reading.roles import Memory, Who, find_who
from netback.reading.sentences import Sentence
from netback.reading.words import word_set

__all__ = [
    "READER",
    "SPEECH",
    "Line",
    "State",
    "dress",
    "is_background",
    "plain_of",
    "proposal_id",
    "put",
    "span_of",
    "take_apart",
    "told_by",
    "without_dateline",
    "words_of",
]

READER = "rules@2"
BACKGROUND_DAYS = 13
"""Older than this against publication: context, not news."""

SPEECH = frozenset(["REQUEST", "ACCUSE", "REJECT", "THREATEN", "SUPPORT", "AGREE", "CONCEDE", "CLAIM"])


@dataclass
class State:
    """What is carried from sentence to sentence."""

    document: Document
    aliases: AliasTable
    published: dt.date
    dated: bool
    memory: Memory
    issuer: str = ""
    counted: list[DateSpan] = field(default_factory=list)
    """Days counted from another date of the text."""
    voice: Voice | None = None
    occasion: tuple[str, str, int] = ("", "", -9)
    """Date, channel and paragraph of the last contact."""
    contact: tuple[int, tuple[str, ...]] = (-1, ())
    """Sentence and parties of the last contact."""
    last_day: tuple[str, int] = ("", -9)
    """Last day that dated an act, and its paragraph."""
    last_chain: tuple[Attribution, ...] = ()
    last_frame: Frame | None = None
    out: list[Proposal] = field(default_factory=list)
    seen: dict[tuple[object, ...], int] = field(default_factory=dict)


@dataclass(frozen=True)
class Line:
    """One sentence taken apart."""

    sentence: Sentence
    plain: str
    toks: list[Token]
    parts: list[Clause]
    groups: list[Group]
    who: list[Who]
    dates: list[DateSpan]
    quantities: list[FoundQuantity]
    frames: list[Frame]
    headline: bool = False


def proposal_id(document: Document, start: int, end: int, kind: str) -> str:
    """Id of a find: hash of the document's text hash, the span and the type."""
    seed = f"{document.text_sha256}:{start}:{end}:{kind}"
    return "p" + hashlib.sha256(seed.encode()).hexdigest()[:16]


def without_dateline(sentence: Sentence) -> int:
    skip = dateline_end(sentence.text) if sentence.first else 0
    label = (
        re.match(r"(?:[A-Z][A-Z.'-]*(?:\s+[A-Z][A-Z.'-]*){0,3})\s*:\s+", sentence.plain)
        if sentence.first
        else None
    )
    return max(skip, label.end() if label else 0)


def plain_of(sentence: Sentence) -> str:
    """A sentence folded, dateline and links blanked, offsets kept."""
    skip = without_dateline(sentence)
    return " " * skip + without_links(sentence.plain)[skip:]


def take_apart(state: State, sentence: Sentence, headline: bool = False) -> Line:
    plain = plain_of(sentence)
    toks = tokens(plain)
    groups = verb_groups(toks)
    mentions = state.aliases.find(plain, state.published, state.memory.recent)
    parts = clauses(toks, groups, _names(toks, mentions))
    who = find_who(plain, toks, mentions, state.aliases, state.memory)
    frames = find_frames(plain, toks, parts, who, state.memory)
    base = state.voice.date if state.voice and state.voice.date else state.published
    return Line(
        sentence,
        plain,
        toks,
        parts,
        groups,
        who,
        find_dates(plain, base),
        find_quantities(plain),
        frames,
        headline,
    )


def _names(toks: Sequence[Token], mentions: Sequence[Mention]) -> list[tuple[int, int]]:
    """Token spans of names: "Trinidad and Tobago" joins nothing."""
    out = []
    for m in mentions:
        inside = [i for i, t in enumerate(toks) if t.start < m.end and m.start < t.end]
        if inside:
            out.append((inside[0], inside[-1] + 1))
    i = 1
    while i < len(toks):  # people nobody lists
        j = i
        while j < len(toks) and toks[j].text[:1].isupper() and toks[j].text[1:2].islower():
            j += 1
        if j - i >= 2 and not any(a < j and i < b for a, b in out):
            out.append((i, j))
        i = max(j, i + 1)
    return out


def words_of(line: Line, first: int, last: int) -> str:
    if last <= first or first >= len(line.toks):
        return ""
    return line.plain[line.toks[first].start : line.toks[last - 1].end]


def span_of(line: Line, n: int, part: Clause, group: Group) -> tuple[int, int]:
    """Offsets of the clause that carries the act."""
    end = line.parts[n].last
    for later in line.parts[n + 1 :]:
        if later.kind in ("that", "and") and later.kind == "that":
            end = max(end, later.last)
        elif not (later.kind == "main" and later.word == "," and not later.groups):
            break
    first = part.first
    while first < group.first and line.toks[first].text in (",", '"', "'", "-", "(", ")", ":"):
        first += 1
    last = end
    while last > group.last and (
        line.toks[last - 1].low in _TRAILING or line.toks[last - 1].text in (",", "-", ";", ":", '"', "(")
    ):
        last -= 1
    return line.toks[first].start, line.toks[last - 1].end


_TRAILING = word_set(
    "and but or after before because while when which who that as if where although though since until once so unless whereas whether"
)


def told_by(state: State, line: Line, position: int) -> tuple[tuple[Attribution, ...], Frame | None]:
    """Who tells of what stands at a token, outermost first, and the innermost frame over it."""
    voice = state.voice.who if state.voice else ""
    return chain_of(position, line.frames, state.issuer, voice, state.aliases)


def dress(span: DateSpan) -> tuple[str, str, str]:
    date, precision = span.date, span.precision
    return date, precision, span.by


def is_background(state: State, date: str, group: Group | None) -> bool:
    if not date:
        return group is not None and group.perfect_past
    return (state.published - parse_partial(date).latest).days > BACKGROUND_DAYS


def put(
    state: State, line: Line, start: int, end: int, type_: str, mode: str, auxiliary: tuple[str, ...], actors: tuple[str, ...],
    targets: tuple[str, ...], channel: str, date: str, precision: str, by: str, polarity: int, chain: tuple[Attribution, ...], rule: str,
    group: Group | None, **claim: object,
) -> None:  # fmt: skip
    key = (
        type_,
        mode if type_ == "CLAIM" else "",
        frozenset(actors) | frozenset(targets),
        date[:7],
        state.voice.who if state.voice else "",
    )
    again = type_ == "AGREE" and re.search(r"\balso\b", line.plain[start:end])
    if key in state.seen and type_ in ("CONSULT", "AGREE") and (actors or targets) and not again:
        return  # the same contact told again
    state.seen[key] = len(state.out)
    if by in ("explicit", "weekday", "relative") and precision == "day" and date <= str(state.published):
        state.last_day = (date, line.sentence.paragraph)
    base = line.sentence.start
    anchor = state.document.anchor(base + start, base + end)
    inside = tuple(
        Quantity(
            value=q.value,
            low=q.low,
            high=q.high,
            unit=q.unit,
            subject=q.subject,
            anchor=state.document.anchor(base + q.start, base + q.end),
        )
        for q in line.quantities
        if start <= q.start and q.end <= end
    )
    verb_at = base + (line.toks[group.verb].start if group is not None else start)
    known = sum(a in state.aliases for a in (*actors, *targets))
    certain = (
        0.5
        + 0.1 * (by in ("explicit", "weekday"))
        + 0.1 * bool(known)
        + 0.1 * bool(actors)
        - 0.2 * (type_ == "CLAIM" and mode == "fact")
    )
    state.out.append(
        Proposal.model_validate(
            {
                "id": proposal_id(state.document, verb_at, base + end, f"{type_}/{mode}"),
                "doc_id": state.document.doc_id,
                "kind": "claim" if type_ == "CLAIM" else "event",
                "type": type_,
                "mode": mode,
                "auxiliary": auxiliary,
                "actors": actors,
                "targets": targets,
                "channel": channel or "none",
                "topics": topics_in(line.plain),
                "date": date,
                "date_precision": precision,
                "date_by": by,
                "polarity": polarity,
                "attribution": chain,
                "quantities": inside,
                "background": is_background(state, date, group),
                "anchor": anchor,
                "reader": READER,
                "rule": rule,
                "confidence": round(certain, 2),
                **claim,
            }
        )
    )
