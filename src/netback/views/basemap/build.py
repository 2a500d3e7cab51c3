"""Make `countries-50m.json.gz` from the `countries-50m.json` of the npm package world-atlas 2.0.2.

Run `python -m netback.views.basemap.build path/to/countries-50m.json`; the bytes are the same every time.
"""

import gzip
import json
import sys
from pathlib import Path
from typing import Any

TARGET = Path(__file__).with_name("countries-50m.json.gz")


def compact(topology: dict[str, Any]) -> bytes:
    """The countries alone, as a gzip-compressed topology.

    Parameters
    ----------
    topology : dict
        TopoJSON with an object `countries`, quantised (delta-coded integer arcs).

    Returns
    -------
    bytes
        JSON with `transform`, `arcs` and `countries`: a list of [ISO number, name, polygons], where a
        polygon is a list of rings and a ring a list of arc numbers (~n means arc n backwards).
    """
    countries = []
    for shape in topology["objects"]["countries"]["geometries"]:
        rings = {"Polygon": [shape.get("arcs")], "MultiPolygon": shape.get("arcs")}.get(shape["type"])
        if rings:
            countries.append([shape.get("id", ""), shape["properties"]["name"], rings])
    countries.sort(key=lambda c: (c[1], c[0]))
    used = sorted({a if a >= 0 else ~a for c in countries for p in c[2] for r in p for a in r})
    place = {old: new for new, old in enumerate(used)}

    def move(arc: int) -> int:
        return place[arc] if arc >= 0 else ~place[~arc]

    content = {
        "transform": topology["transform"],
        "arcs": [topology["arcs"][k] for k in used],
        "countries": [
            [i, n, [[[move(a) for a in ring] for ring in p] for p in ps]] for i, n, ps in countries
        ],
    }
    text = json.dumps(content, separators=(",", ":"), ensure_ascii=False)
    return gzip.compress(text.encode(), compresslevel=9, mtime=0)


if __name__ == "__main__":
    TARGET.write_bytes(compact(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))))
    sys.stdout.write(f"{TARGET.stat().st_size} bytes\n")
