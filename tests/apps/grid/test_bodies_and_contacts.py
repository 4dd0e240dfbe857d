"""Bodies, posts, appointments, named contacts and contact households."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from tests import cast
from tests.apps.grid.conftest import body_ref, path, ref, said

from linli.apps.grid import facts, service
from linli.apps.grid.models import Appointment, Body, ContactHousehold, Post
from linli.apps.grid.service import NewPost, offices
from linli.kernel.access.actors import STRANGER
from linli.kernel.audit.act import act
from linli.kernel.audit.models import Entry, PrivateItem
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

EAST = "/9901/990101/990101001/990101001001/"
DAY = date(2026, 10, 8)
OFFICE_HEAD = "code,kind,name,area,parent,office,may_lead,phone"


def test_bodies_are_found_by_ref_code_kind_and_area(town):
    bureau = facts.body("CGJ")
    assert facts.body(bureau.ref) == bureau
    assert bureau.parent_ref == body_ref("CITY")
    assert bureau.may_lead
    assert [one.code for one in facts.bodies(under="/9901/990101/990101001/")] == ["LX", "DONG"]
    assert [one.code for one in facts.bodies("township")] == ["XY"]
    assert facts.bodies_by_id({bureau.id}) == {bureau.id: bureau}
    assert facts.body("nobody") is None


@pytest.mark.parametrize(
    ("token", "code", "expected"),
    [
        ("$subdistrict", "990101001001", "LX"),
        ("$subdistrict", "990101100200", "XY"),
        ("$township", "990101100200", "XY"),
        ("$district_dept:cgj", "990101001001", "CGJ"),
        ("$city_dept:cgj", "990101001001", "CITY"),
        ("$community", "990101001001001", "DONG"),
        ("CGJ", "9901", "CGJ"),
        ("$district_dept:none", "990101001001", None),
        ("$palace", "9901", None),
    ],
)
def test_a_role_of_the_matrix_becomes_a_body(town, token, code, expected):
    found = facts.resolve(token, path(code))
    assert (found and found.code) == expected


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("DONG2,community,居委会,990101001001,LX,,yes,", "grid.body_community_leads"),
        ("A,community,居委会,990101001009,LX,,no,", "grid.body_area_unknown"),
        ("A,community,居委会,990101001001,NN,,no,", "grid.body_parent_unknown"),
        ("A,community,居委会,990101001001,A,,no,", "grid.body_under_itself"),
        ("A,committee,居委会,990101001001,,,no,", "grid.body_kind_unknown"),
        ("甲,community,居委会,990101001001,,,no,", "grid.body_code"),
        ("A,community,,990101001001,,,no,", "grid.name_missing"),
        ("A,community,居委会,990101001001,,,maybe,", "grid.body_yes_or_no"),
        ("A,company,公司,990101001001,,X Y,no,", "grid.body_office"),
        ("A,company,公司,990101001001,,,no,\nA,company,公司,990101001001,,,no,", "grid.code_twice"),
        ("A,company,公司,9901,B,,no,\nB,company,公司,9901,A,,no,", "grid.body_under_itself"),
    ],
)
def test_a_faulty_list_of_bodies_is_refused_whole(town, row, code):
    before = Body.objects.count()
    with pytest.raises(Invalid) as caught:
        service.import_bodies(f"{OFFICE_HEAD}\n{row}\n".encode(), **said())
    assert code in [problem.code for problem in caught.value.problems]
    assert Body.objects.count() == before


def test_a_second_list_changes_bodies(town):
    row = "CGJ,district_department,城管和执法局,990101,CITY,cgj,yes,"
    assert service.import_bodies(f"{OFFICE_HEAD}\n{row}\n".encode(), **said()) == {
        "bodies": 1,
        "new": 0,
        "epoch": 7,
    }
    changed = facts.body("CGJ")
    assert (changed.name_zh, changed.phone) == ("城管和执法局", "0351-1000002")


def test_the_database_keeps_communities_from_leading(town):
    with pytest.raises(IntegrityError), transaction.atomic():
        Body.objects.filter(code="DONG").update(may_lead=True)


def open_post(code, body="DONG", **more):
    post = NewPost(code=code, title_zh="网格员", title_en="Grid worker", shown=True, **more)
    return service.open_post(body_ref(body), post, **said())["post"]


def appoint(post, member, starts=DAY, ends=None, actor=None):
    options = said() if actor is None else said(actor)
    return service.appoint(post, str(member.account.ref), starts, ends, **options)["appointment"]


def test_every_address_names_its_contacts(town):
    worker = cast.grid_worker(area=EAST)
    appoint(open_post("unit_1", cell=("unit", "990101001001001"), phone="0351-2000001"), worker)
    open_post("resp_1", cell=("responsibility", "990101001001001"))
    open_post("head")
    appoint(open_post("duty", body="LX"), cast.clerk(area=EAST), ends=date(2026, 10, 9))
    entrance = path("990101001001001001001")
    shown = [(one.level, one.name, one.phone) for one in facts.named_contacts(entrance, DAY)]
    assert shown == [
        ("unit", "周桂英", "0351-2000001"),
        ("responsibility", "", "0351-1000005"),
        ("community", "", "0351-1000005"),
        ("subdistrict", "吴丽", "0351-1000003"),
    ]
    assert facts.named_contacts(entrance, date(2026, 10, 9))[-1].name == ""
    assert [one.level for one in facts.named_contacts(path("990101001"), DAY)] == ["subdistrict"]


def test_contacts_of_an_area_with_a_centre_but_no_placement_are_found_by_the_point(town):
    from linli.apps.grid.models import Placement

    open_post("unit_1", cell=("unit", "990101001001001"))
    Placement.objects.all().delete()
    levels = [one.level for one in facts.named_contacts(path("990101001001001"), DAY)]
    assert levels == ["unit"]


def test_a_private_person_is_never_shown_as_a_contact(town):
    post = open_post("unit_1", cell=("unit", "990101001001001"))
    Appointment.objects.create(post=Post.objects.get(ref=post), account=cast.resident().account, starts=DAY)
    assert [one.name for one in facts.named_contacts(path("990101001001001"), DAY)] == [""]


def test_an_appointment_is_for_staff_and_once_at_a_time(town):
    post, worker = open_post("unit_1"), cast.grid_worker(area=EAST)
    first = appoint(post, worker, ends=date(2026, 11, 1))
    with pytest.raises(Refused):
        appoint(post, worker, starts=date(2026, 10, 31))
    appoint(post, worker, starts=date(2026, 11, 1))
    with pytest.raises(Invalid):
        appoint(post, cast.resident())
    with pytest.raises(Invalid):
        appoint(post, worker, ends=DAY)
    with pytest.raises(Refused):
        service.end_appointment(first, date(2026, 12, 1), **said())
    assert service.end_appointment(first, date(2026, 10, 20), **said()) == {"ends": "2026-10-20"}


def test_the_database_keeps_appointments_apart(town):
    post, worker = open_post("unit_1"), cast.grid_worker(area=EAST)
    appoint(post, worker)
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.create(
            post=Post.objects.get(ref=post), account=worker.account, starts=date(2027, 1, 1)
        )


def test_a_body_speaks_on_one_stream_and_names_nobody(town):
    worker = cast.grid_worker(area=EAST)
    appoint(open_post("unit_1"), worker)
    stream = Body.objects.get(code="DONG").stream
    entries = Entry.objects.filter(stream=stream).order_by("seq")
    assert [one.act for one in entries] == ["grid.open_post", "grid.appoint"]
    assert str(worker.account.ref) not in "".join(one.body for one in entries)
    assert PrivateItem.objects.get(entry=entries[1]).subject == f"account:{worker.account.ref}"


def test_only_who_appoints_there_appoints(town):
    post, worker = open_post("unit_1"), cast.grid_worker(area=EAST)
    for actor in (STRANGER, worker.actor, cast.county_administrator(area="/9901/990102/").actor):
        with pytest.raises(NotVisible):
            appoint(post, worker, actor=actor)
    assert appoint(post, worker, actor=cast.county_administrator(area="/9901/990101/").actor)


def test_a_post_needs_a_title_a_known_cell_and_a_new_code(town):
    open_post("unit_1")
    with pytest.raises(Refused):
        open_post("unit_1")
    with pytest.raises(Invalid):
        open_post("unit_2", cell=("unit", "990101001001999"))
    with pytest.raises(Invalid):
        service.open_post(body_ref("DONG"), NewPost("x", "\u200b"), **said())


def test_appointments_are_read_by_who_reads_the_roster(town):
    worker = cast.grid_worker(area=EAST)
    appoint(open_post("unit_1"), worker)
    assert [one.name for one in facts.appointments(body_ref("DONG"), DAY, actor=worker.actor)] == ["周桂英"]
    for actor in (STRANGER, cast.resident().actor, cast.grid_worker(area="/9901/990101/990101100/").actor):
        assert facts.appointments(body_ref("DONG"), DAY, actor=actor) == []
    assert facts.appointments("00000000-0000-4000-8000-000000000000", DAY, actor=worker.actor) == []


ENTRANCE = "990101001001001001001"


def consent(member, actor=None, **more):
    options = {"name": "王秀兰", "phone": "13800000001"} | more
    return service.give_consent(ref(ENTRANCE), **options, **said(actor or member.actor))["household"]


def test_a_contact_household_is_seen_by_itself_and_by_staff_of_its_area_only(town):
    granny = cast.resident()
    consent(granny)
    for actor in (
        granny.actor,
        cast.grid_worker(area=EAST).actor,
        cast.county_administrator(area="/9901/").actor,
    ):
        seen = facts.contact_households(EAST, actor=actor)
        assert [(one.name, one.phone) for one in seen] == [("王秀兰", "13800000001")]
    others = [
        STRANGER,
        cast.unrelated_neighbour().actor,
        cast.grid_worker(area="/9901/990101/990101001/990101001002/").actor,
        cast.officer(area="/9901/").actor,
        cast.auditor(area="/9901/").actor,
        cast.technical_administrator().actor,
    ]
    assert [facts.contact_households(EAST, actor=actor) for actor in others] == [[]] * len(others)
    assert facts.household_counts([EAST, "/9901/990101/990101100/"]) == {
        EAST: 1,
        "/9901/990101/990101100/": 0,
    }


def test_a_withdrawn_consent_leaves_two_dates_and_nothing_else(town):
    granny = cast.resident()
    household = consent(granny)
    for actor in (STRANGER, cast.unrelated_neighbour().actor):
        with pytest.raises(NotVisible):
            service.withdraw_consent(household, **said(actor))
    once = said(granny.actor)
    assert service.withdraw_consent(household, **once) == {"withdrawn": True}
    assert service.withdraw_consent(household, **once) == {"withdrawn": True}
    row = ContactHousehold.objects.get(ref=household)
    assert (row.name, row.phone_sealed, row.account) == ("", None, None)
    assert facts.contact_households(EAST, actor=cast.grid_worker(area=EAST).actor) == []
    assert sorted(PrivateItem.objects.values_list("name", "value")) == [("name", None), ("phone", None)]
    with pytest.raises(Refused):
        service.withdraw_consent(household, **said())
    assert consent(granny)


def test_staff_of_the_area_record_a_consent_on_paper(town):
    worker, granny = cast.grid_worker(area=EAST), cast.resident()
    consent(worker)
    consent(worker, account_ref=str(granny.account.ref), name="李大爷")
    assert len(facts.contact_households(EAST, actor=granny.actor)) == 1
    body = Entry.objects.order_by("-id").first().body
    assert '"basis":"paper"' in body
    assert '"area":"990101001001"' in body
    assert ENTRANCE not in body
    with pytest.raises(NotVisible):
        consent(cast.grid_worker(area="/9901/990101/990101100/"))
    with pytest.raises(Invalid):
        consent(worker, account_ref="00000000-0000-4000-8000-000000000000")


def test_nobody_consents_for_a_neighbour_twice_or_for_a_whole_community(town):
    granny = cast.resident()
    with pytest.raises(NotVisible):
        consent(granny, account_ref=str(cast.unrelated_neighbour().account.ref))
    consent(granny)
    with pytest.raises(Refused):
        consent(granny)
    with pytest.raises(Invalid):
        consent(cast.resident(), phone=" ")
    with pytest.raises(Invalid):
        service.give_consent(ref("990101001001"), name="王", phone="1", **said(granny.actor))


def test_two_who_write_on_a_body_for_the_first_time_both_do(town):
    """The first one opens the body's stream; the second one has read the body before, and starts again."""
    stale, tries = offices.find_body(body_ref("CGJ")), []

    def work(acting):
        body = stale if not tries else offices.find_body(body_ref("CGJ"))
        tries.append(body.stream)
        offices.write_on_body(acting, body, offices._POST, {"body": body_ref("CGJ")})

    def first(acting):
        offices.write_on_body(
            acting, offices.find_body(body_ref("CGJ")), offices._POST, {"body": body_ref("CGJ")}
        )

    act("grid.test", first, said=1, **said())
    act("grid.test", work, said=2, **said())
    assert len(tries) == 2
    assert offices.find_body(body_ref("CGJ")).stream.seq == 2
