"""A figure of the law that is another one is told: which, from what to what, since when."""

from __future__ import annotations

from copy import deepcopy

import pytest
from tests.core.packs.test_amounts import SOURCE, changed, defined

from linli.core.packs.diff import diff

LINE = {"unit": "fen", "values": {"2026-01-01": 120000}, "source": SOURCE}
TEXTS = {"zh": {"parameter.line": "收入线", "parameter.a_day": "每天的费用"}, "en": {}}


def version(**parts):
    return defined(changed(**{"parameters__line": deepcopy(LINE), "texts": TEXTS, **parts}))


def told(old, new):
    return [(one.code, {**one.params}) for one in diff(old, new, "zh")]


def test_a_figure_that_goes_up_on_a_day_is_told_with_both_figures():
    later = version(parameters__line__values={"2026-01-01": 120000, "2027-01-01": 130000})
    said = {"name": "收入线", "old": 120000, "new": 130000, "day": "2027-01-01"}
    assert told(version(), later) == [("packs.diff_figure_fen", said)]
    assert told(later, version()) == [("packs.diff_figure_fen", {**said, "old": 130000, "new": 120000})]
    assert told(later, later) == []


def test_what_was_not_laid_down_before_has_no_figure_before():
    later = version(parameters__line__values={"2027-01-01": 130000})
    assert [one["old"] for _, one in told(later, version())] == [None, 130000]
    assert told(version(), version(parameters__more=deepcopy(LINE))) == [], (
        "a figure that nothing used before"
    )


def test_a_table_is_told_row_by_row():
    rows = {"2026-01-01": {"bands": [[1, 100], [31, 180], [60, 200]]}, "2027-01-01": {"bands": [[1, 120]]}}
    found = told(version(), version(parameters__a_day__values=rows))
    assert [(code, one["key"], one["old"], one["new"]) for code, one in found] == [
        ("packs.diff_figure_row_fen", "31", 150, 180),
        ("packs.diff_figure_row_fen", "60", None, 200),
    ]
    keys = {"2026-01-01": {"keys": [["shop", 1000], ["home", "0.7"]]}}
    ((code, one),) = told(version(), version(parameters__by_sort__values=keys))
    assert (code, one["name"], one["key"]) == ("packs.diff_figure_key", "by_sort", "home")
    assert (one["old"], one["new"]) == ("0.5", "0.7")


def test_a_rate_on_a_slice_is_no_money():
    before, after = ({"2026-01-01": {"slices": [[0, 0], [100, n]]}} for n in (1, 2))
    old, new = (version(parameters__a_day__values=one) for one in (before, after))
    assert [code for code, _ in told(old, new)] == ["packs.diff_figure_row"]


@pytest.mark.parametrize("values", [{"2026-01-01": 100}, {"2026-01-01": {"slices": [[1, 1]]}}])
def test_a_figure_that_is_another_sort_is_told(values):
    assert "packs.diff_figure_other" in [
        code for code, _ in told(version(), version(parameters__a_day__values=values))
    ]


def test_words_and_yes_or_no_are_told_as_they_are():
    old, new = (version(parameters__share__values={"2026-01-01": one}) for one in (True, "half"))
    ((code, one),) = told(old, new)
    assert (code, one["old"], one["new"]) == ("packs.diff_figure", True, "half")
