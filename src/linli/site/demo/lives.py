"""The lives of ordinary requests: accepted or not, dispatched, returned, worked off, checked, rated, reopened."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from linli.site.demo import naming, offices
from linli.site.demo.beside import join_in, note_now, order_if_late, review
from linli.site.demo.course import Course
from linli.site.demo.steps import Number, Office
from linli.site.demo.world import spread

EMERGENCIES = {"missing": "110", "gas": "gas", "hazard": "119", "fraud": "110"}
DANGERS = {
    "manhole": "fall_in",
    "road": "collapse",
    "power": "electric_shock",
    "telecom": "collision",
    "tree": "other",
}
OUTCOMES = {
    "inquiry": ((0.14, "solved"), (1.0, "explained")),
    "suggestion": ((0.3, "solved"), (0.9, "explained"), (1.0, "not_possible")),
    "help": ((0.84, "solved"), (0.94, "explained"), (0.985, "not_possible"), (1.0, "not_ours")),
    "complaint": ((0.64, "solved"), (0.9, "explained"), (0.97, "not_possible"), (1.0, "not_ours")),
    "tip_off": ((0.6, "solved"), (1.0, "explained")),
}
PRECHECK, CLASSIFY, DECLINE, VOID, WITHDRAW = 0.07, 0.4, 0.045, 0.008, 0.03
DANGER, CONSULT, WRONG_BODY, STUBBORN_BODY = 0.35, 0.015, 0.045, 0.02
ASK, MORE_TIME, PARK, SITE, HAND_OVER, REDO = 0.05, 0.06, 0.018, 0.012, 0.01, 0.05
BRANCHES = (*("lawful_channel", "beyond_duty") * 3, *("secret_or_privacy",) * 2, "unlawful_or_immoral")
EXTENDABLE = frozenset(f"{days} working_days" for days in range(3, 16))
PARK_GROUNDS = ("season", "budget", "large_works", "ownership", "lawsuit")


def live(course: Course) -> None:
    """Lead a request from its telling to its end."""
    course.reached("submitted")
    course.wait(35)
    if _turned_away(course):
        return None
    if course.may(PRECHECK, "prechecking") and not course.telling.confidential:
        _precheck(course)
    _classify(course)
    danger = _danger(course)
    course.do("accept", course.staff("clerk"))
    course.mark("accepted")
    course.reached("accepted")
    if not danger and course.may(WITHDRAW * 0.5):
        return _withdraw(course)
    if danger:
        _dispatch_danger(course)
    else:
        dispatch(course)
    work(course)
    finish(course)
    return None


def _turned_away(course: Course) -> bool:
    """End it at the counter: another number, another channel, a test, or the person's own wish."""
    group = course.telling.group
    if group in EMERGENCIES and course.may(0.35 if group != "fraud" else 0.1):
        course.do(
            "transfer_emergency", course.staff("clerk"),
            number=EMERGENCIES[group], stayed_on_line=True, note=course.say("emergency_note"),
        )  # fmt: skip
        return True
    if course.may(DECLINE):
        branch = course.pick(BRANCHES)
        channel, reason = (course.say("declined", branch, word) for word in ("channel", "reason"))
        course.do("decline", course.staff("clerk"), branch=branch, channel=channel, reason=reason)
        return True
    if course.may(VOID):
        reason = course.say("void_reason")
        ground = "test_entry" if naming.table("names")["test_word"] in reason else "entered_twice"
        course.do("void", course.staff("dispatcher"), ground=ground, reason=reason)
        return True
    if course.may(WITHDRAW * 0.5) and course.person:
        _withdraw(course)
        return True
    return False


def _withdraw(course: Course) -> None:
    if course.person:
        course.wait(90)
        course.do("withdraw", course.person, reason=course.say("withdraw_reason"))


def _precheck(course: Course) -> None:
    course.do("request_precheck", course.staff("clerk"))
    course.reached("prechecking")
    course.wait(40)
    if course.chance.random() < 0.93:  # noqa: PLR2004 - most of what is told is there
        course.do("confirm_precheck", course.staff("inspector"), finding=course.say("precheck_found"))
    else:
        course.do("refute_precheck", course.staff("inspector"), finding=course.say("precheck_not_found"))
    course.wait(15)


def _classify(course: Course) -> None:
    if "subject" in course.steps[0].inputs or course.steps[0].kind != "open":
        return
    said = {"subject": course.telling.subject, "condition": course.telling.condition}
    course.add("classify", course.staff("clerk"), "", said)
    course.wait(4)


def _danger(course: Course) -> bool:
    risky = course.telling.service == "city-fault" and course.telling.group in DANGERS
    if not risky or course.telling.confidential or not course.may(DANGER, "securing"):
        return False
    course.do("mark_danger", course.staff("clerk"), risk=DANGERS[course.telling.group])
    course.wait(4)
    return True


def _dispatch_danger(course: Course) -> None:
    course.wait(12)
    lead, supporting = competent(course)
    _send(course, "dispatch_danger", lead, supporting)
    course.reached("securing")
    course.fast = True
    course.wait(60)
    measure = course.pick(("fenced", "covered", "guarded", "cleared"))
    course.do("make_safe", course.officer, measure=measure, evidence=course.picture(after=False))
    course.fast = False
    course.mark("taken")


def competent(course: Course) -> tuple[str, tuple[str, ...]]:
    """Return who answers for it by the matrix."""
    path = course.world.path(course.telling.spot.leaf.code)
    return course.world.route(course.telling.subject, path, course.at.date())


def dispatch(course: Course) -> None:
    """Find the body that takes it, sometimes in two goes."""
    lead, supporting = competent(course)
    course.wait(25)
    if course.may(CONSULT, "consulting") and not course.telling.confidential:
        course.do(
            "consult", course.staff("dispatcher"),
            bodies=[Office(one) for one in (lead, *supporting)], question=course.say("consult_question"),
        )  # fmt: skip
        course.reached("consulting")
        course.wait(120)
        course.lead = lead
        course.do("give_opinion", course.officer, competent=True, opinion=course.say("opinions"))
        course.wait(30)
    first = lead
    wrong = _wrong(course, lead)
    if wrong and course.may(WRONG_BODY, "returned"):
        first = wrong
    _send(course, "dispatch", first, () if first != lead else supporting)
    if first != lead or course.may(STUBBORN_BODY):
        _return(course, first, lead, supporting)
    course.reached("dispatched")
    course.wait(70 * course.world.speed(course.lead))
    course.do("take", course.officer)
    course.mark("taken")


def _wrong(course: Course, right: str) -> str:
    unit = offices.unit_code(course.telling.spot.leaf.code[:9])
    department = offices.department_code(course.telling.spot.leaf.code[:6], "urban_management")
    found = [one for one in (department, unit) if one != right]
    return "" if course.telling.confidential else str(course.pick(found))


def _send(course: Course, move: str, lead: str, supporting: tuple[str, ...]) -> None:
    inputs: dict[str, Any] = {"lead": Office(lead)}
    if supporting:
        inputs["supporting"] = [Office(one) for one in supporting]
    course.do(move, course.staff("dispatcher"), **inputs)
    course.lead = lead
    course.mark("dispatched")


def _return(course: Course, first: str, right: str, supporting: tuple[str, ...]) -> None:
    course.wait(110)
    ground = "not_ours" if first != right else course.pick(("unclear", "other_place"))
    reason = course.say("return_reason", ground)
    course.do("return", course.officer, ground=ground, reason=reason)
    course.reached("returned")
    course.wait(150)
    upheld = "upheld" if first != right else "dismissed"
    inputs: dict[str, Any] = {
        "decision": upheld,
        "lead": Office(right),
        "reason": course.say("ruling_reason", upheld),
    }
    if supporting and first != right:
        inputs["supporting"] = [Office(one) for one in supporting]
    course.do("rule", course.staff("dispatcher"), **inputs)
    course.lead = right


def work(course: Course) -> None:
    """Work it off: ask, go there together, wait, take longer; then report."""
    share = min(spread(course.chance, 0.47 * course.world.speed(course.lead), 0.5), 3.0)
    if course.may(SITE):
        _call_to_site(course)
    if course.may(HAND_OVER) and not course.telling.confidential:
        _hand_over(course)
    if course.may(0.03):
        note_now(course)
    if course.may(ASK, "waiting_resident"):
        _ask(course)
    if course.may(PARK, "parked"):
        _park(course)
    course.reached("handling")
    course.spend(course.telling.limit, share * 0.5)
    if course.may(MORE_TIME) and share < 1.0 and course.telling.limit in EXTENDABLE:
        share += _more_time(course)
    order_if_late(course, share)
    course.spend(course.telling.limit, share * 0.5)
    report(course)


def report(course: Course) -> None:
    """Say what was done, with the evidence that it needs."""
    draw = course.chance.random()
    outcome = next(name for limit, name in OUTCOMES[course.telling.kind] if draw <= limit)
    answers = course.world_answers(course.telling.group)
    words = course.pick(answers["solved" if outcome == "solved" else "explained"])
    inputs: dict[str, Any] = {"outcome": outcome, "answer": words}
    if outcome in {"solved", "not_possible"}:
        inputs["evidence"] = course.picture()
    course.do("report", course.officer, **inputs)
    course.mark("reported")
    course.reached("reported")


def _call_to_site(course: Course) -> None:
    _, supporting = competent(course)
    if not supporting:
        return
    course.wait(30)
    day = (course.at + timedelta(days=2)).date().isoformat()
    course.do(
        "call_to_site", course.staff("dispatcher"),
        supporting=[Office(supporting[0])], until=day, hour="9:30", question=course.say("site_question"),
    )  # fmt: skip


def _hand_over(course: Course) -> None:
    _, supporting = competent(course)
    able = [one for one in supporting if one != course.lead]
    if not able:
        return
    course.wait(120)
    course.do("hand_over", course.officer, lead=Office(able[0]), reason=course.say("hand_over_reason"))
    course.lead = able[0]
    course.wait(60)
    course.do("take", course.officer)


def _ask(course: Course) -> None:
    course.wait(60)
    course.do("ask_resident", course.officer, question=course.say("questions"))
    course.reached("waiting_resident")
    course.wait(500)
    if course.chance.random() < 0.72:  # noqa: PLR2004 - the others do not answer
        course.do("answer", course.person or course.staff("clerk"), answer=course.say("resident_answers"))
    else:
        course.do("go_on_without_answer", course.officer, reason=course.say("no_answer"))


def _park(course: Course) -> None:
    ground = course.pick(PARK_GROUNDS)
    course.wait(400)
    until = (course.at + timedelta(days=course.chance.randrange(40, 150))).date().isoformat()
    reason = course.say("parking", ground)
    course.do("request_parking", course.officer, ground=ground, until=until, reason=reason)
    course.wait(120)
    course.do("park", course.supervisor, ground=ground, until=until, reason=reason)
    course.reached("parked")
    course.wait(450 * 25)
    course.do("unpark", course.officer, reason=course.say("unpark_reason"))


def _more_time(course: Course) -> float:
    limit = course.pick(("2 working_days", "3 working_days", "5 working_days"))
    course.do("request_extension", course.officer, limit=limit, reason=course.say("extension_reason"))
    course.wait(60)
    if course.chance.random() < 0.85:  # noqa: PLR2004
        course.do("approve_extension", course.supervisor, limit=limit, reason=course.say("extension_granted"))
        return course.chance.uniform(0.1, 0.5)
    course.do("refuse_extension", course.supervisor, reason=course.say("extension_refused"))
    return 0.0


def finish(course: Course) -> None:
    """Check, call back, close, and sometimes begin again."""
    course.wait(45)
    if course.may(REDO):
        course.do("fail_check", course.staff("checker"), finding=course.say("redo_finding"))
        course.spend(course.telling.limit, course.chance.uniform(0.1, 0.6))
        report(course)
        course.wait(45)
    checker = course.staff("checker" if course.chance.random() < 0.7 else "inspector")  # noqa: PLR2004
    course.do("pass_check", checker, finding=course.say("check_finding"))
    course.mark("checked")
    review(course)
    course.reached("call_back")
    if course.person and not course.telling.confidential:
        join_in(course)
    happy = course.chance.random() < course.happiness()
    if course.may(0.0, "contested") or (not happy and course.person and course.may(0.3)):
        return _contest(course, closed=False)
    course.call_back(happy=happy)
    if not happy and course.may(0.25) and course.person:
        course.wait(600)
        _contest(course, closed=True)
    return None


def _contest(course: Course, *, closed: bool) -> None:
    who = course.person or course.staff("caller")
    if not closed:
        course.wait(240)
    course.do("contest", who, reason=course.say("contest_reason"))
    course.reached("contested")
    course.wait(300)
    judge = course.staff("checker")
    if course.chance.random() < 0.35:  # noqa: PLR2004
        course.do("dismiss_objection", judge, reason=course.say("dismiss_reason"))
        return
    course.do("uphold_objection", judge, reason=course.say("uphold_reason"))
    course.spend(course.telling.limit, course.chance.uniform(0.1, 0.7))
    report(course)
    course.wait(60)
    course.do("pass_check", course.staff("checker"), finding=course.say("check_finding"))
    course.call_back(happy=course.chance.random() < 0.8)  # noqa: PLR2004


def merged(course: Course, main: Course) -> None:
    """Lead a repeat to the case that runs already."""
    course.wait(40)
    course.do("merge", course.staff("clerk"), case=Number(main.case), note=course.say("merge_note"))
