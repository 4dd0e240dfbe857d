"""Kinds of facility and how near each should be: GB 50180-2018 (appendices B and C), and the six centres.

The radii are those of the standard as a second source gives them (certainty: high, not read in the standard itself);
kinds without one (``None``) are counted all the same. The minutes are the circle that the standard puts a kind in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from linli.core.reach.measure import Walker

FIVE, TEN, FIFTEEN = 5, 10, 15


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of facility: its circle in minutes, and the radius in metres that the standard names."""

    code: str
    minutes: int
    radius: int | None


def _table() -> Mapping[str, Kind]:
    rows = [
        Kind("health_centre", FIFTEEN, 1000), Kind("outpatient", FIFTEEN, 1000), Kind("nursing_home", FIFTEEN, 1000),
        Kind("culture_centre", FIFTEEN, 1000), Kind("service_centre", FIFTEEN, 1000), Kind("police", FIFTEEN, None),
        Kind("judicial", FIFTEEN, None), Kind("bank", FIFTEEN, None), Kind("post", FIFTEEN, None),
        Kind("mall", FIFTEEN, None), Kind("middle_school", FIFTEEN, 1000), Kind("sports_large", FIFTEEN, 1000),
        Kind("primary_school", TEN, 500), Kind("food_market", TEN, 500), Kind("bus_stop", TEN, 500),
        Kind("sports_medium", TEN, 500),
        Kind("health_station", FIVE, 300), Kind("day_care", FIVE, 300), Kind("meals", FIVE, None),
        Kind("service_station", FIVE, 300), Kind("kindergarten", FIVE, 300), Kind("childcare", FIVE, 300),
        Kind("culture_station", FIVE, 500), Kind("shop", FIVE, 300), Kind("pharmacy", FIVE, 300),
        Kind("sports_small", FIVE, 300), Kind("recycling", FIVE, None), Kind("toilet", FIVE, None),
    ]  # fmt: skip
    return MappingProxyType({one.code: one for one in rows})


KINDS = _table()
SIX = ("members", "council", "services", "culture", "elderly", "mediation")
"""Functions of a neighbourhood service centre that count as kinds of their own (六大中心)."""
CENTRE_KINDS: Mapping[str, Kind] = MappingProxyType(
    {f"centre_{one}": Kind(f"centre_{one}", FIFTEEN, None) for one in SIX}
)
ALL: Mapping[str, Kind] = MappingProxyType({**KINDS, **CENTRE_KINDS})
FARTHEST_MINUTES = FIFTEEN


def walkers(speeds: Mapping[str, int]) -> tuple[Walker, ...]:
    """Return the walkers of configured speeds, in centimetres a second."""
    return tuple(Walker(code, speed / 100) for code, speed in sorted(speeds.items()))
