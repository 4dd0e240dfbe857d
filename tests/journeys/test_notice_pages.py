"""An honour through its procedure: consent, two nominations, two evaluations, a notice that anybody may speak to."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from tests.city import AT, act_id, publish

from linli.apps.cases import facts as cases
from linli.apps.cases import service
from linli.apps.cases.models import Case
from linli.kernel.access.actors import STRANGER
from linli.kernel.audit.outcomes import NotVisible, Refused

TOLD = {
    "nominee": {"name": "李建国"},
    "what": "十年照顾楼上的老人",
    "honour": "helping",
    "knows_of_it": False,
}
WORDS = "李建国，十年照顾邻居（本人看过）"


class Honour:
    """The city, and the steps of the procedure."""

    def __init__(self, city):
        self.city = city
        publish("honour")
        told = service.Told(body=TOLD["what"], service="honour", answers=TOLD, area="990101001001")
        self.ref = service.open_case(told, actor=self.actor("resident"), act_id=act_id(), at=AT)["ref"]

    def actor(self, who):
        return self.city.people[who].actor

    def go(self, who, move, at=AT, **said):
        actor = STRANGER if who == "stranger" else self.actor(who)
        return service.move(self.ref, move, said, actor=actor, act_id=act_id(), at=at)["stage"]

    def published(self):
        self.go("clerk", "record_consent", by_word="in_person")
        self.go("dispatcher", "ask_seconding", lead=self.city.ref("DRAINS"))
        self.go("officer", "second_nomination", grounds="邻里都说好", members_heard=31)
        self.go("officer", "pass_first", finding="属实")
        assert self.go("checker", "pass_second", finding="内部意见", notice=WORDS) == "published"

    def client(self, who):
        client = Client()
        client.force_login(self.city.people[who].account)
        return client


@pytest.fixture
def honour(city):
    return Honour(city)


def test_anybody_objects_and_nothing_is_confirmed_before_it_was_looked_into(honour):
    with pytest.raises(NotVisible):
        honour.go("stranger", "object", objection="太早")
    assert Client().get(f"/notices/{honour.ref}").status_code == 404
    honour.published()
    browser = Client()
    assert f"/notices/{honour.ref}" in browser.get("/notices").content.decode()
    page = browser.get(f"/notices/{honour.ref}").content.decode()
    assert WORDS in page
    assert "内部意见" not in page
    assert "十年照顾楼上的老人" not in page  # what was told stays with those who work on it
    assert browser.post(f"/notices/{honour.ref}", {"objection": ""}).status_code == 422
    sent = browser.post(f"/notices/{honour.ref}", {"objection": "听说不是他做的", "objector": ""})
    assert sent.status_code == 302
    assert "收到您的意见了" in browser.get(sent.headers["Location"]).content.decode()
    assert "听说不是他做的" not in browser.get(f"/notices/{honour.ref}").content.decode()
    desk = honour.client("checker").get(f"/desk/case/{honour.ref}").content.decode()
    assert "不愿留名的人" in desk
    honour.go("stranger", "object", objection="我见过", objector="对门老王")
    assert "看到公示的人" in honour.client("checker").get(f"/desk/case/{honour.ref}").content.decode()
    later = AT + timedelta(days=20)
    with pytest.raises(Refused) as no:
        honour.go("supervisor", "confirm_honour", at=later, answer="公示期满")
    assert no.value.refusal.code == "guard.objection_open"
    honour.go("checker", "dismiss_objection", reason="走访了三户，是他做的")
    assert honour.go("supervisor", "confirm_honour", at=later, answer="公示期满，确定") == "honoured"
    assert browser.get(f"/notices/{honour.ref}").status_code == 404
    with pytest.raises(NotVisible):
        honour.go("stranger", "object", objection="太晚")


def test_the_publication_is_counted_in_working_days_and_is_not_cut_short(honour):
    honour.published()
    ends = datetime(2026, 10, 15, 10, tzinfo=UTC)  # from a Friday; the Saturday after it is worked
    assert [row.until for row in cases.notices()] == [ends]
    assert Case.objects.get().holder_due > ends, "nobody is late on the day on which it is over"
    with pytest.raises(Refused) as no:
        honour.go("supervisor", "confirm_honour", answer="先定了")
    assert no.value.refusal.code == "guard.still_published"


def test_the_complete_file_holds_every_step_for_its_staff_only(honour):
    honour.published()
    honour.go("neighbour", "object", objection="我有不同看法")
    page = honour.client("supervisor").get(f"/desk/case/{honour.ref}/file").content.decode()
    for words in ("邻里都说好", "属实", "内部意见", WORDS, "我有不同看法", "李建国"):
        assert words in page
    assert honour.client("other_officer").get(f"/desk/case/{honour.ref}/file").status_code == 404
    with pytest.raises(NotVisible):
        honour.go("stranger", "pass_second", finding="x", notice="y")
