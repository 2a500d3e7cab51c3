"""Who is meant: pronouns, "both sides", subjects that a clause shares with another, and names as the text writes them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from netback.reading.clauses import Clause, owner
from netback.reading.grammar import Group
from netback.reading.lexicon import FLOW
from netback.reading.roles import Who, before_verb, resolve
from netback.reading.scene import Line, State, words_of
from netback.reading.words import PREP

__all__ = [
    "asker",
    "is_flow_subject",
    "opponent_of",
    "party_of",
    "people",
    "refer",
    "side_of",
    "subject_of",
    "subject_text",
    "written_subject",
    "written_target",
]


def subject_text(line: Line, part: Clause, group: Group) -> str:
    """Words of the subject, wherever it stands."""
    first, last = part.subject
    if first < last:
        return words_of(line, first, last)
    if part.kind == "rel":
        return words_of(line, max(0, part.first - 8), part.first)
    if part.shares and part.host >= 0:
        return subject_text(line, line.parts[part.host], group)
    return ""


def people(state: State, line: Line, names: Sequence[Who], avoid: Sequence[str] = ()) -> tuple[str, ...]:
    out: list[str] = []
    for who in names:
        for one in refer(state, line, who, avoid):
            if one and one not in out and one not in avoid:
                out.append(one)
    return tuple(out)


_SINGULAR = frozenset(["it", "itself"])
_PERSON = frozenset(["he", "she", "him", "her", "himself", "herself"])
_PLURAL = frozenset(["they", "them", "themselves"])
_OWN = frozenset(["i", "me", "we", "us"])
_BODY = ("organisation", "office", "party")


def refer(state: State, line: Line, who: Who, avoid: Sequence[str]) -> tuple[str, ...]:
    """Ids behind a mention; a pronoun looks first into its own sentence, then into what the document said before."""
    belongs = _MEMBERS.match(who.text) if who.kind == "group" and not who.known else None
    if belongs is not None:
        bodies = [
            w for w in line.who if w.last <= who.first and w.kind in _BODY and w.ids and not w.possessive
        ]
        body = bodies[0].ids[0] if bodies else state.memory.organisation
        if body:
            return (body,)
    if who.ids or who.kind != "pronoun":
        return resolve(who, line.toks, state.memory, avoid)
    low = line.toks[who.first].low
    if who.last - who.first > 1 or low in ("both", "each", "either", "neither", "all"):
        return sides(state, who)
    if low in _OWN:
        return _first_person(state, line, who)
    subject = any(g.finite and 0 <= g.first - who.last <= 2 for g in line.groups)
    earlier = [
        w for w in line.who if w.last <= who.first and w.kind != "place" and not (w.ids and w.ids[0] in avoid)
    ]
    names = [w for w in earlier if w.ids]
    if low in _PERSON:
        fits = [w for w in names if w.kind == "person" and not w.possessive]
    elif low in _SINGULAR:
        fits = [
            w
            for w in names
            if (w.kind in _BODY or _one_body(w)) and not (subject and (w.prep or w.possessive))
        ]
    elif low in _PLURAL and subject and _told_by(line, who):
        return people(state, line, _told_by(line, who))
    elif low in _PLURAL:
        for w in reversed(earlier):
            if w.kind == "pronoun" and w.last - w.first > 1:
                return sides(state, w)
        fits = [w for w in names if w.kind == "group" and not w.known and _many(w.text)]
    else:
        fits = []
    if fits:
        one = fits[0] if subject and low in _SINGULAR else fits[-1]
        return one.ids
    return resolve(who, line.toks, state.memory, avoid)


_MEMBERS = re.compile(
    r"(?:its|their|our)\s+(?:\w+\s+)?(?:members?|member\s+companies|employees|staff|workers|officials?|representatives?|negotiators?|delegation|team|lawyers)\b",
    re.I,
)
"""Who acts for the body just named."""


def _one_body(who: Who) -> bool:
    """An unnamed body that "it" can mean: "the mediator", not "the drivers" or "a farmer"."""
    return who.kind == "group" and who.text.lower().startswith("the ") and not who.text.lower().endswith("s")


def _told_by(line: Line, who: Who) -> list[Who]:
    """Who says what a pronoun stands in: "APIKUR repeated that they would not load"."""
    part = next((p for p in line.parts if p.first <= who.first < p.last), None)
    if part is None or part.kind != "that" or part.host < 0:
        return []
    host = owner(line.parts, line.parts[part.host])
    names = before_verb(line.who, line.toks, host) if host.verb is not None else []
    return [
        w
        for w in names
        if w.kind in ("organisation", "group") and w.ids and (w.kind != "group" or _many(w.text))
    ]


def _many(text: str) -> bool:
    """Whether a group can be "they": not "a port agent"."""
    return not re.match(r"(?:an?|one)\s", text, re.I) or bool(re.search(r"\b(?:group|crowd|team)\b", text))


def sides(state: State, who: Who) -> tuple[str, ...]:
    """The remembered pair; for "the two governments" the parties behind it."""
    pair = state.memory.pair or state.memory.last_two()
    behind = tuple(dict.fromkeys(party_of(state, one) for one in pair))
    if len(behind) == 2 and (
        len(pair) > 2
        or re.search(r"\b(?:governments|countries|capitals|states|neighbours)\b", who.text, re.I)
    ):
        return behind
    return pair


def party_of(state: State, who: str) -> str:
    alias = state.aliases.get(who)
    return alias.party if alias is not None and alias.party else who


_SPOKES = re.compile(r"\bspokes\w+\b|\bpress\s+secretary\b", re.I)


def side_of(state: State, who: str) -> str:
    """The party of somebody; of a name as written, the party that it mentions: "a White House official"."""
    if who in state.aliases:
        return party_of(state, who)
    found = [m for m in state.aliases.find(who, state.published) if m.kind != "place"]
    return party_of(state, found[0].id) if found else who


def opponent_of(state: State, actors: tuple[str, ...]) -> tuple[str, ...]:
    """The other side of the remembered pair, if the actor is one of it."""
    own = {side_of(state, a) for a in actors}
    sides = [(one, side_of(state, one)) for one in state.memory.pair]
    others = tuple(one for one, side in sides if side not in own)
    return others[:1] if others and len(others) < len(sides) else ()


def _first_person(state: State, line: Line, who: Who) -> tuple[str, ...]:
    """Whoever speaks: the frame around the words, else the voice (for a spokesperson's "we" the house), else the issuer."""
    for frame in line.frames:
        if frame.first <= who.first < frame.last and not frame.clause[0] <= who.first < frame.clause[1]:
            speaker = frame.speakers[0]
            alias = state.aliases.get(speaker)
            plural = line.toks[who.first].low in ("we", "us")
            house = (
                plural
                and alias is not None
                and alias.kind == "person"
                and alias.party
                and _SPOKES.search(" ".join((alias.name, *alias.spellings)))
            )
            return (alias.party,) if house and alias is not None else (speaker,)
    voice = state.voice
    if voice is not None and voice.who:
        plural = line.toks[who.first].low in ("we", "us")
        if not plural or voice.channel == "post":
            return (voice.who,)
        return (party_of(state, party_of(state, voice.who)),)
    return (state.issuer,) if state.issuer else ()


def subject_of(state: State, line: Line, part: Clause) -> tuple[str, ...]:
    """Who acts: the subject of the clause; of "and urged ..." the subject before it; of "who" the name before it."""
    names = before_verb(line.who, line.toks, part)
    if names:
        return people(state, line, names)
    if (
        part.kind == "rel"
        and part.word in ("who", "which", "whom", "that")
        and part.subject[0] >= part.subject[1]
    ):
        before = [w for w in line.who if w.last <= part.first and w.kind != "place"]
        near = [w for w in before if part.first - w.last <= 4]
        return people(state, line, near[-1:]) if near else ()
    if part.shares and part.host >= 0:
        host = line.parts[part.host]
        return subject_of(state, line, host)
    return ()


def asker(state: State, actors: tuple[str, ...]) -> tuple[str, ...]:
    """Who had asked those who now answer: "X asked Y to step in. Y declined"."""
    asked = next((p for p in reversed(state.out) if p.type == "REQUEST"), None)
    if asked is None or not asked.actors:
        return ()
    if not any(party_of(state, a) == party_of(state, t) for a in actors for t in asked.targets):
        return ()
    return tuple(a for a in asked.actors if a not in actors)


_NO_SUBJECT = frozenset(
    [
        "it",
        "this",
        "that",
        "there",
        "which",
        "who",
        "he",
        "she",
        "they",
        "we",
        "i",
        "and",
        "but",
        "on",
        "in",
        "at",
        "for",
        "after",
        "as",
        "what",
        "when",
        "here",
        "everything",
        "nothing",
    ]
)


def written_subject(line: Line, part: Clause, group: Group) -> tuple[str, ...]:
    """Who acts, in the words of the text, where nobody known does: the noun phrase that opens the clause."""
    first = part.first
    while first < group.first and not line.toks[first].text[:1].isalnum():
        first += 1
    words = line.toks[first : group.first]
    if (
        not words
        or len(words) > 7
        or part.kind == "rel"
        or words[0].low in PREP
        or any(t.low in _NO_SUBJECT for t in words[:3])
    ):
        return ()
    if any(t.low == "there" for t in words):
        return ()
    if any(t.text in (",", '"', "(", ";", ":") for t in words) or not any(t.text.isalpha() for t in words):
        return ()
    while len(words) > 1 and (
        words[-1].low.endswith("ly")
        or words[-1].low in ("also", "then", "has", "have", "had", "not", "again")
    ):
        words = words[:-1]
    return (line.plain[words[0].start : words[-1].end],)


def written_target(line: Line, part: Clause, group: Group, passive: bool) -> tuple[str, ...]:
    """Who is asked or blamed, in the words of the text: what stands between the verb and "to", "for" or "of"."""
    if passive:
        return written_subject(line, part, group)
    rest = line.plain[line.toks[group.verb].end :]
    found = re.match(
        r"\s+(?:on\s+|upon\s+)?(?P<np>(?!(?:that|for|to|it|him|her|them|us|not|neither|both|you|me)\b)(?:(?!and\b|that\b|but\b)[\w'-]+\s+){0,5}?(?!and\b|that\b|but\b)[\w'-]+)\s+(?:not\s+)?(?:to|for|of|with)\b",
        rest,
    )
    if (
        found is None
        or group.lemmas[0] in ("demand", "seek", "request")
        or _NO_TARGET.search(found.group("np"))
    ):
        return ()
    return (found.group("np"),)


_NO_TARGET = re.compile(
    r"\b(?:calls?|demands?|appeals?|requests?|pressure|deadline|week|month|need|importance|talks|meeting|letter|note|hours|days|resumption|restart|reopening|return|release|"
    r"payments?|solution|action|dialogue|restraint|compromise|agreement|deal|end|lifting|settlement|implementation|extension|inspection|review)\b"
)
"""Heads of what is asked for, not of whom."""


def is_flow_subject(line: Line, part: Clause, group: Group) -> bool:
    text = subject_text(line, part, group)
    names = before_verb(line.who, line.toks, part)
    return bool(re.search(rf"\b(?:{FLOW}|talks|negotiations)\b", text, re.I)) and not names
