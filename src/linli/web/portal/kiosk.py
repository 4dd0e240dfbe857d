"""A kiosk in a service hall: large buttons, no script needed, nothing kept of who stood there.

No session of ours is used: the device holds that it is a kiosk, and for some minutes who stands at it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.apps.certificates import facts, service
from linli.core.shared.outcomes import Problem
from linli.kernel import documents
from linli.kernel.access.http import ActorRequest
from linli.kernel.access.pages import public_page, requires
from linli.kernel.access.permissions import Permission
from linli.kernel.access.throttle import allow_address
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused
from linli.kernel.identity import service as identity
from linli.kernel.ui.pages import render
from linli.kernel.ui.text import language, reason
from linli.web.portal.kiosk_papers import papers
from linli.web.portal.paper import copy, file_name, sheet
from linli.web.portal.visitor import act_id_of, actor_of, at_of, new_act_id

KIOSK, VISIT, PHONE = "linli_kiosk", "linli_visit", "linli_kiosk_phone"
PATH = "/kiosk"
WAITING_SECONDS, PRINTING_SECONDS, IDLE_SECONDS, CODE_SECONDS = 5, 30, 120, 300
HOUR = 3600
View = Callable[..., HttpResponseBase]


def at_kiosk(view: View) -> View:
    """Open a page only on a device that staff made a kiosk."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not service.is_kiosk(request.COOKIES.get(KIOSK, ""), at_of(request)):
            return _closed(request) if request.method == "GET" else HttpResponseRedirect(reverse("kiosk"))
        return view(request, *args, **kwargs)

    return public_page(guarded)


def standing(request: HttpRequest, *, put_off: bool = True) -> service.Visit | None:
    """Return who stands at this kiosk."""
    device, secret = request.COOKIES.get(KIOSK, ""), request.COOKIES.get(VISIT, "")
    return service.visit(device, secret, at_of(request), put_off=put_off) if secret else None


def known(request: HttpRequest) -> Any:
    """Return the actor at the kiosk, once staff have looked; nobody else gets a paper."""
    visit = standing(request)
    if visit is None or visit.actor is None:
        raise NotVisible
    return visit.actor


@public_page
@never_cache
@require_safe
def kiosk(request: HttpRequest) -> HttpResponse:
    """Show the step that comes next: who are you, staff look, what would you like."""
    if not service.is_kiosk(request.COOKIES.get(KIOSK, ""), at_of(request)):
        return _closed(request)
    visit = standing(request, put_off="wait" not in request.GET)
    if visit is None:
        return _page(request, "who", {"act_id": new_act_id()})
    if visit.actor is None:
        return _page(request, "wait", {"way": visit.way}, seconds=WAITING_SECONDS, to="kiosk")
    return _papers(request, visit.actor)


@requires(Permission.CERTIFICATE_ISSUE)
@require_POST
def begin(request: ActorRequest) -> HttpResponse:
    """Make this device a kiosk; whoever of the staff did so is signed out of it."""
    try:
        secret = service.open_kiosk(actor=request.actor, act_id=act_id_of(request), at=request.at)
    except Refused as refused:
        context = {"may_open": True, "refused": reason(refused.refusal), "act_id": new_act_id()}
        return render(request, "kiosk/closed.html", context, status=409)
    logout(request)
    answer = HttpResponseRedirect(reverse("kiosk"))
    _keep(answer, KIOSK, secret, HOUR * 12)
    return answer


@at_kiosk
@never_cache
@require_POST
def card(request: HttpRequest) -> HttpResponse:
    """Read the card that lies on the reader."""
    try:
        allow_address(request, "kiosk-card", 60, HOUR)
        secret = service.begin_by_card(request.COOKIES.get(KIOSK, ""), at_of(request))
    except Invalid as wrong:
        return _page(request, "who", {"act_id": new_act_id(), "problems": wrong.problems}, status=422)
    return _begun(secret)


@sensitive_post_parameters()
@at_kiosk
@never_cache
@require_http_methods(["GET", "POST"])
def phone(request: HttpRequest) -> HttpResponse:
    """Ask for the telephone that a code shall go to."""
    if request.method == "GET":
        return _page(request, "phone", {"said": ""})
    said = request.POST.get("phone", "")[:40]
    try:
        allow_address(request, "code", 30, HOUR)
        number = identity.request_code(said, at_of(request), language=language())
    except Invalid as wrong:
        return _page(request, "phone", {"said": said, "problems": wrong.problems}, status=422)
    answer = HttpResponseRedirect(reverse("kiosk-code"))
    answer.set_signed_cookie(
        PHONE, number, max_age=CODE_SECONDS, path=PATH, httponly=True, samesite="Strict", secure=_secure()
    )
    return answer


@sensitive_post_parameters()
@at_kiosk
@never_cache
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Ask for the code that was sent."""
    number = request.get_signed_cookie(PHONE, default="", max_age=CODE_SECONDS)
    if not number:
        return HttpResponseRedirect(reverse("kiosk-phone"))
    if request.method == "GET":
        return _page(request, "code", {})
    try:
        allow_address(request, "code-try", 60, HOUR)
        said = request.POST.get("code", "")[:20]
        secret = service.begin_by_code(request.COOKIES.get(KIOSK, ""), number, said, at_of(request))
    except Invalid as wrong:
        return _page(request, "code", {"problems": wrong.problems}, status=422)
    return _begun(secret)


@at_kiosk
@never_cache
@require_POST
def issue(request: HttpRequest) -> HttpResponse:
    """Issue what was chosen to the person at whom staff have looked."""
    actor = known(request)
    said, act = request.POST, {"actor": actor, "act_id": act_id_of(request), "at": at_of(request)}
    kind, chosen = said.get("kind", ""), frozenset(said.getlist("chosen"))
    try:
        if said.get("case"):
            made = service.issue(service.Wish(said["case"], kind, chosen, service.KIOSK), **act)
        else:
            wish = service.RegisterWish(kind, said.get("source", ""), chosen, service.KIOSK)
            made = service.issue_registered(wish, **act)
    except Invalid as wrong:
        return _papers(request, actor, problems=wrong.problems)
    except Refused as refused:
        return _papers(request, actor, refused=reason(refused.refusal))
    return HttpResponseRedirect(reverse("kiosk-paper", args=[made["ref"]]))


@at_kiosk
@never_cache
@require_safe
def paper(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Show a certificate as it is printed."""
    row = facts.own(known(request), ref)
    return _page(request, "paper", sheet(request, row))


@at_kiosk
@never_cache
@require_safe
def paper_pdf(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Hand the certificate to the kiosk's printer."""
    row = facts.own(known(request), ref)
    try:
        answer = documents.download(copy(request, row), file_name(row), shown=True)
    except Refused as refused:
        context = {**sheet(request, row), "refused": reason(refused.refusal)}
        return _page(request, "paper", context, status=409)
    # A PDF has no keys: without this it would stay on the screen after its person has gone.
    answer.headers["Refresh"] = f"{PRINTING_SECONDS}; url={reverse('kiosk-paper', args=[row.ref])}"
    return answer


@at_kiosk
@never_cache
@require_http_methods(["GET", "POST"])
def over(request: HttpRequest) -> HttpResponse:
    """Wipe who stood here: after use by a button, when idle by the page's own time."""
    service.end(request.COOKIES.get(VISIT, ""))
    answer = _page(request, "over", {}, seconds=WAITING_SECONDS, to="kiosk")
    answer.delete_cookie(VISIT, path=PATH)
    answer.delete_cookie(PHONE, path=PATH)
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


def _papers(
    request: HttpRequest, actor: Any, *, problems: Sequence[Problem] = (), refused: str = ""
) -> HttpResponse:
    context = {**papers(actor, at_of(request)), "problems": problems, "refused": refused}
    return _page(request, "papers", context, status=422 if problems else 409 if refused else 200)


def _page(
    request: HttpRequest, name: str, context: dict[str, Any], *, status: int = 200,
    seconds: int = IDLE_SECONDS, to: str = "kiosk-over",
) -> HttpResponse:  # fmt: skip
    if name == "who":
        seconds, to = 0, ""
    answer = render(request, f"kiosk/{name}.html", {"problems": (), "refused": "", **context}, status=status)
    if to:
        address = f"{reverse(to)}{'?wait=1' if name == 'wait' else ''}"
        answer.headers["Refresh"] = f"{seconds}; url={address}"
    return answer


def _begun(secret: str) -> HttpResponse:
    answer = HttpResponseRedirect(reverse("kiosk"))
    _keep(answer, VISIT, secret, None)
    answer.delete_cookie(PHONE, path=PATH)
    return answer


def _keep(answer: HttpResponse, name: str, secret: str, seconds: int | None) -> None:
    answer.set_cookie(
        name, secret, max_age=seconds, path=PATH, httponly=True, samesite="Strict", secure=_secure()
    )


def _secure() -> bool:
    return bool(settings.SESSION_COOKIE_SECURE)


def _closed(request: HttpRequest) -> HttpResponse:
    return render(request, "kiosk/closed.html", {"may_open": _may_open(request), "act_id": new_act_id()})


def _may_open(request: HttpRequest) -> bool:
    return actor_of(request).may(Permission.CERTIFICATE_ISSUE)
