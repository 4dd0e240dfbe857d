"""Duty rosters: by hand, in rotation, absences, swaps; nobody in two places at once."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from tests import cast
from tests.apps.grid.conftest import AT, STREET, body_ref, open_roster, said

from linli.apps.grid import facts, service
from linli.apps.grid.models import Shift, Swap
from linli.apps.grid.service import NewRoster, NewShift
from linli.core.slots.rotation import Turn
from linli.kernel.access.actors import STRANGER
from linli.kernel.audit.models import Entry
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

START = datetime(2026, 10, 9, 10, 0, tzinfo=UTC)
NIGHT = timedelta(hours=12)
DAY = timedelta(days=1)


def person(member):
    return str(member.account.ref)


def night(n):
    return START + n * DAY, START + n * DAY + NIGHT


def turns(count, places=1):
    return [Turn(*night(n), places) for n in range(count)]


def plan(roster, crew, count, *, first=AT, places=1):
    people = [person(member) for member in crew]
    return service.plan_roster(roster, people, turns(count, places), count_from=first, **said())


def by_hand(roster, member, n, until=None):
    starts, ends = night(n)
    return service.set_roster(roster, [NewShift(person(member), starts, until or ends)], **said())["shifts"][
        0
    ]


def nights_of(roster, member):
    return [
        (one.starts_at - START).days
        for one in facts.shifts(roster, START, START + 30 * DAY, actor=member.actor)
        if one.account_ref == person(member)
    ]


def test_turns_are_shared_fairly_and_count_what_was_done_before(roster, crew):
    answer = plan(roster, crew, 4)
    assert sorted(answer["load"].values()) == [1, 1, 2]
    people = [person(member) for member in crew]
    later = [Turn(*night(n)) for n in range(4, 6)]
    more = service.plan_roster(roster, people, later, count_from=AT, **said())
    assert sorted(more["load"]) == sorted(people[1:])


def test_who_is_away_or_on_another_duty_gets_no_turn(roster, crew):
    service.report_absence(roster, START - DAY, START + DAY / 2, **said(crew[0].actor))
    elsewhere = open_roster("storm")
    by_hand(elsewhere, crew[1], 0)
    plan(roster, crew, 3)
    assert nights_of(roster, crew[2])[0] == 0
    assert sorted(nights_of(roster, member)[0] for member in crew) == [0, 1, 2]


def test_two_on_a_night_are_two_people(roster, crew):
    answer = plan(roster, crew, 3, places=2)
    assert set(answer["load"].values()) == {2}
    with pytest.raises(Refused) as caught:
        service.plan_roster(roster, [person(crew[0])], [Turn(*night(9), 2)], count_from=AT, **said())
    assert caught.value.refusal.code == "slots.nobody_free"


def test_who_is_on_duty_now_shows_names_to_staff_and_the_number_to_all(roster, crew):
    plan(roster, crew, 1)
    now = START + NIGHT / 2
    on_duty = facts.who_is_on_duty(body_ref("LX"), now, actor=crew[1].actor)
    assert [(one.name, one.roster.phone) for one in on_duty] == [("吴丽", "0351-110")]
    for actor in (STRANGER, cast.resident().actor, cast.grid_worker(area="/9901/990101/990101100/").actor):
        assert [
            (one.name, one.roster.phone) for one in facts.who_is_on_duty(body_ref("LX"), now, actor=actor)
        ] == [("", "0351-110")]
        assert facts.shifts(roster, START, START + DAY, actor=actor) == []
        assert facts.body_shifts(body_ref("LX"), START, START + DAY, actor=actor) == []
    assert facts.body_shifts("00000000-0000-4000-8000-000000000000", START, now, actor=crew[1].actor) == []
    assert facts.who_is_on_duty(body_ref("LX"), START + NIGHT, actor=crew[1].actor) == []
    assert facts.who_is_on_duty("00000000-0000-4000-8000-000000000000", now, actor=crew[1].actor) == []
    assert [one.code for one in facts.rosters(body_ref("LX"))] == ["night"]


def test_a_grid_worker_who_shares_a_streets_duty_sees_its_roster(roster, crew):
    worker = cast.grid_worker(area=f"{STREET}990101001001/")
    assert facts.shifts(roster, START, START + 30 * DAY, actor=worker.actor) == []
    plan(roster, [*crew, worker], 4)
    seen = facts.shifts(roster, START, START + 30 * DAY, actor=worker.actor)
    assert len(seen) == 4
    assert facts.body_shifts(body_ref("LX"), START, START + 30 * DAY, actor=worker.actor) == seen
    assert [one.mine for one in facts.my_shifts(AT, actor=worker.actor)] == [True]
    assert facts.my_shifts(AT, actor=STRANGER) == facts.swaps(actor=STRANGER) == []


def test_nobody_gets_two_shifts_at_once_on_any_roster(roster, crew):
    by_hand(roster, crew[0], 0)
    other = open_roster("storm")
    with pytest.raises(Refused):
        by_hand(other, crew[0], 0)
    with pytest.raises(Refused):
        by_hand(roster, crew[0], -1, until=START + NIGHT / 2)
    twice = [NewShift(person(crew[1]), *night(3))] * 2
    with pytest.raises(Refused):
        service.set_roster(roster, twice, **said())
    by_hand(other, crew[0], 1)
    assert Shift.objects.count() == 2


def test_the_database_keeps_shifts_apart_unless_cancelled(roster, crew):
    by_hand(roster, crew[0], 0)
    row = Shift.objects.get()
    clash = {
        "roster": row.roster,
        "account": row.account,
        "starts_at": START + NIGHT / 2,
        "ends_at": START + DAY,
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        Shift.objects.create(**clash)
    with pytest.raises(IntegrityError), transaction.atomic():
        Shift.objects.bulk_create([Shift(**clash)])
    free = Shift.objects.create(**clash, cancelled=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Shift.objects.filter(id=free.id).update(cancelled=False)
    next_one = Shift.objects.create(**{**clash, "starts_at": row.ends_at})
    assert next_one.starts_at == row.ends_at


def test_the_constraint_speaks_in_full_clean_too(roster, crew):
    from django.core.exceptions import ValidationError

    by_hand(roster, crew[0], 0)
    row = Shift.objects.get()
    clash = Shift(roster=row.roster, account=row.account, starts_at=START, ends_at=START + DAY)
    with pytest.raises(ValidationError):
        clash.full_clean()
    clash.cancelled = True
    clash.full_clean()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one act write at a time")
def test_a_race_that_the_check_could_not_see_ends_as_stale(roster, crew):
    by_hand(roster, crew[1], 0)
    clash = Shift.objects.get()
    inserted = threading.Event()

    def quicker():
        with transaction.atomic():
            Shift.objects.create(
                roster=clash.roster, account=crew[0].account, starts_at=clash.starts_at, ends_at=clash.ends_at
            )
            inserted.set()
            time.sleep(0.5)
        connection.close()

    other = threading.Thread(target=quicker)
    other.start()
    inserted.wait(5)
    with pytest.raises(Stale):
        by_hand(roster, crew[0], 0)
    other.join()


def test_rosters_are_drawn_up_by_who_may(town, crew):
    inside = cast.county_administrator(area="/9901/990101/").actor
    roster = open_roster("night", **said(inside))
    shift = [NewShift(person(crew[0]), *night(0))]
    for actor in (STRANGER, crew[0].actor, cast.county_administrator(area="/9901/990102/").actor):
        with pytest.raises(NotVisible):
            service.set_roster(roster, shift, **said(actor))
        with pytest.raises(NotVisible):
            open_roster("other", **said(actor))
        with pytest.raises(NotVisible):
            service.report_absence(roster, START, START + DAY, account_ref=person(crew[1]), **said(actor))
    service.report_absence(roster, START, START + DAY, account_ref=person(crew[1]), **said(inside))
    assert service.set_roster(roster, shift, **said(inside))["shifts"]
    with pytest.raises(Refused):
        open_roster("night", **said(inside))


def test_what_makes_no_sense_is_refused(roster, crew):
    member = person(crew[0])
    bad = [
        lambda: service.set_roster(roster, [], **said()),
        lambda: service.plan_roster(roster, [member], [], count_from=AT, **said()),
        lambda: service.set_roster(roster, [NewShift(member, START, START)], **said()),
        lambda: service.set_roster(roster, [NewShift(body_ref("LX"), *night(0))], **said()),
        lambda: service.report_absence(roster, START, START, **said(crew[0].actor)),
        lambda: service.open_roster(body_ref("LX"), NewRoster("Nacht Dienst", "夜班"), **said()),
    ]
    for attempt in bad:
        with pytest.raises(Invalid):
            attempt()
    with pytest.raises(NotVisible):
        service.set_roster("00000000-0000-4000-8000-000000000000", [NewShift(member, *night(0))], **said())


def test_a_shift_is_cancelled_once_and_before_it_ends(roster, crew):
    shift = by_hand(roster, crew[0], 0)
    assert service.cancel_shift(shift, **said()) == {"cancelled": True}
    with pytest.raises(Refused):
        service.cancel_shift(shift, **said())
    with pytest.raises(NotVisible):
        service.cancel_shift(body_ref("LX"), **said())
    assert facts.shifts(roster, START, START + DAY, actor=crew[0].actor) == []
    by_hand(roster, crew[0], 0)


def test_two_swap_by_asking_and_agreeing(roster, crew):
    ann, bo, _ = crew
    mine, theirs = by_hand(roster, ann, 0), by_hand(roster, bo, 1)
    swap = service.ask_swap(mine, person(bo), theirs, **said(ann.actor))["swap"]
    assert [(one.to_answer, one.asker) for one in facts.swaps(actor=bo.actor)] == [(True, "吴丽")]
    assert [one.to_answer for one in facts.swaps(actor=ann.actor)] == [False]
    assert facts.swaps(actor=crew[2].actor) == []
    for actor in (STRANGER, ann.actor, crew[2].actor):
        with pytest.raises(NotVisible):
            service.answer_swap(swap, agree=True, **said(actor))
    assert service.answer_swap(swap, agree=True, **said(bo.actor)) == {"state": "agreed"}
    assert (nights_of(roster, ann), nights_of(roster, bo)) == ([1], [0])
    with pytest.raises(Refused):
        service.answer_swap(swap, agree=False, **said(bo.actor))


def test_a_favour_needs_nothing_in_return(roster, crew):
    shift = by_hand(roster, crew[0], 0)
    swap = service.ask_swap(shift, person(crew[1]), **said(crew[0].actor))["swap"]
    assert facts.swaps(actor=crew[1].actor)[0].instead is None
    service.answer_swap(swap, agree=True, **said(crew[1].actor))
    assert nights_of(roster, crew[1]) == [0]


def test_declined_and_withdrawn_leave_the_roster_as_it_was(roster, crew):
    shift = by_hand(roster, crew[0], 0)
    swap = service.ask_swap(shift, person(crew[1]), **said(crew[0].actor))["swap"]
    with pytest.raises(Refused):
        service.ask_swap(shift, person(crew[2]), **said(crew[0].actor))
    assert service.answer_swap(swap, agree=False, **said(crew[1].actor)) == {"state": "declined"}
    again = service.ask_swap(shift, person(crew[2]), **said(crew[0].actor))["swap"]
    with pytest.raises(NotVisible):
        service.withdraw_swap(again, **said(crew[2].actor))
    assert service.withdraw_swap(again, **said(crew[0].actor)) == {"state": "withdrawn"}
    assert nights_of(roster, crew[0]) == [0]
    assert Swap.objects.filter(answered_at=None).count() == 0


def test_only_ones_own_coming_shift_is_offered_to_a_colleague_who_is_free(roster, crew):
    ann, bo, _ = crew
    shift = by_hand(roster, ann, 0)
    busy = by_hand(roster, bo, 0)
    with pytest.raises(NotVisible):
        service.ask_swap(busy, person(bo), **said(ann.actor))
    with pytest.raises(Refused):
        service.ask_swap(shift, person(bo), **said(ann.actor))
    with pytest.raises(Invalid):
        service.ask_swap(shift, person(ann), **said(ann.actor))
    with pytest.raises(Invalid):
        service.ask_swap(shift, person(bo), shift, **said(ann.actor))
    late = {**said(ann.actor), "at": START + NIGHT / 2}
    with pytest.raises(Refused):
        service.ask_swap(shift, person(crew[2]), **late)


def test_an_agreement_that_comes_after_the_start_is_refused(roster, crew):
    shift = by_hand(roster, crew[0], 0)
    swap = service.ask_swap(shift, person(crew[1]), **said(crew[0].actor))["swap"]
    with pytest.raises(Refused):
        service.answer_swap(swap, agree=True, **{**said(crew[1].actor), "at": START})


def test_the_public_part_names_nobody(roster, crew):
    plan(roster, crew, 3)
    bodies = "".join(Entry.objects.filter(act__startswith="grid.").values_list("body", flat=True))
    assert all(person(member) not in bodies and member.account.name not in bodies for member in crew)


def test_an_act_stays_within_ten_statements(roster, crew, django_assert_max_num_queries):
    people = [person(member) for member in crew]
    with django_assert_max_num_queries(12):  # ten and the test's savepoint
        service.plan_roster(roster, people, turns(20), count_from=AT, **said())
