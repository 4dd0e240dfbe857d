"""May somebody sign up: the window, the age, the guardian; every no with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from linli.apps.activities.models import PUBLISHED, Activity
from linli.apps.activities.models.activities import REMOTE, ROOM
from linli.apps.activities.policy.guardians import GUARDIAN, RELATIVE
from linli.apps.activities.policy.planning import ADULT, for_children
from linli.core.clock.instants import local
from linli.core.shared.outcomes import Problem, Refusal

OLDEST, LONGEST_NAME = 120, 40


@dataclass(frozen=True, slots=True)
class Wish:
    """Who wants to come: oneself, or ``name`` and ``born`` of somebody one answers for.

    ``agrees``: the guardian says yes. At the counter ``phone`` is whose number it is (a guardian's for a child),
    and ``consent_by`` the guardian who signed on paper. ``person`` is a resident who let the actor act for them.
    """

    name: str = ""
    born: date | None = None
    mode: str = ROOM
    agrees: bool = False
    phone: str = ""
    consent_by: str = ""
    person: str = ""


def age_on(born: date, day: date) -> int:
    """Return the full years of somebody on a day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def is_child(wish: Wish, row: Activity) -> bool:
    """Say whether who comes is under 18 on the first day; whoever says no birthday is grown up."""
    return wish.born is not None and age_on(wish.born, local(row.starts).date()) < ADULT


def is_for_child(wish: Wish, row: Activity) -> bool:
    """Say whether a child comes, as far as was said: without a birthday, where only children are looked for."""
    return is_child(wish, row) or (wish.born is None and not wish.person and for_children(row))


def problems(wish: Wish, row: Activity, at: datetime) -> list[Problem]:
    """Return what must be mended in what was said."""
    return [*_wrong_person(wish, row, at), *_wrong_mode(wish, row)]


def _wrong_person(wish: Wish, row: Activity, at: datetime) -> Iterator[Problem]:
    if len(wish.name) > LONGEST_NAME or not wish.name.isprintable():
        yield Problem("name", "activities.too_long", {"n": LONGEST_NAME})
    if is_for_child(wish, row) and not wish.name:
        yield Problem("name", "activities.child_name")
    aged = row.age_from is not None or row.age_to is not None
    if wish.born is None:
        if aged:
            yield Problem("born", "activities.born_missing")
        return
    if not 0 <= age_on(wish.born, local(at).date()) <= OLDEST:
        yield Problem("born", "activities.born")
        return
    years = age_on(wish.born, local(row.starts).date())
    if years < (row.age_from or 0) or years > (OLDEST if row.age_to is None else row.age_to):
        said = {"from": row.age_from or 0, "to": OLDEST if row.age_to is None else row.age_to}
        yield Problem("born", "activities.outside_ages", {"years": years, **said})


def _wrong_mode(wish: Wish, row: Activity) -> Iterator[Problem]:
    if wish.mode not in {ROOM, REMOTE} or (wish.mode == REMOTE and not row.link):
        yield Problem("mode", "activities.no_remote")


def refusal(row: Activity, at: datetime) -> Refusal | None:
    """Say why nobody may sign up for this now."""
    if row.state != PUBLISHED:
        return Refusal("activities.not_open")
    if row.ends <= at:
        return Refusal("activities.over")
    if at < row.opens_at:
        return Refusal("activities.opens_later", {"at": row.opens_at.isoformat()})
    if at >= row.closes_at:
        return Refusal("activities.closed", {"at": row.closes_at.isoformat()})
    return None


def consent(wish: Wish, standing: str, *, at_counter: bool) -> str | Refusal:
    """Return how a child's guardian agreed, or why that is not enough."""
    if at_counter:
        return "paper" if wish.consent_by.strip() else Refusal("activities.paper_consent")
    if standing == RELATIVE:
        return Refusal("activities.relative")
    return "household" if standing == GUARDIAN else "declared"
