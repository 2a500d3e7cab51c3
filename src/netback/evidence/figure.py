"""What a statement's `value` says: bounds, central value and unit, from its text.

450 kb/d                 a central value
450 (445..475) kb/d      with the least and greatest value thought possible
>=200 kb/d               at least
<=30 USD/bbl             at most
50..150 kb/d             somewhere between
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from netback.units import BY_UNIT, Unit, UnitError, canonical, parse_unit

__all__ = ["Figure", "FigureError", "parse_figure"]

_NUMBER = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?"
_TEXT = re.compile(
    rf"^\s*(?:(?P<bound>>=|<=)\s*(?P<edge>{_NUMBER})"
    rf"|(?P<from>{_NUMBER})\s*\.\.\s*(?P<to>{_NUMBER})"
    rf"|(?P<central>{_NUMBER})(?:\s*\(\s*(?P<low>{_NUMBER})\s*\.\.\s*(?P<high>{_NUMBER})\s*\))?)"
    r"(?:\s+(?P<unit>.*?))?\s*$"
)
_SUMMED = Unit("kb/d (summed)", "summed flow", 1.0)
"""Sum of monthly mean flows, as OPEC adds up excess output; no flow and no volume."""


class FigureError(ValueError):
    """The text is no figure netback can read; ``slug`` names the fault, ``fix`` says what to write."""

    def __init__(self, slug: str, what: str, fix: str) -> None:
        super().__init__(what)
        self.slug, self.what, self.fix = slug, what, fix


@dataclass(frozen=True)
class Figure:
    """A number with what is known about its size.

    Parameters
    ----------
    low, central, high : float or None
        In the unit as written; None where the text gives none. A bound alone has no central value.
    unit : Unit
        The unit as written; ``unit.factor`` turns a number into the canonical unit.
    """

    low: float | None
    central: float | None
    high: float | None
    unit: Unit

    def canonical(self) -> Figure:
        """The same figure in the canonical unit of its dimension.

        Examples
        --------
        >>> parse_figure("1.5 (1.4..1.6) mb/d").canonical().central
        1500.0
        """
        if self.unit is _SUMMED:
            return self
        name = canonical(self.unit.dimension)
        factor = self.unit.factor
        low, central, high = (None if n is None else n * factor for n in (self.low, self.central, self.high))
        return Figure(low, central, high, BY_UNIT[name])

    @property
    def least(self) -> float:
        """Smallest number the figure allows, in the unit as written; -inf when it sets no limit."""
        return next((n for n in (self.low, self.central) if n is not None), -math.inf)

    @property
    def most(self) -> float:
        """Largest number the figure allows, in the unit as written; inf when it sets no limit."""
        return next((n for n in (self.high, self.central) if n is not None), math.inf)


def parse_figure(text: str) -> Figure:
    """Read the value of a statement.

    Parameters
    ----------
    text : str
        As in the examples at the top of this module.

    Returns
    -------
    Figure

    Raises
    ------
    FigureError
        Not a figure, bounds the wrong way round, or a unit netback does not know.

    Examples
    --------
    >>> f = parse_figure("450 (445..475) kb/d")
    >>> f.low, f.central, f.high, f.unit.text
    (445.0, 450.0, 475.0, 'kb/d')
    >>> parse_figure(">=200 kb/d").central is None
    True
    """
    match = _TEXT.match(text)
    if not match:
        raise FigureError(
            "evidence/bad-value",
            f"{text!r} is not a value netback can read",
            "a figure with its unit, such as 450 kb/d, 450 (445..475) kb/d, >=200 kb/d or 50..150 kb/d",
        )
    part = {name: None if got is None else got for name, got in match.groupdict().items()}
    unit = _unit(part["unit"] or "")
    number = {
        n: None if part[n] is None else float(part[n] or 0)
        for n in ("edge", "from", "to", "central", "low", "high")
    }
    if any(n is not None and not math.isfinite(n) for n in number.values()):
        raise FigureError(
            "evidence/bad-value", f"{text!r} has a number too large to hold", "a smaller number"
        )
    if part["bound"] == ">=":
        return Figure(number["edge"], None, None, unit)
    if part["bound"] == "<=":
        return Figure(None, None, number["edge"], unit)
    low = number["from"] if part["from"] else number["low"]
    high = number["to"] if part["from"] else number["high"]
    given = [n for n in (low, number["central"], high) if n is not None]
    if given != sorted(given):
        raise FigureError(
            "evidence/bounds-order",
            f"the bounds of {text!r} are the wrong way round",
            "low first: low <= central <= high",
        )
    return Figure(low, number["central"], high, unit)


def _unit(text: str) -> Unit:
    if text == _SUMMED.text:
        return _SUMMED
    try:
        return parse_unit(text)
    except UnitError as error:
        raise FigureError("evidence/unknown-unit", str(error), error.fix) from None
