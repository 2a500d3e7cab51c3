"""The arithmetic of a waterfall on plain arrays; no labels, no case."""

from __future__ import annotations

import numpy as np

__all__ = ["level_payment", "monthly_discount", "stream_step"]


def monthly_discount(yearly_rate: np.ndarray) -> np.ndarray:
    """Worth today of one USD a month from now, (1 + r)^(-1/12).

    Parameters
    ----------
    yearly_rate : float array
        Shares a year, above -1.

    Returns
    -------
    float array
        Of the same shape.
    """
    return (1.0 + yearly_rate) ** (-1.0 / 12.0)


def level_payment(
    amount: np.ndarray, balance: np.ndarray, probability: np.ndarray, beta: np.ndarray, horizon: np.ndarray
) -> np.ndarray:
    """The level payment over a horizon that is worth as much as paying off a debt.

    In expectation p·A a month is paid until the balance B is gone, which takes n = B / (p·A) months. With a
    monthly discount factor b and a horizon of H months the level payment is

        L = p·A (1 - b^min(n, H)) / (1 - b^H),      p·A min(n, H) / H when b = 1.            (eq. 1)

    Parameters
    ----------
    amount, balance : float array
        A, m USD a month, and B, m USD. Either at or below 0 pays nothing.
    probability : float array
        p, 0..1.
    beta : float array
        b, of the payee, above 0.
    horizon : float array
        H, months, above 0.

    Returns
    -------
    float array
        m USD a month, in the broadcast shape.
    """
    rate = probability * amount
    paying = (rate > 0) & (balance > 0)
    safe = np.where(paying, rate, 1.0)
    months = np.minimum(np.where(paying, balance / safe, 0.0), horizon)
    log_beta = np.log(beta)
    flat = np.abs(log_beta) < 1e-12
    log_safe = np.where(flat, -1.0, log_beta)
    share = np.where(flat, months / horizon, np.expm1(months * log_safe) / np.expm1(horizon * log_safe))
    return np.where(paying, rate * share, 0.0)


def stream_step(due: np.ndarray, room: np.ndarray, probability: np.ndarray) -> np.ndarray:
    """What a stream pays of what is due: at most what is left, times the chance that it is paid.

    Parameters
    ----------
    due : float array
        m USD a month. A negative amount due is money put into the stream.
    room : float array
        What the step may take, m USD a month; below 0 counts as 0.
    probability : float array
        0..1.

    Returns
    -------
    float array
        m USD a month.
    """
    return probability * np.minimum(due, np.maximum(room, 0.0))
