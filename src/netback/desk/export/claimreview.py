"""ClaimReview (schema.org): each judged claim that something is near, one JSON-LD object a line.

The scale is 1 not fulfilled, 2 fulfilled late, 3 fulfilled. What is still open is not reviewed.
"""

from __future__ import annotations

import json
from typing import Any

from netback.desk.export import Material, headline, one_line, web_address
from netback.evidence import Claim, Statement

__all__ = ["render"]

_RATING = {"failed": (1, "Not fulfilled"), "late": (2, "Fulfilled late"), "kept": (3, "Fulfilled")}


def render(material: Material) -> str:
    """Judged claims by date."""
    lines = [
        json.dumps(_review(material, s, s.claim), ensure_ascii=False)
        for s in material.statements
        if s.claim is not None and s.claim.outcome in _RATING
    ]
    return "".join(line + "\n" for line in lines)


def _review(material: Material, s: Statement, claim: Claim) -> dict[str, Any]:
    value, name = _RATING[claim.outcome]
    if claim.late_days is not None:
        name += f", by {claim.late_days} days"
    source = material.source(s)
    author: dict[str, Any] = {"@type": "Person", "name": one_line(claim.speaker)}
    if claim.office:
        author["jobTitle"] = one_line(claim.office)
    said: dict[str, Any] = {
        "@type": "Claim",
        "author": author,
        "datePublished": s.as_of or str(s.published_on),
    }
    if web_address(source.address):
        said["appearance"] = {"@type": "CreativeWork", "url": web_address(source.address)}
    return {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "identifier": s.id,
        "datePublished": str(claim.outcome_known_on),
        "author": {"@type": "Person", "name": one_line(s.review.by)} if s.review
        else {"@type": "SoftwareApplication", "name": "netback"},
        "claimReviewed": (headline(s) + (f" ({one_line(claim.horizon_text)})" if claim.horizon_text else ""))[:1000],
        "itemReviewed": said,
        "reviewRating": {
            "@type": "Rating", "ratingValue": value, "worstRating": 1, "bestRating": 3, "alternateName": name,
        },
    }  # fmt: skip
