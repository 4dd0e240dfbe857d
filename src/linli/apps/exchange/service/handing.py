"""Accepts a case here that is handled in another city: one course for the person, a case of its own on each side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid5

from linli.apps.cases import facts as case_facts
from linli.apps.cases import service as cases
from linli.apps.exchange import events
from linli.apps.exchange.facts.keys import our_code
from linli.apps.exchange.models import Exchange, Peer
from linli.apps.exchange.service.enclosing import enclose, named_of
from linli.apps.exchange.service.writing import ACTOR, draft, item, shown
from linli.core.exchange.message import Kind
from linli.core.exchange.protocol import Side
from linli.core.shared.outcomes import JsonValue, Refusal
from linli.kernel.access.actors import Actor
from linli.kernel.audit.act import Acting, Source, act
from linli.kernel.audit.outcomes import NotVisible, Refused

SERVICE = "cross-city"
"""The service of our own case: it waits for the other city."""


@dataclass(frozen=True, slots=True)
class Handing:
    """What somebody asks of another city: one of the services that both offer each other, with its answers.

    ``files`` are refs of uploads that came with the form, under its own act.
    """

    peer: str
    service: str
    answers: Mapping[str, JsonValue]
    contact: cases.Contact = field(default_factory=cases.Contact)
    words: str = ""
    language: str = "zh"
    files: tuple[str, ...] = ()


def hand_over(
    wish: Handing, *, actor: Actor, act_id: str, at: datetime, source: Source = Source.LIVE
) -> dict[str, str]:
    """Accept it here and hand it over; returns ref and number of our own case.

    Raises:
        NotVisible: no such city.
        Refused: cross-city handling is not open here, or this service is not exchanged with that city.
        Invalid: an answer is wrong, by the version of the service that is published here.
    """
    peer = _peer(wish)
    name, phone = wish.contact.name or _applicant(wish) or actor.name, wish.contact.phone
    contact = cases.Contact(name, phone)
    cases.check_opening(
        cases.Told(
            body=wish.words, service=wish.service, answers=wish.answers, contact=contact, files=wish.files
        ),
        at=at,
    )
    _, definition = case_facts.current(wish.service)
    title = f"{peer.name_zh} · {definition.text('title', 'zh')}"
    happened = at if source is Source.DEMO else None
    own = cases.Told(
        body=wish.words or title, title=title[:80], service=SERVICE, answers={"applicant": {"name": name or "—"}},
        contact=contact, language=wish.language, files=wish.files,
    )  # fmt: skip
    opened = cases.open_case(own, actor=actor, act_id=act_id, at=at, source=source, occurred_at=happened)
    ref, number = str(opened["ref"]), str(opened["number"])
    body: dict[str, JsonValue] = {
        "service": wish.service, "answers": dict(wish.answers), "name": name, "phone": phone,
        "words": wish.words, "number": number, "language": wish.language,
    }  # fmt: skip
    act(
        "exchange.hand_over",
        lambda acting: _open(acting, peer, wish, ref, body),
        said=[wish.peer, wish.service, ref],
        actor=ACTOR,
        act_id=_own(act_id, "matter"),
        at=at,
        source=source,
        occurred_at=happened,
    )
    send = _own(act_id, "send")
    cases.move(ref, "send_there", {}, actor=ACTOR, act_id=send, at=at, source=source, occurred_at=happened)
    return {"ref": ref, "number": number}


def _applicant(wish: Handing) -> str:
    """Return the name under which it is applied for, which every service of this family asks."""
    said = wish.answers.get("applicant")
    name = said.get("name") if isinstance(said, dict) else ""
    return name[:60] if isinstance(name, str) else ""


def _peer(wish: Handing) -> Peer:
    if not our_code():
        raise Refused(Refusal("exchange.off"))
    peer = Peer.objects.filter(code=wish.peer, closed_at=None).first()
    if peer is None:
        raise NotVisible
    if peer.distrusted_at is not None:
        raise Refused(Refusal("exchange.peer_distrusted", {"peer": peer.name_zh}))
    if wish.service not in peer.services:
        raise Refused(Refusal("exchange.not_offered", {"service": wish.service, "peer": peer.name_zh}))
    return peer


def _own(act_id: str, what: str) -> str:
    return str(uuid5(UUID(act_id), what))


def _open(acting: Acting, peer: Peer, wish: Handing, case: str, body: Mapping[str, JsonValue]) -> JsonValue:
    row = Exchange(
        ref=uuid5(UUID(acting.act_id), "ref"), peer=peer, side=Side.ACCEPTING.value, service=wish.service,
        case_id=case_facts.key_of(case), opened_at=acting.occurred_at,
    )  # fmt: skip
    files = named_of(case, wish.files) if wish.files else []
    message = draft(row, uuid5(UUID(acting.act_id), "message"), Kind.HANDED_OVER, body, acting.at, files)
    row.said = message.n
    public: dict[str, JsonValue] = {"peer": peer.code, "side": row.side, **shown(message)}
    row.stream = acting.open_stream("exchange", events.MATTER_OPENED, public, [item(message)])
    row.save(force_insert=True)
    message.exchange = row
    message.save(force_insert=True)
    if files:
        enclose(message, files, at=acting.at)
    acting.announce(events.MESSAGE_WRITTEN, {"message": str(message.ref)})
    return None
