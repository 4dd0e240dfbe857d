"""An emergency that nobody acknowledged calls for a visit, once a community; who asked for large type gets it."""

import uuid
from datetime import timedelta

import pytest
from django.core import mail
from tests import cast
from tests.apps.notices.conftest import by
from tests.city import AT, MAKER

from linli.apps.grid import facts as places
from linli.apps.grid import service as grid
from linli.apps.grid.models import HouseholdTask
from linli.apps.notices import facts, service
from linli.apps.notices.models import Telling
from linli.apps.notices.policy.links import own_token, token
from linli.kernel.audit.models import Entry
from linli.kernel.messaging.service import deliver_due

LATER = AT + timedelta(hours=1, minutes=1)
URGENT = {"emergency": True, "emergency_reason": "河水上涨", "agreed": True, "title_zh": "马上离开河边"}


def publish(stage, **more):
    row = stage.publish(**{**URGENT, **more})
    service.tell_due(AT)
    return row


def hear(row):
    one = Telling.objects.filter(announcement=row).latest("pk")
    service.hear(token(row.pk, one.subscription_id), **by(cast.stranger()))


@pytest.mark.both_databases
def test_an_emergency_that_is_not_heard_calls_for_a_visit_once(stage):
    stage.subscribe()
    row = publish(stage)
    worker = cast.grid_worker("/9901/990101/990101001/990101001001/")
    assert service.alert_unheard(AT + timedelta(minutes=59)) == 0
    assert service.alert_unheard(LATER) == 1
    assert service.alert_unheard(LATER) == 0
    (one,) = facts.alerts(worker.actor, LATER)
    assert (one.announcement.pk, one.area_path, one.waiting) == (
        row.pk,
        "/9901/990101/990101001/990101001001/",
        1,
    )
    assert facts.alerts(cast.grid_worker("/9901/990102/").actor, LATER) == ()
    body = Entry.objects.get(act="notices.visits_called").body
    assert '"area":"990101001001"' in body
    hear(row)
    assert facts.alerts(worker.actor, LATER) == ()


def test_neighbours_are_asked_only_where_somebody_agreed_to_one(stage):
    estate = "code,name,kind,lon,lat\n990101001001001,杏花苑,estate,112.502,37.802\n"
    grid.import_areas(estate.encode(), **by(cast.Member(None, MAKER)))
    home = cast.resident("李建国")
    grid.give_consent(places.area("990101001001001").ref, name="李建国", phone="13900000001", **by(home))
    stage.subscribe()
    publish(stage)
    assert service.alert_unheard(LATER) == 1
    assert HouseholdTask.objects.count() == 0
    wish = {"channels": ("sms", "visit"), "name": "王秀兰", "door": "3号楼", "neighbour": True}
    stage.subscribe(cast.resident("王秀兰"), **wish)
    publish(stage, title_zh="不要喝自来水", resend_hours=0)
    assert service.alert_unheard(LATER) == 1
    (task,) = HouseholdTask.objects.all()
    assert "不要喝自来水" in task.words
    assert "王秀兰" not in task.words


def test_what_is_heard_in_time_or_is_no_emergency_calls_for_nobody(stage):
    stage.subscribe()
    row = publish(stage)
    hear(row)
    stage.publish(title_zh="平常的事")
    service.tell_due(AT)
    assert service.alert_unheard(AT + timedelta(hours=30)) == 0


def test_who_is_not_staff_of_the_place_sees_no_alerts(stage):
    stage.subscribe()
    publish(stage)
    service.alert_unheard(LATER)
    for make in cast.EVERYBODY:
        there = "area" in make.__code__.co_varnames
        somebody = make(area="/9901/990102/") if there else make()
        assert facts.alerts(somebody.actor, LATER) == ()


@pytest.mark.one_database
def test_the_desk_and_programs_are_told_where_to_go(stage, client):
    stage.subscribe()
    publish(stage)
    service.alert_unheard(LATER)
    client.force_login(stage.clerk.account)
    assert client.get("/api/v1/announcement-visits").status_code == 200
    client.force_login(cast.resident().account)
    assert client.get("/api/v1/announcement-visits").status_code == 404
    assert "您是中心户" not in client.get("/near/notices/visits").content.decode()


@pytest.mark.one_database
def test_letters_and_the_page_are_large_for_who_asked_for_it(stage, client):
    for large, person in ((True, "王秀兰"), (False, "李建国")):
        member = cast.resident(person)
        ref = stage.subscribe(
            member, channels=("email",), email=f"{uuid.uuid4().hex[:6]}@example.cn", large=large
        )
        service.confirm_mail(own_token("mail", ref), **by(cast.stranger()))
    row = publish(stage)
    mail.outbox.clear()
    assert deliver_due(AT) == 2
    pages = [one.alternatives for one in mail.outbox]
    assert sorted(len(one) for one in pages) == [0, 1]
    (page,) = [one[0][0] for one in pages if one]
    assert "font-size:26px" in page
    assert "<script" not in page
    sizes = set()
    for one in Telling.objects.filter(announcement=row):
        text = client.get(f"/n/{token(row.pk, one.subscription_id)}").content.decode()
        sizes.add('data-size="large"' in text or "size-large" in text or 'class="large' in text)
    assert sizes == {True, False}
