"""A contact household's own page: what it is asked, its answers, its letters, and the way out."""

from __future__ import annotations

import uuid
from dataclasses import replace

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from linli.apps.grid import facts as grid
from linli.apps.grid import service
from linli.apps.grid.facts import OwnHousehold, TaskFact
from linli.core.shared.outcomes import Problem
from linli.kernel.access.pages import signed_in
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.ui.pages import render
from linli.kernel.ui.text import has, language, reason, t
from linli.web.portal.naming import trail
from linli.web.portal.visitor import act_id_of, actor_of, at_of, new_act_id

DONE = frozenset({"take", "decline", "done", "not_done", "letters", "card"})
FINEST = 21


@signed_in
@never_cache
@require_safe
def household(request: HttpRequest) -> HttpResponse:
    """Show what is asked of one's household, what it took on, and what is over."""
    return _page(request)


@signed_in
@require_POST
def answer(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Take something on, decline it, or say how it went."""
    what, word = request.POST.get("answer", "")[:10], request.POST.get(f"word-{ref}", "")
    seen = request.POST.get("seen", "")[:10]
    try:
        service.answer_task(
            str(ref),
            what,
            word,
            seen=seen,
            actor=actor_of(request),
            act_id=act_id_of(request),
            at=at_of(request),
        )
    except Invalid as wrong:
        problems = tuple(replace(one, field=f"word-{ref}") for one in wrong.problems)
        return _page(request, problems=problems, typed={str(ref): word}, status=422)
    except (Refused, Stale) as no:
        return _page(request, because=reason(no.refusal), typed={str(ref): word}, status=409)
    return HttpResponseRedirect(f"{reverse('portal-household')}?done={what}")


@signed_in
@require_POST
def letters(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Let oneself be written to, or not any more."""
    wants = request.POST.get("letters") == "yes"
    service.want_letters(
        str(ref), wants=wants, actor=actor_of(request), act_id=act_id_of(request), at=at_of(request)
    )
    return HttpResponseRedirect(f"{reverse('portal-household')}?done=letters")


@signed_in
@require_POST
def card(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Say what the service card may show of one's household."""
    try:
        service.show_on_card(
            str(ref), request.POST.get("shows", "")[:10], actor=actor_of(request), act_id=act_id_of(request),
            at=at_of(request),
        )  # fmt: skip
    except Invalid as wrong:
        return _page(request, problems=wrong.problems, status=422)
    return HttpResponseRedirect(f"{reverse('portal-household')}?done=card")


@signed_in
@require_POST
def leave(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Take one's consent back, at once and without a reason."""
    try:
        service.withdraw_consent(
            str(ref), own_only=True, actor=actor_of(request), act_id=act_id_of(request), at=at_of(request)
        )
    except Refused as no:
        return _page(request, because=reason(no.refusal), status=409)
    return HttpResponseRedirect(f"{reverse('portal-mine')}?done=household_left")


def asked_by(task: TaskFact) -> str:
    """Say who asks: the body, or the role where it has none."""
    body = task.body_zh if language() == "zh" else task.body_en
    key = f"access.role.{task.role}"
    return body or (t(key) if has(key) else t("portal.household.community"))


def _page(
    request: HttpRequest,
    *,
    problems: tuple[Problem, ...] = (),
    because: str = "",
    typed: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    actor = actor_of(request)
    homes = grid.own_households(actor)
    if not homes:
        raise NotVisible
    still, over = grid.own_tasks(actor)
    done = request.GET.get("done", "")
    context = {
        "homes": [(home, trail(home.area_path, finest=FINEST)) for home in homes],
        "still": [(task, asked_by(task), _where(task, homes)) for task in still],
        "over": [(task, asked_by(task)) for task in over],
        "typed": typed or {},
        "problems": problems,
        "because": because,
        "done": done if done in DONE else "",
        "new_act_id": new_act_id,
    }
    return render(request, "portal/household.html", context, status=status)


def _where(task: TaskFact, homes: list[OwnHousehold]) -> str:
    """Say for which place it is asked, to somebody who serves at several."""
    return trail(task.area_path, finest=FINEST) if len(homes) > 1 else ""
