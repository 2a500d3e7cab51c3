"""Text to proposed statements: the edge of the project.

`read_document(document, aliases, published)` is the reader; `import_document` brings bytes in; everything proposed has passed
the gate of `check`.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from netback.dates import parse_partial
from netback.errors import UsageError

if TYPE_CHECKING:
    from netback.reading.aliases import AliasTable
    from netback.reading.document import Document
    from netback.reading.records import Proposal

_HOMES = {
    "Alias": "aliases",
    "AliasTable": "aliases",
    "Document": "document",
    "Endpoint": "model",
    "Limits": "document",
    "Proposal": "records",
    "ReadingError": "faults",
    "check_proposals": "check",
    "endpoint_from_environment": "model",
    "import_document": "importers",
    "make_document": "document",
    "read_with_model": "model",
    "write_lines": "interchange",
}

__all__ = sorted([*_HOMES, "publication_day", "read_document"])


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'netback.reading' has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(f"netback.reading.{_HOMES[name]}"), name)


def publication_day(document: Document, published: str | dt.date | None = None) -> dt.date | None:
    """Day of publication: what the user says, else what the document carries; None when nobody knows the day.

    Raises
    ------
    UsageError
        The date given is not a full date.
    """
    if isinstance(published, dt.date):
        return published
    text = published or document.published
    if not text:
        return None
    try:
        found = parse_partial(text)
    except ValueError as error:
        raise UsageError(str(error)) from None
    if found.precision != "day":
        if published:
            raise UsageError(f"{published!r} is not a full date; write year, month and day, as in 2023-03-25")
        return None
    return found.earliest


def read_document(
    document: Document, aliases: AliasTable, published: str | dt.date | None = None
) -> list[Proposal]:
    """What the rules reader proposes for a document, after the gate, in the order of the text.

    Parameters
    ----------
    document : Document
    aliases : AliasTable
        Names to look for; the caller builds it from the case.
    published : str or datetime.date, optional
        Day of publication; default: what the document carries. Without any day, nothing relative is dated.

    Returns
    -------
    list of Proposal
        Each has passed the gate: its quote stands in the text, code point for code point.

    Raises
    ------
    UsageError
        The date is not a full date.
    """
    from netback.reading.check import check_proposals
    from netback.reading.rules import read_rules

    if document.is_scan or not document.text.strip():
        return []
    day = publication_day(document, published)
    found = read_rules(document, aliases, day) if day else _undated(document, aliases)
    return [p for p in check_proposals(found, document, aliases, day or dt.date(9000, 1, 1)) if not p.refused]


def _undated(document: Document, aliases: AliasTable) -> list[Proposal]:
    """Without a day of publication only dates with a year in the words count; the rest stays unknown."""
    from netback.reading.rules import read_rules

    out: list[Proposal] = []
    for p in read_rules(document, aliases, dt.date(9000, 1, 1), dated=False):
        explicit = p.date_by == "explicit" and p.date and p.date < "8000"
        changes: dict[str, Any] = {"background": False} if not p.date else {}
        if not explicit:
            changes |= {"date": "", "date_precision": "unknown", "date_by": "none", "background": False}
        if p.predicted_date >= "8000":
            changes |= {"predicted_date": ""}
        out.append(p.model_copy(update=changes))
    return out
