"""What the database counts, what one round at a time counts, and what a stranger's script counts: the same."""

from __future__ import annotations

import importlib.util
import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from linli.apps.insight import facts
from linli.apps.insight.facts import grouped, open_data
from linli.apps.insight.facts.stored import round_of, row_of
from linli.apps.insight.facts.told import told
from linli.apps.insight.models import Reading, RoundRow
from linli.apps.insight.policy import figures
from linli.apps.insight.policy.figures import Group
from linli.apps.insight.policy.periods import read_period
from linli.apps.insight.policy.rates import RATES, judge
from linli.apps.insight.policy.rounds import Round
from linli.kernel.audit.models import Stream

SCRIPT = Path(__file__).resolve().parents[3] / "tools/linli_recompute.py"
START = datetime(2026, 9, 1, tzinfo=UTC)
AS_OF = START + timedelta(days=50)
PERIODS = ("2026-09", "2026-10", "2026", "2026-Q4", "2026-09-20..2026-10-05", "2026-09-30")


def script():
    spec = importlib.util.spec_from_file_location("linli_recompute", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


moments = st.integers(0, 60 * 24).map(lambda hours: START + timedelta(hours=hours))
maybe = st.none() | moments
said = st.sampled_from(["", "yes", "no"])
reasons = st.sampled_from(["", "", "force_majeure"])
rounds = st.builds(
    Round,
    stream=st.uuids(version=4).map(lambda one: one.hex),
    number=st.just(0),
    service=st.just("request"),
    kind=st.sampled_from(["inquiry", "help", "complaint"]),
    channel=st.just("web"),
    source=st.just("live"),
    opened_at=moments,
    subject=st.sampled_from(["", "s:1", "s:2"]),
    area=st.sampled_from(["", "9901", "990101001", "990101001001", "990102003004"]),
    lead=st.sampled_from(["", "body-a", "body-b"]),
    accepted_at=maybe,
    dispatched_at=maybe,
    reported_at=maybe,
    done_at=maybe,
    closed_at=maybe,
    due=maybe,
    ended=st.sampled_from(["", "closed", "closed", "merged", "withdrawn", "elsewhere"]),
    returns=st.integers(0, 2),
    redone=st.integers(0, 2),
    extensions=st.integers(0, 1),
    reopened=st.booleans(),
    reached=said,
    contacted=said,
    solved=st.sampled_from(["", "yes", "no", "partly"]),
    satisfaction=st.sampled_from(["", "satisfied", "mostly", "partly", "not_satisfied"]),
    objected=st.booleans(),
    minutes=st.none() | st.integers(0, 5000),
    left_out=st.fixed_dictionaries({"contact": reasons, "resolution": reasons, "on_time": reasons}).map(
        lambda all_: {rate: why for rate, why in all_.items() if why}
    ),
)


def naive(many, period, weights):
    """Count one round after the other, as the definitions say."""
    found = {}
    for code, rate in RATES.items():
        verdicts = [judge(rate, one, period, AS_OF, weights) for one in many]
        counted = [one for one in verdicts if one and not one.left_out]
        left_out = Counter(one.left_out for one in verdicts if one and one.left_out)
        found[code] = figures.Count(
            sum(one.counts for one in counted), len(counted), dict(sorted(left_out.items()))
        )
    return found


def keep(many):
    for one in many:
        stream = Stream.objects.create(sid=one.stream, kind="case", seq=1, recorded_at=START)
        row_of(one, stream.pk).save()
    Reading.objects.update_or_create(id=1, defaults={"size": len(many), "as_of": AS_OF})


class ThreeWays(TestCase):
    @settings(max_examples=40)
    @given(st.lists(rounds, max_size=12, unique_by=lambda one: one.stream), st.sampled_from(PERIODS))
    def test_the_database_counts_as_the_definitions_say(self, many, name):
        keep(many)
        period = read_period(name)
        counted = facts.live(period, AS_OF)
        for code, count in naive(many, period, facts.satisfaction_weights()).items():
            assert counted.count(code) == count, code

    @settings(max_examples=25)
    @given(
        st.lists(rounds, max_size=12, unique_by=lambda one: one.stream),
        st.sampled_from(PERIODS),
        st.sampled_from([Group(), Group("990101"), Group(body="body-a"), Group("9901", subject="s:1")]),
    )
    def test_a_stranger_gets_the_same_figures_from_open_data(self, many, name, group):
        import tempfile

        keep(many)
        period = read_period(name)
        ours = told(facts.live(period, AS_OF, group), period, group, as_of=AS_OF, log_size=len(many))
        with tempfile.TemporaryDirectory() as folder:
            export(Path(folder))
            theirs = script().recompute(Path(folder), name, group.area, group.body, group.subject)
        assert json.loads(json.dumps(ours)) == json.loads(json.dumps(theirs))

    @settings(max_examples=25)
    @given(st.lists(rounds, max_size=15, unique_by=lambda one: one.stream))
    def test_the_summary_of_every_group_is_the_count_of_that_group(self, many):
        keep(many)
        period = read_period("2026-09")
        everything = figures.rolled_up(grouped.cells(period, AS_OF), grouped.minutes(period))
        for group, of_group in everything.items():
            live = facts.live(period, AS_OF, group)
            assert live.minutes == of_group.minutes
            for code in RATES:
                assert live.count(code) == of_group.count(code), (group, code)
            assert figures.from_json(figures.to_json(of_group)).counts == of_group.counts

    @settings(max_examples=20)
    @given(rounds)
    def test_a_round_survives_storage(self, one):
        keep([one])
        assert round_of(RoundRow.objects.get(sid=one.stream)) == one


def export(folder):
    (folder / "about.json").write_text(json.dumps(open_data.about()), encoding="utf-8")
    for month in open_data.months():
        text = "".join(open_data.lines(month))
        (folder / open_data.file_name(month.name)).write_text(text, encoding="utf-8")


@given(st.integers(0, 400), st.integers(1, 400))
def test_the_interval_holds_the_share_and_narrows(successes, n):
    successes = min(successes, n)
    low, high = figures.wilson(successes, n)
    assert 0 <= low <= successes / n <= high <= 1
    wider = figures.wilson(successes, n)
    narrower = figures.wilson(successes * 10, n * 10)
    assert narrower[1] - narrower[0] <= wider[1] - wider[0]


def test_the_interval_of_a_textbook():
    low, high = figures.wilson(81, 263)
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)


def test_nothing_to_count_has_no_value():
    assert figures.NOTHING.share is None
    assert figures.NOTHING.interval is None
    assert figures.median([]) is None


def test_what_may_be_left_out_has_a_sentence_in_both_languages():
    from linli.apps.cases.service.orders import EXCLUSION_REASONS
    from linli.apps.insight.policy.rounds import ENDED_BESIDE
    from linli.kernel.ui.text import has

    declared = {"inquiry", "unreachable", "not_asked", "elsewhere", *ENDED_BESIDE, *EXCLUSION_REASONS}
    assert [code for code in sorted(declared) if not has(f"insight.left_out.{code}")] == []
    wanted = ("rate", "plain", "means")
    assert [f"{kind}.{code}" for code in RATES for kind in wanted if not has(f"insight.{kind}.{code}")] == []


@pytest.mark.django_db
def test_a_month_costs_nine_statements(django_assert_num_queries):
    with django_assert_num_queries(9):
        facts.live(read_period("2026-10"), AS_OF)


def test_periods_that_are_none():
    for text in (
        "",
        "2026-13",
        "1999-01",
        "26-10",
        "2026-Q5",
        "2026-02-30",
        "2026-10-09..2026-10-01",
        "x" * 99,
    ):
        assert read_period(text).code in {"insight.not_a_period", "insight.period_backwards"}
