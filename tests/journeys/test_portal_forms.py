"""Telling a problem with a plain client: the way through, and every bad input with a clear answer and nothing half-done."""

from __future__ import annotations

import io
import uuid

import pytest
from django.test import Client
from tests.apps.cases.conftest import Story
from tests.city import POINT, act_id
from tests.journeys.portal_stage import BODY, NASTY, hidden, now, opened, own_files, photo, walk

from linli.apps.cases import facts
from linli.apps.cases.models import Case, CaseText, Participant
from linli.kernel.access.actors import STRANGER
from linli.kernel.files.facts import open_for
from linli.kernel.files.models import StoredFile


@pytest.fixture
def story(city):
    return Story(city)


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    own_files(settings, tmp_path)


@pytest.fixture
def client(city):
    return Client(raise_request_exception=False)


def test_the_front_page_asks_one_question(client):
    page = client.get("/").content.decode()
    assert "说一次" in page
    assert 'name="body"' in page
    assert client.get("/", headers={"Accept-Language": "en"}).headers["Content-Language"] == "en"


def test_a_stranger_tells_in_three_steps_and_keeps_number_and_code(client):
    ref = opened(walk(client))
    receipt = client.get(f"/c/{ref}/receipt?new=1").content.decode()
    code = facts.query_code(ref)
    assert f"{code[:4]} {code[4:]}" in receipt
    assert CaseText.objects.get().place == "柳溪南巷 12 号"
    assert not Participant.objects.exists()
    assert Client().get(f"/c/{ref}/receipt").status_code == 404


def test_the_same_form_sent_twice_opens_one_case(client):
    first = client.post("/tell", {"act_id": act_id(), "body": BODY, "go": "send", "photos": [photo()]})
    sent = {**hidden(first), "go": "done"}
    answers = [client.post("/tell", sent).url for _ in range(2)]
    assert answers[0] == answers[1]
    assert Case.objects.count() == 1
    assert StoredFile.objects.get().owner_key == f"case:{answers[0].split('/')[2]}"


def test_the_same_form_with_other_words_is_refused(client):
    sent = {"act_id": act_id(), "body": BODY, "go": "done"}
    client.post("/tell", sent)
    again = client.post("/tell", {**sent, "body": "别的事"})
    assert again.status_code == 409
    assert Case.objects.count() == 1


def test_too_long_a_text_is_shown_again_whole(client):
    answer = client.post("/tell", {"act_id": act_id(), "body": "好" * 20_001, "go": "where"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "20001" in page
    assert "好" * 20_001 in page
    assert client.post("/tell", {"act_id": act_id(), "body": "好" * 20_000, "go": "where"}).status_code == 200
    assert not Case.objects.exists()


@pytest.mark.parametrize("nasty", NASTY)
def test_whatever_is_typed_is_kept_as_text(client, nasty):
    said = {"body": f"井盖 {nasty}", "place": nasty, "name": nasty, "go": "done", "act_id": act_id(), "area": nasty,
            "subject": "", "kind": "help", "lon": nasty, "lat": nasty, "whose": ""}  # fmt: skip
    answer = client.post("/tell", {**said, "area": ""})
    ref = opened(answer)
    page = client.get(f"/c/{ref}").content.decode()
    assert "<script>alert" not in page
    assert "49" not in CaseText.objects.get().body
    assert client.get("/mine").status_code == 302
    assert client.post("/tell", {**said, "act_id": act_id()}).status_code in {302, 422}


@pytest.mark.parametrize("field", ["kind", "subject", "area", "phone", "whose"])
@pytest.mark.parametrize("nasty", NASTY)
def test_choices_take_only_what_they_offer(client, field, nasty):
    answer = client.post("/tell", {"act_id": act_id(), "body": BODY, field: nasty, "go": "done"})
    assert answer.status_code in {409, 422}
    assert BODY in answer.content.decode()
    assert not Case.objects.exists()


def test_an_act_id_that_is_none_and_files_of_others_do_no_harm(client, story):
    own = story.tell()
    stolen = str(uuid.uuid4())
    for post in ({"act_id": "'; --", "body": BODY, "go": "done"}, {"body": BODY, "go": "done"}):
        opened(client.post("/tell", post))
    answer = client.post(
        "/tell", {"act_id": act_id(), "body": BODY, "file": [stolen, "x", own], "go": "done"}
    )
    assert answer.status_code == 422
    assert Case.objects.count() == 3


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("virus.exe", b"MZ" + b"\x00" * 200),
        ("photo.jpg", b"MZ" + b"\x00" * 200),
        ("photo.jpg", b""),
        ("notes.txt", b"hello"),
        ("page.html", b"<html><script>alert(1)</script></html>"),
        ("photo.jpg", b"\xff\xd8\xff\xe0 not a photo at all"),
    ],
)
def test_files_of_other_kinds_are_refused_and_the_words_stay(client, name, data):
    file = io.BytesIO(data)
    file.name = name
    answer = client.post("/tell", {"act_id": act_id(), "body": BODY, "go": "where", "photos": [file]})
    assert answer.status_code == 422
    assert BODY in answer.content.decode()
    assert not StoredFile.objects.exists()


def test_a_photo_gives_the_place_and_can_lose_it_again(client):
    first = client.post(
        "/tell", {"act_id": act_id(), "body": BODY, "go": "where", "photos": [photo(position=POINT)]}
    )
    page = first.content.decode()
    assert "照片里带着拍摄的位置" in page
    assert "平桥社区" in page
    fields = hidden(first)
    with open_for(STRANGER, fields["file"][0], now(), small=True).file as small:
        assert small.read(2) == b"\xff\xd8"
    again = client.post("/tell", {**fields, "go": "noplace"})
    assert "照片里带着" not in again.content.decode()
    assert "lon" not in hidden(again)
    sent = client.post("/tell", {**hidden(first), "go": "done"})
    assert Case.objects.get(ref=opened(sent)).area_path.endswith("/990101001001/")


def test_a_photo_taken_elsewhere_is_only_a_photo(client):
    first = client.post(
        "/tell", {"act_id": act_id(), "body": BODY, "go": "where", "photos": [photo(position=(2.3, 48.8))]}
    )
    assert "lon" not in hidden(first)


def test_photos_can_be_taken_out_before_sending(client):
    first = client.post(
        "/tell", {"act_id": act_id(), "body": BODY, "go": "what", "photos": [photo(), photo("#123456")]}
    )
    kept = hidden(first)
    dropped = client.post("/tell", {**kept, "body": BODY, "go": f"drop:{kept['file'][0]}"})
    assert hidden(dropped)["file"] == [kept["file"][1]]


def test_a_place_outside_the_city_is_said_at_once(client):
    answer = client.post(
        "/tell", {"act_id": act_id(), "body": BODY, "lon": "2.3", "lat": "48.8", "go": "send"}
    )
    assert answer.status_code == 422
    assert "不在本市" in answer.content.decode()


def test_a_place_is_chosen_from_lists_without_scripts(client):
    said = {"act_id": act_id(), "body": BODY}
    page = client.post("/tell", {**said, "go": "where"}).content.decode()
    assert "河东区" in page or "柳溪街道" in page
    page = client.post("/tell", {**said, "go": "area:990101001"}).content.decode()
    assert "平桥社区" in page
    final = client.post("/tell", {**said, "go": "area:990101001001"})
    ref = opened(client.post("/tell", {**hidden(final), "go": "done"}))
    assert Case.objects.get(ref=ref).area_path.endswith("990101001001/")


def test_danger_in_the_words_names_the_right_number(client):
    for text, number in (
        ("楼道里有煤气味", "0351-1000777"), ("隔壁着火了", "119"), ("有人打人", "110"), ("老人晕倒了", "120"),
        ("I smell gas in the stairs", "0351-1000777"), ("孩子走丢了", "110"), ("我不想活了", "12356"),
    ):  # fmt: skip
        for path, go in (("/tell", "where"), ("/tell/hints", "")):
            page = client.post(path, {"act_id": act_id(), "body": text, "go": go}).content.decode()
            assert f"tel:{number}" in page, text
    quiet = client.post("/tell/hints", {"body": "I live in a fireplace shop"}).content.decode()
    assert "tel:" not in quiet


def test_what_others_told_from_here_is_offered(client, story):
    ref = story.tell()
    page = client.post(
        "/tell", {"act_id": act_id(), "body": BODY, "lon": POINT[0], "lat": POINT[1], "go": "send"}
    )
    assert f"/c/{ref}" in page.content.decode()


def test_call_me_back_needs_a_number_alone(client):
    assert client.post("/call-me", {"act_id": act_id(), "phone": "12"}).status_code == 422
    ref = opened(client.post("/call-me", {"act_id": act_id(), "phone": "138 0000 1234"}))
    assert Participant.objects.get(case__ref=ref).phone_shown == "138****1234"
    for _ in range(2):
        client.post("/call-me", {"act_id": act_id(), "phone": "13800001234"})
    assert client.post("/call-me", {"act_id": act_id(), "phone": "13800001234"}).status_code == 429
