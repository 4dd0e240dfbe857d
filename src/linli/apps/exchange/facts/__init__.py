"""What others may read of the exchange."""

from linli.apps.exchange.facts.keys import Signing, is_signed, our_code, own_key
from linli.apps.exchange.facts.lists import Elsewhere, MessageRow, PeerRow, elsewhere, messages, peer, peers

__all__ = [
    "Elsewhere",
    "MessageRow",
    "PeerRow",
    "Signing",
    "elsewhere",
    "is_signed",
    "messages",
    "our_code",
    "own_key",
    "peer",
    "peers",
]
