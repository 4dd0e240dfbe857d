"""What an activity's closed list and the register of attendance have to do with each other: the clerk who closed it enters it.

The apps are neighbours, so they meet here. A second person confirms each entry, as in any register.
"""

from __future__ import annotations

from uuid import UUID, uuid5

from linli.apps.activities import events
from linli.apps.activities.facts import entered
from linli.apps.certificates import service as certificates
from linli.kernel.access.facts import actor_of_account
from linli.kernel.audit.outcomes import Outcome
from linli.kernel.outbox.registry import Happening, subscribe

REGISTER = "activities"


def register() -> None:
    """Declare what these pages want to hear of; called in ``AppConfig.ready``."""
    subscribe(events.LIST_CLOSED, "web.attendance", enter_attendance)


def enter_attendance(happening: Happening) -> None:
    """Enter everybody who came, once each, by the hand of who closed the list; who may not enter, does not."""
    actor = actor_of_account(int(str(happening.payload["account"])), happening.at)
    if actor is None:
        return
    for one in entered(int(str(happening.payload["session"]))):
        raw = {"phone": one.phone, "name": one.name, "on": one.on, "amount": "1", "title": one.title}
        act_id = str(uuid5(UUID(happening.key), str(one.key)))
        try:
            certificates.record(REGISTER, raw, actor=actor, act_id=act_id, at=happening.at)
        except Outcome:
            continue
