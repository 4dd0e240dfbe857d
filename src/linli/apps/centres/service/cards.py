"""Keeps the lines of service cards: entered for an area and all below it, replaced, ended."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError

from linli.apps.centres import events
from linli.apps.centres.models import ENTRIES, CardEntry
from linli.apps.grid import facts as grid
from linli.core.clock.instants import BEIJING
from linli.core.shared.outcomes import JsonValue, Problem
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.act import Acting, Source, act
from linli.kernel.audit.outcomes import Invalid, NotVisible, Stale

_NUMBER = frozenset("0123456789-+() /,、转ext.")
FEWEST = 3


@dataclass(frozen=True, slots=True)
class NewLine:
    """A line as it is entered: a number of a house, or a place; never somebody's own number."""

    area: str
    kind: str
    name_zh: str
    name_en: str = ""
    phone: str = ""
    where_zh: str = ""
    where_en: str = ""
    hours: str = ""


def enter_line(new: NewLine, *, actor: Actor, act_id: str, at: datetime, source: Source = Source.LIVE) -> str:
    """Enter a line of an area; the one of the same kind that stood there ends today. Returns its ref.

    Raises:
        NotVisible: the actor does not keep the cards of this area.
        Invalid: what is missing or cannot be, by field.
        Stale: somebody else entered the same line at the same moment.
    """
    area = grid.area(new.area)
    problems = _wrong(new)
    if area is None:
        problems.append(Problem("area", "centres.no_such_area"))
    if problems or area is None:
        raise Invalid(*problems)
    if not actor.may(Permission.CARD_KEEP, area_path=area.path):
        raise NotVisible
    day = at.astimezone(BEIJING).date()

    def work(acting: Acting) -> JsonValue:
        row = CardEntry(area_id=area.id, area_path=area.path, kind=new.kind, starts=day)
        row.name_zh, row.name_en = new.name_zh.strip()[:60], new.name_en.strip()[:60]
        row.phone, row.hours = new.phone.strip()[:30], new.hours.strip()[:40]
        row.where_zh, row.where_en = new.where_zh.strip()[:80], new.where_en.strip()[:80]
        public: dict[str, JsonValue] = {"area": area.code[:12], "kind": new.kind}
        row.stream = acting.open_stream("card_line", events.CARD_LINE_ENTERED, public)
        CardEntry.objects.filter(area_id=area.id, kind=new.kind, ends=None).update(ends=day)
        try:
            row.save(force_insert=True)
        except IntegrityError as error:
            raise Stale("centres.card_line_changed") from error
        return str(row.ref)

    said: JsonValue = dict(asdict(new))
    return str(act("centres.card_line", work, said=said, actor=actor, act_id=act_id, at=at, source=source))


def end_line(ref: UUID | str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Take a line off the card; what the area above says stands there again.

    Raises:
        NotVisible: no such line, or not the actor's to keep.
        Stale: it ended already.
    """
    _own(ref, actor)
    day: date = at.astimezone(BEIJING).date()

    def work(acting: Acting) -> JsonValue:
        row = _own(ref, actor)
        if row.ends is not None:
            raise Stale("centres.card_line_changed")
        public: dict[str, JsonValue] = {"area": row.area.code[:12], "kind": row.kind}
        acting.enter(row.stream, events.CARD_LINE_ENDED, public)
        row.ends = day
        row.save(update_fields=["ends"])
        return None

    act("centres.card_line_end", work, said=str(ref), actor=actor, act_id=act_id, at=at)


def _own(ref: UUID | str, actor: Actor) -> CardEntry:
    rows = CardEntry.objects.select_related("stream", "area").defer("area__boundary")
    row = rows.filter(ref=ref).first()
    if row is None or not actor.may(Permission.CARD_KEEP, area_path=row.area_path):
        raise NotVisible
    return row


def _wrong(new: NewLine) -> list[Problem]:
    found = []
    if new.kind not in ENTRIES:
        found.append(Problem("kind", "centres.no_such_line", {"kind": new.kind[:20]}))
    if not new.name_zh.strip():
        found.append(Problem("name_zh", "centres.card_name_missing"))
    phone = new.phone.strip()
    if not phone and not new.where_zh.strip():
        found.append(Problem("phone", "centres.card_says_nothing"))
    digits = sum(one.isdigit() for one in phone)
    if phone and (digits < FEWEST or not {*phone.lower()} <= _NUMBER):
        found.append(Problem("phone", "centres.card_phone", {"phone": phone[:30]}))
    if digits == len("13800000000") and phone.startswith("1"):
        found.append(Problem("phone", "centres.card_private_phone"))
    return found
