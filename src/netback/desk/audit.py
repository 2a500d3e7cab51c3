"""The log of the desk: lines are added, each with the hash of the one before, and none is changed."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from netback.desk.database import Audit, AuditHead, reading
from netback.errors import NetbackError

if TYPE_CHECKING:
    from netback.desk.store import Desk

__all__ = [
    "FIRST", "Checked", "Line", "Texts", "append", "check_chain", "now", "plain", "read_log", "verify_log", "verify_texts",
]  # fmt: skip

FIRST = "0" * 64
"""What the first line names as the hash before it."""


@dataclass(frozen=True)
class Checked:
    """What a walk along the log found.

    Parameters
    ----------
    lines : int
        How many lines there are.
    head : str
        Hash of the last; write it down elsewhere, and nobody can cut or rewrite the log unseen.
    """

    lines: int
    head: str


def now() -> str:
    """The time, to the microsecond, UTC."""
    return dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def plain(data: Any) -> str:
    """Data as JSON text that is the same for the same data."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _digest(before: str, seq: int, at: str, person: str, action: str, subject: str, detail: str) -> str:
    return hashlib.sha256(plain([before, seq, at, person, action, subject, detail]).encode()).hexdigest()


def append(session: Session, person: str, action: str, subject: str, detail: Any, at: str = "") -> int:
    """Add a line within a `database.writing` session, which holds the end of the log.

    Returns
    -------
    int
        Its number.
    """
    seq, before = session.execute(select(AuditHead.seq, AuditHead.hash).where(AuditHead.id == 1)).one()
    seq, at, text = seq + 1, at or now(), plain(detail)
    found = _digest(before, seq, at, person, action, subject, text)
    session.execute(
        insert(Audit).values(
            seq=seq, at=at, person=person, action=action, subject=subject, detail=text, before=before, hash=found
        )
    )  # fmt: skip
    session.execute(update(AuditHead).where(AuditHead.id == 1).values(seq=seq, hash=found))
    return int(seq)


def check_chain(session: Session) -> Checked:
    """Walk along the whole log.

    Raises
    ------
    NetbackError
        A line is missing, was changed, or the log was cut; the message names the line.
    """
    before, expected = FIRST, 0
    for line in session.execute(select(Audit).order_by(Audit.seq)).scalars().yield_per(1000):
        expected += 1
        if line.seq != expected:
            raise NetbackError(
                f"the log of the desk lacks line {expected}; restore the database from a copy made before"
            )
        digest = _digest(before, line.seq, line.at, line.person, line.action, line.subject, line.detail)
        if line.before != before or line.hash != digest:
            raise NetbackError(
                f"line {line.seq} of the desk's log was changed ({line.action} {line.subject}); restore the database from "
                "a copy made before"
            )
        before = line.hash
    head = session.get_one(AuditHead, 1)
    if (head.seq, head.hash) != (expected, before):
        raise NetbackError(
            f"the log of the desk was cut: it should have {head.seq} lines and has {expected}; restore a copy"
        )
    return Checked(expected, before)


@dataclass(frozen=True)
class Texts:
    """What a comparison of the kept documents with the log found.

    Parameters
    ----------
    documents : int
        How many the log says were kept, and are as they were.
    quotes : int
        How many words of proposals stand where the reader found them.
    loose : tuple of str
        Documents the log has no hash of the text of: their original is compared, their text only with its own hash beside it.
    """

    documents: int
    quotes: int
    loose: tuple[str, ...]


def verify_texts(desk: Desk) -> Texts:
    """Hold every kept document against the log, and every proposal's words against its document.

    Raises
    ------
    NetbackError
        A document is gone or was changed, or words do not stand in it any more; all of them are named.
    """
    from netback.desk.database import Document, Row

    faults: list[str] = []
    loose: list[str] = []
    documents = quotes = 0
    with reading(desk.engine) as session:
        lines = session.execute(
            select(Audit.subject, Audit.detail).where(Audit.action == "document").order_by(Audit.seq)
        )
        for name, detail in lines.all():
            kept, logged = session.get(Document, name), json.loads(detail)
            if kept is None:
                faults.append(f"{name} is gone")
                continue
            fault = _changed(kept.body, kept.raw, kept.text_hash, logged)
            if fault:
                faults.append(f"{name}: {fault}")
                continue
            documents += 1
            if "text" not in logged and kept.raw is not None:
                loose.append(name)
            for (body,) in session.execute(select(Row.original).where(Row.document == name)):
                found = json.loads(body)
                anchor = found["anchor"]
                if not found["refused"] and kept.body[anchor["start"] : anchor["end"]] != anchor["exact"]:
                    faults.append(f"{name}: {anchor['exact'][:40]!r} does not stand at {anchor['start']}")
                quotes += not found["refused"]
            session.expunge(kept)
    if faults:
        raise NetbackError(
            f"{len(faults)} of the desk's texts are not as the log has them: " + "; ".join(faults[:10])
            + "; restore the database from a copy made before"
        )  # fmt: skip
    return Texts(documents, quotes, tuple(loose))


def _changed(body: str, raw: bytes | None, text_hash: str, logged: dict[str, Any]) -> str:
    """What is not as it was when a document was kept; ""."""
    original = hashlib.sha256(body.encode() if raw is None else raw).hexdigest()
    if original != logged.get("raw", original):
        return "the text was changed" if raw is None else "the original was changed"
    own = hashlib.sha256(body.encode()).hexdigest()
    folded = " ".join(unicodedata.normalize("NFC", body).casefold().split())  # as the column has it
    same = hashlib.sha256(folded.encode()).hexdigest()
    if logged.get("text", own) != own or text_hash != same:
        return "the text was changed"
    return ""


@dataclass(frozen=True)
class Line:
    """One line of the log."""

    seq: int
    at: str
    person: str
    action: str
    subject: str
    detail: Any
    hash: str


def read_log(desk: Desk, *, last: int = 50) -> list[Line]:
    """The last lines of the log, oldest first."""
    with reading(desk.engine) as session:
        rows = session.execute(select(Audit).order_by(Audit.seq.desc()).limit(last)).scalars().all()
    return [
        Line(r.seq, r.at, r.person, r.action, r.subject, json.loads(r.detail), r.hash) for r in reversed(rows)
    ]


def verify_log(desk: Desk, *, head: str = "") -> Checked:
    """Walk along the whole log of a desk.

    Parameters
    ----------
    desk : Desk
    head : str
        Hash of a line noted elsewhere, which the log must still hold.

    Raises
    ------
    NetbackError
        The log was changed or cut.
    """
    with reading(desk.engine) as session:
        found = check_chain(session)
        if head and session.execute(select(Audit.seq).where(Audit.hash == head)).scalar() is None:
            raise NetbackError(
                f"the desk's log has no line {head[:16]}; it was rewritten since that was noted"
            )
    return found
