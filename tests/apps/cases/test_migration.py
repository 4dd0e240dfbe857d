"""Running cases of a service go to another version: by their own acts, in batches, and the same way back."""

import json

import pytest
from tests import cast
from tests.city import AT, act_id, frozen, said

from linli.apps.cases import facts, service
from linli.apps.cases.facts.loading import state_of
from linli.apps.cases.models import Case, CaseMigration
from linli.apps.cases.service import migrating
from linli.apps.catalogue import facts as catalogue
from linli.apps.catalogue import service as tending
from linli.core.lifecycle.state import replay
from linli.kernel.audit import facts as audit
from linli.kernel.audit.models import Entry
from linli.kernel.audit.outcomes import NotVisible, Refused
from linli.kernel.audit.verification import verify_all
from linli.kernel.outbox.worker import deliver, fan_out

pytestmark = pytest.mark.django_db
LAMP = "30428.2:component:01-37"


@pytest.fixture
def town(db):
    from tests.apps.cases.conftest import Story
    from tests.city import tiny_city

    return Story(tiny_city("city-fault"))


@pytest.fixture
def keeper(db):
    return cast.county_administrator(area="/9901/").actor


@pytest.fixture
def approver(db):
    return cast.second_approver(area="/9901/").actor


def by(actor):
    return {"actor": actor, "act_id": act_id(), "at": AT}


def second_version(**names):
    """The next version of the city fault: the same course with stages or clocks called otherwise."""
    _, definition = json.loads(frozen("city-fault"))
    text = json.dumps({**definition, "version": definition["version"] + 1})
    for old, new in names.items():
        text = text.replace(f'"{old}"', f'"{new}"').replace(f'.{old}"', f'.{new}"')
    return tending.publish_pack("city-fault", json.loads(text), **said())


def same_stages(town, **changed):
    stages = facts.definition(town.city.packs["city-fault"]).lifecycle.stages
    return {**{name: name for name in stages}, **changed}


def approved(old, new, stages, keeper, approver):
    ref = tending.propose_migration(old, new, stages, **by(keeper))
    tending.approve_migration(ref, **by(approver))
    return ref


def fault(town, who="resident"):
    return town.tell(who, service="city-fault", subject=LAMP, answers={"danger": False})


def at_work(town):
    ref = fault(town)
    town.go(ref, "accept", "clerk")
    town.go(ref, "dispatch", "dispatcher", lead=town.city.ref("DRAINS"))
    town.go(ref, "take", "officer")
    return ref


def case_of(ref):
    return Case.objects.select_related("stream").get(ref=ref)


def replayed(case):
    return replay(audit.replay_parts(case.stream)) == state_of(case)


def test_cases_move_by_their_own_act_and_replay_and_go_on_under_the_new_version(town, keeper, approver):
    old = town.city.packs["city-fault"]
    told, working = fault(town), at_work(town)
    new = second_version(handling="mending")
    later = fault(town)
    before = case_of(working)
    plan = approved(old, new, same_stages(town, handling="mending"), keeper, approver)
    assert service.carry_out(plan, actor=approver, at=AT) == 2
    moved = case_of(working)
    assert (moved.stage, moved.pack, moved.version) == ("mending", new, before.version + 1)
    assert moved.holder_body_id == before.holder_body_id
    assert moved.promise_due == before.promise_due
    assert {one: case_of(one).pack for one in (told, later)} == {told: new, later: new}
    assert all(replayed(case_of(one)) for one in (told, working, later))
    entries = Entry.objects.filter(act="cases.migrated")
    assert entries.count() == len(set(entries.values_list("act_id", flat=True))) == 2
    assert town.go(working, "report", "officer", outcome="explained", answer="好了")["stage"] == "reported"
    assert verify_all().findings == []


def test_history_keeps_the_words_of_the_version_in_which_they_were_said(town, keeper, approver):
    ref = at_work(town)
    town.go(ref, "ask_resident", "officer", question="井在路的哪一边？")
    new = second_version(ask_resident="ask_person", answer="answer_it")
    approved_ref = approved(town.city.packs["city-fault"], new, same_stages(town), keeper, approver)
    service.carry_out(approved_ref, actor=approver, at=AT)
    view = facts.case_view(town.actor("resident"), ref, at=AT)
    asked = next(step for step in view.steps if step.move == "ask_resident")
    assert asked.texts == {"question": "井在路的哪一边？"}
    assert facts.of_step(asked.pack, view.definition).text("move.ask_resident", "zh") != "move.ask_resident"


def test_what_has_no_place_in_the_new_version_stays_and_says_why(town, keeper, approver):
    old = town.city.packs["city-fault"]
    offered, told = fault(town), fault(town)
    town.go(offered, "accept", "clerk")
    town.go(offered, "dispatch", "dispatcher", lead=town.city.ref("DRAINS"))
    accepted = fault(town)
    town.go(accepted, "accept", "clerk")
    new = second_version(take="taking")
    plan = catalogue.migration_by_ref(approved(old, new, same_stages(town, accepted=""), keeper, approver))
    assert service.carry_out(plan.ref, actor=approver, at=AT) == 3
    seen = facts.progress(plan, actor=approver)
    assert (seen.moved, seen.waiting, seen.staying) == (1, 0, 2)
    reasons = {one.ref: (one.reason, *one.because.values()) for one in seen.stays}
    assert reasons == {
        offered: ("lifecycle.clock_stays", "take"),
        accepted: ("lifecycle.stage_stays", "accepted"),
    }
    assert case_of(told).pack == new
    assert case_of(offered).pack == old
    assert service.carry_out(plan.ref, actor=approver, at=AT) == 0
    town.go(offered, "take", "officer")
    assert service.carry_out(plan.ref, actor=approver, at=AT, again=True) == 2
    assert case_of(offered).pack == new
    assert facts.progress(plan, actor=approver).staying == 1
    assert facts.progress(plan, actor=cast.officer().actor).stays == []


def test_batches_go_on_where_they_were_interrupted_and_do_nothing_twice(town, keeper, approver, monkeypatch):
    refs = [fault(town) for _ in range(5)]
    new = second_version()
    plan = approved(town.city.packs["city-fault"], new, same_stages(town), keeper, approver)
    monkeypatch.setattr(migrating, "AT_ONCE", 2)
    assert [service.carry_out(plan, actor=approver, at=AT) for _ in range(4)] == [2, 2, 1, 0]
    assert {case_of(ref).pack for ref in refs} == {new}
    assert CaseMigration.objects.count() == Entry.objects.filter(act="cases.migrated").count() == 5


def test_the_way_back_is_another_migration_and_forward_again_is_the_same_one(town, keeper, approver):
    old, ref = town.city.packs["city-fault"], at_work(town)
    new = second_version(handling="mending")
    there = approved(old, new, same_stages(town, handling="mending"), keeper, approver)
    service.carry_out(there, actor=approver, at=AT)
    stages = {one: one for one in facts.definition(new).lifecycle.stages}
    back = approved(new, old, {**stages, "mending": "handling"}, keeper, approver)
    service.carry_out(back, actor=approver, at=AT)
    assert (case_of(ref).stage, case_of(ref).pack) == ("handling", old)
    service.carry_out(there, actor=approver, at=AT)
    assert (case_of(ref).stage, case_of(ref).pack) == ("mending", new)
    assert replayed(case_of(ref))
    assert Entry.objects.filter(act="cases.migrated").count() == 3


def test_only_approved_and_only_for_whoever_may(town, keeper, approver):
    ref = fault(town)
    plan = tending.propose_migration(
        town.city.packs["city-fault"], second_version(), same_stages(town), **by(keeper)
    )
    with pytest.raises(Refused) as refused:
        service.carry_out(plan, actor=keeper, at=AT)
    assert refused.value.refusal.code == "cases.migration_not_approved"
    with pytest.raises(NotVisible):
        service.carry_out(plan, actor=town.actor("officer"), at=AT)
    with pytest.raises(NotVisible):
        service.carry_out("no such", actor=keeper, at=AT)
    tending.reject_migration(plan, **by(keeper))
    assert catalogue.migration_by_ref(plan) is None
    assert case_of(ref).pack == town.city.packs["city-fault"]


@pytest.mark.django_db(transaction=True)
def test_the_approval_itself_sets_the_cases_going(town, keeper, approver):
    ref = fault(town)
    new = second_version()
    approved(town.city.packs["city-fault"], new, same_stages(town), keeper, approver)
    while fan_out(AT) or deliver(AT):
        pass
    assert case_of(ref).pack == new
