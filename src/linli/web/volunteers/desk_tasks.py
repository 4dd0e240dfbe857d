"""Tasks at the desk: put up, out of a case or a centre too, watched, confirmed, corrected, called off; the slip to print."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from linli.apps.cases import facts as cases
from linli.apps.centres import facts as centres
from linli.apps.volunteers import facts, service
from linli.kernel.access.http import ActorRequest
from linli.kernel.access.pages import requires, signed_in
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import NotVisible
from linli.kernel.ui.pages import render
from linli.web.county import words
from linli.web.desk import seat
from linli.web.portal import areas
from linli.web.portal.visitor import asked
from linli.web.volunteers.asking import attempt, cursor, frame, line, minutes, place, said
from linli.web.volunteers.desk import own_bodies
from linli.web.volunteers.task_forms import task_form, task_options

TASK = Permission.VOLUNTEER_TASK


@requires(TASK)
@never_cache
@require_safe
def tasks(request: ActorRequest) -> HttpResponse:
    """List the tasks that one organises, ahead or past."""
    past = request.GET.get("past") == "yes"
    rows, more = facts.organised(request.actor, request.at, past=past, after=cursor(request))
    names = words.names(one.area_path for one in rows)
    listed = [(one, names.area(one.area_path)) for one in rows]
    told = frame(request, rows=listed, more=more, past=past)
    context = seat.frame(request, here="page:volunteer_tasks", **told)
    return render(request, "volunteers/desk_tasks.html", context)


@requires(TASK)
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def new(request: ActorRequest) -> HttpResponse:
    """Put up a task; out of a case its number only is kept, nothing that the person told."""
    case = (request.POST.get("case") or request.GET.get("case") or "")[:40]
    found = cases.case_view(request.actor, UUID(case), at=request.at).case if _is_ref(case) else None
    centre = line(request, "centre", 40)

    def page(**more: object) -> HttpResponse:
        status, known = int(str(more.pop("status", 200))), areas.known()
        code = (found.area_path.rstrip("/").rsplit("/", 1)[-1]) if found else ""
        told = frame(
            request, case=found, options=task_options(), bodies=own_bodies(request),
            place=areas.name_of_code(code, known) if code in known.values() else "",
            places=list(known)[: areas.MOST_OFFERED],
            centres=[(one.ref, words.named(one)) for one in centres.centres_in("/", on=request.at.date())], **more,
        )  # fmt: skip
        context = seat.frame(request, here="page:volunteer_tasks", **told)
        return render(request, "volunteers/desk_task_new.html", context, status=status)

    if request.method == "GET":
        return page()
    wish = task_form(
        request, area=place(request), body=line(request, "body"), case=str(found.ref) if found else "",
        centre=centre if _is_ref(centre) else "",
    )  # fmt: skip
    to = lambda ref: reverse("desk-volunteer-task", args=[ref])  # noqa: E731 - where it goes on
    return attempt(lambda: service.open_task(wish, **said(request)), page, to)


@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def task(request: ActorRequest, ref: UUID) -> HttpResponse:
    """Show a task to who organises it, staff or the leader of its team: the code, who took it, hours to confirm."""

    def page(**more: object) -> HttpResponse:
        status = int(str(more.pop("status", 200)))
        told = facts.organised_task(ref, actor=request.actor, at=request.at)
        where = words.names([told.task.area_path]).area(told.task.area_path)
        staff = request.actor.may(TASK)
        context = frame(
            request, seen=told, one=told.task, place=where, is_over=told.task.ends_at <= request.at, **more
        )
        if staff:
            context = seat.frame(request, here="page:volunteer_tasks", **context)
        name = "volunteers/desk_task.html" if staff else "volunteers/led_task.html"
        return render(request, name, context, status=status)

    if request.method == "GET":
        return page()
    what = line(request, "do")
    acts = {
        "confirm": lambda: service.confirm(
            _ref(line(request, "part", 40)), minutes(request), **said(request)
        ),
        "correct": lambda: service.correct(
            _ref(line(request, "hours_ref", 40)), minutes(request), **said(request)
        ),
        "ask": lambda: service.ask_volunteer(
            ref, _ref(line(request, "volunteer", 40)), actor=request.actor, at=request.at
        ),
        "cancel": lambda: service.cancel_task(ref, **said(request)),
    }
    if what not in acts:
        raise NotVisible
    return attempt(acts[what], page, f"{reverse('desk-volunteer-task', args=[ref])}?done={what}")


@signed_in
@never_cache
@require_safe
def slip(request: ActorRequest, ref: UUID) -> HttpResponse:
    """Show the slip for the person helped: what, when, and the code with which they confirm."""
    one = facts.slip(ref, actor=request.actor, at=request.at)
    address = asked(request).build_absolute_uri(f"{reverse('volunteer-slip-confirm')}?code={one.slip}")
    return render(request, "volunteers/slip.html", frame(request, one=one, address=address))


def _is_ref(typed: str) -> bool:
    try:
        UUID(typed)
    except ValueError:
        return False
    return True


def _ref(typed: str) -> UUID:
    if not _is_ref(typed):
        raise NotVisible
    return UUID(typed)
