"""Every form of every verb the rules know."""

from __future__ import annotations

# fmt: off
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from netback.reading.words import OTHER_VERBS, SAY

__all__ = ["VerbForm", "inflections"]

_IRREGULAR = {
    "acquit": "acquitted acquitted", "admit": "admitted admitted", "allot": "allotted allotted", "answer": "answered answered",
    "appeal": "appealed appealed", "arise": "arose arisen", "awake": "awoke awoken", "back": "backed backed", "ban": "banned banned",
    "bear": "bore borne", "beat": "beat beaten", "become": "became become", "begin": "began begun", "bend": "bent bent", "bet": "bet bet",
    "bid": "bid bid", "bind": "bound bound", "bite": "bit bitten", "bleed": "bled bled", "block": "blocked blocked", "blow": "blew blown",
    "break": "broke broken", "breed": "bred bred", "bring": "brought brought", "build": "built built", "burn": "burnt burnt", "buy": "bought bought",
    "call": "called called", "cancel": "cancelled cancelled", "cast": "cast cast", "catch": "caught caught", "chat": "chatted chatted",
    "choose": "chose chosen", "cling": "clung clung", "come": "came come", "commit": "committed committed", "compel": "compelled compelled",
    "confer": "conferred conferred", "control": "controlled controlled", "cost": "cost cost", "counter": "countered countered",
    "creep": "crept crept", "cut": "cut cut", "deal": "dealt dealt", "defer": "deferred deferred", "deliver": "delivered delivered",
    "deter": "deterred deterred", "dial": "dialled dialled", "dig": "dug dug", "discover": "discovered discovered", "dispel": "dispelled dispelled",
    "drag": "dragged dragged", "draw": "drew drawn", "drink": "drank drunk", "drive": "drove driven", "drop": "dropped dropped",
    "drum": "drummed drummed", "dub": "dubbed dubbed", "eat": "ate eaten", "equal": "equalled equalled", "equip": "equipped equipped",
    "excel": "excelled excelled", "expect": "expected expected", "expel": "expelled expelled", "fall": "fell fallen", "feed": "fed fed",
    "feel": "felt felt", "fight": "fought fought", "find": "found found", "fire": "fired fired", "fit": "fitted fitted", "flag": "flagged flagged",
    "flap": "flapped flapped", "flee": "fled fled", "flip": "flipped flipped", "fly": "flew flown", "forbid": "forbade forbidden",
    "forecast": "forecast forecast", "foresee": "foresaw foreseen", "forget": "forgot forgotten", "forgive": "forgave forgiven",
    "forgo": "forwent forgone", "freeze": "froze frozen", "fuel": "fuelled fuelled", "fulfil": "fulfilled fulfilled", "get": "got got",
    "give": "gave given", "go": "went gone", "grab": "grabbed grabbed", "grind": "ground ground", "grip": "gripped gripped", "grow": "grew grown",
    "hand": "handed handed", "hang": "hung hung", "happen": "happened happened", "hear": "heard heard", "hide": "hid hidden", "hit": "hit hit",
    "hold": "held held", "hop": "hopped hopped", "hug": "hugged hugged", "hurt": "hurt hurt", "incur": "incurred incurred",
    "infer": "inferred inferred", "initial": "initialled initialled", "instil": "instilled instilled", "jam": "jammed jammed", "jog": "jogged jogged",
    "keep": "kept kept", "knit": "knitted knitted", "knot": "knotted knotted", "know": "knew known", "label": "labelled labelled",
    "lag": "lagged lagged", "lay": "laid laid", "lead": "led led", "leave": "left left", "lend": "lent lent", "let": "let let",
    "level": "levelled levelled", "lie": "lay lain", "light": "lit lit", "limit": "limited limited", "log": "logged logged", "lose": "lost lost",
    "make": "made made", "map": "mapped mapped", "marvel": "marvelled marvelled", "mean": "meant meant", "meet": "met met",
    "mislead": "misled misled", "model": "modelled modelled", "mop": "mopped mopped", "nag": "nagged nagged", "nod": "nodded nodded",
    "occur": "occurred occurred", "offer": "offered offered", "omit": "omitted omitted", "open": "opened opened", "order": "ordered ordered",
    "overcome": "overcame overcome", "overrun": "overran overrun", "oversee": "oversaw overseen", "overthrow": "overthrew overthrown",
    "overturn": "overturned overturned", "pad": "padded padded", "panel": "panelled panelled", "pat": "patted patted", "pay": "paid paid",
    "permit": "permitted permitted", "phone": "phoned phoned", "pin": "pinned pinned", "pit": "pitted pitted", "plan": "planned planned",
    "plot": "plotted plotted", "plug": "plugged plugged", "prefer": "preferred preferred", "prod": "prodded prodded", "prop": "propped propped",
    "propel": "propelled propelled", "prove": "proved proven", "pump": "pumped pumped", "put": "put put", "quarrel": "quarrelled quarrelled",
    "quit": "quit quit", "read": "read read", "rebel": "rebelled rebelled", "rebuff": "rebuffed rebuffed", "rebuild": "rebuilt rebuilt",
    "rebut": "rebutted rebutted", "recall": "recalled recalled", "recur": "recurred recurred", "refer": "referred referred",
    "refuse": "refused refused", "remain": "remained remained", "remit": "remitted remitted", "reopen": "reopened reopened", "repay": "repaid repaid",
    "rerun": "reran rerun", "restart": "restarted restarted", "reveal": "revealed revealed", "rewrite": "rewrote rewritten", "ride": "rode ridden",
    "rig": "rigged rigged", "ring": "rang rung", "rip": "ripped ripped", "rise": "rose risen", "rival": "rivalled rivalled", "rob": "robbed robbed",
    "rub": "rubbed rubbed", "rule": "ruled ruled", "run": "ran run", "sag": "sagged sagged", "sap": "sapped sapped", "say": "said said",
    "scan": "scanned scanned", "scar": "scarred scarred", "scrap": "scrapped scrapped", "see": "saw seen", "seek": "sought sought",
    "sell": "sold sold", "send": "sent sent", "set": "set set", "shake": "shook shaken", "shed": "shed shed", "shell": "shelled shelled",
    "ship": "shipped shipped", "shoot": "shot shot", "shop": "shopped shopped", "shovel": "shovelled shovelled", "show": "showed shown",
    "shrink": "shrank shrunk", "shut": "shut shut", "signal": "signalled signalled", "sing": "sang sung", "sink": "sank sunk", "sit": "sat sat",
    "skip": "skipped skipped", "slam": "slammed slammed", "slap": "slapped slapped", "sleep": "slept slept", "slide": "slid slid",
    "slip": "slipped slipped", "slot": "slotted slotted", "snap": "snapped snapped", "snub": "snubbed snubbed", "speak": "spoke spoken",
    "speed": "sped sped", "spend": "spent spent", "spill": "spilt spilt", "spin": "spun spun", "split": "split split", "spot": "spotted spotted",
    "spread": "spread spread", "spring": "sprang sprung", "stand": "stood stood", "steal": "stole stolen", "step": "stepped stepped",
    "stick": "stuck stuck", "stir": "stirred stirred", "stop": "stopped stopped", "stride": "strode stridden", "strike": "struck struck",
    "string": "strung strung", "strip": "stripped stripped", "strive": "strove striven", "submit": "submitted submitted", "sue": "sued sued",
    "suffer": "suffered suffered", "swap": "swapped swapped", "swear": "swore sworn", "sweep": "swept swept", "swim": "swam swum",
    "swing": "swung swung", "tag": "tagged tagged", "take": "took taken", "tap": "tapped tapped", "teach": "taught taught", "tear": "tore torn",
    "tell": "told told", "think": "thought thought", "threaten": "threatened threatened", "throw": "threw thrown", "tip": "tipped tipped",
    "top": "topped topped", "total": "totalled totalled", "transfer": "transferred transferred", "transmit": "transmitted transmitted",
    "trap": "trapped trapped", "travel": "travelled travelled", "trim": "trimmed trimmed", "trip": "tripped tripped", "tug": "tugged tugged",
    "tunnel": "tunnelled tunnelled", "undergo": "underwent undergone", "understand": "understood understood", "undertake": "undertook undertaken",
    "undo": "undid undone", "unfreeze": "unfroze unfrozen", "uphold": "upheld upheld", "upset": "upset upset", "veto": "vetoed vetoed",
    "visit": "visited visited", "wake": "woke woken", "wear": "wore worn", "weep": "wept wept", "win": "won won", "wind": "wound wound",
    "withdraw": "withdrew withdrawn", "withhold": "withheld withheld", "withstand": "withstood withstood", "wrap": "wrapped wrapped",
    "write": "wrote written",
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
    if past.endswith("lled") and not lemma.endswith("ll"):  # American spelling: "canceled", "signaling"
        put(lemma + "ed", "past")
        put(lemma + "ed", "part")
        put(lemma + "ing", "ing")
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
