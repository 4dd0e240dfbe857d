"""What was filled in is read as people say it."""

import pytest
from tests.journeys.desk_pages.world import NOW

from linli.apps.cases import events
from linli.apps.cases.facts import Step
from linli.packs.checking import check_folder
from linli.packs.folder import SHIPPED
from linli.web.desk.telling import written
from linli.web.portal.course import line

AID = check_folder(SHIPPED / "base/cash-benefit").definition


def test_money_is_kept_in_fen_and_read_in_yuan():
    assert written("amount", 5000, AID, {}) == "50 元"
    assert written("visits", 5000, AID, {}) == "5000"
    assert written("amount", None, AID, {}) == ""


@pytest.mark.django_db
def test_a_resident_reads_what_was_told_to_them_with_its_sum():
    told = {"amount": 9000, "answer": "准予发放", "starts": None}
    step = Step(1, events.CASE_MOVED, NOW, "checker", "decide", "call_back", None, {}, told, None)
    shown = line([step], AID, "call_back", "reporter")
    assert shown[0]["note"] == "金额：90 元\n准予发放"
