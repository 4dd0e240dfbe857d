"""Hands files out: never as a page of ours, never kept by caches between us and the reader."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO, Any, cast
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from linli.kernel.access.http import ActorRequest
from linli.kernel.access.pages import public_page
from linli.kernel.files.facts import Opened, open_for

RANGE = re.compile(r"bytes=(\d{1,12})-(\d{0,12})")
BLOCK = 64 * 1024
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; img-src 'self'; media-src 'self'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-store",
}


@public_page
@require_safe
def whole(request: HttpRequest, ref: UUID) -> HttpResponseBase:
    """Hand out a file to whoever may see it: the app of what it belongs to decides."""
    asked = cast("ActorRequest", request)
    return _answer(request, open_for(asked.actor, ref, asked.at))


@public_page
@require_safe
def small(request: HttpRequest, ref: UUID) -> HttpResponseBase:
    """Hand out the small form of a photo."""
    asked = cast("ActorRequest", request)
    return _answer(request, open_for(asked.actor, ref, asked.at, small=True))


def _answer(request: HttpRequest, opened: Opened) -> HttpResponseBase:
    asked = RANGE.fullmatch(request.headers.get("Range", ""))
    response = _part(opened, asked[1], asked[2]) if asked else FileResponse(opened.file)
    for name, value in HEADERS.items():
        response.headers[name] = value
    response.headers["Content-Type"] = opened.media_type
    response.headers["Accept-Ranges"] = "bytes"
    disposition = content_disposition_header(not opened.inline, opened.file_name)
    response.headers["Content-Disposition"] = disposition or "inline"
    return response


def _part(opened: Opened, first: str, last: str) -> HttpResponseBase:
    """Answer with one range: some phones play sound and film only in pieces."""
    start = int(first)
    end = min(int(last) if last else opened.size - 1, opened.size - 1)
    if start > end:
        opened.file.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{opened.size}"})
    headers = {
        "Content-Range": f"bytes {start}-{end}/{opened.size}",
        "Content-Length": str(end - start + 1),
    }
    return StreamingHttpResponse(_blocks(opened.file, start, end), status=206, headers=headers)


def _blocks(file: IO[Any], start: int, end: int) -> Iterator[bytes]:
    with file:
        file.seek(start)
        left = end - start + 1
        while left and (block := file.read(min(BLOCK, left))):
            left -= len(block)
            yield block
