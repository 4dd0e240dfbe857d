"""What this app does when others have decided something: a person erased from the log leaves the tables too."""

from __future__ import annotations

from linli.apps.people.service.erasing import follow_erasure
from linli.kernel.audit.erasure import ERASED
from linli.kernel.outbox.registry import Happening, subscribe


def register() -> None:
    """Declare what this app wants to hear of; called in ``AppConfig.ready``."""
    subscribe(ERASED, "people.erasing", forget)


def forget(happening: Happening) -> None:
    """Forget the rows of the person that an erasure was about; part of a person's items is not the person."""
    said = happening.payload
    if not said.get("names"):
        subject, rule, authority = (str(said.get(name, "")) for name in ("subject", "rule", "authority"))
        follow_erasure(subject, rule, authority, act_id=happening.key, at=happening.at)
