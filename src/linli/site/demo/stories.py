"""A year of stories: when something is told, what, by whom, and how far it has come by today."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from linli.site.demo import lives, mediations, naming, wages
from linli.site.demo.course import Course, HaltedError, Telling
from linli.site.demo.people import FIRST_PHONE
from linli.site.demo.sizes import Size
from linli.site.demo.steps import Step
from linli.site.demo.world import KINDS, Resident, World, spot

HERE = ZoneInfo("Asia/Shanghai")
CHANNELS = (("web", 44), ("phone", 36), ("grid", 8), ("message", 5), ("counter", 5), ("paper", 2))
HOURS = (1, 1, 0, 0, 0, 1, 3, 7, 12, 12, 10, 8, 6, 6, 8, 9, 9, 8, 7, 8, 9, 7, 4, 2)
WEEKEND = 0.65
RECENT = 14
REPEATS, MOST_REPEATS = 0.035, 3
SUBJECT_KNOWN = 0.62
PUBLISH = 0.3
MEDIATED = 0.45
QUEUES = {  # how many stand there today in the large city, and how many working minutes at least and most they are old
    "submitted": (40, 0, 420),
    "prechecking": (12, 60, 420),
    "accepted": (26, 60, 450),
    "consulting": (8, 120, 900),
    "dispatched": (44, 90, 900),
    "returned": (14, 240, 1_350),
    "securing": (5, 40, 240),
    "handling": (190, 300, 4_500),
    "waiting_resident": (28, 400, 3_000),
    "parked": (34, 1_800, 27_000),
    "reported": (34, 600, 3_000),
    "call_back": (58, 700, 3_600),
    "contested": (14, 1_200, 4_500),
}
COMMON = 25_000
"""The size to which the numbers of QUEUES belong."""


def moments(world: World, seed: str, count: int, size: Size) -> list[datetime]:
    """Return when the stories of a year are told, in order."""
    chance = Random(f"{seed}/moments")  # noqa: S311 - invention
    last = world.until
    day_weights = []
    for back in range(size.days):
        day = (last - timedelta(days=back)).astimezone(HERE)
        day_weights.append(WEEKEND if day.weekday() >= 5 else 1.0)  # noqa: PLR2004
    found = []
    recent = round(count * size.recent)
    backs = chance.choices(range(size.days), day_weights, k=count - recent)
    for back in (*backs, *chance.choices(range(RECENT), day_weights[:RECENT], k=recent)):
        hour = chance.choices(range(24), HOURS)[0]
        day = (last - timedelta(days=back)).astimezone(HERE)
        at = day.replace(hour=hour, minute=chance.randrange(60), second=chance.randrange(60), microsecond=0)
        found.append(at - timedelta(days=1) if at >= last else at)
    return sorted(at.astimezone(last.tzinfo) for at in found)


def halts(world: World, seed: str, told: Sequence[datetime], cases: int) -> dict[int, str]:
    """Choose which of the last stories stand where today."""
    chance = Random(f"{seed}/halts")  # noqa: S311 - invention
    now = world.openings.minutes(world.until)
    ages = {n: now - world.openings.minutes(at) for n, at in enumerate(told)}
    chosen: dict[int, str] = {}
    for stage, (usual, least, most) in QUEUES.items():
        wanted = max(1, round(usual * cases / COMMON * (1 if cases > COMMON / 2 else 5)))
        able = [n for n, age in ages.items() if least <= age <= most and n not in chosen]
        for n in chance.sample(able, min(wanted, len(able))):
            chosen[n] = stage
    return chosen


def plan(world: World, seed: str, story: int, told: datetime, halt: str) -> list[Step]:
    """Return the steps of one story: a case, sometimes with its repeats."""
    chance = Random(f"{seed}/story/{story}")  # noqa: S311 - invention
    course = Course(world, story, chance, told, _telling(world, chance, told, halt), halt)
    course.fast = course.telling.limit.endswith("emergency_hours") and halt in {"", "handling"}
    course.add("open", _teller(course), "", _opened(course))
    try:
        _LIVES[course.telling.service](course)
    except HaltedError:
        _squeeze(course)
    steps = course.steps + [step for extra in _repeats(course) for step in extra]
    return [step for step in steps if step.at <= world.until]


_LIVES = {
    "request": lives.live,
    "city-fault": lives.live,
    "wage-arrears": wages.live,
    "mediation": mediations.live,
}


@cache
def _lines() -> list[dict[str, Any]]:
    return [dict(one) for one in naming.table("requests")]


def _telling(world: World, chance: Random, told: datetime, halt: str) -> Telling:
    month = told.astimezone(HERE).month
    lines = [one for one in _lines() if month in one.get("m", range(1, 13))]
    if halt:
        lines = [one for one in lines if _can_stand(one, halt)]
    line = chance.choices(lines, [one.get("w", 3) for one in lines])[0]
    where = spot(world, line["at"], chance)
    subject = KINDS[line["s"][0]] + line["s"][2:]
    condition, limit = naming.pick(chance, world.limits.get(subject) or (("", "5 working_days"),))
    service = _service(world, line, chance, halt)
    channel, resident = _channel(world, where.leaf.code, chance, service)
    text = line["t"].format(**where.filling)
    name, phone = _caller(chance, resident)
    return Telling(
        subject=subject, condition=condition, limit=limit, kind=line["k"], group=line["g"], text=text,
        service=service, spot=where, channel=channel, resident=resident, name=name, phone=phone,
        confidential=line["k"] == "tip_off" or service == "mediation",
    )  # fmt: skip


def _can_stand(line: dict[str, Any], halt: str) -> bool:
    if halt == "securing":
        return line["s"][0] != "r" and line["g"] in lives.DANGERS and line["k"] != "tip_off"
    if line["g"] == "wages":
        return halt in {"submitted", "handling", "accepted", "reported", "call_back"}
    return line["k"] != "tip_off" or halt in {"submitted", "handling"}


def _service(world: World, line: dict[str, Any], chance: Random, halt: str) -> str:
    if line["s"][0] != "r" and "city-fault" in world.packs:
        return "city-fault"
    if line["g"] == "wages" and "wage-arrears" in world.packs:
        return "wage-arrears"
    disputed = line["s"].startswith("r:neighbours") and not halt and chance.random() < MEDIATED
    return "mediation" if disputed and "mediation" in world.packs else "request"


def _channel(world: World, home: str, chance: Random, service: str) -> tuple[str, Resident | None]:
    channel = chance.choices([one for one, _ in CHANNELS], [weight for _, weight in CHANNELS])[0]
    if service in {"wage-arrears", "mediation"} and channel == "grid":
        channel = "counter"
    near = world.neighbours.get(home) or world.residents
    return channel, naming.pick(chance, near) if channel == "web" else None


def _caller(chance: Random, resident: Resident | None) -> tuple[str, str]:
    if resident is not None:
        return "", ""
    name = next(naming.people(chance)) if chance.random() < 0.93 else ""  # noqa: PLR2004 - some give no name
    return name, str(FIRST_PHONE + 50_000 + chance.randrange(40_000)) if name else ""


def _teller(course: Course) -> str:
    telling = course.telling
    if telling.channel == "web":
        return course.person
    if telling.channel == "grid" and not telling.confidential:
        units = [one.code for district in course.world.city.children for one in district.children]
        number = units.index(telling.spot.leaf.code[:9])
        return "grid-worker" if number == 0 else f"grid-worker-{number + 1}"
    return course.staff("clerk")


def _opened(course: Course) -> dict[str, Any]:
    telling, chance = course.telling, course.chance
    known = telling.service != "request" or telling.channel != "web" or chance.random() < SUBJECT_KNOWN
    said: dict[str, Any] = {
        "body": telling.text, "service": telling.service, "kind": telling.kind, "channel": telling.channel,
        "place": telling.spot.words, "lon": telling.spot.lon, "lat": telling.spot.lat,
        "contact": (telling.name, telling.phone), "answers": _answers(course),
    }  # fmt: skip
    if known:
        said |= {"subject": telling.subject, "condition": telling.condition}
    if (
        telling.kind != "tip_off"
        and telling.service in {"request", "city-fault"}
        and chance.random() < PUBLISH
    ):
        said["may_publish"] = True
    if lives.EMERGENCIES.get(telling.group) and telling.kind == "help":
        said["urgent"] = True
    return said


def _answers(course: Course) -> dict[str, Any]:
    telling, day = course.telling, course.at.date().isoformat()
    if telling.service == "wage-arrears":
        return wages.claim(telling.text, course.chance, day, telling.spot.filling["company"])
    if telling.service == "mediation":
        return mediations.asked(telling.text, course.chance)
    if telling.service == "city-fault":
        return {"danger": telling.group in lives.DANGERS}
    return {}


def _repeats(course: Course) -> Iterator[list[Step]]:
    """Tell the same once more, by somebody else, while it is being worked off."""
    begins = course.marks.get("taken")
    ends = course.marks.get("reported") or (course.world.until if course.halt else None)
    plain = course.telling.service in {"request", "city-fault"} and not course.telling.confidential
    if not plain or begins is None or ends is None or course.chance.random() > REPEATS:
        return
    for case in range(1, course.chance.randrange(2, MOST_REPEATS + 2)):
        at = begins + (ends - begins) * course.chance.uniform(0.05, 0.8)
        name, phone = _caller(course.chance, None)
        telling = replace(course.telling, resident=None, channel="phone", name=name, phone=phone)
        again = course.told_again(case, at, telling)
        again.add("open", _teller(again), "", _opened(again))
        lives.merged(again, course)
        if again.at < ends:
            yield again.steps


def _squeeze(course: Course) -> None:
    """Bring the steps of a life that stands somewhere today before today, in office time."""
    openings, until = course.world.openings, course.world.until
    first = course.steps[0].at
    room = openings.minutes(until) - openings.minutes(first) - 5
    used = openings.minutes(course.steps[-1].at) - openings.minutes(first)
    if course.steps[-1].at <= until or used <= 0:
        return
    share = max(room, 1) / used * 0.97
    begin = openings.minutes(first)
    moved = [
        replace(
            step,
            at=max(openings.instant(begin + (openings.minutes(step.at) - begin) * share), first).replace(
                microsecond=0
            ),
        )
        for step in course.steps[1:]
    ]
    course.steps[1:] = moved
    course.marks = {name: min(at, until) for name, at in course.marks.items()}
