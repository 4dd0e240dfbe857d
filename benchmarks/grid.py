"""Point to area: single and vectorised, on a tessellation of a city's size and on Taiyuan's real outlines."""

from __future__ import annotations

import json
import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import django
import numpy as np
import shapely
from shapely.geometry import box, mapping, shape

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.site.settings")
django.setup()

from linli.apps.grid.facts.snapshot import Snapshot, picture  # noqa: E402 - models need Django set up
from linli.apps.grid.models.kinds import CellKind  # noqa: E402 - same
from linli.core.shared.geodesy import Datum, to_wgs84  # noqa: E402 - same

OUTLINES = Path("shared/data/places/geojson/140100_full.json")  # beside the repository, read only
SIDE = 71  # 71 x 71 = 5,041 cells, as in the measurements of the peers
POINTS, SINGLE = 200_000, 5_000
REPEATS = 5


def run() -> dict[str, object]:
    """Measure and return points a second (median of five) and the microseconds of a single answer."""
    results: dict[str, object] = {"tessellation": _measure(_tessellation(), (112.5, 37.8, 113.2, 38.5))}
    found = [above / OUTLINES for above in Path(__file__).resolve().parents if (above / OUTLINES).exists()]
    if found:
        city, bounds = _taiyuan(found[0])
        results["taiyuan_districts"] = _measure(city, bounds)
    else:
        results["taiyuan_districts"] = f"skipped: ../{OUTLINES} is not here"
    results["gcj02_inverse_points_per_s"] = round(_inverse())
    return results


def _measure(city: Snapshot, bounds: tuple[float, float, float, float]) -> dict[str, object]:
    random = np.random.default_rng(20261122)
    west, south, east, north = bounds
    lon, lat = random.uniform(west, east, POINTS), random.uniform(south, north, POINTS)
    few = list(zip(lon[:SINGLE].tolist(), lat[:SINGLE].tolist(), strict=True))
    shapes = city.areas[0].tree.geometries
    points = shapely.points(lon, lat)
    tree = shapely.STRtree(shapes)
    return {
        "areas": len(city.paths),
        "corners": int(shapely.get_num_coordinates(shapes).sum()),
        "single_us": round(_median(lambda: [city.locate(*point) for point in few]) / SINGLE * 1e6, 1),
        "vectorised_points_per_s": round(POINTS / _median(lambda: city.locate_many(lon, lat))),
        "limit_bare_strtree_points_per_s": round(
            POINTS / _median(lambda: tree.query(points, predicate="intersects"))
        ),
        "found_share": round(float((city.locate_many(lon, lat).area_paths != "").mean()), 4),
    }


def _tessellation() -> Snapshot:
    step = 0.7 / SIDE
    areas, cells = [], []
    for n in range(SIDE * SIDE):
        x, y = 112.5 + (n % SIDE) * step, 37.8 + (n // SIDE) * step
        outline = shapely.segmentize(box(x, y, x + step, y + step), step / 9)  # 37 corners
        code = f"1499{n // 900:02d}{n // 30 % 30:03d}{n % 30:03d}"
        areas.append((code, code, f"/{code}/", mapping(outline)))
        cells.append((CellKind.UNIT.value, f"{code}001", mapping(outline)))
    return picture(("tessellation", 1), areas, cells)


def _taiyuan(file: Path) -> tuple[Snapshot, tuple[float, float, float, float]]:
    features = json.loads(file.read_text(encoding="utf-8"))["features"]
    drawn = [(str(f["properties"]["adcode"]), shape(f["geometry"])) for f in features]
    rows = [(code, code, f"/{code}/", mapping(outline)) for code, outline in drawn]
    whole = shapely.total_bounds([outline for _, outline in drawn])
    return picture(("taiyuan", 1), rows, []), tuple(whole.tolist())


def _inverse() -> float:
    lon, lat = np.linspace(112, 113, POINTS), np.linspace(37, 38, POINTS)
    return POINTS / _median(lambda: to_wgs84(lon, lat, Datum.GCJ02))


def _median(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


if __name__ == "__main__":
    print(json.dumps(run(), indent=2, ensure_ascii=False))
