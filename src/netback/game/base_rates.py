"""The outside view: how long halts like this one lasted.

A `ReferenceClass` is a list of past halts with the rule by which they came in. From it: the Kaplan-Meier
curve, censored maximum-likelihood fits, and the monthly hazard given the time already elapsed, with intervals
that resample countries. A class without a written population and start rule, or with too few rows, gives
no rate. `ReferenceClass.known_on` is the class as it could have been written down on an earlier day.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from netback.dates import DAYS_PER_MONTH, parse_date
from netback.errors import CaseError, NotConverged, Problem, SolverError, UsageError, nearest

__all__ = [
    "BaseRate",
    "ClassChoice",
    "CountedRate",
    "DurationFit",
    "KaplanMeier",
    "ReferenceClass",
    "Stoppage",
    "base_rate",
    "conditional_survival",
    "counted_rate",
    "fit",
    "how_choice_matters",
    "kaplan_meier",
    "read_reference_class",
]

Floats = NDArray[np.float64]

MIN_ROWS, MIN_EVENTS = 8, 4
"""A class smaller than this gives no rate: two parameters on fewer ends say more of the fit than of the world."""

RESAMPLES = 400
"""Bootstrap resamples of countries; the 2.5% point then rests on ten of them."""

STEEPEST = 20.0
"""Bound on a Weibull shape (both ways) and on 1 / sigma: beyond it the lengths of a resample are all but alike."""

_NEEDED = ("id", "exporter", "start_date", "end_date", "censored_at")


@dataclass(frozen=True)
class Stoppage:
    """One past halt."""

    id: str
    """Short name; the training split hangs on it."""
    country: str
    """Exporting country: the cluster it is resampled with."""
    start: dt.date
    """First day without flow."""
    end: dt.date | None
    """First day of lasting flow, or None if not known."""
    censored_at: dt.date | None
    """Last day seen still closed, for a row with no end."""
    fields: Mapping[str, str] = field(repr=False)
    """Every column as written, by name."""

    @property
    def ended(self) -> bool:
        """Whether its end is known."""
        return self.end is not None

    @property
    def days(self) -> int:
        """Days from start to end, or to the last day seen closed."""
        last = self.end or self.censored_at
        assert last is not None  # the reader and known_on see to it
        return (last - self.start).days


@dataclass(frozen=True)
class ReferenceClass:
    """Past halts and the rule by which they were chosen."""

    rows: tuple[Stoppage, ...]
    """In file order."""
    title: str
    """What the rows are."""
    population: str
    """What counts, written before counting; a class with a blank one gives no rate."""
    start_rule: str
    """When the clock of a row starts; the same."""
    notes: tuple[str, ...] = ()
    """Known biases, and every filter applied since it was read."""

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def days(self) -> Floats:
        """Length of each row, days, shape (row,)."""
        return np.array([row.days for row in self.rows], dtype=np.float64)

    @property
    def ended(self) -> NDArray[np.bool_]:
        """Whether each row ended, shape (row,)."""
        return np.array([row.ended for row in self.rows], dtype=np.bool_)

    def known_on(self, date: dt.date | str) -> ReferenceClass:
        """The class as it could have been written on a day: nothing that happened later is in it.

        Rows that had not started are gone; rows that had not ended are open and seen to that day; no row
        is seen beyond it. Deleting later rows or later ends from the file changes nothing.

        Parameters
        ----------
        date : date, or text such as "2024-06-30"

        Returns
        -------
        ReferenceClass

        Notes
        -----
        A restart counts as known on its day. Flags such as the mediator's were coded with hindsight and are
        not undone: do not filter a backtest by them.

        Examples
        --------
        >>> len(read_reference_class("stoppages").known_on("2011-01-01"))
        15
        """
        day = parse_date(date) if isinstance(date, str) else date
        rows = []
        for row in self.rows:
            if row.start >= day:
                continue
            if row.end is not None and row.end <= day:
                rows.append(row)
                continue
            seen = day if row.end is not None or row.censored_at is None else min(row.censored_at, day)
            fields = dict(row.fields, end_date="", censored_at=seen.isoformat())
            if "ended" in fields:
                fields["ended"] = "0"
            if "how_ended" in fields:
                fields["how_ended"] = ""
            rows.append(replace(row, end=None, censored_at=seen, fields=MappingProxyType(fields)))
        return replace(self, rows=tuple(rows), notes=(*self.notes, f"as known on {day.isoformat()}"))

    def where(self, *, min_days: float | None = None, **columns: object) -> ReferenceClass:
        """Rows that match every condition.

        Parameters
        ----------
        min_days : float, optional
            Keep rows seen for at least so long. Rows censored earlier go too, so use it to see how much
            short halts matter, not to fit.
        **columns
            Column name and the value it must have, as text or number; a list means any of its values.

        Returns
        -------
        ReferenceClass
            Perhaps empty; `base_rate` then refuses.

        Raises
        ------
        UsageError  No such column, or no row of the class has ever had such a value.

        Examples
        --------
        >>> len(read_reference_class("stoppages").where(federal_subnational_dispute=1))
        15
        """
        rows = self.rows
        known = list(rows[0].fields) if rows else list(columns)
        for name, wanted in columns.items():
            if name not in known:
                hint = nearest(name, known)
                raise UsageError(
                    f"the class has no column {name!r}" + (f"; did you mean {hint!r}?" if hint else "")
                )
            many = isinstance(wanted, Iterable) and not isinstance(wanted, str)
            values = {str(v) for v in wanted} if many else {str(wanted)}  # type: ignore[attr-defined]
            present = {row.fields[name] for row in self.rows}
            if self.rows and not values & present:
                listed = ", ".join(sorted(present)[:12])
                raise UsageError(f"no row has {name} = {', '.join(sorted(values))}; there are: {listed}")
            rows = tuple(row for row in rows if row.fields[name] in values)
        if min_days is not None:
            rows = tuple(row for row in rows if row.days >= min_days)
        said = [f"{k} = {v}" for k, v in columns.items()]
        said += [] if min_days is None else [f"lasted {min_days:g} days or more"]
        return replace(
            self, rows=rows, notes=(*self.notes, "only rows with " + ", ".join(said)) if said else self.notes
        )


def read_reference_class(name_or_path: str | Path) -> ReferenceClass:
    """Read a class of past halts: a CSV of rows and a YAML of rules beside it.

    Parameters
    ----------
    name_or_path : str or Path
        A shipped class ("stoppages"), or a path to a CSV file. ``<same name>.yaml`` beside it holds title,
        population, start_rule and known_biases; without it the class can be looked at but gives no rate.

    Returns
    -------
    ReferenceClass

    Raises
    ------
    UsageError  No such class or file.
    CaseError  Rows that cannot be read: every one, with its line.

    Notes
    -----
    Needed columns: id, exporter, start_date, end_date, censored_at. A row has an end or a day it was last seen
    closed, not both. Other columns can be anything and serve `ReferenceClass.where`.

    Examples
    --------
    >>> stoppages = read_reference_class("stoppages")
    >>> len(stoppages), int(stoppages.ended.sum())
    (63, 49)
    """
    text, rules, shown = _files(name_or_path)
    problems: list[Problem] = []
    rows: list[Stoppage] = []
    reader = csv.DictReader(io.StringIO(text), strict=True)
    missing = [c for c in _NEEDED if c not in (reader.fieldnames or [])]
    if missing:
        what = f"the header has no column {', '.join(missing)}"
        raise CaseError(
            [Problem(shown, 1, 1, "", "class/missing-column", what, "add it, blank where not known")]
        )
    seen: set[str] = set()
    for raw in reader:
        line = reader.line_num
        if None in raw or None in raw.values():
            what = "the row has more or fewer cells than the header"
            problems.append(
                Problem(shown, line, 1, "", "class/ragged-row", what, "quote cells that hold a comma")
            )
            continue
        row = _row(raw, shown, line, problems)
        if row is None:
            continue
        if row.id in seen:
            problems.append(
                Problem(shown, line, 1, "id", "class/repeated-id", f"id {row.id!r} is used twice")
            )
        seen.add(row.id)
        rows.append(row)
    if problems:
        raise CaseError(problems)
    return ReferenceClass(
        rows=tuple(rows),
        title=str(rules.get("title", "")),
        population=str(rules.get("population", "")),
        start_rule=str(rules.get("start_rule", "")),
        notes=tuple(str(x) for x in rules.get("known_biases", ())),
    )


def _files(name_or_path: str | Path) -> tuple[str, Mapping[str, Any], str]:
    import yaml

    path = Path(name_or_path)
    if path.suffix != ".csv":
        from importlib.resources import files

        folder = files("netback.game") / "reference_classes"
        shipped = sorted(p.name[:-4] for p in folder.iterdir() if p.name.endswith(".csv"))
        if str(name_or_path) not in shipped:
            raise UsageError(
                f"no reference class {str(name_or_path)!r}; shipped: {', '.join(shipped)}; or a path to a .csv"
            )
        text = (folder / f"{name_or_path}.csv").read_text(encoding="utf-8")
        rules = yaml.safe_load((folder / f"{name_or_path}.yaml").read_text(encoding="utf-8"))
        return text, rules, f"{name_or_path}.csv"
    if not path.is_file():
        raise UsageError(f"no file {path}")
    beside = path.with_suffix(".yaml")
    rules = yaml.safe_load(beside.read_text(encoding="utf-8")) if beside.is_file() else {}
    if not isinstance(rules, dict):
        raise UsageError(f"{beside} does not hold keys such as title, population and start_rule")
    return path.read_text(encoding="utf-8-sig"), rules, str(path)


def _row(raw: dict[str, str], shown: str, line: int, problems: list[Problem]) -> Stoppage | None:
    before = len(problems)

    def bad(column: str, slug: str, what: str, fix: str) -> None:
        problems.append(Problem(shown, line, 1, column, slug, what, fix))

    dates: dict[str, dt.date | None] = {}
    for column in ("start_date", "end_date", "censored_at"):
        try:
            dates[column] = parse_date(raw[column]) if raw[column].strip() else None
        except ValueError as error:
            bad(column, "class/bad-date", str(error), "year-month-day, such as 2023-03-25")
            dates[column] = None
    start, end, censored = dates["start_date"], dates["end_date"], dates["censored_at"]
    if len(problems) > before:
        return None
    if start is None:
        bad("start_date", "class/no-start", "a row needs its start", "the first day without flow")
        return None
    if (end is None) == (censored is None):
        bad("end_date", "class/end-or-censored", "a row has an end or a day it was last seen closed, one of them",
            "the other one blank")  # fmt: skip
        return None
    last = end or censored
    if last is not None and last <= start:
        bad(
            "end_date",
            "class/ends-before-start",
            f"it ends on {last}, not after its start {start}",
            "check both dates",
        )
        return None
    if raw.get("ended", "").strip() not in ("", str(int(end is not None))):
        bad(
            "ended",
            "class/ended-disagrees",
            f"ended is {raw['ended']} but the dates say otherwise",
            "1 with an end_date",
        )
        return None
    country = raw["exporter"].split("(")[0].split("/")[0].strip()
    return Stoppage(raw["id"].strip(), country, start, end, censored, MappingProxyType(dict(raw)))


# ---------------------------------------------------------------------------- curves


@dataclass(frozen=True)
class KaplanMeier:
    """The share still closed after each time at which some row ended."""

    days: Floats
    """Times of the ends, increasing, shape (step,)."""
    survival: Floats
    """Just after each, shape (step,)."""
    low: Floats
    """95% pointwise band (Greenwood on the log-log scale), rows taken as independent, shape (step,)."""
    high: Floats
    """The same."""
    at_risk: NDArray[np.int64]
    """Rows still followed just before each, shape (step,)."""
    last_day: float
    """Longest time followed; beyond it the curve is not known unless it has reached zero."""

    def survival_at(self, days: ArrayLike) -> Floats:
        """Share still closed after so many days; NaN where no row was followed so long."""
        t = np.asarray(days, dtype=np.float64)
        step = np.concatenate([[1.0], self.survival])[np.searchsorted(self.days, t, side="right")]
        return np.where((t > self.last_day) & (step > 0.0), np.nan, step)

    def quantile(self, share_ended: float) -> float:
        """Days after which this share has ended; NaN if the curve never gets there."""
        hit = np.flatnonzero(self.survival <= 1.0 - share_ended + 1e-12)
        return float(self.days[hit[0]]) if hit.size else math.nan


@dataclass(frozen=True)
class DurationFit:
    """A fitted distribution of how long halts last."""

    model: str
    """"weibull" or "lognormal"."""
    shape: float
    """Weibull: below one, the hazard falls with age. Log-normal: standard deviation of log days."""
    scale_days: float
    """Weibull: days by which 63% have ended. Log-normal: median days."""
    log_likelihood: float
    """At the maximum."""
    n: int
    """Rows."""
    n_events: int
    """Rows that ended."""

    def survival_at(self, days: ArrayLike) -> Floats:
        """Share still closed after so many days."""
        t = np.asarray(days, dtype=np.float64)
        return np.exp(_log_survival(self.model, np.array(self.shape), np.array(self.scale_days), t))

    @property
    def median_days(self) -> float:
        """Half have ended by then."""
        return self.scale_days * (math.log(2.0) ** (1.0 / self.shape) if self.model == "weibull" else 1.0)


def kaplan_meier(cls: ReferenceClass) -> KaplanMeier:
    """The Kaplan-Meier curve of a class.

    Parameters
    ----------
    cls : ReferenceClass
        At least one row. No other refusal: this only draws what is there.

    Returns
    -------
    KaplanMeier

    Raises
    ------
    SolverError  The class is empty.

    References
    ----------
    kaplan_meier_1958. Checked against scipy and lifelines in tests/peers.

    Examples
    --------
    >>> kaplan_meier(read_reference_class("stoppages")).quantile(0.5)
    359.0
    """
    if not cls.rows:
        raise SolverError("the reference class has no row")
    days, ended = cls.days, cls.ended
    times = np.unique(days[ended])
    at_risk = np.array([(days >= t).sum() for t in times], dtype=np.int64)
    ends = np.array([(ended & (days == t)).sum() for t in times], dtype=np.int64)
    survival: Floats = np.asarray(np.cumprod(1.0 - ends / at_risk), dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        greenwood = np.cumsum(ends / (at_risk * (at_risk - ends)))
        width = 1.959963984540054 * np.sqrt(greenwood) / np.abs(np.log(survival))
        bounds = survival ** np.exp(width), survival ** np.exp(-width)
    low, high = (np.asarray(np.where(survival > 0.0, x, 0.0), dtype=np.float64) for x in bounds)
    return KaplanMeier(times, survival, low, high, at_risk, float(days.max()))


def fit(cls: ReferenceClass, model: str = "weibull") -> DurationFit:
    """Fit a distribution of lengths by censored maximum likelihood.

    Parameters
    ----------
    cls : ReferenceClass
    model : {"weibull", "lognormal"}

    Returns
    -------
    DurationFit

    Raises
    ------
    UsageError  Unknown model.
    SolverError  Fewer than 8 rows or 4 ends, or a class with no written rule.
    NotConverged  All lengths are the same, so there is nothing to fit.

    Notes
    -----
    The Weibull likelihood is profiled to one equation in the shape, the log-normal one is concave in
    (1 / sigma, mu / sigma) and solved by Newton steps, so that neither depends on a starting value. Checked
    against scipy and lifelines to 1e-4 in tests/peers.

    Examples
    --------
    >>> found = fit(read_reference_class("stoppages"))
    >>> round(found.shape, 3), round(found.scale_days)
    (0.515, 1006)
    """
    _refuse_thin(cls)
    days, ended = cls.days, cls.ended
    weights = np.ones((1, len(cls)))
    shape, scale = _fit_weighted(model, days, ended, weights)
    steepness = float(shape[0]) if model == "weibull" else 1.0 / float(shape[0])
    if steepness > 0.999 * STEEPEST or not math.isfinite(float(scale[0])):
        raise NotConverged(
            f"the {model} fit has no maximum: the {len(cls)} lengths are all but alike; use Kaplan-Meier"
        )
    value = _log_likelihood(model, float(shape[0]), float(scale[0]), days, ended)
    return DurationFit(model, float(shape[0]), float(scale[0]), value, len(cls), int(ended.sum()))


def conditional_survival(
    curve: DurationFit | KaplanMeier, elapsed_days: float, horizon_months: int
) -> Floats:
    """P(still closed h months from now | closed so far), h = 1 .. horizon_months.

    Parameters
    ----------
    curve : DurationFit or KaplanMeier
    elapsed_days : float
        Days closed so far, not negative.
    horizon_months : int
        At least 1. A month is 365.25 / 12 days.

    Returns
    -------
    float array, shape (horizon_months,)

    Raises
    ------
    UsageError  A negative time.
    SolverError  Kaplan-Meier: no row was followed so long.

    Examples
    --------
    >>> conditional_survival(fit(read_reference_class("stoppages")), 730.5, 12)[[5, 11]].round(3)
    array([0.902, 0.821])
    """
    if not elapsed_days >= 0.0 or horizon_months < 1:
        raise UsageError(
            f"elapsed is {elapsed_days} days and horizon {horizon_months} months; 0 or more, 1 or more"
        )
    later: Floats = elapsed_days + DAYS_PER_MONTH * np.arange(1.0, horizon_months + 1.0)
    if isinstance(curve, KaplanMeier):
        now = float(curve.survival_at(elapsed_days))
        ahead = curve.survival_at(later)
        if not now > 0.0 or np.isnan(ahead).any():
            raise SolverError(
                f"the Kaplan-Meier curve says nothing at {float(later[-1]):.0f} days: the longest row was followed for "
                f"{curve.last_day:.0f}; take a shorter horizon or a fitted model"
            )
        return ahead / now
    if curve.model not in _MODELS:
        raise UsageError(f"unknown model {curve.model!r}")
    shape, scale = np.array(curve.shape), np.array(curve.scale_days)
    past = _log_survival(curve.model, shape, scale, np.array(elapsed_days))
    return np.exp(_log_survival(curve.model, shape, scale, later) - past)


# ---------------------------------------------------------------------------- rates


@dataclass(frozen=True)
class CountedRate:
    """How many rows as old as this one ended within a window: plain counting."""

    window_months: int
    """Length of the window."""
    n_at_risk: int
    """Rows still closed after the elapsed time."""
    n_countable: int
    """Those followed through the window or ended in it; rows lost sight of in it are left out."""
    n_ended: int
    """Those that ended in it."""
    rate: float
    """n_ended / n_countable; NaN when nothing is countable."""
    low: float
    """Jeffreys 95% interval, rows taken as independent."""
    high: float
    """The same."""


@dataclass(frozen=True)
class BaseRate:
    """The outside view from today: monthly hazard and survival with intervals."""

    hazard: Floats
    """P(ends in month h | closed until then), h = 1..H, shape (H,)."""
    survival: Floats
    """P(still closed after month h | closed so far), shape (H,)."""
    low: Floats
    """Lower end of the interval of the hazard, shape (H,)."""
    high: Floats
    """Upper end, shape (H,)."""
    survival_low: Floats
    """Lower end of the interval of survival, shape (H,)."""
    survival_high: Floats
    """Upper end, shape (H,)."""
    draws: Floats
    """Hazard in each bootstrap resample of countries, shape (resample, H)."""
    counted: tuple[CountedRate, ...]
    """Plain counts over the next 6 and 12 months."""
    n: int
    """Rows."""
    n_events: int
    """Rows that ended."""
    n_at_risk: int
    """Rows that lasted longer than the elapsed time."""
    n_clusters: int
    """Countries resampled."""
    model: str
    """"weibull" or "lognormal"."""
    elapsed_days: float
    """Time already closed."""
    level: float
    """Of the intervals, e.g. 0.95."""
    notes: tuple[str, ...]
    """What a reader must be told beside the number."""


def counted_rate(cls: ReferenceClass, elapsed_days: float, window_months: int) -> CountedRate:
    """Count how many rows that lasted this long ended within the next months.

    Parameters
    ----------
    cls : ReferenceClass
    elapsed_days : float
        Days closed so far.
    window_months : int
        Months ahead.

    Returns
    -------
    CountedRate

    References
    ----------
    Jeffreys interval: Brown, Cai and DasGupta (2001), Statistical Science 16, 101-133.

    Examples
    --------
    >>> counted_rate(read_reference_class("stoppages"), 730.5, 12).n_countable
    18
    """
    from scipy.special import betaincinv

    days, ended = cls.days, cls.ended
    until = elapsed_days + DAYS_PER_MONTH * window_months
    at_risk = days > elapsed_days
    hit = at_risk & ended & (days <= until)
    countable = at_risk & (hit | (days > until))
    x, m = int(hit.sum()), int(countable.sum())
    low = 0.0 if x == 0 else float(betaincinv(x + 0.5, m - x + 0.5, 0.025))
    high = 1.0 if x == m else float(betaincinv(x + 0.5, m - x + 0.5, 0.975))
    return CountedRate(window_months, int(at_risk.sum()), m, x, x / m if m else math.nan, low, high)


def base_rate(
    cls: ReferenceClass,
    elapsed_days: float,
    horizon_months: int,
    model: str = "weibull",
    *,
    level: float = 0.95,
    seed: int = 1,
    resamples: int = RESAMPLES,
) -> BaseRate:
    """Monthly hazard of a halt ending, given how long it has lasted already.

    Parameters
    ----------
    cls : ReferenceClass
        With a population and a start rule, at least 8 rows and 4 ends.
    elapsed_days : float
        Days closed so far, not negative.
    horizon_months : int
        Months ahead, at least 1.
    model : {"weibull", "lognormal"}
    level : float
        Of the intervals, in (0, 1).
    seed, resamples : int
        Of the bootstrap, which draws countries with all their rows: rows of one country are not independent.

    Returns
    -------
    BaseRate

    Raises
    ------
    UsageError  Unknown model, or a time or level out of range.
    SolverError  The class is too thin, or was not written down before it was counted; says which.

    Notes
    -----
    Intervals hold the spread over countries, not the choice of class: see `how_choice_matters`.

    Examples
    --------
    >>> rate = base_rate(read_reference_class("stoppages"), 730.5, 12)
    >>> rate.n, rate.n_at_risk, round(float(rate.hazard[0]), 3)
    (63, 20, 0.018)
    """
    if not 0.0 < level < 1.0 or resamples < 1:
        raise UsageError(
            f"level is {level} and resamples {resamples}; a level is between 0 and 1, resamples 1 or more"
        )
    found = fit(cls, model)
    survival = conditional_survival(found, elapsed_days, horizon_months)
    days, ended = cls.days, cls.ended
    names, member = np.unique([row.country for row in cls.rows], return_inverse=True)
    rng = np.random.default_rng(seed)
    picks = rng.integers(0, names.size, (resamples, names.size))
    times = np.array([np.bincount(p, minlength=names.size) for p in picks], dtype=np.float64)
    shape, scale = _fit_weighted(model, days, ended, times[:, member])
    at: Floats = elapsed_days + DAYS_PER_MONTH * np.arange(horizon_months + 1.0)
    log_s = _log_survival(model, shape[:, None], scale[:, None], at[None, :])
    draws = -np.expm1(np.diff(log_s, axis=1))
    ahead = np.exp(log_s[:, 1:] - log_s[:, :1])
    tails = [(1.0 - level) / 2.0, (1.0 + level) / 2.0]
    low, high = np.quantile(draws, tails, axis=0)
    survival_low, survival_high = np.quantile(ahead, tails, axis=0)
    at_risk = int((days > elapsed_days).sum())
    return BaseRate(
        hazard=-np.expm1(np.diff(np.log(np.concatenate([[1.0], survival])))),
        survival=survival,
        low=low,
        high=high,
        survival_low=survival_low,
        survival_high=survival_high,
        draws=draws,
        counted=tuple(counted_rate(cls, elapsed_days, w) for w in (6, 12)),
        n=len(cls),
        n_events=int(ended.sum()),
        n_at_risk=at_risk,
        n_clusters=int(names.size),
        model=model,
        elapsed_days=float(elapsed_days),
        level=level,
        notes=_rate_notes(cls, at_risk, names.size, elapsed_days, horizon_months),
    )


@dataclass(frozen=True)
class ClassChoice:
    """What one choice of class says."""

    name: str
    """The choice."""
    n: int
    """Rows."""
    n_events: int
    """Rows that ended."""
    n_at_risk: int
    """Rows that lasted longer than the elapsed time."""
    months: tuple[int, ...]
    """Horizons."""
    p_end: tuple[float, ...]
    """P(ends within each horizon | closed so far); empty where refused."""
    low: tuple[float, ...]
    """Interval, countries resampled."""
    high: tuple[float, ...]
    """The same."""
    refused: str
    """Why there is no rate, or blank."""


def how_choice_matters(
    cls: ReferenceClass,
    elapsed_days: float,
    horizon_months: Sequence[int] = (6, 12, 24),
    model: str = "weibull",
    *,
    seed: int = 1,
) -> tuple[ClassChoice, ...]:
    """The answer under other choices of class, side by side.

    Parameters
    ----------
    cls : ReferenceClass
        All rows; choices whose column it lacks are left out.
    elapsed_days : float
        Days closed so far.
    horizon_months : sequence of int
        Increasing horizons, months.
    model, seed
        As in `base_rate`.

    Returns
    -------
    tuple of ClassChoice
        All rows, federal against subnational and the rest, each cause, high confidence only, 30 days or
        more. A choice too thin for a rate is listed with the reason.

    Examples
    --------
    >>> [c.name for c in how_choice_matters(read_reference_class("stoppages"), 730.5)][:2]
    ['all', 'federal_subnational_dispute = 1']
    """
    if not horizon_months or min(horizon_months) < 1:
        raise UsageError("horizons are months, 1 or more")
    choices: list[tuple[str, ReferenceClass]] = [("all", cls)]
    columns = set(cls.rows[0].fields) if cls.rows else set()
    for column, values in (
        ("federal_subnational_dispute", ("1", "0")),
        ("cause", sorted({row.fields.get("cause", "") for row in cls.rows})),
        ("confidence", ("high",)),
    ):
        if column in columns:
            present = {row.fields[column] for row in cls.rows}
            matching: list[dict[str, Any]] = [{column: v} for v in values if v in present]
            choices += [(f"{column} = {m[column]}", cls.where(**m)) for m in matching]
    choices.append(("30 days or more", cls.where(min_days=30)))
    return tuple(_choice(name, c, elapsed_days, tuple(horizon_months), model, seed) for name, c in choices)


def _choice(
    name: str, cls: ReferenceClass, elapsed: float, months: tuple[int, ...], model: str, seed: int
) -> ClassChoice:
    at_risk = int((cls.days > elapsed).sum()) if cls.rows else 0
    counts = (name, len(cls), int(cls.ended.sum()), at_risk, months)
    try:
        rate = base_rate(cls, elapsed, max(months), model, seed=seed)
    except SolverError as error:
        return ClassChoice(*counts, p_end=(), low=(), high=(), refused=str(error))
    at = [m - 1 for m in months]
    ends = (1.0 - rate.survival[at], 1.0 - rate.survival_high[at], 1.0 - rate.survival_low[at])
    p_end, low, high = (tuple(float(x) for x in e) for e in ends)
    return ClassChoice(*counts, p_end=p_end, low=low, high=high, refused="")


def _rate_notes(
    cls: ReferenceClass, at_risk: int, clusters: int, elapsed: float, horizon: int
) -> tuple[str, ...]:
    notes = [f"a month is {DAYS_PER_MONTH:.4f} days; intervals resample {clusters} countries"]
    if at_risk < MIN_EVENTS:
        notes.append(
            f"{at_risk} of {len(cls)} rows lasted longer than {elapsed:.0f} days: the rate is the model's "
            "extrapolation from shorter halts"
        )
    longest = float(cls.days.max())
    if elapsed + DAYS_PER_MONTH * horizon > longest:
        notes.append(f"the horizon runs past the longest row, {longest:.0f} days")
    return tuple(notes)


def _refuse_thin(cls: ReferenceClass) -> None:
    if not cls.population.strip() or not cls.start_rule.strip():
        raise SolverError(
            "the reference class has no written population and start rule; a class is written down before it is "
            "counted: add population and start_rule to its .yaml"
        )
    ends = int(cls.ended.sum())
    if len(cls) < MIN_ROWS or ends < MIN_EVENTS:
        raise SolverError(
            f"the reference class has {len(cls)} rows and {ends} ends; a rate needs {MIN_ROWS} rows and "
            f"{MIN_EVENTS} ends: take a wider class"
        )


# ---------------------------------------------------------------------------- likelihoods


def _log_survival(model: str, shape: Floats, scale: Floats, days: Floats) -> Floats:
    """log P(longer than days); arguments broadcast. A scale of infinity never ends."""
    if model == "weibull":
        return -((days / scale) ** shape)
    from scipy.special import log_ndtr

    with np.errstate(divide="ignore"):
        return np.asarray(log_ndtr((np.log(scale) - np.log(days)) / shape))


def _log_likelihood(model: str, shape: float, scale: float, days: Floats, ended: NDArray[np.bool_]) -> float:
    open_part = _log_survival(model, np.array(shape), np.array(scale), days)[~ended].sum()
    t = days[ended]
    if model == "weibull":
        density = np.log(shape / scale) + (shape - 1.0) * np.log(t / scale) - (t / scale) ** shape
    else:
        density = -np.log(t * shape * math.sqrt(2.0 * math.pi)) - 0.5 * (np.log(t / scale) / shape) ** 2
    return float(open_part + density.sum())


def _fit_weighted(
    model: str, days: Floats, ended: NDArray[np.bool_], weights: Floats
) -> tuple[Floats, Floats]:
    """Shape and scale for each row of weights, shape (resample, row)."""
    if model not in _MODELS:
        hint = nearest(model, _MODELS)
        raise UsageError(
            f"unknown model {model!r}"
            + (f"; did you mean {hint!r}?" if hint else f"; one of {sorted(_MODELS)}")
        )
    return _MODELS[model](np.log(days), ended.astype(np.float64), weights)


def _fit_weibull(y: Floats, ended: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Root in k of  sum(w t^k log t) / sum(w t^k) - 1/k - mean of log t over ends; it rises with k."""
    ends = weights @ ended
    with np.errstate(divide="ignore", invalid="ignore"):
        mean_log = (weights * ended) @ y / ends
    here = weights > 0.0
    top = np.where(here, y, -np.inf).max(axis=1)
    x = np.where(here, y - top[:, None], -np.inf)  # a row left out of the resample adds nothing
    low, high = np.full(ends.size, -math.log(STEEPEST)), np.full(ends.size, math.log(STEEPEST))
    for _ in range(60):  # halving 6 log units 60 times reaches the last bit
        middle = 0.5 * (low + high)
        k = np.exp(middle)
        power = weights * np.exp(k[:, None] * x)
        above = (power @ y) / power.sum(axis=1) - 1.0 / k > mean_log
        low, high = np.where(above, low, middle), np.where(above, middle, high)
    shape = np.exp(0.5 * (low + high))
    total = (weights * np.exp(shape[:, None] * x)).sum(axis=1)
    with np.errstate(divide="ignore"):
        scale = np.exp(top + np.log(total / ends) / shape)
    none = ends == 0.0  # a resample with no end at all: it never ends
    return np.where(none, 1.0, shape), np.where(none, np.inf, scale)


def _fit_lognormal(y: Floats, ended: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Newton in c = 1/sigma and m = mu/sigma, where the log-likelihood is concave; steps are halved to keep c > 0."""
    from scipy.special import log_ndtr

    ends = weights @ ended
    none = ends < 2.0
    w_end = np.where(none[:, None], 1.0, weights) * ended
    w_open = np.where(none[:, None], 1.0, weights) * (1.0 - ended)
    ends = w_end.sum(axis=1)
    centre = w_end @ y / ends
    spread = np.sqrt(np.maximum(w_end @ y**2 / ends - centre**2, 1e-4))
    c, m = 1.0 / spread, centre / spread

    def value(c: Floats, m: Floats) -> Floats:
        z = c[:, None] * y - m[:, None]
        return ends * np.log(c) - 0.5 * (w_end * z**2).sum(axis=1) + (w_open * log_ndtr(-z)).sum(axis=1)

    now = value(c, m)
    for _ in range(60):
        z = c[:, None] * y - m[:, None]
        mills = np.exp(-0.5 * z**2 - 0.5 * math.log(2.0 * math.pi) - log_ndtr(-z))
        first, second = w_end * z + w_open * mills, w_end + w_open * mills * (mills - z)
        slope_c, slope_m = ends / c - (first * y).sum(axis=1), first.sum(axis=1)
        cc, cm, mm = ends / c**2 + (second * y**2).sum(axis=1), -(second * y).sum(axis=1), second.sum(axis=1)
        det = cc * mm - cm * cm
        step_c, step_m = (mm * slope_c - cm * slope_m) / det, (cc * slope_m - cm * slope_c) / det
        size = np.minimum(1.0, np.where(step_c < 0.0, 0.9 * c / np.maximum(-step_c, 1e-300), 1.0))
        for _ in range(30):
            better = value(c + size * step_c, m + size * step_m) >= now - 1e-12 * np.abs(now)
            if better.all():
                break
            size = np.where(better, size, 0.5 * size)
        c, m = c + size * step_c, m + size * step_m
        cut = np.minimum(1.0, STEEPEST / c)  # all lengths alike: the likelihood has no top
        c, m = c * cut, m * cut
        now = value(c, m)
        if np.max(np.abs(step_c) / c + np.abs(step_m) / (1.0 + np.abs(m))) < 1e-11:
            break
    return np.where(none, 1.0, 1.0 / c), np.where(none, np.inf, np.exp(m / c))


_MODELS = {"weibull": _fit_weibull, "lognormal": _fit_lognormal}
