"""What a case's parts say about each other: every name that is used must exist, every path must lead to a value.

`check_links` runs the checks: on the network and the contracts (`wiring`), on what moves (`moves`), and here on numbers and
citations.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from netback.case.case import Series, date_and_cites, walk_values
from netback.case.schema import CaseFile, Node
from netback.case.text import YamlText
from netback.case.value import Entry, Value, ValueProblem
from netback.dates import PartialDate, month_name
from netback.errors import Problem, nearest
from netback.evidence import Ledger

__all__ = ["DATE_FIELDS", "OUTSIDE", "Links", "check_links", "check_numbers"]

OUTSIDE = "outside"
"""Payee that is always there: suppliers, traders and everyone else."""

DATE_FIELDS = frozenset({"as_of", "assumptions_made_on", "begins", "ends", "started", "ended", "deadline"})
"""Fields that hold a date with citations."""

_YEARS = (1900, 2200)


@dataclass
class Links:
    """A case file, all that it may name, and the problems found so far."""

    file: CaseFile
    text: YamlText
    ledger: Ledger | None
    series: Mapping[str, Series]
    folder: Path
    prefix: str
    problems: list[Problem] = field(default_factory=list)
    _dates: dict[str, tuple[PartialDate, tuple[str, ...]] | None] = field(default_factory=dict)

    @cached_property
    def values(self) -> dict[str, Value]:
        found: dict[str, Value] = {}
        for path, value in walk_values(self.file):
            found.setdefault(path, value)
        return found

    @cached_property
    def parties(self) -> tuple[str, ...]:
        return (*self.file.parties, OUTSIDE)

    @property
    def nodes(self) -> Mapping[str, Node]:
        return self.file.network.nodes

    def of_kind(self, kind: str) -> list[str]:
        """Nodes of one kind."""
        return [name for name, node in self.nodes.items() if node.kind == kind]

    def add(self, path: str, slug: str, what: str, fix: str = "", **more: Any) -> None:
        """Note a problem."""
        self.problems.append(self.text.problem(path, slug, what, fix, **more))

    def warn(self, path: str, slug: str, what: str, fix: str = "", **more: Any) -> None:
        """Note what does not stop the work."""
        self.add(path, slug, what, fix, severity="warning", **more)

    def must_be(
        self, path: str, slug: str, name: str | None, known: Collection[str], noun: str, **more: Any
    ) -> bool:
        """Note a problem unless a name is known; None is fine."""
        if name is None:
            return False
        if name in known:
            return True
        hint = nearest(name, known)
        listed = ", ".join(list(known)[:8]) + (", ..." if len(known) > 8 else "")
        self.add(
            path,
            slug,
            f"{name!r} is not {noun}",
            hint or (f"one of {listed}" if known else f"{noun}, defined first"),
            **more,
        )
        return False

    def value_problem(self, path: str, problem: ValueProblem) -> None:
        """Note a fault inside the text of a value."""
        self.add(path, problem.slug, problem.what, problem.fix, offset=problem.offset, width=problem.width)

    def date(self, path: str, text: str) -> PartialDate | None:
        """The date written at a path; a fault in it is noted once."""
        found = self.date_and_cites(path, text)
        return found[0] if found else None

    def date_and_cites(self, path: str, text: str) -> tuple[PartialDate, tuple[str, ...]] | None:
        """The date written at a path and the statements cited."""
        if path not in self._dates:
            try:
                self._dates[path] = date_and_cites(text)
            except ValueError:
                self._dates[path] = None
                self.add(
                    path,
                    "case/bad-date",
                    f"{text!r} is not a date with citations",
                    "2023-03-25 [statement_id]",
                )
        found = self._dates[path]
        if found and not _YEARS[0] <= found[0].year <= _YEARS[1]:
            self.add(path, "case/bad-date", f"the year {found[0].year} cannot be meant",
                     f"a year from {_YEARS[0]} to {_YEARS[1]}")  # fmt: skip
            self._dates[path] = None
        return found

    def entry_path(self, path: str, entry: Entry) -> str:
        """Where one dated entry of a value stands."""
        if f"{path}.value" in self.text.places:
            path = f"{path}.value"
        if entry.begins is None:
            return path
        heads = [
            f"{path}.{month_name(entry.begins)}",
            *(p for p in self.text.places if p.startswith(f"{path}.")),
        ]
        for head in heads:
            if head in self.text.places and head[len(path) + 1 :].startswith(month_name(entry.begins)):
                return head
        year = f"{path}.{month_name(entry.begins)[:4]}"
        return year if year in self.text.places else path


def check_links(
    file: CaseFile,
    text: YamlText,
    ledger: Ledger | None,
    series: Mapping[str, Series],
    folder: Path,
    prefix: str,
    *,
    statements_may_be_missing: bool = False,
) -> list[Problem]:
    """Check everything that one part of a case says about another.

    Parameters
    ----------
    file : CaseFile
        Valid field by field.
    text : YamlText
        For the places.
    ledger : Ledger or None
        None when it could not be read: citations are then not checked.
    series : mapping of str to Series
        Those without a problem.
    folder : Path
    prefix : str
        The folder as the user wrote it.
    statements_may_be_missing : bool
        Statements that are cited but not in the ledger are warnings.

    Returns
    -------
    list of Problem
        Errors and warnings, in no order.
    """
    from netback.case.moves import MOVES
    from netback.case.wiring import WIRING

    links = Links(file, text, ledger, series, folder, prefix)
    checks: tuple[Callable[[Links], None], ...] = (
        *WIRING,
        _ranges,
        *MOVES,
    )
    for check in checks:
        check(links)
    _citations(links, "warning" if statements_may_be_missing else "error")
    return links.problems


def check_numbers(links: Links) -> None:
    """Check what numbers alone can break: ranges, and chances that add up to more than 1."""
    from netback.case.moves import check_transitions

    _ranges(links)
    check_transitions(links)


_RANGES: tuple[tuple[str, float, float, str], ...] = (
    (r"^network\.arcs\.[^.]+\.loss$", 0, 1, "0 to 1"),
    (r"^network\.(nodes|arcs)\.[^.]+\.capacity$", 0, 1e9, "0 or more"),
    (r"^network\.limits\.[^.]+\.cap$", 0, 1e9, "0 or more"),
    (r"^network\.nodes\..*\.volume$", 0, 1e9, "0 or more"),
    (r"\.collection\.probability$", 0, 1, "0 to 1"),
    (r"\.collection\.delay$", 0, 1200, "0 or more"),
    (r"\.collection\.owed$", 0, 1, "0 to 1"),
    (r"^contracts\..*\.cap$", 0, 1, "0 to 1"),
    (r"^parties\.[^.]+\.(weight|signing_cost_share)$", 0, 1e9, "0 or more"),
    (r"^parties\.[^.]+\.discount$", -0.5, 10, "-50 to 1000 %/year"),
    (r"^drivers\.[^.]+\.half_life$", 1e-3, 1200, "more than 0 months"),
    (r"^drivers\.[^.]+\.volatility$", 0, 10, "0 or more"),
    (r"^drivers\.[^.]+\.mean$", 1e-9, 1e9, "more than 0"),
    (r"^drivers\.[^.]+\.transition\.", 0, 1, "0 to 1 a month"),
    (r"\.effects\.\d+\.times$", 0, 1e6, "0 or more"),
    (r"^restart\.(lag|ramp)$", 0, 1200, "0 or more"),
    (r"^restart\.relapse$", 0, 1, "0 to 1 a month"),
    (r"^game\.rounds$", 0, 1, "0 to 1 a month"),
    (r"^game\.(signing_cost|noise)$", 0, 1e9, "0 or more"),
    (r"^game\.horizon$", 1, 600, "1 to 600 months"),
    (r"^pool\.weight$", 0, 1, "0 to 1"),
)  # fmt: skip


def _ranges(links: Links) -> None:
    for path, value in links.values.items():
        for pattern, low, high, words in _RANGES:
            if not re.search(pattern, path):
                continue
            for entry in value.entries:
                if entry.low < low - 1e-12 or entry.high > high + 1e-12:
                    links.add(
                        links.entry_path(path, entry),
                        "case/out-of-range",
                        f"{entry.text!r} is out of range",
                        words,
                    )
    for name, contract in links.file.contracts.items():
        for step in contract.steps:
            shares = step.amount.dimension == "share"
            for entry in step.amount.entries if shares else ():
                if entry.low < 0 or entry.high > 1:
                    path = links.entry_path(f"contracts.{name}.steps.{step.id}.amount", entry)
                    links.add(
                        path,
                        "case/out-of-range",
                        f"{entry.text!r} is out of range",
                        "a share from 0 to 1, or 0 to 100 %",
                    )


def _cited(links: Links) -> Iterator[tuple[str, tuple[str, ...]]]:
    """(path, statements cited there) of the whole file."""
    for path, value in links.values.items():
        for entry in value.entries:
            yield links.entry_path(path, entry), entry.cites

    def walk(model: Any, prefix: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        if isinstance(model, BaseModel):
            for name, info in type(model).model_fields.items():
                path = f"{prefix}.{info.alias or name}" if prefix else info.alias or name
                item = getattr(model, name)
                if name == "cites":
                    for i, cite in enumerate(item):
                        yield f"{path}.{i}", (cite,)
                elif name in DATE_FIELDS and isinstance(item, str):
                    found = links.date_and_cites(path, item)
                    yield path, found[1] if found else ()
                else:
                    yield from walk(item, path)
        elif isinstance(model, Mapping):
            for key, item in model.items():
                yield from walk(item, f"{prefix}.{key}")
        elif isinstance(model, tuple):
            for i, item in enumerate(model):
                yield from walk(item, f"{prefix}.{i}")

    yield from walk(links.file, "")
    for name, item in links.file.reported.items():
        yield f"reported.{name}.statement", (item.statement,)


def _citations(links: Links, severity: str) -> None:
    if links.ledger is None:
        return
    known: list[str] = []
    for path, cites in _cited(links):
        for cite in cites:
            if cite in links.ledger:
                continue
            known = known or [s.id for s in links.ledger.statements]
            hint = nearest(cite, known)
            line, column = links.text.places.get(path, (0, 0))
            shown = links.text.lines[line - 1] if line else ""
            offset = shown.find(cite, column - 1) - column + 1 if line else -1
            shift = links.text.shifts.get(path, 0)
            links.add(path, "case/unknown-statement", f"no statement of the ledger has the id {cite!r}",
                      hint or "a statement in statements.jsonl, or no citation: the value is then listed as an assumption",
                      severity=severity, width=len(cite), offset=offset - max(shift, 0) if offset >= 0 else None)  # fmt: skip
