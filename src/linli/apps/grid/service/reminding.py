"""Reminds a household, once, of what it took on: a round of the worker, one act a task."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid5

from linli.apps.grid.events import HOUSEHOLD_TASK_DUE
from linli.apps.grid.models import HouseholdTask, TaskState
from linli.apps.grid.models.kinds import COMMUNITY_TIER
from linli.core.shared.outcomes import JsonValue
from linli.kernel.access.actors import system_actor
from linli.kernel.audit.act import Acting, act
from linli.kernel.audit.outcomes import Stale
from linli.kernel.audit.vocabulary import register

AT_ONCE = 200
SPACE = UUID("0c1f8f0e-6a77-4f0b-9a53-7a3a5d2f4b60")
_REMIND = register("grid.remind_household", ("kind", "area"))


def remind_households(at: datetime) -> int:
    """Remind of every task whose morning has come; returns how many were looked at."""
    due = HouseholdTask.objects.filter(remind_at__lte=at).order_by("remind_at")
    found = list(due.values_list("ref", flat=True)[:AT_ONCE])
    for ref in found:
        _remind(ref, at)
    return len(found)


def _remind(ref: UUID, at: datetime) -> None:
    """Tell once: the act is named after the task."""
    said: JsonValue = {"task": str(ref)}
    actor, name = system_actor("reminder"), str(uuid5(SPACE, str(ref)))
    try:
        act(_REMIND, lambda acting: _tell(acting, ref), said=said, actor=actor, act_id=name, at=at)
    except Stale:
        return  # done, taken back or left meanwhile: nothing is to be said any more


def _tell(acting: Acting, ref: UUID) -> JsonValue:
    row = HouseholdTask.objects.select_related("stream", "household__area").get(ref=ref)
    if row.state != TaskState.TAKEN or row.remind_at is None:
        raise Stale("grid.task_changed")
    place = row.household.area.code[:COMMUNITY_TIER]
    acting.enter(row.stream, _REMIND, {"kind": row.kind, "area": place})
    row.remind_at = None
    row.save(update_fields=["remind_at"])
    acting.announce(HOUSEHOLD_TASK_DUE, {"task": str(ref)})
    return {"task": str(ref)}
