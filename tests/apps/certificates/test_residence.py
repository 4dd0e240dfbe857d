"""The eighth kind: where a county publishes the service, a case that was granted is certified, and no other."""

from __future__ import annotations

import pytest
from tests.city import AT, POINT, publish

from linli.apps.cases.models import Case
from linli.apps.certificates import facts
from linli.kernel.audit.outcomes import Refused

SERVICE = "residence-circumstances"
ANSWERS = {
    "applicant": {"name": "王秀兰", "phone": "13900000001"},
    "address": {"area": "990101001001", "line": "3 号楼 201"},
    "since": "2020-05-01",
    "asked_by": "汾安市第一中学",
}


@pytest.fixture
def decided(story):
    publish(f"services/{SERVICE}")

    def go(outcome):
        lon, lat = POINT
        case = story.tell(service=SERVICE, body="居住情况", answers=ANSWERS, lon=lon, lat=lat)
        story.go(case, "accept", "dispatcher", lead=story.city.ref("DRAINS"))
        story.go(case, "take", "officer")
        story.go(case, "decide", "officer", outcome=outcome, answer="到场看过")
        story.go(case, "confirm", "resident")
        return case

    return go


def test_a_granted_one_says_community_and_day_and_no_more(story, decided):
    case = decided("granted")
    assert Case.objects.get(ref=case).closed_at is not None
    row = facts.certificate(story.actor("resident"), story.issue(case, kind="residence_circumstances")["ref"])
    assert set(row.fields) == {"holder", "ended_on", "area"}
    assert row.fields["area"].endswith("平桥社区")
    assert row.fields["ended_on"] == AT.date().isoformat()


def test_a_refused_one_certifies_nothing(story, decided):
    with pytest.raises(Refused) as no:
        story.issue(decided("refused"), kind="residence_circumstances")
    assert no.value.refusal.code == "certificates.not_offered"


def test_no_other_service_leads_to_it(story):
    with pytest.raises(Refused):
        story.issue(story.closed(), kind="residence_circumstances")
