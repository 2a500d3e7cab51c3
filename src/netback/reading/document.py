"""A stored document: the text a reader sees, with everything needed to prove where it came from."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from pydantic import BaseModel, ConfigDict, Field

from netback.reading.records import Anchor

__all__ = ["Document", "Limits", "Page", "clean_text", "clean_title", "make_document", "sha256"]

CONTEXT = 32
"""Code points of prefix and suffix kept beside a quote."""


class Limits(BaseModel):
    """What an importer accepts; beyond it the document is refused, never cut in silence."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    raw_bytes: int = 20_000_000
    """Bytes of one document."""
    text_chars: int = 600_000
    """Code points of extracted text."""
    pages: int = 2_000
    """Pages of a PDF."""
    nesting: int = 500
    """Depth of tags in HTML, of parts in a mail, of archives."""
    members: int = 2_000
    """Documents in one folder, archive, feed or mailbox."""
    total_bytes: int = 200_000_000
    """Bytes of all of them."""
    ratio: int = 200
    """Unpacked bytes for one packed byte."""
    seconds: float = 20.0
    """Time for one document, and for one download."""
    memory_bytes: int = 1_500_000_000
    """Address space of the process that takes HTML and PDF apart."""
    redirects: int = 5
    """Redirects followed by a download."""


class Page(BaseModel):
    """Where a page of a PDF begins and ends in the text."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: int
    """1-based."""
    start: int
    """First code point."""
    end: int
    """One past the last."""


class Document(BaseModel):
    """Text, where it came from, and the hashes that pin both."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    doc_id: str
    """Id given by the user, else the file name without its ending."""
    text: str
    """Extracted text; all anchors count its code points."""
    title: str = ""
    """Title, without markup or control characters."""
    publisher: str = ""
    """Outlet, as far as the document says."""
    address: str = ""
    """Web address or file name."""
    published: str = ""
    """YYYY, YYYY-MM or YYYY-MM-DD; "" when unknown."""
    published_by: str = ""
    """Evidence for the date: user, meta tag, feed entry, mail header, dateline, address, file name."""
    media_type: str = "text/plain"
    """What the bytes were."""
    encoding: str = ""
    """How the bytes were decoded."""
    raw_sha256: str = ""
    """Hash of the bytes as they came."""
    text_sha256: str
    """Hash of `text` in UTF-8."""
    extractor: str = ""
    """Name and version of what took the text out of the bytes."""
    pages: tuple[Page, ...] = ()
    """Page map of a PDF."""
    is_scan: bool = False
    """True: pages without text, nothing can be read."""
    warnings: tuple[str, ...] = ()
    """What the importer had to repair or leave out."""
    raw: bytes = Field(default=b"", repr=False, exclude=True)
    """The bytes themselves."""

    def page_of(self, offset: int) -> int | None:
        """Page a code point stands on; None without a page map."""
        for page in self.pages:
            if page.start <= offset < page.end:
                return page.number
        return None

    def anchor(self, start: int, end: int) -> Anchor:
        """Anchor of a span, with its context.

        Raises
        ------
        ValueError
            The span is empty or outside the text.
        """
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"span {start}..{end} is not inside a text of {len(self.text)} code points")
        return Anchor(
            start=start,
            end=end,
            exact=self.text[start:end],
            prefix=self.text[max(0, start - CONTEXT) : start],
            suffix=self.text[end : end + CONTEXT],
            page=self.page_of(start),
        )


def sha256(data: bytes) -> str:
    """Hash as hexadecimal text."""
    return hashlib.sha256(data).hexdigest()


def clean_text(text: str) -> str:
    """Text a statement can hold: NUL and halves of surrogate pairs become U+FFFD; nothing else changes."""
    if "\x00" in text:
        text = text.replace("\x00", "\ufffd")
    if any("\ud800" <= c <= "\udfff" for c in text):
        text = "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
    return text


def clean_title(title: str) -> str:
    """A title on one line, without markup, control or direction characters.

    Examples
    --------
    >>> clean_title("Oil <script>alert(1)</script> talks")
    'Oil talks'
    """
    title = re.sub(r"(?is)<(script|style)\b.*?(</\1\s*>|$)", " ", title[:2000])
    title = re.sub(r"<[^<>]*>", " ", title).replace("<", " ").replace(">", " ")
    title = "".join(c if unicodedata.category(c)[0] != "C" else " " for c in title)
    return " ".join(title.split())[:300]


def make_document(
    text: str,
    *,
    doc_id: str,
    raw: bytes | None = None,
    extractor: str = "as given",
    title: str = "",
    publisher: str = "",
    address: str = "",
    published: str = "",
    published_by: str = "",
    media_type: str = "text/plain",
    encoding: str = "utf-8",
    pages: tuple[Page, ...] = (),
    is_scan: bool = False,
    warnings: tuple[str, ...] = (),
) -> Document:
    """A document from its text, with both hashes.

    Examples
    --------
    >>> make_document("Oil flows.", doc_id="a").anchor(0, 3).exact
    'Oil'
    """
    cleaned = clean_text(text)
    if cleaned != text:
        warnings = (*warnings, "characters no text can hold were replaced by U+FFFD")
    as_bytes = cleaned.encode("utf-8")
    return Document(
        doc_id=doc_id,
        text=cleaned,
        title=clean_title(title),
        publisher=clean_title(publisher),
        address=address,
        published=published,
        published_by=published_by,
        media_type=media_type,
        encoding=encoding,
        raw_sha256=sha256(raw if raw is not None else as_bytes),
        text_sha256=sha256(as_bytes),
        extractor=extractor,
        pages=pages,
        is_scan=is_scan,
        warnings=warnings,
        raw=raw if raw is not None else as_bytes,
    )
