"""Turns rows into what the policy asks about: a helper, a job."""

from __future__ import annotations

from collections.abc import Iterable

from linli.apps.grid import facts as grid
from linli.apps.volunteers.models import Clearance, Task, TeamMember, Volunteer
from linli.apps.volunteers.models.joining import ACTIVE
from linli.apps.volunteers.policy.taking import Helper, Job


def helpers(
    rows: Iterable[Volunteer], points: dict[str, tuple[float, float]] | None = None
) -> dict[int, Helper]:
    """Return what is known of several volunteers, in three statements; two where the middles are known."""
    people = list(rows)
    keys = [one.pk for one in people]
    teams: dict[int, set[int]] = {}
    inside = TeamMember.objects.filter(volunteer__in=keys, until=None, team__closed_at=None)
    for volunteer, team in inside.values_list("volunteer_id", "team_id"):
        teams.setdefault(volunteer, set()).add(team)
    cleared: dict[int, dict[str, object]] = {}
    for volunteer, kind, until in Clearance.objects.filter(volunteer__in=keys).values_list(
        "volunteer_id", "kind", "until"
    ):
        cleared.setdefault(volunteer, {})[kind] = until
    known = middles(one.area_path for one in people) if points is None else points
    return {
        one.pk: Helper(
            active=one.state == ACTIVE, adult_on=one.adult_on, guardian_agreed=one.guardian_agreed_at is not None,
            cleared=cleared.get(one.pk, {}), skills=one.skills, times=one.times, radius=one.radius,  # type: ignore[arg-type]
            area_path=one.area_path, point=known.get(one.area_path), teams=teams.get(one.pk, set()),
        )
        for one in people
    }  # fmt: skip


def job(task: Task, points: dict[str, tuple[float, float]] | None = None) -> Job:
    """Return what is known of a task."""
    known = middles([task.area_path]) if points is None else points
    return Job(
        starts=task.starts_at, ends=task.ends_at, care=task.care, wanted=task.wanted, skills=task.skills,
        area_path=task.area_path, point=known.get(task.area_path), team=task.team_id,
    )  # fmt: skip


def middles(paths: Iterable[str]) -> dict[str, tuple[float, float]]:
    """Return the middles of areas by path, in one statement."""
    wanted = {path.rstrip("/").rsplit("/", 1)[-1]: path for path in paths}
    found = grid.areas(sorted(wanted)) if wanted else []
    return {one.path: (one.lon, one.lat) for one in found if one.lon is not None and one.lat is not None}
