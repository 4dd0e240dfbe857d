"""A place from a draw, given back or handed on: what its owner and who keeps the draws may do with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from linli.apps.centres import service
from linli.kernel.access.pages import signed_in
from linli.kernel.audit.outcomes import NotVisible, Refused, Stale
from linli.kernel.ui.text import reason
from linli.web.centres import mine
from linli.web.portal.visitor import act_id_of, actor_of, at_of

MOVES: dict[str, Callable[..., None]] = {
    "give_back": service.give_back_place,
    "take": lambda ref, **said: service.answer_place(ref, yes=True, **said),
    "leave": lambda ref, **said: service.answer_place(ref, yes=False, **said),
}


def move(what: str, ref: UUID, **said: Any) -> None:
    """Do one of the three; raises NotVisible for anything else."""
    if what not in MOVES:
        raise NotVisible
    MOVES[what](ref, **said)


@signed_in
@require_POST
def change(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Give one's place back, take the one that was handed on, or leave it to the next."""
    what = request.POST.get("do", "")
    try:
        move(what, ref, actor=actor_of(request), act_id=act_id_of(request), at=at_of(request))
    except (Refused, Stale) as no:
        return mine.show(request, because=reason(no.refusal))
    return HttpResponseRedirect(f"{reverse('centres-mine')}?done={what}")
