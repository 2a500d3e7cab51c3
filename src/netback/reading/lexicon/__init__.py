"""The verbs of the trade: which words report which type of event.

An entry is a verb, what must follow it, and the PLOVER type and mode it reports. Definitions are our own; the names of the
types are PLOVER's. `CLAIM` is mostly not here: what is merely said is sorted by `claims`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from netback.reading.lexicon import (
    material_conflict,
    material_cooperation,
    verbal_conflict,
    verbal_cooperation,
)
from netback.reading.lexicon.entry import FLOW, TALKS, Verb
from netback.reading.lexicon.forms import VerbForm, inflections

__all__ = ["FLOW", "TALKS", "Verb", "VerbForm", "compiled", "entries", "forms"]


@lru_cache(maxsize=1)
def entries() -> dict[str, tuple[Verb, ...]]:
    """Entries by lemma, best rank first; their patterns are compiled when first asked for."""
    by_lemma: dict[str, list[Verb]] = {}
    for quad in (verbal_cooperation, material_cooperation, verbal_conflict, material_conflict):
        for verb in quad.verbs():
            by_lemma.setdefault(verb.lemma, []).append(verb)
    return {lemma: tuple(sorted(found, key=lambda v: -v.rank)) for lemma, found in by_lemma.items()}


@lru_cache(maxsize=4096)
def compiled(pattern: str, ignore: bool = False) -> re.Pattern[str]:
    """A pattern of an entry, compiled once."""
    return re.compile(pattern, re.I if ignore else 0)


@lru_cache(maxsize=1)
def forms() -> dict[str, tuple[VerbForm, ...]]:
    """Every form of every verb known here, in small letters."""
    return inflections(entries())
