"""Proposals and contradictions as a line of text and as plain data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from netback.desk.corroborate import Dispute
    from netback.desk.store import Item

__all__ = ["acting", "brief", "dispute_record", "side_by_side", "summary"]


def brief(item: Item) -> dict[str, Any]:
    """A proposal as plain data, in short."""
    p = item.proposal
    return {
        "id": item.id, "state": item.state, "version": item.version, "date": p.date, "kind": p.kind, "type": p.type,
        "mode": p.mode, "actors": list(p.actors), "targets": list(p.targets), "channel": p.channel, "quote": p.anchor.exact,
        "document": item.document, "publisher": item.publisher, "published_on": item.published_on, "into": item.into,
        "statement": item.statement, "case": item.case,
    }  # fmt: skip


def acting(actors: Sequence[str], targets: Sequence[str]) -> str:
    """Who acts on whom; that nobody is named who acts is said, so that no target is taken for one.

    Examples
    --------
    >>> acting(["iraq"], ["krg"]), acting([], ["krg"]), acting(["us", "iraq"], []), acting([], [])
    ('iraq → krg', '(nobody named) → krg', 'us, iraq', '—')
    """
    if not actors and not targets:
        return "—"
    return " → ".join(filter(None, [", ".join(actors) or "(nobody named)", ", ".join(targets)]))


def summary(b: Mapping[str, Any], short: Mapping[str, str] | None = None) -> str:
    """A proposal in a line, with an id that `short` says will do."""
    what = "/".join(filter(None, [b["type"] or b["kind"], b["mode"]])).lower()
    quote = " ".join(b["quote"].split())
    quote = quote if len(quote) <= 90 else quote[:89] + "…"
    key = (short or {}).get(b["id"], b["id"])
    when = b["date"] or "undated"
    return f"{key} {b['state']:<8} v{b['version']} {when:<10} {what} {acting(b['actors'], b['targets'])} “{quote}” ({b['publisher']})"


def dispute_record(d: Dispute) -> dict[str, Any]:
    """A contradiction as plain data."""
    return {"number": d.id, "kind": d.kind, "what": d.what, "state": d.state, "ruling": d.ruling, "version": d.version,
            "a": brief(d.a), "b": brief(d.b), "ledger": d.statement, "also": list(d.also)}  # fmt: skip


def side_by_side(d: Dispute, short: Mapping[str, str] | None = None) -> Iterable[str]:
    """Both sides of a contradiction; a statement of the ledger has its whole id."""
    also = f"; also {', '.join(map(str, d.also))}, in reprints" if d.also else ""
    yield f"contradiction {d.id} ({d.kind}, {d.state}{': ' + d.ruling if d.ruling else ''}): {d.what}{also}"
    for item in (d.a, d.b):
        key = f"{item.id} (ledger)" if item.state == "ledger" else (short or {}).get(item.id, item.id)
        yield f"  {key} {item.publisher}, {item.published_on}: “{item.proposal.anchor.exact}”"
