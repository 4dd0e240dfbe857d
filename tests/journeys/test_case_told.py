"""What a resident was told with the step that led here stands under what it is: a question, missing papers, or news."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.utils import translation

from linli.packs.checking import check_folder
from linli.packs.folder import SHIPPED
from linli.web.portal.case import _told

AID = check_folder(SHIPPED / "base/cash-benefit").definition


def told(stage, texts, role="lead_officer"):
    steps = (
        SimpleNamespace(stage=stage, texts=texts, role=role),
        SimpleNamespace(stage=None, texts={"note": "x"}, role="clerk"),
    )
    with translation.override("zh-hans"):
        return _told(SimpleNamespace(steps=steps, case=SimpleNamespace(stage=stage), definition=AID))


@pytest.mark.parametrize(
    ("stage", "texts", "heading", "said"),
    [
        ("waiting_resident", {"question": "家里几口人？"}, "办理的人问您：", "家里几口人？"),
        ("waiting_papers", {"missing": "户口簿"}, "还缺这些材料，一次说全：", "户口簿"),
        ("call_back", {"answer": "同意了"}, "办理的人告诉您：", "同意了"),
    ],
)
def test_it_is_headed_by_what_it_is(stage, texts, heading, said):
    assert told(stage, texts) == (heading, said)


def test_days_and_sums_are_told_with_what_they_are():
    heading, said = told("call_back", {"starts": "2027-01-01", "amount": 120000})
    assert heading == "办理的人告诉您："
    assert "从哪天开始" in said
    assert "金额" in said
    assert "1,200 元" in said


def test_what_the_resident_said_is_not_told_back_as_news():
    assert told("waiting_resident", {"answer": "三口"}, role="resident") == ("", "")
    assert told("waiting_resident", {}) == ("", "")
