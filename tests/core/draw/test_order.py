"""The laws of a draw: repeatable, blind to the order of the list, fair to tickets, nobody twice."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core.draw.order import (
    DrawList,
    Entrant,
    list_hash,
    order,
    read_list,
    results,
    seed,
    seed_size,
    tickets,
    write_list,
)
from linli.core.shared.outcomes import Problem

ROOT = "ab" * 32
entrants = st.lists(
    st.builds(
        Entrant,
        st.integers(0, 99999).map("N{:05}".format),
        st.integers(1, 10),
        st.lists(st.sampled_from("abc"), unique=True, min_size=1).map(tuple),
    ),
    unique_by=lambda one: one.number,
    max_size=20,
).map(tuple)
seeds = st.integers(0, 2**64).map(lambda n: list_hash(str(n)))


def of(found, later=16):
    return DrawList("d", {"a": 2, "b": 1, "c": 1}, later, tuple(found))


@given(entrants, seeds, st.randoms(use_true_random=False))
def test_where_somebody_stands_on_the_list_makes_no_difference(found, chosen, chance):
    mixed = list(found)
    chance.shuffle(mixed)
    assert order(mixed, chosen) == order(found, chosen)
    assert write_list(of(mixed)) == write_list(of(found))


@given(entrants, seeds)
def test_everybody_is_drawn_once(found, chosen):
    drawn = order(found, chosen)
    assert sorted(drawn, key=str) == sorted(found, key=str)
    told = results(drawn, {one.number: "" for one in drawn})
    assert [one["place"] for one in told] == [*range(1, len(found) + 1)]


@given(entrants)
def test_a_list_is_read_as_it_was_written(found):
    read = read_list(write_list(of(found)))
    assert read == DrawList(
        "d", {"a": 2, "b": 1, "c": 1}, 16, tuple(sorted(found, key=lambda one: one.number))
    )


@given(entrants, seeds, st.integers(0, 19))
def test_another_ticket_never_moves_anybody_back(found, chosen, which):
    if not found:
        return
    one = found[which % len(found)]
    more = Entrant(one.number, one.tickets + 1, one.wanted)
    before = [each.number for each in order(found, chosen)].index(one.number)
    after = [each.number for each in order([more if each == one else each for each in found], chosen)]
    assert after.index(one.number) <= before


@pytest.mark.parametrize("weights", [(1, 1, 1), (1, 2, 3), (10, 1, 1)])
def test_who_has_more_tickets_is_first_as_often_as_their_share(weights):
    """3,000 seeds, fixed: the count is within five standard deviations of what the tickets say."""
    people = [Entrant(f"N{n:04}", weight, ("a",)) for n, weight in enumerate(weights)]
    runs = 3000
    first = [order(people, list_hash(str(n)))[0].number for n in range(runs)]
    for one in people:
        share = one.tickets / sum(weights)
        assert abs(first.count(one.number) - runs * share) < 5 * math.sqrt(runs * share * (1 - share))


def test_tickets_grow_with_what_was_missed_and_stop():
    assert [tickets(n) for n in (-1, 0, 1, 9, 50)] == [1, 1, 2, 10, 10]


def test_the_seed_depends_on_list_size_and_root():
    listed = list_hash(write_list(of([])))
    found = {
        seed(listed, 17, ROOT),
        seed(listed, 18, ROOT),
        seed(listed, 17, "cd" * 32),
        seed(ROOT, 17, ROOT),
    }
    assert len(found) == 4
    assert seed_size(9, 16) == 26
    for wrong in (("x", 17, ROOT), (listed, 0, ROOT), (listed, 17, "AB" * 32)):
        assert isinstance(seed(*wrong), Problem)


ONE = Entrant("N0001", 1, ("a",))


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (of([ONE, ONE]), "draw.number_twice"),
        (of([Entrant("n1", 1, ("a",))]), "draw.list_form"),
        (of([Entrant("N0001", 0, ("a",))]), "draw.list_form"),
        (of([Entrant("N0001", 11, ("a",))]), "draw.list_form"),
        (of([Entrant("N0001", 1, ())]), "draw.wish_form"),
        (of([Entrant("N0001", 1, ("a", "a"))]), "draw.wish_form"),
        (of([Entrant("N0001", 1, ("z",))]), "draw.wish_form"),
        (of([ONE], later=0), "draw.list_form"),
        (DrawList("d", {}, 16, ()), "draw.list_form"),
        (DrawList("d", {"a": 0}, 16, ()), "draw.list_form"),
    ],
)
def test_a_list_that_cannot_be_is_refused(wrong, code):
    found = read_list(write_list(wrong))
    assert isinstance(found, Problem)
    assert found.code == code


@pytest.mark.parametrize("text", ["", "[]", "{}", "7", json.dumps({"draw": 1})])
def test_what_is_no_list_is_refused(text):
    assert read_list(text) == Problem("list", "draw.list_form")


def test_a_list_is_read_to_the_byte():
    text = write_list(of([ONE]))
    assert isinstance(read_list(text.replace(",", ", ", 1)), Problem)
    assert isinstance(read_list(text.replace('"tickets":1', '"tickets":true')), Problem)
