"""Numbers, dates and names as text, and tables of them: the one place where a number becomes text.

Percent exists only here. A number that is not known is said to be so: None is "—", NaN is "unknown", and neither is
ever shown as a number. Text that came from a case is stripped of what could move a cursor or reorder a line.
"""

from __future__ import annotations

import datetime as dt
import math
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from netback.dates import month_name

__all__ = [
    "ILLUSTRATIVE",
    "MISSING",
    "NO_LIMIT",
    "UNKNOWN",
    "Column",
    "Heading",
    "Table",
    "between",
    "broken",
    "bytes_text",
    "clean",
    "count",
    "date",
    "days",
    "kbd",
    "listed",
    "month",
    "musd",
    "number",
    "percent",
    "points",
    "quantity",
    "residual",
    "shown_in",
    "signed",
    "unit_suffix",
    "usd_bbl",
]

ILLUSTRATIVE = "ILLUSTRATIVE DATA: every figure of this case is invented."
"""First line of every view of a case with invented data."""

MISSING = "—"
"""No number is meant to be here."""
UNKNOWN = "unknown"
"""A number belongs here, but it is not known."""
NO_LIMIT = "no limit"

_LARGE = 1e12
_BIDI = {0x061C, 0x200E, 0x200F, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}


def clean(text: object, *, lines: bool = False) -> str:
    """Text from outside as one line that a terminal shows and does not obey.

    Parameters
    ----------
    text : object
        Its `str` is taken.
    lines : bool
        Keep line breaks.

    Examples
    --------
    >>> clean("plain [bold]text[/]")
    'plain [bold]text[/]'
    >>> clean("a" + chr(27) + "[31mb")
    'a�[31mb'
    """
    out = []
    for c in str(text):
        if c in "\n\r\t\v\f\x85\u2028\u2029":
            out.append("\n" if lines and c == "\n" else " ")
        elif unicodedata.category(c) in ("Cc", "Cs") or ord(c) in _BIDI:
            out.append("\ufffd")
        else:
            out.append(c)
    return "".join(out)


def number(x: float | None, decimals: int = 0) -> str:
    """A bare number with a comma at the thousands.

    Examples
    --------
    >>> number(1234.5), number(-0.001, 1), number(None), number(float("nan")), number(3e15)
    ('1,234', '0.0', '—', 'unknown', '3.00e+15')
    """
    if x is None:
        return MISSING
    if math.isnan(x):
        return UNKNOWN
    if math.isinf(x):
        return NO_LIMIT if x > 0 else "-" + NO_LIMIT
    if abs(x) >= _LARGE:
        return f"{x:.2e}"
    text = f"{x:,.{decimals}f}"
    return text.lstrip("-") if not text.strip("-0.,") else text


def _stepped(x: float | None, steps: Sequence[tuple[float, int]]) -> str:
    """A number with fewer decimals the larger it is: (from that size on, decimals), smallest size first."""
    if x is None or not math.isfinite(x) or x == 0:
        return number(x)
    decimals = steps[0][1]
    for size, fewer in steps:
        if round(abs(x), decimals) >= size:
            decimals = fewer
    return number(x, decimals)


def kbd(x: float | None) -> str:
    """Barrels a day in thousands: no decimals from 10 on.

    Examples
    --------
    >>> kbd(449.6), kbd(9.96), kbd(3.14), kbd(-0.04), kbd(0.0)
    ('450', '10', '3.1', '0.0', '0')
    """
    return _stepped(x, ((0, 1), (10, 0)))


def usd_bbl(x: float | None) -> str:
    """A price a barrel: two decimals below 10, then one.

    Examples
    --------
    >>> usd_bbl(64.25), usd_bbl(4.5), usd_bbl(-12)
    ('64.2', '4.50', '-12.0')
    """
    return _stepped(x, ((0, 2), (10, 1)))


def musd(x: float | None) -> str:
    """Money in million USD: one decimal below 10, then none.

    Examples
    --------
    >>> musd(1864.4), musd(-3.25), musd(0.0)
    ('1,864', '-3.2', '0')
    """
    return _stepped(x, ((0, 1), (10, 0)))


def percent(p: float | None, decimals: int = 0) -> str:
    """A share or probability, 0..1, as percent; what is neither 0 nor 1 is not rounded to it.

    Examples
    --------
    >>> percent(0.5512), percent(0.002), percent(0.999), percent(1.0), percent(0.0), percent(None), percent(1.25)
    ('55%', '<1%', '>99%', '100%', '0%', '—', '125%')
    """
    if p is None or not math.isfinite(p):
        return number(p)
    least = 10.0**-decimals
    shown = round(100 * p, decimals)
    if 0 < p < 1 and shown == 0:
        return f"<{number(least, decimals)}%"
    if 0 < p < 1 and shown == 100:
        return f">{number(100 - least, decimals)}%"
    return f"{number(shown, decimals)}%"


def points(p: float | None, decimals: int = 1) -> str:
    """A difference of probabilities in percentage points, signed.

    Examples
    --------
    >>> points(0.0312), points(-0.2), points(0.0)
    ('+3.1', '-20.0', '0.0')
    """
    return signed(None if p is None else 100 * p, lambda x: number(x, decimals))


def signed(x: float | None, form: Callable[[float | None], str]) -> str:
    """A change: with its plus sign.

    Examples
    --------
    >>> signed(12.0, kbd), signed(-12.0, kbd), signed(0.0, kbd), signed(0.001, kbd)
    ('+12', '-12', '0', '0.0')
    """
    text = form(x)
    positive = x is not None and math.isfinite(x) and x > 0 and text.strip("0.,") != ""
    return f"+{text}" if positive else text


def count(n: int, one: str, many: str = "") -> str:
    """A count with its noun.

    Examples
    --------
    >>> count(1, "source"), count(1200, "source"), count(2, "party", "parties")
    ('1 source', '1,200 sources', '2 parties')
    """
    return f"{number(n)} {one if n == 1 else many or one + 's'}"


def residual(x: float) -> str:
    """A residual of a solver: under a millionth it is one; above, one digit and its size.

    Examples
    --------
    >>> residual(3e-9), residual(2.4e-5), residual(float("nan"))
    ('under 1e-6', '2e-05', 'unknown')
    """
    return UNKNOWN if not math.isfinite(x) else "under 1e-6" if abs(x) < 1e-6 else f"{x:.0e}"


def bytes_text(n: int) -> str:
    """Size of a file.

    Examples
    --------
    >>> bytes_text(900), bytes_text(612_345), bytes_text(2_400_000)
    ('900 bytes', '612 kB', '2.4 MB')
    """
    return f"{n} bytes" if n < 1000 else f"{n / 1e3:.0f} kB" if n < 1e6 else f"{n / 1e6:.1f} MB"


def date(day: dt.date | None) -> str:
    """A day as 2025-04-15."""
    return MISSING if day is None else day.isoformat()


def month(m: int | None) -> str:
    """A month number as 2025-04."""
    return MISSING if m is None else month_name(m)


def days(n: int) -> str:
    """A length of time in days, with months once it is long.

    Examples
    --------
    >>> days(12), days(752)
    ('12 days', '752 days (25 months)')
    """
    return count(n, "day") + (f" ({number(n / 30.4375)} months)" if n > 90 else "")


def between(low: float | None, high: float | None, form: Callable[[float | None], str]) -> str:
    """A range; one number where both ends read the same.

    Examples
    --------
    >>> between(14.0, 20.0, usd_bbl), between(3.0, 3.0, kbd), between(None, 200.0, kbd)
    ('14.0 to 20.0', '3.0', 'at most 200')
    """
    a, b = form(low), form(high)
    if low is None or (not math.isnan(low) and low == -math.inf):
        return MISSING if high is None else f"at most {b}"
    if high is None or high == math.inf:
        return f"at least {a}"
    return a if a == b else f"{a} to {b}"


def _plain(x: float | None) -> str:
    """Any number to four significant digits, without an exponent while it can be read."""
    if x is None or not math.isfinite(x) or abs(x) >= 1000:
        return number(x)
    return f"{x:.4g}" if x == 0 or abs(x) >= 1e-3 else f"{x:.1e}"


def quantity(x: float | None, unit: str, *, written: str = "", bare: bool = False) -> str:
    """A number of any dimension with its unit.

    Parameters
    ----------
    x : float or None
        In the canonical unit.
    unit : str
        Canonical unit, as `netback.units.canonical` gives it.
    written : str
        Unit to show it in, of the same dimension; shares without one are shown in percent.
    bare : bool
        Leave the unit out; a percent sign stays.

    Examples
    --------
    >>> quantity(450.0, "kb/d"), quantity(0.6, "1"), quantity(1.5, "1", written="share"), quantity(0.08, "1/month")
    ('450 kb/d', '60%', '1.5', '8%/month')
    """
    if x is None or math.isnan(x):
        return number(x)
    if unit == "1" and written not in ("share", "1"):
        return percent(x, 0 if x == 0 or abs(x) >= 0.1 or x != x else 1)
    if unit == "1":
        return _plain(x)
    if unit in ("1/month", "1/year"):
        return percent(x, 0 if abs(x) >= 0.1 or round(100 * x, 1) == round(100 * x) else 1) + (
            "" if bare else unit[1:]
        )
    if unit == "months" and not bare:
        return f"{_plain(x)} {'month' if x == 1 else unit}"
    form = {"kb/d": kbd, "USD/bbl": usd_bbl, "m USD/month": musd, "m USD": musd}.get(unit, _plain)
    return form(x) if bare or not unit else f"{form(x)} {unit}"


def unit_suffix(unit: str) -> str:
    """What stands after a bare number: nothing for shares, whose percent sign stays.

    Examples
    --------
    >>> unit_suffix("kb/d"), unit_suffix("1"), unit_suffix("1/month")
    (' kb/d', '', '/month')
    """
    return unit[1:] if unit in ("", "1", "1/month", "1/year") else f" {unit}"


def shown_in(unit: str, *, written: str = "", bare: bool = True) -> Callable[[float | None], str]:
    """`quantity` for one unit, to hand to `between` or `signed`.

    Examples
    --------
    >>> between(6.0, 26.0, shown_in("USD/bbl"))
    '6.00 to 26.0'
    """
    return lambda x: quantity(x, unit, written=written, bare=bare)


def listed(words: Sequence[str], most: int = 6) -> str:
    """Words in a row, cut after so many.

    Examples
    --------
    >>> listed(["a", "b", "c"], 2), listed([])
    ('a, b and 1 more', '—')
    """
    if not words:
        return MISSING
    shown = ", ".join(words[:most])
    return f"{shown} and {len(words) - most} more" if len(words) > most else shown


@dataclass(frozen=True)
class Column:
    """A column: its head, whether it holds numbers (set to the right, never broken), and its widest word.

    A word longer than `most` is broken, after a dot or an underscore where it has one.
    """

    name: str
    number: bool = False
    most: int = 30


@dataclass(frozen=True)
class Table:
    """Text in rows and columns.

    Parameters
    ----------
    title : str
        What it shows, with the unit.
    columns : tuple of Column
    rows : tuple of tuple of str
        A row with fewer cells than columns is a heading within the table.
    note : str
        What to know when reading it.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""

    @classmethod
    def of(cls, title: str, head: str, rows: Sequence[Sequence[Any]], note: str = "") -> Table:
        """A table from heads in one text, split by ``|``.

        A head that begins with ``>`` is of numbers; ``name:60`` sets the widest word.

        Examples
        --------
        >>> Table.of("Flows", "arc|>kb/d", [("Trunk", "450")]).columns[1]
        Column(name='kb/d', number=True, most=30)
        """
        columns = []
        for part in head.split("|"):
            name, colon, most = part.lstrip(">").rpartition(":")
            most_text = most if colon and most.isdigit() else ""
            shown = name if most_text else part.lstrip(">")
            columns.append(Column(clean(shown), part.startswith(">"), int(most_text or 30)))
        return cls(title, tuple(columns), tuple(tuple(clean(cell) for cell in row) for row in rows), note)


def broken(text: str, most: int) -> str:
    """Text in which no word is longer than `most`: line breaks after dots and underscores, or anywhere.

    Examples
    --------
    >>> broken("parties.owner.weight is one", 14)
    'parties.owner.\\nweight is one'
    """
    return " ".join(_broken_word(word, most) for word in text.split(" "))


def _broken_word(word: str, most: int) -> str:
    lines = []
    while len(word) > most:
        cut = max((word.rfind(c, 0, most) for c in "._-/"), default=-1) + 1
        cut = cut if cut > most // 3 else most
        lines.append(word[:cut])
        word = word[cut:]
    return "\n".join([*lines, word])


@dataclass(frozen=True)
class Heading:
    """A line that opens a part of a view."""

    text: str
