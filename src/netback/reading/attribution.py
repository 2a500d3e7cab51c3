"""Who says that who says: frames such as "X said that ...", "according to X", "X told Y, citing Z"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from netback.reading.aliases import AliasTable
from netback.reading.clauses import Clause, owner
from netback.reading.grammar import Group, Token
from netback.reading.records import Attribution
from netback.reading.roles import Memory, Who, before_verb, resolve
from netback.reading.words import SAY, WEAK_SAY

__all__ = ["Frame", "chain_of", "find_frames", "kind_of", "link"]

HEDGE = re.compile(
    r"\b(reportedly|allegedly|apparently|purportedly|supposedly|unconfirmed|is said to|are said to|was said to|is understood to|is believed to|"
    r"are believed to|it is not clear|could not be (?:independently )?verified|appears? to|seems? to|likely|possibly|perhaps)\b",
    re.I,
)


@dataclass(frozen=True)
class Frame:
    """Somebody saying something within a sentence.

    Parameters
    ----------
    speakers : tuple of str
        Ids or words.
    kinds : tuple of str
        Of the links, outermost first.
    first, last : int
        Tokens of what is said.
    lemma : str
        The verb, or "according".
    verb : int
        Its token, -1 without one.
    told : str
        Who was told: an agency in "told Reuters".
    clause : tuple of int
        Tokens of the saying itself.
    hedge : str
    """

    speakers: tuple[str, ...]
    kinds: tuple[str, ...]
    first: int
    last: int
    lemma: str
    verb: int
    told: str = ""
    clause: tuple[int, int] = (0, 0)
    hedge: str = ""


def kind_of(who: str, aliases: AliasTable, kind: str = "") -> str:
    """Kind of an attribution link."""
    alias = aliases.get(who)
    if alias is None:
        if kind == "person":
            return "named"
        return (
            "document"
            if re.search(r"\b(?:report|letter|document|filing|decree|law|study|statement)\b", who, re.I)
            else "anonymous"
        )
    return {"person": "named", "agency": "agency"}.get(alias.kind, "office")


def link(who: str, aliases: AliasTable, kind: str = "", hedge: str = "") -> Attribution:
    """One link of a chain."""
    shown = kind_of(who, aliases, kind)
    return Attribution.model_validate({"who": who, "kind": shown, "hedge": hedge})


_ACCORDING = re.compile(
    r"\b(?:according\s+to|as\s+reported\s+by|as\s+told\s+by|in\s+the\s+words\s+of)\s+", re.I
)
_CITING = re.compile(r"\b(?:citing|quoting)\s+", re.I)


def find_frames(
    plain: str, toks: Sequence[Token], parts: Sequence[Clause], found: Sequence[Who],
    memory: Memory,
) -> list[Frame]:  # fmt: skip
    """Frames of a sentence."""
    out: list[Frame] = []
    for part in parts:
        for group in part.groups:
            if (
                not group.finite
                or group.passive
                or not (any(lemma in SAY for lemma in group.lemmas) or _makes_clear(toks, group))
            ):
                continue
            if any(lemma in WEAK_SAY for lemma in group.lemmas) and (
                group.last >= len(toks) or toks[group.last].low not in ("that", "out", "to")
            ):
                continue
            frame = _said(plain, toks, owner(parts, part), part, group, found, memory)
            if frame is not None:
                out.append(frame)
    for m in _ACCORDING.finditer(plain):
        who = next(
            (w for w in found if toks[w.first].start >= m.end() - 1 and toks[w.first].start - m.end() < 30),
            None,
        )
        if who is None:
            who_text = re.match(
                r"(?:an?\s|the\s|two\s|three\s|several\s)?[\w-]+(?:\s[\w-]+){0,3}", plain[m.end() :]
            )
            speakers: tuple[str, ...] = (who_text.group(),) if who_text else ()
            kind = ""
        else:
            speakers, kind = _speaker(who, toks, memory, found), who.kind
        if speakers:
            out.append(Frame(speakers[:1], (kind,), 0, len(toks), "according", -1, clause=(-1, -1)))
    for m in _CITING.finditer(plain):
        who = next((w for w in found if m.end() - 1 <= toks[w.first].start <= m.end() + 30), None)
        if who is not None:
            out.append(
                Frame(
                    resolve(who, toks, memory)[:1], (who.kind,), 0, len(toks), "citing", -1, clause=(-1, -1)
                )
            )
    return out


def _speaker(who: Who, toks: Sequence[Token], memory: Memory, found: Sequence[Who]) -> tuple[str, ...]:
    """Who speaks: an unnamed official by what they are called, not by whom they work for; "it said" by the body just named."""
    if who.words:
        return (who.words,)
    low = toks[who.first].low
    if who.kind == "pronoun" and who.last - who.first == 1 and low in ("it", "he", "she"):
        bodies = ("organisation", "office", "party", "group") if low == "it" else ("person",)
        named = [
            w
            for w in found
            if w.last <= who.first and w.kind in bodies and w.ids and not w.prep and not w.possessive
        ]
        if named:
            return (named[0].words or named[0].ids[0],)
    return resolve(who, toks, memory)


def _makes_clear(toks: Sequence[Token], group: Group) -> bool:
    """ "The ministry made clear that ..."."""
    after = [t.low for t in toks[group.last : group.last + 2]]
    return "make" in group.lemmas and ("clear" in after or "known" in after or "plain" in after)


_TOLD = frozenset(["tell", "inform", "notify", "warn", "assure", "remind"])
"""Verbs of saying whose object is who was told."""


def _said(
    plain: str, toks: Sequence[Token], holder: Clause, part: Clause, group: Group, found: Sequence[Who], memory: Memory,
) -> Frame | None:  # fmt: skip
    subject = before_verb(found, toks, part)
    lemma = next((lemma for lemma in group.lemmas if lemma in SAY), "say")
    lemma = "deny" if lemma in _DENYING else lemma
    if (
        not subject
        and holder is not part
        and not (
            lemma not in _TOLD
            and group.last < len(toks)
            and _inverted(found, group.last)
            and _quote_before(toks, group.first)
        )
    ):
        shared = before_verb(found, toks, holder)
        speakers = tuple(s for w in shared[:2] for s in _speaker(w, toks, memory, found))
        if speakers:
            told, after = _told_whom(found, toks, memory, lemma, group.last)
            return Frame(
                speakers,
                (shared[0].kind,),
                after,
                _end_of(toks, after),
                lemma,
                group.verb,
                told,
                (group.first, after),
            )
    after = group.last
    inverted = None
    if not subject:
        inverted = next(
            (w for w in found if w.first in (after, after + 1) and w.kind != "place" and not w.prep), None
        )
        if inverted is None or not _quote_before(toks, group.first):
            if lemma in (
                "think",
                "expect",
                "believe",
                "promise",
                "hope",
                "inform",
                "notify",
                "hint",
                "observe",
                "describe",
            ):
                return None
            words = _noun_before(plain, toks, part, group)
            if not words:
                return None
            end = _end_of(toks, after)
            postposed = _postposed(toks, part, after)
            first, last = (0, part.first) if postposed else (after, end)
            return Frame((words,), ("",), first, last, lemma, group.verb, clause=(part.first, after))
        speakers = _speaker(inverted, toks, memory, found)
        return (
            Frame(
                speakers[:1],
                (inverted.kind,),
                0,
                group.first,
                lemma,
                group.verb,
                clause=(group.first, inverted.last),
            )
            if speakers
            else None
        )
    speakers = tuple(s for w in subject[:2] for s in _speaker(w, toks, memory, found))
    if not speakers:
        return None
    told, after = _told_whom(found, toks, memory, lemma, after)
    head = subject[0].first
    if _postposed(toks, part, after):
        return Frame(
            speakers, (subject[0].kind,), 0, max(head - 1, 0), lemma, group.verb, told, (head, len(toks))
        )
    return Frame(
        speakers, (subject[0].kind,), after, _end_of(toks, after), lemma, group.verb, told, (head, after)
    )


_DENYING = frozenset(["deny", "dispute", "refute", "contradict", "rebut"])


def _inverted(found: Sequence[Who], after: int) -> bool:
    """Whether the speaker stands after the verb: '"...", said the minister'."""
    return any(
        w.first in (after, after + 1) and w.kind not in ("place", "agency") and not w.prep for w in found
    )


def _told_whom(
    found: Sequence[Who], toks: Sequence[Token], memory: Memory, lemma: str, after: int
) -> tuple[str, int]:
    """Who was told, and the token after them."""
    if lemma in _TOLD:
        for who in found:
            if who.first in (after, after + 1):
                return (resolve(who, toks, memory) or ("",))[0], who.last
    return "", after


def _end_of(toks: Sequence[Token], after: int) -> int:
    for i in range(after, len(toks)):
        if toks[i].low == ";":
            return i
    return len(toks)


def _quote_before(toks: Sequence[Token], first: int) -> bool:
    return first > 0 and toks[first - 1].text in (",", '"', "'", "?", "!")


def _postposed(toks: Sequence[Token], part: Clause, after: int) -> bool:
    """Whether "X said" follows what was said: a comma or a quote before it, nothing of weight after it."""
    if part.first == 0:
        return False
    opener = toks[part.first - 1].text
    rest = [t for t in toks[after:] if t.text not in (".", ",", '"', "'")]
    return opener in (",", '"') and (
        len(rest) <= 6 or (all(t.low not in ("that",) for t in rest[:1]) and len(rest) <= 9)
    )


def _noun_before(plain: str, toks: Sequence[Token], part: Clause, group: Group) -> str:
    """The subject as written, for a speaker nobody knows: "a port agent", "engineers at the field"."""
    first = part.first
    while first < group.first and not toks[first].text[:1].isalpha():
        first += 1
    words = [t.low for t in toks[first : group.first]]
    if (
        not words
        or len(words) > 8
        or words[0] in ("it", "which", "that", "there", "this", "on", "in", "but", "and")
    ):
        return ""
    return plain[toks[first].start : toks[group.first - 1].end]


def chain_of(
    position: int, frames: Sequence[Frame], issuer: str, voice: str, aliases: AliasTable, own: int = -2
) -> tuple[tuple[Attribution, ...], Frame | None]:
    """Chain over a token, outermost first, and the innermost frame that covers it."""
    links: list[Attribution] = []
    seen: list[str] = []

    def put(who: str, kind: str, hedge: str = "") -> None:
        if who and who not in seen:
            seen.append(who)
            links.append(link(who, aliases, kind, hedge))

    put(issuer, "office")
    put(voice, "person")
    inner: Frame | None = None
    covering = [
        f
        for f in frames
        if f.first <= position < f.last and f.verb != own and not f.clause[0] <= position < f.clause[1]
    ]
    for frame in sorted(covering, key=lambda f: -(f.last - f.first)):
        if frame.lemma == "citing":
            continue
        alias = aliases.get(frame.told)
        if frame.told and alias is not None and alias.kind == "agency":
            put(frame.told, "agency")
        for speaker in frame.speakers[:1]:
            put(speaker, frame.kinds[0], frame.hedge)
        inner = frame
    for frame in covering:
        if frame.lemma == "citing":
            for speaker in frame.speakers:
                put(speaker, frame.kinds[0])
            inner = inner or frame
    return tuple(links), inner
