"""The shapes of what is answered about what lies within a walk, and about service cards."""

from __future__ import annotations

from linli.web.api.told import Both, Instant, Ref, Told


class FacilityKind(Told):
    """A kind of facility with its circle in minutes and the radius in metres of GB 50180, where it names one."""

    kind: str
    name: Both
    minutes: int
    radius: int | None


class FacilityKinds(Told):
    """All kinds; those of centres are entered with their centre."""

    kinds: list[FacilityKind]


class Facility(Told):
    """A facility; without a point it is not measured."""

    ref: Ref
    code: str
    kind: str
    name: Both
    address: Both
    phone: str
    area_path: str
    lon: float | None
    lat: float | None
    opened_on: str
    closed_on: str | None


class Facilities(Told):
    """A page of facilities by code; ``next`` is sent as ``after``."""

    facilities: list[Facility]
    next: str | None


class Made(Told):
    """What was made."""

    ref: Ref


class Minutes(Told):
    """Whole minutes on foot, rounded up."""

    adult: int
    old: int


class NearestOne(Told):
    """The nearest of a kind. ``rests_on``: streets, or straight (1.3 times the straight line); ``apart``: the streets do not join."""

    kind: str
    facility: Facility
    metres: int
    minutes: Minutes
    rests_on: str
    apart: bool


class Nearest(Told):
    """What is near a point; nothing of the question is kept."""

    nearest: list[NearestOne]
    has_street: bool
    network: StreetNetwork | None


class StreetNetwork(Told):
    """A street network: where from, under which licence, of which day, in how many pieces."""

    ref: Ref
    source: str
    licence: str
    day: str
    digest: str
    nodes: int
    edges: int
    left_out: int
    pieces: int


class ReachShare(Told):
    """Households that reach a kind: of those ``reached``, ``straight`` rest on the straight line; ``cut_off`` are apart from it."""

    kind: str
    walker: str
    minutes: int
    reached: int
    straight: int
    cut_off: int
    of: int


class Reach(Told):
    """The last measurement in an area, with everything that it rests on."""

    area: str
    day: str
    measured_at: Instant
    network: StreetNetwork | None
    speeds: dict[str, int]
    detour: float
    homes_without_point: int
    facilities_without_point: int
    homes_without_street: int
    shares: list[ReachShare]


class Site(Told):
    """A chosen site: households that it reaches more by itself, and those that only it of the chosen reaches."""

    area: str
    alone: int
    only: int


class SiteAnswer(Told):
    """An answer; where it is not ``proven``, no choice exceeds ``bound``."""

    gain: int
    bound: int
    proven: bool
    greedy: int
    households: int
    reached_before: int
    candidates: int
    sites: list[Site]


class SiteStudy(Told):
    """A question and, once the worker has it, its answer."""

    ref: Ref
    kind: str
    count: int
    minutes: int
    walker: str
    area_path: str
    asked_at: Instant
    answered_at: Instant | None
    answer: SiteAnswer | None


class SiteStudies(Told):
    """The latest questions of one's areas."""

    studies: list[SiteStudy]


class CardPerson(Told):
    """Somebody named today; ``name`` is "" while the post is vacant."""

    label: Both
    name: str
    phone: str
    where: Both
    since: str | None


class CardLine(Told):
    """A line: whom to call or where to go."""

    kind: str
    label: Both
    name: Both
    phone: str
    where: Both
    hours: str


class ServiceCard(Told):
    """The service card of an area as it stands today, and the kinds that lines may have."""

    area: str
    place: Both
    on: str
    urgent: list[CardLine]
    people: list[CardPerson]
    lines: list[CardLine]
    kinds: list[str]


class NetworkTold(Told):
    """A street network; ways are counted over the first of the list."""

    ref: Ref
    source: str
    licence: str
    day: str
    crossings: int
    stretches: int
    left_out: int
    pieces: int
    imported_at: str | None


class NetworksTold(Told):
    """The networks that were brought in."""

    networks: list[NetworkTold]


class StretchLeftOut(Told):
    """A stretch that was not taken, and why."""

    stretch: int
    zh: str
    en: str


class CutOff(Told):
    """A piece that no street joins to the largest: its crossings, and near which place it lies."""

    crossings: int
    lon: float
    lat: float
    near: str


class NetworkBrought(Told):
    """What came of a file."""

    ref: Ref
    read: int
    left_out: int
    faults: list[StretchLeftOut]
    cut_off: list[CutOff]
