"""What each driver was seen to do, month by month, and from which statements.

A chain's level is the latest observed at or before the month (statements with `observes`); before the first it is the
driver's `start`. A price is the series' value, or its last. Pressure is a weighted count of dated contacts that fades
with the driver's half-life; the level is where the score falls among the thresholds.
"""

from __future__ import annotations

from dataclasses import dataclass

from netback.case.case import Case
from netback.case.schema import ChainDriver, PressureDriver, PriceDriver
from netback.dates import month_of, parse_partial
from netback.errors import UnknownAsOf, UsageError
from netback.evidence import Statement

__all__ = ["Observed", "held_level", "observe", "observed_path", "pressure_score", "rules_of"]


UNSEEN = 10**6
"""Months since an observation that never was."""


@dataclass(frozen=True)
class Observed:
    """A driver in one month.

    Parameters
    ----------
    driver : str
    month : int
    level : str
        Name of the level; "" for a price.
    index : int
        Place of the level in the driver's list; -1 for a price.
    price : float
        USD/bbl; NaN for a level.
    score : float
        Pressure only: the weighted count; NaN otherwise.
    statements : tuple of str
        What it rests on, latest first.
    fresh : bool
        Whether something was observed in that very month; else the last is carried on.
    since : int
        Months since the last observation; 0 when fresh, held or computed.
    """

    driver: str
    month: int
    level: str
    index: int
    price: float
    score: float
    statements: tuple[str, ...]
    fresh: bool
    since: int = 0


def observe(case: Case, driver: str, month: int, *, held: bool = True) -> Observed:
    """A driver as seen in one month.

    Parameters
    ----------
    case : Case
    driver : str
    month : int
    held : bool
        Whether a scenario's hold counts; it does from the as-of month on.

    Raises
    ------
    UnknownAsOf
        A price series without any value by then.
    """
    key = ("observe", driver, month, held)
    if key not in case.memo:
        case.memo[key] = _observe(case, driver, month, held)
    found: Observed = case.memo[key]
    return found


def _observe(case: Case, driver: str, month: int, held: bool) -> Observed:
    spec = case.file.drivers[driver]
    hold = (case.held or {}).get(driver) if held and month >= case.month else None
    if isinstance(spec, PriceDriver):
        if hold is not None:
            return Observed(driver, month, "", -1, held_level(case, driver), float("nan"), (), True)
        series = case.series[spec.series]
        price = series.latest(month)
        if price is None:
            raise UnknownAsOf(
                f"series {spec.series} has no value by {month // 12}-{month % 12 + 1:02d} as known on {case.as_of}"
            )
        return Observed(driver, month, "", -1, price, float("nan"), (), series.at(month) is not None)
    if isinstance(spec, ChainDriver):
        level, ids, since = _chain(case, driver, spec, month)
        fresh, score = since == 0, float("nan")
    else:
        score, ids, fresh = pressure_score(case, driver, month)
        since = 0
        level = spec.levels[_band(case, driver, score)]
    if hold is not None:
        if hold.startswith("*"):
            assert isinstance(spec, PressureDriver)
            score *= float(hold[1:])
            level = spec.levels[_band(case, driver, score)]
        else:
            level = hold
        fresh, since = True, 0
    return Observed(driver, month, level, spec.levels.index(level), float("nan"), score, ids, fresh, since)


def observed_path(case: Case, driver: str, first: int, last: int) -> tuple[Observed, ...]:
    """`observe` for each month from first to last."""
    return tuple(observe(case, driver, month) for month in range(first, last + 1))


def rules_of(case: Case, driver: str) -> tuple[str, PressureDriver]:
    """The pressure driver whose weights, half-life, thresholds and transition hold for one, and its name."""
    spec = case.file.drivers[driver]
    assert isinstance(spec, PressureDriver)
    if spec.same_as is None:
        return driver, spec
    rules = case.file.drivers[spec.same_as]
    assert isinstance(rules, PressureDriver)
    return spec.same_as, rules


def held_level(case: Case, driver: str) -> float:
    """Price a scenario holds a price driver at, USD/bbl."""
    text = (case.held or {})[driver]
    try:
        return float(text.split()[0])
    except ValueError:
        raise UsageError(
            f"drivers.{driver} cannot be held at {text!r}; write a price, as 50 USD/bbl"
        ) from None


def _month(statement: Statement) -> int:
    text = statement.as_of
    if text:
        return month_of(parse_partial(text).earliest)
    return month_of(statement.published_on)


def _day_key(statement: Statement) -> tuple[str, str]:
    return (str(statement.as_of or statement.published_on), statement.id)


def _chain(case: Case, driver: str, spec: ChainDriver, month: int) -> tuple[str, tuple[str, ...], int]:
    seen = [
        s
        for s in case.ledger.statements
        if s.observes is not None and s.observes.driver == driver and _month(s) <= month
    ]
    if not seen:
        return spec.start, (), UNSEEN
    seen.sort(key=_day_key)
    last = seen[-1]
    assert last.observes is not None
    same = [
        s.id for s in reversed(seen) if s.observes is not None and s.observes.level == last.observes.level
    ]
    return last.observes.level, tuple(same[:5]), month - _month(last)


def pressure_score(case: Case, driver: str, month: int) -> tuple[float, tuple[str, ...], bool]:
    """Weighted count of contacts by a month, fading with the half-life; the contacts; whether any is of that month.

    score(m) = sum over contacts c at or before m of weight(kind of c) * 0.5 ** ((m - month of c) / half_life)
    """
    spec = case.file.drivers[driver]
    assert isinstance(spec, PressureDriver)
    owner, rules = rules_of(case, driver)
    half_life = case.number(f"drivers.{owner}.half_life")
    score, found, fresh = 0.0, [], False
    for statement in case.ledger.statements:
        for pressure in statement.pressure:
            if pressure.by != spec.by or pressure.on != spec.on or pressure.kind not in rules.weights:
                continue
            age = month - _month(statement)
            if age < 0:
                continue
            part = case.number(f"drivers.{owner}.weights.{pressure.kind}") * 0.5 ** (age / half_life)
            score += part
            fresh = fresh or age == 0
            found.append((-part, statement.id))
    return score, tuple(name for _, name in sorted(found)[:8]), fresh


def _band(case: Case, driver: str, score: float) -> int:
    owner, rules = rules_of(case, driver)
    return sum(score >= case.number(f"drivers.{owner}.thresholds.{i}") for i in range(len(rules.thresholds)))
