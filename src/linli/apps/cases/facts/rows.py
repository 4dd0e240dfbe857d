"""Frozen rows: what pages and APIs are given instead of models."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from linli.apps.cases.models import Case
from linli.core.clock.running import ClockState
from linli.core.lifecycle.definition import Move
from linli.core.packs.definition import ServiceDefinition
from linli.core.shared.outcomes import JsonValue
from linli.kernel.files.facts import FileCard


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One line of a list. ``due`` is the nearest clock of a holder, ``promise`` the resident's date."""

    ref: str
    number: str
    title: str
    service: str
    pack: str
    subject: str
    link: str
    stage: str
    desk: str
    area_path: str
    lead: str | None
    due: datetime | None
    promise: datetime | None
    opened_at: datetime
    closed_at: datetime | None
    urgent: bool
    sensitivity: str
    joined: int
    returns: int
    reopenings: int
    version: int
    wish: str
    channel: str
    lead_zh: str | None
    lead_en: str | None


@dataclass(frozen=True, slots=True)
class CasePage:
    """A page of a list and where the next one begins (None at the end)."""

    rows: Sequence[CaseRow]
    cursor: str | None


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of a case as this viewer may see it; ``texts`` are the words said with it."""

    seq: int
    act: str
    at: datetime
    role: str
    move: str | None
    stage: str | None
    body: str | None
    inputs: Mapping[str, JsonValue]
    texts: Mapping[str, JsonValue]
    leaf_index: int | None
    pack: str = ""  # the version it was done under, where the case has since been led to another


@dataclass(frozen=True, slots=True)
class PartRow:
    """A body's part."""

    body: str
    part: str
    state: str
    since: datetime
    offered_at: datetime
    word: str
    person: str
    mine: bool


@dataclass(frozen=True, slots=True)
class CaseView:
    """Everything a case page shows to one actor."""

    case: Case
    definition: ServiceDefinition
    roles: frozenset[str]
    relation: str | None
    staff: bool
    title: str
    body: str
    place: str
    point: tuple[float, float] | None
    answers: Mapping[str, JsonValue]
    promise: ClockState | None
    clocks: Sequence[ClockState]
    moves: Sequence[Move]
    steps: Sequence[Step]
    parts: Sequence[PartRow]
    files: Sequence[FileCard]
    reporter: str
    reporter_phone: str
    veiled: bool = False  # seen as one who handled it: nothing of what was answered (facts/ratings.py)


@dataclass(frozen=True, slots=True)
class RulingRow:
    """A precedent."""

    number: str
    competent: str
    returned_by: str | None
    upheld: bool
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AlikeRow:
    """A case that may be the same one."""

    ref: str
    number: str
    title: str
    joined: int
    opened_at: datetime
