"""What the exchange writes down: which city, which side, which message by its hash, which of its files; what it says is private."""

from __future__ import annotations

from linli.kernel.audit.vocabulary import register

PEER_ADDED = register("exchange.peer_added", {"peer", "key", "services"})
PEER_CLOSED = register("exchange.peer_closed", {"peer"})
PEER_KEY_CHANGED = register("exchange.peer_key_changed", {"peer", "old", "key", "until", "digest"})
PEER_DISTRUSTED = register("exchange.peer_distrusted", {"peer"})
PEER_HAS_OUR_KEY = register("exchange.peer_has_our_key", {"peer", "key"})
KEY_CHANGED = register("exchange.key_changed", {"old", "key", "until", "lost"})
KEY_ERASED = register("exchange.key_erased", {"key"})
MATTER_OPENED = register("exchange.opened", {"peer", "side", "n", "kind", "digest"})
MESSAGE_WRITTEN = register("exchange.written", {"n", "kind", "digest"})
MESSAGE_HEARD = register("exchange.heard", {"n", "kind", "digest"})
MESSAGE_WRITTEN_ANEW = register("exchange.written_anew", {"n", "kind", "digest"})
FILE_SERVED = register("exchange.file_served", {"n", "place"})
FILE_TAKEN = register("exchange.file_taken", {"n", "place"})
FILE_REFUSED = register("exchange.file_refused", {"n", "place", "code"})
