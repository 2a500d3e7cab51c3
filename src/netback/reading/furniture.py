"""What stands on a page and is not its text: bylines, links to other articles, buttons, captions, datelines."""

from __future__ import annotations

import re

from netback.reading.sentences import fold

__all__ = ["dateline_end", "is_furniture", "is_headline"]

_LINES = re.compile(
    r"^(?:"
    r"(?:(?:read|see|watch|learn)\s+(?:more|also|next|full)|what\s+to\s+read\s+next|up\s+next|further\s+reading|don't\s+miss|from\s+our\s+archives?)\b.*|also\s+(?:read|on|see|in\s+this\s+(?:edition|issue|section))\b.*|more\s*:.*|read\s*:.*|related(?:\s+(?:articles?|stories|news|topics|posts))?\b[:\s].*|related|more\s+(?:on|from)\b.*|"
    r"most\s+(?:read|popular|viewed)\b.*|recommended(?:\s+for\s+you)?\b.*|you\s+may\s+(?:also\s+)?(?:like|read).*|trending.*|editor'?s\s+picks?.*|"
    r"written\s+by\b.*|by\s+(?:our\s+)?(?:staff|correspondent|reporters?|the\s+\w+\s+desk)\b.{0,60}|\(?(?:reporting|editing|writing|edited|translated|compiled|additional\s+reporting|photography)\s+by\b.*|our\s+standards\s*:.*|"
    r"(?:share|tweet|print|email|save|subscribe|sign\s+(?:up|in)|log\s+in|follow\s+us|comments?|advertisement|sponsored|copy\s+link|home|menu|search|back\s+to\s+top|listen|play|download|translate|whatsapp|telegram|facebook|twitter|linkedin)\b.{0,60}|"
    r"subscribe\b.*|sign\s+up\b.*|join\s+(?:our|us)\b.*|click\s+here\b.*|this\s+website\s+uses\s+cookies.*|accept\s+(?:all\s+)?cookies.*|"
    r"(?:photo|image|picture|file\s+photo|caption|video|graphic|credit|source|map|illustration|archive)s?\s*[:/(|].*|.*\((?:photo|file|image|archive|afp|reuters|epa|ap)(?:\s+photo|\s*:.*)?\)|"
    r"(?:tags?|topics?|categor(?:y|ies)|keywords|filed\s+under|section)\s*:.*|"
    r"(?:copyright|\(c\)|©|all\s+rights\s+reserved).*|.*all\s+rights\s+reserved.*|"
    r"(?:last\s+)?(?:updated|published|posted|modified|date)\b\s*(?:on|at|:)?\s*[\w,:. +-]{0,50}|\d+\s*(?:min(?:ute)?s?|hours?|days?)\s*(?:read|ago)|"
    r"(?:forward[- ]looking\s+statements?|disclaimer|for\s+(?:further|more)\s+information|contacts?|contact\s*:.*|media\s+contact(?:s?\s*:.*)?|about\s+the\s+author|about\s+[A-Z]\w+|notes?\s+to\s+editors|ends?|-+\s*ends?\s*-+|\*+|#+|-+)\s*[:.]?|"
    r"(?:tel|phone|e-?mail|fax|www\.|https?://)\S*.*|\S+@\S+\.\w+"
    r")$",
    re.I,
)
_BYLINE = re.compile(
    r"^(?:(?:Analysis|Opinion|Commentary|Text|Words|Story|Report|Interview)\s+)?(?:[Bb]y|BY)\s+(?!(?:the|The|a|an|its|his|their)\b)(?P<name>[A-Z][\w.'-]+(?:\s+(?:(?:al|el|bin|de|van|von|and)[\s-])?[A-Z][\w.'-]*){0,5})"
    r"(?P<rest>\s*(?:[,|/(-]|and\b).{0,80})?$"
)
_NO_NAME = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|October|November|December|"
    r"(?:Land|Sea|Air|Then|Now|Noon|Midnight|Night|Day|Contrast|Comparison|Law|Spring|Summer|Autumn|Winter|Far|Early|Late)\b"
)
_TO_THE_READER = re.compile(r"\b(?:us|our|your|you|this\s+(?:article|story|page)|newsletter|here)\b", re.I)
_MON = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w*\.?"
_DAY_OF = rf"(?:{_MON}\s+\d{{1,2}}|\d{{1,2}}\s+{_MON})(?:,?\s+\d{{4}})?"
_DATELINE = re.compile(
    rf"^(?:(?:{_DAY_OF},?\s+)?(?:[A-Z][A-Z.'/ -]{{2,40}}|[A-Z][\w'-]+(?:\s[A-Z][\w'-]+)?)(?:,\s*[A-Za-z. ]{{2,30}})?\.?"
    rf"(?:,\s*(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\w*,?\s*)?{_DAY_OF})?"
    r"\s*(?:\([^)]{2,30}\)\s*|/[\w .]{2,30}/\s*)?|"
    rf"(?:{_DAY_OF}\s*)?\([A-Z][^)]{{1,30}}\)\s*)"
    r"(?:-{1,3}|:)\s+(?:(?:[A-Z]{2,6})\s+-{1,3}\s+)?(?=[A-Z\"'])"
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
    words = len(plain.split())
    signed = _BYLINE.match(plain)
    if (
        signed
        and words <= 16
        and not plain.endswith((".", "!", "?", ":"))
        and not _NO_NAME.match(signed.group("name"))
    ):
        return True
    found = _LINES.match(plain)
    if not found:
        return False
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
            "up next",
            "further reading",
            "from our archive",
            "also in this",
            "our standards",
        )
    )
    told = plain.endswith((".", "!", "?")) and words >= 5 and not _TO_THE_READER.search(plain)
    return (
        starts
        or (words <= 12 and not told)
        or not plain.endswith(".")
        or bool(
            re.match(r"\(?(?:reporting|editing|writing|edited|translated|compiled|additional)\b", plain, re.I)
        )
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
