"""What takes place: for everybody what is published, for who plans it drafts too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from linli.apps.activities.facts.counting import with_counts
from linli.apps.activities.facts.finding import as_uuid, helps, keeps
from linli.apps.activities.models import DRAFT, KINDS, PUBLISHED, Activity, AskedQuestion
from linli.apps.centres import facts as centres
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.access.queries import within
from linli.kernel.audit.outcomes import NotVisible

SIZE = 20


@dataclass(frozen=True, slots=True)
class SessionFact:
    """One date; ``entered_at``: its list of attendance is closed."""

    id: int
    starts: datetime
    ends: datetime
    entered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and its answer once there is one; never who asked."""

    ref: str
    text: str
    asked_at: datetime
    answer: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class ActivityFact:
    """An activity with its counts; the address of the room at home is told only to who signed up."""

    row: Activity
    centre: centres.CentreFact | None
    held: int
    waits: int
    from_home: int

    @property
    def ref(self) -> str:
        """Name it in addresses."""
        return str(self.row.ref)

    @property
    def free(self) -> int:
        """Return the places that somebody who comes now may have."""
        return max(self.row.places - self.held - self.waits, 0)

    def shut_at(self, at: datetime) -> bool:
        """Say whether nobody can sign up any more."""
        return self.row.closes_at <= at

    def open_at(self, at: datetime) -> bool:
        """Say whether one may sign up now."""
        return self.row.state == PUBLISHED and self.row.opens_at <= at < min(
            self.row.closes_at, self.row.ends
        )


@dataclass(frozen=True, slots=True)
class Page:
    """A portion of a list; ``cursor`` asks for the next, empty at the end."""

    rows: tuple[ActivityFact, ...]
    cursor: str


def calendar(at: datetime, *, area_path: str = "/", kind: str = "", cursor: str = "") -> Page:
    """Return what is published and not over: what one can still sign up for, the nearest first, then the rest.

    Three statements.
    """
    shut = Case(When(closes_at__gt=at, then=Value(0)), default=Value(1), output_field=IntegerField())
    rows = Activity.objects.filter(state=PUBLISHED, ends__gt=at).annotate(shut=shut)
    if area_path != "/":
        rows = rows.filter(area_path__startswith=area_path)
    if kind in KINDS:
        rows = rows.filter(kind=kind)
    return _page(rows, cursor)


def planned(actor: Actor, *, cursor: str = "") -> Page:
    """Return what is planned where the actor plans or looks on, the latest dates first."""
    grants = actor.grants_for(Permission.ACTIVITY_READ)
    rows = Activity.objects.filter(within([one.area_path for one in grants], "area_path"))
    return _page(rows, cursor, latest=True)


def activity(ref: UUID | str, actor: Actor) -> ActivityFact:
    """Return one activity; raises NotVisible for drafts of others."""
    row = with_counts(Activity.objects.filter(ref=as_uuid(ref))).first()
    if row is None or (row.state == DRAFT and not (_reads(row, actor) or helps(row, actor))):
        raise NotVisible
    return _facts([row])[0]


def sessions(row: Activity) -> tuple[SessionFact, ...]:
    """Return the sessions of an activity."""
    found = row.sessions.order_by("starts")
    return tuple(SessionFact(one.pk, one.starts, one.ends, one.entered_at) for one in found)


def answered(row: Activity) -> tuple[Asked, ...]:
    """Return the questions that were answered, the first asked first."""
    rows = AskedQuestion.objects.filter(activity=row, answered_at__isnull=False).exclude(text="")
    return tuple(asked(one) for one in rows.order_by("asked_at")[:100])


def asked(one: AskedQuestion) -> Asked:
    """Tell a question."""
    return Asked(str(one.ref), one.text, one.asked_at, one.answer, one.answered_at)


def _reads(row: Activity, actor: Actor) -> bool:
    return keeps(row, actor) or actor.may(Permission.ACTIVITY_READ, area_path=row.area_path)


def _page(rows: QuerySet[Activity], cursor: str, *, latest: bool = False) -> Page:
    order = ("-starts", "-id") if latest else ("shut", "starts", "id")
    if place := _read(cursor):
        shut, starts, key = place
        earlier = Q(starts__lt=starts) | Q(starts=starts, id__lt=key)
        later = Q(starts__gt=starts) | Q(starts=starts, id__gt=key)
        rows = rows.filter(earlier if latest else Q(shut__gt=shut) | (Q(shut=shut) & later))
    found = list(with_counts(rows).order_by(*order)[: SIZE + 1])
    shown = found[:SIZE]
    more = len(found) > SIZE
    return Page(_facts(shown), _written(shown[-1]) if more else "")


def _written(row: Activity) -> str:
    return f"{getattr(row, 'shut', 0)}~{row.starts.isoformat()}~{row.pk}"


def _read(cursor: str) -> tuple[int, datetime, int] | None:
    shut, _, rest = cursor.partition("~")
    said, _, key = rest.partition("~")
    try:
        starts = datetime.fromisoformat(said)
    except ValueError:
        return None
    whole = shut in {"0", "1"} and starts.tzinfo and key.isascii() and key.isdigit()
    return (int(shut), starts, int(key[:18])) if whole else None


def _facts(rows: list[Activity]) -> tuple[ActivityFact, ...]:
    places = centres.centres_by_id({one.centre_id for one in rows})
    return tuple(
        ActivityFact(
            one, places.get(one.centre_id),
            getattr(one, "held", 0), getattr(one, "waits", 0), getattr(one, "from_home", 0),
        )
        for one in rows
    )  # fmt: skip
