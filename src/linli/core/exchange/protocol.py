"""Whether a message is taken: from whom, about what, in which order, and at most once. Nothing here knows a network."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from linli.core.exchange.message import Kind, Message
from linli.core.shared.outcomes import Refusal


class Side(StrEnum):
    """Which part this city has in a matter."""

    ACCEPTING = "accepting"  # the person is ours, the work is theirs
    HANDLING = "handling"


SAID_BY = {
    Side.ACCEPTING: frozenset({Kind.HANDED_OVER, Kind.ANSWERED, Kind.WITHDRAWN}),
    Side.HANDLING: frozenset({Kind.NEWS, Kind.REFUSED}),
}
"""Who may say what."""

LATER = frozenset(
    {"exchange.too_early", "exchange.key_early", "exchange.key_ended", "exchange.key_distrusted"}
)
"""Refusals that are no verdict on the message: the same one may be sent again, signed anew."""


@dataclass(frozen=True, slots=True)
class Known:
    """What this city knows of a matter: with whom, on which side, how much it heard, whether it is over."""

    peer: str
    side: Side
    heard: int
    over: bool


def refusal_of(message: Message, *, us: str, signer: str, known: Known | None) -> Refusal | None:
    """Say why a message whose signature is ``signer``'s is not taken, or None."""
    if message.sender != signer:
        return Refusal("exchange.other_sender", {"said": message.sender, "signed": signer})
    if message.receiver != us:
        return Refusal("exchange.not_for_us", {"to": message.receiver})
    if known is None:
        begins = message.kind is Kind.HANDED_OVER and message.n == 1
        return None if begins else Refusal("exchange.no_such_matter")
    if known.peer != signer:
        return Refusal("exchange.no_such_matter")  # somebody else's matter looks like none
    return _in_its_place(message, known)


def _in_its_place(message: Message, known: Known) -> Refusal | None:
    theirs = Side.HANDLING if known.side is Side.ACCEPTING else Side.ACCEPTING
    if message.kind not in SAID_BY[theirs] or (message.kind is Kind.HANDED_OVER and message.n > 1):
        return Refusal("exchange.not_yours_to_say", {"kind": message.kind.value})
    if message.n <= known.heard:
        return Refusal("exchange.number_used", {"n": message.n})
    if message.n > known.heard + 1:
        return Refusal("exchange.too_early", {"n": message.n, "next": known.heard + 1})
    return Refusal("exchange.over") if known.over else None


def wait_seconds(tries: int) -> int:
    """Return how long to wait before the next try: twice as long each time, an hour at most."""
    return int(min(2 ** min(tries, 12), 3_600))
