"""Letters: written in a transaction, delivered outside, not by night, not for ever."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

import pytest
from django.core import mail
from django.db import transaction
from tests.cast import NOW

from linli.kernel.audit.outcomes import NotVisible
from linli.kernel.messaging import delivery, many, senders, service
from linli.kernel.messaging.models import Letter, LetterState
from linli.kernel.messaging.quiet import NIGHT, QuietHours
from linli.kernel.messaging.senders import ConsoleSender, Message, SendError

PHONE = "13812345678"
CAUSE = uuid.UUID(int=7)
MORNING = datetime(2026, 10, 1, 0, 0, tzinfo=UTC)  # 08:00 in Shanxi


@dataclass
class Gateway:
    """An SMS gateway of the tests: keeps what it was given, fails on demand."""

    fails: list[SendError] = field(default_factory=list)
    sent: list[Message] = field(default_factory=list)

    def send(self, message):
        if self.fails:
            raise self.fails.pop(0)
        self.sent.append(message)


GATEWAY = Gateway()


def gateway():
    """What the settings name."""
    return GATEWAY


@pytest.fixture(autouse=True)
def sms(settings):
    settings.LETTER_SENDERS = {"sms": f"{__name__}.gateway"}
    senders._made.cache_clear()
    GATEWAY.fails.clear()
    GATEWAY.sent.clear()
    delivery._rests.clear()
    yield GATEWAY
    senders._made.cache_clear()


def write(at=NOW, **options):
    return service.send(PHONE, "sms", "路灯", "修好了", at, **options)


@pytest.mark.django_db
def test_a_letter_leaves_once(sms):
    letter = write()
    assert service.deliver(letter.pk, NOW)
    assert not service.deliver(letter.pk, NOW)
    assert sms.sent == [Message(PHONE, "【邻里】路灯", "修好了")]
    letter.refresh_from_db()
    assert (letter.state, letter.sent_at, letter.tries) == (LetterState.SENT, NOW, 1)


@pytest.mark.django_db
def test_neither_address_nor_text_can_be_read_in_the_table():
    letter = write()
    assert letter.to_masked == "138****5678"
    stored = bytes(letter.to_sealed) + bytes(letter.text_sealed)
    assert b"1381234" not in stored
    assert "修好".encode() not in stored


@pytest.mark.django_db
def test_a_gateway_that_fails_is_tried_again_later_and_later(sms):
    letter = write()
    sms.fails += [SendError("down"), SendError("down")]
    assert not service.deliver(letter.pk, NOW)
    assert not service.deliver(letter.pk, NOW + timedelta(minutes=1))
    assert sms.sent == []
    assert not service.deliver(letter.pk, NOW + timedelta(minutes=2))
    assert service.deliver_due(NOW + timedelta(minutes=5)) == 0
    assert service.deliver_due(NOW + timedelta(minutes=6)) == 1


@pytest.mark.django_db
def test_after_ten_tries_a_letter_is_given_up_and_can_be_taken_up(sms):
    letter, at = write(), NOW
    sms.fails += [SendError("down")] * 10
    for _ in range(10):
        assert service.deliver_due(at) == 0
        at += timedelta(hours=6)
    letter.refresh_from_db()
    assert (letter.state, letter.failure, letter.tries) == (LetterState.DEAD, "down", 10)
    assert service.deliver_due(at) == 0
    service.retry(letter.ref, at)
    assert service.deliver_due(at) == 1
    with pytest.raises(NotVisible):
        service.retry(letter.ref, at)


@pytest.mark.django_db
def test_what_can_never_arrive_is_given_up_at_once(sms):
    sms.fails.append(SendError("no_such_number", final=True))
    letter = write()
    service.deliver(letter.pk, NOW)
    letter.refresh_from_db()
    assert letter.state == LetterState.DEAD
    pigeon = service.send(PHONE, "pigeon", "", "x", NOW)
    service.deliver(pigeon.pk, NOW)
    pigeon.refresh_from_db()
    assert (pigeon.state, pigeon.failure) == (LetterState.DEAD, "not_deliverable")


@pytest.mark.django_db
def test_a_worker_that_died_loses_its_lease(sms):
    letter = write()
    Letter.objects.filter(pk=letter.pk).update(state=LetterState.SENDING, leased_until=NOW + service.LEASE)
    assert service.deliver_due(NOW) == 0
    assert service.deliver_due(NOW + service.LEASE) == 1


@pytest.mark.django_db
def test_a_crowd_of_letters_leaves_in_one_round_in_few_statements(sms, django_assert_max_num_queries):
    for _ in range(50):
        write()
    service.send(PHONE, "sms", "", "123456", NOW, secret=True)
    sms.fails.append(SendError("down"))
    with django_assert_max_num_queries(30):
        assert service.deliver_due(NOW) == 50
    assert len(sms.sent) == 50
    states = Letter.objects.values_list("state", "tries", "is_secret", "failure", "leased_until").distinct()
    assert set(states) == {
        (LetterState.SENT, 1, False, "", None),
        (LetterState.SENT, 1, True, "", None),
        (LetterState.WAITING, 1, False, "down", None),
    }
    assert Letter.objects.get(is_secret=True).text_sealed is None
    assert service.deliver_due(NOW) == 0


@pytest.mark.django_db
def test_a_slow_channel_rests_and_keeps_no_other_waiting(sms, settings):
    settings.LETTERS_A_SECOND = {"sms": 1_000, "console": 1}
    for _ in range(3):
        service.send(PHONE, "console", "", "x", NOW)
        write()
    assert service.deliver_due(NOW, seconds=0.5) == 4
    assert len(sms.sent) == 3
    assert service.deliver_due(NOW, seconds=0.01) == 0  # the second round does not begin anew


@pytest.mark.django_db
def test_letters_that_another_worker_takes_are_left_to_it(sms, monkeypatch):
    for _ in range(3):
        write()
    taken = Letter.objects.order_by("pk").first()
    take = delivery._take

    def late(letters, at):
        Letter.objects.filter(pk=taken.pk).update(state=LetterState.SENDING, leased_until=at + service.LEASE)
        return take(letters, at)

    monkeypatch.setattr(delivery, "_take", late)
    assert service.deliver_due(NOW) == 2
    taken.refresh_from_db()
    assert (taken.state, taken.tries) == (LetterState.SENDING, 0)


@pytest.mark.django_db
def test_what_outlives_half_a_lease_is_not_sent(sms, monkeypatch):
    for _ in range(2):
        write()
    monkeypatch.setattr(delivery, "LEASE", timedelta(seconds=-1))
    assert service.deliver_due(NOW) == 0
    assert sms.sent == []


@pytest.mark.django_db(transaction=True)
def test_delivering_inside_a_transaction_is_a_programming_error():
    letter = write()
    with transaction.atomic(), pytest.raises(RuntimeError):
        service.deliver(letter.pk, NOW)


@pytest.mark.django_db
def test_by_night_people_are_left_in_peace():
    late = MORNING - timedelta(hours=10)  # 22:00 the evening before
    assert write(late).not_before == MORNING
    assert write(late, quiet=None).not_before == late
    assert write(NOW).not_before == NOW


@pytest.mark.parametrize(
    ("hour", "expected"),
    [
        ("20:59", "20:59"),
        ("21:00", "08:00"),
        ("23:30", "08:00"),
        ("00:00", "08:00"),
        ("07:59", "08:00"),
        ("08:00", "08:00"),
    ],
)
def test_the_edges_of_the_night(hour, expected):
    at = datetime.fromisoformat(f"2026-10-01T{hour}+08:00")
    assert NIGHT.next_moment(at).strftime("%H:%M") == expected


def test_quiet_hours_may_lie_within_a_day():
    noon = QuietHours(time(12), time(14))
    assert noon.next_moment(datetime.fromisoformat("2026-10-01T13:00+08:00")).hour == 14
    assert noon.next_moment(datetime.fromisoformat("2026-10-01T14:00+08:00")).hour == 14
    assert noon.next_moment(datetime.fromisoformat("2026-10-01T11:00+08:00")).hour == 11


@pytest.mark.django_db
def test_a_code_is_sent_at_once_and_its_text_is_not_kept(sms):
    service.send_code(PHONE, "123456", language="en", at=MORNING - timedelta(hours=3))
    assert "123456" in sms.sent[0].body
    assert Letter.objects.get().text_sealed is None


@pytest.mark.django_db
def test_a_code_that_came_too_late_is_not_sent(sms):
    sms.fails.append(SendError("down"))
    service.send_code(PHONE, "123456", language="zh", at=NOW)
    assert service.deliver_due(NOW + timedelta(minutes=6)) == 0
    letter = Letter.objects.get()
    assert (letter.state, letter.failure, letter.text_sealed) == (LetterState.DEAD, "too_late", None)


@pytest.mark.django_db
def test_e_mail_goes_through_the_mail_server_and_headers_cannot_be_smuggled():
    letter = service.send("wang@example.cn", "email", "Hello\nBcc: all@example.cn", "text", NOW)
    assert service.deliver(letter.pk, NOW)
    assert mail.outbox[0].subject == "Hello Bcc: all@example.cn"
    assert mail.outbox[0].to == ["wang@example.cn"]
    assert letter.to_masked == "w***@example.cn"


@pytest.mark.django_db
def test_letters_that_left_are_forgotten_in_time():
    service.deliver(write().pk, NOW)
    assert service.forget(NOW) == 0
    assert service.forget(NOW + timedelta(days=1)) == 1


def test_the_console_shows_whom_and_what(capsys):
    ConsoleSender().send(Message(PHONE, "路灯", "修好了"))
    assert PHONE in capsys.readouterr().out


@pytest.mark.django_db
@pytest.mark.both_databases
def test_letters_to_many_are_written_once_and_read_like_any_other(sms):
    drafts = [
        many.Draft(many.ref_of(CAUSE, "sms", n), f"1381234567{n}", "sms", "停水", f"{n}") for n in range(3)
    ]
    for _ in range(2):
        many.keep(many.drafted(drafts, NOW, quiet=None, expires_at=NOW + timedelta(days=1)))
    assert service.deliver_due(NOW) == 3
    assert [(one.to, one.subject, one.body) for one in sms.sent] == [
        ("13812345670", "【邻里】停水", "0"), ("13812345671", "【邻里】停水", "1"), ("13812345672", "【邻里】停水", "2"),
    ]  # fmt: skip
    assert {*Letter.objects.values_list("to_masked", "expires_at", "created_at", "failure")} == {
        (f"138****567{n}", NOW + timedelta(days=1), NOW, "") for n in range(3)
    }


def test_refs_of_letters_to_many_are_told_apart_and_lie_side_by_side():
    refs = [many.ref_of(CAUSE, channel, n) for channel in ("sms", "voice") for n in (1, 2, 300)]
    assert len({*refs}) == 6
    assert refs[:3] == sorted(refs[:3])
    assert {one.hex[:16] for one in refs[:3]} == {refs[0].hex[:16]}
    assert {(one.version, one.variant) for one in refs} == {(8, uuid.RFC_4122)}
    assert many.ref_of(CAUSE, "sms", 1) == refs[0] != many.ref_of(uuid.UUID(int=8), "sms", 1)


@pytest.mark.parametrize(
    ("subject", "body", "begins"),
    [
        ("您的活动", "名额有了", "【邻里】您的活动"), ("Your case", "It moved on", "[Linli] Your case"),
        ("", "【邻里】您的验证码是 1", "【邻里】您的验证码是 1"), ("", "[Linli] Your code is 1", "[Linli] Your code is 1"),
        ("停水", "【邻里】停水：存好水", "【邻里】停水：存好水"), ("", "12 月 1 日停水", "【邻里】12 月 1 日停水"),
    ],
)  # fmt: skip
def test_a_text_message_says_once_and_first_whom_it_is_from(subject, body, begins):
    message = senders.signed(Message(PHONE, subject, body))
    assert (message.subject or message.body) == begins
    assert (message.body == body) == bool(subject or body == begins)


@pytest.mark.django_db
def test_the_title_of_a_mail_is_left_as_it_is(settings, sms):
    settings.LETTER_SENDERS = {"email": f"{__name__}.gateway"}
    letter = service.send("a@b.example", "email", "路灯", "修好了", NOW)
    assert service.deliver(letter.pk, NOW)
    assert sms.sent == [Message("a@b.example", "路灯", "修好了")]
