"""Every form of every verb the rules know."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from netback.reading.words import OTHER_VERBS, SAY

__all__ = ["VerbForm", "inflections"]

_IRREGULAR = {
    "meet": "met met", "hold": "held held", "speak": "spoke spoken", "tell": "told told", "say": "said said", "shut": "shut shut",
    "cut": "cut cut", "pay": "paid paid", "lend": "lent lent", "give": "gave given", "send": "sent sent", "withdraw": "withdrew withdrawn",
    "withhold": "withheld withheld", "hit": "hit hit", "strike": "struck struck", "begin": "began begun", "write": "wrote written",
    "make": "made made", "take": "took taken", "find": "found found", "let": "let let", "bring": "brought brought", "put": "put put",
    "sue": "sued sued", "see": "saw seen", "go": "went gone", "rule": "ruled ruled", "come": "came come", "fall": "fell fallen",
    "win": "won won", "lose": "lost lost", "break": "broke broken", "set": "set set", "sit": "sat sat", "back": "backed backed",
    "stop": "stopped stopped", "ban": "banned banned", "drop": "dropped dropped", "admit": "admitted admitted", "veto": "vetoed vetoed",
    "permit": "permitted permitted", "submit": "submitted submitted", "pump": "pumped pumped", "block": "blocked blocked",
    "commit": "committed committed", "blow": "blew blown", "fly": "flew flown", "fire": "fired fired", "get": "got got",
    "lead": "led led", "rebuff": "rebuffed rebuffed", "phone": "phoned phoned", "fight": "fought fought", "swear": "swore sworn", "foresee": "foresaw foreseen", "think": "thought thought", "know": "knew known",
    "expect": "expected expected", "hear": "heard heard", "seek": "sought sought", "stand": "stood stood", "do": "did done",
    "be": "was been", "hand": "handed handed", "become": "became become", "remain": "remained remained", "keep": "kept kept",
    "rise": "rose risen", "rebut": "rebutted rebutted", "step": "stepped stepped", "forgo": "forwent forgone", "grow": "grew grown",
    "restart": "restarted restarted", "refer": "referred referred", "plan": "planned planned", "leave": "left left",
    "tap": "tapped tapped", "run": "ran run", "sell": "sold sold", "buy": "bought bought", "build": "built built", "feed": "fed fed",
    "initial": "initialled initialled", "have": "had had", "feel": "felt felt", "travel": "travelled travelled", "open": "opened opened", "order": "ordered ordered",
    "offer": "offered offered", "counter": "countered countered", "transfer": "transferred transferred", "suffer": "suffered suffered",
    "deliver": "delivered delivered", "discover": "discovered discovered", "answer": "answered answered", "visit": "visited visited",
    "threaten": "threatened threatened", "happen": "happened happened", "reopen": "reopened reopened", "limit": "limited limited",
    "refuse": "refused refused", "signal": "signalled signalled", "cancel": "cancelled cancelled", "reveal": "revealed revealed",
    "shell": "shelled shelled", "appeal": "appealed appealed", "call": "called called", "recall": "recalled recalled",
}  # fmt: skip


@dataclass(frozen=True)
class VerbForm:
    """What a word can be: base, s, past, part, ing."""

    lemma: str
    tags: frozenset[str]


def _inflect(lemma: str) -> dict[str, set[str]]:
    out: dict[str, set[str]] = {lemma: {"base"}}

    def put(form: str, tag: str) -> None:
        out.setdefault(form, set()).add(tag)

    if lemma.endswith(("s", "x", "z", "ch", "sh", "o")):
        put(lemma + "es", "s")
    elif lemma.endswith("y") and lemma[-2] not in "aeiou":
        put(lemma[:-1] + "ies", "s")
    else:
        put(lemma + "s", "s")
    if lemma in _IRREGULAR:
        past, part = _IRREGULAR[lemma].split()
    elif lemma.endswith("e"):
        past = part = lemma + "d"
    elif lemma.endswith("y") and lemma[-2] not in "aeiou":
        past = part = lemma[:-1] + "ied"
    else:
        past = part = lemma + "ed"
    short = re.fullmatch(r"[^aeiou]*[aeiou][^aeiouwxy]", lemma) and lemma not in _IRREGULAR
    if short and past == lemma + "ed":
        past = part = lemma + lemma[-1] + "ed"  # "barred", "shipped"
    stem = lemma[:-1] if lemma.endswith("e") and not lemma.endswith("ee") else lemma
    if (past.endswith(stem[-1] * 2 + "ed") and stem[-1:] != stem[-2:-1]) or lemma in (
        "hit",
        "cut",
        "shut",
        "set",
        "sit",
        "put",
        "get",
        "let",
        "begin",
        "run",
        "win",
    ):
        stem += stem[-1]
    put(past, "past")
    put(part, "part")
    put(stem + "ing", "ing")
    for form, tag in (("traveled", "past"), ("canceled", "past"), ("signaled", "past")):
        if lemma.endswith("el") and form.startswith(lemma):
            put(form, tag)
            put(form, "part")
    return out


@lru_cache(maxsize=1)
def _unlisted() -> tuple[str, ...]:
    return (*sorted(SAY), *_IRREGULAR, *OTHER_VERBS)


def inflections(listed: Iterable[str]) -> dict[str, tuple[VerbForm, ...]]:
    """Every form, in small letters, of the verbs of the lexicon and of those that only make clauses."""
    out: dict[str, list[VerbForm]] = {}
    for lemma in dict.fromkeys([*listed, *_unlisted()]):
        if lemma in ("be", "have", "do"):
            continue
        for form, tags in _inflect(lemma).items():
            out.setdefault(form, []).append(VerbForm(lemma, frozenset(tags)))
    return {form: tuple(found) for form, found in out.items()}
