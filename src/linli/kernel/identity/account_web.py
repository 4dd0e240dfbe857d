"""The page of one's own account: language, type size, sessions, second factor, what is held."""

from __future__ import annotations

from typing import Protocol, cast
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_otp.plugins.otp_totp.models import TOTPDevice

from linli.core.shared.outcomes import Problem
from linli.kernel.audit.outcomes import Invalid
from linli.kernel.identity import held, signing_in
from linli.kernel.identity.marks import signed_in
from linli.kernel.identity.models import LANGUAGES, TEXT_SIZES, Account, AccountKind
from linli.kernel.identity.rendering import render
from linli.kernel.identity.service import change_password
from linli.kernel.identity.throttle import allow
from linli.kernel.identity.web import at_of, show_as


class SomebodyOfRequest(Protocol):
    """The part of the actor that these pages use."""

    account_id: int


class Visited(Protocol):
    """A request after the middleware, of somebody signed in."""

    actor: SomebodyOfRequest


@signed_in
@never_cache
@require_GET
def account(request: HttpRequest) -> HttpResponseBase:
    """Show one's account."""
    mine, at = own_account(request), at_of(request)
    return render(
        request,
        "identity/account.html",
        {
            "account": mine,
            "sessions": signing_in.sessions_of(mine.pk, at),
            "here": request.session.session_key,
            "held": held.everything_about(mine.pk, str(mine.ref), at),
            "is_staff": mine.kind == AccountKind.STAFF,
            "second_factor": TOTPDevice.objects.filter(user=mine, confirmed=True).exists(),
        },
    )


@signed_in
@require_POST
def settings(request: HttpRequest) -> HttpResponseBase:
    """Keep the language and the type size; what is not offered changes nothing."""
    mine = own_account(request)
    for field, offered in (("language", LANGUAGES), ("text_size", TEXT_SIZES)):
        if request.POST.get(field) in offered:
            setattr(mine, field, request.POST[field])
    mine.save(update_fields=["language", "text_size"])
    response = HttpResponseRedirect("/account")
    show_as(response, mine)
    return response


@signed_in
@require_POST
def end_session(request: HttpRequest, ref: UUID) -> HttpResponseBase:
    """Sign out on another device."""
    if not signing_in.end_one(own_id(request), ref):
        raise Http404
    return HttpResponseRedirect("/account")


@signed_in
@require_POST
def end_everywhere(request: HttpRequest) -> HttpResponseBase:
    """Sign out on every device, this one too."""
    signing_in.end_everywhere(own_id(request))
    signing_in.end_session(request)
    return HttpResponseRedirect("/")


@signed_in
@never_cache
@require_GET
def what_is_held(request: HttpRequest) -> HttpResponseBase:
    """Hand out what is held as a file that a program can read, too."""
    mine = own_account(request)
    told = held.everything_about(mine.pk, str(mine.ref), at_of(request))
    lines = {
        app: [
            {
                "what": line.what,
                "value": str(line.value),
                "why": line.why,
                "until": line.until and line.until.isoformat(),
            }
            for line in of_app
        ]
        for app, of_app in told.items()
    }
    response = JsonResponse(lines, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response.headers["Content-Disposition"] = 'attachment; filename="linli.json"'
    return response


@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def second_factor(request: HttpRequest) -> HttpResponseBase:
    """Enrol a second factor: show the secret once, take it into use when a number proves it."""
    mine = own_account(request)
    if mine.kind != AccountKind.STAFF or TOTPDevice.objects.filter(user=mine, confirmed=True).exists():
        raise Http404
    device, _ = TOTPDevice.objects.get_or_create(user=mine, confirmed=False, defaults={"name": "main"})
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        allow(f"enrol/{mine.pk}", 10, 600, at_of(request))
        if device.verify_token(request.POST.get("token", "").strip()[:10]):
            device.confirmed = True
            device.save(update_fields=["confirmed"])
            return HttpResponseRedirect("/account")
        problems = (Problem("token", "identity.token_wrong"),)
    page = {"link": device.config_url, "problems": problems}
    return render(request, "identity/second_factor.html", page, status=422 if problems else 200)


@signed_in
@never_cache
@sensitive_post_parameters("password", "new_password")
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponseBase:
    """Change one's password, knowing the old one; every other device is signed out."""
    mine, at = own_account(request), at_of(request)
    if mine.kind != AccountKind.STAFF:
        raise Http404
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            old, new = request.POST.get("password", ""), request.POST.get("new_password", "")
            change_password(mine, old[:200], new[:200], at)
        except Invalid as wrong:
            problems = wrong.problems
        else:
            signing_in.end_everywhere(mine.pk)
            signing_in.start_session(request, mine, at)
            return HttpResponseRedirect("/account")
    return render(request, "identity/password.html", {"problems": problems}, status=422 if problems else 200)


def own_id(request: HttpRequest) -> int:
    """Return the number of the account that is signed in."""
    return cast("Visited", request).actor.account_id


def own_account(request: HttpRequest) -> Account:
    """Return the account that is signed in."""
    return Account.objects.get(pk=own_id(request))
