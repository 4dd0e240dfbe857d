"""A new notice moves dates with a record of it; an erasure forgets words and leaves the course."""

import json
import uuid
from datetime import date

import pytest
from django.db import connection
from tests.city import AT, act_id

from linli.apps.cases import facts
from linli.apps.cases.facts.loading import state_of
from linli.apps.cases.models import Case, CaseText, Participant, Rating
from linli.apps.cases.service import Contact, upkeep
from linli.apps.catalogue import facts as catalogue
from linli.apps.catalogue import service as catalogues
from linli.apps.people import service as people
from linli.apps.people.models import Resident
from linli.core.lifecycle.state import replay
from linli.kernel.access.actors import system_actor
from linli.kernel.audit import facts as audit
from linli.kernel.audit.erasure import erase
from linli.kernel.audit.verification import verify_all
from linli.kernel.identity import personal
from linli.kernel.messaging.models import Letter
from linli.kernel.outbox.models import Delivery
from linli.kernel.outbox.worker import dead_letters, deliver, fan_out

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


def carry_out(at=AT):
    """What the worker of an installation does, round by round."""
    while fan_out(at) or deliver(at):
        pass
    assert not dead_letters().exists()
    assert not Delivery.objects.exclude(fault="").exists()


def letters():
    rows = Letter.objects.order_by("id")
    return [json.loads(personal.unseal(bytes(one.text_sealed), "letter"))[1] for one in rows]


@pytest.mark.usefixtures("transactional_db")
def test_a_new_calendar_moves_the_dates_of_running_cases_and_they_are_told(story, notice):
    ref, ended = story.tell(), story.tell()
    story.go(ref, "accept", "clerk", at=NEXT_YEAR)
    story.go(ended, "decline", "clerk", branch="beyond_duty", channel="法院", reason="归法院", at=NEXT_YEAR)
    carry_out(NEXT_YEAR)
    before, written, closed = state_of(stored(ref)), len(letters()), stored(ended).stream.seq
    catalogues.import_calendar(notice, actor=SYSTEM, act_id=act_id(), at=NEXT_YEAR)
    carry_out(NEXT_YEAR)
    after = state_of(stored(ref))
    assert after.clocks["promise"]["told_due"] > before.clocks["promise"]["told_due"]
    assert replay(audit.replay_parts(stored(ref).stream)) == after
    (letter,) = letters()[written:]
    assert "放假安排公布了" in letter
    last = facts.case_view(story.actor("clerk"), ref, at=NEXT_YEAR).steps[-1]
    assert last.act == "cases.dates_recomputed", "whoever holds it finds it in the course"
    seq = stored(ref).stream.seq
    Delivery.objects.update(done_at=None)
    carry_out(NEXT_YEAR)
    assert (stored(ref).stream.seq, len(letters())) == (seq, written + 1), (
        "once, however often it is handed over"
    )
    assert stored(ended).stream.seq == closed


def registered(story):
    """The resident of the story, with a record as the neighbourhood centre keeps it."""
    person = people.Person("王秀兰", phone="13800001234")
    return people.register_resident(person, own=True, **story.said("resident"))


@pytest.mark.usefixtures("transactional_db")
@pytest.mark.parametrize("way", ["their own wish", "the log"])
def test_a_person_who_is_erased_leaves_the_tables_and_their_ended_cases(story, way):
    resident = registered(story)
    running, ended = story.handling(), story.checked()
    story.go(ended, "confirm", "resident", satisfaction="satisfied", note="谢谢师傅")
    ground = {"rule": "pipl-47", "authority": "fenan.centre", "act_id": act_id(), "at": AT}
    if way == "the log":
        erase(subject=f"resident:{resident}", actor=SYSTEM, **ground)
    else:
        people.forget_resident(resident, actor=story.actor("resident"), **ground)
    carry_out()
    assert Resident.objects.get(ref=resident).forgotten_at is not None
    assert Resident.objects.get(ref=resident).name_masked == ""
    assert CaseText.objects.get(case__ref=ended).body == ""
    assert CaseText.objects.get(case__ref=running).body, "nobody could work it off"
    assert set(Participant.objects.values_list("name", "phone_shown")) == {("", "")}
    assert set(Rating.objects.values_list("words", flat=True)) == {""}
    for ref in (running, ended):
        assert replay(audit.replay_parts(stored(ref).stream)) == state_of(stored(ref))
    Delivery.objects.update(done_at=None)
    carry_out()
    assert verify_all().findings == []


@pytest.mark.usefixtures("transactional_db")
def test_a_case_that_the_log_forgets_is_forgotten_by_the_tables(story):
    ref = story.tell(contact=Contact("王秀兰", "13800001234"), place="柳溪南巷 12 号")
    ground = {"rule": "pipl-47", "authority": "fenan.centre", "actor": SYSTEM, "at": AT}
    erase(subject=ref, names=["contact.name", "contact.phone"], act_id=act_id(), **ground)
    carry_out()
    assert set(Participant.objects.values_list("phone_shown", flat=True)) == {""}
    assert CaseText.objects.get(case__ref=ref).body, "only who told it was to be forgotten"
    erase(subject=ref, act_id=act_id(), **ground)
    carry_out()
    assert CaseText.objects.get(case__ref=ref).body == ""
