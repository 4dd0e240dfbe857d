"""Fifty at once: one room, one seat, one turn; whoever comes second is told so, and nothing is there twice."""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, transaction
from tests import cast
from tests.apps.centres import stage
from tests.apps.centres.stage import AT, MONDAY, said, wish
from tests.city import MAKER

from linli.apps.centres import service
from linli.apps.centres.models import Booking, Seat
from linli.kernel.audit.outcomes import Outcome

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]
CLIENTS = 50


def at_once(jobs):
    """Start all jobs together, each with a connection of its own; count their answers by code."""
    ready = threading.Barrier(len(jobs))

    def run(job):
        try:
            ready.wait()
            job()
        except Outcome as no:
            refusal = getattr(no, "refusal", None)
            return refusal.code if refusal else type(no).__name__
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return Counter(future.result() for future in [pool.submit(run, job) for job in jobs])


def test_fifty_want_the_same_hour_and_one_has_it(dance):
    people = [cast.resident() for _ in range(10)]
    told = at_once([lambda n=n: service.book(wish(dance), **said(people[n % 10])) for n in range(CLIENTS)])
    assert told["done"] == 1
    assert set(told) <= {"done", "centres.taken", "centres.just_taken", "Busy"}
    assert Booking.objects.filter(cancelled=False).count() == 1


def test_one_person_with_many_windows_holds_no_more_than_the_room_allows(dance):
    person = cast.resident()
    hours = ["08:30", "09:30", "10:30", "14:00", "15:00", "16:00", "17:00"]
    ends = ["09:30", "10:30", "11:30", "15:00", "16:00", "17:00", "18:00"]
    told = at_once(
        [
            lambda start=start, end=end: service.book(wish(dance, MONDAY, start, end), **said(person))
            for start, end in zip(hours, ends, strict=True)
        ]
    )
    assert told["done"] <= 3
    assert Booking.objects.count() == told["done"]


def test_fifty_want_the_same_seat_and_one_has_it(cinema):
    showing = service.open_showing(
        service.NewShowing(cinema, MONDAY, "14:00", "16:00", "老电影"), **said(MAKER)
    )
    people = [cast.resident() for _ in range(10)]
    told = at_once(
        [lambda n=n: service.take_seats(showing, (7,), **said(people[n % 10])) for n in range(CLIENTS)]
    )
    assert told["done"] == 1
    assert Seat.objects.count() == 1


def test_the_table_itself_takes_no_second_booking(dance):
    service.book(wish(dance), **said(cast.resident()))
    row = Booking.objects.get()
    row.pk, row.ref, row.turn = None, stage.uuid.uuid4(), None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)
    row.cancelled, row.ended_by, row.noted_at = True, "person", AT
    row.save(force_insert=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Booking.objects.filter(pk=row.pk).update(cancelled=False, ended_by="")
