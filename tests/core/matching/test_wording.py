"""The reader of posts: folding, excuses, faults of a dictionary."""

import pytest

from linli.core.matching.wording import Found, Rule, faulty, fold, not_allowed, unsafe

DEPOSIT = Rule("deposit", "law", False, (r"押金", r"培训费"), (r"不收.{0,2}押金",))
AGE = Rule("age", "law", False, (r"\d{2}岁以[下内]",))


def test_tricks_do_not_help():
    assert fold("押 金　２００元") == "押金200元"
    assert [one.words for one in not_allowed(["要交押·金，另收培.训.费"], [DEPOSIT])] == ["押金", "培训费"]


def test_ranges_of_digits_stay_ranges():
    assert fold("18-45岁") == "18至45岁"


def test_excused_words_do_not_count_but_others_beside_them_do():
    assert not_allowed(["不收任何押金"], [DEPOSIT]) == ()
    assert not_allowed(["不收押金，培训费200"], [DEPOSIT]) == (Found("deposit", "培训费", "law", False),)


def test_each_wording_once_in_the_order_of_the_dictionary():
    found = not_allowed(["45岁以下，交押金", "", "押金100"], [DEPOSIT, AGE])
    assert [(one.code, one.words) for one in found] == [("deposit", "押金"), ("age", "45岁以下")]


def test_what_is_no_pattern_is_named():
    assert faulty([DEPOSIT, Rule("x", "", True, ("(",), ("[",))]) == ("x: (", "x: [")


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        (r"押金", ""),
        (r"(?:先|须)交\d+(?:元|块)[+*]{2}", ""),
        (r"(?:不|免)[收交]{0,3}(?:押|保证){0,5}金\)\+", ""),
        ("押" * 301, "matching.pattern_long"),
        ("(押", "matching.pattern_broken"),
        ("押?", "matching.pattern_empty"),
        ("(押+)+金", "matching.pattern_slow"),
        ("(押|押){0,9}金", "matching.pattern_slow"),
        ("(押|押){20}金", "matching.pattern_slow"),
        ("押{1000}金", "matching.pattern_slow"),
        ("押+金*元{2,}", "matching.pattern_slow"),
    ],
)
def test_a_pattern_that_could_read_for_ever_is_kept_out(pattern, why):
    assert unsafe(pattern) == why
