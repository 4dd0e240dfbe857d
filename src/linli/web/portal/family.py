"""Telling and following for somebody else: with their consent, shown to both, taken back by either."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from linli.apps.people import facts as people
from linli.apps.people import service
from linli.core.shared.outcomes import JsonValue, Problem
from linli.core.shared.text import clean_text
from linli.kernel.access.actors import Actor
from linli.kernel.access.facts import actor_of_account
from linli.kernel.access.pages import signed_in
from linli.kernel.audit.outcomes import Invalid, Refused
from linli.kernel.identity import codes
from linli.kernel.identity.personal import read_phone
from linli.kernel.identity.service import open_resident
from linli.kernel.messaging.service import deliver, send
from linli.kernel.ui.pages import render
from linli.kernel.ui.text import language, t
from linli.web.portal.visitor import act_id_of, actor_of, at_of, new_act_id

PURPOSE = "agent"


@signed_in
@never_cache
@require_safe
def family(request: HttpRequest) -> HttpResponse:
    """Show for whom one acts, who acts for oneself, and how to begin or end it."""
    return _page(request)


@signed_in
@sensitive_post_parameters("phone", "name")
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Send a code to the person's own telephone: whoever tells it on agrees."""
    name, typed = _said(request)
    phone = read_phone(typed)
    problems = [
        *([] if name else [Problem("name", "lifecycle.required")]),
        *([phone] if isinstance(phone, Problem) else []),
    ]
    if problems or isinstance(phone, Problem):
        return _page(request, name=name, phone=typed, problems=tuple(problems))
    _send_code(phone, actor_of(request).name, at_of(request))
    return _page(request, name=name, phone=typed, asked=True)


@signed_in
@sensitive_post_parameters("phone", "name", "code")
@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """Take the code as the person's own consent, and record it in their name."""
    name, typed = _said(request)
    phone = read_phone(typed)
    if isinstance(phone, Problem):
        return _page(request, name=name, phone=typed, problems=(phone,))
    try:
        codes.spend(phone, PURPOSE, request.POST.get("code", "")[:20], at_of(request))
        _record(phone, name, actor_of(request), act_id_of(request), at_of(request))
    except Invalid as wrong:
        return _page(request, name=name, phone=typed, asked=True, problems=wrong.problems)
    except Refused as refused:
        told = Problem("", refused.refusal.code, refused.refusal.because)
        return _page(request, name=name, phone=typed, problems=(told,))
    return HttpResponseRedirect(f"{reverse('portal-family')}?done=given")


@signed_in
@require_POST
def end(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Take a consent back, or lay it down."""
    service.withdraw_consent(str(ref), actor=actor_of(request), act_id=act_id_of(request), at=at_of(request))
    return HttpResponseRedirect(f"{reverse('portal-family')}?done=ended")


def _said(request: HttpRequest) -> tuple[str, str]:
    return clean_text(request.POST.get("name", "")).strip()[:30], request.POST.get("phone", "")[:40]


def _send_code(phone: str, asker: str, at: datetime) -> None:
    code = codes.issue(phone, PURPOSE, at)
    minutes = codes.LASTS // timedelta(minutes=1)
    body = t("portal.family.letter", name=asker or t("portal.family.somebody"), code=code, minutes=minutes)
    letter = send(phone, "sms", "", body, at, quiet=None, secret=True, expires_at=at + codes.LASTS)
    deliver(letter.pk, at)


def _record(phone: str, name: str, agent: Actor, act_id: str, at: datetime) -> None:
    """The code came from the person's own telephone, so these two acts are the person's."""
    account = open_resident(phone, name=name, at=at, language=language())
    person = actor_of_account(account.pk, at)
    if person is None or agent.account_ref is None or person.account_ref == agent.account_ref:
        raise Invalid(Problem("phone", "portal.family.not_oneself"))
    known = people.me(person)
    ref = known.ref if known else service.register_resident(
        service.Person(name=name, phone=phone), own=True, actor=person, act_id=_part(act_id, "register"), at=at
    )  # fmt: skip
    service.give_consent(
        ref, "agent", agent.account_ref, actor=person, act_id=_part(act_id, "consent"), at=at
    )


def _part(act_id: str, name: str) -> str:
    return str(uuid.uuid5(uuid.UUID(act_id), name))


def _page(
    request: HttpRequest,
    *,
    name: str = "",
    phone: str = "",
    asked: bool = False,
    problems: tuple[Problem, ...] = (),
) -> HttpResponse:
    actor, at = actor_of(request), at_of(request)
    me = people.me(actor)
    given = people.consents(me.ref, actor=actor) if me else ()
    context: dict[str, JsonValue | object] = {
        "for_whom": people.mandates(actor, at),
        "by_whom": [one for one in given if one.kind == "agent" and one.withdrawn_at is None],
        "name": name,
        "phone": phone,
        "asked": asked,
        "problems": problems,
        "act_id": new_act_id(),
        "done": request.GET.get("done", "") if request.GET.get("done") in {"given", "ended"} else "",
    }
    return render(request, "portal/family.html", context, status=422 if problems else 200)
