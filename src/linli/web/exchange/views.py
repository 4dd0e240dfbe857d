"""Takes messages of other cities and hands files to them: who signed is checked before anything is read."""

from __future__ import annotations

import re

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from linli.apps.exchange.facts import our_code
from linli.apps.exchange.service import hear_ask, receive
from linli.core.exchange.fetching import LONGEST_ASK
from linli.core.exchange.message import LONGEST, SPEAKS
from linli.core.shared.outcomes import Problem, Reason, Refusal
from linli.kernel.access.pages import public_page
from linli.kernel.access.throttle import allow_address
from linli.kernel.files.facts import Opened
from linli.kernel.ui.text import LANGUAGES, reason
from linli.web.portal.visitor import at_of

IN_A_MINUTE = 600
FROM = re.compile(r"bytes=(\d{1,12})-", re.ASCII)


@public_page
@never_cache
@csrf_exempt
@require_POST
def messages(request: HttpRequest) -> HttpResponse:
    """Answer with a signed receipt, or with the reason why the message was not taken."""
    allow_address(request, "exchange", IN_A_MINUTE, 60)
    answer = receive(*_signed(request, LONGEST), at=at_of(request))
    if answer.refused is None:
        return JsonResponse({"receipt": answer.receipt})
    return _refused(answer.refused, answer.status)


@public_page
@never_cache
@csrf_exempt
@require_POST
def files(request: HttpRequest) -> HttpResponseBase:
    """Hand a file to the city whose message named it, or take up what became of it there."""
    allow_address(request, "exchange-files", IN_A_MINUTE, 60)
    answer = hear_ask(*_signed(request, LONGEST_ASK), at=at_of(request))
    if answer.refused is not None:
        return _refused(answer.refused, answer.status)
    if answer.opened is None:
        return JsonResponse({"receipt": answer.receipt})
    return _from_where_it_stopped(request, answer.opened)


def _from_where_it_stopped(request: HttpRequest, opened: Opened) -> FileResponse:
    """Hand out a file, or what is missing of it there; a range of another form is all of it."""
    asked = FROM.fullmatch(request.headers.get("Range", ""))
    start = int(asked[1]) if asked else 0
    if not 0 < start < opened.size:
        return FileResponse(opened.file, content_type="application/octet-stream")
    opened.file.seek(start)
    answer = FileResponse(opened.file, content_type="application/octet-stream", status=206)
    answer.headers["Content-Range"] = f"bytes {start}-{opened.size - 1}/{opened.size}"
    return answer


def _signed(request: HttpRequest, longest: int) -> tuple[bytes, str, str]:
    """Return the body, unread where it is too long, with who says to have signed it and the signature."""
    data = request.body if int(request.headers.get("Content-Length") or 0) <= longest else b""
    return data, request.headers.get("Linli-Peer", ""), request.headers.get("Linli-Signature", "")


def _refused(refused: Refusal | Problem, status: int) -> HttpResponse:
    because = refused.params if isinstance(refused, Problem) else refused.because
    said = {lang: reason(Reason(refused.code, because), lang=lang) for lang in LANGUAGES}
    told = {"code": refused.code, "speaks": [*SPEAKS], "from": our_code(), **said}
    return JsonResponse(told, status=status)
