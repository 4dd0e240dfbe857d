"""How many statements every list costs: pinned, and the same for one row as for thirty."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import resolve
from tests.journeys.pages.routes import ADDRESSES, PING, SUBJECT, shown, some_names
from tests.journeys.pages.town import Town

pytestmark = [pytest.mark.slow, pytest.mark.one_database]  # the same statements on both

PINS = {
    "stranger": {
        "/public/": 9, "/public/cases": 6, "/public/figures": 2, "/public/figures/on_time": 7,
        "/public/figures/satisfaction": 7, "/public/map": 5, "/public/map.json": 3, "/public/register": 3,
        "/public/data": 3, "/notices": 1, "/public/feed/all.atom": 3, "/public/c/{closed}": 5,
        "/api/v1/areas": 1, "/api/v1/bodies": 1, "/api/v1/services": 1, "/api/v1/subjects?q=井盖": 1,
        f"/api/v1/responsible?subject={SUBJECT}&area={PING}": 3, "/api/v1/indicators": 2,
        "/api/v1/public/cases": 1, "/api/v1/public/cases/{closed}": 2,
        "/open311/v2/services.json": 1, "/open311/v2/services.xml": 1,
        "/open311/v2/requests.json": 6, "/open311/v2/requests.xml": 6, "/log/": 1,
    },
    "resident": {
        "/": 4, "/mine": 7, "/household": 6, "/entitled/kept": 4, "/api/v1/kept-answers": 4, "/family": 4, "/account": 9, "/account/held.json": 7, "/services": 3,
        "/c/{handling}": 12, "/c/{closed}": 11, "/api/v1/cases/{handling}": 8,
        "/api/v1/cases/{handling}/entries": 8, "/api/v1/certificates": 3, "/api/v1/registers": 4, "/certificates/new": 4,
    },
    "grid_worker": {"/field/": 4, "/field/households": 5},
    "clerk": {"/desk/agents": 8, "/desk/intake": 9, "/desk/intake/alike?body=井盖": 7, "/desk/certificates": 7, "/desk/kiosk": 6, "/desk/registers": 6, "/desk/registers/volunteers": 6, "/desk/duty": 13},
    "dispatcher": {
        "/desk": 8, "/desk/queue": 8, "/desk/queue?late=wishes": 8, "/desk/queue?words=井盖": 7,
        **dict.fromkeys(ADDRESSES["desk/queue/<slug:what>"], 8),
        "/desk/queue/parked": 7,
        "/desk/supporting": 7, "/desk/orders": 6, "/desk/shift": 7, "/desk/visits": 8, "/desk/bundles": 7,
        "/desk/together?queue=dispatch{every_accepted}": 5,
        "/desk/case/{handling}": 23, "/desk/case/{accepted}?move=dispatch": 28,
    },
    "officer": {"/desk/sheet": 10, "/desk/programmes": 9, "/api/v1/programmes": 4, "/desk/orders": 7, "/desk/supporting": 7, "/desk/duty": 13},
    "supervisor": {"/board": 21, "/board/cases?kind=open": 7, "/board/cases?kind=late": 6, "/desk/orders": 7},
    "county_administrator": {
        "/county": 9, "/county/accounts": 6, "/county/accounts/{clerk}": 8, "/county/areas": 8,
        f"/county/areas/{PING}": 20, "/county/bodies": 4, "/county/bodies/{centre}": 12, "/county/duties": 5, "/county/certificates": 4,
        "/county/mapping": 4, "/county/matrix": 8, f"/county/matrix/ask?subject={SUBJECT}&area={PING}": 10,
        "/county/matrix/rulings": 7, "/county/matrix/trouble": 5, "/county/matrix/waiting": 6,
        "/county/matrix/rows/{row}": 10, "/county/packs": 3, "/county/packs/folders": 3,
        "/county/packs/of/request": 4, "/county/rules": 3, "/county/rules/folders": 3,
        "/county/rules/of/childcare-allowance": 4, "/county/workshop": 4, "/county/rosters": 6, "/county/rosters/{roster}": 12,
        "/county/subjects": 3, f"/county/subjects/{SUBJECT}": 7, "/county/calendar": 3, "/county/peers": 6,
        "/county/matrix/waiting/effect{every_row}": 10,
    },
}  # fmt: skip
"""Who opens what, and what it costs at thirty rows; two statements of a signed-in reader say who asks."""

WITH_ROWS = {"/open311/v2/requests.json": 4, "/open311/v2/requests.xml": 4, "/county/matrix/rulings": 3}
"""What thirty rows may add to one: GeoReport reads a hundred cases a statement; one ruling alone proposes nothing."""
PAGER = 1
"""The step from one page of a list to several may cost one statement more."""

ONE_THING = frozenset(
    [
        "login",
        "staff/login",
        "about/style",
        "about/style/<str:page>",
        "about/style/errors/<str:kind>",
        "about/sources",
        "about/verify",
        "field/worker.js",
        "files/<uuid:ref>",
        "files/<uuid:ref>/small",
        "health",
        "tell",
        "call-me",
        "find",
        "entitled",
        "entitled/<slug:name>",
        "notices/<uuid:ref>",
        "desk/case/<uuid:ref>/file",
        "check/alone",
        "elsewhere",
        "elsewhere/<slug:peer>/<slug:name>",
        "together",
        "together/<slug:name>",
        "together/of/<uuid:ref>",
        "desk/bundles/<uuid:ref>",
        "entitled/proposals/<uuid:ref>",
        "desk/programmes/<uuid:ref>",
        "services/<slug:name>",
        "services/<slug:name>/about",
        "services/<slug:name>/bring",
        "c/<uuid:ref>/do/<slug:move>",
        "c/<uuid:ref>/add",
        "c/<uuid:ref>/receipt",
        "c/<uuid:ref>/receipt.json",
        "c/<uuid:ref>/slip",
        "c/<uuid:ref>/sent",
        "profile",
        "saved",
        "saved/<uuid:ref>",
        "c/<uuid:ref>/certificate",
        "certificates/<uuid:ref>",
        "certificates/<uuid:ref>/file",
        "certificates/<uuid:ref>/pdf",
        "certificates/keys",
        "certificates/status/<int:number>",
        "check",
        "check/<str:code>",
        "check/alone",
        "county/matrix/new",
        "county/matrix/import",
        "county/matrix/import/<slug:sheet_name>.csv",
        "county/areas/import",
        "county/workshop/<slug:service>",
        "county/workshop/<slug:service>/file",
        "county/workshop/<slug:service>/form",
        "county/workshop/<slug:service>.zip",
        "county/subjects/<str:key>/<str:standard>/<int:number>",
        "county/packs/of/<str:service>/changes",
        "county/rules/of/<str:benefit>/changes",
        "county/rules/of/<str:benefit>/propose",
        "desk/intake/<uuid:ref>",
        "desk/case/<uuid:ref>/certificate",
        "desk/certificates/<uuid:ref>",
        "desk/certificates/new",
        "kiosk",
        "kiosk/phone",
        "kiosk/code",
        "kiosk/over",
        "kiosk/papers/<uuid:ref>",
        "kiosk/papers/<uuid:ref>/pdf",
        "desk/registers/entries/<uuid:ref>",
        "desk/certificates/<uuid:ref>/pdf",
        "public/data/<str:name>",
        "log/checkpoint",
        "log/checkpoint/<int:size>",
        "log/key",
        "log/tile/<path:path>",
        "log/entry/<int:index>",
        "log/inclusion/<int:index>/<int:size>",
        "log/consistency/<int:old>/<int:new>",
        "api/v1/docs",
        "api/v1/openapi.json",
        "api/v1/services/<service>",
        "api/v1/benefits",
        "api/v1/benefits/<benefit>",
        "api/v1/bundles",
        "api/v1/bundles/<bundle>",
        "api/v1/bundles/sent/<ref>",
        "api/v1/subjects/<key>",
        "api/v1/areas/<name>",
        "api/v1/bodies/<name>",
        "api/v1/locate",
        "api/v1/cases/<case>/receipt",
        "open311/v2/discovery.json",
        "open311/v2/discovery.xml",
        "open311/v2/services/<str:code>.json",
        "open311/v2/services/<str:code>.xml",
        "open311/v2/requests/<str:number>.json",
        "open311/v2/requests/<str:number>.xml",
        "open311/v2/tokens/<str:token>.json",
        "open311/v2/tokens/<str:token>.xml",
        "open311/v2/<path:path>",
    ]
)
"""They show one thing, a form, or a file that is written while it is read: nothing in them grows with a list."""


def pinned_routes():
    names = dict.fromkeys(("closed", "handling", "accepted", "row", "roster", "clerk", "centre"), SOME_REF)
    for pins in PINS.values():
        for address in pins:
            path = address.partition("?")[0].replace("{every_accepted}", "").replace("{every_row}", "")
            yield resolve(path.format(**names)).route


SOME_REF = "00000000-0000-4000-8000-000000000000"


def test_every_page_is_pinned_or_shows_one_thing():
    pinned = set(pinned_routes())
    assert set(shown()) - pinned - ONE_THING == set(), "pin what it costs, or say that it shows one thing"
    assert ONE_THING - set(shown()) == set()
    assert ONE_THING & pinned == set()


def cost(reader, address):
    reader.open(address)  # what a process reads once is not counted
    with CaptureQueriesContext(connection) as seen:
        answer = reader.open(address)
    return answer.status_code, len(seen)


def costs(town, visitor):
    """What each page costs now; pages about a row that is not there yet are left out."""
    known, found = some_names(town), {}
    for who, pins in PINS.items():
        reader = visitor(town, who)
        for address in pins:
            if all(f"{{{name}}}" not in address or name in known for name in NAMES):
                status, found[who, address] = cost(reader, address.format(**known))
                assert status == 200 or not town.rows, (who, address, status)
    return found


NAMES = ("closed", "handling", "accepted", "row", "roster", "every_accepted", "every_row")


def test_no_list_costs_more_for_more_rows(transactional_db, settings, tmp_path, visitor):
    # A test that is one transaction would hide what is read once in a transaction, but anew in a request.
    settings.LOG_KEY_FILE = str(tmp_path / "log.key")
    town = Town()
    empty = costs(town, visitor)
    one = costs(town.grow(1), visitor)
    many = costs(town.grow(29), visitor)
    wanted = {(who, address): most for who, pins in PINS.items() for address, most in pins.items()}
    assert {at: (n, wanted[at]) for at, n in many.items() if n != wanted[at]} == {}
    assert {at: (n, wanted[at]) for at, n in (*empty.items(), *one.items()) if n > wanted[at]} == {}
    steps = {at: (n, many[at]) for at, n in one.items() if many[at] > n + WITH_ROWS.get(at[1], PAGER)}
    assert steps == {}
