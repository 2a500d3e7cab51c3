"""Text to sentences, keeping code point offsets.

Lines are split first, since a headline, a byline and a link have no full stop. Lines that are only wrapped (a mail,
a PDF, a text file at 72 columns) are put together again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Sentence", "fold", "split_lines", "split_sentences"]

_FOLD = {
    "‘": "'", "’": "'", "ʼ": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " ",
    "ı": "i", "ø": "o", "ł": "l", "đ": "d", "İ": "I", "\n": " ", "\r": " ",
}  # fmt: skip


def fold(text: str) -> str:
    """The same number of code points, with accents, curly quotes, dashes and line ends made plain.

    Examples
    --------
    >>> fold("Türkiye’s")
    "Turkiye's"
    """
    if text.isascii():
        return text.replace("\n", " ").replace("\r", " ").replace("\t", " ")
    return "".join(c if c.isascii() and c not in "\n\r\t" else _plain(c) for c in text)


def _plain(char: str) -> str:
    import unicodedata

    if char in _FOLD:
        return _FOLD[char]
    base = unicodedata.normalize("NFD", char)[0]
    return base if base.isascii() and len(base) == 1 else char


@dataclass(frozen=True)
class Sentence:
    """One sentence and where it stands.

    Parameters
    ----------
    start, end : int
        Code points in the document.
    text : str
        As written.
    paragraph : int
        Number of its paragraph, from 0.
    first : bool
        Whether it opens its paragraph.
    """

    start: int
    end: int
    text: str
    paragraph: int
    first: bool

    @property
    def plain(self) -> str:
        """`text` folded: same offsets, plain letters."""
        return fold(self.text)


_ABBREVIATIONS = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "gen",
        "lt",
        "col",
        "sgt",
        "capt",
        "maj",
        "brig",
        "rep",
        "sen",
        "gov",
        "st",
        "sr",
        "jr",
        "no",
        "nos",
        "vs",
        "inc",
        "ltd",
        "corp",
        "co",
        "bros",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sept",
        "sep",
        "oct",
        "nov",
        "dec",
        "u.s",
        "u.k",
        "u.n",
        "e.u",
        "a.m",
        "p.m",
        "e.g",
        "i.e",
        "approx",
        "est",
        "fig",
        "dept",
        "min",
        "art",
        "al",
        "etc",
        "hon",
        "rev",
        "amb",
        "ph.d",
        "mt",
        "eng",
        "h.e",
        "messrs",
        "adm",
        "cmdr",
        "pres",
        "vol",
        "pp",
        "cf",
        "para",
        "ca",
    ]
)
_CLOSING = frozenset(
    (
        "inc",
        "ltd",
        "corp",
        "co",
        "bros",
        "plc",
        "etc",
        "u.s",
        "u.k",
        "u.n",
        "e.u",
        "a.m",
        "p.m",
        "n.v",
        "b.v",
        "s.a",
        "a.s",
    )
)
"""Abbreviations that may close a sentence as well."""
_MONTHS = frozenset(("jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec"))
_STARTER = re.compile(
    r"[\s\"'“‘(]*(?:The|It|He|She|They|We|You|I|In|On|At|By|For|From|With|Under|But|And|Yet|So|A|An|This|That|These|Those|His|Her|Its|Their|There|"
    r"When|While|After|Before|If|As|Since|Now|Then|Both|Neither|None|Some|Most|All|Earlier|Later|Last|Meanwhile|However|Washington|Baghdad)\b"
)
_BREAK = re.compile(r"""[.!?…]+["'”’»)\]]*(?=\s+["'“‘«(\[]*[A-Z0-9À-ÞĞİŞ@#])""")
_LINE = re.compile(r"[^\r\n]+")


_SIGNED = re.compile(
    r"(?:[-–—]{1,3}\s*[^\n]{2,60}@\w|(?:By|BY)\s+[A-Z][^\n.]*$|[^\n]{3,60}\s\|\s[^\n.]*$)", re.M
)
"""A signature, a byline, the line of an outlet: they go on with nothing."""


def split_lines(text: str) -> list[tuple[int, int]]:
    """Spans of lines with something on them, outer spaces left out."""
    out: list[tuple[int, int]] = []
    for match in _LINE.finditer(text):
        line = match.group()
        body = line.strip()
        if body:
            start = match.start() + line.index(body[0])
            out.append((start, start + len(body)))
    return out


def _blocks(text: str) -> list[tuple[int, int]]:
    """Spans of paragraphs: lines, with wrapped ones joined."""
    lines = split_lines(text)
    out: list[tuple[int, int]] = []
    previous_end = -1
    for start, end in lines:
        if out and _continues(text, out[-1], previous_end, start, end):
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
        previous_end = end
    return out


def _continues(text: str, block: tuple[int, int], previous_end: int, start: int, end: int) -> bool:
    gap = text[previous_end:start]
    if gap.replace("\r\n", "\n").replace("\r", "\n").count("\n") != 1:
        return False
    last_line = text[block[0] : previous_end].splitlines()[-1]
    if text[start].islower() and last_line[-1:] not in ".!?:":
        return True
    if not 45 <= len(last_line) <= 100:
        return False
    width_before = max(len(line) for line in text[block[0] : previous_end].splitlines())
    if _SIGNED.match(text, start, end):
        return False
    alone = not text[: block[0]].strip() and re.match(r"[ \t]*\r?(?:\n[ \t]*\r?\n|\n?\Z)", text[end:])
    if alone and not text[start].islower() and text[end - 1] not in ".!?:;,\"'”’":
        return False  # a headline and what stands under it
    if last_line[-1:] in ",;-–(":
        return True
    # A wrapped line could not have taken the next word.
    word = re.match(r"\S+", text[start:end])
    many = len(text[block[0] : previous_end].splitlines()) > 1 or end - start >= 45 or text[start].islower()
    limit = max(width_before, min(end - start, 100))
    wrapped = word is not None and len(last_line) + 1 + len(word.group()) > limit
    return many and wrapped and end - start <= 100


def _ends_abbreviated(text: str, dot: int) -> bool:
    before = text[max(0, dot - 20) : dot]
    word = re.search(r"[A-Za-zÀ-ž.]+$", before)
    if word is None:
        return False
    token = word.group().lower().strip(".")
    rest = text[dot + 1 : dot + 40]
    if len(token) == 1 and word.group()[-1:].isupper():
        # An initial, J. Smith, or a label, Q. and A.; but "blocks A and B. The ministry".
        opens = not text[max(0, dot - 2) : dot - 1].strip()
        line = text.rfind("\n", 0, dot) + 1
        return not _STARTER.match(rest) or (opens and not text[line : dot - 1].strip())
    if token in _MONTHS:
        return bool(re.match(r"\s+\d", rest))
    if token in _CLOSING:
        return not _STARTER.match(rest)
    if token == "no":
        return bool(re.match(r"\.\s+\d", text[dot : dot + 6]))
    return token in _ABBREVIATIONS


_LONGEST = 1000
"""No sentence of a report is longer; one that is comes from a broken or hostile file, and reading takes more than linear time."""


def _bounded(text: str, begin: int, cuts: Sequence[int]) -> list[int]:
    """The cuts, with more where a sentence would be too long: at a semicolon, a comma, a space, or anywhere."""
    out: list[int] = []
    start = begin
    for cut in cuts:
        while cut - start > _LONGEST:
            window = text[start : start + _LONGEST]
            at = max((window.rfind(mark, _LONGEST // 2) for mark in ("; ", ", ")), default=-1)
            at = at if at > 0 else window.rfind(" ", _LONGEST // 2)
            start += at + 1 if at > 0 else _LONGEST
            out.append(start)
        out.append(cut)
        start = cut
    return out


def split_sentences(text: str) -> list[Sentence]:
    """Sentences of a text, in order.

    Examples
    --------
    >>> [s.text for s in split_sentences("Mr. Smith left. He met Dr. Jones at 5 p.m. on Friday.")]
    ['Mr. Smith left.', 'He met Dr. Jones at 5 p.m. on Friday.']
    """
    out: list[Sentence] = []
    for number, (begin, finish) in enumerate(_blocks(text)):
        start = begin
        first = True
        cuts = [
            m.end() for m in _BREAK.finditer(text, begin, finish) if not _ends_abbreviated(text, m.start())
        ]
        for cut in _bounded(text, begin, [*cuts, finish]):
            piece = text[start:cut]
            body = piece.strip()
            if body:
                at = start + len(piece) - len(piece.lstrip())
                out.append(Sentence(at, at + len(body), body, number, first))
                first = False
            start = cut
    return out
