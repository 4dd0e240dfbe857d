"""Every page in a real browser, once by somebody who uses it: nothing bars the way, nothing spills over the side."""

from __future__ import annotations

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from tests.browser import DESK, FITS, PHONE, Visits, barriers, served
from tests.journeys.pages.routes import addresses
from tests.journeys.pages.test_sweep_roles import is_page
from tests.journeys.pages.town import Town

pytestmark = [pytest.mark.browser, pytest.mark.long]

USERS = (
    "stranger", "resident", "dispatcher", "county_administrator", "supervisor", "officer", "clerk", "grid_worker",
)  # fmt: skip
"""Who is asked first whether a page is theirs."""
WAYS = {
    "zh": ("zh", "normal", (DESK, PHONE)),
    "en": ("en", "normal", (PHONE, DESK)),
    "zh-large": ("zh", "large", (PHONE,)),
}
"""Language, size of type, and the widths that a page is looked at in: axe in the first, in the others whether it fits.

The journeys look at the other pairs of language and width.
Colours depend neither on the language nor on the size: contrast is measured on the Chinese pages only."""
MAIN = (
    "/", "/tell", "/mine", "/find", "/public/", "/public/cases", "/public/map", "/board", "/field/", "/desk",
    "/desk/intake", "/county", "/county/matrix", "/login", "/account", "/services/wage-arrears",
    "/household", "/entitled", "/check",
)  # fmt: skip
"""In large type these, and one page of each kind of case."""


@pytest.fixture
def stocked(committed):
    return Town().grow(2)


@pytest.fixture
def site(chromium, stocked):
    with served() as address:
        visits = Visits(chromium, address)
        yield visits
        visits.close()


def pages(town, visitor, listed):
    """For each user the pages among those listed that are theirs."""
    readers = {who: visitor(town, who) for who in USERS}
    found = {who: [] for who in USERS}
    for address in listed:
        for who, reader in readers.items():
            answer = reader.open(address)
            if answer.status_code == 200:
                found[who] += [address] if not answer.streaming and is_page(answer) else []
                break
    return found


def is_main(address):
    return address in MAIN or address.startswith(("/c/", "/desk/case/", "/public/c/"))


def faults(page, address, widths, *, contrast):
    page.complaints.clear()
    page.set_viewport_size(widths[0])
    answer = page.goto(address)
    found = [] if answer.status == 200 else [answer.status]
    found += barriers(page, contrast=contrast)
    for width in widths[1:]:
        page.set_viewport_size(width)
        found += [] if page.evaluate(FITS) else [f"wider than {width['width']}"]
    return [*found, *page.complaints]


PARTS = 3
"""Every third page is another test, so that the workers share them."""


@pytest.mark.parametrize("part", range(PARTS))
def test_no_page_bars_the_way(site, stocked, visitor, part):
    every = [one for few in addresses(stocked).values() for one in few]
    found, opened = {}, 0
    for who, ones in pages(stocked, visitor, every[part::PARTS]).items():
        for way, (lang, size, widths) in WAYS.items():
            page = site.come(member=stocked.people[who], lang=lang, size=size, viewport=widths[0])
            page.add_init_script(AXE_SCRIPT)  # half a megabyte need not be sent to each page anew
            for address in ones if way != "zh-large" else filter(is_main, ones):
                opened += 1
                if told := faults(page, f"{site.address}{address}", widths, contrast=way == "zh"):
                    found[way, who, address] = told
            page.context.close()
    assert not found, "\n".join(f"{at}: {told}" for at, told in found.items())
    assert opened > 10
