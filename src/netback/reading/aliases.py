"""The names to look for: who is meant by which spelling, and who held which office when.

Nothing here knows a case; the table comes in as data. `AliasTable.find` gives mentions with offsets; whether a
mention acts, is acted upon or is only a place is for the rules to say.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from netback.dates import parse_partial
from netback.errors import UsageError
from netback.reading.sentences import fold

__all__ = ["Alias", "AliasTable", "Held", "Kind", "Mention", "slug"]

Kind = Literal["party", "person", "office", "organisation", "agency", "place"]
"""party: a party of the case or a government; person; office: a role with holders; organisation: ministry, company,
court; agency: an outlet or news agency; place: never an actor (a port, a pipeline, a town, a forum)."""


@dataclass(frozen=True)
class Held:
    """One holder of an office.

    Parameters
    ----------
    who : str
        Id of a person.
    since, until : datetime.date
        First and last day.
    """

    who: str
    since: dt.date = dt.date.min
    until: dt.date = dt.date.max


@dataclass(frozen=True)
class Alias:
    """One name to look for.

    Parameters
    ----------
    id : str
        Own slug.
    name : str
        As readers know it.
    kind : str
        See `Kind`.
    party : str
        Id of the party it belongs to, or "".
    spellings : tuple of str
        Other spellings, capitals as written.
    adjectives : tuple of str
        Words such as "Iraqi", which name it only before a word for people or an office.
    metonym : bool
        A capital or country: a place after "in", a party elsewhere.
    held : tuple of Held
        Offices: the holders.
    since, until : datetime.date
        Days on which the name means them: two ministers in turn share "oil minister".
    """

    id: str
    name: str
    kind: Kind
    party: str = ""
    spellings: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    metonym: bool = False
    held: tuple[Held, ...] = ()
    since: dt.date = dt.date.min
    until: dt.date = dt.date.max


@dataclass(frozen=True)
class Mention:
    """A name found in a text.

    Parameters
    ----------
    start, end : int
        Offsets in the text searched.
    id : str
        Who: id of an alias, or the name as written for one nobody knows.
    kind : str
        See `Kind`.
    party : str
        Party behind it, or "".
    office : str
        Id of the office when the holder was found through it.
    metonym : bool
        Stands for a party by a place name.
    known : bool
        Whether the table has it.
    """

    start: int
    end: int
    id: str
    kind: str
    party: str = ""
    office: str = ""
    metonym: bool = False
    known: bool = True


_PEOPLE = (
    r"(?:(?:and|or)\s+[A-Z][a-z]+\s+)?(?:[a-z]+\s+){0,2}?(?:officials?|authorities|ministers|navy|army|military|troops|soldiers|police|guards?|coastguard|frigates?|warships?|"
    r"warplanes|jets|president|presidency|officers?|customs|regulators?|sources?|crews?|experts?|teams|engineers?|judges?|militias?|drones?|missiles?|rockets?|strikes?|"
    r"government|cabinet|side|delegation|delegations|diplomats?|"
    r"negotiators?|representatives?|leaders?|lawmakers|administration|ministry|minister|premier|envoys?|"
    r"counterparts?|brother|capital|colleague|spokes(?:man|woman|person)|parliament|forces|embassy|consulate|team|ambassador|consul)"
)


def slug(name: str) -> str:
    """A name as an id.

    Examples
    --------
    >>> slug("Masrour Barzani")
    'masrour_barzani'
    """
    return re.sub(r"[^a-z0-9]+", "_", fold(name).lower()).strip("_") or "unnamed"


@dataclass(frozen=True)
class AliasTable:
    """All names of a case.

    Parameters
    ----------
    aliases : sequence of Alias

    Examples
    --------
    >>> table = AliasTable([Alias("iraq", "Iraq", "party", spellings=("Baghdad",), metonym=True)])
    >>> [m.id for m in table.find("Baghdad replied.")]
    ['iraq']
    """

    aliases: Sequence[Alias] = ()
    _by_id: dict[str, Alias] = field(init=False, repr=False, compare=False)
    _by_text: dict[str, tuple[Alias, ...]] = field(init=False, repr=False, compare=False)
    _pattern: re.Pattern[str] | None = field(init=False, repr=False, compare=False)
    _adjectives: re.Pattern[str] | None = field(init=False, repr=False, compare=False)
    _of_adjective: dict[str, Alias] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_id: dict[str, Alias] = {}
        by_text: dict[str, tuple[Alias, ...]] = {}
        adjectives: dict[str, Alias] = {}
        for alias in self.aliases:
            if alias.id in by_id:
                raise UsageError(f"the alias table has {alias.id!r} twice")
            by_id[alias.id] = alias
            for text in dict.fromkeys((alias.name, *alias.spellings)):
                key = _key(text)
                if alias not in by_text.get(key, ()):
                    by_text[key] = (*by_text.get(key, ()), alias)
            implied = tuple(
                word
                for name in (alias.name, *alias.spellings)
                if (word := _DEMONYMS.get(fold(name))) and alias.kind == "party"
            )
            for word in dict.fromkeys((*alias.adjectives, *implied)):
                adjectives.setdefault(_key(word), alias)
        object.__setattr__(self, "_by_id", by_id)
        object.__setattr__(self, "_by_text", by_text)
        object.__setattr__(self, "_of_adjective", adjectives)
        object.__setattr__(self, "_pattern", _any_of(by_text))
        people = _any_of(adjectives, tail=rf"(?=\s+{_PEOPLE}\b)")
        object.__setattr__(self, "_adjectives", people)

    @classmethod
    def from_records(cls, records: Iterable[Mapping[str, Any]]) -> AliasTable:
        """A table from plain data: one mapping an alias, keys as in `Alias`; `held` lists who, since, until.

        Also taken: `names` for name and spellings, `principal` for party, and the kinds state and company.

        Raises
        ------
        UsageError
            A key is unknown, a date is not one, or an id comes twice.
        """
        out: list[Alias] = []
        for record in records:
            record = _plain(record)
            known = {
                "id",
                "name",
                "kind",
                "party",
                "spellings",
                "adjectives",
                "metonym",
                "held",
                "since",
                "until",
            }
            extra = sorted(set(record) - known)
            if extra:
                raise UsageError(f"alias {record.get('id', '?')!r} has the unknown key {extra[0]!r}")
            try:
                held = tuple(_held(entry) for entry in record.get("held", ()))
                out.append(
                    Alias(
                        id=str(record["id"]),
                        name=str(record["name"]),
                        kind=record["kind"],
                        party=str(record.get("party", "")),
                        spellings=tuple(str(s) for s in record.get("spellings", ())),
                        adjectives=tuple(str(s) for s in record.get("adjectives", ())),
                        metonym=bool(record.get("metonym", False)),
                        held=held,
                        since=_edge(record.get("since"), first=True),
                        until=_edge(record.get("until"), first=False),
                    )
                )
            except (KeyError, ValueError) as error:
                raise UsageError(f"alias {record.get('id', '?')!r}: {error}") from None
        return cls(out)

    def __contains__(self, alias_id: str) -> bool:
        return alias_id in self._by_id

    def get(self, alias_id: str) -> Alias | None:
        """The alias of an id, or None."""
        return self._by_id.get(alias_id)

    def party_of(self, alias_id: str) -> str:
        """Party behind an id; the id itself when it is a party or unknown."""
        alias = self._by_id.get(alias_id)
        return alias.party or alias.id if alias else alias_id

    def lookup(self, text: str, day: dt.date | None = None) -> str:
        """Id behind an exact spelling, or ""."""
        found = self._by_text.get(_key(text))
        if not found:
            return text if text in self._by_id else ""
        alias = self._choose(found, day, ())
        return self._holder(alias, day) or alias.id

    def find(self, text: str, day: dt.date | None = None, recent: Sequence[str] = ()) -> list[Mention]:
        """Mentions in a text, from left to right, longest spelling first.

        Parameters
        ----------
        text : str
            Any text; offsets of the answer count its code points.
        day : datetime.date, optional
            Day of the text: an office means its holder on that day.
        recent : sequence of str
            Ids named before, the latest last; a bare surname means the latest of its bearers.
        """
        plain = fold(text)
        out: list[Mention] = []
        seen = list(recent)
        if self._pattern is not None:
            for match in self._pattern.finditer(plain):
                out.append(self._mention(match, day, seen))
                seen.append(out[-1].id)
        taken = [(m.start, m.end) for m in out]
        if self._adjectives is not None:
            for match in self._adjectives.finditer(plain):
                if any(a < match.end() and match.start() < b for a, b in taken):
                    continue
                alias = self._of_adjective[_key(match.group())]
                tail = re.match(rf"\s+{_PEOPLE}\b", plain[match.end() :])
                end = match.end() + (tail.end() if tail else 0)
                joined = tail is not None and re.match(r"\s+(?:and|or)\s", tail.group())
                if joined or any(a < end and match.start() < b for a, b in taken):
                    end = match.end()
                party = alias.party or alias.id
                out.append(Mention(match.start(), end, alias.id, alias.kind, party))
        return sorted(out, key=lambda m: m.start)

    def _mention(self, match: re.Match[str], day: dt.date | None, seen: Sequence[str]) -> Mention:
        alias = self._choose(self._by_text[_key(match.group())], day, seen)
        holder = self._holder(alias, day)
        if holder:
            person = self._by_id.get(holder)
            party = (person.party if person else "") or alias.party
            return Mention(match.start(), match.end(), holder, "person", party, office=alias.id)
        party = alias.party or (alias.id if alias.kind == "party" else "")
        return Mention(match.start(), match.end(), alias.id, alias.kind, party, metonym=alias.metonym)

    def _choose(self, found: Sequence[Alias], day: dt.date | None, seen: Sequence[str]) -> Alias:
        if len(found) > 1 and day is not None:
            found = [a for a in found if a.since <= day <= a.until] or found
        if len(found) == 1:
            return found[0]
        for earlier in reversed(seen):
            for alias in found:
                if alias.id == earlier:
                    return alias
        return found[0]

    def _holder(self, alias: Alias, day: dt.date | None) -> str:
        if day is None or not alias.held:
            return ""
        return next((h.who for h in alias.held if h.since <= day <= h.until), "")


def _plain(record: Mapping[str, Any]) -> dict[str, Any]:
    out = dict(record)
    if "names" in out:
        names = list(out.pop("names"))
        out.setdefault("name", names[0] if names else out.get("id", ""))
        out["spellings"] = [*names[1:], *out.get("spellings", ())]
    if "principal" in out:
        out.setdefault("party", out.pop("principal"))
    for other, own in (("from", "since"), ("to", "until")):
        if other in out:
            out.setdefault(own, out.pop(other))
    kind = out.get("kind")
    out["kind"] = {"state": "party", "company": "organisation", "government": "party"}.get(str(kind), kind)
    if out["kind"] not in ("party", "person", "office", "organisation", "agency", "place"):
        raise UsageError(f"alias {out.get('id', '?')!r} has the unknown kind {kind!r}")
    return out


_DEMONYMS = {
    "Iraq": "Iraqi", "Turkey": "Turkish", "Turkiye": "Turkish", "Iran": "Iranian", "United States": "American", "Kurdistan": "Kurdish",
    "Kurdistan Region": "Kurdish", "Russia": "Russian", "Ukraine": "Ukrainian", "Libya": "Libyan", "Niger": "Nigerien", "Benin": "Beninese",
    "Sudan": "Sudanese", "South Sudan": "South Sudanese", "Chad": "Chadian", "Cameroon": "Cameroonian", "Venezuela": "Venezuelan",
    "Cyprus": "Cypriot", "Egypt": "Egyptian", "Israel": "Israeli", "Lebanon": "Lebanese", "Kazakhstan": "Kazakh", "Azerbaijan": "Azerbaijani",
    "Georgia": "Georgian", "China": "Chinese", "India": "Indian", "France": "French", "Germany": "German", "Slovakia": "Slovak",
    "Hungary": "Hungarian", "Austria": "Austrian", "Moldova": "Moldovan", "Poland": "Polish", "Algeria": "Algerian", "Morocco": "Moroccan",
    "Qatar": "Qatari", "Saudi Arabia": "Saudi", "Syria": "Syrian", "Greece": "Greek", "Italy": "Italian", "Norway": "Norwegian",
    "Bulgaria": "Bulgarian", "Romania": "Romanian", "Turkmenistan": "Turkmen", "Trinidad and Tobago": "Trinidadian", "Guyana": "Guyanese",
    "Colombia": "Colombian", "Nigeria": "Nigerian", "Uganda": "Ugandan", "Kenya": "Kenyan", "Tanzania": "Tanzanian", "Yemen": "Yemeni",
    "Kuwait": "Kuwaiti", "Jordan": "Jordanian", "Britain": "British", "United Kingdom": "British", "Canada": "Canadian", "Mexico": "Mexican",
    "Bolivia": "Bolivian", "Argentina": "Argentine", "Brazil": "Brazilian", "Spain": "Spanish", "Serbia": "Serbian", "Belarus": "Belarusian",
}  # fmt: skip
"""Adjectives of countries, so that "Iraqi officials" is found by the name of Iraq alone."""


def _held(entry: Mapping[str, Any]) -> Held:
    return Held(
        str(entry["who"]), _edge(entry.get("since"), first=True), _edge(entry.get("until"), first=False)
    )


def _edge(text: Any, *, first: bool) -> dt.date:
    if not text:
        return dt.date.min if first else dt.date.max
    partial = parse_partial(str(text))
    return partial.earliest if first else partial.latest


def _key(text: str) -> str:
    return " ".join(fold(text).split())


def _any_of(keys: Iterable[str], tail: str = "") -> re.Pattern[str] | None:
    words = sorted(keys, key=lambda k: (-len(k), k))
    if not words:
        return None
    body = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words)
    return re.compile(rf"(?<![\w@-])(?:{body})(?!\w){tail}")
