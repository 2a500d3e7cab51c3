"""A proposal as a statement of a case: names, kind, value, claim, and who pressed whom."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from netback.case.case import Case
from netback.case.schema import PressureDriver
from netback.dates import PartialDate, parse_partial
from netback.desk.against import matches, whole_ledger
from netback.desk.names import Names, names_of
from netback.desk.store import Item, slug, tidy_name
from netback.errors import CaseError, Problem
from netback.evidence import Pressure, Statement
from netback.evidence.figure import Figure, FigureError, parse_figure
from netback.reading.records import Quantity

if TYPE_CHECKING:
    from netback.desk.corroborate import Attested
    from netback.desk.database import Document

__all__ = ["Wording", "party_of", "source_of", "statement_of", "wording_of"]

_UNITS = {
    "bbl": ("bbl", 1.0, "volume"), "bbl/day": ("b/d", 1.0, "flow"), "USD": ("USD", 1.0, "money"),
    "USD/bbl": ("USD/bbl", 1.0, "price"), "USD/month": ("m USD/month", 1e-6, "money_rate"),
    "IQD": ("bn IQD", 1e-9, "money"), "percent": ("%", 1.0, "share"),
}  # fmt: skip
_EVENTS = {
    "AGREE": "agreement", "SANCTION": "sanction", "COOPERATE": "flow_change", "ASSAULT": "attack",
    "THREATEN": "sanction_threat", "REQUEST": "urging", "SUPPORT": "praise", "AID": "aid",
}  # fmt: skip
_MODES = {
    "pay": "payment",
    "discontinue": "flow_change",
    "convict": "ruling",
    "absence": "no_readout",
    "waiver": "waiver",
}
_CONTACTS = ("call", "meeting", "visit", "message")
_PRESSURE = {
    "call": "call", "meeting": "meeting", "visit": "visit", "message": "letter", "document": "letter", "signing": "meeting",
}  # fmt: skip
_MILD = ("CONSULT", "SUPPORT", "AGREE")
_MOST_CITED = 40
_NOT_DONE = {"future", "hypothetical", "negation"}
_OIL = re.compile(r"export|oil|pipeline|flow|resum|restart|itp|crude", re.IGNORECASE)


@dataclass(frozen=True)
class Wording:
    """What a statement says beyond the proposal it is made of; a person may set each.

    Parameters
    ----------
    pressure : tuple of Pressure
        Who leans on whom by it.
    same_as : str or None
        A statement of the same event the ledger has already; then it carries no pressure of its own.
    text : str
        Own words, beside the quote; "" for none.
    note : str
        Caveats.
    notes : tuple of str
        What was left out, and why, for the person who decides.
    """

    pressure: tuple[Pressure, ...] = ()
    same_as: str | None = None
    text: str = ""
    note: str = ""
    notes: tuple[str, ...] = ()


def party_of(name: str, case: Case) -> str:
    """The party a name stands for, or the person, office or organisation belongs to; "" for nobody of the case.

    Examples
    --------
    >>> from netback.case import read_case
    >>> case = read_case("kurdistan")
    >>> party_of("the State Department", case), party_of("sudani", case), party_of("Norway", case)
    ('us', 'iraq', '')
    """
    return names_of(case).party(name)


def _means(name: str, role: str, names: Names) -> bool:
    """Whether a name in a proposal is the one a pressure driver calls by `role`, or speaks for it."""
    return slug(name) == slug(role) or names.lifted(name) == names.lifted(role)


def _pressure(item: Item, case: Case) -> list[Pressure]:
    """Who pressed whom by what a proposal tells, one entry for each party pressed."""
    p = item.proposal
    if p.kind != "event" or set(p.auxiliary) & _NOT_DONE or p.polarity < 0:
        return []
    if p.type in _MILD and p.polarity == 0 and not any(_OIL.search(t) for t in p.topics):
        return []
    kind = _pressure_kind(item)
    both = p.actors + p.targets if p.type == "CONSULT" else ()
    found = {}
    names = names_of(case)
    for driver in case.file.drivers.values():
        if not isinstance(driver, PressureDriver):
            continue
        by = any(_means(n, driver.by, names) for n in (both or p.actors))
        on = any(_means(n, driver.on, names) for n in (both or p.targets))
        if by and on:
            found[driver.by, driver.on] = Pressure(by=driver.by, on=driver.on, kind=kind)
    return [found[key] for key in sorted(found)]


def _pressure_kind(item: Item) -> str:
    p = item.proposal
    if p.mode == "waiver":
        return "waiver"
    if p.type in ("THREATEN", "SANCTION", "COERCE"):
        return "sanction_threat" if p.type == "THREATEN" else "sanction"
    if p.channel in _PRESSURE:
        return _PRESSURE[p.channel]
    return "praise" if p.type == "SUPPORT" else "call" if p.mode == "phone" else "public_urging"


def wording_of(item: Item, case: Case, waiting: Iterable[Statement] = ()) -> Wording:
    """What would be written beside the proposal, as a suggestion.

    Everything in the folder of the case counts, what became known after its as-of day too. A report of what the ledger has
    points to that statement (`same_as`). Pressure counts a contact once: where the ledger, or a statement on its way there,
    already carries the pressure of the same party on the same party, by the same event or the same kind of contact within a
    day, the new statement carries none. A readout and the contact it is of are one contact.

    Parameters
    ----------
    item : Item
    case : Case
    waiting : iterable of Statement
        Accepted, but not in the file yet.
    """
    ledger = whole_ledger(case)
    everything = {s.id: s for s in (*ledger.statements, *waiting)}
    found = matches(item, case)
    day = _first_day(item)
    notes = [m.note for m in found]
    event = {root for m in found if m.relation == "same" and (root := _root(m.statement, everything))}
    same = next((_root(m.statement, everything) for m in found if m.relation == "same"), None)
    known = [s for s in everything.values() if s.pressure]
    kept = []
    for pressure in _pressure(item, case):
        readout = item.proposal.channel == "readout"
        there = next(
            (
                s
                for s in known
                if _counted(s, pressure, day, readout=readout)
                or (_root(s.id, everything) in event and _presses(s, pressure))
            ),
            None,
        )
        if there is None:
            kept.append(pressure)
        else:
            same = same or there.id
            notes.append(
                f"pressure of {pressure.by} on {pressure.on} is counted by {there.id} already; not counted twice"
            )
    units = {q.unit for q in item.proposal.quantities} - set(_UNITS)
    notes += [f"no value was written: netback has no unit for {u}" for u in sorted(units)]
    return Wording(pressure=tuple(kept), same_as=same, notes=tuple(notes))


def _root(key: str, statements: Mapping[str, Statement]) -> str:
    """The statement that stands for an event, where others of the ledger point to it."""
    seen: set[str] = set()
    while key not in seen and key in statements and statements[key].same_as in statements:
        seen.add(key)
        key = statements[key].same_as or key
    return key


def _presses(statement: Statement, pressure: Pressure) -> bool:
    return any((p.by, p.on) == (pressure.by, pressure.on) for p in statement.pressure)


def _first_day(item: Item) -> dt.date:
    try:
        return parse_partial(item.proposal.date).earliest
    except ValueError:
        return dt.date.fromisoformat(item.published_on)


def _counted(statement: Statement, pressure: Pressure, day: dt.date, *, readout: bool) -> bool:
    readout = readout or statement.channel == "readout"
    same = [p for p in statement.pressure if (p.by, p.on) == (pressure.by, pressure.on)]
    if not any(readout or p.kind == pressure.kind for p in same):
        return False
    as_of = statement.as_of_date
    first, last = (as_of.earliest, as_of.latest) if as_of else (statement.published_on,) * 2
    one = dt.timedelta(days=1)
    return first - one <= day <= last + one


def source_key(publisher: str, published_on: str, document: str) -> str:
    """Key of the source a document is."""
    return f"{slug(publisher) or 'source'}_{published_on.replace('-', '')}_{_short(document)}"


def is_source(key: str, document: str) -> bool:
    """Whether the key of a source is that of a document of the desk."""
    return key.endswith(f"_{_short(document)}")


def source_of(document: Document) -> tuple[str, dict[str, Any]]:
    """Key and fields of the source a document is."""
    key = source_key(document.publisher, document.published_on, document.id)
    fields = {
        "publisher": document.publisher, "title": document.title, "address": document.address,
        "date": document.published_on, "language": document.language, "reliability": document.reliability,
        "note": f"carries a text of {document.origin}" if document.origin else "",
    }  # fmt: skip
    return key, {k: v for k, v in fields.items() if v}


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def statement_of(
    item: Item,
    document: Document,
    case: Case,
    wording: Wording,
    attested: Attested,
    *,
    by: str,
    source_key: str,
    others: Iterable[Item] = (),
) -> Statement:
    """The statement a proposal makes.

    Parameters
    ----------
    item, document, case, wording, attested, by, source_key
        As in `decide.accept`.
    others : iterable of Item
        Merged into it; each is cited in the note.

    Raises
    ------
    CaseError
        It makes none; the message says what to edit.
    """
    p = item.proposal
    kind, event = kind_and_event(item)
    actors, targets = p.actors, p.targets
    if p.type == "CONSULT" and not targets and len(actors) > 1:
        actors, targets = actors[:1], actors[1:]  # of a call or meeting, the text names first who sought it
    if p.background and not p.date:
        raise CaseError([Problem("", 0, 0, item.id, "desk/undated",
            "it is background the report repeats, and no date was found: it would be dated to the report",
            f"its own date first: netback desk edit {item.id} --set date=2023-03-25 --set date_precision=day")])  # fmt: skip
    record: dict[str, Any] = {
        "id": _statement_id(item, case), "kind": kind, "event": event, "actor": _named(item, actors, case),
        "target": _named(item, targets, case), "channel": None if p.channel == "none" else p.channel,
        "topics": list(p.topics), "text": wording.text or None, "quote": p.anchor.exact,
        "anchor": {
            "document": hashlib.sha256(document.body.encode()).hexdigest(), "start": p.anchor.start, "end": p.anchor.end,
            "prefix": p.anchor.prefix, "suffix": p.anchor.suffix,
        },
        "source": source_key, "attribution": _chain(item, case), "as_of": _as_of(item), "published_on": document.published_on,
        "published_basis": document.published_basis, "retrieved_on": document.retrieved_on or None,
        "pressure": list(wording.pressure), "claim": _claim(item, case), "same_as": wording.same_as,
        "note": "; ".join(filter(None, [wording.note, note_of(item, attested, others)])) or None,
        "review": {"by": by, "on": dt.datetime.now(dt.UTC).date()},
    }  # fmt: skip
    if kind == "quantity" or (len(p.quantities) == 1 and kind != "claim"):
        record |= _value(p.quantities[0]) if p.quantities else {}
    if kind == "quantity" and not record.get("value"):
        record["kind"] = "claim"
    try:
        return Statement.model_validate({k: v for k, v in record.items() if v not in (None, "", [], ())})
    except ValidationError as error:
        raise CaseError([
            Problem("", 0, 0, f"{item.id}.{'.'.join(map(str, e['loc']))}", "desk/no-statement", e["msg"],
                    f"another value: netback desk edit {item.id} --set FIELD=VALUE")
            for e in error.errors()
        ]) from None  # fmt: skip


def kind_and_event(item: Item) -> tuple[str, str]:
    p = item.proposal
    if p.kind == "quantity":
        return "quantity", ""
    if p.kind == "claim" or p.type == "CLAIM":
        return "claim", "claim_imminent" if p.imminent else _MODES.get(p.mode, "statement")
    if p.type == "CONSULT":
        name = p.channel if p.channel in _CONTACTS else "call" if p.mode == "phone" else "contact"
    else:
        name = _MODES.get(p.mode) or _EVENTS.get(p.type) or p.type.lower()
    if set(p.auxiliary) & _NOT_DONE:
        return "claim", ("no_" if "negation" in p.auxiliary else "planned_") + name
    contact = p.type == "CONSULT" or (p.type == "REQUEST" and p.channel in _CONTACTS)
    return ("contact" if contact else "event"), name


def _named(item: Item, who: tuple[str, ...], case: Case) -> str:
    """Names as a ledger has them: a party by its name, a person with the office held that day."""
    names = names_of(case)
    return " / ".join(dict.fromkeys(names.shown(n, item.day) for n in who))[:500]


def _chain(item: Item, case: Case) -> list[str]:
    names = names_of(case)
    links = [link.who for link in item.proposal.attribution if tidy_name(link.who) not in ("", "outlet")]
    if links and names.outlet(links[0]) == names.outlet(item.publisher):
        links = links[1:]
    return [name[:500] for name in [item.publisher, *map(names.name, links)]] if links else []


def _as_of(item: Item) -> str | None:
    p = item.proposal
    if p.kind == "claim" and p.predicted_date and p.date == p.predicted_date:
        return item.published_on
    if p.date_precision == "week" and len(p.date) == 10:
        first = dt.date.fromisoformat(p.date)
        return p.date[:7] if (first + dt.timedelta(days=6)).month == first.month else p.date
    return p.date or None


def _claim(item: Item, case: Case) -> dict[str, Any] | None:
    """The claim block of a forecast; what is no forecast has none.

    The speaker is the narrowest one named, spelled as the case's ledger spells it, with the office held that day.
    """
    p, names = item.proposal, names_of(case)
    if p.kind != "claim" or not (p.imminent or p.predicted_date or p.mode == "forecast"):
        return None
    said_by = [link for link in p.attribution if link.kind in ("named", "office", "anonymous", "document")]
    speaker = said_by[-1].who if said_by else (p.actors[0] if p.actors else item.publisher)
    office = names.office(speaker, item.day)
    if not office:
        office = next((names.name(link.who) for link in said_by[:-1] if link.kind == "office"), "")
    found: dict[str, Any] = {
        "speaker": _as_in_ledger(speaker, case)[:500], "horizon_text": (p.horizon or "vague")[:500]
    }  # fmt: skip
    if office:
        found["office"] = office[:500]
    if p.predicted_date:
        said = dt.date.fromisoformat(item.published_on)
        if p.date and p.date_precision == "day" and p.date != p.predicted_date:
            said = _partial(item, "date").earliest
        days = (_partial(item, "predicted_date").latest - said).days
        if 0 <= days <= 3660:
            found["horizon_days"] = days
    return found


def _partial(item: Item, field: str) -> PartialDate:
    try:
        return parse_partial(getattr(item.proposal, field))
    except ValueError as error:
        raise CaseError([Problem("", 0, 0, f"{item.id}.{field}", "desk/bad-date", str(error),
            f"a date: netback desk edit {item.id} --set {field}=2025-04-11")]) from None  # fmt: skip


def _as_in_ledger(speaker: str, case: Case) -> str:
    """A speaker's name as the claims of the ledger write it, so that a track record is one person's."""
    names = names_of(case)
    known = names.alias(speaker)
    if known is None:
        return speaker
    written = (s.claim.speaker for s in reversed(whole_ledger(case).statements) if s.claim is not None)
    return next((w for w in written if names.alias(w) is known), known.name)


def figure_of(quantity: Quantity) -> Figure | None:
    """A quantity as a figure of a ledger; None where netback has no such unit."""
    value = _value(quantity).get("value")
    try:
        return parse_figure(value) if value else None
    except FigureError:
        return None


def _value(quantity: Quantity) -> dict[str, Any]:
    if quantity.unit not in _UNITS:
        return {}
    unit, factor, prop = _UNITS[quantity.unit]
    text = _number(quantity.value * factor)
    if quantity.low is not None and quantity.high is not None:
        text += f" ({_number(quantity.low * factor)}..{_number(quantity.high * factor)})"
    found = {"value": f"{text} {unit}"}
    return found | ({"subject": slug(quantity.subject), "property": prop} if slug(quantity.subject) else {})


def _number(x: float) -> str:
    text = f"{x:.12f}".rstrip("0").rstrip(".")
    return text or "0"


def note_of(item: Item, attested: Attested, others: Iterable[Item] = ()) -> str:
    """What a statement's note says of its proposal: what stands behind it, the merged reports cited, and caveats."""
    from netback.desk.corroborate import in_words

    parts = [f"attested by {in_words(attested)}"]
    parts += [_cited(other) for other in sorted(others, key=lambda i: (i.published_on, i.publisher, i.id))][
        :_MOST_CITED
    ]
    if item.proposal.date_precision in ("week", "quarter"):
        parts.append(f"date to the {item.proposal.date_precision}")
    hedges = sorted({link.hedge for link in item.proposal.attribution if link.hedge})
    if hedges:
        parts.append("hedged: " + ", ".join(hedges))
    if item.proposal != item.original:
        parts.append("corrected by hand")
    return "; ".join(parts)


def _cited(item: Item) -> str:
    where = f", {item.address}" if item.address else ""
    words = item.proposal.anchor.exact
    quote = words if len(words) <= 300 else words[:299] + "…"
    return f"also {item.publisher}, {item.published_on}{where}: “{quote}” [{item.document}]"


def _statement_id(item: Item, case: Case) -> str:
    p = item.proposal
    day = (p.date or item.published_on).replace("-", "")
    who = [slug(names_of(case).who(n), 16) for n in (p.actors[:1] + p.targets[:1])]
    what = (p.type or p.kind).lower()
    return "_".join(filter(None, ["d" + day, what, *who, _short(json.dumps([item.id, item.document]))]))[:120]
