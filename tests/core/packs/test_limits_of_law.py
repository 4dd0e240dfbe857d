"""Limits that are told when a case is opened, clocks that count from a named day, and reminders before they end."""

from datetime import date, datetime, timedelta

import pytest
from tests.core.packs.small import defined, said

from linli.core.clock.calendar_cn import SHIPPED
from linli.core.clock.instants import BEIJING
from linli.core.clock.timetable import TIMETABLE
from linli.core.packs.advice import advice, advised, check_advice, opening_effects, ticked
from linli.core.packs.rehearse import Step, Table, begin, play
from linli.core.packs.reminding import before, check_reminders, next_reminder
from linli.core.packs.starting import start_at
from linli.core.shared.outcomes import Problem

START = datetime(2026, 3, 4, 9, tzinfo=BEIJING)
BEYOND = {"flag": {"flag": "beyond", "when": "today > years_after(answers.since, parameters.look_back)"}}


def limited(**changes):
    """The small service with a day that is asked for, a dated figure and a limit that is told."""
    one = said()
    one["ask"]["since"] = {"type": "date"}
    one["parameters"] = {
        "look_back": {"unit": "years", "values": {"2004-12-01": 2}, "source": {"title": "local practice", "confirmed": False}}
    }  # fmt: skip
    one["opening"] = [{"start_clock": "intake"}, BEYOND]
    return one | changes


@pytest.mark.parametrize(("since", "told"), [
    (date(2024, 3, 1), ("beyond",)), (date(2025, 1, 1), ()), (None, ()),
])  # fmt: skip
def test_a_limit_is_told_where_it_holds_and_where_nobody_knows_it_is_not(since, told):
    service = defined(limited())
    facts = {"answers.since": since}
    assert advice(service, facts, START.date()) == told
    assert len(opening_effects(service, facts, START.date())) == 1 + len(told)
    assert advised(service) == ("beyond",)


def test_before_the_figure_was_law_nothing_is_told():
    assert advice(defined(limited()), {"answers.since": date(1999, 1, 1)}, date(2003, 1, 1)) == ()


def test_a_condition_that_reads_and_one_that_does_not():
    assert [*check_advice(defined(limited()))] == []
    for when, code in (("today >", "expr."), ("today + 1", "expr."), ("answers.nobody", "expr.")):
        (found,) = check_advice(defined(limited(opening=[{"flag": {"flag": "beyond", "when": when}}])))
        assert found.code.startswith(code)
        assert (
            advice(defined(limited(opening=[{"flag": {"flag": "beyond", "when": when}}])), {}, START.date())
            == ()
        )


def test_what_is_only_told_need_not_be_ticked():
    only_told = {"flag": {**BEYOND["flag"], "tick": "never"}}
    assert ticked(defined(limited()), ("beyond",)) == ("beyond",)
    service = defined(limited(opening=[{"start_clock": "intake"}, only_told]))
    assert ticked(service, ("beyond",)) == ()
    assert [*check_advice(service)] == []


@pytest.mark.parametrize("flag", [{**BEYOND["flag"], "tick": "maybe"}, {"flag": "beyond", "tick": "never"}])
def test_a_tick_is_spared_only_beside_a_condition(flag):
    found = [one.code for one in check_advice(defined(limited(opening=[{"flag": flag}])))]
    assert found == ["packs.tick"]


def test_only_the_opening_may_set_a_flag_under_a_condition():
    one = limited()
    one["moves"]["want_more_time"]["do"] = [{"flag": {"flag": "extension_requested", "when": "true"}}]
    (found,) = check_advice(defined(one))
    assert found.code == "packs.when_only_opening"


@pytest.mark.parametrize(("inputs", "expected"), [
    ({"day": "2026-03-01"}, datetime(2026, 3, 1, tzinfo=BEIJING)),
    ({"day": "2026-03-04"}, datetime(2026, 3, 4, tzinfo=BEIJING)),
    ({"day": "2026-03-05"}, "packs.day_ahead"),
    ({"day": "soon"}, "lifecycle.no_such_date"),
    ({}, "lifecycle.no_such_date"),
])  # fmt: skip
def test_a_clock_counts_from_the_day_that_is_named(inputs, expected):
    found = start_at({"clock": "promise", "from": "day"}, inputs, START)
    assert (found.code if isinstance(found, Problem) else found) == expected


def test_a_clock_without_a_named_day_starts_at_once():
    assert start_at({"clock": "promise"}, {}, START) == START


def test_a_day_ahead_stops_the_move_in_a_rehearsal():
    one = said()
    one["moves"]["accept"]["ask"]["day"] = {"type": "date"}
    one["moves"]["accept"]["do"][2] = {"start_clock": {"clock": "promise", "from": "day"}}
    table = Table(defined(one), SHIPPED, TIMETABLE)
    moved = play(
        table,
        begin(table, START),
        Step("accept", frozenset({"clerk"}), START, {"lead": "water", "day": "2026-03-09"}, {}),
    )
    assert isinstance(moved, Problem)
    assert moved.code == "packs.day_ahead"


def reminding(remind="2 calendar_days", to=("resident",)):
    one = said()
    one["clocks"]["promise"]["remind"] = {"before": remind, "to": [*to]}
    return defined(one)


def test_the_next_reminder_comes_before_the_end_once():
    service = reminding()
    table = Table(service, SHIPPED, TIMETABLE)
    opened = begin(table, START)
    assert next_reminder(service.lifecycle, opened.state, START) is None
    standing = play(
        table, opened, Step("accept", frozenset({"clerk"}), START, {"lead": "water", "helpers": []}, {})
    )
    due = datetime.fromisoformat(str(standing.state.clocks["promise"]["due"]))
    at, clock = next_reminder(service.lifecycle, standing.state, START)
    assert (at, clock) == (due - timedelta(days=2), "promise")
    assert next_reminder(service.lifecycle, standing.state, at) is None


def test_reminders_are_counts_of_days_and_go_to_somebody():
    assert [*check_reminders(reminding().lifecycle)] == []
    (wrong,) = check_reminders(reminding("2 working_hours").lifecycle)
    assert wrong.code == "packs.remind_in_days"
    (nobody,) = check_reminders(reminding(to=()).lifecycle)
    assert nobody.code == "packs.remind_nobody"
    assert before(reminding("soon").lifecycle.clocks["promise"]) == timedelta(0)
