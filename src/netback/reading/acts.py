"""Acts: what the mood and the speaker make of the verb of a clause, and how it is written down."""

from __future__ import annotations

import re
from dataclasses import replace

from netback.reading.attribution import HEDGE, Frame, link
from netback.reading.claims import TOPIC, absence_in, channel_in, polarity_of
from netback.reading.clauses import Clause, owner
from netback.reading.grammar import Group
from netback.reading.lexicon import Verb
from netback.reading.match import PHYSICAL, entry_of
from netback.reading.parties import Act, fill_roles, hidden_target
from netback.reading.records import Attribution
from netback.reading.reference import (
    asker,
    opponent_of,
    people,
    side_of,
    subject_of,
    subject_text,
)
from netback.reading.roles import before_verb
from netback.reading.sayings import put_claim
from netback.reading.scene import SPEECH, Line, State, put, span_of, told_by, words_of
from netback.reading.when import date_of
from netback.reading.words import word_set

__all__ = ["read_clause"]

_NEGATABLE = frozenset(["AGREE", "COOPERATE", "CONSULT", "RETREAT", "CONCEDE", "SUPPORT"])
"""Types of which "did not" is news too."""
_HARM = frozenset(["SANCTION", "COERCE", "ASSAULT", "PROTEST", "MOBILIZE"])
_GIVING = frozenset(["COOPERATE", "AGREE", "AID", "RETREAT", "CONCEDE", "CONSULT", "SUPPORT"])
_AHEAD = frozenset(["COOPERATE", "SANCTION", "AGREE", "AID", "RETREAT", "CONCEDE", "COERCE"])
"""Types that are a forecast when somebody tells them of others."""
_CONDITION = re.compile(
    r"\b(?:unless|if|until|till|otherwise|as\s+long\s+as|so\s+long\s+as|or\s+else|failing)\b", re.I
)


def read_clause(state: State, line: Line, n: int, part: Clause, taken: list[tuple[int, int]]) -> None:
    """Proposals of the acts that a clause reports."""
    if part.kind == "if" or absence_in(
        f"{words_of(line, *owner(line.parts, part).subject)} {words_of(line, part.first, part.last)}"
    ):
        return
    for group in part.groups:
        if not group.finite and not _purpose(state, line, group):
            continue
        if _hopes(state, line, n, part, group, taken) or _obliges(state, line, n, part, group, taken):
            continue
        verb = entry_of(line, part, group)
        if _refuses(state, line, n, part, group, verb, taken):
            continue
        if verb is None or (
            group.governor.startswith("continu") and verb.type in PHYSICAL | {"AGREE", "CONCEDE"}
        ):
            continue
        act = Act(verb, group)
        if fill_roles(state, line, n, part, act):
            _emit(state, line, n, part, act, taken)


_MUST = re.compile(r"\s*(?:must|should|ought|has\s+to|have\s+to|needs?\s+to)\b")


def _obliges(
    state: State, line: Line, n: int, part: Clause, group: Group, taken: list[tuple[int, int]]
) -> bool:
    """What a speaker says that another side must do is asked of it: "Baghdad must honour the contracts, he said"."""
    if (
        not group.finite
        or group.passive
        or group.negated
        or not _MUST.match(line.plain[line.toks[group.first].start :])
        or part.kind in ("rel", "sub", "if")
    ):
        return False
    subject = subject_of(state, line, part)
    chain, frame = told_by(state, line, group.verb)
    if (
        not subject
        or not chain
        or subject[0] not in state.aliases
        or (frame is not None and frame.lemma == "deny")
    ):
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
_NOT_ONE = re.compile(
    r"\s+(?:[\w'-]+\s+){0,5}?(?:no|a\s+(?:single|cent)|one\s+(?:cent|barrel|dollar|drop|more))\b"
)


def _refuses(
    state: State, line: Line, n: int, part: Clause, group: Group, entry: Verb | None, taken: list[tuple[int, int]],
) -> bool:  # fmt: skip
    """What somebody will not do until something else happens is refused: "the companies will not load until they are paid"."""
    if (
        group.mood not in ("future", "hypothetical")
        or group.passive
        or part.kind in ("rel", "if")
        or group.lemmas == ("be",)
    ):
        return False
    if not group.finite or not re.match(r"(?:will|would|wo|are|is|shall|'ll)\b", line.toks[group.first].low):
        return False
    rest = line.plain[line.toks[group.verb].end :]
    negated = group.negated or (entry is not None and bool(_NOT_ONE.match(rest)))
    actors = subject_of(state, line, part)
    subject = subject_text(line, part, group).strip().lower()
    if (
        not negated
        or not (actors or subject in ("we", "they", "i"))
        or subject in ("it", "this", "that", "there")
    ):
        return False
    chain, _ = told_by(state, line, group.verb)
    own = bool(chain) and bool(actors) and side_of(state, chain[-1].who) == side_of(state, actors[0])
    harmful = entry is not None and entry.type in _HARM
    if harmful or not (_UNTIL.search(rest) or (own and entry is not None and entry.type in _GIVING)):
        return False
    start, end = span_of(line, n, part, group)
    date, precision, by = date_of(state, line, start, end, "REJECT", replace(group, mood=""), n)
    targets = (
        hidden_target(state, line, Act(Verb("refuse", "REJECT"), group, actors), part.last)
        or asker(state, actors)
        or opponent_of(state, actors)
    )
    taken.append((group.first, part.last))
    put(state, line, start, end, "REJECT", "change", (), actors, targets, _channel(state, line, Verb("refuse", "REJECT")), date, precision, by,
        -1, chain, "will-not:REJECT/change", group)  # fmt: skip
    return True


def _hopes(
    state: State, line: Line, n: int, part: Clause, group: Group, taken: list[tuple[int, int]]
) -> bool:
    """What a party hopes or aims to do is a forecast of its own: "the operator hopes to load a tanker in May"."""
    if (
        group.governor not in ("hopes", "hope", "aims", "aim")
        or part.kind in ("rel", "sub")
        or not TOPIC.search(line.plain)
    ):
        return False
    actors = subject_of(state, line, part)
    if not actors or actors[0] not in state.aliases:
        return False
    start, end = span_of(line, n, part, group)
    chain, frame = told_by(state, line, group.verb)
    taken.append((group.first, part.last))
    put_claim(
        state,
        line,
        start,
        end,
        "forecast",
        actors[:1],
        chain or (link(actors[0], state.aliases),),
        frame,
        group,
    )
    return True


def _purpose(state: State, line: Line, group: Group) -> bool:
    """What a contact is for: "called to press for a restart" asks for it."""
    return (
        group.governor != ""
        and state.contact[0] == line.sentence.start
        and bool(_PURPOSE & set(group.lemmas))
        and line.toks[group.first].low == "to"
    )


_PURPOSE = word_set("press urge demand ask request push lobby call appeal persuade insist protest")


def _emit(state: State, line: Line, n: int, part: Clause, act: Act, taken: list[tuple[int, int]]) -> None:
    verb, group = act.verb, act.group
    start, end = span_of(line, n, part, group)
    chain, frame = told_by(state, line, group.verb)
    chain = _hedged(line, chain)
    if frame is not None and frame.lemma == "deny":
        return  # what is denied is a claim, not an act
    negated = _negated(line, part, group)
    speaker = chain[-1].who if chain and (frame is not None or state.voice or state.issuer) else ""
    own = (
        bool(act.actors)
        and bool(speaker)
        and any(side_of(state, a) == side_of(state, speaker) for a in act.actors)
    )
    first_person = bool(re.match(r"(?:we|i|our)\b", subject_text(line, part, group).strip(), re.I))
    ahead = group.mood in ("future", "hypothetical")
    conditional = bool(_CONDITION.search(line.plain))
    if ahead and own and not negated:
        verb, act = _said_of_oneself(act, frame, first_person, conditional)
        if not act.targets and frame is not None and frame.told in state.aliases:
            act.targets = (frame.told,)
    elif (
        ahead
        and not negated
        and frame is not None
        and conditional
        and frame.lemma in _WARN
        and verb.type in _HARM
    ):
        verb = replace(verb, type="THREATEN", mode="restrict")
        act.actors, act.targets, own = frame.speakers[:1], (frame.told,) if frame.told else act.targets, True
    elif negated and verb.lemma == "accept" and verb.type in ("CONCEDE", "AGREE") and not ahead:
        verb, negated = replace(verb, type="REJECT", mode="change"), False
    elif (
        group.mood == "future"
        and negated
        and verb.type in _GIVING
        and any(a in state.aliases for a in act.actors)
    ):
        verb, negated, own = replace(verb, type="REJECT", mode="change"), False, True
        act.targets = act.targets or opponent_of(state, act.actors)
    elif ahead and negated and own and verb.type in _GIVING:
        verb, negated = replace(verb, type="REJECT", mode="change"), False  # "will not extend the contract"
        act.targets = act.targets or asker(state, act.actors)
    elif (
        negated
        and verb.type in ("SANCTION", "ASSAULT", "COERCE", "ACCUSE", "THREATEN", "REQUEST")
        and speaker
        and not ahead
    ):
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


_WARN = word_set("warn caution vow swear threaten insist say tell state announce promise")
_TELLS_THREAT = word_set("warn caution vow swear threaten promise")


def _said_of_oneself(
    act: Act, frame: Frame | None, first_person: bool, conditional: bool
) -> tuple[Verb, Act]:
    """What a speaker says that he himself will do: a threat, a promise, or a plan."""
    verb = act.verb
    harmful = verb.type in _HARM or (verb.type == "ACCUSE" and verb.channel == "court")
    lemma = frame.lemma if frame is not None else ""
    if harmful and (
        conditional or first_person or lemma in _TELLS_THREAT or act.group.mood == "hypothetical"
    ):
        mode = "legal" if verb.type == "ACCUSE" else "violence" if verb.type == "ASSAULT" else "restrict"
        verb = replace(verb, type="THREATEN", mode=mode, channel="")
        if frame is not None and not first_person:
            act.actors = frame.speakers[:1]
    elif verb.type == "COOPERATE" and verb.mode in ("pay", "deliver", "start", "resume"):
        verb = replace(verb, type="AGREE", mode="promise", channel="")
    return verb, Act(verb, act.group, act.actors, act.targets)


def _negated(line: Line, part: Clause, group: Group) -> bool:
    rest = line.plain[line.toks[group.verb].end :]
    return (
        group.negated
        or bool(
            re.match(
                r"\s*(?:no|neither|nobody|none|not\s+(?:one|a)|nothing)\b",
                subject_text(line, part, group),
                re.I,
            )
        )
        or bool(
            re.match(
                r"\s+(?:\w+\s+)?no\s+(?:\w+\s+)?(?:agreement|deal|accord|contract|understanding|extension|undertaking|commitment|assurance|guarantee|talks|meeting|progress|payment)",
                rest,
            )
        )
        or bool(re.match(r"\s+not\s+(?:one|a\s+single)\b", rest))
    )


def _forecast(
    state: State, line: Line, act: Act, verb: Verb, start: int, end: int, chain: tuple[Attribution, ...], frame: Frame | None, speaker: str,
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


def _about_others(state: State, line: Line, n: int, act: Act) -> bool:
    """A promise that others will act, or that things will go well, is a forecast: "promised that a restart was imminent"."""
    inner = next((p for p in line.parts[n + 1 :] if p.host == n and p.kind == "that"), None)
    if inner is None or inner.verb is None or not act.actors:
        return False
    names = people(state, line, before_verb(line.who, line.toks, inner))
    if names:
        return not any(side_of(state, a) == side_of(state, b) for a in act.actors for b in names)
    text = subject_text(line, inner, inner.verb).strip().lower()
    return text not in ("it", "they", "he", "she", "we", "i") and (
        inner.verb.lemmas == ("be",) or not inner.verb.passive
    )


def _auxiliary(group: Group, negated: bool, verb: Verb) -> tuple[str, ...]:
    out: list[str] = []
    if verb.type not in ("THREATEN", "AGREE") and (
        group.mood == "future" or group.governor in ("due", "set", "scheduled", "planned")
    ):
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
        if state.occasion[1] and 0 <= line.sentence.paragraph - state.occasion[2] <= (
            2 if state.issuer else 0
        ):
            return state.occasion[1]
        return "statement" if state.issuer else "none"
    if verb.type not in SPEECH and verb.type != "CONSULT" and not verb.channel:
        if _DECIDED.search(line.plain):
            return "decision"
        return "none" if verb.type in PHYSICAL - {"AID"} else channel
    return channel


_DECIDED = re.compile(r"\b(?:cabinet|board|parliament|council of ministers|regulator|assembly)\b", re.I)


def _mode(verb: Verb, plain: str) -> str:
    if verb.type == "ASSAULT" and not verb.mode:
        low = plain.lower()
        if "drone" in low:
            return "drone"
        return (
            "explosive"
            if re.search(r"bomb|explos|blast|mine", low)
            else "fire"
            if re.search(r"rocket|missile|gun|shell|fire", low)
            else ""
        )
    return verb.mode


def _hedged(line: Line, chain: tuple[Attribution, ...]) -> tuple[Attribution, ...]:
    hedge = HEDGE.search(line.plain)
    if hedge and chain:
        return (*chain[:-1], chain[-1].model_copy(update={"hedge": hedge.group().lower()}))
    return chain
