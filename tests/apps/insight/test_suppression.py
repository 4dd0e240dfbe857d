"""Small cells stay blank, and cannot be worked out from the rest."""

from hypothesis import given
from hypothesis import strategies as st

from linli.apps.insight.policy.suppression import COMPARABLE, SMALLEST, hidden, in_order

tables = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=3), st.integers(0, 40), max_size=8)


@given(tables)
def test_no_small_cell_is_shown(sizes):
    blank = hidden(sizes)
    assert all(sizes[key] == 0 or sizes[key] >= SMALLEST for key in sizes.keys() - blank)


@given(tables)
def test_no_blank_cell_follows_from_the_total(sizes):
    blank = hidden(sizes)
    total = sum(sizes.values())
    if blank and total >= SMALLEST:
        assert len(blank) > 1
        assert sum(sizes[key] for key in blank) >= SMALLEST


@given(tables)
def test_nothing_is_hidden_without_a_reason(sizes):
    if all(size == 0 or size >= SMALLEST for size in sizes.values()):
        assert hidden(sizes) == frozenset()


@given(tables)
def test_empty_cells_are_shown(sizes):
    assert not any(sizes[key] == 0 for key in hidden(sizes))


@given(tables)
def test_without_a_total_only_the_small_ones_go(sizes):
    assert hidden(sizes, total_shown=False) == {key for key, size in sizes.items() if 0 < size < SMALLEST}


@given(st.lists(st.tuples(st.integers(0, 90), st.floats(0, 1)), max_size=9))
def test_only_what_is_large_enough_stands_in_an_order(rows):
    large, small = in_order(rows, size=lambda row: row[0], value=lambda row: row[1])
    assert [row[1] for row in large] == sorted(row[1] for row in large)
    assert all(row[0] < COMPARABLE for row in small)
    assert sorted(large + small) == sorted(rows)
