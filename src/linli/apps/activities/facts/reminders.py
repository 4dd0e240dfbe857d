"""Reminders that somebody asked for: what comes next, and the whole plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from linli.apps.activities.models import Reminded
from linli.apps.activities.policy.childcare import plan_of
from linli.core.clock.instants import local
from linli.core.shared.figures import Figure
from linli.kernel.access.actors import Actor
from linli.kernel.identity.held import Held


@dataclass(frozen=True, slots=True)
class DueFact:
    """Something that is due: what, at how many months, weeks or days, and the day."""

    what: str
    n: int
    day: date


@dataclass(frozen=True, slots=True)
class RemindedFact:
    """Reminders for a child or an expecting mother; ``to_come`` are the days ahead, ``plan`` all of them."""

    ref: str
    kind: str
    day: date
    to_come: tuple[DueFact, ...]
    plan: tuple[DueFact, ...]


def my_reminders(actor: Actor, at: datetime) -> tuple[RemindedFact, ...]:
    """Return the actor's own reminders. One statement."""
    if actor.account_id is None:
        return ()
    today = local(at).date()
    return tuple(
        _fact(one, today) for one in Reminded.objects.filter(account_id=actor.account_id).order_by("pk")
    )


def reminders_held(account_id: int) -> Iterator[Held]:
    """Tell what is held about somebody here."""
    for one in Reminded.objects.filter(account_id=account_id).order_by("pk"):
        yield Held("activities.held_reminded", one.day.isoformat(), "activities.held_reminded_why")


def reminder_figures(since: datetime, until: datetime, area_path: str) -> tuple[Figure, ...]:
    """Count the reminders that were asked for and are on; nobody's place is known, so they are the city's alone."""
    if area_path != "/":
        return ()
    rows = Reminded.objects.filter(made_at__gte=since, made_at__lt=until)
    return (Figure("activities.reminded", rows.count(), of_people=True),)


def _fact(one: Reminded, today: date) -> RemindedFact:
    plan = tuple(DueFact(*each) for each in plan_of(one.kind, one.day))
    return RemindedFact(
        str(one.ref), one.kind, one.day, tuple(each for each in plan if each.day >= today), plan
    )
