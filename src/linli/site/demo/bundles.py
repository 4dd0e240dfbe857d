"""Matters of the demo city that several bodies do together: a birth at each of its turns, a child who starts school."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from linli.apps.bundles import facts, service
from linli.apps.cases import service as cases
from linli.apps.catalogue import facts as catalogue
from linli.apps.catalogue import service as tending
from linli.apps.grid import facts as grid
from linli.core.packs.fan_out import Stand
from linli.core.shared.outcomes import JsonValue
from linli.kernel.access.actors import Actor, system_actor
from linli.kernel.audit.act import Source
from linli.packs.checking import check_folder
from linli.packs.service import frozen
from linli.site.demo import naming, offices
from linli.site.demo.ground import Place
from linli.site.demo.hand import Hand, Voice
from linli.site.demo.people import officer, path_of
from linli.site.demo.plane import to_degrees
from linli.site.demo.play import actor_of
from linli.site.demo.world import Resident

STEP = timedelta(hours=5)
PLACES = "school-place"


def publish_places(folder: Path, city: Place, voice: Voice, maker: Actor) -> None:
    """Publish the service that gives places, with a row for each enrolment area: which school serves it."""
    step = f"pack/{PLACES}"
    if voice.hand.answer(step) is not None or catalogue.snapshot().current_pack(PLACES) is not None:
        return
    definition = frozen(check_folder(folder))
    word = str(naming.table("bundles")["school"])
    own: list[JsonValue] = [
        {
            "from": "2026-01-01", "area": path_of(unit), "reason": word,
            "lead": offices.school_code(unit.code),
        }
        for district in city.children for unit in district.children
    ]  # fmt: skip
    rows = definition.get("routing")
    whole = {**definition, "routing": [*(rows if isinstance(rows, list) else []), *own]}
    voice.say(step, tending.publish_pack, PLACES, whole, actor=maker, sourced=False)


def send(
    city: Place, residents: Sequence[Resident], staff: Mapping[str, Actor], hand: Hand, until: datetime
) -> None:
    """Send each bundle and let its bodies decide as far as the story goes."""
    table = naming.table("bundles")
    for n, story in enumerate(table["stories"]):
        name = f"bundles/{n}"
        at = until - timedelta(days=story["ago"])
        actor = staff["clerk"] if story.get("caller") else actor_of(residents[story["who"]], until)
        answers = {**table["answers"][story["bundle"]], **story.get("answers", {})}
        sent = _sent(city, story, answers, at)
        opened = hand.once(name, service.open_bundle, sent, actor=actor, at=at, source=Source.DEMO)
        for turn, (part, move) in enumerate(story["course"], start=1):
            _decide(f"{name}/{turn}", str(opened["ref"]), part, move, staff, hand, at + turn * STEP)


def _sent(city: Place, story: Any, answers: Mapping[str, JsonValue], at: datetime) -> service.Sent:
    leaf = next(iter(city.below("community")))
    lon, lat = to_degrees(*leaf.middle)
    caller = story.get("caller")
    if "born_on" not in answers:
        answers = {**answers, "born_on": (at - timedelta(days=12)).date().isoformat()}
    return service.Sent(
        bundle=story["bundle"], answers=answers, lon=round(lon, 6), lat=round(lat, 6), place=leaf.name[0],
        channel="counter" if caller else "web", consent="spoken" if caller else "",
        contact=cases.Contact(*caller) if caller else cases.Contact(), language="zh",
    )  # fmt: skip


def _decide(
    step: str, ref: str, part: str, move: str, staff: Mapping[str, Actor], hand: Hand, at: datetime
) -> None:
    """Let the body that has a part decide it, and the bundle go on from there."""
    view = facts.view(system_actor("demo"), ref)
    one = next(each for each in view.parts if each.name == part)
    if one.stand is Stand.OPEN:
        decider = staff[officer(_code(one.body_ref))]
        words = naming.table("bundles")["words"][move]
        hand.once(
            step, cases.move, one.case, move, words, actor=decider, at=at, source=Source.DEMO, occurred_at=at
        )
    service.follow(one.case, act_id=hand.act_id(f"{step}/follow"), at=at)


def _code(ref: str) -> str:
    body = grid.body(ref)
    return body.code if body else ""
