"""Who may take a task, who fits and why: reasons, never a rank."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from linli.apps.volunteers.policy.terms import terms
from linli.core.clock.instants import BEIJING
from linli.core.shared.geodesy import metres_between
from linli.core.shared.outcomes import Reason, Refusal

NOON, EVENING = 12, 18
CHILDREN, FRAIL = "children", "frail"
TWO = 2


@dataclass(frozen=True, slots=True)
class Helper:
    """What is known of a volunteer for this question; no name, no history."""

    active: bool
    adult_on: date | None
    guardian_agreed: bool
    cleared: dict[str, date]
    skills: Collection[str]
    times: Collection[str]
    radius: int
    area_path: str
    point: tuple[float, float] | None
    teams: Collection[int] = ()


@dataclass(frozen=True, slots=True)
class Job:
    """What is known of a task."""

    starts: datetime
    ends: datetime
    care: str
    wanted: int
    skills: Collection[str]
    area_path: str
    point: tuple[float, float] | None
    team: int | None = None


def may_take(who: Helper, job: Job, now: datetime) -> Refusal | None:
    """Say why somebody may not take a task; None where they may."""
    if not who.active:
        return Refusal("volunteers.not_active")
    if job.ends <= now:
        return Refusal("volunteers.task_over")
    if job.team is not None and job.team not in who.teams:
        return Refusal("volunteers.task_of_a_team")
    return _minor(who, job) or _careful(who, job)


def may_start(care: str, takers: Sequence[bool]) -> Refusal | None:
    """Say why a task may not start: ``takers`` tells of each adult who took it whether they are cleared for it."""
    if care == CHILDREN and sum(takers) < TWO:
        return Refusal("volunteers.second_adult")
    if care == FRAIL and len(takers) < TWO and not any(takers):
        return Refusal("volunteers.second_adult")
    return None


def fits(who: Helper, job: Job, now: datetime) -> tuple[Reason, ...]:
    """Return why somebody fits a task: near, free then, able. Nothing where they may not, or nothing speaks for it."""
    if may_take(who, job, now) is not None:
        return ()
    near = _near(who, job)
    if near is None:
        return ()
    found = [near]
    if wanted := sorted({*job.skills} & {*who.skills}):
        found.append(Reason("volunteers.fits_skills", {"skills": ",".join(wanted)}))
    elif job.skills:
        return ()
    if who.times:
        if part_of(job.starts) not in who.times:
            return ()
        found.append(Reason("volunteers.fits_time"))
    return tuple(found)


def part_of(at: datetime) -> str:
    """Return the part of the week of a moment: "6am" is Saturday morning."""
    local = at.astimezone(BEIJING)
    part = "am" if local.hour < NOON else "pm" if local.hour < EVENING else "eve"
    return f"{local.isoweekday()}{part}"


def is_night(starts: datetime, ends: datetime) -> bool:
    """Say whether any of it lies in the hours in which nobody under age helps."""
    first, last = starts.astimezone(BEIJING), (ends - timedelta(seconds=1)).astimezone(BEIJING)
    if last.date() != first.date():
        return True
    return any(hour >= terms().night_from or hour < terms().night_until for hour in (first.hour, last.hour))


def is_minor(adult_on: date | None, on: date) -> bool:
    """Say whether somebody is under age on a day."""
    return adult_on is not None and on < adult_on


def metres(one: tuple[float, float] | None, other: tuple[float, float] | None) -> int | None:
    """Return the distance between the middles of two areas."""
    if one is None or other is None:
        return None
    return round(float(metres_between(*one, *other)))


def first_waiting(waiting: Iterable[tuple[int, bool]]) -> int | None:
    """Return who moves up: the first who is free then, in the order of asking."""
    return next((key for key, free in waiting if free), None)


def _minor(who: Helper, job: Job) -> Refusal | None:
    if not is_minor(who.adult_on, job.starts.astimezone(BEIJING).date()):
        return None
    if not who.guardian_agreed:
        return Refusal("volunteers.guardian_first")
    if is_night(job.starts, job.ends):
        return Refusal("volunteers.not_at_night", {"from": terms().night_from, "until": terms().night_until})
    return Refusal("volunteers.adults_only") if job.care != "none" else None


def _careful(who: Helper, job: Job) -> Refusal | None:
    day = job.ends.astimezone(BEIJING).date()
    cleared = who.cleared.get(job.care, date.min) >= day
    if job.care == CHILDREN and not cleared:
        return Refusal("volunteers.not_cleared")
    if job.care == FRAIL and not cleared and job.wanted < TWO:
        return Refusal("volunteers.not_cleared")
    return None


def _near(who: Helper, job: Job) -> Reason | None:
    if job.area_path.startswith(who.area_path) or who.area_path.startswith(job.area_path):
        return Reason("volunteers.fits_area")
    away = metres(who.point, job.point)
    if away is None or away > who.radius:
        return None
    return Reason("volunteers.fits_near", {"metres": max(away // 100 * 100, 100)})
