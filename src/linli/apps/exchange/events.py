"""What the exchange writes down: which city, which side, which message by its hash; what it says is private."""

from __future__ import annotations

from linli.kernel.audit.vocabulary import register

PEER_ADDED = register("exchange.peer_added", {"peer", "key", "services"})
PEER_CLOSED = register("exchange.peer_closed", {"peer"})
MATTER_OPENED = register("exchange.opened", {"peer", "side", "n", "kind", "digest"})
MESSAGE_WRITTEN = register("exchange.written", {"n", "kind", "digest"})
MESSAGE_HEARD = register("exchange.heard", {"n", "kind", "digest"})
