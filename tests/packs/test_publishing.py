from datetime import UTC, datetime
from uuid import uuid4

import pytest

from linli.kernel.access.actors import STRANGER, system_actor
from linli.kernel.audit.outcomes import Invalid, Outcome
from linli.packs.checking import check_folder
from linli.packs.folder import SHIPPED
from linli.packs.service import compiled, fingerprint, frozen, publish_folder

AT = datetime(2026, 10, 9, 1, 0, tzinfo=UTC)
MAKER = system_actor("test")


def publish(path, actor=MAKER):
    return publish_folder(path, actor=actor, act_id=str(uuid4()), at=AT)


@pytest.fixture(autouse=True)
def _forget():
    compiled.cache_clear()


@pytest.mark.django_db
@pytest.mark.parametrize("service", ["base/request", "city-fault", "mediation", "wage-arrears"])
def test_a_shipped_pack_is_published_and_reads_as_it_was_written(service):
    checked = check_folder(SHIPPED / service)
    sha = publish(SHIPPED / service)
    assert sha == fingerprint(frozen(checked))
    service = compiled(sha)
    assert service.name == checked.definition.name
    assert [*service.lifecycle.moves] == [*checked.definition.lifecycle.moves]
    assert service.form == checked.definition.form
    assert compiled(sha) is service


@pytest.mark.django_db
def test_the_same_folder_twice_is_one_version():
    assert publish(SHIPPED / "base/request") == publish(SHIPPED / "base/request")


@pytest.mark.django_db
def test_a_pack_with_findings_is_not_published():
    with pytest.raises(Invalid) as refused:
        publish(SHIPPED / "demo/failing/dead-end")
    assert "packs.dead_end" in {problem.code for problem in refused.value.problems}


@pytest.mark.django_db
def test_a_family_is_extended_not_published():
    with pytest.raises(Invalid) as refused:
        publish(SHIPPED / "base/permit")
    assert [(one.field, one.code) for one in refused.value.problems] == [
        ("pack.yaml:5 family", "packs.family_only")
    ]


@pytest.mark.django_db
def test_a_pack_whose_scenario_differs_is_not_published():
    with pytest.raises(Invalid) as refused:
        publish(SHIPPED / "demo/failing/scenario-differs")
    assert refused.value.problems[0].code == "packs.scenario_stage"
    assert refused.value.problems[0].field.startswith("happy.yaml:")


@pytest.mark.django_db
def test_a_stranger_publishes_nothing():
    with pytest.raises(Outcome):
        publish(SHIPPED / "base/request", STRANGER)


def test_what_has_no_canonical_form_has_no_fingerprint():
    with pytest.raises(ValueError, match="ledger"):
        fingerprint({"x": 1.5})
