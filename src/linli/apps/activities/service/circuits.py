"""Plans a team's round through villages, drops a stop, notes how many were reached."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from linli.apps.activities import events
from linli.apps.activities.facts.circuits import kept_circuit
from linli.apps.activities.models import Circuit, Stop
from linli.apps.activities.service.lists import who
from linli.apps.grid import facts as grid
from linli.core.shared.figures import SMALL
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.act import Acting, act
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.identity.personal import index

MOST_STOPS, MOST_REACHED = 60, 100_000
LINES = {"title_zh": 80, "title_en": 120, "team": 60, "members": 200, "kit": 2_000}


@dataclass(frozen=True, slots=True)
class NewStop:
    """A stop as it is planned: an area by its code, a place in words, from when until when."""

    area: str
    starts: datetime | None
    ends: datetime | None
    place: str = ""


@dataclass(frozen=True, slots=True)
class NewCircuit:
    """A round as it is planned; kit is one thing a line, members say how many of which, not who."""

    title_zh: str
    body: str
    team: str
    stops: tuple[NewStop, ...]
    title_en: str = ""
    members: str = ""
    kit: str = ""


def plan_circuit(new: NewCircuit, *, actor: Actor, act_id: str, at: datetime) -> str:
    """Plan a circuit; it is in the public calendar at once. Returns its ref.

    Raises:
        NotVisible: the actor plans nothing for this body.
        Invalid: what is missing or cannot be, by field; two stops of this circuit at a time.
        Refused: the team is somewhere else then.
    """
    office = grid.body(new.body)
    areas = [grid.area(one.area) for one in new.stops]
    found = [*_wrong(new), *_wrong_stops(new, areas, at)]
    if office is None:
        found.append(Problem("body", "activities.no_such_body"))
    if found or office is None:
        raise Invalid(*found)
    if not actor.may(Permission.ACTIVITY_KEEP, area_path=office.area_path, body_id=office.id):
        raise NotVisible
    team = int(index(" ".join(new.team.split()), "activities.team")[:15], 16)
    stops = sorted(
        (
            Stop(
                area_id=area.id, area_path=area.path, place=one.place.strip(), team_key=team,
                starts=one.starts, ends=one.ends,
            )
            for one, area in zip(new.stops, areas, strict=True) if area is not None
        ),
        key=lambda one: one.starts,
    )  # fmt: skip

    def work(acting: Acting) -> JsonValue:
        _refuse_elsewhere(stops, team)
        row = Circuit(
            body_id=office.id, area_path=office.area_path, team_key=team, starts=stops[0].starts,
            ends=stops[-1].ends, **{name: getattr(new, name).strip() for name in LINES},
        )  # fmt: skip
        public: dict[str, JsonValue] = {"body": office.ref, "stops": len(stops)}
        row.stream = acting.open_stream("circuit", events.CIRCUIT_PLANNED, public, [who(actor)])
        row.save(force_insert=True)
        _save(row, stops)
        return str(row.ref)

    said: JsonValue = [
        *(getattr(new, name) for name in LINES), new.body,
        [[one.area, one.place, str(one.starts), str(one.ends)] for one in new.stops],
    ]  # fmt: skip
    return str(act("activities.plan_circuit", work, said=said, actor=actor, act_id=act_id, at=at))


def drop_stop(ref: UUID | str, stop: int, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Take a stop out that does not take place; it stays in the calendar, marked.

    Raises:
        NotVisible: no such stop of this actor.
        Stale: it is dropped already.
    """
    kept_circuit(ref, actor)

    def work(acting: Acting) -> JsonValue:
        row = kept_circuit(ref, actor)
        one = _stop(row, stop)
        if one.dropped:
            raise Stale("activities.stop_dropped_already")
        acting.enter(row.stream, events.STOP_DROPPED, {"area": one.area.code}, [who(actor)])
        Stop.objects.filter(pk=one.pk).update(dropped=True)
        return None

    act("activities.drop_stop", work, said=[str(ref), stop], actor=actor, act_id=act_id, at=at)


def note_reached(
    ref: UUID | str, stop: int, reached: int | None, *, actor: Actor, act_id: str, at: datetime
) -> None:
    """Note how many people a stop reached; noted again, it is corrected.

    Raises:
        NotVisible: no such stop of this actor.
        Invalid: no count, or below zero.
        Refused: it has not begun, or was dropped.
    """
    kept_circuit(ref, actor)
    if reached is None or not 0 <= reached <= MOST_REACHED:
        raise Invalid(Problem("reached", "activities.reached", {"most": MOST_REACHED}))

    def work(acting: Acting) -> JsonValue:
        row = kept_circuit(ref, actor)
        one = _stop(row, stop)
        if one.dropped or at < one.starts:
            raise Refused(Refusal("activities.stop_not_held"))
        public: dict[str, JsonValue] = {
            "area": one.area.code,
            "reached": None if 0 < reached < SMALL else reached,
        }
        acting.enter(row.stream, events.REACHED, public, [who(actor)])
        Stop.objects.filter(pk=one.pk).update(reached=reached)
        return None

    act("activities.note_reached", work, said=[str(ref), stop, reached], actor=actor, act_id=act_id, at=at)


def _stop(row: Circuit, stop: int) -> Stop:
    found = row.stops.select_related("area").filter(pk=stop).first()
    if found is None:
        raise NotVisible
    return found


def _refuse_elsewhere(stops: Sequence[Stop], team: int) -> None:
    others = Stop.objects.filter(
        team_key=team, dropped=False, starts__lt=stops[-1].ends, ends__gt=stops[0].starts
    )
    spans = list(others.values_list("starts", "ends"))
    for one in stops:
        if any(starts < one.ends and one.starts < ends for starts, ends in spans):
            raise Refused(Refusal("activities.team_elsewhere", {"at": one.starts.isoformat()}))


def _save(row: Circuit, stops: Sequence[Stop]) -> None:
    for one in stops:
        one.circuit = row
    try:
        with transaction.atomic():
            Stop.objects.bulk_create(stops)
    except IntegrityError as clash:
        raise Stale("activities.team_elsewhere_now") from clash


def _wrong(new: NewCircuit) -> Iterator[Problem]:
    if not new.title_zh.strip():
        yield Problem("title_zh", "activities.round_title")
    if not new.team.strip():
        yield Problem("team", "activities.team_missing")
    for name, most in LINES.items():
        if len(getattr(new, name)) > most:
            yield Problem(name, "activities.too_long", {"n": most})
    if not 0 < len(new.stops) <= MOST_STOPS:
        yield Problem("stops", "activities.stops", {"n": MOST_STOPS})


def _wrong_stops(new: NewCircuit, areas: Sequence[grid.AreaFact | None], at: datetime) -> Iterator[Problem]:
    for n, (one, area) in enumerate(zip(new.stops, areas, strict=True), start=1):
        if area is None or len(one.place) > LINES["title_zh"]:
            yield Problem("stops", "activities.stop_area", {"n": n})
        if one.starts is None or one.ends is None or one.ends <= one.starts or one.starts <= at:
            yield Problem("stops", "activities.stop_time", {"n": n})
    whole = sorted((one.starts, one.ends) for one in new.stops if one.starts and one.ends)
    for earlier, later in itertools.pairwise(whole):
        if later[0] < earlier[1]:
            yield Problem("stops", "activities.stops_at_once", {"at": later[0].isoformat()})
