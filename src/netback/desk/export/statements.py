"""statements.jsonl: one statement a line, as a case keeps them."""

from __future__ import annotations

import json

from netback.desk.export import Material
from netback.evidence import statement_record

__all__ = ["render"]


def render(material: Material) -> str:
    """Statements in order of id, as in a case's folder."""
    ordered = sorted(material.statements, key=lambda s: s.id)
    return "".join(json.dumps(statement_record(s), ensure_ascii=False) + "\n" for s in ordered)
