"""Every chart with invented data, on one page: `python tests/browser/gallery.py page.html`.

The places are roughly where they are; every volume, sum, probability and event is made up.
"""

import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from netback.views import charts, theme
from netback.views.charts import Chart

AS_OF = date(2025, 9, 20)
ABOUT: dict[str, Any] = {
    "source": "invented for this page",
    "as_of": AS_OF,
    "note": "Illustrative data: not a forecast.",
}


def _months(first: date, count: int) -> list[date]:
    return [
        date(first.year + (first.month - 1 + k) // 12, (first.month - 1 + k) % 12 + 1, 1)
        for k in range(count)
    ]


def curve(narrow: bool = False) -> Chart:
    dates = [AS_OF, *_months(date(2025, 10, 1), 15), date(2026, 12, 31)]
    t = np.array([(d - AS_OF).days / 30.4 for d in dates])
    pooled = 1 - np.exp(-0.062 * t)
    return charts.probability_curve(
        dates,
        pooled=pooled.tolist(),
        inside=(1 - np.exp(-0.09 * t - 0.001 * t**2)).tolist(),
        outside=(1 - np.exp(-0.042 * t)).tolist(),
        low=(1 - np.exp(-0.03 * t)).tolist(),
        high=(1 - np.exp(-0.125 * t)).tolist(),
        horizons=[date(2025, 12, 31), date(2026, 3, 31), date(2026, 6, 30), date(2026, 12, 31)],
        marks=[(date(2025, 11, 11), "Election"), (date(2026, 7, 27), "Treaty expires")],
        narrow=narrow,
        **ABOUT,
    )


def bins(narrow: bool = False) -> Chart:
    labels = ["To 30 Sep 2025", "Q4 2025", "Q1 2026", "Q2 2026", "Q3 2026", "Q4 2026"]
    return charts.date_bins(labels, [0.03, 0.17, 0.134, 0.111, 0.092, 0.077], 0.386, narrow=narrow, **ABOUT)


NODES: list[Any] = [
    {"id": "tawke", "name": "Tawke and Peshkabir", "layer": 0},
    {"id": "shaikan", "name": "Shaikan", "layer": 0},
    {"id": "atrush", "name": "Atrush and Sarsang", "layer": 0},
    {"id": "khurmala", "name": "Khurmala", "layer": 0},
    {"id": "garmian", "name": "Garmian", "layer": 0},
    {"id": "trunk", "name": "Regional trunk line", "layer": 1},
    {"id": "trucks", "name": "Truck loading, Erbil and Zakho", "layer": 1},
    {"id": "ceyhan", "name": "Ceyhan", "layer": 2},
    {"id": "haji", "name": "Haji Omaran crossing", "layer": 2},
    {"id": "parviz", "name": "Parviz Khan crossing", "layer": 2},
    {"id": "refineries", "name": "Local refineries", "layer": 2},
    {"id": "med", "name": "Mediterranean buyers", "layer": 3},
    {"id": "gulf", "name": "Gulf resale", "layer": 3},
    {"id": "local", "name": "Local fuel market", "layer": 3},
]


def _links(*rows: tuple[str, str, float, str]) -> list[Any]:
    return [{"source": a, "target": b, "value": v, "kind": k} for a, b, v, k in rows]


STANDSTILL = _links(
    ("tawke", "trucks", 78, "truck"),
    ("shaikan", "trucks", 44, "truck"),
    ("atrush", "trucks", 41, "truck"),
    ("khurmala", "trucks", 30, "truck"),
    ("khurmala", "refineries", 88, "local"),
    ("garmian", "parviz", 17, "truck"),
    ("trucks", "haji", 86, "truck"),
    ("trucks", "parviz", 52, "truck"),
    ("trucks", "refineries", 34, "local"),
    ("haji", "gulf", 86, "truck"),
    ("parviz", "gulf", 69, "truck"),
    ("refineries", "local", 122, "local"),
)
DEAL = _links(
    ("tawke", "trunk", 78, "pipeline"),
    ("shaikan", "trunk", 44, "pipeline"),
    ("atrush", "trunk", 41, "pipeline"),
    ("khurmala", "trunk", 40, "pipeline"),
    ("khurmala", "refineries", 78, "local"),
    ("garmian", "parviz", 9, "truck"),
    ("garmian", "refineries", 8, "local"),
    ("trunk", "ceyhan", 195, "pipeline"),
    ("ceyhan", "med", 195, "ship"),
    ("parviz", "gulf", 9, "truck"),
    ("refineries", "local", 86, "local"),
)


def flows_standstill(narrow: bool = False) -> Chart:
    return charts.sankey(
        NODES,
        STANDSTILL,
        alongside=DEAL,
        headline="At a standstill, half the oil leaves by truck",
        narrow=narrow,
        **ABOUT,
    )


def flows_deal(narrow: bool = False) -> Chart:
    return charts.sankey(
        NODES,
        DEAL,
        alongside=STANDSTILL,
        headline="Under a deal, two thirds goes to Ceyhan",
        narrow=narrow,
        **ABOUT,
    )


PLACES: list[Any] = [
    {"id": n, "name": name, "lon": lon, "lat": lat, "kind": kind, "key": key}
    for n, name, lon, lat, kind, key in [
        ("tawke", "Tawke", 42.8, 37.13, "field", True),
        ("shaikan", "Shaikan", 43.27, 36.83, "field", True),
        ("atrush", "Atrush", 43.33, 36.94, "field", False),
        ("khurmala", "Khurmala", 43.74, 35.95, "hub", True),
        ("taqtaq", "Taq Taq", 44.52, 36.01, "field", False),
        ("garmian", "Garmian", 45.2, 34.7, "field", False),
        ("kirkuk", "Kirkuk", 44.3, 35.5, "field", True),
        ("fish", "Fishkhabur", 42.39, 37.06, "border", True),
        ("ceyhan", "Ceyhan", 35.93, 36.88, "port", True),
        ("mersin", "Mersin", 34.65, 36.8, "port", False),
        ("habur", "Ibrahim Khalil", 42.57, 37.15, "border", False),
        ("haji", "Haji Omaran", 45.05, 36.67, "border", True),
        ("parviz", "Parviz Khan", 45.6, 34.55, "border", True),
        ("kalak", "Kalak", 43.63, 36.27, "refinery", False),
        ("bazian", "Bazian", 45.14, 35.6, "refinery", False),
        ("bik", "Bandar Imam Khomeini", 49.08, 30.42, "port", True),
        ("basra", "Basra terminal", 48.82, 29.68, "port", True),
        ("baiji", "Baiji", 43.5, 34.93, "hub", False),
    ]
]


def _arc(
    k: str,
    a: str,
    b: str,
    mode: str,
    quality: str,
    now: float | None,
    then: float | None,
    status: str | None = None,
    points: Any = (),
) -> Any:
    arc: dict[str, Any] = {
        "id": k,
        "source": a,
        "target": b,
        "kbd": {"standstill": now, "deal": then},
        "mode": mode,
        "quality": quality,
        "name": k,
    }
    if status:
        arc["status"] = {"standstill": status}
    if points:
        arc["points"] = points
    return arc


ARCS = [
    _arc("Trunk, south part", "khurmala", "shaikan", "pipeline", "sketched", 0, 60, "halted"),
    _arc(
        "Trunk, north part",
        "shaikan",
        "fish",
        "pipeline",
        "sketched",
        0,
        150,
        "halted",
        [(43.27, 36.83), (42.9, 36.93), (42.6, 36.98), (42.39, 37.06)],
    ),
    _arc("Tawke line", "tawke", "fish", "pipeline", "sketched", 0, 78, "halted"),
    _arc("Atrush feeder", "atrush", "shaikan", "pipeline", "straight", 0, 41, "halted"),
    _arc(
        "Line to Ceyhan",
        "fish",
        "ceyhan",
        "pipeline",
        "sketched",
        0,
        228,
        "halted",
        [
            (42.39, 37.06),
            (41.9, 37.3),
            (41.0, 37.25),
            (40.2, 37.2),
            (39.2, 37.1),
            (38.2, 37.15),
            (37.4, 37.05),
            (36.6, 37.15),
            (36.1, 37.0),
            (35.93, 36.88),
        ],
    ),
    _arc("Kirkuk to Khurmala", "kirkuk", "khurmala", "pipeline", "sketched", 20, 20),
    _arc("Kirkuk to Baiji", "kirkuk", "baiji", "pipeline", "sketched", 90, 90),
    _arc("Khurmala to Kalak", "khurmala", "kalak", "pipeline", "straight", 80, 75),
    _arc(
        "Road to Haji Omaran",
        "kalak",
        "haji",
        "truck",
        "guessed",
        86,
        10,
        None,
        [(43.63, 36.27), (44.0, 36.2), (44.4, 36.6), (44.8, 36.65), (45.05, 36.67)],
    ),
    _arc("Road from Garmian", "garmian", "parviz", "truck", "guessed", 60, 9),
    _arc(
        "Road to the Gulf",
        "parviz",
        "bik",
        "truck",
        "guessed",
        60,
        9,
        None,
        [(45.6, 34.55), (46.4, 34.3), (47.1, 33.5), (48.3, 32.4), (48.7, 31.3), (49.08, 30.42)],
    ),
    _arc(
        "Road from Haji Omaran",
        "haji",
        "bik",
        "truck",
        "guessed",
        86,
        10,
        None,
        [
            (45.05, 36.67),
            (45.7, 36.5),
            (46.3, 35.3),
            (47.1, 34.4),
            (48.4, 33.5),
            (48.9, 32.2),
            (49.08, 30.42),
        ],
    ),
    _arc("Road to Bazian", "taqtaq", "bazian", "truck", "guessed", None, 15),
    _arc(
        "Road to Mersin",
        "habur",
        "mersin",
        "truck",
        "guessed",
        12,
        0,
        None,
        [
            (42.57, 37.15),
            (41.2, 37.1),
            (39.0, 37.0),
            (37.3, 37.0),
            (36.2, 37.05),
            (35.3, 37.0),
            (34.65, 36.8),
        ],
    ),
]


def routes(narrow: bool = False) -> Chart:
    return charts.route_map(
        PLACES,
        ARCS,
        focus=["Iraq"],
        headline="A deal moves barrels from the road back into the line to Ceyhan",
        narrow=narrow,
        **ABOUT,
    )


def earns(narrow: bool = False) -> Chart:
    rows: list[Any] = [
        {"party": "Federal government", "standstill": 0.0, "deal": 212.0},
        {"party": "Kurdistan Region", "standstill": 118.0, "deal": 171.0},
        {"party": "Producing companies", "standstill": 96.0, "deal": 121.5},
        {"party": "Türkiye (transit)", "standstill": 0.0, "deal": 31.0},
        {"party": "Truckers and traders", "standstill": 74.0, "deal": 9.0},
        {"party": "Iranian ports", "standstill": 12.0, "deal": 1.2},
        {"party": "Regional treasury after arrears", "standstill": -41.0, "deal": -12.0},
    ]
    return charts.who_earns(rows, narrow=narrow, **ABOUT)


def zone(narrow: bool = False) -> Chart:
    stakes: list[Any] = [
        {"party": "Federal government", "low": -22, "high": 212, "chosen": 96},
        {"party": "Kurdistan Region", "low": -60, "high": 118, "chosen": 41},
        {"party": "Producing companies", "low": -35, "high": 64, "chosen": -6},
        {"party": "Türkiye", "low": 4, "high": 38, "chosen": 31},
    ]
    return charts.bargaining_zone(stakes, narrow=narrow, **ABOUT)


def frontier(narrow: bool = False) -> Chart:
    rng = np.random.default_rng(3)
    share, size = rng.uniform(0, 1, 240), rng.uniform(0.35, 1, 240) ** 0.5
    deals = np.column_stack([260 * share * size - 45, 190 * np.sqrt(1 - share) * size - 60])
    return charts.bargaining_frontier(
        [(float(a), float(b)) for a, b in deals],
        parties=("Federal government", "Kurdistan Region"),
        nash=(96.0, 61.0),
        named=[("Draft of February", 30.0, 20.0), ("Region's offer", 14.0, 88.0)],
        narrow=narrow,
        **ABOUT,
    )


def events(narrow: bool = False, count: int = 46) -> Chart:
    rng = np.random.default_rng(11)
    lanes = ["Federal government", "Kurdistan Region", "Producing companies", "Türkiye", "United States"]
    found: list[Any] = []
    for _ in range(count):
        day = date(2023, 3, 1) + timedelta(days=int(rng.integers(0, 920)))
        event: dict[str, Any] = {
            "date": day,
            "lane": lanes[int(rng.integers(0, 5))],
            "title": "Invented event",
            "source": "invented",
        }
        kind = rng.random()
        if kind < 0.2:
            event |= {"failed_claim": True, "title": "Minister says exports resume within days"}
        elif kind < 0.35:
            event |= {"end": day + timedelta(days=30), "display_date": "sometime that month"}
        found.append(event)
    eras: list[Any] = [
        {"start": date(2023, 3, 25), "end": date(2025, 9, 10), "label": "Exports halted", "kind": "halt"},
        {"start": date(2023, 2, 1), "end": date(2023, 3, 25), "label": "Exports flow", "kind": "flow"},
        {
            "start": date(2025, 2, 2),
            "end": date(2025, 5, 15),
            "label": "Budget amended; companies negotiate",
            "kind": "other",
        },
    ]
    return charts.timeline(found, eras, lanes, narrow=narrow, **ABOUT)


def swings(narrow: bool = False) -> Chart:
    rows: list[Any] = [
        {"name": "Cost of signing at home", "low": "half", "high": "double", "p_low": 0.74, "p_high": 0.38},
        {"name": "Rounds a year that could close", "low": "2", "high": "9", "p_low": 0.45, "p_high": 0.71},
        {"name": "Weight of past stoppages", "low": "0", "high": "1", "p_low": 0.68, "p_high": 0.47},
        {"name": "Truck route open", "low": "shut", "high": "open", "p_low": 0.66, "p_high": 0.55},
        {"name": "Fee per barrel", "low": "14 USD", "high": "20 USD", "p_low": 0.54, "p_high": 0.63},
        {"name": "Brent", "low": "55 USD", "high": "85 USD", "p_low": 0.57, "p_high": 0.64},
        {"name": "Collection of payments", "low": "60%", "high": "95%", "p_low": 0.58, "p_high": 0.63},
        {"name": "Tariff", "low": "1.2 USD", "high": "4.5 USD", "p_low": 0.62, "p_high": 0.59},
        {"name": "Discount rate", "low": "6%", "high": "18%", "p_low": 0.61, "p_high": 0.61},
    ]
    return charts.tornado(rows, 0.61, narrow=narrow, **ABOUT)


def drivers(narrow: bool = False) -> Chart:
    months = _months(date(2023, 3, 1), 31)
    rng = np.random.default_rng(5)
    price = 78 + np.cumsum(rng.normal(0, 3, 31))
    truck = [2] * 9 + [1] * 4 + [2] * 10 + [0] * 2 + [1] * 6
    pressure: list[float | None] = [0.0] * 12 + [1.0] * 6 + [None] * 2 + [1.0] * 5 + [2.0] * 6
    rows: list[Any] = [
        {"name": "Brent", "months": months, "values": price.tolist(), "unit": "USD/bbl"},
        {
            "name": "Truck route to Iran",
            "months": months,
            "values": truck,
            "levels": ["shut", "restricted", "open"],
        },
        {
            "name": "Pressure on the federal government",
            "months": months,
            "values": pressure,
            "levels": ["low", "some", "high"],
        },
        {
            "name": "Production quota binds",
            "months": months,
            "values": [0] * 20 + [1] * 11,
            "levels": ["no", "yes"],
        },
    ]
    return charts.driver_strip(
        rows, headline="Pressure rose as the truck route narrowed", narrow=narrow, **ABOUT
    )


ALL = (curve, bins, flows_standstill, flows_deal, routes, earns, zone, frontier, events, swings, drivers)


def page(theme_name: str | None = None) -> str:
    """A page with every chart in both widths, following the system's theme or the one named."""
    figures = "".join(charts.both(draw).figure() for draw in ALL)
    attribute = f' data-theme="{theme_name}"' if theme_name else ""
    return (
        f'<!doctype html><html lang="en"{attribute}><head><meta charset="utf-8"><title>netback charts</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{theme.stylesheet()}body{{margin:0 auto;max-width:1200px;background:var(--nb-paper);color:var(--nb-ink);"
        f"font-family:{theme.FONT}}}figure{{margin-bottom:24px}}</style></head>"
        f"<body><h1>Illustrative data</h1>{figures}</body></html>"
    )


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(sys.argv[2] if len(sys.argv) > 2 else None), encoding="utf-8")
