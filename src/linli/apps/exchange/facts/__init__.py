"""What others may read of the exchange."""

from linli.apps.exchange.facts.keys import Signing, is_signed, our_code, own_key
from linli.apps.exchange.facts.lists import (
    Elsewhere,
    FileRow,
    MessageRow,
    PeerRow,
    elsewhere,
    files,
    messages,
    peer,
    peers,
)

__all__ = [
    "Elsewhere",
    "FileRow",
    "MessageRow",
    "PeerRow",
    "Signing",
    "elsewhere",
    "files",
    "is_signed",
    "messages",
    "our_code",
    "own_key",
    "peer",
    "peers",
]
