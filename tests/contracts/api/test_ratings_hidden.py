"""What a body's officer or mediator gets from the interface about a case is the same whatever was answered on it."""

from __future__ import annotations

import re

import pytest
from tests import cast
from tests.city import AT, POINT, act_id
from tests.contracts.api.conftest import SUBJECT, TOLD

from linli.apps.cases import service

ANSWERS = [
    ("record_call_back", "caller", {"result": "solved", "satisfaction": "satisfied"}),
    (
        "record_call_back",
        "caller",
        {"result": "not_solved", "satisfaction": "not_satisfied", "note": "没人来修"},
    ),
    ("confirm", "resident", {"satisfaction": "not_satisfied", "note": "白等一天"}),
]
TELLING = re.compile(r"satisf|not_solved|confirm|call_back_|record|contest|没人来修|白等一天")


def ended(api, move, who, inputs):
    """One case through its life by the product's own services."""
    city = api.city
    case = service.Told(body=TOLD, subject=SUBJECT, lon=POINT[0], lat=POINT[1])
    told = service.open_case(case, actor=city.people["resident"].actor, act_id=act_id(), at=AT)
    for name, by, said in (
        ("accept", "clerk", {}), ("dispatch", "dispatcher", {"lead": city.ref("DRAINS")}), ("take", "officer", {}),
        ("report", "officer", {"outcome": "explained", "answer": "已换"}), ("pass_check", "checker", {}),
        (move, who, inputs),
    ):  # fmt: skip
        service.move(told["ref"], name, said, actor=city.people[by].actor, act_id=act_id(), at=AT)
    return told


def answers(asker, told):
    """Everything the interface says of a case, without what is its own: names and instants."""
    ref, number = told["ref"], told["number"]
    texts = [
        asker.get(path, **query).content.decode()
        for path, query in (
            (f"/cases/{ref}", {}), (f"/cases/{ref}/entries", {}), (f"/public/cases/{ref}", {}),
            ("/cases", {"words": number}),
        )
    ]  # fmt: skip
    plain = " ".join(texts).replace(ref, "REF").replace(number, "NUMBER")
    return re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+Z|\"leaf\":\s*\d+|[0-9a-f]{8}-[0-9a-f-]{27}", "", plain)


@pytest.mark.parametrize("who", ["officer", "mediator"])
def test_all_answers_are_one_to_who_handled_the_case(api, who):
    api.city.people["mediator"] = cast.mediator(api.city.body("DRAINS"), "/9901/")
    said = [answers(api.as_(who), ended(api, *one)) for one in ANSWERS]
    assert said[0] == said[1] == said[2]
    assert "cases.result_asked" in said[0]
    assert not TELLING.search(said[0])


def test_who_oversees_reads_the_answer(api):
    told = ended(api, *ANSWERS[1])
    entries = api.as_("supervisor").get(f"/cases/{told['ref']}/entries").json()["entries"]
    assert entries[-1]["inputs"]["satisfaction"] == "not_satisfied"


def test_nobody_outside_is_led_from_a_case_to_its_answers_in_open_data(api):
    told = ended(api, *ANSWERS[1])
    seen = api.get(f"/public/cases/{told['ref']}").json()
    assert "stream" not in seen
    assert (seen["entries"][-1]["inputs"], seen["entries"][-1]["leaf"]) == ({}, None)
    assert api.as_("officer").get(f"/cases/{told['ref']}/entries").json()["stream"] == ""
