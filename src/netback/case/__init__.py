"""The problem as data: a folder read into a frozen `Case`."""

from netback.case.case import Assumption, Case, Series, Slots
from netback.case.load import read_case, shipped_cases

__all__ = ["Assumption", "Case", "Series", "Slots", "read_case", "shipped_cases"]
