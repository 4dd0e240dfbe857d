"""Gathers the facts that the handlers of a move look at."""

from __future__ import annotations

import re
from collections.abc import Mapping

from linli.apps.cases.facts.loading import Loaded
from linli.apps.cases.models import Case
from linli.apps.cases.service.draft import Scene
from linli.apps.catalogue import facts as catalogue
from linli.apps.grid import facts as grid
from linli.apps.grid.facts import BodyFact
from linli.core.clock.timetable import TIMETABLE
from linli.core.lifecycle.state import CaseState
from linli.core.packs.definition import ServiceDefinition
from linli.core.shared.outcomes import JsonValue
from linli.kernel.access.actors import Actor
from linli.kernel.audit.act import Acting

UUID_FORM = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def scene(
    acting: Acting,
    loaded: Loaded,
    definition: ServiceDefinition,
    move: str,
    inputs: Mapping[str, JsonValue],
    actor: Actor,
) -> Scene:
    """Return what the handlers of a move may look at."""
    return Scene(
        case=loaded.case,
        definition=definition,
        inputs=inputs,
        actor=actor,
        move=move,
        at=acting.at,
        happened_at=acting.occurred_at,
        calendar=catalogue.calendar(),
        timetable=TIMETABLE,
        condition_limit=condition_limit(loaded.case),
        bodies=bodies_named(loaded.state, inputs),
        parts=loaded.parts,
    )


def condition_limit(case: Case) -> str | None:
    """Return the limit of the condition under which the case was accepted, if it has one."""
    condition = catalogue.snapshot().condition(case.condition) if case.condition else None
    return condition.limit if condition else None


def bodies_named(state: CaseState, inputs: Mapping[str, JsonValue]) -> dict[str, BodyFact]:
    """Return the bodies that the inputs and the state name, by ref; unknown refs are left out."""
    said = [one for value in inputs.values() for one in (value if isinstance(value, list) else [value])]
    refs = {one for one in said if isinstance(one, str) and UUID_FORM.fullmatch(one)}
    if not refs:
        return {}
    return grid.bodies_by_ref(refs | set(state.supporting) | ({state.lead} if state.lead else set()))
