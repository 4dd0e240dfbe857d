"""Programmes as those see them who run or oversee them: counts and reasons, never a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, QuerySet

from linli.apps.benefits.models import DECLINED, KeptAnswers, Programme, Proposal
from linli.apps.grid import facts as grid
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
    agreed = dict(
        KeptAnswers.objects.filter(findable=True, until__gt=at)
        .values_list("benefit")
        .annotate(n=Count("id"))
        .values_list("benefit", "n")
    )
    return tuple(
        ProgrammeFact(
            str(one.ref), one.benefit, bodies[one.body_id], one.started_at, one.ended_at, one.ran_at,
            agreed.get(one.benefit, 0), one.looked_at, one.entitled,
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
