"""The problem as data: a folder read into a frozen `Case`."""

from netback.case.case import Assumption, Case, Series, Slots
from netback.case.change import apply_scenario, diff_cases, set_values, write_case
from netback.case.check import CheckResult, check_case
from netback.case.json_schema import case_schema
from netback.case.load import read_case, shipped_cases
from netback.case.starter import write_starter

__all__ = [
    "Assumption",
    "Case",
    "CheckResult",
    "Series",
    "Slots",
    "apply_scenario",
    "case_schema",
    "check_case",
    "diff_cases",
    "read_case",
    "set_values",
    "shipped_cases",
    "write_case",
    "write_starter",
]
