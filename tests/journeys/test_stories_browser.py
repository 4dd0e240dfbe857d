"""The five guided stories, walked on the small demo city: as text in English, in Chinese in a real browser with pictures."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests import browser
from tests.browser import DESK, PHONE
from tests.cast import Member

from linli.kernel.access.facts import actor_of_account
from linli.kernel.identity.models import Account
from linli.kernel.identity.personal import index
from linli.site.demo import city, guided

pytestmark = [pytest.mark.browser, pytest.mark.long]
UNTIL = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)  # a visitor's city reaches up to today
PASSWORD = "lantern-bridge-42-willow"
CASES = 12


class Quiet:
    def stage(self, name): ...

    def steps(self, count): ...


@pytest.fixture
def demo(committed):
    built = city.build("small", "1", UNTIL, PASSWORD, Quiet(), cases=CASES)
    assert built.faults == {}
    return built


def member(who):
    if who == guided.STRANGER:
        return None
    found = {"phone_index": index(guided.PHONE, "phone")} if who == guided.RESIDENT else {"login": who}
    account = Account.objects.get(**found)
    return Member(account, actor_of_account(account.pk, UNTIL))


def walk_in_browser(visit, told):
    """Open each page as a person does: residents on a phone, staff at a desk; keep its picture."""
    pages, page = {}, None
    for n, step in enumerate(told.steps, 1):
        if step.path:
            if step.who not in pages:
                viewport = PHONE if step.who in guided.WITHOUT_NAME else DESK
                pages[step.who] = visit.come(member=member(step.who), viewport=viewport)
            page = pages[step.who]
            page.goto(f"{visit.address}{step.path}")
        else:
            page.get_by_role("link", name=step.click["zh"]).first.click()
        page.wait_for_load_state()
        assert "".join(step.sees["zh"].split()) in "".join(page.inner_text("body").split()), (n, step)
        assert page.evaluate(browser.FITS), (n, page.url)
        assert page.complaints == [], (n, page.url)
        browser.picture(page, f"stories/{told.page}-{n}")


def test_every_story_is_as_it_is_told(visit, demo):
    assert guided.pages() == ("A", "B", "C", "D", "E")
    for page in guided.pages():
        told = guided.story(page)
        wrong = [(one.step.does["en"], one.missing) for one in guided.walk(told, "en") if one.missing]
        assert wrong == [], page
        walk_in_browser(visit, told)  # in Chinese
