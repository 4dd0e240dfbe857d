"""Takes in a request's body before anybody works on it, so that a slow sender keeps nobody waiting."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator
from http import HTTPStatus
from typing import IO, Protocol

IN_MEMORY = 1024 * 1024  # beyond this a body waits on the disk
PATIENCE = 20.0  # seconds that any body may take
SLOWEST = 2_000  # bytes a second that buy more time after that: a village's telephone line, not a drip


class Incoming(Protocol):
    """The server's handle on one request whose body may still be on its way."""

    def __aiter__(self) -> AsyncIterator[bytes]:
        """Yield the body's parts as they come."""


def announced(length: str | None) -> int:
    """Return the announced length; what is no number counts as nothing announced."""
    return int(length) if length is not None and length.isascii() and length.isdigit() else 0


async def take_in(
    incoming: Incoming, length: str | None, limit: int, *, patience: float = PATIENCE
) -> IO[bytes] | HTTPStatus:
    """Return the whole body, rewound, or the status that refuses it.

    More than ``limit`` bytes are refused before the first is read when the length was announced, and
    while they come in when not. A sender may take ``patience`` seconds and what ``SLOWEST`` allows.
    """
    if announced(length) > limit:
        return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    body: IO[bytes] = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - closed with the response
    refused = await _fill(body, incoming, limit, patience)
    if refused is None:
        body.seek(0)
        return body
    body.close()
    return refused


async def _fill(body: IO[bytes], incoming: Incoming, limit: int, patience: float) -> HTTPStatus | None:
    loop = asyncio.get_running_loop()
    began, size = loop.time(), 0
    try:
        async with asyncio.timeout(patience) as waiting:
            async for part in incoming:
                size += len(part)
                if size > limit:
                    return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
                body.write(part)
                waiting.reschedule(began + patience + size / SLOWEST)
    except TimeoutError:
        return HTTPStatus.REQUEST_TIMEOUT
    return None
