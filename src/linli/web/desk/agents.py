"""Consent taken down at the counter: somebody without a telephone lets a relative tell and follow for them."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from linli.apps.people import facts as people
from linli.apps.people import service
from linli.apps.people.service import Person
from linli.core.shared.outcomes import Problem
from linli.kernel.access.http import ActorRequest
from linli.kernel.access.pages import requires
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import Invalid, Refused
from linli.kernel.identity.personal import read_phone
from linli.kernel.identity.service import open_resident
from linli.kernel.ui.jinja import url
from linli.kernel.ui.pages import render
from linli.kernel.ui.text import reason
from linli.web.desk import seat
from linli.web.desk.intake_form import areas_of, read_area
from linli.web.desk.names import area_names

RECORD = Permission.CONSENT_RECORD
FIELDS = ("name", "area", "address", "phone", "agent_name", "agent_phone", "agreed")
LONGEST = 200


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@requires(RECORD)
def agents(request: ActorRequest) -> HttpResponse:
    """Show what was taken down in one's area, and take down another consent."""
    if request.method != "POST":
        return _show(request)
    said = {name: request.POST.get(name, "").strip()[:LONGEST] for name in FIELDS}
    area = read_area(request.actor, said["area"]) if said["area"] else Problem("area", "lifecycle.required")
    problems = [*_missing(said), *([area] if isinstance(area, Problem) else [])]
    if problems:
        return _show(request, said, problems)
    try:
        _record(request, said, str(area))
    except Invalid as invalid:
        return _show(request, said, invalid.problems)
    except Refused as refused:
        return _show(request, said, refused=reason(refused.refusal))
    return HttpResponseRedirect(f"{url('desk:agents')}?done=given")


@require_POST
@requires(RECORD)
def end_agent(request: ActorRequest, ref: uuid.UUID) -> HttpResponse:
    """Take a consent back on the person's word."""
    act_id = request.POST.get("act_id", "")
    service.withdraw_consent(str(ref), actor=request.actor, act_id=act_id, at=request.at)
    return HttpResponseRedirect(f"{url('desk:agents')}?done=ended")


def _missing(said: dict[str, str]) -> list[Problem]:
    found = [Problem(name, "lifecycle.required") for name in ("name", "agent_name") if not said[name]]
    for name in ("phone", "agent_phone"):
        phone = read_phone(said[name]) if said[name] or name == "agent_phone" else ""
        if isinstance(phone, Problem):
            found.append(Problem(name, phone.code, phone.params))
    if said["phone"] and said["phone"] == said["agent_phone"]:
        found.append(Problem("agent_phone", "desk.agents.same_phone"))
    if not said["agreed"]:
        found.append(Problem("agreed", "desk.agents.not_agreed"))
    return found


def _record(request: ActorRequest, said: dict[str, str], area: str) -> None:
    """Enter the person where nobody has, open the relative's account, record the consent: each once."""
    act_id = uuid.UUID(request.POST.get("act_id", ""))
    person = Person(name=said["name"], phone=said["phone"], address=said["address"], area=area)
    known = people.find_residents(said["phone"], actor=request.actor) if said["phone"] else ()
    resident = known[0].ref if len(known) == 1 else service.register_resident(
        person, actor=request.actor, act_id=str(uuid.uuid5(act_id, "register")), at=request.at
    )  # fmt: skip
    agent = open_resident(said["agent_phone"], name=said["agent_name"], at=request.at)
    service.give_consent(
        resident, "agent", str(agent.ref),
        actor=request.actor, act_id=str(uuid.uuid5(act_id, "consent")), at=request.at,
    )  # fmt: skip


def _show(
    request: ActorRequest,
    said: dict[str, str] | None = None,
    problems: Sequence[Problem] = (),
    *,
    refused: str = "",
) -> HttpResponse:
    page = people.consents_on_paper(request.actor, before=request.GET.get("before", ""))
    done = request.GET.get("done", "")
    context = seat.frame(
        request,
        here="page:agents",
        taken=page.rows,
        before=page.before,
        areas=areas_of(request.actor),
        places=area_names(one.area_path for one in page.rows if one.area_path),
        ids={one.ref: str(uuid.uuid4()) for one in page.rows},
        said=said or dict.fromkeys(FIELDS, ""),
        problems=problems,
        refused=refused,
        done=done if done in {"given", "ended"} else "",
        act_id=request.POST.get("act_id") or str(uuid.uuid4()),
    )
    return render(request, "desk/agents.html", context, status=409 if refused else 422 if problems else 200)
