"""Who may see which cases, and what somebody is to one of them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from linli.apps.cases.models import Assignment, Case, Participant
from linli.apps.people import facts as people
from linli.core.packs.ways import SOFTWARE
from linli.kernel.access.actors import Actor, Grant
from linli.kernel.access.permissions import ROLES, Permission, Scope, scope_of
from linli.kernel.access.queries import NOTHING, within

RELATIONS = {"reporter": "resident", "joined": "joined", "agent": "agent"}

OPEN_TO_BODY = ~Q(state="returned") & ~Q(part__in=["consulted", "on_site"], state="ended")
"""Parts that open a case to their body: not one it gave back, nor a question that is settled."""


def opens(part: str, state: str) -> bool:
    """Answer for one part what ``OPEN_TO_BODY`` answers for many."""
    return state != "returned" and not (state == "ended" and part in {"consulted", "on_site"})


@dataclass(frozen=True, slots=True)
class Parts:
    """Who has a part in one case: its bodies by id, and what the actor is to it as a person."""

    area_path: str
    lead_id: int | None
    body_ids: frozenset[int]
    handled_ids: frozenset[int]
    relation: str | None
    rows: tuple[tuple[int, str, str], ...] = ()

    def bodies_with(self, part: str) -> tuple[int, ...]:
        """Return the bodies whose part of this kind is neither returned nor ended."""
        return tuple(
            body for body, which, state in self.rows if which == part and state not in {"returned", "ended"}
        )


def visible_to(actor: Actor) -> Q:
    """Return the predicate of the cases this actor may see: by area, or by having a part.

    A confidential or sealed case is only for those who have a part in it, and for the desks that
    the permission names.
    """
    if actor.is_system:
        return Q()
    if actor.is_stranger and not actor.case_refs:
        return NOTHING
    if not actor.grants:
        return _as_person(actor)
    return _by_area(actor) | _by_body(actor)


def works_on(actor: Actor) -> Q:
    """Return the predicate of the cases that are this actor's work: for people of a body, those it leads.

    What a body supports or was asked about is a list of its own.
    """
    bodies = sorted({g.body_id for g in actor.grants if g.body_id is not None and _of_body(g)})
    if actor.is_system or not bodies:
        return visible_to(actor)
    return _by_area(actor) | Q(lead_body_id__in=bodies) & _by_body(actor)


def supports(actor: Actor) -> Q:
    """Return the predicate of the cases in which a body of the actor has a part without leading."""
    parts = Assignment.objects.filter(OPEN_TO_BODY, body_id__in=actor.body_ids)
    return Q(pk__in=parts.exclude(part="lead").exclude(state="ended").values("case_id"))


def mine(actor: Actor) -> Q:
    """Return the cases that the actor raised, joined or follows as a person, whatever else they are."""
    return _as_person(actor)


def _as_person(actor: Actor) -> Q:
    if actor.case_refs:
        by_code = Q(ref__in=list(actor.case_refs))
        return by_code if actor.account_id is None else by_code | _by_account(actor)
    return _by_account(actor)


def _by_account(actor: Actor) -> Q:
    return Q(pk__in=taking_part(actor).values("case_id"))


def taking_part(actor: Actor) -> QuerySet[Participant]:
    """Return the parts that a person has in cases; an agent's lasts as long as the consent."""
    own = ~Q(relation="agent")
    if actor.account_ref is not None:
        own |= Q(on_behalf_of__in=people.agent_subjects(actor.account_ref))
    return Participant.objects.filter(own, account_id=actor.account_id)


def _by_area(actor: Actor) -> Q:
    plain = within(_paths(actor, Permission.CASE_READ))
    trusted = within(_paths(actor, Permission.CASE_READ_CONFIDENTIAL))
    return plain if plain == trusted else plain & Q(sensitivity="normal") | trusted


def _paths(actor: Actor, permission: Permission) -> set[str]:
    return {grant.area_path for grant in actor.grants_for(permission) if scope_of(grant.role) is Scope.AREA}


def _by_body(actor: Actor) -> Q:
    bodies = sorted({g.body_id for g in actor.grants if g.body_id is not None and _of_body(g)})
    if not bodies:
        return NOTHING
    return Q(pk__in=Assignment.objects.filter(OPEN_TO_BODY, body_id__in=bodies).values("case_id"))


def may_see(actor: Actor, case: Case, parts: Parts) -> bool:
    """Answer for one loaded case what ``visible_to`` answers for many; tests hold the two equal."""
    if actor.is_system or str(case.ref) in actor.case_refs or parts.relation:
        return True
    for grant in actor.grants:
        if _of_body(grant):
            if grant.body_id in parts.body_ids:
                return True
        elif _covers(grant, case):
            return True
    return False


def _of_body(grant: Grant) -> bool:
    return scope_of(grant.role) is Scope.BODY


def _covers(grant: Grant, case: Case) -> bool:
    allowed = ROLES.get(grant.role, frozenset())
    needed = Permission.CASE_READ if case.sensitivity == "normal" else Permission.CASE_READ_CONFIDENTIAL
    return (
        scope_of(grant.role) is Scope.AREA
        and needed in allowed
        and case.area_path.startswith(grant.area_path)
    )


def roles_towards(actor: Actor, parts: Parts) -> frozenset[str]:
    """Return the lifecycle roles that the actor holds towards this very case."""
    roles = {RELATIONS[parts.relation]} if parts.relation in RELATIONS else set()
    if actor.is_system:
        roles.add(SOFTWARE)
    for grant in actor.grants:
        if _of_body(grant) and grant.body_id in parts.body_ids:
            roles.add(grant.role)
            if grant.body_id == parts.lead_id:
                roles.add(f"lead_{grant.role}")
        elif scope_of(grant.role) is Scope.AREA and parts.area_path.startswith(grant.area_path):
            roles.add(grant.role)
    return frozenset(roles)


def only_handles(actor: Actor) -> bool:
    """Say whether somebody is here for the bodies that do the work, and for nothing that oversees them."""
    reaches = {scope_of(grant.role) for grant in actor.grants}
    return Scope.BODY in reaches and Scope.AREA not in reaches


def has_handled(actor: Actor, parts: Parts) -> bool:
    """Say whether a body of this actor's worked on the case: nobody checks their own work."""
    return bool(actor.body_ids & parts.handled_ids)
