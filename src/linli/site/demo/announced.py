"""The first community of the demo city is told things, and looks for people and things."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from linli.apps.notices import service
from linli.apps.notices.models.codes import TOPICS
from linli.kernel.access.actors import STRANGER, Actor
from linli.site.demo import naming
from linli.site.demo.ground import Place
from linli.site.demo.hand import Hand
from linli.site.demo.play import actor_of
from linli.site.demo.world import Resident


def announce(
    city: Place, people: Sequence[Resident], staff: Mapping[str, Actor], hand: Hand, until: datetime
) -> None:
    """Say how two names of places sound, subscribe, write, publish, tell; put up search notices and look at them."""
    leaf = next(iter(city.below("community")))
    told: Mapping[str, Any] = naming.table("announcements")
    begun = until - timedelta(days=10)
    for one in told["readings"]:
        by = {"actor": staff["administrator"], "at": begun}
        hand.once(f"sounds/{one['word']}", service.add_reading, service.NewReading(**one), **by)
    for n, one in enumerate(told["subscribers"]):
        who = people[one["who"]]
        by = {"actor": actor_of(who, until), "at": begun}
        hand.once(f"subscribed/{n}", service.subscribe, _wish(one, leaf.code), who.phone, **by)
    for n, one in enumerate(told["written_down"]):
        by = {"actor": staff["clerk"], "at": begun}
        hand.once(f"written/{n}", service.write_down, _wish(one, leaf.code), begun.date(), **by)
    for n, one in enumerate(told["announcements"]):
        _publish(f"announced/{n}", one, leaf.code, staff, hand, until)
    for n, one in enumerate(told["searches"]):
        _search(f"sought/{n}", one, leaf.code, people, staff, hand, until)


def _publish(
    step: str, one: Mapping[str, Any], area: str, staff: Mapping[str, Actor], hand: Hand, until: datetime
) -> None:
    at = until - timedelta(days=one["ago"])
    texts = {name: one[name] for name in one if name not in {"ago", "days", "topic", "age"}}
    written = service.Written(
        area=area, topic=one["topic"], age=one.get("age", ""), expires_at=until + timedelta(days=one["days"]),
        resend_hours=4, **texts,
    )  # fmt: skip
    clerk, second = {"actor": staff["clerk"], "at": at}, {"actor": staff["supervisor"], "at": at}
    ref = hand.once(f"{step}/write", service.write, written, **clerk)
    hand.once(f"{step}/hand_in", service.hand_in, ref, **clerk)
    hand.once(f"{step}/publish", service.publish, ref, 1, **second)


def _search(
    step: str,
    one: Mapping[str, Any],
    area: str,
    people: Sequence[Resident],
    staff: Mapping[str, Actor],
    hand: Hand,
    until: datetime,
) -> None:
    at = until - timedelta(days=one["ago"])
    kept = ("kind", "title", "text", "thing", "place")
    sought = service.Sought(area=area, **{name: one[name] for name in kept if name in one})
    ref = hand.once(
        f"{step}/report", service.report, sought, actor=actor_of(people[one["who"]], until), at=at
    )
    if not one["shown"]:
        return
    hand.once(f"{step}/show", service.show, ref, actor=staff["clerk"], at=at)
    if words := one.get("message"):
        hand.once(f"{step}/message", service.leave_message, ref, words, actor=STRANGER, at=until)


def _wish(one: Mapping[str, Any], area: str) -> service.Wish:
    topics = TOPICS if one.get("topics", "all") == "all" else tuple(one["topics"])
    kept = ("age", "name", "door", "neighbour", "large", "phone")
    return service.Wish(
        area=area, channels=tuple(one["channels"]), topics=topics,
        **{name: one[name] for name in kept if name in one},
    )  # fmt: skip
