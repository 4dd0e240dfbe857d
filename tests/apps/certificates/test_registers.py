"""Registers: a body enters, a second person confirms, a correction is a new entry, and certificates rest on them."""

from __future__ import annotations

import json
from datetime import date

import pytest
from tests import cast
from tests.city import AT, act_id

from linli.apps.certificates import facts, service
from linli.apps.certificates.models import Certificate, RegisterEntry
from linli.apps.certificates.policy.registers import REGISTERS, read_entry
from linli.apps.certificates.service import RegisterWish
from linli.kernel.audit.models import Entry, Stream
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.identity.service import phone_of
from linli.kernel.outbox.worker import deliver, fan_out

TODAY = date(2026, 10, 9)
GOOD = {"phone": "13812345678", "name": "王秀兰", "on": "2026-10-01", "amount": "2.5", "title": "守护路口"}


@pytest.fixture
def desk(story):
    """The resident's own number, and a second clerk."""
    story.city.people["clerk2"] = cast.clerk(
        story.actor("clerk").grants[0].area_path, story.city.body("CENTRE")
    )
    number = phone_of(story.city.people["resident"].account)

    class Desk:
        def record(self, register="volunteers", who="clerk", **more):
            raw = {**GOOD, "phone": number, **more}
            return service.record(register, raw, **story.said(who))

        def confirmed(self, *args, **more):
            ref = self.record(*args, **more)
            service.decide(ref, confirm=True, **story.said("supervisor"))
            return ref

        def offers(self, who="resident"):
            return facts.registered(story.actor(who).account_id)

        def take(self, kind="volunteer_hours", who="resident", chosen=(), **more):
            (offer,) = [one for one in self.offers("resident") if one.kind.code == kind]
            wish = RegisterWish(kind, offer.source, frozenset(chosen), **more)
            made = service.issue_registered(wish, **story.said(who))
            return Certificate.objects.get(ref=made["ref"])

    one = Desk()
    one.number = number
    return one


@pytest.mark.parametrize(
    ("register", "wrong", "code"),
    [
        ("volunteers", {"phone": "123"}, "identity.phone_shape"),
        ("volunteers", {"name": ""}, "certificates.entry_missing"),
        ("volunteers", {"name": "王\n秀"}, "certificates.entry_line"),
        ("volunteers", {"title": "长" * 121}, "certificates.entry_line"),
        ("volunteers", {"on": "soon"}, "certificates.entry_day"),
        ("volunteers", {"on": "2026-10-10"}, "certificates.entry_day"),
        ("volunteers", {"until": "2026-09-30"}, "certificates.entry_backwards"),
        *(
            ("volunteers", {"amount": one}, "certificates.entry_minutes")
            for one in ("", "x", "0", "25", "-1", "NaN", "0.001")
        ),
        ("activities", {"amount": "2"}, "certificates.entry_times"),
        ("assistance", {"amount": "-5"}, "certificates.entry_fen"),
        ("assistance", {"amount": "viel"}, "forms.money_shape"),
        ("contracts", {"amount": "1"}, "certificates.entry_missing"),
    ],
)
def test_what_is_wrong_with_an_entry_is_said(register, wrong, code):
    read = read_entry(REGISTERS[register], {**GOOD, **wrong}, TODAY)
    assert code in [one.code for one in read]


def test_hours_count_once_a_second_person_confirmed_them(story, desk):
    ref = desk.record()
    assert desk.offers() == ()
    with pytest.raises(Refused) as refused:
        service.decide(ref, confirm=True, **story.said("clerk"))
    assert refused.value.refusal.code == "certificates.entry_second_person"
    service.decide(ref, confirm=True, **story.said("clerk2"))
    with pytest.raises(Stale):
        service.decide(ref, confirm=False, why="重复", **story.said("supervisor"))
    desk.confirmed(on="2026-09-01", until="2026-09-03", amount="10", title="陪读")
    row = desk.take(chosen={"what"})
    assert row.fields == {
        "holder": "王秀兰", "hours": "12.5", "since_on": "2026-09-01", "until_on": "2026-10-01",
        "what": "陪读；守护路口", "body": "汾安市城运中心",
    }  # fmt: skip
    assert facts.check_text(row.signed, AT).fault == ""


def test_the_log_shows_that_something_was_entered_and_not_for_whom(story, desk):
    ref = desk.record(title="守护路口", name="王秀兰")
    public = json.loads(Entry.objects.get(act="certificates.entry_recorded").body)["public"]
    assert set(public) == {"register", "body", "role"}
    assert "王秀兰" not in Entry.objects.get(act="certificates.entry_recorded").body
    assert Stream.objects.get(pk=RegisterEntry.objects.get(ref=ref).stream_id)


def test_each_register_gives_its_certificate(story, desk):
    for register, more, kind, holds in (
        ("training", {"amount": "8", "title": "养老护理"}, "training_hours", {"hours": "8"}),
        ("activities", {"amount": "1", "title": "邻里节"}, "activity_attendance", {"times": "1"}),
        ("assistance", {"amount": "350.00", "title": "临时救助"}, "household_assistance", {"sum": "35000"}),
        ("contracts", {"amount": "", "title": "房屋租赁", "number": "FA-7"}, "attested_contract_copy",
         {"contract_number": "FA-7", "attested_on": "2026-10-01", "what": "房屋租赁"}),
    ):  # fmt: skip
        desk.confirmed(register, **more)
        row = desk.take(kind, chosen={"sum"} if "sum" in holds else ())
        assert holds.items() <= row.fields.items()
    assert Certificate.objects.get(kind="household_assistance").confidential
    assert "household_assistance" not in {one.kind for one in facts.in_area(story.actor("clerk"))}


def test_a_contract_is_a_certificate_of_its_own(story, desk):
    for number in ("1", "2"):
        desk.confirmed("contracts", amount="1", title="租赁", number=number)
    assert [one.values["contract_number"] for one in desk.offers()] == ["1", "2"]


def test_a_correction_is_a_new_entry_and_revokes_what_rested_on_the_old_one(story, desk, transactional_db):
    old = desk.confirmed()
    row = desk.take()
    raw = {**GOOD, "phone": desk.number, "amount": "1"}
    with pytest.raises(Invalid):
        service.correct(old, raw, " ", **story.said("clerk"))
    new = service.correct(old, raw, "签到表上是一小时", **story.said("clerk"))
    with pytest.raises(Stale):
        service.correct(old, raw, "再来一次", **story.said("clerk"))
    assert desk.take().fields["hours"] == "2.5", "until it is confirmed, what stands stands"
    service.decide(new, confirm=True, **story.said("clerk2"))
    while fan_out(AT) or deliver(AT):
        pass
    assert {one.ref: one.state for one in facts.entries(story.actor("clerk"), "volunteers")} == {
        old: "replaced",
        new: "confirmed",
    }
    row.refresh_from_db()
    assert row.revoked_for == "changed"
    assert desk.take().fields["hours"] == "1"


def test_an_amount_of_nothing_takes_an_entry_out(story, desk):
    old = desk.confirmed()
    raw = {**GOOD, "phone": desk.number, "amount": "0"}
    new = service.correct(old, raw, "登记错了人", **story.said("clerk"))
    service.decide(new, confirm=True, **story.said("supervisor"))
    assert desk.offers() == ()


def test_who_may_not_gets_nowhere(story, desk):
    ref = desk.confirmed()
    for who in ("resident", "neighbour", "officer", "dispatcher"):
        with pytest.raises((Refused, NotVisible)):
            desk.record(who=who)
        with pytest.raises((Refused, NotVisible)):
            service.decide(ref, confirm=True, **story.said(who))
        assert list(facts.entries(story.actor(who), "volunteers")) == []
    (offer,) = desk.offers()
    with pytest.raises(Refused):
        service.issue_registered(RegisterWish("volunteer_hours", offer.source), **story.said("neighbour"))
    assert not Certificate.objects.exists()


def test_the_counter_issues_for_who_is_present_and_never_for_a_typed_number(story, desk):
    desk.confirmed()
    (offer,) = service.offered_at_counter(desk.number, actor=story.actor("clerk"))
    wish = {"kind": "volunteer_hours", "source": offer.source, "phone": desk.number}
    with pytest.raises(Invalid) as wrong:
        service.issue_registered(RegisterWish(**wish, presence="typed"), **story.said("clerk"))
    assert wrong.value.problems[0].code == "certificates.presence_form"
    made = service.issue_registered(RegisterWish(**wish, presence="card"), **story.said("clerk"))
    assert facts.own(story.actor("resident"), made["ref"]).presence == "card"
    for who in ("resident", "dispatcher"):
        with pytest.raises(Refused):
            service.issue_registered(RegisterWish(**wish, presence="card"), **story.said(who))
        with pytest.raises(Refused):
            service.offered_at_counter(desk.number, actor=story.actor(who))


def test_a_file_is_taken_line_by_line_and_each_reject_says_why(story, desk):
    text = (
        "\ufeffphone,name,on,until,amount,title\n"
        f"{desk.number},王秀兰,2026-10-01,,2,守护路口\n"
        "13812345678,赵敏,2026-10-01,,3,守护路口\n"
        "123,无名,2026-10-01,,3,守护路口\n"
        "13812345679,李建国,2026-13-01,,3,守护路口\n"
    )
    said = story.said("clerk")
    for _ in range(2):
        done = service.import_entries("volunteers", text.encode(), **said)
        assert (done.taken, [one.line for one in done.rejects]) == (2, [4, 5])
        assert RegisterEntry.objects.count() == 2, "sent again, nothing is entered twice"
    assert facts.waiting(story.actor("supervisor")) == {"volunteers": 2}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe",
        b"a,b\n1,2\n",
        b"phone,name,on,title\n",
        b"phone,name,on,title,evil\n1,2,3,4,5\n",
        b'phone,name,on,title\n"a',
    ],
)
def test_what_is_no_such_file_is_refused(story, data):
    with pytest.raises(Invalid):
        service.import_entries("volunteers", data, **story.said("clerk"))
    assert not RegisterEntry.objects.exists()


def test_who_is_forgotten_leaves_no_name_in_a_register(story, desk):
    desk.confirmed()
    desk.take()
    account = story.city.people["resident"].account
    service.forget_person(str(account.ref), "r", "a", key=act_id(), at=AT)
    row = RegisterEntry.objects.get()
    assert (row.name, row.title, row.person) == ("", "", None)
    assert desk.offers() == ()
