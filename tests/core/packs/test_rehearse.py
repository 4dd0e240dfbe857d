from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from tests.core.packs.small import defined, said

from linli.core.clock.calendar_cn import SHIPPED
from linli.core.clock.instants import BEIJING
from linli.core.clock.timetable import TIMETABLE
from linli.core.packs.rehearse import Standing, Step, Table, begin, play
from linli.core.shared.outcomes import Problem, Refusal

START = datetime(2026, 3, 4, 9, tzinfo=BEIJING)


@pytest.fixture
def table():
    return Table(defined(said()), SHIPPED, TIMETABLE)


def step(move, by, hours=1, facts=None, **inputs):
    return Step(move, frozenset({by}), START + timedelta(hours=hours), inputs, facts or {})


def run(table, *steps):
    standing = begin(table, START)
    for one in steps:
        assert isinstance(standing, Standing), standing
        standing = play(table, standing, one)
    return standing


ACCEPT = step("accept", "clerk", 1, lead="water", helpers=["roads", "water"])


def test_a_case_opens_with_its_clocks(table):
    state = begin(table, START).state
    assert state.stage == "submitted"
    assert [*state.clocks] == ["intake"]


def test_a_move_changes_stage_holder_clocks_and_tells(table):
    standing = run(table, ACCEPT)
    state = standing.state
    assert (state.stage, state.holder, state.lead, state.supporting) == (
        "handling",
        "water",
        "water",
        ("roads",),
    )
    assert state.version == 1
    assert state.clocks["intake"]["stopped"] is not None
    assert standing.told == (
        ("resident", "notice.accept"),
        ("joined", "notice.accept"),
        ("lead", "notice.to_body"),
    )


def test_the_condition_under_which_a_case_is_accepted_gives_the_limit(table):
    state = run(replace(table, condition_limit="2 emergency_hours"), ACCEPT).state
    assert state.clocks["handle"]["limit"] == "2_emergency_hours"
    assert state.clocks["promise"]["limit"] == "5_working_days"


def test_waiting_for_the_resident_stops_both_clocks_and_answering_moves_the_dates(table):
    waiting = run(table, ACCEPT, step("ask", "lead_officer", 2, question="?"))
    assert waiting.state.clocks["promise"]["paused_since"]
    due = waiting.state.clocks["promise"]["due"]
    answered = play(table, waiting, step("answer", "resident", 26))
    assert answered.state.clocks["promise"]["due"] > due


def test_an_extension_waits_for_its_second_yes(table):
    asked = run(table, ACCEPT, step("want_more_time", "lead_officer", 2))
    more = step("give_more_time", "supervisor", 3, limit="2 working_days")
    once = play(table, asked, more)
    assert once.state.clocks["handle"]["extensions"] == 0
    assert "extension_requested" in once.state.flags
    assert once.told == ()
    twice = play(table, once, more)
    assert twice.state.clocks["handle"]["extensions"] == 1
    assert twice.state.flags == frozenset()
    assert twice.told == (("resident", "notice.give_more_time"),)


def test_an_extension_of_nonsense_is_a_problem_of_its_field(table):
    asked = run(table, ACCEPT, step("want_more_time", "lead_officer", 2))
    found = play(table, asked, step("give_more_time", "supervisor", 3, limit="a while"))
    assert isinstance(found, Problem)
    assert (found.field, found.code) == ("limit", "clock.not_a_limit")


def test_an_extension_after_the_date_is_refused(table):
    asked = run(table, ACCEPT, step("want_more_time", "lead_officer", 2))
    late = step("give_more_time", "supervisor", 24 * 30, limit="2 working_days")
    once = play(table, asked, late)
    assert play(table, once, late).code == "clock.already_due"


@pytest.mark.parametrize(
    ("outcome", "photos", "ok"), [("solved", [], False), ("solved", ["a"], True), ("explained", [], True)]
)
def test_evidence_is_asked_for_by_outcome(table, outcome, photos, ok):
    found = run(table, ACCEPT, step("report", "lead_officer", 2, outcome=outcome, photos=photos))
    if ok:
        assert found.state.outcome == outcome
        assert found.state.counters == {"reports": 1}
    else:
        assert found == Problem("photos", "packs.evidence_needed", {"n": 1})


def test_a_return_leaves_nobody_holding_it_and_an_end_stops_all(table):
    report = step("report", "lead_officer", 2, outcome="explained")
    redone = run(table, ACCEPT, report, step("redo", "checker", 3))
    assert redone.state.holder is None
    closed = run(table, ACCEPT, report, step("close", "checker", 3))
    assert all(clock["stopped"] for clock in closed.state.clocks.values())
    refused = run(table, step("refuse", "clerk"))
    assert (refused.state.stage, refused.state.outcome) == ("closed", "refused")


def test_refusals_come_from_roles_guards_and_inputs(table):
    assert run(table, step("accept", "resident", lead="x")).code == "lifecycle.not_your_move"
    assert run(table, step("accept", "clerk")) == Problem("lead", "lifecycle.required")
    report = step("report", "lead_officer", 2, outcome="explained")
    own = step("close", "checker", 3, facts={"actor_body_is_handler": True})
    assert run(table, ACCEPT, report, own) == Refusal("guard.own_work", {"move": "close"})


def test_supporting_bodies_are_added_without_changing_the_lead():
    whole = said(
        "moves.ask.do",
        [{"assign": {"supporting": "more"}}, {"pause_clock": "handle"}, {"pause_clock": "promise"}],
    )
    whole["moves"]["ask"]["ask"] = {"more": {"type": "bodies"}}
    found = run(
        Table(defined(whole), SHIPPED, TIMETABLE), ACCEPT, step("ask", "lead_officer", 2, more=["gas"])
    )
    assert (found.state.lead, found.state.supporting) == ("water", ("roads", "gas"))


def test_what_was_never_started_is_neither_stopped_nor_paused():
    whole = said("moves.refuse.do", [{"stop_clock": "handle"}, {"pause_clock": "promise"}, "end"])
    found = run(Table(defined(whole), SHIPPED, TIMETABLE), step("refuse", "clerk"))
    assert [*found.state.clocks] == ["intake"]


def test_a_limit_or_a_year_that_cannot_be_counted_is_told(table):
    assert run(replace(table, condition_limit="soon"), ACCEPT).code == "clock.not_a_limit"
    assert isinstance(begin(table, START.replace(year=1999)), Refusal)


def test_time_that_runs_backwards_is_refused(table):
    assert run(table, step("refuse", "clerk", -5)).code == "clock.out_of_order"
