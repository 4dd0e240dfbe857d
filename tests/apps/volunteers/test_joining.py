"""Joining by applying or by a code, reviewed; changed, paused, left; a guardian's word; the role that follows."""

from datetime import timedelta

import pytest
from tests import cast
from tests.apps.volunteers.conftest import CLOUD, MOTHER, PING, hear, row
from tests.city import AT, act_id

from linli.apps.volunteers import facts, service
from linli.apps.volunteers.facts.codes import invitation_code
from linli.apps.volunteers.models import Engagement, Invitation, TeamMember, Volunteer
from linli.apps.volunteers.service import Application
from linli.kernel.access.facts import actor_of_account
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.models import Entry
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.identity.held import everything_about
from linli.kernel.messaging.models import Letter

pytestmark = pytest.mark.django_db


def codes(wrong):
    return {(one.field, one.code.removeprefix("volunteers.")) for one in wrong.value.problems}


def may_report(member):
    actor = actor_of_account(member.account.pk, AT + timedelta(days=1))
    return actor.may(Permission.CASE_SUBMIT_FOR)


def test_an_application_is_reviewed_and_gives_the_role(town):
    ref = town.apply("teacher", skills=("read", "teach"), times=("6am",), languages=("mandarin",))
    assert (row(ref).state, row(ref).name_masked, row(ref).adult_on) == ("applied", "李**", None)
    hear()
    assert not may_report(town.people["teacher"])
    service.decide(ref, accept=True, **town.said("clerk"))
    hear()
    assert may_report(town.people["teacher"])
    assert facts.me(town.people["teacher"].actor).name == "李老师"
    assert facts.volunteer(ref, actor=town.people["clerk"].actor).name == "李**"
    assert Letter.objects.count() == 1
    with pytest.raises(Stale):
        service.decide(ref, accept=True, **town.said("clerk"))
    assert "1960" not in " ".join(Entry.objects.values_list("body", flat=True))


def test_whoever_is_not_staff_of_the_area_decides_and_sees_nothing(town):
    ref = town.apply("teacher")
    for build in cast.EVERYBODY:
        member = build()
        if member.actor.may(Permission.VOLUNTEER_KEEP, area_path="/9901/"):
            raise AssertionError(build.__name__)  # the cast's own areas lie elsewhere
        with pytest.raises(NotVisible):
            facts.volunteer(ref, actor=member.actor)
        with pytest.raises(NotVisible):
            service.decide(ref, accept=True, actor=member.actor, act_id=act_id(), at=AT)
        assert facts.volunteers(member.actor)[0] == ()
    assert [one.ref for one in facts.volunteers(town.people["clerk"].actor)[0]] == [ref]


def test_an_application_says_all_that_is_wrong_with_it(town):
    with pytest.raises(Invalid) as wrong:
        town.apply("teacher", name=" ", born="soon", skills=("fly",), radius=5, agrees=False)
    assert codes(wrong) == {
        ("name", "name_missing"), ("born", "born_missing"), ("skills", "unknown_choice"),
        ("radius", "radius"), ("agrees", "agree_first"),
    }  # fmt: skip
    with pytest.raises(Invalid) as wrong:
        town.apply("teacher", area="none")
    assert codes(wrong) == {("area", "no_such_area")}
    with pytest.raises(Refused):
        service.apply(Application("x", PING), actor=cast.stranger().actor, act_id=act_id(), at=AT)
    town.apply("teacher")
    with pytest.raises(Refused) as no:
        town.apply("teacher")
    assert no.value.refusal.code == "volunteers.joined_already"
    assert Volunteer.objects.count() == 1


def test_under_sixteen_is_refused_and_nothing_is_kept(town):
    with pytest.raises(Invalid) as wrong:
        town.apply("pupil", born="2010-10-10")
    assert codes(wrong) == {("born", "too_young")}
    assert Volunteer.objects.count() == 0


def test_somebody_of_seventeen_needs_the_mother_who_can_take_it_back(town):
    with pytest.raises(Invalid) as wrong:
        town.apply("pupil", born="2009-05-01")
    assert codes(wrong) == {("guardian_phone", "guardian_missing")}
    with pytest.raises(Invalid) as wrong:
        town.apply("pupil", born="2009-05-01", guardian_phone="13900000003")
    assert codes(wrong) == {("guardian_phone", "guardian_oneself")}
    ref = town.young(agreed=False)
    hear()
    assert Letter.objects.get().to_masked == "139****0002"
    with pytest.raises(Refused) as no:
        service.decide(ref, accept=True, **town.said("clerk"))
    assert no.value.refusal.code == "volunteers.guardian_first"
    with pytest.raises(NotVisible):
        service.guardian_says(ref, agrees=True, **town.said("teacher"))
    assert [one.ref for one in facts.wards(town.people["mother"].actor)] == [ref]
    service.guardian_says(ref, agrees=True, **town.said("mother"))
    service.decide(ref, accept=True, **town.said("clerk"))
    service.guardian_says(ref, agrees=False, **town.said("mother"))
    assert row(ref).guardian_agreed_at is None
    service.guardian_says(ref, agrees=True, on_paper=True, **town.said("clerk"))
    assert row(ref).guardian_on_paper


def test_a_courier_reports_in_with_a_name_and_a_place(town):
    wish = Application("赵强", PING, born="1995-01-01", platform="", agrees=True)
    ref = service.report_in(wish, **town.said("courier"))
    assert (row(ref).kind, row(ref).state, row(ref).platform) == ("rider", "active", "")
    hear()
    assert may_report(town.people["courier"])
    service.leave(**town.said("courier"))
    hear()
    assert not may_report(town.people["courier"])


def test_one_corrects_pauses_and_leaves_and_everything_told_goes(town):
    ref = town.join("teacher", skills=("read",))
    hear()
    change = Application("", CLOUD, skills=("teach",), times=("7pm",), radius=500)
    service.change(change, **town.said("teacher"))
    assert (row(ref).skills, row(ref).area.code) == (["teach"], CLOUD)
    service.pause(wants=True, **town.said("teacher"))
    with pytest.raises(Stale):
        service.pause(wants=True, **town.said("teacher"))
    service.pause(wants=False, **town.said("teacher"))
    task = town.task()
    service.take(task, **town.said("teacher"))
    assert service.leave(**town.said("teacher")) == 1
    gone = row(ref)
    assert (gone.state, gone.name_sealed, gone.skills, gone.times) == ("left", None, [], [])
    assert Engagement.objects.get().state == "given_back"
    assert facts.me(town.people["teacher"].actor) is None
    account = town.people["teacher"].account
    assert "volunteers" not in everything_about(account.pk, str(account.ref), AT)
    hear()
    assert not may_report(town.people["teacher"])
    assert town.apply("teacher") == ref  # and may come again


def test_a_no_needs_a_reason_and_nobody_decides_about_themselves(town):
    ref = town.apply("teacher")
    with pytest.raises(Invalid):
        service.decide(ref, accept=False, why="ugly", **town.said("clerk"))
    service.decide(ref, accept=False, why="not_here", **town.said("clerk"))
    assert row(ref).state == "refused"
    own = town.apply("clerk")
    with pytest.raises(Refused) as no:
        service.decide(own, accept=True, **town.said("clerk"))
    assert no.value.refusal.code == "volunteers.not_oneself"


def test_staff_note_insurance_and_what_the_law_asks_until_a_day(town):
    ref = town.join("teacher")
    day = (AT + timedelta(days=300)).date()
    service.clear(ref, "children", day, **town.said("clerk"))
    service.insure(ref, day, **town.said("clerk"))
    fact = facts.volunteer(ref, actor=town.people["clerk"].actor)
    assert (fact.cleared, fact.insured_until) == ({"children": day}, day)
    for far in (AT.date(), (AT + timedelta(days=5000)).date()):
        with pytest.raises(Invalid):
            service.clear(ref, "children", far, **town.said("clerk"))
    with pytest.raises(Invalid):
        service.clear(ref, "dogs", day, **town.said("clerk"))
    service.end(ref, "not_now", **town.said("clerk"))
    assert row(ref).state == "left"


def test_a_leader_invites_and_a_code_works_once_until_it_runs_out(town):
    team = town.team()
    leader = town.join("teacher")
    service.add_member(team, leader, **town.said("clerk"))
    service.name_leader(team, leader, **town.said("clerk"))
    town.join("friend")
    refs = [service.invite(team, **town.said("teacher")) for _ in range(3)]
    first, second, third = (invitation_code(ref) for ref in refs)
    assert service.join_team(first, **town.said("friend")) == team
    with pytest.raises(Invalid) as wrong:
        town.apply("resident", code=first)
    assert codes(wrong) == {("code", "code_used")}
    with pytest.raises(Invalid) as wrong:
        town.apply("resident", at=AT + timedelta(days=15), code=second)
    assert codes(wrong) == {("code", "code_over")}
    with pytest.raises(Invalid) as wrong:
        town.apply("resident", code="AAAAAAAA")
    assert codes(wrong) == {("code", "code_unknown")}
    with pytest.raises(Refused) as no:
        service.join_team(third, **town.said("friend"))
    assert no.value.refusal.code == "volunteers.in_team_already"
    with pytest.raises(NotVisible):
        service.invite(team, **town.said("friend"))
    town.apply("resident", code=third.lower())
    assert TeamMember.objects.count() == 3
    assert Invitation.objects.filter(used_at=None).count() == 1
    seen = facts.team(team, actor=town.people["teacher"].actor)
    assert (seen.members, seen.leader) == (2, "李**")
    assert facts.teams()[0][0].members is None  # few people: the public is not told how many
    service.leave_team(team, **town.said("teacher"))
    assert facts.team(team, actor=town.people["clerk"].actor).leader == ""


def test_teams_are_of_the_five_types_and_their_names_differ(town):
    town.team()
    with pytest.raises(Invalid) as wrong:
        town.team()
    assert codes(wrong) == {("name_zh", "team_name_taken")}
    with pytest.raises(Invalid) as wrong:
        town.team(kind="army", name="")
    assert codes(wrong) == {("kind", "unknown_choice"), ("name_zh", "team_name")}
    other = town.team(kind="policy", name="宣讲队")
    outsider = town.join("friend")
    with pytest.raises(Refused):
        service.name_leader(other, outsider, **town.said("clerk"))
    assert facts.team_counts() == {"environment": 1, "policy": 1}
    service.close_team(other, **town.said("clerk"))
    with pytest.raises(Refused):
        service.invite(other, **town.said("clerk"))
    assert facts.team_counts() == {"environment": 1}
    assert MOTHER not in " ".join(Entry.objects.values_list("body", flat=True))
