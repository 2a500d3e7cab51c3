"""Reports whose proposals come from elsewhere: from a file that `netback read` wrote, or from a language model."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from netback.desk import audit
from netback.desk.database import Document as Kept
from netback.desk.database import reading, writing
from netback.desk.store import Desk
from netback.errors import UsageError
from netback.reading.model import ModelReading
from netback.reading.records import Proposal

__all__ = ["has_document", "note_model", "of_document", "proposals_in"]

_RENAMED = {"actor": "actors", "target": "targets", "is_claim_imminent": "imminent"}
"""Fields the interchange form calls otherwise."""
_DERIVED = ("absence", "sentence")
"""Fields of the interchange form that follow from others."""


def proposals_in(text: str, name: str) -> list[Proposal]:
    """Proposals of JSON lines: as `netback read --format jsonl` prints them, or as the desk has them.

    Parameters
    ----------
    text : str
    name : str
        Of the file, for the message.

    Raises
    ------
    UsageError
        A line is none; the message has its number.
    """
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            raise UsageError(
                f"{name}:{number}: the line is not JSON; give what `netback read --format jsonl` prints"
            ) from None
        try:
            if not isinstance(record, dict):
                raise UsageError(
                    f"{name}:{number}: the line is no object; give what `netback read --format jsonl` prints"
                )
            found.append(Proposal.model_validate(_plain(record)))
        except ValidationError as error:
            first = error.errors()[0]
            at = ".".join(map(str, first["loc"])) or "the line"
            raise UsageError(
                f"{name}:{number}: {at}: {first['msg']}; give proposals as `netback read --format jsonl` prints them"
            ) from None
    return found


def _plain(record: Mapping[str, Any]) -> dict[str, Any]:
    """A record of either form as fields of a proposal."""
    if "actors" in record or "doc_id" not in record:
        return dict(record)
    plain = {_RENAMED.get(k, k): v for k, v in record.items() if k not in _DERIVED}
    if plain.get("kind") == "quantity":
        one = {k: plain.pop(k) for k in ("value", "low", "high", "unit", "subject") if k in plain}
        plain["quantities"] = [one | {"anchor": plain.get("anchor")}]
    elif plain.get("type") == "CLAIM":
        plain["kind"] = "claim"
    plain.setdefault("reader", "given")
    anchor = plain.get("anchor")
    if "id" not in plain and isinstance(anchor, dict):
        place = [
            plain["doc_id"],
            anchor.get("start"),
            anchor.get("end"),
            plain.get("type"),
            plain.get("mode"),
        ]
        plain["id"] = "g" + hashlib.sha256(audit.plain(place).encode()).hexdigest()[:16]
    return plain


def has_document(desk: Desk, doc_id: str) -> bool:
    """Whether the desk has a document of this id."""
    with reading(desk.engine) as session:
        return session.get(Kept, doc_id) is not None


def note_model(desk: Desk, doc_id: str, run: ModelReading, *, by: str) -> None:
    """Write into the log which model was asked what: hashes of prompt and reply, and what its gate kept out."""
    detail = {
        "reader": f"llm:{run.model}", "temperature": run.temperature, "prompt_sha256": run.prompt_sha256,
        "reply_sha256": hashlib.sha256(run.raw_reply.encode()).hexdigest(), "proposed": len(run.proposals),
        "refused": [p.refused for p in run.refused][:50], "unreadable": [u[:200] for u in run.unreadable][:50],
    }  # fmt: skip
    with writing(desk.engine) as session:
        audit.append(session, by, "read", doc_id, detail)


def of_document(found: Sequence[Proposal], doc_id: str) -> Iterator[Proposal]:
    """Those read from one document."""
    return (p for p in found if p.doc_id == doc_id)
