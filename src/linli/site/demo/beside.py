"""What happens beside a course: me too, notes, supervision orders, the public summary."""

from __future__ import annotations

from datetime import timedelta

from linli.site.demo import naming
from linli.site.demo.course import Course
from linli.site.demo.openings import spend

JOIN, MOST_JOINERS, REVIEWED, ORDERED = 0.13, 7, 0.6, 0.3
LATE = 1.25
"""So much of a limit may go by before a supervisor asks."""


def join_in(course: Course) -> None:
    """Let neighbours say "me too" between acceptance and report."""
    begins, ends = course.marks.get("accepted"), course.marks.get("reported")
    near = course.world.neighbours.get(course.telling.spot.leaf.code, ())
    if begins is None or ends is None or course.chance.random() > JOIN or course.telling.confidential:
        return
    me = course.telling.resident
    able = [one for one in near if me is None or one.number != me.number]
    course.chance.shuffle(able)
    for one in able[: course.chance.randrange(1, MOST_JOINERS)]:
        at = begins + (ends - begins) * course.chance.uniform(0.05, 0.95)
        course.add("join", f"resident:{one.number}", f"join-{one.number}", {}, at=at)


def note_now(course: Course) -> None:
    """Write a remark, to the resident or inside."""
    course.wait(60)
    if course.person and course.chance.random() < 0.5:  # noqa: PLR2004
        course.add("note", course.person, "", {"text": course.say("notes_resident"), "audience": "resident"})
    else:
        course.add("note", course.officer, "", {"text": course.say("notes_internal"), "audience": "internal"})


def order_if_late(course: Course, share: float) -> None:
    """Let a supervisor order an answer when far more than the limit goes by."""
    if share < LATE or not course.may(ORDERED):
        return
    at = spend(course.world.openings, course.marks["taken"], course.telling.limit, 1.1)
    at = max(at, course.at + timedelta(minutes=10))
    reason = "overdue"
    course.add(
        "order",
        course.supervisor,
        "order",
        {"reason": reason, "text": course.say("order_text"), "limit": "3 working_days"},
        at=at,
    )
    course.at = course.world.openings.after(at, 200)
    course.add("answer_order", course.officer, "answer", {"text": course.say("order_answer")})


def review(course: Course) -> None:
    """Publish a sentence without a person in it, where the resident chose so."""
    summary = str(naming.table("answers")[course.telling.group]["summary"])
    opened = course.steps[0].inputs
    if not (summary and opened.get("may_publish")) or course.telling.confidential:
        return
    if course.chance.random() < REVIEWED:
        text = f"{course.telling.spot.leaf.name[0]}：{summary}。"
        course.add(
            "summary",
            course.staff("dispatcher"),
            "summary",
            {"text": text},
            at=course.at + timedelta(minutes=20),
        )
