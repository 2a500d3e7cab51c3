"""The rules reader: sentences to proposals, offline and deterministic.

For each clause with a finite verb it asks in this order: does the verb report an act of `lexicon`; does the clause say that
somebody was silent; is it what somebody says, and then a forecast, a denial or a fact. Everything else is left alone.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from netback.dates import parse_partial
from netback.reading.aliases import AliasTable, Mention
from netback.reading.attribution import HEDGE, Frame, chain_of, find_frames, link
from netback.reading.claims import (
    TOPIC,
    absence_in,
    channel_in,
    claim_mode,
    horizon_of,
    polarity_of,
    topics_in,
)
from netback.reading.dates_in_text import DateSpan, counted_dates, find_dates
from netback.reading.document import Document
from netback.reading.furniture import dateline_end, is_furniture, is_headline
from netback.reading.clauses import Clause, clauses
from netback.reading.grammar import Group, Token, tokens, verb_groups
from netback.reading.lexicon import FLOW, Verb, compiled, entries
from netback.reading.posts import Voice, find_voices, without_links
from netback.reading.quantities import FoundQuantity, find_quantities
from netback.reading.records import Attribution, Proposal, Quantity
from netback.reading.roles import Memory, Who, after_verb, before_verb, find_who, resolve
from netback.reading.sentences import Sentence, split_sentences
from netback.reading.words import PREP

__all__ = ["READER", "issuer_of", "proposal_id", "read_rules"]

READER = "rules@1"
BACKGROUND_DAYS = 13
"""Older than this against publication: context, not news."""

_SPEECH = frozenset(["REQUEST", "ACCUSE", "REJECT", "THREATEN", "SUPPORT", "AGREE", "CONCEDE", "CLAIM"])
_NEGATABLE = frozenset(["AGREE", "COOPERATE", "CONSULT", "RETREAT", "CONCEDE", "SUPPORT", "SANCTION"])


@dataclass
class _State:
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
class _Line:
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


_ISSUER = re.compile(
    r"\b(?:statement|communiqu|readout|press release|press office|media office|current report|results|trading update|operations? update|notice|media release|announcement|"
    r"regulatory|interim report|quarterly report|operational update|news release|annual report|report to shareholders|for immediate release|ministry of|office of the)",
    re.I,
)


def issuer_of(document: Document, aliases: AliasTable, published: dt.date) -> str:
    """Party whose own document this is, from its publisher or its heading; "" for an outlet's report."""
    if document.publisher:
        found = aliases.lookup(document.publisher, published)
        alias = aliases.get(found)
        if alias is not None and alias.kind not in ("agency", "place"):
            return found
    head = [line.strip() for line in document.text[:1200].splitlines() if line.strip()][:3]
    first_person = (
        len(
            re.findall(
                r"\b(?:[Ww]e|[Oo]ur|[Tt]he Company|[Tt]he Group|[Tt]he Ministry|[Tt]he Minister|[Tt]he Prime Minister)\b",
                document.text,
            )
        )
        >= 2
    )
    for line in head:
        shouted = len(line) > 6 and line == line.upper() and bool(re.search(r"[A-Z]{4}", line))
        formal = bool(_ISSUER.search(line)) and len(line) < 120 and not dateline_end(line)
        named = _find_titled(line, aliases, published)
        if (
            named
            and (shouted or formal)
            and (first_person or (shouted and any(_ISSUER.search(other) for other in head)))
        ):
            return named[0]
    return ""


def _find_titled(line: str, aliases: AliasTable, published: dt.date) -> list[str]:
    found = aliases.find(line, published) or (
        aliases.find(line.title(), published) if line == line.upper() else []
    )
    return [m.id for m in found if m.kind in ("party", "organisation", "office", "person")]


def read_rules(
    document: Document, aliases: AliasTable, published: dt.date, *, dated: bool = True
) -> list[Proposal]:
    """Proposals of the rules reader, in the order of the text.

    Parameters
    ----------
    document : Document
    aliases : AliasTable
    published : datetime.date
        Day of publication; all relative dates count from it.
    dated : bool
        False when nobody knows the day of publication: then nothing is dated by it.
    """
    issuer = issuer_of(document, aliases, published)
    memory = Memory(issuer=issuer)
    counted = counted_dates(document.text, published)
    state = _State(document, aliases, published, dated, memory, issuer, counted)
    sentences = [
        s for s in split_sentences(document.text) if not is_furniture(s.text) or _LABELLED.match(s.text)
    ]
    voices = find_voices(sentences, aliases, published)
    skipped = {n for v in voices for n in v.skip}
    headlines: list[Sentence] = []
    for n, sentence in enumerate(sentences):
        if n in skipped:
            continue
        state.voice = next((v for v in voices if v.first <= n < v.last), None)
        memory.speaker = state.voice.who if state.voice else ""
        if sentence.first and is_headline(sentence.text, n) and state.voice is None and len(sentences) > 1:
            _quantities(state, sentence, _without_dateline(sentence))
            memory.recent.extend(m.id for m in aliases.find(sentence.text, published))
            headlines.append(sentence)
            continue
        _read_sentence(state, sentence)
    for sentence in headlines:
        _read_headline(state, sentence)
    return sorted(state.out, key=lambda p: (p.anchor.start, p.anchor.end, p.type))


_LABELLED = re.compile(r"^[A-Z][A-Z.' -]{1,30}:\s")


def _read_headline(state: _State, sentence: Sentence) -> None:
    """A headline counts only where the body does not repeat its act."""
    before = len(state.out)
    body = {p.type for p in state.out if p.kind != "quantity"}
    saved, state.seen = dict(state.seen), dict(state.seen)
    _read_sentence(state, sentence, quantities=False)
    fresh = [p for p in state.out[before:] if p.type not in body]
    state.out[before:] = fresh
    state.seen = saved


def _without_dateline(sentence: Sentence) -> int:
    skip = dateline_end(sentence.text) if sentence.first else 0
    label = (
        re.match(r"(?:[A-Z][A-Z.'-]*(?:\s+[A-Z][A-Z.'-]*){0,3})\s*:\s+", sentence.plain)
        if sentence.first
        else None
    )
    return max(skip, label.end() if label else 0)


def _take_apart(state: _State, sentence: Sentence, headline: bool = False) -> _Line:
    skip = _without_dateline(sentence)
    plain = " " * skip + without_links(sentence.plain)[skip:]
    toks = tokens(plain)
    groups = verb_groups(toks)
    mentions = state.aliases.find(plain, state.published, state.memory.recent)
    parts = clauses(toks, groups, _names(toks, mentions))
    who = find_who(plain, toks, mentions, state.aliases, state.memory)
    frames = find_frames(plain, toks, groups, parts, who, state.aliases, state.memory)
    base = state.voice.date if state.voice and state.voice.date else state.published
    return _Line(
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
    return out


def _read_sentence(state: _State, sentence: Sentence, quantities: bool = True) -> None:
    line = _take_apart(state, sentence, headline=not quantities)
    _continue_quote(state, line)
    if quantities:
        _quantities(state, sentence, _without_dateline(sentence))
    asked = sentence.text.rstrip("\"”' ").endswith("?")
    if not asked:
        taken: list[tuple[int, int]] = []
        _noun_contacts(state, line, taken)
        for n, part in enumerate(line.parts):
            _read_clause(state, line, n, part, taken)
        if not (state.voice and state.voice.channel == "question"):
            _read_claims(state, line, taken)
    state.memory.see(line.who)
    _remember_pair(state, line)
    if line.frames:
        state.last_frame = line.frames[-1]


def _continue_quote(state: _State, line: _Line) -> None:
    """A sentence that stands in quotes without a speaker goes on with the last one."""
    text = line.sentence.text
    if text[:1] in '"“' and not line.frames and state.last_frame is not None and not line.sentence.first:
        last = state.last_frame
        line.frames.append(replace(last, first=0, last=len(line.toks), verb=-1, clause=(-1, -1), told=""))


def _remember_pair(state: _State, line: _Line) -> None:
    """Two parties named together are "both sides" later."""
    ids: list[str] = []
    for who in line.who:
        if who.kind in ("pronoun", "place", "group", "agency") or not who.ids:
            continue
        if who.ids[0] not in ids:
            ids.append(who.ids[0])
    for a, b in zip(line.who, line.who[1:]):
        gap = [t.low for t in line.toks[a.last : b.first]]
        if state.contact[0] == line.sentence.start:
            break
        if gap in (["and"], ["and", "the"]) and a.ids and b.ids and "place" not in (a.kind, b.kind):
            state.memory.pair = (a.ids[0], b.ids[0])
    if len(ids) == 2 and not state.memory.pair:
        state.memory.pair = (ids[0], ids[1])


# ---------------------------------------------------------------------------------------------------- events


def _clause_end(line: _Line, n: int) -> int:
    """End of a clause for its objects."""
    return line.parts[n].last


def _read_clause(state: _State, line: _Line, n: int, part: Clause, taken: list[tuple[int, int]]) -> None:
    if part.kind == "if":
        return
    for group in part.groups:
        if not group.finite:
            continue
        hit = _entry(line, n, part, group)
        if hit is not None:
            _event(state, line, n, part, group, hit, taken)


def _subject_text(line: _Line, part: Clause, group: Group) -> str:
    """Words of the subject, wherever it stands."""
    first, last = part.subject
    if first < last:
        return _slice(line, first, last)
    if part.kind == "rel":
        return _slice(line, max(0, part.first - 8), part.first)
    if part.shares and part.host >= 0:
        return _subject_text(line, line.parts[part.host], group)
    return ""


def _slice(line: _Line, first: int, last: int) -> str:
    if last <= first or first >= len(line.toks):
        return ""
    return line.plain[line.toks[first].start : line.toks[last - 1].end]


def _entry(line: _Line, n: int, part: Clause, group: Group) -> Verb | None:
    """The entry of the lexicon that a verb group fits, or None."""
    table = entries()
    end = line.toks[min(_clause_end(line, n), len(line.toks)) - 1].end
    rest = line.plain[line.toks[group.verb].end : max(end, line.toks[group.verb].end)]
    wide = line.plain[line.toks[group.verb].end :]
    subject = _subject_text(line, part, group)
    head = subject.split(" of ")[0] if " of " in subject else subject
    best: Verb | None = None
    for lemma in group.lemmas:
        for verb in table.get(lemma, ()):
            if (
                verb.lemma == "order"
                and verb.type == "SANCTION"
                and _COURT.search(subject)
                and compiled(verb.after).match(wide)
            ):
                return verb
            if best is not None and verb.rank <= best.rank:
                continue
            after = compiled(verb.after)
            passive_after = None if verb.passive_after is None else compiled(verb.passive_after)
            of_subject = compiled(rf"\b{verb.subject}\b", True) if verb.subject else None
            if group.passive:
                if passive_after is None or not passive_after.match(wide if verb.type == "REQUEST" else rest):
                    continue
                if of_subject is not None and not of_subject.search(subject):
                    continue
                best = verb
            elif (
                verb.intransitive
                and of_subject is not None
                and of_subject.search(head)
                and _no_object(line, group, end)
                and (verb.lemma in _ALONE or not verb.after or after.match(rest))
            ):
                best = verb
            elif verb.after or not verb.intransitive:
                target = (
                    wide
                    if verb.type in ("REQUEST", "THREATEN", "SANCTION", "ACCUSE") and verb.after
                    else rest
                )
                if verb.after and not after.match(target):
                    continue
                if (
                    verb.intransitive
                    and verb.subject
                    and verb.mode not in ("discontinue", "resume", "start", "meeting")
                ):
                    continue
                if (
                    verb.type == "SANCTION"
                    and verb.mode == "convict"
                    and not re.search(
                        r"court|tribunal|judge|arbitrat|chamber|panel|commission|ICC|bench", line.plain, re.I
                    )
                ):
                    continue
                best = verb
            if best is verb and verb.type == "SANCTION" and verb.lemma == "order" and _COURT.search(subject):
                return verb
    if best is not None and _is_state(line, part, group, best):
        return None
    return best


_ALONE = frozenset(["halt", "stop", "suspend", "resume", "restart", "reopen", "start", "begin"])
"""Verbs that report an act of a flow without anything after them."""
_COURT = re.compile(r"\b(?:court|tribunal|judges?|arbitrat\w+|panel|chamber)\b", re.I)
_ACTS = frozenset(["COOPERATE", "COERCE", "SANCTION", "ASSAULT", "MOBILIZE", "PROTEST", "RETREAT", "AID"])


def _is_state(line: _Line, part: Clause, group: Group, verb: Verb) -> bool:
    """ "The border is closed" and "the line carries" are states; "is being closed" and "was closed" are acts."""
    words = [t.low for t in line.toks[group.first : group.verb]]
    if verb.type not in _ACTS:
        return False
    if (
        group.passive
        and words[:1] in (["is"], ["are"])
        and "being" not in words
        and "been" not in words
        and group.mood != "future"
    ):
        return not any(d.role == "since" for d in line.dates)
    present = (
        group.first == group.verb
        and not group.passive
        and bool(group.tags & {"s", "base"})
        and "past" not in group.tags
    )
    return present and not line.headline


def _no_object(line: _Line, group: Group, end: int) -> bool:
    rest = line.plain[line.toks[group.verb].end : end]
    return not re.match(r"\s+(?:the|its|all|their|his|oil|crude|gas|exports|some|any|a|an)\b", rest) or bool(
        re.match(r"\s+(?:the\s+(?:day|next|previous|same|following)|a\s+(?:day|week|month|year))\b", rest)
    )


def _people(state: _State, line: _Line, names: Sequence[Who], avoid: Sequence[str] = ()) -> tuple[str, ...]:
    out: list[str] = []
    for who in names:
        for one in _refer(state, line, who, avoid):
            if one and one not in out and one not in avoid:
                out.append(one)
    return tuple(out)


_SINGULAR = frozenset(["it", "itself"])
_PERSON = frozenset(["he", "she", "him", "her", "himself", "herself"])
_PLURAL = frozenset(["they", "them", "themselves"])
_OWN = frozenset(["i", "me", "we", "us"])
_BODY = ("organisation", "office", "party")


def _refer(state: _State, line: _Line, who: Who, avoid: Sequence[str]) -> tuple[str, ...]:
    """Ids behind a mention; a pronoun looks first into its own sentence, then into what the document said before."""
    if who.ids or who.kind != "pronoun":
        return resolve(who, line.toks, state.memory, avoid)
    low = line.toks[who.first].low
    if who.last - who.first > 1 or low in ("both", "each", "either", "neither", "all"):
        return _sides(state, who)
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
        fits = [w for w in names if w.kind in _BODY and not (subject and (w.prep or w.possessive))]
    elif low in _PLURAL:
        for w in reversed(earlier):
            if w.kind == "pronoun" and w.last - w.first > 1:
                return _sides(state, w)
        fits = [w for w in names if w.kind == "group" and not w.known and _many(w.text)]
    else:
        fits = []
    if fits:
        one = fits[0] if subject and low in _SINGULAR else fits[-1]
        return one.ids
    return resolve(who, line.toks, state.memory, avoid)


def _many(text: str) -> bool:
    """Whether a group can be "they": not "a port agent"."""
    return not re.match(r"(?:an?|one)\s", text, re.I) or bool(re.search(r"\b(?:group|crowd|team)\b", text))


def _sides(state: _State, who: Who) -> tuple[str, ...]:
    """The remembered pair; for "the two governments" the parties behind it."""
    pair = state.memory.pair or state.memory.last_two()
    behind = tuple(dict.fromkeys(_party(state, one) for one in pair))
    if len(behind) == 2 and (
        len(pair) > 2
        or re.search(r"\b(?:governments|countries|capitals|states|neighbours)\b", who.text, re.I)
    ):
        return behind
    return pair


def _party(state: _State, who: str) -> str:
    alias = state.aliases.get(who)
    return alias.party if alias is not None and alias.party else who


def _first_person(state: _State, line: _Line, who: Who) -> tuple[str, ...]:
    """Whoever speaks: the frame around the words, else the voice (for a spokesperson's "we" the house), else the issuer."""
    for frame in line.frames:
        if frame.first <= who.first < frame.last and not frame.clause[0] <= who.first < frame.clause[1]:
            return frame.speakers[:1]
    voice = state.voice
    if voice is not None and voice.who:
        plural = line.toks[who.first].low in ("we", "us")
        if not plural or voice.channel == "post":
            return (voice.who,)
        house = _party(state, voice.who)
        return (_party(state, house),)
    return (state.issuer,) if state.issuer else ()


def _subject(
    state: _State, line: _Line, n: int, part: Clause, group: Group, speech: bool = False
) -> tuple[str, ...]:
    """Who acts: the subject of the clause; of "and urged ..." the subject before it; of "who" the name before it."""
    names = before_verb(line.who, line.toks, part, group)
    if names:
        return _people(state, line, names)
    if part.kind == "rel" and part.word in ("who", "which", "whom"):
        before = [w for w in line.who if w.last <= part.first and w.kind != "place"]
        near = [w for w in before if part.first - w.last <= 4]
        return _people(state, line, near[-1:]) if near else ()
    if part.shares and part.host >= 0:
        host = line.parts[part.host]
        return _subject(state, line, part.host, host, host.verb or group)
    return ()


def _event(
    state: _State, line: _Line, n: int, part: Clause, group: Group, verb: Verb, taken: list[tuple[int, int]]
) -> None:
    end = _clause_end(line, n)
    preps = (*verb.to, "by") if group.passive else verb.to
    actors: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    reach = end if verb.type != "REQUEST" else min(end + 0, len(line.toks))
    nextverb = next((g.first for g in line.groups if g.first >= group.last), reach)
    limit = (
        min(reach, nextverb)
        if verb.type in ("REQUEST", "SANCTION", "ACCUSE", "THREATEN") and not verb.possessor
        else reach
    )
    if group.passive:
        agents = [
            w for w in line.who if w.prep == "by" and group.last <= w.first < reach and w.kind != "place"
        ][:1]
        agents += [
            w
            for w in line.who
            if agents and w.first > agents[0].last and w.first - agents[-1].last <= 2 and not w.prep
        ][:1]
        actors = _people(state, line, agents)
        subject = _subject(state, line, n, part, group)
        if verb.type in ("CONSULT", "AGREE", "COOPERATE") or (
            verb.subject and verb.type not in ("SANCTION",)
        ):
            others = after_verb(
                [w for w in line.who if w not in agents], line.toks, group.last, reach, verb.to, False
            )
            actors = (*actors, *(s for s in subject if s not in actors)) if verb.type == "CONSULT" else actors
            targets = _people(state, line, others, actors)
        else:
            targets = subject
    else:
        actors = _subject(
            state, line, n, part, group, verb.type in ("REQUEST", "ACCUSE", "SUPPORT", "THREATEN")
        )
        if verb.type == "AGREE" and part.kind == "and" and state.contact[0] == line.sentence.start:
            actors = (*actors, *(a for a in state.contact[1] if a not in actors))
        if verb.intransitive and _is_flow_subject(line, part, group) and verb.type != "CONSULT":
            actors = ()
        names = after_verb(line.who, line.toks, group.last, limit, preps, verb.possessor)
        if verb.type == "AGREE":
            names = [w for i, w in enumerate(names) if i or w.prep in preps]
        if verb.type == "CONSULT" and not names:
            names = [
                w
                for w in line.who
                if group.last <= w.first < reach and w.prep in ("with", "to", "from") and w.kind != "place"
            ]
        targets = _people(state, line, names, actors)
    if verb.type == "CONSULT":
        if not actors and not targets:
            return
        if len(actors) == 1 and not targets and actors[0] not in state.aliases and part.kind == "rel":
            return
        if len({*actors, *targets}) < 2 and re.search(
            r"\b(?:both|two|sides|they|delegations|ministers)\b", _subject_text(line, part, group), re.I
        ):
            actors = (*actors, *(p for p in state.memory.pair if p not in actors))
        actors, targets = (*actors, *(t for t in targets if t not in actors)), ()
        if len(actors) >= 2:
            state.memory.pair = actors[:4]
            state.contact = (line.sentence.start, actors)
    if verb.type == "ASSAULT" and _WEAPON.search(_subject_text(line, part, group)):
        actors = tuple(a for a in actors if a in state.aliases)
    if verb.type in _REPLIES and not targets and actors and not group.passive:
        targets = _asker(state, actors)
    if verb.mode == "convict" and not targets and not group.passive:
        told = next((p for p in line.parts[n + 1 :] if p.kind == "that"), None)
        inner = next((g for g in told.groups if g.finite), None) if told else None
        if told is not None and inner is not None:
            targets = _people(state, line, before_verb(line.who, line.toks, told, inner), actors)
    shuts = verb.type == "SANCTION" and verb.lemma in ("shut", "close", "block") and not group.passive
    if shuts and _LOCALS.search(_subject_text(line, part, group)):
        verb = replace(verb, type="PROTEST", mode="obstruct")  # closed by those who live or work there
    if verb.lemma == "expect":
        group = replace(group, mood="future")
    if verb.type in ("REQUEST", "ACCUSE", "SUPPORT") and re.match(
        r"\s+(?:on\s+|to\s+)?(?:neither|nobody|no\s+one|none)\b", line.plain[line.toks[group.verb].end :]
    ):
        return
    if verb.mode == "convict" and not actors and not group.passive:
        bench = [
            w
            for w in line.who
            if part.first <= w.first and w.last <= group.first and w.kind != "place" and w.known
        ]
        actors = _people(state, line, bench[:1])
    if verb.reverse:
        actors, targets = targets, actors
    if any(t.low == "you" for t in line.toks[max(0, group.first - 3) : group.first]):
        return
    if verb.type in _SPEECH and not group.passive and not actors:
        actors = _written_subject(line, part, group)
    if verb.type in ("REQUEST", "ACCUSE") and not targets:
        targets = _written_target(line, part, group, passive=group.passive)
    if verb.type in ("REQUEST", "ACCUSE", "THREATEN", "SUPPORT") and not actors and not targets:
        return
    if verb.type == "SANCTION" and verb.mode == "convict" and actors:
        kinds = {getattr(state.aliases.get(a), "kind", "") for a in actors}
        if "person" in kinds or "party" in kinds:
            return
    if (
        verb.type == "REQUEST"
        and verb.lemma in ("order", "instruct", "direct")
        and re.search(r"\b(?:court|tribunal)\b", _subject_text(line, part, group), re.I)
    ):
        return
    _emit(state, line, n, part, group, verb, actors, targets, taken)


_WEAPON = re.compile(
    r"\b(?:drones?|shells?|rockets?|missiles?|mortars?|bombs?|explosi\w+|blasts?|gunfire)\b", re.I
)
_REPLIES = frozenset(["REJECT", "CONCEDE", "AGREE"])
_LOCALS = re.compile(
    r"\b(?:residents?|villagers?|workers?|protest\w+|demonstrators|tribes\w+|members|strikers|farmers|youths?|movement|elders|employees|students|teachers|drivers)\b",
    re.I,
)


def _asker(state: _State, actors: tuple[str, ...]) -> tuple[str, ...]:
    """Who had asked those who now answer: "X asked Y to step in. Y declined"."""
    asked = next((p for p in reversed(state.out) if p.type == "REQUEST"), None)
    if asked is None or not asked.actors:
        return ()
    if not any(_party(state, a) == _party(state, t) for a in actors for t in asked.targets):
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


def _written_subject(line: _Line, part: Clause, group: Group) -> tuple[str, ...]:
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


def _written_target(line: _Line, part: Clause, group: Group, passive: bool) -> tuple[str, ...]:
    """Who is asked or blamed, in the words of the text: what stands between the verb and "to", "for" or "of"."""
    if passive:
        return _written_subject(line, part, group)
    rest = line.plain[line.toks[group.verb].end :]
    found = re.match(
        r"\s+(?:on\s+|upon\s+)?(?P<np>(?!(?:that|for|to|it|him|her|them|us|not|neither|both|you|me)\b)(?:(?!and\b|that\b|but\b)[\w'-]+\s+){0,5}?(?!and\b|that\b|but\b)[\w'-]+)\s+(?:not\s+)?(?:to|for|of|with)\b",
        rest,
    )
    if found is None or group.lemmas[0] in ("demand", "seek", "request"):
        return ()
    return (found.group("np"),)


def _is_flow_subject(line: _Line, part: Clause, group: Group) -> bool:
    text = _subject_text(line, part, group)
    names = before_verb(line.who, line.toks, part, group)
    return bool(re.search(rf"\b(?:{FLOW}|talks|negotiations)\b", text, re.I)) and not names


def _span(line: _Line, n: int, part: Clause, group: Group) -> tuple[int, int]:
    """Offsets of the clause that carries the act."""
    end = _clause_end(line, n)
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
        line.toks[last - 1].low
        in (
            "and",
            "but",
            "or",
            "after",
            "before",
            "because",
            "while",
            "when",
            "which",
            "who",
            "that",
            "as",
            "if",
            "where",
            "although",
            "though",
            "since",
            "until",
            "once",
            "so",
            "unless",
            "whereas",
            "whether",
        )
        or line.toks[last - 1].text in (",", "-", ";", ":", '"', "(")
    ):
        last -= 1
    return line.toks[first].start, line.toks[last - 1].end


def _emit(
    state: _State, line: _Line, n: int, part: Clause, group: Group, verb: Verb, actors: tuple[str, ...], targets: tuple[str, ...],
    taken: list[tuple[int, int]],
) -> None:  # fmt: skip
    start, end = _span(line, n, part, group)
    chain, frame = chain_of(
        group.verb, line.frames, state.issuer, state.voice.who if state.voice else "", state.aliases
    )
    chain = _inherit(state, line, chain)
    if frame is not None and frame.lemma == "deny":
        return  # what is denied is a claim, not an act
    negated = (
        group.negated
        or bool(re.match(r"\s*(?:no|neither|nobody|none)\b", _subject_text(line, part, group), re.I))
        or bool(
            re.match(
                r"\s+(?:\w+\s+)?no\s+(?:agreement|deal|accord|contract)",
                line.plain[line.toks[group.verb].end :],
            )
        )
    )
    speaker = chain[-1].who if chain and (frame is not None or state.voice or state.issuer) else ""
    told_by = (
        frame is not None
        and bool(actors)
        and any(_party(state, a) == _party(state, s) for a in actors for s in frame.speakers[:1])
    )
    if told_by and frame is not None and group.mood and not negated:
        if frame.lemma in ("warn", "caution") and verb.type in ("SANCTION", "COERCE", "ASSAULT", "REJECT"):
            verb, actors = replace(verb, type="THREATEN", mode="restrict"), frame.speakers[:1]
        elif group.mood == "future" and verb.type == "COOPERATE" and verb.mode in ("pay", "deliver"):
            verb, actors = replace(verb, type="AGREE", mode="promise"), frame.speakers[:1]
        if not targets and verb.type in ("SANCTION", "THREATEN", "REJECT") and frame.told in state.aliases:
            targets = (frame.told,)
    forecast = group.mood in ("future", "hypothetical") and verb.type in (
        "COOPERATE",
        "SANCTION",
        "AGREE",
        "AID",
        "RETREAT",
        "CONCEDE",
    )
    planned = group.mood == "future" and any(a in state.aliases for a in actors)
    if forecast and not planned and (not speaker or speaker not in actors):
        if not speaker:
            if group.mood == "hypothetical" or verb.type != "CONSULT":
                return
        else:
            if (
                part.kind != "that"
                or not any(a < part.first for a, _ in taken)
                or (frame is not None and frame.verb >= part.first - 3)
            ):
                _claim(state, line, start, end, "forecast", (speaker,), chain, frame, group)
            taken.append((group.first, group.last))
            return
    if group.mood == "hypothetical" and not speaker and verb.type != "CONSULT":
        return
    if verb.type not in _NEGATABLE and negated:
        return
    if (
        negated
        and group.mood == "future"
        and verb.type in ("AGREE", "COOPERATE", "CONCEDE", "RETREAT")
        and actors
    ):
        verb, negated = replace(verb, type="REJECT", mode="change"), False  # "will not extend the contract"
    taken.append((group.first, group.last))
    auxiliary: list[str] = []
    if group.mood == "future" or group.governor in ("due", "set", "scheduled", "planned"):
        auxiliary.append("future")
    if group.mood == "hypothetical":
        auxiliary.append("hypothetical")
    if negated:
        auxiliary.append("negation")
    date, precision, by = _date(state, line, start, end, verb.type, group, n)
    channel = verb.channel or channel_in(line.plain)
    if verb.type in _SPEECH and channel == "none":
        paragraph = state.occasion[2]
        if state.voice is not None:
            channel = state.voice.channel
        elif state.occasion[1] and 0 <= line.sentence.paragraph - paragraph <= (2 if state.issuer else 0):
            channel = state.occasion[1]
        elif state.issuer:
            channel = "statement"
    elif verb.type not in _SPEECH and verb.type != "CONSULT" and not verb.channel:
        channel = (
            "decision"
            if re.search(
                r"\b(?:cabinet|board|parliament|council of ministers|regulator|assembly)\b", line.plain, re.I
            )
            else "none"
            if verb.type in ("ASSAULT", "COOPERATE", "PROTEST", "COERCE", "MOBILIZE", "SANCTION", "RETREAT")
            else channel
        )
    mode = _mode(verb, line.plain)
    _put(
        state, line, start, end, verb.type, mode, tuple(auxiliary), actors, targets, channel, date, precision, by,
        polarity_of(verb.type, mode, line.plain[start:], negated), chain, f"{verb.lemma}:{verb.type}/{verb.mode}", group,
    )  # fmt: skip
    if verb.type == "CONSULT":
        state.occasion = (date if by != "publication" else "", channel, line.sentence.paragraph)


def _mode(verb: Verb, plain: str) -> str:
    if verb.type == "ASSAULT" and not verb.mode:
        low = plain.lower()
        return (
            "drone"
            if "drone" in low
            else "explosive"
            if re.search(r"bomb|explos|blast|mine", low)
            else "fire"
            if re.search(r"rocket|missile|gun|shell|fire", low)
            else ""
        )
    return verb.mode


def _inherit(state: _State, line: _Line, chain: tuple[Attribution, ...]) -> tuple[Attribution, ...]:
    hedge = HEDGE.search(line.plain)
    if hedge and chain:
        return (*chain[:-1], chain[-1].model_copy(update={"hedge": hedge.group().lower()}))
    return chain


def _date(
    state: _State, line: _Line, start: int, end: int, type_: str, group: Group, n: int
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
        return _dress(counted)
    present = group.first == group.verb and not group.passive and "past" not in group.tags and not future
    if present and group.governor != "ing" and type_ in _SPEECH and state.dated and state.voice is None:
        inside = [d for d in inside if d.start < verb_at]
        if not inside:
            return str(state.published), "day", "publication"
    if not inside and line.parts[n].kind == "sub" and type_ not in _SPEECH and usable and not future:
        return _dress(usable[0])  # "stopped in March after a court ruled": no later than that
    if type_ in _SPEECH - {"AGREE"} and inside:
        # What is asked for may be dated too: the first date after "to" is not the day of asking.
        cut = re.search(r"\s(?:that|for)\s", line.plain[verb_at:end])
        limit = verb_at + cut.start() if cut else end
        inside = [d for d in inside if d.start < limit or d.end >= end - 2] or []
    if inside:
        best = min(inside, key=lambda d: abs(d.start - verb_at))
        return _dress(best)
    finite = [p for p in line.parts if any(g.finite for g in p.groups)]
    if usable and len(finite) <= 1:
        return _dress(usable[0])
    lead = [
        d
        for d in usable
        if d.start < line.toks[line.parts[0].first].start + 45 and (line.parts[n].kind in ("and", "main"))
    ]
    same = [d for d in usable if d.start < verb_at and line.parts[n].kind == "and"]
    if same:
        return _dress(same[-1])
    if lead and lead[0].start < 6:
        return _dress(lead[0])
    told_today = line.toks[group.first].low in ("has", "have")
    frame = None if told_today else next((f for f in line.frames if f.first <= group.verb < f.last), None)
    if type_ in _SPEECH and frame is not None and usable and state.aliases:
        spoken = [d for d in usable if _in_clause(line, frame, d)]
        if spoken:
            return _dress(spoken[0])
    if frame is not None and not future:
        spoken = [d for d in usable if _in_clause(line, frame, d)]
        if spoken:
            return _dress(spoken[0])  # "said on Monday that it was closing"
    if state.voice is not None and state.voice.date is not None:
        return str(state.voice.date), "day", "explicit"
    if group.perfect_past and _BY_THEN.search(line.plain) and state.dated:
        if state.last_day[0]:
            return state.last_day[0], "day", "relative"
        return str(state.published), "day", "publication"
    if (
        state.occasion[0]
        and state.occasion[2] in (line.sentence.paragraph, line.sentence.paragraph - 1)
        and type_ in _SPEECH
    ):
        return state.occasion[0], "day" if len(state.occasion[0]) == 10 else "month", "relative"
    if not state.dated or group.perfect_past:
        return "", "unknown", "none"
    return str(state.published), "day", "publication"


_BY_THEN = re.compile(
    r"\b[Bb]y\s+(?:noon|midday|evening|nightfall|midnight|dusk|dawn|then|(?:mid-?)?(?:morning|afternoon))\b"
)


def _counted(state: _State, line: _Line, group: Group, end: int) -> DateSpan | None:
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


def _under_that(line: _Line, group: Group, span: DateSpan) -> bool:
    """Whether a date belongs to a clause under "that" or "which" after the verb: "the contract that ends on 31 December"."""
    return any(
        t.low in ("that", "which") and line.toks[group.verb].end <= t.start < span.start
        for t in line.toks[group.last :]
    ) and any(
        g.finite and line.toks[group.verb].end < line.toks[g.first].start < span.start for g in line.groups
    )


def _in_clause(line: _Line, frame: Frame, span: DateSpan) -> bool:
    a, b = frame.clause
    if a < 0 or a >= len(line.toks):
        return False
    last = min(b + 4, len(line.toks))
    return line.toks[a].start <= span.start <= line.toks[last - 1].end


def _dress(span: DateSpan) -> tuple[str, str, str]:
    date, precision = span.date, span.precision
    return date, precision, span.by


def _is_background(state: _State, date: str, group: Group | None) -> bool:
    if not date:
        return group is not None and group.perfect_past
    return (state.published - parse_partial(date).latest).days > BACKGROUND_DAYS


def _put(
    state: _State, line: _Line, start: int, end: int, type_: str, mode: str, auxiliary: tuple[str, ...], actors: tuple[str, ...],
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
                "background": _is_background(state, date, group),
                "anchor": anchor,
                "reader": READER,
                "rule": rule,
                "confidence": round(certain, 2),
                **claim,
            }
        )
    )


_IN_CALL = re.compile(
    r"\b(?:[Ii]n|[Dd]uring|[Oo]n|[Aa]t|[Aa]fter|[Ff]ollowing|[Gg]ood|[Gg]reat|[Pp]roductive|[Cc]onstructive|[Ee]xcellent)\s+(?:a|an|his|her|their|its|the)?\s*(?:\w+\s+){0,2}?"
    r"(?P<noun>(?:tele)?phone\s+call|phone\s+conversation|call|conversation|meeting|talks)\s+(?:on\s+\w+\s+|in\s+[A-Z]\w+\s+|today\s+|yesterday\s+|this\s+\w+\s+)?(?:with|between)\s+"
)


def _noun_contacts(state: _State, line: _Line, taken: list[tuple[int, int]]) -> None:
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
                subject = _subject(state, line, n, part, finite[0])
                if subject:
                    break
        if not subject and state.voice is not None and state.voice.who:
            subject = (state.voice.who,)  # "Good call with X today", in a post
        people = _people(state, line, partners)
        both = tuple(dict.fromkeys((*subject, *people)))
        if not people or len(both) < 2:
            continue
        noun = m.group("noun").lower()
        phone = "call" in noun or "phone" in noun or noun == "conversation"
        last = partners[-1].last
        end = line.toks[last - 1].end
        usable = [d for d in line.dates if d.role == "event" and d.date]
        date, precision, by = (
            _dress(usable[0])
            if usable
            else (str(state.published), "day", "publication")
            if state.dated
            else ("", "unknown", "none")
        )
        chain, _ = chain_of(
            first, line.frames, state.issuer, state.voice.who if state.voice else "", state.aliases
        )
        mode, channel = ("phone", "call") if phone else ("meeting", "meeting")
        _put(state, line, line.toks[first].start, end, "CONSULT", mode, (), both, (), channel, date, precision, by,
             polarity_of("CONSULT", mode, line.plain, False), chain, f"noun:CONSULT/{mode}", None)  # fmt: skip
        state.memory.pair = both[:2]
        state.occasion = (date if by != "publication" else "", channel, line.sentence.paragraph)


# ---------------------------------------------------------------------------------------------------- claims


def _read_claims(state: _State, line: _Line, taken: list[tuple[int, int]]) -> None:
    for n, part in enumerate(line.parts):
        text = _slice(line, part.first, _clause_end(line, n))
        if part.kind != "if" and absence_in(text):
            _absence(state, line, n, part, taken)
    for frame in line.frames:
        if frame.lemma == "citing" or frame.last - frame.first < (1 if frame.lemma == "deny" else 3):
            continue
        if any(frame.first <= a < frame.last for a, _ in taken):
            continue
        text = _slice(line, frame.first, frame.last)
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
        _claim(state, line, start, end, mode, frame.speakers[:1], chain, frame, group)
    speaker = state.voice.who if state.voice and state.voice.channel != "question" else state.issuer
    if not line.frames and not taken and speaker:
        _own_voice(state, line, speaker)


_OWN_FORECAST = re.compile(
    r"\b(?:will|expects?|is expected|are expected|anticipates?|is planned|are planned|can|could|hopes?|soon|within)\b"
)


def _own_voice(state: _State, line: _Line, speaker: str) -> None:
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
    _claim(
        state, line, first, line.toks[-1].end, mode, (speaker,), chain, None, finite[0] if finite else None
    )


def _absence(state: _State, line: _Line, n: int, part: Clause, taken: list[tuple[int, int]]) -> None:
    group = next((g for g in part.groups if g.finite), None)
    actors = _subject(state, line, n, part, group) if group is not None else ()
    if not actors:
        near = [
            w
            for w in line.who
            if w.kind != "place"
            and part.first <= w.first < _clause_end(line, n)
            and (not w.prep or w.prep in ("from", "by", "in") or w.possessive)
        ]
        actors = _people(state, line, near[:1])
    if not actors and group is not None:
        actors = _written_subject(line, part, group)
    if actors and re.match(r"(?:no|nothing)\b", actors[0], re.I):
        actors = ()
    start = line.toks[part.first].start
    end = line.toks[_clause_end(line, n) - 1].end
    if group is not None:
        start, end = _span(line, n, part, group)
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
        day, precision, by = _dress(past[0])
    _put(state, line, start, end, "CLAIM", "absence", (), actors, (), channel, day, precision, by, 0, chain, "claim:absence", group)  # fmt: skip


_READY = re.compile(
    r"(?:that\s+)?(?:we|i|it|they|he|she)\s+(?:are|is|am|was|were)\s+(?:\w+\s+)?(?:ready|prepared|willing)\s+to\b",
    re.I,
)


def _claim(
    state: _State, line: _Line, start: int, end: int, mode: str, speakers: tuple[str, ...], chain: tuple[Attribution, ...],
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
        and _in_clause(line, frame, d)
        and (d.first is None or d.first <= state.published)
    ]
    if spoken:
        date, precision, by = _dress(spoken[0])
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
            date, precision, by = _dress(later[0])
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
        _put(state, line, start, end, "AGREE", "promise", (), speakers, (), channel, date, precision, by, 1, chain,
             "claim:ready", group)  # fmt: skip
        return
    _put(state, line, start, end, "CLAIM", mode, auxiliary, speakers, (), channel, date, precision, by,
         polarity_of("CLAIM", mode, text, False), chain, f"claim:{mode}", group, **extra)  # fmt: skip


# ------------------------------------------------------------------------------------------------ quantities


def _quantities(state: _State, sentence: Sentence, skip: int) -> None:
    plain = " " * skip + without_links(sentence.plain)[skip:]
    chain: tuple[Attribution, ...] = (link(state.issuer, state.aliases, "office"),) if state.issuer else ()
    for found in find_quantities(plain):
        anchor = state.document.anchor(sentence.start + found.start, sentence.start + found.end)
        state.out.append(
            Proposal(
                id=proposal_id(state.document, anchor.start, anchor.end, f"quantity/{found.unit}"),
                doc_id=state.document.doc_id,
                kind="quantity",
                attribution=chain,
                quantities=(
                    Quantity(
                        value=found.value,
                        low=found.low,
                        high=found.high,
                        unit=found.unit,
                        subject=found.subject,
                        anchor=anchor,
                    ),
                ),
                anchor=anchor,
                reader=READER,
                rule="quantity",
                confidence=0.8,
            )
        )
