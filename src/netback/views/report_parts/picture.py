"""One picture of a case in three panels: where the barrels go, when they come back, who gains.

``python -m netback.views.report_parts.picture kurdistan --as-of 2025-04-15 --out docs/images`` writes
``kurdistan.svg`` and, for dark pages, ``kurdistan-dark.svg``.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from pathlib import Path

from netback.case import read_case
from netback.forecast.simulate import Forecast, make_forecast
from netback.views import charts, theme
from netback.views.report_parts import barrels, earnings, timing, words
from netback.views.report_parts.facts import Facts
from netback.views.svg import esc

__all__ = ["picture", "write_picture"]

_SIZE = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)" width="100%"')
_GAP = 24.0
_WIDTH = 960.0


def picture(forecast: Forecast) -> str:
    """The three panels as one SVG, coloured by variables.

    Parameters
    ----------
    forecast : Forecast

    Returns
    -------
    str
        Colours are variables: see `netback.views.theme.resolve`.
    """
    facts = Facts.of(forecast, None, None, None)
    places, arcs = barrels.map_parts(facts)
    crowded = set(barrels.crowd(places))
    for place in places:
        if place["id"] in crowded and place["kind"] not in ("port", "market", "border"):
            place["name"] = ""
    k = facts.year
    p = words.percent(float(forecast.pooled[k]))
    gains = facts.parties
    country = [n.country for n in facts.case.file.network.nodes.values() if n.country]
    top = charts.route_map(
        places,
        arcs,
        worlds=barrels.WORLDS,
        focus=[max(sorted(set(country)), key=country.count)] if country else [],
        fmt=words.kbd,
        **facts.about(facts.source_line, headline=barrels.map_title(facts)),
    )
    left = timing.curve(facts, narrow=True, headline=f"Back by {facts.when(k)}: {p}")
    most = f"{gains[0].name} would gain most" if gains and gains[0].change > 0 else "Who would gain"
    right = earnings.who_gains(facts, narrow=True, headline=most)
    wide, rows = _panel(top.svg, 0.0, 0.0, _WIDTH)
    half = (_WIDTH - _GAP) / 2
    a, one = _panel(left.svg, 0.0, rows + 8, half)
    b, two = _panel(right.svg, half + _GAP, rows + 8, half)
    height = rows + 8 + max(one, two)
    title = (
        f"{facts.case.title}, as of {words.day(facts.case.as_of)}: {top.title}. {left.title}. {right.title}."
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH:g} {height:.0f}" width="{_WIDTH:g}" height="{height:.0f}" '
        f'role="img" aria-label="{esc(title)}"><rect width="{_WIDTH:g}" height="{height:.0f}" fill="var(--nb-paper)"/>{wide}{a}{b}</svg>\n'
    )


def _panel(svg: str, x: float, y: float, width: float) -> tuple[str, float]:
    """A chart placed at a width; its height there."""
    size = _SIZE.search(svg)
    assert size is not None  # every chart is drawn in one frame
    height = float(size[2]) * width / float(size[1])
    box = (
        f'viewBox="0 0 {size[1]} {size[2]}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
    )
    return _SIZE.sub(box, svg, count=1), height


def write_picture(forecast: Forecast, folder: Path | str) -> tuple[Path, Path]:
    """Write the picture for light and dark pages.

    Returns
    -------
    tuple of Path
        ``<case>.svg`` and ``<case>-dark.svg``; the same forecast gives the same bytes.
    """
    drawn = picture(forecast)
    found = []
    for colours, tail in (("light", ""), ("dark", "-dark")):
        path = Path(folder) / f"{forecast.case.name}{tail}.svg"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(theme.resolve(drawn, colours), encoding="utf-8", newline="\n")
        found.append(path)
    return found[0], found[1]


def main(arguments: Sequence[str] | None = None) -> None:
    """Draw the picture of a case."""
    parser = argparse.ArgumentParser(prog="python -m netback.views.report_parts.picture", description=__doc__)
    parser.add_argument("case", help="path or name of a shipped case")
    parser.add_argument("--as-of", help="day the case stands at, as 2025-04-15")
    parser.add_argument("--draws", type=int, default=2000)
    parser.add_argument("--out", type=Path, default=Path("docs/images"), help="folder")
    told = parser.parse_args(arguments)
    case = read_case(told.case, as_of=told.as_of) if told.as_of else read_case(told.case)
    for path in write_picture(make_forecast(case, draws=told.draws), told.out):
        print(path)


if __name__ == "__main__":
    main()
