"""The duty list: the only things that may be asked of communities."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_http_methods

from linli.apps.catalogue import facts as catalogue
from linli.apps.catalogue import service
from linli.apps.catalogue.service import NewDuty
from linli.core.shared.outcomes import Problem
from linli.kernel.access.pages import requires
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import Invalid
from linli.kernel.ui.show import read_day
from linli.web.county import choosing, words
from linli.web.county.frame import asked, attempt, done, page, said, today

DUTIES = ("report", "assist", "verify")


@requires(Permission.MATRIX_READ)
@require_http_methods(["GET", "POST"])
def duties(request: HttpRequest) -> HttpResponseBase:
    """Show the list; who approves the matrix may add to it or end a line."""
    wrong = None
    if request.method == "POST":
        ending = request.POST.get("do") == "end"
        _, wrong = attempt(lambda: _end(request) if ending else _list(request))
        if wrong is None:
            return done("duty_ended" if ending else "duty_listed", "duties")
    actor = asked(request).actor
    q = request.GET.get("q", "")[:80].strip()
    context: dict[str, Any] = {
        "rows": _rows(today(request)),
        "may_list": actor.may(Permission.MATRIX_APPROVE),
        "areas": choosing.areas(actor, Permission.MATRIX_APPROVE),
        "duties": DUTIES,
        "typed": request.POST,
        "q": q,
        "subject": request.POST.get("subject") or request.GET.get("subject", "")[:80],
        "found": [(one.key, words.named(one)) for one in catalogue.find_subjects(q, 8)] if q else [],
    }
    context["subject_name"] = words.subject(context["subject"]) if context["subject"] else ""
    return page(request, "duties", context, wrong=wrong)


def _rows(on: date) -> list[dict[str, Any]]:
    listed = [one for one in catalogue.snapshot().duties if one.valid_to is None or one.valid_to > on]
    names = words.names([one.area_path for one in listed])
    return [
        {
            "fact": one,
            "subject": words.subject(one.subject),
            "area": names.area(one.area_path),
            "text": words.named(one, "text"),
        }
        for one in listed
    ]


def _list(request: HttpRequest) -> str:
    post = request.POST
    start = read_day(post.get("from", ""))
    if start is None:
        raise Invalid(Problem("from", "county.not_a_day"))
    new = NewDuty(
        post.get("subject", "")[:80], post.get("area", "")[:21] or "*", post.get("duty", ""), start,
        post.get("text_zh", ""), post.get("text_en", ""),
    )  # fmt: skip
    return service.list_duty(new, **said(request))


def _end(request: HttpRequest) -> None:
    end = read_day(request.POST.get("to", ""))
    if end is None:
        raise Invalid(Problem("to", "county.not_a_day"))
    service.end_duty(request.POST.get("ref", ""), end, **said(request))
