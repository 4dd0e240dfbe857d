"""Another city changes its key, or loses it: what its old key vouches for is taken at once, and ends when it said."""

import hashlib
import json
from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.apps.exchange.test_exchange import HANDED, KEY, SECRET, SERVICE
from tests.city import AT, act_id, said

from linli.apps.exchange import facts, service
from linli.apps.exchange.facts.keys import CONTEXT, KEY_RECEIPT, PROOF, is_signed
from linli.apps.exchange.models import Message, Peer, PeerKey
from linli.core.exchange import message as wire
from linli.core.exchange.fetching import Ask, Does
from linli.core.exchange.keys import Announcement
from linli.core.exchange.message import Kind
from linli.kernel.audit.models import Entry
from linli.kernel.audit.outcomes import NotVisible, Refused

WEEK = timedelta(days=7)
NEXT = Ed25519PrivateKey.from_private_bytes(b"next" * 8)
THIRD = Ed25519PrivateKey.from_private_bytes(b"gone" * 8)


def public(secret):
    return secret.public_key().public_bytes_raw().hex()


def announced(old=SECRET, new=NEXT, prover=None, **more):
    """A change as the city there writes it."""
    plain = Announcement(act_id(), "linhe", "fenan", public(old), public(new), AT, AT + WEEK)
    plain = replace(plain, **more)
    return replace(plain, proof=(prover or new).sign(PROOF + plain.vouched()).hex()).written()


def hears(data, secret=SECRET, at=AT):
    return service.receive(data, "linhe", secret.sign(CONTEXT + data).hex(), at=at)


def handed(secret, at=AT):
    """A case that they hand over, signed by one of their keys."""
    ref = act_id()
    moment = AT.strftime("%Y-%m-%dT%H:%M:%SZ")
    data = wire.Message(act_id(), "linhe", "fenan", ref, 1, Kind.HANDED_OVER, moment, HANDED).written()
    return hears(data, secret, at)


def code(answer):
    return answer.status, answer.refused.code if answer.refused else ""


def test_both_keys_hold_until_the_old_one_ends(border):
    data = announced()
    answer = hears(data)
    digest = hashlib.sha256(data).hexdigest().encode()
    assert is_signed(facts.own_key().public, answer.receipt, KEY_RECEIPT, digest)
    moment = AT + WEEK - timedelta(microseconds=1)
    for secret in (SECRET, NEXT):
        assert code(handed(secret)) == (200, "")
        assert code(handed(secret, moment)) == (200, "")
    assert code(handed(SECRET, AT + WEEK)) == (403, "exchange.key_ended")
    assert code(handed(NEXT, AT + WEEK)) == (200, "")
    assert [(one.public, one.refused) for one in PeerKey.objects.order_by("id")] == [
        (KEY, 1),
        (public(NEXT), 0),
    ]
    entry = Entry.objects.get(body__contains='"act":"exchange.peer_key_changed"')
    assert json.loads(entry.body)["public"]["key"] == public(NEXT)


def test_said_again_it_is_signed_for_again_also_after_its_end(border):
    data = announced()
    first = hears(data)
    assert hears(data, at=AT + 2 * WEEK).receipt == first.receipt
    assert PeerKey.objects.count() == 2


def test_who_was_down_through_the_overlap_takes_it_after(border):
    assert code(hears(announced(), at=AT + 2 * WEEK)) == (200, "")
    assert code(handed(SECRET, AT + 2 * WEEK)) == (403, "exchange.key_ended")
    assert code(handed(NEXT, AT + 2 * WEEK)) == (200, "")


def test_a_key_that_holds_later_is_asked_to_come_later(border):
    hears(announced(since=AT + timedelta(days=1)))
    assert code(handed(NEXT)) == (425, "exchange.key_early")
    assert code(handed(NEXT, AT + timedelta(days=1))) == (200, "")


WRONG = {
    "who does not have the new key": (lambda: announced(prover=SECRET), SECRET, 403, "exchange.key_proof"),
    "a key that names another as the old one": (
        lambda: announced(old=THIRD),
        SECRET,
        409,
        "exchange.key_not_vouched",
    ),
    "for another city": (lambda: announced(receiver="taigu"), SECRET, 409, "exchange.not_for_us"),
    "from another city": (lambda: announced(sender="taigu"), SECRET, 409, "exchange.other_sender"),
    "side by side for ever": (lambda: announced(until=AT + 90 * WEEK), SECRET, 422, "exchange.key_overlap"),
    "half of it": (lambda: b'{"v":"linli/exchange/3"}', SECRET, 422, "exchange.shape"),
    "by a key that nobody knows": (announced, THIRD, 403, "exchange.no_peer"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_no_change_of_theirs_is_refused(border, name):
    data, secret, status, refused = WRONG[name]
    assert code(hears(data(), secret)) == (status, refused)
    assert list(PeerKey.objects.values_list("public", "until")) == [(KEY, None)]


def test_of_two_changes_by_one_key_the_second_is_told_so(border):
    hears(announced())
    assert code(hears(announced(new=THIRD))) == (409, "exchange.key_replaced")
    assert code(hears(announced(old=NEXT, new=THIRD), NEXT)) == (200, "")
    assert code(hears(announced(old=THIRD, new=NEXT), THIRD)) == (409, "exchange.key_used")


def test_files_are_asked_for_with_a_key_that_holds(border):
    hears(announced())
    ask = Ask("linhe", "fenan", act_id(), act_id(), Does.FETCH, AT, because={}).written()

    def asks(secret, at):
        answer = service.hear_ask(ask, "linhe", secret.sign(b"linli/exchange/2/file\n" + ask).hex(), at=at)
        return answer.status, answer.refused.code

    assert asks(NEXT, AT) == asks(SECRET, AT) == (404, "exchange.no_such_file")
    assert asks(SECRET, AT + WEEK) == (403, "exchange.key_ended")


def test_a_receipt_by_an_ended_key_is_none(border):
    """What ended is no proof either that something arrived there."""
    hears(announced())
    border.hand()
    assert service.post_due(AT + WEEK) == 0
    assert Message.objects.get().code == "unsigned"


def test_a_city_that_is_not_believed_is_neither_heard_nor_written_to(border):
    border.hand()
    hears(first := announced())
    service.distrust_peer("linhe", **said())
    assert code(hears(first)) == (403, "exchange.key_distrusted")
    for secret in (SECRET, NEXT):
        assert code(handed(secret)) == (403, "exchange.key_distrusted")
        assert code(hears(announced(old=secret, new=THIRD), secret)) == (403, "exchange.key_distrusted")
    assert (service.post_due(AT), border.asked) == (0, [])
    with pytest.raises(Refused) as no:
        border.hand()
    assert no.value.refusal.code == "exchange.peer_distrusted"
    with pytest.raises(NotVisible):
        facts.peer("linhe")
    with pytest.raises(NotVisible):
        service.distrust_peer("linhe", **said())


def enters(key):
    new = service.NewPeer("linhe", "临河市", "Linhe", "https://linhe.example", key, (SERVICE,))
    service.add_peer(new, **said())


def test_only_closing_and_entering_anew_helps_after_that(border):
    border.hand()
    service.distrust_peer("linhe", **said())
    with pytest.raises(Refused) as there:
        enters(public(NEXT))
    assert there.value.refusal.code == "exchange.peer_there"
    service.close_peer("linhe", **said())
    with pytest.raises(Refused) as gone:
        enters(KEY)
    assert gone.value.refusal.code == "exchange.peer_key_gone"
    enters(public(NEXT))
    assert code(handed(NEXT)) == (200, "")
    assert code(handed(SECRET)) == (403, "exchange.key_distrusted")
    assert service.post_due(AT) == 0, "signed for with the key that is not believed"
    assert Peer.objects.get().distrusted_at is None


def test_however_many_keys_there_were_the_one_in_use_is_tried_first(border):
    peer = Peer.objects.get()
    PeerKey.objects.bulk_create(
        PeerKey(peer=peer, public=f"{n:064x}", since=AT, until=AT + WEEK) for n in range(12)
    )
    assert code(handed(SECRET)) == (200, "")


def test_a_city_that_was_only_closed_comes_back_with_its_key(border):
    service.close_peer("linhe", **said())
    assert code(handed(SECRET)) == (403, "exchange.no_peer")
    enters(KEY)
    assert code(handed(SECRET)) == (200, "")
    assert PeerKey.objects.get().until is None
