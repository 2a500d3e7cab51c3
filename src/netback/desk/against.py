"""What a case's ledger says already of what a new report tells: the same event, or another day, figure or version of it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from netback.desk.merge import about, same_parties, same_people, window
from netback.desk.names import Names
from netback.desk.store import Item
from netback.desk.text import slug
from netback.evidence import Ledger, Statement, read_ledger, statement_record
from netback.reading.records import CHANNELS, Anchor, Attribution, Proposal

if TYPE_CHECKING:
    from netback.case.case import Case

__all__ = ["NEAR", "Match", "Told", "in_ledger", "matches", "matches_among", "told_of", "whole_ledger"]

NEAR = dt.timedelta(days=3)
"""Events of the same parties and type whose days differ by no more are held up as one event dated twice."""
KNOWN = "already in the ledger"
"""How a note on a statement of the same event begins."""
_CONTACT = ("call", "meeting", "visit", "letter", "message", "contact")
_SAID = ("statement", "urging", "praise", "accuse", "reject", "sanction_threat", "concede")
_PLAIN = ("agreement", "flow_change", "payment", "ruling", "attack", "sanction", "waiver", "law", "aid")
_NONE = re.compile(
    r"\b(no|not|nor|never|without|neither|lack(s|ed|ing)?|absence|missing|yet to|declined|refused)\b[^.;]{0,60}\bread-?outs?\b",
    re.IGNORECASE,
)
_ORDER = ("absence", "date", "figure", "denial", "same")
_READOUT = re.compile(r"\bread-?outs?\b", re.IGNORECASE)


@dataclass(frozen=True)
class Match:
    """A statement of the ledger that tells of the same.

    Parameters
    ----------
    relation : str
        "same"; or what it contradicts: "date", "figure", "absence" (a readout, against there being none), "denial".
    statement : str
        Id of the statement.
    what : str
        Both sides in words.
    """

    relation: str
    statement: str
    what: str

    @property
    def note(self) -> str:
        """For the person who decides."""
        if self.relation == "same":
            return f"{KNOWN}: {self.statement} ({self.what})"
        names = {"absence": "a readout against its absence", "denial": "what happened"}
        return (
            f"contradicts {names.get(self.relation, f'the {self.relation} of')} {self.statement}: {self.what}"
        )


@dataclass(frozen=True)
class Told:
    """A statement of a ledger, in the form in which proposals are compared.

    Parameters
    ----------
    statement : Statement
    item : Item
        State "ledger"; its id is that of the statement.
    """

    statement: Statement
    item: Item


def whole_ledger(case: Case) -> Ledger:
    """Everything in the folder of a case, what became known after its as-of day too."""
    return case.ledger if case.folder is None else ledger_in(Path(case.folder))


def ledger_in(folder: Path) -> Ledger:
    """The ledger of a folder, read again only where its files have changed.

    Raises
    ------
    CaseError
        It cannot be read.
    """
    return _ledger(str(folder), tuple(_mark(folder / name) for name in ("statements.jsonl", "sources.yaml")))


def _mark(path: Path) -> tuple[int, int, int]:
    try:
        found = path.stat()
    except OSError:
        return 0, 0, 0
    return found.st_mtime_ns, found.st_size, found.st_ino


@lru_cache(maxsize=4)
def _ledger(folder: str, _marks: tuple[tuple[int, int, int], ...]) -> Ledger:
    return read_ledger(folder)


def is_absence(item: Item) -> bool:
    """Whether it says that there is no readout."""
    p = item.proposal
    if p.mode == "absence" or (p.channel == "readout" and "negation" in p.auxiliary):
        return True
    return item.state == "ledger" and p.channel == "readout" and bool(_NONE.search(item.context))


def carries_readout(item: Item) -> bool:
    """Whether it tells of a readout, by its words, by the heading of its report, or by being an office's own report."""
    p = item.proposal
    if is_absence(item) or set(p.auxiliary) & {"future", "hypothetical", "negation"}:
        return False
    if p.channel == "readout":
        return True
    chain = " ".join(link.who for link in p.attribution)
    said = [f"{item.context} {chain}"]
    if p.kind == "event":
        said += item.heading.split("\n")
        contact = p.type == "CONSULT" or p.channel in _CONTACT
        if contact and item.names.kind(item.publisher) in ("party", "office") and item.names.party(item.publisher) in item.parties:  # fmt: skip
            return True
    return any(_READOUT.search(text) and not _NONE.search(text) for text in said)


def absence_against(absent: Item, readout: Item) -> bool:
    """Whether a readout that is said to be missing can be the one another report carries: same contact, same issuer."""
    if not same_contact(absent, readout):
        return False
    issuer = (
        {readout.names.lifted(n) for n in readout.proposal.actors}
        if readout.proposal.channel == "readout"
        else set()
    )
    missing = {absent.names.lifted(n) for n in absent.proposal.actors}
    return not issuer or not missing or bool(issuer & missing)


def same_contact(a: Item, b: Item) -> bool:
    """Whether two reports can be of one contact: of the parties both name, two in common.

    Those of the sentence count; of "the call", those of the heading too.
    """
    one, two = _around(a), _around(b)
    return len(one & two) >= min(2, len(one), len(two)) and bool(one & two)


def _around(item: Item) -> frozenset[str]:
    found = item.parties
    for text in (item.context, item.heading):
        if len(found) < 2 and item.names.records:
            # "the Rubio-Barzani call" names two
            named = item.names.mentioned(re.sub(r"(?<=\w)[-–/](?=[A-Z])", " ", text), item.day)
            found |= {item.names.lifted(n) for n in named}
    return found


def told_of(statement: Statement, publisher: str, title: str, address: str, names: Names, case: str) -> Told:
    """A statement as something to compare proposals with."""
    s = statement
    day = s.as_of_date.earliest if s.as_of_date else s.published_on
    words = s.quote or s.text or ""

    def who(text: str | None) -> tuple[str, ...]:
        return (names.mentioned(text, day) or (text,)) if text else ()

    precision: Any = s.as_of_date.precision if s.as_of_date else "unknown"
    channel = s.channel if s.channel in CHANNELS else s.event if s.event in CHANNELS else "none"
    proposal = Proposal(
        id=s.id, doc_id=s.source, kind="quantity" if s.kind in ("quantity", "observation") else "claim" if s.kind == "claim" else "event",
        actors=who(s.actor), targets=who(s.target), channel=channel or "none", topics=s.topics, date=s.as_of or "",
        date_precision=precision, anchor=Anchor(start=0, end=len(words), exact=words), reader="ledger",
        attribution=tuple(Attribution(who=w, kind="agency") for w in s.attribution[1:2]),
    )  # fmt: skip
    item = Item(
        id=s.id, document=s.source, case=case, state="ledger", version=0, proposal=proposal, original=proposal,
        publisher=publisher, published_on=str(s.published_on), address=address, reprint_of="", origin="", into="",
        statement=s.id, context=" ".join(filter(None, [s.text, s.quote])), heading=title, names=names,
    )  # fmt: skip
    return Told(s, item)


def told_record(told: Told) -> dict[str, Any]:
    """As plain data; `told_from` reads it back."""
    head = {"publisher": told.item.publisher, "title": told.item.heading, "address": told.item.address}
    return head | {"statement": statement_record(told.statement)}


def told_from(record: dict[str, Any], names: Names, case: str) -> Told:
    """The reverse of `told_record`."""
    statement = Statement.model_validate(record["statement"])
    return told_of(statement, record["publisher"], record["title"], record["address"], names, case)


def candidates(ledger: Ledger, items: Iterable[Item], skip: set[str] | None = None) -> list[Told]:
    """Statements of a ledger that some of the proposals can be about, by date and subject."""
    items = list(items)
    if not items:
        return []
    names, case = items[0].names, items[0].case
    spans = [about(i) for i in items]
    first, last = min(s[0] for s in spans), max(s[1] for s in spans)
    subjects = {slug(q.subject) for i in items for q in i.proposal.quantities} - {""}
    found = []
    for s in ledger.statements:
        if skip and s.id in skip:
            continue
        near = _meets(s, first, last)
        if s.subject in subjects if s.value is not None and s.kind in ("quantity", "observation") else near:
            source = ledger.source_of(s)
            found.append(told_of(s, source.publisher, source.title or "", source.address or "", names, case))
    return found


def _days(day: dt.date, delta: dt.timedelta) -> dt.date:
    try:
        return day + delta
    except OverflowError:
        return day


def matches(item: Item, case: Case) -> tuple[Match, ...]:
    """What the whole ledger of a case says of what a proposal tells; what came of its own report is left out."""
    from netback.desk.wording import source_key

    own = source_key(item.publisher, item.published_on, item.document)
    near = [t for t in candidates(whole_ledger(case), [item]) if t.statement.source != own]
    return matches_among(item, near)


def in_ledger(items: Iterable[Item], folder: Path) -> dict[str, tuple[str, ...]]:
    """What the ledger in a folder has already, by id of a proposal: statements of the same event, in words, a line for each
    way in which they stand to it.

    What came of a proposal's own report is left out, as is one of which nothing is there.

    Raises
    ------
    CaseError
        The ledger cannot be read.
    """
    from netback.desk.wording import source_key

    items = list(items)
    near = candidates(ledger_in(folder), items)
    found = {}
    for item in items:
        own = source_key(item.publisher, item.published_on, item.document)
        first, last = about(item)
        close = [
            t for t in near
            if t.statement.source != own and (t.statement.figure is not None or _meets(t.statement, first, last))
        ]  # fmt: skip
        same: dict[str, list[str]] = {}
        for m in matches_among(item, close):
            if m.relation == "same":
                same.setdefault(m.what, []).append(m.statement)
        if same:
            found[item.id] = tuple(f"{KNOWN}: {', '.join(ids)} ({what})" for what, ids in same.items())
    return found


def _meets(s: Statement, first: dt.date, last: dt.date) -> bool:
    start, end = s.window()
    return _days(start, -NEAR) <= last and first <= _days(end, NEAR)


def matches_among(item: Item, near: Iterable[Told]) -> tuple[Match, ...]:
    """How statements stand to a proposal, contradictions first; what several contradict in the same words, once.

    Of those, the one that presses somebody stands for the others.
    """
    found: dict[tuple[str, str], tuple[bool, Match]] = {}
    for told in sorted(near, key=lambda t: (not t.statement.pressure, t.statement.id)):
        one = match(item, told)
        if one is not None:
            key = (one.relation, told.statement.id if one.relation == "same" else one.what)
            found.setdefault(key, (bool(told.statement.pressure), one))
    ordered = sorted(
        found.values(), key=lambda pair: (_ORDER.index(pair[1].relation), not pair[0], pair[1].statement)
    )
    return tuple(one for _, one in ordered)


def match(item: Item, told: Told) -> Match | None:
    """How a statement stands to a proposal; None where it tells of something else."""
    from netback.desk.wording import kind_and_event

    other, s = told.item, told.statement
    for x, y in ((item, other), (other, item)):
        if is_absence(x) and carries_readout(y) and _near(x, y) and absence_against(x, y):
            what = f"{x.publisher} says there is no readout; {y.publisher} carries one"
            return Match("absence", s.id, what)
    if item.proposal.kind == "quantity" or other.proposal.kind == "quantity":
        return _figure(item, told)
    kind, event = kind_and_event(item)
    denied, name = event.startswith("no_") and kind == "claim", event.removeprefix("no_")
    if name.startswith("planned_") or _family(name) is None or _family(name) != _family(s.event or ""):
        return None
    if _family(name) in ("contact", "said") and min(len(item.parties), len(other.parties)) < 2:
        return None
    if _family(name) == "contact" and not _same_channel(name, s):
        return None
    if _family(name) == "claim_imminent":
        return _claim(item, told)
    if not same_parties(item, other):
        return None
    one, two = window(item), window(other) or (s.published_on, s.published_on)
    if one is None:
        return None
    if one[0] <= two[1] and two[0] <= one[1]:
        if denied:
            return Match(
                "denial", s.id, f"{item.publisher} says it did not happen; {other.publisher} says it did"
            )
        return Match("same", s.id, _corroborates(item, told))
    exact = "day" == item.proposal.date_precision == other.proposal.date_precision
    if exact and not denied and abs(one[0] - two[0]) <= NEAR and same_people(item, other):
        return Match(
            "date", s.id, f"{other.publisher} dates it {s.as_of}, {item.publisher} {item.proposal.date}"
        )
    return None


def _family(event: str) -> str | None:
    if event in _CONTACT:
        return "contact"
    if event in _SAID:
        return "said"
    return event if event in (*_PLAIN, "claim_imminent") else None


def _same_channel(event: str, s: Statement) -> bool:
    theirs = s.channel if s.channel in _CONTACT else s.event
    return "contact" in (event, theirs) or event == theirs


def _near(a: Item, b: Item) -> bool:
    one, two = about(a), about(b)
    return one[0] - NEAR <= two[1] and two[0] - NEAR <= one[1]


def _claim(item: Item, told: Told) -> Match | None:
    claim, names = told.statement.claim, item.names
    said = (
        item.proposal.attribution[-1].who
        if item.proposal.attribution
        else next(iter(item.proposal.actors), "")
    )
    if (
        claim is None
        or not said
        or names.who(said) != names.who(claim.speaker)
        or not _overlap(item, told.item)
    ):
        return None
    return Match("same", told.statement.id, _corroborates(item, told))


def _overlap(a: Item, b: Item) -> bool:
    one, two = about(a), about(b)
    return one[0] <= two[1] and two[0] <= one[1]


def _corroborates(item: Item, told: Told) -> str:
    """Whether a second report of an event adds a source, or repeats the one the ledger has."""
    from netback.desk.corroborate import origin_of
    from netback.desk.wording import is_source

    if item.reprint_of and is_source(told.statement.source, item.reprint_of):
        return f"{item.publisher} reprints {told.item.publisher}: it repeats, and does not corroborate"
    mine, theirs = origin_of(item), origin_of(told.item)
    if item.names.outlet(mine) == item.names.outlet(theirs):
        return f"both go back to {theirs}: it repeats, and does not corroborate"
    return "corroborates"


def _figure(item: Item, told: Told) -> Match | None:
    from netback.desk.wording import figure_of

    s, quantities = told.statement, item.proposal.quantities
    if s.figure is None or s.kind not in ("quantity", "observation") or len(quantities) != 1:
        return None
    mine = figure_of(quantities[0])
    if mine is None or slug(quantities[0].subject) != s.subject:
        return None
    first, last = s.window()
    since, until = about(item)
    if mine.unit.dimension != s.figure.unit.dimension or since > last or first > until:
        return None
    one, two = mine.canonical(), s.figure.canonical()
    low, high = _ends(one.low, one.central, one.high)
    less, more = _ends(two.low, two.central, two.high)
    if low <= more * (1 + 1e-3) and less <= high * (1 + 1e-3):
        return Match("same", s.id, _corroborates(item, told))
    has = f"{told.item.publisher} has {s.value}"
    return Match("figure", s.id, f"{has}, {item.publisher} {quantities[0].value:,g} {quantities[0].unit}")


def _ends(low: float | None, central: float | None, high: float | None) -> tuple[float, float]:
    some = [x for x in (low, central, high) if x is not None]
    least = min(some) if low is not None or central is not None else float("-inf")
    return least, max(some) if high is not None or central is not None else float("inf")
