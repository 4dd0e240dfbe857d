"""A mistake in the time bank is booked against by a supervisor; somebody without a telephone is helped through another."""

import pytest
from tests import cast
from tests.apps.volunteers.test_bank_and_favours import put_up
from tests.apps.volunteers.test_bank_and_favours import saver as saver  # noqa: PLC0414
from tests.city import AT
from tests.sealed import filled

from linli.apps.volunteers import facts, service
from linli.apps.volunteers.models import Favour
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused

pytestmark = pytest.mark.one_database


def statement(town, who):
    return facts.statement(town.people[who].actor, AT)


@pytest.fixture
def gift(saver):
    """A gift to the pool, as its giver's statement calls it."""
    service.give("pool", 50, **saver.said("teacher"))
    return statement(saver, "teacher").lines[0].code


def test_a_supervisor_finds_a_booking_by_its_code_and_nobody_else_does(saver, gift):
    one = facts.undoable(f"{gift[:4]} {gift[4:].lower()}", saver.people["supervisor"].actor)
    assert (one.kind, one.minutes, one.undone) == ("gift", 50, False)
    for code in ("", "1234", "zzzzzzzz", "00000000"):
        with pytest.raises(NotVisible):
            facts.undoable(code, saver.people["supervisor"].actor)
    for make in cast.EVERYBODY:
        if make is not cast.supervisor:
            with pytest.raises(NotVisible):
                facts.undoable(gift, make().actor)
    service.undo(one.ref, **saver.said("supervisor"))
    assert facts.undoable(gift, saver.people["supervisor"].actor).undone
    lines = statement(saver, "teacher").lines
    assert [(line.kind, line.minutes, line.undone) for line in lines[:2]] == [
        ("undo", 50, False),
        ("gift", -50, True),
    ]


def test_the_page_and_the_program_undo(saver, gift, client, still):
    client.force_login(saver.people["supervisor"].account)
    page = client.get(f"/desk/volunteers/time?code={gift}").content.decode()
    assert gift in page
    assert "没有这一笔" in client.get("/desk/volunteers/time?code=00000000").content.decode()
    assert client.get(f"/api/v1/time/bookings/{gift}").json()["minutes"] == 50
    ref = facts.undoable(gift, saver.people["supervisor"].actor).ref
    done = client.post(
        "/desk/volunteers/time", {"act_id": saver.said("supervisor")["act_id"], "booking": ref}
    )
    assert done.status_code == 302
    again = client.post(
        "/desk/volunteers/time", {"act_id": saver.said("supervisor")["act_id"], "booking": ref}
    )
    assert again.status_code == 409
    client.force_login(saver.people["clerk"].account)
    assert client.get("/desk/volunteers/time").status_code == 404
    assert client.get(f"/api/v1/time/bookings/{gift}").status_code == 404


def test_a_favour_for_somebody_without_a_telephone_goes_through_who_took_it_down(saver):
    with pytest.raises(Invalid) as no:
        put_up(saver, "clerk", name="赵奶奶")
    assert [one.code for one in no.value.problems] == ["volunteers.favour_consent"]
    with pytest.raises(Refused):
        put_up(saver, "friend", name="赵奶奶", consent="spoken")
    ref = put_up(saver, "clerk", name="赵奶奶", consent="spoken")
    row = Favour.objects.get(ref=ref)
    assert (row.account, row.taken_down, row.consent) == (saver.people["clerk"].account, True, "spoken")
    service.review(ref, show=True, **saver.said("clerk"))
    assert facts.favour(ref, actor=saver.people["clerk"].actor, at=AT).for_name == "赵奶奶"
    assert facts.favour(ref, actor=saver.people["friend"].actor, at=AT).for_name == ""
    match = service.answer(ref, **saver.said("teacher"))
    with pytest.raises(Invalid) as no:
        service.say_done(match, 30, bank=True, **saver.said("clerk"))
    assert [one.code for one in no.value.problems] == ["volunteers.no_bank_between"]
    service.say_done(match, 30, bank=False, **saver.said("clerk"))
    service.say_done(match, 30, bank=False, **saver.said("teacher"))
    assert "volunteers.Favour.name_sealed" not in filled("volunteers")


def test_the_name_goes_when_a_favour_is_taken_back(saver):
    ref = put_up(saver, "clerk", name="赵奶奶", consent="paper")
    assert "volunteers.Favour.name_sealed" in filled("volunteers")
    service.end_favour(ref, **saver.said("clerk"))
    assert "volunteers.Favour.name_sealed" not in filled("volunteers")
