"""What a move is about to change: gathered first, written afterwards, so that refusing costs nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from linli.apps.cases.models import Case
from linli.apps.cases.policy import Parts
from linli.apps.grid.facts import BodyFact
from linli.core.clock.calendar import Calendar
from linli.core.clock.timetable import Timetable
from linli.core.lifecycle.state import CaseState
from linli.core.packs.definition import ServiceDefinition
from linli.core.shared.outcomes import JsonValue
from linli.kernel.access.actors import Actor
from linli.kernel.audit.act import Acting, Item

Row = Callable[[Acting, Case], None]
"""Writes a row that belongs to the case, once the case itself is stored."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything a handler may look at.

    ``at`` is the server's clock, ``happened_at`` when it is said to have happened (the same, live);
    ``bodies`` are those named in the inputs and in the case's state, by ref.
    """

    case: Case
    definition: ServiceDefinition
    inputs: Mapping[str, JsonValue]
    actor: Actor
    move: str
    at: datetime
    happened_at: datetime
    calendar: Calendar
    timetable: Timetable
    condition_limit: str | None
    bodies: Mapping[str, BodyFact]
    parts: Parts | None = None


@dataclass(frozen=True, slots=True)
class PartChange:
    """A body's part begins or changes: ``body_id`` and ``part`` name it, ``state`` is the new one."""

    body_id: int
    part: str
    state: str
    word: str = ""


@dataclass(slots=True)
class Draft:
    """The change under way; handlers add to it in the declared order of effects."""

    state: CaseState
    columns: dict[str, object] = field(default_factory=dict)
    parts: list[PartChange] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    told: list[dict[str, JsonValue]] = field(default_factory=list)
    public: dict[str, JsonValue] = field(default_factory=dict)
    awaits_another: bool = False

    def set_state(self, **changes: object) -> None:
        """Replace fields of the case's state."""
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]
