"""A small map of our own: the communities around a case as polygons, the case as a dot. No tiles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Any

from markupsafe import Markup, escape

from linli.apps.grid import facts as grid
from linli.kernel.ui.text import t
from linli.web.desk.names import name_of

WIDTH, HEIGHT, EDGE = 360.0, 220.0, 14.0
COMMUNITY_DIGITS = 12
MOST_POINTS = 400
LABEL_WIDTH, LABEL_DROP = 46.0, 18.0
Point = tuple[float, float]
Shape = tuple[str, str, list[list[Point]]]
"""An area's code, its name, and its rings."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Turns degrees into the picture's own units; north is up, and a metre is as long both ways."""

    west: float
    north: float
    across: float
    scale: float
    left: float
    top: float

    def place(self, lon: float, lat: float) -> Point:
        """Return where a point lies in the picture."""
        x = self.left + (lon - self.west) * self.across * self.scale
        return round(x, 1), round(self.top + (self.north - lat) * self.scale, 1)


@dataclass(frozen=True, slots=True)
class Sketch:
    """The picture of where a case is, and in words what of it is marked there."""

    picture: Markup
    say: str


def sketch(area_path: str, point: Point | None, place: str) -> Sketch | None:
    """Draw where a case is, and say what is marked: its point, its community, or nothing.

    ``place`` names the area of the case, which may be a whole city.
    """
    shapes, own = _shapes(area_path)
    marked = next((name for code, name, _ in shapes if code == own), "")
    what, where = "point" if point else "community" if marked else "nothing", marked or place
    picture = _picture(shapes, own, point, t(f"desk.map_label.{what}", place=where))
    return Sketch(picture, t(f"desk.map_say.{what}", place=where)) if picture is not None else None


def draw(area_path: str, point: Point | None, title: str) -> Markup | None:
    """Draw the sub-district of a place with its communities; None where there are no outlines."""
    return _picture(*_shapes(area_path), point, title)


def _shapes(area_path: str) -> tuple[list[Shape], str]:
    """Return the communities around with their outlines, and the code of one's own if it is as narrow as that."""
    codes = [code for code in area_path.split("/") if code]
    own = next((code for code in codes if len(code) == COMMUNITY_DIGITS), "")
    around = "/" + "/".join(code for code in codes if len(code) < COMMUNITY_DIGITS) + "/"
    found = grid.outlines(around, "community", "village") if codes else []
    return [(area.code, name_of(area), list(_rings(outline))) for area, outline in found], own


def _picture(shapes: Sequence[Shape], own: str, point: Point | None, title: str) -> Markup | None:
    every = [at for _, _, rings in shapes for ring in rings for at in ring]
    if not every:
        return None
    frame = _frame([*every, point] if point else every)
    parts = [_area(frame, name, rings, own=code == own) for code, name, rings in shapes]
    dot = _dot(frame.place(*point)) if point else Markup("")
    return Markup('<svg class="place-map" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}</svg>').format(
        int(WIDTH), int(HEIGHT), title, Markup("").join(parts), dot
    )


def _rings(outline: Any) -> Iterator[list[Point]]:
    """Yield the outer rings of a GeoJSON polygon or multipolygon, thinned to what can be seen."""
    polygons = outline["coordinates"] if outline["type"] == "MultiPolygon" else [outline["coordinates"]]
    for polygon in polygons:
        ring = polygon[0]
        step = max(1, len(ring) // MOST_POINTS)
        yield [(float(lon), float(lat)) for lon, lat, *_ in ring[::step]]


def _frame(points: Sequence[Point]) -> Frame:
    lons, lats = [lon for lon, _ in points], [lat for _, lat in points]
    across = cos(radians((min(lats) + max(lats)) / 2))
    wide = max((max(lons) - min(lons)) * across, 1e-6)
    high = max(max(lats) - min(lats), 1e-6)
    scale = min((WIDTH - 2 * EDGE) / wide, (HEIGHT - 2 * EDGE) / high)
    left, top = (WIDTH - wide * scale) / 2, (HEIGHT - high * scale) / 2
    return Frame(min(lons), max(lats), across, scale, left, top)


def _area(frame: Frame, name: str, rings: Iterable[list[Point]], *, own: bool) -> Markup:
    placed = [[frame.place(*at) for at in ring] for ring in rings]
    drawn = " ".join("M" + "L".join(f"{x} {y}" for x, y in ring) + "Z" for ring in placed if ring)
    xs = [x for ring in placed for x, _ in ring]
    ys = [y for ring in placed for _, y in ring]
    kind = "own" if own else "other"
    label = Markup("")
    if own or max(xs) - min(xs) > LABEL_WIDTH:
        label = Markup('<text x="{}" y="{}">{}</text>').format(
            round((min(xs) + max(xs)) / 2, 1), round(min(ys) + LABEL_DROP, 1), escape(name)
        )
    return Markup('<g class="{}"><title>{}</title><path d="{}"/>{}</g>').format(kind, name, drawn, label)


def _dot(at: Point) -> Markup:
    return Markup(
        '<g class="dot"><circle cx="{0}" cy="{1}" r="9"/><circle cx="{0}" cy="{1}" r="4"/></g>'
    ).format(*at)
