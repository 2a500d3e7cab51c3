"""Values, statements and sources: what a number rests on, what disagrees, and what falls with a report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from netback.errors import UsageError
from netback.views.explain_parts.tree import Explanation, Make, Node, Walk, made
from netback.views.tables import MISSING, count, date, listed, month, quantity, unit_suffix

if TYPE_CHECKING:
    from netback.case import Case
    from netback.case.value import Entry, Value
    from netback.evidence import Choice, Statement

__all__ = [
    "citing",
    "entry_text",
    "source_node",
    "statement_node",
    "statements_below",
    "value_below",
    "value_node",
]

_CITED_DATE = re.compile(r"^\s*\d{4}[\d-]*\s*\[([^\[\]]*)\]\s*$")


# --- values -----------------------------------------------------------------------------------------------------------


def entry_text(value: Value, entry: Entry) -> str:
    """An entry with bounds and unit, in the unit it was written in where that is a share."""
    if value.dimension == "flag":
        return "yes" if entry.central == 1 else "no"
    form = {"written": entry.unit or "1"} if value.unit == "1" else {}
    central = quantity(entry.central, value.unit, **form, bare=entry.high > entry.low)
    if entry.high <= entry.low:
        return central
    low, high = (quantity(x, value.unit, **form, bare=True) for x in (entry.low, entry.high))
    if value.unit in ("1", "1/month", "1/year"):
        return f"{central}{unit_suffix(value.unit)} ({low} to {high})"
    return f"{central} ({low} to {high}){unit_suffix(value.unit)}"


def value_node(walk: Walk, path: str) -> Explanation:
    """A value: the entry in force, its bounds, line, note, older entries, and its statements."""
    case = walk.case
    value = case.value(path)
    entry = value.in_force(walk.month)
    facts = [("note", value.note)]
    if entry is None:
        facts.insert(0, ("", f"nothing is known for {month(walk.month)} as of {date(case.as_of)}"))
    elif entry.begins is not None:
        facts.insert(0, ("in force from", month(entry.begins)))
    others = [e for e in value.entries if e is not entry]
    if others:
        facts.append(
            ("other entries", "; ".join(f"from {month(e.begins)}: {entry_text(value, e)}" for e in others))
        )
    if entry is not None and entry.uncertain:
        facts.append(("drawn from", f"{entry.distribution} on its bounds"))
    if entry is not None and not entry.cites:
        facts.append(
            (
                "",
                f"an assumption: nobody is cited; made on {case.file.assumptions_made_on.split('[')[0].strip()}",
            )
        )
    terms = [t for t, term in case.file.terms.items() if path in term.sets]
    if terms:
        facts.append(("set by the term", listed(terms)))
    return Explanation(
        Node(
            "value", path, path, entry_text(value, entry) if entry else MISSING,
            entry.central if entry else None, entry.low if entry else None, entry.high if entry else None,
            value.unit, "", walk.place(path), tuple(facts),
        ),
        statements_below(walk, path, entry.cites if entry else ()),
    )  # fmt: skip


def value_below(path: str) -> tuple[str, Make]:
    """A value as a child."""
    return path, made(value_node, path)


def statements_below(walk: Walk, parent: str, ids: tuple[str, ...]) -> tuple[Explanation, ...]:
    """Statements as children, with what disagrees with them."""
    known = [s.id for s in walk.case.statements(tuple(dict.fromkeys(ids)))]
    return walk.below(parent, [(i, made(statement_node, i)) for i in known])


# --- statements -------------------------------------------------------------------------------------------------------


def statement_node(walk: Walk, key: str, *, falls: bool = False) -> Explanation:
    """A statement: its words, who said it to whom, when; what else was said about the same; and what rests on it.

    Parameters
    ----------
    walk : Walk
    key : str
        Id of the statement.
    falls : bool
        Whether to list everything of the case that rests on it.
    """
    s = walk.case.ledger.get(key)
    if falls:
        parts = _rests_on(walk.case, [s])
        children = walk.below(key, [_path_below(walk.case, path, key, rest) for path, rest in parts.items()])
        rivals = _rivals(walk, s)
        return Explanation(_statement(walk, s, _falls_text(parts, "this statement")), (*children, *rivals))
    return Explanation(_statement(walk, s), _rivals(walk, s))


def _statement(walk: Walk, s: Statement, more: str = "") -> Node:
    from netback.evidence import statement_record

    source = walk.case.ledger.source_of(s)
    words = f"“{s.quote}”" if s.quote else s.text or ""
    said = [f"{s.kind}"]
    said += [f"{s.subject} {s.property}"] if s.subject and s.property else []
    title = f"“{source.title}”, " if source.title else ""
    published = f"published {date(s.published_on)}" + (
        " (date inferred)" if s.published_basis == "inferred" else ""
    )
    span = f"true {s.as_of}" + (f" to {s.until}" if s.until else "") if s.as_of else ""
    facts = [
        ("said" if s.quote else "in our words", words),
        ("about", ", ".join(said)),
        (
            "source",
            f"{source.publisher}, {title}{published}; reliability {source.reliability}"
            + (f"; {span}" if span else ""),
        ),
        ("handed on", " ← ".join(s.attribution)),
        ("address", source.address or ""),
        ("caveat", s.note or ""),
        ("the source", source.note or ""),
        ("same event as", s.same_as or ""),
        ("accepted by", f"{s.review.by}, {date(s.review.on)}" if s.review else ""),
        ("", more),
    ]
    figure = s.figure.canonical() if s.figure else None
    return Node(
        "statement", s.id, f"[{s.id}]", s.value or "", figure.central if figure else None,
        figure.low if figure else None, figure.high if figure else None, figure.unit.text if figure else "",
        "", "", tuple((label, text) for label, text in facts if text),
        {"statement": statement_record(s), "source": source.model_dump(mode="json", exclude_none=True)},
    )  # fmt: skip


def _alone(walk: Walk, s: Statement) -> Explanation:
    return Explanation(_statement(walk, s))


def _rivals(walk: Walk, s: Statement) -> tuple[Explanation, ...]:
    """Other figures about the same subject and property, with why they do not count."""
    from netback.evidence import choose

    ledger = walk.case.ledger
    if s.figure is None or not s.subject or not s.property:
        return ()
    unit = s.figure.unit.dimension
    same = [
        x for x in ledger.by_subject(s.subject, s.property) if x.figure and x.figure.unit.dimension == unit
    ]
    if len(same) < 2:
        return ()
    choice = choose(same, walk.case.as_of, ledger.sources)
    first = (
        ""
        if choice.winner.id == s.id
        else f"the rule of evidence would go by [{choice.winner.id}]: {choice.reason}"
    )
    rows = [_rival(walk, x, s, choice) for x in (choice.winner, *choice.others) if x.id != s.id]
    head = Node(
        "group", s.id, f"Also said about {s.subject} {s.property}", facts=(("", first),) if first else ()
    )
    return (Explanation(head, tuple(rows)),)


def _rival(walk: Walk, other: Statement, cited: Statement, choice: Choice) -> Explanation:
    source = walk.case.ledger.source_of(other)
    why = _why_not(walk.case, other, choice)
    facts = (
        ("", f"{source.publisher}, reliability {source.reliability}, published {date(other.published_on)}"),
        ("chosen by rule" if other.id == choice.winner.id else "not chosen", why),
    )
    figure = other.figure.canonical() if other.figure else None
    return Explanation(
        Node("other", other.id, f"[{other.id}]", other.value or "", figure.central if figure else None,
             figure.low if figure else None, figure.high if figure else None, figure.unit.text if figure else "", facts=facts)
    )  # fmt: skip


def _why_not(case: Case, other: Statement, choice: Choice) -> str:
    if other.id == choice.winner.id:
        return choice.reason
    winner, sources, day = choice.winner, case.ledger.sources, case.as_of
    if winner.holds_on(day) and not other.holds_on(day):
        first, last = other.window()
        return f"speaks of {date(first)} to {date(last)}, not of {date(day)}"
    if other.kind == "claim" and winner.kind != "claim":
        return "a contested claim"
    if other.own_work and not winner.own_work:
        return "worked out from somebody's figures"
    if sources[winner.source].first_hand and not sources[other.source].first_hand:
        return f"not first-hand: reliability {sources[other.source].reliability}"
    if other.published_on < winner.published_on:
        return f"older than [{winner.id}], published {date(winner.published_on)}"
    if sources[other.source].reliability > sources[winner.source].reliability:
        return f"less reliable than [{winner.id}]"
    return f"equal to [{winner.id}] in standing; the first by id goes"


# --- what falls -------------------------------------------------------------------------------------------------------


def citing(case: Case) -> dict[str, dict[str, tuple[str, ...]]]:
    """For every statement: the paths of the case that cite it, each with the other statements it also rests on."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}

    def note(path: str, cites: tuple[str, ...]) -> None:
        for cite in cites:
            rest = tuple(c for c in cites if c != cite)
            found.setdefault(cite, {}).setdefault(path, rest)

    for path, value in case.values.items():
        for entry in value.entries:
            note(path, entry.cites)
    for path, cites in _other_cites(case.file, ""):
        note(path, cites)
    for name, item in case.file.reported.items():
        note(f"reported.{name}.statement", (item.statement,))
    for s in case.ledger.statements:
        if s.observes is not None:
            note(f"drivers.{s.observes.driver}", (s.id,))
        for p in s.pressure:
            for name, driver in case.file.drivers.items():
                if driver.kind == "pressure" and driver.by == p.by and driver.on == p.on:
                    note(f"drivers.{name}", (s.id,))
    return found


def _other_cites(model: Any, prefix: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """(path, statements) of `cites` lists and of dates with brackets."""
    from pydantic import BaseModel

    if isinstance(model, BaseModel):
        for name, info in type(model).model_fields.items():
            key = info.alias or name
            path = f"{prefix}.{key}" if prefix else key
            item = getattr(model, name)
            if name == "cites":
                yield path, tuple(item)
            elif isinstance(item, str):
                match = _CITED_DATE.match(item)
                if match:
                    yield path, tuple(c.strip() for c in match[1].split(",") if c.strip())
            else:
                yield from _other_cites(item, path)
    elif isinstance(model, Mapping):
        for key, item in model.items():
            yield from _other_cites(item, f"{prefix}.{key}")
    elif isinstance(model, tuple) and not isinstance(model, str):
        for i, item in enumerate(model):
            yield from _other_cites(item, f"{prefix}.{getattr(item, 'id', i)}")


def _rests_on(case: Case, statements: list[Statement]) -> dict[str, tuple[str, ...]]:
    table = citing(case)
    gone = {s.id for s in statements}
    found: dict[str, tuple[str, ...]] = {}
    for s in statements:
        for path, rest in table.get(s.id, {}).items():
            found[path] = tuple(r for r in rest if r not in gone)
    return found


def _falls_text(parts: dict[str, tuple[str, ...]], what: str) -> str:
    if not parts:
        return f"nothing of the case rests on {what}"
    alone = sum(not rest for rest in parts.values())
    return f"{count(len(parts), 'place')} of the case cite {what}; {alone} of them cite nothing else"


def _path_below(case: Case, path: str, parent: str, rest: tuple[str, ...]) -> tuple[str, Make]:
    def make(walk: Walk) -> Explanation:
        facts: tuple[tuple[str, str], ...] = (
            ("", f"also on {listed(['[' + r + ']' for r in rest], 4)}" if rest else "on this alone"),
        )
        value = case.values.get(path)
        entry = value.in_force(walk.month) if value else None
        if value is None or entry is None:
            return Explanation(Node("place", path, path, place=walk.place(path), facts=facts))
        if parent not in entry.cites and not any(c in entry.cites for c in rest):
            facts = (("", "by an entry not in force now"), *facts)
        return Explanation(
            Node("value", path, path, entry_text(value, entry), entry.central, entry.low, entry.high, value.unit, "",
                 walk.place(path), facts)
        )  # fmt: skip

    return path, make


def source_node(walk: Walk, key: str) -> Explanation:
    """A source: what it is, its statements, and everything that would fall with it."""
    ledger = walk.case.ledger
    if key not in ledger.sources:
        raise UsageError(f"{key} is not a source of {walk.case.name}")
    source = ledger.sources[key]
    own = [s for s in ledger.statements if s.source == key]
    parts = _rests_on(walk.case, own)
    facts = [
        ("title", source.title or ""),
        ("date", source.date or ""),
        ("reliability", source.reliability),
        ("address", source.address or ""),
        ("note", source.note or ""),
        ("", f"{count(len(own), 'statement')}; {_falls_text(parts, 'it')}"),
    ]
    node = Node(
        "source", key, f"{source.publisher} ({key})", facts=tuple(f for f in facts if f[1]),
        data={"source": source.model_dump(mode="json", exclude_none=True)},
    )  # fmt: skip
    first = [(s.id, made(_alone, s)) for s in own]
    falls = [_path_below(walk.case, path, key, rest) for path, rest in parts.items()]
    return Explanation(node, (*walk.below(key, first), *walk.below(key, falls)))
