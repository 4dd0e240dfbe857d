"""What programs and pages are told of an entitlement."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from linli.apps.benefits import facts
from linli.kernel.access.actors import system_actor
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused
from linli.packs.benefits import publish_benefit
from linli.packs.folder import SHIPPED

pytestmark = pytest.mark.django_db
AT = datetime(2026, 10, 9, 1, 0, tzinfo=UTC)
TODAY = date(2026, 10, 9)
CHILD = "childcare-allowance"


@pytest.fixture(autouse=True)
def _published():
    publish_benefit(SHIPPED / "benefits" / CHILD, actor=system_actor("test"), act_id=str(uuid4()), at=AT)


def test_a_yes_has_the_sum_the_grounds_and_the_provisions():
    decided = facts.decide(CHILD, {"birth": "2026-01-15", "citizen": True}, TODAY)
    said = facts.told(decided, "en")
    assert said["outcome"] == "yes"
    assert [one["text"] for one in said["results"]] == ["¥3,600 a year", "36 months", "¥10,800"]
    assert said["why"]["parts"][0]["label"] == "The child has not had its third birthday"
    assert {one["source"]["certainty"] for one in said["provisions"]} == {"known"}
    assert not said["examples"]
    assert facts.told(decided, "zh")["sentence"] == "您的孩子可以领育儿补贴。"


def test_unknown_says_what_it_waits_for_and_what_would_be_needed():
    decided = facts.decide(CHILD, {"birth": "2026-01-15"}, TODAY)
    said = facts.told(decided, "en")
    assert said["outcome"] == "open"
    assert decided.outcome.next == "citizen"
    assert [one["name"] for one in said["conditions"]] == ["citizen"]


def test_the_past_is_decided_by_the_rules_of_the_past():
    with pytest.raises(Refused) as no:
        facts.decide(CHILD, {"birth": "2019-01-15", "citizen": True}, date(2020, 1, 1))
    assert no.value.refusal.code == "rules.not_in_force"


def test_what_cannot_be_read_is_refused_by_field():
    with pytest.raises(Invalid) as wrong:
        facts.decide(CHILD, {"birth": "2033-01-15", "citzen": True}, TODAY)
    assert {one.field for one in wrong.value.problems} == {"birth", "citzen"}


def test_words_find_and_events_group():
    assert [one.name for one in facts.find("二孩 补贴")] == [CHILD]
    assert facts.find("天气") == ()
    assert [event.value for event, _ in facts.by_event()] == ["birth"]
    with pytest.raises(NotVisible):
        facts.benefit("none")
