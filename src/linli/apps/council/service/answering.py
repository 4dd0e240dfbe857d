"""Puts a theme, or a suggestion on its own, to a body with a date; the body answers in public."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from linli.apps.council import events
from linli.apps.council.facts.finding import as_uuid, kept_meeting
from linli.apps.council.models import PUBLISHED, Meeting, Reply, Suggestion, Theme
from linli.apps.council.service.meetings import who
from linli.apps.grid import facts as grid
from linli.core.clock.instants import local
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.act import Acting, act
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale

LONGEST = 4_000


def ask_body(
    ref: UUID | str,
    about: UUID | str,
    body: str,
    promised_on: date | None,
    *,
    actor: Actor,
    act_id: str,
    at: datetime,
) -> str:
    """Put a theme, or a suggestion that stands alone, to a body until a day; returns the reply's ref.

    Raises:
        NotVisible: no such meeting of this actor, or nothing in it of this ref.
        Invalid: no such body, or a day that is past.
        Refused: it was put to a body already, or stands under a theme.
    """
    kept_meeting(ref, actor)
    office = grid.body(body)
    if office is None:
        raise Invalid(Problem("body", "council.no_such_body"))
    if promised_on is None or promised_on < local(at).date():
        raise Invalid(Problem("promised_on", "council.promise_past"))

    def work(acting: Acting) -> JsonValue:
        row = kept_meeting(ref, actor)
        theme, suggestion = _about(row, about)
        if Reply.objects.filter(theme=theme, suggestion=suggestion, meeting=row).exists():
            raise Refused(Refusal("council.asked_already"))
        public: dict[str, JsonValue] = {"body": office.ref, "promised_on": promised_on.isoformat()}
        acting.enter(row.stream, events.ASKED, public, [who(actor)])
        made = Reply(
            meeting=row,
            theme=theme,
            suggestion=suggestion,
            body_id=office.id,
            asked_at=at,
            promised_on=promised_on,
        )
        try:
            with transaction.atomic():
                made.save(force_insert=True)
        except IntegrityError as clash:
            raise Refused(Refusal("council.asked_already")) from clash
        return str(made.ref)

    said: JsonValue = [str(ref), str(about), body, promised_on.isoformat()]
    return str(act("council.ask_body", work, said=said, actor=actor, act_id=act_id, at=at))


def answer(
    reply: UUID | str, text_zh: str, text_en: str = "", *, actor: Actor, act_id: str, at: datetime
) -> None:
    """Answer for one's own body; the answer is public at once.

    Raises:
        NotVisible: not put to a body of this actor.
        Invalid: no answer, or too long.
        Stale: it is answered.
    """
    _own_reply(reply, actor)
    zh, en = text_zh.strip(), text_en.strip()
    if not zh or len(zh) > LONGEST or len(en) > LONGEST:
        raise Invalid(Problem("text_zh", "council.answer_text", {"n": LONGEST}))

    def work(acting: Acting) -> JsonValue:
        row = _own_reply(reply, actor)
        if row.answered_at is not None:
            raise Stale("council.answered_already")
        public: dict[str, JsonValue] = {"body": str(row.body.ref), "reply": str(row.ref)}
        acting.enter(row.meeting.stream, events.ANSWERED, public, [who(actor)])
        acting.announce(events.ANSWERED, {"reply": str(row.ref)})
        Reply.objects.filter(pk=row.pk).update(text_zh=zh, text_en=en, answered_at=at)
        return None

    act("council.answer", work, said=[str(reply), zh, en], actor=actor, act_id=act_id, at=at)


def _about(row: Meeting, about: UUID | str) -> tuple[Theme | None, Suggestion | None]:
    theme = row.themes.filter(ref=as_uuid(about)).first()
    if theme is not None:
        return theme, None
    one = row.suggestions.filter(ref=as_uuid(about), state=PUBLISHED).first()
    if one is None:
        raise NotVisible
    if one.theme_id is not None:
        raise Refused(Refusal("council.under_a_theme"))
    return None, one


def _own_reply(ref: UUID | str, actor: Actor) -> Reply:
    row = Reply.objects.select_related("meeting", "meeting__stream", "body").filter(ref=as_uuid(ref)).first()
    if row is None or not actor.may(Permission.COUNCIL_ANSWER, body_id=row.body_id):
        raise NotVisible
    return row
