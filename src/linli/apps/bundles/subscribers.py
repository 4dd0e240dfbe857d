"""What this app does when something happened: begin parts, follow their cases, forget a person."""

from __future__ import annotations

from linli.apps.bundles import events
from linli.apps.bundles.service import carry_on, follow
from linli.apps.bundles.service.forgetting import forget_person
from linli.apps.cases.events import CASE_MIGRATED, CASE_MOVED
from linli.apps.people.events import PERSON_FORGOTTEN
from linli.kernel.outbox.registry import Happening, subscribe


def register() -> None:
    """Declare what this app wants to hear of; called in ``AppConfig.ready``."""
    subscribe(events.BUNDLE_OPENED, "bundles.starting", begin)
    subscribe(CASE_MOVED, "bundles.following", hear)
    subscribe(CASE_MIGRATED, "bundles.following", hear)
    subscribe(PERSON_FORGOTTEN, "bundles.erasing", forget)


def begin(happening: Happening) -> None:
    """Begin what the act of sending could not begin any more, because the process ended there."""
    carry_on(str(happening.payload["bundle"]), at=happening.at)


def hear(happening: Happening) -> None:
    """Take up where the case of a part stands now."""
    follow(str(happening.payload["case"]), act_id=happening.key, at=happening.at)


def forget(happening: Happening) -> None:
    """Forget what a person answered."""
    said = {
        name: str(happening.payload.get(name, "")) for name in ("account", "rule", "authority", "resident")
    }
    ground = (said["account"], said["rule"], said["authority"])
    forget_person(*ground, resident=said["resident"], key=happening.key, at=happening.at)
