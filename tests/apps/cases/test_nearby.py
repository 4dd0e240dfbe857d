"""Is it this one? By the point, or by community or estate and subject where nobody gave a point."""

import pytest
from tests.city import AT

from linli.apps.cases import facts
from linli.apps.cases.models import Case

pytestmark = pytest.mark.django_db
COVER, LAMP = "30428.2:component:01-02", "30428.2:component:01-37"
PING, YUN = "/9901/990101/990101001/990101001001/", "/9901/990101/990101001/990101001002/"
ESTATE = f"{PING}990101001001001/"


def test_by_community_and_subject_without_a_point(story):
    ref = story.tell(lon=None, lat=None, area="990101001001")
    story.tell(lon=None, lat=None, area="990101001002")
    (one,) = facts.nearby_in(PING, [COVER, LAMP])
    assert (one.ref, one.metres, one.subject) == (ref, None, COVER)
    assert [near.ref for near in facts.nearby_in(ESTATE, [COVER])] == [ref]
    assert facts.nearby_in(PING, [LAMP]) == []
    assert facts.nearby_in(PING, []) == []
    for wide in ("/", "/9901/", "/9901/990101/990101001/"):
        assert facts.nearby_in(wide, [COVER]) == []


def test_confidential_and_ended_cases_are_never_offered(story):
    story.tell(lon=None, lat=None, area="990101001001", confidential=True)
    ended = story.tell(lon=None, lat=None, area="990101001001")
    Case.objects.filter(ref=ended).update(closed_at=AT)
    assert facts.nearby_in(PING, [COVER]) == []


def test_the_page_asks_is_it_this_one_when_only_the_community_was_chosen(story, client):
    ref = story.tell(lon=None, lat=None, area="990101001001")
    typed = {"body": "井盖碎了一半", "area": "990101001001"}
    page = client.post("/tell", {**typed, "go": "send"}).content.decode()
    assert "是这一件吗" in page
    assert f"/c/{ref}" in page
    assert "在同一个社区" in page
    elsewhere = client.post("/tell", {**typed, "area": "990101001002", "go": "send"}).content.decode()
    assert "是这一件吗" not in elsewhere
    client.cookies["lang"] = "en"
    assert "In the same community" in client.post("/tell", {**typed, "go": "send"}).content.decode()
    assert Case.objects.count() == 1
