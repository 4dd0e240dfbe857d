"""What running cases do when the ground moves: a new calendar, an erasure in the log, a person forgotten."""

from __future__ import annotations

from linli.apps.cases.service import forgetting, upkeep
from linli.apps.catalogue.events import CALENDAR_CHANGED
from linli.apps.people.events import PERSON_FORGOTTEN
from linli.kernel.access.actors import system_actor
from linli.kernel.audit.erasure import ERASED
from linli.kernel.outbox.registry import Happening, subscribe

ACTOR = system_actor("calendar")


def register() -> None:
    """Declare what this app wants to hear of; called in ``AppConfig.ready``."""
    subscribe(CALENDAR_CHANGED, "cases.dates", recount)
    subscribe(ERASED, "cases.words", forget)
    subscribe(PERSON_FORGOTTEN, "cases.people", let_go)


def recount(happening: Happening) -> None:
    """Count the dates of all open cases by the calendar that is in force now."""
    upkeep.recompute_all(ACTOR, happening.key, happening.at)


def forget(happening: Happening) -> None:
    """Empty the tables of a case that the log has been made to forget, or of those who told it."""
    subject, names = str(happening.payload.get("subject", "")), happening.payload.get("names")
    if not names:
        upkeep.forget_words(subject, happening.at)
    elif isinstance(names, list) and set(names) & set(forgetting.CONTACT):
        upkeep.forget_contact(subject)


def let_go(happening: Happening) -> None:
    """Forget a person in the cases that they raised, joined or followed."""
    said = {
        name: str(happening.payload.get(name, "")) for name in ("resident", "account", "rule", "authority")
    }
    ground = forgetting.Ground(said["rule"], said["authority"])
    forgetting.forget_person(said["resident"], said["account"], ground, key=happening.key, at=happening.at)
