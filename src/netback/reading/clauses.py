"""The clauses of a sentence: where each begins, what joins it to the others, and its subject."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from netback.reading.grammar import Group, Token, is_adverb
from netback.reading.words import ADVERB, DET, JOIN, PREP, SOFT_SUBORD, SUBORD, ZERO_THAT, word_set

__all__ = ["Clause", "clauses", "owner"]


@dataclass
class Clause:
    """A stretch of tokens with at most one finite verb.

    Parameters
    ----------
    first, last : int
        Token range, last excluded.
    kind : str
        main; that (what is said or thought); sub (after, when, because); if; rel; and (joined to `host`); part (a participle: ", demanding ...").
    word : str
        The word or mark that opened it.
    host : int
        Index of the clause that it hangs on, -1 for none.
    shares : bool
        It has no subject of its own but that of `host`.
    subject : tuple of int
        Tokens of its own subject, (n, n) for none.
    groups : list of Group
    """

    first: int
    last: int
    kind: str
    word: str = ""
    host: int = -1
    shares: bool = False
    subject: tuple[int, int] = (0, 0)
    groups: list[Group] = field(default_factory=list)

    @property
    def verb(self) -> Group | None:
        """Its finite verb."""
        return next((g for g in self.groups if g.finite), None)


def owner(parts: Sequence[Clause], part: Clause) -> Clause:
    """The clause whose subject a clause takes: itself, or the one it shares with."""
    seen = 0
    while part.shares and part.host >= 0 and seen < len(parts):
        part, seen = parts[part.host], seen + 1
    return part


_IF = frozenset(["if", "unless", "whether"])
_REL = frozenset(["which", "who", "whom", "whose"])
_RELATIVE = _REL | {"that"}
_MARKS = frozenset([",", '"', "-", "(", ")", ";", ":"])
_LEAD = SUBORD - frozenset(["that", "which", "who", "whom", "whose", "whether", "so"])


def _kind(word: str) -> str:
    if word in ("that", "what", "whatever", "how", "why"):
        return "that"
    if word in _REL:
        return "rel"
    return "if" if word in _IF else "sub"


def clauses(
    toks: Sequence[Token], groups: Sequence[Group], names: Sequence[tuple[int, int]] = ()
) -> list[Clause]:
    """Clauses, left to right, each with its verb groups.

    Parameters
    ----------
    toks : sequence of Token
    groups : sequence of Group
    names : sequence of (int, int)
        Token spans of names, last excluded: no clause begins inside one.
    """
    finite = [g for g in groups if g.finite]
    lead = toks[0].low if toks else ""
    out = [
        Clause(
            0, len(toks), _kind(lead) if lead in _LEAD and finite else "main", lead if lead in _LEAD else ""
        )
    ]
    if finite:
        near = _skip_back(toks, finite[0].first, 0)
        if (
            near > 0
            and toks[near].low in _RELATIVE
            and (toks[near].low != "that" or toks[near - 1].low not in _MARKS)
        ):
            out[0].last = near + 1
            out.append(
                Clause(near + 1, len(toks), "rel", toks[near].low, 0)
            )  # "The ministry, which ..., has asked"
    for before, verb in pairwise(finite):
        cut = _cut(toks, before, verb, out, names)
        out[-1].last = cut.first
        out.append(cut)
    for clause in out:
        clause.last = max(clause.last, clause.first)
        clause.groups = [g for g in groups if clause.first <= g.verb < clause.last]
        held = clause.verb
        if held is not None:
            if clause.first == 0 and clause.kind == "sub" and _only_phrase(toks, clause, held):
                clause.kind, clause.word = "main", ""
            clause.subject = _subject(toks, clause, held, names)
            if clause.subject[0] >= clause.subject[1] and clause.kind != "rel" and clause.host >= 0:
                clause.shares = True
        elif clause.first == 0:
            clause.subject = (0, max(0, clause.last - 1))
    return out


def _only_phrase(toks: Sequence[Token], clause: Clause, verb: Group) -> bool:
    """Whether what looks like a subordinate clause at the head is a phrase: "After the ruling, Türkiye halted ..."."""
    comma = next((i for i in range(clause.first, verb.first) if toks[i].text == ","), None)
    return comma is not None and _nominal(toks, comma + 1, verb.first)


def _skip_back(toks: Sequence[Token], i: int, stop: int) -> int:
    """The last token before `i` that is no adverb."""
    i -= 1
    while (
        i >= stop
        and (toks[i].low in ADVERB or is_adverb(toks[i]))
        and toks[i].low not in ("so", "since", "once")
    ):
        i -= 1
    return i


def _cut(
    toks: Sequence[Token],
    before: Group,
    verb: Group,
    done: Sequence[Clause],
    names: Sequence[tuple[int, int]],
) -> Clause:
    """Where the clause of `verb` begins, the last finite verb being `before`."""
    a, b = before.last, verb.first
    here = len(done) - 1
    end = len(toks)
    if verb.governor == "ing":
        return Clause(b, end, "part", toks[b - 1].low, _outer(done, here), shares=True)
    near = _skip_back(toks, b, a)
    word = toks[near].low if near >= a else ""
    if word in JOIN:
        host = _partner(done, here, verb, near > a and toks[near - 1].text == ",")
        return Clause(near + 1, end, "and", word, host, shares=True)
    if word in _REL or (word == "that" and near > a and toks[near - 1].low not in (",", '"')):
        return Clause(near + 1, end, "rel", word, here)
    if word == "what":
        return Clause(near + 1, end, "that", word, here)
    if word in (",", ")", '"', "-") and near >= a:
        outer = _outer(done, here)
        if outer != here:  # "The ministry, which ..., has asked"
            return Clause(near + 1, end, "and", word, outer, shares=True)
        opened = _apposition(toks, a, near)
        if opened is not None:
            joint = next(
                (
                    i
                    for i in range(opened - 1, a - 1, -1)
                    if toks[i].low in JOIN or toks[i].low in SUBORD or toks[i].text in ";:"
                ),
                None,
            )
            if joint is not None:
                low = toks[joint].low
                return Clause(
                    joint + 1, end, "and" if low in JOIN else "main" if low in ";:" else _kind(low), low, here
                )
            if set(before.lemmas) & ZERO_THAT:
                return Clause(a, end, "that", "", here)
            mark = next((i for i in range(opened - 1, a - 1, -1) if toks[i].text in (",", '"', "-")), None)
            if mark is not None and _nominal(
                toks, mark + 1, opened
            ):  # '"...," Barzani, the prime minister, said'
                return Clause(mark + 1, end, "main", toks[mark].low, here)
        return Clause(near + 1, end, "and", word, here, shares=True)
    return _own_subject(toks, before, verb, done, names)


def _outer(done: Sequence[Clause], here: int) -> int:
    """The clause that a relative or subordinate one interrupts."""
    while done[here].kind in ("rel", "sub", "if", "part") and done[here].host >= 0:
        here = done[here].host
    return here


def _partner(done: Sequence[Clause], here: int, verb: Group, comma: bool) -> int:
    """The clause whose subject "and called" takes: of what is said, the speaker again if the verb is one of saying or asking."""
    current = done[here]
    if current.kind in ("rel", "sub", "if", "part") and comma:
        return _outer(done, here)
    if current.kind == "that" and current.host >= 0:
        spoken = set(verb.lemmas) & _SPEAKS
        if spoken and (comma or "past" in verb.tags) and current.verb is not None:
            return _outer(done, current.host)
    return here


_SPEAKS = word_set(
    "say add urge call ask press demand accuse criticise criticize condemn praise welcome thank reject threaten warn stress insist tell promise pledge vow "
    "express reiterate invite appeal blame note describe affirm reaffirm underline underscore emphasise emphasize commend"
)


def _apposition(toks: Sequence[Token], a: int, comma: int) -> int | None:
    """The comma that opens an apposition which `comma` closes: "Barzani, the prime minister,"."""
    opened = next(
        (
            i
            for i in range(comma - 1, a - 1, -1)
            if toks[i].text == toks[comma].text or (toks[comma].text == ")" and toks[i].text == "(")
        ),
        None,
    )
    return opened if opened is not None and opened > a and comma - opened > 1 else None


def _nominal(toks: Sequence[Token], first: int, last: int) -> bool:
    """Whether a stretch can hold a subject: a word that is no adverb, preposition or determiner."""
    return any(
        t.text[:1].isalnum() and t.low not in PREP and t.low not in ADVERB - {"all", "both", "each"}
        for t in toks[first:last]
    )


def _own_subject(
    toks: Sequence[Token],
    before: Group,
    verb: Group,
    done: Sequence[Clause],
    names: Sequence[tuple[int, int]],
) -> Clause:
    """The clause of a verb that has a subject before it."""
    a, b, end, here = before.last, verb.first, len(toks), len(done) - 1
    current = done[here]
    waiting = current.kind == "rel" and current.host == 0 and _verbless(done)
    told = bool(set(before.lemmas) & ZERO_THAT) and before.governor != "ing"
    comma = joint = mark = -1
    for i in range(b - 1, a - 1, -1):
        if any(first < i < last - 1 for first, last in names):
            continue
        low = toks[i].low
        if not _nominal(toks, i + 1, b):
            continue
        if low == '"' and i > a and toks[i - 1].low == "that":
            return Clause(i + 1, end, "that", "that", here)
        if low in ";:" or (low == "-" and toks[i].start - toks[i - 1].end > 0) or low == '"' or low == "(":
            mark = i
            break
        if low == "," and comma < 0:
            comma = i
        if low in JOIN and joint < 0:
            joint = i
        if low in SUBORD:
            if (
                low in SOFT_SUBORD
                and (low not in ("until", "once") or comma > i)
                and (comma > i or (joint > i and not _names_after(toks, i, joint)))
            ):
                continue
            if low in ("how", "why", "what") and comma > i:
                continue
            if low == "as" and i > a and toks[i - 1].low in ("as", "such", "well"):
                continue
            if low in ("that", "which") and i + 1 == b:
                continue
            kind = _kind(low)
            if (
                low == "that"
                and not told
                and i > a
                and before.verb + 1 <= i - 1
                and not _says_noun(toks[i - 1].low)
                and comma < 0
                and toks[i - 1].low not in (",", '"')
            ):
                kind = "rel" if not set(before.lemmas) & ZERO_THAT else "that"
            if comma > i and low in (
                "while",
                "when",
                "which",
                "who",
                "where",
                "because",
                "although",
                "though",
            ):
                continue  # its own verb would stand before the comma
            return Clause(i + 1, end, kind, low, here)
    if waiting and mark < 0 and (a >= b or toks[a].low in PREP or comma < 0):
        return Clause(
            b, end, "and", "", current.host, shares=True
        )  # "Officials who met on Sunday have failed"
    if mark >= 0:
        host = _outer(done, here)
        return Clause(mark + 1, end, "main", toks[mark].low, host if toks[mark].low == "(" else -1)
    if joint >= 0 and comma < joint:
        said = _after_told(toks, before, b, names)
        if told and said < joint and toks[joint - 1].text != "," and _names_after(toks, said - 1, joint):
            return Clause(said, end, "that", "", here)
        if _nominal(toks, a, joint) or before.passive or joint == a or toks[joint - 1].text == ",":
            return Clause(joint + 1, end, "and", toks[joint].low, here)
    if comma >= 0:
        opened = done[here].kind in ("sub", "if", "rel")
        return Clause(comma + 1, end, "main", ",", -1 if opened else here)
    if told:
        return Clause(_after_told(toks, before, b, names), end, "that", "", here)
    return Clause(_last_phrase(toks, a, b), end, "rel", "", here)


def _says_noun(low: str) -> bool:
    return low in (
        "claim",
        "claims",
        "statement",
        "report",
        "reports",
        "hope",
        "hopes",
        "fear",
        "fears",
        "view",
        "condition",
        "assurance",
        "assurances",
        "fact",
        "announcement",
        "rumours",
        "rumors",
        "suggestion",
        "suggestions",
        "warning",
        "clear",
        "optimism",
        "confidence",
        "concern",
        "belief",
        "news",
        "sign",
        "signs",
        "confident",
        "sure",
        "hopeful",
        "optimistic",
        "aware",
        "word",
    )


def _names_after(toks: Sequence[Token], i: int, joint: int) -> bool:
    """Whether what stands between is one short name or noun phrase: the "and" then joins two subjects."""
    gap = toks[i + 1 : joint]
    return (
        0 < len(gap) <= 5
        and not any(t.low in PREP - {"of"} or t.text in _MARKS for t in gap)
        and (gap[0].text[:1].isupper() or gap[0].low in DET)
    )


def _verbless(done: Sequence[Clause]) -> bool:
    """Whether the first clause still has no verb of its own, because a relative clause interrupted it."""
    return len(done) > 1 and done[1].host == 0 and done[1].kind == "rel" and done[1].first == done[0].last


def _after_told(toks: Sequence[Token], before: Group, b: int, names: Sequence[tuple[int, int]]) -> int:
    """Past who was told and when: "told Reuters exports would", "said on Monday exports would"."""
    i = before.last
    if set(before.lemmas) & _TOLD and i < b:
        j = i + 1 if toks[i].low in DET and i + 1 < b else i
        named = next((last for first, last in names if first in (i, j)), None)
        j = named or j + 1
        while (
            named is None
            and j < b
            and toks[j].low not in DET | PREP | _PRONOUNS
            and not toks[j].text[:1].isupper()
        ):
            j += 1
        if _nominal(toks, j, b):
            i = j
    j = i
    while j < b and (toks[j].low in _TIME_LEAD or toks[j].low in _WHEN or toks[j].text[:1].isdigit()):
        j += 1
    timed = any(toks[k].low in _WHEN or toks[k].text[:1].isdigit() for k in range(i, j))
    return j if timed and _nominal(toks, j, b) else i


_TOLD = word_set("tell inform notify assure remind warn promise")
_WHEN_LEAD = word_set(
    "last late early mid first second third fourth half end beginning middle start week month day year morning evening night afternoon the same following previous this that next of a few days weeks months years hours later after ago early-"
)
_PRONOUNS = word_set("it he she they we i you there")
_TIME_LEAD = word_set("on in at late last earlier the a of")
_WHEN = word_set(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december today "
    "yesterday week month year morning evening night afternoon"
)


def _last_phrase(toks: Sequence[Token], a: int, b: int) -> int:
    """Beginning of the last noun phrase before a verb: "the oil | Baghdad sells"."""
    i = b - 1
    if toks[i].low in _PRONOUNS | {"nobody", "everybody", "everyone", "somebody"}:
        return max(i, a)
    while i > a and toks[i - 1].low not in PREP and toks[i].low not in DET and toks[i - 1].text not in _MARKS:
        if toks[i].text[:1].isupper() and not toks[i - 1].text[:1].isupper():
            break
        i -= 1
    return max(i, a)


def _subject(
    toks: Sequence[Token], clause: Clause, verb: Group, names: Sequence[tuple[int, int]]
) -> tuple[int, int]:
    """Tokens of the subject: what stands before the verb, less fronted phrases that a comma ends."""
    first, last = clause.first, verb.first
    if (
        clause.kind in ("sub", "if", "main")
        and first < last
        and toks[first].low == clause.word
        and first == 0
    ):
        first += 1
    while first < last and (toks[first].text in _MARKS or toks[first].low in JOIN):
        first += 1
    if clause.kind == "part":
        return first, first
    while last > first and (
        toks[last - 1].low in ADVERB - {"all", "both", "each"}
        or is_adverb(toks[last - 1])
        or toks[last - 1].text in _MARKS
    ):
        last -= 1
    while first < last and (toks[first].low in ADVERB - {"all", "both", "each"} or is_adverb(toks[first])):
        first += 1
    while True:
        comma = next((i for i in range(first, last) if toks[i].text in (",", "-")), None)
        if comma is None or not _nominal(toks, comma + 1, last):
            break
        head = toks[first].low
        fronted = (
            head in PREP
            or head in SUBORD
            or head in ADVERB
            or is_adverb(toks[first])
            or head.endswith("ing")
            or head in ("late", "earlier", "last", "asked", "speaking", "according", "next", "given", "based")
        )
        dated = all(
            t.low in _WHEN
            or t.text[:1].isdigit()
            or t.low in ("last", "the", "next", "a", "later", "earlier", "same", "days", "weeks", "after")
            for t in toks[first:comma]
        )
        if not fronted and not dated:
            break
        named = next((a for a, b in names if b == comma and a > first), None)
        if named is not None and toks[comma + 1].low in DET and toks[named - 1].low not in PREP | {"the"}:
            return named, last  # "On Monday Mazin Faraj, a deputy from Basra, alleged"
        first = comma + 1
    if first < last and toks[first].low in PREP - {"between"} and toks[first].low not in SOFT_SUBORD:
        return _after_fronted(toks, first, last)
    return first, max(first, last)


def _after_fronted(toks: Sequence[Token], first: int, last: int) -> tuple[int, int]:
    """ "On Monday the ministry": the subject after a fronted phrase without a comma."""
    i = first + 1
    while i < last and (toks[i].low in _WHEN or toks[i].text[:1].isdigit() or toks[i].low in _WHEN_LEAD):
        i += 1
    if i < last and toks[i - 1].low in DET:
        i -= 1
    if i > first + 1 and i < last:
        return i, last
    return first, last
