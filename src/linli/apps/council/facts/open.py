"""What everybody may read: questions, what was suggested and answered, and what still waits, with its age."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from linli.apps.council.facts.finding import any_meeting, kept_meeting
from linli.apps.council.models import PUBLISHED, REJECTED, WAITING, Meeting, Reply, Suggestion
from linli.apps.grid import facts as grid
from linli.core.clock.instants import local
from linli.core.shared.figures import Figure
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.identity.personal import unseal

SIZE, MOST = 20, 200


@dataclass(frozen=True, slots=True)
class MeetingFact:
    """A meeting with its counts."""

    row: Meeting
    waiting: int
    published: int
    rejected: int

    @property
    def ref(self) -> str:
        """Name it in addresses."""
        return str(self.row.ref)


@dataclass(frozen=True, slots=True)
class Page:
    """A portion of a list; ``cursor`` asks for the next, empty at the end."""

    rows: tuple[MeetingFact, ...]
    cursor: str


@dataclass(frozen=True, slots=True)
class SuggestionFact:
    """A suggestion: its words, and a name only where the author chose one."""

    ref: str
    text: str
    name: str
    channel: str
    state: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class ReplyFact:
    """What a body promised or answered."""

    ref: str
    body: grid.BodyFact | None
    promised_on: date
    asked_at: datetime
    text_zh: str
    text_en: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Told:
    """A theme with its suggestions, or one that stands alone, with the reply if it was put to a body."""

    ref: str
    title_zh: str
    title_en: str
    suggestions: tuple[SuggestionFact, ...]
    reply: ReplyFact | None
    since: datetime

    def late(self, today: date) -> bool:
        """Say whether the promised day is past without an answer."""
        return self.reply is not None and self.reply.answered_at is None and self.reply.promised_on < today

    @property
    def answered(self) -> bool:
        """Say whether a body answered."""
        return self.reply is not None and self.reply.answered_at is not None


def meetings(*, cursor: str = "", area_path: str = "/") -> Page:
    """Return all meetings, the latest first. One statement."""
    rows = (
        Meeting.objects.all() if area_path == "/" else Meeting.objects.filter(area_path__startswith=area_path)
    )
    if cursor.isascii() and cursor.isdigit():
        rows = rows.filter(pk__lt=int(cursor[:18]))
    found = list(_counted(rows).order_by("-id")[: SIZE + 1])
    shown = found[:SIZE]
    return Page(tuple(_fact(one) for one in shown), str(shown[-1].pk) if len(found) > SIZE else "")


def same_question(body: str, area: str, question: str, ends_at: datetime | None) -> Meeting | None:
    """Return the meeting in which a body put this very question in an area until then, if it did."""
    office, place = grid.body(body), grid.area(area)
    if office is None or place is None or ends_at is None:
        return None
    of_body = Meeting.objects.filter(body_id=office.id, area_path=place.path, question_zh=question.strip())
    return of_body.filter(ends_at=ends_at).first()


def meeting(ref: UUID | str) -> MeetingFact:
    """Return one meeting; raises NotVisible where there is none."""
    return _fact(_counted(Meeting.objects.filter(pk=any_meeting(ref).pk)).get())


def told(ref: UUID | str) -> tuple[Told, ...]:
    """Return what was published in a meeting, by theme, what stands alone at the end. Four statements."""
    row = any_meeting(ref)
    found = row.suggestions.filter(state=PUBLISHED).order_by("made_at")[: MOST * 5]
    return _gather(row, list(found))


def themes(row: Meeting) -> tuple[tuple[str, str, str], ...]:
    """Return the themes of a meeting: ref, Chinese title, English title."""
    return tuple((str(one.ref), one.title_zh, one.title_en) for one in row.themes.order_by("pk"))


def waiting_in(ref: UUID | str, actor: Actor) -> tuple[SuggestionFact, ...]:
    """Return what waits to be looked over, to who keeps the meeting; raises NotVisible for others."""
    row = kept_meeting(ref, actor)
    found = row.suggestions.filter(state=WAITING).order_by("made_at")[:MOST]
    return tuple(_suggestion(one) for one in found)


def unanswered(area_path: str = "/") -> tuple[tuple[MeetingFact, Told], ...]:
    """Return everything published that no body answered, the oldest first, in all meetings that are not closed."""
    rows = Meeting.objects.filter(closed_at=None)
    if area_path != "/":
        rows = rows.filter(area_path__startswith=area_path)
    found: list[tuple[MeetingFact, Told]] = []
    for row in _counted(rows).order_by("opens_at")[:SIZE]:
        fact = _fact(row)
        suggestions = list(row.suggestions.filter(state=PUBLISHED).order_by("made_at")[:MOST])
        found += [(fact, one) for one in _gather(row, suggestions) if not one.answered]
    return tuple(sorted(found, key=lambda pair: pair[1].since)[:MOST])


def unanswered_count(row: Meeting) -> int:
    """Count what is published and not answered: themes with something in them, and what stands alone."""
    published = row.suggestions.filter(state=PUBLISHED)
    alone = published.filter(theme=None).exclude(reply__answered_at__isnull=False).count()
    themes = row.themes.filter(pk__in=published.exclude(theme=None).values("theme_id"))
    return alone + themes.exclude(reply__answered_at__isnull=False).count()


def asked_of(actor: Actor) -> tuple[tuple[MeetingFact, Told], ...]:
    """Return what was put to the bodies that the actor answers for, what waits longest first."""
    bodies = {one.body_id for one in actor.grants_for(Permission.COUNCIL_ANSWER) if one.body_id is not None}
    replies = Reply.objects.filter(body_id__in=bodies).select_related("meeting", "theme", "suggestion")
    found = []
    for one in replies.order_by("answered_at", "promised_on")[:MOST]:
        inside = (
            Suggestion.objects.filter(theme=one.theme, state=PUBLISHED) if one.theme else [one.suggestion]
        )
        (said,) = _gather(one.meeting, [each for each in inside if each is not None], only=one) or (None,)
        if said is not None:
            found.append((MeetingFact(one.meeting, 0, 0, 0), said))
    return tuple(found)


def suggestion_figures(since: datetime, until: datetime, area_path: str) -> tuple[Figure, ...]:
    """Count suggestions answered of all that were published in meetings opened then, and the days it took."""
    rows = Suggestion.objects.filter(meeting__opens_at__gte=since, meeting__opens_at__lt=until)
    if area_path != "/":
        rows = rows.filter(meeting__area_path__startswith=area_path)
    published = rows.filter(state=PUBLISHED).select_related("theme")
    replies = Reply.objects.filter(
        meeting__opens_at__gte=since, meeting__opens_at__lt=until, answered_at__lt=until
    )
    by_theme = {one.theme_id: one.answered_at for one in replies if one.theme_id}
    alone = {one.suggestion_id: one.answered_at for one in replies if one.suggestion_id}
    days = []
    for one in published:
        answered = by_theme.get(one.theme_id) if one.theme_id else alone.get(one.pk)
        if answered is not None:
            days.append((local(answered).date() - local(one.made_at).date()).days)
    excluded = {
        "council.not_published": rows.filter(state=REJECTED).count(),
        "council.waiting": rows.filter(state=WAITING).count(),
    }
    return (
        Figure("council.answered", len(days), published.count(), excluded),
        Figure("council.days", round(median(days)) if days else 0),
    )


def _counted(rows: QuerySet[Meeting]) -> QuerySet[Meeting]:
    return rows.annotate(
        n_waiting=Count("suggestions", filter=Q(suggestions__state=WAITING)),
        n_published=Count("suggestions", filter=Q(suggestions__state=PUBLISHED)),
        n_rejected=Count("suggestions", filter=Q(suggestions__state=REJECTED)),
    )


def _fact(row: Meeting) -> MeetingFact:
    numbers = (getattr(row, f"n_{name}") for name in ("waiting", "published", "rejected"))
    return MeetingFact(row, *numbers)


def _gather(
    row: Meeting, suggestions: Iterable[Suggestion], *, only: Reply | None = None
) -> tuple[Told, ...]:
    replies = [only] if only is not None else list(row.replies.all())
    offices = grid.bodies_by_id({one.body_id for one in replies})
    by_theme = {one.theme_id: _reply(one, offices) for one in replies if one.theme_id}
    alone = {one.suggestion_id: _reply(one, offices) for one in replies if one.suggestion_id}
    themes = {one.pk: one for one in row.themes.order_by("pk")}
    inside: dict[int, list[Suggestion]] = {}
    single: list[Suggestion] = []
    for one in suggestions:
        (inside.setdefault(one.theme_id, []) if one.theme_id in themes else single).append(one)
    grouped = [
        Told(
            str(themes[key].ref), themes[key].title_zh, themes[key].title_en,
            tuple(_suggestion(one) for one in found), by_theme.get(key), min(one.made_at for one in found),
        )
        for key, found in sorted(inside.items(), key=lambda pair: -len(pair[1]))
    ]  # fmt: skip
    lone = [Told(str(one.ref), "", "", (_suggestion(one),), alone.get(one.pk), one.made_at) for one in single]
    return (*grouped, *lone)


def _suggestion(one: Suggestion) -> SuggestionFact:
    text = unseal(bytes(one.text_sealed), "council") if one.text_sealed else ""
    name = unseal(bytes(one.name_sealed), "name") if one.name_sealed else ""
    return SuggestionFact(str(one.ref), text, name, one.channel, one.state, one.made_at)


def _reply(one: Reply, offices: dict[int, grid.BodyFact]) -> ReplyFact:
    return ReplyFact(
        str(one.ref),
        offices.get(one.body_id),
        one.promised_on,
        one.asked_at,
        one.text_zh,
        one.text_en,
        one.answered_at,
    )
