"""What a lending desk decides."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core.shared.outcomes import Problem
from linli.core.slots.lending import (
    LendingRule,
    Reserved,
    fine,
    next_in_line,
    read_isbn,
    refused_loan,
    refused_renewal,
)

RULE = LendingRule()
AT = datetime(2026, 10, 9, tzinfo=UTC)


def test_who_waits_longest_and_has_none_is_next():
    line = [Reserved(1, AT, has_copy=True), Reserved(2, AT + timedelta(1)), Reserved(3, AT + timedelta(2))]
    assert next_in_line(line).key == 2
    assert next_in_line(line[:1]) is None


@given(st.permutations([Reserved(n, AT + timedelta(hours=n)) for n in range(6)]))
def test_the_line_moves_up_in_the_order_of_asking(line):
    left, order = list(line), []
    while one := next_in_line(left):
        left.remove(one)
        order.append(one.key)
    assert order == [0, 1, 2, 3, 4, 5]


def test_no_more_than_the_rule_allows():
    assert refused_loan(RULE, 4) is None
    assert refused_loan(RULE, 5).code == "slots.lending_too_many"
    assert refused_renewal(RULE, 0, wanted=False) is None
    assert refused_renewal(RULE, 1, wanted=False).code == "slots.lending_renewed_enough"
    assert refused_renewal(RULE, 0, wanted=True).code == "slots.lending_reserved"


def test_a_late_return_costs_nothing_unless_the_desk_says_so():
    due, late = date(2026, 10, 9), date(2026, 10, 12)
    assert fine(RULE, due, late) == 0
    assert fine(LendingRule(fine_fen=10), due, late) == 30
    assert fine(LendingRule(fine_fen=10), late, due) == 0


@pytest.mark.parametrize("text", ["978-7-02-000220-7", "9787020002207", "7-02-000220-X", "702000220x"])
def test_an_isbn_in_either_form(text):
    assert read_isbn(text) == "9787020002207"


@pytest.mark.parametrize("text", ["", "9787020002208", "7020002200", "12345", "７０２０００２２０X", "70200022XX", "abcdefghij"])  # fmt: skip
def test_what_is_no_isbn(text):
    assert read_isbn(text) == Problem("isbn", "slots.lending_isbn", {"text": text.strip()[:20]})
