"""Two people at the same move, and one who presses twice: one of them wins, and nothing is done twice."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from tests.city import tiny_city
from tests.contracts.api.conftest import CASE, Api

from linli.apps.cases.models import Case
from linli.kernel.audit.models import Entry

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]
TOGETHER = 4


def together(calls):
    def closing(call):
        try:
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return [one.result() for one in [pool.submit(closing, call) for call in calls]]


def test_acts_at_the_same_time():
    api = Api(tiny_city())
    ref = api.as_("resident").tell()["ref"]
    stream = Case.objects.get(ref=ref).stream

    askers = [api.as_(who) for who in ("clerk", "dispatcher", "clerk", "dispatcher")]
    answers = together([lambda one=one: one.move(ref, "accept", version=0) for one in askers])
    assert sorted(one.status_code for one in answers) == [200, 409, 409, 409]
    assert all(one.json()["zh"] and one.json()["en"] for one in answers if one.status_code == 409)
    assert Entry.objects.filter(stream=stream).count() == 2
    assert Case.objects.get(ref=ref).version == 1

    act, clerk = str(uuid.uuid4()), api.as_("clerk")
    twins = [Api(api.city, clerk.client_like()) for _ in range(TOGETHER)]
    answers = together([lambda one=one: one.post("/cases", CASE, act=act) for one in twins])
    assert {one.status_code for one in answers} == {201}
    assert len({one.json()["ref"] for one in answers}) == 1
    assert Case.objects.count() == 2

    answers = together(
        [lambda one=one: one.post(f"/cases/{ref}/notes", {"text": "明天去看"}) for one in twins]
    )
    assert {one.status_code for one in answers} == {201}
    assert Entry.objects.filter(stream=stream).count() == 2 + TOGETHER
