"""Tasks are put up, taken, given back, begun and ended without a position, confirmed by others, corrected, disputed."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from tests import cast
from tests.apps.volunteers.conftest import CLOUD, END, PING, START, hear
from tests.city import AT, act_id

from linli.apps.cases.models import Case
from linli.apps.cases.service import Told, open_case
from linli.apps.grid.models import Area
from linli.apps.volunteers import facts, service
from linli.apps.volunteers.facts.codes import slip_code, start_code
from linli.apps.volunteers.models import Engagement, Hours, Task
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.models import Entry, PrivateItem
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.messaging.models import Letter

pytestmark = pytest.mark.django_db


def refusal(no):
    return no.value.refusal.code.removeprefix("volunteers.")


def problems(wrong):
    return {one.code.removeprefix("volunteers.") for one in wrong.value.problems}


def test_a_task_fits_who_is_near_free_and_able_with_reasons(town):
    town.join("teacher", skills=("read",), times=("6am",))
    ref = town.task(skills=("read",))
    town.task(title="另一件搬东西的事", skills=("carry",))
    (found,) = facts.near(town.people["teacher"].actor, AT)
    assert (found.ref, [one.code for one in found.why]) == (
        ref,
        ["volunteers.fits_area", "volunteers.fits_skills", "volunteers.fits_time"],
    )
    assert facts.near(town.people["friend"].actor, AT) == ()
    seen = facts.organised_task(ref, actor=town.people["clerk"].actor, at=AT)
    assert [(name, why[0].code) for _, name, why in seen.fitting] == [("李**", "volunteers.fits_area")]
    service.take(ref, **town.said("teacher"))
    assert facts.near(town.people["teacher"].actor, AT) == ()


def test_near_is_by_the_middles_of_areas_and_the_chosen_distance(town):
    for code, lon in ((PING, 112.505), (CLOUD, 112.515)):
        Area.objects.filter(code=code).update(lon=lon, lat=37.805)
    town.join("teacher", radius=500)
    town.join("friend", radius=2000)
    town.task(area=CLOUD)  # its middle is about 880 metres away
    assert facts.near(town.people["teacher"].actor, AT) == ()
    assert facts.near(town.people["friend"].actor, AT)[0].why[0].params["metres"] == 800


def test_nothing_personal_is_shown_before_taking(town):
    town.join("teacher")
    ref = town.task(details="3 号楼 2 单元 501，王德福，敲门响一点", helped_phone="13900000004")
    task, mine = facts.task(ref, actor=town.people["teacher"].actor, at=AT)
    assert (task.details, mine, task.refusal) == ("", None, None)
    service.take(ref, **town.said("teacher"))
    assert "王德福" in facts.task(ref, actor=town.people["teacher"].actor, at=AT)[0].details
    service.give_back(Engagement.objects.get().ref, **town.said("teacher"))
    assert facts.task(ref, actor=town.people["teacher"].actor, at=AT)[0].details == ""
    log = [
        *Entry.objects.values_list("body", flat=True),
        *PrivateItem.objects.values_list("value", flat=True),
    ]
    assert not any("王德福" in one or "13900000004" in one for one in log)
    assert b"501" not in bytes(Task.objects.get().details_sealed)


def test_a_task_says_all_that_is_wrong_with_it(town):
    with pytest.raises(Invalid) as wrong:
        town.task(
            kind="war", care="lions", wanted=0, skills=("fly",), title="打 139-0000-0004 找我", ends_at=START, body=""
        )  # fmt: skip
    assert problems(wrong) == {
        "unknown_choice", "wanted", "words_contact", "task_ends", "no_such_body",
    }  # fmt: skip
    with pytest.raises(Invalid) as wrong:
        town.task(care="children", wanted=1)
    assert problems(wrong) == {"two_adults"}
    with pytest.raises(Invalid) as wrong:
        town.task(starts_at=AT - timedelta(hours=3), ends_at=AT)
    assert problems(wrong) == {"task_past"}
    ref = town.task()
    with pytest.raises(IntegrityError), transaction.atomic():
        Task.objects.filter(ref=ref).update(care="children")


def test_who_organises_nothing_there_puts_up_no_task(town):
    for build in cast.EVERYBODY:
        town.people["one"] = build()
        if not town.people["one"].actor.may(Permission.VOLUNTEER_TASK, area_path="/9901/"):
            with pytest.raises(NotVisible):
                town.task("one")
    ref = town.task()
    with pytest.raises(NotVisible):
        facts.organised_task(ref, actor=town.people["teacher"].actor, at=AT)


def test_a_confidential_case_gives_no_task(town):
    opened = open_case(
        Told(body="门口积雪很厚，老人出不了门。", area="990101001001"), **town.said("resident")
    )
    ref = str(opened["ref"])
    made = town.task("dispatcher", kind="snow", case=ref)
    assert Task.objects.get(ref=made).case_id == Case.objects.get(ref=ref).pk
    Case.objects.filter(ref=ref).update(sensitivity="confidential")
    with pytest.raises(Refused) as no:
        town.task("dispatcher", kind="snow", case=ref)
    assert refusal(no) == "case_confidential"
    with pytest.raises(NotVisible):
        town.task("clerk", case=act_id())


def test_a_full_task_has_a_list_and_who_waits_moves_up_when_free(town):
    for who in ("teacher", "friend", "resident"):
        town.join(who)
    ref, other = town.task(), town.task(title="同一时间的另一件事")
    first = service.take(ref, **town.said("teacher"))
    second = service.take(ref, **town.said("friend"))
    third = service.take(ref, **town.said("resident"))
    assert [Engagement.objects.get(ref=one).state for one in (first, second, third)] == [
        "taken",
        "waiting",
        "waiting",
    ]
    service.take(other, **town.said("friend"))  # is busy now
    service.give_back(first, **town.said("teacher"))
    assert Engagement.objects.get(ref=third).state == "taken"
    assert Task.objects.get(ref=ref).taken == 1
    before = Letter.objects.count()
    hear()
    assert Letter.objects.count() > before
    with pytest.raises(Stale):
        service.give_back(first, **town.said("teacher"))
    with pytest.raises(NotVisible):
        service.give_back(third, **town.said("teacher"))


def test_nobody_is_in_two_places_at_a_time(town):
    town.join("teacher")
    ref = town.task()
    service.take(ref, **town.said("teacher"))
    late = town.task(title="晚一小时", starts_at=START + timedelta(hours=1), ends_at=END + timedelta(hours=1))
    with pytest.raises(Refused) as no:
        service.take(late, **town.said("teacher"))
    assert refusal(no) == "overlap"
    with pytest.raises(Refused) as no:
        service.take(ref, **town.said("teacher"))
    assert refusal(no) == "taken_already"
    row = Engagement.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Engagement.objects.create(
            stream=row.stream, task=Task.objects.get(ref=late), volunteer=row.volunteer, state="taken",
            starts_at=row.starts_at, ends_at=row.ends_at, taken_at=AT, slip_index="other",
        )  # fmt: skip


def test_a_student_of_seventeen_helps_by_day_with_the_mothers_word(town):
    town.young()
    night = town.task(starts_at=START + timedelta(hours=9), ends_at=START + timedelta(hours=11))
    with pytest.raises(Refused) as no:
        service.take(night, **town.said("pupil"))
    assert refusal(no) == "not_at_night"
    with pytest.raises(Refused) as no:
        service.take(town.task(care="frail", wanted=2), **town.said("pupil"))
    assert refusal(no) == "adults_only"
    service.take(town.task(), **town.said("pupil"))
    service.guardian_says(facts.me(town.people["pupil"].actor).ref, agrees=False, **town.said("mother"))
    with pytest.raises(Refused) as no:
        service.take(town.task(starts_at=END, ends_at=END + timedelta(hours=1)), **town.said("pupil"))
    assert refusal(no) == "guardian_first"


def test_children_are_never_with_one_adult_nor_with_one_who_was_not_looked_at(town):
    day = (AT + timedelta(days=300)).date()
    refs = {who: town.join(who) for who in ("teacher", "friend")}
    ref = town.task(kind="teach", title="陪孩子写作业", care="children", wanted=2)
    with pytest.raises(Refused) as no:
        service.take(ref, **town.said("teacher"))
    assert refusal(no) == "not_cleared"
    service.clear(refs["teacher"], "children", day, **town.said("clerk"))
    service.clear(refs["friend"], "children", day, **town.said("clerk"))
    part = service.take(ref, **town.said("teacher"))
    with pytest.raises(Refused) as no:
        service.start(part, start_code(ref), **town.said("teacher", START))
    assert refusal(no) == "second_adult"
    service.take(ref, **town.said("friend"))
    service.end_clearance(refs["friend"], "children", **town.said("clerk"))
    with pytest.raises(Stale):
        service.end_clearance(refs["friend"], "children", **town.said("clerk"))
    with pytest.raises(Refused) as no:
        service.start(part, start_code(ref), **town.said("teacher", START))
    assert refusal(no) == "second_adult"  # there are two, but one is not cleared any more
    service.clear(refs["friend"], "children", day, **town.said("clerk"))
    service.start(part, start_code(ref), **town.said("teacher", START))


def test_frail_people_are_with_one_who_was_looked_at_or_with_two(town):
    teacher = town.join("teacher")
    alone = town.task(kind="visit", care="frail")
    with pytest.raises(Refused) as no:
        service.take(alone, **town.said("teacher"))
    assert refusal(no) == "not_cleared"
    two = town.task(kind="visit", care="frail", wanted=2)
    part = service.take(two, **town.said("teacher"))
    with pytest.raises(Refused) as no:
        service.start(part, start_code(two), **town.said("teacher", START))
    assert refusal(no) == "second_adult"
    service.clear(teacher, "frail", (AT + timedelta(days=300)).date(), **town.said("clerk"))
    service.start(part, start_code(two), **town.said("teacher", START))


def test_start_and_end_need_the_code_and_keep_no_position(town):
    town.join("teacher")
    ref = town.task()
    part = service.take(ref, **town.said("teacher"))
    with pytest.raises(Invalid) as wrong:
        service.start(part, "XXXXXX", **town.said("teacher", START))
    assert problems(wrong) == {"code_wrong"}
    with pytest.raises(Refused) as no:
        service.start(part, start_code(ref), **town.said("teacher", AT))
    assert refusal(no) == "not_the_time"
    with pytest.raises(Stale):
        service.finish(part, start_code(ref), **town.said("teacher", START))
    service.start(part, start_code(ref).lower(), **town.said("teacher", START))
    with pytest.raises(Stale):
        service.start(part, start_code(ref), **town.said("teacher", START))
    service.finish(part, start_code(ref), **town.said("teacher", END))
    assert not {"lon", "lat", "position", "point"} & {one.name for one in Engagement._meta.get_fields()}
    assert facts.mine(town.people["teacher"].actor, END)[0].proposed == 120


def test_hours_are_confirmed_once_and_never_by_oneself(town):
    town.join("teacher")
    _, part = town.done("teacher", helped_phone="13900000004")
    with pytest.raises(Refused) as no:
        service.confirm(part, 120, **town.said("teacher", END))
    assert refusal(no) == "not_your_own_hours"
    with pytest.raises(NotVisible):
        service.confirm(part, 120, **town.said("resident", END))
    service.confirm(part, 120, **town.said("old_man", END))
    with pytest.raises(Stale) as late:
        service.confirm(part, 120, **town.said("clerk", END))
    assert refusal(late) == "confirmed_already"
    assert Hours.objects.get().by == "helped"
    assert facts.own_hours(town.people["teacher"].actor)[1] == 120


def test_a_clerk_who_is_the_volunteer_does_not_confirm_it(town):
    ref = town.apply("clerk")
    town.people["colleague"] = cast.clerk("/9901/")
    service.decide(ref, accept=True, **town.said("colleague"))
    _, part = town.done("clerk")
    with pytest.raises(Refused) as no:
        service.confirm(part, 60, **town.said("clerk", END))
    assert refusal(no) == "not_your_own_hours"
    with pytest.raises(Refused):
        service.confirm(part, 60, code=slip_code(part), **town.said("clerk", END))


def test_a_leader_who_helped_sees_everybody_s_slip_but_their_own(town):
    for who in ("teacher", "friend"):
        town.join(who)
    team = town.team()
    refs = {who: facts.me(town.people[who].actor).ref for who in ("teacher", "friend")}
    for ref in refs.values():
        service.add_member(team, ref, **town.said("clerk"))
    service.name_leader(team, refs["teacher"], **town.said("clerk"))
    task = town.task("teacher", team=team, wanted=2)
    mine, theirs = (service.take(task, **town.said(who)) for who in ("teacher", "friend"))
    leader = town.people["teacher"].actor
    slips = {one.ref: one.slip for one in facts.organised_task(task, actor=leader, at=END).engagements}
    assert slips == {mine: "", theirs: slip_code(theirs)}
    with pytest.raises(NotVisible):
        facts.slip(mine, actor=leader, at=END)


def test_an_old_man_without_a_smartphone_confirms_by_the_code_on_the_slip(town):
    town.join("teacher")
    _, part = town.done("teacher")
    seen = facts.slip(part, actor=town.people["clerk"].actor, at=END)
    assert seen.slip == slip_code(part)
    with pytest.raises(NotVisible):
        facts.slip(part, actor=town.people["teacher"].actor, at=END)
    nobody = {"actor": cast.stranger().actor, "act_id": act_id(), "at": END}
    with pytest.raises(NotVisible):
        service.confirm(part, 90, code="AAAAAAAA", **nobody)
    service.confirm(part, 90, code=seen.slip, **nobody)
    assert (Hours.objects.get().minutes, Hours.objects.get().by) == (90, "helped")


@pytest.mark.parametrize(
    ("minutes", "code"),
    [(0, "minutes_range"), (-30, "minutes_range"), (1500, "minutes_range"), (300, "minutes_planned")],
)
def test_hours_that_cannot_be_are_refused(town, minutes, code):
    town.join("teacher")
    _, part = town.done("teacher")
    with pytest.raises(Invalid) as wrong:
        service.confirm(part, minutes, **town.said("clerk", END))
    assert problems(wrong) == {code}
    assert Hours.objects.count() == 0


def test_a_day_has_twenty_four_hours_altogether(town):
    town.join("teacher")
    day = START - timedelta(hours=10)
    for hours in (0, 12):
        starts = day + timedelta(hours=hours)
        ref = town.task(starts_at=starts, ends_at=starts + timedelta(hours=12), title=f"守夜 {hours}")
        part = service.take(ref, **town.said("teacher"))
        done = starts + timedelta(hours=13)
        if hours == 0:
            service.confirm(part, 800, **town.said("clerk", done))
        else:
            with pytest.raises(Invalid) as wrong:
                service.confirm(part, 700, **town.said("clerk", done))
            assert problems(wrong) == {"minutes_day"}


def test_before_it_is_done_nothing_is_confirmed(town):
    town.join("teacher")
    part = service.take(town.task(), **town.said("teacher"))
    with pytest.raises(Refused) as no:
        service.confirm(part, 60, **town.said("clerk"))
    assert refusal(no) == "not_finished"


def test_a_correction_is_a_new_entry_and_the_old_one_stays(town):
    town.join("teacher")
    _, part = town.done("teacher")
    old = service.confirm(part, 120, **town.said("clerk", END))
    with pytest.raises(NotVisible):
        service.correct(old, 60, **town.said("teacher", END))
    new = service.correct(old, 60, **town.said("clerk", END))
    assert [(one.minutes, one.stands) for one in Hours.objects.order_by("pk")] == [(120, False), (60, True)]
    with pytest.raises(NotVisible):
        service.correct(old, 90, **town.said("clerk", END))
    service.correct(new, 0, **town.said("clerk", END))
    assert facts.own_hours(town.people["teacher"].actor) == ((), 0)


def test_a_dispute_goes_to_the_supervisor_and_not_to_who_confirmed(town):
    town.join("teacher")
    _, part = town.done("teacher")
    service.confirm(part, 30, **town.said("clerk", END))
    ref = service.dispute(part, "我做了两个小时，只算了半小时", **town.said("teacher", END))
    with pytest.raises(Stale):
        service.dispute(part, "还有", **town.said("teacher", END))
    with pytest.raises(NotVisible):
        service.rule(ref, 120, **town.said("clerk", END))
    assert [one.minutes for one in facts.disputes(town.people["supervisor"].actor)] == [30]
    assert facts.disputes(town.people["clerk"].actor) == ()
    service.rule(ref, 120, **town.said("supervisor", END))
    assert Hours.objects.get(stands=True).minutes == 120
    with pytest.raises(Stale):
        service.rule(ref, None, **town.said("supervisor", END))
    again = service.dispute(part, "再看看", **town.said("teacher", END))
    with pytest.raises(Refused) as no:
        service.rule(again, 60, **town.said("supervisor", END))
    assert refusal(no) == "ruled_by_another"
    town.people["colleague"] = cast.supervisor("/9901/")
    service.rule(again, None, **town.said("colleague", END))
    assert Hours.objects.get(stands=True).minutes == 120


def test_a_cancelled_task_frees_the_time_and_tells_everybody(town):
    town.join("teacher")
    ref = town.task()
    service.take(ref, **town.said("teacher"))
    hear()
    before = Letter.objects.count()
    service.cancel_task(ref, **town.said("clerk"))
    hear()
    assert Letter.objects.count() == before + 1
    assert Task.objects.get().state == "cancelled"
    service.take(town.task(title="换一件"), **town.said("teacher"))
    with pytest.raises(Stale):
        service.cancel_task(ref, **town.said("clerk"))


def test_a_leader_puts_up_tasks_for_the_team_and_confirms_others_hours_only(town):
    team, leader = town.team(), town.join("teacher")
    friend = town.join("friend")
    for one in (leader, friend):
        service.add_member(team, one, **town.said("clerk"))
    service.name_leader(team, leader, **town.said("clerk"))
    town.join("resident")
    ref = town.task("teacher", team=team, wanted=3)
    with pytest.raises(Refused) as no:
        service.take(ref, **town.said("resident"))
    assert refusal(no) == "task_of_a_team"
    _, own = town.done("teacher", ref)
    _, theirs = town.done("friend", ref)
    with pytest.raises(Refused):
        service.confirm(own, 60, **town.said("teacher", END))
    service.confirm(theirs, 60, **town.said("teacher", END))
    assert facts.open_tasks(AT)[0] == ()  # the public sees no team's own tasks


def test_who_fits_is_asked_once_by_letter_and_the_organiser_hears_of_what_comes_back(town):
    teacher = town.join("teacher")
    team = town.team()
    service.add_member(team, teacher, **town.said("clerk"))
    service.name_leader(team, teacher, **town.said("clerk"))
    friend = town.join("friend")
    service.add_member(team, friend, **town.said("clerk"))
    ref = town.task("teacher", team=team)
    hear()
    before = Letter.objects.count()
    for _ in range(2):
        service.ask_volunteer(ref, friend, actor=town.people["teacher"].actor, at=AT)
        hear()
    assert Letter.objects.count() == before + 1
    with pytest.raises(Refused) as no:
        service.ask_volunteer(ref, town.join("resident"), actor=town.people["teacher"].actor, at=AT)
    assert refusal(no) == "does_not_fit"
    hear()
    before = Letter.objects.count()
    service.give_back(service.take(ref, **town.said("friend")), **town.said("friend"))
    hear()
    assert Letter.objects.count() == before + 1
    assert facts.organised_task(ref, actor=town.people["teacher"].actor, at=AT).given_back == 1
