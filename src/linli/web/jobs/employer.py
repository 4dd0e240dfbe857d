"""For employers: register, post a shift, see who comes, say who was paid; by telephone screen, several people of one."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from linli.apps.jobs import facts, service
from linli.core.clock.instants import BEIJING
from linli.kernel.access.pages import signed_in
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.ui.pages import here, render
from linli.kernel.ui.text import reason
from linli.web.jobs import reading
from linli.web.portal.visitor import act_id_of, actor_of, allow_writing, at_of, new_act_id


@signed_in
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Register a firm or a household."""
    problems: Any = ()
    if request.method == "POST":
        allow_writing(request, "jobs")
        said = {
            name: request.POST.get(name, "")[:120]
            for name in ("kind", "name", "phone", "area", "credit_code")
        }
        new = service.NewEmployer(**{**said, "area": reading.area_code(said["area"])})
        try:
            ref = service.register_employer(
                new, actor=actor_of(request), act_id=act_id_of(request), at=at_of(request)
            )
            return HttpResponseRedirect(reverse("jobs-employer", args=[ref]))
        except Invalid as wrong:
            problems = wrong.problems
    context = {
        "said": request.POST,
        "problems": problems,
        "names": reading.area_names(),
        "kinds": reading.choices("jobs.page.kind_", service.EMPLOYER_KINDS),
        "act_id": new_act_id(),
    }
    return render(request, "jobs/employer_new.html", context, status=422 if problems else 200)


@signed_in
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def home(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Show one's employer: where it stands, its shifts, its people; add or take off a person."""
    problems: Any = ()
    refused = ""
    _own(request, ref)
    if request.method == "POST":
        said = {"actor": actor_of(request), "act_id": act_id_of(request), "at": at_of(request)}
        try:
            if request.POST.get("do") == "add":
                service.add_person(ref, request.POST.get("phone", "")[:40], **said)
            else:
                service.remove_person(ref, _ref(request.POST.get("person", "")), **said)
            return HttpResponseRedirect(reverse("jobs-employer", args=[ref]))
        except Invalid as wrong:
            problems = wrong.problems
        except Refused as no:
            refused = reason(no.refusal)
    actor = actor_of(request)
    found = facts.employer(actor, ref)
    page = facts.posts_of(actor, str(ref), cursor=request.GET.get("cursor", "")[:200])
    context = {
        "one": found,
        "counts": facts.counts(found.id),
        "people": facts.people_of(actor, ref),
        "rows": page.rows,
        "asked": facts.asked_at(found.id),
        "now": at_of(request),
        "next": here(request, cursor=page.next) if page.next else None,
        "name": reading.trade_name,
        "problems": problems,
        "refused": refused,
        "new_act_id": new_act_id,
    }
    return render(request, "jobs/employer.html", context, status=422 if problems else 409 if refused else 200)


@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def post(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Post a shift, on several days if wanted; what may not be said comes back with the words."""
    problems: Any = ()
    refused = ""
    found = _own(request, ref)
    if request.method == "POST":
        allow_writing(request, "jobs")
        try:
            _post(request, ref)
            return HttpResponseRedirect(reverse("jobs-employer", args=[ref]))
        except Invalid as wrong:
            problems = wrong.problems
        except Refused as no:
            refused = reason(no.refusal)
    context = {
        "one": found,
        "said": request.POST if request.method == "POST" else _usual(request),
        "chosen": request.POST.getlist("demands"),
        "problems": problems,
        "refused": refused,
        "names": reading.area_names(),
        "trades": [(each.code, reading.trade_name(each)) for each in facts.trades()],
        **offered(),
        "act_id": new_act_id(),
    }
    return render(request, "jobs/post_new.html", context, status=422 if problems else 409 if refused else 200)


def _usual(request: HttpRequest) -> Mapping[str, str]:
    tomorrow = at_of(request).astimezone(BEIJING).date() + timedelta(days=1)
    return {
        "day": tomorrow.isoformat(), "starts": "08:00", "ends": "17:00", "places": "1", "pay_unit": "day",
        "pay_way": "mobile", "pay_days": "0", "tools": "given", "insurance": "none", "meals": "none", "level": "1",
    }  # fmt: skip


def _post(request: HttpRequest, ref: UUID) -> None:
    act_id, new = act_id_of(request), reading.new_post(request.POST)
    more = min(reading.number(request.POST.get("more_days", "")), 13)
    for n in range(more + 1):
        shifted = {"starts_at": new.starts_at + timedelta(days=n), "ends_at": new.ends_at + timedelta(days=n)}
        from dataclasses import replace

        key = act_id if n == 0 else str(uuid.uuid5(uuid.UUID(act_id), str(n)))
        service.post_shift(
            ref, replace(new, **shifted), actor=actor_of(request), act_id=key, at=at_of(request)
        )


def offered() -> dict[str, Any]:
    """Return the choices of a post's form."""
    return {
        "units": reading.choices("jobs.page.unit_", service.UNITS),
        "ways": reading.choices("jobs.pay_way_", service.WAYS),
        "pay_days": reading.choices("jobs.page.pay_days_", reading.DAYS_TO_PAY),
        "tools": reading.choices("jobs.tools_", service.TOOLS),
        "insurances": reading.choices("jobs.insurance_", service.INSURANCES),
        "meals": reading.choices("jobs.meals_", service.MEALS),
        "demands": reading.choices("jobs.demand_", service.DEMANDS),
        "levels": reading.choices("jobs.page.level_", reading.LEVELS),
    }


@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def shift(request: HttpRequest, ref: UUID, post: UUID) -> HttpResponse:
    """Show who wishes, agreed and worked at a shift of one's own; take it down."""
    _own(request, ref)
    refused = ""
    if request.method == "POST":
        try:
            service.withdraw_post(post, actor=actor_of(request), act_id=act_id_of(request), at=at_of(request))
            return HttpResponseRedirect(reverse("jobs-employer", args=[ref]))
        except Stale as no:
            refused = reason(no.refusal)
    found = facts.post(post, actor_of(request))
    if found.employer_ref != str(ref):
        raise NotVisible
    context = {
        "one": found,
        "name": reading.trade_name(found),
        "rows": facts.engagements_at(actor_of(request), found),
        "now": at_of(request),
        "refused": refused,
        "act_id": new_act_id(),
    }
    return render(request, "jobs/shift.html", context, status=409 if refused else 200)


@signed_in
@never_cache
@require_safe
def shift_list(request: HttpRequest, ref: UUID, post: UUID) -> HttpResponse:
    """Show who comes to a shift as a list for paper: name, number, when each came and went, a line to sign."""
    _own(request, ref)
    found = facts.post(post, actor_of(request))
    if found.employer_ref != str(ref):
        raise NotVisible
    rows = [one for one in facts.engagements_at(actor_of(request), found) if one.state in service.PROMISED]
    context = {"one": found, "name": reading.trade_name(found), "rows": rows}
    return render(request, "jobs/shift_list.html", context)


def _own(request: HttpRequest, ref: UUID) -> facts.EmployerFact:
    found = next((one for one in facts.mine(actor_of(request)) if one.ref == str(ref)), None)
    if found is None:
        raise NotVisible
    return found


def _ref(said: str) -> str:
    try:
        return str(UUID(said))
    except ValueError:
        raise NotVisible from None
