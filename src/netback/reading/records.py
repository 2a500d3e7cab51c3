"""What a reader proposes: frozen records, before anybody has accepted them.

Offsets are code points in the stored text of the document (`Document.text`). An anchor's `exact` is that text word for word.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

__all__ = ["CHANNELS", "EVENT_TYPES", "Anchor", "Attribution", "Proposal", "Quantity"]

EVENT_TYPES = (
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN",
    "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "CLAIM",
)  # fmt: skip
"""PLOVER's sixteen types, and CLAIM for attributed assertions and forecasts."""

CHANNELS = (
    "call", "readout", "meeting", "visit", "message", "statement", "press conference", "conference", "forum", "interview",
    "post", "document", "court", "decision", "signing", "none",
)  # fmt: skip


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Anchor(_Record):
    """Where the words stand: W3C TextPosition and TextQuote in one."""

    start: int
    """First code point in the stored text."""
    end: int
    """One past the last."""
    exact: str
    """The words themselves."""
    prefix: str = ""
    """Up to 32 code points before."""
    suffix: str = ""
    """Up to 32 code points after."""
    page: int | None = None
    """1-based page of a PDF."""


class Attribution(_Record):
    """One link of the chain of who says that who says."""

    who: str
    """Name as written, or "the outlet"."""
    kind: Literal["outlet", "agency", "named", "office", "anonymous", "document", "own voice"]
    hedge: str = ""
    """Word that weakens it, such as "reportedly"."""


class Quantity(_Record):
    """A number with its unit, found in the words of the anchor."""

    value: float
    low: float | None = None
    high: float | None = None
    unit: str
    """One of bbl, bbl/day, bbl/month, USD, USD/bbl, USD/month, IQD, percent."""
    subject: str = ""
    """What is measured, as written."""
    anchor: Anchor


class Proposal(_Record):
    """One event, claim or quantity that a reader found in a document."""

    id: str
    """Hash of the document's hash, the span and the type: the same find has the same id."""
    doc_id: str
    kind: Literal["event", "claim", "quantity"]
    type: str = ""
    """One of `EVENT_TYPES`; "" for a quantity of its own."""
    mode: str = ""
    """PLOVER mode, such as phone, discontinue, forecast, denial, absence, fact."""
    auxiliary: tuple[Literal["historical", "future", "hypothetical", "negation"], ...] = ()
    actors: tuple[str, ...] = ()
    """Ids of the alias table, or names as written; empty where a passive names no agent."""
    targets: tuple[str, ...] = ()
    channel: str = "none"
    topics: tuple[str, ...] = ()
    date: str = ""
    """YYYY, YYYY-MM or YYYY-MM-DD; "" when unknown."""
    date_precision: Literal["day", "week", "month", "quarter", "year", "unknown"] = "unknown"
    date_by: Literal["explicit", "weekday", "relative", "publication", "none"] = "none"
    """How the date was found."""
    predicted_date: str = ""
    """Claims: by when it is said to happen."""
    horizon: str = ""
    """Claims: the words that give the horizon."""
    imminent: bool = False
    """Claims: a deal or restart is said to be near."""
    polarity: Literal[-1, 0, 1] = 0
    """Stance towards oil flowing: +1 towards, -1 away."""
    attribution: tuple[Attribution, ...] = ()
    """From the outlet inwards."""
    quantities: tuple[Quantity, ...] = ()
    background: bool = False
    """Older context repeated by the article, not its news."""
    anchor: Anchor
    reader: str
    """Name and version of the reader, such as rules@2."""
    rule: str = ""
    """Rule or prompt hash that fired."""
    confidence: float = 0.5
    refused: str = ""
    """Why the gate refused it; "" if it passed."""
