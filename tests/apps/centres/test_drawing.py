"""A draw: applied for, closed, committed, drawn later, remembered; a list that changes is found out."""

from __future__ import annotations

import copy
import json
from datetime import timedelta

import pytest
from tests import cast
from tests.apps.centres.stage import AT, clerk, said
from tests.city import MAKER
from tests.sealed import fill

from linli.apps.centres import facts, service
from linli.apps.centres.models import Applicant, Draw
from linli.kernel.audit import sequencer
from linli.kernel.audit.models import Entry
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.messaging.models import Letter
from linli.kernel.outbox.worker import deliver, fan_out

UNTIL = AT + timedelta(days=7)
CLOSED_AT, DRAWN_AT = UNTIL, UNTIL + timedelta(hours=1)
CHOICES = (
    service.NewChoice("tue", "周二班", 1, "Tuesdays"),
    service.NewChoice("thu", "周四班", 1, "Thursdays"),
)


def new(centre, **more):
    return service.NewDraw(
        **{
            "centre": centre,
            "family": "dance",
            "title_zh": "秋季舞蹈班",
            "apply_until": UNTIL,
            "choices": CHOICES,
        }
        | more
    )


@pytest.fixture
def draw(centre):
    return service.open_draw(new(centre), **said(clerk()))


def applied(draw, who, *wanted, at=AT, contact=None):
    return service.apply(draw, wanted or ("tue", "thu"), contact, **said(who, at))


def noise(draw_of, count=10):
    """Let other things happen, so that the log goes on."""
    other = service.open_draw(new(draw_of, title_zh="别的"), **said(MAKER))
    for _ in range(count):
        applied(other, cast.resident())


def drawn(draw, centre, at=UNTIL):
    service.close_draw(draw, **said(clerk(), at))
    noise(centre)
    sequencer.sequence_all(at)
    return service.run_draw(draw, **said(clerk(), at + timedelta(hours=1)))


@pytest.mark.both_databases
def test_a_draw_from_beginning_to_end(draw, centre):
    people = [cast.resident() for _ in range(4)]
    numbers = [applied(draw, one)["number"] for one in people]
    told = drawn(draw, centre)
    assert (told["applicants"], told["given"]) == (4, 2)
    results = facts.results(facts.draw(draw).id)
    assert sorted(one.number for one in results) == sorted(numbers)
    assert [one.place for one in results] == [1, 2, 3, 4]
    assert sorted(one.given for one in results) == ["", "", "thu", "tue"]
    document = facts.draw_file(draw)
    assert facts.problems_of(json.loads(json.dumps(document))) == ()
    assert "138" not in json.dumps(document["results"])
    with pytest.raises(Stale):
        service.run_draw(draw, **said(clerk(), DRAWN_AT))


def test_the_seed_does_not_exist_when_the_list_is_closed(draw, centre):
    applied(draw, cast.resident())
    service.close_draw(draw, **said(clerk(), CLOSED_AT))
    with pytest.raises(Refused) as caught:
        service.run_draw(draw, **said(clerk(), DRAWN_AT))
    assert caught.value.refusal.code == "centres.seed_later"
    sequencer.sequence_all(CLOSED_AT)
    assert facts.draw(draw).waits_for == 8
    with pytest.raises(Refused) as caught:
        service.run_draw(draw, **said(clerk(), DRAWN_AT))
    assert caught.value.refusal.because == {"entries": 8}
    noise(centre, 4)
    sequencer.sequence_all(CLOSED_AT)
    assert facts.draw(draw).waits_for == 3


def test_a_closed_list_takes_nobody_and_lets_nobody_go(draw):
    person = cast.resident()
    ref = applied(draw, person)["ref"]
    with pytest.raises(Refused) as caught:
        service.close_draw(draw, **said(clerk()))
    assert caught.value.refusal.code == "centres.still_open"
    service.close_draw(draw, **said(clerk(), CLOSED_AT))
    for do in (
        lambda: applied(draw, cast.unrelated_neighbour(), at=CLOSED_AT),
        lambda: applied(draw, cast.unrelated_neighbour()),
        lambda: service.withdraw(ref, **said(person)),
    ):
        with pytest.raises(Refused) as caught:
            do()
        assert caught.value.refusal.code == "centres.list_closed"
    with pytest.raises(Stale):
        service.close_draw(draw, **said(clerk(), CLOSED_AT))


@pytest.mark.parametrize(
    "tamper",
    [
        lambda row: Applicant.objects.filter(draw=row).update(missed=9),
        lambda row: Applicant.objects.filter(draw=row, number=Applicant.objects.first().number).delete(),
        lambda row: Draw.objects.filter(pk=row.pk).update(
            list_json=row.list_json.replace('"tickets":1', '"tickets":2')
        ),
        lambda row: Draw.objects.filter(pk=row.pk).update(list_hash="0" * 64),
    ],
)
def test_a_list_that_changed_after_it_was_committed_is_not_drawn(draw, centre, tamper):
    for _ in range(3):
        applied(draw, cast.resident())
    service.close_draw(draw, **said(clerk(), CLOSED_AT))
    noise(centre)
    sequencer.sequence_all(CLOSED_AT)
    tamper(Draw.objects.get(ref=draw))
    with pytest.raises(Refused) as caught:
        service.run_draw(draw, **said(clerk(), DRAWN_AT))
    assert caught.value.refusal.code == "centres.draw_list_changed"


def test_every_change_of_the_published_file_is_found(draw, centre):
    for _ in range(3):
        applied(draw, cast.resident())
    drawn(draw, centre)
    whole = facts.draw_file(draw)
    other = "0" * 64
    changes = {
        "centres.draw_results_differ": lambda file: file["results"].reverse(),
        "draw.list_form": lambda file: file.update(list=file["list"] + " "),
        "centres.draw_list_changed": lambda file: file.update(
            list=file["list"].replace('"tickets":1', '"tickets":3', 1)
        ),
        "centres.draw_seed_differs": lambda file: file["seed"].update(value=other),
        "centres.draw_not_in_log": lambda file: file["seed"].update(root=other),
        "centres.draw_file_form": lambda file: file.pop("entry"),
        "centres.draw_results_early": lambda file: file.update(seed=None),
    }
    for code, change in changes.items():
        file = copy.deepcopy(whole)
        change(file)
        assert code in [one.code for one in facts.problems_of(file)], code
    later = copy.deepcopy(whole)
    later["seed"]["size"] += 1
    assert {one.code for one in facts.problems_of(later)} >= {"centres.draw_seed_differs"}
    assert facts.problems_of({"form": "x"})[0].code == "centres.draw_file_form"


def test_who_was_refused_has_a_ticket_more_next_time_until_they_have_a_place(centre):
    people = [cast.resident() for _ in range(3)]
    only = (service.NewChoice("tue", "周二班", 1),)
    refused: dict[str, int] = {}
    for turn in range(3):
        at = AT + timedelta(days=10 * turn)
        until = at + timedelta(days=7)
        draw = service.open_draw(new(centre, choices=only, apply_until=until), **said(MAKER, at))
        for n, person in enumerate(people):
            told = applied(draw, person, "tue", at=at)
            assert told["tickets"] == 1 + refused.get(n, 0)
        drawn(draw, centre, until)
        for n, person in enumerate(people):
            own = facts.own_application(facts.draw(draw).id, person.actor)
            refused[n] = 0 if own.given else refused.get(n, 0) + 1
    other = service.open_draw(new(centre, family="other", choices=only), **said(MAKER))
    assert applied(other, people[0], "tue")["tickets"] == 1


def test_a_person_is_on_the_list_once_however_they_apply(draw):
    person = cast.resident(phone="13800001234")
    applied(draw, person)
    for who, contact in ((person, None), (clerk(), service.Contact("王秀兰", "138 0000 1234"))):
        with pytest.raises(Refused) as caught:
            applied(draw, who, contact=contact)
        assert caught.value.refusal.code == "centres.applied_already"


def test_who_takes_it_back_is_gone_and_may_come_again(draw):
    person = cast.resident()
    service.withdraw(applied(draw, person)["ref"], **said(person))
    assert facts.draw(draw).applicants == 0
    applied(draw, person)
    assert len(facts.own_applications(person.actor)) == 1


@pytest.mark.parametrize("wanted", [("sun",), ("tue", "tue")])
def test_only_what_is_offered_is_wanted(draw, wanted):
    with pytest.raises(Invalid):
        applied(draw, cast.resident(), *wanted)
    with pytest.raises(Invalid):
        service.apply(draw, (), **said(cast.resident()))


def test_nobody_applied(draw):
    with pytest.raises(Refused) as caught:
        service.close_draw(draw, **said(clerk(), CLOSED_AT))
    assert caught.value.refusal.code == "centres.nobody_applied"
    with pytest.raises(Refused) as caught:
        service.run_draw(draw, **said(clerk(), CLOSED_AT))
    assert caught.value.refusal.code == "centres.list_open"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title_zh": ""}, "title_zh"),
        ({"family": "Dance!"}, "family"),
        ({"apply_until": AT}, "apply_until"),
        ({"choices": ()}, "choices"),
        ({"choices": (CHOICES[0], CHOICES[0])}, "choices"),
        ({"choices": (service.NewChoice("tue", "周二班", 0),)}, "choices"),
        ({"choices": (service.NewChoice("Tue!", "周二班", 1),)}, "choices"),
    ],
)
def test_a_draw_that_cannot_be(centre, wrong, field):
    with pytest.raises(Invalid) as caught:
        service.open_draw(new(centre, **wrong), **said(MAKER))
    assert [one.field for one in caught.value.problems] == [field]


def test_who_may_and_who_may_not(centre, draw):
    ref = applied(draw, cast.resident())["ref"]
    with pytest.raises(Refused):
        applied(draw, cast.stranger())
    assert facts.listed(facts.draw(draw), clerk().actor)[0].name == "王**"
    for make in cast.EVERYBODY:
        if make in {cast.clerk, cast.county_administrator}:
            continue
        member = make()
        for do in (
            lambda member=member: service.open_draw(new(centre), **said(member)),
            lambda member=member: service.close_draw(draw, **said(member, CLOSED_AT)),
            lambda member=member: service.run_draw(draw, **said(member, CLOSED_AT)),
            lambda member=member: service.withdraw(ref, **said(member)),
            lambda member=member: applied(draw, member, contact=service.Contact("王秀兰", "13800001234")),
            lambda member=member: facts.listed(facts.draw(draw), member.actor),
        ):
            with pytest.raises(NotVisible):
                do()
    with pytest.raises(NotVisible):
        facts.draw_file(draw)


@pytest.mark.one_database
def test_everybody_is_written_to_and_the_log_names_nobody(draw, centre):
    applied(draw, cast.resident())
    applied(draw, clerk(), contact=service.Contact("李建国", "13900005678"))
    drawn(draw, centre)
    fan_out(DRAWN_AT)
    while deliver(DRAWN_AT):
        pass
    assert Letter.objects.count() == 2
    assert not [one for one in Entry.objects.all() if "13900005678" in one.body or "李建国" in one.body]


def test_who_is_forgotten_leaves_a_number(draw, centre):
    person = cast.resident()
    applied(draw, person)
    service.close_draw(draw, **said(clerk(), CLOSED_AT))
    assert "centres.Applicant.contact_sealed" in fill("centres")
    service.forget_account(str(person.account.ref), key="6b8c7b7e-6c8a-4a57-9a69-6f4f1f1f7a11", at=CLOSED_AT)
    noise(centre)
    sequencer.sequence_all(CLOSED_AT)
    service.run_draw(draw, **said(clerk(), DRAWN_AT))
    row = Applicant.objects.get(draw__ref=draw)
    assert (row.account_id, row.person_key, row.given) == (None, "", "tue")
    assert row.contact_sealed is None
