"""Small days for the laws of the matching: some workers, some shifts, pairs with the points a test wants."""

from datetime import date, datetime, timedelta

import numpy as np
from hypothesis import strategies as st

from linli.core.clock.instants import BEIJING
from linli.core.matching.pairs import Pairs
from linli.core.matching.people import Free, Shift, Worker

AT = datetime(2026, 11, 30, tzinfo=BEIJING)
WEEK = tuple(Free(day, 0, 1440) for day in range(1, 8))


def shift(ref, start, end, places=1):
    """Return a shift from an hour to an hour."""
    return Shift(ref, "t", 1, AT + timedelta(hours=start), AT + timedelta(hours=end), places, 112.5, 37.8)


def pairs(shifts, some):
    """Return the pairs (worker, shift, points) of a day."""
    todo = tuple(shifts.values())
    refs = sorted({worker for worker, _, _ in some})
    people = tuple(Worker(ref, {"t": 1}, WEEK, date(1971, 3, 1), AT, 112.5, 37.8, 5_000) for ref in refs)
    place = {one.ref: n for n, one in enumerate(todo)}
    rows = sorted((refs.index(worker), place[ref], points) for worker, ref, points in some)
    worker, which, points = np.array(rows, dtype=np.int64).reshape(-1, 3).T
    return Pairs(people, todo, worker, which, np.zeros(len(rows), dtype=np.int64), points, AT)


@st.composite
def a_day(draw, most=9):
    """Draw three workers, up to three shifts, and who may do which."""
    spans = st.tuples(st.integers(6, 18), st.integers(1, 8), st.integers(1, 2))
    made = draw(st.lists(spans, min_size=1, max_size=3))
    shifts = {f"s{n}": shift(f"s{n}", a, min(a + h, 24), k) for n, (a, h, k) in enumerate(made)}
    can = [
        (f"w{w}", ref, draw(st.integers(0, 600))) for w in range(3) for ref in shifts if draw(st.booleans())
    ]
    return pairs(shifts, can[:most])
