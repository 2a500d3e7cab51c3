"""RSS and Atom through feedparser: one document for each entry; the entry's date wins."""

from __future__ import annotations

import re
from typing import Any

from netback.reading.document import Document, Limits, clean_title, make_document, sha256
from netback.reading.faults import ReadingError, missing_extra

__all__ = ["plain_of", "read_feed"]


def plain_of(markup: str) -> str:
    """Text of a small piece of HTML: scripts gone, blocks on lines of their own.

    Examples
    --------
    >>> plain_of("<p>Oil &amp; gas.</p><script>x()</script><p>Talks.</p>")
    'Oil & gas.\\nTalks.'
    """
    import html

    text = re.sub(r"(?is)<(script|style|head|iframe|object)\b.*?(?:</\1\s*>|$)", " ", markup)
    text = re.sub(r"(?i)<(?:br|/p|/div|/li|/h[1-6]|/tr|/blockquote)\b[^<>]{0,200}>", "\n", text)
    text = html.unescape(re.sub(r"<[^<>]{0,5000}>", " ", text))
    lines = [" ".join(line.split()) for line in text.splitlines()]
    return "\n".join(line for line in lines if line)


def _entries(raw: bytes, count: int) -> list[bytes]:
    """The bytes of each entry, in order; the whole feed for each where they cannot be told apart."""
    found: list[bytes] = []
    start = None
    for tag in re.finditer(rb"(?i)<(/?)(?:item|entry)(?=[\s>])", raw):
        if not tag[1]:
            start = tag.start() if start is None else start
        elif start is not None:
            end = raw.find(b">", tag.end())
            found.append(raw[start : len(raw) if end < 0 else end + 1])
            start = None
    return found if len(found) == count else [raw] * count


def read_feed(raw: bytes, *, doc_id: str, address: str = "", limits: Limits | None = None) -> list[Document]:
    """Documents of a feed.

    Raises
    ------
    ReadingError
        No feed, too many entries, or entities that unfold without end.
    """
    limits = limits or Limits()
    head = raw[:200_000]
    if re.search(rb"<!ENTITY", head, re.I):
        raise ReadingError(
            "reading/entities",
            "the feed defines entities of its own, which can unfold without end",
            "the feed without a DOCTYPE",
            address,
        )
    if raw.count(b"<item") + raw.count(b"<entry") > limits.members:
        raise ReadingError(
            "reading/too-many", f"the feed has more than {limits.members} entries", "", address
        )
    try:
        import feedparser  # type: ignore[import-untyped]
    except ImportError:
        raise missing_extra("feedparser") from None
    feed: Any = feedparser.parse(raw, sanitize_html=True, resolve_relative_uris=False)
    if not feed.entries and (feed.bozo or not feed.get("version")):
        raise ReadingError("reading/no-feed", "this is no RSS or Atom feed", "", address)
    publisher = clean_title(str(feed.feed.get("title", "")))
    out: list[Document] = []
    own = _entries(raw, len(feed.entries))
    for number, entry in enumerate(feed.entries, start=1):
        body = entry.get("content", [{}])[0].get("value") or entry.get("summary") or ""
        title = clean_title(str(entry.get("title", "")))
        text = "\n".join(part for part in (title, plain_of(str(body))) if part)
        if not text:
            continue
        when = entry.get("published_parsed") or entry.get("updated_parsed")
        date = f"{when.tm_year:04d}-{when.tm_mon:02d}-{when.tm_mday:02d}" if when else ""
        key = str(entry.get("id") or entry.get("link") or number)
        out.append(
            make_document(
                text, doc_id=f"{doc_id}-{sha256(key.encode())[:10]}", raw=own[number - 1], extractor=f"feedparser@{feedparser.__version__}", title=title,
                publisher=publisher, address=str(entry.get("link") or address), published=date, published_by="feed entry" if date else "",
                media_type="application/feed", encoding=str(feed.get("encoding", "")),
            )
        )  # fmt: skip
    return out
