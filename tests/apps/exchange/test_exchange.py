"""One side of the exchange: what is not handed over, what is not taken, and what becomes of a case that comes back."""

import hashlib
import io
import json
import uuid
from datetime import timedelta
from email.message import Message as Headers
from urllib.error import HTTPError, URLError

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.test import Client
from tests import cast
from tests.city import AT, POINT, act_id, publish, said

from linli.apps.cases import service as cases
from linli.apps.cases.models import Case, CaseText
from linli.apps.exchange import facts, service
from linli.apps.exchange.facts.keys import CONTEXT, KEY_RECEIPT, RECEIPT
from linli.apps.exchange.models import Exchange, Message, Peer
from linli.apps.exchange.service import line, posting
from linli.core.exchange import message as wire
from linli.core.exchange.message import ABOUT_KEYS, Kind
from linli.kernel.audit.models import ActRecord
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused
from linli.kernel.outbox import worker
from linli.kernel.outbox.registry import key_of

SERVICE = "vaccination-booklet"
ANSWERS = {"applicant": {"name": "陈静"}, "child_name": "李小满", "born_on": "2026-02-20", "home": "柳溪苑"}
SECRET = Ed25519PrivateKey.from_private_bytes(b"linhe" * 6 + b"ab")
KEY = SECRET.public_key().public_bytes_raw().hex()


class Border:
    """Our side: a city that knows one other, whose answers the test writes."""

    def __init__(self, city, monkeypatch):
        self.city, self.answer, self.asked = city, self.signs, []
        self.resident = city.people["resident"].actor
        publish("cross-city")
        publish(f"parts/{SERVICE}")
        new = service.NewPeer("linhe", "临河市", "Linhe", "https://linhe.example", KEY, (SERVICE,))
        service.add_peer(new, **said())
        monkeypatch.setattr(line, "_open", self._open)

    def _open(self, request, timeout):
        self.asked.append((request, timeout))
        return self.answer(request)

    @staticmethod
    def signs(request):
        told, digest = json.loads(request.data), hashlib.sha256(request.data).hexdigest()
        text = RECEIPT + f"{told['id']}\n{digest}".encode()
        if told["v"] == ABOUT_KEYS:
            text = KEY_RECEIPT + digest.encode()
        return io.BytesIO(json.dumps({"receipt": SECRET.sign(text).hex()}).encode())

    def hand(self, **more):
        wish = {"peer": "linhe", "service": SERVICE, "answers": ANSWERS, **more}
        wish = service.Handing(**wish, contact=cases.Contact("陈静", ""))
        return service.hand_over(wish, actor=self.resident, act_id=act_id(), at=AT)

    def work(self, at=AT):
        for _ in range(2):
            worker.fan_out(at)
            worker.deliver(at)

    def hears(self, kind, body, n=1, matter=None):
        ref = matter or str(uuid.uuid4())
        moment = AT.strftime("%Y-%m-%dT%H:%M:%SZ")
        data = wire.Message(str(uuid.uuid4()), "linhe", "fenan", ref, n, kind, moment, body).written()
        answer = service.receive(data, "linhe", SECRET.sign(CONTEXT + data).hex(), at=AT)
        self.work()
        return answer


def refuses(status, code, **more):
    body = json.dumps({"code": code, **more}).encode()

    def answer(request):
        raise HTTPError(request.full_url, status, "", Headers(), io.BytesIO(body))

    return answer


def test_what_another_version_refuses_comes_back_to_our_desk(border):
    border.answer = refuses(409, "exchange.version")
    border.hand()
    border.work()
    assert Case.objects.get().stage == "back_here"
    assert (Message.objects.get().state, Message.objects.get().code) == ("refused", "exchange.version")
    assert Exchange.objects.get().over


def silent(_request):
    raise URLError("down")


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (silent, "silent"),
        (refuses(503, ""), "fault"),
        (refuses(425, "exchange.too_early"), "exchange.too_early"),
        (lambda _request: io.BytesIO(b'{"receipt": "00"}'), "unsigned"),
        (lambda _request: io.BytesIO(b"<html>"), "unsigned"),
    ],
)
def test_what_may_pass_is_tried_again_later_and_longer(border, answer, code):
    border.answer = answer
    border.hand()
    border.work()
    row = Message.objects.get()
    assert (row.state, row.code, row.tries) == ("waiting", code, 1)
    case = Case.objects.get()
    assert case.stage == "there"
    assert facts.elsewhere(case.ref).unsent == 1
    assert service.post_due(AT + timedelta(seconds=1)) == 0  # not yet
    service.post_due(AT + timedelta(seconds=5))
    assert Message.objects.get().next_at == AT + timedelta(seconds=9)
    border.answer = border.signs
    assert service.post_due(AT + timedelta(days=1)) == 1
    assert Message.objects.get().state == "delivered"
    assert facts.elsewhere(case.ref).unsent == 0


def test_a_city_that_is_down_is_asked_once_a_round(border):
    border.answer = silent
    for _ in range(3):
        border.hand()
    border.work()
    asked = len(border.asked)
    service.try_again(AT + timedelta(hours=1))
    assert service.post_due(AT + timedelta(hours=1)) == 0
    assert len(border.asked) == asked + 1
    border.answer = border.signs
    assert service.post_due(AT + timedelta(hours=3)) == 3


def test_what_waits_for_a_silent_city_holds_up_no_other(border, monkeypatch):
    monkeypatch.setattr(posting, "AT_ONCE", 2)
    new = service.NewPeer("taigu", "太谷市", "Taigu", "https://taigu.example", KEY, (SERVICE,))
    service.add_peer(new, **said())
    border.answer = lambda request: (silent if "linhe" in request.full_url else border.signs)(request)
    for _ in range(3):
        border.hand()
    border.hand(peer="taigu")
    border.work()
    assert [*Message.objects.filter(state="delivered").values_list("exchange__peer__code")] == [("taigu",)]
    waits = Message.objects.filter(state="waiting").values_list("next_at", flat=True)
    assert len(waits) == 3
    assert min(waits) > AT  # none is asked for before the one that was tried
    border.answer = border.signs
    later = AT + timedelta(days=1)
    assert [service.post_due(later) for _ in range(3)] == [2, 1, 0]


def test_what_cannot_be_handed_over_leaves_nothing_behind(border, settings):
    for more, wrong in (
        ({"peer": "taigu"}, NotVisible),
        ({"service": "request"}, Refused),
        ({"answers": {**ANSWERS, "born_on": "soon"}}, Invalid),
    ):
        with pytest.raises(wrong):
            border.hand(**more)
    settings.EXCHANGE_CODE = ""
    with pytest.raises(Refused):
        border.hand()
    assert (Case.objects.count(), Exchange.objects.count(), Message.objects.count()) == (0, 0, 0)


HANDED = {
    "service": SERVICE,
    "answers": ANSWERS,
    "name": "陈静",
    "phone": "",
    "words": "",
    "number": "1",
    "language": "zh",
}


def test_a_case_of_another_city_is_opened_and_told_of(border):
    assert border.hears(Kind.HANDED_OVER, HANDED).status == 200
    case = Case.objects.get()
    assert (case.service, case.channel, case.sensitivity) == (SERVICE, "api", "confidential")
    assert CaseText.objects.get().title == "办预防接种证", "whoever has it in a queue reads what it is"
    news = json.loads(Message.objects.get(ours=True).body)["body"]
    assert (news["number"], news["ended"], news["result"]) == (case.number, False, "")


VOLUNTEER = {"applicant": {"name": "陈静"}, "birth": "1990-01-01", "can": ["cooking"], "when": ["evenings"]}
OURS = {"text": "柳溪苑", "lon": str(POINT[0]), "lat": str(POINT[1])}


@pytest.mark.parametrize(
    ("place", "path"),
    [
        (OURS, "/9901/990101/990101001/990101001001/"),
        ({"text": "far", "lon": "2.35", "lat": "48.85"}, "/9901/"),
        ({"text": "柳溪苑"}, "/9901/"),
    ],
)
def test_a_case_of_another_city_lies_where_its_answers_say_if_that_is_ours(border, place, path):
    publish("services/volunteer")
    Peer.objects.update(services=["volunteer"])
    handed = {**HANDED, "service": "volunteer", "answers": {**VOLUNTEER, "place": place}}
    assert border.hears(Kind.HANDED_OVER, handed).status == 200
    assert Case.objects.get().area_path == path


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"service": "request"}, "exchange.not_offered"),
        ({"answers": {"child_name": "李小满"}}, "exchange.answers"),
        ({"answers": {**ANSWERS, "shoe_size": 42}}, "exchange.answers"),
    ],
)
def test_what_we_cannot_handle_is_refused_with_the_reason(border, more, code):
    assert border.hears(Kind.HANDED_OVER, {**HANDED, **more}).status == 200
    told = json.loads(Message.objects.get(ours=True).body)
    assert (told["kind"], told["body"]["code"]) == ("refused", code)
    assert told["body"]["words"]
    assert Case.objects.count() == 0


def test_a_refusal_of_theirs_brings_our_case_back_with_its_words(border):
    border.hand()
    border.work()
    matter = str(Exchange.objects.get().ref)
    border.hears(Kind.REFUSED, {"code": "exchange.answers", "words": "少了住址"}, matter=matter)
    assert Case.objects.get().stage == "back_here"
    late = border.hears(Kind.REFUSED, {"code": "x", "words": ""}, n=2, matter=matter)
    assert (late.status, late.refused.code) == (409, "exchange.over")


def test_the_person_takes_it_back_on_both_sides(border):
    done = border.hand()
    border.work()
    cases.move(done["ref"], "withdraw", {}, actor=border.resident, act_id=act_id(), at=AT)
    border.work()
    assert [one.kind for one in Message.objects.order_by("n")] == ["handed_over", "withdrawn"]
    border.hears(Kind.HANDED_OVER, HANDED, matter=(theirs := str(uuid.uuid4())))
    border.hears(Kind.WITHDRAWN, {"words": "不办了"}, n=2, matter=theirs)
    assert Case.objects.get(service=SERVICE).stage == "withdrawn"


def test_the_id_of_a_message_is_no_count_that_another_city_may_have_reached_too(border):
    done = border.hand()
    border.work()
    cases.move(done["ref"], "withdraw", {}, actor=border.resident, act_id=act_id(), at=AT)
    border.work()
    counted = {key_of("exchange.telling", act, 0) for act in ActRecord.objects.values_list("pk", flat=True)}
    assert Message.objects.filter(kind="withdrawn").count() == 1
    assert not counted & {str(ref) for ref in Message.objects.values_list("ref", flat=True)}


def test_who_keeps_and_sees_the_peers(border):
    new = service.NewPeer("fenan", "太谷市", "", "http://evil.example", "00", ())
    with pytest.raises(Invalid) as wrong:
        service.add_peer(new, **said())
    found = {one.field: one.code for one in wrong.value.problems}
    assert found == {"code": "exchange.peer_code", "key": "exchange.peer_key", "url": "exchange.peer_url"}
    with pytest.raises(NotVisible):
        service.close_peer("linhe", **{**said(), "actor": border.resident})
    with pytest.raises(NotVisible):
        facts.messages(border.resident)
    border.hand()
    client = Client()
    client.force_login(cast.county_administrator().account)
    page = client.get("/county/peers").content.decode()
    assert KEY in page
    assert "等着送" in page
    assert "李小满" not in page
    service.close_peer("linhe", **said())
    assert service.post_due(AT) == 0
    assert border.hears(Kind.HANDED_OVER, HANDED).status == 403


def test_handed_in_on_a_page_and_followed_on_one(border):
    mother = Client()
    mother.force_login(border.city.people["resident"].account)
    assert "临河市" in mother.get("/elsewhere").content.decode()
    address = f"/elsewhere/linhe/{SERVICE}"
    assert mother.get(address).status_code == 200
    sent = {"q.child_name": "李小满", "q.born_on": "2026-02-20", "q.applicant.name": "陈静", "go": "send"}
    assert mother.post(address, sent).status_code == 422
    assert mother.post(address, {**sent, "q.home": "柳溪苑"}).status_code == 302
    page = mother.get(f"/c/{Case.objects.get().ref}").content.decode()
    assert "临河市那边" in page
    assert mother.get("/elsewhere/taigu/x").status_code == 404
