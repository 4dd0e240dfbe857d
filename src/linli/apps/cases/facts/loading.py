"""Loads a case for an act: the row, its stream, what the actor is to it, and whose hands it went through."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace

from linli.apps.cases import policy
from linli.apps.cases.models import Assignment, Case
from linli.apps.cases.policy import Parts
from linli.core.lifecycle.state import CaseState
from linli.kernel.access.actors import Actor
from linli.kernel.audit.outcomes import NotVisible
from linli.kernel.audit.prepared import Select

WORKED = frozenset({"lead", "supporting"})
"""Parts that make a body a handler, which may then neither check nor call back."""

_case = Select(lambda: Case.objects.select_related("stream"), "ref")
_whole_case = Select(lambda: Case.objects.select_related("stream", "lead_body", "text"), "ref")
_parts = Select(lambda: Assignment.objects.values_list("body_id", "part", "state"), "case")


@dataclass(frozen=True, slots=True)
class Loaded:
    """One case in an actor's hands."""

    case: Case
    state: CaseState
    parts: Parts
    roles: frozenset[str]


def load(actor: Actor, ref: str | uuid.UUID, *, whole: bool = False) -> Loaded:
    """Return the case if this actor may see it; absent and hidden look alike. Two statements.

    ``whole`` brings the texts and the lead body along, for a page. Staff are looked at as staff first, and
    as the person they also are only when their posts do not open the case.
    """
    case = (_whole_case if whole else _case).one(uuid_of(ref))
    if case is None:
        raise NotVisible
    parts = _as_staff(case) if actor.grants else _as_person(case, actor)
    if not policy.may_see(actor, case, parts):
        if not actor.grants:
            raise NotVisible
        parts = replace(parts, relation=relation_of(case, actor))
        if not policy.may_see(actor, case, parts):
            raise NotVisible
    return Loaded(case, state_of(case), parts, policy.roles_towards(actor, parts))


def uuid_of(ref: str | uuid.UUID) -> uuid.UUID:
    """Read a ref; what is none names no case."""
    try:
        return ref if isinstance(ref, uuid.UUID) else uuid.UUID(ref)
    except ValueError as wrong:
        raise NotVisible from wrong


def also_as_person(loaded: Loaded, actor: Actor) -> Loaded:
    """Return the same case with what the actor is to it as a person; for staff whose own case it is."""
    if not actor.grants or loaded.parts.relation:
        return loaded
    parts = replace(loaded.parts, relation=relation_of(loaded.case, actor))
    return replace(loaded, parts=parts, roles=policy.roles_towards(actor, parts))


def relation_of(case: Case, actor: Actor) -> str | None:
    """Return what the actor is to a case as a person: reporter, joined, agent, or nothing."""
    if actor.account_id is not None:
        rows = policy.taking_part(actor).filter(case=case)
        if relation := next(iter(rows.values_list("relation", flat=True)[:1]), None):
            return str(relation)
    return "reporter" if str(case.ref) in actor.case_refs else None


def _as_person(case: Case, actor: Actor) -> Parts:
    return Parts(case.area_path, case.lead_body_id, frozenset(), frozenset(), relation_of(case, actor))


def _as_staff(case: Case) -> Parts:
    rows = _parts(case.pk)
    return Parts(
        area_path=case.area_path,
        lead_id=case.lead_body_id,
        body_ids=frozenset(body for body, part, state in rows if policy.opens(part, state)),
        handled_ids=frozenset(body for body, part, state in rows if part in WORKED and state != "returned"),
        relation=None,
        rows=tuple(rows),
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
