"""Call me back: a request that needs nothing but a telephone number."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from linli.apps.cases import service
from linli.core.shared.outcomes import Problem
from linli.core.shared.text import clean_text
from linli.kernel.access.capabilities import grant_case_access
from linli.kernel.access.pages import public_page
from linli.kernel.access.throttle import allow
from linli.kernel.audit.outcomes import Invalid
from linli.kernel.identity.personal import read_phone
from linli.kernel.ui.pages import render
from linli.kernel.ui.text import language, t
from linli.web.portal.visitor import HOUR, act_id_of, actor_of, allow_writing, asked, at_of, new_act_id


@public_page
@sensitive_post_parameters("phone", "name")
@require_http_methods(["GET", "POST"])
def call_me(request: HttpRequest) -> HttpResponse:
    """Ask for a telephone number; somebody of the staff calls and takes down the rest."""
    if request.method == "GET":
        return _form(request, new_act_id(), "", "")
    phone, name = request.POST.get("phone", "")[:40], clean_text(request.POST.get("name", ""))[:60]
    try:
        ref = _open(request, phone, name)
    except Invalid as wrong:
        return _form(request, act_id_of(request), phone, name, wrong.problems)
    if actor_of(request).is_stranger:
        grant_case_access(asked(request), ref)
    return HttpResponseRedirect(reverse("portal-receipt", args=[ref]) + "?new=1")


def _open(request: HttpRequest, phone: str, name: str) -> str:
    number = read_phone(phone)
    if isinstance(number, Problem):
        raise Invalid(number)
    allow_writing(request, "call", 20)
    allow(f"call-me/{number}", 3, HOUR, at_of(request))
    told = service.Told(
        body=t("portal.call.body"),
        title=t("portal.call.case"),
        language=language(),
        contact=service.Contact(name, number),
    )
    done = service.open_case(told, actor=actor_of(request), act_id=act_id_of(request), at=at_of(request))
    return str(done["ref"])


def _form(
    request: HttpRequest, act_id: str, phone: str, name: str, problems: tuple[Problem, ...] = ()
) -> HttpResponse:
    context = {"act_id": act_id, "phone": phone, "name": name, "problems": problems}
    return render(request, "portal/call_me.html", context, status=422 if problems else 200)
