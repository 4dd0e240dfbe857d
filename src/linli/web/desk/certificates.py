"""Certificates at the counter: issued to somebody who is present, looked up, revoked."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import timedelta

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from linli.apps.cases import facts as cases
from linli.apps.cases.facts import CaseView
from linli.apps.certificates import facts, service
from linli.core.shared.outcomes import Problem
from linli.kernel import documents
from linli.kernel.access.http import ActorRequest
from linli.kernel.access.pages import requires
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.ui import show
from linli.kernel.ui.jinja import url
from linli.kernel.ui.pages import render
from linli.kernel.ui.text import language, reason, t
from linli.web.desk import seat
from linli.web.portal.paper import copy, file_name, offered, sheet

COUNTED = timedelta(days=30)


@requires(Permission.CERTIFICATE_READ)
@never_cache
@require_safe
def certificates(request: ActorRequest) -> HttpResponse:
    """List what was issued in one's area, and how often certificates were checked anywhere."""
    since = show.local(request.at - COUNTED).date()
    rows = [
        {
            "ref": row.ref,
            "kind": row.kind,
            "holder": row.fields.get("holder", ""),
            "state": row.state(request.at),
            "at": row.valid_from,
            "body": row.body_zh if language() == "zh" else row.body_en,
        }
        for row in facts.in_area(request.actor)
    ]
    counts = [
        (_kind(kind), t(f"certificates.{_result(result)}"), n) for kind, result, n in facts.checked(since)
    ]
    days = [
        (show.day(day, language()), _kind(kind), t(f"desk.certificate.way_{way}"), n)
        for day, kind, way, n in facts.checked_by_day(since)
    ]
    context = seat.frame(
        request,
        here="page:certificates",
        rows=rows,
        counts=counts,
        days=days,
        may_issue=request.actor.may(Permission.CERTIFICATE_ISSUE),
    )
    return render(request, "desk/certificates.html", context)


def _kind(code: str) -> str:
    return t(f"certificates.kind.{code}") if code else t("desk.certificate.unread")


def _result(word: str) -> str:
    return "result.valid" if word == "valid" else f"fault.{word}"


@requires(Permission.CERTIFICATE_READ)
@never_cache
@require_http_methods(["GET", "POST"])
def certificate(request: ActorRequest, ref: uuid.UUID) -> HttpResponse:
    """Show one certificate of the area; revoke it with a reason."""
    if request.method == "GET":
        return _one(request, ref)
    try:
        service.revoke(
            ref,
            request.POST.get("reason", ""),
            actor=request.actor,
            act_id=request.POST.get("act_id", ""),
            at=request.at,
        )
    except Invalid as wrong:
        return _one(request, ref, problems=wrong.problems)
    except (Refused, Stale) as refused:
        return _one(request, ref, refused=reason(refused.refusal))
    return HttpResponseRedirect(url("desk:certificate", ref=ref))


def _one(
    request: ActorRequest, ref: uuid.UUID, *, problems: Sequence[Problem] = (), refused: str = ""
) -> HttpResponse:
    row = facts.certificate(request.actor, ref)
    context = seat.frame(
        request,
        here="page:certificates",
        **sheet(request, row),
        reasons=[(one, t(f"certificates.reason.{one}")) for one in service.REASONS],
        may_revoke=row.revoked_at is None and request.actor.may(Permission.CERTIFICATE_REVOKE),
        act_id=str(uuid.uuid4()),
        problems=problems,
        refused=refused,
    )
    return render(
        request, "desk/certificate.html", context, status=422 if problems else 409 if refused else 200
    )


@requires(Permission.CERTIFICATE_READ)
@never_cache
@require_safe
def certificate_pdf(request: ActorRequest, ref: uuid.UUID) -> HttpResponse:
    """Hand out the verification copy, to be printed at the counter."""
    row = facts.certificate(request.actor, ref)
    if not row.signed:
        raise NotVisible
    try:
        return documents.download(copy(request, row), file_name(row))
    except Refused as refused:
        return _one(request, ref, refused=reason(refused.refusal))


@requires(Permission.CERTIFICATE_ISSUE)
@never_cache
@require_http_methods(["GET", "POST"])
def issue(request: ActorRequest, ref: uuid.UUID) -> HttpResponse:
    """Issue a certificate of a case to the person at the counter, whose card was compared with them."""
    view = cases.case_view(request.actor, ref, at=request.at)
    if not view.staff or view.relation is not None:
        raise NotVisible
    if request.method == "GET":
        return _offered(request, view)
    presence = service.CARD if request.POST.get("seen") == "yes" else ""
    chosen = frozenset(request.POST.getlist("chosen"))
    wish = service.Wish(str(ref), request.POST.get("kind", ""), chosen, presence)
    try:
        made = service.issue(wish, actor=request.actor, act_id=request.POST.get("act_id", ""), at=request.at)
    except Invalid as wrong:
        return _offered(request, view, problems=wrong.problems)
    except Refused as refused:
        return _offered(request, view, refused=reason(refused.refusal))
    return HttpResponseRedirect(url("desk:certificate", ref=made["ref"]))


def _offered(
    request: ActorRequest, view: CaseView, *, problems: Sequence[Problem] = (), refused: str = ""
) -> HttpResponse:
    offers = [offered(one) for one in facts.offers(view)]
    context = seat.frame(request, view=view, offers=offers, problems=problems, refused=refused)
    status = 422 if problems else 409 if refused else 200
    return render(request, "desk/certificate_issue.html", context, status=status)
