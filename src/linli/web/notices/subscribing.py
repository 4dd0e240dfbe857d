"""A resident says where, over which channels and in which order they want to hear; and takes it back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from linli.apps.notices import facts, service
from linli.apps.people import facts as people
from linli.core.shared.outcomes import Problem
from linli.kernel.access.actors import Actor
from linli.kernel.access.pages import signed_in
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused
from linli.kernel.identity.models import Account
from linli.kernel.identity.service import phone_of
from linli.kernel.ui.jinja import url
from linli.kernel.ui.pages import here, render
from linli.kernel.ui.text import language, reason
from linli.web.notices.places import chosen, named
from linli.web.portal.visitor import act_id_of, actor_of, allow_writing, at_of, new_act_id

PLACES = ("first", "second", "third", "fourth")
TEXTS = ("name", "email", "door")


def wish_of(request: HttpRequest) -> service.Wish:
    """Read the form: the channels in the order of its four fields."""
    said = request.POST
    order = tuple(said.get(one, "")[:10] for one in PLACES)
    return service.Wish(
        area=said.get("area", "")[:40],
        channels=order,
        topics=tuple(one[:20] for one in said.getlist("topics")),
        age=said.get("age", "")[:10],
        language=said.get("language", "zh")[:2],
        large=said.get("large") == "yes",
        neighbour=said.get("neighbour") == "yes",
        for_resident=said.get("for_resident", "")[:40],
        phone=said.get("phone", "")[:30],
        **{name: said.get(name, "")[:200] for name in TEXTS},
    )


@signed_in
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def subscribe(request: HttpRequest) -> HttpResponse:
    """Show one's subscriptions, take a new one, change or end one."""
    if request.method == "GET":
        return _show(request)
    allow_writing(request, "subscribe")
    try:
        done = _do(request)
    except Invalid as wrong:
        return _show(request, problems=wrong.problems, filled=wish_of(request))
    except Refused as no:
        return _show(request, refused=reason(no.refusal), filled=wish_of(request))
    return HttpResponseRedirect(f"{url('notices-subscribe')}?done={done}")


def _do(request: HttpRequest) -> str:
    what, ref = request.POST.get("do", ""), request.POST.get("ref", "")[:40]
    said = {"actor": actor_of(request), "act_id": act_id_of(request), "at": at_of(request)}
    if what == "leave":
        service.leave_own(ref, **said)
    elif what == "change":
        service.change(ref, wish_of(request), **said)
    elif what == "subscribe":
        service.subscribe(wish_of(request), own_phone(actor_of(request)), **said)
    else:
        raise NotVisible
    return what


def own_phone(actor: Actor) -> str:
    """Return the number that somebody signs in with, "" for staff and programs."""
    account = Account.objects.filter(pk=actor.account_id).first()
    return phone_of(account) if account is not None else ""


def _show(
    request: HttpRequest,
    *,
    problems: Sequence[Problem] = (),
    refused: str = "",
    filled: service.Wish | None = None,
) -> HttpResponse:
    rows = facts.own(actor_of(request))
    changing = next((one for one in rows if one.ref == request.GET.get("ref", "")), None)
    people_ = people.represented(actor_of(request), at_of(request))
    code = filled.area if filled else changing.area_code if changing else request.GET.get("area", "")
    context = {
        "rows": [(one, one.area_zh if language() == "zh" else one.area_en) for one in rows],
        "changing": changing,
        "place": chosen(code),
        "given": filled or changing,
        "order": _order(filled.channels if filled else changing.wanted if changing else ("sms",)),
        "represented": people_,
        "names": dict(people_),
        "already": filled is None
        and changing is None
        and any(one.area_code == code and not one.for_resident for one in rows),
        "channels": facts.CHANNELS,
        "topics": facts.TOPICS,
        "ages": facts.AGES,
        "places": PLACES,
        "problems": tuple(problems),
        "refused": refused,
        "done": request.GET.get("done", ""),
        "here": lambda **changes: here(request, done="", **changes),
        "new_act_id": new_act_id,
        "named": named,
    }
    status = 422 if problems else 409 if refused else 200
    return render(request, "notices/subscribe.html", context, status=status)


def _order(channels: Sequence[str]) -> dict[str, str]:
    return {place: channels[n] if n < len(channels) else "" for n, place in enumerate(PLACES)}


@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def visits(request: HttpRequest) -> HttpResponse:
    """Show a contact household who of its neighbours has not heard, and note that they were told at the door."""
    if request.method == "POST":
        service.note_visit(
            request.POST.get("token", "")[:80],
            actor=actor_of(request), act_id=act_id_of(request), at=at_of(request),
        )  # fmt: skip
        return HttpResponseRedirect(f"{url('notices-visits')}?done=told")
    rows: list[dict[str, Any]] = [
        {"one": one, "title": facts.headline(row, language()), "ref": row.ref}
        for row, one in facts.neighbours_waiting(actor_of(request), at_of(request))
    ]
    context = {"rows": rows, "done": request.GET.get("done", ""), "new_act_id": new_act_id}
    return render(request, "notices/visits.html", context)
