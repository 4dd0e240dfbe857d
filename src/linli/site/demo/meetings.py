"""Beside the demo's activities: clinics on the road, childcare places with a list, a suggestions meeting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from linli.apps.activities import facts, service
from linli.apps.council import service as council
from linli.apps.grid import facts as grid
from linli.core.clock.instants import BEIJING, local
from linli.kernel.access.actors import Actor
from linli.site.demo import naming
from linli.site.demo.activities import centre_of
from linli.site.demo.hand import Hand
from linli.site.demo.play import actor_of
from linli.site.demo.world import Resident

BEFORE, WEEK = timedelta(days=20), timedelta(days=7)
CLOCKS = ((9, 11), (13, 15), (16, 17))


def hold(residents: Sequence[Resident], staff: Mapping[str, Actor], hand: Hand, until: datetime) -> None:
    """Send the team out, open the groups, put the question."""
    said, clerk = naming.table("activities"), staff["clerk"]
    grant = next(one for one in clerk.grants if one.body_ref)
    villages = grid.subtree(grant.area_path, "village", "community")[-3:]
    for n, one in enumerate(said["circuits"]):
        _round(f"circuits/{n}", one, str(grant.body_ref), villages, clerk, hand, until)
    centre = centre_of(said["centre"], clerk, hand, until)
    for n, one in enumerate(said["childcare"]):
        _group(f"childcare/{n}", one, centre, residents, clerk, hand, until)
    _meet(said["meeting"], str(grant.body_ref), residents, staff, hand, until)


def _round(
    step: str,
    one: Mapping[str, Any],
    body: str,
    villages: Sequence[grid.AreaFact],
    clerk: Actor,
    hand: Hand,
    until: datetime,
) -> None:
    day = local(until).date() + timedelta(days=one["from"])
    stops = tuple(
        service.NewStop(area.code, _moment(day, starts), _moment(day, ends))
        for area, (starts, ends) in zip(villages, CLOCKS, strict=False)
    )
    words = {name: one[name] for name in ("title_zh", "title_en", "team", "members", "kit")}
    new = service.NewCircuit(body=body, stops=stops, **words)
    ref = hand.once(step, service.plan_circuit, new, actor=clerk, at=until - BEFORE)
    for n, (stop, reached) in enumerate(zip(facts.circuit(ref).stops, one["reached"], strict=False)):
        hand.once(
            f"{step}/{n}",
            service.note_reached,
            ref,
            stop.id,
            reached,
            actor=clerk,
            at=until - timedelta(days=1),
        )


def _moment(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), BEIJING)


def _group(
    step: str,
    one: Mapping[str, Any],
    centre: str,
    residents: Sequence[Resident],
    clerk: Actor,
    hand: Hand,
    until: datetime,
) -> None:
    numbers = {name: one[name] for name in ("months_from", "months_to", "places", "staff", "fee_fen")}
    new = service.NewGroup(
        centre=centre, name_zh=one["name_zh"], name_en=one["name_en"], hours=one["hours"], **numbers
    )
    at = until - timedelta(days=2)
    ref = hand.once(step, service.open_group, new, actor=clerk, at=at)
    today = local(at).date()
    for n, (name, priority) in enumerate(one.get("children", ())):
        parent = residents[2 + n]
        wish = service.NewApplication(
            f"{parent.name[:1]}{name}",
            today - timedelta(days=500 + 20 * n),
            today + WEEK,
            priority,
            agrees=True,
        )
        hand.once(f"{step}/{n}", service.apply_for_place, ref, wish, actor=actor_of(parent, at), at=at)


def _meet(
    one: Mapping[str, Any],
    body: str,
    residents: Sequence[Resident],
    staff: Mapping[str, Actor],
    hand: Hand,
    until: datetime,
) -> None:
    clerk, at, office = staff["clerk"], until - BEFORE, grid.body(body)
    area = grid.area_at(office.area_path) if office else None
    if area is None:
        return
    words = {name: one[name] for name in ("question_zh", "question_en", "about_zh", "about_en", "held_at")}
    new = council.NewMeeting(body=body, area=area.code, ends_at=until + WEEK, **words)
    ref = hand.once("meeting", council.open_meeting, new, actor=clerk, at=at)
    _sit(one["sittings"], ref, residents, clerk, hand, until)
    zh, en = one["theme"]
    theme = hand.once("meeting/theme", council.make_theme, ref, zh, en, actor=clerk, at=at + WEEK)
    grouped, alone = _said(one, ref, residents, clerk, hand, at)
    hand.once("meeting/group", council.group, ref, grouped, theme, actor=clerk, at=at + WEEK)
    officer = staff["officer-lights"]
    lights = next(str(grant.body_ref) for grant in officer.grants if grant.body_ref)
    promised = local(until).date() + WEEK
    for about, day in ((theme, promised), (alone[0], local(at + WEEK).date() + WEEK)):
        reply = hand.once(
            f"meeting/ask/{about}", council.ask_body, ref, about, lights, day, actor=clerk, at=at + WEEK
        )
        if about == theme:
            hand.once(
                "meeting/answer", council.answer, reply, one["answer_zh"], one["answer_en"],
                actor=officer, at=until - WEEK / 2,
            )  # fmt: skip


def _sit(
    said: Sequence[Mapping[str, Any]],
    ref: str,
    residents: Sequence[Resident],
    clerk: Actor,
    hand: Hand,
    until: datetime,
) -> None:
    """Let people sit together: once that is over, with questions from the hall and from home, and once to come."""
    for n, one in enumerate(said):
        step, starts = f"meeting/sitting/{n}", _moment(local(until).date() + timedelta(days=one["day"]), 19)
        new = council.NewSitting(starts, starts + timedelta(hours=2), one["place"], one["link"])
        sitting = hand.once(step, council.plan_sitting, ref, new, actor=clerk, at=until - BEFORE)
        if starts > until:
            continue
        for k in range(one["from_home"]):
            person = actor_of(residents[2 + k], starts)
            hand.once(f"{step}/join/{k}", council.join_sitting, sitting, actor=person, at=starts)
        for k, (text, channel, zh, en) in enumerate(one["questions"]):
            asks = actor_of(residents[2 + k], starts) if channel == "home" else clerk
            asked = hand.once(
                f"{step}/ask/{k}", council.ask_question, sitting, text, channel, actor=asks, at=starts
            )
            hand.once(
                f"{step}/answer/{k}", council.answer_question, sitting, asked, zh, en, actor=clerk, at=starts
            )
        over = starts + timedelta(hours=2)
        hand.once(f"{step}/replay", council.show_replay, sitting, one["replay"], actor=clerk, at=over)
        hand.once(f"{step}/close", council.close_sitting, sitting, one["in_hall"], actor=clerk, at=over)


def _said(
    one: Mapping[str, Any], ref: str, residents: Sequence[Resident], clerk: Actor, hand: Hand, at: datetime
) -> tuple[list[str], list[str]]:
    """Let everything be said and looked over; return what belongs together and what stands alone."""
    grouped: list[str] = []
    alone: list[str] = []
    for n, (text, channel, what) in enumerate(one["suggestions"]):
        person = actor_of(residents[2 + n], at) if channel == "online" else clerk
        new = council.NewSuggestion(text, channel)
        made = hand.once(
            f"meeting/{n}", council.suggest, ref, new, actor=person, at=at + timedelta(hours=n + 1)
        )
        if what != "waiting":
            reason = "about_a_person" if what == "rejected" else ""
            hand.once(
                f"meeting/{n}/seen", council.decide, ref, made, reason, actor=clerk, at=at + timedelta(days=2)
            )
        {"theme": grouped, "alone": alone}.get(what, []).append(made)
    return grouped, alone
