"""Where a case lies when its answers say so."""

import pytest
from tests.city import AT, PACKS, act_id, publish, tiny_city

from linli.apps.cases import service
from linli.apps.cases.models import Case
from linli.apps.cases.service import Place, place_of
from linli.core.forms.questions import Form, Question, QuestionType
from linli.packs.checking import check_folder

COMMUNITY = "990101001001"
PATH = "/9901/990101/990101001/990101001001/"
ENROL = {
    "applicant": {"name": "王秀兰", "phone": "13900001111"}, "for_whom": "me", "last_insured": "job",
    "until": "2026-09-19", "casual": True, "way": "flexible", "address": {"area": COMMUNITY, "line": "5 号楼"},
}  # fmt: skip


@pytest.fixture
def city(db):
    return tiny_city()


@pytest.mark.parametrize(("area", "path"), [("", PATH), ("990101100", "/9901/990101/990101100/")])
def test_a_case_lies_where_its_address_is_unless_another_place_is_said(city, area, path):
    publish("services/medical-enrolment")
    told = service.Told(body="想参保", service="medical-enrolment", answers=ENROL, area=area)
    service.open_case(told, actor=city.people["resident"].actor, act_id=act_id(), at=AT)
    assert Case.objects.get().area_path == path


def test_an_address_names_an_area_and_nonsense_names_none(city):
    form = check_folder(PACKS / "services" / "newcomer").definition.form
    assert place_of(form, {"address": {"area": COMMUNITY, "house": "3 号楼"}}).area == COMMUNITY
    for word in ({"area": "110101"}, {"area": ["x"]}, "", 7, None):
        assert place_of(form, {"address": word}) == Place()
    spot = Form((Question("where", QuestionType.PLACE),))
    for point in ({"lon": "x", "lat": "1"}, {"lon": None, "lat": 2}, "柳溪苑"):
        assert place_of(spot, {"where": point}) == Place()
