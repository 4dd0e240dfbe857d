"""The areas of the demo city with their codes, outlines and cells, as the files that the import takes."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from linli.site.demo import naming, plane
from linli.site.demo.naming import Name
from linli.site.demo.plane import Point
from linli.site.demo.sizes import Size

CITY_CODE = "9901"  # 99 is no province
FIRST_COUNTY, FIRST_TOWNSHIP, FIRST_VILLAGE = 21, 100, 200
STREET_STEP, TOWN_STEP = 0.85, 0.75  # kilometres between middles of sub-districts
UNIT_CELL_KM = 0.1
WIDE_KM2 = 1.2  # a community that reaches into the fields has no unit cells
GRID_HOMES = 400


@dataclass(slots=True)
class Place:
    """One area; ``middle`` and ``outline`` are on the plane."""

    kind: str
    code: str
    name: Name
    middle: Point
    outline: BaseGeometry | None = None
    homes: int = 0
    children: list[Place] = field(default_factory=list)

    @property
    def is_rural(self) -> bool:
        """Say whether it is a township or below one."""
        return self.kind in {"township", "village", "natural_village", "group"}

    @property
    def ground(self) -> BaseGeometry:
        """Its outline, where it has one for certain."""
        if self.outline is None:
            raise ValueError(f"{self.code} has no outline")
        return self.outline

    def below(self, kind: str) -> Iterator[Place]:
        """Yield the areas of one kind below, in the order of their codes."""
        for child in self.children:
            if child.kind == kind:
                yield child
            yield from child.below(kind)


def invent(size: Size, seed: str) -> Place:
    """Return the whole city as a tree."""
    chance = Random(f"{seed}/ground")  # noqa: S311 - invention, not secrecy
    outline = plane.blob(size.radius_km, chance)
    city = Place("city", CITY_CODE, naming.split(naming.table("names")["city"]), (0.0, 0.0))
    city.children = _districts(size)
    _units(city, size, outline, chance)
    _leaves(city, size, outline, chance)
    _homes(city, size, chance)
    return city


def _districts(size: Size) -> list[Place]:
    found = []
    for n, name in enumerate(naming.pairs("districts")[: size.districts]):
        urban = n < size.urban_districts
        code = f"{CITY_CODE}{n + 1 if urban else FIRST_COUNTY + n - size.urban_districts:02d}"
        found.append(Place("district", code, name, _seat(n, size)))
    return found


def _seat(number: int, size: Size) -> Point:
    """Put urban districts on both banks in the middle and the counties' towns around."""
    if number < size.urban_districts:
        middle = 2.9 if size.urban_districts > 1 else 0.6
        return ((middle, 0.4), (-middle, -0.6))[number]
    counties = size.districts - size.urban_districts
    angle = 2 * math.pi * (number - size.urban_districts + 0.35) / max(counties, 1)
    return 0.58 * size.radius_km * math.cos(angle), 0.6 * size.radius_km * math.sin(angle)


def _units(city: Place, size: Size, outline: BaseGeometry, chance: Random) -> None:
    names = naming.stems(chance)
    urban = city.children[: size.urban_districts]
    counties = city.children[size.urban_districts :]
    in_counties = len(counties) * (2 if size.subdistricts > 2 * len(counties) + 8 else 1)
    for n, district in enumerate(urban):
        count = _share(size.subdistricts - in_counties, len(urban), n)
        _streets(district, count, STREET_STEP, names)
    for n, county in enumerate(counties):
        _streets(county, _share(in_counties, len(counties), n), TOWN_STEP, names)
    reach = min(3.6, size.radius_km * 0.4)
    away = [(one.middle, reach) for one in urban] + [(one.middle, reach * 0.6) for one in counties]
    for middle in plane.scatter(outline.buffer(-1.0), size.townships, chance, away=away):
        district = min(city.children, key=lambda one: math.dist(one.middle, middle))
        number = FIRST_TOWNSHIP + sum(1 for _ in district.below("township"))
        district.children.append(_unit("township", district, number, middle, next(names)))


def _streets(district: Place, count: int, step: float, names: Iterator[Name]) -> None:
    for n, middle in enumerate(plane.sunflower(district.middle, count, step), start=1):
        district.children.append(_unit("subdistrict", district, n, middle, next(names)))


def _unit(kind: str, district: Place, number: int, middle: Point, name: Name) -> Place:
    return Place(kind, f"{district.code}{number:03d}", _called(name, kind), middle)


def _leaves(city: Place, size: Size, outline: BaseGeometry, chance: Random) -> None:
    """Invent communities and villages; whatever is larger is the union of them."""
    units = [unit for district in city.children for unit in district.children]
    grounds = plane.coverage([unit.middle for unit in units], outline)
    seeds: list[tuple[Place, Point]] = []
    turns = {
        "subdistrict": (size.communities, size.subdistricts),
        "township": (size.villages, size.townships),
    }
    seen = dict.fromkeys(turns, 0)
    for unit, ground in zip(units, grounds, strict=True):
        whole, parts = turns[unit.kind]
        count = _share(whole, parts, seen[unit.kind])
        seen[unit.kind] += 1
        near = ground if unit.is_rural else _near(ground, unit.middle)
        seeds += [(unit, point) for point in plane.scatter(near, count, chance)]
    drawn = plane.coverage([point for _, point in seeds], outline)
    names = {"subdistrict": naming.stems(chance), "township": naming.villages(chance)}
    for (unit, point), shape in zip(seeds, drawn, strict=True):
        unit.children.append(_leaf(unit, point, shape, next(names[unit.kind])))
    for unit in units:
        unit.outline = plane.union([leaf.ground for leaf in unit.children])
    for district in city.children:
        district.outline = plane.union([unit.ground for unit in district.children])
    city.outline = plane.union([district.ground for district in city.children])


def _near(ground: BaseGeometry, middle: Point) -> BaseGeometry:
    close = shapely.intersection(ground, shapely.Point(middle).buffer(1.1))
    return close if close.area > 0 else ground


def _leaf(unit: Place, point: Point, shape: BaseGeometry, name: Name) -> Place:
    if unit.is_rural:
        code = f"{unit.code}{FIRST_VILLAGE + len(unit.children):03d}"
        return Place("village", code, _called(name, "village"), point, shape)
    code = f"{unit.code}{1 + len(unit.children):03d}"
    return Place("community", code, _called(name, "community"), point, shape)


def _called(name: Name, kind: str) -> Name:
    zh, en = naming.split(naming.table("names")["kinds"][kind])
    return name[0] + zh, f"{name[1]} {en}"


def _homes(city: Place, size: Size, chance: Random) -> None:
    communities = list(city.below("community"))
    names, numbered = naming.estates(chance), 0
    for n, community in enumerate(communities):
        for estate in _estates(community, _share(size.estates, len(communities), n), names, chance):
            _buildings(estate, _share(size.buildings, size.estates, numbered), chance)
            numbered += 1
    for village in city.below("village"):
        _hamlets(village, chance)
    for place in (city, *city.children, *(unit for district in city.children for unit in district.children)):
        kinds = ("estate", "natural_village", "group")
        place.homes = sum(home.homes for kind in kinds for home in place.below(kind))


def _estates(community: Place, count: int, names: Iterator[Name], chance: Random) -> list[Place]:
    near = shapely.intersection(community.ground, shapely.Point(community.middle).buffer(0.55))
    middles = plane.scatter(near, count, chance)
    grounds = plane.coverage(middles, community.ground)
    for n, (middle, ground) in enumerate(zip(middles, grounds, strict=True), start=1):
        width, height = chance.uniform(0.2, 0.34), chance.uniform(0.16, 0.26)
        inside = ground.buffer(-0.02)
        shape = shapely.intersection(plane.block(middle, width, height, 0.15), inside)
        whole = shape if shape.geom_type == "Polygon" and not shape.is_empty else None
        estate = Place("estate", f"{community.code}{n:03d}", next(names), middle, whole)
        estate.homes = chance.randrange(12, 90) * 10
        community.children.append(estate)
    community.homes = sum(estate.homes for estate in community.children)
    return community.children


def _buildings(estate: Place, count: int, chance: Random) -> None:
    spots = plane.scatter((estate.outline or shapely.Point(estate.middle).buffer(0.1)), count, chance)
    spots.sort(key=lambda one: (round(one[1], 2), one[0]))
    for n, spot in enumerate(spots, start=1):
        name = naming.split(str(naming.table("names")["building"]).format(n, n))
        building = Place("building", f"{estate.code}{n:03d}", name, spot)
        building.homes = estate.homes // count
        estate.children.append(building)


def _hamlets(village: Place, chance: Random) -> None:
    count = chance.choice((1, 1, 2, 2, 3))
    inner = village.ground.buffer(-0.15)
    usable = village.ground if inner.is_empty else inner
    kinds = naming.pairs("natural_kinds")
    chance.shuffle(kinds)
    for n, spot in enumerate(plane.scatter(usable, count, chance), start=1):
        hamlet = Place("natural_village", f"{village.code}{n:03d}", kinds[n], spot)
        hamlet.homes = chance.randrange(3, 18) * 10
        village.children.append(hamlet)
    group = Place(
        "group",
        f"{village.code}{count + 1:03d}",
        naming.split(naming.table("names")["group"]),
        village.middle,
    )
    group.homes = chance.randrange(2, 6) * 10
    village.children.append(group)
    village.homes = sum(one.homes for one in village.children)


def _share(whole: int, parts: int, number: int) -> int:
    """Return how much of a whole the part with this number gets, so that all get equal and nothing is left."""
    return whole * (number + 1) // parts - whole * number // parts


def areas_file(city: Place) -> bytes:
    """Return all areas as GeoJSON, outlines down to the estates."""
    return _geojson(_feature(place, kind=place.kind) for place in walk(city))


def cells_file(city: Place, kind: str, size: Size) -> bytes:
    """Return the cells of one kind as GeoJSON."""
    return _geojson(_unit_cells(city, size) if kind == "unit" else _grids(city))


def _unit_cells(city: Place, size: Size) -> Iterator[dict[str, Any]]:
    for street in list(city.below("subdistrict"))[: size.with_unit_cells]:
        for community in street.children:
            if community.ground.area > WIDE_KM2:
                continue
            for n, cell in enumerate(plane.squares(community.ground, UNIT_CELL_KM), start=1):
                yield _cell(f"{community.code}{n:03d}", cell, 0)


def _grids(city: Place) -> Iterator[dict[str, Any]]:
    for leaf in (*city.below("community"), *city.below("village")):
        middles = grids_of(leaf)
        for n, cell in enumerate(plane.coverage(middles, leaf.ground), start=1):
            yield _cell(f"{leaf.code}{n:03d}", cell, leaf.homes // len(middles))


def grids_of(leaf: Place) -> list[Point]:
    """Return the middles of a community's or village's responsibility grids."""
    count = max(1, min(round(leaf.homes / GRID_HOMES), len(leaf.children)))
    return [child.middle for child in leaf.children[:count]]


def walk(place: Place) -> Iterator[Place]:
    """Yield a place and all below it."""
    yield place
    for child in place.children:
        yield from walk(child)


def _feature(place: Place, **more: str) -> dict[str, Any]:
    lon, lat = plane.to_degrees(*place.middle)
    said: dict[str, Any] = {"code": place.code, "name": place.name[0], "name_en": place.name[1], **more}
    said |= {"lon": f"{lon:.7f}", "lat": f"{lat:.7f}", "homes": str(place.homes)}
    return {"type": "Feature", "properties": said, "geometry": _drawn(place.outline)}


def _cell(code: str, shape: BaseGeometry, homes: int) -> dict[str, Any]:
    said = {"code": code, "homes": str(homes)}
    return {"type": "Feature", "properties": said, "geometry": dict(mapping(plane.sound(shape)))}


def _drawn(shape: BaseGeometry | None) -> Mapping[str, Any] | None:
    return dict(mapping(plane.degrees(shape))) if shape is not None else None


def _geojson(features: Iterable[dict[str, Any]]) -> bytes:
    whole = {"type": "FeatureCollection", "features": list(features)}
    return json.dumps(whole, ensure_ascii=False).encode()
