"""A number as it is written in a case: ``16 (14..20) USD/bbl [comp_interim] ~uniform``.

Central value, least and greatest value thought possible, unit, the statements cited, and the distribution draws
are taken from (PERT unless another follows). A value may be dated: a mapping from the month it begins to such a
text. It may carry a note: a mapping with ``value`` and ``note``. ``unknown kb/d`` is a value of which nothing is known.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from netback.dates import parse_month
from netback.units import UnitError, canonical, known_units, parse_unit

__all__ = ["DISTRIBUTIONS", "Entry", "Value", "ValueProblem", "parse_flag", "parse_value"]

DISTRIBUTIONS = ("pert", "uniform", "loguniform", "lognormal", "fixed")

_NUMBER = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?"
_TEXT = re.compile(
    rf"^\s*(?P<central>{_NUMBER})"
    rf"(?:\s*\(\s*(?P<low>{_NUMBER})\s*\.\.\s*(?P<high>{_NUMBER})\s*\))?"
    r"\s*(?P<unit>(?:[A-Za-z%$1][^\[\]~()]*?)?)"
    r"\s*(?:\[(?P<cites>[^\[\]]*)\])?"
    r"\s*(?:~\s*(?P<dist>[A-Za-z]+))?\s*$"
)
_FLAG = re.compile(r"^\s*(?P<flag>yes|no)\s*(?:\[(?P<cites>[^\[\]]*)\])?\s*$")
_UNKNOWN = re.compile(r"^\s*unknown(?:\s+(?P<unit>[^\[\]~()]+?))?\s*$")
_MAX_TEXT = 2000
_STATEMENT_ID = re.compile(r"^[A-Za-z0-9][A-Za-z0-9_.:-]*$")


class ValueProblem(ValueError):
    """One thing wrong in a value's text.

    Parameters
    ----------
    slug : str
        Such as ``case/unknown-unit``.
    what, fix : str
        As in `netback.errors.Problem`.
    offset, width : int
        Where in the text the fault starts, and how long it is.
    subpath : tuple of str
        Key of the dated entry at fault, if any.
    """

    def __init__(
        self, slug: str, what: str, fix: str, offset: int = 0, width: int = 1, subpath: tuple[str, ...] = ()
    ) -> None:
        super().__init__(what)
        self.slug, self.what, self.fix = slug, what, fix
        self.offset, self.width, self.subpath = offset, width, subpath


@dataclass(frozen=True)
class Entry:
    """One number with its bounds, in force from a month on. All numbers in the canonical unit."""

    central: float
    low: float
    high: float
    distribution: str
    cites: tuple[str, ...]
    begins: int | None
    """First month in force; None: always."""
    text: str
    """As written."""
    unit: str
    """Unit as written."""

    @property
    def uncertain(self) -> bool:
        return self.high > self.low and self.distribution != "fixed"

    @property
    def is_assumption(self) -> bool:
        return not self.cites


@dataclass(frozen=True)
class Value:
    """A number of a case, with every dated entry it has.

    Parameters
    ----------
    dimension : str
        As in `netback.units`, such as ``flow``; ``flag`` for yes and no.
    entries : tuple of Entry
        Sorted by `Entry.begins`.
    note : str
        Why this value was chosen, where sources disagree.
    """

    dimension: str
    entries: tuple[Entry, ...]
    note: str = ""
    path: str = field(default="", compare=False)

    @property
    def unit(self) -> str:
        """Canonical unit."""
        return "" if self.dimension == "flag" else canonical(self.dimension)

    def in_force(self, month: int) -> Entry | None:
        """The latest entry that has begun; None if none has."""
        found = None
        for entry in self.entries:
            if entry.begins is None or entry.begins <= month:
                found = entry
        return found


def _cites(text: str | None, offset: int) -> tuple[str, ...]:
    if text is None:
        return ()
    names = tuple(part.strip() for part in text.split(",") if part.strip())
    if not names:
        raise ValueProblem(
            "case/empty-citation", "the brackets name no statement", "[statement_id]", offset, 2
        )
    for name in names:
        if not _STATEMENT_ID.match(name):
            raise ValueProblem(
                "case/bad-citation",
                f"{name!r} cannot be the id of a statement",
                "[statement_id, other_id]: letters, digits, _ . : -",
                offset,
                len(name),
            )
    return names


def _entry(text: str, dimension: str, begins: int | None) -> Entry:
    if len(text) > _MAX_TEXT:
        what = f"a text of {len(text)} characters is not a value"
        raise ValueProblem(
            "case/not-a-value", what, f"at most {_MAX_TEXT} characters; reasons go into a note"
        )
    match = _TEXT.match(text)
    example = f"16 (14..20) {known_units(dimension)[0] if dimension != 'any' else 'USD/bbl'} [statement_id]"
    if not match:
        if re.search(r"\d,\d{3}", text):
            at = re.search(r"\d,\d{3}", text)
            raise ValueProblem(
                "case/thousands-comma",
                f"{text!r} has a comma inside a number",
                re.sub(r"(?<=\d),(?=\d{3})", "", text),
                at.start() if at else 0,
                5,
            )
        raise ValueProblem("case/not-a-value", f"{text!r} is not a value", example, 0, len(text) or 1)
    unit_text = match["unit"].strip()
    offset = match.start("unit")
    try:
        unit = parse_unit(unit_text)
    except UnitError as error:
        fix = error.fix
        if fix.startswith("oil flows") and dimension != "any":
            fix = f"{match['central']} {' or '.join(known_units(dimension))}"
        raise ValueProblem("case/unknown-unit", str(error), fix, offset, max(1, len(unit_text))) from None
    if dimension != "any" and unit.dimension != dimension:
        units = " or ".join(known_units(dimension))
        what = (
            f"{text!r} has no unit; this is a {dimension}"
            if not unit_text
            else f"{unit_text!r} measures {unit.dimension}, but this is a {dimension}"
        )
        raise ValueProblem(
            "case/missing-unit" if not unit_text else "case/wrong-unit",
            what,
            f"{match['central']} {units}",
            offset if unit_text else 0,
            max(1, len(unit_text) or len(text)),
        )
    central = float(match["central"]) * unit.factor
    low, high = central, central
    if match["low"] is not None:
        low, high = float(match["low"]) * unit.factor, float(match["high"]) * unit.factor
        if not low <= central <= high:
            raise ValueProblem(
                "case/bounds-order",
                f"the bounds of {text!r} do not hold its central value",
                "low <= central <= high, as in 16 (14..20)",
                match.start("low"),
                match.end("high") - match.start("low"),
            )
    if not all(map(math.isfinite, (low, central, high))):
        what, fix = f"{text!r} has a number too large to hold", "a smaller number, or a larger unit"
        raise ValueProblem("case/out-of-range", what, fix, 0, len(text))
    distribution = match["dist"] or "pert"
    if distribution not in DISTRIBUTIONS:
        raise ValueProblem(
            "case/unknown-distribution",
            f"~{distribution} is not a distribution netback knows",
            "~pert, ~uniform, ~loguniform, ~lognormal or ~fixed",
            match.start("dist"),
            len(distribution),
        )
    if distribution in ("loguniform", "lognormal") and low <= 0:
        raise ValueProblem(
            "case/log-of-nonpositive",
            f"~{distribution} needs bounds above 0; {text!r} reaches {match['low'] or match['central']}",
            "a low bound above 0, or ~pert",
            match.start("central"),
            len(text),
        )
    return Entry(
        central,
        low,
        high,
        distribution,
        _cites(match["cites"], max(0, match.start("cites"))),
        begins,
        text,
        unit.text,
    )


def _flag_entry(text: str, dimension: str, begins: int | None) -> Entry:
    match = _FLAG.match(text)
    if not match:
        raise ValueProblem(
            "case/not-a-flag", f"{text!r} is neither yes nor no", "yes [statement_id] or no", 0, len(text)
        )
    level = 1.0 if match["flag"] == "yes" else 0.0
    return Entry(level, level, level, "fixed", _cites(match["cites"], 0), begins, text, "")


def _parse(raw: Any, dimension: str, entry: Any) -> Value:
    note = ""
    if isinstance(raw, Value):
        return raw
    if isinstance(raw, Mapping) and "value" in raw:
        extra = sorted(set(raw) - {"value", "note"})
        if extra:
            what = f"{extra[0]!r} is not a key of a value"
            raise ValueProblem("case/unknown-key", what, "value and note", 0, 1, (str(extra[0]),))
        note, raw = str(raw.get("note") or ""), raw["value"]
    if isinstance(raw, Mapping):
        entries = []
        for key, text in raw.items():
            try:
                begins = parse_month(str(key))
            except ValueError as error:
                raise ValueProblem(
                    "case/bad-month",
                    str(error),
                    "the month from which it is in force, as 2025-02",
                    0,
                    1,
                    (str(key),),
                ) from None
            if not isinstance(text, str):
                raise ValueProblem(
                    "case/not-a-value",
                    "a dated entry must be one text",
                    "2025-02: 16 USD/bbl",
                    0,
                    1,
                    (str(key),),
                )
            try:
                entries.append(entry(text, dimension, begins))
            except ValueProblem as problem:
                problem.subpath = (str(key),)
                raise
        if not entries:
            raise ValueProblem(
                "case/not-a-value", "an empty mapping has no value", "2025-02: 16 USD/bbl", 0, 1
            )
        return Value(dimension, tuple(sorted(entries, key=lambda e: e.begins or 0)), note)
    if raw is None:
        raise ValueProblem(
            "case/not-a-value", "nothing is written here", "16 (14..20) USD/bbl [statement_id]", 0, 1
        )
    nothing = _UNKNOWN.match(str(raw))
    if nothing:
        return Value(_unknown(str(raw), nothing, dimension), (), note)
    return Value(dimension, (entry(str(raw), dimension, None),), note)


def _unknown(text: str, match: re.Match[str], dimension: str) -> str:
    """Dimension of a value of which nothing is known, such as ``unknown kb/d``."""
    if dimension == "flag":
        return dimension
    offset = max(0, match.start("unit"))
    try:
        found = parse_unit(match["unit"] or "").dimension
    except UnitError as error:
        raise ValueProblem("case/unknown-unit", str(error), error.fix, offset, len(match["unit"])) from None
    if dimension not in ("any", found):
        units = " or ".join(known_units(dimension))
        what = f"{text!r} is a {found}, but this is a {dimension}"
        raise ValueProblem("case/wrong-unit", what, f"unknown {units}", offset, max(1, len(text)))
    return found


def parse_value(raw: Any, dimension: str) -> Value:
    """Read a value of one dimension.

    Parameters
    ----------
    raw : str or mapping
        Text, dated texts, or either under ``value`` with a ``note``.
    dimension : str
        As in `netback.units`; "any" accepts all.

    Returns
    -------
    Value

    Raises
    ------
    ValueProblem
        With the place in the text and what to write.

    Examples
    --------
    >>> v = parse_value("16 (14..20) USD/bbl [comp_interim]", "price")
    >>> v.entries[0].central, v.entries[0].high, v.entries[0].cites
    (16.0, 20.0, ('comp_interim',))
    """
    value = _parse(raw, dimension, _entry)
    if dimension == "any" and value.entries:
        found = {parse_unit(e.unit).dimension for e in value.entries}
        if len(found) > 1:
            raise ValueProblem(
                "case/wrong-unit", "the dated entries measure different things", "one unit for all", 0, 1
            )
        return Value(found.pop(), value.entries, value.note)
    return value


def parse_flag(raw: Any) -> Value:
    """Read ``yes`` or ``no``, plain or dated, with citations."""
    return _parse(raw, "flag", _flag_entry)
