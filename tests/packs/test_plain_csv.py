"""A plain table read at once is the table that reading row by row gives; what is not plain is left to that."""

import csv
import io
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.packs.plain_csv import plain_table

CELLS = st.text(st.sampled_from("a7.-é王 \t😀"), max_size=6)


@settings(max_examples=60)
@given(
    st.integers(1, 3).flatmap(
        lambda n: st.lists(st.lists(CELLS, min_size=n, max_size=n), min_size=2, max_size=6)
    ),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
    st.booleans(),
)
def test_plain_tables_read_alike(rows, line, last, bom):
    text = line.join(",".join(row) for row in rows) + (line if last else "")
    content = text.encode("utf-8-sig" if bom else "utf-8")
    found = plain_table(content)
    read = [row for row in csv.reader(io.StringIO(text, newline="")) if row]
    if found is None:  # a single column with an empty cell may be an empty line
        assert len(rows[0]) == 1
        assert any(row == [""] for row in rows)
    else:
        header, columns = found
        assert header == read[0]
        assert [list(row) for row in zip(*(one.text() for one in columns), strict=True)] == read[1:]


@pytest.mark.parametrize(
    "content",
    [
        b"a,b\n1\n",
        b"a,b\n1,2,3\n4\n",
        b"a,b\n1,2\n\n3,4\n",
        b'a,b\n"1,5",2\n',
        b"a,b\r1,2\r",
        b"a,b\n",
        b"a,b",
        b"",
        b"a\n1\n\n2\n",
        b"a,b\n1,\xff\n",
        b"\xff,b\n1,2\n",
        b"a,b\n1,\x002\n",
        b"a,b\n1," + b"x" * 65 + b"\n",
    ],
)
def test_what_is_not_plain_is_left_to_be_read_row_by_row(content):
    assert plain_table(content) is None


WHOLE = st.one_of(st.integers(-(10**17), 10**17).map(str), st.sampled_from(["", "0", "007", "-0"]))
NO_NUMBERS = st.sampled_from(["1.5", "-", "+1", "1-", " 1", "1e3", "٣", "9" * 19, "--1", "/", ":"])
DAYS = st.one_of(st.dates(date(1, 1, 1)).map(str), st.just(""))
NO_DAYS = st.sampled_from(
    [
        "2026-02-30",
        "2026-13-01",
        "2026-00-10",
        "2026-01-00",
        "2026-1-01",
        "2026/01/01",
        "20260101",
        "2026-01-0x",
        "x026-01-01",
    ]
)


def column(cells):
    _, (found, _) = plain_table(("a,b\n" + "".join(f"{one},x\n" for one in cells)).encode())
    assert found.text().tolist() == cells
    assert found.empty().tolist() == [one == "" for one in cells]
    return found


@settings(max_examples=80)
@given(st.lists(WHOLE, min_size=1, max_size=8))
def test_whole_numbers_are_those_of_their_texts(cells):
    assert column(cells).whole().tolist() == [int(one or "0") for one in cells]


@settings(max_examples=80)
@given(st.lists(DAYS, min_size=1, max_size=8))
def test_days_are_those_of_their_texts(cells):
    wanted = np.array([one or "1970-01-01" for one in cells], dtype="datetime64[D]")
    assert (column(cells).days() == wanted).all()


@settings(max_examples=60)
@given(st.lists(WHOLE, max_size=4), NO_NUMBERS, st.lists(DAYS, max_size=4), NO_DAYS)
def test_one_that_is_none_leaves_the_column_to_be_read_as_text(numbers, odd, days, no_day):
    assert column([*numbers, odd]).whole() is None
    assert column([*days, no_day]).days() is None


def test_more_rows_than_a_piece_add_up():
    cells = [str(one * 7919 % 100_003) for one in range(200_003)]
    found = column(cells)
    assert found.whole().tolist() == [int(one) for one in cells]
    kept = np.arange(len(found)) % 2 == 0
    assert found[kept].whole().tolist() == [int(one) for one in cells[::2]]
