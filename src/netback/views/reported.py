"""Flows against what was reported: the model beside every figure of the case's `reported` block."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from netback.dates import month_name, month_of, parse_month, parse_partial
from netback.errors import UnknownAsOf

if TYPE_CHECKING:
    from netback.case import Case
    from netback.case.schema import Reported, World
    from netback.flows import Flows
    from netback.money.revenue import Money

__all__ = ["ReportedRow", "compare_reported"]

_Solved = dict[tuple[int, "World"], "Flows"]


@dataclass(frozen=True)
class ReportedRow:
    """One reported figure and what the model has in its place.

    Parameters
    ----------
    id, title : str
    first, last : int
        Months, inclusive.
    what : str
        ``flow``, ``price`` or ``revenue``.
    of : tuple of str
        Arcs, fields and markets added up; the node; or the stream.
    unit : str
        Canonical unit.
    reported, low, high : float or None
        The figure and its bounds; None where it had not been published by the as-of date.
    model : float or None
        Mean over the months; None where the model has no answer.
    worlds : tuple of str
        World the model was solved in, month by month: standstill while a stoppage lasted, else deal.
    statements : tuple of str
        What the figure rests on.
    source : str
        Publisher of its statement; "" where it is not known on the day.
    why : str
        Where the model misses: why. Where the model has no answer: the reason.
    """

    id: str
    title: str
    first: int
    last: int
    what: str
    of: tuple[str, ...]
    unit: str
    reported: float | None
    low: float | None
    high: float | None
    model: float | None
    worlds: tuple[str, ...]
    statements: tuple[str, ...]
    source: str
    why: str

    @property
    def inside(self) -> bool | None:
        """Whether the model lies within the reported bounds, to a thousandth of the figure; None without both."""
        if self.model is None or self.low is None or self.high is None:
            return None
        slack = 1e-3 * max(abs(self.low), abs(self.high))
        return self.low - slack <= self.model <= self.high + slack

    @property
    def deviation(self) -> float | None:
        """Model less reported; None without both."""
        return None if self.model is None or self.reported is None else self.model - self.reported

    def as_record(self) -> dict[str, Any]:
        """The same as plain data."""
        return {
            "id": self.id,
            "title": self.title,
            "months": [month_name(self.first), month_name(self.last)],
            "what": self.what,
            "of": list(self.of),
            "unit": self.unit,
            "reported": self.reported,
            "low": self.low,
            "high": self.high,
            "model": self.model,
            "deviation": self.deviation,
            "inside": self.inside,
            "worlds": list(self.worlds),
            "statements": list(self.statements),
            "source": self.source,
            "why": self.why,
        }


def compare_reported(case: Case, only: Iterable[str] | None = None) -> tuple[ReportedRow, ...]:
    """Every reported figure of a case beside the model's, in the case's order.

    Parameters
    ----------
    case : Case
    only : iterable of str, optional
        Ids of the figures wanted; all without it.

    Returns
    -------
    tuple of ReportedRow
        Each solved for its own months, with the values in force and the drivers observed then. What had not been
        published by the as-of date has no figure; what lies after it has no model.

    Examples
    --------
    >>> from netback.case import read_case
    >>> compare_reported(read_case("starter"))[0].unit
    'kb/d'
    """
    wanted = None if only is None else set(only)
    solved: _Solved = {}
    return tuple(
        _row(case, name, item, solved)
        for name, item in case.file.reported.items()
        if wanted is None or name in wanted
    )


def _row(case: Case, name: str, item: Reported, solved: _Solved) -> ReportedRow:
    first, last = parse_month(item.months[0]), _last_month(item.months[1])
    entry = item.reported.entries[-1] if item.reported.entries else None
    what = "flow" if item.flow else "price" if item.price_at else "revenue"
    of = item.flow or (item.price_at or item.revenue_of or "",)
    worlds: tuple[World, ...] = tuple(
        "standstill" if case.halted(m) else "deal" for m in range(first, last + 1)
    )
    model, why = None, item.why
    if last > case.month:
        why = f"the months lie after the as-of date {case.as_of}"
    else:
        try:
            months = list(zip(range(first, last + 1), worlds, strict=True))
            model = _model(case, item, months, solved)
        except UnknownAsOf as error:
            why = str(error)
    cites = tuple(dict.fromkeys([item.statement, *(entry.cites if entry else ())]))
    known = case.statements(cites)
    source = case.ledger.source_of(known[0]).publisher if known else ""
    return ReportedRow(
        name, item.title, first, last, what, tuple(of), item.reported.unit,
        entry.central if entry else None, entry.low if entry else None, entry.high if entry else None,
        model, tuple(worlds), tuple(s.id for s in known), source, why,
    )  # fmt: skip


def _last_month(text: str) -> int:
    return month_of(parse_partial(text).latest)


def _model(case: Case, item: Reported, months: list[tuple[int, World]], solved: _Solved) -> float:
    from netback.flows import solve_flows

    total = 0.0
    for month, world in months:
        if (month, world) not in solved:
            solved[month, world] = solve_flows(case, [month], [world])
        flows = solved[month, world]
        solution = flows.at(month, world)
        if item.flow:
            total += sum(solution.flow(name) for name in item.flow)
        elif item.price_at is not None:
            total += solution.price(item.price_at)
        else:
            total += _gross(flows, item.revenue_of or "", month, world)
    return total / len(months)


def _gross(flows: Flows, stream: str, month: int, world: World) -> float:
    from netback.money.revenue import divide_revenue

    money: Money = divide_revenue(flows, months=[month], worlds=[world])
    return money.reported(stream, month, world)
