"""Which cases and ids a desk has, and how short an id may be written."""

from __future__ import annotations

import bisect
from collections.abc import Iterable

from sqlalchemy import select

from netback.desk.database import Row, reading
from netback.desk.store import Desk

__all__ = ["cases_of", "short_ids", "shortest"]

SHORTEST = 8
"""Fewest letters of an id that are shown."""


def cases_of(desk: Desk) -> list[str]:
    """Names of the cases that anything on the desk is for, sorted."""
    with reading(desk.engine) as session:
        return sorted(filter(None, session.execute(select(Row.case).distinct()).scalars()))


def short_ids(desk: Desk, chosen: Iterable[str]) -> dict[str, str]:
    """The shortest beginning of each id that means no other proposal of the whole desk; what is no proposal stays whole."""
    with reading(desk.engine) as session:
        every = sorted(session.execute(select(Row.id)).scalars())
    known = set(every)
    return {key: shortest(key, every) if key in known else key for key in chosen}


def shortest(key: str, every: list[str], least: int = SHORTEST) -> str:
    """The shortest beginning of an id that no other of a sorted list has; the whole id where another goes on from it.

    Examples
    --------
    >>> shortest("pab12cd34-7c1c", ["pab12cd34", "pab12cd34-7c1c", "pb"])
    'pab12cd34-'
    >>> shortest("pab12cd34", ["pab12cd34", "pab12cd34-7c1c", "pb"])
    'pab12cd34'
    """
    at = bisect.bisect_left(every, key)
    near = [every[i] for i in (at - 1, at + 1) if 0 <= i < len(every) and every[i] != key]
    need = least
    for other in near:
        same = next(
            (i for i, (a, b) in enumerate(zip(key, other, strict=False)) if a != b), min(len(key), len(other))
        )
        need = max(need, same + 1)
    return key[:need]
