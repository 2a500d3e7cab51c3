"""Proposals as JSON lines, in the interchange form, and back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from netback.reading.document import Document
from netback.reading.records import Proposal

__all__ = ["read_lines", "to_records", "write_lines"]


def _sentence(document: Document, start: int, end: int) -> str:
    from netback.reading.sentences import split_sentences

    for sentence in split_sentences(document.text):
        if sentence.start <= start < sentence.end:
            return sentence.text
    return document.text[start:end]


def _event(p: Proposal, own_lines: set[tuple[int, int]]) -> dict[str, Any]:
    inside = [q for q in p.quantities if (q.anchor.start, q.anchor.end) not in own_lines]
    record: dict[str, Any] = {
        "id": p.id,
        "doc_id": p.doc_id,
        "kind": "event",
        "date": p.date,
        "date_precision": p.date_precision,
        "date_by": p.date_by,
        "actor": list(p.actors),
        "target": list(p.targets),
        "type": p.type,
        "mode": p.mode,
        "auxiliary": list(p.auxiliary),
        "channel": p.channel,
        "topics": list(p.topics),
        "polarity": p.polarity,
        "attribution": [link.model_dump() for link in p.attribution],
        "is_claim_imminent": p.imminent,
        "predicted_date": p.predicted_date,
        "horizon": p.horizon,
        "absence": p.type == "CLAIM" and p.mode == "absence",
        "background": p.background,
        "anchor": p.anchor.model_dump(exclude_none=True),
        "quantities": [q.model_dump(exclude_none=True) for q in inside],
        "reader": p.reader,
        "rule": p.rule,
        "confidence": p.confidence,
    }
    if p.refused:
        record["refused"] = p.refused
    return record


def to_records(document: Document, proposals: Iterable[Proposal]) -> list[dict[str, Any]]:
    """Proposals as plain data, in the order given; a claim is an event of type CLAIM.

    A quantity that has a line of its own is not repeated inside its event.
    """
    out: list[dict[str, Any]] = []
    proposals = list(proposals)
    own = {(q.anchor.start, q.anchor.end) for p in proposals if p.kind == "quantity" for q in p.quantities}
    for p in proposals:
        if p.kind != "quantity":
            out.append(_event(p, own))
            continue
        for q in p.quantities:
            record: dict[str, Any] = {"kind": "quantity", "id": p.id, "doc_id": p.doc_id, "value": q.value}
            record |= {k: v for k, v in (("low", q.low), ("high", q.high)) if v is not None}
            record |= {
                "unit": q.unit,
                "subject": q.subject,
                "sentence": _sentence(document, q.anchor.start, q.anchor.end),
                "anchor": q.anchor.model_dump(exclude_none=True),
            }
            if p.refused:
                record["refused"] = p.refused
            out.append(record)
    return out


def write_lines(document: Document, proposals: Iterable[Proposal]) -> str:
    """Proposals as JSON lines."""
    return "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in to_records(document, proposals))


def read_lines(text: str) -> Iterator[dict[str, Any]]:
    """Records of JSON lines; empty lines are skipped.

    Raises
    ------
    ValueError
        A line is not a JSON object; the message has its number.
    """
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except ValueError:
            raise ValueError(f"line {number} is not JSON") from None
        if not isinstance(record, dict):
            raise ValueError(f"line {number} is not an object")
        yield record
