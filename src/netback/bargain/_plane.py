"""Best terms where gains are affine in them: linear programmes, and cutting planes for the Nash rule."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from netback.bargain._lp import maximise

__all__ = ["Plane", "tie_range"]


@dataclass(frozen=True)
class Plane:
    """Gains a + B z of veto holders over a box of scaled terms.

    Parameters
    ----------
    a : float array, shape (veto,)
    B : float array, shape (veto, term)
    lo, hi : float array, shape (term,)
    floor : float
        Least gain of every veto holder in `reach`, `leximin` and `nash`; -inf for none.
    reference : float array, shape (term,)
    """

    a: np.ndarray
    B: np.ndarray
    lo: np.ndarray
    hi: np.ndarray
    floor: float
    reference: np.ndarray

    def at(self, z: np.ndarray) -> np.ndarray:
        return self.a + self.B @ z

    def reach(
        self, c: np.ndarray, floors: np.ndarray | None = None, sum_at_least: float = -np.inf
    ) -> np.ndarray | None:
        """Terms that maximise c·z with gains at or above the floors; None if there are none."""
        rows, right = self._floor_rows(floors, sum_at_least)
        return maximise(c, rows, right, self.lo, self.hi)

    def _floor_rows(
        self, floors: np.ndarray | None, sum_at_least: float = -np.inf
    ) -> tuple[np.ndarray, np.ndarray]:
        floors = np.full(len(self.a), self.floor) if floors is None else floors
        bound = np.isfinite(floors)
        rows, right = -self.B[bound], (self.a - floors)[bound]
        if np.isfinite(sum_at_least):
            rows = np.vstack([rows, -self.B.sum(axis=0)])
            right = np.append(right, self.a.sum() - sum_at_least)
        return rows, right

    def leximin(self, width: np.ndarray, sum_at_least: float = -np.inf) -> np.ndarray | None:
        """Terms that raise the least gain / width as far as it goes, then the next least, and so on.

        Parties of width 0 only keep to the floor. All gains together stay at or above `sum_at_least`.
        """
        n, count = len(self.lo), len(self.a)
        active = width > 0
        if not active.any():
            return self.reach(np.zeros(n))
        floors = np.full(count, self.floor)
        size = 1.0 + float(np.abs(self.a).max()) + float(np.abs(self.B).sum(axis=1).max(initial=0.0))
        slack = 1e-10 * size
        rows, right = self._floor_rows(None, sum_at_least)
        z: np.ndarray | None = None
        while active.any():
            c = np.append(np.zeros(n), 1.0)
            G = np.hstack([-self.B, np.where(active, width, 0.0)[:, None]])
            h = np.where(active, self.a, self.a - floors)
            keep = active | np.isfinite(floors)
            G, h = (
                np.vstack([G[keep], np.hstack([rows, np.zeros((len(rows), 1))])]),
                np.append(h[keep], right),
            )
            y = maximise(c, G, h, np.append(self.lo, -np.inf), np.append(self.hi, np.inf))
            if y is None:
                return z
            z, level = y[:-1], y[-1]
            trial = np.where(active, level * width - slack, floors)
            room = np.full(count, np.inf)
            for i in np.flatnonzero(active):
                best = self.reach(self.B[i], np.maximum(trial, self.floor), sum_at_least)
                room[i] = (float(self.at(best)[i]) if best is not None else level * width[i]) - level * width[
                    i
                ]
            stuck = active & (room <= 10 * slack)
            if not stuck.any():
                stuck = active & (room == room[active].min())
            floors = np.where(stuck, level * width - slack, floors)
            active = active & ~stuck
        return z

    def nash(self, weights: np.ndarray) -> tuple[np.ndarray, float] | None:
        """Terms that maximise the weighted sum of log gains, and a bound on what is still missing.

        The log of each gain is bounded from above by its tangents, more being added around each answer (Kelley's
        cutting planes); Newton steps along the bounds then active finish it. The bound comes from a linear
        programme along the gradient, since the sum is concave. A party that can gain nothing is left out of it.
        """
        n, count = len(self.lo), len(self.a)
        ideal = np.full(count, -np.inf)
        for i in range(count):
            best = self.reach(self.B[i])
            if best is None:
                return None
            ideal[i] = self.at(best)[i]
        least = max(1e-7 * float(ideal.max()), -2 * self.floor if np.isfinite(self.floor) else 0.0)
        can = ideal > max(least, 0.0)
        if not can.any():
            z = self.leximin(np.ones(count))
            return None if z is None else (z, 0.0)
        a, B, w = self.a[can] / ideal[can], self.B[can] / ideal[can, None], weights[can] / weights[can].sum()
        blocked, right = self._floor_rows(np.where(can, -np.inf, self.floor))
        rows = [np.hstack([blocked, np.zeros((len(blocked), len(w)))])]
        rights = [right]
        points = np.stack(
            [np.geomspace(0.5 * share, 1.0, 12) for share in w]
        )  # nobody gets less than its weight
        lo, hi = np.append(self.lo, np.log(0.25 * w)), np.append(self.hi, np.zeros(len(w)))
        found, missing, width = np.zeros(n), np.inf, 0.1
        for _ in range(12):
            for i in range(len(w)):
                block = np.zeros((points.shape[1], n + len(w)))
                block[:, :n] = -B[i] / points[i][:, None]
                block[:, n + i] = 1.0
                rows.append(block)
                rights.append(np.log(points[i]) - 1.0 + a[i] / points[i])
            y = maximise(np.append(np.zeros(n), w), np.vstack(rows), np.concatenate(rights), lo, hi)
            if y is None:
                break
            z = _newton(a, B, w, y[:n], self.lo, self.hi, blocked)
            slope = (w / (a + B @ z)) @ B
            top = self.reach(slope)
            gap = np.inf if top is None else float(slope @ (top - z))
            if gap < missing:
                found, missing = z, gap
            if missing <= 1e-12:
                break
            near = (a + B @ z)[:, None] * (1.0 + width * np.array([-1.0, -0.5, 0.0, 0.5, 1.0]))
            points = np.clip(near, 0.25 * w[:, None], 1.0)
            width /= 5.0
        if not np.isfinite(missing):
            lowest = self.leximin(np.ones(count))
            return None if lowest is None else (lowest, np.inf)
        return found, max(missing, 0.0)

    def closest(self, gains: np.ndarray, slack: float) -> np.ndarray | None:
        """Terms nearest the reference (sum of scaled distances) that give at least these gains."""
        n = len(self.lo)
        eye = np.eye(n)
        G = np.vstack(
            [np.hstack([-self.B, np.zeros_like(self.B)]), np.hstack([eye, -eye]), np.hstack([-eye, -eye])]
        )
        h = np.concatenate([self.a - gains + slack, self.reference, -self.reference])
        y = maximise(
            np.append(np.zeros(n), -np.ones(n)),
            G,
            h,
            np.append(self.lo, np.zeros(n)),
            np.append(self.hi, np.full(n, np.inf)),
        )
        return None if y is None else y[:n]


def _newton(
    a: np.ndarray,
    B: np.ndarray,
    w: np.ndarray,
    z: np.ndarray,
    lo: np.ndarray,
    hi: np.ndarray,
    blocked: np.ndarray,
) -> np.ndarray:
    """Newton steps for sum w log(a + B z) along the bounds that hold, never out of the box and never downhill."""
    gain = a + B @ z
    if gain.min() <= 0:
        return z
    for _ in range(20):
        slope = (w / gain) @ B
        held = ((z <= lo + 1e-9) & (slope <= 0)) | ((z >= hi - 1e-9) & (slope >= 0))
        free = np.flatnonzero(~held)
        if not free.size:
            return z
        # directions that leave the parties that can gain nothing where they are
        span = np.eye(free.size)
        if len(blocked):
            _, s, vt = np.linalg.svd(blocked[:, free])
            span = vt[int((s > 1e-9 * max(1.0, s.max(initial=0.0))).sum()) :].T
        C = (np.sqrt(w) / gain)[:, None] * B[:, free] @ span
        step = np.zeros_like(z)
        step[free] = span @ np.linalg.lstsq(C, np.sqrt(w), rcond=1e-10)[0]
        with np.errstate(divide="ignore", invalid="ignore"):
            room = np.where(step > 0, (hi - z) / step, np.where(step < 0, (lo - z) / step, np.inf))
        length = min(1.0, float(room[free].min(initial=1.0)))
        value = float(w @ np.log(gain))
        for _ in range(30):
            trial = np.clip(z + length * step, lo, hi)
            new = a + B @ trial
            if new.min() > 0 and float(w @ np.log(new)) >= value:
                break
            length /= 2
        else:
            return z
        moved = float(np.abs(trial - z).max())
        z, gain = trial, new
        if moved < 1e-14:
            return z
    return z


def tie_range(plane: Plane, gains: np.ndarray, slack: float) -> np.ndarray:
    """Least and greatest scaled value of each term that give at least these gains, shape (term, 2)."""
    n = len(plane.lo)
    found = np.zeros((n, 2))
    for j in range(n):
        for side, sign in enumerate((-1.0, 1.0)):
            z = plane.reach(sign * np.eye(n)[j], gains - slack)
            found[j, side] = np.nan if z is None else z[j]
    return found
