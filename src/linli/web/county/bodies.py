"""Bodies, their posts, who holds them, and their duties."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_GET, require_POST

from linli.apps.grid import facts as grid
from linli.apps.grid import service
from linli.apps.grid.service import NewPost, NewRoster
from linli.core.shared.outcomes import Problem
from linli.kernel.access.pages import requires
from linli.kernel.access.permissions import Permission
from linli.kernel.access.register import staff
from linli.kernel.audit.outcomes import Invalid, NotVisible
from linli.kernel.ui.show import read_day
from linli.web.county import words
from linli.web.county.frame import Said, Wrong, asked, attempt, done, page, said, today

KINDS = (
    "city_department", "district_department", "subdistrict", "township", "community", "centre", "company",
    "mediation", "other",
)  # fmt: skip
SHOWN = 120
MOST_STAFF = 500


@requires(Permission.APPOINTMENT_EDIT)
@require_GET
def bodies(request: HttpRequest) -> HttpResponse:
    """List the bodies by kind."""
    q, kind = request.GET.get("q", "")[:60].strip(), request.GET.get("kind", "")
    found = [
        one
        for one in grid.bodies(kind if kind in KINDS else None)
        if q.lower() in f"{one.name_zh} {one.name_en} {one.code} {one.office}".lower()
    ]
    names = words.names(one.area_path for one in found[:SHOWN])
    rows = [
        (one, words.named(one), words.body_kind(one.kind), names.area(one.area_path)) for one in found[:SHOWN]
    ]
    return page(request, "bodies", {"rows": rows, "total": len(found), "q": q, "kind": kind, "kinds": KINDS})


@requires(Permission.APPOINTMENT_EDIT)
@require_GET
def body(request: HttpRequest, ref: str) -> HttpResponse:
    """Show one body."""
    return _body(request, ref, None)


@requires(Permission.APPOINTMENT_EDIT, Permission.ROSTER_EDIT)
@require_POST
def body_change(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Open a post, appoint somebody or end it, open a duty."""
    what = request.POST.get("do", "")
    if what not in _CHANGES:
        raise NotVisible
    _, wrong = attempt(lambda: _CHANGES[what](_one(ref), request, said(request)))
    return _body(request, ref, wrong) if wrong else done(what, "body", ref=ref)


def _open_post(one: grid.BodyFact, request: HttpRequest, who: Said) -> None:
    post, cell = request.POST, request.POST.get("cell", "").strip()
    new = NewPost(
        post.get("code", ""), post.get("title_zh", ""), post.get("title_en", ""), post.get("phone", ""),
        post.get("shown") == "yes", (post.get("cell_kind", "responsibility"), cell) if cell else None,
    )  # fmt: skip
    service.open_post(one.ref, new, **who)


def _appoint(_one: grid.BodyFact, request: HttpRequest, who: Said) -> None:
    post = request.POST
    starts, ends = read_day(post.get("starts", "")), read_day(post.get("ends", ""))
    missing = [name for name in ("post", "account") if not post.get(name)]
    wrong = [Problem(name, "county.choose_one") for name in missing]
    if starts is None:
        wrong.append(Problem("starts", "county.not_a_day"))
    if wrong or starts is None:
        raise Invalid(*wrong)
    service.appoint(post["post"], post["account"], starts, ends, **who)


def _end(_one: grid.BodyFact, request: HttpRequest, who: Said) -> None:
    ends = read_day(request.POST.get("ends", ""))
    if ends is None:
        raise Invalid(Problem("ends", "county.not_a_day"))
    service.end_appointment(request.POST.get("appointment", ""), ends, **who)


def _open_duty(one: grid.BodyFact, request: HttpRequest, who: Said) -> None:
    post = request.POST
    new = NewRoster(
        post.get("duty_code", ""), post.get("duty_zh", ""), post.get("duty_en", ""), post.get("phone", "")
    )
    service.open_roster(one.ref, new, **who)


_CHANGES = {
    "post_opened": _open_post,
    "appointed": _appoint,
    "appointment_ended": _end,
    "duty_opened": _open_duty,
}
"""What the form's hidden field says, which is also what is told when it is done."""


def _body(request: HttpRequest, ref: str, wrong: Wrong | None) -> HttpResponse:
    actor, one = asked(request).actor, _one(ref)
    held: dict[str, list[grid.AppointmentFact]] = {}
    for each in grid.appointments(one.ref, today(request), actor=actor):
        held.setdefault(each.post_ref, []).append(each)
    found = grid.posts(one.ref)
    parent = grid.body(one.parent_ref) if one.parent_ref else None
    context: dict[str, Any] = {
        "one": one,
        "name": words.named(one),
        "kind": words.body_kind(one.kind),
        "office": words.token(f"$district_dept:{one.office}").rpartition(" · ")[2] if one.office else "",
        "area": words.names([one.area_path]).area(one.area_path),
        "area_code": one.area_path.strip("/").rpartition("/")[2],
        "parent": (parent, words.named(parent)) if parent else None,
        "posts": [(each, words.named(each, "title"), held.get(each.ref, [])) for each in found],
        "duties": [(each, words.named(each)) for each in grid.rosters(one.ref)],
        "on_duty": grid.who_is_on_duty(one.ref, asked(request).at, actor=actor),
        "staff": [
            (each.ref, f"{each.name} · {each.login}")
            for each in staff(actor=actor, limit=MOST_STAFF)
            if each.active
        ],
        "may_staff": actor.may(Permission.APPOINTMENT_EDIT, area_path=one.area_path),
        "may_roster": actor.may(Permission.ROSTER_EDIT, area_path=one.area_path),
        "typed": request.POST,
    }
    return page(request, "body", context, wrong=wrong)


def _one(ref: str) -> grid.BodyFact:
    found = grid.body(ref)
    if found is None:
        raise NotVisible
    return found
