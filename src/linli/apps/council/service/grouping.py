"""Puts suggestions that say the same under one theme, and takes that back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from linli.apps.council import events
from linli.apps.council.facts.finding import as_uuid, kept_meeting
from linli.apps.council.models import PUBLISHED, Grouping, Meeting, Reply, Suggestion, Theme
from linli.apps.council.service.meetings import who
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.kernel.access.actors import Actor
from linli.kernel.audit.act import Acting, act
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale

LONGEST_ZH, LONGEST_EN, MOST = 80, 120, 200


def make_theme(
    ref: UUID | str, title_zh: str, title_en: str = "", *, actor: Actor, act_id: str, at: datetime
) -> str:
    """Make a theme and return its ref.

    Raises:
        NotVisible: no such meeting of this actor.
        Invalid: no title, or too long.
        Refused: there is one of this title, or the meeting is closed.
    """
    kept_meeting(ref, actor)
    zh, en = title_zh.strip(), title_en.strip()
    if not zh or len(zh) > LONGEST_ZH or len(en) > LONGEST_EN:
        raise Invalid(Problem("title_zh", "council.theme_title", {"n": LONGEST_ZH}))

    def work(acting: Acting) -> JsonValue:
        row = _open(ref, actor)
        made = Theme(meeting=row, title_zh=zh, title_en=en)
        acting.enter(row.stream, events.THEME_MADE, {"theme": str(made.ref)}, [who(actor)])
        try:
            with transaction.atomic():
                made.save(force_insert=True)
        except IntegrityError as clash:
            raise Refused(Refusal("council.theme_there")) from clash
        return str(made.ref)

    return str(act("council.make_theme", work, said=[str(ref), zh, en], actor=actor, act_id=act_id, at=at))


def group(
    ref: UUID | str,
    suggestions: Sequence[str],
    theme: UUID | str | None,
    *,
    actor: Actor,
    act_id: str,
    at: datetime,
) -> int:
    """Put published suggestions under a theme, or (None) back on their own; returns how many moved.

    Raises:
        NotVisible: no such meeting of this actor, or no such theme or suggestion in it.
        Invalid: nothing was chosen.
        Refused: one is answered on its own already, or the meeting is closed.
    """
    kept_meeting(ref, actor)
    if not suggestions or len(suggestions) > MOST:
        raise Invalid(Problem("suggestions", "council.choose_some", {"n": MOST}))

    def work(acting: Acting) -> JsonValue:
        row = _open(ref, actor)
        to = _theme(row, theme)
        chosen = list(row.suggestions.filter(ref__in=[as_uuid(one) for one in suggestions], state=PUBLISHED))
        if len(chosen) != len({*suggestions}):
            raise NotVisible
        if Reply.objects.filter(suggestion__in=chosen).exists():
            raise Refused(Refusal("council.asked_alone"))
        public: dict[str, JsonValue] = {"theme": str(to.ref) if to else None, "suggestions": len(chosen)}
        acting.enter(row.stream, events.GROUPED, public, [who(actor)])
        Grouping.objects.bulk_create(
            Grouping(meeting=row, suggestion=one, before_id=one.theme_id, after=to) for one in chosen
        )
        Suggestion.objects.filter(pk__in=[one.pk for one in chosen]).update(theme=to)
        return len(chosen)

    said: JsonValue = [str(ref), [*suggestions], str(theme) if theme else None]
    return int(str(act("council.group", work, said=said, actor=actor, act_id=act_id, at=at)))


def undo_grouping(ref: UUID | str, *, actor: Actor, act_id: str, at: datetime) -> str:
    """Take the latest step of grouping back; returns the suggestion that moved.

    Raises:
        NotVisible: no such meeting of this actor.
        Stale: there is nothing to undo.
        Refused: the meeting is closed.
    """
    kept_meeting(ref, actor)

    def work(acting: Acting) -> JsonValue:
        row = _open(ref, actor)
        steps = Grouping.objects.filter(meeting=row, undone=False).select_related("suggestion")
        step = steps.order_by("-id").first()
        if step is None:
            raise Stale("council.nothing_to_undo")
        acting.enter(row.stream, events.GROUPING_UNDONE, {}, [who(actor)])
        Suggestion.objects.filter(pk=step.suggestion_id).update(theme_id=step.before_id)
        Grouping.objects.filter(pk=step.pk).update(undone=True)
        return str(step.suggestion.ref)

    return str(act("council.undo", work, said=str(ref), actor=actor, act_id=act_id, at=at))


def _open(ref: UUID | str, actor: Actor) -> Meeting:
    row = kept_meeting(ref, actor)
    if row.closed_at is not None:
        raise Refused(Refusal("council.over"))
    return row


def _theme(row: Meeting, theme: UUID | str | None) -> Theme | None:
    if not theme:
        return None
    found = row.themes.filter(ref=as_uuid(theme)).first()
    if found is None:
        raise NotVisible
    return found
