"""Who acts on whom: actors and targets of an act."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from netback.reading.clauses import Clause
from netback.reading.grammar import Group
from netback.reading.lexicon import FLOW, Verb
from netback.reading.match import PHYSICAL, WIDE
from netback.reading.reference import (
    asker,
    is_flow_subject,
    opponent_of,
    party_of,
    people,
    side_of,
    subject_of,
    subject_text,
    written_subject,
    written_target,
)
from netback.reading.roles import Who, after_verb, before_verb
from netback.reading.scene import SPEECH, Line, State
from netback.reading.words import word_set

__all__ = ["Act", "fill_roles", "hidden_target"]

_UNDIRECTED = frozenset(["CONSULT", "AGREE", "COOPERATE"])
_WEAPON = re.compile(
    r"\b(?:drones?|shells?|rockets?|missiles?|mortars?|bombs?|explosi\w+|blasts?|gunfire|projectiles?)\b",
    re.I,
)
_ANSWERING = frozenset(["REJECT", "CONCEDE", "THREATEN", "REQUEST"])
"""Types that are aimed at the other side where none is named."""
_REPLIES = frozenset(["REJECT", "CONCEDE", "AGREE"])
_NO_ONE = re.compile(r"\s+(?:on\s+|to\s+)?(?:neither|nobody|no\s+one|none)\b")


@dataclass
class Act:
    """An act on its way to a proposal."""

    verb: Verb
    group: Group
    actors: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()


def fill_roles(state: State, line: Line, n: int, part: Clause, act: Act) -> bool:
    """Fill in actors and targets; False where the clause reports no act after all."""
    verb, group = act.verb, act.group
    end = part.last
    subject = subject_text(line, part, group)
    if any(t.low == "you" for t in line.toks[max(0, group.first - 3) : group.first]):
        return False
    if verb.type in ("REQUEST", "ACCUSE", "SUPPORT") and _NO_ONE.match(
        line.plain[line.toks[group.verb].end :]
    ):
        return False
    if group.passive:
        _passive_roles(state, line, part, act, end)
    else:
        _active_roles(state, line, part, act, end)
    if verb.type == "ASSAULT" and _WEAPON.search(subject):
        act.actors = tuple(a for a in act.actors if a in state.aliases)
    if verb.type in _REPLIES and not act.targets and act.actors and not group.passive:
        act.targets = asker(state, act.actors)
    if verb.mode == "convict":
        _court_roles(state, line, n, part, act)
    if verb.lemma == "expect":
        act.group = replace(group, mood="future")
    if verb.reverse:
        act.actors, act.targets = act.targets, act.actors
    if not group.passive and not act.actors and (verb.type in SPEECH or not _thing(subject)):
        act.actors = written_subject(line, part, group)
    if not act.targets and verb.type in ("REQUEST", "ACCUSE", "THREATEN") and not group.passive:
        told = next((p for p in line.parts[n + 1 :] if p.host == n and p.kind == "that"), None)
        if told is not None and told.verb is not None:
            act.targets = people(state, line, before_verb(line.who, line.toks, told), act.actors)
    if verb.type in ("REQUEST", "ACCUSE") and not act.targets:
        act.targets = written_target(line, part, group, passive=group.passive)
    if (
        verb.type not in _UNDIRECTED
        and verb.type != "CLAIM"
        and not any(t in state.aliases for t in act.targets)
    ):
        found = hidden_target(state, line, act, end) if act.actors or verb.type == "ASSAULT" else ()
        if found and (not act.targets or verb.type in PHYSICAL or verb.type == "ACCUSE"):
            act.targets = found
    if verb.type == "ACCUSE" and len(act.targets) and not group.passive:
        against = [w for w in line.who if group.last <= w.first < end and w.prep == "against"]
        act.targets = people(state, line, against[:1], act.actors) or act.targets
    if not act.targets and act.actors and not group.finite:
        act.targets = tuple(one for one in state.contact[1] if one not in act.actors)
    if verb.type == "THREATEN" and not act.targets:
        act.targets = _conditioned(state, line, act)
    act.targets = _plausible(state, act)
    if (
        verb.type in ("ACCUSE", "REJECT", "SUPPORT")
        and not act.targets
        and act.actors
        and _ANAPHORIC.match(line.plain[line.toks[group.verb].end :])
    ):
        act.targets = _before(state, act.actors)
    if verb.type in _ANSWERING and not act.targets and act.actors:
        act.targets = opponent_of(state, act.actors)
    if verb.type == "AGREE" and not act.actors and not subject.strip().lower().startswith("it"):
        act.actors = state.memory.pair
    if verb.type == "CONSULT":
        return _meet(state, line, act, subject)
    if verb.type in ("REQUEST", "ACCUSE", "THREATEN", "SUPPORT") and not act.actors and not act.targets:
        return False
    if verb.mode == "convict" and act.actors:
        kinds = {getattr(state.aliases.get(a), "kind", "") for a in act.actors}
        return not kinds & {"person", "party"}
    return True


def _thing(subject: str) -> bool:
    """Whether a subject does nothing by its own will: a flow, a deal, a storm."""
    return not subject or bool(_THING.search(subject))


_THING = re.compile(
    rf"\b(?:{FLOW}|deals?|agreements?|accord|talks|negotiations|decision|move|law|ruling|measure|strike|failure|leak|storm|outage|fire|blast|explosion|attacks?|drones?|rockets?|missiles?|"
    r"shortage|dispute|row|dollars?|dinars?|million|billion|money|salar\w+|contract|treaty|licen[cs]e|licence|it|this|that|which|there|what|price|tariff|weather|damage|accident|letter|statement|court\s+order|"
    r"delay|crisis|impasse|deadlock|force majeure|measures|sanctions|exercise|step|figures?)\b",
    re.I,
)


def _passive_roles(state: State, line: Line, part: Clause, act: Act, end: int) -> None:
    verb, group = act.verb, act.group
    agents = [w for w in line.who if w.prep == "by" and group.last <= w.first < end and w.kind != "place"][:1]
    agents += [
        w
        for w in line.who
        if agents and w.first > agents[0].last and w.first - agents[-1].last <= 2 and not w.prep
    ][:1]
    act.actors = people(state, line, agents)
    subject = subject_of(state, line, part)
    if verb.type in _UNDIRECTED or (verb.subject and verb.type != "SANCTION"):
        others = after_verb(
            [w for w in line.who if w not in agents], line.toks, group.last, end, verb.to, False
        )
        between = [
            w for w in line.who if part.first <= w.first < group.first and w.prep in ("between", "with")
        ]
        if verb.type in ("CONSULT", "AGREE"):
            act.actors = (
                *act.actors,
                *(s for s in (*subject, *people(state, line, _listed(line, between))) if s not in act.actors),
            )
        act.targets = people(state, line, others, act.actors)
    else:
        act.targets = subject


def _listed(line: Line, first: Sequence[Who]) -> list[Who]:
    """The names of "between A and B", from the first on."""
    out: list[Who] = []
    for who in line.who:
        if who in first or (
            out and who.first - out[-1].last <= 3 and line.toks[out[-1].last].low in ("and", ",")
        ):
            out.append(who)
    return out


def _active_roles(state: State, line: Line, part: Clause, act: Act, end: int) -> None:
    verb, group = act.verb, act.group
    preps = verb.to
    following = next((g.first for g in line.groups if g.first >= group.last), end)
    limit = min(end, following) if verb.type in WIDE and not verb.possessor else end
    act.actors = subject_of(state, line, part)
    if (
        verb.type in ("AGREE", "CONSULT")
        and state.contact[0] == line.sentence.start
        and part.kind == "and"
        and verb.type == "AGREE"
    ):
        act.actors = (*act.actors, *(a for a in state.contact[1] if a not in act.actors))
    flows = verb.intransitive and is_flow_subject(line, part, group)
    if flows and verb.type != "CONSULT":
        act.actors = ()
    if flows and verb.type == "CONSULT":
        inside = [
            w
            for w in line.who
            if part.subject[0] <= w.first < part.subject[1] and w.prep in ("between", "with", "of", "by")
        ]
        act.actors = (*act.actors, *people(state, line, _listed(line, inside), act.actors))
    names = after_verb(line.who, line.toks, group.last, limit, preps, verb.possessor)
    if names and names[0].prep == "between" and not _talked_between(line, names[0]):
        names = []
    if verb.type == "AGREE" and verb.lemma not in _GIVES:
        names = [w for i, w in enumerate(names) if i or w.prep in preps]
    if verb.type == "CONSULT":
        joined = [
            w
            for w in line.who
            if group.last <= w.first < end
            and w.prep in ("with", "between", *preps)
            and w.kind != "place"
            and not w.possessive
            and (w.prep != "between" or _talked_between(line, w))
        ]
        names = [*names, *(w for w in _listed(line, joined[:1]) if w not in names)] if joined else names
    act.targets = people(state, line, names, act.actors)


_TALKED = word_set(
    "talks meeting meetings call conversation discussions negotiations round session dialogue contacts summit consultations mediate mediated mediating"
)


def _talked_between(line: Line, who: Who) -> bool:
    """Whether "between" names who talked, not what about: "ways to advance relations between Erbil and Washington"."""
    at = next(
        (i for i in range(who.first - 1, max(-1, who.first - 5), -1) if line.toks[i].low == "between"), None
    )
    return at is None or at == 0 or any(t.low in _TALKED for t in line.toks[max(0, at - 3) : at])


_GIVES = word_set("offer promise assure guarantee give grant")


def _court_roles(state: State, line: Line, n: int, part: Clause, act: Act) -> None:
    group = act.group
    if not act.targets and not group.passive:
        told = next((p for p in line.parts[n + 1 :] if p.kind == "that"), None)
        if told is not None and told.verb is not None:
            act.targets = people(state, line, before_verb(line.who, line.toks, told), act.actors)
    if not act.actors and not group.passive:
        bench = [
            w
            for w in line.who
            if part.first <= w.first and w.last <= group.first and w.kind != "place" and w.known
        ]
        act.actors = people(state, line, bench[:1])
    against = [w for w in line.who if group.last <= w.first < part.last and w.prep == "against"]
    if against and not group.passive:
        act.targets = people(state, line, against[:1], act.actors) or act.targets
    if len(act.targets) > 1:
        act.targets = act.targets[:1]


def hidden_target(state: State, line: Line, act: Act, end: int) -> tuple[str, ...]:
    """Whom an act hits by what is theirs: "froze the Region's salaries", "turned down the ministry's offer"."""
    kin = {party_of(state, a) for a in act.actors} | set(act.actors)
    for who in line.who:
        if not act.group.last <= who.first < end or who.kind in ("place", "pronoun", "agency"):
            continue
        if not (
            who.possessive
            or who.prep in ("of", "on", "against", "from", "to", "for", "with", "")
            or who.kind == "party"
        ):
            continue
        if who.prep in ("in", "at", "by", "via", "through", "after", "before", "under", "near"):
            continue
        found = tuple(
            i
            for i in people(state, line, [who], act.actors)
            if i not in kin and party_of(state, i) not in kin
        )
        if found and (who.known or who.possessive):
            return found[:1]
    return ()


_ANAPHORIC = re.compile(
    r"\s+(?:the|this|that|these|those)\s+(?:step|move|decision|criticism|measure|ruling|statement|remarks?|claims?|accusations?|offer|proposal|demand|announcement|order|strike|attack|closure|plan|idea)\b"
)


def _before(state: State, actors: tuple[str, ...]) -> tuple[str, ...]:
    """Who did what is now answered: the actor of the last act by another side."""
    own = {side_of(state, a) for a in actors}
    for earlier in reversed(state.out):
        found = (
            tuple(a for a in earlier.actors if side_of(state, a) not in own)
            if earlier.kind == "event"
            else ()
        )
        if found:
            return found[:1]
    return ()


def _conditioned(state: State, line: Line, act: Act) -> tuple[str, ...]:
    """Whom a threat wants to move: the subject of "unless Baghdad pays"."""
    for part in line.parts:
        if part.kind == "if" and part.verb is not None:
            found = people(state, line, before_verb(line.who, line.toks, part), act.actors)
            return tuple(
                one for one in found if not any(side_of(state, one) == side_of(state, a) for a in act.actors)
            )[:1]
    return ()


def _plausible(state: State, act: Act) -> tuple[str, ...]:
    """Targets without the actor's own side and, for what is done to things, without words that name nobody."""
    own = set(act.actors)
    out = [t for t in act.targets if t not in own]
    if act.verb.type in ("MOBILIZE", "COOPERATE", "SANCTION") or act.verb.mode == "access":
        out = [t for t in out if t in state.aliases or act.group.passive]
    return tuple(out)


_SEVERAL = re.compile(
    r"\b(?:both|two|three|sides|they|delegations?|ministers|teams|parties|officials|leaders|experts|negotiators|presidents|representatives|companies|committee)\b",
    re.I,
)


def _meet(state: State, line: Line, act: Act, subject: str) -> bool:
    """Everybody at a contact is an actor; one alone is none, unless the other side is unnamed."""
    if not act.actors and not act.targets:
        act.actors = state.memory.pair
        return len(act.actors) >= 2
    if (
        len(act.actors) == 1
        and not act.targets
        and act.actors[0] not in state.aliases
        and not _SEVERAL.search(subject)
    ):
        return False
    plural = re.search(r"\b(?:both|two|sides|they|delegations|ministers|teams|parties)\b", subject, re.I)
    if len({*act.actors, *act.targets}) < 2 and plural:
        act.actors = (*act.actors, *(p for p in state.memory.pair if p not in act.actors))
    act.actors, act.targets = (*act.actors, *(t for t in act.targets if t not in act.actors)), ()
    if len(act.actors) >= 2:
        state.memory.pair = act.actors[:4]
        state.contact = (line.sentence.start, act.actors)
    return True
