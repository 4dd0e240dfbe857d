"""The queue for programs: a number is taken, watched and called, each answer in its promised shape."""

from __future__ import annotations

import pytest
from django.utils import timezone
from tests import cast
from tests.apps.centres.conftest import act
from tests.contracts.api.conftest import Api
from tests.contracts.api.test_operations import fits

from linli.apps.centres import service

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def test_a_program_takes_and_calls_numbers(place):
    service.set_hall(place.ref, service.HallWish(opens=0, closes=1440, every_day=True), **act())
    place.city.people["counter"] = place.clerk
    anybody, clerk = Api(place.city), Api(place.city).as_("counter")
    where = f"/queues/{place.ref}"
    fits(anybody.get(where), "/queues/{centre}")
    made = fits(
        anybody.post(f"{where}/numbers", {"business": "social"}), "/queues/{centre}/numbers", "POST", 201
    )
    other = anybody.post(f"{where}/numbers", {"business": "papers", "priority": "frail"}).json()
    told = fits(anybody.get(f"/queue-numbers/{made['ref']}"), "/queue-numbers/{number}")
    assert (told["number"], told["state"], told["wait"]["ahead"]) == ("A001", "waiting", 0)
    ended = anybody.post(f"/queue-numbers/{other['ref']}/end", {})
    assert fits(ended, "/queue-numbers/{number}/end", "POST")["state"] == "gone"
    assert anybody.post(f"{where}/numbers", {"business": "social", "channel": "staff"}).status_code == 404
    assert anybody.get("/counters").status_code == 401
    listed = fits(clerk.get("/counters"), "/counters")["counters"]
    assert [one["sign"] for one in listed] == ["1", "2"]
    here = f"/counters/{place.counters[0]}"
    fits(clerk.get(here), "/counters/{counter}")
    seat = fits(clerk.post(f"{here}/moves", {"move": "next"}), "/counters/{counter}/moves", "POST")
    assert seat["now"]["number"] == "A001"
    assert clerk.post(f"{here}/moves", {"move": "next"}).json()["code"] == "centres.queue.finish_first"
    done = clerk.post(f"{here}/moves", {"move": "done", "number": made["ref"]})
    assert done.json()["now"] is None
    place.city.people["far"] = cast.clerk("/9901/990102/")
    assert Api(place.city).as_("far").post(f"{here}/moves", {"move": "next"}).status_code == 404
    assert place.board(timezone.now()).called[0].label == "A001"
