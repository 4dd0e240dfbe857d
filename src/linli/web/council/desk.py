"""Meetings at the desk: put a question, write down what is said, look over, group, ask bodies; and a body's answers."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from linli.apps.council import facts, service
from linli.apps.grid import facts as grid
from linli.kernel.access.http import ActorRequest
from linli.kernel.access.pages import requires
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import Invalid, Refused, Stale
from linli.kernel.ui.jinja import url
from linli.kernel.ui.pages import here, render
from linli.kernel.ui.text import language, reason, t
from linli.web.activities.reading import day, moment
from linli.web.council import desk_sittings
from linli.web.council.public import card, told
from linli.web.council.sittings import line
from linli.web.desk import seat
from linli.web.desk.buttons import Buttons, do_one
from linli.web.portal.naming import name_of

KEEP, ANSWER = Permission.COUNCIL_KEEP, Permission.COUNCIL_ANSWER
HERE, HERE_ANSWERS = "page:council", "page:answers"
LINES = ("question_zh", "question_en", "about_zh", "about_en", "held_at")
LONGEST = 6_000


@requires(KEEP)
@never_cache
@require_http_methods(["GET", "POST"])
def meetings(request: ActorRequest) -> HttpResponse:
    """List meetings with what waits in each, and put a question."""
    problems: tuple[Any, ...] = ()
    if request.method == "POST":
        try:
            made = service.open_meeting(_new(request), **_said(request))
            return HttpResponseRedirect(url("council-keep", ref=made))
        except Invalid as wrong:
            problems = wrong.problems
    page = facts.meetings(cursor=request.GET.get("cursor", "")[:20])
    context = seat.frame(
        request, here=HERE, rows=[card(one) for one in page.rows if facts.keeps(one.row, request.actor)],
        next=here(request, cursor=page.cursor) if page.cursor else None, problems=problems, typed=request.POST,
        bodies=_bodies(request), act_id=str(uuid.uuid4()),
    )  # fmt: skip
    return render(request, "council/desk.html", context, status=422 if problems else 200)


@requires(KEEP)
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def keep(request: ActorRequest, ref: uuid.UUID) -> HttpResponse:
    """Show one meeting to its keeper; do one thing with it."""
    if request.method == "GET":
        return _keep(request, ref)
    return do_one(
        request, ref, _DOING, page=_keep, address=lambda what: f"{url('council-keep', ref=ref)}?done={what}"
    )


@requires(ANSWER)
@never_cache
@require_http_methods(["GET", "POST"])
def answers(request: ActorRequest) -> HttpResponse:
    """Show what was put to one's body; answer it."""
    problems: tuple[Any, ...] = ()
    because = ""
    if request.method == "POST":
        post = request.POST
        try:
            service.answer(
                post.get("reply", "")[:40], post.get("text_zh", ""), post.get("text_en", ""), **_said(request)
            )
            return HttpResponseRedirect(url("council-answers"))
        except Invalid as wrong:
            problems = wrong.problems
        except (Refused, Stale) as no:
            because = reason(no.refusal)
    rows = [{**card(fact), **told(one, request.at)} for fact, one in facts.asked_of(request.actor)]
    context = seat.frame(
        request, here=HERE_ANSWERS, rows=rows, problems=problems, because=because,
        typed=request.POST, new_act_id=lambda: str(uuid.uuid4()),
    )  # fmt: skip
    return render(
        request, "council/answers.html", context, status=422 if problems else 409 if because else 200
    )


def _new(request: ActorRequest) -> service.NewMeeting:
    post = request.POST
    office = grid.body(post.get("body", "")[:40])
    area = grid.area_at(office.area_path) if office else None
    return service.NewMeeting(
        body=office.ref if office else "", area=area.code if area else "",
        opens_at=moment(post.get("opens_at", "")), ends_at=moment(post.get("ends_at", "")),
        **{name: post.get(name, "")[:LONGEST] for name in LINES},
    )  # fmt: skip


def _bodies(request: ActorRequest) -> list[tuple[str, str]]:
    paths = tuple(one.area_path for one in request.actor.grants_for(KEEP))
    found = [one for one in grid.bodies() if one.area_path.startswith(paths) and grid.is_office(one)]
    return [(one.ref, name_of(one)) for one in found[:300]]


def _said(request: ActorRequest) -> dict[str, Any]:
    return {"actor": request.actor, "act_id": request.POST.get("act_id", ""), "at": request.at}


def _suggest(request: ActorRequest, ref: uuid.UUID) -> None:
    post = request.POST
    channel = post.get("channel", "") if post.get("channel") in {"hall", "paper"} else "hall"
    new = service.NewSuggestion(post.get("text", ""), channel, post.get("name", "")[:60])
    service.suggest(ref, new, **_said(request))


def _decide(request: ActorRequest, ref: uuid.UUID) -> None:
    why = "" if request.POST.get("publish") == "yes" else request.POST.get("reason", "")[:20] or "?"
    service.decide(ref, request.POST.get("suggestion", "")[:40], why, **_said(request))


def _theme(request: ActorRequest, ref: uuid.UUID) -> None:
    post = request.POST
    service.make_theme(ref, post.get("title_zh", "")[:200], post.get("title_en", "")[:200], **_said(request))


def _group(request: ActorRequest, ref: uuid.UUID) -> None:
    chosen, theme = request.POST.getlist("suggestions")[:300], request.POST.get("theme", "")[:40]
    service.group(ref, chosen, theme or None, **_said(request))


def _ask(request: ActorRequest, ref: uuid.UUID) -> None:
    post = request.POST
    promised = day(post.get("promised_on", ""))
    service.ask_body(ref, post.get("about", "")[:40], post.get("body", "")[:40], promised, **_said(request))


_DOING: Buttons = {
    "suggest": _suggest,
    "decide": _decide,
    "theme": _theme,
    "group": _group,
    "undo": lambda request, ref: service.undo_grouping(ref, **_said(request)),
    "ask": _ask,
    "sit": desk_sittings.plan,
    "close": lambda request, ref: service.close_meeting(ref, **_said(request)),
}


def _keep(
    request: ActorRequest, ref: uuid.UUID, *, problems: tuple[Any, ...] = (), because: str = ""
) -> HttpResponse:
    waiting = facts.waiting_in(ref, request.actor)
    found = facts.meeting(ref)
    done = request.GET.get("done", "")
    context = seat.frame(
        request, here=HERE, **card(found), waiting=waiting, said=[told(one, request.at) for one in facts.told(ref)],
        themes=[(one, (zh if language() == "zh" else en) or zh) for one, zh, en in facts.themes(found.row)],
        reasons=[(code, t(f"council.reason.{code}")) for code in facts.REASONS],
        bodies=[(one.ref, name_of(one)) for one in grid.bodies()[:500] if one.may_lead or one.kind == "community"],
        sittings=[line(one, request.at) for one in facts.sittings(found.row)],
        problems=problems, because=because, done=done if done in _DOING else "", typed=request.POST,
        new_act_id=lambda: str(uuid.uuid4()), at=request.at,
    )  # fmt: skip
    return render(request, "council/keep.html", context, status=422 if problems else 409 if because else 200)
