"""One message between two cities: exactly these fields, one right spelling, or the reason why it is none."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from linli.core.exchange.named import UUID, Named, read_named
from linli.core.shared.outcomes import JsonValue, Problem

VERSION, WITH_FILES, ABOUT_KEYS = "linli/exchange/1", "linli/exchange/2", "linli/exchange/3"
"""The second names files; a message without any is spelled as the first, which every city understands. The third
is about no matter: it names a new key (``core.exchange.keys``)."""
SPEAKS = (VERSION, WITH_FILES, ABOUT_KEYS)
LONGEST = 200_000
CODE = re.compile(r"[a-z][a-z0-9-]{1,39}")
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
WORDS: Mapping[Kind, str] = {Kind.HANDED_OVER: "words", Kind.ANSWERED: "words", Kind.NEWS: "told"}
"""What may name files, and the field of it that people read."""


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
    files: tuple[Named, ...] = ()

    def written(self) -> bytes:
        """Return its one right spelling: what is signed and sent."""
        files = {"files": [one.written() for one in self.files]} if self.files else {}
        whole = {
            "v": WITH_FILES if self.files else VERSION, **files, "id": self.id, "from": self.sender, "to": self.receiver, "exchange": self.exchange,
            "n": self.n, "kind": self.kind.value, "at": self.at, "body": dict(self.body),
        }  # fmt: skip
        return json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    def without_files(self, words: str) -> Message:
        """Return the same for a city that knows no files, which is told so in words."""
        field = WORDS[self.kind]
        said = "\n".join(one for one in (str(self.body[field]), words) if one)
        return replace(self, files=(), body={**self.body, field: said})


def read_message(data: bytes) -> Message | Problem:
    """Read what came; a message of another version is told apart from what is none."""
    said = read_object(data)
    if said is None:
        return Problem("message", "exchange.shape")
    if said.get("v") not in SPEAKS:
        return Problem(
            "v", "exchange.version", {"said": str(said.get("v"))[:40], "speaks": ", ".join(SPEAKS)}
        )
    message = _message(said)
    if message is None or message.written() != data:
        return Problem("message", "exchange.shape")
    return _wrong_body(message) or message


def read_object(data: bytes) -> dict[str, Any] | None:
    """Read a JSON object that is neither too long nor too deep; None when it is none."""
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
    files = read_named(said["files"]) if "files" in said else ()
    if files is None or (files and Kind(word["kind"]) not in WORDS):
        return None
    return Message(
        word["id"], word["from"], word["to"], word["exchange"], int(str(n)), Kind(word["kind"]), word["at"],
        body if isinstance(body, dict) else {}, files,
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
