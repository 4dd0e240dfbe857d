"""Replaying recorded differences gives the state again, whatever happened in between."""

import json
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from linli.core.lifecycle.state import CaseState, apply, difference, replay

NAMES = st.sampled_from(["promise", "intake", "handle", "check"])
REFS = st.sampled_from(["body-a", "body-b", "body-c"])
CLOCKS = st.dictionaries(
    NAMES,
    st.fixed_dictionaries(
        {
            "due": st.sampled_from(["2026-01-01T00:00:00.000000Z", "2026-01-02T00:00:00.000000Z"]),
            "extensions": st.integers(0, 2),
        }
    ),
)
STATES = st.builds(
    CaseState,
    stage=st.sampled_from(["submitted", "accepted", "handling", "closed"]),
    version=st.integers(0, 50),
    holder=st.none() | REFS,
    lead=st.none() | REFS,
    supporting=st.lists(REFS, unique=True).map(tuple),
    clocks=CLOCKS,
    flags=st.frozensets(st.sampled_from(["urgent", "reopened", "parked"])),
    counters=st.dictionaries(st.sampled_from(["returns", "reminders"]), st.integers(1, 5)),
    outcome=st.none() | st.sampled_from(["solved", "explained"]),
)


def entries_of(states):
    """Return the public parts as they come back from storage: through JSON text."""
    parts = [{"act": "open", "state": difference(None, states[0])}]
    parts += [{"act": "move", "state": difference(before, after)} for before, after in pairwise(states)]
    return [json.loads(json.dumps(part)) for part in parts]


@settings(max_examples=100)
@given(st.lists(STATES, min_size=1, max_size=6))
def test_replay_of_differences_gives_the_same_state(states):
    assert replay(entries_of(states)) == states[-1]


@settings(max_examples=60)
@given(STATES, STATES)
def test_a_difference_names_only_what_changed(before, after):
    changed = difference(before, after)
    assert set(changed) == {
        name
        for name in (
            "stage",
            "version",
            "holder",
            "lead",
            "supporting",
            "clocks",
            "flags",
            "counters",
            "outcome",
        )
        if getattr(before, name) != getattr(after, name)
    }
    assert difference(after, after) == {}


def test_a_clock_that_is_gone_is_told_as_null():
    before = CaseState("a", clocks={"promise": {"due": "x"}, "intake": {"due": "y"}})
    after = CaseState("a", clocks={"promise": {"due": "x"}})
    assert difference(before, after) == {"clocks": {"intake": None}}
    assert apply(before, {"state": {"clocks": {"intake": None}}}) == after


def test_entries_without_a_state_change_nothing():
    state = CaseState("a", version=3)
    assert apply(state, {"act": "comment"}) is state
    assert apply(state, {"act": "sealed", "state": None}) is state
    assert replay([]) is None
    assert replay([{"act": "comment"}]) is None


def test_what_a_later_version_recorded_is_passed_over():
    assert apply(CaseState("a"), {"state": {"stage": "b", "mood": "good"}}) == CaseState("b")


def test_empty_lists_and_null_clear():
    full = CaseState(
        "a", supporting=("x",), flags=frozenset({"urgent"}), counters={"returns": 1}, clocks={"c": {}}
    )
    part = {"state": {"supporting": None, "flags": None, "counters": None, "clocks": None}}
    assert apply(full, part) == CaseState("a", clocks={"c": {}})
