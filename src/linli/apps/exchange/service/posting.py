"""Sends what waits: in order, outside every transaction, again and again until the other city signed that it has it."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.db.models import Exists, F, OuterRef, QuerySet

from linli.apps.cases import service as cases
from linli.apps.exchange.facts.keys import CONTEXT, RECEIPT
from linli.apps.exchange.facts.trust import is_signed_by
from linli.apps.exchange.models import Exchange, Message, Peer
from linli.apps.exchange.service.enclosing import let_go_of
from linli.apps.exchange.service.ending import end_matter
from linli.apps.exchange.service.line import UNHEARD, Heard
from linli.apps.exchange.service.signing import UNTOLD, ask_signed
from linli.apps.exchange.service.writing import ACTOR, write_anew
from linli.core.exchange.message import VERSION
from linli.core.exchange.protocol import LATER, Side, wait_seconds
from linli.kernel.audit.outcomes import Outcome

PATH = "/exchange/v1/messages"
SECONDS = 30
LEASE = timedelta(minutes=2)
AT_ONCE = 50
UNSIGNED, FAULT, ANEW, OK = "unsigned", "fault", "exchange.version", 200
"""What went wrong where the other side gave no reason: no signed receipt, a fault of theirs."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Said:
    """What came back: delivered, refused for good, to be written anew, or nothing yet; taken: another worker has it."""

    state: str
    code: str = ""


def post_due(at: datetime) -> int:
    """Send what is due, city by city; returns how many were delivered. One worker sends a message at a time.

    A city that does not answer is asked once, and all that waits for it waits until that is tried again: however
    much it is, it does not hold up the others.
    """
    earlier = Message.objects.filter(
        exchange=OuterRef("exchange"), ours=True, state="waiting", n__lt=OuterRef("n")
    )
    due = Message.objects.filter(~Exists(earlier), ours=True, state="waiting", next_at__lte=at)
    known = Peer.objects.filter(closed_at=None, distrusted_at=None)
    peers = known.filter(pk__in=due.values("exchange__peer")).order_by("id")
    return sum(_post_to(due.filter(exchange__peer=peer), at) for peer in list(peers))


def _post_to(due: QuerySet[Message], at: datetime) -> int:
    delivered = 0
    for one in list(due.select_related("exchange__peer").order_by("id")[:AT_ONCE]):
        said = _post(one, at)
        delivered += said.state == "delivered"
        if said.code in {*UNHEARD, UNTOLD}:
            due.update(next_at=at + _wait(one))
            break
    return delivered


def try_again(at: datetime) -> int:
    """Let everything that waits be tried at once: a city that was down is back."""
    return Message.objects.filter(ours=True, state="waiting").update(next_at=at)


def _post(message: Message, at: datetime) -> _Said:
    mine = Message.objects.filter(pk=message.pk, state="waiting", next_at__lte=at)
    if not mine.update(next_at=at + LEASE, tries=F("tries") + 1):
        return _Said("taken")
    said = _send(message, at)
    row = Message.objects.filter(pk=message.pk, state="waiting")
    if said.state == "waiting":
        row.update(next_at=at + _wait(message), code=said.code)
        return said
    if said.state == "anew":
        write_anew(message, at=at)
        return said
    row.update(state=said.state, code=said.code, next_at=None)
    if said.state == "refused":
        _give_up(message.exchange, said.code, at)
        return said
    following = Message.objects.filter(exchange=message.exchange, ours=True, state="waiting")
    following.filter(n=message.n + 1, tries=0).update(next_at=at)
    return said


def _wait(message: Message) -> timedelta:
    return timedelta(seconds=wait_seconds(message.tries + 1))


def _send(message: Message, at: datetime) -> _Said:
    peer = message.exchange.peer
    heard = ask_signed(peer, PATH, message.body.encode(), CONTEXT, at, seconds=SECONDS)
    if heard.fault:
        return _Said("waiting", heard.fault)
    if heard.status != OK:
        return _refused(message, heard)
    receipt = f"{message.ref}\n{message.digest}".encode()
    if is_signed_by(peer, heard.field("receipt"), RECEIPT, receipt, at):
        return _Said("delivered")
    return _Said("waiting", UNSIGNED)


def _refused(message: Message, heard: Heard) -> _Said:
    """A reason of the protocol is final, unless it says later; anything else may be a fault that passes."""
    code = heard.field("code")
    speaks = heard.whole().get("speaks")
    if code == ANEW and isinstance(speaks, list) and VERSION in speaks and message.enclosures.exists():
        return _Said("anew")
    if code.startswith("exchange.") and code not in LATER:
        return _Said("refused", code[:60])
    return _Said("waiting", code[:60] or FAULT)


def _give_up(row: Exchange, code: str, at: datetime) -> None:
    """End a matter whose message was refused: our own case comes back to our desk with the reason."""
    Message.objects.filter(exchange=row, ours=True, state="waiting").update(
        state="refused", code="exchange.over", next_at=None
    )
    end_matter(row, at)
    let_go_of([row], "exchange.file_not_needed", at=at)
    if row.side == Side.ACCEPTING.value:
        come_back(row, code, "", at)


def come_back(row: Exchange, code: str, words: str, at: datetime) -> None:
    """Take our own case back to our desk; where it has ended meanwhile, it stays ended."""
    fresh = Exchange.objects.select_related("case").get(pk=row.pk)
    if fresh.case is None:
        return
    act_id = str(uuid5(UUID(str(row.ref)), f"back/{fresh.heard}/{fresh.said}"))
    said = {"ground": code.replace(".", "_")[:60], "reason": words or code}
    try:
        cases.move(fresh.case.ref, "come_back", said, actor=ACTOR, act_id=act_id, at=at)
    except Outcome as refused:
        log.info("exchange %s: not taken back, %s", row.ref, refused)


__all__ = ["come_back", "post_due", "try_again"]
