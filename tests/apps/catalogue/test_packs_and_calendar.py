"""Packs are frozen and approved by a second person; calendars come in versions."""

from __future__ import annotations

import hashlib
import json
from datetime import date

import pytest
from tests import cast
from tests.apps.catalogue.conftest import CITY, said

from linli.apps.catalogue import facts, service
from linli.core.clock.calendar_cn import SHIPPED
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale

pytestmark = pytest.mark.django_db
TEXTS = {"zh": {"title": "诉求"}, "en": {"title": "Request"}}


def definition(version=1, **more):
    return {"pack": "request", "version": version, "stages": {"submitted": {}, "closed": {}}, **more}


@pytest.fixture
def other(db):
    return cast.county_administrator(area=CITY).actor


def test_a_shipped_pack_is_in_force_at_once_under_its_hash():
    sha = service.publish_pack("request", definition(), TEXTS, **said())
    canonical = json.dumps(definition(texts=TEXTS), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert sha == hashlib.sha256(canonical.encode()).hexdigest()
    assert facts.snapshot().current_pack("request") == sha
    assert facts.pack(sha) == definition(texts=TEXTS)
    assert service.publish_pack("request", definition(), TEXTS, **said()) == sha
    assert facts.snapshot().current_pack("mediation") is None
    with pytest.raises(NotVisible):
        facts.pack("0" * 64)


def test_a_persons_pack_waits_for_a_second_person(keeper, other):
    first = service.publish_pack("request", definition(), TEXTS, **said())
    sha = service.publish_pack("request", definition(2), TEXTS, **said(keeper))
    assert facts.snapshot().current_pack("request") == first
    with pytest.raises(Refused) as refused:
        service.approve_pack(sha, **said(keeper))
    assert refused.value.refusal.code == "catalogue.second_person"
    service.approve_pack(sha, **said(other))
    assert facts.snapshot().current_pack("request") == sha
    assert [(one.version, one.status) for one in facts.pack_versions("request")] == [
        (2, "current"),
        (1, "superseded"),
    ]
    assert facts.pack(first)["version"] == 1
    with pytest.raises(Stale):
        service.approve_pack(sha, **said(other))


def test_other_content_under_the_same_version_is_refused(keeper):
    service.publish_pack("request", definition(), TEXTS, **said())
    with pytest.raises(Refused) as refused:
        service.publish_pack("request", definition(extra=1), TEXTS, **said(keeper))
    assert refused.value.refusal.code == "catalogue.pack_version_taken"


@pytest.mark.parametrize("wrong", [definition(0), definition("1"), definition(True), definition(limit=1.5)])
def test_a_definition_that_cannot_be_frozen_is_refused(wrong):
    with pytest.raises(Invalid):
        service.publish_pack("request", wrong, TEXTS, **said())
    assert facts.pack_versions() == ()


def test_a_retired_pack_opens_no_more_cases(keeper):
    sha = service.publish_pack("request", definition(), TEXTS, **said())
    with pytest.raises(Refused):
        service.retire_pack(sha, **said(cast.officer().actor))
    service.retire_pack(sha, **said(keeper))
    assert facts.snapshot().current_pack("request") is None
    with pytest.raises(Stale):
        service.retire_pack(sha, **said(keeper))


def test_cases_leave_a_version_by_a_whole_map_of_stages(keeper, approver):
    old = service.publish_pack("request", definition(), TEXTS, **said())
    new = service.publish_pack("request", definition(2, stages={"open": {}, "closed": {}}), TEXTS, **said())
    with pytest.raises(Invalid) as wrong:
        service.propose_migration(old, new, {"submitted": "nowhere", "gone": "open"}, **said(keeper))
    assert {one.code for one in wrong.value.problems} == {
        "catalogue.stage_unmapped",
        "catalogue.stage_unknown",
        "catalogue.stage_target_unknown",
    }
    assert facts.migration(old, new) is None
    stages = {"submitted": "open", "closed": "closed"}
    ref = service.propose_migration(old, new, stages, **said(keeper))
    assert not facts.migration(old, new).approved
    with pytest.raises(Refused):
        service.approve_migration(ref, **said(keeper))
    service.approve_migration(ref, **said(approver))
    assert facts.migration(old, new).approved
    assert facts.migration(old, new).stages == stages
    with pytest.raises(Stale):
        service.approve_migration(ref, **said(approver))
    with pytest.raises(Invalid):
        service.propose_migration(old, new, stages, **said(keeper))
    with pytest.raises(NotVisible):
        service.approve_migration("x", **said(approver))


def test_a_migration_stays_within_one_service(keeper):
    old = service.publish_pack("request", definition(), TEXTS, **said())
    foreign = service.publish_pack("wages", definition(), {"zh": {}, "en": {}}, **said())
    same = {"submitted": "submitted", "closed": "closed"}
    for target in (foreign, old):
        with pytest.raises(Invalid) as wrong:
            service.propose_migration(old, target, same, **said(keeper))
        assert [one.code for one in wrong.value.problems] == ["catalogue.migration_other_pack"]


def notice(year):
    return {
        "year": year,
        "source": "test",
        "holidays": [
            {"name": "new_year", "from": f"{year}-01-01", "to": f"{year}-01-01"},
            {"name": "labour_day", "from": f"{year}-05-01", "to": f"{year}-05-03"},
            {"name": "national_day", "from": f"{year}-10-01", "to": f"{year}-10-07"},
        ],
        "working": [],
    }


def test_an_imported_notice_makes_a_new_calendar(keeper):
    assert facts.calendar() is SHIPPED
    year = SHIPPED.last_year + 1
    assert facts.calendar().kind(date(year, 10, 5)).provisional
    version = service.import_calendar(notice(year), **said(keeper))
    assert facts.calendar().version == version != SHIPPED.version
    assert not facts.calendar().kind(date(year, 10, 5)).provisional
    assert service.import_calendar(notice(year), **said(keeper)) == version


@pytest.mark.parametrize("wrong", [None, {}, {"year": 1999}, notice(2090)])
def test_a_faulty_notice_is_refused(wrong, keeper):
    with pytest.raises(Invalid):
        service.import_calendar(wrong, **said(keeper))
    assert facts.calendar() is SHIPPED


def test_a_notice_needs_the_permission():
    with pytest.raises(Refused):
        service.import_calendar(notice(SHIPPED.last_year + 1), **said(cast.officer().actor))
