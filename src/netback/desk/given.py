"""Reports whose proposals come from elsewhere: from a file that `netback read` wrote, or from a language model."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from netback.desk import audit
from netback.desk.database import Document as Kept
from netback.desk.database import reading, writing
from netback.desk.store import Desk
from netback.errors import UsageError
from netback.reading.document import Document
from netback.reading.model import ModelReading
from netback.reading.records import Proposal

__all__ = ["Taken", "has_document", "note_model", "proposals_in", "take_in"]

_STATED = ("user", "meta tag", "feed entry", "mail header", "dateline")
"""Evidence of a date that stands in the report itself; of the rest, it was worked out."""
_RENAMED = {"actor": "actors", "target": "targets", "is_claim_imminent": "imminent"}
"""Fields the interchange form calls otherwise."""
_DERIVED = ("absence", "sentence")
"""Fields of the interchange form that follow from others."""


@dataclass(frozen=True)
class Taken:
    """What became of a report: how it was kept, and the ids of what was proposed from it."""

    id: str
    how: str
    of: str
    likeness: float
    proposals: tuple[str, ...]
    warnings: tuple[str, ...] = ()


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


def take_in(
    desk: Desk,
    document: Document,
    found: Sequence[Proposal],
    day: dt.date | None,
    *,
    by: str,
    case: str,
    publisher: str | None,
    stated: bool,
    web: bool = False,
    **fields: Any,
) -> Taken:
    """Keep a report and the proposals found in it; one the desk has already gets what is new of them.

    Parameters
    ----------
    desk : Desk
    document : Document
    found : sequence of Proposal
    day : date or None
        Of publication.
    by, case : str
    publisher : str, optional
        Default: what the report says.
    stated : bool
        Whether a person gave the day.
    web : bool
        Whether it was fetched now.
    **fields
        As for `add_document`.

    Raises
    ------
    UsageError
        Nobody knows when it was published, or by whom.
    """
    from netback.desk import add_document, add_proposals

    if day is None:
        raise UsageError(f"{document.doc_id} does not say when it was published; give --published 2025-04-11")
    outlet = publisher or document.publisher
    if not outlet:
        raise UsageError(f"{document.doc_id} does not say who published it; give --publisher NAME")
    sure = stated or document.published_by in _STATED
    added = add_document(
        desk, document.text, doc_id=document.doc_id, publisher=outlet, published=day, by=by, raw=document.raw or None,
        published_basis="stated" if sure else "inferred", retrieved=dt.datetime.now(dt.UTC).date() if web else None, **fields,
    )  # fmt: skip
    own = [p.model_copy(update={"doc_id": added.id}) for p in found]
    ids = add_proposals(desk, added.id, own, by=by, case=case)
    return Taken(added.id, added.how, added.of, added.likeness, ids, tuple(document.warnings))


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
