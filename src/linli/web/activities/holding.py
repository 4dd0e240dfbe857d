"""The list of an activity on the phone of who holds it: tick, take a code, answer, show where to see it again."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from linli.apps.activities import facts, service
from linli.kernel.access.pages import signed_in
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.ui import show
from linli.kernel.ui.pages import render
from linli.kernel.ui.text import language, reason, t
from linli.web.activities.public import card
from linli.web.portal.visitor import act_id_of, actor_of, at_of, new_act_id


@signed_in
@never_cache
@require_safe
def code(request: HttpRequest, code: str) -> HttpResponse:
    """Open the list that a scanned code belongs to, with the code filled in."""
    ref, session = facts.found_code(code[:20], actor_of(request))
    return HttpResponseRedirect(f"{reverse('activity-hold', args=[ref])}?session={session}&code={code[:20]}")


@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def hold(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Show the list of one session; do one thing with it."""
    if request.method == "GET":
        return _page(request, ref)
    what = request.POST.get("do", "")
    try:
        if what not in _DOING:
            raise NotVisible
        told = _DOING[what](request, ref, _session(request.POST))
    except Invalid as wrong:
        return _page(request, ref, problems=wrong.problems)
    except (Refused, Stale) as no:
        return _page(request, ref, because=reason(no.refusal))
    if told:
        return _page(request, ref, told=told)
    return HttpResponseRedirect(f"{reverse('activity-hold', args=[ref])}?session={_session(request.POST)}")


def _said(request: HttpRequest) -> dict[str, Any]:
    return {"actor": actor_of(request), "act_id": act_id_of(request), "at": at_of(request)}


def _tick(request: HttpRequest, ref: uuid.UUID, session: int) -> str:
    person, came = request.POST.get("person", "")[:40], request.POST.get("came") == "yes"
    service.tick(ref, session, person, came=came, **_said(request))
    return ""


def _code(request: HttpRequest, ref: uuid.UUID, session: int) -> str:
    name = service.check_in(ref, session, request.POST.get("code", "")[:200], **_said(request))
    return t("activity.greeted", name=name)


def _answer(request: HttpRequest, ref: uuid.UUID, _: int) -> str:
    question = request.POST.get("question", "")[:40]
    service.answer_question(ref, question, request.POST.get("answer", ""), **_said(request))
    return t("activity.answered")


def _replay(request: HttpRequest, ref: uuid.UUID, _: int) -> str:
    service.show_replay(ref, request.POST.get("replay", "")[:400], **_said(request))
    return t("activity.replay_kept")


def _close(request: HttpRequest, ref: uuid.UUID, session: int) -> str:
    return t("activity.list_closed", n=service.close_list(ref, session, **_said(request)))


_DOING: Mapping[str, Callable[[HttpRequest, uuid.UUID, int], str]] = {
    "tick": _tick,
    "code": _code,
    "answer": _answer,
    "replay": _replay,
    "close": _close,
}


def _page(
    request: HttpRequest,
    ref: uuid.UUID,
    *,
    problems: tuple[Any, ...] = (),
    because: str = "",
    told: str = "",
) -> HttpResponse:
    actor, at = actor_of(request), at_of(request)
    found = facts.activity(ref, actor)
    sessions = facts.sessions(found.row)
    wanted = _session(request.POST) or _session(request.GET)
    chosen = next((one for one in sessions if one.id == wanted), None) or next(
        (one for one in sessions if one.ends > at), sessions[-1]
    )
    context = {
        **card(found),
        "sessions": sessions,
        "chosen": chosen,
        "options": [(one.id, show.when(one.starts, language())) for one in sessions],
        "people": facts.roster(ref, chosen.id, actor),
        "questions": facts.questions(ref, actor),
        "may_plan": facts.plans(found.row, actor),
        "ready": at >= chosen.starts - facts.EARLY and chosen.entered_at is None,
        "over": at >= chosen.ends,
        "code": request.GET.get("code", "")[:20],
        "problems": problems,
        "because": because,
        "told": told,
        "new_act_id": new_act_id,
    }
    status = 422 if problems else 409 if because else 200
    return render(request, "activities/hold.html", context, status=status)


def _session(said: Mapping[str, str]) -> int:
    text = said.get("session", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0  # noqa: PLR2004 - a key
