"""A timeline as iCalendar (RFC 5545): one all-day entry for each dated event, contact and claim."""

from __future__ import annotations

import datetime as dt
import hashlib
import re

from netback.desk.export import Material, headline, outlet

__all__ = ["render"]


def render(material: Material) -> str:
    """Events by date; those without one are left out, and so are figures. A month or a year is an entry as long as that."""
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//netback//desk//EN", "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_text(material.title)}",
    ]  # fmt: skip
    for s in material.statements:
        if s.as_of_date is None or s.kind == "quantity":
            continue
        about = outlet(material, s)
        uid = hashlib.sha256(f"{material.case} {s.id}".encode()).hexdigest()[:32]
        last = (s.until_date or s.as_of_date).latest
        lines += [
            "BEGIN:VEVENT", f"UID:{uid}@netback", f"DTSTAMP:{s.published_on:%Y%m%d}T000000Z",
            f"DTSTART;VALUE=DATE:{s.as_of_date.earliest:%Y%m%d}",
            f"DTEND;VALUE=DATE:{min(last, dt.date.max - dt.timedelta(days=1)) + dt.timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_text(headline(s))}", "TRANSP:TRANSPARENT",
            "DESCRIPTION:" + _text(f"{about['publisher']}, {s.published_on}. Statement {s.id}."),
            f"CATEGORIES:{_text(s.event or s.kind)}",
        ]  # fmt: skip
        if about["address"]:
            lines.append(f"URL:{about['address']}")
        lines.append("END:VEVENT")
    lines.append("END:VCALENDAR")
    return "".join(_fold(line) + "\r\n" for line in lines)


def _text(text: str) -> str:
    """A text value: no line can be begun from inside it."""
    plain = re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", " ", text)
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def _fold(line: str) -> str:
    """Lines of at most 75 bytes; a character is never cut."""
    out, size = [], 0
    for char in line:
        width = len(char.encode())
        if size + width > 75:
            out.append("\r\n ")
            size = 1
        out.append(char)
        size += width
    return "".join(out)
