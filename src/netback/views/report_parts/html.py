"""Small HTML writer: every string that is not `Html` is escaped, whoever wrote it."""

from __future__ import annotations

import string
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from netback.views.svg import esc

__all__ = ["Html", "fill", "join", "link", "safe", "tag", "web_address"]

VOID = {"br", "hr", "meta", "link", "img", "input", "col"}


class Html(str):
    """Text that is markup already."""

    __slots__ = ()


def safe(text: object) -> Html:
    """Any text as markup; `Html` stays as it is. Line separators that end a script or a line are made spaces."""
    if isinstance(text, Html):
        return text
    words = str(text).replace("\u2028", " ").replace("\u2029", " ")
    return Html(esc(words))


def join(parts: Iterable[object], between: str = "") -> Html:
    """Pieces one after the other."""
    return Html(between.join(safe(p) for p in parts))


def tag(name: str, /, *children: object, **attributes: object) -> Html:
    """An element. Attribute names lose a trailing `_`, and `_` inside becomes `-`; None and False are left out."""
    opening = f"<{name}"
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        written = key.rstrip("_").replace("_", "-")
        opening += f" {written}" if value is True else f' {written}="{safe(str(value))}"'
    if name in VOID:
        return Html(opening + ">")
    return Html(f"{opening}>{join(children)}</{name}>")


def fill(template: str, **parts: object) -> Html:
    """A sentence of ours with its blanks filled in: `fill("{a} of {b}", a=1, b=name)`."""
    return Html(string.Formatter().vformat(template, (), _Escaped(parts)))


class _Escaped(dict[str, Any]):
    def __getitem__(self, key: str) -> Html:
        return safe(super().__getitem__(key))


def web_address(address: str) -> bool:
    """Whether an address may become a link: http or https, with a host and no blanks or control characters."""
    if any(c.isspace() or ord(c) < 33 or ord(c) == 127 for c in address):
        return False
    try:
        parts = urlsplit(address)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


def link(address: str, words: object | None = None) -> Html:
    """A link to a page elsewhere; what is no web address stays plain text."""
    if not web_address(address):
        return safe(words if words is not None else address)
    return tag("a", words if words is not None else address, href=address, rel="noopener noreferrer")
