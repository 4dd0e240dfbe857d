"""One message between two cities: exactly these fields, one right spelling, or the reason why it is none."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from linli.core.shared.outcomes import JsonValue, Problem

VERSION = "linli/exchange/1"
LONGEST = 200_000
CODE = re.compile(r"[a-z][a-z0-9-]{1,39}")
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z")
DEEPEST = 12


class Kind(StrEnum):
    """What a message says. The first, third and fourth come from where the case was accepted."""

    HANDED_OVER = "handed_over"  # please handle this: service, answers, person
    NEWS = "news"  # how it stands there, with number and date of that side
    ANSWERED = "answered"  # what the person answered
    WITHDRAWN = "withdrawn"  # the person takes it back
    REFUSED = "refused"  # it cannot be handled there, and why


FIELDS: Mapping[Kind, Mapping[str, type]] = {
    Kind.HANDED_OVER: {
        "service": str, "answers": dict, "name": str, "phone": str, "words": str, "number": str, "language": str,
    },
    Kind.NEWS: {
        "number": str, "stage_zh": str, "stage_en": str, "told": str, "waits": bool, "ended": bool,
        "result": str, "due": str,
    },
    Kind.ANSWERED: {"words": str},
    Kind.WITHDRAWN: {"words": str},
    Kind.REFUSED: {"code": str, "words": str},
}  # fmt: skip
RESULTS = ("", "granted", "refused", "withdrawn")


@dataclass(frozen=True, slots=True)
class Message:
    """``exchange`` names the matter on both sides, ``n`` counts what one side said about it, from 1."""

    id: str
    sender: str
    receiver: str
    exchange: str
    n: int
    kind: Kind
    at: str
    body: Mapping[str, JsonValue]

    def written(self) -> bytes:
        """Return its one right spelling: what is signed and sent."""
        whole = {
            "v": VERSION, "id": self.id, "from": self.sender, "to": self.receiver, "exchange": self.exchange,
            "n": self.n, "kind": self.kind.value, "at": self.at, "body": dict(self.body),
        }  # fmt: skip
        return json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def read_message(data: bytes) -> Message | Problem:
    """Read what came; a message of another version is told apart from what is none."""
    said = _object(data)
    if said is None:
        return Problem("message", "exchange.shape")
    if said.get("v") != VERSION:
        return Problem("v", "exchange.version", {"said": str(said.get("v"))[:40], "speaks": VERSION})
    message = _message(said)
    if message is None or message.written() != data:
        return Problem("message", "exchange.shape")
    return _wrong_body(message) or message


def _object(data: bytes) -> dict[str, Any] | None:
    if len(data) > LONGEST:
        return None
    try:
        said = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return said if isinstance(said, dict) and _depth(said) <= DEEPEST else None


def _depth(value: Any) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + max((_depth(one) for one in inner), default=0)


def _message(said: Mapping[str, Any]) -> Message | None:
    n, body = said.get("n"), said.get("body")
    kinds = [one.value for one in Kind]
    texts = {name: said.get(name) for name in ("id", "from", "to", "exchange", "kind", "at")}
    right = (
        all(isinstance(one, str) for one in texts.values())
        and isinstance(n, int) and not isinstance(n, bool) and n > 0
        and isinstance(body, dict)
        and texts["kind"] in kinds
        and all(UUID.fullmatch(str(texts[name])) for name in ("id", "exchange"))
        and all(CODE.fullmatch(str(texts[name])) for name in ("from", "to"))
        and MOMENT.fullmatch(str(texts["at"]))
    )  # fmt: skip
    if not right:
        return None
    word = {name: str(one) for name, one in texts.items()}
    return Message(
        word["id"], word["from"], word["to"], word["exchange"], int(str(n)), Kind(word["kind"]), word["at"],
        body if isinstance(body, dict) else {},
    )  # fmt: skip


def _wrong_body(message: Message) -> Problem | None:
    wanted = FIELDS[message.kind]
    if message.body.keys() != wanted.keys():
        return Problem("body", "exchange.fields", {"kind": message.kind.value})
    for name, kind in wanted.items():
        if not isinstance(message.body[name], kind):
            return Problem(f"body.{name}", "exchange.fields", {"kind": message.kind.value})
    if message.kind is Kind.NEWS and message.body["result"] not in RESULTS:
        return Problem("body.result", "exchange.fields", {"kind": message.kind.value})
    return None
