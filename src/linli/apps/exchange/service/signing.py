"""Signs what goes to another city with a key that it believes, and hears only what was signed with one that holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from linli.apps.exchange.facts.keys import own_key, signing_for
from linli.apps.exchange.facts.trust import held, open_peer, signer_of
from linli.apps.exchange.models import Peer, PeerKey
from linli.apps.exchange.service import line
from linli.apps.exchange.service.line import Heard
from linli.core.exchange.keys import EARLY, refusal_of_key
from linli.core.shared.outcomes import Problem, Refusal

UNTOLD = "key_untold"
"""Nothing is sent: the city does not have our new key yet, and the old one signs no more."""
FORBIDDEN, TOO_EARLY = 403, 425
NOBODY = Refusal("exchange.no_peer")


@dataclass(frozen=True, slots=True)
class Unheard:
    """Why what came is not even read."""

    status: int
    refused: Refusal | Problem


def ask_signed(
    peer: Peer,
    path: str,
    data: bytes,
    context: bytes,
    at: datetime,
    *,
    seconds: float,
    limit: int = line.LONGEST_ANSWER,
    start: int = 0,
) -> Heard:
    """Send bytes, signed now with the key that the other city believes; nothing goes out without one."""
    key = signing_for(peer, at)
    if key is None:
        return Heard(fault=UNTOLD)
    signature = key.sign(context + data).hex()
    return line.ask(peer, path, data, signature, seconds=seconds, limit=limit, start=start)


def receipt(peer: Peer, text: bytes, at: datetime) -> str:
    """Sign that something came; a city that has not heard of our new key asks again until it has."""
    return (signing_for(peer, at) or own_key()).sign(text).hex()


def heard_from(code: str, signature: str, context: bytes, data: bytes, at: datetime) -> Peer | Unheard:
    """Return the city that signed with a key that holds; nothing is read of the bytes before."""
    peer, key = named_by(code, signature, context, data)
    if peer is None or key is None:
        return Unheard(FORBIDDEN, NOBODY)
    return judged(key, at) or peer


def named_by(code: str, signature: str, context: bytes, data: bytes) -> tuple[Peer | None, PeerKey | None]:
    """Return who says to have signed, and the key of theirs that did, whether it holds or not."""
    peer = open_peer(code)
    return peer, signer_of(peer, signature, context, data) if peer else None


def judged(key: PeerKey, at: datetime) -> Unheard | None:
    """Say why what a key signed is not heard, or None; how often that was stands on the page of whoever keeps them."""
    refused = refusal_of_key(held(key), at)
    if refused is None:
        return None
    if refused.code == EARLY:
        return Unheard(TOO_EARLY, refused)
    PeerKey.objects.filter(pk=key.pk).update(refused=F("refused") + 1, refused_at=at)
    return Unheard(FORBIDDEN, refused)
