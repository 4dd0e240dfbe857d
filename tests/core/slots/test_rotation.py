"""Fair rotation."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from linli.core.shared.outcomes import Refusal
from linli.core.slots.rotation import Absence, Rota, Turn, rotate

START = datetime(2026, 10, 1, tzinfo=UTC)
DAY = timedelta(days=1)
CREW = ("an", "bo", "ci", "du")


def nights(count, places=1):
    return [Turn(START + n * DAY, START + n * DAY + DAY, places) for n in range(count)]


def away(person, first, days=1):
    return Absence(person, START + first * DAY, START + (first + days) * DAY)


def spread(load):
    return max(load.values()) - min(load.values())


def test_turns_go_round_in_the_order_of_the_list():
    rota = rotate(CREW, nights(6))
    assert [names[0] for names in rota.people] == ["an", "bo", "ci", "du", "an", "bo"]


def test_nobody_is_asked_while_away_and_the_loads_stay_even():
    rota = rotate(CREW, nights(8), absences=[away("an", 0, 4)])
    assert all("an" not in names for names in rota.people[:4])
    assert set(rota.load.values()) == {2}


def test_a_chain_of_hand_downs_evens_out_what_the_order_could_not():
    # Greedily "an" and "bo" take the first two; only they can take the last two as well,
    # while "ci" and "du" could have had the first two.
    rota = rotate(CREW, nights(4), absences=[away("ci", 2, 2), away("du", 2, 2)])
    assert rota.load == dict.fromkeys(CREW, 1)


def test_what_was_done_before_counts():
    rota = rotate(CREW, nights(2), before={"an": 3, "bo": 3, "ci": 2})
    assert rota.load == {"an": 3, "bo": 3, "ci": 2, "du": 2}


def test_two_places_are_two_people():
    rota = rotate(CREW, nights(3, places=2))
    assert all(len(set(names)) == 2 for names in rota.people)
    assert spread(rota.load) <= 1


def test_a_turn_that_nobody_can_take_is_refused():
    refusal = rotate(("an", "bo"), nights(2), absences=[away("an", 1), away("bo", 1)])
    assert refusal == Refusal(
        "slots.nobody_free", {"starts": "2026-10-02T00:00:00+00:00", "needed": 1, "free": 0}
    )


def test_nonsense_is_refused():
    backwards = [Turn(START, START)]
    overlapping = [Turn(START, START + DAY), Turn(START + DAY / 2, START + 2 * DAY)]
    assert rotate(("an", "an"), []).code == "slots.person_twice"
    assert rotate(CREW, backwards).code == "slots.empty_turn"
    assert rotate(CREW, nights(1, places=0)).code == "slots.empty_turn"
    assert rotate(CREW, overlapping).code == "slots.turns_overlap"


def test_nothing_to_share_and_nobody_to_share_it():
    assert rotate((), []) == Rota((), {})


@given(st.integers(1, 6), st.integers(0, 20), st.integers(1, 3))
@settings(max_examples=60)
def test_without_absences_loads_differ_by_at_most_one(crew, turns, places):
    people = [f"p{n}" for n in range(crew)]
    rota = rotate(people, nights(turns, places))
    if places > crew and turns:
        assert rota.code == "slots.nobody_free"
    else:
        assert spread(rota.load) <= 1
        assert sum(rota.load.values()) == turns * places


@given(st.sets(st.tuples(st.sampled_from(CREW[:3]), st.integers(0, 4)), max_size=9), st.integers(1, 5))
@settings(max_examples=100)
def test_no_rota_at_all_is_more_even_than_ours(holes, count):
    people, turns = CREW[:3], nights(count)
    rota = rotate(people, turns, absences=[away(person, day) for person, day in sorted(holes)])
    free = [[p for p in people if (p, day) not in holes] for day in range(count)]
    best = min(
        (max(c.count(p) for p in people) - min(c.count(p) for p in people) for c in product(*free)),
        default=None,
    )
    if best is None:
        assert isinstance(rota, Refusal)
    else:
        assert all(set(names) <= set(free[day]) for day, names in enumerate(rota.people))
        assert spread(rota.load) == best
        assert rota.load == {p: sum(p in names for names in rota.people) for p in people}
