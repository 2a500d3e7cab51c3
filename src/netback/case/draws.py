"""Draws of the uncertain numbers: scrambled Sobol points through each number's distribution.

The same case, seed and number of draws give the same numbers on any machine and in any chunk. Scenarios share the points
of the case they change, so that differences are not noise.
"""

from __future__ import annotations

import numpy as np

from netback.case.case import Slots
from netback.errors import UsageError

__all__ = ["quantile", "sample"]

_GRID = 1025
_TAIL = 2.5758293035489004
"""Standard normal quantile of 0.995: bounds of ~lognormal hold 99 % before truncation."""


def quantile(u: np.ndarray, low: float, central: float, high: float, distribution: str) -> np.ndarray:
    """Value at a probability.

    Parameters
    ----------
    u : float array
        Probabilities in [0, 1].
    low, central, high : float
        Least, central and greatest value.
    distribution : str
        ``pert`` (Malcolm et al. 1959: Beta with mode at the centre and shape 4), ``uniform``, ``loguniform``,
        ``lognormal`` (median at the centre; on each side the bound is the 0.5 % or 99.5 % point, and values beyond the
        bounds are set to them), ``fixed``.

    Returns
    -------
    float array, shape of `u`

    Examples
    --------
    >>> quantile(np.array([0.0, 0.5, 1.0]), 1.0, 2.0, 3.0, "pert").round(6)
    array([1., 2., 3.])
    """
    u = np.asarray(u, dtype=float)
    if distribution == "fixed" or high <= low:
        return np.full(u.shape, central)
    if distribution == "uniform":
        return low + u * (high - low)
    if distribution == "loguniform":
        return low * (high / low) ** u
    if distribution == "lognormal":
        from scipy.special import ndtri

        z = ndtri(np.clip(u, 1e-12, 1 - 1e-12))
        down, up = np.log(central / low) / _TAIL, np.log(high / central) / _TAIL
        return np.clip(central * np.exp(np.where(z < 0, down, up) * z), low, high)
    if distribution == "pert":
        from scipy.special import betainc

        span = high - low
        a, b = 1 + 4 * (central - low) / span, 1 + 4 * (high - central) / span
        # inverse by table: the grid is fine near both ends, where the distribution function is steep or flat
        grid = 0.5 * (1 - np.cos(np.pi * np.linspace(0.0, 1.0, _GRID)))
        return low + span * np.interp(u, betainc(a, b, grid), grid)
    raise UsageError(f"{distribution} is not a distribution")


def sample(slots: Slots, draws: int, seed: int, like: Slots | None = None) -> np.ndarray:
    """Draw every number of a case.

    Parameters
    ----------
    slots : Slots
    draws : int
        Positive.
    seed : int
    like : Slots, optional
        Slots of the case this one is a scenario of: numbers with the same name get the same points. A number that
        was dated there and is not here gets those of its last entry.

    Returns
    -------
    float array, shape (draw, slot)

    Raises
    ------
    UsageError
        No draws asked for.

    Notes
    -----
    Owen-scrambled Sobol sequence (sobol_1967) of the next power of two, cut to the draws asked for.
    """
    if draws < 1:
        raise UsageError(f"{draws} draws were asked for; at least 1 is needed")
    base = like if like is not None else slots
    u = _sobol(_uncertain(base), draws, np.random.default_rng(seed))
    # a number of its own in the scenario gets points from a second sequence, so that the first stays what it was
    new = [name for name in _uncertain(slots) if name not in u]
    known = {name.split("@")[0]: name for name in u}
    linked = {name: u[known[path]] for name in new if (path := name.split("@")[0]) in known}
    own = [name for name in new if name not in linked]
    u = {**_sobol(own, draws, np.random.default_rng([seed, 3])), **u, **linked}
    x = np.repeat(slots.central[None, :], draws, axis=0)
    for i in slots.uncertain:
        points = u[slots.names[i]]
        x[:, i] = quantile(points, slots.low[i], slots.central[i], slots.high[i], slots.distributions[i])
    return x


def _uncertain(slots: Slots) -> list[str]:
    return [slots.names[i] for i in slots.uncertain]


def _sobol(names: list[str], draws: int, rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Points of each number, shape (draw,)."""
    if not names:
        return {}
    from scipy.stats import qmc

    engine = qmc.Sobol(d=len(names), scramble=True, rng=rng)
    points = engine.random_base2(max(1, int(np.ceil(np.log2(draws)))))[:draws]
    return {name: points[:, k] for k, name in enumerate(names)}
