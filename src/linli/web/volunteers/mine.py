"""What is one's own: the state of one's helping, what one took, what others do for one, one's hours and teams."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.apps.volunteers import facts, service
from linli.kernel.access.pages import public_page, signed_in
from linli.kernel.access.throttle import allow_address
from linli.kernel.audit.outcomes import NotVisible
from linli.kernel.ui.pages import render
from linli.web.county import words
from linli.web.portal.visitor import actor_of, asked, at_of
from linli.web.volunteers.asking import attempt, cursor, frame, line, minutes, said

HOUR = 3_600


@signed_in
@never_cache
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Show what is one's own."""
    return show_mine(request)


def show_mine(request: HttpRequest, **more: object) -> HttpResponse:
    """Show it, with what is wrong after an act."""
    actor, at = actor_of(request), at_of(request)
    status = int(str(more.pop("status", 200)))
    engagements = facts.mine(actor, at)
    hours, whole = facts.own_hours(actor)
    me = facts.me(actor)
    context = frame(
        request,
        me=me,
        place=words.names([me.area_path]).area(me.area_path) if me else "",
        wards=facts.wards(actor),
        ahead=[one for one in engagements if not _over(one, at)],
        past=[one for one in engagements if _over(one, at)],
        helped=facts.helped_by(actor, at),
        hours=hours,
        whole=whole,
        teams=facts.teams_of(actor),
        led=facts.led_by(actor),
        **more,
    )
    return render(request, "volunteers/mine.html", context, status=status)


def _over(one: facts.EngagementFact, at: datetime) -> bool:
    return one.state == "finished" or one.task.ends_at <= at


@public_page
@never_cache
@require_safe
def tasks(request: HttpRequest) -> HttpResponse:
    """List the tasks that fit oneself with why, and all open ones for anybody."""
    rows, more = facts.open_tasks(at_of(request), after=cursor(request))
    if cursor(request):
        me, near = facts.me(actor_of(request)), ()
    else:
        me, near = facts.me_and_near(actor_of(request), at_of(request))
    known = {one.ref for one in near}
    names = words.names(one.area_path for one in (*rows, *near))
    context = frame(
        request,
        me=me,
        near=[(one, names.area(one.area_path)) for one in near],
        rows=[(one, names.area(one.area_path)) for one in rows if one.ref not in known],
        more=more,
    )
    return render(request, "volunteers/tasks.html", context)


@public_page
@never_cache
@require_http_methods(["GET", "POST"])
def task(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Show one task; take it, give it back, begin, end, say that the hours are not right."""

    def page(**more: object) -> HttpResponse:
        actor, at = actor_of(request), at_of(request)
        status = int(str(more.pop("status", 200)))
        one, own = facts.task(ref, actor=actor, at=at)
        context = frame(
            request, one=one, own=own, me=facts.me(actor), is_over=one.ends_at <= at,
            place=words.names([one.area_path]).area(one.area_path), **more,
        )  # fmt: skip
        return render(request, "volunteers/task.html", context, status=status)

    if request.method == "GET":
        return page()
    part, code, what = line(request, "part", 40), line(request, "code"), line(request, "do")
    acts = {
        "take": lambda: service.take(ref, **said(request)),
        "give_back": lambda: service.give_back(_ref(part), **said(request)),
        "start": lambda: service.start(_ref(part), code, **said(request)),
        "finish": lambda: service.finish(_ref(part), code, **said(request)),
        "dispute": lambda: service.dispute(_ref(part), line(request, "words", 1000), **said(request)),
    }
    if what not in acts:
        raise NotVisible
    return attempt(acts[what], page, f"{reverse('volunteer-task', args=[ref])}?done={what}")


@signed_in
@require_POST
def confirm(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Confirm, as the one who was helped, how long it took."""
    return attempt(
        lambda: service.confirm(ref, minutes(request), **said(request)),
        lambda **more: show_mine(request, **more),
        f"{reverse('volunteer-mine')}?done=confirmed",
    )


@public_page
@never_cache
@require_http_methods(["GET", "POST"])
def slip(request: HttpRequest) -> HttpResponse:
    """Confirm with the code on the slip: for who has no account, or somebody who types it for them."""
    code = (request.POST.get("code") or request.GET.get("code") or "")[:20]

    def page(**more: object) -> HttpResponse:
        status = int(str(more.pop("status", 200)))
        found = _by_code(request, code) if code else None
        context = frame(request, code=code, one=found, unknown=bool(code) and found is None, **more)
        return render(request, "volunteers/slip_confirm.html", context, status=status)

    if request.method == "GET" or "minutes" not in request.POST:
        return page()
    one = _by_code(request, code)
    if one is None:
        return page(status=404)
    return attempt(
        lambda: service.confirm(one.ref, minutes(request), code=code, **said(request)),
        page,
        f"{reverse('volunteer-slip-confirm')}?done=confirmed",
    )


def _by_code(request: HttpRequest, code: str) -> facts.EngagementFact | None:
    allow_address(asked(request), "volunteer-slip", 30, HOUR)
    try:
        return facts.by_slip(code, at_of(request))
    except NotVisible:
        return None


def _ref(typed: str) -> UUID:
    try:
        return UUID(typed)
    except ValueError as wrong:
        raise NotVisible from wrong
