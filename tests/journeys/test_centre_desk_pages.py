"""Wrong values at the desk of centres are told in plain English, and the summary leads to a field that is there."""

import uuid

import pytest
from tests import cast
from tests.apps.activities.town import centre
from tests.city import AT
from tests.journeys.desk_pages.fixed import FixedTime

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.mark.parametrize(
    ("page", "form", "field", "words"),
    [
        ("/desk/centres/new", {"lon": "zz", "lat": "37.8"}, "lon", "The degrees are no numbers."),
        ("/desk/centres/new", {"lon": "112.5", "lat": "b"}, "lat", "The degrees are no numbers."),
        ("/desk/centres/new", {"lon": "500000", "lat": "4100000"}, "lon", "look like metres"),
        ("/desk/centres/new", {"hours.1": "early"}, "hours.1", "cannot be read"),
        ("/desk/centres/new", {}, "code", "such as PING-1"),
        ("/desk/facilities", {"kind": "bank", "code": "x", "name_zh": "x", "lon": "112.5", "lat": "95"}, "lon", "degrees"),
        ("/desk/draws", {"apply_until": "soon"}, "apply_until", "such as 2026-12-01 18:00"),
    ],
)  # fmt: skip
def test_the_summary_says_it_plainly_and_leads_to_the_field(city, client, settings, page, form, field, words):
    FixedTime.moment = AT
    settings.MIDDLEWARE = ["tests.journeys.desk_pages.fixed.FixedTime", *settings.MIDDLEWARE]
    client.force_login(cast.county_administrator("/9901/").account)
    client.cookies["lang"] = "en"
    if page == "/desk/draws":
        centre()
    answer = client.post(page, {"act_id": str(uuid.uuid4()), **form})
    said = answer.content.decode()
    assert answer.status_code == 422
    assert words in said
    assert f'href="#f-{field}"' in said
    assert f'id="f-{field}"' in said
