"""What was said: statements, the sources they cite, and which of them to go by."""

from netback.evidence.choose import Choice, Conflict, choose, conflicts
from netback.evidence.figure import Figure, FigureError, parse_figure
from netback.evidence.files import read_ledger, write_ledger
from netback.evidence.ledger import Ledger
from netback.evidence.statement import (
    Anchor,
    Claim,
    Observation,
    Pressure,
    Review,
    Source,
    Statement,
    statement_record,
)

__all__ = [
    "Anchor",
    "Choice",
    "Claim",
    "Conflict",
    "Figure",
    "FigureError",
    "Ledger",
    "Observation",
    "Pressure",
    "Review",
    "Source",
    "Statement",
    "choose",
    "conflicts",
    "parse_figure",
    "read_ledger",
    "statement_record",
    "write_ledger",
]
