"""The coordinator's pages: who is in care, what is due, one person's file; the supervisor sees it masked."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from linli.apps.care import facts, service
from linli.apps.care.service import AGREED, INCIDENTS, MEALS, REASONS, SERVICES, SKILLS, WISHES
from linli.apps.people.facts import ResidentFact
from linli.kernel.access.http import ActorRequest
from linli.kernel.access.pages import requires
from linli.kernel.access.permissions import Permission
from linli.kernel.ui import show
from linli.kernel.ui.jinja import url
from linli.kernel.ui.pages import render
from linli.kernel.ui.text import t
from linli.web.care import reading
from linli.web.care.front import family_of, relations, steps_of
from linli.web.care.reading import NOTHING, Outcome, carry_out, hand, named
from linli.web.desk import seat
from linli.web.portal.visitor import new_act_id

HERE = "page:care"
DONE = frozenset(
    {
        "change",
        "family",
        "withdraw",
        "begin",
        "tell",
        "plan",
        "enrol",
        "admit",
        "leave",
        "require",
        "stop",
        "incident",
    }
)


@requires(Permission.CARE_READ, Permission.CARE_VISIT)
@never_cache
@require_safe
def page(request: ActorRequest) -> HttpResponse:
    """Show what waits today, the people in care, rooms and days."""
    actor, at = request.actor, request.at
    today = show.local(at).date()
    bodies = facts.own_bodies(actor)
    files = facts.files(actor, before=request.GET.get("before", "")[:18])
    context = seat.frame(
        request,
        here=HERE,
        files=files,
        due=facts.due(actor, today) if bodies else (),
        open=facts.open_assessments(actor),
        todo=facts.to_do(actor),
        alerts=facts.alerts(actor, *(body.id for body in bodies)),
        rooms=facts.kept_rooms(actor),
        bodies=[(one.ref, named(one.name_zh, one.name_en)) for one in bodies],
        today=today,
        may_read=actor.may(Permission.CARE_READ),
        named=named,
    )
    return render(request, "care/desk.html", context)


@requires(Permission.CARE_COORDINATE)
@never_cache
@require_http_methods(["GET", "POST"])
def new(request: ActorRequest) -> HttpResponse:
    """Find a person by telephone or identity number, and open a file on their word."""
    said = (request.POST if request.method == "POST" else request.GET).get("q", "")[:30]
    found = facts.find_person(request.actor, said) if said else ()
    outcome, made = NOTHING, []
    if request.method == "POST":
        outcome = carry_out(request, {"open": lambda: made.append(_open(request))})
        if made:
            return HttpResponseRedirect(url("desk-care-file", ref=made[0]))
    context = seat.frame(
        request,
        here=HERE,
        q=said,
        found=found,
        bodies=[(one.ref, named(one.name_zh, one.name_en)) for one in facts.own_bodies(request.actor)],
        agreed=[(one, t(f"care.agreed.{one}")) for one in AGREED if one != "self"],
        wishes=words("wish", WISHES),
        typed=reading.typed(request, outcome, "open"),
        outcome=outcome,
        act_id=new_act_id(),
    )
    return render(request, "care/new.html", context, status=outcome.status)


def _open(request: ActorRequest) -> str:
    post = request.POST
    lon, lat = reading.degrees(post.get("lon", "")), reading.degrees(post.get("lat", ""))
    asked = service.NewFile(
        post.get("resident", "")[:40], post.get("body", "")[:40], post.get("consent", "")[:10], lon, lat,
        reading.many(request, "wishes"),
    )  # fmt: skip
    return service.open_file(asked, **hand(request))  # type: ignore[arg-type]


def words(kind: str, codes: Any) -> list[tuple[str, str]]:
    """Return codes with their sentences, for choices."""
    return [(one, t(f"care.{kind}.{one}")) for one in codes]


@requires(Permission.CARE_READ)
@never_cache
@require_http_methods(["GET", "POST"])
def file(request: ActorRequest, ref: UUID) -> HttpResponse:
    """Show one person's file, and do what its forms say."""
    if request.method == "GET":
        return _file(request, ref, NOTHING)
    shown: list[ResidentFact] = []
    outcome = carry_out(request, _acts(request, ref, shown))
    if shown:
        return _file(request, ref, outcome, contact=shown[0])
    if outcome.done == "close":
        return HttpResponseRedirect(url("desk-care"))
    if outcome.done:
        return HttpResponseRedirect(f"{url('desk-care-file', ref=ref)}?done={outcome.done}")
    return _file(request, ref, outcome)


def _acts(request: ActorRequest, ref: UUID, shown: list[ResidentFact]) -> dict[str, Any]:
    post, said = request.POST, hand(request)
    pair = tuple(one for one in (post.get("first", "")[:40], post.get("second", "")[:40]) if one)
    return {
        "unmask": lambda: shown.append(service.unmask(ref, post.get("why", "")[:20], **said)),
        "change": lambda: service.change_file(ref, _home(request), **said),
        "family": lambda: service.name_family(ref, family_of(request), **said),
        "withdraw": lambda: service.withdraw_family(ref, post.get("member", "")[:40], **said),
        "begin": lambda: service.begin_assessment(ref, post.get("reason", "")[:10], pair, **said),
        "tell": lambda: service.tell_result(post.get("assessment", "")[:40], **said),
        "plan": lambda: service.agree_plan(ref, _plan(request), **said),
        "enrol": lambda: service.enrol(ref, _enrolment(request), **said),
        "admit": lambda: service.admit(post.get("enrolment", "")[:40], **said),
        "leave": lambda: service.end_enrolment(post.get("enrolment", "")[:40], **said),
        "require": lambda: service.set_requirement(ref, requirement_of(request), **said),
        "stop": lambda: service.end_requirement(ref, post.get("key", "")[:40], **said),
        "incident": lambda: _incident(request, ref),
        "close": lambda: service.close_file(ref, **said),
    }


def _home(request: ActorRequest) -> service.HomeAndWishes:
    lon, lat = (reading.degrees(request.POST.get(name, "")) for name in ("lon", "lat"))
    return service.HomeAndWishes(lon, lat, reading.many(request, "wishes"))


def _plan(request: ActorRequest) -> service.NewPlan:
    post = request.POST
    lines = tuple(
        service.Line(one, reading.whole(request, f"times_{one}"), post.get(f"by_{one}", "")[:20])
        for one in SERVICES
        if post.get(f"times_{one}", "").strip()
    )
    review = reading.day(post.get("review_on", "")) or show.local(request.at).date()
    return service.NewPlan(
        post.get("needs", ""),
        post.get("goals", ""),
        lines,
        review,
        post.get("how", "")[:10],
        post.get("family_part", ""),
    )


def _enrolment(request: ActorRequest) -> service.NewEnrolment:
    post = request.POST
    return service.NewEnrolment(
        post.get("room", "")[:40],
        reading.numbers(request, "room_days"),
        post.get("meal", "")[:20],
        post.get("avoid", ""),
    )


def requirement_of(request: ActorRequest) -> service.NewRequirement:
    """Read a visit that comes round from a form."""
    post = request.POST
    parts = [(post.get("service", "")[:20], reading.whole(request, "minutes"))]
    if post.get("second_service"):
        parts.append((post.get("second_service", "")[:20], reading.whole(request, "second_minutes")))
    gap = (
        (reading.whole(request, "least"), reading.whole(request, "most"))
        if post.get("least", "").strip()
        else ()
    )
    return service.NewRequirement(
        key=post.get("key", "").strip()[:60],
        parts=tuple(parts),
        opens=reading.minute(post.get("opens", "")),
        closes=reading.minute(post.get("closes", "")),
        days=reading.numbers(request, "days"),
        gap=gap,
        usual=reading.many(request, "usual"),
    )


def _incident(request: ActorRequest, ref: UUID) -> None:
    post = request.POST
    on = reading.day(post.get("day", "")) or show.local(request.at).date()
    service.note_incident(ref, post.get("kind", "")[:20], on, post.get("text", ""), **hand(request))  # type: ignore[arg-type]


def _file(
    request: ActorRequest, ref: UUID, outcome: Outcome, *, contact: ResidentFact | None = None
) -> HttpResponse:
    row, part = facts.seat_at(request.actor, ref)
    leads = part == "coordinator"
    done = request.GET.get("done", "")
    results = facts.results(row, told_only=False, limit=3) if leads else ()
    context = seat.frame(
        request,
        here=HERE,
        row=row,
        name=row.resident.name_masked,
        leads=leads,
        contact=contact,
        results=[(one, steps_of(one.steps)) for one in results],
        plan=facts.plan(row) if leads else None,
        family=facts.family(row) if leads else (),
        requirements=facts.requirements(row),
        enrolments=[one for one in row.enrolments.select_related("room__centre") if one.state != "over"],
        rooms=[
            (one.ref, named(one.centre.name_zh, one.centre.name_en))
            for one in facts.rooms()
            if one.body_id == row.body_id
        ],
        assessors=[(one.ref, one.name) for one in service.assessors_of(row.body_id, request.at)]
        if leads
        else [],
        carers=[(one.ref, one.name) for one in facts.carers(request.actor, row.body_id)] if leads else [],
        choices=_choices(),
        typed=lambda what: reading.typed(request, outcome, what),
        outcome=outcome,
        done=done if done in DONE else "",
        today=show.local(request.at).date(),
        named=named,
        new_act_id=new_act_id,
    )
    return render(request, "care/file.html", context, status=outcome.status)


def _choices() -> dict[str, list[tuple[str, str]]]:
    return {
        "wishes": words("wish", WISHES),
        "reasons": words("reason", REASONS),
        "services": words("service", SERVICES),
        "skills": words("service", SKILLS),
        "by": words("by", service.BY),
        "agreed": [(one, t(f"care.agreed.{one}")) for one in AGREED if one != "self"],
        "meals": words("meal", MEALS),
        "incidents": words("incident", INCIDENTS),
        "why": words("why", service.UNMASK_REASONS),
        "relations": relations(),
        "days": weekdays(),
    }


def weekdays() -> list[tuple[str, str]]:
    """Return the days of the week; 0 is Monday."""
    return [(str(one), t(f"show.weekday.{one + 1}")) for one in range(7)]
