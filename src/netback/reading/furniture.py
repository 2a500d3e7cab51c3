"""What stands on a page and is not its text: bylines, links to other articles, buttons, captions, datelines."""

from __future__ import annotations

import re

from netback.reading.sentences import fold

__all__ = ["dateline_end", "is_furniture", "is_headline"]

_LINES = re.compile(
    r"^(?:"
    r"(?:read|see|watch|learn)\s+(?:more|also|next|full)\b.*|also\s+(?:read|on|see)\b.*|read\s*:.*|related(?:\s+(?:articles?|stories|news|topics|posts))?\b[:\s].*|related|more\s+(?:on|from)\b.*|"
    r"most\s+(?:read|popular|viewed)\b.*|recommended(?:\s+for\s+you)?\b.*|you\s+may\s+(?:also\s+)?(?:like|read).*|trending.*|editor'?s\s+picks?.*|"
    r"written\s+by\b.*|by\s+(?:our\s+)?(?:staff|correspondent|reporters?|the\s+\w+\s+desk)\b.{0,60}|by\s+(?:[A-Z][\w.'-]+\s*(?:,|and)?\s*){1,6}|(?:reporting|editing|writing|edited|additional\s+reporting|photography)\s+by\b.*|"
    r"(?:share|tweet|print|email|save|subscribe|sign\s+(?:up|in)|log\s+in|follow\s+us|comments?|advertisement|sponsored|copy\s+link|home|menu|search|back\s+to\s+top|listen|play|download|translate|whatsapp|telegram|facebook|twitter|linkedin)\b.{0,60}|"
    r"subscribe\b.*|sign\s+up\b.*|join\s+(?:our|us)\b.*|click\s+here\b.*|this\s+website\s+uses\s+cookies.*|accept\s+(?:all\s+)?cookies.*|"
    r"(?:photo|image|picture|file\s+photo|caption|video|graphic|credit|source|map|illustration|archive)s?\s*[:/(|].*|.*\((?:photo|file|image|archive|afp|reuters|epa|ap)(?:\s+photo|\s*:.*)?\)|"
    r"(?:tags?|topics?|categor(?:y|ies)|keywords|filed\s+under|section)\s*:.*|"
    r"(?:copyright|\(c\)|©|all\s+rights\s+reserved).*|.*all\s+rights\s+reserved.*|"
    r"(?:last\s+)?(?:updated|published|posted|modified|date)\b\s*(?:on|at|:)?\s*[\w,:. +-]{0,50}|\d+\s*(?:min(?:ute)?s?|hours?|days?)\s*(?:read|ago)|"
    r"(?:forward[- ]looking\s+statements?|disclaimer|for\s+(?:further|more)\s+information|contacts?|media\s+contact|about\s+the\s+author|about\s+[A-Z]\w+|notes?\s+to\s+editors|ends?|-+\s*ends?\s*-+|\*+|#+|-+)\s*[:.]?|"
    r"(?:tel|phone|e-?mail|fax|www\.|https?://)\S*.*|\S+@\S+\.\w+"
    r")$",
    re.I,
)
_DATELINE = re.compile(
    r"^(?:[A-Z][A-Z.'/ -]{2,40}|[A-Z][\w'-]+(?:\s[A-Z][\w'-]+)?)(?:,\s*[A-Za-z. ]{2,30})?"
    r"(?:,\s*(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\w*,?\s*)?(?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w*\.?\s+\d{1,2}|\d{1,2}\s+(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w*)(?:,?\s+\d{4})?)?"
    r"\s*(?:\([^)]{2,30}\)\s*)?(?:-{1,3}|:)\s+(?=[A-Z\"'])"
)


def is_furniture(line: str) -> bool:
    """Whether a line is page furniture.

    Examples
    --------
    >>> is_furniture("Read More: Ministers Welcome the Deal"), is_furniture("The line was shut on Monday.")
    (True, False)
    """
    plain = " ".join(fold(line).split()).lstrip("*>#| ")
    if not plain or not re.search(r"[A-Za-z]", plain):
        return True
    if plain.lower().startswith(
        ("share of", "email from", "save for", "print run", "date of", "home to", "search for")
    ):
        return False
    found = _LINES.match(plain)
    if not found:
        return False
    words = len(plain.split())
    # A full sentence that only begins like furniture is text.
    starts = plain.lower().startswith(
        (
            "read",
            "also read",
            "see also",
            "related",
            "more on",
            "written by",
            "photo",
            "image",
            "subscribe",
            "sign up",
            "copyright",
            "more from",
        )
    )
    return (
        starts
        or words <= 12
        or not plain.endswith(".")
        or bool(re.match(r"(?:reporting|editing|writing|edited|additional)\b", plain, re.I))
    )


def dateline_end(text: str) -> int:
    """Code points taken by a dateline such as "ERBIL, April 12 (Agency) - "; 0 without one.

    Examples
    --------
    >>> dateline_end("ERBIL, April 12 - Exports resumed.")
    18
    """
    found = _DATELINE.match(fold(text[:120]))
    if not found or len(found.group()) > 90:
        return 0
    head = found.group()
    comma = "," in head or "(" in head or head.split()[0].isupper() or head.rstrip().endswith("-")
    return found.end() if comma and not head.rstrip().endswith(":") else 0


def is_headline(text: str, position: int) -> bool:
    """Whether the first lines of a document hold a headline: short, no full stop.

    Parameters
    ----------
    text : str
        The line.
    position : int
        Number of the paragraph, from 0.
    """
    stripped = text.strip()
    return position <= 1 and len(stripped) <= 160 and stripped[-1:] not in '.!?:;"”'
