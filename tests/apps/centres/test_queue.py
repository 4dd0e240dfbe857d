"""Numbers: taken, called, called again, passed on, not here, done; by whom, and what is refused."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from tests import cast
from tests.apps.centres.conftest import act, build
from tests.apps.centres.stage import HOURS
from tests.city import AT, tiny_city

from linli.apps.centres import facts, service
from linli.apps.centres.models import Centre, CentreHours, Closing, QueueNumber
from linli.kernel.audit.models import Entry
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale

MINUTE = timedelta(minutes=1)
EVENING = AT.replace(hour=10)  # 18:00 in Shanghai


def code(caught):
    return caught.value.refusal.code


@pytest.mark.both_databases
def test_a_visit_from_the_number_to_the_end(place):
    first = place.take()
    assert first["number"] == "A001"
    assert facts.number(first["ref"], AT).wait.ahead == 0
    second = place.take(priority="frail")
    assert facts.number(first["ref"], AT).wait.ahead == 1
    assert facts.number(second["ref"], AT).wait.ahead == 0
    assert place.call()["number"] == "A002"
    shown = place.board()
    assert [(one.label, one.counter) for one in shown.called] == [("A002", "1")]
    service.finish(second["ref"], **act(AT + 8 * MINUTE, place.clerk.actor))
    assert facts.number(second["ref"], AT).state == "done"
    assert place.call()["number"] == "A001"
    assert facts.number(first["ref"], AT).counter == "1"


def test_numbers_begin_anew_each_legal_day(place):
    place.take()
    late = datetime(2026, 10, 9, 15, 59, tzinfo=UTC)  # 23:59 in Shanghai
    with pytest.raises(Refused):
        place.take(at=late)
    next_morning = datetime(2026, 10, 10, 1, 0, tzinfo=UTC)  # a Saturday that is worked
    assert place.take(at=next_morning)["number"] == "A001"
    assert place.board(next_morning).businesses[0].waiting == 1


def test_a_number_of_yesterday_is_gone(place):
    mine = place.take()
    tomorrow = AT + timedelta(days=1)
    assert facts.number(mine["ref"], tomorrow).state == "gone"
    with pytest.raises(Stale):
        service.give_back(mine["ref"], **act(tomorrow, cast.STRANGER))


def test_a_number_after_closing_is_refused_with_when_it_opens(place):
    with pytest.raises(Refused) as caught:
        place.take(at=EVENING)
    assert code(caught) == "centres.queue.closed"
    assert caught.value.refusal.because["opens"].startswith("2026-10-10T00:30")
    with pytest.raises(Refused) as caught:  # the 11th is a Sunday
        place.take(at=EVENING + timedelta(days=1))
    assert caught.value.refusal.because["opens"].startswith("2026-10-12T00:30")


def test_no_number_while_the_house_is_shut_whatever_the_hall_says(place, client):
    service.set_hall(place.ref, service.HallWish(opens=510, closes=1320, every_day=True), **act())
    centre = Centre.objects.get(ref=place.ref)
    CentreHours.objects.update_or_create(centre=centre, defaults={"week": HOURS})
    assert place.take(at=AT.replace(hour=3, minute=0))["number"] == "A001"  # 11:00
    for hour, opens in (
        (4, "2026-10-09T06:00"),
        (11, "2026-10-10T00:30"),
    ):  # 12:00 and 19:00; the 10th is worked
        with pytest.raises(Refused) as caught:
            place.take(at=AT.replace(hour=hour, minute=0))
        assert code(caught) == "centres.queue.closed"
        assert caught.value.refusal.because["opens"].startswith(opens)
        board, (line,) = place.board(AT.replace(hour=hour)), facts.halls_of("/9901/", AT.replace(hour=hour))
        assert (board.is_open, board.takes, line.is_open) == (False, False, False)
    Closing.objects.create(centre=centre, first=AT.date(), last=AT.date(), reason="repairs")
    with pytest.raises(Refused):
        place.take(at=AT.replace(hour=3))
    assert not facts.halls_of("/9901/", AT.replace(hour=3))[0].is_open


def test_a_number_shortly_before_opening_is_given(place):
    assert place.take(at=AT.replace(hour=0, minute=0))["number"] == "A001"
    with pytest.raises(Refused):
        place.take(at=AT.replace(hour=23) - timedelta(days=1))


def test_no_number_for_what_no_open_counter_serves(place):
    service.turn_counter(place.counters[0], opens=False, **act(actor=place.clerk.actor))
    with pytest.raises(Refused) as caught:
        place.take("papers")
    assert code(caught) == "centres.queue.nobody_serves"
    place.take("social")
    with pytest.raises(Refused) as caught:
        place.call(0)
    assert code(caught) == "centres.queue.counter_closed"


def test_calling_where_nobody_waits_or_somebody_stands_is_refused(place):
    with pytest.raises(Refused) as caught:
        place.call()
    assert code(caught) == "centres.queue.nobody_waits"
    place.take()
    place.take()
    place.call()
    with pytest.raises(Refused) as caught:
        place.call()
    assert code(caught) == "centres.queue.finish_first"


def test_who_was_not_there_comes_back_after_three_calls_and_only_once(place):
    numbers = [place.take() for _ in range(6)]
    called = place.call()
    service.not_here(called["ref"], **act(actor=place.clerk.actor))
    order = []
    for _ in range(4):
        one = place.call()
        order.append(one["number"])
        if one["number"] != "A001":
            service.finish(one["ref"], **act(actor=place.clerk.actor))
    assert order == ["A002", "A003", "A004", "A001"]
    service.not_here(numbers[0]["ref"], **act(actor=place.clerk.actor))
    assert facts.number(numbers[0]["ref"], AT).state == "gone"


def test_a_visit_is_passed_on_and_called_first_there(place):
    mine = place.take("papers")
    place.take("social")
    place.call(0)
    service.pass_on(mine["ref"], place.counters[1], **act(actor=place.clerk.actor))
    assert place.call(1)["number"] == "B001"
    with pytest.raises(Invalid):
        service.pass_on(mine["ref"], place.counters[1], **act(actor=place.clerk.actor))


def test_called_again_and_given_back(place):
    mine, other = place.take(), place.take()
    place.call()
    service.call_again(mine["ref"], **act(AT + MINUTE, place.clerk.actor))
    assert place.board().called[0].recalls == 1
    service.give_back(other["ref"], **act(actor=cast.STRANGER))
    for wrong in (mine, other):
        with pytest.raises(Stale):
            service.give_back(wrong["ref"], **act(actor=cast.STRANGER))
    with pytest.raises(Stale):
        service.finish(other["ref"], **act(actor=place.clerk.actor))


def test_what_does_not_exist_is_refused_by_field(place):
    with pytest.raises(Invalid) as caught:
        place.take("sauna")
    assert caught.value.problems[0].code == "centres.queue.no_such_business"
    with pytest.raises(Invalid) as caught:
        place.take(priority="vip")
    assert caught.value.problems[0].code == "centres.queue.no_such_reason"
    for ref in ("no ref", str(uuid.uuid4())):
        with pytest.raises(NotVisible):
            facts.number(ref, AT)
        with pytest.raises(NotVisible):
            facts.board(ref, AT)


def test_the_log_tells_priority_and_never_a_reason(place):
    place.take(priority="pregnant")
    entry = Entry.objects.filter(act="centres.number_taken").get()
    assert '"priority":true' in entry.body
    assert "pregnant" not in entry.body


def test_the_wait_is_measured_once_three_were_served(place):
    for minutes in (4, 6, 20):
        one = place.take()
        place.call()
        service.finish(one["ref"], **act(AT + minutes * MINUTE, place.clerk.actor))
    mine = place.take()
    assert facts.number(mine["ref"], AT).wait.measured == 3
    assert facts.number(mine["ref"], AT).wait.each == 6


@pytest.mark.one_database
def test_only_who_serves_the_hall_calls_and_gives_out_numbers(place):
    place.take()
    elsewhere = cast.clerk("/9901/990102/")
    for member in [*(make() for make in cast.EVERYBODY if make is not cast.clerk), elsewhere]:
        with pytest.raises(NotVisible):
            place.call(actor=member.actor)
        with pytest.raises(NotVisible):
            place.take(channel="phone", actor=member.actor)
        with pytest.raises(NotVisible):
            facts.seat(place.counters[0], member.actor, AT)
        with pytest.raises(NotVisible):
            service.turn_counter(place.counters[0], opens=False, **act(actor=member.actor))
    assert place.take(channel="phone", actor=place.clerk.actor)["number"] == "A002"
    assert [one.sign for one in facts.counters(place.clerk.actor)] == ["1", "2"]
    assert facts.counters(elsewhere.actor) == ()


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("do", "field"),
    [
        (lambda ref, said: service.set_hall(ref, service.HallWish(opens=600, closes=500), **said), "closes"),
        (lambda ref, said: service.set_hall(ref, service.HallWish(run=0), **said), "run"),
        (lambda ref, said: service.set_hall(ref, service.HallWish(reasons=("vip",)), **said), "reasons"),
        (lambda ref, said: service.set_business(ref, service.BusinessWish("a", "x", "某事"), **said), "letter"),
        (lambda ref, said: service.set_business(ref, service.BusinessWish("C", "social", "某事"), **said), "code"),
        (lambda ref, said: service.set_business(ref, service.BusinessWish("C", "x", " "), **said), "name_zh"),
        (lambda ref, said: service.set_business(ref, service.BusinessWish("C", "x", "某", "", 0), **said), "minutes"),
        (lambda ref, said: service.set_counter(ref, "", ("social",), **said), "sign"),
        (lambda ref, said: service.set_counter(ref, "9", ("sauna",), **said), "businesses"),
    ],
)  # fmt: skip
def test_a_hall_is_set_up_within_reason_by_its_keeper(place, do, field):
    with pytest.raises(Invalid) as caught:
        do(place.ref, act(actor=place.keeper.actor))
    assert [one.field for one in caught.value.problems] == [field]
    with pytest.raises(NotVisible):
        do(place.ref, act(actor=place.clerk.actor))


def test_moves_stay_within_their_statements(place, django_assert_max_num_queries):
    mine = place.take()
    place.take()
    with django_assert_max_num_queries(11):  # two of them hold the act together
        place.take()
    with django_assert_max_num_queries(6):
        facts.number(mine["ref"], AT)
    with django_assert_max_num_queries(11):
        place.call()
    with django_assert_max_num_queries(9):
        service.finish(mine["ref"], **act(actor=place.clerk.actor))
    with django_assert_max_num_queries(6):
        place.board()
    with django_assert_max_num_queries(6):
        facts.seat(place.counters[0], place.clerk.actor, AT)


def at_once(*jobs):
    """Do all of them at the same moment, each with a connection of its own; returns answers and refusals."""
    answers, ready = [], Barrier(len(jobs))

    def go(job):
        ready.wait()
        try:
            answers.append(job())
        except Exception as error:  # noqa: BLE001 - told to the test
            answers.append(error)
        finally:
            connection.close()

    threads = [Thread(target=go, args=(job,)) for job in jobs]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return answers


@pytest.mark.django_db(transaction=True)
def test_two_clerks_who_call_at_once_get_two_numbers(transactional_db):
    place = build(tiny_city())
    taken = at_once(*[place.take for _ in range(8)])
    assert sorted(one["number"] for one in taken) == [f"A{n:03d}" for n in range(1, 9)]
    for _ in range(3):
        called = at_once(lambda: place.call(0), lambda: place.call(1))
        assert len({one["number"] for one in called}) == 2
        for one in called:
            service.finish(one["ref"], **act(actor=place.clerk.actor))
    assert QueueNumber.objects.filter(state="done").count() == 6


@pytest.mark.one_database
def test_the_halls_of_a_city_stand_side_by_side(place, client, django_assert_max_num_queries):
    place.take()
    place.take("papers")
    with django_assert_max_num_queries(6):
        (line,) = facts.halls_of("/9901/", AT)
    assert (line.centre, line.is_open, line.waiting, line.minutes, line.counters) == (
        place.ref,
        True,
        2,
        8,
        2,
    )
    assert facts.halls_of("/9902/", AT) == ()
    told = client.get("/near/queue/screen?area=990101")
    assert told.headers["Refresh"]
    assert "平桥党群服务中心" in told.content.decode()
    assert client.get("/near/queue/screen?area=nowhere").status_code == 404
    assert client.get("/api/v1/queues?area=9901").json()["halls"][0]["centre"] == place.ref
    assert client.get("/api/v1/queues?area=nowhere").status_code == 422
