"""Which statement wins, and why; what disagrees stays visible."""

from __future__ import annotations

import builtins
import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from netback.dates import parse_date
from netback.errors import UsageError
from netback.evidence.figure import Figure
from netback.evidence.ledger import Ledger
from netback.evidence.statement import Source, Statement

__all__ = ["Choice", "Conflict", "choose", "conflicts"]

_SAME = 1e-3
"""Central values closer than this share of the larger one agree: rounding, not disagreement."""


@dataclass(frozen=True)
class Conflict:
    """Statements about the same thing at the same time that do not agree.

    Parameters
    ----------
    subject, property : str
        What they are about.
    unit : str
        Canonical unit of low and high.
    statements : tuple of Statement
        Those that disagree with at least one other, by id.
    low, high : float
        Least and greatest number any of them allows or names.
    disjoint : bool
        True when some two of them leave no number on which both could be right.
    """

    subject: str
    property: str
    unit: str
    statements: tuple[Statement, ...]
    low: float
    high: float
    disjoint: bool

    @builtins.property
    def ids(self) -> tuple[str, ...]:
        """Ids of the statements."""
        return tuple(s.id for s in self.statements)


def conflicts(ledger: Ledger) -> list[Conflict]:
    """Every disagreement between figures in a ledger.

    Two figures disagree when they share subject, property and dimension, when the time one speaks of lies at least
    half inside the time of the other, and when their central values differ by more than a thousandth (for a bound
    without central value: when no number satisfies both).

    Parameters
    ----------
    ledger : Ledger

    Returns
    -------
    list of Conflict
        By subject and property; statements linked by a chain of disagreements make one conflict.
    """
    groups: dict[tuple[str, str, str], list[Statement]] = {}
    for s in ledger.statements:
        if s.subject and s.property and s.figure:
            groups.setdefault((s.subject, s.property, s.figure.unit.dimension), []).append(s)
    found: list[Conflict] = []
    for key in sorted(groups):
        pairs = [
            (a, b) for a, b in combinations(groups[key], 2) if _together(a, b) and _differ(_of(a), _of(b))
        ]
        found += [_conflict(key[0], key[1], chain, pairs) for chain in _chains(pairs)]
    return found


def _of(statement: Statement) -> Figure:
    if statement.figure is None:
        raise UsageError(f"the statement {statement.id!r} has no value")
    return statement.figure.canonical()


def _together(a: Statement, b: Statement) -> bool:
    """Whether the shorter window lies at least half inside the longer one."""
    (a0, a1), (b0, b1) = a.window(), b.window()
    shared = (min(a1, b1) - max(a0, b0)).days + 1
    shorter = min((a1 - a0).days, (b1 - b0).days) + 1
    return shared > 0 and 2 * shared >= shorter


def _differ(a: Figure, b: Figure) -> bool:
    if a.central is None or b.central is None:
        return _disjoint(a, b)
    return abs(a.central - b.central) > _SAME * max(abs(a.central), abs(b.central))


def _disjoint(a: Figure, b: Figure) -> bool:
    return a.least > b.most or b.least > a.most


def _chains(pairs: list[tuple[Statement, Statement]]) -> list[list[Statement]]:
    chains: list[dict[str, Statement]] = []
    for a, b in pairs:
        touched = [c for c in chains if a.id in c or b.id in c]
        joined = {a.id: a, b.id: b}
        for chain in touched:
            joined.update(chain)
        chains = [c for c in chains if c not in touched] + [joined]
    return sorted(([c[i] for i in sorted(c)] for c in chains), key=lambda chain: chain[0].id)


def _conflict(
    subject: str, prop: str, chain: list[Statement], pairs: list[tuple[Statement, Statement]]
) -> Conflict:
    figures = [_of(s) for s in chain]
    named = [n for f in figures for n in (f.low, f.central, f.high) if n is not None]
    inside = {s.id for s in chain}
    apart = any(_disjoint(_of(a), _of(b)) for a, b in pairs if a.id in inside)
    return Conflict(subject, prop, figures[0].unit.text, tuple(chain), min(named), max(named), apart)


@dataclass(frozen=True)
class Choice:
    """The statement that wins, with what the others make of its bounds.

    Parameters
    ----------
    winner : Statement
        The one to go by.
    others : tuple of Statement
        The rest that had been published, newest first.
    reason : str
        Why it won, for a person.
    low, central, high : float or None
        In ``unit``. Central is the winner's; the bounds cover every statement weighed.
    unit : str
        Canonical unit.
    """

    winner: Statement
    others: tuple[Statement, ...]
    reason: str
    low: float | None
    central: float | None
    high: float | None
    unit: str


def choose(statements: Iterable[Statement], as_of: dt.date | str, sources: Mapping[str, Source]) -> Choice:
    """The statement to go by on a day.

    Of the statements published by then, those that speak of the day count. Among them first-hand ones (reliability
    A or B, and not worked out from somebody's figures) go before the rest, contested claims come last, then the
    newest wins, then the more reliable, then the first by id, so that the answer never depends on the order given.
    Where none speaks of the day, the same order holds, but what speaks of a later day goes before what is newer.

    Parameters
    ----------
    statements : iterable of Statement
        Figures about one thing.
    as_of : datetime.date or str
        The day; nothing published later is looked at.
    sources : mapping of str to Source
        Where reliability is looked up.

    Returns
    -------
    Choice

    Raises
    ------
    UsageError
        Nothing had been published, a statement has no figure, or they do not measure the same thing.
    """
    day = parse_date(as_of) if isinstance(as_of, str) else as_of
    known = [s for s in statements if s.published_on <= day]
    if not known:
        raise UsageError(f"no statement had been published by {day}")
    if len({_of(s).unit.dimension for s in known}) > 1:
        raise UsageError(
            "the statements do not measure the same thing: " + ", ".join(sorted(s.id for s in known))
        )
    newest = sorted(known, key=lambda s: (-s.published_on.toordinal(), sources[s.source].reliability, s.id))
    in_force = [s for s in newest if s.holds_on(day)]
    if in_force:
        winner, weighed = min(in_force, key=lambda s: _rank(s, sources)), in_force
    else:
        winner = min(newest, key=lambda s: (_rank(s, sources), -s.window()[1].toordinal()))
        weighed = [s for s in newest if s.window()[1] == winner.window()[1]]
    figures = [_of(s) for s in weighed]
    lows = [f.least for f in figures if f.least > float("-inf")]
    highs = [f.most for f in figures if f.most < float("inf")]
    return Choice(
        winner,
        tuple(s for s in newest if s.id != winner.id),
        _reason(winner, sources, bool(in_force), len(weighed)),
        min(lows) if lows else None,
        _of(winner).central,
        max(highs) if highs else None,
        _of(winner).unit.text,
    )


def _rank(statement: Statement, sources: Mapping[str, Source]) -> int:
    """0 first-hand, 1 the rest, 2 a contested claim."""
    if statement.kind == "claim":
        return 2
    return 0 if sources[statement.source].first_hand and not statement.own_work else 1


def _reason(winner: Statement, sources: Mapping[str, Source], in_force: bool, weighed: int) -> str:
    source = sources[winner.source]
    what = ("first-hand statement", "statement, none being first-hand", "claim, nothing better being known")
    when = "speaks of the day" if in_force else "none speaks of the day; it speaks of the latest before"
    return (
        f"newest {what[_rank(winner, sources)]}; {when} ({weighed} weighed): {source.publisher}, "
        f"reliability {source.reliability}, published {winner.published_on}"
    )
