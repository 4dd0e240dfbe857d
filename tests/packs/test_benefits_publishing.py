"""Rules of entitlements are published as services are: frozen under a hash, in force after a second person agreed."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from tests.cast import county_administrator, second_approver

from linli.apps.catalogue import facts, service
from linli.kernel.access.actors import STRANGER, system_actor
from linli.kernel.audit.outcomes import Invalid, Outcome, Refused
from linli.packs.benefits import publish_benefit
from linli.packs.folder import SHIPPED

AT = datetime(2026, 10, 9, 1, 0, tzinfo=UTC)
MAKER = system_actor("test")
CHILDCARE = SHIPPED / "benefits" / "childcare-allowance"


def said(actor=MAKER):
    return {"actor": actor, "act_id": str(uuid4()), "at": AT}


@pytest.mark.django_db
def test_what_the_software_ships_is_in_force_at_once_and_is_no_service():
    sha = publish_benefit(CHILDCARE, **said())
    assert publish_benefit(CHILDCARE, **said()) == sha
    now = facts.snapshot()
    assert now.rules == {"childcare-allowance": sha}
    assert "childcare-allowance" not in now.packs
    assert facts.pack_versions() == ()
    assert [one.status for one in facts.pack_versions(kind="rules")] == ["current"]


@pytest.mark.django_db
def test_a_stranger_publishes_nothing():
    with pytest.raises(Outcome):
        publish_benefit(CHILDCARE, **said(STRANGER))


@pytest.mark.django_db
def test_a_name_belongs_to_one_kind():
    publish_benefit(CHILDCARE, **said())
    with pytest.raises(Refused) as no:
        service.publish_pack("childcare-allowance", {"version": 9}, **said())
    assert no.value.refusal.code == "catalogue.pack_other_kind"


@pytest.mark.django_db
def test_nothing_with_findings_is_published(tmp_path):
    (tmp_path / "rules.yaml").write_text("benefit: x\n", encoding="utf-8")
    with pytest.raises(Invalid) as wrong:
        publish_benefit(tmp_path, **said())
    assert "packs.missing_key" in {one.code for one in wrong.value.problems}
    assert facts.snapshot().rules == {}


@pytest.mark.django_db
def test_a_person_s_version_waits_for_a_second_person():
    keeper, approver = county_administrator().actor, second_approver().actor
    sha = publish_benefit(CHILDCARE, **said(keeper))
    assert facts.snapshot().rules == {}
    with pytest.raises(Outcome):
        service.approve_pack(sha, **said(keeper))
    service.approve_pack(sha, **said(approver))
    assert facts.snapshot().rules == {"childcare-allowance": sha}
