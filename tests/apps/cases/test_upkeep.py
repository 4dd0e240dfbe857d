"""A new notice moves dates with a record of it; an erasure forgets words and leaves the course."""

import uuid
from datetime import date

import pytest
from django.db import connection
from tests.city import AT, act_id

from linli.apps.cases import facts
from linli.apps.cases.facts.loading import state_of
from linli.apps.cases.models import Case, CaseText, Participant
from linli.apps.cases.service import Contact, upkeep
from linli.apps.catalogue import facts as catalogue
from linli.apps.catalogue import service as catalogues
from linli.core.lifecycle.state import replay
from linli.kernel.access.actors import system_actor
from linli.kernel.audit import facts as audit
from linli.kernel.audit.erasure import erase
from linli.kernel.audit.verification import verify_all

SYSTEM = system_actor("test")
NEXT_YEAR = AT.replace(month=12, day=30)
RESTS = (
    ("new_year", "01-01", "01-05"),
    ("spring_festival", "02-05", "02-11"),
    ("qingming", "04-05", "04-05"),
    ("labour_day", "05-01", "05-03"),
    ("dragon_boat", "06-09", "06-09"),
    ("mid_autumn", "09-15", "09-15"),
    ("national_day", "10-01", "10-07"),
)
NOTICE = {
    "year": 2027,
    "holidays": [
        {"name": name, "from": f"2027-{first}", "to": f"2027-{last}"} for name, first, last in RESTS
    ],
    "working": [],
}


def stored(ref):
    return Case.objects.select_related("stream").get(ref=ref)


@pytest.fixture
def notice():
    return {**NOTICE}


def test_a_provisional_date_is_recomputed_when_the_notice_comes(story, notice):
    ref = story.tell()
    story.go(ref, "accept", "clerk", at=NEXT_YEAR)
    before = facts.case_view(story.actor("resident"), ref, at=NEXT_YEAR).promise
    assert before.provisional
    catalogues.import_calendar(notice, actor=SYSTEM, act_id=act_id(), at=NEXT_YEAR)
    assert catalogue.calendar().kind(date(2027, 1, 4)).working is False
    assert upkeep.recompute_dates(SYSTEM, str(uuid.uuid4()), NEXT_YEAR) is not None
    after = facts.case_view(story.actor("resident"), ref, at=NEXT_YEAR).promise
    assert after.told_due > before.told_due
    assert replay(audit.replay_parts(stored(ref).stream)) == state_of(stored(ref))


def test_recomputing_by_the_same_calendar_writes_nothing(story):
    ref = story.tell()
    seq = stored(ref).stream.seq
    upkeep.recompute_dates(SYSTEM, str(uuid.uuid4()), AT)
    assert stored(ref).stream.seq == seq


def test_erasing_a_case_forgets_its_words_and_keeps_its_course(story):
    ref = story.tell(contact=Contact("王秀兰", "13800001234"), place="柳溪南巷 12 号")
    story.go(ref, "accept", "clerk")
    erase(subject=ref, rule="pipl-47", authority="fenan.centre", actor=SYSTEM, act_id=act_id(), at=AT)
    upkeep.forget_words(ref, AT)
    text = CaseText.objects.get(case__ref=ref)
    assert (text.body, text.place, text.lon) == ("", "", None)
    assert Participant.objects.get(case__ref=ref).phone_shown == ""
    assert replay(audit.replay_parts(stored(ref).stream)) == state_of(stored(ref))
    assert verify_all().findings == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM audit_privateitem WHERE value LIKE %s", ["%井盖%"])
        assert cursor.fetchone()[0] == 0
