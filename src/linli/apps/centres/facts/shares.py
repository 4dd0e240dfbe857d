"""Shares as they were measured last, with what they rest on: read, never worked out on a request."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from linli.apps.centres.facts.streets import StreetsFact, fact_of
from linli.apps.centres.models import ReachArea, ReachResult
from linli.apps.centres.policy.kinds import ALL
from linli.core.shared.figures import Figure

COUNTED = 15
"""Minutes of the figures that the neighbourhood's page counts."""


@dataclass(frozen=True, slots=True)
class ResultFact:
    """A measurement: its day, its network (None: straight lines), speeds in centimetres a second, what is left out."""

    id: int
    ref: str
    day: date
    measured_at: datetime
    network: StreetsFact | None
    speeds: Mapping[str, int]
    facilities: int
    homes_without_point: int
    facilities_without_point: int
    off_network: int
    rests_on: str


@dataclass(frozen=True, slots=True)
class ShareFact:
    """Households of an area that reach a kind: ``straight`` of those reached rest on the straight line."""

    kind: str
    walker: str
    minutes: int
    reached: int
    straight: int
    cut_off: int
    of: int

    @property
    def percent(self) -> int | None:
        """The share in whole percent, down: 100 is everybody."""
        return self.reached * 100 // self.of if self.of else None


def latest() -> ResultFact | None:
    """Return the last measurement. One statement."""
    rows = ReachResult.objects.select_related("network").defer("network__packed")
    row = rows.order_by("-measured_at", "-id").first()
    if row is None:
        return None
    return ResultFact(
        row.pk, str(row.ref), row.day, row.measured_at, fact_of(row.network) if row.network else None, row.speeds, row.facilities,
        row.without_point.get("homes", 0), row.without_point.get("facilities", 0), row.off_network, row.rests_on,
    )  # fmt: skip


def shares_of(result: ResultFact, paths: Iterable[str]) -> dict[str, tuple[ShareFact, ...]]:
    """Return the shares of some areas. One statement."""
    rows = ReachArea.objects.filter(result_id=result.id, path__in=[*paths])
    return {
        path: tuple(ShareFact(*one, households) for one in shares)
        for path, households, shares in rows.values_list("path", "households", "shares")
    }


def figures(since: datetime, until: datetime, area_path: str) -> tuple[Figure, ...]:  # noqa: ARG001 - the form of all counts
    """Return what share of households reaches each kind in fifteen minutes, as measured last before ``until``; a state, not a flow."""
    row = ReachResult.objects.filter(measured_at__lt=until).order_by("-measured_at", "-id").first()
    if row is None:
        return ()
    path = area_path if area_path != "/" else ""
    wanted = ReachArea.objects.filter(result=row)
    whole = wanted.filter(path=path) if path else wanted.order_by("path")
    found = whole.values_list("households", "shares").first()
    if found is None:
        return ()
    households, shares = found
    left = row.without_point.get("homes", 0)
    return tuple(
        Figure(f"reach_{kind}", reached, households, {
            "reach.straight": straight, "reach.cut_off": cut, **({"reach.without_point": left} if left and not path else {}),
        })
        for kind, walker, minutes, reached, straight, cut in shares
        if walker == "old" and minutes == COUNTED and kind in ALL
    )  # fmt: skip
