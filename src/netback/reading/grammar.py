"""Words, clauses and verb groups of one sentence: as much grammar as the rules need, without a parser."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from netback.reading.lexicon import NOUNISH, VerbForm, forms

__all__ = ["Clause", "Group", "Token", "clauses", "tokens", "verb_groups"]

_TOKEN = re.compile(r"[A-Za-z0-9$%@#&_]+(?:[.'’/&-][A-Za-z0-9]+)*|[^\sA-Za-z0-9]")
BE = frozenset(["is", "are", "was", "were", "be", "been", "being", "am", "'s", "'re"])
FINITE_BE = frozenset(["is", "are", "was", "were", "am"])
HAVE = frozenset(["has", "have", "had", "having"])
DO = frozenset(["do", "does", "did"])
WILL = frozenset(["will", "shall", "'ll"])
MODAL = frozenset(["would", "could", "can", "may", "might", "should", "must"])
NEG = frozenset(["not", "never", "n't", "no", "hardly", "neither", "nor", "without"])
_ADVERB = frozenset(
    [
        "also",
        "again",
        "already",
        "still",
        "later",
        "then",
        "now",
        "soon",
        "since",
        "once",
        "twice",
        "yet",
        "just",
        "ever",
        "always",
        "often",
        "only",
        "even",
        "jointly",
        "reportedly",
        "publicly",
        "formally",
        "officially",
        "repeatedly",
        "immediately",
        "recently",
        "finally",
        "initially",
        "separately",
        "temporarily",
        "partially",
        "fully",
        "both",
        "all",
        "each",
        "not",
        "never",
        "n't",
        "indeed",
        "thus",
        "therefore",
        "meanwhile",
        "instead",
        "first",
        "long",
        "to-date",
        "today",
        "yesterday",
        "tomorrow",
    ]
)
_DET = frozenset(
    [
        "the",
        "a",
        "an",
        "this",
        "that",
        "these",
        "those",
        "its",
        "his",
        "her",
        "their",
        "our",
        "my",
        "your",
        "any",
        "some",
        "no",
        "every",
        "each",
        "both",
        "all",
        "another",
        "such",
        "which",
        "whose",
    ]
)
PREP = frozenset(
    [
        "in",
        "at",
        "on",
        "of",
        "to",
        "from",
        "for",
        "with",
        "by",
        "through",
        "via",
        "near",
        "under",
        "over",
        "into",
        "onto",
        "against",
        "between",
        "among",
        "across",
        "after",
        "before",
        "since",
        "during",
        "without",
        "within",
        "inside",
        "outside",
        "around",
        "about",
        "towards",
        "toward",
        "behind",
        "beyond",
        "upon",
        "despite",
        "per",
        "as",
        "than",
        "until",
        "throughout",
        "following",
    ]
)
_NUMBERS = frozenset(
    [
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "several",
        "many",
        "some",
        "few",
    ]
)
_SUBORD = frozenset(
    [
        "after",
        "before",
        "because",
        "while",
        "when",
        "where",
        "whereas",
        "although",
        "though",
        "if",
        "unless",
        "until",
        "once",
        "since",
        "as",
        "so",
        "whether",
        "that",
        "which",
        "who",
        "whom",
        "lest",
    ]
)
_JOIN = frozenset(["and", "but", "or", "nor", "yet"])


@dataclass(frozen=True)
class Token:
    """A word or mark.

    Parameters
    ----------
    start, end : int
        Offsets in the sentence.
    text, low : str
        As written (folded), and in small letters.
    """

    start: int
    end: int
    text: str
    low: str


@dataclass
class Clause:
    """A stretch of tokens with at most one verb group that counts.

    Parameters
    ----------
    first, last : int
        Token range, last excluded.
    kind : str
        main, that, sub, if, rel, and.
    word : str
        The word that opened it.
    """

    first: int
    last: int
    kind: str
    word: str = ""
    groups: list[Group] = field(default_factory=list)


@dataclass(frozen=True)
class Group:
    """A verb with its helpers.

    Parameters
    ----------
    first, verb, last : int
        Tokens: first helper, main verb, one past the main verb.
    lemmas : tuple of str
        What the verb can be.
    finite, passive, negated : bool
    mood : str
        "", future, hypothetical.
    perfect_past : bool
        "had paid".
    governor : str
        Word that governs an infinitive, such as "agreed".
    """

    first: int
    verb: int
    last: int
    lemmas: tuple[str, ...]
    finite: bool
    passive: bool
    negated: bool
    mood: str
    perfect_past: bool = False
    governor: str = ""
    tags: frozenset[str] = frozenset()


def tokens(plain: str) -> list[Token]:
    """Words and marks of a folded sentence; "n't" and "'s" become words of their own.

    Examples
    --------
    >>> [t.text for t in tokens("Iraq's line wasn't shut.")]
    ['Iraq', "'s", 'line', 'was', "n't", 'shut', '.']
    """
    out: list[Token] = []
    for m in _TOKEN.finditer(plain):
        text, start = m.group(), m.start()
        low = text.lower()
        if low.endswith("n't") and len(low) > 3:
            cut = len(text) - 3
            out.append(Token(start, start + cut, text[:cut], "will" if low == "won't" else low[:cut]))
            out.append(Token(start + cut, m.end(), text[cut:], "n't"))
            continue
        tail = re.search(r"'(?:s|ll|re|ve|d)$", low)
        if tail:
            out.append(Token(start, start + tail.start(), text[: tail.start()], low[: tail.start()]))
            out.append(Token(start + tail.start(), m.end(), text[tail.start() :], low[tail.start() :]))
            continue
        out.append(Token(start, m.end(), text, low))
    return out


_FUTURE_BEFORE_TO = frozenset(
    [
        "set",
        "due",
        "scheduled",
        "planned",
        "expected",
        "slated",
        "poised",
        "going",
        "likely",
        "plans",
        "intends",
        "aims",
        "prepares",
        "preparing",
        "planning",
        "about",
        "hopes",
    ]
)
_NEGATIVE_BEFORE_TO = frozenset(["failed", "fails", "fail"])
_DONE_BEFORE_TO = frozenset(["managed", "helped"])


_SPEAKING = frozenset(
    [
        "demand",
        "accuse",
        "urge",
        "call",
        "blame",
        "ask",
        "press",
        "insist",
        "threaten",
        "criticise",
        "criticize",
        "reject",
    ]
)
"""Verbs whose "-ing" after a comma reports an act of its own: ", accusing it of ..." """


def _helpers(toks: Sequence[Token], verb: int) -> tuple[int, list[str]]:
    """Index of the first helper and the helpers, left to right."""
    i = verb - 1
    words: list[str] = []
    while i >= 0:
        low = toks[i].low
        helper = (
            low in BE
            or low in HAVE
            or low in DO
            or low in WILL
            or low in MODAL
            or low in ("to", "get", "gets", "got")
        )
        if low == "'s":
            helper = i > 0 and toks[i - 1].low in ("he", "she", "it", "that", "there")
        if helper:
            words.append(low)
            if low == "to":
                i -= 1
                break
        elif low in _ADVERB or (low.endswith("ly") and len(low) > 4) or low in NEG:
            words.append(low)
        else:
            break
        i -= 1
    words.reverse()
    return i + 1, words


def _group(toks: Sequence[Token], index: int, found: Sequence[VerbForm]) -> Group | None:
    first, words = _helpers(toks, index)
    tags = frozenset(t for f in found for t in f.tags)
    lemmas = tuple(f.lemma for f in found)
    while words and (words[0] in _ADVERB or words[0].endswith("ly")) and words[0] not in NEG:
        words.pop(0)
        first += 1
    helpers = [
        w
        for w in words
        if w in BE
        or w in HAVE
        or w in DO
        or w in WILL
        or w in MODAL
        or w == "to"
        or w in ("get", "gets", "got")
    ]
    negated = any(w in NEG for w in words)
    last_be = bool(helpers) and helpers[-1] in BE | {"get", "gets", "got"}
    passive = last_be and "part" in tags and "'s" not in helpers[-1:]
    mood = (
        "future"
        if any(w in WILL for w in helpers)
        else "hypothetical"
        if any(w in MODAL for w in helpers)
        else ""
    )
    finite, governor, had = False, "", "had" in helpers
    if "to" in helpers:
        return _infinitive(toks, index, first, lemmas, helpers, passive, negated, tags)
    if helpers:
        head = helpers[0]
        if head in WILL or head in MODAL or head in DO:
            finite = (
                bool(tags & {"part", "ing"}) if last_be or any(w in HAVE for w in helpers) else "base" in tags
            )
        elif head in ("has", "have", "had"):
            finite = "part" in tags or ("ing" in tags and last_be)
        elif head in FINITE_BE or head in ("'s", "'re"):
            finite = "part" in tags or "ing" in tags
        elif head in ("been", "being", "be", "having"):
            finite = False
        elif head in ("got", "gets"):
            finite = passive
        if not finite:
            return None
        return Group(first, index, index + 1, lemmas, True, passive, negated, mood, had, governor, tags)
    if "ing" in tags and index and toks[index - 1].low in (",", "and") and set(lemmas) & _SPEAKING:
        return Group(index, index, index + 1, lemmas, True, False, negated, mood, False, "ing", tags)
    if not tags & {"past", "s", "base"} or tags == {"ing"}:
        return None
    if not _finite_alone(toks, index, tags):
        return None
    return Group(index, index, index + 1, lemmas, True, False, negated, mood, False, "", tags)


def _infinitive(
    toks: Sequence[Token], index: int, first: int, lemmas: tuple[str, ...], helpers: list[str], passive: bool, negated: bool,
    tags: frozenset[str],
) -> Group | None:  # fmt: skip
    if "base" not in tags and not passive:
        return None
    j = first - 1
    while j >= 0 and (toks[j].low in NEG or toks[j].low.endswith("ly")):
        j -= 1
    word = toks[j].low if j >= 0 else ""
    if word in FINITE_BE:
        return Group(j, index, index + 1, lemmas, True, passive, negated, "future", False, word, tags)
    if word in _FUTURE_BEFORE_TO:
        back = j - 1
        while back >= 0 and (toks[back].low in BE or toks[back].low in NEG or toks[back].low.endswith("ly")):
            back -= 1
        return Group(back + 1, index, index + 1, lemmas, True, passive, negated, "future", False, word, tags)
    if word in _NEGATIVE_BEFORE_TO or word in _DONE_BEFORE_TO:
        return Group(
            j, index, index + 1, lemmas, True, passive, word in _NEGATIVE_BEFORE_TO, "", False, word, tags
        )
    return Group(first, index, index + 1, lemmas, False, passive, negated, "", False, word, tags)


def _adverb(token: Token) -> bool:
    """A word in -ly that is no noun or name."""
    return token.low.endswith("ly") and token.low not in _NOUN_LY


_NOUN_LY = frozenset(
    [
        "italy",
        "july",
        "supply",
        "assembly",
        "family",
        "ally",
        "reply",
        "anomaly",
        "monopoly",
        "sicily",
        "rally",
        "tally",
    ]
)


def _finite_alone(toks: Sequence[Token], index: int, tags: frozenset[str]) -> bool:
    """Whether a verb form without helpers is a finite verb, not a participle or a noun."""
    low = toks[index].low
    previous = toks[index - 1] if index else None
    following = toks[index + 1] if index + 1 < len(toks) else None
    if previous is None:
        return False
    if previous.low in _ADVERB or _adverb(previous):
        k = index - 1
        while k >= 0 and (toks[k].low in _ADVERB or _adverb(toks[k])):
            k -= 1
        if k < 0:
            return False
        previous = toks[k]
    if previous.low in _DET and previous.low not in (
        "both",
        "all",
        "each",
        "this",
        "that",
        "these",
        "those",
        "which",
        "some",
    ):
        return False
    if previous.low in PREP and previous.low not in ("since", "as", "than"):
        return False
    if previous.low == "'s":
        return False
    if previous.low in _NUMBERS and following is not None and following.low not in PREP | _DET:
        return False
    if "past" not in tags and "s" in tags and low in NOUNISH:
        # "Ankara talks" or "talks in Ankara": a verb only before a complement that a noun could not take.
        return following is not None and _complement(following) and previous.low not in _JOIN
    if tags <= {"base", "part"} or ("base" in tags and "past" not in tags):
        plural = previous.low.endswith("s") or previous.low in (
            "they",
            "we",
            "i",
            "you",
            "who",
            "and",
            "people",
            "both",
        )
        return plural and (low not in NOUNISH or (following is not None and _complement(following)))
    if "past" in tags and following is not None and previous.low in ("and", "or", ",", "-", "(", '"'):
        # "..., suspended exports ..." after a comma or an adjective list is rarely finite without a verb before it
        return True
    return True


def _complement(token: Token) -> bool:
    return (
        token.text[:1].isupper()
        or token.low in _DET
        or token.low in ("on", "for", "with", "off", "to", "that", "by", "against", "his", "its", "it", "all")
    )


def verb_groups(toks: Sequence[Token]) -> list[Group]:
    """Verb groups of a sentence, left to right."""
    table = forms()
    out: list[Group] = []
    for i, token in enumerate(toks):
        found = table.get(token.low)
        if not found or (
            token.text[:1].isupper() and i > 0 and not token.text.islower() and _is_name(toks, i)
        ):
            continue
        group = _group(toks, i, found)
        if group is not None:
            out.append(group)
    return _drop_reduced(toks, out)


def _is_name(toks: Sequence[Token], i: int) -> bool:
    """Whether a capitalised word in a sentence of small letters is a name; in a headline it is not."""
    words = [t for t in toks if t.text[:1].isalpha() and len(t.text) > 3]
    upper = sum(t.text[:1].isupper() for t in words)
    return upper < 0.7 * len(words)


def _drop_reduced(toks: Sequence[Token], groups: list[Group]) -> list[Group]:
    """Drop "oil pumped through the line" and "the deal signed in July": a past form after a noun, before a preposition, with a
    finite verb of its own clause after it."""
    out: list[Group] = []
    for n, group in enumerate(groups):
        bare = group.first == group.verb and group.finite and {"past", "part"} <= group.tags
        after = toks[group.last].low if group.last < len(toks) else "."
        if bare and after in PREP | {"by"} and not _intransitive_ok(toks, group):
            later = next((g for g in groups[n + 1 :] if g.finite and not _by_after(toks, g)), None)
            if later is not None and not _boundary_between(toks, group.last, later.first):
                continue
            earlier = next((g for g in reversed(out) if g.finite), None)
            if (
                earlier is not None
                and after == "by"
                and not _boundary_between(toks, earlier.last, group.first)
            ):
                continue
            if earlier is not None and not _subject_between(toks, earlier.last, group.first):
                continue
        out.append(group)
    return out


def _by_after(toks: Sequence[Token], group: Group) -> bool:
    """A participle after its noun: "an area held by the army"."""
    bare = group.first == group.verb and {"past", "part"} <= group.tags
    return bare and group.last < len(toks) and toks[group.last].low == "by"


def _intransitive_ok(toks: Sequence[Token], group: Group) -> bool:
    return toks[group.verb - 1].low in ("they", "he", "she", "it", "who", "which", "sides", "we", "i") or (
        toks[group.verb - 1].low in ("and", "but") and group.verb > 1
    )


def _boundary_between(toks: Sequence[Token], a: int, b: int) -> bool:
    return any(t.low in _SUBORD | _JOIN or t.low in (",", ";", ":", "-", '"') for t in toks[a:b])


def _subject_between(toks: Sequence[Token], a: int, b: int) -> bool:
    """Whether a new clause can begin between two verbs."""
    return _boundary_between(toks, a, b)


def clauses(
    toks: Sequence[Token], groups: Sequence[Group], solid: frozenset[int] = frozenset()
) -> list[Clause]:
    """Clauses, left to right, each with its verb groups; no clause begins at a token of `solid`, inside a name."""
    cuts: list[tuple[int, str, str]] = [(0, "main", "")]
    starts = {g.first for g in groups if g.finite}
    finite = [g for g in groups if g.finite]
    for i, token in enumerate(toks):
        if (
            i == 0
            and token.low in _SUBORD
            and token.low
            in (
                "if",
                "unless",
                "after",
                "when",
                "while",
                "although",
                "though",
                "because",
                "as",
                "since",
                "once",
                "before",
            )
        ):
            cuts[0] = (0, "if" if token.low in ("if", "unless") else "sub", token.low)
            continue
        if i == 0 or i in solid:
            continue
        if token.low in (";", ":", "-") and (token.low != "-" or toks[i].start - toks[i - 1].end > 0):
            cuts.append((i + 1, "main", token.low))
        elif token.low in _JOIN and any(g.first > i for g in finite):
            following = next((g for g in finite if g.first > i), None)
            if following is not None and (following.first == i + 1 or _fresh(toks, i, following, finite)):
                cuts.append((i + 1, "and", token.low))
        elif token.low in _SUBORD and _opens(toks, i, finite):
            kind = (
                "that"
                if token.low == "that"
                else "rel"
                if token.low in ("which", "who", "whom")
                else "if"
                if token.low in ("if", "unless", "whether")
                else "sub"
            )
            cuts.append((i + 1, kind, token.low))
        elif (
            token.text == '"'
            and i > 1
            and toks[i - 1].text in (",", "?", "!")
            and any(g.first > i for g in finite)
        ):
            cuts.append((i + 1, "main", token.low))  # what follows a quote is not part of it
        elif token.low in (",", '"') and i + 1 < len(toks) and any(g.first > i for g in finite):
            following = next(g for g in finite if g.first > i)
            before = any(g.first < i for g in finite if not _cut_between(cuts, g.first, i))
            cut_open = cuts[-1][1] in ("sub", "if", "rel")
            if (cut_open or before) and toks[i + 1].low not in _JOIN | _SUBORD:
                cuts.append((i + 1, "main", token.low))
    del starts
    cuts = sorted(set(cuts), key=lambda c: c[0])
    out: list[Clause] = []
    for n, (first, kind, word) in enumerate(cuts):
        last = cuts[n + 1][0] if n + 1 < len(cuts) else len(toks)
        if last <= first:
            continue
        clause = Clause(first, last, kind, word)
        clause.groups = [g for g in groups if first <= g.verb < last]
        out.append(clause)
    return out


def _cut_between(cuts: list[tuple[int, str, str]], a: int, b: int) -> bool:
    return any(a < c[0] <= b for c in cuts)


def _fresh(toks: Sequence[Token], i: int, following: Group, finite: Sequence[Group]) -> bool:
    """Whether "and" joins two clauses, not two names: a verb stands before it and the next one comes after a new subject."""
    before = any(g.verb < i for g in finite)
    gap = toks[i + 1 : following.first]
    return (
        before and len(gap) <= 14 and not any(t.low in (";", ":") or t.low in _SUBORD - {"that"} for t in gap)
    )


def _opens(toks: Sequence[Token], i: int, finite: Sequence[Group]) -> bool:
    """Whether a subordinator opens a clause with a verb, rather than "after the ruling"."""
    low = toks[i].low
    following = next((g for g in finite if g.first > i), None)
    if following is None:
        return False
    gap = toks[i + 1 : following.first]
    if low == "that":
        return not (i + 1 < len(toks) and False) and len(gap) <= 25
    if low in ("which", "who", "whom"):
        return True
    if any(t.low in (";", ":", ",") for t in gap[:8]) and low in (
        "after",
        "before",
        "since",
        "until",
        "as",
        "following",
    ):
        return False
    if low in ("as", "so") and len(gap) == 0:
        return True
    return len(gap) <= 12 and len(gap) > 0
