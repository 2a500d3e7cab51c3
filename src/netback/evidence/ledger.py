"""Everything said about a case, in order of id, with its sources."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from netback.dates import parse_date
from netback.errors import CaseError, Problem, nearest
from netback.evidence.statement import Source, Statement

__all__ = ["Ledger"]


@dataclass(frozen=True)
class Ledger:
    """Statements and the sources they cite. Frozen: every change is a new ledger.

    Parameters
    ----------
    statements : iterable of Statement
        Kept sorted by id.
    sources : mapping of str to Source
        By key; kept sorted. Every statement's source must be there.
    warnings : tuple of Problem
        What the reader should look at, though nothing is wrong enough to stop.

    Raises
    ------
    CaseError
        Two statements share an id, or a statement cites a source that is not there.
    """

    statements: tuple[Statement, ...]
    sources: Mapping[str, Source] = field(default_factory=dict)
    warnings: tuple[Problem, ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        ordered = tuple(sorted(self.statements, key=lambda s: s.id))
        object.__setattr__(self, "statements", ordered)
        object.__setattr__(self, "sources", {k: self.sources[k] for k in sorted(self.sources)})
        problems = [
            Problem(
                "", 0, 0, a.id, "evidence/duplicate-id", f"two statements have the id {a.id!r}", "one id each"
            )
            for a, b in pairwise(ordered)
            if a.id == b.id
        ]
        problems += [unknown_source(s, self.sources) for s in ordered if s.source not in self.sources]
        if problems:
            raise CaseError(problems)

    def __len__(self) -> int:
        return len(self.statements)

    def __iter__(self) -> Iterator[Statement]:
        return iter(self.statements)

    def __contains__(self, key: object) -> bool:
        return key in self._by_id

    @cached_property
    def _by_id(self) -> dict[str, Statement]:
        return {s.id: s for s in self.statements}

    @cached_property
    def _by_subject(self) -> dict[str, tuple[Statement, ...]]:
        found: dict[str, list[Statement]] = {}
        for s in self.statements:
            if s.subject is not None:
                found.setdefault(s.subject, []).append(s)
        return {subject: tuple(group) for subject, group in found.items()}

    def get(self, key: str) -> Statement:
        """The statement with an id.

        Raises
        ------
        CaseError
            There is none; the message names the nearest id.
        """
        if key not in self._by_id:
            close = nearest(key, self._by_id)
            raise CaseError(
                [Problem("", 0, 0, key, "evidence/unknown-id", f"no statement has the id {key!r}", close)]
            )
        return self._by_id[key]

    def source_of(self, statement: Statement) -> Source:
        """The source a statement cites."""
        return self.sources[statement.source]

    def by_subject(self, subject: str, prop: str | None = None) -> tuple[Statement, ...]:
        """Statements about a subject, in order of id; of one property when it is given."""
        return tuple(s for s in self._by_subject.get(subject, ()) if prop is None or s.property == prop)

    def known_on(self, day: dt.date | str) -> Ledger:
        """The ledger as it could have been written on a day.

        Parameters
        ----------
        day : datetime.date or str
            ``2025-04-11``.

        Returns
        -------
        Ledger
            Without statements published later, without sources nothing cites any more, with the outcome of claims
            open until the day it was known, and without links to statements that are gone. A ledger from which
            somebody deleted every later line gives the same, byte for byte when written.
        """
        day = parse_date(day) if isinstance(day, str) else day
        kept = [s for s in self.statements if s.published_on <= day]
        ids = {s.id for s in kept}
        known = tuple(_redacted(s, ids, day) for s in kept)
        cited = {s.source for s in known}
        return Ledger(known, {k: v for k, v in self.sources.items() if k in cited})

    def merge(self, other: Ledger) -> Ledger:
        """Both ledgers as one.

        Raises
        ------
        CaseError
            The same id or source key stands for different content in the two; all such are listed.
        """
        problems = [
            Problem(
                "",
                0,
                0,
                s.id,
                "evidence/clash",
                f"{s.id!r} says different things in the two ledgers",
                "another id for one of them",
            )
            for s in other.statements
            if s.id in self._by_id and self._by_id[s.id] != s
        ]
        problems += [
            Problem(
                "",
                0,
                0,
                key,
                "evidence/clash",
                f"the source {key!r} differs between the two ledgers",
                "another key for one of them",
            )
            for key, source in other.sources.items()
            if key in self.sources and self.sources[key] != source
        ]
        if problems:
            raise CaseError(problems)
        return Ledger(
            tuple({**self._by_id, **other._by_id}.values()),
            {**self.sources, **other.sources},
            self.warnings + other.warnings,
        )

    def to_csv(self, folder: str | Path) -> None:
        """Write ``statements.csv`` and ``sources.csv`` for a spreadsheet; `from_csv` reads them back the same.

        Lists and nested fields are JSON text in their cell. A cell a spreadsheet would take for a formula gets an
        apostrophe in front.
        """
        from netback.evidence.sheets import write_sheets

        write_sheets(self, Path(folder))

    @classmethod
    def from_csv(cls, folder: str | Path) -> Ledger:
        """Read what `to_csv` wrote.

        Raises
        ------
        CaseError
            Every problem of both files.
        """
        from netback.evidence.sheets import read_sheets

        return read_sheets(Path(folder))


def unknown_source(statement: Statement, sources: Iterable[str]) -> Problem:
    """The problem of a statement whose source is not there."""
    what = f"the source {statement.source!r} is not in sources.yaml"
    fix = nearest(statement.source, sources) or f"an entry {statement.source} in sources.yaml"
    return Problem("", 0, 0, f"{statement.id}.source", "evidence/unknown-source", what, fix)


def _redacted(statement: Statement, known: set[str], day: dt.date) -> Statement:
    update: dict[str, object] = {}
    if statement.same_as is not None and statement.same_as not in known:
        update["same_as"] = None
    if statement.claim is not None and statement.claim.known_on(day) is not statement.claim:
        update["claim"] = statement.claim.known_on(day)
    return statement.model_copy(update=update) if update else statement
