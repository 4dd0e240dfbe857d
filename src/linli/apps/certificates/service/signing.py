"""Signs and stores what was granted: one row, one entry of the log, one place in a status list."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from linli.apps.certificates import events
from linli.apps.certificates.facts.city_seals import SealError, sealed
from linli.apps.certificates.facts.drafting import Offer
from linli.apps.certificates.facts.lists import digest_of, list_address, list_of
from linli.apps.certificates.facts.sealing import seal
from linli.apps.certificates.models import Certificate
from linli.apps.certificates.policy.codes import new_code
from linli.core.credentials.certificate import Draft, Place, credential
from linli.core.credentials.signed import write
from linli.core.credentials.status import LENGTH
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.kernel.access.actors import Actor
from linli.kernel.audit import rows
from linli.kernel.audit.act import Acting, Item, act
from linli.kernel.audit.outcomes import Invalid, Refused

ACCOUNT, CARD, AGENT, KIOSK = "account", "card", "agent", "kiosk"
"""How it is known who the holder is: signed in, a card that staff compared with the person, an agent by consent, or
a kiosk with staff looking on. A number that was typed is no such way."""
MOST = 10
RETENTION = "certificate"


@dataclass(frozen=True, slots=True)
class Ground:
    """What a certificate rests on, for whom it is, and who asks in which part."""

    holder: int | None
    area_path: str
    confidential: bool
    presence: str
    role: str
    case: int | None = None
    source: str = ""
    agent: int | None = None


def fields_of(offer: Offer, chosen: frozenset[str]) -> Mapping[str, str]:
    """Return what the certificate will hold: what it always holds, and what was chosen.

    Raises:
        Invalid: no such field, or no name to put on it.
    """
    if chosen - set(offer.kind.chosen):
        raise Invalid(Problem("chosen", "certificates.no_field"))
    if not offer.values.get("holder"):
        raise Invalid(Problem("holder", "certificates.no_name"))
    names = [*offer.kind.always, *(name for name in offer.kind.chosen if name in chosen)]
    return {name: offer.values[name] for name in names if name in offer.values}


def refuse_too_many(issued: int) -> None:
    """Refuse one more than serves anybody.

    Raises:
        Refused: there are enough valid ones.
    """
    if issued >= MOST:
        raise Refused(Refusal("certificates.enough", {"n": MOST}))


def issue_once(
    name: str,
    offer: Offer,
    fields: Mapping[str, str],
    ground: Ground,
    *,
    said: JsonValue,
    actor: Actor,
    act_id: str,
    at: datetime,
) -> dict[str, str]:
    """Sign, have it sealed where the city has a seal, and store, all of it or nothing; returns ref and code.

    The keeper of the city's seal is asked before the transaction and never for what was issued already. A seal whose
    certificate could not be stored seals nothing: nobody ever gets what it was made of.

    Raises:
        Refused: the city's seal could not be put on; nothing is issued.
    """
    done = rows.find_answer(actor.key, act_id) is not None
    made = None if done else _made(offer, fields, ground, at)
    answer = act(
        name,
        lambda acting: _store(made or _made(offer, fields, ground, at), offer, ground, acting),
        said=said,
        actor=actor,
        act_id=act_id,
        at=at,
    )
    return {"ref": str(answer[0]), "code": str(answer[1])} if isinstance(answer, list) else {}


def _made(offer: Offer, fields: Mapping[str, str], ground: Ground, at: datetime) -> Certificate:
    """Return the certificate, signed and sealed, that is not stored yet."""
    number, index = _place()
    start = at.replace(microsecond=0)
    row = Certificate(
        ref=uuid.uuid4(),
        code=new_code(),
        kind=offer.kind.code,
        body_id=offer.body.id,
        case_id=ground.case,
        source=ground.source,
        holder_id=ground.holder,
        agent_id=ground.agent,
        area_path=ground.area_path,
        confidential=ground.confidential,
        presence=ground.presence,
        fields=dict(fields),
        valid_from=start,
        valid_until=start + timedelta(days=offer.kind.days),
        status_list=number,
        status_index=index,
    )
    row.signed = _signed(row, offer)
    row.digest = digest_of(row.signed)
    try:
        seal_of_city = sealed(row.digest, row.kind, offer.body.name_zh)
    except SealError as error:
        raise Refused(Refusal(error.code, error.params)) from error
    row.city_seal = seal_of_city.as_json() if seal_of_city else {}
    return row


def _store(row: Certificate, offer: Offer, ground: Ground, acting: Acting) -> JsonValue:
    """Store what was made, with its entry."""
    row.stream = acting.open_stream(
        "certificate",
        events.CERTIFICATE_ISSUED,
        _public(row, offer, ground.role),
        _private(row),
        sealed=row.confidential,
    )
    row.save(force_insert=True)
    acting.announce(events.CERTIFICATE_ISSUED, {"certificate": str(row.ref), "role": ground.role})
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


def _public(row: Certificate, offer: Offer, role: str) -> dict[str, JsonValue]:
    return {
        "kind": row.kind,
        "body": offer.body.ref,
        "digest": row.digest,
        "algorithm": seal().key.algorithm,
        "until": row.valid_until.date().isoformat(),
        "presence": row.presence,
        "role": role,
    }


def _private(row: Certificate) -> list[Item]:
    subject = str(row.ref)
    found = [Item(f"field.{name}", value, subject, RETENTION) for name, value in row.fields.items()]
    return [*found, Item("city_seal", row.city_seal, subject, RETENTION)] if row.city_seal else found


def _place() -> tuple[int, int]:
    """Return a free position in the present list, at random, so that it says nothing of the order of issue."""
    latest = Certificate.objects.order_by("-id").values_list("id", flat=True).first() or 0
    number = list_of(latest)
    index = secrets.randbelow(LENGTH)
    while Certificate.objects.filter(status_list=number, status_index=index).exists():
        index = secrets.randbelow(LENGTH)
    return number, index
