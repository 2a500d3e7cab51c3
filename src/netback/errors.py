"""What can go wrong, and how it is said.

    NetbackError
    ├── CaseError          one or more problems in the user's input (exit 1)
    ├── UnknownAsOf        something has no value on the as-of date (exit 1)
    ├── UsageError         a command or function was called wrongly (exit 2)
    │   └── ShapeError     array axes disagree
    └── SolverError        a solver refuses to answer (exit 3)
        ├── InfeasibleError
        └── NotConverged

Every problem in a user's file is a `Problem`: where it is, what is wrong, and what to write instead.
`render` is the one place that turns problems into text.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

__all__ = [
    "CaseError",
    "InfeasibleError",
    "NetbackError",
    "NotConverged",
    "Problem",
    "ShapeError",
    "SolverError",
    "UnknownAsOf",
    "UsageError",
    "nearest",
    "render",
]


@dataclass(frozen=True)
class Problem:
    """One thing wrong in one place, with the cure.

    Parameters
    ----------
    file : str
        Path as the user wrote it, or "" when the problem has no file.
    line, column : int
        1-based; 0 when unknown.
    path : str
        Dotted key path, such as ``network.arcs.trunk.capacity``.
    slug : str
        Stable name of the kind of problem, such as ``case/unknown-unit``. Never changes.
    what : str
        What is wrong, with the offending text.
    fix : str
        What to write instead.
    source_line : str
        The line of the file, to show with a caret; "" when unknown.
    width : int
        How many characters of the line to underline.
    severity : str
        "error", or "warning" for what does not stop the work.
    """

    file: str
    line: int
    column: int
    path: str
    slug: str
    what: str
    fix: str = ""
    source_line: str = ""
    width: int = 1
    severity: str = "error"

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        return (self.file, self.line, self.column, self.path, self.what)

    def as_record(self) -> dict[str, Any]:
        """The same problem as plain data, for ``--json``."""
        return {
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "path": self.path,
            "slug": self.slug,
            "what": self.what,
            "fix": self.fix,
            "severity": self.severity,
        }


class NetbackError(Exception):
    """Everything netback raises on purpose."""


class CaseError(NetbackError):
    """Problems in what the user wrote; all of them, sorted by place.

    Parameters
    ----------
    problems : sequence of Problem
        At least one.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(sorted(problems, key=lambda p: p.sort_key))
        super().__init__(render(self.problems))


class UnknownAsOf(NetbackError):
    """A number the case needs had no value yet on the as-of date; the message names the statement missing."""


class UsageError(NetbackError):
    """A command or function was used wrongly."""


class ShapeError(UsageError):
    """Array axes disagree; the message names the axis and both sizes."""


class SolverError(NetbackError):
    """A solver refuses to answer."""


class InfeasibleError(SolverError):
    """No solution satisfies every limit; the message names a smallest set that clashes."""


class NotConverged(SolverError):
    """An iteration did not settle; the message has the residual, the iterations and what to try."""


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word closest to a misspelt one, or "" if none is close.

    Examples
    --------
    >>> nearest("capcity", ["capacity", "tariff"])
    'capacity'
    >>> nearest("zebra", ["capacity", "tariff"])
    ''
    """
    found = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return found[0] if found else ""


def render(problems: Iterable[Problem]) -> str:
    """Problems as text for a person, in the order given.

    Each takes up to four lines: place and fault with the slug, the line of the file, a caret under the
    fault, and what to write instead.
    """
    out: list[str] = []
    for problem in problems:
        out.extend(_render_one(problem))
    return "\n".join(out)


def _render_one(problem: Problem) -> list[str]:
    place = problem.file
    if problem.line:
        place += f":{problem.line}:{problem.column}"
    head = f"{place}: " if place else ""
    if problem.path:
        head += f"{problem.path}: "
    if problem.severity != "error":
        head += f"{problem.severity}: "
    lines = [f"{head}{problem.what}  [{problem.slug}]"]
    if problem.source_line:
        text = problem.source_line.replace("\t", " ")
        start = max(0, problem.column - 61)
        shown = text[start : start + 110]
        label = f"{problem.line:>5} | "
        lines.append(label + shown)
        width = max(1, min(problem.width, len(shown) - (problem.column - 1 - start)))
        lines.append(" " * 5 + " | " + " " * (problem.column - 1 - start) + "^" * width)
    if problem.fix:
        lines.append(f"  write: {problem.fix}")
    return lines
