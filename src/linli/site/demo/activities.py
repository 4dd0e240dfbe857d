"""What takes place in the demo city: holiday care that is full, a class with a list, a talk from home, a check-up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from linli.apps.activities import facts, service
from linli.apps.centres import facts as centre_facts
from linli.apps.centres import service as centres
from linli.apps.grid import facts as grid
from linli.core.clock.instants import local
from linli.kernel.access.actors import STRANGER, Actor
from linli.site.demo import naming
from linli.site.demo.hand import Hand
from linli.site.demo.play import actor_of
from linli.site.demo.settle import MAKER
from linli.site.demo.world import Resident

PLANNED = timedelta(days=21)
MIDDLE = timedelta(minutes=20)


def hold(residents: Sequence[Resident], staff: Mapping[str, Actor], hand: Hand, until: datetime) -> None:
    """Plan, publish and fill the activities."""
    said = naming.table("activities")
    centre = centre_of(said["centre"], staff["clerk"], hand, until)
    for one in said["activities"]:
        _hold(one, centre, residents, staff, hand, until)


def centre_of(said: Mapping[str, str], clerk: Actor, hand: Hand, until: datetime) -> str:
    """Return a centre of the clerk's area, registering one where the city has none."""
    grant = next(one for one in clerk.grants if one.body_ref)
    found = centre_facts.centres_in(grant.area_path)
    body = grid.body(str(grant.body_ref))
    area = grid.area_at(grant.area_path)
    if found or body is None or area is None:
        return found[0].ref
    new = centres.NewCentre(body=body.code, area=area.code, opened_on=date(2024, 5, 1), **said)
    return str(
        hand.once("activities/centre", centres.register_centre, new, actor=MAKER, at=until - PLANNED * 2)
    )


def _hold(
    one: Mapping[str, Any],
    centre: str,
    residents: Sequence[Resident],
    staff: Mapping[str, Actor],
    hand: Hand,
    until: datetime,
) -> None:
    step, clerk, at = f"activities/{one['key']}", staff["clerk"], until - PLANNED
    ref = hand.once(step, service.plan_activity, _plan(one, centre, until), actor=clerk, at=at)
    for who, part in (("clerk", "organiser"), (residents[1].phone, "teacher")):
        hand.once(f"{step}/{part}", service.name_helper, ref, who, part, actor=clerk, at=at)
    hand.once(f"{step}/out", service.publish_activity, ref, actor=clerk, at=at)
    signed = [*_children(one, ref, residents, hand, at), *_grown(one, ref, residents, hand, at)]
    if one.get("came"):
        _came(step, ref, signed[: one["came"]], clerk, hand)
    for n, (asked, answer) in enumerate(one.get("questions", ())):
        _ask(f"{step}/q{n}", ref, (asked, answer), actor_of(residents[2 + n], until), clerk, hand, until)


def _plan(one: Mapping[str, Any], centre: str, until: datetime) -> service.NewActivity:
    first = local(until).date() + timedelta(days=one["from"])
    while one.get("weekdays") and first.isoweekday() not in one["weekdays"]:
        first += timedelta(days=1)
    ages, (starts, ends) = one.get("ages", (None, None)), one["hours"]
    texts = ("title_zh", "title_en", "about_zh", "about_en", "bring_zh", "bring_en", "room", "link")
    return service.NewActivity(
        kind=one["kind"], centre=centre, first=first, last=first + timedelta(days=one.get("days", 0)),
        weekdays=tuple(one.get("weekdays", ())), starts=time.fromisoformat(starts), ends=time.fromisoformat(ends),
        places=one["places"], age_from=ages[0], age_to=ages[1],
        **{name: one[name] for name in texts if name in one},
    )  # fmt: skip


def _children(
    one: Mapping[str, Any], ref: str, residents: Sequence[Resident], hand: Hand, at: datetime
) -> list[str]:
    signed = []
    for n, (name, year) in enumerate(one.get("children", ())):
        parent = residents[2 + n // 2]  # two children of one mother
        wish = service.Wish(name=f"{parent.name[:1]}{name}", born=date(year, 3, 8), agrees=True)
        step = f"activities/{one['key']}/child{n}"
        signed.append(hand.once(step, service.sign_up, ref, wish, actor=actor_of(parent, at), at=at))
    return signed


def _grown(
    one: Mapping[str, Any], ref: str, residents: Sequence[Resident], hand: Hand, at: datetime
) -> list[str]:
    signed = []
    for n in range(one.get("grown", 0)):
        mode = "remote" if n < one.get("home", 0) else "room"
        step, wish = f"activities/{one['key']}/{n}", service.Wish(name=residents[2 + n].name, mode=mode)
        signed.append(
            hand.once(step, service.sign_up, ref, wish, actor=actor_of(residents[2 + n], at), at=at)
        )
    return signed


def _came(step: str, ref: str, signed: Sequence[str], clerk: Actor, hand: Hand) -> None:
    first = facts.sessions(facts.activity(ref, STRANGER).row)[0]
    for n, person in enumerate(signed):
        hand.once(
            f"{step}/came{n}",
            service.tick,
            ref,
            first.id,
            person,
            came=True,
            actor=clerk,
            at=first.starts + MIDDLE,
        )
    hand.once(f"{step}/closed", service.close_list, ref, first.id, actor=clerk, at=first.ends + MIDDLE)


def _ask(
    step: str, ref: str, said: tuple[str, str], person: Actor, clerk: Actor, hand: Hand, until: datetime
) -> None:
    asked = hand.once(step, service.ask_question, ref, said[0], actor=person, at=until - timedelta(days=2))
    if said[1]:
        hand.once(
            f"{step}/answer",
            service.answer_question,
            ref,
            asked,
            said[1],
            actor=clerk,
            at=until - timedelta(days=1),
        )
