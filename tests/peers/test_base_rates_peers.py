"""Kaplan-Meier and censored fits against scipy and lifelines."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

from netback.game.base_rates import (
    ReferenceClass,
    conditional_survival,
    fit,
    kaplan_meier,
    read_reference_class,
)

CLASSES = {
    "all": {},
    "federal": {"federal_subnational_dispute": 1},
    "other": {"federal_subnational_dispute": 0},
    "political": {"cause": "political_dispute"},
}


@pytest.fixture(params=sorted(CLASSES))
def cls(request: pytest.FixtureRequest) -> ReferenceClass:
    return read_reference_class("stoppages").where(**CLASSES[request.param])


def lifelines_module(name: str) -> object:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # lifelines touches pandas names that are on their way out
        return getattr(pytest.importorskip("lifelines"), name)


def fitted(name: str, cls: ReferenceClass) -> object:
    make = lifelines_module(name)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return make().fit(cls.days, cls.ended)  # type: ignore[operator]


def test_kaplan_meier_is_scipy_s(cls: ReferenceClass) -> None:
    stats = pytest.importorskip("scipy.stats")
    data = stats.CensoredData(uncensored=cls.days[cls.ended], right=cls.days[~cls.ended])
    theirs = stats.ecdf(data).sf
    ours = kaplan_meier(cls)
    assert ours.survival == pytest.approx(theirs.evaluate(ours.days), abs=1e-12)


def test_kaplan_meier_and_its_band_are_lifelines_s(cls: ReferenceClass) -> None:
    theirs = fitted("KaplanMeierFitter", cls)
    ours = kaplan_meier(cls)
    assert ours.survival == pytest.approx(theirs.survival_function_at_times(ours.days).to_numpy(), abs=1e-12)  # type: ignore[attr-defined]
    band = theirs.confidence_interval_.loc[ours.days].to_numpy()  # type: ignore[attr-defined]
    inside = ours.survival > 0.0  # at zero lifelines leaves a gap
    assert ours.low[inside] == pytest.approx(band[inside, 0], abs=1e-9)
    assert ours.high[inside] == pytest.approx(band[inside, 1], abs=1e-9)
    if ours.survival.min() <= 0.5:
        assert ours.quantile(0.5) == theirs.median_survival_time_  # type: ignore[attr-defined]


def test_weibull_is_lifelines_s(cls: ReferenceClass) -> None:
    theirs = fitted("WeibullFitter", cls)
    ours = fit(cls, "weibull")
    assert ours.shape == pytest.approx(theirs.rho_, rel=1e-4)  # type: ignore[attr-defined]
    assert ours.scale_days == pytest.approx(theirs.lambda_, rel=1e-4)  # type: ignore[attr-defined]
    assert ours.log_likelihood == pytest.approx(theirs.log_likelihood_, abs=1e-6)  # type: ignore[attr-defined]


def test_lognormal_is_lifelines_s(cls: ReferenceClass) -> None:
    theirs = fitted("LogNormalFitter", cls)
    ours = fit(cls, "lognormal")
    assert ours.shape == pytest.approx(theirs.sigma_, rel=1e-4)  # type: ignore[attr-defined]
    assert np.log(ours.scale_days) == pytest.approx(theirs.mu_, rel=1e-4)  # type: ignore[attr-defined]
    assert ours.log_likelihood == pytest.approx(theirs.log_likelihood_, abs=1e-6)  # type: ignore[attr-defined]


@pytest.mark.parametrize("model", ["weibull", "lognormal"])
def test_no_better_fit_is_found_by_scipy(cls: ReferenceClass, model: str) -> None:
    stats = pytest.importorskip("scipy.stats")
    data = stats.CensoredData(uncensored=cls.days[cls.ended], right=cls.days[~cls.ended])
    family = stats.weibull_min if model == "weibull" else stats.lognorm
    shape, _, scale = family.fit(data, floc=0)
    ours = fit(cls, model)
    theirs = family.logpdf(cls.days[cls.ended], shape, 0, scale).sum()
    theirs += family.logsf(cls.days[~cls.ended], shape, 0, scale).sum()
    assert ours.log_likelihood >= theirs - 1e-9
    assert ours.survival_at([30.0, 365.0, 1000.0]) == pytest.approx(
        family.sf([30.0, 365.0, 1000.0], ours.shape, 0, ours.scale_days), abs=1e-12
    )


def test_conditional_survival_is_lifelines_s() -> None:
    cls = read_reference_class("stoppages")
    theirs = fitted("WeibullFitter", cls)
    at = 730.5 + np.arange(13) * 365.25 / 12
    curve = theirs.survival_function_at_times(at).to_numpy()  # type: ignore[attr-defined]
    ours = conditional_survival(fit(cls), 730.5, 12)
    assert ours == pytest.approx(curve[1:] / curve[0], abs=1e-4)
