"""The law: no definition that passes its check can get stuck, whatever people do and whatever is true."""

from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.packs.small import defined, said

from linli.core.clock.calendar_cn import SHIPPED
from linli.core.clock.instants import BEIJING
from linli.core.clock.timetable import TIMETABLE
from linli.core.lifecycle.definition import StageKind
from linli.core.packs.check import check
from linli.core.packs.definition import ServiceDefinition
from linli.core.packs.read import read_definition
from linli.core.packs.rehearse import Standing, Step, Table, begin, play
from linli.core.packs.ways import ACTOR_FACTS, FACTS, reached

START = datetime(2026, 3, 4, 9, tzinfo=BEIJING)
STAGES = ("one", "two", "three", "four", "done")
CLOCKS = ("promise", "desk")
GUARDS = (
    "true", "1 > 2", "has_evidence", "not has_evidence", "returns < 2", "not actor_body_is_handler",
    "actor_is_reporter", "actor_is_reporter and actor_body_is_handler", "case.flag.seen", "unknown",
)  # fmt: skip
EFFECTS = st.sampled_from([
    *[{kind: clock} for clock in CLOCKS for kind in ("start_clock", "stop_clock", "pause_clock", "resume_clock")],
    {"extend_clock": {"clock": "promise", "by": "limit"}},
    {"flag": "seen"}, {"unflag": "seen"}, {"count": "returns"}, {"assign": {"lead": "lead"}}, "return", "end",
    {"require_evidence": {"input": "photos", "outcome": "outcome"}}, {"outcome": {"input": "outcome"}},
])  # fmt: skip
ASKED = {
    "lead": {"type": "body"}, "limit": {"type": "limit"}, "photos": {"type": "files", "required": False},
    "outcome": {"type": "choice", "choices": ["solved"]},
}  # fmt: skip
GIVEN = {"lead": "water", "limit": "1 working_days", "photos": ["a"], "outcome": "solved"}

stages = st.fixed_dictionaries({
    "kind": st.sampled_from(["open", "open", "waiting", "end"]),
    "holder": st.sampled_from(["intake", "body", "checker", "resident", "nobody"]),
})  # fmt: skip
moves = st.fixed_dictionaries({
    "from": st.lists(st.sampled_from(STAGES), min_size=1, max_size=3, unique=True),
    "to": st.sampled_from([*STAGES, None]),
    "by": st.lists(st.sampled_from(["clerk", "resident", "checker", "stranger"]), max_size=2, unique=True),
    "ask": st.just(ASKED),
    "when": st.lists(st.builds(lambda holds: {"holds": holds, "else": "no"}, st.sampled_from(GUARDS)), max_size=2),
    "do": st.lists(EFFECTS, max_size=4),
})  # fmt: skip


def tidy(move):
    return {key: value for key, value in move.items() if value is not None}


@st.composite
def services(draw):
    """Whole lifecycles, most of them wrong somewhere."""
    drawn = {name: draw(stages) for name in STAGES[:-1]} | {"done": {"kind": "end", "holder": "nobody"}}
    made = {
        f"move_{index}": tidy(move)
        for index, move in enumerate(draw(st.lists(moves, min_size=3, max_size=9)))
    }
    clocks = {
        "promise": {"kind": "promise", "limit": "5 working_days", "max_extensions": 1},
        "desk": {"kind": "holder", "limit": "1 working_days"},
    }
    return said(
        stages=drawn, initial="one", moves=made, clocks=clocks, opening=[], notices={}, evidence={"solved": 1}
    )


def blocking(definition):
    """The findings that speak of being stuck; what is merely unwise or untold does not matter here."""
    about = {
        "packs.dead_end",
        "packs.no_way_to_end",
        "packs.no_end",
        "packs.pause_clock_twice",
        "packs.resume_clock_twice",
    }
    return [one for one in check(definition) if one.code in about]


def tries(definition, state, data, at):
    """Everything that anybody could try here: all facts drawn, the person chosen to fit."""
    circumstances = {name: data.draw(st.booleans(), label=name) for name in FACTS if name not in ACTOR_FACTS}
    for move in definition.lifecycle.moves_from(state.stage):
        inputs = {one.name: GIVEN[one.name] for one in move.inputs}
        for handler in (False, True):
            for reporter in (True, False):
                person = {"actor_body_is_handler": handler, "actor_is_reporter": reporter}
                facts = {
                    **circumstances,
                    "returns": 5,
                    "case.subject": None,
                    "days_since_closed": None,
                    **person,
                }
                yield Step(move.name, move.roles, at, inputs, facts)


def walk_to_an_end(table, standing, data):
    """Make whatever move works, nearest to an end first; the law says that one always does."""
    course = table.definition.lifecycle
    at = START + timedelta(days=1)
    seen = {standing.state.stage}
    paths = [standing]
    while paths:
        here = paths.pop(0)
        if course.stages[here.state.stage].kind is StageKind.END:
            return True
        at += timedelta(minutes=1)
        for step in tries(table.definition, here.state, data, at):
            found = play(table, here, step)
            if isinstance(found, Standing) and found.state.stage not in seen:
                seen.add(found.state.stage)
                paths.append(found)
    return False


@settings(max_examples=100)
@given(services(), st.data())
def test_no_definition_that_passes_its_check_can_get_stuck(whole, data):
    definition = read_definition(whole)
    assert isinstance(definition, ServiceDefinition), definition
    if blocking(definition):
        return
    table = Table(definition, SHIPPED, TIMETABLE)
    standing = begin(table, START)
    assert isinstance(standing, Standing)
    for _ in range(data.draw(st.integers(0, 6), label="moves made before")):
        options = [play(table, standing, step) for step in tries(definition, standing.state, data, START)]
        made = [one for one in options if isinstance(one, Standing)]
        if not made:
            break
        standing = data.draw(st.sampled_from(made), label="next")
    assert standing.state.stage in reached(definition.lifecycle)
    if definition.lifecycle.stages[standing.state.stage].kind is not StageKind.END:
        assert walk_to_an_end(table, standing, data), standing.state.stage


def test_the_law_is_not_empty_a_sound_service_and_a_broken_one_are_told_apart():
    assert blocking(defined(said())) == []
    assert blocking(defined(said("moves.answer", None)))
