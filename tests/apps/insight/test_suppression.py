"""Small cells stay blank, and cannot be worked out from the rest."""

from hypothesis import given
from hypothesis import strategies as st

from linli.apps.insight.facts.published import _seen
from linli.apps.insight.policy.figures import Count, Figures
from linli.apps.insight.policy.suppression import COMPARABLE, SMALLEST, hidden, in_order, screened, small

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


cells = st.dictionaries(
    st.sampled_from([f"9901{d:02}{s:03}" for d in range(3) for s in range(3)]), st.integers(1, 12), max_size=9
)


def figures(n):
    return Figures({"on_time": Count(0, n)})


@given(cells)
def test_no_small_cell_follows_from_any_page_that_an_address_can_ask_for(finest):
    """Whatever somebody subtracts from an area, what remains is hidden too or is about at least five."""
    sizes = {}
    for code, n in finest.items():
        for digits in (0, 4, 6, 9):
            sizes[code[:digits]] = sizes.get(code[:digits], 0) + n
    table = {code: figures(n) for code, n in sizes.items()}
    shown = {code for code in table if "on_time" not in _seen(code, table).withheld}
    assert all(sizes[code] >= SMALLEST for code in shown)
    for above in shown:
        below = {
            code
            for code in table
            if len(code) == {0: 4, 4: 6, 6: 9}.get(len(above)) and code[: len(above)] == above
        }
        rest = sum(sizes[code] for code in below - shown)
        assert rest == 0 or rest >= SMALLEST
        assert len(below - shown) != 1 or rest == sizes[above], "one blank alone would follow from the total"


def test_what_is_withheld_is_not_there():
    table = screened({"a": figures(3), "b": figures(7), "c": figures(9)})
    assert [one.count("on_time").denominator for one in table.values()] == [0, 0, 9]
    assert [bool(one.withheld) for one in table.values()] == [True, True, False]
    assert screened({"c": figures(9)}, figures(3).without(small(figures(3))))["c"].withheld == {"on_time"}
