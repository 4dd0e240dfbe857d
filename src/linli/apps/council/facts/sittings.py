"""Sittings as everybody may know them: when, where, how many came, what was asked and answered; never who."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, QuerySet, Sum

from linli.apps.council.facts.finding import any_sitting, kept_sitting
from linli.apps.council.models import Meeting, Question, Sitting
from linli.apps.council.policy import EARLY, person_of
from linli.core.shared.figures import Figure
from linli.kernel.access.actors import Actor
from linli.kernel.identity.personal import unseal

MOST = 500


@dataclass(frozen=True, slots=True)
class SittingFact:
    """A sitting; ``joined`` counts who joined from home so far, and stays when it is closed."""

    row: Sitting
    joined: int

    @property
    def ref(self) -> str:
        """Name it in addresses."""
        return str(self.row.ref)

    @property
    def from_home(self) -> bool:
        """Say whether one can join from home."""
        return bool(self.row.link)

    def open_at(self, at: datetime) -> bool:
        """Say whether the room is open to those at home."""
        row = self.row
        return not row.called_off and row.closed_at is None and row.starts - EARLY <= at < row.ends

    @property
    def takes_questions(self) -> bool:
        """Say whether questions are taken: until it is closed."""
        return not self.row.called_off and self.row.closed_at is None


@dataclass(frozen=True, slots=True)
class QuestionFact:
    """A question, with its answer once there is one; ``reason`` where it was set aside."""

    ref: str
    text: str
    channel: str
    asked_at: datetime
    answer_zh: str
    answer_en: str
    reason: str
    settled_at: datetime | None


def sittings(row: Meeting) -> tuple[SittingFact, ...]:
    """Return the sittings of a meeting, the first first. One statement."""
    return tuple(_fact(one) for one in _counted(row.sittings.all()).order_by("starts"))


def sitting(ref: UUID | str) -> SittingFact:
    """Return one sitting; raises NotVisible where there is none."""
    rows = Sitting.objects.select_related("meeting").filter(pk=any_sitting(ref).pk)
    return _fact(_counted(rows).get())


def answered(row: Sitting) -> tuple[QuestionFact, ...]:
    """Return what was asked and answered, the first asked first."""
    return _told(row.questions.exclude(answer_zh=""))


def asked_in(ref: UUID | str, actor: Actor) -> tuple[QuestionFact, ...]:
    """Return every question of a sitting, to who keeps it; raises NotVisible for others."""
    return _told(kept_sitting(ref, actor).questions.all())


def my_questions(row: Sitting, actor: Actor) -> tuple[QuestionFact, ...]:
    """Return the actor's own questions, with what became of them."""
    return () if actor.account_id is None else _told(row.questions.filter(account_id=actor.account_id))


def room_of(row: Sitting, actor: Actor) -> str:
    """Return the address of the room to who joined; nothing to others, and nothing once it is closed."""
    if actor.account_id is None or row.called_off or not row.link:
        return ""
    return row.link if row.joined.filter(person=person_of(row, actor)).exists() else ""


def sitting_figures(since: datetime, until: datetime, area_path: str) -> tuple[Figure, ...]:
    """Count sittings that were held and closed, who came, and who of them joined from home."""
    rows = Sitting.objects.filter(starts__gte=since, starts__lt=until, closed_at__isnull=False)
    if area_path != "/":
        rows = rows.filter(meeting__area_path__startswith=area_path)
    said = rows.aggregate(n=Count("id"), hall=Sum("in_hall"), home=Sum("from_home"))
    home, all_of_them = said["home"] or 0, (said["hall"] or 0) + (said["home"] or 0)
    return (
        Figure("council.sittings", said["n"]),
        Figure("council.from_home", home, all_of_them, of_people=True),
    )


def _counted(rows: QuerySet[Sitting]) -> QuerySet[Sitting]:
    return rows.annotate(n_joined=Count("joined"))


def _fact(row: Sitting) -> SittingFact:
    return SittingFact(row, int(getattr(row, "n_joined", 0)) if row.from_home is None else row.from_home)


def _told(rows: QuerySet[Question]) -> tuple[QuestionFact, ...]:
    return tuple(
        QuestionFact(
            str(one.ref), unseal(bytes(one.text_sealed), "council") if one.text_sealed else "", one.channel,
            one.asked_at, one.answer_zh, one.answer_en, one.reason, one.settled_at,
        )
        for one in rows.order_by("asked_at", "id")[:MOST]
    )  # fmt: skip
