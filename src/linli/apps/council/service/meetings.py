"""Puts a question to people, and closes it when everything that was published is answered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from linli.apps.council import events
from linli.apps.council.facts.finding import kept_meeting
from linli.apps.council.facts.open import unanswered_count
from linli.apps.council.models import PUBLISHED, REJECTED, WAITING, Meeting
from linli.apps.grid import facts as grid
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.act import Acting, Item, Source, act
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale

LONGEST = {"question_zh": 200, "question_en": 300, "about_zh": 4000, "about_en": 4000, "held_at": 120}


@dataclass(frozen=True, slots=True)
class NewMeeting:
    """A question as it is put, by a body, in an area; ``held_at`` says where and when people sit together."""

    question_zh: str
    body: str
    area: str
    ends_at: datetime | None
    opens_at: datetime | None = None
    question_en: str = ""
    about_zh: str = ""
    about_en: str = ""
    held_at: str = ""


def open_meeting(
    new: NewMeeting, *, actor: Actor, act_id: str, at: datetime, source: Source = Source.LIVE
) -> str:
    """Put a question and return the meeting's ref.

    Raises:
        NotVisible: the actor keeps no meetings there.
        Invalid: what is missing or cannot be, by field.
    """
    body, area = grid.body(new.body), grid.area(new.area)
    found = [*_wrong(new, at)]
    if body is None:
        found.append(Problem("body", "council.no_such_body"))
    if area is None:
        found.append(Problem("area", "council.no_such_area"))
    if found or body is None or area is None:
        raise Invalid(*found)
    if not actor.may(Permission.COUNCIL_KEEP, area_path=area.path, body_id=body.id):
        raise NotVisible

    def work(acting: Acting) -> JsonValue:
        row = Meeting(
            body_id=body.id, area_path=area.path, opens_at=new.opens_at or at, ends_at=new.ends_at or at,
            **{name: getattr(new, name).strip() for name in LONGEST},
        )  # fmt: skip
        public: dict[str, JsonValue] = {"body": body.ref, "area": area.code}
        row.stream = acting.open_stream("meeting", events.MEETING_OPENED, public)
        row.save(force_insert=True)
        return str(row.ref)

    said: JsonValue = [
        new.body,
        new.area,
        str(new.opens_at),
        str(new.ends_at),
        *(getattr(new, name) for name in LONGEST),
    ]
    return str(act("council.open", work, said=said, actor=actor, act_id=act_id, at=at, source=source))


def close_meeting(ref: UUID | str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Close a meeting: everything is looked over and answered.

    Raises:
        NotVisible: no such meeting of this actor.
        Refused: it still runs, a sitting is not closed, something waits to be looked over or is not answered.
        Stale: it is closed.
    """
    kept_meeting(ref, actor)

    def work(acting: Acting) -> JsonValue:
        row = kept_meeting(ref, actor)
        if row.closed_at is not None:
            raise Stale("council.closed_already")
        if at < row.ends_at:
            raise Refused(Refusal("council.still_open", {"at": row.ends_at.isoformat()}))
        if n := row.sittings.filter(closed_at=None, called_off=False).count():
            raise Refused(Refusal("council.sittings_open", {"n": n}))
        if n := row.suggestions.filter(state=WAITING).count():
            raise Refused(Refusal("council.not_looked_over", {"n": n}))
        if n := unanswered_count(row):
            raise Refused(Refusal("council.not_answered", {"n": n}))
        counts = {
            "published": row.suggestions.filter(state=PUBLISHED).count(),
            "rejected": row.suggestions.filter(state=REJECTED).count(),
        }
        acting.enter(row.stream, events.MEETING_CLOSED, counts, [who(actor)])
        Meeting.objects.filter(pk=row.pk).update(closed_at=at)
        return None

    act("council.close", work, said=str(ref), actor=actor, act_id=act_id, at=at)


def who(actor: Actor) -> Item:
    """Note who did it."""
    return Item("actor", actor.key, actor.key, "council")


def _wrong(new: NewMeeting, at: datetime) -> Iterator[Problem]:
    if not new.question_zh.strip():
        yield Problem("question_zh", "council.question_missing")
    for name, most in LONGEST.items():
        if len(getattr(new, name)) > most:
            yield Problem(name, "council.too_long", {"n": most})
    if new.ends_at is None:
        yield Problem("ends_at", "council.end_missing")
    elif new.ends_at <= max(at, new.opens_at or at):
        yield Problem("ends_at", "council.end_past")
