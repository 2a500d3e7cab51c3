"""The map: projection, clipping, and the base map that ships."""

import gzip
import hashlib
import json
from importlib import resources

import numpy as np
import pytest

from netback.views import geo
from netback.views.basemap import build

REGION = [(35.9, 36.9), (44.0, 36.2), (49.1, 30.4)]


def test_the_base_map_ships_with_its_licence_and_stays_small() -> None:
    folder = resources.files("netback.views.basemap")
    assert len(folder.joinpath("countries-50m.json.gz").read_bytes()) <= 400_000
    assert "public domain" in folder.joinpath("LICENSE").read_text("utf-8")
    readme = folder.joinpath("README.md").read_text("utf-8")
    assert "4.1.0" in readme
    assert "de facto" in readme


def test_all_countries_are_there() -> None:
    names = {name for name, _ in geo.base_map().countries}
    assert len(names) == 241
    assert {"Iraq", "Turkey", "Iran", "Kuwait", "Syria"} <= names
    assert set(geo.DISPLAY_NAMES) <= names


def test_rings_of_the_base_map_are_closed() -> None:
    world = geo.base_map()
    for name, rings in world.countries:
        for ring in rings:
            arcs = [geo._arc(world, a) for a in ring]
            for before, after in zip(arcs, arcs[1:] + arcs[:1], strict=True):
                assert before[-1] == pytest.approx(after[0]), name


def test_the_build_step_keeps_countries_and_is_deterministic() -> None:
    topology = {
        "transform": {"scale": [1, 1], "translate": [0, 0]},
        "arcs": [[[9, 9]], [[0, 0], [1, 0], [0, 1]], [[1, 1], [-1, -1]]],
        "objects": {
            "countries": {
                "geometries": [
                    {"type": "Polygon", "id": "2", "properties": {"name": "B"}, "arcs": [[1, 2]]},
                    {"type": "MultiPolygon", "id": "1", "properties": {"name": "A"}, "arcs": [[[~2, ~1]]]},
                ]
            }
        },
    }
    once, again = build.compact(topology), build.compact(topology)
    assert hashlib.sha256(once).digest() == hashlib.sha256(again).digest()
    content = json.loads(gzip.decompress(once))
    assert content["countries"] == [["1", "A", [[[-2, -1]]]], ["2", "B", [[[0, 1]]]]]
    assert len(content["arcs"]) == 2


@pytest.mark.parametrize(
    "points", [REGION, [(-5, -8), (12, 7)], [(150, -35), (140, -20)], [(170, 60), (-165, 66)]]
)
def test_a_fitted_view_holds_its_points_and_inverts(points: list[tuple[float, float]]) -> None:
    view = geo.fit_view(points, 400, (0.5, 1.2))
    px = view(points)
    assert (px >= 0).all()
    assert (px <= (view.width, view.height)).all()
    back = view.lonlat(px)
    assert np.cos(np.radians(back[:, 0] - [p[0] for p in points])) == pytest.approx(1)
    assert back[:, 1] == pytest.approx([p[1] for p in points])


def test_the_projection_is_conformal_and_its_scale_bar_right() -> None:
    view = geo.fit_view(REGION, 500, (0.5, 1.0))
    lon, lat = view.projection.centre
    step = 0.05
    east, north = (
        view([(lon, lat), (lon + step / np.cos(np.radians(lat)), lat)]),
        view([(lon, lat), (lon, lat + step)]),
    )
    across, up = east[1] - east[0], north[1] - north[0]
    assert np.hypot(*across) == pytest.approx(np.hypot(*up), rel=1e-3)
    assert across @ up == pytest.approx(0, abs=1e-3 * np.hypot(*across) ** 2)
    assert view.km_per_px() * np.hypot(*up) == pytest.approx(np.radians(step) * geo.EARTH_RADIUS_KM, rel=1e-3)


def test_one_place_alone_gets_a_map() -> None:
    view = geo.fit_view([(44.0, 36.2)], 300, (0.5, 1.0))
    assert view([(44.0, 36.2)])[0] == pytest.approx([150, view.height / 2])


def test_clipping_a_ring_keeps_what_is_inside() -> None:
    ring = np.array([(-5.0, 5.0), (15.0, 5.0), (15.0, 8.0), (-5.0, 8.0)])
    clipped = geo.clip_ring(ring, (0, 0, 10, 10))
    assert clipped.min(axis=0).tolist() == [0, 5]
    assert clipped.max(axis=0).tolist() == [10, 8]
    assert len(geo.clip_ring(ring + (0, 100), (0, 0, 10, 10))) == 0


def test_clipping_a_line_gives_its_pieces() -> None:
    line = np.array([(-5.0, 5.0), (5.0, 5.0), (5.0, 15.0), (8.0, 15.0), (8.0, 2.0)])
    pieces = geo.clip_line(line, (0, 0, 10, 10))
    assert [p.tolist() for p in pieces] == [[[0, 5], [5, 5], [5, 10]], [[8, 10], [8, 2]]]


def test_simplifying_keeps_the_ends_and_the_corners() -> None:
    line = np.array([(0.0, 0.0), (1.0, 0.05), (2.0, 0.0), (2.0, 5.0)])
    assert geo.simplify(line, 0.1).tolist() == [[0, 0], [2, 0], [2, 5]]


def test_the_region_shows_its_countries() -> None:
    found = geo.outlines(geo.fit_view(REGION, 450, (0.6, 1.2)))
    assert {"Iraq", "Turkey", "Iran", "Syria", "Kuwait", "Saudi Arabia"} <= set(found.land)
    assert "France" not in found.land
    assert found.borders
    assert found.coasts


@pytest.mark.parametrize(
    "points",
    [[(165, 52), (-160, 62)], [(-120, 30), (-60, 62)], [(-60, -20), (60, 30)], [(100, 60), (140, 75)]],
)
def test_no_outline_sweeps_across_the_map(points: list[tuple[float, float]]) -> None:
    """A ring cut at the wrong meridian would colour the sea: sample points of the open ocean."""
    view = geo.fit_view(points, 400, (0.5, 1.2))
    found = geo.outlines(view)
    ocean = [(-30, 25), (-40, 45), (175, 45), (-150, 40), (-30, -20), (70, -15), (-175, 55), (130, 78)]
    px = view(ocean)
    shown = px[((px > 0) & (px < (view.width, view.height))).all(axis=1)]
    for rings in found.land.values():
        covered = sum(geo.contains(r, shown).astype(int) for r in rings) if len(shown) else np.array([0])
        assert (np.asarray(covered) % 2 == 0).all()


def test_a_country_name_lies_within_the_country() -> None:
    view = geo.fit_view(REGION, 450, (0.6, 1.2))
    rings = geo.outlines(view).land["Iraq"]
    x, y = geo.label_spots(rings, view, 40, 14)[0]
    assert geo.contains(max(rings, key=len), np.array([(x - 20, y), (x + 20, y)])).all()
    assert geo.label_spots(rings, view, 4000, 14) == []
