"""Several cases together: each is an act of its own, and each says whether it was done or why not."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from linli.apps.cases import facts as cases
from linli.apps.cases import service
from linli.apps.cases.facts import CaseRow
from linli.apps.catalogue import facts as catalogue
from linli.core.lifecycle.advance import check_inputs
from linli.core.lifecycle.definition import Move
from linli.core.routing.rows import Routed
from linli.core.shared.outcomes import JsonValue, Problem
from linli.kernel.access.actors import Actor
from linli.kernel.access.http import ActorRequest
from linli.kernel.access.pages import requires
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import Busy, Invalid, NotVisible, Refused, Stale
from linli.kernel.ui.jinja import url
from linli.kernel.ui.pages import render
from linli.kernel.ui.show import local
from linli.kernel.ui.text import language, reason, t
from linli.web.desk import asking, seat
from linli.web.desk.asking import Field, Offer, Sent
from linli.web.desk.doing import refusal_of
from linli.web.desk.names import area_names, body_names, move_name, stage_name
from linli.web.desk.queue import Where

MOVES = ("accept", "dispatch", "take", "pass_check")
"""What is done to many at once; everything else wants a look at each."""

MOST = 50
EACH = "each"
"""Dispatch each to the body that the matrix names for it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One of the chosen cases: where it would go, and what became of it."""

    row: CaseRow
    place: str
    stage: str
    body: str
    open: bool
    done: bool | None = None
    said: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.CASE_READ)
def together(request: ActorRequest) -> HttpResponse:
    """Choose what to do with several cases; do it, and show the result of each."""
    said = request.POST if request.method == "POST" else request.GET
    where = Where.read(said)
    rows = cases.chosen(request.actor, said.getlist("case")[:MOST])
    offered = [name for name in MOVES if any(_open(row, name, request.actor) for row in rows)]
    name = said.get("move", "")
    if request.method == "POST" and name in MOVES and rows:
        return _do(request, where, rows, name)
    return _ask(request, where, rows, name if name in offered else next(iter(offered), ""), offered)


def _open(row: CaseRow, name: str, actor: Actor) -> bool:
    """Say whether a move may be open to somebody; the service answers for each case."""
    move = cases.definition(row.pack).lifecycle.moves.get(name)
    held = {*actor.roles, *(f"lead_{role}" for role in actor.roles)}
    return move is not None and row.stage in move.sources and bool(move.roles & held)


def _ask(
    request: ActorRequest,
    where: Where,
    rows: Sequence[CaseRow],
    name: str,
    offered: Sequence[str],
    again: Sent | None = None,
) -> HttpResponse:
    """Show the chosen cases and the form of the move."""
    leads = _leads(request, rows) if name == "dispatch" else {}
    move, fields = _form(rows, name, again)
    context = seat.frame(
        request,
        where=where,
        lines=_lines(request, rows, name, leads),
        moves=[(one, _name(rows, one), _href(where, rows, one)) for one in offered],
        move=name,
        title=_name(rows, name) if name else "",
        fields=fields,
        each=name == "dispatch",
        asks=move is not None and bool(move.inputs),
        chosen_each=request.POST.get("to", EACH) == EACH,
        act_id=request.POST.get("act_id") or str(uuid.uuid4()),
        problems=again.problems if again else (),
        most=MOST,
    )
    return render(request, "desk/together.html", context, status=422 if again else 200)


def _href(where: Where, rows: Sequence[CaseRow], name: str) -> str:
    chosen = [("case", row.ref) for row in rows]
    return f"{url('desk:together')}?{urlencode([*where.pairs, *chosen, ('move', name)])}"


def _form(rows: Sequence[CaseRow], name: str, again: Sent | None) -> tuple[Move | None, list[Field]]:
    row = next((one for one in rows if name in cases.definition(one.pack).lifecycle.moves), None)
    if row is None:
        return None, []
    definition = cases.definition(row.pack)
    move = definition.lifecycle.moves[name]
    return move, asking.fields_of(definition, move, Offer(row.area_path, again.kept if again else {}))


def _name(rows: Sequence[CaseRow], name: str) -> str:
    return next((said for row in rows if (said := move_name(cases.definition(row.pack), name))), name)


def _leads(request: ActorRequest, rows: Sequence[CaseRow]) -> dict[str, str]:
    """Return the body that the matrix names for each case; those without one are left out."""
    on = local(request.at).date()
    found = {
        row.ref: catalogue.responsible(row.subject, row.area_path, on, link=row.link)
        for row in rows
        if row.subject
    }
    return {ref: one.lead for ref, one in found.items() if isinstance(one, Routed)}


def _lines(request: ActorRequest, rows: Sequence[CaseRow], name: str, leads: Mapping[str, str]) -> list[Line]:
    places = area_names(row.area_path for row in rows)
    bodies = body_names(leads.values())
    return [
        Line(
            row,
            places[row.area_path],
            stage_name(cases.definition(row.pack), row.stage),
            bodies.get(leads.get(row.ref, ""), ""),
            _open(row, name, request.actor),
        )
        for row in rows
    ]


def _do(request: ActorRequest, where: Where, rows: Sequence[CaseRow], name: str) -> HttpResponse:
    """Make the move on each; a form that is wrong as a whole is asked again before anything is done."""
    act_id = request.POST.get("act_id", "")
    move, _ = _form(rows, name, None)
    sent = asking.read(move.inputs if move else (), request.POST, request.FILES, act_id=act_id, at=request.at)
    each = name == "dispatch" and request.POST.get("to", EACH) == EACH
    wrong = _wrong(move, sent, each=each)
    if wrong:
        return _ask(request, where, rows, name, [name], Sent(sent.inputs, sent.kept, wrong))
    leads = _leads(request, rows) if each else {}
    found = [
        _one(request, line, name, {**sent.inputs, **({"lead": leads.get(line.row.ref, "")} if each else {})})
        for line in _lines(request, rows, name, leads)
    ]
    done = sum(1 for line in found if line.done)
    context = seat.frame(
        request, where=where, lines=found, title=_name(rows, name), done=done, refused=len(found) - done
    )
    return render(request, "desk/together_done.html", context)


def _wrong(move: Move | None, sent: Sent, *, each: bool) -> tuple[Problem, ...]:
    missing = check_inputs(move.inputs, sent.inputs) if move else ()
    every = (*sent.problems, *missing)
    return tuple(one for one in every if not (each and one.field == "lead"))


def _one(request: ActorRequest, line: Line, name: str, inputs: Mapping[str, JsonValue]) -> Line:
    """Do it to one case; the id of its act follows from the form's, so that sending twice does it once."""
    row = line.row
    if name == "dispatch" and not inputs.get("lead"):
        return _with(line, False, t("desk.together.no_lead"))
    version = request.POST.get(f"version.{row.ref}", "")
    try:
        answer = service.move(
            row.ref,
            name,
            inputs,
            actor=request.actor,
            act_id=str(uuid.uuid5(_namespace(request), row.ref)),
            at=request.at,
            version=int(version) if version.isdecimal() else None,
        )
    except (Invalid, Refused, Stale, NotVisible, Busy) as outcome:
        return _with(line, False, _why(row, outcome))
    stage = stage_name(cases.definition(row.pack), str(answer["stage"]))
    return _with(line, True, t("desk.together.done_one", stage=stage))


def _namespace(request: ActorRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("act_id", ""))
    except ValueError:
        raise Invalid(Problem("act_id", "audit.act_id_form")) from None


def _with(line: Line, done: bool, said: str) -> Line:  # noqa: FBT001 - the result itself
    return Line(line.row, line.place, line.stage, line.body, line.open, done, said)


def _why(row: CaseRow, outcome: Exception) -> str:
    match outcome:
        case Invalid(problems=problems):
            return " ".join(reason(one, lang=language()) for one in problems)
        case Stale():
            return t("desk.together.stale")
        case Refused(refusal=refusal):
            return refusal_of(cases.definition(row.pack), refusal)
        case NotVisible():
            return t("desk.together.gone")
        case _:
            return t("desk.together.busy")
