"""Issues a certificate of a case: to its own teller, to their agent, or at the counter to a person who is present."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from linli.apps.cases import facts as cases
from linli.apps.cases.facts import CaseView
from linli.apps.certificates.facts.drafting import Offer, offers
from linli.apps.certificates.models import Certificate
from linli.apps.certificates.policy.kinds import KINDS
from linli.apps.certificates.service.signing import (
    ACCOUNT,
    AGENT,
    CARD,
    KIOSK,
    Ground,
    fields_of,
    issue_once,
    refuse_too_many,
)
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import Invalid, Refused


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for: a kind, of which case, with which of the fields that may be chosen."""

    case: str
    kind: str
    chosen: frozenset[str] = frozenset()
    presence: str = ACCOUNT


def issue(wish: Wish, *, actor: Actor, act_id: str, at: datetime) -> dict[str, str]:
    """Issue a certificate and return its ref and its code.

    Raises:
        NotVisible: the case is not there for this actor.
        Invalid: no such kind or field, or no name to put on it.
        Refused: the case does not allow it now, or not to this actor.
    """
    view = cases.case_view(actor, wish.case, at=at)
    role = _role(wish, view, actor)
    offer = _offer(wish, view)
    fields = fields_of(offer, wish.chosen)
    refuse_too_many(Certificate.objects.filter(case_id=view.case.pk, revoked_at=None).count())
    ground = _ground(wish, view, role, actor)
    said: JsonValue = [wish.case, wish.kind, *sorted(wish.chosen), wish.presence]
    return issue_once(
        "certificates.issue", offer, fields, ground, said=said, actor=actor, act_id=act_id, at=at
    )


def _role(wish: Wish, view: CaseView, actor: Actor) -> str:
    """Say in what part somebody asks: the teller for themselves, or the clerk for who is present."""
    if wish.presence in {ACCOUNT, KIOSK}:
        return _as_person(wish, view, actor)
    if wish.presence != CARD:
        raise Invalid(Problem("presence", "certificates.presence_form"))
    if actor.is_system:
        return "system"
    if not view.staff or not actor.may(Permission.CERTIFICATE_ISSUE, area_path=view.case.area_path or None):
        raise Refused(Refusal("certificates.not_allowed"))
    if view.relation is not None:
        raise Refused(Refusal("certificates.own_counter"))
    return "clerk"


def _as_person(wish: Wish, view: CaseView, actor: Actor) -> str:
    own = {"reporter"} if wish.presence == KIOSK else {"reporter", "agent"}
    if view.relation not in own:
        raise Refused(Refusal("certificates.not_yours"))
    if actor.account_id is None:
        raise Refused(Refusal("certificates.sign_in"))
    return "resident" if view.relation == "reporter" else "agent"


def _offer(wish: Wish, view: CaseView) -> Offer:
    if wish.kind not in KINDS:
        raise Invalid(Problem("kind", "certificates.no_kind"))
    offer = next((one for one in offers(view) if one.kind.code == wish.kind), None)
    if offer is None:
        raise Refused(Refusal("certificates.not_offered"))
    return offer


def _ground(wish: Wish, view: CaseView, role: str, actor: Actor) -> Ground:
    by_agent = role == "agent"
    return Ground(
        holder=cases.teller_of(view).account_id,
        area_path=view.case.area_path,
        confidential=view.case.sensitivity != "normal",
        presence=AGENT if by_agent else wish.presence,
        role=role,
        case=view.case.pk,
        agent=actor.account_id if by_agent else None,
    )
