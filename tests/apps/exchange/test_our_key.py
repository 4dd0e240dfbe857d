"""Our key is changed: every city is told by the old one, and each is signed for with a key that it believes."""

import io
import json
from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from tests import cast
from tests.apps.exchange.test_exchange import KEY, refuses, silent
from tests.city import AT, MAKER, act_id, said

from linli.apps.cases.models import Case
from linli.apps.exchange import facts, service
from linli.apps.exchange.facts.keys import CONTEXT, PROOF, is_signed, key_in
from linli.apps.exchange.models import Announcement, Exchange, Message, OwnKey
from linli.apps.exchange.service import changing
from linli.core.exchange.keys import read_announcement
from linli.core.exchange.message import ABOUT_KEYS
from linli.kernel.audit.models import Entry
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused

WEEK = timedelta(days=7)


def change(at=AT, **wish):
    return service.change_key(service.NewKey(**wish), actor=MAKER, act_id=act_id(), at=at)


def signer(request, *keys):
    """Which of some keys signed a request, and whether that was about keys."""
    found = [one for one in keys if is_signed(one, request.headers["Linli-signature"], CONTEXT, request.data)]
    return found, json.loads(request.data)["v"] == ABOUT_KEYS


def states():
    return [(one.state, one.code) for one in Announcement.objects.order_by("id")]


def sent(border, *keys):
    return [signer(request, *keys) for request, _timeout in border.asked]


def test_the_old_key_vouches_for_the_new_one_which_signs_as_soon_as_they_have_it(border):
    old = facts.own_key().public
    new = change()
    assert facts.own_key().public == new != old
    border.work()
    (request, _timeout) = border.asked[0]
    told = read_announcement(request.data)
    assert (told.old, told.new, told.since, told.until) == (old, new, AT, AT + WEEK)
    assert is_signed(new, told.proof, PROOF, told.vouched())
    assert states() == [("told", "")]
    border.hand()
    border.work()
    assert sent(border, old, new) == [([old], True), ([new], False)]
    assert Message.objects.get().state == "delivered"


def test_a_city_that_is_down_is_signed_for_with_the_old_key_until_it_ends_and_then_waits(border):
    border.answer = silent
    old, new = facts.own_key().public, change()
    border.work()
    border.hand()
    border.work()
    assert sent(border, old, new) == [([old], True), ([old], False)]
    assert states() == [("waiting", "silent")]
    late, asked = AT + WEEK, len(border.asked)
    assert service.post_due(late) == 0
    assert len(border.asked) == asked, "nothing goes out that they could not believe"
    assert (Message.objects.get().code, Case.objects.get().stage) == ("key_untold", "there")
    border.answer = border.signs
    assert service.end_keys(late) == 1
    assert service.announce_due(late + timedelta(hours=1)) == 1, "it was signed when there was a key for it"
    assert service.post_due(late + timedelta(hours=1)) == 1
    assert sent(border, old, new)[asked:] == [([old], True), ([new], False)]


def test_older_software_says_so_and_is_told_by_hand(border):
    border.answer = refuses(409, "exchange.version")
    old, new = facts.own_key().public, change()
    border.work()
    assert states() == [("unknown", "exchange.version")]
    border.answer = border.signs
    border.hand()
    border.work()
    assert sent(border, old, new)[-1] == ([old], False), "until it ends the old key is good there"
    border.hand()
    border.answer = refuses(409, "exchange.version")
    assert service.post_due(AT + WEEK) == 0
    with pytest.raises(NotVisible):
        service.note_key_entered("taigu", **said())
    service.note_key_entered("linhe", **said())
    border.answer = border.signs
    assert service.post_due(AT + WEEK) == 1
    assert sent(border, old, new)[-1] == ([new], False)
    assert states() == [("entered", "")]
    with pytest.raises(Refused) as again:
        service.note_key_entered("linhe", **said())
    assert again.value.refusal.code == "exchange.key_known_there"


@pytest.mark.parametrize("code", ["exchange.key_replaced", "exchange.key_ended", "exchange.no_peer"])
def test_a_change_that_they_refuse_stays_refused_until_it_is_tried_again(border, code):
    border.answer = refuses(403, code)
    change()
    border.work()
    assert states() == [("refused", code)]
    border.answer = border.signs
    assert service.announce_due(AT + WEEK) == 0
    assert service.announce_again(AT) == 1
    assert service.announce_due(AT) == 1
    assert states() == [("told", "")]


@pytest.mark.parametrize(
    ("answer", "code"),
    [(refuses(503, ""), "fault"), (refuses(425, "exchange.key_early"), "exchange.key_early")],
)
def test_what_may_pass_is_tried_again(border, answer, code):
    border.answer = answer
    change()
    border.work()
    assert states() == [("waiting", code)]
    assert Announcement.objects.get().next_at == AT + timedelta(seconds=2)


def test_an_answer_that_nobody_signed_is_none(border):
    border.answer = lambda _request: io.BytesIO(b'{"receipt": "00"}')
    change()
    border.work()
    assert states() == [("waiting", "unsigned")]


def test_a_message_whose_key_has_ended_there_is_kept_and_signed_anew(border):
    border.answer = refuses(403, "exchange.key_ended")
    border.hand()
    border.work()
    assert (Message.objects.get().state, Message.objects.get().code) == ("waiting", "exchange.key_ended")
    assert not Exchange.objects.get().over


def test_a_lost_key_vouches_for_nothing(border, settings):
    border.work()
    before = settings.EXCHANGE_KEY_FILE
    old, new = facts.own_key().public, change(lost=True)
    assert not before.exists(), "its secret is gone at once"
    border.hand()
    border.work()
    assert (states(), border.asked) == ([("hand", "")], [])
    assert Message.objects.get().code == "key_untold"
    assert service.announce_again(AT) == 0
    service.note_key_entered("linhe", **said())
    assert service.post_due(AT) == 1
    assert sent(border, old, new) == [([new], False)]


def test_a_key_is_lost_while_it_is_changed(border):
    border.answer = silent
    change()
    border.work()
    newest = change(AT + timedelta(days=1), lost=True)
    assert [one[0] for one in states()] == ["waiting", "hand"]
    assert not OwnKey.objects.filter(until__gt=AT + timedelta(days=1)).exists()
    service.note_key_entered("linhe", **said())
    assert facts.own_key().public == newest
    assert [one[0] for one in states()] == ["entered", "entered"]


def test_two_changes_reach_a_city_one_after_the_other(border):
    first = facts.own_key().public
    border.answer = silent
    second = change()
    border.work()
    third = change(AT + WEEK)
    border.answer = border.signs
    for _ in range(2):
        service.announce_due(AT + 2 * WEEK)
    assert states() == [("told", ""), ("told", "")]
    assert sent(border, first, second, third)[-2:] == [([first], True), ([second], True)]


def test_what_is_no_change(border, settings):
    for days in (0, 91):
        with pytest.raises(Invalid) as wrong:
            change(days=days)
        assert wrong.value.problems[0].code == "exchange.key_days"
    change(days=90)
    with pytest.raises(Refused) as twice:
        change(AT + timedelta(days=89))
    assert twice.value.refusal.because == {"until": (AT + timedelta(days=90)).date().isoformat()}
    settings.EXCHANGE_CODE = ""
    with pytest.raises(Refused) as off:
        change(lost=True)
    assert off.value.refusal.code == "exchange.off"
    assert OwnKey.objects.count() == 2


def test_said_twice_it_is_one_key(border):
    once = {"actor": MAKER, "act_id": act_id(), "at": AT}
    assert service.change_key(service.NewKey(), **once) == service.change_key(service.NewKey(), **once)
    assert (OwnKey.objects.count(), Announcement.objects.count()) == (2, 1)


def test_the_old_secret_is_erased_at_its_end_and_the_log_says_so(border, settings):
    old, new = facts.own_key().public, change()
    assert service.end_keys(AT + WEEK - timedelta(seconds=1)) == 0
    assert settings.EXCHANGE_KEY_FILE.exists()
    assert service.end_keys(AT + WEEK) == 1
    assert service.end_keys(AT + WEEK) == 0
    assert not settings.EXCHANGE_KEY_FILE.exists()
    assert facts.own_key().public == new
    assert not settings.EXCHANGE_KEY_FILE.exists(), "no other is made in its place"
    bodies = "".join(Entry.objects.values_list("body", flat=True))
    assert '"exchange.key_erased"' in bodies
    assert old in bodies
    assert KEY in bodies


def test_a_key_whose_file_is_missing_is_not_made_anew(border, tmp_path):
    change()
    name = OwnKey.objects.get(until=None).file
    (tmp_path / name).unlink()
    with pytest.raises(ImproperlyConfigured):
        key_in(name)
    assert not (tmp_path / name).exists()


def test_who_may_change_keys(border):
    may = set()
    for make in cast.EVERYBODY:
        actor = make().actor
        for do in (
            lambda one: service.change_key(service.NewKey(days=0), **one),
            lambda one: service.note_key_entered("taigu", **one),
            lambda one: service.distrust_peer("taigu", **one),
        ):
            try:
                do({"actor": actor, "act_id": act_id(), "at": AT})
            except (NotVisible, Invalid) as no:
                may |= {make.__name__} if isinstance(no, Invalid) else set()
    assert may == {"county_administrator", "technical_administrator"}


def test_of_two_who_change_it_for_the_first_time_at_once_one_is_told(border, monkeypatch):
    change()
    monkeypatch.setattr(changing, "newest_row", lambda: None)  # as the other one saw it
    with pytest.raises(Refused) as second:
        change()
    assert second.value.refusal.code == "exchange.key_changing"
    assert OwnKey.objects.count() == 2
