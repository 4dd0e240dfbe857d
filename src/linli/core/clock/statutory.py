"""The statutory holidays of a year whose notice is not out: all that can be known beforehand.

Which weekend days are worked in exchange only the notice says, so none is guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache

# Spring Festival, Dragon Boat and Mid-Autumn of the lunar year, as month and day.
_LUNAR = """
2027 0206 0609 0915   2028 0126 0528 1003   2029 0213 0616 0922   2030 0203 0605 0912
2031 0123 0624 1001   2032 0211 0612 0919   2033 0131 0601 0908   2034 0219 0620 0927
2035 0208 0610 0916   2036 0128 0530 1004   2037 0215 0618 0924   2038 0204 0607 0913
2039 0124 0527 1002   2040 0212 0614 0920   2041 0201 0603 0910   2042 0122 0622 0928
2043 0210 0611 0917   2044 0130 0531 1005   2045 0217 0619 0925   2046 0206 0608 0915
2047 0126 0529 1004   2048 0214 0615 0922   2049 0202 0604 0911   2050 0123 0623 0930
"""


@cache
def statutory_days(year: int) -> Mapping[date, str]:
    """Return the days off by law (as revised for 2025) with the code of their holiday."""
    days = {date(year, 10, n): "national_day" for n in (1, 2, 3)}
    days |= {date(year, 5, n): "labour_day" for n in (1, 2)}
    days[date(year, 1, 1)] = "new_year"
    days[date(year, 4, _qingming(year))] = "qingming"
    if (lunar := _lunar().get(year)) is None:
        return days
    spring, dragon_boat, mid_autumn = lunar
    days |= {spring + timedelta(n): "spring_festival" for n in (-1, 0, 1, 2)}  # from New Year's Eve
    return {mid_autumn: "mid_autumn", dragon_boat: "dragon_boat"} | days


def _qingming(year: int) -> int:
    """The day in April of the solar term, by the rule that holds from 2000 to 2099."""
    n = year % 100
    return (n * 2422 + 48100) // 10000 - n // 4


@cache
def _lunar() -> Mapping[int, tuple[date, date, date]]:
    words = iter(_LUNAR.split())
    found = {}
    for word in words:
        year = int(word)
        spring, boat, moon = (
            date(year, int(text[:2]), int(text[2:])) for text in (next(words) for _ in "123")
        )
        found[year] = (spring, boat, moon)
    return found
