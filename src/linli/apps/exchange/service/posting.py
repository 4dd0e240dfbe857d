"""Sends what waits: in order, outside every transaction, again and again until the other city signed that it has it."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener
from uuid import UUID, uuid5

from django.db.models import Exists, F, OuterRef

from linli.apps.cases import service as cases
from linli.apps.exchange.facts.keys import CONTEXT, RECEIPT, is_signed, our_code, own_key
from linli.apps.exchange.models import Exchange, Message
from linli.apps.exchange.service.writing import ACTOR
from linli.core.exchange.protocol import LATER, Side, wait_seconds
from linli.kernel.audit.outcomes import Outcome

PATH = "/exchange/v1/messages"
TIMEOUT = 10
LEASE = timedelta(minutes=2)
AT_ONCE = 50
LONGEST_ANSWER = 10_000
SILENT, UNSIGNED, FAULT = "silent", "unsigned", "fault"
"""What went wrong where the other side gave no reason: no answer, no signed receipt, a fault of theirs."""

log = logging.getLogger(__name__)


class _NoRedirect(HTTPRedirectHandler):
    """A city says where it listens; it is not led elsewhere."""

    def redirect_request(self, *_args: object, **_more: object) -> None:
        return None


_open = build_opener(_NoRedirect).open


@dataclass(frozen=True, slots=True)
class _Said:
    """What came back: delivered, or refused for good, or neither yet."""

    state: str
    code: str = ""


def post_due(at: datetime) -> int:
    """Send what is due; returns how many were delivered. One worker sends a message at a time."""
    earlier = Message.objects.filter(
        exchange=OuterRef("exchange"), ours=True, state="waiting", n__lt=OuterRef("n")
    )
    due = Message.objects.filter(~Exists(earlier), ours=True, state="waiting", next_at__lte=at)
    open_ = due.filter(exchange__peer__closed_at=None).order_by("id")
    return sum(_post(one, at) for one in list(open_.select_related("exchange__peer")[:AT_ONCE]))


def try_again(at: datetime) -> int:
    """Let everything that waits be tried at once: a city that was down is back."""
    return Message.objects.filter(ours=True, state="waiting").update(next_at=at)


def _post(message: Message, at: datetime) -> int:
    mine = Message.objects.filter(pk=message.pk, state="waiting", next_at__lte=at)
    if not mine.update(next_at=at + LEASE, tries=F("tries") + 1):
        return 0
    said = _send(message)
    row = Message.objects.filter(pk=message.pk, state="waiting")
    if said.state == "waiting":
        wait = timedelta(seconds=wait_seconds(message.tries + 1))
        row.update(next_at=at + wait, code=said.code)
        return 0
    row.update(state=said.state, code=said.code, next_at=None)
    if said.state == "refused":
        _give_up(message.exchange, said.code, at)
        return 0
    following = Message.objects.filter(exchange=message.exchange, ours=True, state="waiting")
    following.filter(n=message.n + 1, tries=0).update(next_at=at)
    return 1


def _send(message: Message) -> _Said:
    data, peer = message.body.encode(), message.exchange.peer
    headers = {
        "Content-Type": "application/json",
        "Linli-Peer": our_code(),
        "Linli-Signature": own_key().sign(CONTEXT + data).hex(),
    }
    request = Request(peer.url + PATH, data=data, headers=headers, method="POST")  # noqa: S310 - https or this machine
    try:
        with _open(request, timeout=TIMEOUT) as answer:
            told = answer.read(LONGEST_ANSWER)
    except HTTPError as refused:
        return _refused(refused)
    except (OSError, HTTPException) as error:
        log.info("exchange with %s: %s", peer.code, type(error).__name__)
        return _Said("waiting", SILENT)
    receipt = f"{message.ref}\n{message.digest}".encode()
    if is_signed(peer.key, _field(told, "receipt"), RECEIPT, receipt):
        return _Said("delivered")
    return _Said("waiting", UNSIGNED)


def _refused(answer: HTTPError) -> _Said:
    """A reason of the protocol is final, unless it says later; anything else may be a fault that passes."""
    with answer:
        code = _field(answer.read(LONGEST_ANSWER), "code")
    if code.startswith("exchange.") and code not in LATER:
        return _Said("refused", code[:60])
    return _Said("waiting", code[:60] or FAULT)


def _field(data: bytes, name: str) -> str:
    try:
        said = json.loads(data)
    except ValueError:
        return ""
    return str(said.get(name, "")) if isinstance(said, dict) else ""


def _give_up(row: Exchange, code: str, at: datetime) -> None:
    """End a matter whose message was refused: our own case comes back to our desk with the reason."""
    Message.objects.filter(exchange=row, ours=True, state="waiting").update(
        state="refused", code="exchange.over", next_at=None
    )
    Exchange.objects.filter(pk=row.pk).update(over=True)
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
