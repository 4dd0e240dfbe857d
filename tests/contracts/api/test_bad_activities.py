"""Bad input about activities, rounds, childcare and meetings that are there, so that it gets as far as it can."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction
from tests.apps.activities.test_childcare import GROUP
from tests.apps.activities.town import FIRST, centre, child, publish, said
from tests.apps.council.test_council import ASKED, TODAY, WEEK
from tests.apps.council.test_sittings import EVENING
from tests.city import AT
from tests.contracts.api.bodies_of_activities import GOOD, NAMES
from tests.contracts.api.test_bad_input import WRONG, rows, speaks
from tests.journeys.desk_pages.fixed import FixedTime

from linli.apps.activities import facts, service
from linli.apps.activities.models import Stop
from linli.apps.council import service as council
from linli.kernel.access.actors import STRANGER

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
SOON = {
    "/activities": {"first": "2026-10-17", "last": "2026-10-31", "closes_at": "2026-10-16T18:00"},
    "/circuits": {
        "stops": [{"area": "990101001001", "starts": "2026-10-19T09:00", "ends": "2026-10-19T11:00"}],
    },
    "/childcare": {"places": 2},
    "/childcare/{group}/applications": {"born": "2025-03-15", "wants_from": "2026-10-12"},
    "/meetings": {"ends_at": "2026-10-20T18:00"},
    "/meetings/{meeting}/ask": {"promised_on": "2026-10-20"},
    "/meetings/{meeting}/sittings": {"starts": "2026-10-20T19:00", "ends": "2026-10-20T21:00"},
}
"""What of the bodies has to lie within reach of the day that these tests stand on."""
LATER = {
    "/activities/{activity}/sessions/{session}/attendance": FIRST - AT,
    "/circuits/{circuit}/stops/{stop}/reached": 2 * WEEK,
    "/sittings/{sitting}/close": timedelta(days=3),
    "/sittings/{sitting}/replay": timedelta(days=3),
}
"""What is only done when the day has come."""
REFS = {"suggestions", "theme", "about", "sign_up"}
"""Fields that name something of what is open; what is not there is told as what is hidden."""


@pytest.fixture
def town(api, settings):
    """The city, the parts of addresses of what is there, and what bodies have to name."""
    FixedTime.moment = AT
    settings.MIDDLEWARE = ["tests.journeys.desk_pages.fixed.FixedTime", *settings.MIDDLEWARE]
    centre()
    clerk, resident = (api.city.people[who] for who in ("clerk", "resident"))
    activity = publish(api.city)
    signed = child(resident, activity, name="赵小天")
    circuit = service.plan_circuit(
        service.NewCircuit(
            title_zh="巡诊", body="PING", team="巡诊队",
            stops=(service.NewStop("990101001001", AT + WEEK, AT + WEEK * 1.02, "居委会"),),
        ),
        **said(clerk),
    )  # fmt: skip
    meeting = council.open_meeting(ASKED, **said(clerk))
    suggestion = council.suggest(meeting, council.NewSuggestion("装几把长椅"), **said(resident))
    lamp = council.suggest(meeting, council.NewSuggestion("装盏灯"), **said(resident))
    bench = council.suggest(meeting, council.NewSuggestion("装个凳子"), **said(resident))
    for one in (lamp, bench):
        council.decide(meeting, one, "", **said(clerk))
    theme = council.make_theme(meeting, "照明", "Light", **said(clerk))
    sitting = council.plan_sitting(meeting, EVENING, **said(clerk))
    empty = replace(EVENING, starts=EVENING.ends, ends=EVENING.ends + timedelta(hours=1))
    parts = {
        "/sittings/{sitting}/close{sitting}": council.plan_sitting(meeting, empty, **said(clerk)),
        "{sitting}": sitting,
        "{reminders}": "x",
        "{question}": council.ask_question(sitting, "谁来修？", **said(resident)),
        "{asked}": service.ask_question(activity, "带水吗？", **said(resident)),
        "{activity}": activity,
        "{session}": str(facts.sessions(facts.activity(activity, STRANGER).row)[0].id),
        "{sign_up}": signed,
        "{group}": service.open_group(GROUP, **said(clerk)),
        "{circuit}": circuit,
        "{stop}": str(Stop.objects.get().pk),
        "{meeting}": meeting,
        "{suggestion}": suggestion,
        "{reply}": council.ask_body(meeting, lamp, "DRAINS", TODAY + WEEK, **said(clerk)),
        "/activities/{activity}/sessions/{session}/attendance": {"sign_up": signed},
        "/meetings/{meeting}/ask": {"about": bench},
        "/meetings/{meeting}/group": {"suggestions": [bench], "theme": theme},
    }
    return api, parts


def asker(api, path):
    """Who may."""
    if path == "/activities/{activity}/questions":
        return api.as_("resident")
    if path.endswith(("/sign-ups", "/applications", "/suggestions", "/questions", "/reminders")):
        return api.as_("neighbour")
    return api.as_("officer" if path.startswith("/replies") else "clerk")


@pytest.mark.parametrize("path", [path for path, body in GOOD.items() if body])
def test_every_field_of_what_is_there_with_everything(town, path):
    api, parts = town
    there, good = path, {**GOOD[path], **SOON.get(path, {}), **parts.get(path, {})}
    for name in NAMES:
        there = there.replace(name, parts.get(path + name, parts.get(name, "x")))
    FixedTime.moment = AT + LATER.get(path, timedelta())
    ask = asker(api, path)
    untouched, before = transaction.savepoint(), rows()
    assert ask.post(there, good).status_code in {200, 201}
    transaction.savepoint_rollback(untouched)
    for field in good:
        for value in WRONG:
            answer = ask.post(there, {**good, field: value})
            after = rows()
            if answer.status_code >= 400:
                assert speaks(answer)["status"] != 404 or field in REFS, (field, value)
                assert after == before, (field, value)
            before = after
