"""What a contact household may be asked, who may ask, and how an answer moves a task on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from uuid import UUID

from django.db.models import Q

from linli.apps.grid.models import Area, TaskKind, TaskState
from linli.apps.grid.models.tasks import OPEN
from linli.core.shared.outcomes import Problem
from linli.kernel.access.actors import Actor, Grant
from linli.kernel.access.permissions import Permission, Scope, scope_of
from linli.kernel.access.queries import within
from linli.kernel.ui import show

RETENTION = "contact_household"
LONGEST = 500
MOST_OPEN = 5
"""A household is asked for no more at a time: it helps, it is not on duty."""
FURTHEST = timedelta(days=366)
MORNING = time(9)

ANSWERS: Mapping[str, Mapping[str, TaskState]] = MappingProxyType(
    {
        TaskState.OFFERED.value: {"take": TaskState.TAKEN, "decline": TaskState.DECLINED},
        TaskState.TAKEN.value: {"done": TaskState.DONE, "not_done": TaskState.NOT_DONE},
    }
)
"""From the state to what may be answered; everything else has been answered or taken back."""


def read_ref(text: str) -> UUID | None:
    """Return a ref as it is stored; None for what can be none."""
    try:
        return UUID(text)
    except ValueError:
        return None


def subject_of(household_ref: str) -> str:
    """Return under whose name the log keeps what must go when this household leaves."""
    return f"household:{household_ref}"


def check_task(kind: str, words: str, day: date | None, today: date) -> tuple[Problem, ...]:
    """Return what is wrong with a task that somebody wishes to ask for."""
    found = []
    if kind not in set(TaskKind):
        found.append(Problem("kind", "grid.task_kind_unknown"))
    if not words:
        found.append(Problem("words", "grid.task_words_missing"))
    if len(words) > LONGEST:
        found.append(Problem("words", "grid.task_words_too_long", {"limit": LONGEST}))
    if day is not None and day < today:
        found.append(Problem("day", "grid.task_day_past"))
    if day is not None and day > today + FURTHEST:
        found.append(Problem("day", "grid.task_day_far"))
    return tuple(found)


def check_word(word: str) -> tuple[Problem, ...]:
    """Return what is wrong with a household's word back; none is fine."""
    return (Problem("word", "grid.task_words_too_long", {"limit": LONGEST}),) if len(word) > LONGEST else ()


def reminder(day: date | None, at: datetime) -> datetime | None:
    """Return the morning before the day by which it was taken on; None when that is over or there is no day."""
    if day is None:
        return None
    moment = datetime.combine(day - timedelta(days=1), MORNING, tzinfo=show.local(at).tzinfo)
    return moment if moment > at else None


def may_ask(actor: Actor, area: Area) -> bool:
    """Say whether the actor is staff who may ask the contact households of an area."""
    return actor.may(Permission.HOUSEHOLD_TASK, area_path=area.path)


def grant_of(actor: Actor, area: Area) -> Grant | None:
    """Return by which role, and for which body, the actor asks there."""
    grants = actor.grants_for(Permission.HOUSEHOLD_TASK)
    reaching = [one for one in grants if one.reaches(area_path=area.path, body_id=None)]
    return max(reaching, key=lambda one: (one.body_id is not None, len(one.area_path)), default=None)


def own_tasks(actor: Actor) -> Q:
    """Return the tasks of the actor's own household."""
    if actor.account_id is None:
        return Q(pk__in=[])
    return Q(household__account_id=actor.account_id, household__withdrawn_at=None)


def asked_tasks(actor: Actor) -> Q:
    """Return the tasks that an actor sees as staff who may ask there."""
    if actor.is_system:
        return Q()
    grants = actor.grants_for(Permission.HOUSEHOLD_TASK)
    paths = [grant.area_path for grant in grants if scope_of(grant.role) is Scope.AREA]
    return within(paths, "household__area__path") if paths else Q(pk__in=[])


def is_open(state: str) -> bool:
    """Say whether something is still to be answered or done."""
    return state in OPEN
