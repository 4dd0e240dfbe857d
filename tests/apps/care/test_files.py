"""Care files: opened with consent, family named and taken back, contacts shown once recorded, forgotten whole."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import CASCADE
from tests import cast
from tests.apps.care.conftest import SON, TODAY, by, register, said
from tests.city import AT, act_id
from tests.sealed import filled, sealed_columns

from linli.apps.care import facts, service
from linli.apps.care.models import CareFile, FamilyMember, Incident
from linli.apps.people import service as people
from linli.kernel.audit.models import Entry
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.identity import held
from linli.kernel.messaging.models import Letter
from linli.kernel.outbox.worker import deliver, fan_out

pytestmark = pytest.mark.django_db
SEES = service.NewFamily("刘志强", SON, "child", may_view=True, may_fetch=True, is_told=True)


def codes(caught):
    return [(one.field, one.code) for one in caught.value.problems]


def work_off(at=AT):
    fan_out(at)
    while deliver(at):
        pass


@pytest.mark.both_databases
def test_a_file_is_opened_with_consent_once_and_the_log_shows_nothing(house):
    with pytest.raises(Invalid) as caught:
        house.open_file(consent="")
    assert codes(caught) == [("consent", "care.no_consent")]
    ref = house.open_file(wishes=("woman",))
    with pytest.raises(Refused):
        house.open_file()
    row = CareFile.objects.get(ref=ref)
    assert (row.wishes, row.stream.sealed) == (["woman"], True)
    entry = Entry.objects.get(stream=row.stream)
    assert '"sealed"' in entry.body
    assert "PING" not in entry.body


def test_a_person_opens_their_own_file_by_their_account(house):
    with pytest.raises(Invalid):
        house.open_file(actor=house.mother)  # spoken is for staff
    ref = house.open_file(actor=house.mother, consent="self")
    assert facts.my_files(house.mother.actor) == ((ref, "刘*兰", ""),)
    with pytest.raises(NotVisible):
        house.open_file(actor=house.son, consent="self")


@pytest.mark.parametrize(
    ("wrong", "found"),
    [
        ({"wishes": ("giant",)}, ("wishes", "care.no_such_wish")),
        ({"lat": None}, ("lon", "care.half_a_point")),
        ({"lon": 200.0}, ("point", "shared.not_degrees")),
    ],
)
def test_what_cannot_be_is_refused_by_field(house, wrong, found):
    with pytest.raises(Invalid) as caught:
        house.open_file(**wrong)
    assert found in codes(caught)


def test_place_and_wishes_are_written_anew(in_care):
    new = service.HomeAndWishes(112.5, 37.8, ("man",))
    service.change_file(in_care.file, new, **said(in_care.coordinator))
    assert CareFile.objects.get().wishes == ["man"]
    with pytest.raises(Invalid):
        service.change_file(in_care.file, service.HomeAndWishes(1.0, None), **said(in_care.coordinator))


def test_the_family_sees_only_while_the_person_lets_them(in_care):
    son, mother = in_care.son.actor, in_care.mother.actor
    with pytest.raises(NotVisible):
        facts.daily(son, in_care.file, AT)
    member = service.name_family(in_care.file, SEES, **said(mother))
    assert facts.daily(son, in_care.file, AT).seat == "family"
    assert facts.daily(son, in_care.file, AT).family == ()
    assert facts.my_files(son) == ((in_care.file, "刘*兰", "child"),)
    with pytest.raises(Refused):
        service.name_family(in_care.file, SEES, **said(in_care.coordinator))
    with pytest.raises(NotVisible):
        service.withdraw_family(in_care.file, member, **said(son))
    service.withdraw_family(in_care.file, member, **said(mother))
    with pytest.raises(NotVisible):
        facts.daily(son, in_care.file, AT)
    assert facts.my_files(son) == ()
    with pytest.raises(Stale):
        service.withdraw_family(in_care.file, member, **said(mother))
    assert FamilyMember.objects.get().phone_sealed is None


@pytest.mark.parametrize(
    ("new", "found"),
    [
        (service.NewFamily("", SON, "child", may_view=True), ("name", "care.words_missing")),
        (service.NewFamily("王", "123", "child", may_view=True), ("phone", "identity.phone_shape")),
        (service.NewFamily("王", SON, "boss", may_view=True), ("relation", "care.no_such_relation")),
        (service.NewFamily("王", SON, "child"), ("may", "care.family_may_nothing")),
    ],
)
def test_a_family_member_needs_a_name_a_telephone_and_something_they_may(in_care, new, found):
    with pytest.raises(Invalid) as caught:
        service.name_family(in_care.file, new, **said(in_care.coordinator))
    assert found in codes(caught)


def test_a_contact_is_shown_whole_to_those_who_need_it_and_each_asking_is_written_down(in_care):
    found = service.unmask(in_care.file, "visit", **said(in_care.coordinator))
    assert (found.name, found.phone, found.masked) == ("刘桂兰", "13911112222", False)
    assert Entry.objects.filter(act="care.contact_unmasked").count() == 1
    with pytest.raises(Invalid):
        service.unmask(in_care.file, "curious", **said(in_care.coordinator))
    with pytest.raises(NotVisible):
        service.unmask(in_care.file, "visit", **said(in_care.carers[0]))
    service.begin_assessment(in_care.file, "first", in_care.pair(), **said(in_care.coordinator))
    assert service.unmask(in_care.file, "assessment", **said(in_care.carers[0])).name == "刘桂兰"


def test_who_sees_a_file_and_a_list_of_files(in_care):
    seats = {}
    for make in cast.EVERYBODY:
        member = make()
        assert facts.files(member.actor).rows == ()
        with pytest.raises(NotVisible):
            facts.seat_at(member.actor, in_care.file)
    for name in ("mother", "coordinator"):
        seats[name] = facts.seat_at(getattr(in_care, name).actor, in_care.file)[1]
    supervisor = in_care.city.people["supervisor"].actor
    seats["supervisor"] = facts.seat_at(supervisor, in_care.file)[1]
    assert seats == {"mother": "self", "coordinator": "coordinator", "supervisor": "supervisor"}
    (row,) = facts.files(supervisor).rows
    assert (row.name, row.level) == ("刘*兰", None)
    other = cast.care_coordinator(in_care.city.body("LIUXI"), "/9901/")
    assert facts.files(other.actor).rows == ()
    with pytest.raises(NotVisible):
        facts.daily(supervisor, in_care.file, AT)


def test_only_the_body_s_coordinator_writes_in_a_file(in_care):
    other = cast.care_coordinator(in_care.city.body("LIUXI"), "/9901/")
    supervisor = in_care.city.people["supervisor"]
    outsiders = [make() for make in cast.EVERYBODY] + [other, supervisor, in_care.son, in_care.carers[0]]
    for member in outsiders:
        for write in (
            lambda actor: service.change_file(in_care.file, service.HomeAndWishes(), **said(actor)),
            lambda actor: service.close_file(in_care.file, **said(actor)),
            lambda actor: service.name_family(in_care.file, SEES, **said(actor)),
            lambda actor: service.begin_assessment(in_care.file, "first", in_care.pair(), **said(actor)),
        ):
            with pytest.raises(NotVisible):
                write(member)


def test_a_list_of_files_goes_on_by_cursor_in_a_few_statements(in_care, django_assert_max_num_queries):
    for n in range(4):
        in_care.open_file(register(f"王{n}", ""))
    actor = in_care.coordinator.actor
    with django_assert_max_num_queries(6):
        page = facts.files(actor, limit=3)
    assert (len(page.rows), page.before != "") == (3, True)
    rest = facts.files(actor, before=page.before, limit=3)
    assert (len(rest.rows), rest.before) == (2, "")
    assert len(facts.due(actor, TODAY)) == 5


def test_the_person_ends_care_at_any_time(in_care):
    service.name_family(in_care.file, SEES, **said(in_care.mother))
    service.close_file(in_care.file, **said(in_care.mother))
    assert facts.my_files(in_care.mother.actor) == facts.my_files(in_care.son.actor) == ()
    with pytest.raises(NotVisible):
        service.close_file(in_care.file, **said(in_care.mother))
    assert in_care.open_file() != in_care.file


def test_what_is_held_is_told_to_the_person_and_to_the_family(in_care):
    service.name_family(in_care.file, SEES, **said(in_care.mother))
    for who, what in ((in_care.mother, "care.held_file"), (in_care.son, "care.held_family")):
        told = held.everything_about(who.account.pk, str(who.account.ref), AT)
        assert [one.what for one in told["care"]] == [what]


@pytest.mark.both_databases
def test_who_is_forgotten_leaves_nothing_behind(in_care):
    service.name_family(in_care.file, SEES, **said(in_care.mother))
    service.note_incident(in_care.file, "fall", TODAY, "在门口", **said(in_care.carers[0]))
    people.forget_resident(
        in_care.resident,
        rule="own_wish",
        authority="self",
        actor=in_care.mother.actor,
        act_id=act_id(),
        at=AT,
    )
    work_off()
    assert CareFile.objects.count() == FamilyMember.objects.count() == Incident.objects.count() == 0
    service.forget_person(in_care.resident, key=act_id(), at=AT)
    assert filled("care") == set()


def test_no_sealed_row_outlives_its_file():
    """What is sealed in care hangs on a file, each by a link that takes it along."""

    def hangs(model):
        links = [one for one in model._meta.get_fields() if one.many_to_one and one.concrete and not one.null]
        taken = [one.related_model for one in links if one.remote_field.on_delete is CASCADE]
        return model is CareFile or any(hangs(one) for one in taken)

    models = {one for one, _field in sealed_columns("care")}
    assert len(models) >= 9
    assert {one for one in models if not hangs(one)} == set()


def test_the_family_hears_of_an_incident_by_day_and_without_words(in_care):
    service.name_family(in_care.file, SEES, **said(in_care.mother))
    night = AT.replace(hour=15)  # 23:00 in Shanghai
    service.note_incident(in_care.file, "fall", TODAY, "在门口", **by(in_care.carers[0], night))
    work_off(night)
    (letter,) = Letter.objects.all()
    assert letter.not_before > night + timedelta(hours=6)
    with pytest.raises(Invalid) as caught:
        service.note_incident(in_care.file, "sneeze", TODAY + timedelta(days=2), **said(in_care.carers[0]))
    assert codes(caught) == [("kind", "care.no_such_incident"), ("day", "care.day_to_come")]
    with pytest.raises(NotVisible):
        service.note_incident(in_care.file, "fall", TODAY, **said(in_care.son))
