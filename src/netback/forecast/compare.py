"""Scenarios beside each other on the same draws, so that a difference is not noise.

Every scenario uses the base run's draws, and the weights those draws earned from what has happened: the past is the same
in all of them. So the conditioning is worked out once, and the difference between two scenarios has a far smaller
Monte Carlo error than either.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

import netback
from netback.case import Case
from netback.case.change import apply_scenario
from netback.case.draws import sample
from netback.dates import month_end
from netback.errors import UsageError, nearest
from netback.forecast.ensemble import make_plan, run_chunks
from netback.forecast.pool import hazard_of, pool_hazards, resolved_by
from netback.forecast.simulate import Forecast, _assemble, chain_points, make_forecast
from netback.game.payoffs import veto_holders

__all__ = ["BASE", "HORIZONS", "Comparison", "Difference", "compare_scenarios"]

BASE = "base"
"""Name of the case without a scenario."""

HORIZONS = (3, 6, 12, 24)
"""Months ahead at which scenarios are compared."""

GROUPS = 32
"""Groups of draws left out in turn for the error of the pooled view."""


@dataclass(frozen=True)
class Difference:
    """How far a scenario moves P(resumed) from the base.

    Parameters
    ----------
    months : int
        Ahead of the as-of month; the date is that month's end.
    inside, pooled : float
        Scenario less base.
    inside_error, pooled_error : float
        Standard error of the difference from the finite number of draws.
    """

    months: int
    inside: float
    inside_error: float
    pooled: float
    pooled_error: float


@dataclass(frozen=True)
class Comparison:
    """Scenarios of one case on common random numbers.

    Parameters
    ----------
    names : tuple of str
        `BASE` first.
    forecasts : mapping of str to Forecast
    differences : mapping of str to tuple of Difference
        For each scenario but the base.
    gains : mapping of str to mapping of str to float
        Mean monthly gain of the draft deal over standstill by veto holder, m USD, in each scenario.
    gain_errors : the same
        Standard error of its difference from the base.
    """

    names: tuple[str, ...]
    forecasts: dict[str, Forecast]
    differences: dict[str, tuple[Difference, ...]]
    gains: dict[str, dict[str, float]]
    gain_errors: dict[str, dict[str, float]]

    @property
    def case(self) -> Case:
        """The case without a scenario."""
        return self.forecasts[BASE].case

    def to_record(self) -> dict[str, Any]:
        """The comparison as plain data, the same bytes for the same case, seed and version."""
        base = self.forecasts[BASE]
        case = base.case
        horizons = _horizons(base)
        return {
            "schema": "netback-compare/1",
            "case": case.name,
            "title": case.title,
            "illustrative": case.file.illustrative,
            "case_hash": case.hash,
            "as_of": str(case.as_of),
            "seed": base.seed,
            "draws": base.draws,
            "version": netback.__version__,
            "effective_sample_size": round(base.effective_sample_size, 6),
            "scenarios": {
                name: {
                    "title": case.file.scenarios[name].title if name != BASE else "as things stand",
                    "case_hash": self.forecasts[name].case.hash,
                    "p_resumed_by": {
                        str(month_end(case.month + k)): {
                            "months": k,
                            "inside": _round(self.forecasts[name].inside[k]),
                            "pooled": _round(self.forecasts[name].pooled[k]),
                        }
                        for k in horizons
                    },
                    "difference": {
                        str(month_end(case.month + d.months)): {
                            "months": d.months,
                            "inside": _round(d.inside),
                            "inside_error": _round(d.inside_error),
                            "pooled": _round(d.pooled),
                            "pooled_error": _round(d.pooled_error),
                        }
                        for d in self.differences.get(name, ())
                    },
                    "gain_of_draft_deal_musd_month": {
                        party: {
                            "mean": _round(gain),
                            "change": _round(gain - self.gains[BASE][party]),
                            "change_error": _round(self.gain_errors[name][party]),
                        }
                        for party, gain in self.gains[name].items()
                    },
                }
                for name in self.names
            },
        }


def compare_scenarios(
    case: Case,
    names: Sequence[str],
    *,
    draws: int = 2000,
    seed: int = 1,
    horizon: int = 24,
    workers: int = 2,
    progress: Callable[[int, int], None] | None = None,
) -> Comparison:
    """Paired differences between scenarios and the case as it stands.

    Parameters
    ----------
    case : Case
        As known on the as-of date.
    names : sequence of str
        Scenarios of the case; ``base`` may be among them and always comes first.
    draws, seed, workers : int
        As in `make_forecast`.
    horizon : int
        Months ahead.
    progress : callable, optional
        Called with (draws done, draws), scenarios counted in.

    Returns
    -------
    Comparison
        A scenario's curves are those of ``make_forecast(case, scenario=name)`` with the same draws and seed.

    Raises
    ------
    UsageError
        No such scenario, or none given.
    NothingToForecast, UnknownAsOf, SolverError
        As in `make_forecast`.
    """
    chosen = tuple(dict.fromkeys(n for n in names if n != BASE))
    if not chosen:
        raise UsageError(f"name a scenario to compare with the base: {_known(case)}")
    for name in chosen:
        if name not in case.file.scenarios:
            hint = nearest(name, case.file.scenarios)
            raise UsageError(
                f"{name!r} is not a scenario of {case.name}; "
                + (f"did you mean {hint}?" if hint else _known(case))
            )
    total = draws * (1 + len(chosen))

    def told(before: int) -> Callable[[int, int], None] | None:
        return None if progress is None else lambda done, _: progress(before + done, total)

    case = replace(case, held=None, scenario="") if case.held or case.scenario else case
    base = make_forecast(case, draws=draws, seed=seed, horizon=horizon, workers=workers, progress=told(0))
    forecasts = {BASE: base}
    for k, name in enumerate(chosen, start=1):
        forecasts[name] = _ahead(base, name, horizon, workers, told(draws * k))
    parties = [_veto_holders(f.case) for f in forecasts.values()]
    gains = {
        name: dict(zip(own, f.mean(f.result.gain).tolist(), strict=True))
        for (name, f), own in zip(forecasts.items(), parties, strict=True)
    }
    shared = [p for p in parties[0] if all(p in own for own in parties)]
    errors = {
        name: {
            p: _gain_error(base, f, parties[0].index(p), own.index(p)) if p in shared else float("nan")
            for p in own
        }
        for (name, f), own in zip(forecasts.items(), parties, strict=True)
    }
    differences = {
        name: tuple(_difference(base, forecasts[name], k) for k in _horizons(base)) for name in chosen
    }
    return Comparison((BASE, *chosen), forecasts, differences, _only(gains, shared), _only(errors, shared))


def _veto_holders(case: Case) -> tuple[str, ...]:
    """Veto holders of the case's month."""
    return tuple(veto_holders(case, case.month))


def _only(table: dict[str, dict[str, float]], parties: Sequence[str]) -> dict[str, dict[str, float]]:
    return {name: {p: row[p] for p in parties} for name, row in table.items()}


def _known(case: Case) -> str:
    return f"{case.name} has {', '.join(case.file.scenarios) or 'none'}"


def _horizons(base: Forecast) -> list[int]:
    return [k for k in HORIZONS if k < len(base.dates)]


def _ahead(
    base: Forecast, name: str, horizon: int, workers: int, progress: Callable[[int, int], None] | None
) -> Forecast:
    """The scenario from today on: the past, which is the base's, is not solved again."""
    varied = apply_scenario(base.case, name)
    plan = replace(make_plan(base.case, varied), past=(), exposure=np.ones(0))
    x = sample(varied.slots, base.draws, base.seed, like=base.case.slots)
    u = chain_points(base.case, base.draws, base.seed)
    result = run_chunks(plan, base.x, x, u, workers=workers, progress=progress)
    return _assemble(
        base.episode, varied, x, result, base.weights, base.effective_sample_size, base.seed, horizon
    )


def _difference(base: Forecast, other: Forecast, k: int) -> Difference:
    change = other.result.resumed_by[:, k] - base.result.resumed_by[:, k]
    inside = float(other.inside[k] - base.inside[k])
    error = float(np.sqrt(np.square(base.weights) @ np.square(change - inside)))
    return Difference(
        k, inside, error, float(other.pooled[k] - base.pooled[k]), _pooled_error(base, other, k)
    )


def _gain_error(base: Forecast, other: Forecast, i: int, j: int) -> float:
    change = other.result.gain[:, j] - base.result.gain[:, i]
    return float(np.sqrt(np.square(base.weights) @ np.square(change - base.weights @ change)))


def _pooled_error(base: Forecast, other: Forecast, k: int) -> float:
    """Standard error of the pooled difference: pooling bends, so groups of draws are left out in turn (jackknife)."""
    groups = min(GROUPS, base.draws)
    member = np.arange(base.draws) % groups
    found = []
    for g in range(groups):
        w = np.where(member == g, 0.0, base.weights)
        if w.sum() <= 0:
            continue
        w /= w.sum()
        found.append(_pooled(other, w, k) - _pooled(base, w, k))
    values = np.array(found)
    if len(values) < 2:
        return float("nan")
    return float(np.sqrt((len(values) - 1) / len(values) * np.square(values - values.mean()).sum()))


def _pooled(forecast: Forecast, weights: np.ndarray, k: int) -> float:
    """Pooled view by month k under other weights."""
    inside = weights @ forecast.result.resumed_by[:, : k + 1]
    if forecast.base is None:
        return float(inside[k])
    outside = hazard_of(forecast.outside[: k + 1])
    share = forecast.case.number("pool.weight")
    return float(resolved_by(pool_hazards(hazard_of(inside), outside, share))[k])


def _round(x: float) -> float | None:
    return round(float(x), 6) if np.isfinite(x) else None
