"""A person is forgotten: no table of any app, and no item of the log, holds their words or numbers any more."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db.models import BinaryField
from tests.apps.bundles.conftest import Birth
from tests.apps.exchange.test_exchange import KEY
from tests.city import AT, MAKER, act_id, publish, said

from linli.apps.benefits import facts as benefits
from linli.apps.benefits import service as keeping
from linli.apps.bundles.models import Bundle, BundlePart
from linli.apps.bundles.service import forget_done
from linli.apps.cases import service as cases
from linli.apps.cases.models import CaseErasure
from linli.apps.certificates import service as certificates
from linli.apps.exchange import service as exchange
from linli.apps.exchange.models import Exchange, Message
from linli.apps.people import service as people
from linli.core.exchange.message import Kind
from linli.kernel.audit.erasure import erase
from linli.kernel.audit.models import ActRecord, Entry, PrivateItem
from linli.kernel.audit.verification import verify_all
from linli.kernel.identity import personal
from linli.kernel.identity.service import phone_of
from linli.kernel.outbox import worker
from linli.packs.benefits import publish_benefit
from linli.packs.folder import SHIPPED

WORD, ID_NUMBER, CHILD = "忘忧草", "11010519491231002X", "忘忧草宝宝"
PURPOSES = ("phone", "form", "benefits", "credit_code", "name", "id_number", "address")
GROUND = {"rule": "request", "authority": "pipl_47"}


def hear():
    while worker.fan_out(AT) or worker.deliver(AT):
        pass


def readable(value):
    """Whatever can be read of a stored value, with our own key too."""
    if isinstance(value, bytes | memoryview):
        for purpose in PURPOSES:
            try:
                return personal.unseal(bytes(value), purpose)
            except ValueError:
                continue
        return ""
    return str(value)


def places_that_hold(*words):
    """Walk every table of the apps, and the log."""
    models = [one for one in apps.get_models() if one.__module__.startswith("linli.apps.")]
    found = set()
    for model in (*models, PrivateItem, Entry, ActRecord):
        for row in model.objects.all().values():
            for name, value in row.items():
                if any(word in readable(value) for word in words):
                    found.add(f"{model._meta.label}.{name}")
    return found


@pytest.fixture
def birth(db, settings, tmp_path):
    settings.EXCHANGE_CODE, settings.EXCHANGE_KEY_FILE = "fenan", tmp_path / "exchange.key"
    settings.CERTIFICATE_KEY_FILE = tmp_path / "certificate.key"
    built = Birth()
    account = built.city.people["resident"].account
    type(account).objects.filter(pk=account.pk).update(name=WORD)  # what certificates name the holder by
    publish("cross-city")
    new = exchange.NewPeer("linhe", "临河市", "", "https://linhe.example", KEY, ("vaccination-booklet",))
    exchange.add_peer(new, **said())
    publish_benefit(SHIPPED / "benefits" / "old-age-allowance", actor=MAKER, act_id=act_id(), at=AT)
    return built


def by(member):
    return {"actor": member, "act_id": act_id(), "at": AT}


def leave_traces(birth, phone):
    """Everything that a person can leave with us, in the apps that keep words or numbers."""
    me = birth.mother
    ref = people.register_resident(
        people.Person(WORD, phone, ID_NUMBER, f"{WORD}街 1 号"), own=True, **by(me)
    )
    wants = {"wants_insurance": False, "wants_card": False, "wants_allowance": False}
    running = birth.sent(answers={"child_name": CHILD, "applicant": {"name": WORD}, **wants})
    begun = cases.Begun("vaccination-booklet", "x", act_id(), {"words": WORD})
    cases.save_form(begun, actor=me, at=AT)
    wish = keeping.Wish(
        "old-age-allowance", benefits.hash_of("old-age-allowance"),
        {"birth": "1940-01-01", "registered": True, "pays_elsewhere": False},
    )  # fmt: skip
    keeping.keep(wish, **by(me))
    entered = {"phone": phone, "name": WORD, "on": "2026-10-01", "amount": "2", "title": WORD}
    certificates.record("volunteers", entered, **by(birth.city.people["clerk"].actor))
    handing = exchange.Handing(
        "linhe", "vaccination-booklet",
        {"applicant": {"name": WORD}, "child_name": CHILD, "born_on": "2026-02-20", "home": WORD},
        cases.Contact(WORD, phone), words=WORD,
    )  # fmt: skip
    abroad = exchange.hand_over(handing, **by(me))["ref"]
    certificates.issue(certificates.Wish(abroad, "proof_of_intake"), **by(me))
    return ref, running, abroad


def test_who_is_forgotten_is_in_no_table_and_no_item_once_everything_has_ended(birth):
    phone = phone_of(birth.city.people["resident"].account)
    person, running, abroad = leave_traces(birth, phone)
    Message.objects.update(state="waiting", next_at=AT + timedelta(days=1))  # the other city is down
    before = places_that_hold(WORD, phone)
    for part in (
        "exchange.Message.body", "bundles.Bundle.answers", "certificates.RegisterEntry.name", "certificates.Certificate.fields",
        "cases.CaseText.answers", "cases.SavedForm.sealed", "people.Resident.name_sealed",
        "audit.PrivateItem.value",
    ):  # fmt: skip
        assert part in before
    people.forget_resident(person, **GROUND, **by(birth.mother))
    hear()
    still = {
        "bundles.Bundle.answers",
        "cases.CaseText.answers",
        "cases.CaseText.body",
        "exchange.Message.body",
    }
    left = places_that_hold(WORD, phone)
    assert left <= {*still, "audit.PrivateItem.value", "cases.CaseText.title"}, "what is under way, no more"
    assert "exchange.Message.body" in left, "the message must still go out"
    for part in ("household", "vaccination"):
        birth.decide(running, part)
    cases.move(abroad, "withdraw", {}, **by(birth.mother))
    hear()
    Message.objects.update(state="delivered", next_at=None)
    assert forget_done(AT) == 1
    cases.forget_ended(AT)
    hear()
    exchange.forget_settled(AT)
    assert places_that_hold(WORD, phone) == set()
    assert set(Message.objects.values_list("body", flat=True)) == {""}
    assert not CaseErasure.objects.exists()
    assert (forget_done(AT), cases.forget_ended(AT), exchange.forget_settled(AT)) == (0, 0, 0)
    assert verify_all().findings == []
    assert Bundle.objects.get().erased_at == AT
    assert BundlePart.objects.filter(stand="granted").count() == 2


READ_IN_THEIR_APP = {
    "activities": ("ChildcareApplication.name_sealed", "SignUp.consent_by_sealed", "SignUp.name_sealed"),
    "care": (
        "Assessment.result_sealed", "Attendance.note_sealed", "CareFile.point_sealed", "CarePlan.content_sealed",
        "Enrolment.needs_sealed", "FamilyMember.name_sealed", "FamilyMember.phone_sealed",
        "Incident.text_sealed", "Look.sheet_sealed", "VisitPart.note_sealed",
    ),
    "centres": (
        "Applicant.contact_sealed", "Booking.contact_sealed", "ConsultationRecord.text_sealed",
        "Seat.contact_sealed",
    ),
    "council": ("Question.text_sealed", "Suggestion.name_sealed", "Suggestion.text_sealed"),
    "jobs": (
        "Employer.name_sealed", "Employer.phone_sealed", "Engagement.agreement_sealed",
        "EngagementNote.text_sealed", "WorkerProfile.born_sealed", "WorkerProfile.key_group_sealed",
        "WorkerProfile.name_sealed",
    ),
    "notices": (
        "RelayedMessage.phone_sealed", "RelayedMessage.text_sealed", "SearchNotice.authority_by_sealed",
        "SearchNotice.police_sealed", "Subscription.door_sealed", "Subscription.email_sealed",
        "Subscription.name_sealed", "Subscription.phone_sealed",
    ),
    "volunteers": (
        "Dispute.words_sealed", "Favour.name_sealed", "FavourMessage.text_sealed", "Task.details_sealed",
        "Volunteer.guardian_sealed", "Volunteer.name_sealed",
    ),
}  # fmt: skip
"""Read by the tests of erasure of each app, which fill them (``tests.sealed``) and find nothing in them afterwards."""
ABOUT_NOBODY = {"centres.Consultation.room_sealed", "centres.StreetNetwork.packed"}
"""A random name of a room for a call, and the streets of a city."""


def test_every_sealed_column_of_the_apps_is_among_those_that_are_read():
    """A new sealed column must be looked into above, or by the tests of its app, or all would pass it by."""
    sealed = {
        f"{one._meta.label}.{field.name}"
        for one in apps.get_models()
        if one.__module__.startswith("linli.apps.")
        for field in one._meta.get_fields()
        if isinstance(field, BinaryField)
    }
    assert sealed == {
        "benefits.KeptAnswers.answers_sealed", "benefits.KeptAnswers.company_sealed",
        "bundles.Bundle.contact_phone", "cases.Participant.phone", "cases.SavedForm.sealed",
        "grid.ContactHousehold.phone_sealed", "people.Household.address_sealed", "people.Resident.address_sealed", "people.Resident.id_number_sealed",
        "people.Resident.name_sealed", "people.Resident.phone_sealed",
        *(f"{app}.{column}" for app, columns in READ_IN_THEIR_APP.items() for column in columns),
        *ABOUT_NOBODY,
    }  # fmt: skip


def test_a_case_that_the_log_forgets_takes_its_messages_along(birth):
    phone = phone_of(birth.city.people["resident"].account)
    _person, _running, abroad = leave_traces(birth, phone)
    Message.objects.update(state="delivered", next_at=None)
    row = Exchange.objects.get()
    erase(subject=abroad, rule="retention", authority="archive", **by(MAKER))
    hear()
    assert Message.objects.get().body == ""
    assert not PrivateItem.objects.filter(subject=str(row.ref), value__isnull=False).exists()
    assert Message.objects.get().kind == Kind.HANDED_OVER.value
