"""The calendar that ships: the State Council's notices for 2004 to 2026, as facts.

One line a notice: each holiday with its days off and, after a plus, the weekend days worked for it.
A date with a minus before its year's turn belongs to the December before (``-12-31``).
Sources and the days on which they disagree: docs/legal-time.md.
"""

from __future__ import annotations

from datetime import date

from linli.core.clock.calendar import Calendar, Notice, Rest, calendar_of

_NOTICES = """
2004 new_year 01-01 | spring_festival 01-22..01-28 +01-17 +01-18 | labour_day 05-01..05-07 +05-08 +05-09 | national_day 10-01..10-07 +10-09 +10-10
2005 new_year 01-01..01-03 | spring_festival 02-09..02-15 +02-05 +02-06 | labour_day 05-01..05-07 +04-30 +05-08 | national_day 10-01..10-07 +10-08 +10-09
2006 new_year 01-01..01-03 +-12-31 | spring_festival 01-29..02-04 +01-28 +02-05 | labour_day 05-01..05-07 +04-29 +04-30 | national_day 10-01..10-07 +09-30 +10-08
2007 new_year 01-01..01-03 +-12-30 +-12-31 | spring_festival 02-18..02-24 +02-17 +02-25 | labour_day 05-01..05-07 +04-28 +04-29 | national_day 10-01..10-07 +09-29 +09-30
2008 new_year -12-30..01-01 +-12-29 | spring_festival 02-06..02-12 +02-02 +02-03 | qingming 04-04..04-06 | labour_day 05-01..05-03 +05-04 | dragon_boat 06-07..06-09 | mid_autumn 09-13..09-15 | national_day 09-29..10-05 +09-27 +09-28
2009 new_year 01-01..01-03 +01-04 | spring_festival 01-25..01-31 +01-24 +02-01 | qingming 04-04..04-06 | labour_day 05-01..05-03 | dragon_boat 05-28..05-30 +05-31 | national_day 10-01..10-02 +09-27 +10-10 | mid_autumn 10-03 | national_day 10-04..10-08
2010 new_year 01-01..01-03 | spring_festival 02-13..02-19 +02-20 +02-21 | qingming 04-03..04-05 | labour_day 05-01..05-03 | dragon_boat 06-14..06-16 +06-12 +06-13 | mid_autumn 09-22..09-24 +09-19 +09-25 | national_day 10-01..10-07 +09-26 +10-09
2011 new_year 01-01..01-03 | spring_festival 02-02..02-08 +01-30 +02-12 | qingming 04-03..04-05 +04-02 | labour_day 04-30..05-02 | dragon_boat 06-04..06-06 | mid_autumn 09-10..09-12 | national_day 10-01..10-07 +10-08 +10-09
2012 new_year 01-01..01-03 +-12-31 | spring_festival 01-22..01-28 +01-21 +01-29 | qingming 04-02..04-04 +03-31 +04-01 | labour_day 04-29..05-01 +04-28 | dragon_boat 06-22..06-24 | mid_autumn 09-30 | national_day 10-01..10-07 +09-29
2013 new_year 01-01..01-03 +01-05 +01-06 | spring_festival 02-09..02-15 +02-16 +02-17 | qingming 04-04..04-06 +04-07 | labour_day 04-29..05-01 +04-27 +04-28 | dragon_boat 06-10..06-12 +06-08 +06-09 | mid_autumn 09-19..09-21 +09-22 | national_day 10-01..10-07 +09-29 +10-12
2014 new_year 01-01 | spring_festival 01-31..02-06 +01-26 +02-08 | qingming 04-05..04-07 | labour_day 05-01..05-03 +05-04 | dragon_boat 05-31..06-02 | mid_autumn 09-06..09-08 | national_day 10-01..10-07 +09-28 +10-11
2015 new_year 01-01..01-03 +01-04 | spring_festival 02-18..02-24 +02-15 +02-28 | qingming 04-04..04-06 | labour_day 05-01..05-03 | dragon_boat 06-20..06-22 | victory_day 09-03..09-05 +09-06 | mid_autumn 09-26..09-27 | national_day 10-01..10-07 +10-10
2016 new_year 01-01..01-03 | spring_festival 02-07..02-13 +02-06 +02-14 | qingming 04-02..04-04 | labour_day 04-30..05-02 | dragon_boat 06-09..06-11 +06-12 | mid_autumn 09-15..09-17 +09-18 | national_day 10-01..10-07 +10-08 +10-09
2017 new_year -12-31..01-02 | spring_festival 01-27..02-02 +01-22 +02-04 | qingming 04-02..04-04 +04-01 | labour_day 04-29..05-01 | dragon_boat 05-28..05-30 +05-27 | national_day 10-01..10-03 +09-30 | mid_autumn 10-04 | national_day 10-05..10-08
2018 new_year -12-30..01-01 | spring_festival 02-15..02-21 +02-11 +02-24 | qingming 04-05..04-07 +04-08 | labour_day 04-29..05-01 +04-28 | dragon_boat 06-16..06-18 | mid_autumn 09-22..09-24 | national_day 10-01..10-07 +09-29 +09-30
2019 new_year -12-30..01-01 +-12-29 | spring_festival 02-04..02-10 +02-02 +02-03 | qingming 04-05..04-07 | labour_day 05-01..05-04 +04-28 +05-05 | dragon_boat 06-07..06-09 | mid_autumn 09-13..09-15 | national_day 10-01..10-07 +09-29 +10-12
2020 new_year 01-01 | spring_festival 01-24..02-02 +01-19 | qingming 04-04..04-06 | labour_day 05-01..05-05 +04-26 +05-09 | dragon_boat 06-25..06-27 +06-28 | national_day 10-01..10-08 +09-27 +10-10
2021 new_year 01-01..01-03 | spring_festival 02-11..02-17 +02-07 +02-20 | qingming 04-03..04-05 | labour_day 05-01..05-05 +04-25 +05-08 | dragon_boat 06-12..06-14 | mid_autumn 09-19..09-21 +09-18 | national_day 10-01..10-07 +09-26 +10-09
2022 new_year 01-01..01-03 | spring_festival 01-31..02-06 +01-29 +01-30 | qingming 04-03..04-05 +04-02 | labour_day 04-30..05-04 +04-24 +05-07 | dragon_boat 06-03..06-05 | mid_autumn 09-10..09-12 | national_day 10-01..10-07 +10-08 +10-09
2023 new_year -12-31..01-02 | spring_festival 01-21..01-27 +01-28 +01-29 | qingming 04-05 | labour_day 04-29..05-03 +04-23 +05-06 | dragon_boat 06-22..06-24 +06-25 | mid_autumn 09-29 | national_day 09-30..10-06 +10-07 +10-08
2024 new_year -12-30..01-01 | spring_festival 02-10..02-17 +02-04 +02-18 | qingming 04-04..04-06 +04-07 | labour_day 05-01..05-05 +04-28 +05-11 | dragon_boat 06-08..06-10 | mid_autumn 09-15..09-17 +09-14 | national_day 10-01..10-07 +09-29 +10-12
2025 new_year 01-01 | spring_festival 01-28..02-04 +01-26 +02-08 | qingming 04-04..04-06 | labour_day 05-01..05-05 +04-27 | dragon_boat 05-31..06-02 | national_day 10-01..10-05 +09-28 +10-11 | mid_autumn 10-06 | national_day 10-07..10-08
2026 new_year 01-01..01-03 +01-04 | spring_festival 02-15..02-23 +02-14 +02-28 | qingming 04-04..04-06 | labour_day 05-01..05-05 +05-09 | dragon_boat 06-19..06-21 | mid_autumn 09-25..09-27 | national_day 10-01..10-07 +09-20 +10-10
"""  # fmt: skip


def _day(year: int, text: str) -> date:
    if text.startswith("-"):
        return date.fromisoformat(f"{year - 1}{text}")
    return date.fromisoformat(f"{year}-{text}")


def _notice(line: str) -> Notice:
    year = int(line[:4])
    rests, working = [], []
    for part in line[4:].split("|"):
        name, span, *moved = part.split()
        first, _, last = span.partition("..")
        rests.append(Rest(name, _day(year, first), _day(year, last or first)))
        working += [_day(year, text.removeprefix("+")) for text in moved]
    return Notice(year, tuple(rests), tuple(sorted(working)), f"gwy-{year}")


SHIPPED: Calendar = calendar_of(_notice(line) for line in _NOTICES.strip().splitlines())
