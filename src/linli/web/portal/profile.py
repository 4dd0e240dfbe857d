"""What one lets the city know of oneself, and whether forms may be filled in from it."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID, uuid5

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from linli.apps.people import facts, service
from linli.core.forms.questions import Form, Question, QuestionType
from linli.core.shared.outcomes import JsonValue, Problem
from linli.core.shared.text import clean_text
from linli.kernel.access.pages import signed_in
from linli.kernel.audit.outcomes import Invalid, Refused
from linli.kernel.ui.pages import render
from linli.web.portal import areas
from linli.web.portal.visitor import act_id_of, actor_of, at_of, new_act_id

PREFILL, CITY = "prefill", "city"
FIELDS = ("name", "phone", "id_number", "area", "address")
DONE = frozenset({"kept", "shared", "ended"})


@signed_in
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Show what is known of oneself; keep it, agree that forms use it, or take that back."""
    if request.method == "GET":
        return _page(request, _known(request))
    said = {name: clean_text(request.POST.get(name, ""))[:200].strip() for name in FIELDS}
    try:
        done = _do(request, said)
    except Invalid as wrong:
        return _page(request, said, wrong.problems)
    except Refused as no:
        return _page(request, said, [Problem("", no.refusal.code, no.refusal.because)])
    return HttpResponseRedirect(f"{reverse('portal-profile')}?done={done}")


def _do(request: HttpRequest, said: Mapping[str, str]) -> str:
    actor, at, act_id = actor_of(request), at_of(request), act_id_of(request)
    me = facts.me(actor)
    if request.POST.get("go") == "end":
        given = _consent(request)
        if given:
            service.withdraw_consent(given, actor=actor, act_id=act_id, at=at)
        return "ended"
    code = areas.code_of(said["area"], areas.known())
    person = service.Person(said["name"], said["phone"], said["id_number"], said["address"], code)
    if me is None:
        ref = service.register_resident(person, own=True, actor=actor, act_id=act_id, at=at)
    else:
        ref = me.ref
        service.correct_resident(ref, person, actor=actor, act_id=act_id, at=at)
    if request.POST.get("go") != "share" or _consent(request):
        return "kept"
    second = str(uuid5(UUID(act_id), PREFILL))
    service.give_consent(ref, PREFILL, CITY, actor=actor, act_id=second, at=at)
    return "shared"


def _consent(request: HttpRequest) -> str:
    """Return the consent to filling in that holds, or nothing."""
    me = facts.me(actor_of(request))
    held = facts.consents(me.ref, actor=actor_of(request)) if me else ()
    return next((one.ref for one in held if one.kind == PREFILL and one.withdrawn_at is None), "")


def _known(request: HttpRequest) -> dict[str, str]:
    me = facts.me(actor_of(request))
    if me is None:
        return dict.fromkeys(FIELDS, "")
    code = me.area_path.strip("/").rpartition("/")[2]
    area = areas.name_of_code(code, areas.known()) if code else ""
    return {
        "name": me.name,
        "phone": me.phone,
        "id_number": me.id_number,
        "area": area,
        "address": me.address,
    }


def _page(
    request: HttpRequest, said: Mapping[str, str], problems: list[Problem] | tuple[Problem, ...] = ()
) -> HttpResponse:
    names = [*areas.known()]
    done = request.GET.get("done", "")
    context = {
        "said": said,
        "problems": tuple(problems),
        "shared": bool(_consent(request)),
        "names": names if len(names) <= areas.MOST_OFFERED else [],
        "act_id": new_act_id(),
        "done": done if done in DONE else "",
    }
    return render(request, "portal/profile.html", context, status=422 if problems else 200)


def filled_in(request: HttpRequest, form: Form) -> dict[str, JsonValue]:
    """Return the answers about oneself that one agreed to have filled in."""
    asked = [one for one in form.questions if one.own]
    me = facts.me(actor_of(request)) if asked else None
    if me is None or not facts.has_consent(me.ref, PREFILL, CITY, at_of(request)):
        return {}
    code = me.area_path.strip("/").rpartition("/")[2]
    known = {"name": me.name, "phone": me.phone, "id_number": me.id_number, "area": code, "line": me.address}
    found = ((one.name, _answer(one, known)) for one in asked)
    return {name: said for name, said in found if said}


def _answer(question: Question, known: Mapping[str, str]) -> JsonValue:
    if question.type in {QuestionType.PHONE, QuestionType.ID_NUMBER}:
        return known[question.type.value]
    return {one.name: known[one.name] for one in question.fields if known.get(one.name)}
