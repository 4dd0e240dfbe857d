"""For staff: write an announcement, see whom it would reach and what it costs, review another's, see who has not heard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from linli.apps.grid import facts as grid
from linli.apps.notices import facts, service
from linli.core.shared.outcomes import Problem
from linli.kernel.access.http import ActorRequest
from linli.kernel.access.pages import requires
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.messaging.quiet import NIGHT
from linli.kernel.ui.jinja import url
from linli.kernel.ui.pages import here, render
from linli.kernel.ui.text import language, reason
from linli.web.desk import seat
from linli.web.notices.places import chosen, named, read_moment, written
from linli.web.notices.public import told
from linli.web.portal.visitor import act_id_of, new_act_id

STAFF = (Permission.NOTICE_DRAFT, Permission.NOTICE_REVIEW, Permission.NOTICE_VISIT)
HERE = "page:announcements"
TEXTS = (
    "area", "topic", "title_zh", "title_en", "text_zh", "text_en", "do_zh", "do_en", "place_zh", "place_en", "age",
    "emergency_reason",
)  # fmt: skip
REST = ("by", "expires_at", "resend_hours", "emergency")
DONE = {"hand_in": "handed_in", "give_back": "given_back", "publish": "published", "stop": "stopped"}
STATES = ("draft", "review", "published", "withdrawn")


@requires(*STAFF)
@never_cache
@require_safe
def announcements(request: ActorRequest) -> HttpResponse:
    """List the announcements of one's area, those that wait for review first to find."""
    state = request.GET.get("state", "")
    page = facts.for_staff(
        request.actor, state if state in STATES else "", before=request.GET.get("before", "")
    )
    context = seat.frame(
        request,
        here=HERE,
        rows=[told(one) for one in page.rows],
        state=state if state in STATES else "",
        states=STATES,
        alerts=_alerts(request),
        waiting=facts.waiting_for_review(request.actor),
        may_write=request.actor.may(Permission.NOTICE_DRAFT),
        next=here(request, before=page.before) if page.before else None,
    )
    return render(request, "notices/desk_list.html", context)


def _alerts(request: ActorRequest) -> list[tuple[facts.Alert, str, str]]:
    """Return where somebody should come by, with the names of place and announcement."""
    found = facts.alerts(request.actor, request.at)
    places = {one.area_path: grid.area_at(one.area_path) for one in found}
    return [
        (
            one,
            named(place) if (place := places[one.area_path]) else "",
            facts.headline(one.announcement, language()),
        )
        for one in found
    ]


@requires(Permission.NOTICE_DRAFT)
@never_cache
@require_http_methods(["GET", "POST"])
def write(request: ActorRequest) -> HttpResponse:
    """Write a new announcement."""
    if request.method == "GET":
        return _form(request, _empty(request))
    try:
        ref = service.write(_written(request), **_by(request))
    except Invalid as wrong:
        return _form(request, request.POST, wrong.problems)
    return HttpResponseRedirect(url("desk-announcement", ref=ref))


@requires(Permission.NOTICE_DRAFT)
@never_cache
@require_http_methods(["GET", "POST"])
def rewrite(request: ActorRequest, ref: UUID) -> HttpResponse:
    """Write a draft anew."""
    row = facts.draft(ref, request.actor)
    if request.method == "GET":
        return _form(request, _of(row), ref=ref)
    try:
        service.rewrite(ref, _written(request), **_by(request))
    except Invalid as wrong:
        return _form(request, request.POST, wrong.problems, ref=ref)
    except Stale as no:
        return _form(request, request.POST, [Problem("", no.refusal.code)], ref=ref)
    return HttpResponseRedirect(url("desk-announcement", ref=ref))


@requires(*STAFF)
@never_cache
@require_http_methods(["GET", "POST"])
def announcement(request: ActorRequest, ref: UUID) -> HttpResponse:
    """Show one with its reach, cost and text message before it is sent; hand in, give back, publish, stop, follow up."""
    facts.draft(ref, request.actor)
    if request.method == "GET":
        return _one(request, ref)
    try:
        went_on = _do(request, ref)
    except Invalid as wrong:
        return _one(request, ref, problems=wrong.problems, status=422)
    except (Refused, Stale) as no:
        return _one(request, ref, refused=reason(no.refusal), status=409)
    done = DONE.get(request.POST["do"], "")
    return HttpResponseRedirect(
        url("desk-announcement", ref=went_on or ref) + (f"?done={done}" if done else "")
    )


def _do(request: ActorRequest, ref: UUID) -> str:
    said, post = _by(request), request.POST
    version = post.get("version", "")
    acts: dict[str, Callable[[], object]] = {
        "hand_in": lambda: service.hand_in(ref, **said),
        "give_back": lambda: service.give_back(ref, post.get("why", "")[:400], **said),
        "publish": lambda: service.publish(
            ref, int(version) if version.isascii() and version.isdigit() and len(version) < 8 else 0,  # noqa: PLR2004 - a version
            agreed=post.get("agreed") == "yes", **said,
        ),
        "stop": lambda: service.stop(ref, **said),
        "correct": lambda: service.follow_up(ref, "correction", **said),
        "withdraw": lambda: service.follow_up(ref, "withdrawal", **said),
    }  # fmt: skip
    what = post.get("do", "")
    if what not in acts:
        raise NotVisible
    done = acts[what]()
    return str(done) if what in {"correct", "withdraw"} else ""


def _one(
    request: ActorRequest,
    ref: UUID,
    *,
    problems: Sequence[Problem] = (),
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    row = facts.draft(ref, request.actor)
    open_ = facts.is_open(row)
    context = seat.frame(
        request,
        here=HERE,
        **told(row),
        estimate=facts.estimate(row) if open_ else None,
        in_english=facts.message_of(row, "en", "0" * 24) if row.title_en else None,
        spoken=(spoken := facts.said(row, "zh")),
        heard=facts.heard_in(spoken) if open_ else (),
        unread=[one for name, said in facts.spoken_fields(row).items() for one in said.problems(name)],
        waits=not row.emergency and NIGHT.next_moment(request.at) != request.at,
        wakes_at=NIGHT.next_moment(request.at),
        counts=facts.channel_counts(row) if not open_ else (),
        may_write=facts.may(request.actor, row, Permission.NOTICE_DRAFT),
        may_review=facts.may(request.actor, row, Permission.NOTICE_REVIEW),
        may_visit=facts.may(request.actor, row, Permission.NOTICE_VISIT),
        own=row.drafted_key == request.actor.key,
        problems=tuple(problems),
        refused=refused,
        done=told_done if (told_done := request.GET.get("done", "")) in DONE.values() else "",
        new_act_id=new_act_id,
    )
    return render(request, "notices/desk_one.html", context, status=status)


@requires(Permission.NOTICE_VISIT)
@never_cache
@require_http_methods(["GET", "POST"])
def unheard(request: ActorRequest, ref: UUID) -> HttpResponse:
    """List, masked, who has not heard, and note who was told at the door."""
    row = facts.draft(ref, request.actor)
    if request.method == "POST":
        service.note_visit(request.POST.get("token", "")[:80], **_by(request))
        return HttpResponseRedirect(f"{url('desk-unheard', ref=ref)}?done=told")
    context = seat.frame(
        request,
        here=HERE,
        **told(row),
        rows=facts.unheard(row, request.actor),
        done=request.GET.get("done", ""),
        new_act_id=new_act_id,
    )
    return render(request, "notices/desk_unheard.html", context)


def _by(request: ActorRequest) -> dict[str, Any]:
    return {"actor": request.actor, "act_id": act_id_of(request), "at": request.at}


def _written(request: ActorRequest) -> service.Written:
    post = request.POST
    by = read_moment(post.get("by", ""))
    if by is None and post.get("by", "").strip():
        raise Invalid(Problem("by", "near.notices.by_unreadable"))
    return service.Written(
        **{name: post.get(name, "")[:4000] for name in TEXTS},
        expires_at=read_moment(post.get("expires_at", "")),
        by=by,
        channels=tuple(one[:10] for one in post.getlist("channels")),
        resend_hours=_hours(post.get("resend_hours", "").strip()),
        emergency=post.get("emergency") == "yes",
    )


def _hours(said: str) -> int:
    """Read a number of hours; nothing is none, and what is no number is one that is refused."""
    if not said:
        return 0
    return int(said) if said.isascii() and said.isdigit() and len(said) < 4 else -1  # noqa: PLR2004 - hours


def _empty(request: ActorRequest) -> dict[str, Any]:
    return {
        "area": request.GET.get("area", ""),
        "expires_at": written(request.at + timedelta(days=3)),
        "resend_hours": "4",
        "channels": facts.CHANNELS,
    }


def _of(row: Any) -> dict[str, Any]:
    given = {name: getattr(row, name) for name in TEXTS if name != "area"}
    return {
        **given,
        "area": row.area.code,
        "expires_at": written(row.expires_at),
        "by": written(row.by),
        "channels": tuple(row.channels.split(",")),
        "resend_hours": str(row.resend_hours or ""),
        "emergency": "yes" if row.emergency else "",
    }


def _form(
    request: ActorRequest, given: Any, problems: Sequence[Problem] = (), *, ref: UUID | None = None
) -> HttpResponse:
    tops = sorted({one.area_path for one in request.actor.grants_for(Permission.NOTICE_DRAFT)})
    channels = given.getlist("channels") if hasattr(given, "getlist") else given["channels"]
    given = {name: given.get(name, "") for name in (*TEXTS, *REST)}
    code = request.GET.get("area", "") or given["area"]
    context = seat.frame(
        request,
        here=HERE,
        ref=ref,
        given=given,
        chosen_channels=channels,
        place=chosen(code, top=tops[0] if tops else "/"),
        channels=facts.CHANNELS,
        topics=facts.TOPICS,
        ages=facts.AGES,
        problems=tuple(problems),
        language=language(),
        here_with=lambda **changes: here(request, **changes),
        act_id=new_act_id(),
    )
    return render(request, "notices/desk_form.html", context, status=422 if problems else 200)
