"""Names and texts in the form in which they are compared."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["slug", "tidy_name"]


def tidy_name(text: str) -> str:
    """A name as it is compared: no case, no accents, no article, single spaces.

    Examples
    --------
    >>> tidy_name("The  Türkiye Daily")
    'turkiye daily'
    """
    plain = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    words = plain.split()
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


def slug(text: str, most: int = 40) -> str:
    """A name as letters, digits and _.

    Examples
    --------
    >>> slug("The State Department")
    'state_department'
    """
    return re.sub(r"[^a-z0-9]+", "_", tidy_name(text)).strip("_")[:most].strip("_")
