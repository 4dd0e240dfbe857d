"""An announcement is drafted by one person, looked over and published by another, corrected or withdrawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from uuid import UUID

from linli.apps.grid import facts as grid
from linli.apps.notices import events
from linli.apps.notices.facts.announcements import draft, may
from linli.apps.notices.facts.audience import estimate
from linli.apps.notices.facts.letters import said, spoken_fields
from linli.apps.notices.models import Announcement
from linli.apps.notices.models.codes import (
    AGES,
    CHANNELS,
    CORRECTION,
    DRAFT,
    PLAIN,
    PUBLISHED,
    REVIEW,
    TOPICS,
    WITHDRAWAL,
    WITHDRAWN,
)
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.core.shared.text import clean_text
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.act import Acting, Item, Source, act
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.messaging.voice import pinyin

LENGTHS = {
    "title_zh": 40, "title_en": 100, "text_zh": 1000, "text_en": 2000, "do_zh": 60, "do_en": 160,
    "place_zh": 60, "place_en": 120, "emergency_reason": 200,
}  # fmt: skip
LONGEST = timedelta(days=92)
SHORTEST_WAIT, LONGEST_WAIT = 1, 72
"""Hours after which the next channel is tried."""


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody wrote: one text, in Chinese and perhaps in English, for whom, until when, over which channels."""

    area: str
    topic: str
    title_zh: str
    text_zh: str
    expires_at: datetime | None
    body: str = ""
    title_en: str = ""
    text_en: str = ""
    do_zh: str = ""
    do_en: str = ""
    place_zh: str = ""
    place_en: str = ""
    by: datetime | None = None
    age: str = ""
    channels: tuple[str, ...] = ("sms", "voice", "email", "visit")
    resend_hours: int = 0
    emergency: bool = False
    emergency_reason: str = ""


def write(written: Written, *, actor: Actor, act_id: str, at: datetime, source: Source = Source.LIVE) -> str:
    """Keep a new draft and return its ref.

    Raises:
        NotVisible: the actor does not write for this area.
        Invalid: what is missing, too long or cannot be, by field.
    """
    clean, area, body = _read(written, actor, at)

    def work(acting: Acting) -> JsonValue:
        row = Announcement(drafted_by_id=actor.account_id, drafted_key=actor.key, drafted_at=at, kind=PLAIN)
        _fill(row, clean, area, body)
        public: dict[str, JsonValue] = {"area": area.code, "topic": clean.topic, "kind": PLAIN}
        row.stream = acting.open_stream("announcement", events.DRAFTED, public, [_who(actor)])
        row.save(force_insert=True)
        return str(row.ref)

    return str(
        act("notices.write", work, said=_said(clean), actor=actor, act_id=act_id, at=at, source=source)
    )


def rewrite(ref: UUID | str, written: Written, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Write a draft anew; whoever changes it is its writer, and somebody else must publish it.

    Raises:
        NotVisible: no such draft, or not the actor's to write.
        Invalid: by field.
        Stale: it is public already.
    """
    _own(ref, actor, Permission.NOTICE_DRAFT)
    clean, area, body = _read(written, actor, at)

    def work(acting: Acting) -> JsonValue:
        row = _own(ref, actor, Permission.NOTICE_DRAFT)
        _must_be(row, DRAFT, REVIEW)
        if row.of is not None and area.id != row.area_id:
            raise Invalid(Problem("area", "notices.same_people"))
        acting.enter(row.stream, events.CHANGED, {"area": area.code, "topic": clean.topic}, [_who(actor)])
        _fill(row, clean, area, body)
        row.state, row.version, row.returned = DRAFT, row.version + 1, ""
        row.drafted_by_id, row.drafted_key = actor.account_id, actor.key
        row.save()
        return None

    act("notices.rewrite", work, said=[str(ref), _said(clean)], actor=actor, act_id=act_id, at=at)


def hand_in(
    ref: UUID | str, *, actor: Actor, act_id: str, at: datetime, source: Source = Source.LIVE
) -> None:
    """Give a draft to the second person; everything that a voice cannot read is told now.

    Raises:
        NotVisible: not the actor's to write.
        Invalid: a sign that cannot be read aloud, and where; nobody would be told; it has run out.
        Stale: handed in or public already.
    """
    wrong = tuple(_not_ready(_own(ref, actor, Permission.NOTICE_DRAFT), at))
    if wrong:
        raise Invalid(*wrong)

    def work(acting: Acting) -> JsonValue:
        row = _own(ref, actor, Permission.NOTICE_DRAFT)
        _must_be(row, DRAFT)
        acting.enter(row.stream, events.HANDED_IN, {"area": row.area.code}, [_who(actor)])
        Announcement.objects.filter(pk=row.pk).update(state=REVIEW, returned="")
        return None

    act("notices.hand_in", work, said=str(ref), actor=actor, act_id=act_id, at=at, source=source)


def give_back(ref: UUID | str, why: str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Return a draft to its writer with what is to be mended.

    Raises:
        NotVisible: not the actor's to review.
        Invalid: no reason.
        Refused: one's own draft.
        Stale: it does not wait for review.
    """
    _second(_own(ref, actor, Permission.NOTICE_REVIEW), actor)
    reason = clean_text(why).strip()[:200]
    if not reason:
        raise Invalid(Problem("why", "notices.why_missing"))

    def work(acting: Acting) -> JsonValue:
        row = _own(ref, actor, Permission.NOTICE_REVIEW)
        _must_be(row, REVIEW)
        acting.enter(row.stream, events.RETURNED, {"area": row.area.code}, [_who(actor)])
        Announcement.objects.filter(pk=row.pk).update(state=DRAFT, returned=reason)
        return None

    act("notices.give_back", work, said=[str(ref), reason], actor=actor, act_id=act_id, at=at)


def publish(
    ref: UUID | str,
    version: int,
    *,
    agreed: bool = False,
    actor: Actor,
    act_id: str,
    at: datetime,
    source: Source = Source.LIVE,
) -> dict[str, int]:
    """Publish what another person wrote: from now on it is public, and the worker tells whom it concerns.

    ``agreed`` says that the reviewer, too, holds it for an emergency that may wake people.

    Raises:
        NotVisible: not the actor's to review.
        Refused: one's own draft, or an emergency that was not agreed to.
        Invalid: it has run out meanwhile, or nobody would be told.
        Stale: changed since it was looked at, or public already.
    """
    first = _own(ref, actor, Permission.NOTICE_REVIEW)
    _second(first, actor)
    if first.emergency and not agreed:
        raise Refused(Refusal("notices.emergency_not_agreed"))
    if wrong := tuple(_not_ready(first, at)):
        raise Invalid(*wrong)
    counted = estimate(first)

    def work(acting: Acting) -> JsonValue:
        row = _own(ref, actor, Permission.NOTICE_REVIEW)
        _must_be(row, REVIEW)
        if row.version != version:
            raise Stale("notices.changed_meanwhile")
        channels: list[JsonValue] = [one for one in row.channels.split(",") if one]
        public: dict[str, JsonValue] = {
            "area": row.area.code, "topic": row.topic, "kind": row.kind, "channels": channels,
            "emergency": row.emergency, "reach": counted.people, "cost": counted.cost,
        }  # fmt: skip
        acting.enter(row.stream, events.PUBLISHED, public, [_who(actor)])
        Announcement.objects.filter(pk=row.pk).update(
            state=PUBLISHED, published_at=at, reviewed_key=actor.key, reach=counted.people, cost=counted.cost
        )
        if row.kind == WITHDRAWAL:
            Announcement.objects.filter(pk=row.of_id).update(state=WITHDRAWN)
        acting.announce(events.ANNOUNCED, {"announcement": str(row.ref)})
        return {"reach": counted.people, "cost": counted.cost}

    said_: JsonValue = [str(ref), version, agreed]
    done = act("notices.publish", work, said=said_, actor=actor, act_id=act_id, at=at, source=source)
    return done if isinstance(done, dict) else {}  # type: ignore[return-value]


def stop(ref: UUID | str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Take an announcement back at once: nobody more is told, its page says so. `follow_up` tells who was told.

    Raises:
        NotVisible: not the actor's to write or review.
        Stale: not public, or stopped already.
    """
    _either(ref, actor)

    def work(acting: Acting) -> JsonValue:
        row = _either(ref, actor)
        _must_be(row, PUBLISHED)
        acting.enter(row.stream, events.STOPPED, {"area": row.area.code}, [_who(actor)])
        Announcement.objects.filter(pk=row.pk).update(state=WITHDRAWN)
        return None

    act("notices.stop", work, said=str(ref), actor=actor, act_id=act_id, at=at)


def follow_up(ref: UUID | str, kind: str, *, actor: Actor, act_id: str, at: datetime) -> str:
    """Draft a correction or withdrawal for the same people, from the text of the first; returns its ref.

    Raises:
        NotVisible: not the actor's to write.
        Invalid: no such kind.
        Stale: the first is not public.
    """
    if kind not in (CORRECTION, WITHDRAWAL):
        raise Invalid(Problem("kind", "notices.no_such_kind"))
    _own(ref, actor, Permission.NOTICE_DRAFT)

    def work(acting: Acting) -> JsonValue:
        row = _own(ref, actor, Permission.NOTICE_DRAFT)
        _must_be(row, PUBLISHED, WITHDRAWN)
        public: dict[str, JsonValue] = {"area": row.area.code, "topic": row.topic, "kind": kind}
        stream = acting.open_stream("announcement", events.DRAFTED, public, [_who(actor)])
        kept = (
            "area",
            "area_path",
            "body",
            "topic",
            "age",
            "channels",
            "resend_hours",
            "emergency",
            "emergency_reason",
        )
        fresh = Announcement(
            **{name: getattr(row, name) for name in kept},
            **{name: getattr(row, name) for name in LENGTHS if name != "emergency_reason"},
            stream=stream, kind=kind, of=row, by=row.by, drafted_by_id=actor.account_id, drafted_key=actor.key,
            drafted_at=at, expires_at=max(row.expires_at, at + timedelta(days=2)),
        )  # fmt: skip
        fresh.save(force_insert=True)
        return str(fresh.ref)

    return str(act("notices.follow_up", work, said=[str(ref), kind], actor=actor, act_id=act_id, at=at))


def _own(ref: UUID | str, actor: Actor, permission: Permission) -> Announcement:
    row = draft(ref, actor)
    if not may(actor, row, permission):
        raise NotVisible
    return row


def _either(ref: UUID | str, actor: Actor) -> Announcement:
    row = draft(ref, actor)
    if not (may(actor, row, Permission.NOTICE_DRAFT) or may(actor, row, Permission.NOTICE_REVIEW)):
        raise NotVisible
    return row


def _second(row: Announcement, actor: Actor) -> None:
    if row.drafted_key == actor.key:
        raise Refused(Refusal("notices.second_person"))


def _must_be(row: Announcement, *states: str) -> None:
    if row.state not in states:
        raise Stale(f"notices.is_{row.state}")


def _not_ready(row: Announcement, at: datetime) -> Iterator[Problem]:
    """Yield what keeps an announcement from being public."""
    for name, spoken in spoken_fields(row).items():
        yield from spoken.problems(name)
    for sign in pinyin(said(row, "zh"))[1]:
        yield Problem("text_zh", "speech.unknown_sound", {"sign": sign})
    if row.expires_at <= at:
        yield Problem("expires_at", "notices.expires_past")
    if row.channels and not estimate(row).people:
        yield Problem("area", "notices.nobody")


def _read(
    written: Written, actor: Actor, at: datetime
) -> tuple[Written, grid.AreaFact, grid.BodyFact | None]:
    texts = {name: _tidy(name, getattr(written, name)) for name in LENGTHS}
    clean = Written(**{**{name: getattr(written, name) for name in Written.__slots__}, **texts})
    area = grid.area(clean.area) if clean.area else None
    body = grid.body(clean.body) if clean.body else None
    problems = [*_wrong(clean, at)]
    if area is None:
        problems.append(Problem("area", "notices.no_such_area"))
    if clean.body and body is None:
        problems.append(Problem("body", "notices.no_such_body"))
    if problems or area is None:
        raise Invalid(*problems)
    if not actor.may(
        Permission.NOTICE_DRAFT, area_path=area.path, body_id=body.id if body is not None else None
    ):
        raise NotVisible
    return clean, area, body


def _tidy(name: str, text: str) -> str:
    """Take out what misleads; only the text itself has lines."""
    clean = clean_text(text).strip()
    return clean if name.startswith("text_") else " ".join(clean.split())


def _wrong(one: Written, at: datetime) -> Iterator[Problem]:
    yield from _wrong_texts(one)
    if one.topic not in TOPICS:
        yield Problem("topic", "notices.topic_missing")
    if one.age and one.age not in AGES:
        yield Problem("age", "notices.no_such_age")
    yield from _wrong_times(one, at)
    if unknown := sorted({*one.channels} - {*CHANNELS}):
        yield Problem("channels", "notices.no_such_channel", {"channel": unknown[0][:20]})
    if one.emergency and not one.emergency_reason:
        yield Problem("emergency_reason", "notices.emergency_reason_missing")


def _wrong_texts(one: Written) -> Iterator[Problem]:
    for name in ("title_zh", "text_zh"):
        if not getattr(one, name):
            yield Problem(name, f"notices.{name}_missing")
    for name, most in LENGTHS.items():
        if len(getattr(one, name)) > most:
            yield Problem(name, "notices.too_long", {"most": most, "n": len(getattr(one, name))})
    if bool(one.title_en) != bool(one.text_en):
        yield Problem("text_en" if one.title_en else "title_en", "notices.half_english")


def _wrong_times(one: Written, at: datetime) -> Iterator[Problem]:
    if one.expires_at is None:
        yield Problem("expires_at", "notices.expires_missing")
    elif one.expires_at <= at:
        yield Problem("expires_at", "notices.expires_past")
    elif one.expires_at > at + LONGEST:
        yield Problem("expires_at", "notices.expires_late", {"days": LONGEST.days})
    if one.by is not None and one.expires_at is not None and one.by > one.expires_at:
        yield Problem("by", "notices.by_after_end")
    if one.resend_hours and not SHORTEST_WAIT <= one.resend_hours <= LONGEST_WAIT:
        yield Problem("resend_hours", "notices.resend_hours", {"least": SHORTEST_WAIT, "most": LONGEST_WAIT})


def _fill(row: Announcement, one: Written, area: grid.AreaFact, body: grid.BodyFact | None) -> None:
    row.area_id, row.area_path = area.id, area.path
    row.body_id = body.id if body is not None else None
    for name in LENGTHS:
        setattr(row, name, getattr(one, name))
    row.topic, row.age, row.by, row.expires_at = one.topic, one.age, one.by, one.expires_at
    row.channels = ",".join(name for name in CHANNELS if name in one.channels)
    row.resend_hours, row.emergency = one.resend_hours, one.emergency
    if not one.emergency:
        row.emergency_reason = ""


def _said(one: Written) -> JsonValue:
    said_: dict[str, JsonValue] = asdict(one) | {
        "channels": [*one.channels],
        "expires_at": one.expires_at.isoformat() if one.expires_at else None,
        "by": one.by.isoformat() if one.by else None,
    }
    return said_


def _who(actor: Actor) -> Item:
    return Item("actor", actor.key, actor.key, "actor")
