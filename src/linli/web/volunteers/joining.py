"""Joining, reporting in as a courier, correcting, pausing, leaving; and a guardian's word."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from linli.apps.volunteers import facts, service
from linli.kernel.access.pages import signed_in
from linli.kernel.audit.outcomes import NotVisible
from linli.kernel.ui.pages import render
from linli.kernel.ui.text import t
from linli.web.portal import areas
from linli.web.portal.visitor import actor_of, allow_writing
from linli.web.volunteers.asking import application, attempt, frame, line, said


@signed_in
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Apply; with the code of a team from its link where there is one."""
    return _form(request, "join")


@signed_in
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def rider(request: HttpRequest) -> HttpResponse:
    """Report in as a courier: four questions, and done."""
    return _form(request, "rider")


def _form(request: HttpRequest, what: str) -> HttpResponse:
    def page(**more: object) -> HttpResponse:
        status = int(str(more.pop("status", 200)))
        known = areas.known()
        context = frame(
            request, what=what, places=list(known)[: areas.MOST_OFFERED], options=options(),
            code=request.POST.get("code", request.GET.get("code", ""))[:20], **more,
        )  # fmt: skip
        return render(request, "volunteers/join.html", context, status=status)

    if request.method == "GET":
        return page()
    allow_writing(request, "volunteer", 30)
    act = service.apply if what == "join" else service.report_in
    done = "applied" if what == "join" else "reported_in"
    return attempt(
        lambda: act(application(request), **said(request)), page, f"{reverse('volunteer-mine')}?done={done}"
    )


@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest) -> HttpResponse:
    """Correct what one can do, when and where."""
    me = facts.me(actor_of(request))
    if me is None:
        raise NotVisible

    def page(**more: object) -> HttpResponse:
        status, known = int(str(more.pop("status", 200))), areas.known()
        place = areas.name_of_code(me.area_path.rstrip("/").rsplit("/", 1)[-1], known)
        context = frame(
            request, me=me, place=place, places=list(known)[: areas.MOST_OFFERED], options=options(), **more
        )
        return render(request, "volunteers/change.html", context, status=status)

    if request.method == "GET":
        return page()
    return attempt(
        lambda: service.change(application(request), **said(request)),
        page,
        f"{reverse('volunteer-mine')}?done=changed",
    )


@signed_in
@require_POST
def status(request: HttpRequest) -> HttpResponse:
    """Pause, go on, leave, join or leave a team: one button each."""
    from linli.web.volunteers.mine import show_mine

    what = line(request, "do")
    acts = {
        "pause": lambda: service.pause(wants=True, **said(request)),
        "resume": lambda: service.pause(wants=False, **said(request)),
        "leave": lambda: service.leave(**said(request)),
        "join_team": lambda: service.join_team(line(request, "code"), **said(request)),
        "leave_team": lambda: service.leave_team(line(request, "team"), **said(request)),
    }
    if what not in acts:
        raise NotVisible
    to = reverse("volunteers") if what == "leave" else reverse("volunteer-mine")
    return attempt(acts[what], lambda **more: show_mine(request, **more), f"{to}?done={what}")


@signed_in
@require_POST
def guardian(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Say yes or no for a young person who named one, or take a yes back."""
    from linli.web.volunteers.mine import show_mine

    agrees = line(request, "agrees") == "yes"
    done = "guardian_yes" if agrees else "guardian_no"
    return attempt(
        lambda: service.guardian_says(ref, agrees=agrees, **said(request)),
        lambda **more: show_mine(request, **more),
        f"{reverse('volunteer-mine')}?done={done}",
    )


def options() -> dict[str, list[tuple[str, str]]]:
    """Return what may be chosen, with its words."""
    return {
        "skills": [(one, t(f"volunteers.skill.{one}")) for one in facts.SKILLS],
        "languages": [(one, t(f"volunteers.language.{one}")) for one in facts.LANGUAGES],
        "radius": [(str(one), t("lend.radius_of", n=one)) for one in facts.RADII],
        "times": [
            (one, t("lend.time_of", day=t(f"volunteers.day.{one[0]}"), part=t(f"volunteers.part.{one[1:]}")))
            for one in facts.TIMES
        ],
    }
