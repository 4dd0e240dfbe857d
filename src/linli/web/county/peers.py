"""Cities that cases are exchanged with, and how the messages stand."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.apps.exchange import facts
from linli.core.shared.outcomes import Reason
from linli.kernel.access.http import ActorRequest
from linli.kernel.access.pages import requires
from linli.kernel.access.permissions import Permission
from linli.kernel.ui.text import has, language, reason, t
from linli.web.county.frame import page

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
        "messages": [(one, KINDS.get(one.state, "plain"), _why(one.code)) for one in rows],
    }
    return page(request, "peers", context)


def _why(code: str) -> str:
    """Say in words why a message was not taken, or what keeps it waiting."""
    if not code:
        return ""
    key = f"county.peers.why.{code}"
    if has(key):
        return t(key)
    blanks = dict.fromkeys(
        ("said", "speaks", "kind", "signed", "to", "n", "next", "service", "peer", "problems"), "…"
    )
    return reason(Reason(code, blanks)) if has(code) else code
