"""A year's notice: read, checked, and taken into the calendar."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from linli.core.clock.calendar import Calendar, Notice
from linli.core.clock.calendar_cn import SHIPPED
from linli.core.clock.notice import amended, read_calendar, read_notice


def notice(**changes):
    return {
        "year": 2027,
        "source": "a made-up notice for the test",
        "holidays": [
            {"name": "new_year", "from": date(2027, 1, 1), "to": date(2027, 1, 3)},
            {"name": "spring_festival", "from": "2027-02-05", "to": "2027-02-11"},
            {"name": "qingming", "from": "2027-04-05"},
            {"name": "labour_day", "from": "2027-05-01", "to": "2027-05-05"},
            {"name": "national_day", "from": "2027-10-01", "to": "2027-10-07"},
        ],
        "working": [date(2027, 1, 30), "2027-10-09"],
        **changes,
    }


def with_rest(**rest):
    return notice(holidays=[*notice()["holidays"], rest])


def test_a_notice_makes_a_new_version():
    read = read_notice(notice())
    assert isinstance(read, Notice)
    longer = amended(SHIPPED, read)
    assert isinstance(longer, Calendar)
    assert (longer.last_year, longer.version[:8]) == (2027, "cn-2027-")
    assert longer.is_working(date(2027, 1, 30))
    assert not longer.kind(date(2027, 5, 5)).provisional
    assert amended(longer, read).version == longer.version
    assert read_notice(read.to_json()) == read


def test_a_notice_may_be_replaced():
    changed = read_notice(SHIPPED.notice(2026).to_json() | {"working": []})
    other = amended(SHIPPED, changed)
    assert other.version != SHIPPED.version
    assert not other.is_working(date(2026, 10, 10))


def test_a_calendar_survives_being_stored():
    again = read_calendar(SHIPPED.to_json())
    assert again == SHIPPED
    assert (again.off, again.on) == (SHIPPED.off, SHIPPED.on)
    broken = {"version": "x", "notices": [{"year": 2027}]}
    assert read_calendar(broken)[0].code == "clock.notice_holidays_missing"


def test_the_turn_of_the_year_belongs_to_both():
    edge = notice(
        holidays=[{"name": "new_year", "from": "2026-12-31", "to": "2027-01-03"}, *notice()["holidays"][1:]]
    )
    longer = amended(SHIPPED, read_notice(edge))
    assert not longer.is_working(date(2026, 12, 31))
    later = calendar_with(longer, 2028, first="2027-12-31", working=["2027-12-25"])
    assert later.is_working(date(2027, 12, 25))
    assert not later.is_working(date(2027, 12, 31))


def calendar_with(calendar, year, *, first, working):
    rests = [
        {"name": "new_year", "from": first, "to": f"{year}-01-02"},
        {"name": "labour_day", "from": f"{year}-05-01", "to": f"{year}-05-03"},
        {"name": "national_day", "from": f"{year}-10-01", "to": f"{year}-10-07"},
    ]
    read = read_notice({"year": year, "holidays": rests, "working": working})
    assert isinstance(read, Notice), read
    return amended(calendar, read)


def test_neighbours_may_not_contradict_each_other():
    with_2027 = amended(SHIPPED, read_notice(notice(working=["2027-12-25"])))
    disputed = [problem.code for problem in _off_at_christmas(with_2027)]
    assert disputed == ["clock.notice_disputes"]
    off_2027 = amended(
        SHIPPED, read_notice(with_rest(name="new_year", **{"from": "2028-01-01", "to": "2028-01-02"}))
    )
    found = calendar_with(off_2027, 2028, first="2028-01-01", working=["2028-01-08"])
    assert isinstance(found, Calendar)
    found = calendar_with(off_2027, 2028, first="2027-12-31", working=[])
    assert isinstance(found, Calendar)


def _off_at_christmas(calendar):
    return calendar_with(calendar, 2028, first="2027-12-25", working=[])


def test_years_may_not_be_skipped():
    far = {
        "year": 2029,
        "holidays": [
            {"name": "new_year", "from": "2029-01-01"},
            {"name": "labour_day", "from": "2029-05-01"},
            {"name": "national_day", "from": "2029-10-01", "to": "2029-10-03"},
        ],
    }
    assert [problem.code for problem in amended(SHIPPED, read_notice(far))] == ["clock.notice_gap"]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ([], "clock.notice_not_a_mapping"),
        (notice(extra=1), "clock.notice_unknown_key"),
        (notice(year="2027"), "clock.notice_year"),
        (notice(year=True), "clock.notice_year"),
        (notice(year=1999), "clock.notice_year"),
        (notice(source=5), "clock.notice_source"),
        (notice(holidays=[]), "clock.notice_holidays_missing"),
        (notice(holidays="2027-01-01"), "clock.notice_holidays_missing"),
        (notice(working="2027-01-30"), "clock.notice_working"),
        (notice(working=["soon"]), "clock.notice_not_a_day"),
        (notice(working=[datetime(2027, 1, 30)]), "clock.notice_not_a_day"),  # noqa: DTZ001
        (notice(working=[20270130]), "clock.notice_not_a_day"),
        (with_rest(name="mid_autumn"), "clock.notice_rest"),
        (with_rest(name="mid_autumn", on="2027-09-15", **{"from": "2027-09-15"}), "clock.notice_rest"),
        (with_rest(name="easter", **{"from": "2027-09-15"}), "clock.notice_unknown_holiday"),
        (with_rest(name="mid_autumn", **{"from": "2027-09-31"}), "clock.notice_not_a_day"),
        (with_rest(name="mid_autumn", **{"from": "2027-09-15", "to": "2027-09-14"}), "clock.notice_span"),
        (with_rest(name="mid_autumn", **{"from": "2027-09-15", "to": "2027-09-30"}), "clock.notice_span"),
        (with_rest(name="mid_autumn", **{"from": "2028-09-15"}), "clock.notice_other_year"),
        (with_rest(name="mid_autumn", **{"from": "2027-10-07"}), "clock.notice_twice"),
        (notice(working=["2027-01-02"]), "clock.notice_twice"),
        (notice(working=["2027-10-11"]), "clock.notice_works_anyway"),
        (notice(holidays=notice()["holidays"][1:]), "clock.notice_statutory_missing"),
    ],
)
def test_what_cannot_be_right_is_said(raw, code):
    assert code in [problem.code for problem in read_notice(raw)]
