"""A household that is forgotten: its name stays in what it still owes for, until that is settled or past all claims."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from tests import cast
from tests.apps.jobs.market import MONDAY, new_employer, said
from tests.city import AT

from linli.apps.jobs import facts, service, subscribers
from linli.apps.jobs.models import Employer, Engagement
from linli.apps.people.events import PERSON_FORGOTTEN
from linli.kernel.audit.models import Entry, PrivateItem
from linli.kernel.outbox.registry import Happening

EVENING = MONDAY + timedelta(hours=10)
LAST_DAY = datetime(2029, 10, 13, 15, 0, tzinfo=UTC)  # due on 2026-10-13, three years


@pytest.fixture
def home(shop):
    """A household at which somebody works, and its owner."""
    owner = cast.resident("陈静")
    ref = service.register_employer(
        new_employer(kind="household", name="陈静", credit_code="", phone="13900006666"), **said(owner)
    )
    service.look_at(ref, ["id_card"], **said(shop.clerk))
    service.verify(ref, **said(shop.second))
    shop.employer, shop.owner = ref, owner
    return shop


def forget(member):
    key = str(uuid4())
    payload = {"account": str(member.account.ref), "rule": "withdrawal", "authority": "990101"}
    subscribers.forget(Happening(PERSON_FORGOTTEN, payload, "s", key, AT, key, AT))


def kept(ref):
    return Engagement.objects.get(ref=ref).agreement_sealed is not None


@pytest.mark.both_databases
def test_what_a_household_owes_is_proof_until_the_last_day_of_a_claim(home):
    ref = home.confirmed()
    assert "陈*" in facts.engagement(home.worker.actor, ref).agreement
    forget(home.owner)
    assert kept(ref)
    assert service.end_proofs(LAST_DAY) == 0
    assert service.end_proofs(LAST_DAY + timedelta(days=1)) == 1
    assert not kept(ref)
    assert service.end_proofs(LAST_DAY + timedelta(days=1)) == 0
    row = Engagement.objects.select_related("stream").get(ref=ref)
    assert (row.sum_fen, row.due_on) == (26_000, date(2026, 10, 13))
    assert '"act":"sealed"' in Entry.objects.filter(stream=row.stream).latest("seq").body


def test_what_is_settled_later_goes_with_the_next_round(home):
    ref = home.confirmed()
    forget(home.owner)
    service.confirm_paid(ref, **said(home.worker, EVENING))
    assert kept(ref)
    assert service.end_proofs(EVENING) == 1
    assert not kept(ref)


def test_what_was_never_confirmed_runs_out_as_well(home):
    ref = home.agreed()
    forget(home.owner)
    assert kept(ref)
    assert service.end_proofs(LAST_DAY + timedelta(days=1)) == 1


def test_a_household_with_somebody_left_and_a_firm_keep_theirs(shop):
    ref = shop.confirmed()
    forget(shop.owner)
    assert service.end_proofs(LAST_DAY + timedelta(days=9)) == 0
    assert kept(ref)


def test_two_people_of_a_household_keep_it_until_both_are_forgotten(home):
    service.add_person(home.employer, "13900007777", **said(home.owner))
    ref = home.confirmed()
    service.confirm_paid(ref, **said(home.worker, EVENING))
    forget(home.owner)
    assert service.end_proofs(EVENING) == 0
    assert Employer.objects.get(ref=home.employer).name_sealed is not None
    assert kept(ref)


def test_the_name_goes_from_the_log_as_well(home):
    def names():
        return set(
            PrivateItem.objects.filter(name="name", value__isnull=False).values_list("subject", flat=True)
        )

    entry = home.entry
    assert {home.employer, entry} <= names()
    forget(home.owner)
    forget(home.owner)
    assert home.employer not in names()
    forget(home.worker)
    assert entry not in names()


def test_the_rule_is_dated_and_called_an_example():
    (rule,) = facts.claims()
    assert rule.is_example
    assert facts.last_claim(rule.since - timedelta(days=1)) is None
    assert facts.last_claim(date(2026, 10, 13)) == date(2029, 10, 13)
