"""Counts of children and of places at schools, for who keeps them: sent as a list, taken whole or not at all."""

from __future__ import annotations

import uuid
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.apps.centres import facts, service
from linli.core.shared.outcomes import Problem
from linli.kernel.access.http import ActorRequest
from linli.kernel.access.pages import requires
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import Invalid
from linli.kernel.ui.jinja import url
from linli.kernel.ui.pages import here as moved
from linli.kernel.ui.pages import render
from linli.kernel.ui.text import reason
from linli.web.desk import seat
from linli.web.importing.schools import SchoolList, read_schools

HERE = "page:schools"
LARGEST = 2 * 1024 * 1024
SHOWN = 30
Wrong = dict[int, tuple[Problem, ...]]


@requires(Permission.FACILITY_KEEP)
@never_cache
@require_http_methods(["GET", "POST"])
def page(request: ActorRequest) -> HttpResponse:
    """List the figures a page at a time; take a list, or say by line what is wrong with it."""
    problems: tuple[Problem, ...] = ()
    lines: list[tuple[int, str]] = []
    if request.method == "POST":
        try:
            done = _take(request)
            return HttpResponseRedirect(f"{url('reach:schools_desk')}?done={done}")
        except Invalid as wrong:
            problems, lines = _sorted(wrong.problems)
    found = facts.school_figures(request.actor, request.GET.get("from", ""))
    done = request.GET.get("done", "")[:6]
    context = seat.frame(
        request, here=HERE, rows=found.rows, problems=problems, lines=lines[:SHOWN], more=max(0, len(lines) - SHOWN),
        said=request.POST, mb=LARGEST // 1024 // 1024, act_id=str(uuid.uuid4()), most=service.MOST_FIGURES,
        done=done if done.isascii() and done.isdigit() else "",
        next=moved(request, **{"from": found.cursor, "done": None}) if found.cursor else None,
    )  # fmt: skip
    return render(request, "reach/schools_desk.html", context, status=422 if problems else 200)


def _take(request: ActorRequest) -> int:
    post = request.POST
    found, as_of = _read(request.FILES.get("file")), _day(post.get("as_of", ""))
    problems = [one for one in (found, as_of) if isinstance(one, Problem)]
    if problems or not isinstance(found, SchoolList) or not isinstance(as_of, date):
        raise Invalid(*problems)
    if found.wrong:
        wrong = {**service.wrong_figures(found.rows, actor=request.actor), **found.wrong}
        raise Invalid(*(_of_line(line, one) for line in sorted(wrong) for one in wrong[line]))
    return service.enter_school_figures(
        found.rows, post.get("source", ""), as_of, actor=request.actor, act_id=post.get("act_id", ""), at=request.at
    )  # fmt: skip


def _of_line(line: int, one: Problem) -> Problem:
    return one if one.field.startswith("rows.") else Problem(f"rows.{line}.{one.field}", one.code, one.params)


def _read(file: UploadedFile | None) -> SchoolList | Problem:
    if file is None:
        return Problem("file", "schools.choose_file")
    if (file.size or 0) > LARGEST:
        return Problem("file", "schools.file_large", {"mb": LARGEST // 1024 // 1024})
    return read_schools(bytes(file.read()))


def _day(text: str) -> date | Problem:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return Problem(
            "as_of", "centres.day_unreadable" if text.strip() else "reach.day_missing", {"day": text[:20]}
        )


def _sorted(problems: tuple[Problem, ...]) -> tuple[tuple[Problem, ...], list[tuple[int, str]]]:
    """Part what is wrong with the list from what is wrong with its lines; lines make the file wrong."""
    of_list = [one for one in problems if not one.field.startswith("rows.")]
    lines = [(int(one.field.split(".")[1]), reason(one)) for one in problems if one.field.startswith("rows.")]
    if lines:
        of_list.append(Problem("file", "schools.lines_wrong", {"n": len({line for line, _ in lines})}))
    return tuple(of_list), lines
