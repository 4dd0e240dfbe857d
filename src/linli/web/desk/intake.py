"""Taking down a problem for somebody who calls, writes or stands at the counter."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_safe

from linli.apps.cases import facts as cases
from linli.apps.cases import service
from linli.apps.cases.facts import CaseRow, Wanted
from linli.apps.catalogue import facts as catalogue
from linli.core.forms.answers import Answers, read_answers
from linli.core.shared.outcomes import JsonValue, Problem
from linli.kernel.access.http import ActorRequest
from linli.kernel.access.pages import requires
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import Invalid, Refused
from linli.kernel.ui.jinja import url
from linli.kernel.ui.pages import render
from linli.kernel.ui.text import LANGUAGES, reason, t
from linli.web.desk import seat
from linli.web.desk.asking import readable
from linli.web.desk.intake_form import (
    Form,
    areas_of,
    by_form,
    form_of,
    questions_of,
    read_area,
    services,
    wide_area,
)
from linli.web.desk.names import advice, area_names, pack_text, stage_name, subject_name
from linli.web.desk.opening import links

FOR_OTHERS = Permission.CASE_SUBMIT_FOR
CHANNELS = ("phone", "counter", "paper", "message")
ALIKE = 5
LOOKED_AT = 3
"""So many of the likeliest subjects are searched for cases that may be the same."""


@dataclass(frozen=True, slots=True)
class Alike:
    """An open case that may be the same one."""

    row: CaseRow
    place: str
    stage: str
    subject: str


@require_http_methods(["GET", "HEAD", "POST"])
@requires(FOR_OTHERS)
def take_down(request: ActorRequest) -> HttpResponse:
    """Show the form, look for what may be the same, or open the case."""
    form = form_of(request)
    if request.method != "POST" or "look" in request.POST or "service" in request.GET:
        return _show(request, form)
    return _open(request, form)


def _open(request: ActorRequest, form: Form) -> HttpResponse:
    area = read_area(request.actor, form.said("area"))
    answers = _answers(form, request)
    problems = [one for one in (area, *_problems(answers)) if isinstance(one, Problem)]
    emergency = form.said("emergency")
    if emergency and not form.said("stayed"):
        problems.append(Problem("stayed", "desk.intake.stay"))
    if problems:
        return _show(request, form, problems=problems, status=422)
    told = _told(form, str(area), answers.values if isinstance(answers, Answers) else {})
    try:
        opened = service.open_case(told, actor=request.actor, act_id=form.act_id, at=request.at)
    except Invalid as invalid:
        return _show(request, form, problems=readable(invalid.problems), status=422)
    except Refused as refused:
        return _show(request, form, refused=reason(refused.refusal), status=409)
    if emergency:
        _transfer(request, form, str(opened["ref"]), emergency)
    return HttpResponseRedirect(url("desk:taken", ref=str(opened["ref"])))


def _answers(form: Form, request: ActorRequest) -> Answers | tuple[Problem, ...]:
    _, definition = cases.current(form.service)
    raw: dict[str, JsonValue] = {
        one.name: request.POST.get(f"q.{one.name}", "") for one in questions_of(definition)
    }
    asked = definition.form.__class__(tuple(questions_of(definition)))
    found = read_answers(asked, raw, request.at.date())
    if isinstance(found, Answers):
        return found
    return tuple(Problem(f"q.{one.field}", one.code, one.params) for one in found)


def _problems(answers: Answers | tuple[Problem, ...]) -> tuple[Problem, ...]:
    return () if isinstance(answers, Answers) else answers


def _told(form: Form, area: str, answers: Mapping[str, JsonValue]) -> service.Told:
    subject, _, condition = form.said("subject").partition("|")
    channel = form.said("channel")
    return service.Told(
        body=form.said("body"),
        service=form.service,
        kind=form.said("kind") or "help",
        channel=channel if channel in CHANNELS else "phone",
        subject=subject,
        condition=condition,
        link=form.said("link") if catalogue.asked_links(subject) else "",
        place=form.said("place"),
        area=area,
        answers=answers,
        contact=service.Contact(form.said("name"), form.said("phone")),
        confidential=bool(form.said("confidential")),
        language=form.said("language"),
        urgent=bool(form.said("urgent")) or bool(form.said("emergency")),
        may_publish=bool(form.said("may_publish")),
    )


def _transfer(request: ActorRequest, form: Form, ref: str, number: str) -> None:
    """Write down that the caller was connected at once; whoever may not move it leaves the mark of urgency."""
    act_id = str(uuid.uuid5(uuid.UUID(form.act_id), "transfer"))
    inputs: dict[str, JsonValue] = {"number": number, "stayed_on_line": True}
    try:
        service.move(ref, "transfer_emergency", inputs, actor=request.actor, act_id=act_id, at=request.at)
    except (Invalid, Refused):
        return


def _show(
    request: ActorRequest,
    form: Form,
    *,
    problems: Sequence[Problem] = (),
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    _, definition = cases.current(form.service)
    choices = _numbers(definition)
    context = seat.frame(
        request,
        here="page:intake",
        form=form,
        services=services(),
        by_form=by_form(),
        channels=[(name, t(f"desk.channel.{name}")) for name in CHANNELS],
        languages=[(name, t(f"desk.intake.language_{name}")) for name in LANGUAGES],
        kinds=[(name, t(f"desk.kind.{name}")) for name in service.KINDS],
        areas=areas_of(request.actor),
        wide=wide_area(request.actor),
        questions=form.fields(definition),
        numbers=choices,
        problems=problems,
        refused=refused,
        **_suggested(request, form.said("body"), form.said("area"), form.said("subject")),
    )
    return render(request, "desk/intake.html", context, status=status)


def _numbers(definition: Any) -> list[tuple[str, str]]:
    """Return the emergency numbers that the service knows."""
    move = definition.lifecycle.moves.get("transfer_emergency")
    declared = next((one for one in move.inputs if one.name == "number"), None) if move else None
    return [
        (value, pack_text(definition, f"choice.number.{value}") or value)
        for value in (declared.choices if declared else ())
    ]


@requires(FOR_OTHERS)
@require_safe
def alike(request: ActorRequest) -> HttpResponse:
    """Answer while somebody types: what it may be about, and which open cases may be the same."""
    get = request.GET
    context = _suggested(request, get.get("body", ""), get.get("area", ""), get.get("subject", ""))
    return render(request, "desk/intake_alike.html", context)


def _suggested(request: ActorRequest, body: str, area: str, subject: str) -> dict[str, object]:
    words = body.strip()[:120]
    found = catalogue.find_subjects(words, limit=6) if words else ()
    where = read_area(request.actor, area) if area.strip() else None
    code = where if isinstance(where, str) else ""
    keys = [subject.partition("|")[0]] if subject else [one.key for one in found[:LOOKED_AT]]
    return {
        "subjects": _subjects(found),
        "subject": subject,
        "linked": [
            {"name": subject_name(one.key), "links": ways} for one in found if (ways := links(one.key))
        ],
        "link": (request.POST or request.GET).get("link", ""),
        "alike": _alike(request, keys, code) if keys and request.actor.may(Permission.CASE_READ) else [],
        "looked": bool(words),
    }


def _subjects(found: Sequence[catalogue.SubjectFact]) -> list[tuple[str, str]]:
    """Return (value, words) of each subject and its conditions, as choices."""
    now = catalogue.snapshot()
    choices = []
    for one in found:
        conditions = now.conditions_of(one.key)
        choices.append((one.key, subject_name(one.key), ""))
        choices += [(f"{one.key}|{each.key}", each.text_zh, each.limit) for each in conditions]
    return choices  # type: ignore[return-value]


def _alike(request: ActorRequest, keys: Sequence[str], code: str) -> list[Alike]:
    """Return open cases on the likeliest subjects; in the community first, else in its whole area."""
    from linli.apps.grid import facts as grid

    area = grid.area(code) if code else None
    path = area.path if area else ""
    rows = [
        row
        for key in keys
        for row in cases.queue(request.actor, Wanted(subject=key, area_path=path), at=request.at).rows[:ALIKE]
    ]
    places = area_names(row.area_path for row in rows)
    return [
        Alike(
            row,
            places[row.area_path],
            stage_name(cases.definition(row.pack), row.stage),
            subject_name(row.subject),
        )
        for row in rows[:ALIKE]
    ]


@requires(FOR_OTHERS)
@require_safe
def taken(request: ActorRequest, ref: uuid.UUID) -> HttpResponse:
    """Show the number to be read out and the slip to be printed."""
    view = cases.case_view(request.actor, ref, at=request.at)
    context = seat.frame(
        request,
        here="page:intake",
        view=view,
        code=cases.query_code(view.case.ref),
        stage=stage_name(view.definition, view.case.stage),
        roads=advice(view),
        address=request.build_absolute_uri("/find"),
    )
    return render(request, "desk/taken.html", context)
