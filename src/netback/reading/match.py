"""Which entry of the lexicon a clause fits."""

from __future__ import annotations

import re
from dataclasses import replace

from netback.reading.clauses import Clause
from netback.reading.grammar import Group
from netback.reading.lexicon import FLOW, Verb, compiled, entries
from netback.reading.reference import (
    subject_text,
)
from netback.reading.scene import Line
from netback.reading.words import word_set

__all__ = ["PHYSICAL", "WIDE", "entry_of"]

PHYSICAL = frozenset(["COOPERATE", "COERCE", "SANCTION", "ASSAULT", "MOBILIZE", "PROTEST", "RETREAT", "AID"])
WIDE = frozenset(["REQUEST", "THREATEN", "SANCTION", "ACCUSE"])
"""Types whose pattern may run past the end of the clause."""
_ALONE = word_set(
    "halt stop suspend resume restart reopen start begin close shut cease pause leave sail depart load arrive dock berth"
)
"""Verbs that report an act of a flow without anything after them."""
_COURT = re.compile(r"\b(?:courts?|tribunal|judges?|arbitrat\w+|panel|chamber|magistrate|bench|ICC)\b", re.I)
_LOCALS = re.compile(
    r"\b(?:residents?|villagers?|workers?|protest\w+|demonstrators?|tribes\w+|strikers?|farmers?|youths?|movement|elders?|employees|students|teachers|drivers|activists|"
    r"communit\w+|gathering|tribes|members|locals|crowds?|unions?|fishermen|families|guards|hauliers|truckers|unemployed|graduates)\b",
    re.I,
)
_HARM_INF = re.compile(
    r"\s+(?:[\w'-]+\s+){0,4}?to\s+(?:\w+ly\s+)?(?:stop|halt|close|shut|block|cut|sue|punish|retaliate|expel|seize|strike|attack|disrupt|withhold|suspend|freeze|cancel|terminate|"
    r"blockade|evict|sack|arrest|down\s+tools|take\s+(?:legal|over|control|the\s+matter)|keep\s+[^.;]{0,40}?(?:shut|closed|blocked)|turn\s+off|fire\s+on|bomb|target|walk\s+(?:out|away|off)|pull\s+out|"
    r"leave|go\s+to\s+(?:court|arbitration)|boycott|ban|bar|impose|restrict|hold\s+back|declare\s+force|occupy|switch\s+off|respond\s+with\s+force|march|escalate)\b"
)
_VOLUME = word_set(
    "pump ship sell export load lift truck produce buy take purchase import run flow move extract handle share exchange"
)
"""What a field or port does every day: with a number after it, a quantity and no act."""


def entry_of(line: Line, part: Clause, group: Group) -> Verb | None:
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
            if _fits(line, group, verb, subject, wide if verb.type in WIDE and verb.after else rest, wide):
                best = verb
    if (
        best is None
        and group.governor in ("began", "begun", "started")
        and _VOLUME & set(group.lemmas)
        and _mover(re.split(r"\s(?:of|from|at|in)\s", subject)[0])
    ):
        return Verb("start", "COOPERATE", "start", intransitive=True)  # "gas began to flow"
    if best is None or _is_state(line, group, best) or _habit(line, group, best, rest, at, last):
        return None
    return _resorted(best, group, subject, rest)


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
    if verb.lemma in _ANAPHORA and (
        _PRONOUN.match(text)
        if not group.passive
        else verb.passive_after is not None and subject.strip().lower() in ("it", "they", "these", "both")
    ):
        if verb.type in ("CONSULT", "CLAIM") or not (verb.after or verb.subject):
            return False
        return (
            compiled(verb.passive_after or "").match(text) is not None
            if group.passive
            else verb.after.startswith(r"\s+(?:(?!") or not verb.after
        )
    if verb.mode == "convict" and not (
        _COURT.search(subject) or (_COURT.search(line.plain) and verb.lemma != "order")
    ):
        return False
    if group.passive:
        if verb.passive_after is None or not compiled(verb.passive_after).match(
            wide if verb.type == "REQUEST" else text
        ):
            return False
        return of_subject is None or of_subject.search(subject) is not None
    if (
        verb.intransitive
        and verb.lemma in ("expire", "lapse", "run")
        and subject.strip().lower() == "it"
        and verb.type == "SANCTION"
    ):
        return bool(re.match(r"\s*(?:out\b(?!\s+of)|[.,;]|$)", text)) or verb.lemma != "run"
    if verb.intransitive and of_subject is not None:
        head = re.split(r"\s(?:of|on|over|from|through|to|for|in|at)\s", subject)[0]
        if (
            of_subject.search(head)
            and _no_object(text)
            and (not verb.after or verb.lemma in _ALONE or compiled(verb.after).match(text))
        ):
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
    return (
        bool(near)
        and not near[0].possessive
        and not near[0].prep
        and (near[0].known or near[0].kind == "person")
    )


_PHRASE = re.compile(
    r"\s+(?:to|with|before|in|at|upon|on|from)\s+(?:(?!an?\b)[\w'-]+\s+){1,7}?(?=(?:an?|its|his|her|their|the)\s)"
)


def _shifted(verb: Verb, text: str) -> bool:
    """Whether the object stands after a phrase: "lodged with the court a complaint"."""
    if verb.type not in ("ACCUSE", "CONSULT", "REQUEST", "AGREE", "COERCE") or not verb.after.startswith(
        r"\s+(?:(?!"
    ):
        return False
    phrase = _PHRASE.match(text)
    return phrase is not None and compiled(verb.after).match(text[phrase.end() - 1 :]) is not None


_ANAPHORA = word_set(
    "lift withdraw reopen restart resume close shut halt suspend sign free release seize detain arrest ratify reject restore revoke annul accept"
)
"""Verbs whose "it" is what they usually take."""
_PRONOUN = re.compile(r"\s+(?:it|them|both)\b(?!\s+to\b)")
_BOTH_WAYS = frozenset(["discontinue", "resume", "start", "meeting"])
"""Modes of verbs that are transitive as well: "halted exports", "exports halted"."""


def _mover(head: str) -> bool:
    return bool(re.fullmatch(rf"(?:the\s+|its\s+|oil\s+|crude\s+|gas\s+)*{FLOW}", head.strip(), re.I))


def _no_object(rest: str) -> bool:
    return not re.match(r"\s+(?:the|its|all|their|his|oil|crude|gas|exports|some|any|a|an)\b", rest) or bool(
        re.match(
            r"\s+(?:the\s+(?:day|next|previous|same|following)|a\s+(?:day|week|month|year)|all\s+(?:day|night))\b",
            rest,
        )
    )


def _is_state(line: Line, group: Group, verb: Verb) -> bool:
    """ "The border is closed" and "the line carries" are states; "is being closed" and "was closed" are acts."""
    words = [t.low for t in line.toks[group.first : group.verb]]
    if verb.type not in PHYSICAL or group.mood == "future":
        return False
    if group.passive and words[:1] in (["is"], ["are"]) and "being" not in words and "been" not in words:
        return not any(d.role == "since" for d in line.dates)
    present = (
        group.first == group.verb
        and not group.passive
        and bool(group.tags & {"s", "base"})
        and "past" not in group.tags
    )
    return present and not line.headline and not any(d.role == "since" for d in line.dates)


def _habit(line: Line, group: Group, verb: Verb, rest: str, at: int, last: int) -> bool:
    """A day's work with its number is a quantity, no act: "the port loaded 300,000 barrels a day"."""
    if verb.type != "COOPERATE" or verb.lemma not in _VOLUME or group.passive:
        rate = any(q.unit == "bbl/day" for q in line.quantities)
        return verb.type == "COOPERATE" and verb.lemma in _VOLUME and (rate or bool(_RATE.search(line.plain)))
    end = line.toks[last - 1].end
    if re.search(r"\b(?:cargo|tanker|shipment|parcel|consignment|convoy)\b", rest) and verb.lemma in (
        "load",
        "ship",
        "export",
        "lift",
    ):
        return any(at <= q.start < end and q.unit == "bbl/day" for q in line.quantities)
    return any(at <= q.start < end and q.unit.startswith("bbl") for q in line.quantities)


_RATE = re.compile(r"\b(?:at\s+an?\s+(?:average|realised|realized)|on\s+average|average[ds]?)\b", re.I)


def _resorted(verb: Verb, group: Group, subject: str, rest: str) -> Verb:
    """The type that subject and object make of an entry."""
    stops = verb.type == "SANCTION" and verb.mode == "discontinue" and not group.passive
    if (
        stops
        and _LOCALS.search(subject)
        and not re.search(r"\b(?:port|coast|border|frontier)\s+guard", subject, re.I)
    ):
        return replace(verb, type="PROTEST", mode="obstruct")  # closed by those who live or work there
    if (
        verb.type == "COERCE"
        and verb.mode in ("seize", "restrict")
        and not group.passive
        and _LOCALS.search(subject)
        and not re.search(r"\bguard", subject)
    ):
        return replace(verb, type="PROTEST", mode="obstruct")
    if verb.type == "REQUEST" and verb.lemma in ("order", "instruct", "direct") and _COURT.search(subject):
        return replace(verb, type="SANCTION", mode="convict", channel="court")
    if (
        verb.type == "ACCUSE"
        and verb.lemma == "condemn"
        and (_COURT.search(subject) or re.search(r"\bto\s+(?:pay|the\s+payment)\b", rest))
    ):
        return replace(verb, type="SANCTION", mode="convict", channel="court")
    if verb.type == "SUPPORT" and verb.lemma in ("endorse", "back") and _HOUSE.search(subject):
        return replace(verb, type="AGREE", mode="", channel="decision")
    if (
        verb.type in ("AGREE", "REQUEST")
        and verb.lemma in _VOWS
        and (_HARM_INF.match(rest) or (verb.lemma in ("vow", "swear") and re.match(r"\s+not\s+to\b", rest)))
    ):
        return replace(verb, type="THREATEN", mode="restrict")
    if verb.type == "RETREAT" and verb.lemma in ("let", "allow", "permit") and re.match(r"\s+no\b", rest):
        return replace(
            verb,
            type="PROTEST" if _LOCALS.search(subject) else "COERCE",
            mode="obstruct" if _LOCALS.search(subject) else "restrict",
        )
    if (
        verb.type == "COOPERATE"
        and re.search(r"\bcentral\s+bank\b|\bbudget\s+support\b", rest)
        and verb.lemma in ("deposit", "wire", "transfer", "send")
    ):
        return replace(verb, type="AID", mode="")
    return verb


_HOUSE = re.compile(
    r"\b(?:cabinet|parliament|board|assembly|council|senate|chamber|committee|shareholders|lawmakers|majlis|government)\b",
    re.I,
)
_VOWS = word_set("vow swear promise pledge undertake prepare offer")
