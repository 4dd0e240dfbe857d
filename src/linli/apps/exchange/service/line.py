"""One request to another city: to the address that was entered and no other, with an end to waiting and to reading."""

from __future__ import annotations

import json
import logging
import re
import socket
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection, IncompleteRead
from threading import Timer
from typing import Any
from urllib.error import HTTPError
from urllib.request import HTTPHandler, HTTPRedirectHandler, HTTPSHandler, Request, build_opener

from linli.apps.exchange.facts.keys import our_code
from linli.apps.exchange.models import Peer

TIMEOUT = 10
"""Seconds that the other side may be silent; ``seconds`` of a request is for all of it."""
LONGEST_ANSWER = 10_000
AT_ONCE, PARTIAL = 65_536, 206
BEGINS = re.compile(r"bytes (\d{1,12})-")
REDIRECTS = range(300, 400)
SILENT, SLOW = "silent", "slow"
UNHEARD = frozenset({SILENT, SLOW})

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Heard:
    """What came back: a status and bytes, one more than was allowed at most; or what kept it from coming."""

    status: int = 0
    data: bytes = b""
    fault: str = ""
    begins: int = 0  # where in the file it begins

    def field(self, name: str) -> str:
        """Return a text of a JSON answer; "" where there is none."""
        found = self.whole().get(name, "")
        return found if isinstance(found, str) else ""

    def whole(self) -> dict[str, Any]:
        """Return a JSON answer."""
        try:
            said = json.loads(self.data)
        except (ValueError, RecursionError):
            return {}
        return said if isinstance(said, dict) else {}

    @property
    def is_redirect(self) -> bool:
        """Say whether we were sent elsewhere, where we do not go."""
        return self.status in REDIRECTS


class _Deadline:
    """Ends a connection when its time is over, also one that lives on by a byte now and then."""

    def __init__(self, seconds: float) -> None:
        self.passed = False
        self._line: socket.socket | None = None
        self._timer = Timer(seconds, self._end)
        self._timer.daemon = True

    def watch(self, line: socket.socket) -> socket.socket:
        """Count from now on for this connection."""
        self._line = line.dup()  # whatever becomes of the first handle: encryption takes it over
        self._timer.start()
        return line

    def cancel(self) -> None:
        """Stop counting."""
        self._timer.cancel()
        if self._line is not None:
            self._line.close()

    def _end(self) -> None:
        self.passed = True
        if self._line is not None:
            with suppress(OSError):  # it has ended already
                self._line.shutdown(socket.SHUT_RDWR)


class _Watched(HTTPConnection):
    """Is watched from its first byte, so that the shaking of hands may not last for ever either."""

    deadline: _Deadline

    def connect(self) -> None:
        plain: Any = self._create_connection  # type: ignore[attr-defined]
        self._create_connection = lambda *said, **more: self.deadline.watch(plain(*said, **more))
        super().connect()


class _Secure(_Watched, HTTPSConnection):
    """The same over https."""


class _Call(Request):
    """A request that knows until when it may last."""

    deadline: _Deadline


class _PlainHandler(HTTPHandler):
    def http_open(self, req: Request) -> HTTPResponse:
        return self.do_open(_of(_Watched, req), req)


class _SecureHandler(HTTPSHandler):
    def https_open(self, req: Request) -> HTTPResponse:
        return self.do_open(_of(_Secure, req), req)


def _of(kind: type[_Watched], request: Request) -> Any:
    def made(*said: Any, **more: Any) -> _Watched:
        line = kind(*said, **more)
        line.deadline = getattr(request, "deadline", None) or _Deadline(TIMEOUT)
        return line

    return made


class _NoRedirect(HTTPRedirectHandler):
    """A city says where it listens; it is not led elsewhere."""

    def redirect_request(self, *_args: object, **_more: object) -> None:
        return None


_open = build_opener(_NoRedirect, _PlainHandler, _SecureHandler).open


def ask(
    peer: Peer,
    path: str,
    data: bytes,
    signature: str,
    *,
    seconds: float,
    limit: int = LONGEST_ANSWER,
    start: int = 0,
) -> Heard:
    """Send signed bytes and return what came back: never more than ``limit`` and one byte, never later.

    ``start`` bytes of the answer are here already. A city whose software cannot go on there answers with all of it.
    """
    headers = {
        "Content-Type": "application/json",
        "Linli-Peer": our_code(),
        "Linli-Signature": signature,
        **({"Range": f"bytes={start}-"} if start else {}),
    }
    request = _Call(peer.url + path, data=data, headers=headers, method="POST")
    request.deadline = _Deadline(seconds)
    try:
        with _open(request, timeout=TIMEOUT) as answer:
            return _read(answer, limit, request.deadline)
    except HTTPError as refused:
        with refused:
            return _refused(refused, request.deadline)
    except (OSError, HTTPException) as error:
        log.info("exchange with %s: %s", peer.code, type(error).__name__)
        return Heard(fault=SLOW if request.deadline.passed else SILENT)
    finally:
        request.deadline.cancel()


def _read(answer: Any, limit: int, deadline: _Deadline) -> Heard:
    """Read to the end, or to where the line broke: what came until then may be all that is missing later."""
    found, fault = bytearray(), ""
    try:
        while part := answer.read(min(limit + 1 - len(found), AT_ONCE)):
            found += part
    except IncompleteRead as broken:
        found += broken.partial
    except (OSError, HTTPException):
        fault = "" if found else SILENT
    begins = BEGINS.match(_head(answer, "Content-Range"))
    return Heard(200, bytes(found), SLOW if deadline.passed else fault, int(begins[1]) if begins else 0)


def _head(answer: Any, name: str) -> str:
    heads = getattr(answer, "headers", None) or {}
    return str(heads.get(name, "")) if getattr(answer, "status", 0) == PARTIAL else ""


def _refused(answer: HTTPError, deadline: _Deadline) -> Heard:
    try:
        data = answer.read(LONGEST_ANSWER)
    except (OSError, HTTPException):
        data = b""
    return Heard(answer.code, data, SLOW if deadline.passed else "")
