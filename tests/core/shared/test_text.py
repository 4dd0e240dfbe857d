from hypothesis import given
from hypothesis import strategies as st

from linli.core.shared.text import clean_text


def test_direction_and_control_characters_go_and_visible_ones_stay():
    assert clean_text("a\u202eb\u0000c\r\nd👨‍👩‍👧𠮷") == "abc\nd👨‍👩‍👧𠮷"


@given(st.text())
def test_cleaning_twice_changes_nothing(text):
    assert clean_text(clean_text(text)) == clean_text(text)
