"""Answers are kept because somebody said so; programmes look at those who agreed, and nothing happens without them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from tests import cast
from tests.browser import signed_in
from tests.city import AT, MAKER, act_id, publish, tiny_city

from linli.apps.benefits import facts, service
from linli.apps.benefits.models import KeptAnswers, Proposal
from linli.apps.benefits.service import Wish
from linli.apps.benefits.service.deciding import service_of
from linli.apps.cases import service as cases
from linli.apps.cases.models import Case
from linli.apps.people import service as people
from linli.kernel.audit.models import Entry
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.identity.held import everything_about
from linli.kernel.identity.personal import seal
from linli.kernel.messaging.models import Letter
from linli.kernel.outbox.worker import deliver, fan_out
from linli.packs.benefits import publish_benefit
from linli.packs.folder import SHIPPED

pytestmark = pytest.mark.django_db
OLD, CHILD, FIRM = "old-age-allowance", "childcare-allowance", "first-hire-subsidy"
EIGHTY = {"birth": "1940-01-01", "registered": True, "pays_elsewhere": False}
CODE, OTHER = "91350100M000100Y43", "91110000600037341L"
HIRES = {
    "employees": "12",
    "hired": "2",
    "insured_months": "8",
    "owes_wages": False,
    "may_ask_register": True,
}


@pytest.fixture
def city(db):
    built = tiny_city("services/elder-allowance")
    for name in (OLD, CHILD, FIRM):
        publish_benefit(SHIPPED / "benefits" / name, actor=MAKER, act_id=act_id(), at=AT)
    return built


def said(member, at=AT):
    return {"actor": member.actor, "act_id": act_id(), "at": at}


def keep(city, who="resident", benefit=OLD, answers=EIGHTY, *, findable=True, at=AT, **more):
    wish = Wish(benefit, facts.hash_of(benefit), answers, findable=findable, **more)
    return service.keep(wish, **said(city.people[who], at))


@pytest.fixture
def programme(city):
    return service.start_programme(OLD, city.ref("DRAINS"), **said(city.people["officer"]))


def run(city, programme, at=AT, **more):
    return service.run_programme(programme, **more, **said(city.people["officer"], at))


def test_answers_are_kept_sealed_and_only_for_their_own_person(city):
    ref = keep(city, findable=False)
    actor = city.people["resident"].actor
    assert facts.kept(actor, ref, AT).answers == EIGHTY
    told = everything_about(actor.account_id, actor.account_ref, AT)["benefits"]
    assert [one.value for one in told] == ["高龄津贴"]
    assert b"1940" not in bytes(KeptAnswers.objects.get().answers_sealed)
    for who in ("neighbour", "officer", "clerk"):
        assert facts.mine(city.people[who].actor, AT) == ()
        with pytest.raises(NotVisible):
            facts.kept(city.people[who].actor, ref, AT)
        with pytest.raises(NotVisible):
            service.delete_kept(ref, **said(city.people[who]))
    assert not [one for one in Entry.objects.all() if "1940-01-01" in str(one.body)]


def test_kept_again_is_kept_once_and_deleted_at_any_time(city):
    ref = keep(city)
    assert keep(city, answers={**EIGHTY, "birth": "1939-01-01"}) == ref
    service.delete_kept(ref, **said(city.people["resident"]))
    assert KeptAnswers.objects.count() == 0
    with pytest.raises(NotVisible):
        service.delete_kept(ref, **said(city.people["resident"]))


def test_what_has_run_out_is_deleted(city):
    keep(city, days=30)
    later = AT + timedelta(days=31)
    assert facts.mine(city.people["resident"].actor, later) == ()
    assert service.sweep(later) == 1
    assert KeptAnswers.objects.count() == 0


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        ({"days": 3}, "benefits.period"),
        ({"benefit": FIRM, "answers": HIRES, "company": "911"}, "forms.credit_code_shape"),
        ({"benefit": FIRM, "answers": HIRES, "company": CODE[:-1] + "4"}, "forms.credit_code_check"),
        ({"answers": {"birth": "2040-01-01"}}, "forms.day_too_late"),
    ],
)
def test_what_cannot_be_kept(city, wish, code):
    with pytest.raises(Invalid) as wrong:
        keep(city, **wish)
    assert wrong.value.problems[0].code == code
    assert KeptAnswers.objects.count() == 0


def test_a_stranger_keeps_nothing(city):
    with pytest.raises(Refused):
        service.keep(Wish(OLD, facts.hash_of(OLD), EIGHTY), **said(cast.stranger()))


def test_only_those_who_agreed_are_looked_at_and_nothing_is_granted_without_them(city, programme):
    keep(city)
    keep(city, "neighbour", findable=False)
    keep(city, "joiner", answers={**EIGHTY, "birth": "1980-01-01"})
    ran = run(city, programme)
    assert (ran.looked_at, ran.entitled, ran.proposed) == (2, 1, 1)
    assert Case.objects.count() == 0
    fan_out(AT)
    deliver(AT)
    assert Letter.objects.count() == 1
    waiting = facts.proposals(city.people["resident"].actor)
    assert [one.benefit for one in waiting] == [OLD]
    assert facts.decided_then(waiting[0]).outcome.entitled is True
    assert facts.proposals(city.people["neighbour"].actor) == ()
    assert run(city, programme).proposed == 0  # nobody is asked twice


def test_a_yes_opens_the_case_of_the_matching_service_and_asks_what_it_lacks(city, programme):
    keep(city)
    run(city, programme)
    actor = city.people["resident"].actor
    (one,) = facts.proposals(actor)
    assert service_of(one.rules) == "elder-allowance"
    with pytest.raises(Invalid) as wrong:
        service.accept(one.ref, {"birth": "1940-01-01"}, **said(city.people["resident"]))
    assert "lives_here" in {problem.field for problem in wrong.value.problems}
    assert Case.objects.count() == 0
    answers = {
        "birth": "1940-01-01", "lives_here": True, "bank": "social_security_card",
        "address": {"area": "990101001001", "line": "5 号楼 301"},
        "applicant": {"name": "王秀兰", "id_number": "110101194001010020", "phone": "13800000000"},
    }  # fmt: skip
    opened = service.accept(one.ref, answers, **said(city.people["resident"]))
    case = Case.objects.get(ref=opened["ref"])
    assert case.service == "elder-allowance"
    assert Proposal.objects.get().case_id == case.pk
    assert facts.proposals(actor) == ()
    with pytest.raises(NotVisible):
        service.decline(one.ref, "", **said(city.people["resident"]))


def test_a_yes_and_its_case_are_one_act_and_a_second_yes_opens_nothing(city, programme):
    keep(city)
    run(city, programme)
    (one,) = facts.proposals(city.people["resident"].actor)
    answers = {
        "birth": "1940-01-01", "lives_here": True, "bank": "social_security_card",
        "address": {"area": "990101001001", "line": "5 号楼 301"},
        "applicant": {"name": "王秀兰", "id_number": "110101194001010020", "phone": "13800000000"},
    }  # fmt: skip

    def die(execute, sql, params, many, context):
        if sql.startswith('UPDATE "benefits_proposal"'):
            raise InterruptedError
        return execute(sql, params, many, context)

    with connection.execute_wrapper(die), pytest.raises(InterruptedError):
        service.accept(one.ref, answers, **said(city.people["resident"]))
    assert Case.objects.count() == 0  # it died between the case and the yes: neither is there
    first = service.accept(one.ref, answers, **said(city.people["resident"]))
    again = service.accept(one.ref, {**answers, "bank": "other"}, **said(city.people["resident"]))
    assert (again["ref"], again["number"]) == (first["ref"], first["number"])
    assert Case.objects.count() == 1
    with pytest.raises(NotVisible):
        service.accept(one.ref, answers, **said(city.people["neighbour"]))


def test_a_no_is_kept_with_its_reason_and_not_asked_again_for_the_same(city, programme):
    keep(city)
    run(city, programme)
    (one,) = facts.proposals(city.people["resident"].actor)
    with pytest.raises(Invalid):
        service.decline(one.ref, "whatever", **said(city.people["resident"]))
    with pytest.raises(NotVisible):
        service.decline(one.ref, "", **said(city.people["neighbour"]))
    service.decline(one.ref, "already_have", **said(city.people["resident"]))
    assert run(city, programme).proposed == 0
    (seen,) = facts.programmes(city.people["officer"].actor, AT)
    assert (seen.agreed, seen.states, seen.reasons) == (1, {"declined": 1}, {"already_have": 1})


def test_taking_consent_back_withdraws_what_waits(city, programme):
    ref = keep(city)
    run(city, programme)
    service.let_be_found(ref, wants=False, **said(city.people["resident"]))
    assert facts.proposals(city.people["resident"].actor) == ()
    with pytest.raises(Stale):
        service.let_be_found(ref, wants=False, **said(city.people["resident"]))
    assert run(city, programme).looked_at == 0
    service.let_be_found(ref, wants=True, **said(city.people["resident"]))
    assert run(city, programme).proposed == 1


def test_answers_that_no_longer_entitle_are_not_held_open(city, programme):
    keep(city)
    run(city, programme)
    KeptAnswers.objects.update(answers_sealed=seal('{"birth": "1990-01-01"}', "benefits"))
    assert run(city, programme).withdrawn == 1
    KeptAnswers.objects.update(answers_sealed=seal('{"shoe": 1}', "benefits"))
    assert run(city, programme).unread == 1


def test_a_programme_belongs_to_a_body_and_ends(city, programme):
    officer = city.people["officer"]
    with pytest.raises(Refused):
        service.start_programme(OLD, city.ref("DRAINS"), **said(officer))
    with pytest.raises(Invalid):
        service.start_programme(OLD, city.ref("LIGHTS"), **said(officer))
    with pytest.raises(NotVisible):
        service.start_programme("nothing", city.ref("DRAINS"), **said(officer))
    with pytest.raises(NotVisible):
        service.run_programme(programme, **said(city.people["resident"]))
    with pytest.raises(Refused):
        service.run_programme(programme, **said(city.people["supervisor"]))
    keep(city)
    run(city, programme)
    service.end_programme(programme, **said(officer))
    assert facts.proposals(city.people["resident"].actor) == ()
    with pytest.raises(Refused):
        run(city, programme)
    with pytest.raises(Stale):
        service.end_programme(programme, **said(officer))


def test_a_programme_looks_where_its_body_works_and_at_who_has_no_known_home(city):
    for who, area in (("resident", "990101100"), ("neighbour", "990101001")):
        told = people.Person(name="王秀兰", area=area)
        people.register_resident(told, own=True, **said(city.people[who]))
    for who in ("resident", "neighbour", "joiner"):
        keep(city, who)
    street = cast.officer(city.body("LIUXI"), "/9901/990101/990101001/")
    ref = service.start_programme(OLD, city.ref("LIUXI"), **said(street))
    (seen,) = facts.programmes(street.actor, AT)
    ran = service.run_programme(ref, **said(street))
    assert (seen.agreed, ran.looked_at, ran.proposed) == (2, 2, 2)
    assert facts.proposals(city.people["resident"].actor) == ()
    whole = service.start_programme(OLD, city.ref("DRAINS"), **said(city.people["officer"]))
    assert run(city, whole).looked_at == 3


def test_a_firm_is_found_by_its_credit_code_with_consent(city):
    officer = city.people["officer"]
    programme = service.start_programme(FIRM, city.ref("DRAINS"), **said(officer))
    ref = keep(city, benefit=FIRM, answers=HIRES, company=CODE, findable=False)
    for code in (CODE, OTHER):
        with pytest.raises(Invalid) as no:
            run(city, programme, company=code)
        assert no.value.problems[0].code == "benefits.firm_not_found"
    service.let_be_found(ref, wants=True, **said(city.people["resident"]))
    assert run(city, programme, company=CODE).proposed == 1
    (one,) = facts.proposals(city.people["resident"].actor)
    assert one.company == "9135**********0Y43"
    opened = service.accept(one.ref, {}, **said(city.people["resident"]))
    assert Case.objects.get(ref=opened["ref"]).service == "request"
    with pytest.raises(Invalid):
        run(city, programme, company="1")


@pytest.mark.django_db(transaction=True)
def test_a_firm_s_yes_is_all_that_is_needed_where_its_service_asks_what_is_known(city):
    publish("services/hire-subsidy")
    programme = service.start_programme(FIRM, city.ref("DRAINS"), **said(city.people["officer"]))
    keep(city, benefit=FIRM, answers=HIRES, company=CODE)
    assert run(city, programme).proposed == 1
    (one,) = facts.proposals(city.people["resident"].actor)
    opened = service.accept(one.ref, {}, **said(city.people["resident"]))
    case = Case.objects.get(ref=opened["ref"])
    assert (case.service, case.stage) == ("hire-subsidy", "submitted")
    while fan_out(AT) or deliver(AT):
        pass
    case.refresh_from_db()
    assert (case.stage, str(case.lead_body.ref)) == ("handling", city.ref("DRAINS"))
    assert case.text.answers["company"] == CODE
    officer = city.people["officer"]
    for move, inputs in (
        ("approve", {"amount": 300_000, "answer": "核对过社保"}),
        ("pay", {"amount": 300_000, "paid_on": AT.date().isoformat()}),
    ):
        cases.move(case.ref, move, inputs, **said(officer))
    case.refresh_from_db()
    assert (case.stage, case.outcome) == ("granted", "granted")
    page = signed_in(city.people["resident"]).get(f"/c/{case.ref}").content.decode()
    assert "补贴多少（元）：3,000 元" in page
    assert "哪天打的款：10 月 9 日" in page
    assert "算下来的补贴" in page


def test_who_is_forgotten_leaves_counts_only(city, programme):
    keep(city)
    run(city, programme)
    account = city.people["resident"].account
    service.forget_account(str(account.ref), key=str(uuid4()), at=AT)
    assert KeptAnswers.objects.count() == 0
    row = Proposal.objects.get()
    assert (row.state, row.account_id, row.kept_id) == ("withdrawn", None, None)
    service.forget_account("", key=str(uuid4()), at=AT)
