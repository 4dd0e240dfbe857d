"""From acts to figures: what a month says after cases have gone their way."""

from datetime import timedelta

import pytest
from tests.apps.insight.conftest import at

from linli.apps.insight import facts, service
from linli.apps.insight.models import Correction, Month, RoundRow
from linli.apps.insight.policy.figures import Group
from linli.apps.insight.policy.periods import month_of
from linli.kernel.audit.models import Entry

pytestmark = pytest.mark.django_db

NOW = at("10-20 12:00")
OCTOBER = month_of(NOW)


def october(**group):
    return facts.live(OCTOBER, NOW, Group(**group))


def test_a_month_of_four_cases(teller):
    teller.closed("10-09 09:00", "10-10 10:00")
    teller.closed("10-09 09:00", "10-19 10:00", satisfaction="mostly")  # five working days ended on the 15th
    teller.closed("10-09 09:00", "10-12 10:00", result="unreachable")
    teller.dispatched("10-09 09:00")
    service.refresh(NOW)
    figures = october()
    on_time = figures.count("on_time")
    assert (on_time.numerator, on_time.denominator) == (2000, 4)
    assert figures.count("still_overdue").numerator == 1000
    resolution = figures.count("resolution")
    assert (resolution.numerator, resolution.denominator, resolution.left_out) == (
        2000,
        2,
        {"unreachable": 1},
    )
    assert figures.count("satisfaction").numerator == 1900
    assert figures.minutes == 870 + 60 * 0 or figures.closed == 3


def test_the_summary_says_what_the_rounds_say(teller):
    teller.closed("10-09 09:00", "10-10 10:00")
    teller.dispatched("10-10 09:00", lead="LIGHTS")
    service.refresh(NOW)
    assert facts.of_month("2026-10").counts == october().counts
    body = Group(body=teller.city.ref("LIGHTS"))
    assert facts.of_month("2026-10", body).counts == october(body=body.body).counts
    assert facts.of_month("2026-10", Group("990101001001")).counts == october().counts


def test_refreshing_twice_changes_nothing(teller):
    teller.closed("10-09 09:00", "10-10 10:00")
    first = service.refresh(NOW)
    again = service.refresh(NOW)
    assert (first.cases, again.cases) == (1, 0)
    assert RoundRow.objects.count() == 1


def test_an_objection_that_is_upheld_begins_a_second_round(teller):
    ref = teller.closed("10-09 09:00", "10-10 10:00")
    teller.go(ref, "contest", "resident", "10-12 10:00", reason="又松了")
    teller.go(ref, "uphold_objection", "checker", "10-13 10:00", reason="确实松了")
    service.refresh(NOW)
    first, second = RoundRow.objects.order_by("number")
    assert (first.reopened, first.solved, first.objected, first.ended) == (True, "no", True, "closed")
    assert (second.number, second.ended, second.due > first.due) == (1, "", True)
    assert october().count("reopened").numerator == 1000
    assert october().count("resolution").numerator == 0


def test_a_confidential_case_is_no_part_of_any_figure(teller):
    teller.tell("10-09 09:00", confidential=True)
    service.refresh(NOW)
    assert RoundRow.objects.count() == 0


def test_a_case_made_confidential_later_leaves_the_figures(teller):
    from linli.apps.cases import service as cases

    ref = teller.dispatched("10-09 09:00")
    service.refresh(NOW)
    assert RoundRow.objects.count() == 1
    said = {"actor": teller.actor("resident"), "act_id": "0" * 8 + "-0000-4000-8000-" + "0" * 12, "at": NOW}
    cases.make_confidential(ref, **said)
    service.refresh(NOW + timedelta(minutes=1))
    assert RoundRow.objects.count() == 0


def test_only_a_granted_wish_leaves_a_case_out(teller):
    from tests.city import act_id

    from linli.apps.cases import service as cases

    ref = teller.closed("10-09 09:00", "10-10 10:00")
    cases.ask_exclusion(
        ref, rate="resolution", reason="force_majeure", actor=teller.actor("officer"), act_id=act_id(), at=NOW
    )
    service.refresh(NOW)
    assert october().count("resolution").denominator == 1
    cases.decide_exclusion(
        ref, rate="resolution", granted=True, actor=teller.actor("supervisor"), act_id=act_id(), at=NOW
    )
    service.refresh(NOW)
    assert october().count("resolution").left_out == {"force_majeure": 1}
    assert october().count("satisfaction").denominator == 1


def test_what_happens_counts_by_its_own_time_not_by_when_it_was_recorded(teller):
    from tests.city import POINT, act_id

    from linli.apps.cases import service as cases

    told = cases.Told(body="去年的事", lon=POINT[0], lat=POINT[1])
    cases.open_case(
        told, actor=teller.actor("resident"), act_id=act_id(), at=NOW, occurred_at=at("02-03 10:00")
    )
    service.refresh(NOW)
    assert RoundRow.objects.get().opened_at == at("02-03 10:00")


def test_an_old_month_is_closed_in_the_log_and_corrected_in_the_open(teller):
    ref = teller.dispatched("08-03 09:00")
    service.refresh(NOW)
    august = Month.objects.get(name="2026-08")
    assert august.closed_at == NOW
    assert (
        Entry.objects.filter(act="insight.month_closed").count()
        == Month.objects.exclude(closed_at=None).count()
    )
    before = facts.of_month("2026-08").count("returned")
    teller.go(ref, "return", "officer", "10-20 11:00", ground="not_ours", reason="不归我们")
    service.refresh(NOW + timedelta(hours=1))
    after = facts.of_month("2026-08").count("returned")
    assert (before.numerator, after.numerator) == (0, 1000)
    assert "returned" in set(Correction.objects.filter(month="2026-08").values_list("rate", flat=True))
    assert Entry.objects.filter(act="insight.month_corrected").exists()
