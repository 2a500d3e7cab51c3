"""Who stands where in a sentence: names, pronouns and groups, and which of them acts or is acted upon."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from netback.reading.aliases import AliasTable, Mention
from netback.reading.clauses import Clause
from netback.reading.grammar import Token
from netback.reading.lexicon import forms
from netback.reading.words import PREP, SAY, word_set

__all__ = ["Memory", "Who", "after_verb", "before_verb", "find_who", "resolve"]


@dataclass(frozen=True)
class Who:
    """Somebody named in a sentence.

    Parameters
    ----------
    first, last : int
        Tokens, last excluded.
    ids : tuple of str
        Resolved ids, or the words; more than one for "both sides".
    kind : str
        person, organisation, office, party, agency, group, place, pronoun.
    prep : str
        Preposition before it, or "".
    possessive : bool
        Followed by 's.
    known : bool
    text : str
    words : str
        For an unnamed person or group of somebody known, what they are called: "a KRG official" acts for the KRG but speaks as this.
    """

    first: int
    last: int
    ids: tuple[str, ...]
    kind: str
    prep: str = ""
    possessive: bool = False
    known: bool = True
    text: str = ""
    words: str = ""


@dataclass
class Memory:
    """What a document has said so far."""

    person: str = ""
    organisation: str = ""
    pair: tuple[str, ...] = ()
    recent: list[str] = field(default_factory=list)
    speaker: str = ""
    issuer: str = ""
    bodies: list[str] = field(default_factory=list)
    group: str = ""
    topic: str = ""
    parties: list[str] = field(default_factory=list)

    def see(self, who: Iterable[Who]) -> None:
        """Remember who was named; a pronoun names nobody new."""
        who = list(who)
        subject = next((w for w in who if not w.prep and not w.possessive and w.kind != "place"), None)
        if subject is not None and subject.kind != "pronoun":
            self.group = (
                subject.ids[0] if subject.kind == "group" and subject.ids and not subject.known else ""
            )
            if subject.kind in ("organisation", "office", "party") and subject.ids:
                self.topic = subject.ids[0]
        for one in who:
            if one.kind in ("pronoun", "place") or not one.ids:
                continue
            self.recent.extend(one.ids)
            if one.kind == "person":
                self.person = one.ids[0]
            elif one.kind in ("organisation", "office", "party"):
                self.organisation = one.ids[0]
                self.bodies.append(one.ids[0])
                if one.kind == "party" and one.known and not one.possessive:
                    self.parties = [p for p in self.parties if p != one.ids[0]] + [one.ids[0]]
        if subject is not None and subject.kind == "person" and subject.ids:
            self.person = subject.ids[0]
        if subject is not None and subject.kind == "group" and _ONE.match(subject.words or subject.text):
            self.person = subject.words or subject.text
        del self.recent[:-60]

    def last_two(self) -> tuple[str, ...]:
        """The two parties, else bodies, named last, for "both sides" where no pair was named together."""
        if len(self.parties) >= 2:
            return tuple(self.parties[-2:])
        out: list[str] = []
        for body in reversed(self.bodies):
            if body not in out:
                out.append(body)
            if len(out) == 2:
                return tuple(reversed(out))
        return ()


_ONE = re.compile(r"(?:an?|one)\s", re.I)
_TITLE = re.compile(
    r"^(?:prime|deputy|vice|acting|former|foreign|oil|energy|petroleum|finance|interior|natural|resources|minister|ministers|president|premier|"
    r"secretary|of|state|undersecretary|assistant|ambassador|envoy|special|chief|chairman|chairwoman|chair|ceo|executive|director|general|"
    r"managing|spokesman|spokeswoman|spokesperson|governor|mp|lawmaker|advisor|adviser|national|security|senator|congressman|head|speaker|"
    r"mr|mrs|ms|dr|prof|the|for|and|affairs|commissioner|officer|manager|leader|mayor|consul|chancellor|king|sheikh|analyst|captain|colonel)$"
)
_GROUP = re.compile(
    r"\b(?:(?:the|an?|its|his|their|some|several|many|most|all|two|three|four|five|six|seven|eight|ten|twelve|forty|dozens\s+of|hundreds\s+of|thousands\s+of|unidentified|armed|local|"
    r"angry|striking|other|another|senior|high-level|top|former|government|foreign|international|oil|producing|private|security|western|regional|federal|unknown|unnamed|port|border|technical|joint|ruling|"
    r"opposition|tribal|masked|sacked|unpaid|pipeline|field|energy|ministry|military|army|company|industry|shipping|\d+|(?-i:[A-Z][a-z]+(?:i|an|ese|ish|en|er)))\s+){0,3}"
    r"(?P<noun>companies|operators|producers|firms|officials?|sources?|residents?|workers?|protesters?|demonstrators|lawmakers?|members?|farmers?|elders?|drivers?|clerks?|persons?|people|advis[eo]rs?|representatives?|groups?|states|gunmen|militants|militias?|fighters|"
    r"rebels|attackers|drones?|employees|engineers?|staff|traders?|shippers|buyers|banks|creditors|lenders|diplomats?|deputies|contractors|truckers|families|fishermen|hauliers|unionists|activists|"
    r"villagers|teachers|guards|soldiers|police|militiam[ae]n|villages|students|crowds?|unions?|agents?|brokers?|analysts?|executives?|observers|tribesmen|negotiators?|delegations?|teams?|mission|ministers|spokes(?:man|woman|person|people)|aides?|"
    r"arbitrators?|judges?|prosecutors?|magistrates?|court|tribunal|parliament|mediators?|partners|shareholders|investors|refiners|customers|suppliers|strikers|youths?|authorities|forces|troops|commanders?|consultants?|economists?|experts?|envoys|captains?|pilots?|mayors?|"
    r"insiders|leaders|chiefs|bosses|coast\s*guard|navy|army|side)\b",
    re.I,
)
_GROUP_TAIL = re.compile(
    r"\s+(?:of\s+(?:the\s+|two\s+|three\s+|four\s+|five\s+)?[a-z]+|from\s+[A-Z]\w+|at\s+(?:the\s+)?[a-z]+(?=\s+(?:said|has|have|had|were|was)))\b"
)
_DEFINITE = re.compile(
    r"\b(?:[Tt]he|[Tt]his|[Tt]hat|[Ii]ts|[Oo]ur|[Tt]heir|His|Her)\s+(?P<noun>(?i:(?:prime\s+|oil\s+|foreign\s+|energy\s+|petroleum\s+)?(?:minister|ministry|president|premier|company|group|firm|operator|government|cabinet|court|"
    r"tribunal|bank|commission|council|parliament|assembly|mission|envoy|ambassador|chairman|spokesman|spokeswoman|spokesperson|secretary|corporation|"
    r"producer|association|union|region|companies|producers|operators|governor|consortium|agency|chief\s+executive|chief|department|authority|regulator|committee|administration|embassy|owner|board|official|adviser|movement|party|mnr)))\b"
    r"|\b(?P<noun2>Management|Ministry|Company|Board)\b(?=\s+(?:has|had|is|was|will|met|expects?|said|asked|received|signed|agreed|notes?|confirms?|informed))"
)  # fmt: skip
_NAME = re.compile(r"\b[A-Z][A-Za-z'-]+(?:\s+(?:al-|el-|bin|van|de|von)?\s?[A-Z][A-Za-z'-]+){1,3}\b")
_NOT_NAME = word_set(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december the a an in on at but and it he she they we i this that these after before when while for from no if as q a read"
)
_PRONOUN = word_set("he she him her it they them we us i you me himself itself themselves who")
_BOTH = re.compile(
    r"\b(?:both|the\s+two|the\s+three|these\s+two)\s+(?:sides|parties|governments|ministers|leaders|countries|capitals|delegations|officials|men|bodies|chambers|institutions|firms|states|presidents|neighbours|companies|teams)\b"
    r"|\bthe\s+(?:sides|parties|governments|delegations|neighbours|capitals)\b"
    r"|\bboth\s+(?=(?:to|agreed|said|sides|signed|have|had|were|are|will|want|pledged|declined|urged|called))|\bthe\s+two\s+(?=(?:[a-z]+ed\b|also|discussed|met|spoke|signed|said|had|have|were|talked|reviewed|exchanged|will))"
    r"|\beach\s+side\b|\beither\s+side\b|\bneither\s+side\b|\bneither\s+(?:government|party)\b",
    re.I,
)


def _overlaps(a: int, b: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(x < b and a < y for x, y in spans)


def find_who(
    plain: str, toks: Sequence[Token], mentions: Sequence[Mention], aliases: AliasTable, memory: Memory
) -> list[Who]:
    """Everybody in a sentence, from left to right; names in apposition and titles are taken together."""
    raw: list[tuple[int, int, tuple[str, ...], str, bool]] = [
        (m.start, m.end, (m.id,), m.kind, True) for m in mentions
    ]
    spans = [(a, b) for a, b, *_ in raw]
    for m in _HANDLE.finditer(plain):
        bearer = _bearer(m.group(1).lower(), aliases)
        if bearer and not _overlaps(m.start(), m.end(), spans):
            raw.append((m.start(), m.end(), (bearer,), "person", True))
            spans.append((m.start(), m.end()))
    for m in _BOTH.finditer(plain):
        if not _overlaps(m.start(), m.end(), spans):
            raw.append((m.start(), m.end(), (), "pronoun", True))
            spans.append((m.start(), m.end()))
    for m in _DEFINITE.finditer(plain):
        if not _overlaps(m.start(), m.end(), spans):
            noun = (m.group("noun") or m.group("noun2")).lower()
            formal = (m.group("noun") or m.group("noun2"))[:1].isupper() and noun in _HOUSE
            found = (
                memory.issuer
                if formal and _is_house(noun, memory.issuer, aliases)
                else _coreferent(noun, aliases, memory)
            )
            raw.append(
                (
                    m.start(),
                    m.end(),
                    (found or plain[m.start() : m.end()],),
                    "organisation" if not found else _kind(found, aliases),
                    bool(found),
                )
            )
            spans.append((m.start(), m.end()))
    for m in _NAME.finditer(plain):
        start, words = m.start(), m.group().split()
        while words and words[0].lower() in _NOT_NAME:
            start += len(words[0]) + 1
            words = words[1:]
        end = m.end()
        if (
            len(words) >= 2
            and not _overlaps(start, end, spans)
            and not any(w.lower() in _NOT_NAME for w in words)
            and _person_like(plain, start, end)
        ):
            raw.append((start, end, (plain[start:end],), "person", False))
            spans.append((start, end))
    for m in _GROUP.finditer(plain):
        if not _overlaps(m.start(), m.end(), spans):
            tail = _GROUP_TAIL.match(plain, m.end())
            end = tail.end() if tail and not _overlaps(m.end(), tail.end(), spans) else m.end()
            raw.append((m.start(), end, (_bare(plain[m.start() : end]),), "group", False))
            spans.append((m.start(), end))
    for t in toks:
        if (
            t.low in _PRONOUN
            and t.low != "who"
            and (
                t.low != "her"
                or plain[t.end : t.end + 4] in (" to ", " for", " on ", " in ")
                or plain[t.end : t.end + 1] in ".,;"
            )
            and not _overlaps(t.start, t.end, spans)
            and not (t.low == "us" and t.text == "US")
        ):
            raw.append((t.start, t.end, (), "pronoun", True))
    raw.sort()
    return _joined(toks, [_who(toks, plain, *entry) for entry in raw])


_HANDLE = re.compile(r"(?<!\w)@(\w{5,})")


def _bearer(handle: str, aliases: AliasTable) -> str:
    """The only person whose surname an account's name holds."""
    held = {
        a.id
        for a in aliases.aliases
        if a.kind == "person" and len(a.name.split()[-1]) > 3 and a.name.split()[-1].lower() in handle
    }
    return held.pop() if len(held) == 1 else ""


_NO_PERSON = frozenset(
    ["force majeure", "middle east", "north sea", "black sea", "red sea", "white house", "heads of agreement"]
)
_HOUSE = frozenset(["company", "group", "management", "ministry", "board", "corporation", "government"])
"""What an issuer calls itself, with a capital, in its own document."""


def _is_house(noun: str, issuer: str, aliases: AliasTable) -> bool:
    """Whether "the Company" or "the Ministry" is the issuer."""
    alias = aliases.get(issuer)
    if alias is None:
        return False
    if noun in ("company", "group", "management", "board", "corporation"):
        return alias.kind == "organisation"
    if noun == "government":
        return alias.kind == "party"
    return any(noun in name.lower() for name in (alias.name, *alias.spellings))


def _bare(name: str) -> str:
    """A name as written, without "the"."""
    return re.sub(r"^the\s+", "", name, flags=re.I)


def _person_like(plain: str, start: int, end: int) -> bool:
    if plain[start:end].lower() in _NO_PERSON:
        return False
    after = plain[end : end + 30]
    before = plain[max(0, start - 30) : start]
    spoken = re.search(r"(\w+)\s+$", before)
    if spoken and any(
        (f.lemma in SAY and "past" in f.tags) or ("s" in f.tags and f.lemma in SAY)
        for f in forms().get(spoken.group(1), ())
    ):
        return True
    return bool(
        re.match(r",?\s+(?:said|says|told|added|who|spoke|met|wrote|called|urged|asked|a\s|an\s|the\s|head|chief|chair|spokes|director|minister|analyst|also|has|had|will|announced|accused|warned|visited)", after)
        or re.search(r"(?:[Mm]inister|[Pp]resident|[Ss]ecretary|[Ss]pokes\w+|[Ee]nvoy|[Aa]mbassador|[Cc]hief|[Cc]hairman|[Dd]irector|[Aa]nalyst|[Ll]awmaker|MP|[Gg]overnor|[Hh]ead|by|to|with|met|told|of|Mr|Ms|Dr|Mrs)\.?\s+$", before)
    )  # fmt: skip


def _kind(alias_id: str, aliases: AliasTable) -> str:
    alias = aliases.get(alias_id)
    return alias.kind if alias else "organisation"


_NOUN_KINDS = {
    "company": ("organisation",), "group": ("organisation",), "firm": ("organisation",), "operator": ("organisation",), "producer": ("organisation",),
    "corporation": ("organisation",), "consortium": ("organisation",), "association": ("organisation",), "management": ("organisation",), "board": ("organisation",),
    "minister": ("person",), "president": ("person",), "premier": ("person",), "envoy": ("person",), "ambassador": ("person",), "chairman": ("person",),
    "spokesman": ("person",), "spokeswoman": ("person",), "spokesperson": ("person",), "secretary": ("person",), "governor": ("person",), "chief": ("person",),
    "official": ("person",), "adviser": ("person",),
}  # fmt: skip


def _coreferent(noun: str, aliases: AliasTable, memory: Memory) -> str:
    """Who "the ministry" or "the company" is: the latest named that fits, else the only fit of the table, else the issuer."""
    last = noun.split()[-1]
    if last in ("operator", "owner", "producer") and not memory.issuer:
        return ""
    kinds = _NOUN_KINDS.get(last)
    named = next((e for e in reversed(memory.recent) if _called(e, last, aliases)), "")
    if named and kinds != ("person",):
        return named
    for earlier in reversed(memory.recent):
        alias = aliases.get(earlier)
        if alias is None:
            continue
        names = " ".join((alias.name, *alias.spellings)).lower()
        if kinds == ("person",):
            if alias.kind == "person" and (
                last in names
                or last in ("chief", "official", "adviser", "spokesman", "spokeswoman", "spokesperson")
            ):
                return earlier
        elif (
            (kinds and alias.kind in kinds)
            or (not kinds and noun in names)
            or (last == "government" and alias.kind == "party")
        ):
            return earlier
    if kinds == ("organisation",) or last in ("ministry", "government"):
        return memory.issuer
    fits = [
        a.id
        for a in aliases.aliases
        if any(noun in n.lower() for n in (a.name, *a.spellings)) and a.kind != "place"
    ]
    return fits[0] if len(fits) == 1 else ""


def _called(alias_id: str, noun: str, aliases: AliasTable) -> bool:
    """Whether a name holds the noun: "the association" for the Association of ..."""
    alias = aliases.get(alias_id)
    return (
        alias is not None
        and alias.kind != "place"
        and any(noun in name.lower().split() for name in (alias.name, *alias.spellings))
    )


def _token_span(toks: Sequence[Token], start: int, end: int) -> tuple[int, int]:
    inside = [i for i, t in enumerate(toks) if t.start < end and start < t.end]
    return (inside[0], inside[-1] + 1) if inside else (0, 0)


def _who(
    toks: Sequence[Token], plain: str, start: int, end: int, ids: tuple[str, ...], kind: str, known: bool
) -> Who:
    first, last = _token_span(toks, start, end)
    possessive = last < len(toks) and (
        toks[last].low == "'s" or (toks[last].text == "'" and toks[last - 1].text.endswith("s"))
    )
    back = first - 1
    while back >= 0 and (
        (_TITLE.match(toks[back].low) and toks[back].low not in ("of", "for", "and"))
        or toks[back].low
        in (
            "a",
            "an",
            "its",
            "his",
            "their",
            "both",
            "our",
            "new",
            "federal",
            "regional",
            "state",
            "senior",
            "former",
        )
    ):
        back -= 1
    prep = toks[back].low if back >= 0 and toks[back].low in PREP | {"by"} else ""
    unnamed = (
        kind == "party"
        and known
        and _ANONYMOUS.search(plain[start:end]) is not None
        and plain[start:end].count(" ") > 0
    )
    words = " ".join(t.text for t in toks[_leftmost(toks, first) : last]) if unnamed else ""
    return Who(
        first, last, ids, "group" if unnamed else kind, prep, possessive, known, plain[start:end], words
    )


def _joined(toks: Sequence[Token], found: list[Who]) -> list[Who]:
    """Titles, principals and appositions folded into the narrowest name."""
    out: list[Who] = []
    for who in found:
        if out:
            before = out[-1]
            gap = toks[before.last : who.first]
            words = [t.low for t in gap]
            if who.kind not in ("pronoun", "place") and before.kind not in ("pronoun",):
                titles = bool(words) and all(_TITLE.match(w) for w in words)
                if (
                    before.possessive
                    and words[:1] in (["'s"], ["'"])
                    and all(_TITLE.match(w) or w.islower() for w in words[1:])
                    and len(words) <= 4
                    and not (set(words) & PREP - {"of"})
                    and who.kind in ("person", "office", "organisation", "group")
                ):
                    out[-1] = replace(who, first=before.first, prep=before.prep)
                    continue
                close = not words or (before.possessive and words in (["'s"], ["'"]))
                if (
                    close
                    and who.kind == "group"
                    and not who.known
                    and before.known
                    and before.kind in ("party", "organisation", "office", "agency")
                ):
                    both = (
                        out[-2]
                        if len(out) > 1 and _paired(toks, out[-2], before) and _PLURAL.search(who.text)
                        else None
                    )
                    start = both or before
                    ids = (*(both.ids if both else ()), *before.ids)
                    called = " ".join(t.text for t in toks[_leftmost(toks, start.first) : who.last]).replace(
                        " 's", "'s"
                    )
                    out[-2 if both else -1 :] = [
                        replace(
                            before,
                            first=start.first,
                            last=who.last,
                            ids=ids,
                            kind="group",
                            prep=start.prep,
                            possessive=who.possessive,
                            text=called,
                            words=called,
                        )
                    ]
                    continue
                if (
                    not words
                    and before.kind != "place"
                    and who.kind in ("person", "office", "organisation", "group")
                ):
                    out[-1] = replace(who, first=before.first, prep=before.prep)
                    continue
                if (
                    titles
                    and not before.possessive
                    and "and" not in words
                    and "for" not in words
                    and "of" not in words[:1]
                    and who.kind in ("person", "office")
                    and before.kind != "person"
                ):
                    out[-1] = replace(who, first=before.first, prep=before.prep)
                    continue
                if (
                    before.known
                    and before.kind in ("person", "organisation", "office", "party")
                    and words == [","]
                    and who.text.lower().startswith(("the ", "its ", "his ", "her ", "their ", "a ", "an "))
                    and (before.kind == "person" or who.kind != "person")
                    and any(t.text == "," for t in toks[who.last : who.last + 8])
                    and not any(t.low == "and" for t in toks[who.last : who.last + 1])
                ):
                    out[-1] = replace(before, last=who.last)
                    continue
                if before.kind == "person" and _apposed(words) and who.kind != "place":
                    out[-1] = replace(before, last=who.last)
                    continue
                if (
                    who.kind == "person"
                    and before.kind in ("office", "party", "organisation", "person")
                    and words[:1] == [","]
                    and all(w in _HONORIFIC or w == "." for w in words[1:])
                    and (
                        before.kind != "person"
                        or before.text.lower().startswith(("the ", "its ", "his ", "her ", "their "))
                    )
                    and who.last < len(toks)
                    and toks[who.last].text == ","
                ):
                    out[-1] = replace(who, first=before.first, prep=before.prep)
                    continue
                if (
                    words in (["of"], ["of", "the"])
                    and re.fullmatch(
                        r"(?:the\s+)?(?:\w+\s+)?(?:government|authorities|administration)", before.text, re.I
                    )
                    and who.kind == "party"
                ):
                    out[-1] = replace(who, first=before.first, prep=before.prep)
                    continue
                if (
                    words
                    and words[0] in ("of", "from", "at", "for")
                    and words[1:] in ([], ["the"])
                    and (
                        before.kind == "group"
                        or re.search(r"(?:ambassador|embassy|envoy|spokes\w+)$", before.text)
                    )
                    and not before.known
                    and who.known
                    and who.kind not in ("place", "pronoun", "group")
                ):
                    called = " ".join(t.text for t in toks[before.first : who.last])
                    out[-1] = replace(
                        who, first=before.first, prep=before.prep, kind="group", words=called, text=called
                    )
                    continue
                if (
                    words in (["of"], ["of", "the"])
                    and before.kind in ("office", "organisation", "party", "group", "person")
                    and who.kind in ("party", "organisation", "office", "place")
                ):
                    out[-1] = replace(before, last=who.last)
                    continue
                if words == ["("] and who.last < len(toks) and toks[who.last].text == ")":
                    out[-1] = replace(before, last=who.last + 1)
                    continue
                if words == ["(", '"'] and who.last + 1 < len(toks):
                    out[-1] = replace(before, last=who.last + 2)
                    continue
        out.append(who)
    return out


_ANONYMOUS = re.compile(
    r"\b(?:officials?|sources?|diplomats?|advis[eo]rs?|lawmakers?|engineers?|executives?|ministers?|negotiators?|representatives?|aides?|traders?|insiders?)$",
    re.I,
)
_BEFORE_UNNAMED = word_set(
    "a an one two three four several senior former top another unnamed high-ranking mid-ranking some many"
)


def _leftmost(toks: Sequence[Token], first: int) -> int:
    """The article and rank before an unnamed official: "a senior"."""
    while first > 0 and toks[first - 1].low in _BEFORE_UNNAMED:
        first -= 1
    return first


_PLURAL = re.compile(
    r"(?:officials|ministers|teams|delegations|negotiators|sides|representatives|diplomats|executives|experts|engineers|leaders|envoys|authorities|sources|forces)$",
    re.I,
)


def _paired(toks: Sequence[Token], one: Who, other: Who) -> bool:
    """Whether two parties are joined before one noun: "Iraqi and Turkish officials"."""
    return (
        one.kind == "party"
        and other.kind == "party"
        and [t.low for t in toks[one.last : other.first]] == ["and"]
    )


_HONORIFIC = frozenset(
    ["hon", "mr", "ms", "mrs", "dr", "engineer", "eng", "sheikh", "general", "his", "her", "excellency"]
)


def _apposed(words: Sequence[str]) -> bool:
    """ ", head of" or ", a spokesman for the" between a person and what they belong to."""
    if len(words) < 2 or words[0] != "," or len(words) > 9:
        return False
    return (
        any(
            _TITLE.match(w) or w in ("spokesman", "economist", "a", "an", "the", "its", "who")
            for w in words[1:3]
        )
        and words[-1] in ("of", "for", "the", "at", "in", "with")
        and not any(w in ("said", "who", "and", "but") for w in words)
    )


def resolve(who: Who, toks: Sequence[Token], memory: Memory, avoid: Sequence[str] = ()) -> tuple[str, ...]:
    """Ids behind a mention; a pronoun looks into the memory."""
    if who.ids:
        return who.ids
    low = toks[who.first].low
    if who.last - who.first > 1 or low in ("both", "each", "either", "neither"):
        return memory.pair or memory.last_two()
    if low in ("they", "them", "themselves"):
        if memory.group:
            return (memory.group,)
        return memory.pair or ((memory.organisation,) if memory.organisation else ())
    if low in ("i", "me"):
        return (memory.speaker,) if memory.speaker else ()
    if low in ("we", "us"):
        return (memory.speaker or memory.issuer,) if memory.speaker or memory.issuer else ()
    if low in ("he", "she", "him", "her", "himself"):
        return (memory.person,) if memory.person and memory.person not in avoid else ()
    if low in ("it", "itself"):
        for body in (memory.topic, memory.organisation):
            if body and body not in avoid:
                return (body,)
    return ()


_LOCATIVE = word_set(
    "in at near outside inside around through via across over into under from within along since during"
)


def before_verb(found: Sequence[Who], toks: Sequence[Token], clause: Clause) -> list[Who]:
    """The subject: names in the subject of the clause that no preposition governs, with those joined by "and"."""
    out: list[Who] = []
    first, last = clause.subject
    for who in found:
        if who.first < first or who.first >= last or who.kind == "place" or who.possessive:
            continue
        if not out:
            if who.prep and who.prep not in ("than", "as", "between") and not _opened_by(toks, clause, who):
                continue
            if _inside_phrase(toks, first, who.first):
                continue
            out.append(who)
        elif _apart(toks, out[-1], who, last):
            if (who.known and not out[-1].known) or (
                who.kind == "person" and out[-1].kind in ("group", "office") and not who.words
            ):
                out[-1] = who  # "the operator, Delta Crest Energy,"
        elif _coordinated(toks, out[-1], who):
            out.append(who)
    return out


def _inside_phrase(toks: Sequence[Token], first: int, at: int) -> bool:
    """Whether a name stands in a phrase that hangs on the subject: "exports from Iraq's Kurdistan region"."""
    inner = next(
        (i for i in range(at - 1, first, -1) if toks[i].low in _HANGING or toks[i].text == ","), None
    )
    return inner is not None and inner > first and toks[inner].text != "," and toks[first].low not in PREP


_HANGING = frozenset(["of", "from", "through", "via", "to", "on", "over", "into"])


def _apart(toks: Sequence[Token], before: Who, who: Who, last: int) -> bool:
    """Whether two names in a row are one: an apposition between commas, not a list that "and" ends."""
    return [t.text for t in toks[before.last : who.first]] == [","] and not any(
        t.low in ("and", "&", "or") for t in toks[who.last : last]
    )


def _opened_by(toks: Sequence[Token], clause: Clause, who: Who) -> bool:
    """Whether what looks like the preposition of a name is the word that opens its clause: "after X lifted"."""
    return who.first == clause.subject[0] or (
        who.prep == clause.word and who.prep not in [t.low for t in toks[clause.first : who.first]]
    )


def _coordinated(toks: Sequence[Token], before: Who, who: Who) -> bool:
    words = [t.low for t in toks[before.last : who.first]]
    allowed = {
        "and",
        ",",
        "&",
        "the",
        "or",
        "as",
        "well",
        "both",
        "of",
        "for",
        "federal",
        "its",
        "his",
        "their",
        "a",
        "an",
        "with",
        "representatives",
        "officials",
    }
    listed = words[:1] == [","] and any(t.low in ("and", "&") for t in toks[who.last : who.last + 6])
    joined = (
        any(w in ("and", "&", "or") for w in words)
        or words == [","]
        or words in (["as", "well", "as"],)
        or listed
    )
    small = all(w in allowed or _TITLE.match(w) for w in words)
    return joined and small and len(words) <= 6


def after_verb(
    found: Sequence[Who], toks: Sequence[Token], start: int, end: int, preps: Sequence[str], possessor: bool
) -> list[Who]:
    """Names after the verb that stand without preposition or after one of `preps`, with those joined by "and"."""
    out: list[Who] = []
    for who in found:
        if who.first < start or who.last > end or who.kind == "place":
            continue
        if out:
            if _coordinated(toks, out[-1], who):
                out.append(who)
                continue
            break
        if who.possessive:
            if possessor and (not who.prep or who.prep in preps or who.prep == "of"):
                out.append(who)
            continue
        if not who.prep or who.prep in preps:
            if who.kind == "pronoun" and toks[who.first].low in ("it", "i", "we") and who.first > start:
                continue
            out.append(who)
        elif possessor and who.prep == "of":
            out.append(who)
        elif who.prep not in _LOCATIVE and who.prep not in preps:
            continue
    return out
