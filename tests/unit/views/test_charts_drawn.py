"""Every chart keeps the same promises: well-formed, escaped, inside its frame, equal to its table, the same bytes."""

import importlib.util
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from netback.views import charts, svg, theme
from netback.views.charts import Chart

GALLERY = Path(__file__).parents[2] / "browser" / "gallery.py"
_spec = importlib.util.spec_from_file_location("netback_gallery", GALLERY)
assert _spec is not None
assert _spec.loader is not None
gallery = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(gallery)

ABOUT: dict[str, Any] = {"source": "a test", "as_of": date(2025, 9, 20)}
HOSTILE = '<script>alert(\'x\')</script>" onload="y" &amp; ]]>\x00'
LONG = "Ministry of " + "extraordinarily long names " * 8
NS = "{http://www.w3.org/2000/svg}"
TAGS = {"svg", "title", "desc", "rect", "g", "path", "text", "circle", "use", "defs", "clipPath"}

every_chart = pytest.mark.parametrize("draw", gallery.ALL, ids=lambda f: f.__name__)
both_widths = pytest.mark.parametrize("narrow", [False, True], ids=["wide", "narrow"])


def _texts(root: ET.Element) -> Iterator[tuple[svg.Box, str, float]]:
    """Boxes of the drawn words, with their size."""

    def walk(e: ET.Element, size: float) -> Iterator[tuple[svg.Box, str, float]]:
        size = float(e.get("font-size", size))
        if e.tag == NS + "text":
            box = svg.text_box(
                float(e.get("x", 0)),
                float(e.get("y", 0)),
                e.text or "",
                size,
                e.get("text-anchor", "start"),
                e.get("font-weight") == "700",
            )
            yield box, e.text or "", size
        for child in e:
            yield from walk(child, size)

    return walk(root, 16)


def _check(chart: Chart) -> ET.Element:
    """The promises that hold for any data; returns the parsed SVG."""
    root = ET.fromstring(chart.svg)
    assert {e.tag.removeprefix(NS) for e in root.iter()} <= TAGS
    for e in root.iter():
        assert not any(name.lower().startswith("on") for name in e.attrib)
        assert e.get("href", "#").startswith("#")
        for name in ("fill", "stroke"):
            assert re.fullmatch(r"none|var\(--nb-[a-z0-9-]+\)", e.get(name, "none")), e.attrib
    assert set(re.findall(r"var\(--nb-([a-z0-9-]+)\)", chart.svg)) <= set(theme.LIGHT)
    assert root.get("role") == "img"
    assert root.get("width") == "100%"
    assert root[0].tag == NS + "title"
    assert root[0].text
    assert root[1].tag == NS + "desc"
    assert root.get("aria-labelledby") == root[0].get("id")
    ids = [e.get("id") for e in root.iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    x0, y0, width, height = map(float, str(root.get("viewBox")).split())
    frame = svg.Box(x0, y0, x0 + width, y0 + height)
    for box, words, size in _texts(root):
        assert box.inside(frame), words
        assert size >= 12
    rows = chart.table[1]
    assert all(len(row) == len(chart.table[0]) for row in rows)
    assert "nan" not in chart.svg.lower().replace("finan", "")
    return root


@every_chart
@both_widths
def test_the_promises_hold(draw: Callable[[bool], Chart], narrow: bool) -> None:
    chart = draw(narrow)
    root = _check(chart)
    words = " ".join(words for _, words, _ in _texts(root))
    assert "As of 20 Sep 2025" in words
    assert "Source: invented for this page" in words
    assert "Illustrative data" in words
    assert chart.title.split()[0] in words
    assert root.get("viewBox", "").startswith("0 0 390 " if narrow else "0 0 960 ")


@every_chart
@both_widths
def test_words_do_not_meet(draw: Callable[[bool], Chart], narrow: bool) -> None:
    found = list(_texts(ET.fromstring(draw(narrow).svg)))
    for k, (a, one, _) in enumerate(found):
        for b, other, _ in found[:k]:
            across = min(a.x1, b.x1) - max(a.x0, b.x0)
            down = min(a.y1, b.y1) - max(a.y0, b.y0)
            assert across < 2 or down < 3, (one, other)


@every_chart
@both_widths
def test_coordinates_have_one_decimal_and_charts_are_small(
    draw: Callable[[bool], Chart], narrow: bool
) -> None:
    text = draw(narrow).svg
    assert not re.search(r'(?: d| x| y|x1|cx)="[^"]*\.\d\d', text)
    assert len(text.encode()) < 60_000


def test_all_charts_of_a_report_fit_its_budget() -> None:
    assert sum(len(charts.both(draw).figure().encode()) for draw in gallery.ALL) < 400_000


def test_bytes_do_not_depend_on_the_run() -> None:
    code = (
        f"import sys, hashlib; sys.path.insert(0, {str(GALLERY.parent)!r}); import gallery;"
        "print(hashlib.sha256(gallery.page().encode()).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1


@every_chart
def test_a_file_opened_alone_has_its_colours(draw: Callable[[bool], Chart]) -> None:
    for name in ("light", "dark"):
        resolved = draw(False).standalone(name)
        ET.fromstring(resolved)
        assert "var(" not in resolved


def test_both_widths_travel_together() -> None:
    chart = charts.both(gallery.bins)
    figure = chart.figure()
    assert figure.count("<svg") == 2
    assert "nb-wide" in figure
    assert "nb-narrow" in figure
    assert chart.table == gallery.bins(True).table
    page = ET.fromstring(figure)
    ids = [e.get("id") for e in page.iter() if e.get("id")]
    assert len(ids) == len(set(ids))


# --- hostile and overlong words ------------------------------------------------------------------


def _with_names(name: str, narrow: bool) -> list[Chart]:
    """Every chart, with the same words in every place that takes words."""
    about: dict[str, Any] = {"source": name, "as_of": date(2025, 9, 20), "note": name, "narrow": narrow}
    day = date(2025, 9, 20)
    days = [day + timedelta(days=30 * k) for k in range(12)]
    curve = [k / 12 for k in range(12)]
    nodes: Any = [{"id": f"{k}{name}", "name": name} for k in "abc"]
    links: Any = [
        {"source": nodes[0]["id"], "target": nodes[1]["id"], "value": 5.0, "kind": name},
        {"source": nodes[1]["id"], "target": nodes[2]["id"], "value": 4.0, "kind": "truck"},
    ]
    places: Any = [
        {"id": f"{k}{name}", "name": name, "lon": 42.0 + k, "lat": 36.0, "kind": "field", "key": True}
        for k in range(3)
    ]
    arcs: Any = [
        {
            "id": name,
            "name": name,
            "source": places[0]["id"],
            "target": places[1]["id"],
            "kbd": {"w": 5.0},
            "mode": name,
            "quality": name,
        }
    ]
    drivers: Any = [{"name": name, "months": [day], "values": [1], "levels": [name, name], "unit": name}]
    events: Any = [
        {"date": day, "lane": name, "title": name, "display_date": name, "end": days[2], "source": name}
    ]
    eras: Any = [{"start": day, "end": None, "label": name, "kind": "halt"}]
    return [
        charts.probability_curve(
            days,
            pooled=curve,
            event=name,
            marks=[(days[4], name)],
            horizons=[days[6]],
            headline=name,
            subtitle=name,
            **about,
        ),
        charts.probability_curve(days, pooled=curve, event=name, **about),
        charts.date_bins([name, name], [0.5, 0.25], 0.25, event=name, **about),
        charts.sankey(nodes, links, unit=name, fmt=lambda _: "12", **about),
        charts.route_map(
            places,
            arcs,
            worlds=[("w", name[:40])],
            focus=[name],
            overlays=[{"points": [(42, 36), (43, 37)], "label": name}],
            **about,
        ),
        charts.who_earns([{"party": name, "standstill": 1.0, "deal": 2.0}], unit=name, **about),
        charts.bargaining_zone(
            [{"party": name, "low": -1.0, "high": 2.0, "chosen": -0.5}], unit=name, **about
        ),
        charts.bargaining_frontier(
            [(1.0, 2.0), (2.0, 1.0)], parties=(name, name), named=[(name, 1.0, 1.0)], unit=name, **about
        ),
        charts.timeline(events, eras, [name], **about),
        charts.tornado(
            [{"name": name, "low": name, "high": name, "p_low": 0.2, "p_high": 0.7}], 0.5, what=name, **about
        ),
        charts.driver_strip(drivers, **about),
    ]


@both_widths
def test_hostile_words_stay_words(narrow: bool) -> None:
    for chart in _with_names(HOSTILE, narrow):
        root = _check(chart)
        assert "alert" in "".join(root.itertext())
        assert "<script" not in chart.svg


@both_widths
@pytest.mark.parametrize(
    "name", [LONG, "W" * 300, "نفط كركوك " * 20, ""], ids=["long", "unbroken", "arabic", "empty"]
)
def test_any_words_stay_inside_the_frame(name: str, narrow: bool) -> None:
    for chart in _with_names(name, narrow):
        if name:
            _check(chart)
        else:
            ET.fromstring(chart.svg)


# --- tables equal the data -----------------------------------------------------------------------


def test_the_table_of_the_curve_is_its_data() -> None:
    days = [date(2025, 9, 20), date(2025, 12, 31)]
    chart = charts.probability_curve(
        days, pooled=[0.0, 0.4], inside=[0.0, 0.5], low=[0.0, 0.2], high=[0.0, 0.6], **ABOUT
    )
    assert chart.table == (
        ("date", "inside", "outside", "pooled", "low", "high"),
        ((days[0], 0.0, None, 0.0, 0.0, 0.0), (days[1], 0.5, None, 0.4, 0.2, 0.6)),
    )
    assert chart.title == "Resumed by 31 Dec 2025: 40%"
    assert "60% not by" in chart.svg


def test_the_bins_print_percentages_that_add_up() -> None:
    chart = charts.date_bins(["a", "b", "c"], [1 / 6, 1 / 6, 1 / 6], 0.5, **ABOUT)
    printed = [int(w[:-1]) for _, w, _ in _texts(ET.fromstring(chart.svg)) if re.fullmatch(r"\d+%", w)]
    assert sum(printed) == 100
    assert [r[1] for r in chart.table[1]] == [1 / 6, 1 / 6, 1 / 6, 0.5]
    assert chart.table[1][-1][2] == pytest.approx(1)


def test_bins_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(ValueError, match="it must be 1"):
        charts.date_bins(["a"], [0.5], 0.4, **ABOUT)


def test_the_sankey_lists_every_flow_and_what_is_missing() -> None:
    nodes: Any = [{"id": k, "name": k.upper()} for k in "abc"] + [{"id": "idle", "name": "IDLE"}]
    links: Any = [
        {"source": "a", "target": "b", "value": 10.0, "kind": "truck"},
        {"source": "b", "target": "c", "value": 7.0, "kind": "local"},
    ]
    chart = charts.sankey(nodes, links, **ABOUT)
    assert chart.table[1] == (
        ("A", "B", "truck", 10.0),
        ("B", "C", "local", 7.0),
        ("B", "Unaccounted", "unaccounted", 3.0),
    )
    assert "3 unaccounted" in chart.title


def test_a_sankey_knows_what_a_measured_node_lost_or_gained() -> None:
    nodes: Any = [{"id": "a", "name": "A", "value": 12.0}, {"id": "b", "name": "B"}]
    chart = charts.sankey(nodes, [{"source": "a", "target": "b", "value": 10.0}], **ABOUT)
    assert ("A", "Unaccounted", "unaccounted", 2.0) in chart.table[1]
    nodes = [{"id": "a", "name": "A"}, {"id": "b", "name": "B", "value": 12.0}]
    chart = charts.sankey(nodes, [{"source": "a", "target": "b", "value": 10.0}], **ABOUT)
    assert ("Unaccounted origin", "B", "unaccounted", 2.0) in chart.table[1]


def test_a_balanced_sankey_has_no_residual() -> None:
    nodes: Any = [{"id": k, "name": k} for k in "abc"]
    links: Any = [
        {"source": "a", "target": "b", "value": 0.1 + 0.2},
        {"source": "b", "target": "c", "value": 0.3},
    ]
    assert len(charts.sankey(nodes, links, **ABOUT).table[1]) == 2


def test_sankey_refuses_cycles_strangers_and_negative_flows() -> None:
    nodes: Any = [{"id": "a", "name": "a"}, {"id": "b", "name": "b"}]
    with pytest.raises(ValueError, match="round in a circle through a, b"):
        charts.sankey(
            nodes,
            [{"source": "a", "target": "b", "value": 1.0}, {"source": "b", "target": "a", "value": 1.0}],
            **ABOUT,
        )
    with pytest.raises(ValueError, match="no node"):
        charts.sankey(nodes, [{"source": "a", "target": "x", "value": 1.0}], **ABOUT)
    with pytest.raises(ValueError, match="not a volume"):
        charts.sankey(nodes, [{"source": "a", "target": "b", "value": -1.0}], **ABOUT)
    with pytest.raises(ValueError, match="does not go to the right"):
        charts.sankey(
            [{**nodes[0], "layer": 1}, {**nodes[1], "layer": 1}],
            [{"source": "a", "target": "b", "value": 1.0}],
            **ABOUT,
        )


def _bars(chart: Chart) -> dict[str, tuple[float, float, float]]:
    """x, y and height of each node's bar, by its tip."""
    found = {}
    for e in ET.fromstring(chart.svg).iter(NS + "rect"):
        tip = e.find(NS + "title")
        if tip is not None and tip.text:
            found[tip.text.split(":")[0]] = (
                float(str(e.get("x"))),
                float(str(e.get("y"))),
                float(str(e.get("height"))),
            )
    return found


def test_two_worlds_keep_their_places_and_scale() -> None:
    one, other = _bars(gallery.flows_standstill()), _bars(gallery.flows_deal())
    shared = [k for k in one if k in other and "Unaccounted" not in k]
    assert len(shared) == 14
    assert all(one[k][0] == other[k][0] for k in shared)
    for x in {one[k][0] for k in shared}:
        column = [k for k in shared if one[k][0] == x]
        assert sorted(column, key=lambda k: one[k][1]) == sorted(column, key=lambda k: other[k][1])
    assert one["Shaikan"][2] == pytest.approx(other["Shaikan"][2], abs=0.11)


def test_sankey_widths_are_volumes() -> None:
    bars = _bars(gallery.flows_standstill())
    assert bars["Gulf resale"][2] / bars["Local refineries"][2] == pytest.approx(155 / 122, rel=0.01)


def test_few_crossings_in_a_diagram_that_can_have_none() -> None:
    nodes: Any = [{"id": k, "name": k} for k in ("a", "b", "c", "x", "y", "z")]
    links: Any = [{"source": a, "target": b, "value": 1.0} for a, b in (("a", "z"), ("b", "x"), ("c", "y"))]
    plan = charts._sankey_plan(nodes, links, ())
    assert charts._crossings(plan) == 0
    assert charts.sankey_order(nodes, links)[:3] != ["z", "x", "y"]


def test_the_table_of_the_map_is_its_data() -> None:
    chart = gallery.routes()
    assert chart.table[0] == (
        "route",
        "from",
        "to",
        "mode",
        "line",
        "status, Standstill",
        "kb/d, Standstill",
        "status, Deal",
        "kb/d, Deal",
    )
    assert (
        "Line to Ceyhan",
        "Fishkhabur",
        "Ceyhan",
        "pipeline",
        "sketched",
        "halted",
        0,
        "flowing",
        228,
    ) in chart.table[1]
    assert (
        "Road to Bazian",
        "Taq Taq",
        "Bazian",
        "truck",
        "guessed",
        "unknown",
        None,
        "flowing",
        15,
    ) in chart.table[1]
    assert len(chart.table[1]) == len(gallery.ARCS)


def test_the_map_says_how_borders_are_drawn_and_how_well_lines_are_known() -> None:
    words = [w for _, w, _ in _texts(ET.fromstring(gallery.routes().svg))]
    assert "Borders as drawn by Natural Earth (de facto)." in words
    assert {"Halted or idle", "Path guessed", "Flow unknown", "?"} <= set(words)
    assert words.count("IRAQ") == 2
    assert "TÜRKIYE" in words


def test_a_map_can_look_closer_and_rename_countries() -> None:
    chart = charts.route_map(
        gallery.PLACES,
        gallery.ARCS,
        zoom=["tawke", "kirkuk", "parviz"],
        country_names={"Iraq": "Republic of Iraq", "Iran": ""},
        **ABOUT,
    )
    _check(chart)
    words = [w for _, w, _ in _texts(ET.fromstring(chart.svg))]
    assert {"Standstill, detail", "Deal, detail", "REPUBLIC OF IRAQ"} <= set(words)
    assert "IRAN" not in words


def test_a_map_refuses_routes_to_nowhere() -> None:
    with pytest.raises(ValueError, match="no node"):
        charts.route_map(
            gallery.PLACES, [{"id": "x", "source": "tawke", "target": "moon", "kbd": {}}], **ABOUT
        )


def test_the_table_of_money_is_its_data_with_differences() -> None:
    chart = charts.who_earns(
        [{"party": "a", "standstill": 5.0, "deal": 3.0}, {"party": "b", "standstill": -1.0, "deal": 4.0}],
        **ABOUT,
    )
    assert chart.table[1] == (("b", -1.0, 4.0, 5.0), ("a", 5.0, 3.0, -2.0))
    words = [w for _, w, _ in _texts(ET.fromstring(chart.svg))]
    assert {"+5", "−2", "−1"} <= set(words)


def test_the_zone_names_who_blocks() -> None:
    chart = gallery.zone()
    assert chart.title == "Producing companies would refuse"
    assert [r[-1] for r in chart.table[1]] == ["no", "no", "yes", "no"]
    nobody = charts.bargaining_zone([{"party": "a", "low": -4.0, "high": -1.0, "chosen": None}], **ABOUT)
    assert nobody.table[1] == (("a", -4.0, -1.0, None, "yes"),)


def test_the_frontier_finds_the_undominated_deals() -> None:
    deals = [(0.0, 3.0), (1.0, 2.0), (0.5, 1.0), (3.0, -1.0), (1.0, 1.0)]
    chart = charts.bargaining_frontier(deals, parties=("a", "b"), nash=(1.0, 2.0), **ABOUT)
    rows = chart.table[1]
    assert [r[2:] for r in rows if r[0] == "edge"] == [(0.0, 3.0), (1.0, 2.0), (3.0, -1.0)]
    assert [r[2:] for r in rows if r[0] == "deal"] == deals
    assert ("nash", "Nash", 1.0, 2.0) in rows
    assert chart.title.startswith("4 of 5 deals")


def test_events_are_numbered_by_date_and_failed_claims_hollow() -> None:
    events: Any = [
        {"date": date(2024, 5, 1), "lane": "b", "title": "later"},
        {
            "date": date(2024, 1, 1),
            "end": date(2024, 1, 31),
            "display_date": "January 2024",
            "lane": "a",
            "title": "soon!",
            "failed_claim": True,
            "source": "s",
        },
    ]
    chart = charts.timeline(events, lanes=["a"], **ABOUT)
    assert chart.table[1] == (
        (1, "January 2024", date(2024, 1, 31), "a", "soon!", "yes", "s"),
        (2, date(2024, 5, 1), None, "b", "later", "no", None),
    )
    pills = [e for e in ET.fromstring(chart.svg).iter(NS + "rect") if e.get("rx") == "9"]
    assert [p.get("fill") for p in pills] == ["var(--nb-paper)", "var(--nb-party-2)"]


def test_the_tornado_ranks_by_swing_and_keeps_all_in_its_table() -> None:
    swings: Any = [
        {"name": f"i{k}", "low": "l", "high": "h", "p_low": 0.5, "p_high": 0.5 + k / 50} for k in range(15)
    ]
    chart = charts.tornado(swings, 0.5, top=5, **ABOUT)
    assert [r[0] for r in chart.table[1]] == [f"i{k}" for k in reversed(range(15))]
    assert "10 more inputs" in chart.svg
    assert chart.table[1][0][5] == pytest.approx(0.28)


def test_the_table_of_drivers_has_levels_and_gaps() -> None:
    months = [date(2025, 1, 1), date(2025, 2, 1)]
    chart = charts.driver_strip(
        [{"name": "route", "months": months, "values": [1, None], "levels": ["shut", "open"]}], **ABOUT
    )
    assert chart.table[1] == (("route", months[0], 1, "open"), ("route", months[1], None, None))


# --- edges ---------------------------------------------------------------------------------------


@both_widths
def test_nothing_to_draw_is_said(narrow: bool) -> None:
    about: dict[str, Any] = {**ABOUT, "narrow": narrow}
    for chart in (
        charts.probability_curve([], pooled=[], **about),
        charts.date_bins([], [], 1.0, **about),
        charts.sankey([], [], **about),
        charts.sankey(
            [{"id": "a", "name": "A"}, {"id": "b", "name": "B"}],
            [{"source": "a", "target": "b", "value": 0.0}],
            **about,
        ),
        charts.route_map([], [], **about),
        charts.who_earns([], **about),
        charts.bargaining_zone([], **about),
        charts.bargaining_frontier([], parties=("a", "b"), **about),
        charts.timeline([], **about),
        charts.tornado([], 0.5, **about),
        charts.driver_strip([], **about),
        charts.driver_strip([{"name": "x", "months": [date(2025, 1, 1)], "values": [None]}], **about),
    ):
        _check(chart)


@both_widths
def test_one_of_everything(narrow: bool) -> None:
    about: dict[str, Any] = {**ABOUT, "narrow": narrow}
    day = date(2025, 9, 20)
    for chart in (
        charts.probability_curve([day], pooled=[0.5], low=[0.1], high=[0.9], horizons=[day], **about),
        charts.date_bins(["Q4"], [1.0], 0.0, **about),
        charts.sankey(
            [{"id": "a", "name": "A"}, {"id": "b", "name": "B"}],
            [{"source": "a", "target": "b", "value": 1e-6}],
            **about,
        ),
        charts.route_map([gallery.PLACES[0]], [], worlds=[("w", "World")], **about),
        charts.who_earns([{"party": "a", "standstill": 0.0, "deal": 0.0}], **about),
        charts.bargaining_zone([{"party": "a", "low": 0.0, "high": 0.0, "chosen": 0.0}], **about),
        charts.bargaining_frontier([(0.0, 0.0)], parties=("a", "b"), **about),
        charts.timeline([{"date": day, "lane": "a", "title": "t"}], **about),
        charts.timeline([], [{"start": day, "end": None, "label": "era", "kind": "flow"}], **about),
        charts.tornado([{"name": "a", "low": "0", "high": "1", "p_low": 0.5, "p_high": 0.5}], 0.5, **about),
        charts.driver_strip([{"name": "x", "months": [date(2025, 12, 1)], "values": [3.0]}], **about),
    ):
        _check(chart)


@both_widths
@pytest.mark.parametrize("level", [0.0, 1.0])
def test_certainty_is_drawn(level: float, narrow: bool) -> None:
    about: dict[str, Any] = {**ABOUT, "narrow": narrow}
    days = [date(2025, 9, 20) + timedelta(days=30 * k) for k in range(8)]
    flat = [level] * 8
    _check(
        charts.probability_curve(
            days, pooled=flat, inside=flat, outside=flat, low=flat, high=flat, horizons=days, **about
        )
    )
    _check(
        charts.tornado([{"name": "a", "low": "0", "high": "1", "p_low": 0.0, "p_high": 1.0}], level, **about)
    )


def test_impossible_probabilities_and_numbers_are_refused() -> None:
    with pytest.raises(ValueError, match="not a probability"):
        charts.probability_curve([date(2025, 1, 1)], pooled=[1.2], **ABOUT)
    with pytest.raises(ValueError, match="2 values for 1 dates"):
        charts.probability_curve([date(2025, 1, 1)], pooled=[0.2, 0.3], **ABOUT)
    with pytest.raises(ValueError, match="leave out what is not known"):
        charts.who_earns([{"party": "a", "standstill": float("nan"), "deal": 1.0}], **ABOUT)
    with pytest.raises(ValueError, match="1 values for 2 months"):
        charts.driver_strip(
            [{"name": "a", "months": [date(2025, 1, 1), date(2025, 2, 1)], "values": [1.0]}], **ABOUT
        )


@both_widths
def test_money_may_be_lost_by_all(narrow: bool) -> None:
    rows: Any = [{"party": f"p{k}", "standstill": -1e6 * k, "deal": -1234567.0} for k in range(4)]
    _check(charts.who_earns(rows, narrow=narrow, **ABOUT))
    _check(
        charts.bargaining_zone(
            [{"party": "a", "low": -9e5, "high": -5.0, "chosen": -7.0}], narrow=narrow, **ABOUT
        )
    )


@both_widths
def test_two_hundred_events_keep_apart(narrow: bool) -> None:
    chart = gallery.events(narrow, count=200)
    root = _check(chart)
    pills = [
        svg.Box(
            *(float(str(e.get(k))) for k in ("x", "y")),
            float(str(e.get("x"))) + float(str(e.get("width"))),
            float(str(e.get("y"))) + 18,
        )
        for e in root.iter(NS + "rect")
        if e.get("rx") == "9"
    ]
    assert len(pills) == 200
    assert not any(a.meets(b) for k, a in enumerate(pills) for b in pills[:k])


@both_widths
def test_many_of_everything_stays_inside(narrow: bool) -> None:
    about: dict[str, Any] = {**ABOUT, "narrow": narrow}
    nodes: Any = [{"id": f"{c}{k}", "name": f"Node {c}{k}"} for c in "abc" for k in range(12)]
    links: Any = [{"source": f"a{k}", "target": f"b{(5 * k) % 12}", "value": 1.0 + k} for k in range(12)]
    links += [
        {"source": f"b{k}", "target": f"c{(7 * k) % 12}", "value": 2.0 + k, "kind": "ship"} for k in range(12)
    ]
    links += [{"source": "a0", "target": "c3", "value": 6.0, "kind": "truck"}]
    _check(charts.sankey(nodes, links, **about))
    _check(charts.date_bins([f"Q{k}" for k in range(40)], [0.02] * 40, 0.2, **about))
    _check(
        charts.driver_strip(
            [{"name": f"d{k}", "months": [date(2025, 1, 1)], "values": [float(k)]} for k in range(20)],
            **about,
        )
    )
