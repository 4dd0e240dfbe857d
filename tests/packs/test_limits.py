"""Limits of the law in a pack: flags with a condition, clocks from a named day, reminders before their end."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from tests.city import frozen

from linli.core.clock.calendar_cn import SHIPPED
from linli.core.clock.limits import read_limit
from linli.core.clock.running import pause, start_clock, stop
from linli.core.clock.timetable import TIMETABLE
from linli.core.lifecycle.definition import Effect, EffectKind
from linli.core.lifecycle.state import CaseState
from linli.core.packs.advice import advice, advised, check_advice, opening_effects
from linli.core.packs.read import read_definition
from linli.core.packs.reminding import check_reminders, next_reminder
from linli.core.packs.starting import start_at
from linli.core.shared.outcomes import Problem

DAY = date(2026, 3, 2)
AT = datetime(2026, 3, 8, 2, tzinfo=UTC)


@pytest.fixture(scope="module")
def wages():
    return read_definition(json.loads(frozen("wage-arrears"))[1])


@pytest.fixture(scope="module")
def mediation():
    return read_definition(json.loads(frozen("mediation"))[1])


@pytest.mark.parametrize(
    ("worked_until", "told"),
    [
        (date(2026, 2, 1), ()),
        (date(2025, 3, 2), ()),
        (date(2025, 3, 1), ("beyond_arbitration",)),
        (date(2024, 3, 2), ("beyond_arbitration",)),
        (date(2024, 3, 1), ("beyond_look_back", "beyond_arbitration")),
        (None, ()),
    ],
)
def test_what_is_told_follows_from_the_day_and_the_figures_of_the_law(wages, worked_until, told):
    facts = {"answers.worked_until": worked_until}
    assert advice(wages, facts, DAY) == told
    assert advised(wages) == ("beyond_look_back", "beyond_arbitration")
    kinds = [one.kind for one in opening_effects(wages, facts, DAY)]
    assert kinds.count(EffectKind.FLAG) == len(told)
    assert kinds.count(EffectKind.START_CLOCK) == 2


def test_before_a_figure_was_in_force_nothing_is_told(wages):
    assert advice(wages, {"answers.worked_until": date(1990, 1, 1)}, date(2003, 1, 1)) == ()


def test_a_condition_that_does_not_read_is_found(wages):
    def opening(*said):
        effects = tuple(Effect(EffectKind.FLAG, {"flag": "late", "when": one}) for one in said)
        return replace(wages, lifecycle=replace(wages.lifecycle, opening=effects))

    assert [*check_advice(wages)] == []
    wrong = opening("today >", "answers.nothing > 3", "parameters.look_back", "today > answers.worked_until")
    assert {one.path for one in check_advice(wrong)} == {f"opening[{n}].flag.when" for n in range(3)}
    assert advice(wrong, {"answers.worked_until": date(2020, 1, 1)}, DAY) == ("late",)
    move = replace(wages.lifecycle.moves["accept"], effects=opening("today > today").lifecycle.opening)
    misplaced = replace(wages, lifecycle=replace(wages.lifecycle, moves={"accept": move}))
    assert [one.code for one in check_advice(misplaced)] == ["packs.when_only_opening"]


def test_a_clock_starts_on_the_day_that_is_named_but_never_on_one_to_come():
    options = {"clock": "confirmation", "from": "in_force"}
    assert start_at({"clock": "confirmation"}, {}, AT) == AT
    assert start_at(options, {"in_force": "2026-03-06"}, AT) == datetime(2026, 3, 5, 16, tzinfo=UTC)
    for said, code in (
        ("2026-03-09", "packs.day_ahead"),
        ("soon", "lifecycle.no_such_date"),
        (None, "lifecycle.no_such_date"),
    ):
        wrong = start_at(options, {"in_force": said}, AT)
        assert isinstance(wrong, Problem)
        assert (wrong.field, wrong.code) == ("in_force", code)


def test_a_reminder_comes_once_before_the_end_of_a_running_clock(mediation):
    clock = start_clock("confirmation", "holder", "b", read_limit("30 calendar_days"), AT, SHIPPED, TIMETABLE)
    other = start_clock("follow_up", "holder", "b", read_limit("30 calendar_days"), AT, SHIPPED, TIMETABLE)

    def standing(one):
        clocks = {"confirmation": one.to_json(), "follow_up": other.to_json(), "gone": other.to_json()}
        return CaseState("agreed", clocks=clocks)

    moment, name = next_reminder(mediation.lifecycle, standing(clock), AT)
    assert (moment, name) == (clock.due - timedelta(days=7), "confirmation")
    assert next_reminder(mediation.lifecycle, standing(clock), moment) is None
    for still in (stop(clock, AT), pause(clock, AT)):
        assert next_reminder(mediation.lifecycle, standing(still), AT) is None


def test_a_reminder_that_is_no_count_of_days_or_goes_to_nobody_is_found(mediation):
    def with_reminder(**more):
        course = mediation.lifecycle
        rule = replace(course.clocks["confirmation"], **more)
        return replace(course, clocks={**course.clocks, "confirmation": rule})

    assert [*check_reminders(mediation.lifecycle)] == []
    for before in ("3 working_days", "soon"):
        found = [*check_reminders(with_reminder(remind_before=before))]
        assert [one.code for one in found] == ["packs.remind_in_days"]
    nobody = [*check_reminders(with_reminder(remind_to=()))]
    assert [one.code for one in nobody] == ["packs.remind_nobody"]
    unread = with_reminder(remind_before="soon")
    clock = start_clock("confirmation", "holder", "b", read_limit("30 calendar_days"), AT, SHIPPED, TIMETABLE)
    state = CaseState("agreed", clocks={"confirmation": clock.to_json()})
    assert next_reminder(unread, state, AT) == (clock.due, "confirmation")
