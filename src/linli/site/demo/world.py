"""What lives are planned from: places, people, who is competent, and by when."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from random import Random

from linli.site.demo import naming
from linli.site.demo.ground import Place
from linli.site.demo.openings import Openings
from linli.site.demo.plane import to_degrees

Route = Callable[[str, str, date], tuple[str, tuple[str, ...]]]
"""From subject, area path and day to the codes of the lead and the supporting bodies."""

KINDS = {"c": "30428.2:component:", "m": "30428.2:matter:", "r": "linli:request:"}


@dataclass(frozen=True, slots=True)
class Resident:
    """Somebody with an account, at home in a community or village."""

    number: int
    name: str
    phone: str
    home: str


@dataclass(frozen=True)
class World:
    """Everything a plan may ask for; codes of bodies, never their refs."""

    city: Place
    communities: Sequence[Place]
    villages: Sequence[Place]
    residents: Sequence[Resident]
    neighbours: Mapping[str, Sequence[Resident]]
    packs: frozenset[str]
    limits: Mapping[str, Sequence[tuple[str, str]]]
    route: Route
    speeds: Mapping[str, float]
    crew: Mapping[str, int]
    openings: Openings
    until: datetime

    def path(self, code: str) -> str:
        """Return the path of a community or village."""
        return "/" + "".join(f"{code[:digits]}/" for digits in (4, 6, 9, 12))

    def speed(self, body: str) -> float:
        """Return how slow a body is: its office's way, and a little of its own."""
        own = 0.8 + 0.4 * Random(f"speed/{body}").random()  # noqa: S311 - invention
        return own * self.speeds.get(body.partition("-")[0], 1.0)

    def district(self, code: str) -> str:
        """Return the district of an area's code."""
        return code[:6]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something is: degrees, the words for it, and its community or village."""

    leaf: Place
    lon: float
    lat: float
    words: str
    filling: Mapping[str, str]


def spot(world: World, where: str, chance: Random, home: Place | None = None) -> Spot:
    """Choose a place of the wanted sort: estate, street, village or any."""
    if where == "any":
        where = "village" if chance.random() < 0.35 else "estate"  # noqa: PLR2004 - a third of the people
    leaf = home or naming.pick(chance, world.villages if where == "village" else world.communities)
    near = naming.pick(chance, leaf.children)
    share = chance.uniform(0.1, 0.9) if where == "street" or not near.outline else chance.uniform(0.97, 1.0)
    x, y = (a + (b - a) * share for a, b in zip(leaf.middle, near.middle, strict=True))
    filling = _filling(leaf, near, chance)
    return Spot(leaf, *_degrees(x, y), _words(where, filling), filling)


def _filling(leaf: Place, near: Place, chance: Random) -> dict[str, str]:
    roads = streets(leaf.code)
    return {
        "road": roads[0],
        "cross": roads[1],
        "estate": near.name[0],
        "building": naming.split(str(naming.table("names")["building"]).format(chance.randrange(1, 13), 0))[
            0
        ],
        "unit": str(chance.randrange(1, 5)),
        "village": leaf.name[0],
        "community": leaf.name[0],
        "shop": naming.pick(chance, naming.words("shops")),
        "company": naming.pick(chance, naming.words("companies")),
        "property": naming.pick(chance, naming.words("property_companies")),
        "school": naming.pick(chance, naming.words("schools")),
        "n": str(chance.randrange(3, 19)),
        "days": naming.pick(chance, naming.words("days")),
    }


def streets(code: str) -> tuple[str, str]:
    """Return the two streets that cross in a community."""
    chance = Random(f"streets/{code}")  # noqa: S311 - invention
    first, second = naming.pairs("first"), naming.pairs("second")
    one = naming.pick(chance, first)[0] + naming.pick(chance, second)[0]
    other = naming.pick(chance, first)[0] + naming.pick(chance, second)[0]
    return one + str(naming.table("names")["road"]), other + naming.pick(chance, naming.words("lanes"))


def _words(where: str, filling: Mapping[str, str]) -> str:
    return str(naming.table("names")["spots"][where]).format(**filling)


def _degrees(x: float, y: float) -> tuple[float, float]:
    lon, lat = to_degrees(x, y)
    return round(lon, 6), round(lat, 6)


def spread(chance: Random, middle: float, wide: float = 0.55) -> float:
    """Return a positive number that is mostly near ``middle`` and sometimes far above it."""
    return middle * math.exp(chance.gauss(0.0, wide))
