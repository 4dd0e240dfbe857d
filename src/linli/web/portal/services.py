"""Every published service told by its own form: wages owed, mediation, and whatever the city adds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from linli.apps.cases import facts as cases
from linli.apps.cases import service
from linli.apps.cases.service import Place, Told
from linli.apps.catalogue import facts as catalogue
from linli.apps.exchange.service import SERVICE as CROSS_CITY
from linli.core.clock.instants import BEIJING
from linli.core.forms.answers import Answers, read_answers
from linli.core.packs.definition import Sensitivity, ServiceDefinition
from linli.core.shared.numbers import spoken
from linli.core.shared.outcomes import Problem
from linli.kernel.access.actors import Actor
from linli.kernel.access.capabilities import grant_case_access
from linli.kernel.access.pages import public_page
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused
from linli.kernel.ui.pages import render
from linli.kernel.ui.text import language, t
from linli.web.portal import areas, attached, service_asks
from linli.web.portal import service_forms as forms
from linli.web.portal.profile import filled_in
from linli.web.portal.service_forms import Filled
from linli.web.portal.visitor import actor_of, allow_writing, asked, at_of
from linli.web.portal.worked_out import worked
from linli.web.portal.written import written

IN_THREE_STEPS = frozenset({"request", "city-fault"})
"""Services told by the front page's one question."""
AFRAID, REFUSED = "afraid", "refuse_violence"
"""The question and the move of a service that is not offered where there is violence."""
LINES = ("110", "12338")


@public_page
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def tell_service(request: HttpRequest, name: str) -> HttpResponse:
    """Ask what a service asks, and open the case."""
    sha = catalogue.snapshot().current_pack(name)
    if sha is None:
        return _no_longer(name)
    if name == CROSS_CITY:  # which city and what of it is asked first
        return HttpResponseRedirect(reverse("portal-elsewhere"))
    if name in IN_THREE_STEPS:
        return HttpResponseRedirect(reverse("portal-home"))
    definition = cases.definition(sha)
    if request.method == "GET":
        channel = request.GET.get("channel", "")
        begun = forms.empty()
        if channel in forms.CALLERS:
            return show(request, definition, replace(begun, channel=channel))
        own = filled_in(request, definition.form)
        return show(request, definition, replace(begun, raw=own), note="prefilled" if own else "")
    filled = forms.read(definition.form, request)
    problems: list[Problem] = []
    if request.FILES:
        allow_writing(request, "files", 200)
        filled, problems = forms.take_files(definition.form, request, filled, at_of(request))
    return _go(request, definition, filled, problems)


def _no_longer(name: str) -> HttpResponse:
    """Lead to what was published of a service that takes no more cases; of others there is nothing to see."""
    if not any(one.published_at for one in catalogue.pack_versions(name)):
        raise NotVisible
    return HttpResponseRedirect(reverse("portal-service-about", args=[name]))


def _go(
    request: HttpRequest, definition: ServiceDefinition, filled: Filled, problems: list[Problem]
) -> HttpResponse:
    verb, _, what = request.POST.get("go", "done").partition(":")
    filled = forms.turned(definition.form, filled, verb, what, at_of(request))
    if verb == "save" and not problems:
        return _save(request, definition, filled)
    if verb not in {"done", "review"}:
        return show(request, definition, filled, problems)
    return _send(request, definition, filled, problems, review=verb == "review")


def _save(request: HttpRequest, definition: ServiceDefinition, filled: Filled) -> HttpResponse:
    from linli.web.portal import saving

    try:
        return saving.kept(request, definition, saving.save(request, definition, filled))
    except Invalid as wrong:
        return show(request, definition, filled, wrong.problems)
    except Refused as no:
        problem = Problem("", no.refusal.code, no.refusal.because)
        return show(request, definition, filled, [problem], status=409)


def _send(
    request: HttpRequest,
    definition: ServiceDefinition,
    filled: Filled,
    problems: list[Problem],
    *,
    review: bool,
) -> HttpResponse:
    form, on = definition.form, _today(request)
    now_asked = [one for one in forms.asked(form, filled, on) if one not in filled.shown]
    if any(one.when is not None and one.name in now_asked for one in form.questions):
        return show(request, definition, filled, problems, note="more")
    told = forms.told(definition, filled)
    wrong = [*problems, *forms.fields(form, service.check_told(told, in_words=False))]
    wrong += forms.wrong(form, filled, on)
    if filled.channel in forms.CALLERS and not filled.consent:
        wrong.append(Problem("consent", "services.consent_missing"))
    if wrong:
        return show(request, definition, filled, wrong)
    if _is_afraid(definition, filled) and not filled.heard:
        return show(request, definition, filled)
    if not filled.advised and (roads := forms.roads(definition, filled, on, to_tick=True)):
        return show(request, definition, filled, roads=roads)
    return _review(request, definition, filled) if review else _open(request, definition, filled)


def _review(request: HttpRequest, definition: ServiceDefinition, filled: Filled) -> HttpResponse:
    """Show all of it once more before it is sent; the page carries it, nothing is kept."""
    form, sent = definition.form, attached.cards(filled.act_id)
    answers = read_answers(form, filled.raw, _today(request))
    context = {
        "name": definition.name,
        "title": definition.text("title", language()),
        "written": written(definition, answers.values) if isinstance(answers, Answers) else [],
        "files": [sent[ref] for ref in forms.refs(form, filled) if ref in sent],
        "carried": [*service_asks.carried(form, filled, ()), *forms.besides(filled)],
        "filled": filled,
        "roads": forms.roads(definition, filled, _today(request), to_tick=False),
        "amounts": worked(definition, filled.raw, _today(request)),
    }
    return render(request, "portal/service_review.html", context)


def _open(request: HttpRequest, definition: ServiceDefinition, filled: Filled) -> HttpResponse:
    allow_writing(request, "tell")
    actor, told = actor_of(request), forms.told(definition, filled)
    if told.channel != "web" and told.lon is None:
        told = _placed(actor, definition, told)
    try:
        done = service.open_case(told, actor=actor, act_id=filled.act_id, at=at_of(request))
    except Invalid as wrong:
        return show(request, definition, filled, forms.fields(definition.form, wrong.problems))
    except Refused as no:
        problem = Problem("", no.refusal.code, no.refusal.because)
        return show(request, definition, filled, [problem], status=409)
    ref = str(done["ref"])
    service.erase_form(filled.act_id, at_of(request))
    if told.channel != "web":
        return _read_out(request, definition, ref, str(done["number"]))
    if actor.is_stranger:
        grant_case_access(asked(request), ref)
    return HttpResponseRedirect(reverse("portal-receipt", args=[ref]) + "?new=1")


def _read_out(request: HttpRequest, definition: ServiceDefinition, ref: str, number: str) -> HttpResponse:
    """What the staff reads out to a caller, whose case it is: the staff gets no way into it by this."""
    code = cases.query_code(ref)
    context = {
        "title": definition.text("title", language()),
        "number": number,
        "spoken": spoken(number),
        "code": f"{code[:4]} {code[4:]}",
        "again": reverse("portal-service", args=[definition.name]),
    }
    return render(request, "portal/service_told.html", context)


def show(
    request: HttpRequest,
    definition: ServiceDefinition,
    filled: Filled,
    problems: Sequence[Problem] = (),
    *,
    roads: Sequence[str] = (),
    note: str = "",
    status: int = 200,
) -> HttpResponse:
    """Show the form with everything typed so far.

    ``note`` says why it looks other than before: "more" where an answer has led to another question,
    "changed" where the service has a newer version than the one under which the form was begun,
    "prefilled" where some of it comes from what the person agreed to share.
    """
    form, said = definition.form, language()
    shown = forms.asked(form, filled, _today(request))
    normal = definition.sensitivity is Sensitivity.NORMAL
    context: dict[str, Any] = {
        "name": definition.name,
        "title": definition.text("title", said),
        "summary": definition.text("summary", said),
        "asks": service_asks.asks(definition, filled, shown),
        "carried": list(service_asks.carried(form, filled, shown)),
        "known_areas": areas.offered(form),
        "filled": filled,
        "problems": tuple(problems),
        "note": note,
        "privacy": definition.sensitivity.value,
        "may_choose": normal and definition.confidential_if is None,
        "may_ask": normal and definition.confidential_if is not None,
        "in_words": any(one.name == forms.WHAT for one in form.questions),
        "advice": _advice(definition) if _is_afraid(definition, filled) else "",
        "roads": roads,
        "lines": LINES,
        "channels": _channels(request),
        "consents": [(one, t(f"services.consent.{one}")) for one in service.CONSENTS],
    }
    wrong = status if status != 200 or not problems else 422  # noqa: PLR2004 - the plain status
    return render(request, "portal/service.html", context, status=wrong)


def _placed(actor: Actor, definition: ServiceDefinition, told: Told) -> Told:
    """Leave it where the answers say, if staff may write for callers of there; else it lies in their own area."""
    named = service.place_of(definition.form, told.answers)
    if named != Place():
        path = service.spot(named.lon, named.lat, named.area).area_path
        if actor.may(Permission.CASE_SUBMIT_FOR, area_path=path):
            return told
    return replace(told, area=_own_area(actor))


def _own_area(actor: Actor) -> str:
    """Return the area of whoever writes for a caller: where the case lies until somebody knows better."""
    paths = sorted(grant.area_path for grant in actor.grants_for(Permission.CASE_SUBMIT_FOR))
    return paths[0].strip("/").rpartition("/")[2] if paths else ""


def _channels(request: HttpRequest) -> list[tuple[str, str]]:
    """Somebody of the staff may write for a caller; for everybody else there is nothing to choose."""
    if not actor_of(request).may(Permission.CASE_SUBMIT_FOR):
        return []
    return [("", t("services.channel.web")), *((one, t(f"services.channel.{one}")) for one in forms.CALLERS)]


def _is_afraid(definition: ServiceDefinition, filled: Filled) -> bool:
    declared = any(one.name == AFRAID for one in definition.form.questions)
    return declared and REFUSED in definition.lifecycle.moves and filled.raw.get(AFRAID) == "yes"


def _advice(definition: ServiceDefinition) -> str:
    return definition.text(f"notice.{REFUSED}", language())


def _today(request: HttpRequest) -> date:
    return at_of(request).astimezone(BEIJING).date()
