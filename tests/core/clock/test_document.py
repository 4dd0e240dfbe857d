"""docs/legal-time.md says what the code does: its table is worked out again."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pytest

import linli
from linli.core.clock import BEIJING, SHIPPED, TIMETABLE, due, read_limit

PAGE = Path(linli.__file__).parents[2] / "docs/legal-time.md"
ROW = re.compile(r"\| (\d{4}-\d\d-\d\dT\d\d:\d\d) \| ([a-z0-9_ ]+) \| (\d{4}-\d\d-\d\dT\d\d:\d\d) \|")
EXAMPLES = ROW.findall(PAGE.read_text(encoding="utf-8"))


@pytest.mark.parametrize(("start", "limit", "end"), EXAMPLES)
def test_the_examples_of_the_page(start, limit, end):
    begun = datetime.fromisoformat(start).replace(tzinfo=BEIJING)
    assert due(begun, read_limit(limit), SHIPPED, TIMETABLE).at.astimezone(BEIJING).isoformat()[:16] == end


def test_the_page_has_an_example_of_each_unit():
    assert {limit.split()[1] for _, limit, _ in EXAMPLES} == {
        "working_hours",
        "emergency_hours",
        "working_days",
        "calendar_days",
        "emergency_days",
    }
