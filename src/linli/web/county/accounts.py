"""Accounts of staff: opening them, giving and ending roles, closing them."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.apps.grid import facts as grid
from linli.core.shared.outcomes import Problem
from linli.core.shared.text import clean_text
from linli.kernel.access import register, service
from linli.kernel.access.actors import Grant
from linli.kernel.access.pages import requires
from linli.kernel.access.permissions import ROLES, Permission, Role, Scope, scope_of
from linli.kernel.audit.outcomes import Invalid, NotVisible
from linli.kernel.ui.show import ZONE, read_day
from linli.kernel.ui.text import t
from linli.web.county import choosing, words
from linli.web.county.frame import Said, Wrong, asked, attempt, done, page, said

GIVEN = tuple(sorted(set(ROLES) - {Role.RESIDENT, Role.VOLUNTEER}))
"""What staff may be given; residents and volunteers come by their own ways."""


@requires(Permission.GRANT_READ)
@require_GET
def accounts(request: HttpRequest) -> HttpResponse:
    """List staff with the roles in force."""
    return _accounts(request, None)


@requires(Permission.ACCOUNT_CREATE)
@sensitive_post_parameters("password")
@require_POST
def account_open(request: HttpRequest) -> HttpResponseBase:
    """Open an account; roles are given on its page."""
    post = request.POST
    ref, wrong = attempt(
        lambda: service.open_staff(
            post.get("login", "")[:60],
            post.get("name", "")[:60],
            post.get("password", "")[:200],
            **said(request),
        )
    )
    return _accounts(request, wrong) if wrong else done("account_opened", "account", ref=ref)


@requires(Permission.GRANT_READ)
@require_GET
def account(request: HttpRequest, ref: str) -> HttpResponse:
    """Show one member of staff."""
    return _account(request, ref, None)


@requires(Permission.GRANT_GIVE, Permission.ACCOUNT_DISABLE, Permission.ACCOUNT_CREATE)
@sensitive_post_parameters("password")
@require_http_methods(["POST"])
def account_change(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Give or end a role, give a new password, close the account."""
    what = request.POST.get("do", "")
    if what not in _CHANGES:
        raise NotVisible
    _, wrong = attempt(lambda: _CHANGES[what](ref, request, said(request)))
    if wrong is not None:
        return _account(request, ref, wrong)
    return done(what, "accounts") if what == "account_closed" else done(what, "account", ref=ref)


def _give(ref: str, request: HttpRequest, who: Said) -> None:
    post = request.POST
    place = grid.area(post.get("area", "")[:21])
    body = grid.body(post["body"][:40]) if post.get("body") else None
    until = read_day(post.get("until", ""))
    wrong = []
    if not post.get("role"):
        wrong.append(Problem("role", "county.choose_one"))
    if place is None:
        wrong.append(Problem("area", "county.choose_one"))
    if scope_of(post.get("role", "")) is Scope.BODY and body is None:
        wrong.append(Problem("body", "county.role_needs_body"))
    if post.get("until") and until is None:
        wrong.append(Problem("until", "county.not_a_day"))
    if wrong or place is None:
        raise Invalid(*wrong)
    end = datetime.combine(until, time(), ZONE) if until else None
    grant = Grant(
        post["role"], body.id if body else None, body.ref if body else None, place.path, who["at"], end
    )
    service.give_role(ref, grant, **who)


def _end(_ref: str, request: HttpRequest, who: Said) -> None:
    number = request.POST.get("grant", "")
    if not number.isdigit():
        raise NotVisible
    service.end_role(int(number), **who)


def _password(ref: str, request: HttpRequest, who: Said) -> None:
    service.reset_password(ref, request.POST.get("password", "")[:200], **who)


def _close(ref: str, _request: HttpRequest, who: Said) -> None:
    service.close_account(ref, **who)


_CHANGES = {"role_given": _give, "role_ended": _end, "password_given": _password, "account_closed": _close}


def _accounts(request: HttpRequest, wrong: Wrong | None) -> HttpResponse:
    actor, at = asked(request).actor, asked(request).at
    q, role = clean_text(request.GET.get("q", ""))[:60].strip(), request.GET.get("role", "")
    found = register.staff(actor=actor, asked=q, role=role if role in GIVEN else "")
    held = [one for each in found for one in each.roles if one.holds(at)]
    names = words.names([one.area_path for one in held], [one.body_ref for one in held])
    rows = [(one, [_told(each, names) for each in one.roles if each.holds(at)]) for one in found]
    context = {
        "rows": rows,
        "q": q,
        "role": role,
        "roles": _roles(),
        "full": len(found) == register.PAGE,
        "typed": request.POST,
    }
    return page(request, "accounts", context, wrong=wrong)


def _account(request: HttpRequest, ref: str, wrong: Wrong | None) -> HttpResponse:
    actor, at = asked(request).actor, asked(request).at
    one = register.staff_member(ref, actor=actor)
    names = words.names([each.area_path for each in one.roles], [each.body_ref for each in one.roles])
    bodies = grid.bodies()
    context: dict[str, Any] = {
        "one": one,
        "roles": [(each, words.role(each.role), names.area(each.area_path), names.body(each.body_ref) if each.body_ref else "", each.holds(at))
                  for each in one.roles],
        "choices": _roles(),
        "areas": choosing.areas(actor, Permission.GRANT_GIVE, kinds=(*choosing.WIDE, "community", "village")),
        "bodies": choosing.offices(bodies),
        "own": one.ref == actor.account_ref,
        "typed": request.POST,
    }  # fmt: skip
    return page(request, "account", context, wrong=wrong)


def _roles() -> list[tuple[str, str]]:
    return [(name, words.role(name)) for name in GIVEN]


def _told(one: register.RoleHeld, names: words.Names) -> str:
    where = names.body(one.body_ref) if one.body_ref else names.area(one.area_path)
    return t("county.role_at", role=words.role(one.role), where=where)
