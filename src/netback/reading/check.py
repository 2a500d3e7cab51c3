"""The gate: nothing a reader proposes goes on unless its words, numbers, date and names stand in the text.

Both readers pass it. A proposal that fails keeps its record, with the reason in `refused`; it enters nothing.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable

from netback.dates import parse_partial
from netback.reading.aliases import AliasTable
from netback.reading.dates_in_text import find_dates, imminent_horizon
from netback.reading.document import Document
from netback.reading.quantities import numbers_in
from netback.reading.records import CHANNELS, EVENT_TYPES, Anchor, Proposal, Quantity
from netback.reading.sentences import fold

__all__ = ["UNITS", "Gate", "check_proposals"]

UNITS = ("bbl", "bbl/day", "bbl/month", "USD", "USD/bbl", "USD/month", "IQD", "percent")
"""Units a quantity may have."""


class Gate:
    """Checks proposals against one document.

    Parameters
    ----------
    document : Document
    aliases : AliasTable
    published : datetime.date
        Day the dates are resolved against.

    Examples
    --------
    >>> from netback.reading.document import make_document
    >>> gate = Gate(make_document("Oil flows.", doc_id="a"), AliasTable(), dt.date(2025, 1, 1))
    >>> gate.anchor_fault(Anchor(start=0, end=3, exact="Gas"))
    'the quote is not what stands at its place'
    """

    def __init__(self, document: Document, aliases: AliasTable, published: dt.date) -> None:
        self.document, self.aliases, self.published = document, aliases, published
        self._folded = " ".join(fold(document.text).lower().split())
        self._dates: set[str] | None = None

    def check(self, proposal: Proposal) -> Proposal:
        """The proposal, with the reason in `refused` if it fails."""
        reason = self.fault(proposal)
        return proposal if reason == proposal.refused else proposal.model_copy(update={"refused": reason})

    def fault(self, proposal: Proposal) -> str:
        """Why it is refused; "" if it passes."""
        if proposal.refused:
            return proposal.refused
        return (
            self.anchor_fault(proposal.anchor)
            or self._type_fault(proposal)
            or next((f for q in proposal.quantities if (f := self.quantity_fault(q))), "")
            or self._date_fault(proposal)
            or next((f for name in (*proposal.actors, *proposal.targets) if (f := self.name_fault(name))), "")
            or next((f for link in proposal.attribution if (f := self._link_fault(link.who))), "")
        )

    def anchor_fault(self, anchor: Anchor) -> str:
        """Whether a quote stands where it says, code point for code point."""
        text = self.document.text
        if not 0 <= anchor.start < anchor.end <= len(text):
            return "the quote's place is outside the text"
        if text[anchor.start : anchor.end] != anchor.exact:
            return "the quote is not what stands at its place"
        if not text[: anchor.start].endswith(anchor.prefix) or not text[anchor.end :].startswith(
            anchor.suffix
        ):
            return "the words around the quote are not what stands there"
        return ""

    def _type_fault(self, proposal: Proposal) -> str:
        if proposal.kind == "quantity":
            return "" if proposal.quantities else "a quantity without a number"
        if proposal.type not in EVENT_TYPES:
            return f"the type {proposal.type!r} is not known"
        if (proposal.type == "CLAIM") != (proposal.kind == "claim"):
            return f"a {proposal.kind} cannot have the type {proposal.type}"
        if proposal.channel not in CHANNELS:
            return f"the channel {proposal.channel!r} is not known"
        return ""

    def quantity_fault(self, quantity: Quantity) -> str:
        """Whether a quantity's numbers stand in its words, and its unit is known."""
        if quantity.unit not in UNITS:
            return f"the unit {quantity.unit!r} is not known"
        fault = self.anchor_fault(quantity.anchor)
        if fault:
            return fault
        numbers = numbers_in(quantity.anchor.exact)
        for value in (quantity.value, quantity.low, quantity.high):
            if value is not None and not math.isfinite(value):
                return "a quantity that is no number"
        written = [x for x in (quantity.low, quantity.high) if x is not None] or [quantity.value]
        middle = (
            quantity.low is not None
            and quantity.high is not None
            and quantity.low <= quantity.value <= quantity.high
        )
        for value in written if middle else [*written, quantity.value]:
            if not any(
                _same(value, n) or (quantity.unit == "USD/month" and _same(value * 12, n)) for n in numbers
            ):
                return f"the number {value:g} does not stand in the words {quantity.anchor.exact[:60]!r}"
        return ""

    def _all_dates(self) -> set[str]:
        if self._dates is None:
            spans = find_dates(self.document.text, self.published)
            self._dates = {s.date for s in spans if s.date}
        return self._dates

    def _date_fault(self, proposal: Proposal) -> str:
        for name, date in (("date", proposal.date), ("predicted date", proposal.predicted_date)):
            if not date:
                continue
            try:
                parse_partial(date)
            except ValueError:
                return f"the {name} {date!r} is not a date"
        if proposal.date and proposal.date_by == "publication":
            return "" if proposal.date == str(self.published) else "the date is not the day of publication"
        if proposal.date and proposal.date_by != "none" and proposal.date not in self._all_dates():
            return f"the date {proposal.date} does not follow from the words of the text"
        if proposal.date and proposal.date_by == "none":
            return "a date without words that give it"
        if proposal.predicted_date and proposal.predicted_date not in self._all_dates():
            vague = imminent_horizon(proposal.horizon, self.published)
            if vague is None or str(vague[0]) != proposal.predicted_date:
                return (
                    f"the predicted date {proposal.predicted_date} does not follow from the words of the text"
                )
        return ""

    def name_fault(self, name: str) -> str:
        """Whether somebody is in the alias table or in the text."""
        if name in self.aliases:
            return ""
        if name.strip() and " ".join(fold(name).lower().split()) in self._folded:
            return ""
        return f"{name[:60]!r} is neither in the case nor in the text"

    def _link_fault(self, who: str) -> str:
        return "" if who in ("the outlet", "") else self.name_fault(who)


def _same(a: float, b: float) -> bool:
    return (
        math.isclose(a, b, rel_tol=5e-3, abs_tol=1e-9)
        or math.isclose(a, b * 100, rel_tol=5e-3)
        or math.isclose(a, b / 100, rel_tol=5e-3)
    )


def check_proposals(
    proposals: Iterable[Proposal], document: Document, aliases: AliasTable, published: dt.date
) -> list[Proposal]:
    """Each proposal after the gate, refused ones with their reason."""
    gate = Gate(document, aliases, published)
    return [gate.check(p) for p in proposals]
