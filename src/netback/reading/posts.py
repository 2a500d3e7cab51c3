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
        post, press conference, question; none for the answers of a page of questions and answers, which nobody speaks.
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


_HANDLE = r"[(\[]?(?P<handle>@\w+)[)\]]?"
_SIGNATURE = re.compile(rf"^\s*-{{1,3}}\s*(?P<name>[^()@]{{2,60}}?)[\s,|]*{_HANDLE}\s*(?P<date>.{{0,70}})$")
_INLINE = re.compile(
    r"\s-{1,3}\s*(?P<name>[A-Z][^()@]{2,60}?)[\s,|]*[(\[](?P<handle>@\w+)[)\]]\s*(?P<date>.{0,70})$"
)
_HEADER = re.compile(
    rf"^\s*(?P<name>[^()@:]{{2,60}}?)[\s,|]*{_HANDLE}(?:\s*(?:[-|,]|on\s+\w+|\u00b7)\s*(?P<date>[\w ,.:/\u00b7-]{{4,60}}))?\s*:?\s*$"
)
_LABEL = re.compile(
    r"^(?P<name>[A-Z][A-Z.'-]*(?:\s+[A-Z][A-Z.'-]*){0,3}|[QA]\d*|(?i:question|answer|reporter|journalist|moderator|interviewer|host))"
    r"\s*(?:\([^)]{2,40}\)\s*)?:\s+"
)
_Q_DOT = re.compile(r"^(?P<name>[QA])\.\s+")
_NAMED = re.compile(r"^(?P<name>(?:[A-Z][\w.'-]*\s+){0,3}[A-Z][\w.'-]*)\s*(?:\([^)]{2,40}\)\s*)?:\s+")
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
    labels = _labels(sentences)
    for n, sentence in enumerate(sentences):
        plain = sentence.plain
        signed = _SIGNATURE.match(plain)
        inline = None if signed else _INLINE.search(plain)
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
        label = labels.get(n)
        if label:
            last = next((k for k in labels if k > n), len(sentences))
            out.append(_speech(label, n, last, aliases))
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


def _labels(sentences: list[Sentence]) -> dict[int, re.Match[str]]:
    """Sentences that open a speech. A name in small letters is a label where two of them take turns."""
    heads = {n: fold(s.text[:90]) for n, s in enumerate(sentences) if s.first}
    sure = {n: found for n, head in heads.items() if (found := _LABEL.match(head))}
    dotted = {n: found for n, head in heads.items() if (found := _Q_DOT.match(head))}
    if {found.group("name") for found in dotted.values()} == {"Q", "A"}:
        sure |= dotted
    named = {n: found for n, head in heads.items() if n not in sure and (found := _NAMED.match(head))}
    names = [found.group("name") for found in named.values()]
    often = {name for name in names if names.count(name) >= 2}
    if len(often) >= 2 or (often and sure):
        sure |= {n: found for n, found in named.items() if found.group("name") in often}
    return dict(sorted(sure.items()))


_ASKS = ("REPORTER", "QUESTION", "JOURNALIST", "MODERATOR", "INTERVIEWER", "HOST", "PRESS", "MEDIA")


def _speech(label: re.Match[str], n: int, last: int, aliases: AliasTable) -> Voice:
    name = label.group("name")
    if name.upper() in _ASKS:
        return Voice(n, last, "", "question")
    if name.upper() == "ANSWER" or re.fullmatch(r"[QA]\d*", name):
        return Voice(n, last, "", "question" if name[0] == "Q" else "none")
    shown = name.title() if name.isupper() else name
    who = aliases.lookup(shown) or aliases.lookup(name) or _inside(shown, aliases) or name
    return Voice(n, last, who, "press conference")
