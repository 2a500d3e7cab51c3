"""FollowTheMoney: one entity a line. Events with those involved, and the documents that tell of them."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from netback.desk.export import Material, headline, one_line, web_address
from netback.evidence import Source, Statement

__all__ = ["render"]


def render(material: Material) -> str:
    """Documents, parties and events, each once, in order of id."""
    found: dict[str, dict[str, Any]] = {}
    for statement in material.statements:
        source = material.source(statement)
        document = _id("document", statement.source)
        found[document] = _document(document, source, statement)
        names = [n for n in (statement.actor, statement.target) if n is not None]
        people: list[str] = []
        for part in [part for name in names for part in name.split(" / ")]:
            party = _id("party", part)
            found[party] = {"id": party, "schema": "LegalEntity", "properties": {"name": [one_line(part)]}}
            people.append(party)
        event = _event(material.case, statement, source, document, people)
        found[str(event["id"])] = event
    lines = [json.dumps(found[k], ensure_ascii=False, sort_keys=True) for k in sorted(found)]
    return "".join(line + "\n" for line in lines)


def _id(what: str, text: str) -> str:
    return f"netback-{what}-{hashlib.sha256(text.encode()).hexdigest()[:20]}"


def _document(name: str, source: Source, statement: Statement) -> dict[str, Any]:
    properties = {
        "title": [one_line(source.title or source.publisher)], "publisher": [one_line(source.publisher)],
        "sourceUrl": [web_address(source.address)], "publishedAt": [source.date or ""],
        "retrievedAt": [str(statement.retrieved_on or "")],
    }  # fmt: skip
    return {"id": name, "schema": "Document", "properties": _full(properties)}


def _event(case: str, s: Statement, source: Source, document: str, people: list[str]) -> dict[str, Any]:
    properties = {
        "name": [headline(s)[:500]], "summary": [one_line(s.text or "")], "description": [one_line(s.quote or "")],
        "date": [s.as_of or str(s.published_on)], "involved": sorted(set(people)), "proof": [document],
        "recordId": [s.id], "publisher": [one_line(source.publisher)], "sourceUrl": [web_address(source.address)],
        "keywords": [*s.topics, s.event or s.kind], "notes": [one_line(s.note or "")],
    }  # fmt: skip
    return {"id": _id("event", f"{case} {s.id}"), "schema": "Event", "properties": _full(properties)}


def _full(properties: dict[str, list[str]]) -> dict[str, list[str]]:
    found = {k: [v for v in values if v] for k, values in properties.items()}
    return {k: v for k, v in found.items() if v}
