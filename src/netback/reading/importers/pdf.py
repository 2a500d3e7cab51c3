"""PDF through pypdf, with a page map; a scan without text is said to be one."""

from __future__ import annotations

import base64
from typing import Any

from netback.reading.document import Document, Limits, Page, make_document
from netback.reading.faults import ReadingError
from netback.reading.importers._sandbox import run

__all__ = ["extract", "read_pdf"]


def read_pdf(raw: bytes, *, doc_id: str, address: str = "", limits: Limits | None = None) -> Document:
    """A document from a PDF; pages are kept apart by a form feed, and `Document.pages` says where each stands.

    Raises
    ------
    ReadingError
        Broken, encrypted, too many pages, too slow.
    """
    limits = limits or Limits()
    got = run(
        "pdf",
        {"raw": base64.b64encode(raw).decode("ascii"), "pages": limits.pages, "chars": limits.text_chars},
        limits,
    )
    if got.get("fault"):
        raise ReadingError(str(got["fault"]), str(got["what"]), str(got.get("fix", "")), address)
    text, pages = "", []
    for number, page in enumerate(got["pages"], start=1):
        start = len(text)
        text += page + "\n\f"
        pages.append(Page(number=number, start=start, end=len(text)))
    letters = sum(c.isalpha() for c in text)
    is_scan = letters < 20 * max(1, len(pages)) and letters < 200
    warnings = ("this is a scan: its pages hold no text, so nothing can be read from it",) if is_scan else ()
    return make_document(
        text, doc_id=doc_id, raw=raw, extractor=str(got["extractor"]), title=str(got.get("title") or ""), address=address,
        published=str(got.get("date") or ""), published_by="creation date in the PDF; check it" if got.get("date") else "",
        media_type="application/pdf", encoding="", pages=tuple(pages), is_scan=is_scan, warnings=warnings,
    )  # fmt: skip


def extract(job: dict[str, Any]) -> dict[str, Any]:
    """What runs in the other process."""
    try:
        import pypdf
    except ImportError:
        return {"missing": "pypdf"}
    import io
    import logging
    import warnings

    warnings.simplefilter("ignore")
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(io.BytesIO(base64.b64decode(job["raw"])), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            return {
                "fault": "reading/encrypted",
                "what": "the PDF asks for a password",
                "fix": "an open copy of it",
            }
        count = len(reader.pages)
        if count > job["pages"]:
            return {
                "fault": "reading/too-large",
                "what": f"the PDF has {count} pages; at most {job['pages']} are read",
            }
        out: list[str] = []
        total = 0
        for page in reader.pages:
            out.append(page.extract_text() or "")
            total += len(out[-1])
            if total > job["chars"]:
                return {
                    "fault": "reading/too-large",
                    "what": f"the text has more than {job['chars']:,} characters",
                }
        title, date = _meta(reader)
    except (
        pypdf.errors.PyPdfError,
        RecursionError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        OSError,
        ZeroDivisionError,
        OverflowError,
        AssertionError,
        NotImplementedError,
    ) as error:
        return {
            "fault": "reading/broken-pdf",
            "what": f"the PDF cannot be taken apart ({type(error).__name__})",
            "fix": "the text, saved as .txt",
        }
    return {"pages": out, "title": title, "date": date, "extractor": f"pypdf@{pypdf.__version__}"}


def _meta(reader: Any) -> tuple[str, str]:
    try:
        info = reader.metadata
        title = str(info.title or "") if info else ""
        created = info.creation_date if info else None
    except (ValueError, TypeError, AttributeError, KeyError):
        return "", ""
    return title, created.strftime("%Y-%m-%d") if created else ""
