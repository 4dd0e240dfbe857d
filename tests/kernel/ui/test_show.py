"""Dates, times, money and numbers as people write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from linli.kernel.ui import show

NOON = datetime(2026, 10, 10, 4, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _at_noon():
    token = show.moment.set(NOON)
    yield
    show.moment.reset(token)


@pytest.mark.parametrize(
    ("write", "value", "zh", "en"),
    [
        (show.when, "2026-10-10T10:00:00Z", "10 月 10 日（周六）18:00", "Sat 10 October, 18:00"),
        (show.when, date(2027, 1, 1), "2027 年 1 月 1 日（周五）", "Fri 1 January 2027"),
        (show.until, "2026-10-10T10:00:00Z", "10 月 10 日（周六）18:00", "Sat 10 October, 18:00"),
        (show.until, "2026-12-03T16:00:00Z", "12 月 3 日（周四）24:00", "the end of Thu 3 December"),
        (show.until, date(2026, 12, 3), "12 月 3 日（周四）", "Thu 3 December"),
        (show.day, datetime(2026, 10, 10, 17, tzinfo=UTC), "10 月 11 日（周日）", "Sun 11 October"),
        (show.day, None, "—", "—"),
        (show.day, "soon", "soon", "soon"),
        (show.day, "2026-99-99T", "2026-99-99T", "2026-99-99T"),
        (show.near, NOON + timedelta(hours=2), "今天 14:00", "today 14:00"),
        (show.near, NOON + timedelta(days=1), "明天 12:00", "tomorrow 12:00"),
        (show.near, NOON + timedelta(days=9), "10 月 19 日（周一）12:00", "Mon 19 October, 12:00"),
        (show.near, "2026-10-10", "10 月 10 日（周六）", "Sat 10 October"),
        (show.ago, NOON - timedelta(seconds=20), "刚刚", "just now"),
        (show.ago, NOON - timedelta(minutes=18), "18 分钟前", "18 minutes ago"),
        (show.ago, NOON - timedelta(minutes=61), "1 小时前", "1 hour ago"),
        (show.ago, NOON - timedelta(days=9), "10 月 1 日（周四）", "Thu 1 October"),
        (show.ago, "2026-10-01", "10 月 1 日（周四）", "Thu 1 October"),
        (show.left, NOON + timedelta(minutes=12), "还剩 12 分钟", "12 minutes left"),
        (show.left, NOON - timedelta(days=2), "超了 2 天", "2 days over"),
        (show.left, None, "—", "—"),
        (show.clock, NOON, "12:00", "12:00"),
        (show.clock, None, "—", "—"),
        (show.month, "2026-10", "2026 年 10 月", "October 2026"),
        (show.month, "autumn", "autumn", "autumn"),
        (show.minutes, 50, "50 分钟", "50 min"),
        (show.minutes, 120, "2 小时 0 分", "2 h 0 min"),
        (show.minutes, 5_810, "96 小时 50 分", "96 h 50 min"),
        (show.minutes, 100_000, "1,666 小时 40 分", "1,666 h 40 min"),
        (show.minutes, None, "—", "—"),
        (show.minutes, "soon", "soon", "soon"),
        (show.money, 360_000, "3,600 元", "¥3,600"),
        (show.money, -150, "−1.50 元", "¥−1.50"),
        (show.money, None, "—", "—"),
        (show.money, "free", "free", "free"),
        (show.count_of, 1_204_331, "1,204,331", "1,204,331"),
        (show.count_of, None, "—", "—"),
        (show.count_of, "many", "many", "many"),
        (show.percent, Decimal("0.9617"), "96.2%", "96.2%"),
        (show.percent, None, "—", "—"),
        (show.number, "48309172265", "483\u00a00917\u00a02265", "483\u00a00917\u00a02265"),
        (show.number, "draft", "draft", "draft"),
        (show.limit, "1 working_days", "1 个工作日", "1 working day"),
        (show.limit, "2 moons", "2 moons", "2 moons"),
    ],
)
def test_a_value_is_written_in_both_languages(write, value, zh, en):
    assert (write(value, "zh"), write(value, "en")) == (zh, en)


def test_outside_a_request_the_clock_is_asked():
    token = show.moment.set(None)
    assert abs(show.now() - datetime.now(UTC)) < timedelta(seconds=5)
    show.moment.reset(token)
