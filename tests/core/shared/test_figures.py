"""Figures of few people are told apart from figures of few things."""

import pytest

from linli.core.shared.figures import SMALL, Figure


@pytest.mark.parametrize(
    ("figure", "small"),
    [
        (Figure("heads", SMALL - 1, of_people=True), True),
        (Figure("heads", SMALL, of_people=True), False),
        (Figure("heads", 0, of_people=True), False),
        (Figure("heads", 20, 20 + SMALL - 1, of_people=True), True),
        (Figure("heads", 20, 20, of_people=True), False),
        (Figure("heads", 20, 40, of_people=True), False),
        (Figure("chairs", 1, 2), False),
    ],
)
def test_a_figure_is_small_where_it_or_its_rest_would_tell_of_few_people(figure, small):
    assert figure.is_small is small
