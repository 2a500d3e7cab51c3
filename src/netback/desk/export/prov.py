"""W3C PROV-JSON: which statement was quoted from which document, said by whom, read by what, accepted by whom."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from netback.desk.export import Material, headline, one_line, web_address

__all__ = ["render"]


def render(material: Material) -> str:
    """One PROV-JSON document."""
    doc: dict[str, Any] = {
        "prefix": {"netback": "urn:netback:", "schema": "https://schema.org/"},
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
        doc["entity"][document] = _filled(
            {
                "schema:publisher": one_line(source.publisher), "schema:name": one_line(source.title or ""),
                "schema:url": web_address(source.address), "schema:datePublished": source.date or "",
            }
        )  # fmt: skip
        quoted = s.quote is not None
        relate(
            "wasDerivedFrom", generatedEntity=key, usedEntity=document,
            type=_qualified("prov:Quotation" if quoted else "prov:Revision"),
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
            doc["activity"][run] = {"schema:name": f"reading of {one_line(origin.document)}"}
            relate("used", activity=run, entity=document)
            relate("wasGeneratedBy", entity=key, activity=run)
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


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _qualified(name: str) -> dict[str, str]:
    return {"$": name, "type": "prov:QUALIFIED_NAME"}


def _filled(record: dict[str, str]) -> dict[str, str]:
    return {k: v for k, v in record.items() if v}
