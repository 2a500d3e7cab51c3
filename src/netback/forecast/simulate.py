"""What to expect: draws, conditioned on the deadlock, looked ahead, and pooled with the base rate."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

import netback
from netback.case import Case
from netback.case.case import date_and_cites
from netback.case.change import apply_scenario
from netback.case.draws import sample
from netback.case.drivers import UNSEEN, Observed, observe
from netback.dates import month_end, month_name
from netback.errors import NetbackError, SolverError, UsageError, nearest
from netback.forecast.condition import ESS_FLOOR, effective_sample_size, fitted_figures, weights_from_log
from netback.forecast.ensemble import ChunkResult, make_plan, run_chunks, tracked_names
from netback.forecast.pool import hazard_of, pool_hazards, resolved_by, weighted_quantile
from netback.game.base_rates import BaseRate, ReferenceClass, base_rate, read_reference_class
from netback.game.payoffs import veto_holders

__all__ = [
    "Forecast",
    "NothingToForecast",
    "Sensitivity",
    "chain_points",
    "make_forecast",
    "reference_class_of",
]

BAND = (0.1, 0.9)
"""Quantiles of the bands."""


class NothingToForecast(NetbackError):
    """The flow is not stopped on the as-of date."""


@dataclass(frozen=True)
class Sensitivity:
    """How P(resumed within a year) goes with one uncertain number.

    Parameters
    ----------
    path : str
        Name of the number; `@` and a month follow for a dated entry.
    low, high : float
        Bounds, canonical unit.
    p_low, p_high : float
        Inside view among the draws in the lower and upper half of the number's weighted distribution.
    """

    path: str
    low: float
    high: float
    p_low: float
    p_high: float


@dataclass(frozen=True)
class Forecast:
    """A probabilistic forecast of when the flow resumes; keeps its case.

    Parameters
    ----------
    case : Case
        As known on the as-of date, with the scenario if any.
    episode : str
    seed, draws : int
    dates : tuple of datetime.date
        End of each month ahead.
    inside, outside, pooled, low, high : float array, shape (month,)
        P(resumed by the date): the game, the reference class, both; and the pooled band.
    inside_low, inside_high : float array, shape (month,)
    weights : float array, shape (draw,)
    effective_sample_size : float
    result : ChunkResult
        Every draw's curves.
    x : float array, shape (draw, slot)
        The draws.
    base : BaseRate or None
        None where the class is too thin; the pooled view is then the inside view.
    reference_class : ReferenceClass
    fitted : tuple of str
        Reported figures used for conditioning.
    drivers : tuple of Observed
    notices : tuple of str
        What a reader must be told beside the number.
    """

    case: Case
    episode: str
    seed: int
    draws: int
    dates: tuple[dt.date, ...]
    inside: np.ndarray
    outside: np.ndarray
    pooled: np.ndarray
    low: np.ndarray
    high: np.ndarray
    inside_low: np.ndarray
    inside_high: np.ndarray
    weights: np.ndarray
    effective_sample_size: float
    result: ChunkResult
    x: np.ndarray
    base: BaseRate | None
    reference_class: ReferenceClass
    fitted: tuple[str, ...]
    drivers: tuple[Observed, ...]
    notices: tuple[str, ...]

    @property
    def as_of(self) -> dt.date:
        return self.case.as_of

    @property
    def assumptions(self) -> tuple[Any, ...]:
        return self.case.assumptions

    @property
    def elapsed_days(self) -> int:
        """Days since the stoppage began."""
        start = date_and_cites(self.case.file.episodes[self.episode].started)[0].earliest
        return (self.case.as_of - start).days

    def p_by(self, months: int) -> float:
        """Pooled P(resumed) by the end of the month that many months after the as-of month."""
        return float(self.pooled[months])

    @property
    def median_date(self) -> dt.date | None:
        """First month end with a pooled probability of one half; None beyond the horizon."""
        for day, p in zip(self.dates, self.pooled, strict=True):
            if p >= 0.5:
                return day
        return None

    @property
    def monte_carlo_error(self) -> float:
        """Standard error of the inside view a year ahead from the finite number of draws."""
        k = min(12, len(self.dates) - 1)
        p = self.result.resumed_by[:, k]
        mean = float(self.weights @ p)
        return float(np.sqrt(np.square(self.weights) @ np.square(p - mean)))

    def mean(self, values: np.ndarray) -> np.ndarray:
        """Weighted mean over the draws, axis 0."""
        return np.tensordot(self.weights, values, axes=(0, 0))

    def interval(self, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Weighted 10 % and 90 % points over the draws, axis 0."""
        return weighted_quantile(values, self.weights, BAND[0]), weighted_quantile(
            values, self.weights, BAND[1]
        )

    def expected_terms(self) -> dict[str, dict[str, Any]]:
        """Terms nearest to the game's split: mean and band, with the legal range."""
        found: dict[str, dict[str, Any]] = {}
        low, high = self.interval(self.result.terms)
        mean = self.mean(self.result.terms)
        for k, (name, term) in enumerate(self.case.file.terms.items()):
            entry = self.case.entry(f"terms.{name}.range")
            found[name] = {
                "name": term.name, "unit": term.range.unit, "mean": float(mean[k]), "low": float(low[k]),
                "high": float(high[k]), "legal": [entry.low, entry.high],
            }  # fmt: skip
        return found

    def tracked(self, kind: str) -> dict[str, dict[str, Any]]:
        """Flows ("flows", kb/d) or money by party ("money", m USD/month): standstill, deal and expected over time."""
        names = tracked_names(self.case)
        parties = set(self.case.file.parties)
        now, path = self.mean(self.result.now), self.mean(self.result.tracked)
        found = {}
        for q, name in enumerate(names):
            if (name in parties) != (kind == "money"):
                continue
            found[name] = {
                "standstill": float(now[0, q]),
                "deal": float(now[1, q]),
                "expected": {str(self.dates[k]): float(path[k, q]) for k in _horizons(len(self.dates))},
            }
        return found

    def gains(self) -> dict[str, dict[str, float]]:
        """Monthly gain of today's draft deal over standstill by veto holder, m USD: mean, band, share of draws below 0."""
        low, high = self.interval(self.result.gain)
        mean = self.mean(self.result.gain)
        losing = self.mean((self.result.gain < 0).astype(float))
        return {
            p: {
                "mean": float(mean[i]),
                "low": float(low[i]),
                "high": float(high[i]),
                "p_loses": float(losing[i]),
            }
            for i, p in enumerate(veto_holders(self.case, self.case.month))
        }

    def sensitivities(self, most: int = 12) -> list[Sensitivity]:
        """Inputs in force today that go with the largest difference in the inside view a year ahead.

        Draws are split at the input's weighted median. Differences under 4 standard errors are left out: they would be
        noise of the finite number of draws.
        """
        k = min(12, len(self.dates) - 1)
        p = self.result.resumed_by[:, k]
        slots = self.case.slots
        in_force = {
            slots.at(path, self.case.month) for path, e in slots.entries.items() if _begun(e, self.case.month)
        }
        found = []
        for i in slots.uncertain:
            if int(i) not in in_force:
                continue
            values = self.x[:, i]
            upper = values > weighted_quantile(values, self.weights, 0.5)
            halves = []
            for half in (~upper, upper):
                w = self.weights[half]
                if w.sum() < 0.05:
                    break
                w = w / w.sum()
                mean = float(w @ p[half])
                halves.append((mean, float(np.square(w) @ np.square(p[half] - mean))))
            if len(halves) < 2:
                continue
            (low, var_low), (high, var_high) = halves
            if abs(high - low) > 4.0 * np.sqrt(var_low + var_high):
                found.append(
                    Sensitivity(slots.names[i], float(slots.low[i]), float(slots.high[i]), low, high)
                )
        found.sort(key=lambda s: (-abs(s.p_high - s.p_low), s.path))
        return found[:most]

    def to_record(self) -> dict[str, Any]:
        """The forecast as plain data, the same bytes for the same case, seed and version."""
        case = self.case
        return {
            "schema": "netback-forecast/1",
            "case": case.name,
            "title": case.title,
            "illustrative": case.file.illustrative,
            "case_hash": case.hash,
            "as_of": str(case.as_of),
            "scenario": case.scenario,
            "episode": self.episode,
            "elapsed_days": self.elapsed_days,
            "seed": self.seed,
            "draws": self.draws,
            "version": netback.__version__,
            "effective_sample_size": _round(self.effective_sample_size),
            "monte_carlo_error": _round(self.monte_carlo_error),
            "resolution": case.file.resolution.criterion if case.file.resolution else None,
            "p_resumed_by": {
                str(day): {
                    "inside": _round(self.inside[k]),
                    "outside": _round(self.outside[k]),
                    "pooled": _round(self.pooled[k]),
                    "low": _round(self.low[k]),
                    "high": _round(self.high[k]),
                }
                for k, day in enumerate(self.dates)
            },
            "pool_weight_inside": case.number("pool.weight"),
            "median_date": str(self.median_date) if self.median_date else None,
            "expected_terms": _rounded(self.expected_terms()),
            "expected_flows": _rounded(self.tracked("flows")),
            "expected_money": _rounded(self.tracked("money")),
            "gain_of_draft_deal": _rounded(self.gains()),
            "drivers_now": [_driver(o) for o in self.drivers],
            "sensitivity": [_rounded(vars(s)) for s in self.sensitivities()],
            "conditioned_on": {
                "months_without_a_deal": len(make_plan(case, case).past),
                "reported": list(self.fitted),
            },
            "reference_class": _class_record(self.reference_class, self.base),
            "notices": list(self.notices),
            "assumptions": [
                {"path": a.path, "value": a.text, "made_on": str(a.made_on), "note": a.note}
                for a in case.assumptions
            ],
        }


def reference_class_of(case: Case) -> ReferenceClass:
    """The case's reference class as known on its day."""
    settings = case.file.reference_class
    own = case.folder / settings.data if case.folder is not None and settings.data.endswith(".csv") else None
    found = read_reference_class(own if own is not None else settings.data).known_on(case.as_of)
    return found.where(**_typed(settings.where)) if settings.where else found


def _typed(where: Mapping[str, str]) -> dict[str, Any]:
    return {k: int(v) if v.isdigit() else v for k, v in where.items()}


def chain_points(case: Case, draws: int, seed: int) -> np.ndarray:
    """Uniform numbers that place chains not seen lately among their levels, shape (draw, driver)."""
    return np.random.default_rng([seed, 2]).random((draws, len(case.file.drivers)))


def make_forecast(
    case: Case,
    *,
    draws: int = 2000,
    seed: int = 1,
    horizon: int = 36,
    scenario: str | None = None,
    workers: int = 2,
    progress: Callable[[int, int], None] | None = None,
) -> Forecast:
    """Forecast when the flow resumes.

    Parameters
    ----------
    case : Case
        As known on the as-of date: use `case.known_on`.
    draws, seed : int
    horizon : int
        Months ahead to report, at most the case's `game.horizon`.
    scenario : str, optional
        A scenario of the case; the past is conditioned without it, and the same draws are used.
    workers : int
        Threads; changes no byte.
    progress : callable, optional
        Called with (draws done, draws).

    Returns
    -------
    Forecast

    Raises
    ------
    NothingToForecast
        The flow is not stopped on the as-of date.
    UnknownAsOf
        A number is not known yet.
    SolverError
        Too few draws fit what was observed.
    """
    if case.held or case.scenario:
        raise UsageError(
            f"this case already has the scenario {case.scenario or 'with held drivers'} applied, and the past must be judged without "
            f"it: give the plain case and scenario={case.scenario!r}"
        )
    base = case
    _, episode = base.episode()
    if episode.ended is not None and date_and_cites(episode.ended)[0].earliest <= base.as_of:
        raise NothingToForecast(
            f"on {base.as_of} the flow was running: {episode.title} ended on {date_and_cites(episode.ended)[0]}; "
            f"choose an as-of date inside a stoppage"
        )
    if scenario is not None and scenario not in base.file.scenarios:
        hint = nearest(scenario, base.file.scenarios)
        raise UsageError(
            f"{scenario} is not a scenario of {base.name}; it has {', '.join(base.file.scenarios) or 'none'}"
            + (f"; did you mean {hint}?" if hint else "")
        )
    varied = apply_scenario(base, scenario) if scenario else base
    plan = make_plan(base, varied)
    if not 1 <= horizon < plan.ahead:
        raise UsageError(f"the horizon is {horizon} months; it must be 1 to {plan.ahead - 1}")
    x_base = sample(base.slots, draws, seed)
    x = x_base if varied is base else sample(varied.slots, draws, seed, like=base.slots)
    u = chain_points(base, draws, seed)
    result = run_chunks(plan, x_base, x, u, workers=workers, progress=progress)
    weights = weights_from_log(result.log_no_deal + result.log_moves + result.log_fit)
    ess = effective_sample_size(weights)
    if ess < max(2.0, ESS_FLOOR * draws):
        raise SolverError(
            f"only {ess:.1f} of {draws} draws fit what was observed; take more draws (--draws), or widen the bounds of the "
            f"transitions and of game.signing_cost"
        )
    return _assemble(plan.episode, varied, x, result, weights, ess, seed, horizon)


def _assemble(
    episode: str,
    case: Case,
    x: np.ndarray,
    result: ChunkResult,
    weights: np.ndarray,
    ess: float,
    seed: int,
    horizon: int,
) -> Forecast:
    months = horizon + 1
    curves = result.resumed_by[:, :months]
    inside = weights @ curves
    start = date_and_cites(case.file.episodes[episode].started)[0].earliest
    reference = reference_class_of(case)
    notices: list[str] = []
    base: BaseRate | None = None
    rng = np.random.default_rng([seed, 1])
    try:
        base = base_rate(
            reference, (case.as_of - start).days, months, case.file.reference_class.model, seed=seed
        )
    except SolverError as error:
        notices.append(f"no outside view: {error}; the pooled line is the inside view")
    w = case.number("pool.weight")
    if base is None:
        outside, pooled, drawn = np.full(months, np.nan), inside, curves
    else:
        # the first reported month is only partly ahead, as for the game
        share = make_plan(case, case).first_share
        first = 1.0 - (1.0 - base.hazard[0]) ** share
        h_out = np.concatenate([[first], base.hazard[: months - 1]])
        outside = resolved_by(h_out)
        pooled = resolved_by(pool_hazards(hazard_of(inside), h_out, w))
        resample = base.draws[rng.integers(len(base.draws), size=len(weights))]
        h_draw = np.concatenate([1.0 - (1.0 - resample[:, :1]) ** share, resample[:, : months - 1]], axis=1)
        drawn = resolved_by(pool_hazards(np.clip(hazard_of(curves), 1e-6, 1.0), h_draw, w))
    low, high = weighted_quantile(drawn, weights, BAND[0]), weighted_quantile(drawn, weights, BAND[1])
    in_low, in_high = weighted_quantile(curves, weights, BAND[0]), weighted_quantile(curves, weights, BAND[1])
    fitted = tuple(fitted_figures(case))
    year = min(12, months - 1)
    if base is not None and abs(inside[year] - outside[year]) > 0.15:
        notices.append(
            f"inside and outside view part: {inside[year]:.0%} against {outside[year]:.0%} a year ahead"
        )
    worthless = float(weights @ result.flags[:, 0])
    if worthless > 0.05:
        notices.append(
            f"in {worthless:.0%} of the weighted draws a deal is worth nothing jointly at the reference state"
        )
    if case.file.illustrative:
        notices.insert(0, "illustrative: the data of this case are invented")
    notices.append(
        "bands hold the spread of inputs and of the reference class, not yet an error term for the model"
    )
    drivers = tuple(observe(case, d, case.month) for d in case.file.drivers)
    dates = tuple(month_end(case.month + k) for k in range(months))
    return Forecast(
        case, episode, seed, len(weights), dates, inside, outside, pooled, low, high, in_low, in_high, weights, ess, result,
        x, base, reference, fitted, drivers, tuple(notices),
    )  # fmt: skip


def _begun(entries: tuple[tuple[int | None, int], ...], month: int) -> bool:
    return any(begins is None or begins <= month for begins, _ in entries)


def _horizons(months: int) -> list[int]:
    return [k for k in (0, 3, 6, 12, 18, 24, 36, 48) if k < months]


def _driver(o: Observed) -> dict[str, Any]:
    return {
        "driver": o.driver,
        "month": month_name(o.month),
        "level": o.level or None,
        "price_usd_bbl": None if np.isnan(o.price) else o.price,
        "score": None if np.isnan(o.score) else round(o.score, 3),
        "observed_this_month": o.fresh,
        "months_since_seen": None if o.since >= UNSEEN else o.since,
        "statements": list(o.statements),
    }


def _class_record(cls: ReferenceClass, base: BaseRate | None) -> dict[str, Any]:
    record: dict[str, Any] = {"title": cls.title, "population": cls.population, "rows": len(cls.rows)}
    if base is not None:
        record |= {
            "model": base.model, "n": base.n, "ended": base.n_events, "at_risk_at_this_age": base.n_at_risk,
            "notes": list(base.notes),
        }  # fmt: skip
    return record


def _round(value: float) -> float | None:
    return None if not np.isfinite(value) else round(float(value), 6)


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return _round(value)
    if isinstance(value, Mapping):
        return {k: _rounded(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(v) for v in value]
    return value
