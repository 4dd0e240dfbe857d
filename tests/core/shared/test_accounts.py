"""Double entry: what is booked balances, nobody owes, what is undone never was, and time that runs out goes first."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from linli.core.shared.accounts import Line, Lot, check_booking, left, post, run_out, spend, undone
from linli.core.shared.outcomes import Problem, Refusal

SOURCE = "source"
NAMES = st.sampled_from(["a", "b", "c", SOURCE])
DAYS = st.none() | st.dates(date(2026, 1, 1), date(2029, 1, 1))
LOTS = st.lists(st.builds(Lot, st.integers(1, 600), DAYS), max_size=8)
MOVES = st.lists(st.tuples(NAMES, NAMES, st.integers(1, 600)), max_size=30)


@given(MOVES)
def test_whatever_is_tried_everything_adds_up_and_nobody_owes(moves):
    balances = {}
    for giver, taker, amount in moves:
        after = post(balances, [Line(giver, -amount), Line(taker, amount)], may_owe={SOURCE})
        if giver == taker:
            assert after == Problem("account", "accounts.to_itself")
        elif isinstance(after, Refusal):
            assert after.because["short"] == amount - balances.get(giver, 0) > 0
        else:
            balances = after
        assert sum(balances.values()) == 0
        assert all(value >= 0 for name, value in balances.items() if name != SOURCE)


@given(st.integers(1, 600), st.integers(0, 600))
def test_a_booking_against_a_booking_leaves_nothing_of_it(amount, had):
    lines = [Line(SOURCE, -amount), Line("a", amount)]
    before = {"a": had, SOURCE: -had}
    after = post(before, lines, may_owe={SOURCE})
    assert post(after, undone(lines)) == before


@given(LOTS, st.integers(0, 6_000))
def test_spending_loses_nothing_and_takes_what_runs_out_first(lots, amount):
    whole = sum(lot.amount for lot in lots)
    done = spend(lots, amount)
    if amount > whole:
        assert done == Refusal("accounts.overdraft", {"short": amount - whole})
        return
    taken, kept = done
    assert sum(lot.amount for lot in taken) == amount
    assert sum(lot.amount for lot in kept) == whole - amount
    latest = max((lot.runs_out or date.max for lot in taken), default=date.min)
    assert all((lot.runs_out or date.max) >= latest for lot in kept)


@given(LOTS, st.integers(0, 6_000))
def test_what_is_left_is_what_spending_keeps(lots, amount):
    done = spend(lots, amount)
    moves = [*lots, *([Lot(-amount)] if amount else [])]
    if not isinstance(done, Refusal):
        by_day = {}
        for lot in done[1]:
            by_day[lot.runs_out] = by_day.get(lot.runs_out, 0) + lot.amount
        assert {lot.runs_out: lot.amount for lot in left(moves)} == by_day


def test_a_minus_that_names_its_day_takes_from_that_day():
    soon, late = date(2027, 1, 1), date(2028, 1, 1)
    moves = [Lot(60, soon), Lot(90, late), Lot(-60, soon)]
    assert left(moves) == (Lot(90, late),)
    assert left([*moves, Lot(-30)]) == (Lot(60, late),)


def test_what_has_run_out_is_told_by_the_day():
    lots = [Lot(60, date(2026, 5, 1)), Lot(30, date(2026, 5, 2)), Lot(10)]
    assert run_out(lots, date(2026, 5, 1)) == (lots[0],)
    assert run_out(lots, date(2030, 1, 1)) == tuple(lots[:2])


def test_bookings_that_are_none_are_told_apart():
    assert check_booking([]).code == "accounts.nothing_moves"
    assert check_booking([Line("a", 0)]).code == "accounts.nothing_moves"
    assert check_booking([Line("a", -5), Line("b", 4)]).code == "accounts.unbalanced"
    assert check_booking([Line("a", -5), Line("a", 5)]).code == "accounts.to_itself"
    assert check_booking([Line("a", -5), Line("b", 5)]) is None
