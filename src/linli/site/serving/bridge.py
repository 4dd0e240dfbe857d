"""Lets Django work on whole requests only: Granian's event loop takes them in, threads answer them.

Why not Granian's own WSGI: there a thread waits for the body, and fifty clients that send one byte a
second hold every thread (docs/decisions/0004).
"""

from __future__ import annotations

import asyncio
import io
import logging
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import IO, Any, Protocol

from linli.site.serving.bodies import Incoming, take_in

REFUSED = "linli.refused_body"
CHUNK = 256 * 1024
IN_MEMORY = 4 * 1024 * 1024  # answers beyond this wait on the disk for their reader
HEADERS = list[tuple[str, str]]

log = logging.getLogger(__name__)


class Headers(Protocol):
    """A request's headers, names in small letters."""

    def get(self, key: str, default: str | None = None) -> str | None:
        """Return one value."""

    def items(self) -> list[tuple[str, str]]:
        """Return every line."""


class Scope(Protocol):
    """What was asked."""

    proto: str
    method: str
    path: str
    query_string: str
    scheme: str
    server: str
    client: str
    http_version: str

    @property
    def headers(self) -> Headers:
        """The headers."""


class Transport(Protocol):
    """An answer under way."""

    async def send_bytes(self, data: bytes) -> None:
        """Send a part; returns when there is room for the next."""


class Exchange(Incoming, Protocol):
    """One request: its body comes in here, its answer goes out."""

    def response_empty(self, status: int, headers: HEADERS) -> None:
        """Answer with headers alone."""

    def response_bytes(self, status: int, headers: HEADERS, body: bytes) -> None:
        """Answer at once."""

    def response_stream(self, status: int, headers: HEADERS) -> Transport:
        """Begin an answer of many parts."""


@dataclass(slots=True)
class Answer:
    """What the application said, ready to be sent without it."""

    status: int = HTTPStatus.INTERNAL_SERVER_ERROR
    headers: HEADERS = field(default_factory=list)
    body: bytes = b""
    rest: IO[bytes] | None = None

    def begin(self, status: str, headers: HEADERS, exc_info: Any = None) -> None:  # noqa: ARG002 - WSGI's
        """WSGI's start_response."""
        self.status = int(status[:3])
        self.headers = [(name, value.strip()) for name, value in headers]  # Django writes " csrftoken=..."


Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


class Bridge:
    """The application as Granian calls it (RSGI)."""

    def __init__(self, application: Application, *, threads: int, limit: int) -> None:
        self._application = application
        self._threads = threads
        self._limit = limit

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Start the threads that Django runs in."""
        self._loop = loop
        self._pool = ThreadPoolExecutor(self._threads, thread_name_prefix="linli-web")

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Let what has begun be finished."""
        self._pool.shutdown()

    async def __rsgi__(self, scope: Scope, exchange: Exchange) -> None:
        """Take the request in, let a thread answer it, send the answer at its reader's pace."""
        headers = scope.headers
        length = headers.get("content-length")
        body: IO[bytes] | HTTPStatus = io.BytesIO()
        if length is not None or headers.get("transfer-encoding") is not None:
            body = await take_in(exchange, length, self._limit)
        if body is HTTPStatus.REQUEST_TIMEOUT:
            exchange.response_empty(body, [("connection", "close")])
            return
        answer = await self._loop.run_in_executor(self._pool, self._answer, scope, body)
        await _send(exchange, answer)

    def _answer(self, scope: Scope, body: IO[bytes] | HTTPStatus) -> Answer:
        answer = Answer()
        environ = _environ(scope, body)
        try:
            parts = self._application(environ, answer.begin)
            try:
                _collect(answer, parts)
            finally:
                getattr(parts, "close", lambda: None)()
        except Exception:  # Django answers its own failures; this one came after that
            log.exception("%s %s failed", scope.method, scope.path)
            return Answer()
        finally:
            environ["wsgi.input"].close()
        if isinstance(body, HTTPStatus):
            answer.headers = [*answer.headers, ("connection", "close")]
        return answer


def _collect(answer: Answer, parts: Iterable[bytes]) -> None:
    """Keep the answer in memory, or on the disk when it is long: no thread waits for its reader."""
    kept: IO[bytes] = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - closed in _send
    first: list[bytes] = []
    size = 0
    for part in parts:
        size += len(part)
        if size <= IN_MEMORY:
            first.append(part)
        else:
            kept.writelines([*first, part])
            first.clear()
    if size > IN_MEMORY:
        answer.rest = kept
    else:
        kept.close()
        answer.body = b"".join(first)


async def _send(exchange: Exchange, answer: Answer) -> None:
    if answer.rest is None:
        exchange.response_bytes(answer.status, answer.headers, answer.body)
        return
    with answer.rest as kept:
        kept.seek(0)
        transport = exchange.response_stream(answer.status, answer.headers)
        while part := kept.read(CHUNK):
            await transport.send_bytes(part)


def _environ(scope: Scope, body: IO[bytes] | HTTPStatus) -> dict[str, Any]:
    refused = isinstance(body, HTTPStatus)
    source: IO[bytes] = io.BytesIO() if isinstance(body, HTTPStatus) else body
    host, port = _split(scope.server)
    environ = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),  # PEP 3333: bytes in the guise of text
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": host,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": _split(scope.client)[0],
        "CONTENT_LENGTH": str(_size(source)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": source,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        **dict(_headers(scope.headers)),
    }
    if refused:
        environ[REFUSED] = body
    return environ


def _headers(headers: Headers) -> Iterator[tuple[str, str]]:
    found: dict[str, str] = {}
    for name, value in headers.items():
        if "_" in name or name in {"content-length", "transfer-encoding"}:
            continue  # "x_forwarded_for" would pass for the header that only our proxy may write
        key = "CONTENT_TYPE" if name == "content-type" else f"HTTP_{name.upper().replace('-', '_')}"
        between = "; " if name == "cookie" else ","
        found[key] = f"{found[key]}{between}{value}" if key in found else value
    yield from found.items()


def _split(address: str) -> tuple[str, str]:
    host, _, port = address.rpartition(":")
    return host.strip("[]"), port


def _size(body: IO[bytes]) -> int:
    size = body.seek(0, os.SEEK_END)
    body.seek(0)
    return size
