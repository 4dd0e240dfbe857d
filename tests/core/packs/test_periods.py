"""Times that have to pass: a move waits for them, and nobody is late when they are over."""

from datetime import datetime, timedelta

import pytest
from tests.core.packs.small import defined, said

from linli.core.clock.calendar_cn import SHIPPED
from linli.core.clock.instants import BEIJING
from linli.core.clock.timetable import TIMETABLE
from linli.core.packs.check import check
from linli.core.packs.explain import explain
from linli.core.packs.rehearse import Standing, Step, Table, begin, play

START = datetime(2026, 3, 4, 9, tzinfo=BEIJING)


def put_up(**rule):
    """The small service, whose cases are put up for two days before they are reported."""
    one = said()
    one["clocks"]["notice"] = {"kind": "period", "limit": "2 emergency_days", **rule}
    moves = one["moves"]
    moves["accept"]["do"].append({"start_clock": "notice"})
    moves["report"]["when"] = [{"holds": "case.passed.notice", "else": "still_published"}]
    moves["report"]["do"].append({"stop_clock": "notice"})
    moves["give_up"] = {
        "from": ["handling"],
        "to": "closed",
        "by": ["clerk"],
        "do": [{"outcome": "refused"}, "end"],
    }
    return defined(one)


def step(move, by, hours, **inputs):
    return Step(move, frozenset({by}), START + timedelta(hours=hours), inputs, {})


@pytest.mark.parametrize(("hours", "over"), [(1, False), (62, False), (64, True)])
def test_a_move_waits_until_a_period_is_over(hours, over):
    table = Table(put_up(), SHIPPED, TIMETABLE)
    accepted = play(table, begin(table, START), step("accept", "clerk", 0, lead="water"))
    assert isinstance(accepted, Standing)
    found = play(table, accepted, step("report", "lead_officer", hours, outcome="explained"))
    if over:
        assert isinstance(found, Standing)
        assert found.state.stage == "reported"
    else:
        assert found.code == "guard.still_published"


def test_nothing_is_wrong_with_a_period_and_it_is_told_as_one():
    service = put_up()
    assert {one.code for one in check(service)} <= {one.code for one in check(defined(said()))}
    told = {one.code for one in explain(service, "en", str)}
    assert "packs.told_clock_period" in told


def test_a_period_that_nobody_ends_is_found():
    one = said()
    one["clocks"]["notice"] = {"kind": "period", "limit": "2 emergency_days"}
    one["moves"]["accept"]["do"].append({"start_clock": "notice"})
    assert "packs.clock_never_stops" in {found.code for found in check(defined(one))}
