"""Every address of the product: which only take, and what stands for the words in the others."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, get_resolver
from tests.city import MAKER
from tests.journeys.pages.town import ESTATE, PING, Town

from linli.apps.cases.models import Case
from linli.apps.catalogue import facts as catalogue
from linli.apps.grid import facts as grid

WRITES = frozenset(
    [
        "login/code",
        "logout",
        "account/settings",
        "account/password",
        "account/second-factor",
        "account/sessions/<uuid:ref>/end",
        "account/sign-out-everywhere",
        "county/matrix/waiting/approve",
        "county/matrix/rows/<str:ref>/decide",
        "county/packs/of/<str:service>/decide",
        "county/packs/of/<str:service>/migrate",
        "county/rules/of/<str:benefit>/decide",
        "county/workshop/<slug:service>/do",
        "county/areas/<str:code>/household",
        "county/bodies/<str:ref>/change",
        "county/rosters/<str:ref>/change",
        "county/accounts/open",
        "county/peers/keys/change",
        "county/peers/keys/<slug:city>/entered",
        "county/peers/keys/<slug:city>/distrust",
        "api/v1/exchange/cities/<city>/key-entered",
        "api/v1/exchange/cities/<city>/distrust",
        "county/accounts/<str:ref>/change",
        "desk/case/<uuid:ref>/move/<slug:what>",
        "desk/case/<uuid:ref>/act/<slug:what>",
        "desk/case/<uuid:ref>/contact",
        "desk/case/<uuid:ref>/exclusion",
        "desk/orders/<uuid:ref>",
        "desk/shift/<uuid:ref>",
        "desk/agents/<uuid:ref>/end",
        "desk/duty/ask",
        "desk/duty/<uuid:ref>",
        "family/ask",
        "family/confirm",
        "family/<uuid:ref>/end",
        "household/tasks/<uuid:ref>",
        "household/<uuid:ref>/letters",
        "household/<uuid:ref>/leave",
        "certificates/<uuid:ref>/end",
        "saved/<uuid:ref>/erase",
        "entitled/kept/<uuid:ref>",
        "entitled/<slug:name>/keep",
        "near/volunteers/mine/status",
        "api/v1/care/files/<file>/incidents",
        "api/v1/care/files/<file>/plans",
        "api/v1/care/files/<file>/requirements/end",
        "api/v1/time/bookings/<code>/undo",
        "api/v1/advisers/<adviser>/away",
        "api/v1/advisers/<adviser>/hours",
        "api/v1/advisers/<adviser>/wait",
        "api/v1/applications/<application>/moves",
        "api/v1/centres/<centre>/advisers",
        "api/v1/centres/<centre>/change",
        "api/v1/centres/<centre>/closings",
        "api/v1/centres/<centre>/draws",
        "api/v1/centres/<centre>/end",
        "api/v1/closings/<closing>/end",
        "api/v1/consultation-codes",
        "api/v1/lending/<centre>/copies",
        "api/v1/lending/<centre>/rules",
        "api/v1/lending/<centre>/titles",
        "api/v1/queues/<centre>/businesses",
        "api/v1/queues/<centre>/counters",
        "api/v1/queues/<centre>/hall",
        "api/v1/rooms/<room>/change",
        "api/v1/rooms/<room>/end",
        "api/v1/rooms/<room>/showings",
        "near/applications/<uuid:ref>/place",
        "near/volunteers/guardian/<uuid:ref>",
        "near/volunteers/confirm/<uuid:ref>",
        "api/v1/volunteer-tasks/<task>/take",
        "api/v1/engagements/<engagement>",
        "api/v1/time/gifts",
        "api/v1/favours/<favour>/answer",
        "api/v1/proposals/<proposal>",
        "api/v1/programmes/<programme>/run",
        "api/v1/programmes/<programme>/end",
        "c/<uuid:ref>/join",
        "c/<uuid:ref>/leave",
        "c/<uuid:ref>/confidential",
        "find/done",
        "field/report",
        "api/v1/benefits/<benefit>/decide",
        "api/v1/services/<service>/bring",
        "api/v1/cases",
        "api/v1/cases/<case>/moves",
        "api/v1/cases/<case>/notes",
        "api/v1/cases/<case>/join",
        "api/v1/cases/<case>/certificates",
        "api/v1/certificates/check",
        "kiosk/open",
        "kiosk/card",
        "kiosk/issue",
        "api/v1/registers/<name>/entries",
        "api/v1/cases/<case>/rating",
        "api/v1/files",
        "api/v1/drafts/<draft>/discard",
        "api/v1/drafts/<draft>/send",
        "exchange/v1/files",
        "exchange/v1/messages",
        "api/v1/cities/<city>/cases",
        "log/promise",
        "tell/hints",
        "api/v1/activities/<activity>/call-off",
        "api/v1/activities/<activity>/helpers",
        "api/v1/activities/<activity>/publish",
        "api/v1/activities/<activity>/sessions/<session>/attendance",
        "api/v1/activities/<activity>/sessions/<session>/close",
        "api/v1/activities/<activity>/sign-ups",
        "api/v1/activities/<activity>/questions/<asked>/answer",
        "api/v1/activities/<activity>/replay",
        "api/v1/childcare/reminders/<reminders>/end",
        "api/v1/meetings/<meeting>/sittings",
        "api/v1/sign-ups/<sign_up>/sessions/<session>/join",
        "api/v1/sittings/<sitting>/call-off",
        "api/v1/sittings/<sitting>/close",
        "api/v1/sittings/<sitting>/join",
        "api/v1/sittings/<sitting>/questions/<question>/answer",
        "api/v1/sittings/<sitting>/questions/<question>/set-aside",
        "api/v1/sittings/<sitting>/replay",
        "api/v1/announcement-keys",
        "api/v1/announcements/<announcement>/moves",
        "api/v1/readings/<reading>/take-back",
        "api/v1/street-networks/<network>/use",
        "api/v1/applications/<application>/end",
        "api/v1/bookings/<booking>/moves",
        "api/v1/card-lines",
        "api/v1/card-lines/<line>/end",
        "api/v1/care/enrolments/<enrolment>/admit",
        "api/v1/care/enrolments/<enrolment>/end",
        "api/v1/care/enrolments/<enrolment>/today",
        "api/v1/care/files/<file>/enrolments",
        "api/v1/care/rooms/<room>/days/<day>/meals",
        "api/v1/care/mine/<file>/family",
        "api/v1/care/mine/<file>/family/<member>/withdraw",
        "api/v1/care/results/<assessment>/contest",
        "api/v1/care/results/<assessment>/tell",
        "api/v1/care/round/<visit>",
        "api/v1/centres/<centre>/rooms",
        "api/v1/childcare/<group>/applications",
        "api/v1/childcare/applications/<application>/accept",
        "api/v1/childcare/applications/<application>/leave",
        "api/v1/circuits/<circuit>/stops/<stop>/drop",
        "api/v1/circuits/<circuit>/stops/<stop>/reached",
        "api/v1/consultations/<consultation>/moves",
        "api/v1/consultations/<consultation>/record",
        "api/v1/counters/<counter>/moves",
        "api/v1/draws/<draw>/applications",
        "api/v1/draws/<draw>/moves",
        "api/v1/facilities/<facility>/close",
        "api/v1/jobs/employers/<employer>/moves",
        "api/v1/jobs/employers/<employer>/shifts",
        "api/v1/jobs/engagements/<engagement>/moves",
        "api/v1/jobs/shifts/<shift>/moves",
        "api/v1/jobs/workers",
        "api/v1/jobs/workers/<worker>/moves",
        "api/v1/jobs/workers/<worker>/papers",
        "api/v1/jobs/wording/editions/<edition>/moves",
        "api/v1/lending/<centre>/moves",
        "api/v1/loans/<loan>/moves",
        "api/v1/meetings/<meeting>/ask",
        "api/v1/meetings/<meeting>/close",
        "api/v1/meetings/<meeting>/group",
        "api/v1/meetings/<meeting>/suggestions",
        "api/v1/meetings/<meeting>/suggestions/<suggestion>/look-over",
        "api/v1/meetings/<meeting>/themes",
        "api/v1/meetings/<meeting>/undo",
        "api/v1/queue-numbers/<number>/end",
        "api/v1/queues/<centre>/numbers",
        "api/v1/replies/<reply>/answer",
        "api/v1/reservations",
        "api/v1/reservations/<reservation>/end",
        "api/v1/searches/<search>/moves",
        "api/v1/seats/<seat>/end",
        "api/v1/showings/<showing>/seats",
        "api/v1/sign-ups/<sign_up>/accept",
        "api/v1/sign-ups/<sign_up>/give-up",
        "api/v1/subscriptions/<subscription>/end",
        "api/v1/volunteers",
        "check/tally",
        "county/bundles/decide",
        "county/certificates/kinds/decide",
        "desk/bookings/<uuid:ref>",
        "desk/centres/<uuid:ref>/days",
        "household/<uuid:ref>/card",
        "near/activities/<uuid:ref>/questions",
        "near/advice/booking/<uuid:ref>/change",
        "near/applications/<uuid:ref>",
        "near/bookings/<uuid:ref>",
        "near/lending/<uuid:ref>/reserve",
        "near/lending/loan/<uuid:ref>/renew",
        "near/lending/reservation/<uuid:ref>/end",
        "near/meetings/<uuid:ref>/suggest",
        "near/sittings/<uuid:ref>/ask",
        "near/sittings/<uuid:ref>/join",
        "near/queue/number/<uuid:ref>/back",
        "near/seats/<uuid:ref>",
    ]
)
"""They take a form or a document and show nothing by themselves."""

SUBJECT = "30428.2:component:01-02"
ADDRESSES = {
    "desk/announcements/readings": ("/desk/announcements/readings", "/desk/announcements/readings?try=停水"),
    "desk/announcements/readings/voice.wav": (),  # not every machine has a voice: tests/apps/notices/test_readings.py
    "api/v1/readings/sound": ("/api/v1/readings/sound?text=停水",),
    "about/style/<str:page>": ("/about/style/case", "/about/style/board"),
    "about/style/errors/<str:kind>": (),  # a page that fails on purpose
    "files/<uuid:ref>": (), "files/<uuid:ref>/small": (),  # bytes; tests/kernel/files
    "county/matrix/waiting/effect": ("/county/matrix/waiting/effect?ref={row}",),
    "county/matrix/import/<slug:sheet_name>.csv": ("/county/matrix/import/matrix_vegetable_oil_fuel.csv",),
    "county/matrix/rows/<str:ref>": ("/county/matrix/rows/{row}",),
    "county/matrix/ask": ("/county/matrix/ask", f"/county/matrix/ask?subject={SUBJECT}&area={PING}"),
    "county/subjects/<str:key>": (f"/county/subjects/{SUBJECT}",),
    "county/subjects/<str:key>/<str:standard>/<int:number>": (f"/county/subjects/{SUBJECT}/yuncheng-2026/1",),
    "county/mapping": ("/county/mapping", "/county/mapping?old=30428.2:component:01-99"),
    "county/packs/of/<str:service>": ("/county/packs/of/request", "/county/packs/of/mediation"),
    "county/packs/of/<str:service>/changes": ("/county/packs/of/request/changes?old=1&new=1",),
    "county/rules/of/<str:benefit>": ("/county/rules/of/childcare-allowance",),
    "county/rules/of/<str:benefit>/changes": ("/county/rules/of/childcare-allowance/changes?old=1&new=1",),
    "county/rules/of/<str:benefit>/propose": (
        "/county/rules/of/childcare-allowance/propose", "/county/rules/of/childcare-allowance/propose?parameter=a_year",
    ),
    "county/workshop/<slug:service>": ("/county/workshop/draft-1",),
    "county/workshop/<slug:service>/file": ("/county/workshop/draft-1/file?path=pack.yaml", "/county/workshop/draft-1/file?path=scenarios/new.yaml"),
    "county/workshop/<slug:service>/form": ("/county/workshop/draft-1/form",),
    "county/workshop/<slug:service>.zip": ("/county/workshop/draft-1.zip",),
    "county/areas/<str:code>": (f"/county/areas/{PING}", f"/county/areas/{ESTATE}"),
    "county/bodies/<str:ref>": ("/county/bodies/{centre}",),
    "county/rosters/<str:ref>": ("/county/rosters/{roster}",),
    "county/accounts/<str:ref>": ("/county/accounts/{clerk}",),
    "desk/queue": ("/desk/queue", "/desk/queue?late=wishes", "/desk/queue?words=井盖"),
    "desk/queue/<slug:what>": tuple(
        f"/desk/queue/{name}" for name in (
            "intake", "dispatch", "returned", "offered", "handling", "waiting", "post_check", "call_back",
            "contested", "parked",
        )
    ),
    "desk/case/<uuid:ref>": (
        "/desk/case/{told}", "/desk/case/{accepted}?move=dispatch", "/desk/case/{handling}?move=report",
        "/desk/case/{handling}?act=order", "/desk/case/{accepted}?act=classify", "/desk/case/{returned}?move=rule",
        "/desk/case/{contested}", "/desk/case/{closed}",
    ),
    "desk/case/<uuid:ref>/certificate": ("/desk/case/{told}/certificate",),
    "desk/certificates/<uuid:ref>": ("/desk/certificates/{certificate}",),
    "desk/certificates/<uuid:ref>/pdf": ("/desk/certificates/{certificate}/pdf",),
    "desk/together": ("/desk/together?queue=dispatch&chosen={accepted}",),
    "desk/intake/<uuid:ref>": ("/desk/intake/{told}",),
    "log/checkpoint/<int:size>": (),
    "log/tile/<path:path>": (),  # bytes; tests/contracts/ledger
    "log/entry/<int:index>": ("/log/entry/0",), "log/inclusion/<int:index>/<int:size>": (),
    "log/consistency/<int:old>/<int:new>": (),
    "api/v1/drafts/<draft>": (),  # one's own; tests/contracts/api/test_drafts.py
    "api/v1/docs/<slug:tag>": ("/api/v1/docs/certificates",),
    "api/v1/services/<service>": ("/api/v1/services/request",), "api/v1/subjects/<key>": (f"/api/v1/subjects/{SUBJECT}",),
    "api/v1/areas/<name>": (f"/api/v1/areas/{PING}",), "api/v1/bodies/<name>": ("/api/v1/bodies/{centre}",),
    "api/v1/benefits/<benefit>": ("/api/v1/benefits/childcare-allowance",),
    "api/v1/subjects": ("/api/v1/subjects?q=井盖",),
    "api/v1/reach/nearest": ("/api/v1/reach/nearest?lon=112.505&lat=37.805",),
    "api/v1/jobs/day": (f"/api/v1/jobs/day?area={PING}&day=2026-10-20",),
    "api/v1/reach/shares": (),  # nothing has been measured; tests/apps/centres/test_reach.py
    "api/v1/locate": ("/api/v1/locate?lon=112.505&lat=37.805",),
    "api/v1/responsible": (f"/api/v1/responsible?subject={SUBJECT}&area={PING}",),
    "api/v1/cases/<case>": ("/api/v1/cases/{told}",), "api/v1/cases/<case>/receipt": ("/api/v1/cases/{told}/receipt",),
    "api/v1/cases/<case>/entries": ("/api/v1/cases/{told}/entries",),
    "api/v1/public/cases/<ref>": ("/api/v1/public/cases/{closed}",),
    "board": ("/board", f"/board?area={PING}"), "board/cases": ("/board/cases?kind=open", "/board/cases?kind=late"),
    "open311/v2/services/<str:code>.xml": (), "open311/v2/requests/<str:number>.xml": ("/open311/v2/requests/{number}.xml",),
    "open311/v2/services/<str:code>.json": (), "open311/v2/tokens/<str:token>.json": (), "open311/v2/tokens/<str:token>.xml": (),
    "open311/v2/requests/<str:number>.json": ("/open311/v2/requests/{number}.json",), "open311/v2/<path:path>": (),
    "desk/intake/alike": ("/desk/intake/alike?body=井盖",),
    "services": ("/services", "/services?q=欠工资", "/services?q=spaceship&event=work"),
    "services/<slug:name>/about": ("/services/wage-arrears/about", "/services/mediation/about?version=3"),
    "services/<slug:name>/bring": ("/services/wage-arrears/bring", "/services/city-fault/bring"),
    "services/<slug:name>": ("/services/wage-arrears", "/services/mediation"),
    "notices/<uuid:ref>": (), "desk/case/<uuid:ref>/file": ("/desk/case/{told}/file",),  # tests/journeys/test_notice_pages.py
    "api/v1/cases/<case>/elsewhere": (),  # as the next one
    "elsewhere/<slug:peer>/<slug:name>": (),  # needs another city; tests/apps/exchange
    "together/<slug:name>": ("/together/newborn",), "together/of/<uuid:ref>": ("/together/of/{bundle}",),
    "desk/bundles/<uuid:ref>": ("/desk/bundles/{bundle}",), "api/v1/bundles/<bundle>": ("/api/v1/bundles/newborn",),
    "api/v1/bundles/sent/<ref>": ("/api/v1/bundles/sent/{bundle}",),
    "entitled": ("/entitled", "/entitled?q=孩子"), "entitled/<slug:name>": ("/entitled/childcare-allowance",),
    "entitled/proposals/<uuid:ref>": (),  # one's own for a day or two; tests/journeys/test_kept_pages
    "desk/programmes/<uuid:ref>": (),  # a programme of one's body; tests/journeys/test_kept_pages
    "c/<uuid:ref>": ("/c/{told}", "/c/{waiting}", "/c/{call_back}", "/c/{closed}"),
    "c/<uuid:ref>/do/<slug:move>": ("/c/{call_back}/do/confirm", "/c/{told}/do/withdraw"),
    **{f"c/<uuid:ref>/{what}": (f"/c/{{told}}/{what}",) for what in ("add", "receipt", "receipt.json", "slip", "certificate", "sent")},
    "saved/<uuid:ref>": (),
    "desk/registers/<slug:what>": ("/desk/registers/volunteers",),
    "desk/registers/entries/<uuid:ref>": ("/desk/registers/entries/{entry}",),
    "kiosk/papers/<uuid:ref>": ("/kiosk/papers/{certificate}",),
    "kiosk/papers/<uuid:ref>/pdf": ("/kiosk/papers/{certificate}/pdf",),
    "certificates/<uuid:ref>": ("/certificates/{certificate}",),
    "certificates/<uuid:ref>/file": ("/certificates/{certificate}/file",),
    "certificates/<uuid:ref>/pdf": ("/certificates/{certificate}/pdf",),
    "certificates/<uuid:ref>/seal": (),  # where the city has a seal: tests/apps/certificates/test_city_seal.py
    "certificates/status/<int:number>": ("/certificates/status/1",),
    "check/<str:code>": ("/check/{code}", "/check/0000000000000000"),
    "public/figures/<slug:code>": ("/public/figures/on_time", "/public/figures/satisfaction"),
    "public/c/<uuid:ref>": ("/public/c/{closed}",), "public/feed/<slug:code>.atom": ("/public/feed/all.atom",),
    "public/data/<str:name>": (),  # files; tests/apps/insight
    # Opened with volunteers, tasks and favours of their own: tests/apps/volunteers/test_pages.py and test_api.py.
    "near/volunteers/tasks/<uuid:ref>": (), "near/volunteers/teams/<uuid:ref>": (), "near/favours/<uuid:ref>": (),
    "near/favours/with/<uuid:ref>": (), "desk/volunteers/<uuid:ref>": (), "desk/volunteers/teams/<uuid:ref>": (),
    "desk/volunteers/tasks/<uuid:ref>": (), "desk/volunteers/slips/<uuid:ref>": (),
    "near/volunteers/mine/change": (), "api/v1/favour-matches/<match>": (),
}  # fmt: skip
"""What is opened for a route with words in it, or of which one form would not be enough; {names} are the town's."""


OF_THEIR_OWN = {
    "tests/journeys/test_activity_pages.py": ("near/activities/", "desk/activities/", "desk/circuits/"),
    "tests/journeys/test_childcare_pages.py": ("near/circuits/", "near/childcare/", "desk/childcare/"),
    "tests/journeys/test_care_pages.py": ("near/care/", "desk/care/"),
    "tests/journeys/test_council_pages.py": ("near/meetings/", "desk/meetings/", "near/sittings/", "desk/sittings/"),
    "tests/journeys/test_jobs_pages.py": ("near/jobs/", "desk/jobs/"),
    "tests/journeys/test_reach_pages.py": ("near/card/", "household/<uuid:ref>/card", "desk/facilities/", "desk/reach/"),
    "tests/apps/centres/test_advising_pages.py": ("near/advice/", "desk/advice/"),
    "tests/apps/centres/test_lending_pages.py": ("near/lending/", "desk/lending/"),
    "tests/apps/centres/test_queue_pages.py": ("near/queue/", "desk/counter/"),
    "tests/apps/centres/test_room_pages.py": (
        "near/centres/", "near/rooms/", "near/bookings/", "near/showings/", "near/seats/", "near/draws/", "near/applications/",
        "desk/centres/", "desk/rooms/", "desk/bookings/", "desk/showings/", "desk/draws/",
    ),
    "tests/apps/notices/test_pages.py": (
        "near/notices/", "near/search/", "n/<str:token>", "desk/announcements/", "desk/searches/",
    ),
    "tests/contracts/api": ("api/v1/",),
}  # fmt: skip
"""Where the pages about one thing are opened with things of their own, which the town has not; here only its lists are."""


def of_their_own(route):
    """Tell whether the page is about one thing that the town has not."""
    return "<" in route and route not in ADDRESSES and route.startswith(sum(OF_THEIR_OWN.values(), ()))


def routes(resolver=None, before=""):
    """Every route, as it is written in the lists of addresses."""
    for one in (resolver or get_resolver()).url_patterns:
        here = f"{before}{one.pattern}"
        if isinstance(one, URLResolver):
            yield from routes(one, here)
        elif isinstance(one, URLPattern):
            yield here


def shown():
    """The routes that show something when they are opened."""
    return sorted(set(routes()) - WRITES)


def some_names(town: Town) -> dict[str, str]:
    """What the addresses may name, as far as the town has it."""
    known = {"clerk": str(town.people["clerk"].account.ref), "centre": grid.body("CENTRE").ref}
    if not town.rows:
        return known
    waiting = Case.objects.filter(stage="accepted").values_list("ref", flat=True)[:30]
    proposed = [one.ref for one in catalogue.matrix_lines(actor=MAKER, state="proposed")][:30]
    return {
        **known, **town.cases, "roster": grid.rosters(known["centre"])[-1].ref,
        "number": Case.objects.get(ref=town.cases["closed"]).number,
        "every_accepted": "".join(f"&chosen={one}" for one in waiting),
        "every_row": "?" + "&".join(f"ref={one}" for one in proposed),
    }  # fmt: skip


def addresses(town: Town) -> dict[str, list[str]]:
    """For every route what is opened."""
    known = some_names(town)
    listed = {route: () if of_their_own(route) else ADDRESSES.get(route, (f"/{route}",)) for route in shown()}
    return {route: [one.format(**known) for one in ones] for route, ones in listed.items()}
