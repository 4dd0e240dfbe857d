"""Bad input at every address that takes some: never a fault of ours, a clear sentence in both languages, nothing half-done."""

from __future__ import annotations

import json
import re
import uuid

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests import cast
from tests.contracts.api import bodies_of_activities, bodies_of_centres, bodies_of_volunteers
from tests.contracts.api.bodies import GOOD
from tests.contracts.api.conftest import CASE, Api

from linli.web.api import pace
from linli.web.api.interface import operations
from linli.web.api.reading import DEEPEST, LARGEST_BODY

pytestmark = pytest.mark.django_db

NOISE = {"identity_bucket", "identity_api_token", "django_session", "identity_session"}
"""Tables that may remember that somebody tried."""

EVIL = {
    "emoji": "🕳️👨‍👩‍👧‍👦 井盖",
    "rtl": "\u202e\u0627\u0644\u0645\u062f\u064a\u0646\u0629\u202c",
    "control": "a\x00b\x07c\x1b[31m\x7f",
    "half a character": "\ud800x",
    "sql": "'; DROP TABLE cases_case; --",
    "html": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "template": "{{ 7*7 }}{% debug %}${7*7}",
    "path": "../../../../etc/passwd\x00.jpg",
    "formula": '=HYPERLINK("http://evil.example")',
    "blank": " \u200b\u00a0\n\t ",
}
LONG = "长" * 20_001


def rows():
    """How many rows each table holds: what a refused act may not change."""
    counts = " UNION ALL ".join(f"SELECT '{name}', COUNT(*) FROM \"{name}\"" for name in in_question())  # noqa: S608 - ours
    with connection.cursor() as cursor:
        cursor.execute(counts)
        return {name: count for name, count in cursor.fetchall() if count}


def in_question():
    """The tables that the test may have changed: all, or on PostgreSQL those it wrote to in its one transaction."""
    tables = {model._meta.db_table for model in apps.get_models()} - NOISE
    if connection.vendor != "postgresql":
        return sorted(tables)
    with connection.cursor() as cursor:  # planning a count of them all takes longer than a refusal
        cursor.execute(
            "SELECT relname FROM pg_stat_xact_user_tables WHERE n_tup_ins + n_tup_upd + n_tup_del > 0"
        )
        return sorted(tables & {name for (name,) in cursor.fetchall()}) or ["cases_case"]


def speaks(answer):
    """A no that programs and people of both languages understand."""
    assert 400 <= answer.status_code < 500, answer.content.decode()
    assert answer.headers["Content-Type"] == "application/problem+json"
    told = answer.json()
    assert told["status"] == answer.status_code
    for said in (told, *told.get("problems", ())):
        assert said["zh"]
        assert said["en"]
        assert said["zh"] != said["en"]
        assert "{" not in said["zh"] + said["en"]
    assert all(one["code"] for one in told.get("problems", ()))
    return told


POSTS = [path for method, path, _ in operations() if method == "POST"]
JSON_POSTS = [
    path
    for path in POSTS
    if path not in {"/files", "/street-networks"} and not path.endswith(("/decide", "/bring", "/check"))
]
"""What stores something; what only answers has its own bad input in a file of its own."""


@pytest.fixture
def world(api):
    """A case of the resident, and the clerk who may do most things."""
    ref = api.as_("resident").tell()["ref"]
    return api, ref


PLACEHOLDER = re.compile(r"\{(\w+)\}")
STANDS_FOR = {"session": "1", "stop": "1", "edition": "1", "name": "volunteers"}
"""What an address holds that is no ref."""


def at(path, ref):
    return PLACEHOLDER.sub(lambda found: STANDS_FOR.get(found[1], ref), path)


def asker(api, path):
    """Who may ask at all."""
    if path == "/centres" or bodies_of_centres.is_kept(path):
        api.city.people.setdefault("keeper", cast.county_administrator("/9901/"))
        return api.as_("keeper")
    if path.startswith(
        (
            "/facilities",
            "/site-studies",
            "/school-supply",
            "/card-lines",
            "/exchange",
            "/readings",
            "/street-networks",
        )
    ):
        api.city.people.setdefault("administrator", cast.county_administrator("/9901/"))
        return api.as_("administrator")
    if path.startswith("/care/") and "/mine/" not in path:
        lead = "/days/" in path or path.endswith("/admit")
        lead = lead or path.startswith(("/care/files", "/care/carers", "/care/results"))
        make = cast.care_coordinator if lead else cast.carer
        api.city.people.setdefault(make.__name__, make(api.city.body("PING"), "/9901/"))
        return api.as_(make.__name__)
    return api.as_("officer" if path.startswith(("/programmes", "/replies")) else "clerk")


def test_the_table_covers_every_address_that_takes_json():
    assert set(GOOD) == set(JSON_POSTS)


BODIES = {
    "nothing": b"",
    "not json": b"{'body': 1}",
    "half": b'{"body": "x"',
    "a list": b"[]",
    "a text": b'"body"',
    "null": b"null",
    "not utf-8": b'{"body": "\xff\xfe"}',
    "utf-16": '{"body": "x"}'.encode("utf-16"),
    "nan": b'{"body": NaN}',
    "infinity": b'{"lon": -Infinity}',
    "overflow": b'{"lon": 1e999}',
    "endless number": b'{"version": ' + b"9" * 5_000 + b"}",
    "twice": b'{"body": "a", "body": "b"}',
    "twice inside": b'{"inputs": {"lead": "a", "lead": "b"}}',
    "deep": b'{"answers": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "rather deep": b'{"inputs": {"a": ' + b"[" * DEEPEST + b"]" * DEEPEST + b"}}",
    "large": b'{"body": "' + b"x" * LARGEST_BODY + b'"}',
    "very large": b'{"body": "' + b"x" * (3 * LARGEST_BODY) + b'"}',
    "unknown field": b'{"body": "x", "is_admin": true, "move": "accept", "text": "x", "satisfaction": "mostly"}',
}


KINDS = (
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/xml",
    "",
)
EMPTY = (
    "/join",
    "/end",
    "/send",
    "/discard",
    "/key-entered",
    "/distrust",
    "/take-back",
    "/street-networks/{network}/use",
    *bodies_of_activities.EMPTY,
    *bodies_of_volunteers.EMPTY,
)
"""How addresses end that read no body, so that nothing can be wrong with it."""
TAKING = [path for path in JSON_POSTS if not path.endswith(EMPTY)]


@pytest.mark.parametrize("path", TAKING)
def test_bodies_that_cannot_be_understood(world, path):
    api, ref = world
    clerk, before = asker(api, path), rows()
    for name, body in BODIES.items():
        assert speaks(clerk.post(at(path, ref), body))["status"] in {400, 413, 422}, name
    for kind in KINDS:
        answer = clerk.post(at(path, ref), json.dumps(GOOD[path]), content_type=kind)
        assert speaks(answer)["status"] == 415, kind
    assert rows() == before


def test_joining_takes_nothing_so_nothing_can_be_wrong_with_it(world):
    api, ref = world
    joiner = api.as_("joiner")
    for body in BODIES.values():
        if len(body) < LARGEST_BODY:
            assert joiner.post(f"/cases/{ref}/join", body).status_code in {200, 409}


WRONG = [
    None,
    True,
    -1,
    1.5,
    10**30,
    "",
    "x",
    [[]],
    {"a": {"b": []}},
    ["x"] * 100,
    LONG,
    "".join(EVIL.values()),
]
MORE = dict.fromkeys(
    (
        "inputs",
        "version",
        "answers",
        "files",
        "service",
        "condition",
        "area",
        "about_body",
        "contact",
        "title",
        "kind",
    )
)


@pytest.mark.parametrize("path", TAKING)
def test_every_field_with_everything(world, path):
    api, ref = world
    clerk, before = asker(api, path), rows()
    for field in {**GOOD[path], **MORE}:
        refused = 0
        for value in WRONG:
            answer = clerk.post(at(path, ref), {**GOOD[path], field: value})
            if answer.status_code < 400:
                before = changed(before, field, value)
            else:
                refused += 1
                if not is_read(speaks(answer), field):
                    break
        assert not refused or rows() == before, field  # counting every table takes longer than a refusal


def is_read(told, field):
    """Whether another value could be answered otherwise: the thing is there, and it has this field."""
    unknown = {"field": field, "code": "api.unknown_field"}
    return told["status"] != 404 and not any(
        one.items() >= unknown.items() for one in told.get("problems", ())
    )


def changed(before, field, value):
    """What the tables hold after something was taken."""
    after = rows()
    assert after != before, (field, value)
    return after


@pytest.mark.parametrize("path", ["/cases", "/cases/{case}/notes"])
def test_a_problem_names_the_field_as_it_was_sent(world, path):
    api, ref = world
    told = speaks(api.as_("clerk").post(at(path, ref), {"colour": "red"}))
    assert {"colour", "body" if path == "/cases" else "text"} == {one["field"] for one in told["problems"]}


def test_words_are_kept_as_words(api):
    resident = api.as_("resident")
    for evil in EVIL.values():
        words = {"body": f"井盖 {evil} 坏了", "place": evil, "title": evil, "contact": {"name": evil}}
        told = resident.tell(**words)
        case = resident.get(f"/cases/{told['ref']}").json()
        assert "井盖" in case["body"]
        assert not set(case["body"]) & set("\x00\x07\x1b\x7f\u202e\ud800")
        for path in (f"/public/cases/{told['ref']}", "/public/cases"):
            assert "井盖" not in api.get(path).content.decode()


def test_too_long_is_said_with_the_limit(api):
    before = rows()
    told = speaks(api.post("/cases", {**CASE, "body": LONG}))
    assert told["problems"][0]["code"] == "cases.body_too_long"
    assert "20" in told["problems"][0]["en"]
    assert rows() == before


ANSWERS = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
FIELD = st.sampled_from(
    [
        "body",
        "service",
        "kind",
        "channel",
        "subject",
        "lon",
        "lat",
        "answers",
        "contact",
        "files",
        "move",
        "inputs",
        "version",
        "text",
        "audience",
        "satisfaction",
        "note",
        "urgent",
        "area",
    ]
)


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(path=st.sampled_from(JSON_POSTS), body=st.dictionaries(FIELD, ANSWERS, max_size=6), good=st.booleans())
def test_whatever_is_sent(world, path, body, good):
    api, ref = world
    sent = {**(GOOD[path] if good else {}), **body}
    before = rows()
    answer = api.as_("dispatcher").post(at(path, ref), json.dumps(sent))
    if answer.status_code >= 400:
        speaks(answer)
        assert rows() == before


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    where=st.sampled_from([path for method, path, _ in operations() if method == "GET"]),
    word=st.text(min_size=1, max_size=60),
    name=st.sampled_from(
        [
            "q",
            "limit",
            "within",
            "lon",
            "lat",
            "datum",
            "kind",
            "subject",
            "area",
            "on",
            "cursor",
            "queue",
            "late",
            "words",
            "view",
        ]
    ),
)
def test_whatever_is_asked(world, where, word, name):
    api, _ref = world
    quoted = word.replace("/", "_").replace("?", "_").replace("#", "_") or "_"
    path = where.replace("{case}", quoted).replace("{ref}", quoted).replace("{name}", quoted)
    path = path.replace("{key}", quoted).replace("{service}", quoted)
    answer = api.as_("dispatcher").get(path, **{name: word})
    if answer.status_code >= 400:
        speaks(answer)


def test_act_ids(world):
    api, ref = world
    clerk, act = api.as_("clerk"), str(uuid.uuid4())
    first = clerk.move(ref, "accept", act=act)
    assert clerk.move(ref, "accept", act=act).json() == first.json()
    before = rows()
    other = clerk.post(f"/cases/{ref}/notes", {"text": "x"}, act=act)
    assert (other.status_code, speaks(other)["code"]) == (409, "audit.act_id_reused")
    for bad in ("", "1", "x" * 200, "'; --", str(uuid.uuid4()) + "0"):
        answer = clerk.post(f"/cases/{ref}/notes", {"text": "x"}, headers={"Idempotency-Key": bad})
        assert speaks(answer)["status"] == 422
    without = clerk.client.post(f"/api/v1/cases/{ref}/notes", {"text": "x"}, content_type="application/json")
    assert speaks(without)["problems"][0]["field"] == "Idempotency-Key"
    assert rows() == before


def test_moves_by_the_wrong_people_and_out_of_order(world):
    api, ref = world
    before = rows()
    for who in ("neighbour", "other_officer", "joiner"):
        assert speaks(api.as_(who).move(ref, "accept"))["status"] == 404
        assert speaks(api.as_(who).get(f"/cases/{ref}"))["status"] == 404
    assert speaks(api.move(ref, "accept"))["status"] == 404
    for who, name in (
        ("resident", "accept"),
        ("clerk", "dispatch"),
        ("supervisor", "accept"),
        ("clerk", "fly"),
    ):
        assert speaks(api.as_(who).move(ref, name))["status"] in {409, 422}
    assert speaks(api.as_("clerk").move(ref, "accept", version=7))["type"].endswith("stale")
    assert speaks(api.as_("clerk").move(str(uuid.uuid4()), "accept"))["status"] == 404
    assert rows() == before
    assert api.as_("clerk").move(ref, "accept").status_code == 200
    before = rows()
    assert speaks(api.as_("clerk").move(ref, "accept"))["status"] == 409
    assert speaks(api.as_("dispatcher").move(ref, "dispatch", lead=api.city.ref("PING")))["status"] == 422
    assert speaks(api.as_("dispatcher").move(ref, "dispatch", lead=str(uuid.uuid4())))["status"] == 422
    assert rows() == before


def test_absent_and_hidden_look_alike(world):
    api, _ref = world
    hidden = api.as_("resident").tell(confidential=True)["ref"]
    for path in ("/cases/{}", "/cases/{}/entries", "/cases/{}/receipt", "/public/cases/{}"):
        absent = speaks(api.as_("neighbour").get(path.format(uuid.uuid4())))
        there = speaks(api.as_("neighbour").get(path.format(hidden)))
        assert absent | {"instance": ""} == there | {"instance": ""}


def test_a_session_writes_only_with_our_token(world):
    api, ref = world
    client = Client(enforce_csrf_checks=True)
    client.force_login(api.city.people["clerk"].account)
    before = rows()
    forged = Api(api.city, client).post(f"/cases/{ref}/notes", {"text": "x"})
    assert speaks(forged)["status"] == 403
    assert rows() == before
    client.cookies["csrftoken"] = token = "a" * 32
    asked = Api(api.city, client)
    assert asked.post(f"/cases/{ref}/notes", {"text": "x"}, headers={"X-CSRFToken": token}).status_code == 201


def test_keys_that_are_none(api):
    for shown in ("Bearer", "Bearer ", "Basic eDp5", "Bearer linli_" + "x" * 5_000, "Bearer é"):
        answer = Client().get("/api/v1/cases", headers={"Authorization": shown})
        assert speaks(answer)["status"] == 401
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_methods_and_addresses_that_are_not_there(world):
    for method, path, status in (
        ("put", "/cases", 405),
        ("delete", "/cases/x", 405),
        ("get", "/nothing", 404),
        ("post", "/bodies", 405),
    ):
        answer = getattr(Client(), method)(f"/api/v1{path}")
        assert speaks(answer)["status"] == status


def test_strangers_are_slowed_down(api, monkeypatch):
    monkeypatch.setattr("linli.web.api.access.STRANGERS", pace.Pace(at_once=3, a_second=0.01))
    assert [api.get("/services/none").status_code for _ in range(4)] == [404, 404, 404, 429]
    late = api.get("/services/none")
    assert speaks(late)["status"] == 429
    assert 1 <= int(late.headers["Retry-After"]) <= 100


def test_strangers_may_not_flood_us_with_cases(api):
    answers = [api.post("/cases", {}).status_code for _ in range(31)]
    assert (answers[0], answers[-1]) == (422, 429)


def test_a_subject_a_condition_and_a_body_that_are_not_there(api):
    clerk, before = api.as_("clerk"), rows()
    for field in ("subject", "condition", "service", "about_body"):
        speaks(clerk.post("/cases", {**CASE, field: "none"}))
    speaks(clerk.post("/cases", {"body": "x", "area": "none"}))
    assert rows() == before
