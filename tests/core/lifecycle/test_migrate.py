"""A case goes to another version only when all that is under way has its place there."""

import pytest

from linli.core.lifecycle.definition import (
    ClockKind,
    ClockRule,
    Effect,
    EffectKind,
    Holder,
    Lifecycle,
    Move,
    Stage,
    StageKind,
)
from linli.core.lifecycle.migrate import migrate
from linli.core.lifecycle.state import CaseState, difference, replay
from linli.core.shared.outcomes import Refusal


def course(*, working="handling", clock="handle", kind=ClockKind.HOLDER, part="consulted"):
    stages = {
        "submitted": Stage("submitted", StageKind.OPEN, Holder.INTAKE),
        working: Stage(working, StageKind.OPEN, Holder.BODY),
        "closed": Stage("closed", StageKind.END, Holder.NOBODY),
    }
    answer = Move("opinion", frozenset({working}), None, frozenset({"officer"}), effects=(
        Effect(EffectKind.PART, {"of": part, "state": "reported"}),
        Effect(EffectKind.COUNT, {"counter": "opinions"}),
    ))  # fmt: skip
    return Lifecycle(
        "submitted", stages, {"opinion": answer}, {clock: ClockRule(clock, kind, "3 working_days")}
    )


RUNNING = {"name": "handle", "kind": "holder", "stopped": None}
AT_WORK = CaseState("handling", version=4, holder="body-a", lead="body-a", clocks={"handle": RUNNING})
MAP = {"submitted": "submitted", "handling": "mending", "closed": "closed"}


def test_state_after_is_state_by_the_map_and_replays():
    after = migrate(AT_WORK, course(), course(working="mending"), MAP)
    assert (after.stage, after.version, after.clocks) == ("mending", 5, AT_WORK.clocks)
    assert replay([{"state": difference(None, AT_WORK)}, {"state": difference(AT_WORK, after)}]) == after
    back = migrate(after, course(working="mending"), course(), {"mending": "handling"})
    assert back.stage == "handling"
    assert back.version == 6


def test_a_stage_that_comes_to_a_body_is_taken_up_by_the_lead():
    told = CaseState("submitted", lead="body-a")
    assert migrate(told, course(), course(), {"submitted": "handling"}).holder == "body-a"


@pytest.mark.parametrize(
    ("state", "new", "stages", "parts", "code"),
    [
        (AT_WORK, course(working="mending"), {}, (), "lifecycle.stage_stays"),
        (AT_WORK, course(working="mending"), {"handling": ""}, (), "lifecycle.stage_stays"),
        (AT_WORK, course(), {"handling": "closed"}, (), "lifecycle.stage_ends"),
        (CaseState("closed"), course(), {"closed": "handling"}, (), "lifecycle.stage_ends"),
        (AT_WORK, course(clock="other"), {"handling": "handling"}, (), "lifecycle.clock_stays"),
        (AT_WORK, course(kind=ClockKind.PROMISE), {"handling": "handling"}, (), "lifecycle.clock_stays"),
        (AT_WORK, course(part="lead"), {"handling": "handling"}, ("consulted",), "lifecycle.part_stays"),
        (CaseState("submitted"), course(), {"submitted": "handling"}, (), "lifecycle.stage_wants_body"),
    ],
)
def test_what_keeps_a_case_in_its_version(state, new, stages, parts, code):
    stays = migrate(state, course(), new, stages, parts=frozenset(parts))
    assert isinstance(stays, Refusal)
    assert stays.code == code


def test_what_is_over_or_answered_elsewhere_keeps_nothing_back():
    over = CaseState("handling", holder="b", lead="b", clocks={"old": {**RUNNING, "stopped": "2026-01-01"}})
    after = migrate(
        over, course(), course(part="lead"), {"handling": "handling"}, parts=frozenset({"supporting"})
    )
    assert after.stage == "handling"
