import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core.shared.text import clean_text, decoded


def test_direction_and_control_characters_go_and_visible_ones_stay():
    assert clean_text("a\u202eb\u0000c\r\nd👨‍👩‍👧𠮷") == "abc\nd👨‍👩‍👧𠮷"


@given(st.text())
def test_cleaning_twice_changes_nothing(text):
    assert clean_text(clean_text(text)) == clean_text(text)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@given(text=st.text(alphabet="汾安市,编码abc\n", min_size=1))
def test_a_file_is_read_in_each_way_that_offices_save_it(encoding, text):
    assert decoded(text.encode(encoding)) == text


@pytest.mark.parametrize("data", [b"\xff\xff\xff", b"\xff\xfea"])
def test_bytes_that_are_no_text_are_none(data):
    assert decoded(data) is None
