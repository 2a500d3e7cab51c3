"""Bytes to documents: files, folders, archives, feeds, mailboxes, and addresses the user names."""

from __future__ import annotations

import re
from pathlib import Path

from netback.reading.document import Document, Limits
from netback.reading.faults import ReadingError

__all__ = ["import_bytes", "import_document", "import_path", "sniff"]


def sniff(raw: bytes, name: str = "", declared: str = "") -> str:
    """Kind of some bytes: html, pdf, feed, mbox, mail, archive or text. The bytes decide, then the name.

    Examples
    --------
    >>> sniff(b"%PDF-1.7"), sniff(b"<!doctype html><p>x"), sniff(b"Oil flows.", "a.txt")
    ('pdf', 'html', 'text')
    """
    head = raw[:2048].lstrip(b"\xef\xbb\xbf \t\r\n")
    low = head[:1500].lower()
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if head.startswith(b"%PDF-"):
        return "pdf"
    if (
        raw[:4] == b"PK\x03\x04"
        or raw[:3] == b"\x1f\x8b\x08"
        or raw[257:262] == b"ustar"
        or raw[:3] == b"BZh"
        or raw[:6] == b"\xfd7zXZ\x00"
    ):
        return "archive"
    if re.match(
        rb"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*(?:<!doctype[^>]*(?:\[.*?\])?[^>]*>\s*)?<(?:rss|feed|rdf:rdf)\b",
        low,
        re.S,
    ):
        return "feed"
    if head.startswith(b"From ") and ending in ("mbox", "mbx", ""):
        return "mbox"
    if ending == "mbox":
        return "mbox"
    if ending == "eml" or re.match(
        rb"(?:received|return-path|mime-version|delivered-to|message-id|from|date|subject):[^\n]*\n(?:[\w-]+:|\s)",
        low,
    ):
        return "mail"
    if (
        ending in ("html", "htm", "xhtml")
        or "html" in declared
        or re.match(
            rb"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body|div|p|article|meta)\b",
            low,
            re.S,
        )
    ):
        return "html"
    if ending in ("rss", "atom") or (ending == "xml" and b"<rss" in low):
        return "feed"
    return "text"


def import_bytes(
    raw: bytes, *, name: str, doc_id: str = "", address: str = "", declared: str = "", charset: str = "", limits: Limits | None = None,
    _level: int = 0,
) -> list[Document]:  # fmt: skip
    """Documents in some bytes.

    Raises
    ------
    ReadingError
        Refused, with the reason.
    """
    limits = limits or Limits()
    if len(raw) > limits.raw_bytes:
        raise _too_large(len(raw), limits, name)
    stem = Path(name).stem or "document"
    own = doc_id or re.sub(r"[^A-Za-z0-9_.:-]+", "-", stem).strip("-._:") or "document"
    shown = address or name
    kind = sniff(raw, name, declared)
    if kind == "pdf":
        from netback.reading.importers.pdf import read_pdf

        return [read_pdf(raw, doc_id=own, address=shown, limits=limits)]
    if kind == "html":
        from netback.reading.importers.html import read_html

        return [read_html(raw, doc_id=own, address=address, charset=charset, limits=limits)]
    if kind == "feed":
        from netback.reading.importers.feed import read_feed

        return read_feed(raw, doc_id=own, address=shown, limits=limits)
    if kind in ("mbox", "mail"):
        from netback.reading.importers.mail import read_mail, read_mbox

        if kind == "mbox":
            return read_mbox(raw, doc_id=own, address=shown, limits=limits)
        return [read_mail(raw, doc_id=own, address=shown, limits=limits)]
    if kind == "archive":
        from netback.reading.importers.folder import members

        if _level >= 1:
            raise ReadingError(
                "reading/too-deep", "the archive holds another archive", "the inner archive, unpacked", shown
            )
        out: list[Document] = []
        for inner, data in members(raw, shown, limits):
            out.extend(
                import_bytes(data, name=inner, address=f"{shown}!{inner}", limits=limits, _level=_level + 1)
            )
        return out
    from netback.reading.importers.text import read_text

    document = read_text(raw, doc_id=own, address=shown, limits=limits)
    dated = re.search(r"(?<!\d)(20\d{2}-\d{2}-\d{2})(?!\d)", Path(name).name)
    if dated:
        document = document.model_copy(update={"published": dated.group(1), "published_by": "file name"})
    return [document]


def _too_large(size: int, limits: Limits, name: str) -> ReadingError:
    return ReadingError(
        "reading/too-large",
        f"{size:,} bytes; at most {limits.raw_bytes:,} are read",
        "one report, not an archive",
        name,
    )


def import_path(path: str | Path, *, doc_id: str = "", limits: Limits | None = None) -> list[Document]:
    """Documents of a file or a folder; the size is looked up before a byte is read.

    Raises
    ------
    ReadingError
        Refused, with the reason.
    """
    limits = limits or Limits()
    path = Path(path)
    if path.is_dir():
        from netback.reading.importers.folder import folder_files

        out: list[Document] = []
        for file in folder_files(path, limits):
            out.extend(import_path(file, limits=limits))
        return out
    try:
        if not path.is_file():
            what = (
                f"there is no file {str(path)!r}"
                if not path.exists()
                else f"{str(path)!r} is neither a file nor a folder"
            )
            raise ReadingError(
                "reading/no-file", what, "a file, a folder, or an address beginning with https://", str(path)
            )
        size = path.stat().st_size
        if size > limits.raw_bytes:
            raise _too_large(size, limits, str(path))
        raw = path.read_bytes()
    except OSError as error:
        raise ReadingError(
            "reading/no-file", f"{str(path)!r} cannot be read: {error.strerror}", "", str(path)
        ) from None
    return import_bytes(raw, name=path.name, doc_id=doc_id, address=path.name, limits=limits)


def import_document(
    where: str | Path, *, doc_id: str = "", limits: Limits | None = None, allow_private: bool = False
) -> list[Document]:
    """Documents of a file, a folder or an address.

    Parameters
    ----------
    where : str or Path
        Path, or an address beginning with http:// or https://.
    doc_id : str
        Id for a single document.
    limits : Limits
    allow_private : bool
        Whether addresses inside the own network may be fetched.

    Raises
    ------
    ReadingError
        Refused, with the reason.
    """
    text = str(where)
    if re.match(r"^[A-Za-z][A-Za-z0-9+.-]*://", text):
        from netback.reading.fetch import fetch

        got = fetch(text, limits=limits, allow_private=allow_private)
        name = got.address.split("?", 1)[0].rstrip("/").rsplit("/", 1)[-1] or "page"
        return import_bytes(
            got.raw,
            name=name,
            doc_id=doc_id,
            address=got.address,
            declared=got.media_type,
            charset=got.charset,
            limits=limits,
        )
    return import_path(where, doc_id=doc_id, limits=limits)
