"""One number for all public parts of the log, by which two runs of the same seed are compared."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator

from linli.apps.centres.events import DRAW_COMMITTED, DRAW_RUN
from linli.kernel.audit.erasure import ERASE
from linli.kernel.audit.models import Entry

_RANDOM = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])")
_DRAWN = frozenset({DRAW_COMMITTED, DRAW_RUN})
_LOT = frozenset({"list", "results", "root", "seed", "given"})
CHUNK = 5_000


def public_parts() -> Iterator[str]:
    """Yield what each entry shows, in the order of the log.

    Refs and stream ids are random on purpose, in a demo as everywhere: each is told as the number of
    its first appearance. So are the salts in what an erasure names: told is how many it took. And so are
    the numbers on the list of a draw and the root of the log that its seed is made of: told is how many
    people with how many tickets, not what the lot made of it.
    """
    numbers: dict[str, str] = {}

    def number(found: re.Match[str]) -> str:
        return numbers.setdefault(found[0], f"#{len(numbers)}")

    for body in Entry.objects.order_by("id").values_list("body", flat=True).iterator(chunk_size=CHUNK):
        entry = json.loads(body)
        if entry["act"] == ERASE:
            entry["public"] = {**entry["public"], "commitments": len(entry["public"]["commitments"])}
        if entry["act"] == "certificates.issued":
            entry["public"] = {**entry["public"], "digest": ""}  # over a code that nobody may guess
        if entry["act"] in _DRAWN:
            entry["public"] = {name: one for name, one in entry["public"].items() if name not in _LOT}
        shown = [
            entry["seq"],
            entry["act"],
            entry.get("occurred_at"),
            entry.get("source"),
            entry.get("public"),
        ]
        yield _RANDOM.sub(number, json.dumps(shown, sort_keys=True))


def public_digest() -> str:
    """Return the SHA-256 over all of them."""
    digest = hashlib.sha256()
    for part in public_parts():
        digest.update(part.encode() + b"\n")
    return digest.hexdigest()
