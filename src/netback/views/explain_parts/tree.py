"""The tree an explanation is, and the walk that grows it: no loop, no more steps than asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from netback.views.tables import clean

if TYPE_CHECKING:
    from netback.case import Case
    from netback.flows import Flows
    from netback.forecast import Forecast
    from netback.money.revenue import Money

__all__ = ["Explanation", "Make", "Node", "Walk", "made"]

MOST_NODES = 1500
"""Nodes of one tree; what would come after is named, not drawn."""


@dataclass(frozen=True)
class Node:
    """One step between a number and its quotes.

    Parameters
    ----------
    kind : str
        ``value``, ``statement``, ``source``, ``flow``, ``price``, ``payment``, ``party``, ``stream``, ``driver``,
        ``term``, ``forecast``, ``other`` (a statement not chosen), ``group``, ``again`` (shown above) or ``more``.
    id : str
        What to ask `explain` for.
    title : str
        Its name for a reader.
    text : str
        Its number with unit, as text.
    number, low, high : float or None
        The same in the canonical unit.
    unit : str
    equation : str
        How it follows from what stands below it, in words or with the numbers.
    place : str
        File and line.
    facts : tuple of (str, str)
        What else is known, in order: label and text.
    data : mapping
        The record behind it: of a statement and its source.
    """

    kind: str
    id: str
    title: str
    text: str = ""
    number: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str = ""
    equation: str = ""
    place: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    data: dict[str, Any] = field(default_factory=dict)

    def to_record(self) -> dict[str, Any]:
        """The node as plain data."""
        return {
            "kind": self.kind,
            "id": self.id,
            "title": self.title,
            "text": self.text,
            "number": self.number,
            "low": self.low,
            "high": self.high,
            "unit": self.unit,
            "equation": self.equation,
            "place": self.place,
            "facts": [{"label": label, "text": text} for label, text in self.facts],
            "data": self.data,
        }


@dataclass(frozen=True)
class Explanation:
    """A number, and what it follows from.

    Parameters
    ----------
    node : Node
    children : tuple of Explanation
        Its inputs, or the statements it rests on.
    """

    node: Node
    children: tuple[Explanation, ...] = ()

    def to_record(self) -> dict[str, Any]:
        """The tree as plain data; `inputs` holds the children."""
        return self.node.to_record() | {"inputs": [c.to_record() for c in self.children]}

    def to_text(self, indent: str = "") -> str:
        """The tree for a person, one step deeper each two spaces."""
        n, under = self.node, indent + "  "
        head = clean(n.title) + (f" = {clean(n.text)}" if n.text else "")
        lines = [f"{indent}← {head}" if indent else head]
        if n.place:
            lines.append(under + clean(n.place))
        if n.equation:
            lines += [under + clean(line) for line in n.equation.split("\n")]
        lines += [under + (f"{label}: " if label else "") + clean(text) for label, text in n.facts if text]
        return "\n".join([*lines, *(c.to_text(under) for c in self.children)])

    def walk(self) -> Iterable[Node]:
        """Every node, this one first."""
        yield self.node
        for child in self.children:
            yield from child.walk()


Make = Callable[["Walk"], Explanation]


def made(make: Callable[..., Explanation], *arguments: Any) -> Make:
    """A way to make a child: a function of the walk and some arguments, which are settled now."""

    def child(walk: Walk) -> Explanation:
        return make(walk, *arguments)

    return child


class _Budget:
    """How many nodes are left, shared by all branches."""

    def __init__(self, left: int) -> None:
        self.left = left

    def take(self) -> bool:
        self.left -= 1
        return self.left >= 0


@dataclass(frozen=True)
class Walk:
    """Where a walk is: the case, the month, and what stands above.

    Parameters
    ----------
    case : Case
    month : int
        Month whose values are explained.
    depth : int
        Steps left.
    forecast : Forecast or None
        If one was made.
    above : tuple of str
        Ids on the way down to here: none of them is explained again below itself.
    """

    case: Case
    month: int
    depth: int
    forecast: Forecast | None = None
    above: tuple[str, ...] = ()
    solved: _Solved | None = None
    budget: _Budget = field(default_factory=lambda: _Budget(MOST_NODES))

    @property
    def flows(self) -> Flows:
        """Flows of the month, both worlds; solved once."""
        return self._solved.flows

    @property
    def money(self) -> Money:
        """Money of the month, both worlds; divided once."""
        return self._solved.money

    @cached_property
    def _solved(self) -> _Solved:
        return self.solved or _Solved(self.case, self.month)

    def below(self, parent: str, wanted: Iterable[tuple[str, Make]]) -> tuple[Explanation, ...]:
        """Children of a node: (id, how to make it), unless they stand above already or the depth is used up.

        Parameters
        ----------
        parent : str
            Id of the node.
        wanted : iterable of (str, callable)
        """
        parts = list(wanted)
        if not parts:
            return ()
        if self.depth <= 1:
            what = (
                f"{len(parts)} more: netback explain {self.case.name} {parent}"
                if parent
                else f"{len(parts)} more"
            )
            return (Explanation(Node("more", parent, what)),)
        inner = replace(self, depth=self.depth - 1, above=(*self.above, parent), solved=self._solved)
        found = []
        for name, make in parts:
            if name and name in inner.above:
                found.append(Explanation(Node("again", name, f"{name}: see above")))
            elif self.budget.take():
                found.append(make(inner))
            else:
                found.append(Explanation(Node("more", name, f"{name}: cut short here")))
                break
        return tuple(found)

    def place(self, path: str) -> str:
        """File and line of a path, "" where it was not written."""
        line = self.case.line(path)
        return f"case.yaml:{line}" if line else ""


class _Solved:
    """Flows and money of one month, worked out when first asked for."""

    def __init__(self, case: Case, month: int) -> None:
        self.case, self.month = case, month

    @cached_property
    def flows(self) -> Flows:
        from netback.flows import solve_flows

        return solve_flows(self.case, [self.month])

    @cached_property
    def money(self) -> Money:
        from netback.money.revenue import divide_revenue

        return divide_revenue(self.flows)
