"""Charts and courses: right geometry, words for those who cannot see them, nothing for nothing."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.kernel.ui import charts, course, samples
from linli.kernel.ui.charts import Bar, Point
from linli.kernel.ui.course import Move, Stage

NUMBERS = st.floats(min_value=-1e6, max_value=1e6, allow_nan=False)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(st.lists(NUMBERS, min_size=1, max_size=30))
def test_a_scale_holds_every_value_with_few_round_ticks(values):
    axis = charts.scale(values)
    assert all(-0.01 <= axis.at(value) <= 100.01 for value in values)
    assert 2 <= len(axis.ticks) <= 8
    assert all(one < other for one, other in pairwise(axis.ticks))


def test_a_scale_keeps_to_its_bounds():
    assert charts.scale([88, 98], top_at=100).ticks[-1] == 100
    assert charts.scale([0.5, 3], floor_at=0).low == 0
    assert charts.scale([7, 7]).low < 7


def well_formed(drawn):
    ET.fromstring(f"<root>{drawn}</root>")  # noqa: S314 - our own drawing
    assert "style=" not in drawn


def test_a_sparkline_tells_its_story():
    drawn = charts.sparkline([1, 5, 3], "按时")
    well_formed(drawn)
    assert 'aria-label="按时：从 1 到 3，最低 1，最高 5"' in drawn
    assert charts.sparkline([], "x") == ""
    well_formed(charts.sparkline([4], "x"))


def test_a_line_leaves_gaps_open_and_shows_its_interval():
    drawn = charts.line(samples.points(), "x", unit="%", top_at=100)
    well_formed(drawn)
    assert drawn.count('class="path"') == 2
    assert drawn.count('class="band"') == 2
    assert ">96.2%<" in drawn


def test_a_line_of_one_or_none():
    well_formed(charts.line([Point("1", 3.0)], "x"))
    assert "还没有数字" in charts.line([Point("1", None)], "x")


def test_long_lines_drop_their_dots_and_most_labels():
    drawn = charts.line([Point(str(i), float(i % 7)) for i in range(200)], "x")
    assert 'class="dot' not in drawn
    assert drawn.count('dy="1.9em"') <= 6


def test_bars_carry_words_and_figures():
    drawn = charts.bars([Bar("<路>", 4, "4"), Bar("灯", 2, "2", "late")], "x")
    well_formed(drawn)
    assert "&lt;路&gt;" in drawn
    assert 'width="50.0"' in drawn
    well_formed(charts.bars([], "x"))


def test_shares_add_up():
    drawn = charts.stacked([("a", 3), ("b", 1)], "x")
    well_formed(drawn)
    assert "75.0%" in drawn
    assert "还没有数字" in charts.stacked([("a", 0)], "x")


STAGES = [Stage("a", "开始", "start"), Stage("b", "办"), Stage("c", "查"), Stage("d", "完", "end")]
MOVES = [
    Move("a", "b", "1"),
    Move("b", "c", "2"),
    Move("c", "d", "3"),
    Move("c", "b", "返"),
    Move("a", "d", "撤"),
]


def test_stages_stand_in_the_order_of_the_longest_way():
    assert course.layers(STAGES, MOVES) == {"a": 0, "b": 1, "c": 2, "d": 3}


def test_stages_that_an_overlay_adds_stand_where_they_are_come_to():
    """They are declared last, and an objection leads back into the middle of the course."""
    stages = [
        Stage("sent", "", "start"), Stage("work", ""), Stage("told", ""), Stage("objected", ""),
        Stage("gone", "", "end"), Stage("over", "", "end"), Stage("notice", ""), Stage("second", ""),
    ]  # fmt: skip
    ways = [
        ("sent", "work"), ("work", "notice"), ("work", "told"), ("notice", "second"), ("second", "told"),
        ("second", "work"), ("told", "over"), ("objected", "second"), ("objected", "over"),
    ]  # fmt: skip
    asides = [("told", "objected"), ("over", "objected"), ("second", "gone"), ("sent", "gone")]
    moves = [Move(*way, "") for way in ways] + [Move(*way, "", aside=True) for way in asides]
    rows = [one.key for one in course.in_order(stages, moves)]
    assert rows == ["sent", "work", "notice", "second", "told", "objected", "over", "gone"]


def test_moves_are_straight_skip_left_or_go_back_right():
    layout = course.lay_out(STAGES, MOVES)
    assert layout.straight == [0, 1, 2]
    assert [lane.target for lane, _place in layout.left] == [3]
    assert [lane.target for lane, _place in layout.right] == [1]


def test_moves_to_unknown_stages_and_to_itself_are_left_out():
    layout = course.lay_out(STAGES, [Move("a", "x", ""), Move("b", "b", "")])
    assert layout.straight == layout.left == layout.right == []


def test_lanes_that_cross_do_not_share_a_place():
    layout = course.lay_out(*[samples.whole()[key] for key in ("stages", "moves")])
    for lanes in (layout.left, layout.right):
        for one, place in lanes:
            for other, its in lanes:
                if one is not other and place == its:
                    assert one.bottom < other.top or other.bottom < one.top


def test_names_are_wrapped_into_their_boxes():
    assert course.wrap("受理") == ["受理"]
    assert course.wrap("Not accepted, told where to go") == ["Not accepted, told", "where to go"]
    assert len(course.wrap("很" * 60)) == 2
    assert course.wrap("很" * 60)[1].endswith("…")


@pytest.mark.parametrize("lang", ["zh-hans", "en"])
def test_the_whole_picture_is_narrow_enough_for_a_phone(lang):
    from django.utils import translation

    with translation.override(lang):
        whole = samples.whole()
        drawn = course.draw(whole["stages"], whole["moves"], "<x>")
    well_formed(drawn)
    width = int(re.search(r'width="(\d+)"', drawn)[1])
    assert width <= 358
    assert drawn.count('class="box"') == len(samples.STAGES)
