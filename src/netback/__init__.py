"""netback: stalled oil and gas exports, from what was said to when they resume.

>>> import netback as nb
>>> case = nb.read_case("kurdistan").known_on("2025-04-15")  # only what had been published by then
>>> flows = nb.solve_flows(case)  # kb/d by route, in standstill and under a deal
>>> money = nb.divide_revenue(flows)  # m USD a month by party
"""

from __future__ import annotations

import importlib
from typing import Any

__version__ = "0.1.0"

_HOMES = {
    "Case": "case",
    "CaseError": "errors",
    "Deal": "bargain.deal",
    "Flows": "flows",
    "Forecast": "forecast",
    "Money": "money.revenue",
    "NetbackError": "errors",
    "apply_scenario": "case.change",
    "base_rate": "game.base_rates",
    "check_case": "case.check",
    "cite": "citations",
    "compare_scenarios": "forecast.compare",
    "divide_revenue": "money.revenue",
    "explain": "views.explain",
    "make_forecast": "forecast",
    "read_case": "case",
    "read_reference_class": "game.base_rates",
    "set_values": "case.change",
    "shipped_cases": "case",
    "solve_bargain": "bargain.deal",
    "solve_game": "game.equilibrium",
    "Game": "game.equilibrium",
    "solve_flows": "flows",
    "write_case": "case.change",
    "write_report": "views.report",
    "write_starter": "case.starter",
}

__all__ = sorted([*_HOMES, "__version__"])


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'netback' has no attribute {name!r}")
    return getattr(importlib.import_module(f"netback.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
