"""What these pages read of a form, and how they answer a no."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict

from linli.apps.volunteers.service import Application
from linli.core.shared.outcomes import Problem
from linli.kernel.audit.outcomes import Invalid, Refused, Stale
from linli.kernel.ui import show
from linli.kernel.ui.text import reason
from linli.web.portal import areas
from linli.web.portal.visitor import act_id_of, actor_of, at_of, new_act_id


class Typed:
    """What was typed into a form, for showing it again; nothing where nothing was."""

    def __init__(self, sent: QueryDict) -> None:
        self._sent = sent

    def __bool__(self) -> bool:
        return bool(self._sent)

    def __getattr__(self, name: str) -> str:
        return self._sent.get(name, "")[:2000]

    def several(self, name: str) -> list[str]:
        """Return every choice of one name."""
        return self._sent.getlist(name)


def said(request: HttpRequest) -> dict[str, Any]:
    """Return who acts, under which id, when."""
    return {"actor": actor_of(request), "act_id": act_id_of(request), "at": at_of(request)}


def attempt(
    do: Callable[[], object], page: Callable[..., HttpResponse], to: str | Callable[[Any], str]
) -> HttpResponse:
    """Do something and go on; where the answer is no, show the page again with what is wrong."""
    try:
        answer = do()
    except Invalid as wrong:
        return page(problems=wrong.problems, status=422)
    except (Refused, Stale) as no:
        return page(because=reason(no.refusal), status=409)
    return HttpResponseRedirect(to if isinstance(to, str) else to(answer))


def frame(request: HttpRequest, **more: Any) -> dict[str, Any]:
    """Return what every one of these pages shows: what was done, what is wrong, ids for its forms."""
    done = request.GET.get("done", "")
    told = {"problems": (), "because": "", "done": done if done.isidentifier() and len(done) < 20 else ""}  # noqa: PLR2004
    wrong = {"problems": where_typed(request, more["problems"])} if more.get("problems") else {}
    return {**told, "new_act_id": new_act_id, "typed": Typed(request.POST), **more, **wrong}


def where_typed(request: HttpRequest, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Point at the hours where it is the hours that were typed: the services know minutes alone."""
    by_hours = number(request, "hours") != 0
    return tuple(
        replace(one, field="hours") if by_hours and one.field == "minutes" else one for one in problems
    )


def line(request: HttpRequest, name: str, most: int = 100) -> str:
    """Return one field of a form."""
    return request.POST.get(name, "").strip()[:most]


def number(request: HttpRequest, name: str, otherwise: int = 0) -> int:
    """Return a whole number that was typed; what is none counts as ``otherwise``."""
    typed = line(request, name, 12)
    sign, digits = (-1, typed[1:]) if typed[:1] in {"-", "−"} else (1, typed)
    return sign * int(digits) if digits.isascii() and digits.isdigit() else otherwise


def minutes(request: HttpRequest) -> int:
    """Return hours and minutes of a form as minutes."""
    return number(request, "hours") * 60 + number(request, "minutes")


def day(request: HttpRequest, name: str) -> date:
    """Return a day; what is none is the first of all days, and so refused."""
    try:
        return date.fromisoformat(line(request, name))
    except ValueError:
        return date.min


def moment(request: HttpRequest, name: str) -> datetime | None:
    """Return a moment of the city's clock."""
    try:
        return datetime.fromisoformat(line(request, name)).replace(tzinfo=show.ZONE)
    except ValueError:
        return None


def cursor(request: HttpRequest) -> int:
    """Return where a list goes on."""
    typed = request.GET.get("after", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 18 else 0  # noqa: PLR2004 - a key


def place(request: HttpRequest, name: str = "area") -> str:
    """Return the code of a place that was typed by name or code."""
    return areas.code_of(line(request, name), areas.known())


def application(request: HttpRequest) -> Application:
    """Return what somebody says when joining."""
    return Application(
        name=line(request, "name", 60),
        area=place(request),
        born=line(request, "born"),
        radius=number(request, "radius", 2000),
        skills=tuple(request.POST.getlist("skills")[:40]),
        times=tuple(request.POST.getlist("times")[:40]),
        languages=tuple(request.POST.getlist("languages")[:10]),
        guardian_phone=line(request, "guardian_phone"),
        code=line(request, "code"),
        banks=request.POST.get("banks") == "yes",
        agrees=request.POST.get("agrees") == "yes",
        platform=line(request, "platform", 60),
    )
