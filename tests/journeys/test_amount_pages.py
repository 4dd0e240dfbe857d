"""What a service costs or gives: its figures beforehand, the sum before sending, on the case, and for programs."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.browser import signed_in
from tests.city import act_id, tiny_city

from linli.apps.cases.models import Case

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
FORM = "/services/temporary-aid"
SAID = {
    "q.applicant.name": "王秀兰", "q.applicant.phone": "13900002222", "q.what_happened": "fire",
    "q.happened_on": "2026-10-01", "q.what": "家里失火", "q.household": "4", "q.cannot_wait": "no",
    "q.address.area": "平桥社区", "q.address.line": "5 号楼 301",
}  # fmt: skip


@pytest.fixture
def city(settings, tmp_path):
    settings.LOG_KEY_FILE = str(tmp_path / "log.key")
    return tiny_city("services/temporary-aid")


def text(response, status=200):
    assert response.status_code == status, response.content.decode()[:3000]
    return response.content.decode()


def test_the_figures_stand_on_the_page_of_the_service(city):
    page = text(Client().get("/services/temporary-aid/about"))
    for part in (
        "最多可以给的救助，按家里的人数",
        "按“",
        "从 4 起",
        "8,000 元",
        "示例或未核实",
        "2026 年 1 月 1 日起",
    ):
        assert part in page, part


def test_the_next_figures_stand_beside_those_in_force(settings, tmp_path):
    settings.LOG_KEY_FILE = str(tmp_path / "log.key")
    tiny_city("services/occupy-road")
    page = text(Client().get("/services/occupy-road/about"))
    now, _, after = page.partition("接下来的标准")
    assert "1 元" in now
    for part in ("31 天起", "1.20 元", "1.80 元", "2027 年 1 月 1 日起"):
        assert part in after, part


def test_the_sum_is_shown_before_sending_and_on_the_case(city):
    mine = signed_in(city.people["resident"])
    said = {"act_id": act_id(), **SAID}
    review = text(mine.post(FORM, {**said, "go": "review"}))
    assert "12,000 元" in review
    assert mine.post(FORM, {**said, "go": "done"}).status_code == 302
    ref = Case.objects.get().ref
    assert "12,000 元" in text(mine.get(f"/c/{ref}"))
    assert "¥12,000" in mine.get(f"/c/{ref}?lang=en", follow=True).content.decode()


def test_programs_get_the_sum_and_null_where_nothing_is_laid_down(city):
    def told(**answers):
        whole = {
            "applicant": {"name": "王秀兰", "phone": "13900002222"}, "what_happened": "fire", "what": "家里失火",
            "happened_on": "2026-10-01", "household": 4, "cannot_wait": False,
            "address": {"area": "990101001001", "line": "5 号楼 301"}, **answers,
        }  # fmt: skip
        sent = {"service": "temporary-aid", "body": "家里失火", "answers": whole}
        headers = {"Idempotency-Key": act_id()}
        answer = Client().post("/api/v1/cases", sent, content_type="application/json", headers=headers)
        assert answer.status_code == 201, answer.content
        (one,) = answer.json()["amounts"]
        return one["code"], one["unit"], one["value"]

    assert told() == ("most", "fen", 1_200_000)
    assert told(household=1, what_happened="lost_work") == ("most", "fen", 300_000)
