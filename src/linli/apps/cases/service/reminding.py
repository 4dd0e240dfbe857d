"""Reminds people before a clock ends, where the service declares it: a round of the worker, one act a case."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid5

from linli.apps.cases import events
from linli.apps.cases.facts import definitions
from linli.apps.cases.facts.loading import load
from linli.apps.cases.models import Case
from linli.core.clock.running import ClockState
from linli.core.packs.reminding import before, next_reminder
from linli.core.shared.outcomes import JsonValue
from linli.kernel.access.actors import system_actor
from linli.kernel.audit.act import Acting, Item, act
from linli.kernel.audit.outcomes import Stale

AT_ONCE = 200
SPACE = UUID("5f0b1c52-9f6e-4f3c-8a2e-4f1f3d9b7c11")


def remind_due(at: datetime) -> int:
    """Remind of every clock whose reminder has fallen due; returns how many cases were looked at."""
    rows = Case.objects.filter(remind_at__lte=at, closed_at=None).order_by("remind_at")
    found = list(rows.values_list("ref", "remind_at")[:AT_ONCE])
    for ref, moment in found:
        _remind(ref, moment, at)
    return len(found)


def _remind(ref: UUID, moment: datetime, at: datetime) -> None:
    """Tell once; the act is named after the case and the moment."""
    actor = system_actor("reminder")
    said: JsonValue = {"case": str(ref), "moment": moment.isoformat()}
    name = str(uuid5(SPACE, f"{ref}/{moment.isoformat()}"))
    try:
        act(
            "cases.remind",
            lambda acting: _tell(acting, ref, moment),
            said=said,
            actor=actor,
            act_id=name,
            at=at,
        )
    except Stale:
        return  # it has gone on meanwhile: nothing is to be said any more


def _tell(acting: Acting, ref: UUID, moment: datetime) -> JsonValue:
    loaded = load(system_actor("reminder"), ref)
    course = definitions.definition(loaded.case.pack).lifecycle
    clocks = {name: ClockState.from_json(stored) for name, stored in loaded.state.clocks.items()}
    name = next(
        (
            name
            for name, clock in sorted(clocks.items())
            if clock.running
            and course.clocks.get(name)
            and course.clocks[name].remind_before
            and clock.told_due - before(course.clocks[name]) == moment
        ),
        None,
    )
    if loaded.case.remind_at != moment or name is None:
        raise Stale("cases.stale", {"stage": loaded.case.stage, "version": loaded.case.version})
    actor = acting.actor.key
    acting.enter(
        loaded.case.stream,
        events.CASE_REMINDED,
        {"role": "system", "clock": name},
        [Item("actor", actor, actor, "actor")],
    )
    following = next_reminder(course, loaded.state, moment)
    Case.objects.filter(pk=loaded.case.pk).update(remind_at=following[0] if following else None)
    told: JsonValue = [{"to": ",".join(course.clocks[name].remind_to), "text": f"remind.{name}"}]
    acting.announce(events.CASE_REMINDED, {"case": str(ref), "clock": name, "told": told})
    return {"ref": str(ref), "clock": name}
