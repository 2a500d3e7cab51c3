"""What is wrong in a case, what it rests on, and what nobody is cited for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from netback.case.case import Assumption, Case
from netback.case.load import load_parts
from netback.dates import parse_partial
from netback.errors import CaseError, Problem, UsageError
from netback.evidence import Conflict, conflicts

__all__ = ["CheckResult", "check_case"]


@dataclass(frozen=True)
class CheckResult:
    """Everything `netback check` says about a case.

    Parameters
    ----------
    case : Case or None
        None when there are problems.
    problems, warnings : tuple of Problem
        Sorted by place. Warnings do not stop the work.
    cited : tuple of (int, int)
        (numbers written with a citation, numbers written); (0, 0) without a case.
    assumptions : tuple of Assumption
        Values in force that cite nobody.
    conflicts : tuple of Conflict
        Statements that disagree about the same thing at the same time.
    unknown : tuple of str
        Paths of values of which nothing is known on the day.
    counts : mapping of str to int
        How many parties, fields, nodes, arcs, contracts, terms, drivers, scenarios, statements, sources and series.
    """

    case: Case | None
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    cited: tuple[int, int] = (0, 0)
    assumptions: tuple[Assumption, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    unknown: tuple[str, ...] = ()
    counts: Mapping[str, int] | None = None

    @property
    def ok(self) -> bool:
        """Whether the case can be used."""
        return not self.problems

    @property
    def cited_share(self) -> float | None:
        """Share of the numbers written that cite a statement, 0..1; None when there are none."""
        return self.cited[0] / self.cited[1] if self.cited[1] else None

    def as_record(self) -> dict[str, Any]:
        """The same as plain data, for ``--json``."""
        case = self.case
        return {
            "schema": "netback-check/1",
            "ok": self.ok,
            "case": case.name if case else None,
            "case_hash": case.hash if case else None,
            "as_of": str(case.as_of) if case else None,
            "problems": [p.as_record() for p in self.problems],
            "warnings": [p.as_record() for p in self.warnings],
            "cited": {"with_citation": self.cited[0], "written": self.cited[1], "share": self.cited_share},
            "assumptions": [
                {"path": a.path, "text": a.text, "made_on": str(a.made_on), "note": a.note, "line": a.line}
                for a in self.assumptions
            ],
            "conflicts": [
                {
                    "subject": c.subject,
                    "property": c.property,
                    "unit": c.unit,
                    "low": c.low,
                    "high": c.high,
                    "disjoint": c.disjoint,
                    "statements": list(c.ids),
                }
                for c in self.conflicts
            ],
            "unknown": list(self.unknown),
            "counts": dict(self.counts or {}),
        }


def check_case(where: str | Path, *, as_of: dt.date | str | None = None) -> CheckResult:
    """Check a case without raising for what is wrong in it.

    Parameters
    ----------
    where : str or Path
        As for `netback.case.load.read_case`.
    as_of : datetime.date or str, optional
        Day the case stands at; with it, statements that are cited but missing are warnings.

    Returns
    -------
    CheckResult

    Raises
    ------
    UsageError
        `as_of` is not a date.

    Examples
    --------
    >>> check_case("starter").ok
    True
    """
    if isinstance(as_of, str):
        try:
            as_of = parse_partial(as_of).latest
        except ValueError as error:
            raise UsageError(str(error)) from None
    try:
        loaded = load_parts(where, statements_may_be_missing=as_of is not None)
    except CaseError as error:
        return CheckResult(None, error.problems, ())
    if loaded.errors:
        return CheckResult(None, loaded.errors, loaded.warnings)
    case = loaded.case(as_of)
    network = case.file.network
    counts = {
        "parties": len(case.file.parties),
        "fields": sum(node.kind == "field" for node in network.nodes.values()),
        "nodes": len(network.nodes),
        "arcs": len(network.arcs),
        "contracts": len(case.file.contracts),
        "terms": len(case.file.terms),
        "drivers": len(case.file.drivers),
        "scenarios": len(case.file.scenarios),
        "values": len(case.values),
        "statements": len(case.ledger.statements),
        "sources": len(case.ledger.sources),
        "series": len(case.series),
    }
    return CheckResult(
        case,
        (),
        loaded.warnings,
        case.cited_share,
        case.assumptions,
        tuple(conflicts(case.ledger)),
        tuple(sorted(path for path, value in case.values.items() if not value.entries)),
        counts,
    )
