"""A timeline in Markdown: what happened and what was said, month by month."""

from __future__ import annotations

import re

from netback.desk.export import Material, headline, one_line, outlet

__all__ = ["render"]


def render(material: Material) -> str:
    """Dated events, contacts, positions and claims; figures are left out."""
    lines = [f"# {escape(material.title)}", ""]
    month = ""
    for s in material.statements:
        if s.as_of is None or s.kind == "quantity":
            continue
        if s.as_of[:7] != month:
            month = s.as_of[:7]
            lines += ["", f"## {month}", ""] if lines[-1] else [f"## {month}", ""]
        about = outlet(material, s)
        name = escape(about["publisher"])
        where = f"[{name}](<{about['address']}>)" if about["address"] else name
        lines.append(f"- **{s.as_of}** {escape(headline(s))} ({where}, {s.published_on}; `{s.id}`)")
    return "\n".join(lines) + "\n"


def escape(text: str) -> str:
    """Text with nothing in it that Markdown or HTML would act on.

    Examples
    --------
    >>> escape("[a](b) <script>")
    '\\\\[a\\\\]\\\\(b\\\\) &lt;script&gt;'
    """
    plain = one_line(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    plain = re.sub(r"([\\`*_{}\[\]()#+!|~$-])", r"\\\1", plain)
    return re.sub(r"(?i)\b(https?|ftp|mailto|javascript)(:)", r"\1\\\2", plain)
