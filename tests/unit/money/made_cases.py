"""Small invented cases and flows for the tests of money and bargaining."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np

from netback.case.case import Case
from netback.case.schema import CaseFile
from netback.dates import DAYS_PER_MONTH
from netback.flows.arrays import FlowArrays

KBD = 1000.0 / DAYS_PER_MONTH
"""Barrels, kb/d, that make one m USD a month at 1 USD/bbl: the tests then count in round numbers."""
AS_OF = dt.date(2024, 6, 30)
MONTH = 2024 * 12 + 5


def make_case(
    contracts: dict[str, Any],
    *,
    parties: dict[str, Any] | None = None,
    streams: dict[str, Any] | None = None,
    terms: dict[str, Any] | None = None,
    arcs: dict[str, Any] | None = None,
    lifting: dict[str, Any] | None = None,
    horizon: str = "60 months",
) -> Case:
    """A field, a line and a port; contracts as given."""
    trunk = {"from": "wells", "to": "port", "mode": "pipeline", "capacity": "400 kb/d"}
    nodes = {
        "wells": {"name": "Wells", "kind": "field", "capacity": "400 kb/d", **(lifting or {})},
        "port": {"name": "Port", "kind": "market", "price": {"fixed": "70 USD/bbl"}},
    }
    raw = {
        "schema": "netback-case/1",
        "name": "made",
        "title": "Made",
        "summary": "Invented.",
        "illustrative": True,
        "as_of": "2024-06-30",
        "assumptions_made_on": "2024-06-30",
        "benchmark": "brent",
        "parties": parties or {name: {"name": name.title(), "veto": "yes"} for name in ("north", "south")},
        "network": {"nodes": nodes, "arcs": {"trunk": {**trunk, **(arcs or {})}}},
        "streams": streams
        or {"exports": {"name": "Exports", "over": ["trunk"], "price": "70 (50..90) USD/bbl"}},
        "contracts": contracts,
        "terms": terms or {},
        "drivers": {
            "brent": {
                "kind": "price",
                "name": "Brent",
                "series": "brent",
                "mean": "70 USD/bbl",
                "half_life": "24 months",
                "volatility": "0.08",
            }
        },
        "episodes": {"halt": {"title": "Halt", "started": "2023-03-25"}},
        "restart": {"lag": "1 months"},
        "game": {"horizon": horizon},
    }
    return Case(CaseFile.model_validate(raw), ledger=None, series={}, as_of=AS_OF)  # type: ignore[arg-type]


def make_flows(kbd: Any = KBD, price: Any = 60.0, market: Any = 70.0) -> FlowArrays:
    """Barrels through field, line and port, equal along the way; numbers or arrays of shape (draw, state)."""
    kbd, price, market = np.broadcast_arrays(
        *(np.atleast_2d(np.asarray(a, float)) for a in (kbd, price, market))
    )
    flow = kbd[:, :, None].copy()
    return FlowArrays(
        arcs=("trunk",),
        fields=("wells",),
        markets=("port",),
        nodes=("wells", "port"),
        flow_kbd=flow,
        production_kbd=flow,
        sales_kbd=flow,
        revenue_kusd_d=flow * market[:, :, None],
        price_usd_bbl=np.stack([price, market], axis=-1),
    )


@dataclass(frozen=True)
class MadeFlows:
    """Flows by hand behind the interface money asks for."""

    case: Case
    by: dict[tuple[int, str], FlowArrays]

    @property
    def months(self) -> tuple[int, ...]:
        return tuple(sorted({month for month, _ in self.by}))

    def arrays(self, month: int, world: str) -> FlowArrays:
        return self.by[month, world]


def both_worlds(
    case: Case, standstill: FlowArrays, deal: FlowArrays, months: tuple[int, ...] = (MONTH,)
) -> MadeFlows:
    """The same flows every month."""
    return MadeFlows(
        case, {(m, w): f for m in months for w, f in (("standstill", standstill), ("deal", deal))}
    )
