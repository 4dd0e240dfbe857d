"""Loads a case for an act: the row, its stream, what the actor is to it, and whose hands it went through."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Subquery

from linli.apps.cases import policy
from linli.apps.cases.models import Assignment, Case, Participant
from linli.apps.cases.policy import Parts
from linli.core.lifecycle.state import CaseState
from linli.kernel.access.actors import Actor
from linli.kernel.audit.outcomes import NotVisible

WORKED = frozenset({"lead", "supporting"})
"""Parts that make a body a handler, which may then neither check nor call back."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """One case in an actor's hands."""

    case: Case
    state: CaseState
    parts: Parts
    roles: frozenset[str]


def load(actor: Actor, ref: str | uuid.UUID) -> Loaded:
    """Return the case if this actor may see it; absent and hidden look alike. Two statements."""
    relation = Participant.objects.filter(case=OuterRef("pk"), account_id=actor.account_id).values(
        "relation"
    )[:1]
    try:
        case = (
            Case.objects.select_related("stream", "lead_body", "text")
            .annotate(relation=Subquery(relation))
            .get(ref=ref)
        )
    except (Case.DoesNotExist, ValueError) as missing:
        raise NotVisible from missing
    parts = read_parts(case, _relation(actor, case), actor)
    if not policy.may_see(actor, case, parts):
        raise NotVisible
    return Loaded(case, state_of(case), parts, policy.roles_towards(actor, parts))


def read_parts(case: Case, relation: str | None, actor: Actor) -> Parts:
    """Return whose case it is; asked only for staff, for residents the relation is all that counts."""
    rows = (
        list(Assignment.objects.filter(case=case).values_list("body_id", "part", "state"))
        if actor.grants
        else []
    )
    return Parts(
        area_path=case.area_path,
        lead_id=case.lead_body_id,
        body_ids=frozenset(body for body, _part, state in rows if state != "returned"),
        handled_ids=frozenset(body for body, part, state in rows if part in WORKED and state != "returned"),
        relation=relation,
    )


def state_of(case: Case) -> CaseState:
    """Read the stored state of a case."""
    stored = case.state
    return CaseState(
        stage=case.stage,
        version=case.version,
        holder=stored.get("holder"),
        lead=stored.get("lead"),
        supporting=tuple(stored.get("supporting", ())),
        clocks=stored.get("clocks", {}),
        flags=frozenset(stored.get("flags", ())),
        counters=stored.get("counters", {}),
        outcome=stored.get("outcome"),
    )


def stored_state(state: CaseState) -> dict[str, object]:
    """Write a state the way ``state_of`` reads it; stage and version have columns."""
    return {
        "holder": state.holder,
        "lead": state.lead,
        "supporting": list(state.supporting),
        "clocks": dict(state.clocks),
        "flags": sorted(state.flags),
        "counters": dict(state.counters),
        "outcome": state.outcome,
    }


def _relation(actor: Actor, case: Case) -> str | None:
    if actor.account_id is not None and getattr(case, "relation", None):
        return str(case.relation)  # type: ignore[attr-defined]
    return "reporter" if str(case.ref) in actor.case_refs else None


def may_open_file(actor: Actor, ref: str, _file: str, _at: datetime) -> bool:
    """Say whether the actor may open a file of the case: who sees the case sees its files."""
    try:
        load(actor, ref)
    except NotVisible:
        return False
    return True
