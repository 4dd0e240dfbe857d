"""How the parts of a bundle stand towards each other: which may start, which wait, which stop, when all is done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from linli.core.expr.evaluate import Value, evaluate
from linli.core.expr.tree import Expression
from linli.core.lifecycle.definition import Lifecycle, StageKind
from linli.core.shared.outcomes import JsonValue


class Stand(StrEnum):
    """Where one part of a bundle stands."""

    NOT_NEEDED = "not_needed"  # the answers say that it is not asked for
    WAITING = "waiting"  # for other parts
    OPEN = "open"  # a case of its own is under way
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"  # by the person
    STOPPED = "stopped"  # never begun, because a part that it needs was not granted


class Need(StrEnum):
    """What a part waits for in another one."""

    GRANTED = "granted"  # starts only if the other was granted, otherwise it stops
    DECIDED = "decided"  # starts when the other is decided, whichever way


UNDER_WAY = frozenset({Stand.WAITING, Stand.OPEN})
NOT_GRANTED = frozenset({Stand.REFUSED, Stand.WITHDRAWN, Stand.STOPPED})
Stands = Mapping[str, Stand]


@dataclass(frozen=True, slots=True)
class Part:
    """One part: a service of its own, which answers it is given, and what it waits for.

    ``answers`` names for each question of the service the question of the bundle that fills it.
    ``granted`` and ``withdrawn`` name end stages or outcomes of the service; every other end is a refusal.
    """

    name: str
    service: str
    answers: Mapping[str, str] = field(default_factory=dict)
    when: Expression | None = None
    after: Mapping[str, Need] = field(default_factory=dict)
    granted: frozenset[str] = frozenset()
    withdrawn: frozenset[str] = frozenset()


def begin(parts: Sequence[Part], facts: Mapping[str, Value]) -> dict[str, Stand]:
    """Return how the parts stand when the bundle is sent; what the answers do not ask for is left out."""
    return {
        one.name: Stand.WAITING if _is_asked(one, facts) else Stand.NOT_NEEDED for one in parts
    }  # fmt: skip


def _is_asked(part: Part, facts: Mapping[str, Value]) -> bool:
    return part.when is None or evaluate(part.when, facts).value is True


def ready(parts: Sequence[Part], stands: Stands) -> tuple[str, ...]:
    """Return the parts that may start now, in declared order."""
    return tuple(
        one.name
        for one in parts
        if stands[one.name] is Stand.WAITING
        and all(_met(stands[other], need) for other, need in one.after.items())
    )


def _met(stand: Stand, need: Need) -> bool:
    if stand in {Stand.GRANTED, Stand.NOT_NEEDED}:
        return True
    return need is Need.DECIDED and stand not in UNDER_WAY


def become(parts: Sequence[Part], stands: Stands, name: str, stand: Stand) -> dict[str, Stand]:
    """Return how all parts stand once one of them has become something else.

    A part that needs what was not granted stops; it waits again when that case is taken up anew.
    """
    now: dict[str, Stand] = {
        key: Stand.WAITING if one is Stand.STOPPED else one for key, one in stands.items()
    }
    now[name] = stand
    while stopping := [
        one.name for one in parts if now[one.name] is Stand.WAITING and _has_lost(one, now)
    ]:  # fmt: skip
        now |= dict.fromkeys(stopping, Stand.STOPPED)
    return now


def _has_lost(part: Part, stands: Stands) -> bool:
    return any(need is Need.GRANTED and stands[other] in NOT_GRANTED for other, need in part.after.items())


def is_done(stands: Stands) -> bool:
    """Say whether nothing is under way any more."""
    return not any(one in UNDER_WAY for one in stands.values())


def waits_for(part: Part, stands: Stands) -> tuple[str, ...]:
    """Return the parts that a waiting one still waits for."""
    return tuple(other for other, need in part.after.items() if not _met(stands[other], need))


def follow(parts: Sequence[Part], name: str) -> tuple[Part, ...]:
    """Return the parts that wait for another one."""
    return tuple(one for one in parts if name in one.after)


def telling(parts: Sequence[Part], stands: Stands) -> tuple[str, ...]:
    """Return the parts whose refusal means something for others; its sentence is ``refused.<part>``."""
    return tuple(one.name for one in parts if stands[one.name] is Stand.REFUSED and follow(parts, one.name))


def stand_of(part: Part, course: Lifecycle, stage: str, outcome: str = "") -> Stand:
    """Return what the stage of a part's case and its outcome mean for the bundle."""
    declared = course.stages.get(stage)
    if declared is None or declared.kind is not StageKind.END:
        return Stand.OPEN
    if stage in part.withdrawn:
        return Stand.WITHDRAWN
    return Stand.GRANTED if part.granted & {stage, outcome} else Stand.REFUSED


def filled(part: Part, answers: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """Return the answers that a part's case is given, by its own questions; what nobody answered is left out."""
    return {own: answers[asked] for own, asked in part.answers.items() if asked in answers}


def changes(before: Stands, after: Stands) -> dict[str, JsonValue]:
    """Return what an entry records: the parts whose stand is new."""
    return {key: one.value for key, one in after.items() if before.get(key) is not one}


def replay(public_parts: Iterable[Mapping[str, Any]]) -> dict[str, Stand]:
    """Fold the recorded changes into how the parts stand now; nothing is decided again."""
    found: dict[str, Stand] = {}
    for part in public_parts:
        found |= {key: Stand(one) for key, one in (part.get("parts") or {}).items()}
    return found
