"""What staff do: take volunteers in, note safety, keep teams, decide on disputes, look at favours."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from linli.apps.certificates import facts as certificates
from linli.apps.grid import facts as grid
from linli.apps.volunteers import facts, service
from linli.apps.volunteers.service import NewTeam
from linli.kernel.access.http import ActorRequest
from linli.kernel.access.pages import requires
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import NotVisible
from linli.kernel.ui.pages import render
from linli.kernel.ui.text import t
from linli.web.county import words
from linli.web.desk import seat
from linli.web.portal import areas
from linli.web.portal.naming import name_of
from linli.web.volunteers.asking import attempt, cursor, day, frame, line, minutes, place, said
from linli.web.volunteers.favours import favour_form, favour_options
from linli.web.volunteers.registering import REGISTER

STATES = ("applied", "active", "paused", "refused")
KEEP, FAVOUR, RULE = Permission.VOLUNTEER_KEEP, Permission.VOLUNTEER_FAVOUR, Permission.VOLUNTEER_RULE


@requires(KEEP)
@never_cache
@require_http_methods(["GET"])
def volunteers(request: ActorRequest) -> HttpResponse:
    """List the volunteers of one's area, who waits first."""
    state = request.GET.get("state", "applied")
    state = state if state in STATES else "applied"
    rows, more = facts.volunteers(request.actor, state, after=cursor(request))
    names = words.names(one.area_path for one in rows)
    listed = [(one, names.area(one.area_path)) for one in rows]
    told = frame(
        request, rows=listed, more=more, state=state, states=STATES,
        waiting=certificates.waiting(request.actor).get(REGISTER, 0),
    )  # fmt: skip
    return render(request, "volunteers/desk_people.html", seat.frame(request, here="page:volunteers", **told))


@requires(KEEP)
@never_cache
@require_http_methods(["GET", "POST"])
def volunteer(request: ActorRequest, ref: UUID) -> HttpResponse:
    """Show one, masked; take in or not, note what safety asks, put into a team, let go."""

    def page(**more: object) -> HttpResponse:
        status = int(str(more.pop("status", 200)))
        one = facts.volunteer(ref, actor=request.actor)
        told = frame(
            request, one=one, place=words.names([one.area_path]).area(one.area_path),
            teams=[(each.ref, words.named(each)) for each in facts.kept_teams(request.actor)[0]],
            reasons=[(why, t(f"volunteers.reason.{why}")) for why in service.REASONS], **more,
        )  # fmt: skip
        context = seat.frame(request, here="page:volunteers", **told)
        return render(request, "volunteers/desk_person.html", context, status=status)

    if request.method == "GET":
        return page()
    what, why = line(request, "do"), line(request, "why")
    acts = {
        "accept": lambda: service.decide(ref, accept=True, **said(request)),
        "refuse": lambda: service.decide(ref, accept=False, why=why, **said(request)),
        "unclear": lambda: service.end_clearance(ref, line(request, "kind"), **said(request)),
        "clear": lambda: service.clear(ref, line(request, "kind"), day(request, "until"), **said(request)),
        "insure": lambda: service.insure(ref, day(request, "insured"), **said(request)),
        "paper": lambda: service.guardian_says(ref, agrees=True, on_paper=True, **said(request)),
        "team": lambda: service.add_member(_ref(line(request, "team", 40)), ref, **said(request)),
        "end": lambda: service.end(ref, line(request, "end_why"), **said(request)),
    }
    if what not in acts:
        raise NotVisible
    return attempt(acts[what], page, f"{reverse('desk-volunteer', args=[ref])}?done={what}")


@requires(KEEP)
@never_cache
@require_http_methods(["GET", "POST"])
def teams(request: ActorRequest) -> HttpResponse:
    """List the teams of one's area, and open one."""

    def page(**more: object) -> HttpResponse:
        status = int(str(more.pop("status", 200)))
        rows, following = facts.kept_teams(request.actor, after=cursor(request))
        names = words.names(one.area_path for one in rows)
        told = frame(
            request, rows=[(one, names.area(one.area_path)) for one in rows], more=following,
            kinds=[(one, t(f"volunteers.team_kind.{one}")) for one in facts.TEAM_KINDS],
            bodies=own_bodies(request), places=list(areas.known())[: areas.MOST_OFFERED], **more,
        )  # fmt: skip
        context = seat.frame(request, here="page:volunteer_teams", **told)
        return render(request, "volunteers/desk_teams.html", context, status=status)

    if request.method == "GET":
        return page()
    new = NewTeam(
        line(request, "kind"), line(request, "name_zh"), line(request, "body"), place(request), line(request, "name_en")
    )  # fmt: skip
    to = lambda ref: reverse("desk-volunteer-team", args=[ref])  # noqa: E731 - where it goes on
    return attempt(lambda: service.open_team(new, **said(request)), page, to)


@requires(KEEP)
@never_cache
@require_http_methods(["GET", "POST"])
def team(request: ActorRequest, ref: UUID) -> HttpResponse:
    """Show a team: name its leader, make a code, close it."""

    def page(**more: object) -> HttpResponse:
        status = int(str(more.pop("status", 200)))
        one = facts.team(ref, actor=request.actor)
        told = frame(
            request, one=one, place=words.names([one.area_path]).area(one.area_path),
            members=facts.members(one.id), codes=facts.invitations(one.id, request.at), **more,
        )  # fmt: skip
        context = seat.frame(request, here="page:volunteer_teams", **told)
        return render(request, "volunteers/desk_team.html", context, status=status)

    if request.method == "GET":
        return page()
    what = line(request, "do")
    acts = {
        "leader": lambda: service.name_leader(ref, _ref(line(request, "volunteer", 40)), **said(request)),
        "invite": lambda: service.invite(ref, **said(request)),
        "close": lambda: service.close_team(ref, **said(request)),
    }
    if what not in acts:
        raise NotVisible
    to = reverse("desk-volunteer-teams") if what == "close" else reverse("desk-volunteer-team", args=[ref])
    return attempt(acts[what], page, f"{to}?done={what}")


@requires(RULE)
@never_cache
@require_http_methods(["GET", "POST"])
def saved_time(request: ActorRequest) -> HttpResponse:
    """Find, as the supervisor, a gift or a payment by the code of a statement, and book against it."""
    code = request.GET.get("code", "")[:40]

    def page(**more: object) -> HttpResponse:
        status = int(str(more.pop("status", 200)))
        one = None
        if code:
            with suppress(NotVisible):
                one = facts.undoable(code, request.actor)
        told = frame(request, one=one, code=code, **more)
        context = seat.frame(request, here="page:volunteer_disputes", **told)
        return render(request, "volunteers/desk_time.html", context, status=status)

    if request.method == "GET":
        return page()
    ref = _ref(line(request, "booking", 40))
    to = f"{reverse('desk-volunteer-time')}?done=undone"
    return attempt(lambda: service.undo(ref, **said(request)), page, to)


@requires(RULE)
@never_cache
@require_http_methods(["GET", "POST"])
def disputes(request: ActorRequest) -> HttpResponse:
    """Decide, as the supervisor, on hours that volunteers say are not right."""

    def page(**more: object) -> HttpResponse:
        status = int(str(more.pop("status", 200)))
        told = frame(request, rows=facts.disputes(request.actor), **more)
        context = seat.frame(request, here="page:volunteer_disputes", **told)
        return render(request, "volunteers/desk_disputes.html", context, status=status)

    if request.method == "GET":
        return page()
    decided = minutes(request) if line(request, "do") == "uphold" else None
    ref = _ref(line(request, "dispute", 40))
    to = f"{reverse('desk-volunteer-disputes')}?done=ruled"
    return attempt(lambda: service.rule(ref, decided, **said(request)), page, to)


@requires(FAVOUR)
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def favours(request: ActorRequest) -> HttpResponse:
    """Look at what neighbours ask and offer, and take it down for who has no telephone for it."""

    def page(**more: object) -> HttpResponse:
        status = int(str(more.pop("status", 200)))
        rows, following = facts.to_review(request.actor, after=cursor(request))
        names = words.names(one.area_path for one in rows)
        told = frame(
            request, rows=[(one, names.area(one.area_path)) for one in rows], more=following,
            why_not=[(why, t(f"volunteers.why_not.{why}")) for why in service.WHY_NOT],
            options=favour_options(), places=list(areas.known())[: areas.MOST_OFFERED], **more,
        )  # fmt: skip
        context = seat.frame(request, here="page:favours", **told)
        return render(request, "volunteers/desk_favours.html", context, status=status)

    if request.method == "GET":
        return page()
    what, ref, why = line(request, "do"), line(request, "favour", 40), line(request, "why")
    if what == "take_down":
        act = lambda: service.put_up(favour_form(request), **said(request))  # noqa: E731 - the one to be done
    elif what == "grant":
        act = lambda: service.grant(line(request, "pool_phone"), place(request, "pool_area"), minutes(request), **said(request))  # noqa: E731  # fmt: skip
    elif what in {"show", "refuse"}:
        act = lambda: service.review(_ref(ref), show=what == "show", why=why if what == "refuse" else "", **said(request))  # noqa: E731  # fmt: skip
    else:
        raise NotVisible
    return attempt(act, page, f"{reverse('desk-favours')}?done={what}")


def own_bodies(request: ActorRequest) -> list[tuple[str, str]]:
    """Return the bodies that the reader works for."""
    known = grid.bodies_by_id(request.actor.body_ids) if request.actor.body_ids else {}
    return [(one.ref, name_of(one)) for one in known.values()]


def _ref(typed: str) -> UUID:
    try:
        return UUID(typed)
    except ValueError as wrong:
        raise NotVisible from wrong
