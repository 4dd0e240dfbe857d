"""Who gets which letter of a move, once, and what a letter about a confidential case does not say."""

import json
from datetime import timedelta

import pytest
from tests.city import AT

from linli.apps.cases import facts, service
from linli.apps.cases.models import Case
from linli.kernel.audit.outcomes import Invalid
from linli.kernel.identity import personal
from linli.kernel.messaging.models import Letter
from linli.kernel.outbox.worker import deliver, fan_out

CONTACT = service.Contact("王秀兰", "13800001234")


@pytest.fixture
def letters(story, transactional_db):
    def written():
        while fan_out(AT) or deliver(AT):
            pass
        rows = Letter.objects.order_by("id")
        return [
            (one.to_masked, json.loads(personal.unseal(bytes(one.text_sealed), "letter"))[1]) for one in rows
        ]

    return written


def anonymous(story, **more):
    from tests.city import act_id

    from linli.kernel.access.actors import STRANGER

    told = service.Told(body="井盖碎了", contact=CONTACT, **more)
    return service.open_case(told, actor=STRANGER, act_id=act_id(), at=AT)["ref"]


def test_who_left_a_number_is_sent_number_and_code(story, letters):
    ref = anonymous(story)
    ((to, body),) = letters()
    assert to == "138****1234"
    assert facts.query_code(ref) in body


def test_the_resident_is_told_the_date_and_the_body_in_plain_words(story, letters):
    ref = story.dispatched()
    letters()
    service.join(ref, **story.said("joiner"))
    story.go(ref, "take", "officer")
    story.go(ref, "report", "officer", outcome="explained", answer="好了")
    bodies = [body for _, body in letters()]
    assert [body[:6] for body in bodies] == ["您反映的事已", "您反映的事已", "负责的单位说", "负责的单位说"]
    assert "10 月" in bodies[0]
    assert "市政排水所" in bodies[1]
    assert "{" not in "".join(bodies)
    assert len(letters()) == 4


def test_a_confidential_case_is_named_by_its_number_alone(story, letters):
    ref = anonymous(story, confidential=True)
    story.go(ref, "accept", "dispatcher")
    number = Case.objects.get(ref=ref).number
    assert {body.replace("\u00a0", "") for _, body in letters()} == {f"您留意的事有消息，编号 {number}。"}


def test_no_letter_reaches_a_person_who_wants_none(story, letters):
    ref = anonymous(story, confidential=True, letters=False)
    story.go(ref, "accept", "dispatcher")
    assert letters() == []


def test_letters_wait_for_the_morning(story, letters):
    anonymous(story)
    letters()
    assert Letter.objects.get().not_before - AT < timedelta(hours=12)


def test_who_told_it_in_english_is_written_to_in_english(story, letters):
    ref = anonymous(story, language="en")
    ((_, body),) = letters()
    assert facts.query_code(ref) in body
    assert "您" not in body
    story.go(ref, "accept", "clerk")
    assert all("您" not in body for _, body in letters())


def test_a_language_that_nobody_speaks_here_is_refused(story):
    with pytest.raises(Invalid) as told:
        anonymous(story, language="xx")
    assert [one.field for one in told.value.problems] == ["language"]
    assert not Case.objects.exists()
