"""Posts, transcripts and letters inside a document: stretches in which somebody speaks in the first person."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from netback.reading.aliases import AliasTable
from netback.reading.dates_in_text import find_dates
from netback.reading.sentences import Sentence, fold

__all__ = ["Voice", "find_voices", "without_links"]


@dataclass(frozen=True)
class Voice:
    """A stretch with a speaker of its own.

    Parameters
    ----------
    first, last : int
        Sentence numbers, last excluded.
    who : str
        Id, or the name as written.
    channel : str
        post, interview, press conference.
    date : datetime.date or None
        Day of the post.
    skip : tuple of int
        Sentences that are only its signature.
    """

    first: int
    last: int
    who: str
    channel: str
    date: dt.date | None = None
    skip: tuple[int, ...] = ()


_SIGNATURE = re.compile(
    r"^\s*(?:-{1,3}|--)\s*(?P<name>[^()@]{2,60}?)\s*\((?P<handle>@\w+)\)\s*(?P<date>.{0,40})$"
)
_HEADER = re.compile(
    r"^\s*(?P<name>[^()@:]{2,60}?)\s*[(]?(?P<handle>@\w+)[)]?(?:\s*(?:[-|,]|on\s+\w+|\u00b7)\s*(?P<date>[\w ,.]{4,40}))?\s*:?\s*$"
)
_LABEL = re.compile(r"^(?P<name>[A-Z][A-Z.'-]*(?:\s+[A-Z][A-Z.'-]*){0,3}|Q|A)\s*:\s+")
_LINK = re.compile(r"(?:https?://|pic\.twitter\.com/|t\.co/|www\.)\S+|#\w+")


def without_links(text: str) -> str:
    """The text with links and tags blanked, at the same length, for matching only.

    Examples
    --------
    >>> without_links("Good call https://t.co/x today")
    'Good call                today'
    """
    return _LINK.sub(lambda m: " " * len(m.group()), text)


def find_voices(sentences: list[Sentence], aliases: AliasTable, published: dt.date) -> list[Voice]:
    """Embedded posts and labelled speeches, in order."""
    out: list[Voice] = []
    paragraph_start: dict[int, int] = {}
    for n, sentence in enumerate(sentences):
        paragraph_start.setdefault(sentence.paragraph, n)
    for n, sentence in enumerate(sentences):
        plain = sentence.plain
        signed = _SIGNATURE.match(plain)
        inline = re.search(
            r"\s(?:-{1,3})\s*(?P<name>[A-Z][^()@]{2,50}?)\s*\((?P<handle>@\w+)\)\s*(?P<date>.{0,40})$", plain
        )
        if signed or inline:
            found = signed or inline
            assert found is not None
            first = paragraph_start[sentence.paragraph]
            if signed and first == n and n:
                first = paragraph_start[sentences[n - 1].paragraph]
            out.append(_post(found, first, n + 1, (n,) if signed else (), aliases, published))
            continue
        header = _HEADER.match(plain) if sentence.first else None
        if header and n + 1 < len(sentences):
            last = n + 1
            while last < len(sentences) and sentences[last].paragraph == sentences[n + 1].paragraph:
                last += 1
            out.append(_post(header, n, last, (n,), aliases, published))
            continue
        label = _LABEL.match(plain) if sentence.first else None
        if label:
            out.append(_speech(label, n, sentences, aliases))
    return out


def _post(
    found: re.Match[str],
    first: int,
    last: int,
    skip: tuple[int, ...],
    aliases: AliasTable,
    published: dt.date,
) -> Voice:
    name = found.group("name").strip(" -")
    handle = found.group("handle")
    who = aliases.lookup(name) or aliases.lookup(handle) or _inside(name, aliases) or name
    dates = [d for d in find_dates(found.group("date") or "", published) if d.first]
    return Voice(first, last, who, "post", dates[0].first if dates else None, skip)


def _inside(name: str, aliases: AliasTable) -> str:
    mentions = [m for m in aliases.find(name) if m.kind != "place"]
    return mentions[-1].id if mentions else ""


def _speech(label: re.Match[str], n: int, sentences: list[Sentence], aliases: AliasTable) -> Voice:
    name = label.group("name")
    last = n + 1
    while last < len(sentences) and not (
        sentences[last].first and _LABEL.match(fold(sentences[last].text[:60]))
    ):
        last += 1
    if name in ("REPORTER", "QUESTION", "JOURNALIST", "MODERATOR"):
        return Voice(n, last, "", "question")
    if name in ("Q", "A"):
        return Voice(n, last, "", "question" if name == "Q" else "interview")
    shown = name.title()
    who = aliases.lookup(shown) or aliases.lookup(name) or _inside(shown, aliases) or name
    return Voice(n, last, who, "press conference")
