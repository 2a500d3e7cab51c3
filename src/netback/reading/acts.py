"""Acts: which entry of the lexicon a clause fits, who acts on whom, and what the mood makes of it."""

from __future__ import annotations

import re
from dataclasses import replace

from netback.reading.attribution import HEDGE, chain_of
from netback.reading.claims import channel_in, polarity_of
from netback.reading.clauses import Clause
from netback.reading.grammar import Group
from netback.reading.lexicon import Verb, compiled, entries
from netback.reading.records import Attribution
from netback.reading.reference import (
    asker,
    is_flow_subject,
    party_of,
    people,
    subject_of,
    subject_text,
    written_subject,
    written_target,
)
from netback.reading.roles import after_verb, before_verb
from netback.reading.sayings import put_claim
from netback.reading.scene import SPEECH, Line, State, put
from netback.reading.when import date_of

__all__ = ["read_clause"]

_NEGATABLE = frozenset(["AGREE", "COOPERATE", "CONSULT", "RETREAT", "CONCEDE", "SUPPORT", "SANCTION"])


def read_clause(state: State, line: Line, n: int, part: Clause, taken: list[tuple[int, int]]) -> None:
    if part.kind == "if":
        return
    for group in part.groups:
        if not group.finite:
            continue
        hit = _entry(line, n, part, group)
        if hit is not None:
            _event(state, line, n, part, group, hit, taken)

def _entry(line: Line, n: int, part: Clause, group: Group) -> Verb | None:
    """The entry of the lexicon that a verb group fits, or None."""
    table = entries()
    end = line.toks[min(line.parts[n].last, len(line.toks)) - 1].end
    rest = line.plain[line.toks[group.verb].end : max(end, line.toks[group.verb].end)]
    wide = line.plain[line.toks[group.verb].end :]
    subject = subject_text(line, part, group)
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


def _is_state(line: Line, part: Clause, group: Group, verb: Verb) -> bool:
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


def _no_object(line: Line, group: Group, end: int) -> bool:
    rest = line.plain[line.toks[group.verb].end : end]
    return not re.match(r"\s+(?:the|its|all|their|his|oil|crude|gas|exports|some|any|a|an)\b", rest) or bool(
        re.match(r"\s+(?:the\s+(?:day|next|previous|same|following)|a\s+(?:day|week|month|year))\b", rest)
    )


def _event(
    state: State, line: Line, n: int, part: Clause, group: Group, verb: Verb, taken: list[tuple[int, int]]
) -> None:
    end = line.parts[n].last
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
        actors = people(state, line, agents)
        subject = subject_of(state, line, n, part, group)
        if verb.type in ("CONSULT", "AGREE", "COOPERATE") or (
            verb.subject and verb.type not in ("SANCTION",)
        ):
            others = after_verb(
                [w for w in line.who if w not in agents], line.toks, group.last, reach, verb.to, False
            )
            actors = (*actors, *(s for s in subject if s not in actors)) if verb.type == "CONSULT" else actors
            targets = people(state, line, others, actors)
        else:
            targets = subject
    else:
        actors = subject_of(
            state, line, n, part, group, verb.type in ("REQUEST", "ACCUSE", "SUPPORT", "THREATEN")
        )
        if verb.type == "AGREE" and part.kind == "and" and state.contact[0] == line.sentence.start:
            actors = (*actors, *(a for a in state.contact[1] if a not in actors))
        if verb.intransitive and is_flow_subject(line, part, group) and verb.type != "CONSULT":
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
        targets = people(state, line, names, actors)
    if verb.type == "CONSULT":
        if not actors and not targets:
            return
        if len(actors) == 1 and not targets and actors[0] not in state.aliases and part.kind == "rel":
            return
        if len({*actors, *targets}) < 2 and re.search(
            r"\b(?:both|two|sides|they|delegations|ministers)\b", subject_text(line, part, group), re.I
        ):
            actors = (*actors, *(p for p in state.memory.pair if p not in actors))
        actors, targets = (*actors, *(t for t in targets if t not in actors)), ()
        if len(actors) >= 2:
            state.memory.pair = actors[:4]
            state.contact = (line.sentence.start, actors)
    if verb.type == "ASSAULT" and _WEAPON.search(subject_text(line, part, group)):
        actors = tuple(a for a in actors if a in state.aliases)
    if verb.type in _REPLIES and not targets and actors and not group.passive:
        targets = asker(state, actors)
    if verb.mode == "convict" and not targets and not group.passive:
        told = next((p for p in line.parts[n + 1 :] if p.kind == "that"), None)
        inner = next((g for g in told.groups if g.finite), None) if told else None
        if told is not None and inner is not None:
            targets = people(state, line, before_verb(line.who, line.toks, told, inner), actors)
    shuts = verb.type == "SANCTION" and verb.lemma in ("shut", "close", "block") and not group.passive
    if shuts and _LOCALS.search(subject_text(line, part, group)):
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
        actors = people(state, line, bench[:1])
    if verb.reverse:
        actors, targets = targets, actors
    if any(t.low == "you" for t in line.toks[max(0, group.first - 3) : group.first]):
        return
    if verb.type in SPEECH and not group.passive and not actors:
        actors = written_subject(line, part, group)
    if verb.type in ("REQUEST", "ACCUSE") and not targets:
        targets = written_target(line, part, group, passive=group.passive)
    if verb.type in ("REQUEST", "ACCUSE", "THREATEN", "SUPPORT") and not actors and not targets:
        return
    if verb.type == "SANCTION" and verb.mode == "convict" and actors:
        kinds = {getattr(state.aliases.get(a), "kind", "") for a in actors}
        if "person" in kinds or "party" in kinds:
            return
    if (
        verb.type == "REQUEST"
        and verb.lemma in ("order", "instruct", "direct")
        and re.search(r"\b(?:court|tribunal)\b", subject_text(line, part, group), re.I)
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
    state: State, line: Line, n: int, part: Clause, group: Group, verb: Verb, actors: tuple[str, ...], targets: tuple[str, ...],
    taken: list[tuple[int, int]],
) -> None:  # fmt: skip
    start, end = span_of(line, n, part, group)
    chain, frame = chain_of(
        group.verb, line.frames, state.issuer, state.voice.who if state.voice else "", state.aliases
    )
    chain = _inherit(state, line, chain)
    if frame is not None and frame.lemma == "deny":
        return  # what is denied is a claim, not an act
    negated = (
        group.negated
        or bool(re.match(r"\s*(?:no|neither|nobody|none)\b", subject_text(line, part, group), re.I))
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
        and any(party_of(state, a) == party_of(state, s) for a in actors for s in frame.speakers[:1])
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
                put_claim(state, line, start, end, "forecast", (speaker,), chain, frame, group)
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
    date, precision, by = date_of(state, line, start, end, verb.type, group, n)
    channel = verb.channel or channel_in(line.plain)
    if verb.type in SPEECH and channel == "none":
        paragraph = state.occasion[2]
        if state.voice is not None:
            channel = state.voice.channel
        elif state.occasion[1] and 0 <= line.sentence.paragraph - paragraph <= (2 if state.issuer else 0):
            channel = state.occasion[1]
        elif state.issuer:
            channel = "statement"
    elif verb.type not in SPEECH and verb.type != "CONSULT" and not verb.channel:
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
    put(
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


def _inherit(state: State, line: Line, chain: tuple[Attribution, ...]) -> tuple[Attribution, ...]:
    hedge = HEDGE.search(line.plain)
    if hedge and chain:
        return (*chain[:-1], chain[-1].model_copy(update={"hedge": hedge.group().lower()}))
    return chain
