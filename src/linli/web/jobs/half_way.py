"""What somebody has answered who is half-way through the five questions: sealed, in the session, till they are done."""

from __future__ import annotations

from base64 import b64decode, b64encode

from django.http import HttpRequest, QueryDict

from linli.kernel.identity import personal
from linli.web.portal.visitor import actor_of

ENTRY = "jobs_half_way"
MOST = 4000
NOT_KEPT = ("csrfmiddlewaretoken", "act_id", "go", "step")


def keep(request: HttpRequest, step: str, said: QueryDict) -> None:
    """Keep the answers and the question that is asked now; more than a form ever says is not kept."""
    kept = QueryDict(mutable=True)
    for name, values in said.lists():
        if name not in NOT_KEPT:
            kept.setlist(name, values)
    kept["step"] = step
    text = kept.urlencode()
    if len(text) <= MOST:
        request.session[ENTRY] = b64encode(personal.seal(text, _purpose(request))).decode()


def answers(request: HttpRequest) -> QueryDict:
    """Return what was kept for this person; nothing where nothing was, or where it was somebody else's."""
    try:
        text = personal.unseal(b64decode(request.session.get(ENTRY, "")), _purpose(request))
    except ValueError:
        text = ""
    return QueryDict(text, mutable=True)


def forget(request: HttpRequest) -> None:
    """Keep nothing any more."""
    request.session.pop(ENTRY, None)


def _purpose(request: HttpRequest) -> str:
    return f"jobs.half_way:{actor_of(request).account_id}"
