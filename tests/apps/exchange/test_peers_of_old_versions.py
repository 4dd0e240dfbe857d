"""A city with older software, or with newer: each side says what it speaks, and something sensible follows."""

import json

import pytest
from tests.apps.exchange.speaking import KINDS, Speaker, is_told, stands
from tests.apps.exchange.test_exchange import refuses
from tests.apps.exchange.town import PAPER, states
from tests.city import AT, MAKER, act_id

from linli.apps.cases.models import Case
from linli.apps.exchange import service
from linli.apps.exchange.models import Announcement, Message
from linli.core.exchange.message import SPEAKS


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_spelled_otherwise_is_refused_with_what_is_spoken_here(town, kind):
    speaker = Speaker(town)
    before = stands()
    for version in ("linli/exchange/0", "linli/exchange/9", ""):
        status, told = speaker.sends(kind, speaker.good(kind, v=version))
        is_told(status, told, (409, "exchange.version"))
        assert told["speaks"] == list(SPEAKS)
    assert stands() == before


def test_a_message_without_files_that_they_cannot_read_brings_our_case_back(town):
    town.answer = refuses(409, "exchange.version")
    town.hand()
    town.work()
    assert Case.objects.get().stage == "back_here"


def older(town, speaks):
    """A city that answers everything but what it speaks with a refusal of that version."""

    def answer(request):
        said = json.loads(request.data)
        if said["v"] == speaks:
            return town.signs(request)
        return refuses(409, "exchange.version", speaks=[speaks])(request)

    return answer


def test_a_message_with_files_is_said_again_in_words(town):
    town.answer = older(town, "linli/exchange/1")
    town.sends(PAPER)
    town.work()
    assert Message.objects.get().state == "delivered"
    assert states() == [(True, "untold", "")]
    assert Case.objects.get().stage == "there"


def test_another_key_is_told_by_hand_and_nothing_else_stops(town):
    town.answer = older(town, "linli/exchange/1")
    service.change_key(service.NewKey(), actor=MAKER, act_id=act_id(), at=AT)
    town.hand()
    town.work()
    assert Announcement.objects.get().state == "unknown"
    assert Message.objects.get().state == "delivered"
