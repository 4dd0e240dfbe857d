"""For staff: who and what waits, the day shared out by one key, workers who telephone."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from linli.apps.jobs import facts, service
from linli.core.clock.instants import BEIJING
from linli.kernel.access.http import ActorRequest
from linli.kernel.access.pages import requires
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import Invalid, NotVisible, Outcome, Refused, Stale
from linli.kernel.ui.jinja import url
from linli.kernel.ui.pages import here, render
from linli.kernel.ui.text import reason
from linli.web.desk import seat
from linli.web.jobs import reading, support
from linli.web.jobs.worker import offered
from linli.web.portal.visitor import act_id_of, new_act_id

HERE = "page:jobs"
UNPAID = ("unpaid",)
Do = Callable[..., Any]


@requires(Permission.MARKET_READ)
@never_cache
@require_safe
def home(request: ActorRequest) -> HttpResponse:
    """Show which employers and posts wait, and which pay did not come."""
    actor = request.actor
    today = request.at.astimezone(BEIJING).date()
    context = seat.frame(
        request,
        here=HERE,
        employers=facts.employers(actor, state="waiting").rows,
        posts=facts.waiting_posts(actor).rows,
        helped=facts.asked_for_help(actor),
        trades=reading.trade_names(),
        unpaid=facts.engagements_of_area(actor, states=UNPAID).rows,
        name=reading.trade_name,
        may_review=actor.may(Permission.JOB_REVIEW),
        may_enter=actor.may(Permission.WORKER_ENTER),
        may_keep=actor.may(Permission.JOB_TABLES),
        area=_area(request),
        today=today.isoformat(),
        tomorrow=(today + timedelta(days=1)).isoformat(),
    )
    return render(request, "jobs/desk_home.html", context)


def _area(request: ActorRequest) -> str:
    paths = sorted(one.area_path for one in request.actor.grants_for(Permission.JOB_REVIEW) if one.area_path)
    return paths[0].strip("/").rpartition("/")[2] if paths else ""


@requires(Permission.MARKET_READ)
@never_cache
@require_http_methods(["GET", "POST"])
def employer(request: ActorRequest, ref: UUID) -> HttpResponse:
    """Look at an employer's papers, verify as the second, refuse, suspend, let post again."""
    said = {"actor": request.actor, "act_id": act_id_of(request), "at": request.at}
    why = request.POST.get("reason", "")[:20]
    acts: dict[str, Do] = {
        "look": lambda: service.look_at(ref, request.POST.getlist("seen"), **said),
        "verify": lambda: service.verify(ref, **said),
        "refuse": lambda: service.refuse_employer(ref, why, **said),
        "suspend": lambda: service.suspend(ref, why, **said),
        "resume": lambda: service.resume(ref, **said),
    }
    done = _done(request, acts, url("desk-jobs-employer", ref=str(ref)))
    if isinstance(done, HttpResponse):
        return done
    found = facts.employer(request.actor, ref)
    context = seat.frame(
        request,
        here=HERE,
        one=found,
        counts_of=facts.counts(found.id),
        mine=found.first_look_id == request.actor.account_id,
        documents=reading.choices("jobs.page.paper_", service.DOCUMENTS),
        reasons=reading.choices("jobs.page.employer_reason_", service.EMPLOYER_REASONS),
        may_verify=request.actor.may(Permission.EMPLOYER_VERIFY, area_path=found.area_path),
        rows=facts.posts_of(request.actor, str(ref)).rows,
        now=request.at,
        name=reading.trade_name,
        new_act_id=new_act_id,
        **done,
    )
    return render(request, "jobs/desk_employer.html", context, status=_status(done))


@requires(Permission.MARKET_READ)
@never_cache
@require_http_methods(["GET", "POST"])
def post(request: ActorRequest, ref: UUID) -> HttpResponse:
    """Read a post and open or refuse it; see who could do it, with the reasons, and offer it."""
    said = {"actor": request.actor, "act_id": act_id_of(request), "at": request.at}
    acts: dict[str, Do] = {
        "open": lambda: service.open_post(ref, **said),
        "refuse": lambda: service.refuse_post(ref, request.POST.get("reason", "")[:20], **said),
        "offer": lambda: service.offer(ref, _ref(request.POST.get("worker", "")), **said),
    }
    done = _done(request, acts, url("desk-jobs-post", ref=str(ref)))
    if isinstance(done, HttpResponse):
        return done
    found = facts.post(ref, request.actor)
    may_review = request.actor.may(Permission.JOB_REVIEW, area_path=found.area_path)
    context = seat.frame(
        request,
        here=HERE,
        one=found,
        name=reading.trade_name(found),
        engaged=facts.engagements_at(request.actor, found),
        now=request.at,
        candidates=facts.candidates(request.actor, ref, request.at)
        if may_review and found.state == "open" and found.starts_at > request.at
        else (),
        reasons=reading.choices("jobs.page.post_reason_", service.POST_REASONS),
        may_review=may_review,
        new_act_id=new_act_id,
        **done,
    )
    return render(request, "jobs/desk_post.html", context, status=_status(done))


@requires(Permission.JOB_REVIEW)
@never_cache
@require_http_methods(["GET", "POST"])
def day(request: ActorRequest) -> HttpResponse:
    """Share a day out and show the pairs with their reasons; offer those that were left ticked."""
    sent = request.POST if request.method == "POST" else request.GET
    on = reading.day_of(sent.get("day", "")) or request.at.astimezone(BEIJING).date() + timedelta(days=1)
    area, made = sent.get("area", "")[:20] or _area(request), 0
    problems: Any = ()
    refused = ""
    found = None
    try:
        if request.method == "POST":
            made = _offer(request)
            return HttpResponseRedirect(f"{url('desk-jobs-day')}?day={on}&area={area}&made={made}")
        found = facts.plan(request.actor, area, on, request.at)
    except Invalid as wrong:
        problems = wrong.problems
    except Refused as no:
        refused = reason(no.refusal)
    context = seat.frame(
        request,
        here=HERE,
        plan=found,
        day=on,
        area=area,
        made=reading.number(request.GET.get("made", "")),
        asked="made" in request.GET,
        name=reading.trade_name,
        problems=problems,
        refused=refused,
        act_id=new_act_id(),
    )
    return render(request, "jobs/desk_day.html", context, status=422 if problems else 409 if refused else 200)


def _offer(request: ActorRequest) -> int:
    """Offer the pairs that are ticked; one that cannot be any more is left out."""
    act_id, made = act_id_of(request), 0
    for pair in request.POST.getlist("pair")[:500]:
        post_ref, _, worker_ref = pair.partition("/")
        key = str(uuid.uuid5(uuid.UUID(act_id), pair))
        try:
            service.offer(_ref(post_ref), _ref(worker_ref), actor=request.actor, act_id=key, at=request.at)
        except Outcome:
            continue
        made += 1
    return made


@requires(Permission.MARKET_READ)
@never_cache
@require_safe
def workers(request: ActorRequest) -> HttpResponse:
    """List workers who wait, those by telephone alone if wanted; names masked."""
    by_phone, trade = request.GET.get("phone") == "yes", request.GET.get("trade", "")[:30]
    page = facts.workers(
        request.actor, by_phone=by_phone, trade=trade, cursor=request.GET.get("cursor", "")[:200]
    )
    names = reading.trade_names()
    context = seat.frame(
        request,
        here=HERE,
        rows=page.rows,
        next=here(request, cursor=page.next) if page.next else None,
        by_phone=by_phone,
        trade=trade,
        trades=names,
        may_enter=request.actor.may(Permission.WORKER_ENTER),
    )
    return render(request, "jobs/desk_workers.html", context)


@sensitive_post_parameters()
@requires(Permission.WORKER_ENTER)
@never_cache
@require_http_methods(["GET", "POST"])
def take_down(request: ActorRequest) -> HttpResponse:
    """Take down a worker who calls or stands here, on their word; a slip is printed after it."""
    said = request.POST if request.method == "POST" else QueryDict(mutable=True)
    problems: Any = ()
    if request.method == "POST":
        try:
            new = reading.new_worker(
                said, phone=said.get("phone", "")[:40], consent=said.get("consent", "none")[:6]
            )
            ref = service.enter_worker(new, actor=request.actor, act_id=act_id_of(request), at=request.at)
            return HttpResponseRedirect(url("desk-jobs-worker", ref=ref))
        except Invalid as wrong:
            problems = wrong.problems
    context = seat.frame(
        request,
        here=HERE,
        said=said,
        many={name: said.getlist(name) for name in ("trades", "days", "parts", "helps")},
        trades=[(one.code, reading.trade_name(one)) for one in facts.trades()],
        names=reading.area_names(),
        problems=problems,
        act_id=new_act_id(),
        **offered(),
    )
    return render(request, "jobs/desk_take_down.html", context, status=422 if problems else 200)


@requires(Permission.MARKET_READ)
@never_cache
@require_http_methods(["GET", "POST"])
def worker(request: ActorRequest, ref: UUID) -> HttpResponse:
    """Show a worker with what runs for them, and the slip for who has no telephone; note certificates that were seen."""
    said = {"actor": request.actor, "act_id": act_id_of(request), "at": request.at}
    trade = request.POST.get("trade", "")[:30]
    acts: dict[str, Do] = {
        "see": lambda: service.see_paper(ref, trade, **said),
        "unsee": lambda: service.see_paper(ref, trade, seen=False, **said),
        "help": lambda: service.ask_for_help(
            ref,
            request.POST.get("words", "")[:500],
            says_group=request.POST.get("says_group") == "yes",
            **said,
        ),
    }
    done = _done(request, acts, url("desk-jobs-worker", ref=str(ref)))
    if isinstance(done, HttpResponse):
        return done
    found = facts.worker(request.actor, ref)
    context = seat.frame(
        request,
        here=HERE,
        one=found,
        rows=facts.engagements_of_worker(request.actor, ref),
        trades=reading.trade_names(),
        fields=reading.worker_fields(found),
        support=support.of(found) if found.by_phone else (),
        name=reading.trade_name,
        may_see=request.actor.may(Permission.WORKER_ENTER, area_path=found.area_path),
        new_act_id=new_act_id,
        **done,
    )
    return render(request, "jobs/desk_worker.html", context, status=_status(done))


def _done(request: ActorRequest, acts: dict[str, Do], back: str) -> HttpResponse | dict[str, Any]:
    """Do what was pressed and go back to the page; or return what went wrong."""
    if request.method == "GET":
        return {"problems": (), "refused": ""}
    if request.POST.get("do", "") not in acts:
        raise NotVisible
    try:
        acts[request.POST["do"]]()
    except Invalid as wrong:
        return {"problems": wrong.problems, "refused": ""}
    except (Refused, Stale) as no:
        return {"problems": (), "refused": reason(no.refusal)}
    return HttpResponseRedirect(back)


def _status(done: dict[str, Any]) -> int:
    return 422 if done["problems"] else 409 if done["refused"] else 200


def _ref(said: str) -> str:
    try:
        return str(UUID(said))
    except ValueError:
        raise NotVisible from None
