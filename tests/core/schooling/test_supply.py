"""Places against children: cohorts by their birthdays, sums that know what they do not know, parts that stay blank."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core.schooling.supply import (
    STAGES,
    Figure,
    blank,
    born_between,
    cohort_in,
    cohort_of,
    school_year,
    supply,
)

AREAS = ("a", "b", "c")
YEAR = 2027
COHORT = cohort_in("primary", YEAR)


@pytest.mark.parametrize(
    ("born", "cohort"),
    [
        (date(2020, 8, 31), 2020),
        (date(2020, 9, 1), 2021),
        (date(2021, 1, 1), 2021),
        (date(2021, 8, 31), 2021),
    ],
)
def test_a_child_belongs_to_the_cohort_of_its_birthday(born, cohort):
    assert cohort_of(born) == cohort
    first, last = born_between(cohort)
    assert first <= born <= last


def test_a_stage_takes_those_who_are_of_age_when_its_school_year_begins():
    assert {stage: cohort_in(stage, YEAR) for stage in STAGES} == {
        "kindergarten": 2024, "primary": 2021, "junior": 2015,
    }  # fmt: skip
    assert (school_year(date(2027, 8, 31)), school_year(date(2027, 9, 1))) == (2026, 2027)


def of(figures, areas=AREAS):
    (one,) = supply(figures, areas, "primary", [YEAR])
    return one


def test_a_gap_is_told_when_every_figure_is_there():
    figures = [Figure("a", "children", COHORT, 130), Figure("a", "primary", YEAR, 100)]
    one = of(figures, ("a",))
    assert (one.children, one.places, one.gap, one.without_children) == (130, 100, 30, ())
    assert of([*figures[:1], Figure("a", "primary", YEAR, 0)], ("a",)).gap == 130


def test_what_nobody_entered_is_unknown_and_never_zero():
    one = of([Figure("a", "children", COHORT, 130), Figure("b", "primary", YEAR, 100)])
    assert (one.children, one.places, one.gap) == (130, 100, None)
    assert (one.without_children, one.without_places) == (("b", "c"), ("a", "c"))
    assert (of([]).children, of([]).places, of([], ()).gap) == (None, None, None)
    other = [Figure("a", "children", COHORT + 1, 9), Figure("a", "junior", YEAR, 9)]
    assert (of(other, ("a",)).children, of(other, ("a",)).places) == (None, None)


counts = st.integers(0, 10_000)
lists = st.dictionaries(
    st.sampled_from([(area, what) for area in AREAS for what in ("children", "primary")]), counts
).map(
    lambda found: [
        Figure(area, what, COHORT if what == "children" else YEAR, n) for (area, what), n in found.items()
    ]
)


@given(lists)
def test_the_whole_is_the_sum_of_its_parts(figures):
    whole, parts = of(figures), [of(figures, (area,)) for area in AREAS]
    for name in ("children", "places"):
        known = [getattr(one, name) for one in parts if getattr(one, name) is not None]
        assert getattr(whole, name) == (sum(known) if known else None)
    gaps = [one.gap for one in parts]
    assert whole.gap == (None if None in gaps else sum(gaps))


@given(lists, st.sampled_from(AREAS), counts)
def test_more_places_never_make_the_gap_larger(figures, area, more):
    before = {(one.area, one.what): one.count for one in figures}
    held = [one for one in figures if (one.area, one.what) != (area, "primary")]
    after = of([*held, Figure(area, "primary", YEAR, before.get((area, "primary"), 0) + more)])
    if of(figures).gap is not None:
        assert after.gap is not None
        assert after.gap <= of(figures).gap


@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=2), st.integers(0, 30), max_size=8))
def test_no_small_part_can_be_worked_out_of_the_whole(sizes):
    out = blank(sizes)
    small = {area for area, size in sizes.items() if 0 < size < 5}
    assert small <= out
    assert not out or small
    others = [area for area, size in sizes.items() if size and area not in out]
    if out and others:
        assert len(out) > 1
        assert sum(sizes[area] for area in out) >= 5


def test_the_smallest_goes_blank_beside_a_small_one():
    assert blank({"a": 3, "b": 40, "c": 20}) == {"a", "c"}
    assert blank({"a": 3, "b": 1, "c": 20, "d": 9}) == {"a", "b", "d"}
    assert blank({"a": 3, "b": 4, "c": 20}) == {"a", "b"}
    assert blank({"a": 0, "b": 40}) == frozenset()
