"""The invented ground and the plans of lives, without a database."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from linli.core.clock.calendar_cn import SHIPPED
from linli.site.demo import ground, naming, offices, people
from linli.site.demo.openings import Openings, spend
from linli.site.demo.sizes import SIZES

OPEN = Openings(date(2026, 9, 1), date(2026, 12, 31), SHIPPED)


@pytest.fixture(scope="module")
def large():
    return ground.invent(SIZES["city"], "1")


def test_the_large_city_has_the_figures_of_the_pages(large):
    kinds = Counter(place.kind for place in ground.walk(large))
    wanted = {"estate": 676, "building": 3126, "village": 1162, "township": 59, "community": 168}
    assert {kind: kinds[kind] for kind in wanted} == wanted


def test_codes_are_unique_and_begin_with_their_parents(large):
    codes = [place.code for place in ground.walk(large)]
    assert len(codes) == len(set(codes))
    assert all(child.code.startswith(place.code) for place in ground.walk(large) for child in place.children)


def test_the_parts_cover_the_whole(large):
    for district in large.children:
        parts = sum(leaf.ground.area for unit in district.children for leaf in unit.children)
        assert parts == pytest.approx(district.ground.area, rel=1e-9)
    assert shapely.coverage_is_valid(
        [unit.ground for district in large.children for unit in district.children]
    )


def test_the_same_seed_invents_the_same_and_another_does_not():
    one, same, other = (ground.areas_file(ground.invent(SIZES["small"], seed)) for seed in ("1", "1", "2"))
    assert one == same != other


def test_no_two_villages_of_a_city_share_a_name(large):
    names = [village.name[0] for village in large.below("village")]
    assert len(names) == len(set(names))


def test_every_text_has_an_answer_and_its_blanks_are_known():
    blanks = dict.fromkeys(
        ("road", "cross", "estate", "building", "unit", "village", "community", "shop", "company", "property",
         "school", "n", "days"), "x",
    )  # fmt: skip
    answers = naming.table("answers")
    for line in naming.table("requests"):
        assert line["t"].format(**blanks)
        assert {"solved", "explained", "summary"} <= answers[line["g"]].keys()
    assert len(naming.table("requests")) >= 120


def test_everybody_on_the_staff_has_a_name_of_their_own_to_sign_in_with(large):
    crew = people.crew(large, "city", "1")
    logins = [one.login for one in crew]
    assert len(logins) == len(set(logins))
    assert b"BRANCH-" in offices.neighbourhood_file(large)


@given(st.integers(0, 70_000), st.floats(0, 5_000))
def test_working_time_goes_forward_and_back(elapsed, minutes):
    at = datetime(2026, 9, 10, tzinfo=UTC) + timedelta(minutes=elapsed)
    later = OPEN.after(at, minutes)
    assert later >= at - timedelta(days=8)
    assert OPEN.minutes(later) == pytest.approx(OPEN.minutes(at) + minutes, abs=0.1)


@pytest.mark.parametrize(("limit", "hours"), [("2 emergency_hours", 2), ("1 working_hours", 1)])
def test_a_limit_is_spent_in_its_own_unit(limit, hours):
    at = datetime(2026, 11, 18, 1, 0, tzinfo=UTC)  # Wednesday 09:00
    spent = spend(OPEN, at, limit, 1.0)
    assert timedelta(hours=hours) <= spent - at <= timedelta(hours=hours + 2)
