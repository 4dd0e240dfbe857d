"""All pairs of a day at once: whatever the columns say, weighing two people and shifts by hand says too."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from linli.core.clock.instants import BEIJING
from linli.core.matching.fits import fit
from linli.core.matching.pairs import pairs_of
from linli.core.matching.people import Free, Shift, Worker

AT = datetime(2026, 11, 30, 6, 30, tzinfo=BEIJING)  # a Monday
MORNING, ALL_DAY, NIGHT = Free(1, 420, 720), Free(1, 0, 1440), Free(2, 0, 480)
degrees = st.sampled_from((0.0, 0.004, 0.05, 0.4))

workers = st.builds(
    Worker,
    st.just("w"),
    st.dictionaries(st.sampled_from("abc"), st.integers(1, 8), max_size=3),
    st.sampled_from(((), (MORNING,), (ALL_DAY,), (ALL_DAY, NIGHT))),
    st.sampled_from((date(1971, 3, 1), date(2010, 1, 1), date(2011, 6, 1))),
    st.integers(-3, 60).map(lambda days: AT - timedelta(days=days)),
    degrees.map(lambda more: 112.5 + more),
    degrees.map(lambda more: 37.8 + more),
    st.sampled_from((500, 5_000, 60_000)),
)
shifts = st.builds(
    lambda trade, level, starts, hours, lon, lat, danger: Shift(
        "s", trade, level, AT + timedelta(hours=starts), AT + timedelta(hours=starts + hours), 1,
        112.5 + lon, 37.8 + lat, danger,
    ),
    st.sampled_from("abc"), st.integers(1, 4), st.integers(1, 17), st.integers(1, 10), degrees, degrees,
    st.booleans(),
)  # fmt: skip


@given(st.lists(workers, max_size=6), st.lists(shifts, max_size=6))
def test_the_columns_are_what_weighing_one_by_one_comes_to(some, others):
    people = [replace(one, ref=f"w{n}") for n, one in enumerate(some)]
    todo = [replace(one, ref=f"s{n}") for n, one in enumerate(others)]
    found = pairs_of(people, todo, AT)
    by_hand = [one for worker in people for shift in todo if (one := fit(worker, shift, AT)).allowed]
    assert [found.fit(n) for n in range(len(found))] == by_hand


def test_pairs_can_be_left_out():
    worker = Worker("w", {"a": 3}, (ALL_DAY,), date(1971, 3, 1), AT, 112.5, 37.8, 5_000)
    shift = Shift("s", "a", 3, AT, AT + timedelta(hours=4), 1, 112.5, 37.8)
    found = pairs_of([worker], [shift, replace(shift, ref="t")], AT)
    kept = found.only(np.array([False, True]))
    assert [kept.fit(n).shift for n in range(len(kept))] == ["t"]
