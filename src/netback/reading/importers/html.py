"""HTML through trafilatura and htmldate, in a process of its own with bounded time and memory."""

from __future__ import annotations

import re
from typing import Any

from netback.reading.document import Document, Limits, make_document
from netback.reading.faults import ReadingError
from netback.reading.importers._sandbox import run
from netback.reading.importers.text import decode

__all__ = ["extract", "read_html"]

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9._:-]{2,40})""", re.I)
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,30})[^<>]{0,5000}?(/?)>")
_VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
        "p",
        "li",
        "dd",
        "dt",
        "tr",
        "td",
        "th",
        "option",
    ]
)


def _depth(markup: str, limit: int) -> int:
    """Deepest nesting of tags, counted without building a tree; stops above the limit."""
    depth = deepest = 0
    for m in _TAG.finditer(markup):
        if m.group(2).lower() in _VOID or m.group(3):
            continue
        depth = max(depth - 1, 0) if m.group(1) else depth + 1
        if depth > deepest:
            deepest = depth
            if deepest > limit:
                break
    return deepest


def read_html(
    raw: bytes, *, doc_id: str, address: str = "", charset: str = "", limits: Limits | None = None
) -> Document:
    """A document from a web page: main text, title, publisher, and a date with its evidence.

    Raises
    ------
    ReadingError
        Nested too deeply, too large, too slow, or without text.
    """
    limits = limits or Limits()
    found = _CHARSET.search(raw[:4096])
    markup, encoding = decode(raw, charset or (found.group(1).decode("ascii") if found else ""))
    if _depth(markup, limits.nesting) > limits.nesting:
        raise ReadingError(
            "reading/too-deep",
            f"the page nests tags deeper than {limits.nesting}",
            "the text of the page, saved as .txt",
            address,
        )
    got: dict[str, Any] = run("html", {"markup": markup, "address": address}, limits)
    text = str(got.get("text") or "")
    if not text.strip():
        raise ReadingError(
            "reading/no-text",
            "no running text was found in the page",
            "the text of the page, saved as .txt",
            address,
        )
    if len(text) > limits.text_chars:
        raise ReadingError(
            "reading/too-large",
            f"the text has {len(text):,} characters; at most {limits.text_chars:,} are read",
            "one report, not an archive",
            address,
        )
    return make_document(
        text, doc_id=doc_id, raw=raw, extractor=str(got["extractor"]), title=str(got.get("title") or ""), publisher=str(got.get("publisher") or ""),
        address=str(got.get("address") or address), published=str(got.get("date") or ""), published_by=str(got.get("date_by") or ""),
        media_type="text/html", encoding=encoding,
    )  # fmt: skip


def extract(job: dict[str, Any]) -> dict[str, Any]:
    """What runs in the other process."""
    try:
        import htmldate
        import trafilatura
        from trafilatura.settings import use_config
    except ImportError:
        return {"missing": "trafilatura and htmldate"}
    markup = job["markup"]
    config = use_config()
    config.set("DEFAULT", "EXTRACTION_TIMEOUT", "0")
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", "1")
    config.set("DEFAULT", "MIN_OUTPUT_SIZE", "1")
    text = (
        trafilatura.extract(
            markup, include_comments=False, include_tables=True, include_links=False, config=config
        )
        or ""
    )
    meta = trafilatura.extract_metadata(markup)
    title = (meta.title if meta else "") or ""
    publisher = (meta.sitename if meta else "") or ""
    address = job["address"] or (meta.url if meta else "") or ""
    date, by = _dated(markup, htmldate, address)
    return {
        "text": text, "title": title, "publisher": publisher, "address": address, "date": date, "date_by": by,
        "extractor": f"trafilatura@{trafilatura.__version__}",
    }  # fmt: skip


def _dated(markup: str, htmldate: Any, address: str) -> tuple[str, str]:
    meta = re.search(
        r"""<meta[^>]{0,300}?(?:property|name|itemprop)\s*=\s*["'](?:article:published_time|datePublished|date|dc\.date|pubdate|publish-date)["'][^>]{0,300}?content\s*=\s*["'](\d{4}-\d{2}-\d{2})""",
        markup[:200_000], re.I,
    )  # fmt: skip
    if meta:
        return meta.group(1), "meta tag"
    found = htmldate.find_date(markup, original_date=True, extensive_search=False)
    if found:
        return str(found), "found in the page by htmldate; check it"
    path = re.search(r"/(20\d{2})[/-](\d{1,2})[/-](\d{1,2})(?:/|\b)", address)
    if path:
        return f"{path.group(1)}-{int(path.group(2)):02d}-{int(path.group(3)):02d}", "address"
    return "", ""
