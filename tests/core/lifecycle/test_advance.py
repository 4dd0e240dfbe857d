from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.core.expr.parse import parse
from linli.core.expr.tree import Expression
from linli.core.lifecycle.advance import Moved, advance, check_input, check_inputs, open_moves
from linli.core.lifecycle.definition import (
    Effect,
    EffectKind,
    Guard,
    Holder,
    Input,
    InputKind,
    Lifecycle,
    Move,
    Stage,
    StageKind,
)
from linli.core.lifecycle.state import CaseState
from linli.core.shared.outcomes import Problem, Refusal

AT = datetime(2026, 11, 22, tzinfo=UTC)
CLERK, OFFICER = frozenset({"clerk"}), frozenset({"officer"})


def guard(text, code):
    read = parse(text)
    assert isinstance(read, Expression)
    return Guard(read, code)


MOVES = (
    Move(
        "accept",
        frozenset({"submitted"}),
        "handling",
        CLERK,
        effects=(Effect(EffectKind.START_CLOCK, {"clock": "promise"}),),
    ),
    Move(
        "note",
        frozenset({"submitted", "closed"}),
        None,
        CLERK | OFFICER,
        inputs=(Input("text", InputKind.TEXT),),
    ),
    Move(
        "close",
        frozenset({"handling"}),
        "closed",
        OFFICER,
        guards=(
            guard("has_evidence", "guard.evidence"),
            guard("not confidential or returns < 2", "guard.returns"),
        ),
    ),
)
COURSE = Lifecycle(
    "submitted",
    {
        "submitted": Stage("submitted", StageKind.OPEN, Holder.INTAKE),
        "handling": Stage("handling", StageKind.OPEN, Holder.BODY),
        "closed": Stage("closed", StageKind.END, Holder.NOBODY),
    },
    {move.name: move for move in MOVES},
)


def attempt(name, stage="submitted", roles=CLERK, inputs=None, **facts):
    return advance(COURSE, CaseState(stage), name, roles=roles, inputs=inputs or {}, facts=facts, at=AT)


def test_a_move_leads_to_its_target_with_its_effects():
    assert attempt("accept") == Moved("accept", "submitted", "handling", MOVES[0].effects, AT)


def test_a_move_without_a_target_stays_where_it_is():
    found = attempt("note", stage="closed", inputs={"text": "called again"})
    assert isinstance(found, Moved)
    assert (found.source, found.target) == ("closed", "closed")


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"name": "fly"}, "lifecycle.no_such_move"),
        ({"name": "close"}, "lifecycle.wrong_stage"),
        ({"name": "accept", "stage": "handling"}, "lifecycle.wrong_stage"),
        ({"name": "accept", "stage": "closed"}, "lifecycle.ended"),
        ({"name": "accept", "stage": "of_another_version"}, "lifecycle.wrong_stage"),
        ({"name": "accept", "roles": OFFICER}, "lifecycle.not_your_move"),
        ({"name": "accept", "roles": frozenset()}, "lifecycle.not_your_move"),
        ({"name": "close", "stage": "handling", "roles": OFFICER}, "guard.evidence"),
        ({"name": "close", "stage": "handling", "roles": OFFICER, "has_evidence": False}, "guard.evidence"),
        ({"name": "close", "stage": "handling", "roles": OFFICER, "has_evidence": 3}, "guard.evidence"),
        (
            {
                "name": "close",
                "stage": "handling",
                "roles": OFFICER,
                "has_evidence": True,
                "confidential": True,
                "returns": 2,
            },
            "guard.returns",
        ),
    ],
)
def test_refusals_say_why(said, code):
    found = attempt(**said)
    assert isinstance(found, Refusal)
    assert found.code == code


def test_guards_that_hold_let_through():
    found = attempt("close", stage="handling", roles=OFFICER, has_evidence=True, confidential=False)
    assert isinstance(found, Moved)


def test_what_is_wrong_with_inputs_comes_all_at_once():
    assert attempt("note", inputs={"text": " ", "x" * 200: 1}) == (
        Problem("x" * 100, "lifecycle.unknown_input"),
        Problem("text", "lifecycle.required"),
    )


def test_open_moves_are_those_this_person_could_make():
    state = CaseState("submitted")
    assert [move.name for move in open_moves(COURSE, state, roles=CLERK, facts={})] == ["accept", "note"]
    assert [move.name for move in open_moves(COURSE, state, roles=OFFICER, facts={})] == ["note"]
    assert open_moves(COURSE, CaseState("handling"), roles=CLERK, facts={}) == ()


@pytest.mark.parametrize(
    ("kind", "value", "code"),
    [
        (InputKind.TEXT, "x", None),
        (InputKind.TEXT, None, "lifecycle.required"),
        (InputKind.TEXT, "", "lifecycle.required"),
        (InputKind.TEXT, "\u3000 \n", "lifecycle.required"),
        (InputKind.TEXT, {}, "lifecycle.required"),
        (InputKind.TEXT, 1, "lifecycle.wrong_type"),
        (InputKind.TEXT, "x" * 31, "lifecycle.too_long"),
        (InputKind.CHOICE, "a", None),
        (InputKind.CHOICE, "z", "lifecycle.not_a_choice"),
        (InputKind.DATE, "2026-01-02", None),
        (InputKind.DATE, "2026-02-30", "lifecycle.no_such_date"),
        (InputKind.DATE, "20260102", "lifecycle.no_such_date"),
        (InputKind.DATE, "soon", "lifecycle.no_such_date"),
        (InputKind.FILES, ["a"], None),
        (InputKind.FILES, [], "lifecycle.required"),
        (InputKind.FILES, "a", "lifecycle.wrong_type"),
        (InputKind.FILES, [1], "lifecycle.wrong_type"),
        (InputKind.FILES, [""], "lifecycle.wrong_type"),
        (InputKind.FILES, ["x" * 101], "lifecycle.wrong_type"),
        (InputKind.BODIES, ["a"] * 51, "lifecycle.too_many"),
        (InputKind.MONEY, 0, None),
        (InputKind.MONEY, 2**53 - 1, None),
        (InputKind.MONEY, 2**53, "lifecycle.too_large"),
        (InputKind.NUMBER, -(2**53), "lifecycle.too_large"),
        (InputKind.NUMBER, True, "lifecycle.wrong_type"),
        (InputKind.NUMBER, "1", "lifecycle.wrong_type"),
        (InputKind.YES_NO, False, None),
        (InputKind.YES_NO, 0, "lifecycle.wrong_type"),
    ],
)
def test_one_input(kind, value, code):
    found = check_input(Input("x", kind, choices=("a", "b"), max_length=30), value)
    assert (found.code if found else None) == code


def test_optional_inputs_may_be_left_out():
    declared = (Input("x", InputKind.TEXT, required=False), Input("y", InputKind.FILES, required=False))
    assert check_inputs(declared, {}) == ()
    assert check_inputs(declared, {"x": "", "y": []}) == ()


STAGES = ["s0", "s1", "s2", "s3"]
ROLES = ["clerk", "officer", "resident"]
SOME_MOVES = st.lists(
    st.tuples(
        st.frozensets(st.sampled_from(STAGES), min_size=1),
        st.none() | st.sampled_from(STAGES),
        st.frozensets(st.sampled_from(ROLES)),
        st.booleans(),
    ),
    max_size=6,
)
KINDS = st.lists(st.sampled_from(list(StageKind)), min_size=len(STAGES), max_size=len(STAGES))


def course_of(kinds, moves):
    return Lifecycle(
        "s0",
        {name: Stage(name, kind, Holder.BODY) for name, kind in zip(STAGES, kinds, strict=True)},
        {
            f"m{n}": Move(f"m{n}", sources, target, roles, guards=(guard("ready", "g"),) if guarded else ())
            for n, (sources, target, roles, guarded) in enumerate(moves)
        },
    )


@settings(max_examples=100)
@given(
    KINDS,
    SOME_MOVES,
    st.lists(st.tuples(st.integers(0, 7), st.frozensets(st.sampled_from(ROLES)), st.booleans()), max_size=12),
)
def test_a_case_never_leaves_the_declared_stages_nor_moves_without_a_declared_move(kinds, moves, tries):
    course = course_of(kinds, moves)
    state = CaseState(course.initial)
    for number, roles, ready in tries:
        name, facts = f"m{number}", {"ready": ready}
        found = advance(course, state, name, roles=roles, inputs={}, facts=facts, at=AT)
        offered = {move.name for move in open_moves(course, state, roles=roles, facts=facts)}
        assert isinstance(found, Moved) is (name in offered)
        if isinstance(found, Moved):
            move = course.moves[name]
            assert found.source == state.stage
            assert found.source in move.sources
            assert found.target == (move.target or state.stage)
            assert found.target in course.stages
            assert roles & move.roles
            assert ready or not move.guards
            state = CaseState(found.target)
