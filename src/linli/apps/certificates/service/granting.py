"""Issues a certificate of what a register holds: to the person it is about, or at the counter to who is present."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from linli.apps.certificates.facts.drafting import Offer
from linli.apps.certificates.facts.registers import registered
from linli.apps.certificates.models import Certificate
from linli.apps.certificates.policy.kinds import KINDS
from linli.apps.certificates.policy.registers import REGISTERS
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
from linli.apps.people import facts as people
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused
from linli.kernel.identity import personal
from linli.kernel.identity.models import Account


@dataclass(frozen=True, slots=True)
class RegisterWish:
    """What is asked for: a kind, of which source, with which fields.

    At the counter for the person of a telephone number; by an agent for the resident whose ref ``person`` is.
    """

    kind: str
    source: str
    chosen: frozenset[str] = frozenset()
    presence: str = ACCOUNT
    phone: str = ""
    person: str = ""


def issue_registered(wish: RegisterWish, *, actor: Actor, act_id: str, at: datetime) -> dict[str, str]:
    """Issue a certificate of confirmed entries and return its ref and its code.

    Raises:
        Invalid: no such kind or field, or nobody looked at the person.
        Refused: no register allows it, or not to this actor.
        NotVisible: nobody at the counter may ask for this person.
    """
    if wish.kind not in KINDS:
        raise Invalid(Problem("kind", "certificates.no_kind"))
    holder, role = _holder(wish, actor, at)
    offer = next(
        (one for one in registered(holder) if (one.kind.code, one.source) == (wish.kind, wish.source)), None
    )
    if offer is None:
        raise Refused(Refusal("certificates.not_offered"))
    if role == "clerk" and not actor.may(Permission.CERTIFICATE_ISSUE, area_path=offer.body.area_path):
        raise Refused(Refusal("certificates.not_allowed"))
    confidential = REGISTERS[offer.kind.rests_on].confidential
    if role == AGENT and confidential:
        raise Refused(Refusal("certificates.own_request_only"))
    fields = fields_of(offer, wish.chosen)
    refuse_too_many(Certificate.objects.filter(source=wish.source, holder_id=holder, revoked_at=None).count())
    ground = Ground(
        holder=holder,
        area_path=offer.body.area_path,
        confidential=confidential,
        presence=AGENT if role == AGENT else wish.presence,
        role=role,
        source=wish.source,
        agent=actor.account_id if role == AGENT else None,
    )
    said: JsonValue = [
        wish.kind,
        wish.source,
        *sorted(wish.chosen),
        wish.presence,
        wish.phone,
        *([wish.person] if wish.person else []),
    ]
    return issue_once(
        "certificates.issue_registered", offer, fields, ground, said=said, actor=actor, act_id=act_id, at=at
    )


def offered_at_counter(phone: str, *, actor: Actor) -> tuple[Offer, ...]:
    """Return what the registers allow the person of a telephone number, to a clerk in whose area it lies.

    Raises:
        Invalid: that is no telephone number.
        Refused: the actor does not issue certificates.
    """
    if not actor.grants_for(Permission.CERTIFICATE_ISSUE):
        raise Refused(Refusal("certificates.not_allowed"))
    holder = _account_of(phone)
    found = registered(holder) if holder is not None else ()
    return tuple(
        one for one in found if actor.may(Permission.CERTIFICATE_ISSUE, area_path=one.body.area_path)
    )


def registered_of(person: str, *, actor: Actor, at: datetime) -> tuple[Offer, ...]:
    """Return what the registers allow a resident, to their agent; what is only for themselves is left out.

    Raises:
        NotVisible: the actor is not their agent.
    """
    found = registered(_behind(person, actor, at))
    return tuple(one for one in found if not REGISTERS[one.kind.rests_on].confidential)


def _behind(person: str, actor: Actor, at: datetime) -> int:
    account = people.account_behind(person) if people.agent_for(actor, person, at) else None
    if account is None:
        raise NotVisible
    return account


def _holder(wish: RegisterWish, actor: Actor, at: datetime) -> tuple[int, str]:
    if wish.person and wish.presence == ACCOUNT:
        return _behind(wish.person, actor, at), AGENT
    if wish.presence in {ACCOUNT, KIOSK}:
        if actor.account_id is None:
            raise Refused(Refusal("certificates.sign_in"))
        return actor.account_id, "resident"
    if wish.presence != CARD:
        raise Invalid(Problem("presence", "certificates.presence_form"))
    if not actor.grants_for(Permission.CERTIFICATE_ISSUE):
        raise Refused(Refusal("certificates.not_allowed"))
    holder = _account_of(wish.phone)
    if holder is None:
        raise NotVisible
    return holder, "clerk"


def _account_of(phone: str) -> int | None:
    number = personal.read_phone(phone)
    if isinstance(number, Problem):
        raise Invalid(number)
    rows = Account.objects.filter(phone_index=personal.index(number, "phone"), is_active=True)
    return rows.values_list("pk", flat=True).first()
