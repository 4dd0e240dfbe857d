"""The lives of wage claims: told by one worker or a crew, inspected, ordered, paid or taken elsewhere."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any

from linli.site.demo import naming
from linli.site.demo.course import Course
from linli.site.demo.lives import competent
from linli.site.demo.steps import Office

FEN = 100


def claim(text: str, chance: Random, opened_day: str, employer: str) -> dict[str, Any]:
    """Return the answers of the form."""
    crew = text.startswith(str(naming.table("names")["crew_begins"]))
    names = naming.people(chance)
    members: list[dict[str, Any]] = [
        {
            "name": next(names),
            "days": chance.randrange(30, 110),
            "claimed": chance.randrange(60, 260) * 100 * FEN,
        }
        for _ in range(chance.randrange(3, 9) if crew else 0)
    ]
    alone = chance.randrange(50, 300) * 100 * FEN
    return {
        "employer": employer,
        "hired_by": naming.pick(chance, ("subcontractor", "subcontractor", "general_contractor", "other")),
        "worked_until": opened_day,
        "still_owed": True,
        "claimed": sum(int(one["claimed"]) for one in members) or alone,
        "keep_name": False,
        **({"crew": members} if members else {}),
    }


def live(course: Course) -> None:
    """Lead a claim from its telling to the money or another way."""
    course.reached("submitted")
    course.wait(80)
    lead, supporting = competent(course)
    if course.may(0.1) and course.person:
        _details(course)
    if course.may(0.04):
        course.do("go_to_arbitration", course.staff("clerk"), reason="")
        return
    course.do(
        "accept", course.staff("clerk"), lead=Office(lead), supporting=[Office(one) for one in supporting]
    )
    course.lead = lead
    course.mark("accepted")
    course.reached("accepted")
    course.wait(700)
    answers = course.steps[0].inputs["answers"]
    claimed, workers = answers["claimed"], max(len(answers.get("crew", ())), 1)
    course.do("open_case_file", course.officer, claimed=claimed, workers=workers)
    course.wait(300)
    course.do("investigate", course.officer, books_asked_for=True)
    course.mark("taken")
    course.reached("handling")
    course.spend("30 working_days", course.chance.uniform(0.1, 0.8) * course.world.speed(lead))
    if course.may(0.12):
        course.do("go_to_arbitration", course.officer, reason="")
        return
    _order(course, claimed, workers)


def _details(course: Course) -> None:
    course.do("ask_details", course.staff("clerk"), question=course.say("questions"))
    course.wait(600)
    course.do("give_details", course.person, answer=course.say("resident_answers"))
    course.wait(60)


def _order(course: Course, claimed: int, workers: int) -> None:
    if course.may(0.55):
        until = (course.at + timedelta(days=12)).date().isoformat()
        course.do(
            "order_rectification", course.officer,
            payer=course.pick(("employer", "subcontractor", "general_contractor")),
            decided=claimed, until=until, evidence=course.picture(),
        )  # fmt: skip
        course.spend("10 working_days", course.chance.uniform(0.3, 1.3))
    words = course.pick(naming.table("answers")["wages"]["solved"])
    course.do(
        "report_payment", course.officer,
        outcome="paid_in_full", paid=claimed, answer=words, evidence=course.picture(),
    )  # fmt: skip
    course.mark("reported")
    course.reached("reported")
    course.wait(200)
    course.do("confirm_payment", course.staff("checker"), workers_asked=workers, received=claimed)
    course.reached("call_back")
    course.wait(400)
    if course.person and course.may(0.6):
        course.do("confirm", course.person, satisfaction=course.pick(("satisfied", "mostly")))
    else:
        course.do("record_call_back", course.staff("caller"), result="solved", satisfaction="satisfied")
