"""A city that is down for a day: asked ever more seldom, at least once an hour, and then it gets everything, once."""

from datetime import timedelta

import pytest
from tests.apps.exchange.speaking import KINDS
from tests.apps.exchange.test_exchange import silent
from tests.apps.exchange.town import PAPER, states
from tests.city import AT, MAKER, act_id

from linli.apps.cases.models import Case
from linli.apps.exchange import service
from linli.apps.exchange.models import Announcement, Message

DAY = timedelta(days=1)
DUE = {"message": service.post_due, "file": service.fetch_due, "key": service.announce_due}
STANDS = {
    "message": lambda: (Message.objects.get(ours=True).state, Message.objects.get(ours=True).code),
    "file": lambda: states()[0][1:],
    "key": lambda: (Announcement.objects.get().state, Announcement.objects.get().code),
}
ENDS = {"message": "delivered", "file": "taken", "key": "told"}


def begins(town, kind):
    """Something is on its way to a city that does not answer."""
    town.answer, town.files = silent, lambda *_all: silent(None)
    if kind == "message":
        town.hand()
        town.work()
    elif kind == "file":
        town.answer = town.signs
        town.handed(PAPER)
    else:
        service.change_key(service.NewKey(), actor=MAKER, act_id=act_id(), at=AT)
        town.work()


@pytest.mark.parametrize("kind", KINDS)
def test_after_a_day_it_gets_what_was_meant_for_it(town, kind):
    begins(town, kind)
    assert STANDS[kind]() == ("waiting", "silent")
    tries = []
    town.answer = town.files = lambda *_all: (tries.append(1), silent(None))
    for minutes in range(0, 24 * 60, 10):
        DUE[kind](AT + timedelta(minutes=minutes))
    assert 24 <= len(tries) <= 40, "at least once an hour, and not much more often"
    assert STANDS[kind]() == ("waiting", "silent")
    assert {one.stage for one in Case.objects.all()} <= {"there", "handling", "submitted"}, (
        "no case came back"
    )
    town.answer, town.files = town.signs, town.serves
    assert DUE[kind](AT + DAY + timedelta(hours=1)) == 1
    assert STANDS[kind]() == (ENDS[kind], "")
    assert DUE[kind](AT + 2 * DAY) == 0


def test_what_was_said_in_that_day_comes_in_its_order(town):
    town.answer = silent
    town.hand()
    town.work()
    begins(town, "key")
    town.answer = town.signs
    asked = len(town.asked)
    later = AT + DAY
    assert service.announce_due(later) + service.post_due(later) == 2
    assert len(town.asked) == asked + 2
