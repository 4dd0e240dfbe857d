"""Programmes as those see them who run or oversee them: counts and reasons, never a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from linli.apps.benefits.models import DECLINED, KeptAnswers, Programme, Proposal
from linli.apps.grid import facts as grid
from linli.apps.people import facts as people
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import NotVisible


@dataclass(frozen=True, slots=True)
class ProgrammeFact:
    """A programme with its counts: who agreed to be found, what its last run came to, yes and no with reasons."""

    ref: str
    benefit: str
    body: grid.BodyFact
    started_at: datetime
    ended_at: datetime | None
    ran_at: datetime | None
    agreed: int
    looked_at: int
    entitled: int
    states: Mapping[str, int]
    reasons: Mapping[str, int]


def programmes(actor: Actor, at: datetime) -> tuple[ProgrammeFact, ...]:
    """Return the programmes of one's body or area, the newest first."""
    rows = list(Programme.objects.order_by("ended_at", "-id"))
    bodies = grid.bodies_by_id({one.body_id for one in rows})
    seen = [one for one in rows if may_read(actor, bodies[one.body_id])]
    states, reasons = _counts(Proposal.objects.filter(programme__in=seen))
    agreed = _agreed(at)
    return tuple(
        ProgrammeFact(
            str(one.ref), one.benefit, bodies[one.body_id], one.started_at, one.ended_at, one.ran_at,
            _of_area(agreed.get(one.benefit, ()), bodies[one.body_id]), one.looked_at, one.entitled,
            states.get(one.pk, {}), reasons.get(one.pk, {}),
        )
        for one in seen
    )  # fmt: skip


def programme(actor: Actor, ref: UUID | str, at: datetime) -> ProgrammeFact:
    """Return one; raises NotVisible where there is none for this actor."""
    found = next((one for one in programmes(actor, at) if one.ref == str(ref)), None)
    if found is None:
        raise NotVisible
    return found


def looked_at(benefit: str, body: grid.BodyFact, at: datetime) -> QuerySet[KeptAnswers]:
    """Return the answers that a body's programme looks at: of who agreed and lives in its area, or nobody knows where.

    A firm is no matter of where the person who speaks for it lives.
    """
    rows = KeptAnswers.objects.filter(benefit=benefit, findable=True, until__gt=at)
    here = Q(home=None) | Q(home="") | Q(home__startswith=body.area_path) | ~Q(company_index="")
    return rows.annotate(home=people.homes()).filter(here)


def _agreed(at: datetime) -> dict[str, list[tuple[str, int]]]:
    """Return for each entitlement how many agreed, by where they live; "" where nobody knows or it does not matter."""
    rows = KeptAnswers.objects.filter(findable=True, until__gt=at).annotate(home=people.homes())
    found: dict[str, list[tuple[str, int]]] = {}
    counted = rows.values_list("benefit", "home", "company_index").annotate(n=Count("id")).order_by()
    for benefit, home, company, n in counted:
        found.setdefault(benefit, []).append(("" if company else home or "", n))
    return found


def _of_area(agreed: Iterable[tuple[str, int]], body: grid.BodyFact) -> int:
    return sum(n for home, n in agreed if not home or home.startswith(body.area_path))


def _counts(rows: QuerySet[Proposal]) -> tuple[dict[int, dict[str, int]], dict[int, dict[str, int]]]:
    states: dict[int, dict[str, int]] = {}
    reasons: dict[int, dict[str, int]] = {}
    for programme_id, state, reason, n in (
        rows.values_list("programme_id", "state", "reason").annotate(n=Count("id")).order_by()
    ):
        mine = states.setdefault(programme_id, {})
        mine[state] = mine.get(state, 0) + n
        if state == DECLINED:
            reasons.setdefault(programme_id, {})[reason] = n
    return states, reasons


def may_read(actor: Actor, body: grid.BodyFact) -> bool:
    """Say whether the actor sees the programmes of a body."""
    return actor.may(Permission.PROGRAMME_READ, area_path=body.area_path or None, body_id=body.id)


def may_run(actor: Actor, body: grid.BodyFact) -> bool:
    """Say whether the actor runs the programmes of a body: who works there."""
    return actor.may(Permission.PROGRAMME_RUN, body_id=body.id)


def own_bodies(actor: Actor) -> tuple[grid.BodyFact, ...]:
    """Return the bodies for which the actor may run programmes."""
    ids = {grant.body_id for grant in actor.grants_for(Permission.PROGRAMME_RUN) if grant.body_id is not None}
    return tuple(sorted(grid.bodies_by_id(ids).values(), key=lambda one: one.name_zh))
