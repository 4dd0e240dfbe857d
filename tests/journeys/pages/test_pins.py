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
        "/": 4, "/mine": 7, "/household": 6, "/entitled/kept": 4, "/api/v1/kept-answers": 4, "/family": 4, "/account": 37, "/account/held.json": 35, "/services": 3,
        "/c/{handling}": 12, "/c/{closed}": 11, "/api/v1/cases/{handling}": 8,
        "/api/v1/cases/{handling}/entries": 8, "/api/v1/certificates": 3, "/api/v1/registers": 5, "/certificates/new": 6,
        "/api/v1/drafts": 4,
    },
    "grid_worker": {"/field/": 4, "/field/households": 5},
    "clerk": {"/desk/agents": 8, "/desk/intake": 9, "/desk/intake/alike?body=井盖": 7, "/desk/certificates": 8, "/desk/kiosk": 6, "/desk/registers": 6, "/desk/registers/volunteers": 6, "/desk/duty": 13},
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
        "/county/subjects": 3, f"/county/subjects/{SUBJECT}": 7, "/county/calendar": 3, "/county/peers": 5, "/county/peers/keys": 6, "/api/v1/exchange/keys": 5, "/api/v1/exchange/files": 3, "/api/v1/exchange/messages": 3,
        "/county/matrix/waiting/effect{every_row}": 10,
    },
}  # fmt: skip
"""Who opens what, and what it costs at thirty rows; two statements of a signed-in reader say who asks."""

NEAR = {
    "stranger": {
        "/api/v1/activities": 1, "/api/v1/advisers": 1, "/api/v1/announcements": 2,
        "/api/v1/care/rooms": 1, "/api/v1/centres": 2, "/api/v1/childcare": 1, "/api/v1/circuits": 1,
        "/api/v1/draws": 2, "/api/v1/facilities": 1, "/api/v1/favours": 1, "/api/v1/jobs/shifts": 1,
        "/api/v1/jobs/trades": 1, "/api/v1/jobs/wording": 1, "/api/v1/meetings": 1, "/api/v1/neighbourhood": 41,
        "/api/v1/searches": 2, "/api/v1/suggestions/unanswered": 1, "/api/v1/titles": 1,
        "/api/v1/volunteer-tasks": 1, "/api/v1/volunteers/teams": 1, "/api/v1/street-networks": 1, "/api/v1/volunteers/totals": 6,
        "/near/activities": 1, "/near/advice": 1, "/near/care": 2, "/near/centres": 5,
        "/near/childcare": 1, "/near/circuits": 1, "/near/draws": 2, "/near/favours": 1, "/near/gaps": 3,
        "/near/jobs": 2, "/near/jobs/board": 1, "/near/jobs/figures": 6, "/near/lending": 2,
        "/near/meetings": 1, "/near/meetings/unanswered": 1, "/near/notices": 2,
        "/near/notices/feed.atom": 2, "/near/notices/screen": 2, "/near/queue": 1, "/near/queue/screen": 2, "/api/v1/queues": 2, "/near/schools": 2, "/near/search": 3, "/api/v1/school-supply": 2,
        "/near/volunteers": 6, "/near/volunteers/tasks": 1, "/near/volunteers/teams": 1,
        "/public/neighbourhood": 43,
    },
    "clerk": {
        "/api/v1/announcement-drafts": 3, "/api/v1/announcement-visits": 3, "/api/v1/counters": 3, "/api/v1/searches-waiting": 3,
        "/desk/activities": 6, "/desk/advice/book": 6, "/desk/announcements": 7, "/desk/bookings": 6,
        "/desk/childcare": 7, "/desk/circuits": 8, "/desk/counter": 6, "/desk/draws": 8,
        "/desk/favours": 7, "/desk/jobs": 10, "/desk/jobs/day": 7, "/desk/jobs/workers": 7,
        "/desk/lending": 6, "/desk/meetings": 7, "/desk/searches": 6, "/desk/subscriptions": 9,
        "/desk/volunteers": 7, "/desk/volunteers/tasks": 6, "/desk/volunteers/teams": 8,
    },
    "resident": {
        "/api/v1/bookings": 3, "/api/v1/care/mine": 5, "/api/v1/childcare/applications": 3, "/api/v1/childcare/reminders": 3,
        "/api/v1/consultations": 4, "/api/v1/jobs/employers": 3, "/api/v1/jobs/engagements": 3,
        "/api/v1/loans": 4, "/api/v1/represented": 3, "/api/v1/sign-ups": 3, "/api/v1/subscriptions": 3,
        "/api/v1/time": 6, "/api/v1/volunteers/me": 7, "/near/activities/mine": 4, "/near/advice/mine": 3,
        "/near/bookings": 5, "/near/childcare/mine": 4, "/near/childcare/reminders": 3, "/near/jobs/mine": 6, "/near/lending/mine": 4,
        "/near/notices/subscribe": 5, "/near/notices/visits": 4, "/near/search/mine": 3, "/near/time": 6,
        "/near/volunteers/mine": 11,
    },
    "supervisor": {
        "/api/v1/care/files": 3, "/api/v1/site-studies": 3, "/desk/care": 5, "/desk/reach": 6,
        "/desk/volunteers/disputes": 4, "/desk/volunteers/time": 3,
    },
    "county_administrator": {
        "/county/bundles": 3, "/county/certificates/kinds": 4, "/desk/cards": 3, "/desk/centres": 3, "/desk/facilities": 3, "/desk/schools": 3,
        "/api/v1/jobs/wording/editions": 4, "/api/v1/readings": 3, "/desk/announcements/readings": 3, "/desk/jobs/tables": 4, "/desk/jobs/wording": 5, "/desk/reach/streets": 3,
    },
    "officer": {
        "/desk/meetings/answers": 6,
    },
}  # fmt: skip
"""The lists of the neighbourhood, by who opens them; most are empty in the town, so this is what they cost empty."""

for _who, _pins in NEAR.items():
    PINS[_who] |= _pins

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
        "field/away",
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
        "certificates/<uuid:ref>/seal",
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
        "api/v1/docs/<slug:tag>",
        "api/v1/openapi.json",
        "api/v1/services/<service>",
        "api/v1/benefits",
        "api/v1/benefits/<benefit>",
        "api/v1/bundles",
        "api/v1/cities",
        "api/v1/bundles/<bundle>",
        "api/v1/bundles/sent/<ref>",
        "api/v1/drafts/<draft>",
        "api/v1/certificates/kinds",
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
        "api/v1/announcements/<announcement>",
        "api/v1/announcements/<announcement>/estimate",
        "api/v1/readings/sound",
        "desk/announcements/readings/voice.wav",
        "api/v1/consultations/<consultation>",
        "api/v1/draws/<draw>/file",
        "api/v1/facility-kinds",
        "api/v1/favour-matches/<match>",
        "api/v1/jobs/engagements/<engagement>",
        "api/v1/jobs/shifts/<shift>",
        "api/v1/jobs/workers/<worker>",
        "api/v1/time/bookings/<code>",
        "api/v1/queue-numbers/<number>",
        "api/v1/searches/<search>",
        "desk/activities/<uuid:ref>/change",
        "desk/activities/new",
        "desk/announcements/<uuid:ref>/text",
        "desk/announcements/new",
        "desk/care/assess/<uuid:ref>",
        "desk/care/new",
        "desk/centres/<uuid:ref>/rooms/new",
        "desk/centres/new",
        "desk/jobs/workers/new",
        "desk/lending/<uuid:centre>/rules",
        "desk/rooms/<uuid:ref>/change",
        "desk/volunteers/tasks/new",
        "n/<str:token>",
        "near",
        "near/activities/<uuid:ref>/sign-up",
        "near/activities/mine/<uuid:ref>",
        "near/advice/booking/<uuid:ref>",
        "near/card",
        "near/care/<uuid:ref>/result",
        "near/childcare/<uuid:ref>/apply",
        "near/draws/<uuid:ref>/draw.json",
        "near/favours/new",
        "near/jobs/employers/<uuid:ref>/post",
        "near/jobs/employers/new",
        "near/jobs/engagements/<uuid:ref>",
        "near/jobs/engagements/<uuid:ref>/paper",
        "near/jobs/posts/<uuid:ref>",
        "near/jobs/work",
        "near/notices/<uuid:ref>",
        "near/notices/<uuid:ref>/poster",
        "near/notices/<uuid:ref>/voice.wav",
        "near/notices/mail/<str:token>",
        "near/queue/number/<uuid:ref>",
        "near/queue/number/<uuid:ref>/slip",
        "near/reach",
        "near/search/<uuid:ref>/poster",
        "near/search/new",
        "near/volunteers/confirm",
        "near/volunteers/courier",
        "near/volunteers/join",
        "near/volunteers/mine/change",
    ]
)
"""They show one thing, a form, or a file that is written while it is read: nothing in them grows with a list."""

UNSTAGED = frozenset(
    (
        "api/v1/activities/<activity>/questions", "api/v1/sittings/<sitting>", "api/v1/sittings/<sitting>/questions",
        "desk/sittings/<uuid:ref>", "near/sittings/<uuid:ref>",
        "api/v1/care/carers/<body>", "near/jobs/employers/<uuid:ref>/shifts/<uuid:post>/list",
        "api/v1/activities/<activity>", "api/v1/activities/<activity>/sessions/<session>/list",
        "api/v1/advisers/<adviser>/times", "api/v1/cases/<case>/elsewhere", "api/v1/cards/<area>", "api/v1/care/assessments", "api/v1/lending/<centre>/loans",
        "api/v1/care/days/<body>/<day>", "api/v1/care/mine/<file>", "api/v1/care/rooms/<room>/days/<day>",
        "api/v1/care/assessments/<assessment>", "api/v1/care/files/<file>/assessments", "api/v1/care/files/<file>/plan", "api/v1/care/files/<file>/requirements", "desk/care/file/<uuid:ref>/plan.pdf",
        "near/care/<uuid:ref>/plan.pdf", "api/v1/lending/<centre>/loans",
        "api/v1/care/round", "api/v1/centres/<centre>", "api/v1/centres/<centre>/bookings",
        "api/v1/circuits/<circuit>", "api/v1/counters/<counter>", "api/v1/draws/<draw>", "api/v1/jobs/day",
        "api/v1/meetings/<meeting>", "api/v1/queues/<centre>", "api/v1/reach/nearest",
        "api/v1/reach/shares", "api/v1/rooms/<room>", "api/v1/searches/<search>/messages",
        "api/v1/showings/<showing>", "api/v1/site-studies/<study>", "api/v1/titles/<title>",
        "desk/activities/<uuid:ref>", "desk/activities/<uuid:ref>/counter", "desk/advice",
        "desk/advice/<uuid:ref>", "desk/advice/centre/<uuid:centre>", "desk/advice/hours",
        "desk/announcements/<uuid:ref>", "desk/announcements/<uuid:ref>/unheard",
        "desk/care/carers/<uuid:body>", "desk/care/day/<uuid:body>", "desk/care/file/<uuid:ref>",
        "desk/care/room/<uuid:ref>", "desk/care/room/<uuid:ref>/kitchen", "desk/centres/<uuid:ref>",
        "desk/childcare/<uuid:ref>", "desk/circuits/<uuid:ref>", "desk/counter/<uuid:ref>",
        "desk/counter/hall/<uuid:centre>", "desk/draws/<uuid:ref>", "desk/facilities/<uuid:ref>",
        "desk/jobs/employers/<uuid:ref>", "desk/jobs/posts/<uuid:ref>", "desk/jobs/workers/<uuid:ref>",
        "desk/lending/<uuid:centre>", "desk/lending/<uuid:centre>/labels",
        "desk/lending/<uuid:centre>/stock", "desk/meetings/<uuid:ref>", "desk/reach/<uuid:ref>",
        "desk/rooms/<uuid:ref>", "desk/searches/<uuid:ref>", "desk/showings/<uuid:ref>",
        "desk/volunteers/<uuid:ref>", "desk/volunteers/slips/<uuid:ref>",
        "desk/volunteers/tasks/<uuid:ref>", "desk/volunteers/teams/<uuid:ref>", "field/care",
        "near/activities/<uuid:ref>", "near/activities/<uuid:ref>/list", "near/activities/code/<str:code>",
        "near/advice/with/<uuid:ref>", "near/card/<str:code>", "near/card/<str:code>/card.pdf",
        "near/card/<str:code>/sheet.pdf", "near/care/<uuid:ref>", "near/centres/<uuid:ref>",
        "near/circuits/<uuid:ref>", "near/draws/<uuid:ref>", "near/favours/<uuid:ref>",
        "near/favours/with/<uuid:ref>", "near/jobs/employers/<uuid:ref>",
        "near/jobs/employers/<uuid:ref>/shifts/<uuid:post>", "near/lending/<uuid:ref>",
        "near/meetings/<uuid:ref>", "near/queue/<uuid:centre>", "near/queue/<uuid:centre>/screen",
        "near/queue/<uuid:centre>/stand", "near/rooms/<uuid:ref>", "near/search/<uuid:ref>",
        "near/showings/<uuid:ref>", "near/volunteers/tasks/<uuid:ref>", "near/volunteers/teams/<uuid:ref>",
    )
)  # fmt: skip
"""What may grow but is not measured here: the town has no such thing, or nobody who may open it.

Some are bounded by the tests of their own app, the others are not measured anywhere yet.
"""


def pinned_routes():
    names = dict.fromkeys(("closed", "handling", "accepted", "row", "roster", "clerk", "centre"), SOME_REF)
    for pins in PINS.values():
        for address in pins:
            path = address.partition("?")[0].replace("{every_accepted}", "").replace("{every_row}", "")
            yield resolve(path.format(**names)).route


SOME_REF = "00000000-0000-4000-8000-000000000000"


def test_every_page_is_pinned_or_shows_one_thing():
    pinned = set(pinned_routes())
    told = pinned | ONE_THING | UNSTAGED
    assert set(shown()) - told == set(), "pin what it costs, or say that it shows one thing"
    assert (ONE_THING | UNSTAGED) - set(shown()) == set()
    assert ONE_THING & pinned == UNSTAGED & (pinned | ONE_THING) == set()


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


@pytest.mark.long
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
