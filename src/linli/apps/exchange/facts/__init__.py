"""What others may read of the exchange."""

from linli.apps.exchange.facts.changes import KeyTold, OurKey, TheirKey, our_keys, their_keys, told
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
    "KeyTold",
    "MessageRow",
    "OurKey",
    "PeerRow",
    "Signing",
    "TheirKey",
    "elsewhere",
    "files",
    "is_signed",
    "messages",
    "our_code",
    "our_keys",
    "own_key",
    "peer",
    "peers",
    "their_keys",
    "told",
]
