"""What is published for objections (公示): cases in a stage from which anybody may speak, and the words of the notice."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from linli.apps.cases.facts.definitions import definition
from linli.apps.cases.facts.loading import Loaded, state_of, uuid_of
from linli.apps.cases.facts.page import steps
from linli.apps.cases.models import Case
from linli.apps.cases.policy import Parts
from linli.apps.catalogue import facts as catalogue
from linli.core.clock.running import ClockState
from linli.core.lifecycle.definition import ClockKind, Move
from linli.core.packs.definition import ServiceDefinition
from linli.core.packs.ways import ANYBODY
from linli.kernel.audit.outcomes import NotVisible

PAGE = 50
WORDS = "notice"
"""The input of the move into such a stage that holds what everybody reads."""


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One line: what it is, where, and until when anybody may object."""

    ref: str
    number: str
    definition: ServiceDefinition
    area_path: str
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice with its words, and the moves by which anybody may speak."""

    row: NoticeRow
    words: str
    moves: tuple[Move, ...]


def notices() -> Sequence[NoticeRow]:
    """Return what is published now, what ends first at the top; one statement."""
    wanted = Q(pk__in=[])
    for name, sha in catalogue.snapshot().packs.items():
        if stages := _stages(definition(sha)):
            wanted |= Q(service=name, stage__in=stages)
    rows = Case.objects.filter(wanted, sensitivity="normal", closed_at=None).order_by("holder_due", "id")
    return [_row(one) for one in rows[:PAGE]]


def notice(ref: str | uuid.UUID) -> Notice:
    """Return one notice; what is not published looks absent."""
    case = Case.objects.select_related("stream").filter(ref=uuid_of(ref), sensitivity="normal").first()
    if case is None:
        raise NotVisible
    declared = definition(case.pack)
    moves = _open_to_anybody(declared, case.stage)
    if not moves:
        raise NotVisible
    said = [str(one.texts[WORDS]) for one in steps(case, declared, staff=False) if one.texts.get(WORDS)]
    return Notice(_row(case), said[-1] if said else "", moves)


def load_as_anybody(ref: str | uuid.UUID, move: str) -> Loaded:
    """Return a published case for somebody without a part in it; anything else looks absent."""
    case = Case.objects.select_related("stream").filter(ref=uuid_of(ref), sensitivity="normal").first()
    if case is None or move not in {one.name for one in _open_to_anybody(definition(case.pack), case.stage)}:
        raise NotVisible
    nobody = Parts(case.area_path, case.lead_body_id, frozenset(), frozenset(), None)
    return Loaded(case, state_of(case), nobody, frozenset({ANYBODY}))


def _row(case: Case) -> NoticeRow:
    return NoticeRow(
        str(case.ref), case.number, definition(case.pack), case.area_path, case.stage_since, _until(case)
    )


def _until(case: Case) -> datetime | None:
    """Return when the period of the notice is over; without one, the date of whoever has the case."""
    clocks = (ClockState.from_json(stored) for stored in state_of(case).clocks.values())
    periods = [one.told_due for one in clocks if one.kind == ClockKind.PERIOD.value and one.running]
    return min(periods, default=case.holder_due)


def _open_to_anybody(declared: ServiceDefinition, stage: str) -> tuple[Move, ...]:
    return tuple(one for one in declared.lifecycle.moves_from(stage) if ANYBODY in one.roles)


def _stages(declared: ServiceDefinition) -> frozenset[str]:
    moves = declared.lifecycle.moves.values()
    return frozenset(stage for one in moves if ANYBODY in one.roles for stage in one.sources)
