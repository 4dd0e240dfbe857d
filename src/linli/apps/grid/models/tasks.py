"""What contact households are asked to do; each may say no, and nothing here counts who did."""

from __future__ import annotations

import uuid
from enum import StrEnum

from django.db import models
from django.db.models import Q

from linli.apps.grid.models.bodies import Body, ContactHousehold


class TaskKind(StrEnum):
    """What a contact household may be asked for."""

    LOOK_IN = "look_in"  # on a neighbour
    NOTICE = "notice"  # pass it on
    LOOK_AT = "look_at"  # a place
    MEETING = "meeting"
    OTHER = "other"


class TaskState(StrEnum):
    """How far a task has come; ``left`` when the household took its consent back."""

    OFFERED = "offered"
    TAKEN = "taken"
    DECLINED = "declined"
    DONE = "done"
    NOT_DONE = "not_done"
    WITHDRAWN = "withdrawn"
    LEFT = "left"


OPEN = (TaskState.OFFERED.value, TaskState.TAKEN.value)


class HouseholdTask(models.Model):
    """One thing asked of one contact household, by a role of a body; words go when the household leaves."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    stream = models.ForeignKey("audit.Stream", models.PROTECT, related_name="+")
    household = models.ForeignKey(ContactHousehold, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in TaskKind])
    words = models.TextField(blank=True)
    day = models.DateField(null=True)  # by which
    asked_at = models.DateTimeField()
    role = models.CharField(max_length=30)
    body = models.ForeignKey(Body, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in TaskState])
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    word = models.TextField(blank=True)  # the household's, back
    remind_at = models.DateTimeField(null=True)

    class Meta:
        """What has ended has its time, and nobody is reminded of it."""

        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=OPEN, ended_at__isnull=True)
                | (~Q(state__in=OPEN) & Q(ended_at__isnull=False, remind_at__isnull=True)),
                name="grid_household_task_ends_once",
            ),
            models.CheckConstraint(
                condition=~Q(state=TaskState.LEFT.value) | Q(words="", word=""),
                name="grid_household_task_forgotten",
            ),
        ]
        indexes = [
            models.Index(fields=["household", "state"], name="grid_household_task_open"),
            models.Index(
                fields=["remind_at"], name="grid_household_task_remind", condition=~Q(remind_at=None)
            ),
        ]
