"""Acts: which entry of the lexicon a clause fits, who acts on whom, and what the mood makes of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from netback.reading.attribution import HEDGE, Frame, chain_of, link
from netback.reading.claims import TOPIC, absence_in, channel_in, polarity_of
from netback.reading.clauses import Clause, owner
from netback.reading.grammar import Group
from netback.reading.lexicon import FLOW, Verb, compiled, entries
from netback.reading.records import Attribution
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
from netback.reading.sayings import put_claim
from netback.reading.scene import SPEECH, Line, State, put, span_of, words_of
from netback.reading.when import date_of

__all__ = ["read_clause"]

_NEGATABLE = frozenset(["AGREE", "COOPERATE", "CONSULT", "RETREAT", "CONCEDE", "SUPPORT"])
"""Types of which "did not" is news too."""
_PHYSICAL = frozenset(["COOPERATE", "COERCE", "SANCTION", "ASSAULT", "MOBILIZE", "PROTEST", "RETREAT", "AID"])
_HARM = frozenset(["SANCTION", "COERCE", "ASSAULT", "PROTEST", "MOBILIZE"])
_GIVING = frozenset(["COOPERATE", "AGREE", "AID", "RETREAT", "CONCEDE", "CONSULT", "SUPPORT"])
_AHEAD = frozenset(["COOPERATE", "SANCTION", "AGREE", "AID", "RETREAT", "CONCEDE", "COERCE"])
"""Types that are a forecast when somebody tells them of others."""
_UNDIRECTED = frozenset(["CONSULT", "AGREE", "COOPERATE"])
_WIDE = frozenset(["REQUEST", "THREATEN", "SANCTION", "ACCUSE"])
"""Types whose pattern may run past the end of the clause."""
_ALONE = frozenset("halt stop suspend resume restart reopen start begin close shut cease pause leave sail depart load arrive dock berth".split())
"""Verbs that report an act of a flow without anything after them."""
_COURT = re.compile(r"\b(?:courts?|tribunal|judges?|arbitrat\w+|panel|chamber|magistrate|bench|ICC)\b", re.I)
_LOCALS = re.compile(
    r"\b(?:residents?|villagers?|workers?|protest\w+|demonstrators?|tribes\w+|strikers?|farmers?|youths?|movement|elders?|employees|students|teachers|drivers|activists|"
    r"communit\w+|gathering|tribes|members|locals|crowds?|unions?|fishermen|families|guards|hauliers|truckers|unemployed|graduates)\b",
    re.I,
)
_WEAPON = re.compile(r"\b(?:drones?|shells?|rockets?|missiles?|mortars?|bombs?|explosi\w+|blasts?|gunfire|projectiles?)\b", re.I)
_CONDITION = re.compile(r"\b(?:unless|if|until|till|otherwise|as\s+long\s+as|so\s+long\s+as|or\s+else|failing)\b", re.I)
_HARM_INF = re.compile(
    r"\s+(?:[\w'-]+\s+){0,4}?to\s+(?:\w+ly\s+)?(?:stop|halt|close|shut|block|cut|sue|punish|retaliate|expel|seize|strike|attack|disrupt|withhold|suspend|freeze|cancel|terminate|"
    r"blockade|evict|sack|arrest|down\s+tools|take\s+(?:legal|over|control|the\s+matter)|keep\s+[^.;]{0,40}?(?:shut|closed|blocked)|turn\s+off|fire\s+on|bomb|target|walk\s+(?:out|away|off)|pull\s+out|"
    r"leave|go\s+to\s+(?:court|arbitration)|boycott|ban|bar|impose|restrict|hold\s+back|declare\s+force|occupy|switch\s+off|respond\s+with\s+force|march|escalate)\b"
)
_VOLUME = frozenset("pump ship sell export load lift truck produce buy take purchase import run flow move extract handle share exchange".split())
"""What a field or port does every day: with a number after it, a quantity and no act."""
_ANSWERING = frozenset(["REJECT", "CONCEDE", "THREATEN", "REQUEST"])
"""Types that are aimed at the other side where none is named."""
_REPLIES = frozenset(["REJECT", "CONCEDE", "AGREE"])
_NO_ONE = re.compile(r"\s+(?:on\s+|to\s+)?(?:neither|nobody|no\s+one|none)\b")


@dataclass
class _Act:
    """An act on its way to a proposal."""

    verb: Verb
    group: Group
    actors: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()


def read_clause(state: State, line: Line, n: int, part: Clause, taken: list[tuple[int, int]]) -> None:
    """Proposals of the acts that a clause reports."""
    if part.kind == "if" or absence_in(f"{words_of(line, *owner(line.parts, part).subject)} {words_of(line, part.first, part.last)}"):
        return
    for group in part.groups:
        if not group.finite and not _purpose(state, line, part, group):
            continue
        if _hopes(state, line, n, part, group, taken) or _obliges(state, line, n, part, group, taken) or _refuses(state, line, n, part, group, taken):
            continue
        verb = _entry(line, n, part, group)
        if verb is None or (group.governor.startswith("continu") and verb.type in _PHYSICAL | {"AGREE", "CONCEDE"}):
            continue
        act = _Act(verb, group)
        if _roles(state, line, n, part, act):
            _emit(state, line, n, part, act, taken)


_MUST = re.compile(r"\s*(?:must|should|ought|has\s+to|have\s+to|needs?\s+to)\b")


def _obliges(state: State, line: Line, n: int, part: Clause, group: Group, taken: list[tuple[int, int]]) -> bool:
    """What a speaker says that another side must do is asked of it: "Baghdad must honour the contracts, he said"."""
    if not group.finite or group.passive or group.negated or not _MUST.match(line.plain[line.toks[group.first].start :]) or part.kind in ("rel", "sub", "if"):
        return False
    subject = subject_of(state, line, n, part, group)
    voice = state.voice.who if state.voice else ""
    chain, frame = chain_of(group.verb, line.frames, state.issuer, voice, state.aliases)
    if not subject or not chain or subject[0] not in state.aliases or (frame is not None and frame.lemma == "deny"):
        return False
    speaker = chain[-1].who
    if side_of(state, speaker) == side_of(state, subject[0]):
        return False
    start, end = span_of(line, n, part, group)
    date, precision, by = date_of(state, line, start, end, "REQUEST", group, n)
    channel = _channel(state, line, Verb("must", "REQUEST"))
    taken.append((group.first, part.last))
    put(state, line, start, end, "REQUEST", "change", (), (speaker,), subject[:1], channel, date, precision, by,
        polarity_of("REQUEST", "change", line.plain[start:], False), chain, "must:REQUEST/change", group)  # fmt: skip
    return True


_UNTIL = re.compile(r"\b(?:until|till|unless|as\s+long\s+as|so\s+long\s+as|before|without|if)\b", re.I)
_NOT_ONE = re.compile(r"\s+(?:[\w'-]+\s+){0,5}?(?:no|a\s+(?:single|cent)|one\s+(?:cent|barrel|dollar|drop|more))\b")


def _refuses(state: State, line: Line, n: int, part: Clause, group: Group, taken: list[tuple[int, int]]) -> bool:
    """What somebody will not do until something else happens is refused: "the companies will not load until they are paid"."""
    if group.mood not in ("future", "hypothetical") or group.passive or part.kind in ("rel", "if") or group.lemmas == ("be",):
        return False
    if not group.finite or not re.match(r"(?:will|would|wo|are|is|shall|'ll)\b", line.toks[group.first].low):
        return False
    rest = line.plain[line.toks[group.verb].end :]
    negated = group.negated or bool(_NOT_ONE.match(rest) and _entry(line, n, part, group) is not None)
    actors = subject_of(state, line, n, part, group)
    subject = subject_text(line, part, group).strip().lower()
    if not negated or not (actors or subject in ("we", "they", "i")) or subject in ("it", "this", "that", "there"):
        return False
    chain, frame = chain_of(group.verb, line.frames, state.issuer, state.voice.who if state.voice else "", state.aliases)
    own = bool(chain) and bool(actors) and side_of(state, chain[-1].who) == side_of(state, actors[0])
    entry = _entry(line, n, part, group)
    harmful = entry is not None and entry.type in _HARM
    if harmful or not (_UNTIL.search(rest) or (own and entry is not None and entry.type in _GIVING)):
        return False
    start, end = span_of(line, n, part, group)
    date, precision, by = date_of(state, line, start, end, "REJECT", replace(group, mood=""), n)
    targets = _hidden_target(state, line, _Act(Verb("refuse", "REJECT"), group, actors), part.last) or asker(state, actors) or opponent_of(state, actors)
    taken.append((group.first, part.last))
    put(state, line, start, end, "REJECT", "change", (), actors, targets, _channel(state, line, Verb("refuse", "REJECT")), date, precision, by,
        -1, chain, "will-not:REJECT/change", group)  # fmt: skip
    return True


def _hopes(state: State, line: Line, n: int, part: Clause, group: Group, taken: list[tuple[int, int]]) -> bool:
    """What a party hopes or aims to do is a forecast of its own: "the operator hopes to load a tanker in May"."""
    if group.governor not in ("hopes", "hope", "aims", "aim") or part.kind in ("rel", "sub") or not TOPIC.search(line.plain):
        return False
    actors = subject_of(state, line, n, part, group)
    if not actors or actors[0] not in state.aliases:
        return False
    start, end = span_of(line, n, part, group)
    chain, frame = chain_of(group.verb, line.frames, state.issuer, state.voice.who if state.voice else "", state.aliases)
    taken.append((group.first, part.last))
    put_claim(state, line, start, end, "forecast", actors[:1], chain or (link(actors[0], state.aliases),), frame, group)
    return True


def _purpose(state: State, line: Line, part: Clause, group: Group) -> bool:
    """What a contact is for: "called to press for a restart" asks for it."""
    return group.governor != "" and state.contact[0] == line.sentence.start and bool(_PURPOSE & set(group.lemmas)) and line.toks[group.first].low == "to"


_PURPOSE = frozenset("press urge demand ask request push lobby call appeal persuade insist protest".split())


# ------------------------------------------------------------------------------------------------- which entry


def _entry(line: Line, n: int, part: Clause, group: Group) -> Verb | None:
    """The entry of the lexicon that a verb group fits, or None."""
    last = min(part.last, len(line.toks))
    at = line.toks[group.verb].end
    rest = _undated(line, at, max(line.toks[last - 1].end, at))
    wide = _undated(line, at, len(line.plain))
    subject = subject_text(line, part, group)
    best: Verb | None = None
    for lemma in group.lemmas:
        for verb in entries().get(lemma, ()):
            if best is not None and verb.rank <= best.rank:
                continue
            if _fits(line, group, verb, subject, wide if verb.type in _WIDE and verb.after else rest, wide):
                best = verb
    if best is None and group.governor in ("began", "begun", "started") and _VOLUME & set(group.lemmas) and _mover(re.split(r"\s(?:of|from|at|in)\s", subject)[0]):
        return Verb("start", "COOPERATE", "start", intransitive=True)  # "gas began to flow"
    if best is None or _is_state(line, group, best) or _habit(line, group, best, rest, at, last):
        return None
    return _resorted(line, best, group, subject, rest)


def _undated(line: Line, start: int, end: int) -> str:
    """A stretch without the dates in it: "shall lift on 10 May the force majeure" lifts the force majeure."""
    out, at = "", start
    for span in line.dates:
        if at <= span.start and span.end <= end and span.role != "deadline":
            lead = _BEFORE_DATE.search(line.plain, at, span.start)
            out += line.plain[at : lead.start() if lead else span.start].rstrip()
            at = span.end
    return _ASIDE.sub("", out + line.plain[at:end])


_BEFORE_DATE = re.compile(r"\s(?:on|in|late\s+on|early\s+on|at|last)\s*$")
_ASIDE = re.compile(r"^\s*,\s[^,;.]{2,50},(?=\s(?:to|that|the|its|his|a)\b)")
"""What stands between verb and complement: "vowed, however, to settle"."""


def _fits(line: Line, group: Group, verb: Verb, subject: str, text: str, wide: str) -> bool:
    if verb.whom and not _whom(line, group):
        return False
    of_subject = compiled(rf"\b{verb.subject}\b", True) if verb.subject else None
    if verb.lemma in _ANAPHORA and (_PRONOUN.match(text) if not group.passive else verb.passive_after is not None and subject.strip().lower() in ("it", "they", "these", "both")):
        if verb.type in ("CONSULT", "CLAIM") or not (verb.after or verb.subject):
            return False
        return compiled(verb.passive_after or "").match(text) is not None if group.passive else verb.after.startswith(r"\s+(?:(?!") or not verb.after
    if verb.mode == "convict" and not (_COURT.search(subject) or (_COURT.search(line.plain) and verb.lemma != "order")):
        return False
    if group.passive:
        if verb.passive_after is None or not compiled(verb.passive_after).match(wide if verb.type == "REQUEST" else text):
            return False
        return of_subject is None or of_subject.search(subject) is not None
    if verb.intransitive and verb.lemma in ("expire", "lapse", "run") and subject.strip().lower() == "it" and verb.type == "SANCTION":
        return bool(re.match(r"\s*(?:out\b(?!\s+of)|[.,;]|$)", text)) or verb.lemma != "run"
    if verb.intransitive and of_subject is not None:
        head = re.split(r"\s(?:of|on|over|from|through|to|for|in|at)\s", subject)[0]
        if of_subject.search(head) and _no_object(text) and (not verb.after or verb.lemma in _ALONE or compiled(verb.after).match(text)):
            return True
        if not verb.after or verb.passive_after is None or verb.mode not in _BOTH_WAYS or _mover(head):
            return False
    if verb.agent and not compiled(rf"\b{verb.agent}\b", True).search(subject):
        return False
    if verb.after:
        return compiled(verb.after).match(text) is not None or _shifted(verb, text)
    return not verb.intransitive


def _whom(line: Line, group: Group) -> bool:
    """Whether somebody named is the object."""
    near = [w for w in line.who if group.last <= w.first <= group.last + 2 and w.kind != "place"]
    return bool(near) and not near[0].possessive and not near[0].prep and (near[0].known or near[0].kind == "person")


_PHRASE = re.compile(r"\s+(?:to|with|before|in|at|upon|on|from)\s+(?:(?!an?\b)[\w'-]+\s+){1,7}?(?=(?:an?|its|his|her|their|the)\s)")


def _shifted(verb: Verb, text: str) -> bool:
    """Whether the object stands after a phrase: "lodged with the court a complaint"."""
    if verb.type not in ("ACCUSE", "CONSULT", "REQUEST", "AGREE", "COERCE") or not verb.after.startswith(r"\s+(?:(?!"):
        return False
    phrase = _PHRASE.match(text)
    return phrase is not None and compiled(verb.after).match(text[phrase.end() - 1 :]) is not None


_ANAPHORA = frozenset("lift withdraw reopen restart resume close shut halt suspend sign free release seize detain arrest ratify reject restore revoke annul accept".split())
"""Verbs whose "it" is what they usually take."""
_PRONOUN = re.compile(r"\s+(?:it|them|both)\b(?!\s+to\b)")
_BOTH_WAYS = frozenset(["discontinue", "resume", "start", "meeting"])
"""Modes of verbs that are transitive as well: "halted exports", "exports halted"."""


def _mover(head: str) -> bool:
    return bool(re.fullmatch(rf"(?:the\s+|its\s+|oil\s+|crude\s+|gas\s+)*{FLOW}", head.strip(), re.I))


def _no_object(rest: str) -> bool:
    return not re.match(r"\s+(?:the|its|all|their|his|oil|crude|gas|exports|some|any|a|an)\b", rest) or bool(
        re.match(r"\s+(?:the\s+(?:day|next|previous|same|following)|a\s+(?:day|week|month|year)|all\s+(?:day|night))\b", rest)
    )


def _is_state(line: Line, group: Group, verb: Verb) -> bool:
    """ "The border is closed" and "the line carries" are states; "is being closed" and "was closed" are acts."""
    words = [t.low for t in line.toks[group.first : group.verb]]
    if verb.type not in _PHYSICAL or group.mood == "future":
        return False
    if group.passive and words[:1] in (["is"], ["are"]) and "being" not in words and "been" not in words:
        return not any(d.role == "since" for d in line.dates)
    present = group.first == group.verb and not group.passive and bool(group.tags & {"s", "base"}) and "past" not in group.tags
    return present and not line.headline and not any(d.role == "since" for d in line.dates)


def _habit(line: Line, group: Group, verb: Verb, rest: str, at: int, last: int) -> bool:
    """A day's work with its number is a quantity, no act: "the port loaded 300,000 barrels a day"."""
    if verb.type != "COOPERATE" or verb.lemma not in _VOLUME or group.passive:
        rate = any(q.unit == "bbl/day" for q in line.quantities)
        return verb.type == "COOPERATE" and verb.lemma in _VOLUME and (rate or bool(_RATE.search(line.plain)))
    end = line.toks[last - 1].end
    if re.search(r"\b(?:cargo|tanker|shipment|parcel|consignment|convoy)\b", rest) and verb.lemma in ("load", "ship", "export", "lift"):
        return any(at <= q.start < end and q.unit == "bbl/day" for q in line.quantities)
    return any(at <= q.start < end and q.unit.startswith("bbl") for q in line.quantities)


_RATE = re.compile(r"\b(?:at\s+an?\s+(?:average|realised|realized)|on\s+average|average[ds]?)\b", re.I)


def _resorted(line: Line, verb: Verb, group: Group, subject: str, rest: str) -> Verb:
    """The type that subject and object make of an entry."""
    stops = verb.type == "SANCTION" and verb.mode == "discontinue" and not group.passive
    if stops and _LOCALS.search(subject) and not re.search(r"\b(?:port|coast|border|frontier)\s+guard", subject, re.I):
        return replace(verb, type="PROTEST", mode="obstruct")  # closed by those who live or work there
    if verb.type == "COERCE" and verb.mode in ("seize", "restrict") and not group.passive and _LOCALS.search(subject) and not re.search(r"\bguard", subject):
        return replace(verb, type="PROTEST", mode="obstruct")
    if verb.type == "REQUEST" and verb.lemma in ("order", "instruct", "direct") and _COURT.search(subject):
        return replace(verb, type="SANCTION", mode="convict", channel="court")
    if verb.type == "ACCUSE" and verb.lemma == "condemn" and (_COURT.search(subject) or re.search(r"\bto\s+(?:pay|the\s+payment)\b", rest)):
        return replace(verb, type="SANCTION", mode="convict", channel="court")
    if verb.type == "SUPPORT" and verb.lemma in ("endorse", "back") and _HOUSE.search(subject):
        return replace(verb, type="AGREE", mode="", channel="decision")
    if verb.type in ("AGREE", "REQUEST") and verb.lemma in _VOWS and (_HARM_INF.match(rest) or (verb.lemma in ("vow", "swear") and re.match(r"\s+not\s+to\b", rest))):
        return replace(verb, type="THREATEN", mode="restrict")
    if verb.type == "RETREAT" and verb.lemma in ("let", "allow", "permit") and re.match(r"\s+no\b", rest):
        return replace(verb, type="PROTEST" if _LOCALS.search(subject) else "COERCE", mode="obstruct" if _LOCALS.search(subject) else "restrict")
    if verb.type == "COOPERATE" and re.search(r"\bcentral\s+bank\b|\bbudget\s+support\b", rest) and verb.lemma in ("deposit", "wire", "transfer", "send"):
        return replace(verb, type="AID", mode="")
    return verb


_HOUSE = re.compile(r"\b(?:cabinet|parliament|board|assembly|council|senate|chamber|committee|shareholders|lawmakers|majlis|government)\b", re.I)
_VOWS = frozenset("vow swear promise pledge undertake prepare offer".split())


# ------------------------------------------------------------------------------------------------ who acts on whom


def _roles(state: State, line: Line, n: int, part: Clause, act: _Act) -> bool:
    """Fill in actors and targets; False where the clause reports no act after all."""
    verb, group = act.verb, act.group
    end = part.last
    subject = subject_text(line, part, group)
    if any(t.low == "you" for t in line.toks[max(0, group.first - 3) : group.first]):
        return False
    if verb.type in ("REQUEST", "ACCUSE", "SUPPORT") and _NO_ONE.match(line.plain[line.toks[group.verb].end :]):
        return False
    if group.passive:
        _passive_roles(state, line, n, part, act, end)
    else:
        _active_roles(state, line, n, part, act, end)
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
            act.targets = people(state, line, before_verb(line.who, line.toks, told, told.verb), act.actors)
    if verb.type in ("REQUEST", "ACCUSE") and not act.targets:
        act.targets = written_target(line, part, group, passive=group.passive)
    if verb.type not in _UNDIRECTED and verb.type != "CLAIM" and not any(t in state.aliases for t in act.targets):
        found = _hidden_target(state, line, act, end) if act.actors or verb.type == "ASSAULT" else ()
        if found and (not act.targets or verb.type in _PHYSICAL or verb.type == "ACCUSE"):
            act.targets = found
    if verb.type == "ACCUSE" and len(act.targets) and not group.passive:
        against = [w for w in line.who if group.last <= w.first < end and w.prep == "against"]
        act.targets = people(state, line, against[:1], act.actors) or act.targets
    if not act.targets and act.actors and not group.finite:
        act.targets = tuple(one for one in state.contact[1] if one not in act.actors)
    if verb.type == "THREATEN" and not act.targets:
        act.targets = _conditioned(state, line, n, act)
    act.targets = _plausible(state, act)
    if verb.type in ("ACCUSE", "REJECT", "SUPPORT") and not act.targets and act.actors and _ANAPHORIC.match(line.plain[line.toks[group.verb].end :]):
        act.targets = _before(state, act.actors)
    if verb.type in _ANSWERING and not act.targets and act.actors:
        act.targets = opponent_of(state, act.actors)
    if verb.type == "AGREE" and not act.actors and not subject.strip().lower().startswith("it"):
        act.actors = state.memory.pair
    if verb.type == "CONSULT":
        return _meet(state, line, part, act, subject)
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


def _passive_roles(state: State, line: Line, n: int, part: Clause, act: _Act, end: int) -> None:
    verb, group = act.verb, act.group
    agents = [w for w in line.who if w.prep == "by" and group.last <= w.first < end and w.kind != "place"][:1]
    agents += [w for w in line.who if agents and w.first > agents[0].last and w.first - agents[-1].last <= 2 and not w.prep][:1]
    act.actors = people(state, line, agents)
    subject = subject_of(state, line, n, part, group)
    if verb.type in _UNDIRECTED or (verb.subject and verb.type != "SANCTION"):
        others = after_verb([w for w in line.who if w not in agents], line.toks, group.last, end, verb.to, False)
        between = [w for w in line.who if part.first <= w.first < group.first and w.prep in ("between", "with")]
        if verb.type in ("CONSULT", "AGREE"):
            act.actors = (*act.actors, *(s for s in (*subject, *people(state, line, _listed(line, between))) if s not in act.actors))
        act.targets = people(state, line, others, act.actors)
    else:
        act.targets = subject


def _listed(line: Line, first: Sequence[Who]) -> list[Who]:
    """The names of "between A and B", from the first on."""
    out: list[Who] = []
    for who in line.who:
        if who in first or (out and who.first - out[-1].last <= 3 and line.toks[out[-1].last].low in ("and", ",")):
            out.append(who)
    return out


def _active_roles(state: State, line: Line, n: int, part: Clause, act: _Act, end: int) -> None:
    verb, group = act.verb, act.group
    preps = verb.to
    following = next((g.first for g in line.groups if g.first >= group.last), end)
    limit = min(end, following) if verb.type in _WIDE and not verb.possessor else end
    act.actors = subject_of(state, line, n, part, group)
    if verb.type in ("AGREE", "CONSULT") and state.contact[0] == line.sentence.start and part.kind == "and" and verb.type == "AGREE":
        act.actors = (*act.actors, *(a for a in state.contact[1] if a not in act.actors))
    flows = verb.intransitive and is_flow_subject(line, part, group)
    if flows and verb.type != "CONSULT":
        act.actors = ()
    if flows and verb.type == "CONSULT":
        inside = [w for w in line.who if part.subject[0] <= w.first < part.subject[1] and w.prep in ("between", "with", "of", "by")]
        act.actors = (*act.actors, *people(state, line, _listed(line, inside), act.actors))
    names = after_verb(line.who, line.toks, group.last, limit, preps, verb.possessor)
    if verb.type == "AGREE" and verb.lemma not in _GIVES:
        names = [w for i, w in enumerate(names) if i or w.prep in preps]
    if verb.type == "CONSULT":
        joined = [w for w in line.who if group.last <= w.first < end and w.prep in ("with", "between", *preps) and w.kind != "place" and not w.possessive]
        names = [*names, *(w for w in _listed(line, joined[:1]) if w not in names)] if joined else names
    act.targets = people(state, line, names, act.actors)


_GIVES = frozenset("offer promise assure guarantee give grant".split())


def _court_roles(state: State, line: Line, n: int, part: Clause, act: _Act) -> None:
    group = act.group
    if not act.targets and not group.passive:
        told = next((p for p in line.parts[n + 1 :] if p.kind == "that"), None)
        if told is not None and told.verb is not None:
            act.targets = people(state, line, before_verb(line.who, line.toks, told, told.verb), act.actors)
    if not act.actors and not group.passive:
        bench = [w for w in line.who if part.first <= w.first and w.last <= group.first and w.kind != "place" and w.known]
        act.actors = people(state, line, bench[:1])
    against = [w for w in line.who if group.last <= w.first < part.last and w.prep == "against"]
    if against and not group.passive:
        act.targets = people(state, line, against[:1], act.actors) or act.targets
    if len(act.targets) > 1:
        act.targets = act.targets[:1]


def _hidden_target(state: State, line: Line, act: _Act, end: int) -> tuple[str, ...]:
    """Whom an act hits by what is theirs: "froze the Region's salaries", "turned down the ministry's offer"."""
    kin = {party_of(state, a) for a in act.actors} | set(act.actors)
    for who in line.who:
        if not act.group.last <= who.first < end or who.kind in ("place", "pronoun", "agency"):
            continue
        if not (who.possessive or who.prep in ("of", "on", "against", "from", "to", "for", "with", "") or who.kind == "party"):
            continue
        if who.prep in ("in", "at", "by", "via", "through", "after", "before", "under", "near"):
            continue
        found = tuple(i for i in people(state, line, [who], act.actors) if i not in kin and party_of(state, i) not in kin)
        if found and (who.known or who.possessive):
            return found[:1]
    return ()


_ANAPHORIC = re.compile(r"\s+(?:the|this|that|these|those)\s+(?:step|move|decision|criticism|measure|ruling|statement|remarks?|claims?|accusations?|offer|proposal|demand|announcement|order|strike|attack|closure|plan|idea)\b")


def _before(state: State, actors: tuple[str, ...]) -> tuple[str, ...]:
    """Who did what is now answered: the actor of the last act by another side."""
    own = {side_of(state, a) for a in actors}
    for earlier in reversed(state.out):
        found = tuple(a for a in earlier.actors if side_of(state, a) not in own) if earlier.kind == "event" else ()
        if found:
            return found[:1]
    return ()


def _conditioned(state: State, line: Line, n: int, act: _Act) -> tuple[str, ...]:
    """Whom a threat wants to move: the subject of "unless Baghdad pays"."""
    for part in line.parts:
        if part.kind == "if" and part.verb is not None:
            found = people(state, line, before_verb(line.who, line.toks, part, part.verb), act.actors)
            return tuple(one for one in found if not any(side_of(state, one) == side_of(state, a) for a in act.actors))[:1]
    return ()


def _plausible(state: State, act: _Act) -> tuple[str, ...]:
    """Targets without the actor's own side and, for what is done to things, without words that name nobody."""
    own = set(act.actors)
    out = [t for t in act.targets if t not in own]
    if act.verb.type in ("MOBILIZE", "COOPERATE", "SANCTION") or act.verb.mode == "access":
        out = [t for t in out if t in state.aliases or act.group.passive]
    return tuple(out)


def _meet(state: State, line: Line, part: Clause, act: _Act, subject: str) -> bool:
    """Everybody at a contact is an actor; one alone is none, unless the other side is unnamed."""
    if not act.actors and not act.targets:
        act.actors = state.memory.pair
        return len(act.actors) >= 2
    if len(act.actors) == 1 and not act.targets and act.actors[0] not in state.aliases and part.kind == "rel":
        return False
    plural = re.search(r"\b(?:both|two|sides|they|delegations|ministers|teams|parties)\b", subject, re.I)
    if len({*act.actors, *act.targets}) < 2 and plural:
        act.actors = (*act.actors, *(p for p in state.memory.pair if p not in act.actors))
    act.actors, act.targets = (*act.actors, *(t for t in act.targets if t not in act.actors)), ()
    if len(act.actors) >= 2:
        state.memory.pair = act.actors[:4]
        state.contact = (line.sentence.start, act.actors)
    return True


# ------------------------------------------------------------------------------------------------- mood and speaker


def _emit(state: State, line: Line, n: int, part: Clause, act: _Act, taken: list[tuple[int, int]]) -> None:
    verb, group = act.verb, act.group
    start, end = span_of(line, n, part, group)
    voice = state.voice.who if state.voice else ""
    chain, frame = chain_of(group.verb, line.frames, state.issuer, voice, state.aliases)
    chain = _hedged(line, chain)
    if frame is not None and frame.lemma == "deny":
        return  # what is denied is a claim, not an act
    negated = _negated(line, part, group)
    speaker = chain[-1].who if chain and (frame is not None or state.voice or state.issuer) else ""
    own = bool(act.actors) and bool(speaker) and any(side_of(state, a) == side_of(state, speaker) for a in act.actors)
    first_person = bool(re.match(r"(?:we|i|our)\b", subject_text(line, part, group).strip(), re.I))
    ahead = group.mood in ("future", "hypothetical")
    conditional = bool(_CONDITION.search(line.plain))
    if ahead and own and not negated:
        verb, act = _said_of_oneself(act, frame, first_person, conditional)
        if not act.targets and frame is not None and frame.told in state.aliases:
            act.targets = (frame.told,)
    elif ahead and not negated and frame is not None and conditional and frame.lemma in _WARN and verb.type in _HARM:
        verb = replace(verb, type="THREATEN", mode="restrict")
        act.actors, act.targets, own = frame.speakers[:1], (frame.told,) if frame.told else act.targets, True
    elif negated and verb.lemma == "accept" and verb.type in ("CONCEDE", "AGREE") and not ahead:
        verb, negated = replace(verb, type="REJECT", mode="change"), False
    elif group.mood == "future" and negated and verb.type in _GIVING and any(a in state.aliases for a in act.actors):
        verb, negated, own = replace(verb, type="REJECT", mode="change"), False, True
        act.targets = act.targets or opponent_of(state, act.actors)
    elif ahead and negated and own and verb.type in _GIVING:
        verb, negated = replace(verb, type="REJECT", mode="change"), False  # "will not extend the contract"
        act.targets = act.targets or asker(state, act.actors)
    elif negated and verb.type in ("SANCTION", "ASSAULT", "COERCE", "ACCUSE", "THREATEN", "REQUEST") and speaker and not ahead:
        put_claim(state, line, start, end, "denial", (speaker,), chain, frame, group)
        taken.append((group.first, group.last))
        return
    if ahead and not own and _forecast(state, line, act, verb, start, end, chain, frame, speaker, taken):
        return
    if verb.type == "CONSULT" and negated and len(act.actors) < 2:
        return
    if group.mood == "hypothetical" and not speaker and verb.type != "CONSULT":
        return
    if verb.type not in _NEGATABLE and negated:
        return
    if verb.type == "AGREE" and verb.mode == "promise" and _about_others(state, line, n, act):
        put_claim(state, line, start, end, "forecast", act.actors[:1], chain, frame, group)
        taken.append((group.first, part.last))
        return
    if verb.type == "CLAIM":
        taken.append((group.first, part.last))
    taken.append((group.first, group.last))
    auxiliary = _auxiliary(group, negated, verb)
    date, precision, by = date_of(state, line, start, end, verb.type, group, n)
    channel = _channel(state, line, verb)
    mode = _mode(verb, line.plain)
    polarity = polarity_of(verb.type, mode, line.plain[start:], negated)
    put(
        state, line, start, end, verb.type, mode, auxiliary, act.actors, () if verb.type == "CLAIM" else act.targets, channel, date, precision, by,
        polarity, chain, f"{verb.lemma}:{verb.type}/{verb.mode}", group,
    )  # fmt: skip
    if verb.type == "CONSULT":
        state.occasion = (date if by != "publication" else "", channel, line.sentence.paragraph)


_WARN = frozenset("warn caution vow swear threaten insist say tell state announce promise".split())
_TELLS_THREAT = frozenset("warn caution vow swear threaten promise".split())


def _said_of_oneself(act: _Act, frame: Frame | None, first_person: bool, conditional: bool) -> tuple[Verb, _Act]:
    """What a speaker says that he himself will do: a threat, a promise, or a plan."""
    verb = act.verb
    harmful = verb.type in _HARM or (verb.type == "ACCUSE" and verb.channel == "court")
    lemma = frame.lemma if frame is not None else ""
    if harmful and (conditional or first_person or lemma in _TELLS_THREAT or act.group.mood == "hypothetical"):
        mode = "legal" if verb.type == "ACCUSE" else "violence" if verb.type == "ASSAULT" else "restrict"
        verb = replace(verb, type="THREATEN", mode=mode, channel="")
        if frame is not None and not first_person:
            act.actors = frame.speakers[:1]
    elif verb.type == "COOPERATE" and verb.mode in ("pay", "deliver", "start", "resume"):
        verb = replace(verb, type="AGREE", mode="promise", channel="")
    return verb, _Act(verb, act.group, act.actors, act.targets)


def _negated(line: Line, part: Clause, group: Group) -> bool:
    rest = line.plain[line.toks[group.verb].end :]
    return (
        group.negated
        or bool(re.match(r"\s*(?:no|neither|nobody|none|not\s+(?:one|a)|nothing)\b", subject_text(line, part, group), re.I))
        or bool(re.match(r"\s+(?:\w+\s+)?no\s+(?:\w+\s+)?(?:agreement|deal|accord|contract|understanding|extension|undertaking|commitment|assurance|guarantee|talks|meeting|progress|payment)", rest))
        or bool(re.match(r"\s+not\s+(?:one|a\s+single)\b", rest))
    )


def _forecast(
    state: State, line: Line, act: _Act, verb: Verb, start: int, end: int, chain: tuple[Attribution, ...], frame: Frame | None, speaker: str,
    taken: list[tuple[int, int]],
) -> bool:  # fmt: skip
    """What is told of others and lies ahead is a forecast of whoever tells it; without a teller it is nothing, unless it is planned."""
    group = act.group
    if verb.type not in _AHEAD or verb.type == "THREATEN":
        return False
    if not speaker:
        planned = group.mood == "future" and any(a in state.aliases for a in act.actors)
        return not planned and (group.mood == "hypothetical" or verb.type != "CONSULT")
    if group.mood == "future" and verb.mode == "sign" and any(a in state.aliases for a in act.actors):
        return False  # "will sign a memorandum on 2 October": a plan, whoever tells it
    covered = any(frame is not None and frame.first <= a < frame.last for a, _ in taken)
    if not covered:
        put_claim(state, line, start, end, "forecast", (speaker,), chain, frame, group)
    taken.append((group.first, group.last))
    return True


def _about_others(state: State, line: Line, n: int, act: _Act) -> bool:
    """A promise that others will act, or that things will go well, is a forecast: "promised that a restart was imminent"."""
    inner = next((p for p in line.parts[n + 1 :] if p.host == n and p.kind == "that"), None)
    if inner is None or inner.verb is None or not act.actors:
        return False
    names = people(state, line, before_verb(line.who, line.toks, inner, inner.verb))
    if names:
        return not any(side_of(state, a) == side_of(state, b) for a in act.actors for b in names)
    text = subject_text(line, inner, inner.verb).strip().lower()
    return text not in ("it", "they", "he", "she", "we", "i") and (inner.verb.lemmas == ("be",) or not inner.verb.passive)


def _auxiliary(group: Group, negated: bool, verb: Verb) -> tuple[str, ...]:
    out: list[str] = []
    if verb.type not in ("THREATEN", "AGREE") and (group.mood == "future" or group.governor in ("due", "set", "scheduled", "planned")):
        out.append("future")
    if verb.type not in ("THREATEN", "AGREE") and group.mood == "hypothetical":
        out.append("hypothetical")
    if negated:
        out.append("negation")
    return tuple(out)


def _channel(state: State, line: Line, verb: Verb) -> str:
    channel = verb.channel or channel_in(line.plain)
    if verb.type in SPEECH and channel == "none":
        if state.voice is not None:
            return state.voice.channel
        if state.occasion[1] and 0 <= line.sentence.paragraph - state.occasion[2] <= (2 if state.issuer else 0):
            return state.occasion[1]
        return "statement" if state.issuer else "none"
    if verb.type not in SPEECH and verb.type != "CONSULT" and not verb.channel:
        if _DECIDED.search(line.plain):
            return "decision"
        return "none" if verb.type in _PHYSICAL - {"AID"} else channel
    return channel


_DECIDED = re.compile(r"\b(?:cabinet|board|parliament|council of ministers|regulator|assembly)\b", re.I)


def _mode(verb: Verb, plain: str) -> str:
    if verb.type == "ASSAULT" and not verb.mode:
        low = plain.lower()
        if "drone" in low:
            return "drone"
        return "explosive" if re.search(r"bomb|explos|blast|mine", low) else "fire" if re.search(r"rocket|missile|gun|shell|fire", low) else ""
    return verb.mode


def _hedged(line: Line, chain: tuple[Attribution, ...]) -> tuple[Attribution, ...]:
    hedge = HEDGE.search(line.plain)
    if hedge and chain:
        return (*chain[:-1], chain[-1].model_copy(update={"hedge": hedge.group().lower()}))
    return chain
