"""What people require at home, and the carers who can go."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from linli.apps.care import events
from linli.apps.care.models import SKILLS, WISHES, Carer, Requirement
from linli.apps.care.models.visiting import DAY_MINUTES
from linli.apps.care.policy import coordinates
from linli.apps.care.service.writing import coordinated, who
from linli.apps.grid import facts as grid
from linli.core.clock.instants import local
from linli.core.shared.geodesy import check_degrees
from linli.core.shared.outcomes import JsonValue, Problem
from linli.kernel.access import facts as access
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import ROLES, Permission
from linli.kernel.audit.act import Acting, act
from linli.kernel.audit.outcomes import Invalid, NotVisible, Stale

LONGEST, MOST_GAP = 480, 720
WEEK = range(7)
TWO = 2


@dataclass(frozen=True, slots=True)
class NewRequirement:
    """A visit that comes round. Times are minutes of the day; ``gap`` between the starts of two parts, () at once.

    ``key`` names it within the file, so that a list may be brought in twice; ``latest`` 0 is two hours after ``closes``.
    """

    key: str
    parts: tuple[tuple[str, int], ...]
    opens: int
    closes: int
    days: tuple[int, ...] = tuple(WEEK)
    gap: tuple[int, ...] = ()
    latest: int = 0
    usual: tuple[str, ...] = ()
    since: date | None = None


def set_requirement(ref: UUID | str, new: NewRequirement, *, actor: Actor, act_id: str, at: datetime) -> str:
    """Write down a visit that a person requires, or write the one of this key anew; returns its ref.

    Raises:
        NotVisible: not a file that the actor coordinates.
        Invalid: a service, window, gap or day that cannot be; no place of the home is known.
    """
    row = coordinated(ref, actor)
    problems = [*_wrong(new)]
    if row.point_sealed is None:
        problems.append(Problem("point", "care.no_home"))
    if problems:
        raise Invalid(*problems)

    def work(acting: Acting) -> JsonValue:
        fresh = coordinated(ref, actor)
        public: dict[str, JsonValue] = {"services": [service for service, _ in new.parts]}
        acting.enter(fresh.stream, events.REQUIREMENT_SET, public, [who(actor)])
        held = Requirement.objects.filter(file=fresh, key=new.key).first() or Requirement(
            file=fresh, key=new.key
        )
        held.parts, held.gap = [[*one] for one in new.parts], [*new.gap]
        held.days, held.usual = sorted({*new.days}), [*new.usual]
        held.opens, held.closes = new.opens, new.closes
        held.latest = new.latest or min(new.closes + 120, DAY_MINUTES - 1)
        held.since, held.until = new.since or local(at).date(), None
        held.save()
        return str(held.ref)

    return str(
        act("care.set_requirement", work, said=[str(ref), _said(new)], actor=actor, act_id=act_id, at=at)
    )


def _said(new: NewRequirement) -> JsonValue:
    return [
        new.key, [[*one] for one in new.parts], new.opens, new.closes, [*new.days], [*new.gap], new.latest,
        [*new.usual], new.since.isoformat() if new.since else None,
    ]  # fmt: skip


def _wrong(new: NewRequirement) -> Iterator[Problem]:
    if not new.key.strip() or len(new.key) > 40:  # noqa: PLR2004 - the column's width
        yield Problem("key", "care.key_missing")
    if not 1 <= len(new.parts) <= TWO:
        yield Problem("parts", "care.parts")
    for service, minutes in new.parts:
        if service not in SKILLS:
            yield Problem("parts", "care.no_such_service", {"code": service[:20]})
        if not 0 < minutes <= LONGEST:
            yield Problem("parts", "care.minutes", {"most": LONGEST})
    yield from _wrong_times(new)


def _wrong_times(new: NewRequirement) -> Iterator[Problem]:
    if not new.days or any(one not in WEEK for one in new.days):
        yield Problem("days", "care.days_missing")
    if not 0 <= new.opens <= new.closes < DAY_MINUTES or not (
        new.latest == 0 or new.closes <= new.latest < DAY_MINUTES
    ):
        yield Problem("window", "care.window")
    if new.gap and (
        len(new.gap) != TWO or len(new.parts) != TWO or not 0 <= new.gap[0] <= new.gap[1] <= MOST_GAP
    ):
        yield Problem("gap", "care.gap", {"most": MOST_GAP})


def end_requirement(ref: UUID | str, key: str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """End a visit that came round, from today.

    Raises:
        NotVisible: no such requirement of a file that the actor coordinates.
        Stale: ended already.
    """
    row = coordinated(ref, actor)
    if not row.requirements.filter(key=key).exists():
        raise NotVisible

    def work(acting: Acting) -> JsonValue:
        fresh = coordinated(ref, actor)
        held = fresh.requirements.filter(key=key, until=None).first()
        if held is None:
            raise Stale("care.requirement_ended")
        public: dict[str, JsonValue] = {"services": [service for service, _ in held.parts]}
        acting.enter(fresh.stream, events.REQUIREMENT_ENDED, public, [who(actor)])
        Requirement.objects.filter(pk=held.pk).update(until=local(at).date())
        return None

    act("care.end_requirement", work, said=[str(ref), key], actor=actor, act_id=act_id, at=at)


@dataclass(frozen=True, slots=True)
class NewCarer:
    """A carer of a body, by the ref of the account: skills, traits, days and hours (minutes), where the day begins."""

    account: str
    skills: tuple[str, ...]
    begins: int
    ends: int
    lon: float
    lat: float
    traits: tuple[str, ...] = ()
    days: tuple[int, ...] = (0, 1, 2, 3, 4)
    is_active: bool = True


def set_carer(body: str, new: NewCarer, *, actor: Actor, act_id: str, at: datetime) -> str:
    """Enter a carer of one's body, or write one anew; returns the ref.

    Raises:
        NotVisible: not a body that the actor coordinates.
        Invalid: not a carer of the body, or skills, hours, days or a place that cannot be.
    """
    office = grid.body(body)
    if office is None or not coordinates(actor, office.id):
        raise NotVisible
    colleague = next((one for one in carers_of(office.id, at) if one.ref == new.account), None)
    problems = [*_wrong_carer(new)]
    if colleague is None:
        problems.append(Problem("account", "care.no_carer"))
    if problems or colleague is None:
        raise Invalid(*problems)

    def work(acting: Acting) -> JsonValue:
        row = (
            Carer.objects.select_related("stream").filter(body_id=office.id, account_id=colleague.id).first()
        )
        public: dict[str, JsonValue] = {
            "body": office.ref,
            "skills": sorted({*new.skills}),
            "active": new.is_active,
        }
        if row is None:
            row = Carer(body_id=office.id, account_id=colleague.id)
            row.stream = acting.open_stream("carer", events.CARER_SET, public, [who(actor)])
        else:
            acting.enter(row.stream, events.CARER_SET, public, [who(actor)])
        row.name, row.skills, row.traits = colleague.name, sorted({*new.skills}), sorted({*new.traits})
        row.days, row.begins, row.ends = sorted({*new.days}), new.begins, new.ends
        row.lon, row.lat, row.is_active = new.lon, new.lat, new.is_active
        row.save()
        return str(row.ref)

    said: JsonValue = [
        body, new.account, [*new.skills], new.begins, new.ends, repr(new.lon), repr(new.lat), [*new.traits],
        [*new.days], new.is_active,
    ]  # fmt: skip
    return str(act("care.set_carer", work, said=said, actor=actor, act_id=act_id, at=at))


def carers_of(body_id: int, at: datetime) -> list[access.Colleague]:
    """Return those who may visit for a body."""
    able = {role for role, held in ROLES.items() if Permission.CARE_VISIT in held}
    return [one for one in access.staff_of(body_id, at) if able & {*one.roles}]


def _wrong_carer(new: NewCarer) -> Iterator[Problem]:
    for code in sorted({*new.skills} - {*SKILLS}):
        yield Problem("skills", "care.no_such_service", {"code": code[:20]})
    if not new.skills:
        yield Problem("skills", "care.skills_missing")
    for code in sorted({*new.traits} - {*WISHES}):
        yield Problem("traits", "care.no_such_wish", {"code": code[:20]})
    if not new.days or any(one not in WEEK for one in new.days):
        yield Problem("days", "care.days_missing")
    if not 0 <= new.begins < new.ends <= DAY_MINUTES:
        yield Problem("begins", "care.hours")
    if wrong := check_degrees(new.lon, new.lat):
        yield wrong
