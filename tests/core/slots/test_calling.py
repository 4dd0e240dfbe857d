"""Whose turn it is at a counter, and how long a wait is likely to be."""

from hypothesis import given
from hypothesis import strategies as st

from linli.core.slots.calling import CallingRule, Estimate, Waiter, after_absence, choose, estimate, run_after

RULE = CallingRule(run=2, back_after=3, most_absences=2)


def called(waiting, count, rule=RULE):
    """The keys in the order in which all of them are called."""
    left, calls, run, order = list(waiting), 0, 0, []
    for _ in range(count):
        one = choose(left, calls, run, rule)
        left.remove(one)
        order.append(one.key)
        calls, run = calls + 1, run_after(run, one)
    return order


def test_nobody_waits():
    assert choose([], 0, 0, RULE) is None


def test_two_with_priority_go_ahead_then_somebody_who_waited():
    waiting = [Waiter(1), Waiter(2), *(Waiter(key, priority=True) for key in (3, 4, 5))]
    assert called(waiting, 5) == [3, 4, 1, 5, 2]


def test_with_priority_alone_they_go_by_turn():
    assert called([Waiter(key, priority=True) for key in (1, 2, 3)], 3) == [1, 2, 3]


def test_who_was_passed_on_is_first():
    assert choose([Waiter(1, priority=True), Waiter(2, passed=True)], 0, 0, RULE).key == 2


def test_who_was_not_there_comes_back_after_three_calls():
    back = Waiter(1, place=after_absence(1, 1, RULE))
    waiting = [back, Waiter(2), Waiter(3), Waiter(4), Waiter(5)]
    left, order = list(waiting), []
    for calls in range(1, 6):
        one = choose(left, calls, 0, RULE)
        left.remove(one)
        order.append(one.key)
    assert order == [2, 3, 4, 1, 5]


def test_who_is_to_come_back_is_called_sooner_where_nobody_else_waits():
    assert choose([Waiter(1, place=9)], 1, 0, RULE).key == 1


def test_the_second_absence_ends_it():
    assert after_absence(2, 5, RULE) is None


def test_a_wait_rests_on_the_day_s_own_times_once_three_were_served():
    assert estimate(6, 2, [600, 300, 300], 10) == Estimate(15, 6, 2, 5, 3)
    assert estimate(6, 2, [600, 300], 10) == Estimate(30, 6, 2, 10, 0)


def test_a_wait_without_an_open_counter_counts_one_and_no_visit_is_too_short():
    assert estimate(3, 0, [5, 5, 5], 10) == Estimate(3, 3, 1, 1, 3)


WAITERS = st.lists(st.tuples(st.booleans(), st.booleans(), st.integers(0, 9)), min_size=1, max_size=12).map(
    lambda many: [Waiter(key, *one) for key, one in enumerate(many)]
)


@given(WAITERS, st.integers(1, 3))
def test_everybody_is_called_exactly_once(waiting, run):
    order = called(waiting, len(waiting), CallingRule(run=run))
    assert sorted(order) == [one.key for one in waiting]


@given(st.lists(st.booleans(), min_size=1, max_size=12), st.integers(1, 3))
def test_nobody_is_passed_over_by_more_than_the_declared_number_in_a_row(priorities, run):
    waiting = [Waiter(key, priority) for key, priority in enumerate(priorities)]
    order = called(waiting, len(waiting), CallingRule(run=run))
    in_a_row = 0
    for place, key in enumerate(order):
        in_a_row = in_a_row + 1 if priorities[key] else 0
        if in_a_row > run:
            assert all(priorities[other] for other in order[place:])
