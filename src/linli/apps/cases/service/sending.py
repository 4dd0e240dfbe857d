"""Lets the software make the move that a course leaves to it: send a case to the body of its place."""

from __future__ import annotations

import uuid
from datetime import datetime

from linli.apps.cases.facts import definitions
from linli.apps.cases.facts.competent import competent
from linli.apps.cases.facts.loading import load
from linli.apps.cases.service.moving import move
from linli.apps.grid import facts as grid
from linli.core.clock.instants import local
from linli.core.lifecycle.definition import Lifecycle, Move
from linli.core.packs.ways import SOFTWARE
from linli.kernel.access.actors import Actor
from linli.kernel.audit.act import Source

LEAD = "lead"


def send_by_itself(
    ref: str | uuid.UUID,
    *,
    actor: Actor,
    act_id: str,
    at: datetime,
    source: Source = Source.LIVE,
    lead: str = "",
) -> str | None:
    """Send a case to the body that the rows name and return the body's ref; None where a person has to.

    ``lead`` is a body that asked for the case itself: then no row is looked up.
    """
    loaded = load(actor, ref)
    definition = definitions.definition(loaded.case.pack)
    way = _own_move(definition.lifecycle, loaded.state.stage)
    case = loaded.case
    if way is None:
        return None
    asked = grid.body(lead) if lead else None
    found = (
        [asked]
        if asked
        else competent(definition, case.area_path, local(at).date(), subject=case.subject, link=case.link)
    )
    if not found or not found[0].may_lead:
        return None
    body = found[0]
    move(ref, way.name, {LEAD: body.ref}, actor=actor, act_id=act_id, at=at, source=source, occurred_at=at)
    return body.ref


def _own_move(course: Lifecycle, stage: str) -> Move | None:
    """Return the move out of a stage that the software may make and that needs no more than the lead."""
    for one in course.moves_from(stage):
        needed = {each.name for each in one.inputs if each.required}
        if SOFTWARE in one.roles and one.target not in {None, stage} and needed <= {LEAD}:
            return one
    return None
