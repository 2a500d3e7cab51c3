"""Whose own document a text is: a ministry's statement, a company's filing; "" for an outlet's report."""

from __future__ import annotations

import datetime as dt
import re

from netback.reading.aliases import Alias, AliasTable
from netback.reading.document import Document
from netback.reading.furniture import dateline_end
from netback.reading.sentences import fold

__all__ = ["issuer_of"]

_HEAD_LINES = 6
_FORMAL = re.compile(
    r"\b(?:statement|communiqu\w*|readout|press\s+(?:release|office|statement|service)|media\s+(?:office|release|statement)|current\s+report|form\s+8-?k|trading\s+update|"
    r"(?:operations?|operational|corporate|project)\s+(?:and\s+\w+\s+)?update|notice|announcement|regulat\w+|(?:interim|quarterly|half-?year|annual|first[\s-]half|full-?year)\s+(?:report|results)|"
    r"results|news\s+release|report\s+to\s+shareholders|letter\s+to\s+(?:the\s+)?(?:share|bond|unit)?holders|for\s+immediate\s+release|investor\s+(?:q\s*&\s*a|faq|relations)|q\s*&\s*a|faq|"
    r"spokesperson|ministry\s+of|department\s+of|office\s+of)",
    re.I,
)
_PERIODICAL = re.compile(
    r"\b(?:weekly|newsletter|issue\s+(?:no\.?\s*)?\d+|monthly|daily|digest|bulletin|gazette|monitor|no\.\s*\d+\s*\|)",
    re.I,
)
_FIRST_PERSON = re.compile(
    r"\b(?:[Ww]e|[Oo]ur|[Tt]he (?:Company|Group|Ministry|Minister|Prime Minister|Registrant|Corporation|Consortium|Department|Secretary|Government))\b"
)
_CORPORATE = re.compile(
    r"\b(?:plc|inc|ltd|llp|llc|n\.?v|s\.?a|asa|ag|corp|corporation|company|limited|holdings?|resources|petroleum|energy)\b",
    re.I,
)
_DEFINED = re.compile(r"\((?:the\s+)?[\"“][^\"”)]{2,40}[\"”](?:\s+or\s+(?:the\s+)?[\"“][^\"”]{2,30}[\"”])*\)")
_KINDS = ("organisation", "office", "party")


def issuer_of(document: Document, aliases: AliasTable, published: dt.date) -> str:
    """Party whose own document this is, from its publisher or its heading; "" for an outlet's report.

    Parameters
    ----------
    document : Document
    aliases : AliasTable
    published : datetime.date
        Day of publication: offices change hands.
    """
    if document.publisher:
        found = aliases.lookup(document.publisher, published)
        alias = aliases.get(found)
        if alias is not None and alias.kind not in ("agency", "place"):
            return found
    head = [fold(line).strip() for line in document.text[:1200].splitlines() if line.strip()][:_HEAD_LINES]
    if any(_PERIODICAL.search(line) for line in head[:2]):
        return ""
    formal = any(_FORMAL.search(line) and len(line) < 120 for line in head[:4])
    own_voice = len(_FIRST_PERSON.findall(document.text)) >= 2
    defined = bool(_DEFINED.search(fold(document.text[:700])))
    if not formal and not (own_voice and (defined or _shouted(head[0] if head else ""))):
        return ""
    for wanted in (("organisation", "office"), ("party",)):
        for line in head[:4]:
            found = _titled(line, aliases, wanted)
            if found and (own_voice or defined or _FORMAL.search(line) or _shouted(line)):
                return found
    return _by_dateline(head, aliases, published) if formal else ""


def _shouted(line: str) -> bool:
    return len(line) > 6 and line == line.upper() and bool(re.search(r"[A-Z]{4}", line))


def _titled(line: str, aliases: AliasTable, kinds: tuple[str, ...]) -> str:
    """The body that a heading is about: its name fills the line, or opens it before a dash, a bracket or its legal form."""
    low = line.lower()
    letters = sum(c.isalpha() for c in line) or 1
    best, length = "", 0
    for alias in aliases.aliases:
        if alias.kind not in kinds:
            continue
        for name in _names(alias):
            at = re.search(rf"\b{re.escape(name)}\b", low)
            if at is None or len(name) <= length:
                continue
            rest = low[at.end() :].lstrip()
            opens = at.start() <= 4 and (not rest or rest[0] in "-|:(,–—/" or bool(_CORPORATE.match(rest)))
            if opens or sum(c.isalpha() for c in name) >= 0.5 * letters:
                best, length = alias.id, len(name)
    return best


def _names(alias: Alias) -> list[str]:
    return [fold(name).lower() for name in (alias.name, *alias.spellings) if len(name) > 2]


def _by_dateline(head: list[str], aliases: AliasTable, published: dt.date) -> str:
    """The state whose capital dates a press release: "Nicosia, 17 February 2025 - The Minister ..."."""
    for line in head[1:]:
        found = aliases.find(line[:40], published)
        if (
            found
            and found[0].start == 0
            and found[0].kind in _KINDS
            and (dateline_end(line) or re.match(r"[^-]{2,45}\s-\s", line))
        ):
            return found[0].id
    return ""
