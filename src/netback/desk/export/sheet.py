"""One table for a spreadsheet. No cell can start a formula."""

from __future__ import annotations

import csv
import io

from netback.desk.export import Material, one_line
from netback.evidence import statement_record

__all__ = ["COLUMNS", "render"]

COLUMNS = (
    "id", "date", "kind", "event", "actor", "target", "channel", "value", "text", "quote", "pressure", "publisher",
    "attribution", "address", "published_on", "note", "accepted_by", "accepted_at", "reader",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "'", "|", "%")


def render(material: Material) -> str:
    """Statements by date, one a row."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(COLUMNS)
    for statement in material.statements:
        record, source = statement_record(statement), material.source(statement)
        origin = material.origins.get(statement.id)
        record |= {
            "date": statement.as_of or "", "publisher": source.publisher, "address": source.address or "",
            "attribution": " > ".join(statement.attribution),
            "pressure": "; ".join(f"{p.by} on {p.on}: {p.kind}" for p in statement.pressure),
            "accepted_by": origin.accepted_by if origin else "", "accepted_at": origin.accepted_at if origin else "",
            "reader": origin.reader if origin else "",
        }  # fmt: skip
        writer.writerow([_shield(one_line(record.get(c, ""))) for c in COLUMNS])
    return out.getvalue()


def _shield(cell: str) -> str:
    return "'" + cell if cell.startswith(_FORMULA) else cell
