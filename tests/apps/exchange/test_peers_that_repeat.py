"""A city that says the same again gets the same answer; one that says something else under the same number does not."""

import json

import pytest
from tests.apps.exchange.speaking import KINDS, Speaker, is_told, spelled, stands
from tests.apps.exchange.test_exchange import HANDED
from tests.apps.exchange.test_their_key import THIRD, public
from tests.city import act_id

from linli.apps.exchange.facts.keys import PROOF


@pytest.fixture
def speaker(town):
    return Speaker(town)


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_again_is_answered_as_before_and_kept_once(speaker, kind):
    data = speaker.good(kind)
    first = speaker.sends(kind, data)
    assert first[0] == 200
    after = stands()
    for _ in range(3):
        assert speaker.sends(kind, data) == first
    assert stands() == after


def test_an_ending_told_twice_is_signed_for_twice_and_written_once(speaker):
    data = speaker.good("file", does="taken")
    first = speaker.sends("file", data)
    after = stands()
    assert first == speaker.sends("file", data)
    assert "receipt" in first[1]
    assert stands() == after
    is_told(*speaker.sends("file", speaker.good("file")), (410, "exchange.file_closed"))


def test_something_else_under_the_same_number_or_id_is_refused(speaker):
    first = json.loads(speaker.good("message"))
    same = {"exchange": first["exchange"]}
    assert speaker.sends("message", speaker.good("message", **first))[0] == 200
    after = stands()
    other = {**HANDED, "words": "另一件"}
    is_told(
        *speaker.sends("message", speaker.good("message", **same, id=act_id(), body=other)),
        (409, "exchange.number_used"),
    )
    is_told(
        *speaker.sends("message", speaker.good("message", id=first["id"], body=other)),
        (409, "audit.act_id_reused"),
    )
    assert stands() == after


def test_a_second_key_by_the_same_old_one_is_refused(speaker):
    assert speaker.sends("key", speaker.good("key"))[0] == 200
    after = stands()
    plain = json.loads(speaker.good("key", new=public(THIRD), proof=""))
    del plain["proof"]
    proof = THIRD.sign(PROOF + spelled(plain)).hex()
    is_told(*speaker.sends("key", spelled({**plain, "proof": proof})), (409, "exchange.key_replaced"))
    assert stands() == after
