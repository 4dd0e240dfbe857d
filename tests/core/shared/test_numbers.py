"""Case numbers: one wrong digit and every swap of neighbours are caught, as the source promises."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core.shared.numbers import case_number, check_digit, read_case_number, spoken
from linli.core.shared.outcomes import Problem

SEEDS = st.integers(min_value=0, max_value=10**12)


def test_the_example_of_the_source():
    assert check_digit("572") == "4"


def test_equal_seeds_give_equal_numbers():
    assert case_number(42) == case_number(42) == case_number(42 + 10**10)


@given(SEEDS)
def test_what_was_made_is_read_as_it_is_spoken(seed):
    number = case_number(seed)
    assert read_case_number(spoken(number)) == number
    assert spoken(number) == f"{number[:3]} {number[3:7]} {number[7:]}"


@given(SEEDS, st.integers(0, 10), st.integers(1, 9))
def test_one_wrong_digit_is_caught(seed, place, shift):
    number = case_number(seed)
    wrong = str((int(number[place]) + shift) % 10)
    assert read_case_number(number[:place] + wrong + number[place + 1 :]) == Problem(
        "number", "shared.number_check"
    )


@given(SEEDS, st.integers(0, 9))
def test_a_swap_of_neighbours_is_caught(seed, place):
    number = case_number(seed)
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert swapped == number or isinstance(read_case_number(swapped), Problem)


def test_full_width_digits_dashes_and_spaces_are_read():
    number = case_number(7)
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in number)
    assert read_case_number(f" {wide[:3]}—{wide[3:7]}　{wide[7:]}. ") == number


@pytest.mark.parametrize("typed", ["", "123", "1" * 12, "abcdefghijk", "١٢٣٤٥٦٧٨٩٠١", "²" * 11])
def test_what_is_no_number_says_how_long_one_is(typed):
    told = read_case_number(typed)
    assert isinstance(told, Problem)
    assert told.code in {"shared.number_length", "shared.number_check"}
