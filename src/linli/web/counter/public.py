"""For everybody in a hall: take a number, watch it, see who is called. No account, no script, no names."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.apps.centres import facts, service
from linli.apps.grid import facts as grid
from linli.core.clock.instants import local
from linli.core.shared.outcomes import Problem
from linli.kernel.access.pages import public_page
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.ui.pages import render
from linli.kernel.ui.text import language, reason, t
from linli.web.portal.visitor import act_id_of, actor_of, allow_writing, at_of, new_act_id

SCREEN_SECONDS, WATCH_SECONDS, SLIP_SECONDS = 10, 20, 25
TAKEN_AN_HOUR, TAKEN_AT_A_STAND = 20, 600
LIVE = frozenset({"waiting", "called"})


@public_page
@require_safe
def halls(request: HttpRequest) -> HttpResponse:
    """List the halls where numbers are taken; where there is one, go there."""
    found = facts.halls(local(at_of(request)).date())
    if len(found) == 1:
        return HttpResponseRedirect(reverse("counter-take", args=[found[0][0]]))
    rows = [(ref, named(zh, en)) for ref, zh, en in found]
    return render(request, "counter/halls.html", {"rows": rows})


@public_page
@never_cache
@require_http_methods(["GET", "POST"])
def take(request: HttpRequest, centre: UUID) -> HttpResponse:
    """Show who waits for what, and take a number from wherever one is."""
    if request.method == "GET":
        return _take(request, centre)
    allow_writing(request, "number", TAKEN_AN_HOUR)
    try:
        ref = _taken(request, centre, "online")
    except Invalid as wrong:
        return _take(request, centre, problems=wrong.problems)
    except Refused as no:
        return _take(request, centre, refused=reason(no.refusal))
    return HttpResponseRedirect(reverse("counter-number", args=[ref]))


@public_page
@never_cache
@require_http_methods(["GET", "POST"])
def stand(request: HttpRequest, centre: UUID) -> HttpResponse:
    """Show the large keys of the screen in the hall; a number taken here is printed."""
    if request.method == "GET":
        return _stand(request, centre)
    allow_writing(request, "stand", TAKEN_AT_A_STAND)
    try:
        ref = _taken(request, centre, "screen")
    except Invalid as wrong:
        return _stand(request, centre, refused=" ".join(reason(one) for one in wrong.problems), status=422)
    except Refused as no:
        return _stand(request, centre, refused=reason(no.refusal), status=409)
    return HttpResponseRedirect(reverse("counter-slip", args=[ref]))


@public_page
@never_cache
@require_safe
def screen(request: HttpRequest, centre: UUID) -> HttpResponse:
    """Show the hall's screen: who is called where. It comes anew by itself, and can be read aloud."""
    board = facts.board(centre, at_of(request))
    answer = render(request, "counter/screen.html", {"board": board, "rows": _rows(board), "named": named})
    answer.headers["Refresh"] = str(SCREEN_SECONDS)
    return answer


@public_page
@never_cache
@require_safe
def halls_screen(request: HttpRequest) -> HttpResponse:
    """Show the halls of a city, a county or anything finer side by side, so that people see where it is shorter."""
    code = request.GET.get("area", "")[:40].replace("\x00", "")
    within = grid.area(code) if code else None
    if code and within is None:
        raise NotVisible
    rows = facts.halls_of(within.path if within else "/", at_of(request))
    place = named(within.name_zh, within.name_en) if within else t("counter.halls_screen")
    context = {"rows": [(one, named(one.name_zh, one.name_en)) for one in rows], "place": place}
    answer = render(request, "counter/halls_screen.html", context)
    answer.headers["Refresh"] = str(SCREEN_SECONDS)
    return answer


@public_page
@never_cache
@require_safe
def number(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Show one's number: how many are ahead, and when it is one's turn where to go."""
    return _number(request, ref)


@public_page
@never_cache
@require_safe
def slip(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Show a number as the screen in the hall prints it; then the screen is free for the next."""
    found = facts.number(ref, at_of(request))
    answer = render(request, "counter/slip.html", _about(request, found))
    answer.headers["Refresh"] = f"{SLIP_SECONDS}; url={reverse('counter-stand', args=[found.centre])}"
    return answer


@public_page
@require_POST
def give_back(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Give one's number back."""
    try:
        service.give_back(ref, actor=actor_of(request), act_id=act_id_of(request), at=at_of(request))
    except Stale as no:
        return _number(request, ref, refused=reason(no.refusal))
    return HttpResponseRedirect(reverse("counter-number", args=[ref]))


def named(zh: str, en: str) -> str:
    """Return a name in the reader's language."""
    return zh if language() == "zh" else en or zh


def how(wait: Any) -> str:
    """Say what an estimated wait rests on."""
    key = "counter.how_measured" if wait.measured else "counter.how_expected"
    return t(
        key,
        ahead=wait.ahead,
        each=wait.each,
        counters=wait.counters,
        minutes=wait.minutes,
        measured=wait.measured,
    )


def _taken(request: HttpRequest, centre: UUID, channel: str) -> str:
    made = service.take_number(
        centre, request.POST.get("business", "")[:40], priority=request.POST.get("priority", "")[:20],
        channel=channel, actor=actor_of(request), act_id=act_id_of(request), at=at_of(request),
    )  # fmt: skip
    return made["ref"]


def _take(
    request: HttpRequest, centre: UUID, *, problems: tuple[Problem, ...] = (), refused: str = ""
) -> HttpResponse:
    board = facts.board(centre, at_of(request))
    context = {
        "board": board, "rows": _rows(board), "name": named(board.name_zh, board.name_en),
        "problems": problems, "refused": refused, "act_id": new_act_id(),
        "chosen": request.POST.get("business", ""), "priority": request.POST.get("priority", ""),
    }  # fmt: skip
    return render(request, "counter/take.html", context, status=422 if problems else 409 if refused else 200)


def _stand(request: HttpRequest, centre: UUID, *, refused: str = "", status: int = 200) -> HttpResponse:
    board, ahead = facts.board(centre, at_of(request)), request.GET.get("ahead", "")
    context = {
        "board": board, "rows": _rows(board), "name": named(board.name_zh, board.name_en),
        "asks": ahead == "ask", "priority": ahead if ahead in board.reasons else "", "refused": refused,
        "new_act_id": new_act_id,
    }  # fmt: skip
    answer = render(request, "counter/stand.html", context, status=status)
    if ahead or refused:
        answer.headers["Refresh"] = f"{SLIP_SECONDS}; url={reverse('counter-stand', args=[centre])}"
    return answer


def _number(request: HttpRequest, ref: UUID, *, refused: str = "") -> HttpResponse:
    found = facts.number(ref, at_of(request))
    context = {**_about(request, found), "refused": refused, "act_id": new_act_id()}
    answer = render(request, "counter/number.html", context, status=409 if refused else 200)
    if found.state in LIVE and not refused:
        answer.headers["Refresh"] = str(WATCH_SECONDS)
    return answer


def _about(request: HttpRequest, found: facts.NumberFact) -> dict[str, Any]:
    return {
        "found": found,
        "centre": named(found.centre_zh, found.centre_en),
        "business": named(found.business_zh, found.business_en),
        "address": request.build_absolute_uri(reverse("counter-number", args=[found.ref])),
        "how": how(found.wait) if found.wait else "",
    }


def _rows(board: facts.BoardFact) -> list[tuple[Any, str, str]]:
    return [(one, named(one.name_zh, one.name_en), how(one.wait)) for one in board.businesses]
