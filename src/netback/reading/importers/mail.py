"""mbox and single mails, with the standard library: plain part first, date header, quoted replies left out."""

from __future__ import annotations

import email
import email.policy
import re
from email.message import EmailMessage, Message
from email.utils import parsedate_to_datetime

from netback.reading.document import Document, Limits, clean_title, make_document
from netback.reading.faults import ReadingError
from netback.reading.importers.feed import plain_of
from netback.reading.importers.text import decode

__all__ = ["read_mail", "read_mbox"]

_FROM = re.compile(rb"(?:\A|(?<=\n))From [^\r\n]{1,200}\r?\n")
_REPLY = re.compile(
    r"(?:^-{2,}\s*(?:Original|Forwarded) Message|^On .{5,120} wrote:\s*$|^_{10,}\s*$)", re.I | re.M
)


def read_mbox(raw: bytes, *, doc_id: str, address: str = "", limits: Limits | None = None) -> list[Document]:
    """Documents of a mailbox, one for each mail with text.

    Raises
    ------
    ReadingError
        Too many mails.
    """
    limits = limits or Limits()
    starts = [m.end() for m in _FROM.finditer(raw)]
    if not starts:
        return [read_mail(raw, doc_id=doc_id, address=address, limits=limits)]
    if len(starts) > limits.members:
        raise ReadingError(
            "reading/too-many", f"the mailbox has more than {limits.members} mails", "", address
        )
    ends = [m.start() for m in _FROM.finditer(raw)][1:] + [len(raw)]
    out: list[Document] = []
    for number, (start, end) in enumerate(zip(starts, ends), start=1):
        piece = raw[start:end].replace(b"\n>From ", b"\nFrom ")
        out.append(read_mail(piece, doc_id=f"{doc_id}-{number}", address=address, limits=limits))
    return [d for d in out if d.text.strip()]


def read_mail(raw: bytes, *, doc_id: str, address: str = "", limits: Limits | None = None) -> Document:
    """A document from one mail.

    Raises
    ------
    ReadingError
        Its parts are nested too deeply.
    """
    limits = limits or Limits()
    if raw.lower().count(b"content-type:") > limits.nesting:
        raise ReadingError("reading/too-deep", f"the mail has more than {limits.nesting} parts", "", address)
    try:
        message = email.message_from_bytes(raw, policy=email.policy.compat32)
    except RecursionError:
        raise ReadingError(
            "reading/too-deep", "the parts of the mail are nested too deeply", "", address
        ) from None
    text, warnings = _body(message, limits, address)
    reply = _REPLY.search(text)
    if reply and reply.start() > 0:
        text = text[: reply.start()]
    text = "\n".join(line for line in text.splitlines() if not line.startswith(">")).strip() + "\n"
    title = clean_title(_header(message, "subject"))
    date = ""
    try:
        date = parsedate_to_datetime(_header(message, "date")).strftime("%Y-%m-%d")
    except (TypeError, ValueError, IndexError):
        warnings = (*warnings, "the mail has no date that can be read")
    sender = clean_title(re.sub(r"<[^<>]*>", "", _header(message, "from")).strip(' "'))
    full = f"{title}\n{text}" if title else text
    return make_document(
        full, doc_id=doc_id, raw=raw, extractor="email@1", title=title, publisher=sender, address=address, published=date,
        published_by="mail header" if date else "", media_type="message/rfc822", warnings=warnings,
    )  # fmt: skip


def _header(message: Message, name: str) -> str:
    from email.header import decode_header

    out = ""
    for part, charset in decode_header(str(message.get(name, ""))[:2000]):
        out += decode(part, charset or "")[0] if isinstance(part, bytes) else part
    return out


def _body(message: Message, limits: Limits, address: str) -> tuple[str, tuple[str, ...]]:
    """The first plain part, else the first HTML part, looking no deeper than ten levels."""
    plain: list[str] = []
    marked: list[str] = []
    skipped = 0
    stack: list[tuple[Message, int]] = [(message, 0)]
    seen = 0
    while stack:
        part, depth = stack.pop(0)
        seen += 1
        if depth > 10 or seen > limits.nesting:
            raise ReadingError("reading/too-deep", "the parts of the mail are nested too deeply", "", address)
        payload = part.get_payload()
        if part.is_multipart() and isinstance(payload, list):
            stack[:0] = [(p, depth + 1) for p in payload if isinstance(p, Message | EmailMessage)]
            continue
        kind = part.get_content_type()
        if part.get_filename() or kind not in ("text/plain", "text/html"):
            skipped += 1
            continue
        data = part.get_payload(decode=True)
        body = decode(data if isinstance(data, bytes) else b"", part.get_content_charset() or "")[0]
        (plain if kind == "text/plain" else marked).append(body)
    notes = (f"{skipped} attached part(s) left out",) if skipped else ()
    if any(p.strip() for p in plain):
        return next(p for p in plain if p.strip()), notes
    return (plain_of(marked[0]) if marked else ""), notes
