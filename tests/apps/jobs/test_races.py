"""Two at once: the last place of a shift, the same hours of one worker, the same wish; on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from tests import cast
from tests.apps.jobs import market
from tests.apps.jobs.market import new_worker, said
from tests.city import tiny_city

from linli.apps.jobs import facts, service
from linli.apps.jobs.models import Engagement, Post
from linli.kernel.audit.outcomes import Outcome


@pytest.fixture
def open_shop(transactional_db):
    tiny_city()
    return market.open_market()


def at_once(*acts):
    """Do them at the same moment; each answers what it came to."""
    gate = Barrier(len(acts))

    def one(do):
        gate.wait(10)
        try:
            do()
        except Outcome as no:
            return getattr(getattr(no, "refusal", None), "code", type(no).__name__)
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(one, acts))


@pytest.mark.both_databases
def test_the_last_place_is_given_once_and_nobody_is_at_two_places(open_shop):
    shop, wishes = open_shop, []
    post = shop.opened()
    for n in range(3):
        one = cast.resident(f"李{n}")
        service.enter_worker(new_worker(name=f"李{n}"), **said(one))
        wishes.append(service.wish(post, **said(one)))
    answers = [lambda ref=ref: service.answer(ref, yes=True, **said(shop.owner)) for ref in wishes]
    assert at_once(*answers) == ["done", "jobs.full", "jobs.full"]
    assert (Post.objects.get(ref=post).filled, Engagement.objects.filter(loose=False).count()) == (1, 1)

    both = [service.wish(shop.opened(), **said(shop.worker)) for _ in range(2)]
    answers = [lambda ref=ref: service.answer(ref, yes=True, **said(shop.owner)) for ref in both]
    told = at_once(*answers)
    assert told[0] == "done"
    assert told[1] in ("jobs.worker_busy", "jobs.busy_then_too")
    assert sum(one.state == "agreed" for one in facts.my_engagements(shop.worker.actor).rows) == 1

    late = shop.opened(places=2)
    told = at_once(*[lambda: service.wish(late, **said(shop.worker)) for _ in range(2)])
    assert told == ["done", "jobs.wished_already"]
