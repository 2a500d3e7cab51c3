"""Plain text in any encoding."""

from __future__ import annotations

import re

from netback.reading.document import Document, Limits, make_document
from netback.reading.faults import ReadingError

__all__ = ["decode", "read_text"]

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_SAFE = re.compile(r"^[A-Za-z0-9._:-]{1,40}$")


def decode(raw: bytes, declared: str = "") -> tuple[str, str]:
    """Text and the encoding found: a byte order mark, else what is declared, else UTF-8, else a guess, else Windows-1252.

    Examples
    --------
    >>> decode("Türkiye".encode("cp1254"), "windows-1254")
    ('Türkiye', 'cp1254')
    """
    for mark, name in _BOMS:
        if raw.startswith(mark):
            return raw.decode(name, errors="replace"), name
    if declared and _SAFE.match(declared):
        try:
            import codecs

            info = codecs.lookup(declared)
            if info._is_text_encoding and info.name.replace("-", "_") not in (
                "utf_7",
                "idna",
                "punycode",
                "unicode_escape",
                "raw_unicode_escape",
                "undefined",
            ):
                return raw.decode(info.name), info.name
        except (LookupError, ValueError):
            pass
    if raw[1:2] == b"\x00" and raw[:400:2].count(0) < 20 and raw[1:400:2].count(0) > min(len(raw), 400) // 4:
        return raw.decode("utf-16-le", errors="replace"), "utf-16-le"
    if raw[:1] == b"\x00" and raw[:400:2].count(0) > min(len(raw), 400) // 4:
        return raw.decode("utf-16-be", errors="replace"), "utf-16-be"
    try:
        return raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    guess = _guess(raw[:20_000])
    if guess:
        try:
            return raw.decode(guess), guess
        except (LookupError, UnicodeDecodeError):
            pass
    return raw.decode("cp1252", errors="replace"), "cp1252"


def _guess(sample: bytes) -> str:
    try:
        from charset_normalizer import from_bytes
    except ImportError:
        return ""
    best = from_bytes(sample).best()
    return str(best.encoding) if best is not None else ""


def read_text(raw: bytes, *, doc_id: str, address: str = "", limits: Limits | None = None) -> Document:
    """A document from text in any encoding; line ends stay as they are.

    Raises
    ------
    ReadingError
        The bytes are no text, or too many.
    """
    limits = limits or Limits()
    text, encoding = decode(raw)
    odd = sum((c < " " and c not in "\t\n\r\f\x0b") or c == "\ufffd" for c in text[:100_000])
    if text and odd > 0.1 * min(len(text), 100_000):
        raise ReadingError(
            "reading/not-text",
            "these bytes are no text in any encoding known here",
            "a text, HTML, PDF, feed or mail file",
            address,
        )
    text = text.removeprefix("\ufeff")
    if len(text) > limits.text_chars:
        raise ReadingError(
            "reading/too-large",
            f"the text has {len(text):,} characters; at most {limits.text_chars:,} are read",
            "one report, not an archive",
            address,
        )
    return make_document(text, doc_id=doc_id, raw=raw, extractor="text@1", address=address, encoding=encoding)
