"""What accepted contacts do to a case's pressure drivers: score and level before and after, and the statements behind."""

from __future__ import annotations

from dataclasses import dataclass

from netback.case.case import Case
from netback.case.drivers import observe
from netback.case.schema import PressureDriver
from netback.dates import month_name

__all__ = ["Move", "pressure_moves"]


@dataclass(frozen=True)
class Move:
    """A pressure driver in one month, in two states of a case.

    Parameters
    ----------
    driver, month : str
    score_before, score_after : float
        Weighted count of contacts.
    level_before, level_after : str
    statements : tuple of str
        What the score after rests on, heaviest first.
    """

    driver: str
    month: str
    score_before: float
    score_after: float
    level_before: str
    level_after: str
    statements: tuple[str, ...]

    @property
    def moved(self) -> bool:
        """Whether the score is another."""
        return abs(self.score_after - self.score_before) > 1e-12


def pressure_moves(before: Case, after: Case, month: int | None = None) -> list[Move]:
    """Every pressure driver of a case before and after something was accepted.

    Parameters
    ----------
    before, after : Case
        The same case on the same day.
    month : int, optional
        Default: the as-of month.
    """
    when = before.month if month is None else month
    found = []
    for name, driver in after.file.drivers.items():
        if not isinstance(driver, PressureDriver) or name not in before.file.drivers:
            continue
        a, b = observe(before, name, when), observe(after, name, when)
        found.append(Move(name, month_name(when), a.score, b.score, a.level, b.level, b.statements))
    return found
