"""Who is not insured is found by consent alone, counted without a name, and helped to enrol when they say yes."""

from __future__ import annotations

import pytest
from tests.apps.benefits.test_keeping import keep, run, said
from tests.browser import signed_in
from tests.city import AT, MAKER, act_id, publish, tiny_city

from linli.apps.benefits import facts, service
from linli.apps.cases.models import Case
from linli.packs.benefits import publish_benefit
from linli.packs.folder import SHIPPED

pytestmark = pytest.mark.django_db
GAP = "insurance-gap"
UNCOVERED = {
    "lives_here": True,
    "insured_today": False,
    "was_insured": True,
    "until": "2026-09-19",
    "job_ahead": False,
}


def test_from_a_gap_to_the_help_to_enrol():
    city = tiny_city()
    publish("services/medical-enrolment")
    publish_benefit(SHIPPED / "benefits" / GAP, actor=MAKER, act_id=act_id(), at=AT)
    programme = service.start_programme(GAP, city.ref("DRAINS"), **said(city.people["officer"]))
    keep(city, benefit=GAP, answers=UNCOVERED)
    keep(city, "neighbour", benefit=GAP, answers=UNCOVERED, findable=False)
    keep(city, "joiner", benefit=GAP, answers={"lives_here": True, "insured_today": True})
    ran = run(city, programme)
    assert (ran.looked_at, ran.entitled, ran.proposed) == (2, 1, 1)
    (counted,) = facts.programmes(city.people["officer"].actor, AT)
    assert "王" not in str(counted), "counts, and no person"
    (one,) = facts.proposals(city.people["resident"].actor)
    assert facts.proposals(city.people["neighbour"].actor) == ()
    more = {
        "applicant": {"name": "王秀兰", "phone": "13900001111"}, "for_whom": "me", "last_insured": "job",
        "until": "2026-09-19", "address": {"area": "990101001001", "line": "5 号楼 301"}, "casual": True, "way": "flexible",
    }  # fmt: skip
    opened = service.accept(one.ref, more, **said(city.people["resident"]))
    case = Case.objects.get(ref=opened["ref"])
    assert (case.service, case.stage) == ("medical-enrolment", "submitted")
    browser = signed_in(city.people["resident"])
    for lang, title in (("zh", "参加医保，帮您登记"), ("en", "Medical insurance, with help to enrol")):
        browser.cookies["lang"] = lang
        assert title in browser.get(f"/c/{case.ref}").content.decode(), lang
