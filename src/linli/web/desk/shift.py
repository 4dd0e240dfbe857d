"""The change of shift: what the one before left, and what one leaves for the next."""

from __future__ import annotations

import uuid

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST

from linli.apps.cases import facts as cases
from linli.apps.cases import service
from linli.core.shared.outcomes import Problem
from linli.kernel.access.actors import Actor
from linli.kernel.access.http import ActorRequest
from linli.kernel.access.pages import requires
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import Invalid
from linli.kernel.ui.jinja import url
from linli.kernel.ui.pages import render
from linli.kernel.ui.text import t
from linli.web.desk import seat
from linli.web.desk.names import body_names, role_name

READ = Permission.CASE_READ


@require_http_methods(["GET", "HEAD", "POST"])
@requires(READ, Permission.SHIFT_SWAP)
def notes(request: ActorRequest) -> HttpResponse:
    """Read the notes that wait at one's desk, and leave one."""
    if request.method != "POST":
        return _show(request)
    text, desk = request.POST.get("text", ""), request.POST.get("desk", "")
    body, _, role = desk.partition("|")
    try:
        service.write_shift_note(
            body, role, text, actor=request.actor, act_id=request.POST.get("act_id", ""), at=request.at
        )
    except Invalid as invalid:
        return _show(request, desk=desk, text=text, problems=tuple(invalid.problems))
    return HttpResponseRedirect(f"{url('desk:shift')}?left=1")


def _show(
    request: ActorRequest, *, desk: str = "", text: str = "", problems: tuple[Problem, ...] = ()
) -> HttpResponse:
    desks = desks_of(request.actor)
    told = {"left": t("desk.shift.left"), "taken": t("desk.shift.taken")}
    said = next((told[name] for name in told if request.GET.get(name)), "")
    waiting = cases.shift_notes(request.actor)
    context = seat.frame(
        request,
        here="page:shift",
        notes=waiting,
        ids={note.ref: str(uuid.uuid4()) for note in waiting},
        desks=desks,
        desk=desk or (desks[0][0] if desks else ""),
        text=text,
        act_id=request.POST.get("act_id") or str(uuid.uuid4()),
        problems=problems,
        told=said,
    )
    return render(request, "desk/shift.html", context, status=422 if problems else 200)


def desks_of(actor: Actor) -> list[tuple[str, str]]:
    """Return the reader's desks: a body and the role held for it."""
    held = sorted({(grant.body_ref or "", grant.role) for grant in actor.grants if grant.body_id is not None})
    names = body_names(ref for ref, _ in held)
    return [
        (f"{ref}|{role}", t("desk.shift.desk", body=names[ref], role=role_name(role)))
        for ref, role in held
        if ref in names
    ]


@requires(READ, Permission.SHIFT_SWAP)
@require_POST
def take(request: ActorRequest, ref: uuid.UUID) -> HttpResponse:
    """Take a note over: one has read it and sees to it."""
    service.take_shift_note(
        str(ref), actor=request.actor, act_id=request.POST.get("act_id", ""), at=request.at
    )
    back = url("desk:home") if request.POST.get("back") == "home" else f"{url('desk:shift')}?taken=1"
    return HttpResponseRedirect(back)
