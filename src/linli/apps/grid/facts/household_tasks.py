"""What contact households are asked: their own tasks for them, those of the area for the staff who may ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from linli.apps.grid.models import ContactHousehold, HouseholdTask
from linli.apps.grid.models.tasks import OPEN
from linli.apps.grid.policy import household_tasks as policy
from linli.kernel.access.actors import Actor

LATEST = 20
MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class OwnHousehold:
    """A contact household that the reader is, where and since when."""

    ref: str
    area_path: str
    consented_at: datetime
    wants_letters: bool
    on_card: str


@dataclass(frozen=True, slots=True)
class TaskFact:
    """Something asked of a household; ``name`` is "" once the household has left."""

    ref: str
    household_ref: str
    name: str
    area_path: str
    kind: str
    words: str
    day: date | None
    asked_at: datetime
    role: str
    body_zh: str
    body_en: str
    state: str
    word: str
    answered_at: datetime | None
    ended_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Something is still to be answered or done."""
        return policy.is_open(self.state)


def own_households(actor: Actor) -> list[OwnHousehold]:
    """Return where the reader is a contact household; one statement."""
    if actor.account_id is None:
        return []
    rows = ContactHousehold.objects.filter(account_id=actor.account_id, withdrawn_at=None).order_by("id")
    return [
        OwnHousehold(str(ref), *more)
        for ref, *more in rows.values_list("ref", "area__path", "consented_at", "wants_letters", "on_card")
    ]


def own_tasks(actor: Actor) -> tuple[list[TaskFact], list[TaskFact]]:
    """Return what the reader's household is asked, the earliest day first, and the latest that ended."""
    mine = policy.own_tasks(actor)
    still = sorted((_fact(row) for row in _rows(mine & Q(state__in=OPEN))), key=_urgency)
    over = _rows(mine & ~Q(state__in=OPEN)).order_by("-ended_at", "-id")[:LATEST]
    return still, [_fact(row) for row in over]


def asked_tasks(area_path: str, *, actor: Actor) -> list[TaskFact]:
    """Return what households below a path were asked, the latest first, for staff who may ask there."""
    below = policy.asked_tasks(actor) & Q(household__area__path__under=area_path)
    return [_fact(row) for row in _rows(below).order_by("-asked_at", "-id")[:MOST_SHOWN]]


def _rows(which: Q) -> QuerySet[HouseholdTask]:
    rows = HouseholdTask.objects.filter(which).select_related("household__area", "body")
    return rows.defer("household__area__boundary")


def _urgency(one: TaskFact) -> tuple[date, datetime]:
    return one.day or date.max, one.asked_at


def _fact(row: HouseholdTask) -> TaskFact:
    home, body = row.household, row.body
    return TaskFact(
        ref=str(row.ref),
        household_ref=str(home.ref),
        name=home.name,
        area_path=home.area.path,
        kind=row.kind,
        words=row.words,
        day=row.day,
        asked_at=row.asked_at,
        role=row.role,
        body_zh=body.name_zh if body else "",
        body_en=(body.name_en or body.name_zh) if body else "",
        state=row.state,
        word=row.word,
        answered_at=row.answered_at,
        ended_at=row.ended_at,
    )
