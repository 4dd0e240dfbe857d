"""A plain table read at once is the table that reading row by row gives; what is not plain is left to that."""

import csv
import io

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
        assert [list(row) for row in zip(*columns, strict=True)] == read[1:]


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
