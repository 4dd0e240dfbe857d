"""What this app does when a person was forgotten."""

from __future__ import annotations

from linli.apps.certificates.service.forgetting import forget_person
from linli.apps.people.events import PERSON_FORGOTTEN
from linli.kernel.outbox.registry import Happening, subscribe


def register() -> None:
    """Declare what this app wants to hear of; called in ``AppConfig.ready``."""
    subscribe(PERSON_FORGOTTEN, "certificates.erasing", forget)


def forget(happening: Happening) -> None:
    """Forget what the person's certificates say."""
    account, rule, authority = (
        str(happening.payload.get(name, "")) for name in ("account", "rule", "authority")
    )
    forget_person(account, rule, authority, key=happening.key, at=happening.at)
