"""A case as it stands on one day: the file, what was said, the series, and the numbers they give.

A case is never edited in place. `Case.known_on` gives the case as it could have been written on an earlier day:
statements published later are gone, series end, values fall back to what was known.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import BaseModel

from netback.case.schema import CalendarEntry, CaseFile, Episode
from netback.case.value import Entry, Value
from netback.dates import PartialDate, month_name, month_of, parse_partial
from netback.errors import UnknownAsOf, UsageError, nearest
from netback.evidence import Ledger, Statement

__all__ = ["Assumption", "Case", "Series", "Slots", "date_and_cites", "walk_values"]

_CITED = re.compile(r"^\s*([\d-]+)\s*(?:\[([^\[\]]*)\])?\s*$")

_CHOICES = ("terms.", "scenarios.", "resolution.", "game.", "pool.")
"""Sections whose numbers are choices of whoever wrote the case."""

ZERO, ONE = 0, 1
"""Slots that hold the constants 0 and 1."""


@dataclass(frozen=True)
class Series:
    """A monthly series.

    Parameters
    ----------
    name : str
    months : tuple of int
        Month numbers, ascending.
    values : tuple of float
        In the canonical unit of `unit`.
    published : tuple of datetime.date
        When each value could be known.
    unit : str
    source : str
        Key of the source.
    """

    name: str
    months: tuple[int, ...]
    values: tuple[float, ...]
    published: tuple[dt.date, ...]
    unit: str
    source: str

    def known_on(self, day: dt.date) -> Series:
        """The series without what was published after a day."""
        keep = [i for i, p in enumerate(self.published) if p <= day]
        return replace(
            self,
            months=tuple(self.months[i] for i in keep),
            values=tuple(self.values[i] for i in keep),
            published=tuple(self.published[i] for i in keep),
        )

    def at(self, month: int) -> float | None:
        """Value of a month; None where the series has none."""
        try:
            return self.values[self.months.index(month)]
        except ValueError:
            return None

    def latest(self, month: int) -> float | None:
        """Value of a month, or of the last month before it that has one."""
        found = [v for m, v in zip(self.months, self.values, strict=True) if m <= month]
        return found[-1] if found else None


@dataclass(frozen=True)
class Assumption:
    """A value nobody is cited for.

    Parameters
    ----------
    path : str
        Where it stands in the case.
    text : str
        The value as written.
    made_on : datetime.date
        When it was last thought through.
    note : str
    line : int
        Line of the case file; 0 when unknown.
    """

    path: str
    text: str
    made_on: dt.date
    note: str
    line: int


@dataclass(frozen=True)
class Slots:
    """Every number of a case in one vector, so that a draw is one row.

    Slot 0 holds 0 and slot 1 holds 1; then one slot for each dated entry of each value, sorted by name.

    Parameters
    ----------
    names : tuple of str
        ``path`` or ``path@2025-02``.
    central, low, high : float array, shape (slot,)
        Canonical units.
    distributions : tuple of str
    entries : mapping
        Path to a tuple of (first month or None, slot).
    """

    names: tuple[str, ...]
    central: np.ndarray
    low: np.ndarray
    high: np.ndarray
    distributions: tuple[str, ...]
    entries: Mapping[str, tuple[tuple[int | None, int], ...]]

    @cached_property
    def uncertain(self) -> np.ndarray:
        """Slots whose number is uncertain, shape (uncertain,)."""
        free = np.array([d != "fixed" for d in self.distributions])
        return np.flatnonzero(free & (self.high > self.low))

    def at(self, path: str, month: int) -> int:
        """Slot in force in a month.

        Raises
        ------
        UnknownAsOf
            Nothing was in force or known.
        """
        if path not in self.entries:
            hint = nearest(path, self.entries)
            raise UsageError(
                f"{path} is not a value of this case" + (f"; did you mean {hint}?" if hint else "")
            )
        found = None
        for begins, slot in self.entries[path]:
            if begins is None or begins <= month:
                found = slot
        if found is None:
            raise UnknownAsOf(
                f"{path} has no value in {month_name(month)}: every entry begins later or cites a statement published "
                f"after the as-of date; give it an entry whose statement was known by then"
            )
        return found


def date_and_cites(text: str) -> tuple[PartialDate, tuple[str, ...]]:
    """Split ``2023-03-25 [halt]`` into its date and the statements cited."""
    match = _CITED.match(text)
    if not match:
        raise ValueError(f"{text!r} is not a date with citations")
    cites = tuple(c.strip() for c in (match[2] or "").split(",") if c.strip())
    return parse_partial(match[1]), cites


def walk_values(model: Any, prefix: str = "") -> Iterator[tuple[str, Value]]:
    """Every value of a case file with its dotted path; list items go by their ``id`` if they have one."""
    if isinstance(model, Value):
        yield prefix, model
    elif isinstance(model, BaseModel):
        for name, info in type(model).model_fields.items():
            key = info.alias or name
            yield from walk_values(getattr(model, name), f"{prefix}.{key}" if prefix else key)
    elif isinstance(model, Mapping):
        for key, item in model.items():
            yield from walk_values(item, f"{prefix}.{key}")
    elif isinstance(model, tuple | list):
        for i, item in enumerate(model):
            yield from walk_values(item, f"{prefix}.{getattr(item, 'id', i)}")


def _map_values(model: Any, change: Callable[[str, Value], Value], prefix: str = "") -> Any:
    if isinstance(model, Value):
        return change(prefix, model)
    if isinstance(model, BaseModel):
        update = {}
        for name, info in type(model).model_fields.items():
            key = info.alias or name
            old = getattr(model, name)
            new = _map_values(old, change, f"{prefix}.{key}" if prefix else key)
            if new is not old:
                update[name] = new
        return model.model_copy(update=update) if update else model
    if isinstance(model, Mapping):
        items = {key: _map_values(item, change, f"{prefix}.{key}") for key, item in model.items()}
        return items if any(items[k] is not model[k] for k in model) else model
    if isinstance(model, tuple):
        items_t = tuple(
            _map_values(item, change, f"{prefix}.{getattr(item, 'id', i)}") for i, item in enumerate(model)
        )
        return items_t if any(a is not b for a, b in zip(items_t, model, strict=True)) else model
    return model


def _plain(model: Any) -> Any:
    """A case file as plain data, values as the text in force."""
    if isinstance(model, Value):
        body: Any = {
            (month_name(e.begins) if e.begins is not None else "always"): " ".join(e.text.split())
            for e in model.entries
        }
        if set(body) == {"always"}:
            body = body["always"]
        return {"value": body, "note": model.note} if model.note else body
    if isinstance(model, BaseModel):
        return {
            info.alias or name: _plain(getattr(model, name))
            for name, info in type(model).model_fields.items()
            if getattr(model, name) is not None
        }
    if isinstance(model, Mapping):
        return {key: _plain(item) for key, item in model.items()}
    if isinstance(model, tuple | list):
        return [_plain(item) for item in model]
    return model


@dataclass(frozen=True)
class Case:
    """One stalled export on one day.

    Parameters
    ----------
    file : CaseFile
        What case.yaml says, already cut to what was known on `as_of`.
    ledger : Ledger
        Statements published by `as_of`, and their sources.
    series : mapping of str to Series
    as_of : datetime.date
    folder : Path or None
        Where it was read from.
    places : mapping of str to (line, column)
        Where each path stands in case.yaml.
    held : mapping of str to str
        Drivers held at a level by the scenario in force.
    scenario : str
        Name of the scenario applied; "" for none.
    """

    file: CaseFile
    ledger: Ledger
    series: Mapping[str, Series]
    as_of: dt.date
    folder: Path | None = None
    places: Mapping[str, tuple[int, int]] | None = None
    held: Mapping[str, str] | None = None
    scenario: str = ""

    @property
    def name(self) -> str:
        return self.file.name

    @property
    def title(self) -> str:
        return self.file.title

    @property
    def month(self) -> int:
        """Month number of the as-of date."""
        return month_of(self.as_of)

    @cached_property
    def memo(self) -> dict[Any, Any]:
        """What stages worked out from the case alone, by their own keys, so that chunks of draws share it."""
        return {}

    @cached_property
    def values(self) -> dict[str, Value]:
        """Every value by its dotted path."""
        return dict(walk_values(self.file))

    def value(self, path: str) -> Value:
        """The value at a path.

        Raises
        ------
        UsageError
            There is none; the message has the nearest.
        """
        try:
            return self.values[path]
        except KeyError:
            hint = nearest(path, self.values)
            raise UsageError(
                f"{path} is not a value of {self.name}" + (f"; did you mean {hint}?" if hint else "")
            ) from None

    def entry(self, path: str, month: int | None = None) -> Entry:
        """The entry of a value in force in a month (default: the as-of month).

        Raises
        ------
        UnknownAsOf
            Nothing is known for that month; the message names the statement that is missing.
        """
        value = self.value(path)
        found = value.in_force(self.month if month is None else month)
        if found is None:
            raise UnknownAsOf(self._why_missing(path, month))
        return found

    def number(self, path: str, month: int | None = None) -> float:
        """Central number of a value in force in a month, canonical unit."""
        return self.entry(path, month).central

    def _why_missing(self, path: str, month: int | None) -> str:
        when = month_name(self.month if month is None else month)
        line = self.line(path)
        place = f"case.yaml:{line}: " if line else ""
        return (
            f"{place}{path} has no value for {when} as known on {self.as_of}: every entry either begins later or "
            f"cites a statement published later; give it an entry whose statement was published by then"
        )

    def line(self, path: str) -> int:
        """Line of case.yaml where a path stands; 0 when unknown."""
        return (self.places or {}).get(path, (0, 0))[0]

    @cached_property
    def slots(self) -> Slots:
        """All numbers as one vector."""
        names: list[str] = ["0", "1"]
        rows: list[tuple[float, float, float, str]] = [(0.0, 0.0, 0.0, "fixed"), (1.0, 1.0, 1.0, "fixed")]
        where: dict[str, tuple[tuple[int | None, int], ...]] = {}
        for path in sorted(self.values):
            found: list[tuple[int | None, int]] = []
            for entry in self.values[path].entries:
                found.append((entry.begins, len(names)))
                names.append(path if entry.begins is None else f"{path}@{month_name(entry.begins)}")
                dist = "fixed" if path.startswith(("terms.", "reported.")) else entry.distribution
                rows.append((entry.central, entry.low, entry.high, dist))
            where[path] = tuple(found)
        central, low, high = (np.array([row[k] for row in rows], dtype=float) for k in range(3))
        return Slots(tuple(names), central, low, high, tuple(row[3] for row in rows), where)

    @cached_property
    def assumptions(self) -> tuple[Assumption, ...]:
        """Values in force that cite nobody, sorted by path."""
        made = date_and_cites(self.file.assumptions_made_on)[0].latest
        found = []
        for path, value in sorted(self.values.items()):
            if value.dimension == "flag" or path.startswith(("terms.", "reported.", "scenarios.")):
                continue
            entry = value.in_force(self.month) or (value.entries[0] if value.entries else None)
            if entry is not None and entry.is_assumption and not self._is_default(path):
                found.append(Assumption(path, entry.text, made, value.note, self.line(path)))
        return tuple(found)

    def _is_default(self, path: str) -> bool:
        """Whether the value was not written but comes from the schema."""
        return bool(self.places) and path not in (self.places or {})

    @cached_property
    def cited_share(self) -> tuple[int, int]:
        """(numbers in force with a citation, numbers in force) among those that describe the world.

        Legal ranges of terms, scenarios, the definition of "resumed" and the settings of the game and the pool are choices,
        not claims about the world: they are not counted. Figures under `reported` are, since the model is held to them.
        """
        cited = total = 0
        for path, value in self.values.items():
            if value.dimension == "flag" or path.startswith(_CHOICES) or self._is_default(path):
                continue
            entry = value.in_force(self.month) or (value.entries[0] if value.entries else None)
            if entry is not None:
                total += 1
                cited += bool(entry.cites)
        return cited, total

    @cached_property
    def hash(self) -> str:
        """First 16 hex digits of the SHA-256 of everything the case says on its day."""
        body = {
            "file": _plain(self.file),
            "statements": [s.model_dump(mode="json", exclude_none=True) for s in self.ledger.statements],
            "series": {n: [s.months, s.values, s.unit] for n, s in sorted(self.series.items()) if s.months},
            "as_of": str(self.as_of),
            "held": dict(sorted((self.held or {}).items())),
        }
        text = json.dumps(body, sort_keys=True, ensure_ascii=False, default=str)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def statements(self, ids: tuple[str, ...]) -> list[Statement]:
        """Statements by id, those the ledger holds."""
        return [self.ledger.get(i) for i in ids if i in self.ledger]

    def known_on(self, day: dt.date | str) -> Case:
        """The case as it could have been written on a day.

        Parameters
        ----------
        day : datetime.date or str
            ``2025-04-15``. A later day than the case's own brings nothing back.

        Returns
        -------
        Case
            Statements published later are gone, series end, dated values, episodes and calendar entries that
            rest on them are gone. Values left without an entry raise `UnknownAsOf` when they are asked for.
        """
        if isinstance(day, str):
            day = parse_partial(day).latest
        ledger = self.ledger.known_on(day)

        def known(cites: tuple[str, ...]) -> bool:
            return all(c in ledger for c in cites)

        def cut(path: str, value: Value) -> Value:
            kept = tuple(e for e in value.entries if known(e.cites))
            return value if len(kept) == len(value.entries) else replace(value, entries=kept)

        file: CaseFile = _prune_cites(_map_values(self.file, cut), ledger)
        episodes = {
            k: _cut_episode(e, known) for k, e in file.episodes.items() if known(date_and_cites(e.started)[1])
        }
        calendar = {
            k: _cut_calendar(c, known)
            for k, c in file.calendar.items()
            if known(date_and_cites(c.begins)[1]) and known(tuple(self.file.calendar[k].cites))
        }
        reported = {k: r for k, r in file.reported.items() if r.statement in ledger and r.reported.entries}
        update = {"episodes": episodes, "calendar": calendar, "reported": reported, "as_of": str(day)}
        file = file.model_copy(update=update)
        series = {n: s.known_on(day) for n, s in self.series.items()}
        kept = {s.source for s in series.values() if s.months} & set(self.ledger.sources)
        if not kept <= set(ledger.sources):
            ledger = replace(ledger, sources={**ledger.sources, **{k: self.ledger.sources[k] for k in kept}})
        return replace(self, file=file, ledger=ledger, series=series, as_of=day)

    def episode(self, day: dt.date | None = None) -> tuple[str, Episode]:
        """The stoppage going on at a day (default: as-of), else the last one begun.

        Raises
        ------
        UnknownAsOf
            None had begun.
        """
        day = day or self.as_of
        begun = [
            (date_and_cites(e.started)[0].earliest, name)
            for name, e in self.file.episodes.items()
            if date_and_cites(e.started)[0].earliest <= day
        ]
        if not begun:
            raise UnknownAsOf(
                f"no episode of {self.name} had begun, as known on {day}; add one under `episodes`"
            )
        name = max(begun)[1]
        return name, self.file.episodes[name]

    def halted(self, month: int) -> bool:
        """Whether a stoppage held for the larger part of a month."""
        for e in self.file.episodes.values():
            start = date_and_cites(e.started)[0].earliest
            end = date_and_cites(e.ended)[0].earliest if e.ended else dt.date.max
            middle = dt.date(month // 12, month % 12 + 1, 15)
            if start <= middle < end:
                return True
        return False


def _cut_episode(episode: Episode, known: Callable[[tuple[str, ...]], bool]) -> Episode:
    if episode.ended is None or known(date_and_cites(episode.ended)[1]):
        return episode
    return episode.model_copy(update={"ended": None, "note": ""})  # the note was written after the end


def _cut_calendar(entry: CalendarEntry, known: Callable[[tuple[str, ...]], bool]) -> CalendarEntry:
    if entry.ends is None or known(date_and_cites(entry.ends)[1]):
        return entry
    return entry.model_copy(update={"ends": None})


def _prune_cites(model: Any, ledger: Ledger) -> Any:
    """A model whose `cites` name only statements of the ledger."""
    if isinstance(model, BaseModel):
        update: dict[str, Any] = {}
        for name in type(model).model_fields:
            old = getattr(model, name)
            if name == "cites":
                new: Any = tuple(c for c in old if c in ledger)
            elif name in ("deadline", "assumptions_made_on"):
                new = _known_cites(old, ledger)
            else:
                new = _prune_cites(old, ledger)
            if new is not old and new != old:
                update[name] = new
        return model.model_copy(update=update) if update else model
    if isinstance(model, Mapping):
        items = {key: _prune_cites(item, ledger) for key, item in model.items()}
        return items if any(items[k] is not model[k] for k in model) else model
    if isinstance(model, tuple):
        parts = tuple(_prune_cites(item, ledger) for item in model)
        return parts if any(a is not b for a, b in zip(parts, model, strict=True)) else model
    return model


def _known_cites(text: str, ledger: Ledger) -> str:
    """A date whose citations name only statements of the ledger."""
    date, cites = date_and_cites(text)
    kept = [c for c in cites if c in ledger]
    return text if len(kept) == len(cites) else f"{date} [{', '.join(kept)}]" if kept else str(date)
