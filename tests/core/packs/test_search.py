"""Plain words lead to the service that is meant, and words that fit nothing are said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core.packs.search import Entry, find

AMONG = (
    Entry("school", "孩子 上学 入学 学位 小学 school pupil", "小学入学", "孩子到了年纪，报名上小学。"),
    Entry("old", "老人 高龄 补贴 津贴 爷爷 奶奶 pension", "高龄津贴", "满 80 周岁的老人每月领。"),
    Entry("wages", "欠薪 讨薪 工资 老板 wages boss", "工资被拖欠", "一个人、一班人都可以说。"),
    Entry("shop", "开店 补贴 执照 subsidy", "首次开店补贴", "第一次开店的补贴。"),
    Entry("noise", "噪声 吵 夜里", "反映噪声", "吵到您了。"),
    Entry("lamp", "路灯 井盖 lamp", "反映一件事", "路灯不亮、井盖松了。"),
)


@pytest.mark.parametrize(
    ("said", "first"),
    [
        ("孩子上学", "school"), ("老人补贴", "old"), ("老板不给工资", "wages"), ("路灯不亮了", "lamp"),
        ("My boss owes me wages", "wages"), ("ＷＡＧＥＳ", "wages"), ("小学", "school"), ("太吵了", "noise"), ("他们又吵又闹", "noise"), ("pupils", "school"),
    ],
)  # fmt: skip
def test_what_is_meant_comes_first(said, first):
    assert find(said, AMONG).keys[0] == first


def test_what_fits_less_comes_later_and_noise_not_at_all():
    assert find("老人补贴", AMONG).keys == ("old", "shop")
    assert "shop" not in find("孩子上学", AMONG).keys


@pytest.mark.parametrize(
    ("said", "unmatched"),
    [
        ("孩子上学", ()), ("火星 移民", ("火星", "移民")), ("孩子上学买火箭", ("买火箭",)), ("spaceship wages", ("spaceship",)),
        ("", ()), ("the of", ()), ("龘", ("龘",)), ("？！", ()), ("老人的补贴", ()), ("想开个补贴", ()), ("半夜吵", ("半夜",)),
    ],
)  # fmt: skip
def test_words_that_fit_nothing_are_named(said, unmatched):
    assert find(said, AMONG).unmatched == unmatched


def test_nothing_is_found_in_nothing():
    assert find("孩子", ()).keys == ()
    assert find("火星", AMONG).keys == ()


@given(st.text(max_size=300))
def test_whatever_is_typed_is_answered(said):
    found = find(said, AMONG)
    assert {*found.keys} <= {one.key for one in AMONG}
    assert len({*found.keys}) == len(found.keys)
