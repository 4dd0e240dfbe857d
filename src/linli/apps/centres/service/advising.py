"""Sets up who advises when: advisers of a centre, their hours of the week, their days away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from linli.apps.centres import events
from linli.apps.centres.facts import advising
from linli.apps.centres.models import Adviser, AdviserAbsence, AdviserHour, Centre, Consultation
from linli.apps.centres.models.advising import ADVISER_KINDS
from linli.apps.centres.service.consulting import end_for_adviser
from linli.core.clock.instants import midnight
from linli.core.shared.outcomes import JsonValue, Problem
from linli.core.slots.advising import Weekly, overlaps
from linli.kernel.access.actors import Actor
from linli.kernel.access.facts import actor_of_account
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.act import Acting, act
from linli.kernel.audit.outcomes import Invalid, NotVisible
from linli.kernel.identity.models import Account

DAY = 1440
LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class AdviserWish:
    """An adviser as a centre's keeper enters one: the sign-in name of an account with that role, and how they advise."""

    login: str
    kind: str
    name_zh: str
    name_en: str = ""
    minutes: int = 30
    on_site: bool = True
    remote: bool = False
    kept_days: int = 180
    is_active: bool = True


def set_adviser(centre: UUID | str, wish: AdviserWish, *, actor: Actor, act_id: str, at: datetime) -> str:
    """Enter an adviser of a centre, or write one anew; returns the ref.

    Raises:
        NotVisible: no such centre, or not the actor's to keep.
        Invalid: what is missing or cannot be, by field.
    """
    place = Centre.objects.filter(ref=centre).first()
    if place is None or not advising.may_keep(actor, place):
        raise NotVisible
    account = Account.objects.filter(login=wish.login.strip().lower()).first()
    problems = [*_wrong(wish)]
    behind = actor_of_account(account.pk, at) if account else None
    if account is None or behind is None or not behind.may(Permission.CONSULTATION_GIVE):
        problems.append(Problem("login", "centres.advice.no_such_account"))
    if problems or account is None:
        raise Invalid(*problems)

    def work(acting: Acting) -> JsonValue:
        known = Adviser.objects.select_related("stream").filter(centre=place, account=account).first()
        public: dict[str, JsonValue] = {
            "centre": str(place.ref), "kind": wish.kind, "minutes": wish.minutes, "on_site": wish.on_site,
            "remote": wish.remote, "kept_days": wish.kept_days, "active": wish.is_active,
        }  # fmt: skip
        row = known or Adviser(centre=place, account=account)
        if known is None:
            row.stream = acting.open_stream("adviser", events.ADVISER_SET, public)
        else:
            acting.enter(known.stream, events.ADVISER_SET, public)
        row.kind, row.name_zh, row.name_en = wish.kind, wish.name_zh.strip()[:40], wish.name_en.strip()[:60]
        row.minutes, row.on_site, row.remote = wish.minutes, wish.on_site, wish.remote
        row.kept_days, row.is_active = wish.kept_days, wish.is_active
        row.save()
        return str(row.ref)

    said: JsonValue = [str(centre), repr(wish)]
    return str(act("centres.set_adviser", work, said=said, actor=actor, act_id=act_id, at=at))


def set_hours(
    adviser: UUID | str, weekly: Sequence[Weekly], *, actor: Actor, act_id: str, at: datetime
) -> None:
    """Say in which hours of the week one advises; what is booked stays.

    Raises:
        NotVisible: no such adviser, or neither oneself nor one's centre's.
        Invalid: hours that cannot be or overlap.
    """
    _own(adviser, actor)
    right = all(0 <= one.weekday <= 6 and 0 <= one.starts < one.ends <= DAY for one in weekly)  # noqa: PLR2004 - a week
    if not right or overlaps(weekly):
        raise Invalid(Problem("hours", "centres.advice.hours"))

    def work(acting: Acting) -> JsonValue:
        row = _own(adviser, actor)
        hours: list[JsonValue] = [f"{one.weekday}-{one.starts}-{one.ends}" for one in weekly]
        public: dict[str, JsonValue] = {"centre": str(row.centre.ref), "kind": row.kind, "hours": hours}
        acting.enter(row.stream, events.ADVISER_HOURS, public)
        row.hours.all().delete()
        AdviserHour.objects.bulk_create(
            AdviserHour(adviser=row, weekday=one.weekday, starts=one.starts, ends=one.ends) for one in weekly
        )
        return None

    said: JsonValue = [str(adviser), [[one.weekday, one.starts, one.ends] for one in weekly]]
    act("centres.set_hours", work, said=said, actor=actor, act_id=act_id, at=at)


def be_away(adviser: UUID | str, first: date, last: date, *, actor: Actor, act_id: str, at: datetime) -> int:
    """Say on which days one does not advise; what is booked on them is cancelled with a letter. Returns how many.

    Raises:
        NotVisible: no such adviser, or neither oneself nor one's centre's.
        Invalid: the last day is before the first, or the time is too long.
    """
    _own(adviser, actor)
    if last < first or last - first > LONGEST:
        raise Invalid(Problem("last", "centres.advice.away"))

    def work(acting: Acting) -> JsonValue:
        row = _own(adviser, actor)
        public: dict[str, JsonValue] = {
            "centre": str(row.centre.ref), "kind": row.kind, "first": first.isoformat(),
            "last": last.isoformat(),
        }  # fmt: skip
        acting.enter(row.stream, events.ADVISER_AWAY, public)
        AdviserAbsence.objects.create(adviser=row, first=first, last=last)
        return None

    said: JsonValue = [str(adviser), first.isoformat(), last.isoformat()]
    act("centres.be_away", work, said=said, actor=actor, act_id=act_id, at=at)
    rows = Consultation.objects.filter(
        adviser__ref=adviser, off=False, starts__gt=at, starts__gte=midnight(first),
        starts__lt=midnight(last + timedelta(days=1)),
    )  # fmt: skip
    refs = list(rows.values_list("ref", flat=True))
    for ref in refs:
        end_for_adviser(ref, actor=actor, act_id=str(uuid5(UUID(act_id), str(ref))), at=at)
    return len(refs)


def _own(adviser: UUID | str, actor: Actor) -> Adviser:
    row = advising.adviser_row(adviser)
    own = actor.account_id is not None and row.account_id == actor.account_id
    if not own and not advising.may_keep(actor, row.centre):
        raise NotVisible
    return row


def _wrong(wish: AdviserWish) -> list[Problem]:
    checks = (
        ("kind", wish.kind in ADVISER_KINDS, "centres.advice.no_such_kind"),
        ("name_zh", bool(wish.name_zh.strip()), "centres.advice.name"),
        ("minutes", 10 <= wish.minutes <= 240, "centres.advice.minutes"),  # noqa: PLR2004 - as its sentence says
        ("on_site", wish.on_site or wish.remote, "centres.advice.some_way"),
        ("kept_days", 1 <= wish.kept_days <= 1825, "centres.advice.kept_days"),  # noqa: PLR2004 - as its sentence says
    )
    return [Problem(field, code) for field, right, code in checks if not right]
