"""Unit text to canonical unit: the only home of conversion factors.

Every dimension has one canonical unit, in which all numbers inside netback are kept. `Mb/d`, `Mbbl/d` and
`mbd` are refused: M means thousand to some publishers and million to others.
"""

from __future__ import annotations

from dataclasses import dataclass

from netback.errors import nearest

__all__ = ["BY_UNIT", "Unit", "UnitError", "canonical", "convert", "known_units", "parse_unit"]


@dataclass(frozen=True)
class Unit:
    """One spelling of a unit.

    Parameters
    ----------
    text : str
        As written in a case file.
    dimension : str
        What it measures; only units of one dimension can stand for each other.
    factor : float
        Number of canonical units in one of these.
    """

    text: str
    dimension: str
    factor: float


class UnitError(ValueError):
    """The unit is not known; ``fix`` says what to write."""

    def __init__(self, what: str, fix: str) -> None:
        super().__init__(what)
        self.fix = fix


_DAYS = 365.25 / 12  # mean month, as in netback.dates

_TABLE: dict[str, dict[str, float]] = {
    # dimension: {spelling: canonical units in one}; the first spelling is canonical
    "flow": {"kb/d": 1.0, "b/d": 1e-3, "mb/d": 1e3},
    "volume": {"kb": 1.0, "bbl": 1e-3, "m bbl": 1e3},
    "price": {"USD/bbl": 1.0},
    "energy price": {"USD/boe": 1.0},
    "money": {"m USD": 1.0, "bn USD": 1e3, "USD": 1e-6},
    "money rate": {
        "m USD/month": 1.0,
        "m USD/day": _DAYS,
        "m USD/year": 1 / 12,
        "bn USD/month": 1e3,
        "bn USD/year": 1e3 / 12,
    },
    "dinars": {"bn IQD": 1.0, "tn IQD": 1e3},
    "dinar rate": {"bn IQD/month": 1.0, "tn IQD/year": 1e3 / 12},
    "exchange": {"IQD/USD": 1.0},
    "share": {"1": 1.0, "%": 0.01, "share": 1.0},
    "yearly rate": {"1/year": 1.0, "%/year": 0.01},
    "monthly rate": {"1/month": 1.0, "%/month": 0.01},
    "time": {"months": 1.0, "month": 1.0, "days": 1 / _DAYS, "day": 1 / _DAYS, "years": 12.0, "year": 12.0},
    "length": {"km": 1.0, "inch": 2.54e-5},
    "energy flow": {"kboe/d": 1.0},
    "gas flow": {"mmscf/d": 1.0},
    "truck flow": {"trucks/day": 1.0},
    "trucks": {"trucks": 1.0},
    "payload": {"bbl/truck": 1.0},
    "trip cost": {"USD/trip": 1.0},
    "gravity": {"API": 1.0, "degrees": 1.0},
    "count": {"seats": 1.0, "companies": 1.0, "attacks": 1.0, "count": 1.0},
    "people": {"m people": 1.0},
}

BY_UNIT: dict[str, Unit] = {
    text: Unit(text, dimension, factor)
    for dimension, units in _TABLE.items()
    for text, factor in units.items()
}

_REFUSED = {
    "Mb/d",
    "Mbbl/d",
    "mbd",
    "Mbd",
    "MMb/d",
    "MMbbl/d",
    "mmb/d",
    "mbbl/d",
    "MBD",
    "Mbpd",
    "mbpd",
}
_ALIASES = {
    "kbd": "kb/d",
    "kbpd": "kb/d",
    "kbbl/d": "kb/d",
    "bpd": "b/d",
    "bbl/d": "b/d",
    "bbl/day": "b/d",
    "$/bbl": "USD/bbl",
    "usd/bbl": "USD/bbl",
    "USD/b": "USD/bbl",
    "$/b": "USD/bbl",
    "percent": "%",
    "pct": "%",
    "mn USD": "m USD",
    "million USD": "m USD",
    "m$": "m USD",
    "$m": "m USD",
    "USDm": "m USD",
    "mUSD": "m USD",
    "mUSD/month": "m USD/month",
    "% a year": "%/year",
    "percent/year": "%/year",
    "per month": "1/month",
    "mbbl": "m bbl",
    "mmbbl": "m bbl",
}


def canonical(dimension: str) -> str:
    """The canonical spelling of a dimension's unit."""
    return next(iter(_TABLE[dimension]))


def known_units(dimension: str | None = None) -> list[str]:
    """Every spelling, or those of one dimension, canonical first."""
    if dimension is None:
        return list(BY_UNIT)
    return list(_TABLE[dimension])


def parse_unit(text: str) -> Unit:
    """The unit a text names.

    Parameters
    ----------
    text : str
        Such as ``kb/d``; "" is the pure number.

    Returns
    -------
    Unit

    Raises
    ------
    UnitError
        Not known, or ambiguous; ``.fix`` has what to write instead.

    Examples
    --------
    >>> parse_unit("mb/d").factor
    1000.0
    """
    text = " ".join(text.split())
    if text == "":
        return BY_UNIT["1"]
    if text in BY_UNIT:
        return BY_UNIT[text]
    if text in _REFUSED:
        raise UnitError(
            f"{text!r} is ambiguous: M is thousand to some publishers and million to others",
            "kb/d for thousand barrels a day, mb/d for million barrels a day",
        )
    hint = _ALIASES.get(text) or _ALIASES.get(text.replace(" ", "")) or nearest(text, BY_UNIT)
    others = "oil flows take kb/d, b/d, mb/d; prices USD/bbl; money m USD or bn USD, with /month; shares %"
    raise UnitError(f"{text!r} is not a unit netback knows", f"{hint}  ({others})" if hint else others)


def convert(number: float, unit: str, dimension: str) -> float:
    """A number in the canonical unit of its dimension.

    Raises
    ------
    UnitError
        The unit measures something else.

    Examples
    --------
    >>> convert(0.45, "mb/d", "flow")
    450.0
    """
    found = parse_unit(unit)
    if found.dimension != dimension:
        raise UnitError(
            f"{unit!r} measures {found.dimension}, not {dimension}", " or ".join(known_units(dimension))
        )
    return number * found.factor
