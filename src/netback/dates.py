"""Partial dates (2023, 2023-03, 2023-03-25) and the month axis.

A month is a whole number: months since year 0, so that ``month(2023, 3) == 2023 * 12 + 2``.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

__all__ = [
    "DAYS_PER_MONTH",
    "PartialDate",
    "month_end",
    "month_name",
    "month_of",
    "month_start",
    "parse_date",
    "parse_month",
    "parse_partial",
]

DAYS_PER_MONTH = 365.25 / 12
"""Mean length of a month, days: turns kb/d into kb a month."""

_PARTIAL = re.compile(r"^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$")


@dataclass(frozen=True, order=True)
class PartialDate:
    """A date known to the year, the month or the day; it stays as imprecise as it was written.

    Examples
    --------
    >>> d = parse_partial("2023-03")
    >>> d.precision, str(d.earliest), str(d.latest)
    ('month', '2023-03-01', '2023-03-31')
    """

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def precision(self) -> str:
        """ "year", "month" or "day"."""
        return "day" if self.day else "month" if self.month else "year"

    @property
    def earliest(self) -> dt.date:
        """First day it can mean."""
        return dt.date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> dt.date:
        """Last day it can mean."""
        month = self.month or 12
        return dt.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def __str__(self) -> str:
        text = f"{self.year:04d}"
        if self.month:
            text += f"-{self.month:02d}"
        if self.day:
            text += f"-{self.day:02d}"
        return text


def parse_partial(text: str) -> PartialDate:
    """Read ``2023``, ``2023-03`` or ``2023-03-25``.

    Raises
    ------
    ValueError
        The text is none of the three, or no such day exists.
    """
    match = _PARTIAL.match(text.strip())
    if not match:
        raise ValueError(f"{text!r} is not a date; write 2023, 2023-03 or 2023-03-25")
    year, month, day = (int(g) if g else None for g in match.groups())
    assert year is not None  # the pattern requires it
    found = PartialDate(year, month, day)
    try:
        _ = found.earliest
    except ValueError:
        raise ValueError(f"{text!r} is not a day in the calendar") from None
    return found


def parse_date(text: str) -> dt.date:
    """Read a full date, ``2023-03-25``.

    Raises
    ------
    ValueError
        Not a full date in the calendar.
    """
    found = parse_partial(text)
    if found.precision != "day":
        raise ValueError(f"{text!r} is not a full date; write year, month and day, as in 2023-03-25")
    return found.earliest


def parse_month(text: str) -> int:
    """Month number of the first month a partial date can mean.

    Examples
    --------
    >>> parse_month("2023-03") == parse_month("2023-03-25")
    True
    """
    return month_of(parse_partial(text).earliest)


def month_of(day: dt.date) -> int:
    """Month number of a day."""
    return day.year * 12 + day.month - 1


def month_start(month: int) -> dt.date:
    """First day of a month."""
    return dt.date(month // 12, month % 12 + 1, 1)


def month_end(month: int) -> dt.date:
    """Last day of a month."""
    return month_start(month + 1) - dt.timedelta(days=1)


def month_name(month: int) -> str:
    """A month as text, ``2023-03``."""
    return f"{month // 12:04d}-{month % 12 + 1:02d}"
