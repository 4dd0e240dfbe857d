"""Forms gone on with later, by programs: one's own only, with consent for somebody else, sent once, thrown away whole."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from tests import cast
from tests.browser import signed_in
from tests.city import AT, act_id
from tests.contracts.api.conftest import Api

from linli.apps.cases.models import Case, SavedForm
from linli.apps.people import service as people
from linli.kernel.identity import personal

pytestmark = pytest.mark.django_db
BEGUN = {"service": "request", "body": "3 号楼前的井盖坏了", "contact": {"name": "", "phone": "13900002222"}}


def begun(api, **more):
    answer = api.post("/drafts", {**BEGUN, **more})
    assert answer.status_code == 201, answer.content.decode()
    return answer.json()


def test_begun_gone_on_with_and_sent_by_a_program(api):
    mine = api.as_("resident")
    draft = begun(mine, body="")
    assert (draft["service"], draft["person"], draft["body"]) == ("request", None, "")
    assert draft["wrong"], "it says what is missing"
    early = mine.post(f"/drafts/{draft['ref']}/send", {})
    assert (early.status_code, Case.objects.count()) == (422, 0)
    saved = mine.post(f"/drafts/{draft['ref']}", {"body": BEGUN["body"], "letters": False}).json()
    assert (saved["body"], saved["letters"], saved["wrong"]) == (BEGUN["body"], False, [])
    (listed,) = mine.get("/drafts").json()["drafts"]
    assert listed["ref"] == draft["ref"]
    assert listed["title"]["en"]
    assert mine.get(f"/drafts/{draft['ref']}").json() == saved
    sent = mine.post(f"/drafts/{draft['ref']}/send", {})
    assert sent.status_code == 201
    assert sent.json()["number"]
    assert Case.objects.get().text.body == BEGUN["body"]
    again = mine.post(f"/drafts/{draft['ref']}/send", {})
    assert (again.status_code, again.json()) == (201, sent.json()), "the answer may have got lost"
    assert Case.objects.count() == 1
    assert mine.get("/drafts").json() == {"drafts": []}
    assert mine.get(f"/drafts/{draft['ref']}").status_code == 404, "the draft itself is gone"
    assert BEGUN["body"] not in personal.unseal(bytes(SavedForm.objects.get().sealed), "form")
    SavedForm.objects.update(expires_at=timezone.now())
    assert mine.post(f"/drafts/{draft['ref']}/send", {}).status_code == 404, "a week later it is forgotten"


def test_a_page_goes_on_with_it_and_cannot_send_it_twice(api):
    mine = api.as_("resident")
    draft = begun(mine)
    browser = signed_in(api.city.people["resident"])
    assert BEGUN["body"] in browser.get(f"/saved/{draft['ref']}").content.decode()
    assert mine.post(f"/drafts/{draft['ref']}/send", {}).status_code == 201
    form = {"act_id": draft["key"], "words": BEGUN["body"], "q.what": BEGUN["body"], "go": "done"}
    browser.post("/services/request", form)
    assert Case.objects.count() == 1, "one key, one case"


def test_the_same_key_begins_one_draft(api):
    mine, key = api.as_("resident"), act_id()
    first, second = (mine.post("/drafts", {**BEGUN, "body": text}, act=key).json() for text in ("一", "二"))
    assert first["ref"] == second["ref"]
    assert mine.get(f"/drafts/{first['ref']}").json()["body"] == "二"
    assert SavedForm.objects.count() == 1


@pytest.mark.one_database
def test_nobody_else_reads_sends_or_throws_it_away(api):
    draft = begun(api.as_("resident"))
    for who in cast.EVERYBODY:
        member = who()
        other = Api(api.city, signed_in(member)) if member.account else api
        for answer in (
            other.get(f"/drafts/{draft['ref']}"),
            other.post(f"/drafts/{draft['ref']}", {"body": "x"}),
            other.post(f"/drafts/{draft['ref']}/send", {}),
            other.post(f"/drafts/{draft['ref']}/discard", {}),
        ):
            assert answer.status_code == (404 if member.account else 401), who.__name__
        if member.account:
            assert other.get("/drafts").json() == {"drafts": []}
    assert (SavedForm.objects.count(), Case.objects.count()) == (1, 0)


def test_an_agent_writes_with_consent_and_only_so_long(api):
    mother, son = api.city.people["resident"], cast.agent()
    api.city.people["son"] = son
    said = {"actor": mother.actor, "at": AT}
    person = people.Person(name="王秀兰", phone="13900000001")
    ref = people.register_resident(person, own=True, act_id=act_id(), **said)
    agent = api.as_("son")
    assert agent.post("/drafts", {**BEGUN, "person": ref}).status_code == 404
    consent = people.give_consent(ref, "agent", son.actor.account_ref, act_id=act_id(), **said)
    kept, sent = begun(agent, person=ref), begun(agent, person=ref)
    assert kept["person"] == ref
    page = signed_in(son).get(f"/saved/{kept['ref']}")
    assert (page.status_code, "替别人填" in page.content.decode()) == (422, True), (
        "no page sends it as one's own"
    )
    assert agent.post(f"/drafts/{sent['ref']}/send", {}).status_code == 201
    relations = dict(Case.objects.get().participants.values_list("relation", "account_id"))
    assert relations == {"reporter": mother.account.pk, "agent": son.account.pk}
    people.withdraw_consent(consent, act_id=act_id(), **{**said, "at": timezone.now()})
    assert agent.get(f"/drafts/{kept['ref']}").status_code == 404
    assert agent.get("/drafts").json() == {"drafts": []}
    for ref in (kept["ref"], sent["ref"]):
        assert agent.post(f"/drafts/{ref}/send", {}).status_code == 404, "also what was sent already"
    assert agent.post(f"/drafts/{kept['ref']}/discard", {}).status_code == 200
    assert not SavedForm.objects.filter(sent_at=None).exists()


def test_thrown_away_it_is_gone_with_its_files(api):
    mine = api.as_("resident")
    first, second = begun(mine), begun(mine)
    left = mine.post(f"/drafts/{first['ref']}/discard", {}).json()["drafts"]
    assert [one["ref"] for one in left] == [second["ref"]]
    SavedForm.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    assert mine.get(f"/drafts/{second['ref']}").status_code == 404, "too old"


NOT_KEPT = (
    ({"service": "nothing"}, 409),
    ({"answers": {"income": 1}}, 422),
    ({"answers": [1]}, 422),
    ({"person": "x"}, 404),
    ({"body": "长" * 20_001}, 422),
    ({"lat": 91}, 422),
    ({"colour": "red"}, 422),
)


@pytest.mark.one_database
def test_what_is_not_kept(api):
    mine = api.as_("resident")
    for more, status in NOT_KEPT:
        answer = mine.post("/drafts", {**BEGUN, **more})
        assert answer.status_code == status, (more, answer.content.decode())
    assert not SavedForm.objects.exists()


@pytest.mark.one_database
def test_no_more_than_twenty_are_begun(api):
    mine = api.as_("resident")
    for _ in range(20):
        begun(mine)
    assert mine.post("/drafts", BEGUN).status_code == 409
    assert mine.get("/drafts/nothing").status_code == 404


@pytest.mark.one_database
def test_a_list_costs_no_more_for_more(api, django_assert_max_num_queries):
    mine = api.as_("resident")
    for _ in range(5):
        begun(mine)
    with django_assert_max_num_queries(6):
        assert len(mine.get("/drafts").json()["drafts"]) == 5
