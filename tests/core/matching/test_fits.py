"""Who can do a shift: every reason against, and that only nearness, waiting and level order the rest."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from linli.core.clock.instants import BEIJING
from linli.core.matching.fits import fit, is_free
from linli.core.matching.people import Free, Shift, Worker

AT = datetime(2026, 11, 30, 6, 30, tzinfo=BEIJING)  # a Monday
WEEK = tuple(Free(day, 0, 1440) for day in range(1, 8))
LAO_LI = Worker("w", {"bricklayer": 4}, WEEK, date(1971, 3, 1), AT - timedelta(days=7), 112.50, 37.80, 5000)
WALL = Shift(
    "s", "bricklayer", 3, AT.replace(hour=8, minute=0), AT.replace(hour=17, minute=0), 2, 112.51, 37.80
)


def against(worker, shift=WALL):
    return [one.code for one in fit(worker, shift, AT).against]


def test_what_speaks_for_a_pair_is_said():
    one = fit(LAO_LI, WALL, AT)
    assert one.allowed
    assert [reason.code for reason in one.reasons] == [
        "matching.has_trade", "matching.distance", "matching.waited",
    ]  # fmt: skip
    assert one.reasons[2].params == {"n": 7}


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"trades": {"cook": 4}}, "matching.no_trade"),
        ({"trades": {"bricklayer": 2}}, "matching.level_below"),
        ({"free": (Free(1, 480, 720),)}, "matching.not_free"),
        ({"reach": 500}, "matching.too_far"),
        ({"born": date(2011, 1, 1)}, "matching.below_sixteen"),
    ],
)
def test_each_reason_against(other, code):
    assert code in against(replace(LAO_LI, **other))


def test_danger_is_nothing_for_the_young():
    assert against(replace(LAO_LI, born=date(2010, 1, 1)), replace(WALL, dangerous=True)) == [
        "matching.young_danger", "matching.young_hours",
    ]  # fmt: skip


def test_the_nearer_the_longer_waiting_and_the_level_asked_for_come_first():
    here = fit(LAO_LI, WALL, AT).points
    assert fit(replace(LAO_LI, lon=112.54), WALL, AT).points < here
    assert fit(replace(LAO_LI, since=AT), WALL, AT).points < here
    assert fit(replace(LAO_LI, trades={"bricklayer": 8}), WALL, AT).points < here


def test_neither_age_nor_anything_else_changes_the_points():
    assert fit(replace(LAO_LI, born=date(2000, 1, 1)), WALL, AT).points == fit(LAO_LI, WALL, AT).points


@pytest.mark.parametrize(
    ("free", "starts", "ends", "covered"),
    [
        ((Free(1, 480, 720), Free(1, 720, 1080)), 8, 17, True),
        ((Free(1, 480, 700), Free(1, 720, 1080)), 8, 17, False),
        ((Free(1, 1200, 1440), Free(2, 0, 360)), 21, 29, True),
        ((Free(1, 1200, 1440),), 21, 29, False),
        ((), 8, 9, False),
    ],
)
def test_free_stretches_join_and_nights_need_both_days(free, starts, ends, covered):
    midnight = AT.replace(hour=0, minute=0)
    got = is_free(free, midnight + timedelta(hours=starts), midnight + timedelta(hours=ends))
    assert got is covered
