"""Proposals and contradictions as a line of text and as plain data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from netback.desk.corroborate import Dispute
    from netback.desk.store import Item

__all__ = ["brief", "dispute_record", "side_by_side", "summary"]


def brief(item: Item) -> dict[str, Any]:
    p = item.proposal
    return {
        "id": item.id, "state": item.state, "version": item.version, "date": p.date, "kind": p.kind, "type": p.type,
        "mode": p.mode, "actors": list(p.actors), "targets": list(p.targets), "channel": p.channel, "quote": p.anchor.exact,
        "document": item.document, "publisher": item.publisher, "published_on": item.published_on, "into": item.into,
        "statement": item.statement, "case": item.case,
    }  # fmt: skip


def summary(b: dict[str, Any]) -> str:
    who = " → ".join(filter(None, [", ".join(b["actors"]), ", ".join(b["targets"])])) or "—"
    what = "/".join(filter(None, [b["type"] or b["kind"], b["mode"]])).lower()
    quote = b["quote"] if len(b["quote"]) <= 90 else b["quote"][:89] + "…"
    return f"{b['id'][:12]} {b['state']:<8} v{b['version']} {b['date'] or 'undated':<10} {what} {who} “{quote}” ({b['publisher']})"


def dispute_record(d: Dispute) -> dict[str, Any]:
    return {"number": d.id, "kind": d.kind, "what": d.what, "state": d.state, "ruling": d.ruling, "version": d.version,
            "a": brief(d.a), "b": brief(d.b)}  # fmt: skip


def side_by_side(d: Dispute) -> Iterable[str]:
    yield f"contradiction {d.id} ({d.kind}, {d.state}{': ' + d.ruling if d.ruling else ''}): {d.what}"
    for item in (d.a, d.b):
        yield f"  {item.id[:12]} {item.publisher}, {item.published_on}: “{item.proposal.anchor.exact}”"
