"""Handing in here what another city handles: the same questions as at home, one course to follow."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from linli.apps.cases import facts as cases
from linli.apps.cases.service import Contact
from linli.apps.catalogue import facts as catalogue
from linli.apps.exchange import facts, service
from linli.apps.exchange.facts import PeerRow
from linli.core.clock.instants import local
from linli.core.forms.questions import QuestionType
from linli.core.packs.definition import ServiceDefinition
from linli.core.shared.outcomes import Problem
from linli.kernel.access.capabilities import grant_case_access
from linli.kernel.access.pages import public_page
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused
from linli.kernel.ui.pages import render
from linli.kernel.ui.text import language
from linli.web.portal import areas, service_asks
from linli.web.portal import service_forms as forms
from linli.web.portal.service_forms import Filled
from linli.web.portal.visitor import actor_of, allow_writing, asked, at_of


@public_page
@require_safe
def elsewhere(request: HttpRequest) -> HttpResponse:
    """List what can be handed in here for which city."""
    now = catalogue.snapshot().packs
    groups = [
        (one, name_of(one), [(name, *_words(cases.definition(now[name]))) for name in one.services if name in now])
        for one in facts.peers() if facts.our_code() and one.is_open
    ]  # fmt: skip
    return render(request, "portal/elsewhere.html", {"groups": [one for one in groups if one[2]]})


def _words(definition: ServiceDefinition) -> tuple[str, str]:
    return definition.text("title", language()), definition.text("summary", language())


def name_of(peer: PeerRow) -> str:
    """Return a city's name in the reader's language."""
    return peer.name_zh if language() == "zh" else peer.name_en or peer.name_zh


@public_page
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def hand_in(request: HttpRequest, peer: str, name: str) -> HttpResponse:
    """Ask what the service asks, and hand it over."""
    city, sha = facts.peer(peer), catalogue.snapshot().current_pack(name)
    if sha is None or name not in city.services or not facts.our_code():
        raise NotVisible
    definition = cases.definition(sha)
    if request.method == "GET":
        return _show(request, city, definition, forms.empty())
    filled = forms.read(definition.form, request)
    problems: list[Problem] = []
    if request.FILES:
        allow_writing(request, "files", 200)
        filled, problems = forms.take_files(definition.form, request, filled, at_of(request))
    verb, _, what = request.POST.get("go", "send").partition(":")
    filled = forms.turned(definition.form, filled, verb, what, at_of(request))
    if verb != "send" or problems:
        return _show(request, city, definition, filled, problems)
    return _send(request, city, definition, filled)


def _send(request: HttpRequest, city: PeerRow, definition: ServiceDefinition, filled: Filled) -> HttpResponse:
    allow_writing(request, "tell")
    contact = Contact(filled.name, filled.phone)
    files = forms.refs(definition.form, filled)
    wish = service.Handing(
        city.code, definition.name, dict(filled.raw), contact, filled.words, language(), files
    )
    actor = actor_of(request)
    try:
        done = service.hand_over(wish, actor=actor, act_id=filled.act_id, at=at_of(request))
    except Invalid as wrong:
        return _show(request, city, definition, filled, forms.fields(definition.form, wrong.problems))
    except Refused as no:
        problem = Problem("", no.refusal.code, no.refusal.because)
        return _show(request, city, definition, filled, [problem], status=409)
    if actor.is_stranger:
        grant_case_access(asked(request), done["ref"])
    return HttpResponseRedirect(reverse("portal-receipt", args=[done["ref"]]) + "?new=1")


def _show(
    request: HttpRequest,
    city: PeerRow,
    definition: ServiceDefinition,
    filled: Filled,
    problems: Sequence[Problem] = (),
    *,
    status: int = 200,
) -> HttpResponse:
    shown = forms.asked(definition.form, filled, local(at_of(request)).date())
    context = {
        "peer": city.code,
        "name": definition.name,
        "there": name_of(city),
        "title": definition.text("title", language()),
        "asks": service_asks.asks(definition, filled, shown),
        "carried": list(service_asks.carried(definition.form, filled, shown)),
        "known_areas": areas.offered(definition.form),
        "filled": filled,
        "takes_files": bool(forms.first(definition.form, QuestionType.FILES)),
        "problems": tuple(problems),
    }
    wrong = status if status != 200 or not problems else 422  # noqa: PLR2004 - the plain status
    return render(request, "portal/elsewhere_form.html", context, status=wrong)
