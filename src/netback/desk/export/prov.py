"""W3C PROV-JSON: which statement was quoted from which document, said by whom, read by what, accepted by whom."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from netback.desk.export import Material, headline, one_line, web_address
from netback.evidence import Statement

__all__ = ["render"]


def render(material: Material) -> str:
    """One PROV-JSON document."""
    doc: dict[str, Any] = {
        "prefix": {"netback": "urn:netback:", "schema": "https://schema.org/", "oa": "http://www.w3.org/ns/oa#"},
        "entity": {}, "activity": {}, "agent": {}, "wasGeneratedBy": {}, "used": {}, "wasAssociatedWith": {},
        "wasAttributedTo": {}, "wasDerivedFrom": {},
    }  # fmt: skip

    def agent(name: str, kind: str) -> str:
        key = f"netback:agent/{_short(name)}"
        doc["agent"][key] = {
            "prov:type": {"$": kind, "type": "prov:QUALIFIED_NAME"},
            "schema:name": one_line(name),
        }
        return key

    def relate(what: str, **parts: Any) -> None:
        parts = {f"prov:{k}" if ":" not in k else k: v for k, v in parts.items()}
        doc[what][f"_:{what}{len(doc[what])}"] = parts

    for s in material.statements:
        source, origin = material.source(s), material.origins.get(s.id)
        key, document = (
            f"netback:statement/{_short(material.case + s.id)}",
            f"netback:source/{_short(s.source)}",
        )
        doc["entity"][key] = {"schema:identifier": s.id, "schema:text": headline(s)}
        doc["entity"][document] = doc["entity"].get(document, {}) | _filled(
            {
                "netback:textSha256": s.anchor.document if s.anchor else "",
                "netback:originalSha256": origin.raw_hash if origin else "",
                "netback:document": origin.document if origin else "",
                "schema:publisher": one_line(source.publisher), "schema:name": one_line(source.title or ""),
                "schema:url": web_address(source.address), "schema:datePublished": source.date or "",
                "netback:publishedBasis": s.published_basis, "netback:retrievedOn": str(s.retrieved_on or ""),
            }
        )  # fmt: skip
        if origin is not None and origin.warnings:
            doc["entity"][document]["netback:warning"] = [one_line(w) for w in origin.warnings]
        quoted = s.quote is not None
        relate(
            "wasDerivedFrom", generatedEntity=key, usedEntity=document,
            type=_qualified("prov:Quotation" if quoted else "prov:Revision"), **_selector(s),
        )  # fmt: skip
        relate("wasAttributedTo", entity=document, agent=agent(source.publisher, "prov:Organization"))
        links = origin.attribution if origin else tuple((n, "") for n in s.attribution)
        for name, kind in links:
            if kind == "agency":
                primary = f"netback:source/{_short('agency ' + name)}"
                doc["entity"][primary] = {"schema:publisher": one_line(name)}
                relate(
                    "wasDerivedFrom",
                    generatedEntity=document,
                    usedEntity=primary,
                    type=_qualified("prov:PrimarySource"),
                )
            elif kind in ("named", "office", "anonymous"):
                relate(
                    "wasAttributedTo",
                    entity=key,
                    agent=agent(name, "prov:Person" if kind == "named" else "prov:Agent"),
                )
        if origin is not None:
            run = f"netback:reading/{_short(origin.document + origin.reader)}"
            doc["activity"][run] = _filled(
                {
                    "schema:name": f"reading of {one_line(origin.document)}", "netback:reader": one_line(origin.reader),
                    "netback:promptSha256": origin.prompt_hash, "netback:replySha256": origin.reply_hash,
                }
            )  # fmt: skip
            relate("used", activity=run, entity=document)
            relate(
                "wasGeneratedBy", entity=key, activity=run, **_filled({"netback:rule": one_line(origin.rule)})
            )
            relate("wasAssociatedWith", activity=run, agent=agent(origin.reader, "prov:SoftwareAgent"))
            decision = f"netback:decision/{_short(s.id)}"
            at = origin.accepted_at
            doc["activity"][decision] = {
                "schema:name": "acceptance",
                "prov:startTime": at,
                "prov:endTime": at,
            }
            relate("used", activity=decision, entity=key)
            relate("wasAssociatedWith", activity=decision, agent=agent(origin.accepted_by, "prov:Person"))
    return (
        json.dumps({k: v for k, v in doc.items() if v}, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    )


def _selector(s: Statement) -> dict[str, Any]:
    """Where the words stand in the text whose hash the document carries: W3C TextQuote and TextPosition selectors."""
    if s.anchor is None or s.quote is None:
        return {}
    found = {"oa:exact": s.quote, "oa:prefix": s.anchor.prefix, "oa:suffix": s.anchor.suffix}
    return {**_filled(found), "oa:start": s.anchor.start, "oa:end": s.anchor.end}


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _qualified(name: str) -> dict[str, str]:
    return {"$": name, "type": "prov:QUALIFIED_NAME"}


def _filled(record: dict[str, str]) -> dict[str, str]:
    return {k: v for k, v in record.items() if v}
