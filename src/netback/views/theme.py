"""The colours of every netback page and chart, light and dark, as CSS variables.

Charts name a colour by its meaning (`--nb-deal`), never by its value. The values live here, and the
tests hold them to WCAG contrast (text 4.5:1, marks 3:1) and to telling the parties apart when seen
with red, green or blue vision deficiency.
"""

import re
from collections.abc import Mapping

LIGHT: Mapping[str, str] = {
    "paper": "#ffffff",
    "ink": "#16191d",
    "ink-2": "#545c66",
    "grid": "#e1e4e8",
    "axis": "#7d858f",
    "accent": "#b3123f",
    "inside": "#0a68a6",
    "outside": "#a24e00",
    "pooled": "#16191d",
    "band": "#d3d7dc",
    "standstill": "#6b7280",
    "deal": "#005a50",
    "warn": "#b42318",
    "party-1": "#0f3870",
    "party-2": "#aa4b00",
    "party-3": "#08725d",
    "party-4": "#8f3bb4",
    "party-5": "#543d00",
    "party-6": "#242526",
    "kind-pipeline": "#064b9d",
    "kind-truck": "#cf5f0b",
    "kind-ship": "#297d87",
    "kind-local": "#684e00",
    "kind-other": "#b65cdb",
    "unaccounted": "#8c9098",
    "era-halt": "#f6e4df",
    "era-flow": "#dfefe9",
    "era-other": "#eceef1",
    "sea": "#e9eff4",
    "land": "#faf8f4",
    "land-focus": "#f1ebdf",
    "border": "#a39b8c",
    "coast": "#93a5b3",
}
"""Values on a light page, by variable name without the `--nb-` prefix."""

DARK: Mapping[str, str] = {
    "paper": "#14171b",
    "ink": "#eef0f2",
    "ink-2": "#a9b1bb",
    "grid": "#2b3138",
    "axis": "#7b8590",
    "accent": "#ff7d95",
    "inside": "#62b1ea",
    "outside": "#f09a4a",
    "pooled": "#eef0f2",
    "band": "#3c434c",
    "standstill": "#8d95a0",
    "deal": "#5fe0cb",
    "warn": "#ff8a7a",
    "party-1": "#80c9ff",
    "party-2": "#ee7c3a",
    "party-3": "#9ff6db",
    "party-4": "#c972ec",
    "party-5": "#f5c768",
    "party-6": "#949da2",
    "kind-pipeline": "#5d99fa",
    "kind-truck": "#e97c00",
    "kind-ship": "#95edf6",
    "kind-local": "#ded76f",
    "kind-other": "#b95490",
    "unaccounted": "#a9acb2",
    "era-halt": "#3a2522",
    "era-flow": "#1c332d",
    "era-other": "#23282e",
    "sea": "#1b2229",
    "land": "#24282c",
    "land-focus": "#302f2b",
    "border": "#6d675c",
    "coast": "#566472",
}
"""Values on a dark page; the same names as `LIGHT`."""

TEXT_ON_PAPER = (
    *("ink", "ink-2", "accent", "inside", "outside", "pooled", "deal", "warn", "standstill"),
    *(f"party-{k}" for k in range(1, 7)),
)
"""Colours used for words on the paper colour: at least 4.5:1."""

MARKS_ON_PAPER = (*TEXT_ON_PAPER, "axis", "unaccounted")
"""Colours used for lines, dots and bars on the paper colour: at least 3:1."""

FONT = "'Helvetica Neue',Helvetica,Arial,'Liberation Sans',sans-serif"
"""Type stack; its members share Helvetica's widths, which `svg.text_width` measures by."""

_VARIABLE = re.compile(r"var\(--nb-([a-z0-9-]+)\)")

_RULES = """
.nb-figure{margin:0;container-type:inline-size}
.nb-chart{display:block;width:100%;height:auto}
.nb-figure .nb-narrow{display:none;max-width:560px;margin:0 auto}
@container (max-width:880px){
 .nb-figure .nb-wide{display:none}
 .nb-figure .nb-narrow{display:block}
 .nb-figure .nb-wide:only-of-type{display:block}
}
@media print{
 .nb-figure{container-type:normal;break-inside:avoid}
 .nb-chart{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}
"""


def stylesheet() -> str:
    """CSS with the variables for both themes and the rules that swap wide and narrow charts.

    The page follows the reader's system unless an element carries `data-theme="light"` or
    `data-theme="dark"`; paper is always light.

    Returns
    -------
    str
        CSS text without `<style>` tags. It names no address and loads nothing.
    """
    light, dark = _block(LIGHT), _block(DARK)
    return (
        f":root,[data-theme=light]{{color-scheme:light;{light}}}\n"
        f"@media (prefers-color-scheme:dark){{:root:not([data-theme=light]){{color-scheme:dark;{dark}}}}}\n"
        f"[data-theme=dark]{{color-scheme:dark;{dark}}}\n"
        f"@media print{{:root:root:root,[data-theme][data-theme][data-theme]{{color-scheme:light;{light}}}}}{_RULES}"
    )


def resolve(svg: str, theme: str = "light") -> str:
    """Put colour values in place of variables, for files opened outside a page.

    Parameters
    ----------
    svg : str
        A chart's SVG.
    theme : {"light", "dark"}

    Returns
    -------
    str
        The same SVG with every `var(--nb-x)` replaced. Unknown names raise KeyError.
    """
    values = {"light": LIGHT, "dark": DARK}[theme]
    return _VARIABLE.sub(lambda m: values[m.group(1)], svg)


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast ratio of two `#rrggbb` colours, 1..21."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    r, g, b = linear_rgb(colour)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def linear_rgb(colour: str) -> tuple[float, float, float]:
    """Linear-light red, green and blue of a `#rrggbb` colour, each 0..1."""
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return r, g, b


def _block(values: Mapping[str, str]) -> str:
    return "".join(f"--nb-{name}:{value};" for name, value in values.items())
