"""The pages of signing in: residents by telephone and code, staff by name and password."""

from __future__ import annotations

import base64
import binascii
from datetime import datetime
from typing import Protocol, cast
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from linli.kernel.audit.outcomes import Invalid
from linli.kernel.identity import personal, service, signing_in
from linli.kernel.identity.marks import is_stranger, public_page
from linli.kernel.identity.models import Account, AccountKind
from linli.kernel.identity.rendering import language, render
from linli.kernel.identity.throttle import allow_address, client_address

PHONE_COOKIE = "linli_sign_in"
PHONE_LASTS = 600
YEAR = 365 * 24 * 3600
HOUR = 3600
ENDED = frozenset({"idle", "unsent"})
HOME = {AccountKind.RESIDENT: "/", AccountKind.STAFF: "/desk"}


class Timed(Protocol):
    """A request after the middleware."""

    at: datetime


@public_page
@never_cache
@sensitive_post_parameters("phone")
@require_http_methods(["GET", "POST"])
def login(request: HttpRequest) -> HttpResponseBase:
    """Ask for the telephone number, send the code."""
    wanted = wanted_page(request)
    if not is_stranger(request):
        return HttpResponseRedirect(wanted or "/")
    if request.method == "GET":
        return render(request, "identity/login.html", {"next": wanted, "phone": "", "problems": ()})
    typed = request.POST.get("phone", "") or remembered_phone(request)
    try:
        allow_address(request, "code", 30, HOUR)
        number = service.request_code(typed, at_of(request), language=language())
    except Invalid as wrong:
        again = {"next": wanted, "phone": typed[:20], "problems": wrong.problems}
        return render(request, "identity/login.html", again, status=422)
    response = HttpResponseRedirect(with_next("/login/code", wanted))
    remember_phone(response, number)
    return response


@public_page
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def login_code(request: HttpRequest) -> HttpResponseBase:
    """Ask for the code, sign in."""
    wanted, phone = wanted_page(request), remembered_phone(request)
    if not phone:
        return HttpResponseRedirect(with_next("/login", wanted))
    page = {"next": wanted, "masked": personal.mask_phone(phone), "problems": ()}
    if request.method == "GET":
        return render(request, "identity/code.html", page)
    try:
        allow_address(request, "code-try", 60, HOUR)
        code = request.POST.get("code", "")[:20]
        account = service.account_of_code(phone, code, at_of(request), language=language())
    except Invalid as wrong:
        return render(request, "identity/code.html", {**page, "problems": wrong.problems}, status=422)
    response = welcome(request, account, wanted)
    response.delete_cookie(PHONE_COOKIE, path="/login")
    return response


@public_page
@never_cache
@sensitive_post_parameters("password", "token")
@require_http_methods(["GET", "POST"])
def staff_login(request: HttpRequest) -> HttpResponseBase:
    """Ask staff for name, password and, when enrolled, the number of their second factor."""
    wanted = wanted_page(request)
    if request.method == "GET":
        if not is_stranger(request):
            return HttpResponseRedirect(wanted or HOME[AccountKind.STAFF])
        ended = request.GET.get("ended", "")
        page = {"next": wanted, "name": "", "problems": (), "ended": ended if ended in ENDED else ""}
        return render(request, "identity/staff_login.html", page)
    name = request.POST.get("name", "")[:60]
    try:
        allow_address(request, "staff", 60, 900)
        account = service.account_of_password(
            name,
            request.POST.get("password", "")[:200],
            request.POST.get("token", "")[:10],
            at_of(request),
            address=client_address(request),
        )
    except Invalid as wrong:
        again = {"next": wanted, "name": name, "problems": wrong.problems, "ended": ""}
        return render(request, "identity/staff_login.html", again, status=422)
    return welcome(request, account, wanted)


@public_page
@require_POST
def logout(request: HttpRequest) -> HttpResponseBase:
    """Sign out on this device and forget the cases opened by query code."""
    signing_in.end_session(request)
    return HttpResponseRedirect("/")


def welcome(request: HttpRequest, account: Account, wanted: str) -> HttpResponse:
    """Start the session and go where the person wanted to.

    What was chosen on this device stays; what was not is as the account has it.
    """
    signing_in.start_session(request, account, at_of(request))
    response = HttpResponseRedirect(wanted or HOME[AccountKind(account.kind)])
    show_as(response, account, but=frozenset(request.COOKIES))
    return response


def show_as(response: HttpResponse, account: Account, *, but: frozenset[str] = frozenset()) -> None:
    """Carry the account's language and type size over to this device, ``but`` those that were chosen on it."""
    for cookie, value in (("lang", account.language), ("size", account.text_size)):
        if cookie in but:
            continue
        response.set_cookie(
            cookie, value, max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
        )


def wanted_page(request: HttpRequest) -> str:
    """Return where to go afterwards: a page of ours, or nothing."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None, require_https=request.is_secure())
    return wanted if is_ours and wanted.startswith("/") else ""


def with_next(address: str, wanted: str) -> str:
    """Add where to go afterwards to an address."""
    return f"{address}?{urlencode({'next': wanted})}" if wanted else address


def remember_phone(response: HttpResponse, phone: str) -> None:
    """Keep the number on the person's own device between the two steps, sealed; no session is needed."""
    sealed = base64.urlsafe_b64encode(personal.seal(phone, "sign-in")).decode("ascii")
    response.set_signed_cookie(
        PHONE_COOKIE,
        sealed,
        max_age=PHONE_LASTS,
        path="/login",
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def remembered_phone(request: HttpRequest) -> str:
    """Return the number of the first step, or nothing when it was too long ago."""
    sealed = request.get_signed_cookie(PHONE_COOKIE, default="", max_age=PHONE_LASTS)
    try:
        return personal.unseal(base64.urlsafe_b64decode(sealed), "sign-in") if sealed else ""
    except (binascii.Error, ValueError):
        return ""


def at_of(request: HttpRequest) -> datetime:
    """Return the one reading of the clock."""
    return cast("Timed", request).at
