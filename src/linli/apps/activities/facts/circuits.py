"""Circuits for everybody: where the team is when; how many it reached, small counts hidden."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from linli.apps.activities.facts.finding import as_uuid
from linli.apps.activities.models import Circuit, Stop
from linli.apps.grid import facts as grid
from linli.core.shared.figures import SMALL, Figure
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import NotVisible

SIZE = 20


@dataclass(frozen=True, slots=True)
class StopFact:
    """A stop; ``reached`` is None while nobody counted, or where the count is too small to be shown."""

    id: int
    area: str
    place: str
    starts: datetime
    ends: datetime
    dropped: bool
    reached: int | None
    small: bool


@dataclass(frozen=True, slots=True)
class CircuitFact:
    """A circuit with its stops in order."""

    row: Circuit
    stops: tuple[StopFact, ...]

    @property
    def ref(self) -> str:
        """Name it in addresses."""
        return str(self.row.ref)

    @property
    def kit(self) -> tuple[str, ...]:
        """Return what the team takes along, one thing each."""
        return tuple(line.strip() for line in self.row.kit.splitlines() if line.strip())


@dataclass(frozen=True, slots=True)
class CircuitPage:
    """A portion of a list; ``cursor`` asks for the next, empty at the end."""

    rows: tuple[CircuitFact, ...]
    cursor: str


def circuits(at: datetime, *, area_path: str = "/", cursor: str = "", over: bool = False) -> CircuitPage:
    """Return what is to come, the nearest first; or with ``over`` what was, the latest first. Three statements."""
    rows = Circuit.objects.filter(ends__lte=at) if over else Circuit.objects.filter(ends__gt=at)
    if area_path != "/":
        rows = rows.filter(area_path__startswith=area_path)
    key = int(cursor[:18]) if cursor.isascii() and cursor.isdigit() else 0
    if key and (last := Circuit.objects.filter(pk=key).values_list("starts", "pk").first()):
        before = Q(starts__lt=last[0]) | Q(starts=last[0], pk__lt=last[1])
        after = Q(starts__gt=last[0]) | Q(starts=last[0], pk__gt=last[1])
        rows = rows.filter(before if over else after)
    order = ("-starts", "-pk") if over else ("starts", "pk")
    found = list(rows.order_by(*order)[: SIZE + 1])
    shown = found[:SIZE]
    return CircuitPage(_facts(shown), str(shown[-1].pk) if len(found) > SIZE else "")


def circuit(ref: UUID | str, actor: Actor | None = None) -> CircuitFact:
    """Return one circuit; who keeps it sees small counts too."""
    row = Circuit.objects.filter(ref=as_uuid(ref)).first()
    if row is None:
        raise NotVisible
    (fact,) = _facts([row], whole=actor is not None and keeps_circuit(row, actor))
    return fact


def kept_circuit(ref: UUID | str, actor: Actor) -> Circuit:
    """Return a circuit that the actor plans; raises NotVisible for all others."""
    row = Circuit.objects.select_related("stream").filter(ref=as_uuid(ref)).first()
    if row is None or not keeps_circuit(row, actor):
        raise NotVisible
    return row


def keeps_circuit(row: Circuit, actor: Actor) -> bool:
    """Say whether the actor plans this circuit."""
    return actor.may(Permission.ACTIVITY_KEEP, area_path=row.area_path, body_id=row.body_id)


def circuit_figures(since: datetime, until: datetime, area_path: str) -> tuple[Figure, ...]:
    """Count circuits, stops held and people reached."""
    stops = Stop.objects.filter(starts__gte=since, starts__lt=until, dropped=False)
    if area_path != "/":
        stops = stops.filter(area_path__startswith=area_path)
    rows = list(stops.values_list("circuit_id", "reached"))
    counted = [reached for _, reached in rows if reached is not None]
    return (
        Figure("activities.circuits", len({circuit for circuit, _ in rows})),
        Figure("activities.stops", len(counted), len(rows)),
        Figure("activities.reached", sum(counted), of_people=True),
    )


def _facts(rows: list[Circuit], *, whole: bool = False) -> tuple[CircuitFact, ...]:
    stops: dict[int, list[StopFact]] = {}
    for one in Stop.objects.filter(circuit__in=rows).select_related("area").order_by("starts"):
        small = not whole and one.reached is not None and 0 < one.reached < SMALL
        fact = StopFact(
            one.pk,
            one.area_path,
            one.place,
            one.starts,
            one.ends,
            one.dropped,
            None if small else one.reached,
            small,
        )
        stops.setdefault(one.circuit_id, []).append(fact)
    return tuple(CircuitFact(row, tuple(stops.get(row.pk, ()))) for row in rows)


def area_of(path: str) -> grid.AreaFact | None:
    """Return the area of a stop."""
    return grid.area_at(path)
