"""Issues a certificate of a case: to its own teller, or at the counter to a person who is present."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from linli.apps.cases import facts as cases
from linli.apps.cases.facts import CaseView
from linli.apps.certificates import events
from linli.apps.certificates.facts.drafting import Offer, offers
from linli.apps.certificates.facts.lists import digest_of, list_address, list_of
from linli.apps.certificates.facts.sealing import seal
from linli.apps.certificates.models import Certificate
from linli.apps.certificates.policy.codes import new_code
from linli.apps.certificates.policy.kinds import KINDS
from linli.core.credentials.certificate import Draft, Place, credential
from linli.core.credentials.signed import write
from linli.core.credentials.status import LENGTH
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.act import Acting, Item, act
from linli.kernel.audit.outcomes import Invalid, Refused

ACCOUNT, CARD, AGENT = "account", "card", "agent"
"""How it is known who the holder is: signed in, or a card that staff compared with the person. A number that was
typed is no such way."""
MOST = 10
RETENTION = "certificate"


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for: a kind, of which case, with which of the fields that may be chosen."""

    case: str
    kind: str
    chosen: frozenset[str] = frozenset()
    presence: str = ACCOUNT


@dataclass(frozen=True, slots=True)
class _Granted:
    """A wish that nothing speaks against."""

    wish: Wish
    offer: Offer
    fields: Mapping[str, str]
    view: CaseView
    role: str
    agent: int | None


def issue(wish: Wish, *, actor: Actor, act_id: str, at: datetime) -> dict[str, str]:
    """Issue a certificate and return its ref and its code.

    Raises:
        NotVisible: the case is not there for this actor.
        Invalid: no such kind or field, or no name to put on it.
        Refused: the case does not allow it now, or not to this actor.
    """
    view = cases.case_view(actor, wish.case, at=at)
    granted = _granted(wish, view, actor)

    def work(acting: Acting) -> JsonValue:
        return _store(granted, acting)

    said: JsonValue = [wish.case, wish.kind, sorted(wish.chosen), wish.presence]
    answer = act("certificates.issue", work, said=said, actor=actor, act_id=act_id, at=at)
    return {"ref": str(answer[0]), "code": str(answer[1])} if isinstance(answer, list) else {}


def _role(wish: Wish, view: CaseView, actor: Actor) -> str:
    """Say in what part somebody asks: the teller for themselves, or the clerk for who is present."""
    if wish.presence == ACCOUNT:
        if view.relation not in {"reporter", "agent"}:
            raise Refused(Refusal("certificates.not_yours"))
        if actor.account_id is None:
            raise Refused(Refusal("certificates.sign_in"))
        return "resident" if view.relation == "reporter" else "agent"
    if wish.presence != CARD:
        raise Invalid(Problem("presence", "certificates.presence_form"))
    if actor.is_system:
        return "system"
    if not view.staff or not actor.may(Permission.CERTIFICATE_ISSUE, area_path=view.case.area_path or None):
        raise Refused(Refusal("certificates.not_allowed"))
    if view.relation is not None:
        raise Refused(Refusal("certificates.own_counter"))
    return "clerk"


def _granted(wish: Wish, view: CaseView, actor: Actor) -> _Granted:
    role = _role(wish, view, actor)
    if wish.kind not in KINDS:
        raise Invalid(Problem("kind", "certificates.no_kind"))
    offer = next((one for one in offers(view) if one.kind.code == wish.kind), None)
    if offer is None:
        raise Refused(Refusal("certificates.not_offered"))
    if wish.chosen - set(offer.kind.chosen):
        raise Invalid(Problem("chosen", "certificates.no_field"))
    names = [*offer.kind.always, *(name for name in offer.kind.chosen if name in wish.chosen)]
    if not offer.values.get("holder"):
        raise Invalid(Problem("holder", "certificates.no_name"))
    issued = Certificate.objects.filter(case_id=view.case.pk, revoked_at=None).count()
    if issued >= MOST:
        raise Refused(Refusal("certificates.enough", {"n": MOST}))
    fields = {name: offer.values[name] for name in names if name in offer.values}
    return _Granted(wish, offer, fields, view, role, actor.account_id if role == "agent" else None)


def _store(granted: _Granted, acting: Acting) -> JsonValue:
    kind, case = granted.offer.kind, granted.view.case
    number, index = _place()
    row = Certificate(
        ref=uuid.uuid4(),
        code=new_code(),
        kind=kind.code,
        body_id=granted.offer.body.id,
        case_id=case.pk,
        holder_id=cases.teller_of(granted.view).account_id,
        agent_id=granted.agent,
        area_path=case.area_path,
        confidential=case.sensitivity != "normal",
        presence=AGENT if granted.role == "agent" else granted.wish.presence,
        fields=dict(granted.fields),
        valid_from=acting.at.replace(microsecond=0),
        valid_until=acting.at.replace(microsecond=0) + timedelta(days=kind.days),
        status_list=number,
        status_index=index,
    )
    row.signed = _signed(row, granted.offer)
    row.digest = digest_of(row.signed)
    row.stream = acting.open_stream(
        "certificate",
        events.CERTIFICATE_ISSUED,
        _public(row, granted),
        _private(row),
        sealed=row.confidential,
    )
    row.save(force_insert=True)
    acting.announce(events.CERTIFICATE_ISSUED, {"certificate": str(row.ref), "role": granted.role})
    return [str(row.ref), row.code]


def _signed(row: Certificate, offer: Offer) -> str:
    held = seal()
    draft = Draft(
        ref=str(row.ref),
        kind=row.kind,
        issuer=held.key.issuer,
        body=offer.body.name_zh,
        fields={**row.fields, "presence": row.presence},
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        place=Place(list_address(row.status_list), row.status_index),
    )
    return write(credential(draft), held.key, held.sign)


def _public(row: Certificate, granted: _Granted) -> dict[str, JsonValue]:
    return {
        "kind": row.kind,
        "body": granted.offer.body.ref,
        "digest": row.digest,
        "algorithm": seal().key.algorithm,
        "until": row.valid_until.date().isoformat(),
        "presence": row.presence,
        "role": granted.role,
    }


def _private(row: Certificate) -> list[Item]:
    subject = str(row.ref)
    return [Item(f"field.{name}", value, subject, RETENTION) for name, value in row.fields.items()]


def _place() -> tuple[int, int]:
    """Return a free position in the present list, at random, so that it says nothing of the order of issue."""
    latest = Certificate.objects.order_by("-id").values_list("id", flat=True).first() or 0
    number = list_of(latest)
    index = secrets.randbelow(LENGTH)
    while Certificate.objects.filter(status_list=number, status_index=index).exists():
        index = secrets.randbelow(LENGTH)
    return number, index
