"""Words, clauses and verb groups of one sentence: as much grammar as the rules need, without a parser."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from netback.reading.lexicon import VerbForm, forms
from netback.reading.words import (
    ADVERB,
    BE,
    DET,
    DO,
    FINITE_BE,
    HAVE,
    JOIN,
    MODAL,
    NEG,
    NOUNISH,
    NUMBERS,
    PREP,
    SUBORD,
    WILL,
    ZERO_THAT,
    word_set,
)  # fmt: skip

__all__ = ["Group", "Token", "is_adverb", "tokens", "verb_groups"]

_TOKEN = re.compile(
    r"\$?\d+(?:,\d{3})+(?:\.\d+)?%?|[A-Za-z0-9$%@#&_]+(?:[.'’/&-][A-Za-z0-9]+)*|[^\sA-Za-z0-9]"
)


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


_FUTURE_BEFORE_TO = word_set(
    "set due scheduled planned expected slated poised going likely plans intends aims prepares preparing planning about hopes intend plan aim bound intended "
    "prepared"
)
_BARE_FUTURE = frozenset(["due", "scheduled", "set", "about", "bound", "likely", "poised", "slated", "going"])
_NEGATIVE_BEFORE_TO = frozenset(["failed", "fails", "fail", "omitted", "neglected"])
_DONE_BEFORE_TO = word_set(
    "managed helped proceeded moved opted chose elected forced obliged compelled decided had began begun started went continues continued continue"
)
_NO_PARTICIPLE = word_set(
    "including following regarding concerning citing according depending pending owing barring excluding considering quoting being having"
)
"""Forms in "-ing" that are prepositions, or are read elsewhere."""
_BEFORE_ING = frozenset([",", "and", "-", "while", "after", "before"])


def _is_helper(low: str) -> bool:
    return (
        low in BE
        or low in HAVE
        or low in DO
        or low in WILL
        or low in MODAL
        or low in ("to", "get", "gets", "got")
    )


def _helpers(toks: Sequence[Token], verb: int) -> tuple[int, list[str]]:
    """Index of the first helper and the helpers, left to right."""
    i = verb - 1
    words: list[str] = []
    while i >= 0:
        low = toks[i].low
        helper = _is_helper(low)
        if low == "'s":
            helper = i > 0 and toks[i - 1].low in ("he", "she", "it", "that", "there", "what")
        if helper:
            words.append(low)
            if low == "to":
                i -= 1
                break
        elif low in ADVERB or (low.endswith("ly") and len(low) > 4) or low in NEG:
            words.append(low)
        elif _aside(toks, i):
            i -= _aside(toks, i) - 1
        else:
            break
        i -= 1
    words.reverse()
    return i + 1, words


_DAYS = word_set(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december week month year"
)


def _aside(toks: Sequence[Token], i: int) -> int:
    """Words of a phrase between helper and verb that ends at `i`: "has for its part pulled", "has until now not published"."""
    last = [t.low for t in toks[max(0, i - 2) : i + 1]]
    if last[-1] in ("part", "turn") and last[0] in ("for", "in"):
        return 3
    if last[-2:] in (
        ["in", "turn"],
        ["at", "last"],
        ["at", "least"],
        ["in", "principle"],
        ["in", "fact"],
        ["of", "late"],
        ["of", "course"],
        ["to", "date"],
        ["as", "yet"],
        ["by", "now"],
    ):
        return 2
    if (
        i >= 2
        and last[-2] in ("in", "on", "since", "last")
        and (last[-1] in _DAYS or last[-1].isdigit())
        and _is_helper(toks[i - 2].low)
    ):
        return 2
    return 1 if last[-1] == "until" and i + 1 < len(toks) and toks[i + 1].low == "now" else 0


def _group(toks: Sequence[Token], index: int, found: Sequence[VerbForm]) -> Group | None:
    first, words = _helpers(toks, index)
    tags = frozenset(t for f in found for t in f.tags)
    lemmas = tuple(f.lemma for f in found)
    while words and (words[0] in ADVERB or words[0].endswith("ly")) and words[0] not in NEG:
        words.pop(0)
        first += 1
    helpers = [w for w in words if _is_helper(w)]
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
    had = "had" in helpers
    if "to" in helpers:
        return _infinitive(toks, index, first, lemmas, passive, negated, tags)
    if helpers:
        head = helpers[0]
        finite = False
        if head in WILL or head in MODAL or head in DO:
            finite = (
                bool(tags & {"part", "ing"}) if last_be or any(w in HAVE for w in helpers) else "base" in tags
            )
        elif head in ("has", "have", "had", "'ve"):
            finite = "part" in tags or ("ing" in tags and last_be)
        elif head in FINITE_BE or head == "'s":
            finite = "part" in tags or "ing" in tags
        elif head in ("got", "gets"):
            finite = passive
        if not finite:
            return None
        return Group(first, index, index + 1, lemmas, True, passive, negated, mood, had, "", tags)
    if (
        "ing" in tags
        and index
        and toks[index - 1].low in _BEFORE_ING
        and toks[index].low not in _NO_PARTICIPLE
    ):
        return Group(index, index, index + 1, lemmas, True, False, negated, mood, False, "ing", tags)
    if not tags & {"past", "s", "base"} or tags == {"ing"}:
        return None
    if not _finite_alone(toks, index, tags):
        return None
    return Group(index, index, index + 1, lemmas, True, False, negated, mood, False, "", tags)


def _infinitive(
    toks: Sequence[Token], index: int, first: int, lemmas: tuple[str, ...], passive: bool, negated: bool,
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
        while back >= 0 and (toks[back].low in BE | NEG | ADVERB or toks[back].low.endswith("ly")):
            back -= 1
        if j - back == 1 and word in _BARE_FUTURE:
            return None  # "a meeting due to start", no verb of its clause
        return Group(back + 1, index, index + 1, lemmas, True, passive, negated, "future", False, word, tags)
    if word in _NEGATIVE_BEFORE_TO or word in _DONE_BEFORE_TO:
        back = j - 1
        while back >= 0 and toks[back].low in BE | HAVE:
            back -= 1
        return Group(
            back + 1,
            index,
            index + 1,
            lemmas,
            True,
            passive,
            word in _NEGATIVE_BEFORE_TO or negated,
            "",
            False,
            word,
            tags,
        )
    return Group(first, index, index + 1, lemmas, False, passive, negated, "", False, word, tags)


def is_adverb(token: Token) -> bool:
    """A word in -ly that is no noun or name."""
    return token.low.endswith("ly") and token.low not in _NOUN_LY


_NOUN_LY = word_set(
    "italy july supply assembly family ally reply anomaly monopoly sicily rally tally imply apply comply rely"
)
_SAME_PAST = word_set("cut hit set cost put let shut read split spread quit bid cast hurt upset broadcast")
_DEF_PREVIOUS = frozenset(["both", "all", "each", "this", "that", "these", "those", "which", "some"])
_PLURAL_SUBJECT = frozenset(
    ["they", "we", "i", "you", "who", "and", "people", "both", "which", "that", "police"]
)


def _finite_alone(toks: Sequence[Token], index: int, tags: frozenset[str]) -> bool:
    """Whether a verb form without helpers is a finite verb, not a participle or a noun."""
    low = toks[index].low
    previous = toks[index - 1] if index and toks[index - 1].text not in ('"', "'") else None
    following = toks[index + 1] if index + 1 < len(toks) else None
    if (
        previous is not None
        and previous.low in ("both", "all", "these", "those", "two", "three")
        and "s" in tags
        and "past" not in tags
    ):
        return False
    if (
        low == "last"
        and following is not None
        and following.low in _DAYS | {"night", "spring", "summer", "autumn", "winter"}
    ):
        return False
    if previous is None:
        # "Met the minister today", in a post; not "Suspended exports cost ..."
        return (
            "past" in tags
            and "part" not in tags
            and following is not None
            and following.low in PREP | DET | ADVERB
        )
    if previous.low in ADVERB or is_adverb(previous):
        k = index - 1
        while k >= 0 and (toks[k].low in ADVERB or is_adverb(toks[k])):
            k -= 1
        if k < 0:
            return previous.low in ("also", "just", "then") and "past" in tags and "part" not in tags
        previous = toks[k]
    if previous.low in DET and previous.low not in _DEF_PREVIOUS:
        return False
    if previous.low in PREP and previous.low not in ("since", "as", "than", "after", "before", "until"):
        return False
    if previous.low == "'s" or ("part" in tags and _governing(previous)):
        return False  # "carrying smuggled fuel"
    if (
        following is not None
        and "past" not in tags
        and following.low in WILL | MODAL | FINITE_BE | {"has", "had", "did", "does"}
    ):
        return False  # "stocks will suffice"
    if previous.low in ("media", "press", "news") and low in ("reports", "report"):
        return False
    if previous.low in NUMBERS and following is not None and following.low not in PREP | DET:
        return False
    if low in _SAME_PAST and low in NOUNISH:
        return following is not None and (
            _complement(following)
            or following.text[:1].isdigit()
            or following.low in ("down", "in", "back", "two", "three")
        )
    if "past" not in tags and "s" in tags and low in NOUNISH and toks[index - 1].low in _SETTING:
        return True  # "the company now demands prepayment"
    if "past" not in tags and "s" in tags and low in NOUNISH:
        # "Ankara talks" or "talks in Ankara": a verb only before a complement that a noun could not take.
        return following is not None and _complement(following)
    if "base" in tags and "past" not in tags and _bare_infinitive(toks, index):
        return False
    if tags <= {"base", "part"} or ("base" in tags and "past" not in tags):
        plural = (
            previous.low.endswith("s") and not previous.low.endswith(("ss", "us", "is"))
        ) or previous.low in _PLURAL_SUBJECT
        if not plural and low not in NOUNISH and following is not None and following.low in DET | PREP:
            plural = any(
                t.low.endswith("s") and not t.low.endswith(("ss", "us", "is", "'s")) and len(t.low) > 3
                for t in toks[max(0, index - 5) : index]
            )
        return plural and (low not in NOUNISH or (following is not None and _complement(following)))
    return True


_ING_NOUNS = word_set(
    "meeting hearing ruling briefing filing sitting shipping loading pumping drilling building finding funding holding landing opening processing refining trading training turning "
    "warning writing closing clearing marketing mining monitoring offering operating planning pricing reading reporting spending standing teaching understanding working crossing"
)


def _governing(token: Token) -> bool:
    """A verb in "-ing" that takes what follows as its object."""
    found = forms().get(token.low, ())
    return token.text.islower() and any("ing" in f.tags for f in found) and token.low not in _ING_NOUNS


_SETTING = word_set("now still also already never often always again then")
_LETTING = word_set(
    "let lets letting make makes made making help helps helped helping see saw bid bade watch have"
)


def _bare_infinitive(toks: Sequence[Token], index: int) -> bool:
    """ "let the crews cross", "made the companies wait": a base form that another verb governs."""
    for k in range(index - 1, max(-1, index - 7), -1):
        if toks[k].text in (",", ";", '"', ".") or toks[k].low in SUBORD:
            return False
        if toks[k].low in _LETTING:
            return True
    return False


def _complement(token: Token) -> bool:
    return (
        token.text[:1].isupper()
        or token.low in DET
        or token.low
        in (
            "on",
            "for",
            "with",
            "off",
            "to",
            "that",
            "by",
            "against",
            "his",
            "its",
            "it",
            "all",
            "up",
            "out",
            "ready",
            "firm",
        )
    )


_SPECIAL = {
    "has": ("have", "s"), "have": ("have", "base"), "had": ("have", "past"), "does": ("do", "s"), "do": ("do", "base"), "did": ("do", "past"),
    "goes": ("go", "s"),
}  # fmt: skip


def verb_groups(toks: Sequence[Token]) -> list[Group]:
    """Verb groups of a sentence, left to right; "be" and "have" count where they are the only verb."""
    table = forms()
    out: list[Group] = []
    for i, token in enumerate(toks):
        if token.low in _SPECIAL:
            continue
        found = table.get(token.low) or _after_helper(toks, i)
        if not found or (token.text[:1].isupper() and i > 0 and not token.text.islower() and _is_name(toks)):
            continue
        group = _group(toks, i, found)
        if group is not None:
            out.append(group)
    out = _promote(toks, _drop_reduced(toks, out))
    out = [
        g
        for g in out
        if not any(o is not g and o.governor and o.first <= g.first and g.last <= o.verb for o in out)
    ]
    held = {i for g in out for i in range(g.first, g.last)}
    for i, token in enumerate(toks):
        if i in held:
            continue
        plain = (
            _main_be(toks, i) if token.low in BE else _main_have(toks, i) if token.low in _SPECIAL else None
        )
        if plain is not None and not held & set(range(plain.first, plain.last)):
            out.append(plain)
            held |= set(range(plain.first, plain.last))
    return sorted(out, key=lambda g: g.verb)


def _promote(toks: Sequence[Token], groups: list[Group]) -> list[Group]:
    """A form that is as often a noun is the verb of a stretch that has no other: "Shells hit storage tanks"."""
    out = list(groups)
    bounds = [
        -1,
        *(i for i, t in enumerate(toks) if t.text in (",", ";", ":", '"', "-", "(", ")") or t.low in SUBORD),
        len(toks),
    ]
    for left, right in pairwise(bounds):
        if (
            right - left < 4
            or any(g.finite and left < g.verb < right for g in out)
            or any(t.low in BE | HAVE | MODAL | WILL for t in toks[left + 1 : right])
        ):
            continue
        for i in range(left + 2, right - 1):
            found = forms().get(toks[i].low, ())
            tags = frozenset(t for f in found for t in f.tags)
            before, after = toks[i - 1], toks[i + 1]
            plain = toks[i].low in NOUNISH and tags & {"s", "past"} and toks[i].text.islower()
            nominal = (
                before.text[:1].isalpha()
                and before.low not in DET | PREP | NUMBERS | JOIN
                and before.low != "'s"
            )
            noun_next = after.text[:1].isalpha() and after.low not in PREP | JOIN | SUBORD
            if (
                plain
                and nominal
                and noun_next
                and (before.text[:1].isupper() or before.low.endswith("s") or i - left <= 3)
            ):
                out.append(
                    Group(i, i, i + 1, tuple(f.lemma for f in found), True, False, False, "", False, "", tags)
                )
                break
    return sorted(out, key=lambda g: g.verb)


def _after_helper(toks: Sequence[Token], i: int) -> tuple[VerbForm, ...]:
    """A verb nobody lists, known by its helper: "will yank", "had vacated", "did not budge"."""
    low = toks[i].low
    if (
        not low.isalpha()
        or len(low) < 3
        or low in PREP | DET | ADVERB | JOIN | SUBORD | NUMBERS | NEG
        or _is_helper(low)
        or low in _SPECIAL
        or is_adverb(toks[i])
    ):
        return ()
    k = i - 1
    while k >= 0 and (toks[k].low in ADVERB | NEG or is_adverb(toks[k])):
        k -= 1
    helper = toks[k].low if k >= 0 else ""
    if (
        helper in WILL | MODAL | {"did", "does"}
        or (helper == "do" and k < i - 1)
        or (helper == "to" and k and toks[k - 1].low in FINITE_BE)
    ):
        return (VerbForm(low, frozenset(["base"])),)
    if low.endswith("ed") and helper in BE | HAVE and helper != "'s":
        stem = (
            low[:-1]
            if low[:-1].endswith(("ate", "use", "ize", "ise", "ne", "ce", "ge", "ve", "re", "le", "se"))
            else low[:-2]
        )
        return (VerbForm(stem, frozenset(["past", "part"])),)
    return ()


def _main_be(toks: Sequence[Token], i: int) -> Group | None:
    low = toks[i].low
    if low == "'s" and (not i or toks[i - 1].low not in ("it", "he", "she", "that", "there", "what", "here")):
        return None
    if low in ("been", "be", "being") or low in FINITE_BE or low == "'s":
        first, words = _helpers(toks, i)
        helpers = [w for w in words if _is_helper(w)]
        if "to" in helpers or (low in ("been", "be", "being") and not helpers):
            return None
        while words and (words[0] in ADVERB or words[0].endswith("ly")) and words[0] not in NEG:
            words.pop(0)
            first += 1
        after = {t.low for t in toks[i + 1 : i + 2]}
        mood = (
            "future"
            if any(w in WILL for w in helpers)
            else "hypothetical"
            if any(w in MODAL for w in helpers)
            else ""
        )
        negated = any(w in NEG for w in words) or bool(after & NEG)
        return Group(
            first,
            i,
            i + 1,
            ("be",),
            True,
            False,
            negated,
            mood,
            "had" in helpers,
            "",
            frozenset(["past" if low in ("was", "were") else "s"]),
        )
    return None


def _main_have(toks: Sequence[Token], i: int) -> Group | None:
    lemma, tag = _SPECIAL[toks[i].low]
    first, words = _helpers(toks, i)
    helpers = [w for w in words if _is_helper(w)]
    if "to" in helpers or (i + 1 < len(toks) and toks[i + 1].low in BE | {"n't", "not"} and lemma == "do"):
        return None
    mood = (
        "future"
        if any(w in WILL for w in helpers)
        else "hypothetical"
        if any(w in MODAL for w in helpers)
        else ""
    )
    if any(t.low == "been" for t in toks[i + 1 : i + 4]) and not any(
        t.text in (",", ";") for t in toks[i + 1 : i + 4]
    ):
        return None
    if not i or toks[i - 1].low in DET - _DEF_PREVIOUS or toks[i - 1].low in PREP:
        return None
    return Group(
        first,
        i,
        i + 1,
        (lemma,),
        True,
        False,
        any(w in NEG for w in words),
        mood,
        False,
        "",
        frozenset([tag]),
    )


def _is_name(toks: Sequence[Token]) -> bool:
    """Whether a capitalised word in a sentence of small letters is a name; in a headline it is not."""
    words = [t for t in toks if t.text[:1].isalpha() and len(t.text) > 3]
    upper = sum(t.text[:1].isupper() for t in words)
    return upper < 0.7 * len(words)


def _drop_reduced(toks: Sequence[Token], groups: list[Group]) -> list[Group]:
    """Drop "oil pumped through the line" and "the deal signed in July": a past form after a noun, before a preposition, with a
    finite verb of its own clause before or after it."""
    out: list[Group] = []
    for n, group in enumerate(groups):
        bare = group.first == group.verb and group.finite and {"past", "part"} <= group.tags
        if bare and _reduced(toks, groups, n, out):
            continue
        if _object_noun(toks, group, out):
            continue
        out.append(group)
    return out


_SUBJECT_PRONOUN = word_set("he she it they we i you nobody everybody everyone somebody who which that")


def _object_noun(toks: Sequence[Token], group: Group, kept: Sequence[Group]) -> bool:
    """A noun taken for a verb: "invited both sides to talks"."""
    if (
        group.first != group.verb
        or not group.finite
        or group.tags & {"past", "ing"}
        or toks[group.verb].low not in NOUNISH
    ):
        return False
    earlier = next((g for g in reversed(kept) if g.finite), None)
    if (
        earlier is None
        or set(earlier.lemmas) & ZERO_THAT
        or _boundary_between(toks, earlier.last, group.first)
    ):
        return False
    before = toks[group.verb - 1]
    return before.low not in _SUBJECT_PRONOUN and not before.text[:1].isupper()


def _reduced(toks: Sequence[Token], groups: Sequence[Group], n: int, kept: Sequence[Group]) -> bool:
    group = groups[n]
    if _intransitive_ok(toks, group):
        return False
    after = toks[group.last].low if group.last < len(toks) else "."
    later = next(
        (g for g in groups[n + 1 :] if g.finite and g.governor != "ing" and not _by_after(toks, g)), None
    )
    earlier = next((g for g in reversed(kept) if g.finite), None)
    if _after_name(toks, group.first) and (
        later is None or _boundary_between(toks, group.last, later.first) or "base" in later.tags
    ):
        return False
    joined = earlier is not None and not _boundary_between(toks, earlier.last, group.first)
    if (
        after in PREP | {"by", "yesterday", "today", "last", "earlier", ","}
        or after in ADVERB
        or is_adverb(toks[min(group.last, len(toks) - 1)])
    ):
        told = earlier is not None and set(earlier.lemmas) & ZERO_THAT
        if later is not None and not _boundary_between(toks, group.last, later.first) and after != ",":
            return not (joined and told)
        if earlier is not None and after == "by" and joined:
            return True
        if joined and not told and after != ",":
            return True
    return (
        joined
        and earlier is not None
        and not set(earlier.lemmas) & ZERO_THAT
        and after in (".", ",", ";", ")")
    )


def _after_name(toks: Sequence[Token], verb: int) -> bool:
    """Whether a name that no preposition governs stands before a verb: "Mr Hrub conferred in Brussels"."""
    k = verb - 1
    if (
        k < 0
        or not toks[k].text[:1].isupper()
        or (verb + 0 < len(toks) and verb + 1 < len(toks) and toks[verb + 1].low == "by")
    ):
        return False
    while k >= 0 and toks[k].text[:1].isupper():
        k -= 1
    return k < 0 or toks[k].low not in PREP | {"'s", "and"}


def _by_after(toks: Sequence[Token], group: Group) -> bool:
    """A participle after its noun: "an area held by the army"."""
    bare = group.first == group.verb and {"past", "part"} <= group.tags
    return bare and group.last < len(toks) and toks[group.last].low == "by"


def _intransitive_ok(toks: Sequence[Token], group: Group) -> bool:
    before = toks[group.verb - 1].low
    return before in ("they", "he", "she", "it", "who", "which", "sides", "we", "i") or (
        before in ("and", "but") and group.verb > 1
    )


def _boundary_between(toks: Sequence[Token], a: int, b: int) -> bool:
    return any(t.low in SUBORD | JOIN or t.low in (",", ";", ":", "-", '"') for t in toks[a:b])
