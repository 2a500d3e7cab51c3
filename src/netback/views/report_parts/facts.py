"""What the report says, worked out once: flows, money and deal of the as-of month, names, windows, sources."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from netback.bargain.deal import Deal, solve_bargain
from netback.case import Case
from netback.case.case import date_and_cites
from netback.case.schema import Episode
from netback.dates import month_of
from netback.errors import NetbackError
from netback.flows.solve import Flows, solve_flows
from netback.forecast.ensemble import tracked_names
from netback.forecast.simulate import Forecast
from netback.game.payoffs import veto_holders
from netback.money.revenue import Money, divide_revenue
from netback.views.report_parts import words
from netback.views.svg import About

__all__ = ["Facts", "Party"]

HORIZONS = (3, 6, 12, 24)
"""Months ahead of the headline."""


@dataclass(frozen=True)
class Party:
    """Money of one party today, m USD a month, over the draws."""

    key: str
    name: str
    standstill: float
    deal: float
    low: float
    high: float

    @property
    def change(self) -> float:
        """Mean difference between deal and standstill."""
        return self.deal - self.standstill


@dataclass(frozen=True)
class Facts:
    """A forecast with everything the sections need."""

    forecast: Forecast
    flows: Flows
    money: Money
    bargain: Deal | None
    why_no_bargain: str

    @classmethod
    def of(cls, forecast: Forecast, flows: Flows | None, money: Money | None, deal: Deal | None) -> Facts:
        """Work out what was not given."""
        if deal is not None and money is None:
            money = deal.money
        if money is not None and flows is None and isinstance(money.flows, Flows):
            flows = money.flows
        flows = flows or solve_flows(forecast.case)
        money = money or divide_revenue(flows)
        why = ""
        if deal is None:
            try:
                deal = solve_bargain(money)
            except NetbackError as error:
                why = str(error)
        return cls(forecast, flows, money, deal, why)

    @property
    def case(self) -> Case:
        return self.forecast.case

    @property
    def month(self) -> int:
        return self.case.month

    @property
    def episode(self) -> Episode:
        return self.case.file.episodes[self.forecast.episode]

    @cached_property
    def started(self) -> dt.date:
        """First day of the stoppage."""
        return date_and_cites(self.episode.started)[0].earliest

    @cached_property
    def window(self) -> tuple[int, int]:
        """Months shown of the past: the stoppage, and at least a year."""
        return min(month_of(self.started), self.month - 12), self.month

    @cached_property
    def horizons(self) -> tuple[int, ...]:
        """Months ahead of the headline that the forecast reaches."""
        last = len(self.forecast.dates) - 1
        return tuple(k for k in HORIZONS if k <= last) or (last,)

    @property
    def year(self) -> int:
        """Months ahead of the main number: twelve, or the horizon."""
        return min(12, len(self.forecast.dates) - 1)

    def name(self, party: str) -> str:
        """A party's name."""
        found = self.case.file.parties.get(party)
        return found.name if found else party

    def about(self, source: str, **more: object) -> About:
        """What every chart is told."""
        note = "Illustrative: the data of this case are invented." if self.case.file.illustrative else ""
        told = str(more.pop("note", ""))
        joined = " ".join(t for t in (note, told) if t)
        about: dict[str, object] = {"source": source, "as_of": self.case.as_of, **more}
        if joined:
            about["note"] = joined
        return about  # type: ignore[return-value]

    @cached_property
    def veto(self) -> tuple[str, ...]:
        """Parties without which no deal is possible now."""
        return veto_holders(self.case, self.month)

    @cached_property
    def parties(self) -> tuple[Party, ...]:
        """Who earns what today, greatest gain first; parties no money reaches are left out."""
        names, found = tracked_names(self.case), []
        now = self.forecast.result.now
        for key in self.case.file.parties:
            q = names.index(key)
            change = now[:, 1, q] - now[:, 0, q]
            low, high = self.forecast.interval(change)
            still, deal = (float(self.forecast.mean(now[:, w, q])) for w in (0, 1))
            if max(abs(still), abs(deal), abs(float(low)), abs(float(high))) < 5e-4:
                continue
            found.append(Party(key, self.name(key), still, deal, float(low), float(high)))
        return tuple(sorted(found, key=lambda p: (-p.change, p.key)))

    @cached_property
    def group(self) -> str:
        """The part of the network the case is about: the group of most nodes named `disputed`, else of the measuring point."""
        nodes = self.case.file.network.nodes
        groups = {n.group for n in nodes.values()}
        if "disputed" in groups or not groups - {""}:
            return "disputed" if "disputed" in groups else ""
        where = self.case.file.resolution.measured_at if self.case.file.resolution else ""
        arc = self.case.file.network.arcs.get(where)
        node = nodes.get(arc.from_ if arc else where)
        return node.group if node else ""

    @cached_property
    def inside(self) -> frozenset[str]:
        """Nodes of that part."""
        return frozenset(
            k for k, n in self.case.file.network.nodes.items() if not self.group or n.group == self.group
        )

    @cached_property
    def arcs(self) -> tuple[str, ...]:
        """Arcs with both ends in that part."""
        arcs = self.case.file.network.arcs
        return tuple(k for k, a in arcs.items() if a.from_ in self.inside and a.to in self.inside)

    def cites_under(self, prefixes: Iterable[str]) -> list[str]:
        """Statements behind the values in force below some paths."""
        found: dict[str, None] = {}
        for prefix in prefixes:
            for path, value in self.case.values.items():
                if path == prefix or path.startswith(prefix + "."):
                    entry = value.in_force(self.month)
                    found |= dict.fromkeys(entry.cites if entry else ())
        return list(found)

    def used_by(self) -> Iterator[tuple[str, str]]:
        """(statement, path of a value that cites it), in force now."""
        for path, value in sorted(self.case.values.items()):
            entry = value.in_force(self.month)
            for key in entry.cites if entry else ():
                yield key, path

    @property
    def source_line(self) -> str:
        """Source line of what netback computes."""
        return f"netback, computed from the case “{self.case.title}”"

    def when(self, k: int) -> str:
        """The date so many months ahead."""
        return words.day(self.forecast.dates[k])
