"""Registers at the desk: entries made, confirmed by a second person, corrected by new ones, taken from a file."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from linli.apps.certificates import facts, service
from linli.core.shared.outcomes import Problem
from linli.kernel.access.http import ActorRequest
from linli.kernel.access.pages import requires
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import Invalid, Refused, Stale
from linli.kernel.ui.jinja import url
from linli.kernel.ui.pages import render
from linli.kernel.ui.text import reason, t
from linli.web.desk import seat
from linli.web.portal.paper import amount

OPEN = (Permission.REGISTER_RECORD, Permission.REGISTER_CONFIRM)
LONGEST = 200
AT_ONCE = 200
STATES = ("waiting", "confirmed", "replaced", "refused")
HERE = "page:registers"


@requires(*OPEN)
@never_cache
@require_safe
def registers(request: ActorRequest) -> HttpResponse:
    """Show the registers with what waits in each for a second person."""
    waiting = facts.waiting(request.actor)
    rows = [(code, waiting.get(code, 0)) for code in facts.REGISTERS]
    return render(request, "desk/registers.html", seat.frame(request, here=HERE, rows=rows))


@sensitive_post_parameters()
@requires(*OPEN)
@never_cache
@require_http_methods(["GET", "POST"])
def register(request: ActorRequest, what: str) -> HttpResponse:
    """Show one register; enter, decide, or take a file."""
    known = facts.register_named(what)
    if request.method == "GET":
        return _page(request, known.code)
    work = DOING.get(request.POST.get("do", ""), _record)
    try:
        return work(request, known.code)
    except Invalid as wrong:
        return _page(request, known.code, problems=wrong.problems)
    except (Refused, Stale) as refused:
        return _page(request, known.code, refused=reason(refused.refusal))


@sensitive_post_parameters()
@requires(*OPEN)
@never_cache
@require_http_methods(["GET", "POST"])
def entry(request: ActorRequest, ref: uuid.UUID) -> HttpResponse:
    """Show one entry, and take down what should have stood there."""
    if request.method == "GET":
        return _entry(request, ref)
    why = request.POST.get("why", "")[: LONGEST + 1]
    try:
        made = service.correct(
            ref,
            _said(request),
            why,
            actor=request.actor,
            act_id=request.POST.get("act_id", ""),
            at=request.at,
        )
    except Invalid as wrong:
        return _entry(request, ref, problems=wrong.problems)
    except (Refused, Stale) as refused:
        return _entry(request, ref, refused=reason(refused.refusal))
    return HttpResponseRedirect(url("desk:register-entry", ref=made))


def _record(request: ActorRequest, what: str) -> HttpResponse:
    act_id = request.POST.get("act_id", "")
    service.record(what, _said(request), actor=request.actor, act_id=act_id, at=request.at)
    return HttpResponseRedirect(f"{url('desk:register', what=what)}?done=recorded")


def _decide(request: ActorRequest, what: str) -> HttpResponse:
    """Confirm or refuse those that were ticked; each is an act of its own."""
    refs = request.POST.getlist("entry")[:AT_ONCE]
    if not refs:
        raise Invalid(Problem("entry", "certificates.entry_none_ticked"))
    confirm, why = request.POST.get("how") != "refuse", request.POST.get("why", "")[: LONGEST + 1]
    act_id = uuid.UUID(request.POST.get("act_id", ""))
    for ref in refs:
        service.decide(
            ref,
            confirm=confirm,
            why=why,
            actor=request.actor,
            act_id=str(uuid.uuid5(act_id, ref)),
            at=request.at,
        )
    return HttpResponseRedirect(f"{url('desk:register', what=what)}?done=decided")


def _import(request: ActorRequest, what: str) -> HttpResponse:
    upload = request.FILES.get("file")
    if upload is None:
        raise Invalid(Problem("file", "certificates.file_form"))
    act_id = request.POST.get("act_id", "")
    done = service.import_entries(what, upload.read(), actor=request.actor, act_id=act_id, at=request.at)
    return _page(request, what, imported=done)


DOING: dict[str, Callable[[ActorRequest, str], HttpResponse]] = {"decide": _decide, "import": _import}


def _said(request: ActorRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "")[:LONGEST] for name in facts.COLUMNS}


def _page(
    request: ActorRequest,
    what: str,
    *,
    problems: Sequence[Problem] = (),
    refused: str = "",
    imported: service.Imported | None = None,
) -> HttpResponse:
    state = request.GET.get("state", "")
    rows = facts.entries(request.actor, what, state)
    context = seat.frame(
        request,
        here=HERE,
        register=facts.register_named(what),
        rows=[(row, amount(row.unit, row.amount)) for row in rows],
        states=[
            ("", t("desk.register.all")),
            *((one, t(f"certificates.entry_state.{one}")) for one in STATES),
        ],
        state=state,
        was=_said(request) if problems or refused else dict.fromkeys(facts.COLUMNS, ""),
        may_record=bool(request.actor.grants_for(Permission.REGISTER_RECORD)),
        may_confirm=bool(request.actor.grants_for(Permission.REGISTER_CONFIRM))
        and any(row.state == "waiting" and not row.by_me for row in rows),
        columns=", ".join(facts.COLUMNS),
        imported=imported,
        done=request.GET.get("done", "") if request.GET.get("done") in {"recorded", "decided"} else "",
        act_id=str(uuid.uuid4()),
        problems=problems,
        refused=refused,
    )
    status = 422 if problems else 409 if refused else 200
    return render(request, "desk/register.html", context, status=status)


def _standing(row: facts.EntryRow) -> dict[str, str]:
    """Return what stands, to be mended; the number is not shown whole and has to be typed again."""
    stands = {"name": row.name, "title": row.title, "number": row.number}
    return (
        dict.fromkeys(facts.COLUMNS, "") | stands | {"on": row.on.isoformat(), "until": row.until.isoformat()}
    )


def _entry(
    request: ActorRequest, ref: uuid.UUID, *, problems: Sequence[Problem] = (), refused: str = ""
) -> HttpResponse:
    row = facts.entry(request.actor, ref)
    context = seat.frame(
        request,
        here=HERE,
        row=row,
        register=facts.register_named(row.register),
        amount=amount(row.unit, row.amount),
        was=_said(request) if problems or refused else _standing(row),
        may_record=row.state == "confirmed" and bool(request.actor.grants_for(Permission.REGISTER_RECORD)),
        act_id=str(uuid.uuid4()),
        problems=problems,
        refused=refused,
    )
    status = 422 if problems else 409 if refused else 200
    return render(request, "desk/register_entry.html", context, status=status)
