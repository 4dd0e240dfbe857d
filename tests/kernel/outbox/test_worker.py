"""Everybody hears of everything once, in order, and what fails is seen."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.kernel.audit.conftest import AT

from linli.kernel.audit.models import ActRecord
from linli.kernel.outbox import registry, worker
from linli.kernel.outbox.models import Delivery

pytestmark = pytest.mark.django_db


def later(**span):
    return AT + timedelta(**span)


def test_each_subscriber_hears_of_each_event_once(outbox):
    outbox.subscribe("a")
    outbox.subscribe("b")
    outbox.announce(1, 2)
    assert sorted(outbox.work()) == [("a", 1), ("a", 2), ("b", 1), ("b", 2)]
    assert len(outbox.work()) == 4


def test_what_nobody_wants_is_seen_to_and_gone(outbox):
    outbox.announce(1)
    assert outbox.work() == []
    assert Delivery.objects.count() == 0
    assert worker.fan_out(AT) == 0


def test_order_is_kept_inside_a_stream(outbox):
    outbox.subscribe("a")
    stream = outbox.announce(0)
    for number in range(1, 8):
        outbox.announce(number, stream=stream)
    assert [n for _, n in outbox.work()] == [*range(8)]


def test_a_failure_holds_back_its_own_stream_only(outbox):
    broken = [True]

    def handle(happening):
        if happening.payload["n"] == 1 and broken[0]:
            raise RuntimeError("no network")
        outbox.heard.append(happening.payload["n"])

    outbox.subscribe("a", handle)
    stream = outbox.announce(1)
    outbox.announce(2, stream=stream)
    outbox.announce(3)
    assert outbox.work() == [3]
    assert Delivery.objects.get(fault="RuntimeError").tries == 1
    broken[0] = False
    assert outbox.work() == [3]  # not before its time
    assert outbox.work(later(seconds=3)) == [3, 1, 2]


def test_after_ten_tries_it_is_a_dead_letter_and_can_be_sent_again(outbox):
    broken = [True]

    def handle(happening):
        if broken[0]:
            raise RuntimeError
        outbox.heard.append(happening.payload["n"])

    outbox.subscribe("a", handle)
    stream = outbox.announce(1)
    for hour in range(1, 20):
        outbox.work(later(hours=hour))
    letter = worker.dead_letters().get()
    assert (letter.tries, letter.fault) == (10, "RuntimeError")
    broken[0] = False
    outbox.announce(2, stream=stream)
    assert outbox.work(later(hours=30)) == [2]  # a dead letter is seen, and stops nobody
    assert worker.retry(worker.dead_letters(), later(hours=31)) == 1
    assert outbox.work(later(hours=31)) == [2, 1]
    assert not worker.dead_letters().exists()


def test_a_worker_that_died_is_taken_over_from(outbox):
    outbox.subscribe("a")
    outbox.announce(1)
    worker.fan_out(AT)
    assert worker._take(Delivery.objects.get(), AT)
    assert worker.deliver(AT) == 0
    assert worker.deliver(later(minutes=3)) == 1


def test_workers_that_die_over_it_each_time_leave_a_dead_letter(outbox):
    outbox.subscribe("a")
    outbox.announce(1)
    worker.fan_out(AT)
    Delivery.objects.update(tries=10, lease_until=AT - timedelta(minutes=1))
    assert worker.deliver(AT) == 0
    assert worker.dead_letters().get().fault == "LeaseExpired"


def test_a_lease_that_another_took_is_left_alone(outbox):
    outbox.subscribe("a")
    outbox.announce(1)
    worker.fan_out(AT)
    delivery = Delivery.objects.get()
    Delivery.objects.update(lease_until=later(minutes=1))
    assert not worker._take(delivery, AT)


def test_a_subscriber_that_left_is_seen(outbox):
    outbox.subscribe("a")
    outbox.announce(1)
    worker.fan_out(AT)
    registry.unsubscribe("trial.happened", "a")
    assert worker.deliver(AT) == 0
    assert Delivery.objects.get().fault == "NoSuchSubscriber"


def test_a_handler_knows_what_it_needs(outbox):
    outbox.subscribe("a", outbox.heard.append)
    stream = outbox.announce(5)
    outbox.work()
    happening = outbox.heard[0]
    record = ActRecord.objects.get()
    assert (happening.stream, happening.act_id, happening.payload) == (stream.sid, record.act_id, {"n": 5})
    assert happening.key == registry.key_of("a", record.id, 0)


def test_an_act_of_a_handler_happens_once(outbox):
    stream = outbox.announce(0, event="trial.silent")

    def handle(happening):
        outbox.move(stream, act_id=happening.key)

    outbox.subscribe("a", handle)
    outbox.announce(1)
    outbox.work()
    Delivery.objects.update(done_at=None)
    outbox.work()
    stream.refresh_from_db()
    assert stream.seq == 2


def test_fanned_out_twice_is_owed_once(outbox):
    outbox.subscribe("a")
    outbox.announce(1)
    worker.fan_out(AT)
    ActRecord.objects.update(fanned_at=None)
    worker.fan_out(AT)
    assert Delivery.objects.count() == 1


def test_what_was_delivered_is_forgotten_in_time(outbox):
    outbox.subscribe("a")
    outbox.announce(1)
    outbox.work()
    assert worker.forget_done(later(days=30)) == 0
    assert worker.forget_done(later(days=31)) == 1


def test_a_round_ends_in_time(outbox, monkeypatch):
    outbox.subscribe("a")
    outbox.announce(1)
    worker.fan_out(AT)
    monkeypatch.setattr(worker, "ROUND_SECONDS", -1)
    assert worker.deliver(AT) == 0


def test_names_are_not_given_twice(outbox):
    outbox.subscribe("a")
    with pytest.raises(ValueError, match="twice"):
        registry.subscribe("trial.happened", "a", print)


def test_idle_polling_only_reads(outbox):
    with CaptureQueriesContext(connection) as seen:
        worker.fan_out(AT)
        worker.deliver(AT)
    assert [query["sql"].split()[0] for query in seen.captured_queries] == ["SELECT", "SELECT"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.both_databases
def test_two_workers_at_once(outbox):
    outbox.subscribe("a")
    stream = outbox.announce(0)
    for number in range(1, 12):
        outbox.announce(number, stream=stream)
        outbox.announce(100 + number)
    ready = threading.Barrier(2)

    def run():
        try:
            ready.wait()
            for _ in range(30):
                worker.fan_out(AT)
                worker.deliver(AT)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        for future in [pool.submit(run), pool.submit(run)]:
            future.result()
    numbers = [n for _, n in outbox.work()]
    assert sorted(numbers) == [*range(12), *range(101, 112)]
    assert [n for n in numbers if n < 100] == [*range(12)]
