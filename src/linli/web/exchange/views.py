"""Takes messages of other cities: who signed them is checked before anything is read."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from linli.apps.exchange.facts import our_code
from linli.apps.exchange.service import receive
from linli.core.exchange.message import LONGEST, VERSION
from linli.core.shared.outcomes import Problem, Reason
from linli.kernel.access.pages import public_page
from linli.kernel.access.throttle import allow_address
from linli.kernel.ui.text import LANGUAGES, reason
from linli.web.portal.visitor import at_of

IN_A_MINUTE = 600


@public_page
@never_cache
@csrf_exempt
@require_POST
def messages(request: HttpRequest) -> HttpResponse:
    """Answer with a signed receipt, or with the reason why the message was not taken."""
    allow_address(request, "exchange", IN_A_MINUTE, 60)
    data = request.body if int(request.headers.get("Content-Length") or 0) <= LONGEST else b""
    code, signature = request.headers.get("Linli-Peer", ""), request.headers.get("Linli-Signature", "")
    answer = receive(data, code, signature, at=at_of(request))
    if answer.refused is None:
        return JsonResponse({"receipt": answer.receipt})
    refused = answer.refused
    because = refused.params if isinstance(refused, Problem) else refused.because
    said = {lang: reason(Reason(refused.code, because), lang=lang) for lang in LANGUAGES}
    told = {"code": refused.code, "speaks": [VERSION], "from": our_code(), **said}
    return JsonResponse(told, status=answer.status)
