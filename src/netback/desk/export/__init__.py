"""What was accepted for a case, in the forms others read. One format a file, one signature."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from netback.desk.database import Audit, Decision, Document, Entry, Person, Row, reading
from netback.desk.store import Desk
from netback.errors import UsageError, nearest
from netback.evidence import Ledger, Source, Statement

__all__ = ["FORMATS", "Material", "Origin", "export_desk", "material_of"]


@dataclass(frozen=True)
class Origin:
    """Where a statement came from, as the desk knows it.

    Parameters
    ----------
    document, text_hash, raw_hash, publisher, published_on, address, title : str
    reader : str
        Name and version.
    rule : str
    accepted_by, accepted_at : str
    attribution : tuple of (name, kind)
        From the outlet inwards.
    prompt_hash, reply_hash : str
        Of the language model that read it; "" for the rules.
    published_basis : str
        "stated", or "inferred" where the day was worked out.
    retrieved_on : str
        Day it was fetched from its address; "".
    warnings : tuple of str
        What the importer had to repair or guess.
    """

    document: str
    text_hash: str
    raw_hash: str
    publisher: str
    published_on: str
    address: str
    title: str
    reader: str
    rule: str
    accepted_by: str
    accepted_at: str
    attribution: tuple[tuple[str, str], ...]
    prompt_hash: str = ""
    reply_hash: str = ""
    published_basis: str = "stated"
    retrieved_on: str = ""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Material:
    """What an export is made of.

    Parameters
    ----------
    case, title : str
    statements : tuple of Statement
        By date.
    sources : mapping of str to Source
    origins : mapping of str to Origin
        By id of the statement; those that came with the case have none.
    """

    case: str
    title: str
    statements: tuple[Statement, ...]
    sources: Mapping[str, Source]
    origins: Mapping[str, Origin]

    def source(self, statement: Statement) -> Source:
        return self.sources[statement.source]


def material_of(desk: Desk, case: str, *, title: str = "", ledger: Ledger | None = None) -> Material:
    """Statements accepted on a desk for a case; with a ledger, all of that, with what the desk knows of each.

    Parameters
    ----------
    desk : Desk
    case : str
        Name of the case.
    title : str
    ledger : Ledger, optional
    """
    with reading(desk.engine) as session:
        query = (
            select(Entry, Row, Document, Decision.at, Person.name)
            .join(Row, Row.id == Entry.proposal)
            .join(Document, Document.id == Row.document)
            .join(Decision, (Decision.proposal == Row.id) & (Decision.action == "accept"))
            .join(Person, Person.id == Decision.person)
            .where(Entry.case == case, Entry.state != "withdrawn")
            .order_by(Decision.version)
        )
        rows = session.execute(query).all()
        asked = _asked(session)
    statements: dict[str, Statement] = {}
    sources: dict[str, Source] = {}
    origins: dict[str, Origin] = {}
    for entry, row, document, at, name in rows:
        statements[entry.statement_id] = Statement.model_validate_json(entry.statement)
        sources[entry.source_key] = Source.model_validate_json(entry.source)
        body = json.loads(row.body)
        origins[entry.statement_id] = Origin(
            document.id, document.text_hash, document.raw_hash, document.publisher, document.published_on, document.address,
            document.title, body["reader"], body["rule"], name, at,
            tuple((link["who"], link["kind"]) for link in body["attribution"]), *asked.get((document.id, body["reader"]), ("", "")),
            published_basis=document.published_basis, retrieved_on=document.retrieved_on,
            warnings=tuple(json.loads(document.warnings)),
        )  # fmt: skip
    if ledger is not None:
        statements = {s.id: s for s in ledger.statements}
        sources = sources | dict(ledger.sources)
        origins = {k: v for k, v in origins.items() if k in statements}
    ordered = tuple(sorted(statements.values(), key=lambda s: (str(s.as_of or s.published_on), s.id)))
    return Material(case, title or case, ordered, sources, origins)


def _asked(session: Session) -> dict[tuple[str, str], tuple[str, str]]:
    """Hashes of prompt and reply, by document and reader, of each run of a language model; the last of several."""
    found = {}
    for name, detail in session.execute(
        select(Audit.subject, Audit.detail).where(Audit.action == "read").order_by(Audit.seq)
    ):
        run = json.loads(detail)
        found[name, run.get("reader", "")] = (run.get("prompt_sha256", ""), run.get("reply_sha256", ""))
    return found


def _formats() -> dict[str, Callable[[Material], str]]:
    from netback.desk.export import claimreview, followthemoney, ical, prov, sheet, statements, timeline

    return {
        "statements": statements.render,
        "csv": sheet.render,
        "ftm": followthemoney.render,
        "prov": prov.render,
        "claimreview": claimreview.render,
        "ical": ical.render,
        "timeline": timeline.render,
    }


FORMATS = ("statements", "csv", "ftm", "prov", "claimreview", "ical", "timeline")
"""statements.jsonl, CSV, FollowTheMoney, W3C PROV-JSON, ClaimReview, iCalendar, and a timeline in Markdown."""


def export_desk(material: Material, format: str) -> str:
    """Accepted statements as text in one of `FORMATS`.

    Raises
    ------
    UsageError
        No such format.
    """
    if format not in FORMATS:
        raise UsageError(f"{format!r} is no format; write {nearest(format, FORMATS) or ', '.join(FORMATS)}")
    return _formats()[format](material)


def one_line(text: object) -> str:
    """Text without line breaks, control characters or marks that turn its direction."""
    plain = re.sub(r"[\s\x85\u2028\u2029]+", " ", str(text))
    return re.sub(
        r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]", "", plain
    ).strip()


def web_address(text: str | None) -> str:
    """A web address, or "": nothing else becomes a link."""
    return text if text and re.fullmatch(r"https?://[^\s<>\"'`{}|\\^\[\]()]+", text) else ""


def headline(statement: Statement) -> str:
    """A statement in one line: own words, or who, what, whom, and the words quoted."""
    if statement.text:
        return one_line(statement.text)
    actor = statement.actor or ("(nobody named)" if statement.target else None)
    who = " → ".join(filter(None, [actor, statement.target]))
    what = (statement.event or statement.kind).replace("_", " ")
    return one_line(
        f"{who + ': ' if who else ''}{what}" + (f" “{statement.quote}”" if statement.quote else "")
    )


def outlet(material: Material, statement: Statement) -> dict[str, Any]:
    """Publisher, title and address of a statement's source."""
    source = material.source(statement)
    return {
        "publisher": source.publisher,
        "title": source.title or "",
        "address": web_address(source.address),
    }
