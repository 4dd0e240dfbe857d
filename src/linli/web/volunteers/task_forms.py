"""A task as a form says it."""

from __future__ import annotations

from django.http import HttpRequest

from linli.apps.volunteers import facts
from linli.apps.volunteers.service import NewTask
from linli.kernel.ui.text import t
from linli.web.volunteers.asking import line, moment, number


def task_form(
    request: HttpRequest, *, area: str, body: str, team: str = "", case: str = "", centre: str = ""
) -> NewTask:
    """Return the task that a form describes."""
    return NewTask(
        kind=line(request, "kind"),
        title=line(request, "title", 200),
        place=line(request, "place", 200),
        area=area,
        body=body,
        starts_at=moment(request, "starts_at"),
        ends_at=moment(request, "ends_at"),
        words=line(request, "words", 1000),
        safety=line(request, "safety", 500),
        wanted=number(request, "wanted", 1),
        skills=tuple(request.POST.getlist("skills")[:20]),
        care=line(request, "care") or "none",
        insured=request.POST.get("insured") == "yes",
        details=line(request, "details", 1000),
        helped_phone=line(request, "helped_phone"),
        case=case,
        centre=centre,
        team=team,
    )


def task_options() -> dict[str, list[tuple[str, str]]]:
    """Return what may be chosen, with its words."""
    return {
        "kind": [(one, t(f"volunteers.task_kind.{one}")) for one in facts.KINDS],
        "care": [(one, t(f"volunteers.care.{one}")) for one in facts.CARE],
        "skills": [(one, t(f"volunteers.skill.{one}")) for one in facts.SKILLS],
    }
