"""Asking for a file that a message named, and saying what became of it: a signed request that is good for minutes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from linli.core.exchange.message import CODE, MOMENT, WITH_FILES
from linli.core.exchange.named import LONGER, OTHER, SHORT, UUID
from linli.core.shared.outcomes import JsonValue, Problem, Refusal

LONGEST_ASK = 2_000
GOOD_FOR = timedelta(minutes=10)
OPEN_FOR = timedelta(days=30)
"""How long after a matter is over the files of its last word may still be fetched."""
GIVEN_UP_AFTER = timedelta(days=30)
MOST_ODD = 8
SLOW, ELSEWHERE = "exchange.file_slow", "exchange.file_redirected"
OTHER_TYPE, CLOSED, GONE_THERE = "exchange.file_type", "exchange.file_closed", "exchange.file_gone"
UNKNOWN, STALE, GIVEN_UP = "exchange.no_such_file", "exchange.stale", "exchange.file_given_up"
PIECES = 16
"""A file that comes in pieces comes in so many at most; smaller ones are counted as tries that failed."""
ODD = frozenset({SHORT, SLOW, ELSEWHERE})
"""What may pass, or may be done on purpose: tried some times more."""
FINAL = frozenset({LONGER, OTHER, OTHER_TYPE, CLOSED, GONE_THERE, UNKNOWN})
"""What no further try makes better; so is everything that the checks of an upload say ("files.…")."""
FIELDS = frozenset({"v", "from", "to", "exchange", "file", "does", "code", "because", "at"})
MOST_BECAUSE = 5


class Does(StrEnum):
    """What is asked of the city that named a file, or what it is told."""

    FETCH = "fetch"
    TAKEN = "taken"
    REFUSED = "refused"


class Stand(StrEnum):
    """How a file stands: what we offer, and what we were offered."""

    OFFERED = "offered"  # ours, to be fetched
    WAITING = "waiting"  # theirs, on its way
    TAKEN = "taken"
    REFUSED = "refused"
    UNTOLD = "untold"  # ours; their software does not know files
    GONE = "gone"  # erased before it was fetched


@dataclass(frozen=True, slots=True)
class Ask:
    """One request about a file: ``code`` and ``because`` say why it was refused."""

    sender: str
    receiver: str
    exchange: str
    file: str
    does: Does
    at: datetime
    code: str = ""
    because: Mapping[str, JsonValue] | None = None

    def written(self) -> bytes:
        """Return its one right spelling: what is signed and sent."""
        whole = {
            "v": WITH_FILES, "from": self.sender, "to": self.receiver, "exchange": self.exchange,
            "file": self.file, "does": self.does.value, "code": self.code, "because": dict(self.because or {}),
            "at": self.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        }  # fmt: skip
        return json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


@dataclass(frozen=True, slots=True)
class KnownFile:
    """What a city knows of a file that it named: to whom, how it stands, since when the matter is over."""

    peer: str
    stand: Stand
    over: datetime | None


def read_ask(data: bytes) -> Ask | Problem:
    """Read what came; the signature was checked before."""
    wrong = Problem("request", "exchange.shape")
    try:
        said = json.loads(data) if len(data) <= LONGEST_ASK else None
    except (ValueError, RecursionError):
        return wrong
    if not isinstance(said, dict):
        return wrong
    if said.get("v") != WITH_FILES:
        return Problem("v", "exchange.version", {"said": str(said.get("v"))[:40], "speaks": WITH_FILES})
    ask = _ask(said) if said.keys() == FIELDS else None
    return ask if ask is not None and ask.written() == data else wrong


def _ask(said: Mapping[str, Any]) -> Ask | None:
    because = said["because"]
    texts = {name: said[name] for name in ("from", "to", "exchange", "file", "does", "code", "at")}
    if not all(isinstance(one, str) for one in texts.values()) or not _plain(because):
        return None
    right = (
        all(CODE.fullmatch(texts[name]) for name in ("from", "to"))
        and all(UUID.fullmatch(texts[name]) for name in ("exchange", "file"))
        and texts["does"] in {one.value for one in Does}
        and MOMENT.fullmatch(texts["at"])
    )
    at = _moment(texts["at"]) if right else None
    if at is None:
        return None
    sender, receiver, matter, file = (texts[name] for name in ("from", "to", "exchange", "file"))
    return Ask(sender, receiver, matter, file, Does(texts["does"]), at, texts["code"], because)


def _plain(because: Any) -> bool:
    return (
        isinstance(because, dict)
        and len(because) <= MOST_BECAUSE
        and all(isinstance(one, str | int) for one in because.values())
    )


def _moment(text: str) -> datetime | None:
    """Read a moment; the thirty-first of February is none."""
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
    except ValueError:
        return None


def refusal_of_ask(
    ask: Ask, *, us: str, signer: str, known: KnownFile | None, at: datetime
) -> Refusal | None:
    """Say why a request whose signature is ``signer``'s is not followed, or None."""
    if ask.sender != signer:
        return Refusal("exchange.other_sender", {"said": ask.sender, "signed": signer})
    if ask.receiver != us:
        return Refusal("exchange.not_for_us", {"to": ask.receiver})
    if known is None or known.peer != signer:
        return Refusal(UNKNOWN)  # somebody else's file looks like none
    if abs(at - ask.at) > GOOD_FOR:
        return Refusal(STALE, {"minutes": int(GOOD_FOR.total_seconds()) // 60})
    return _not_open(known, at) if ask.does is Does.FETCH else None


def _not_open(known: KnownFile, at: datetime) -> Refusal | None:
    """A file is open while it waits to be fetched, and not much longer than the matter."""
    if known.stand is Stand.GONE:
        return Refusal(GONE_THERE)
    shut = known.over is not None and at - known.over > OPEN_FOR
    return Refusal(CLOSED) if shut or known.stand is not Stand.OFFERED else None


def is_progress(before: int, after: int, size: int) -> bool:
    """Say whether so much more of a file came that this was no failed try."""
    return (after - before) * PIECES >= size


def verdict(code: str, *, tries: int, waited: timedelta) -> str:
    """Return the code with which a fetch that did not go well ends; "" while it is tried again."""
    if code in FINAL or code.startswith("files."):
        return code
    if code in ODD and tries >= MOST_ODD:
        return code
    return GIVEN_UP if waited > GIVEN_UP_AFTER else ""
