"""The waiting list: laws about order, places and offers, and what an answer may be."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core.slots.waiting import InLine, Standing, answer, free_places, position, settle

AT = datetime(2026, 7, 1, 1, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def people(draw_line):
    return [
        InLine(f"p{n}", (priority, n), standing, AT + timedelta(hours=hours), fits)
        for n, (priority, standing, hours, fits) in enumerate(draw_line)
    ]


LINES = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from(Standing), st.integers(-3, 3).filter(bool), st.booleans()),
    max_size=12,
).map(people)


def after(line, settled):
    moved = []
    for one in line:
        if one.ref in settled.offered:
            moved.append(InLine(one.ref, one.turn, Standing.OFFERED, settled.until, one.fits))
        elif one.ref not in settled.lapsed:
            moved.append(one)
    return moved


def holders(line):
    return [one for one in line if one.standing is not Standing.WAITING]


@given(LINES, st.integers(0, 8))
def test_places_are_never_exceeded_by_moving_up(line, places):
    settled = settle(places, line, AT, answer_in=DAY)
    moved = after(line, settled)
    before = [one for one in holders(line) if one.ref not in settled.lapsed]
    assert len(holders(moved)) <= max(places, len(before))
    assert settled.free == max(places - len(holders(moved)), 0)


@given(LINES, st.integers(0, 8))
def test_nobody_overtakes(line, places):
    settled = settle(places, line, AT, answer_in=DAY)
    left = [
        one.turn
        for one in line
        if one.standing is Standing.WAITING and one.fits and one.ref not in settled.offered
    ]
    for one in line:
        if one.ref in settled.offered:
            assert one.fits
            assert all(one.turn < turn for turn in left)


@given(LINES, st.integers(0, 8))
def test_a_free_place_never_stays_free_while_somebody_who_may_have_it_waits(line, places):
    settled = settle(places, line, AT, answer_in=DAY)
    waiting = [one for one in after(line, settled) if one.standing is Standing.WAITING and one.fits]
    assert not (settled.free and waiting)


@given(LINES, st.integers(0, 8))
def test_settling_again_moves_nothing(line, places):
    moved = after(line, settle(places, line, AT, answer_in=DAY))
    again = settle(places, moved, AT, answer_in=DAY)
    assert (again.lapsed, again.offered) == ((), ())


@given(LINES, st.integers(0, 8))
def test_who_comes_now_gets_only_what_nobody_before_them_waits_for(line, places):
    newcomer = InLine("new", (9, 99), Standing.WAITING)
    free = free_places(places, line, AT)
    assert (free > 0) is ("new" in settle(places, [*line, newcomer], AT, answer_in=DAY).offered)


@given(LINES)
def test_positions_count_from_one_without_gaps(line):
    waiting = [one for one in line if one.standing is Standing.WAITING]
    assert sorted(position(line, one.ref) for one in waiting) == [*range(1, len(waiting) + 1)]
    assert position(line, "nobody") == 0


def test_nobody_is_asked_after_the_list_closes_nor_longer_than_until_then():
    line = [InLine("a", (0, 1), Standing.WAITING)]
    assert settle(1, line, AT, answer_in=DAY, closes=AT).offered == ()
    assert settle(1, line, AT, answer_in=DAY, closes=AT + timedelta(hours=3)).until == AT + timedelta(hours=3)


@pytest.mark.parametrize(
    ("one", "code"),
    [
        (InLine("a", (0, 1), Standing.OFFERED, AT + DAY), None),
        (InLine("a", (0, 1), Standing.OFFERED, AT), "slots.offer_ended"),
        (InLine("a", (0, 1), Standing.WAITING), "slots.no_offer"),
    ],
)
def test_an_offer_is_answered_only_while_it_holds(one, code):
    refusal = answer(one, AT)
    assert (refusal.code if refusal else None) == code
