"""A matter new to everybody: plant-oil fuel, where each link has its body, in a pilot district first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from linli.apps.cases import service as cases
from linli.kernel.access.actors import Actor
from linli.kernel.audit.act import Source
from linli.site.demo import naming
from linli.site.demo.ground import Place
from linli.site.demo.hand import Hand
from linli.site.demo.plane import to_degrees

SUBJECT = "linli:supervision:fuel-vegetable_oil"


@dataclass(frozen=True, slots=True)
class Told:
    """One case: where, what was said, and the link that the dispatcher named (or not yet)."""

    name: str
    inside: bool
    link: str


STORIES = (
    Told("transport", inside=True, link="transport"),
    Told("use", inside=True, link=""),
    Told("storage", inside=False, link="storage"),
)


def pilot(city: Place) -> str:
    """Return the code of the pilot area: the first district."""
    return city.children[0].code


def tell(city: Place, staff: Mapping[str, Actor], hand: Hand, seed: str, until: datetime) -> None:
    """Tell of it in the pilot and outside; a dispatcher names the link of two of the three."""
    chance = Random(f"{seed}/fuel")  # noqa: S311 - invention
    for hours, story in enumerate(STORIES, start=2):
        at = until - timedelta(hours=hours * 3)
        opened = hand.once(f"fuel/{story.name}", _open(city, story, chance), **_by(staff["clerk"], at))
        ref, dispatcher = str(opened["ref"]), _by(staff["dispatcher"], at + timedelta(minutes=20))
        if story.link:
            hand.once(
                f"fuel/{story.name}/classify",
                cases.classify,
                ref,
                subject=SUBJECT,
                link=story.link,
                **dispatcher,
            )
        hand.once(f"fuel/{story.name}/accept", cases.move, ref, "accept", {}, **dispatcher)


def _open(city: Place, story: Told, chance: Random) -> Any:
    districts = city.children[:1] if story.inside else city.children[1:] or city.children
    leaf = next(iter([*districts[0].below("community"), *districts[0].below("village")]))
    lon, lat = to_degrees(*leaf.middle)
    subject = SUBJECT if story.link else ""
    told = cases.Told(
        body=str(naming.table("fuel")[story.name]), channel="phone", kind="complaint",
        subject=subject, lon=round(lon, 6), lat=round(lat, 6), place=leaf.name[0],
        contact=cases.Contact(next(naming.people(chance))),
    )  # fmt: skip
    return lambda **said: cases.open_case(told, **said)


def _by(actor: Actor, at: datetime) -> dict[str, Any]:
    return {"actor": actor, "at": at, "source": Source.DEMO, "occurred_at": at}
