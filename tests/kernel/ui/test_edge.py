"""At the edge: languages, type size, headers, and every way of saying no."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from django.test import Client, RequestFactory

from linli.kernel.ui import failures, pages
from linli.kernel.ui.middleware import LanguageMiddleware, PolicyMiddleware

OUTCOMES = [
    ("invalid", 422, "有几处要改一下"),
    ("refused", 409, "这件事已经结束"),
    ("stale", 409, "别人刚刚动过这一件"),
    ("hidden", 404, "没有找到这一页"),
    ("throttled", 429, "请过 2 分钟 再试"),
    ("busy", 503, "现在太忙了"),
    ("unknown", 500, "我们这边出错了"),
    ("big", 413, "文件太大了"),
    ("bug", 500, "我们这边出错了"),
    ("denied", 403, "这一步要由别的岗位来做"),
    ("denied_silently", 403, "您现在不能看这一页"),
]


@pytest.mark.parametrize(("how", "status", "says"), OUTCOMES)
def test_every_outcome_has_a_page_that_says_what_to_do(browser_of, how, status, says):
    answer = browser_of.get(f"/fail/{how}")
    page = answer.content.decode()
    assert answer.status_code == status
    assert says in page
    assert "您可以这样做" in page
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("how", "status", "says"), OUTCOMES)
def test_a_program_gets_the_same_as_problem_json(browser_of, how, status, says):
    answer = browser_of.get(f"/api/fail/{how}", headers={"Accept-Language": "en"})
    told = json.loads(answer.content)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert (answer.status_code, told["status"]) == (status, status)
    assert told["title"]
    assert told["detail"]


def test_problems_are_told_field_by_field(browser_of):
    told = json.loads(browser_of.get("/fail/invalid", headers={"Accept": "application/json"}).content)
    assert told["problems"][0]["field"] == "number"
    assert told["problems"][0]["code"] == "shared.number_check"


def test_waiting_times_are_in_the_header(browser_of):
    assert browser_of.get("/fail/throttled").headers["Retry-After"] == "120"


def test_a_bug_leaves_a_reference_in_the_log_and_nothing_else(browser_of, caplog):
    page = browser_of.get("/fail/bug").content.decode()
    reference = next(record.args[0] for record in caplog.records if record.message.startswith("server error"))
    assert str(reference) in page
    assert "ZeroDivisionError" not in page


def test_htmx_gets_a_notice_for_its_place(browser_of):
    answer = browser_of.get("/fail/refused", headers={"HX-Request": "true"})
    assert answer.headers["HX-Retarget"] == "#notices"
    assert "<html" not in answer.content.decode()


def test_an_address_that_leads_nowhere(browser_of):
    assert browser_of.get("/nowhere").status_code == 404


def test_a_stale_form_is_explained(site):
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/form")
    assert answer.status_code == 403
    assert "这一页开得太久了" in answer.content.decode()


def test_the_error_page_survives_its_own_failure(monkeypatch, caplog):
    def broken(*_args, **_kwargs):
        raise OSError("no templates")

    monkeypatch.setattr(failures, "render", broken)
    request = RequestFactory().get("/")
    answer = failures.not_found(request)
    assert answer.status_code == 404
    assert "没有找到" in answer.content.decode()
    assert "error page failed" in caplog.text


def test_an_oversized_request_before_the_view_is_413():
    answer = failures.bad_request(RequestFactory().get("/"), failures.RequestDataTooBig())
    assert answer.status_code == 413
    assert failures.bad_request(RequestFactory().get("/")).status_code == 400


def test_back_leads_only_to_our_own_pages():
    ours = RequestFactory().get("/", headers={"Referer": "http://testserver/cases/1"})
    theirs = RequestFactory().get("/", headers={"Referer": "http://evil.example/"})
    assert b"http://testserver/cases/1" in failures.not_found(ours).content
    assert b"evil.example" not in failures.not_found(theirs).content


@pytest.mark.parametrize(
    ("headers", "cookie", "spoken"),
    [
        ({}, None, "zh-Hans"),
        ({"Accept-Language": "en-GB,en;q=0.9"}, None, "en"),
        ({"Accept-Language": "fr,en;q=0.5"}, None, "en"),
        ({"Accept-Language": "zh-TW"}, None, "zh-Hans"),
        ({"Accept-Language": "en"}, "zh", "zh-Hans"),
        ({}, "klingon", "zh-Hans"),
    ],
)
def test_the_language_is_chosen_then_remembered_then_guessed(browser_of, headers, cookie, spoken):
    if cookie:
        browser_of.cookies["lang"] = cookie
    assert f'<html lang="{spoken}"' in browser_of.get("/about/style", headers=headers).content.decode()


def test_a_choice_in_the_address_becomes_a_cookie(browser_of):
    answer = browser_of.get("/about/style?lang=en&size=large&q=1")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/about/style?q=1")
    page = browser_of.get("/about/style").content.decode()
    assert '<html lang="en" data-size="large"' in page


def test_a_choice_never_leads_to_another_site():
    request = RequestFactory().get("//evil.example/?lang=en")
    request.path = "//evil.example/"
    answer = LanguageMiddleware(lambda _request: None)(request)
    assert answer.headers["Location"] == "/evil.example/"


def test_an_unknown_choice_is_ignored(browser_of):
    assert browser_of.get("/about/style?lang=xx").status_code == 200


def test_the_request_knows_its_moment(site):
    seen = {}

    def view(request):
        seen["at"] = request.at
        return failures.HttpResponse("")

    request = RequestFactory().get("/")
    request.at = datetime(2026, 10, 10, tzinfo=UTC)
    LanguageMiddleware(view)(request)
    assert seen["at"].year == 2026


def test_pages_allow_nothing_of_others(browser_of):
    headers = browser_of.get("/about/style").headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "geolocation=(self)" in headers["Permissions-Policy"]
    assert headers["Content-Language"] == "zh-hans"


def test_a_page_may_set_its_own_policy_and_tiles_are_configuration(settings):
    settings.TILE_ORIGINS = ("https://tiles.example",)

    def view(_request):
        answer = failures.HttpResponse("")
        answer.headers["Permissions-Policy"] = "camera=()"
        return answer

    request = RequestFactory().get("/")
    request.COOKIES[settings.SESSION_COOKIE_NAME] = "x"
    headers = PolicyMiddleware(view)(request).headers
    assert headers["Permissions-Policy"] == "camera=()"
    assert "https://tiles.example" in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "private, no-cache"


def test_addresses_of_the_same_page_in_another_way():
    assert pages.here(RequestFactory().get("/x?a=1&b=2"), a="", lang="en") == "?b=2&lang=en"
    assert pages.here(RequestFactory().post("/x?a=1"), lang="en") == "?lang=en"


def test_error_pages_can_be_seen_while_developing_only(browser_of, settings):
    assert browser_of.get("/about/style/errors/409").status_code == 404
    settings.DEBUG = True
    for kind in failures.KINDS:
        assert browser_of.get(f"/about/style/errors/{kind}").status_code >= 400
    assert browser_of.get("/about/style/errors/418").status_code == 404


def test_the_field_worker_may_look_after_the_field_pages(browser_of):
    answer = browser_of.get("/field/worker.js")
    assert "javascript" in answer.headers["Content-Type"]
    assert answer.headers["Service-Worker-Allowed"] == "/field/"
