"""Cities that cases are exchanged with, and how the messages stand."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.apps.exchange import facts
from linli.kernel.access.http import ActorRequest
from linli.kernel.access.pages import requires
from linli.kernel.access.permissions import Permission
from linli.kernel.ui.text import language
from linli.web.county.frame import page
from linli.web.exchange.standing import CHIPS, stands, why

KINDS = {"delivered": "ok", "done": "ok", "waiting": "soon", "heard": "run", "refused": "late"}


@requires(Permission.PEER_READ)
@never_cache
@require_safe
def peers(request: ActorRequest) -> HttpResponse:
    """List the cities and the latest messages, never what these say."""
    rows = facts.messages(request.actor)
    spoken = language()
    context = {
        "ours": facts.our_code(),
        "key": facts.own_key().public if facts.our_code() else "",
        "peers": [
            (one, one.name_zh if spoken == "zh" else one.name_en or one.name_zh)
            for one in facts.peers(counted=True)
        ],
        "messages": [(one, KINDS.get(one.state, "plain"), why(one.code)) for one in rows],
        "files": [
            (one, stands(one, one.peer), CHIPS[one.state], why(one.code, one.because))
            for one in facts.files(request.actor)
        ],
    }
    return page(request, "peers", context)
