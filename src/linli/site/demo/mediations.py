"""The lives of mediations: both sides asked, a mediator chosen, talks, an agreement or none."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any

from linli.site.demo import naming
from linli.site.demo.course import Course
from linli.site.demo.steps import Office


def asked(text: str, chance: Random) -> dict[str, Any]:
    """Return the answers of the form."""
    other = next(naming.people(chance))
    relation = "land" if naming.table("names")["land_word"] in text else "neighbours"
    return {"what": text, "relation": relation, "afraid": False, "other_party": {"name": other}}


def live(course: Course) -> None:
    """Lead a dispute from its telling to an agreement that is kept, or to another way."""
    course.reached("submitted")
    course.wait(120)
    clerk = course.staff("clerk")
    course.do("accept", clerk)
    course.wait(500)
    if course.may(0.2):
        course.do("refuse_to_mediate", clerk)
        return
    course.do("consent", clerk, by_word=course.pick(("in_person", "by_phone")))
    course.wait(200)
    unit = course.telling.spot.leaf.code[:9]
    mediator = _mediator(course, unit)
    course.do(
        "choose_mediator", course.person or clerk,
        lead=Office(f"MEDIATION-{unit}"), mediator=course.say("mediators"), both_agree=True,
    )  # fmt: skip
    course.lead = f"MEDIATION-{unit}"
    course.mark("taken")
    course.reached("handling")
    _meetings(course, mediator)


def _meetings(course: Course, mediator: str) -> None:
    for turn in ("apart", "together")[: course.chance.randrange(1, 3)]:
        course.wait(400)
        day = (course.at + timedelta(days=2)).date().isoformat()
        course.do("set_meeting", mediator, day=day, hour="9:30", where=course.say("rooms"), together=turn)
        course.wait(900)
        course.do("write_down", mediator, record=course.say("records"))
    if course.may(0.2):
        course.do("find_no_agreement", mediator, channel=course.say("courts"))
        return
    today = course.at.date().isoformat()
    course.do("agree_orally", mediator, record=course.say("agreements"), in_force=today)
    course.wait(450 * 14)
    if course.may(0.1):
        course.do("find_broken", mediator, channel=course.say("courts"))
    else:
        course.do("find_kept", mediator)


def _mediator(course: Course, unit: str) -> str:
    from linli.site.demo.people import numbered

    units = [one.code for district in course.world.city.children for one in district.children]
    return numbered("mediator", units.index(unit))
