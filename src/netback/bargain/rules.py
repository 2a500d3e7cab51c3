"""Every bargaining rule by name. All have one signature: `Situation` (and its `Zopa`) to `Agreement`."""

from __future__ import annotations

from collections.abc import Callable

from netback.bargain.egalitarian import egalitarian
from netback.bargain.kalai_smorodinsky import kalai_smorodinsky
from netback.bargain.nash import nash
from netback.bargain.situation import Agreement, Situation
from netback.bargain.utilitarian import utilitarian
from netback.bargain.zopa import Zopa
from netback.errors import UsageError, nearest

__all__ = ["RULES", "Rule", "find_rule"]

Rule = Callable[[Situation, Zopa | None], Agreement]

RULES: dict[str, Rule] = {
    "nash": nash,
    "kalai_smorodinsky": kalai_smorodinsky,
    "egalitarian": egalitarian,
    "utilitarian": utilitarian,
}


def find_rule(name: str) -> Rule:
    """A rule by its name.

    Raises
    ------
    UsageError
        There is none; the message has the nearest.

    Examples
    --------
    >>> find_rule("nash") is RULES["nash"]
    True
    """
    if name in RULES:
        return RULES[name]
    hint = nearest(name, RULES)
    known = ", ".join(RULES)
    raise UsageError(
        f"{name!r} is not a bargaining rule" + (f"; did you mean {hint}?" if hint else f": {known}")
    )
