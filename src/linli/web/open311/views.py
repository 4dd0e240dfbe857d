"""The addresses of GeoReport v2, each as XML and JSON."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Any, cast

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from linli.apps.cases import facts, service
from linli.core.shared.outcomes import Problem
from linli.core.shared.text import clean_text
from linli.kernel.access.actors import STRANGER
from linli.kernel.access.http import ActorRequest
from linli.kernel.access.throttle import allow_address
from linli.kernel.access.tokens import Scope, machine_of
from linli.kernel.audit.outcomes import Invalid, NotVisible, Outcome
from linli.kernel.identity.marks import mark
from linli.kernel.ui.text import LANGUAGES, language, reason, t
from linli.web.api.operations.open_case import answers_of
from linli.web.api.pace import PROGRAMS, STRANGERS, slow_down
from linli.web.api.problems import EdgeError, foreseen
from linli.web.open311 import catalogue, requests
from linli.web.open311.requests import Asked
from linli.web.open311.writing import written

View = Callable[..., HttpResponse]
ATTRIBUTE = re.compile(r"attribute\[([a-z0-9_]{1,64})\](\[\])?")
BAD, FORBIDDEN = 400, 403
MINUTES_10 = 600


class KeyRefusedError(EdgeError):
    """GeoReport says 403 to whoever shows no good key."""

    status = FORBIDDEN
    kind = "401"


def georeport(view: View) -> Callable[..., HttpResponseBase]:
    """Let a view answer in both forms, say no as GeoReport does, and be asked at a decent pace."""

    @csrf_exempt
    @wraps(view)
    def asked(request: HttpRequest, *args: Any, form: str, **kwargs: Any) -> HttpResponse:
        known = cast("ActorRequest", request)
        known.actor = STRANGER  # a browser's session means nothing here
        try:
            slow_down(known, STRANGERS if request.method == "GET" else PROGRAMS)
            return view(known, *args, form=form, **kwargs)
        except (Outcome, EdgeError, RequestDataTooBig) as error:
            return refused(form, error)

    return mark(asked, "public")


def refused(form: str, error: Exception) -> HttpResponse:
    """Say no: the code, and a sentence in both languages."""
    failure = foreseen(error)
    if failure is None:
        raise error
    status = BAD if isinstance(error, Invalid) else failure.status
    said = [
        failure.in_both(),
        *({lang: _with_field(one, lang) for lang in LANGUAGES} for one in failure.problems),
    ]
    rows = [{"code": status, "description": " / ".join(one[lang] for lang in LANGUAGES)} for one in said]
    response = written(form, "errors", "error", rows[1:] or rows, status=status)
    if failure.retry_after is not None:
        response.headers["Retry-After"] = str(failure.retry_after)
    return response


def _with_field(one: Problem, lang: str) -> str:
    return f"{one.field}: {reason(one, lang=lang)}"


@georeport
def discovery(request: ActorRequest, *, form: str) -> HttpResponse:
    """Tell where the interface is and which forms it speaks."""
    here = request.build_absolute_uri("/open311/v2")
    told = {
        "changeset": "2026-01-01T00:00:00Z",
        "contact": t("open311.contact"),
        "key_service": t("open311.keys"),
        "endpoints": [
            {
                "specification": "http://wiki.open311.org/GeoReport_v2",
                "url": here,
                "changeset": "2026-01-01T00:00:00Z",
                "type": "production",
                "formats": ["text/xml", "application/json"],
            }
        ],
    }
    return written(form, "discovery", "discovery", told)


@georeport
def services(_request: ActorRequest, *, form: str) -> HttpResponse:
    """List what can be told."""
    return written(form, "services", "service", catalogue.services(language()))


@georeport
def service_definition(_request: ActorRequest, code: str, *, form: str) -> HttpResponse:
    """Tell what a service asks beside GeoReport's own fields."""
    told = catalogue.definition(catalogue.offered(code), language())
    return written(form, "service_definition", "service_definition", told)


@georeport
def service_requests(request: ActorRequest, *, form: str) -> HttpResponse:
    """List public requests, or tell a new one."""
    if request.method == "POST":
        return _create(request, form)
    rows = requests.found(_asked(request), request.at)
    told = requests.told(
        rows, language(), extended=_extended(request) and bool(request.GET.get("service_request_id"))
    )
    return written(form, "service_requests", "request", told)


@georeport
def service_request(request: ActorRequest, number: str, *, form: str) -> HttpResponse:
    """Return one public request; with ``extensions=true`` also what happened and its proofs."""
    row = requests.one(number, request.at)
    told = requests.told([row], language(), extended=_extended(request))
    return written(form, "service_requests", "request", told)


@georeport
def token(_request: ActorRequest, token: str, *, form: str) -> HttpResponse:
    """Return the number behind a token: ours are given at once, so a token is the case's ref."""
    found = facts.public_case(token)
    told = [{"service_request_id": found.number, "token": found.ref}]
    return written(form, "service_requests", "request", told)


def _create(request: ActorRequest, form: str) -> HttpResponse:
    sent = {name: clean_text(value) for name, value in request.POST.items() if isinstance(value, str)}
    _show_key(request, sent.get("api_key", ""))
    code = sent.get("service_code", "")
    if not code:
        raise Invalid(Problem("service_code", "api.missing"))
    offered = catalogue.offered(code)
    answers: dict[str, Any] = dict(_answers(request))
    told = service.Told(
        body=sent.get("description", "") or offered.definition.text("title", language()),
        service=offered.service,
        channel="api",
        subject=offered.subject,
        place=sent.get("address_string", "")[:200],
        lon=_degrees(sent, "long"),
        lat=_degrees(sent, "lat"),
        area=sent.get("address_id", ""),
        answers=answers_of(offered.service, answers, request.at),
        contact=service.Contact(
            (sent.get("last_name", "") + sent.get("first_name", ""))[:60], sent.get("phone", "")[:40]
        ),
    )
    act_id = request.headers.get("Idempotency-Key") or str(uuid.uuid4())
    opened = service.open_case(told, actor=request.actor, act_id=act_id, at=request.at)
    row = {
        "service_request_id": opened["number"],
        "token": opened["ref"],
        "service_notice": t("open311.notice"),
        "account_id": "",
        "query_code": facts.query_code(str(opened["ref"])),
    }
    return written(form, "service_requests", "request", [row], status=201)


def _show_key(request: ActorRequest, key: str) -> None:
    machine = machine_of(key, request.at)
    if machine is None:
        allow_address(request, "api-key", 30, MINUTES_10)
        raise KeyRefusedError
    if Scope.OPEN.value not in machine.scopes:
        raise KeyRefusedError("api.scope_missing", scope=Scope.OPEN.value)
    request.actor = machine.actor


def _answers(request: ActorRequest) -> Any:
    for name in request.POST:
        match = ATTRIBUTE.fullmatch(name)
        if match:
            values = [clean_text(one) for one in request.POST.getlist(name)]
            yield match[1], values if match[2] else values[0]


def _degrees(sent: dict[str, str], name: str) -> float | None:
    text = sent.get(name, "")
    if not text:
        return None
    if not re.fullmatch(r"-?\d{1,3}(\.\d{1,15})?", text, re.ASCII) or abs(float(text)) > 180:  # noqa: PLR2004 - half a turn
        raise Invalid(Problem(name, "api.wrong_value"))
    return float(text)


def _asked(request: ActorRequest) -> Asked:
    return Asked(
        numbers=tuple(_several(request, "service_request_id")),
        codes=frozenset(_several(request, "service_code")),
        status=frozenset(_several(request, "status")),
        start=_moment(request, "start_date"),
        end=_moment(request, "end_date"),
    )


def _several(request: ActorRequest, name: str) -> list[str]:
    return [one.strip() for one in request.GET.get(name, "").split(",") if one.strip()]


def _moment(request: ActorRequest, name: str) -> datetime | None:
    text = request.GET.get(name, "")
    if not text:
        return None
    try:
        read = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError:
        raise Invalid(Problem(name, "api.wrong_value")) from None
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def _extended(request: ActorRequest) -> bool:
    return request.GET.get("extensions", "").lower() == "true"


@georeport
def nowhere(_request: ActorRequest, path: str, *, form: str = "xml") -> HttpResponse:  # noqa: ARG001 - whatever was asked
    """Say in GeoReport's way that there is nothing at an address."""
    raise NotVisible
