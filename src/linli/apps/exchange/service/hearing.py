"""Hears another city: a message is checked, kept and signed for at once; what follows from it is done afterwards."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid5

from linli.apps.cases import facts as case_facts
from linli.apps.cases import service as cases
from linli.apps.exchange import events
from linli.apps.exchange.facts.keys import CONTEXT, RECEIPT, is_signed, our_code, own_key
from linli.apps.exchange.models import Exchange, Message, Peer
from linli.apps.exchange.service.placing import place_of
from linli.apps.exchange.service.posting import come_back
from linli.apps.exchange.service.telling import news_of
from linli.apps.exchange.service.writing import ACTOR, item, shown, write
from linli.core.exchange import message as wire
from linli.core.exchange.message import Kind, read_message
from linli.core.exchange.protocol import Known, Side, refusal_of
from linli.core.lifecycle.definition import InputKind
from linli.core.shared.outcomes import JsonValue, Problem, Reason, Refusal
from linli.kernel.access.actors import Actor
from linli.kernel.audit.act import Acting, act
from linli.kernel.audit.outcomes import Invalid, Outcome, Refused
from linli.kernel.ui.text import reason

FORBIDDEN, CONFLICT, EARLY, WRONG, ABSENT = 403, 409, 425, 422, 404

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the other city is told: a signed receipt, or why its message was not taken."""

    status: int
    receipt: str = ""
    refused: Refusal | Problem | None = None


def receive(data: bytes, code: str, signature: str, *, at: datetime) -> Answer:
    """Take a message, once; nothing is kept of one that is not taken."""
    if not our_code():
        return Answer(ABSENT, refused=Refusal("exchange.off"))
    peer = Peer.objects.filter(code=code[:40], closed_at=None).first()
    if peer is None or not is_signed(peer.key, signature[:200], CONTEXT, data):
        return Answer(FORBIDDEN, refused=Refusal("exchange.no_peer"))
    message = read_message(data)
    if isinstance(message, Problem):
        return Answer(CONFLICT if message.code == "exchange.version" else WRONG, refused=message)
    return _taken(message, data, peer, at)


def _taken(message: wire.Message, data: bytes, peer: Peer, at: datetime) -> Answer:
    """Keep a message that the peer signed, unless it is there already or has no place here."""
    digest = hashlib.sha256(data).hexdigest()
    if Message.objects.filter(ref=message.id, digest=digest, ours=False, exchange__peer=peer).exists():
        return _receipt(message.id, digest)
    refused = refusal_of(message, us=our_code(), signer=peer.code, known=_known(message))
    if refused is not None:
        return Answer(EARLY if refused.code == "exchange.too_early" else CONFLICT, refused=refused)
    try:
        _keep(message, digest, data.decode(), peer, at)
    except Refused as no:  # the id was used for something else
        return Answer(CONFLICT, refused=no.refusal)
    return _receipt(message.id, digest)


def _receipt(ref: str, digest: str) -> Answer:
    return Answer(200, receipt=own_key().sign(RECEIPT + f"{ref}\n{digest}".encode()).hex())


def _known(message: wire.Message) -> Known | None:
    row = Exchange.objects.select_related("peer").filter(ref=message.exchange).first()
    return Known(row.peer.code, Side(row.side), row.heard, row.over) if row else None


def _keep(message: wire.Message, digest: str, text: str, peer: Peer, at: datetime) -> None:
    def work(acting: Acting) -> JsonValue:
        row = Exchange.objects.select_related("stream").filter(ref=message.exchange).first()
        heard = Message(
            ref=UUID(message.id), ours=False, n=message.n, kind=message.kind.value, body=text,
            digest=digest, state="heard", at=at,
        )  # fmt: skip
        if row is None:
            row = Exchange(
                ref=UUID(message.exchange), peer=peer, side=Side.HANDLING.value, heard=message.n,
                service=str(message.body["service"])[:80], opened_at=at,
            )  # fmt: skip
            heard.exchange = row
            public: dict[str, JsonValue] = {"peer": peer.code, "side": row.side, **shown(heard)}
            row.stream = acting.open_stream("exchange", events.MATTER_OPENED, public, [item(heard)])
            row.save(force_insert=True)
        else:
            heard.exchange = row
            acting.enter(row.stream, events.MESSAGE_HEARD, shown(heard), [item(heard)])
            Exchange.objects.filter(pk=row.pk).update(heard=message.n)
        heard.exchange = row
        heard.save(force_insert=True)
        acting.announce(events.MESSAGE_HEARD, {"message": message.id})
        return None

    actor = Actor(key=f"peer:{peer.code}")
    act("exchange.hear", work, said=[message.id, digest], actor=actor, act_id=message.id, at=at)


def work_off(ref: str, *, at: datetime) -> None:
    """Do what a kept message asks; tried again after a fault, each step of it is done once."""
    row = Message.objects.select_related("exchange__peer", "exchange__case").filter(ref=ref).first()
    if row is None or row.state != "heard":
        return
    message = read_message(row.body.encode())
    if isinstance(message, wire.Message):
        _DEEDS[message.kind](row, message, at)
    Message.objects.filter(pk=row.pk).update(state="done")


def _handed_over(row: Message, message: wire.Message, at: datetime) -> None:
    """Open a case of our own for what another city accepted, or say why not."""
    matter, said = row.exchange, message.body
    service = str(said["service"])
    told = cases.Told(
        body=str(said["words"]) or _called(service), service=service, channel="api",
        answers=dict(said["answers"]) if isinstance(said["answers"], dict) else {},
        contact=cases.Contact(str(said["name"])[:60], str(said["phone"])), letters=False,
        language=str(said["language"]) if said["language"] in {"zh", "en"} else "",
    )  # fmt: skip
    try:
        _refuse_other_service(matter, told.service)
        placed = _placed(told)
        opened = cases.open_case(placed, actor=_person(matter), act_id=_own(row, "open"), at=at)
    except (Refused, Invalid) as no:
        _refuse(row, no, at)
        return
    case = str(opened["ref"])
    Exchange.objects.filter(pk=matter.pk).update(case_id=case_facts.key_of(case))
    cases.send_by_itself(case, actor=ACTOR, act_id=_own(row, "send"), at=at)
    write(matter, Kind.NEWS, news_of(case, at), act_id=_own(row, "news"), at=at)


def _called(service: str) -> str:
    """Return what a service is called here, for whoever has it in a queue; its code where it is not offered."""
    try:
        _, definition = case_facts.current(service)
    except Outcome:
        return service
    return definition.text("title", "zh")


def _placed(told: cases.Told) -> cases.Told:
    """Put it where its answers say that it lies, if that is a place of ours."""
    _, definition = case_facts.current(told.service)
    place = place_of(definition.form, told.answers)
    return replace(told, lon=place.lon, lat=place.lat, area=place.area, place=place.words)


def _refuse_other_service(matter: Exchange, service: str) -> None:
    if service not in matter.peer.services:
        said = {"service": service[:80], "peer": matter.peer.name_zh}
        raise Refused(Refusal("exchange.not_offered", said))


def _refuse(row: Message, no: Refused | Invalid, at: datetime) -> None:
    if isinstance(no, Invalid):
        fields = ", ".join(one.field for one in no.problems)[:200]
        refusal = Refusal("exchange.answers", {"problems": fields})
    else:
        refusal = no.refusal
    words = reason(Reason(refusal.code, refusal.because), lang="zh")
    body: dict[str, JsonValue] = {"code": refusal.code, "words": words}
    write(row.exchange, Kind.REFUSED, body, act_id=_own(row, "refuse"), at=at)
    Exchange.objects.filter(pk=row.exchange_id).update(over=True)


def _person(matter: Exchange, case: str = "") -> Actor:
    """The other city acts for the person, as somebody with number and query code would."""
    return Actor(
        key=f"peer:{matter.peer.code}", name=matter.peer.name_zh, case_refs=frozenset({case} if case else ())
    )


def _own(row: Message, what: str) -> str:
    return str(uuid5(row.ref, what))


def _answered(row: Message, message: wire.Message, at: datetime) -> None:
    _as_person(row, "waiting", str(message.body["words"]), at)


def _withdrawn(row: Message, message: wire.Message, at: datetime) -> None:
    _as_person(row, "withdraw", str(message.body["words"]), at)
    Exchange.objects.filter(pk=row.exchange_id).update(over=True)


def _as_person(row: Message, what: str, words: str, at: datetime) -> None:
    """Make the move that a person could make: answer what was asked, or take the case back."""
    case = row.exchange.case
    if case is None:
        return
    ref = str(case.ref)
    actor = _person(row.exchange, ref)
    view = case_facts.case_view(actor, ref, at=at)
    waits = case_facts.waits_for_person(view)
    moves = [one for one in view.moves if (one.name == "withdraw") == (what == "withdraw")]
    for one in moves if waits or what == "withdraw" else ():
        texts = [each.name for each in one.inputs if each.kind is InputKind.TEXT]
        said: Mapping[str, JsonValue] = {texts[0]: words} if texts and words else {}
        _try(lambda name=one.name, said=said: cases.move(  # type: ignore[misc]
            ref, name, said, actor=actor, act_id=_own(row, "move"), at=at
        ))  # fmt: skip
        return


def _try(do: Callable[[], object]) -> None:
    """Do what may have become impossible meanwhile: then it is left as it is, and the log says so."""
    try:
        do()
    except Outcome as no:
        log.info("exchange: %s", no)


def _news(row: Message, message: wire.Message, at: datetime) -> None:
    """Take up on our own case what the other city says of theirs; our promise is ours."""
    said, matter = message.body, row.exchange
    Exchange.objects.filter(pk=matter.pk).update(
        their_number=str(said["number"])[:20], their_stage_zh=str(said["stage_zh"])[:200],
        their_stage_en=str(said["stage_en"])[:200], their_due=str(said["due"])[:30], over=bool(said["ended"]),
    )  # fmt: skip
    if matter.case is None:
        return
    words = str(said["told"]) or str(said["stage_zh"])
    if said["ended"]:
        granted = said["result"] == "granted"
        name, inputs = ("granted_there" if granted else "refused_there"), {"answer": words}
    elif said["waits"]:
        name, inputs = "ask_from_there", {"question": words}
    else:
        waits = matter.case.stage == "waiting_resident"
        name, inputs = ("goes_on_there" if waits else "told_there"), {"news": words}
    ref, act_id = matter.case.ref, _own(row, "move")
    _try(lambda: cases.move(ref, name, inputs, actor=ACTOR, act_id=act_id, at=at))


def _refused(row: Message, message: wire.Message, at: datetime) -> None:
    Exchange.objects.filter(pk=row.exchange_id).update(over=True)
    come_back(row.exchange, str(message.body["code"])[:60], str(message.body["words"]), at)


_DEEDS: Mapping[Kind, Callable[[Message, wire.Message, datetime], None]] = {
    Kind.HANDED_OVER: _handed_over,
    Kind.ANSWERED: _answered,
    Kind.WITHDRAWN: _withdrawn,
    Kind.NEWS: _news,
    Kind.REFUSED: _refused,
}


__all__ = ["Answer", "receive", "work_off"]
