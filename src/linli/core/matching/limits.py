"""What the law says about ages and hours of work: limits with their names, nothing about anybody's strength.

Sources, as known and not confirmed here: 劳动法 arts 15 (no work below 16), 36 and 41 (8 hours a day, with the
worker's agreement at most 3 more), 58 and 64 (who is 16 or 17: no dangerous work); 未成年工特殊保护规定; nights and
longer days are kept from them too, which is stricter than the letter.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from linli.core.shared.outcomes import Reason

LEAST_AGE, FULL_AGE = 16, 18
MINUTES_A_DAY, MINUTES_MORE, MINUTES_YOUNG = 480, 180, 480
NIGHT_FROM, NIGHT_TO = time(22), time(6)


def age_on(born: date, day: date) -> int:
    """Return the age in full years; who was born on 29 February is a year older on 1 March."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def at_night(starts: datetime, ends: datetime) -> bool:
    """Say whether a shift touches the hours from 22 to 6 of the local clock."""
    if starts.time() < NIGHT_TO or starts.time() >= NIGHT_FROM:
        return True
    night = starts.replace(hour=NIGHT_FROM.hour, minute=0, second=0, microsecond=0)
    return ends > night


def length_problem(starts: datetime, ends: datetime) -> Reason | None:
    """Say why a shift cannot last so long, for anybody."""
    if ends <= starts:
        return Reason("matching.ends_first")
    most = timedelta(minutes=MINUTES_A_DAY + MINUTES_MORE)
    if ends - starts > most:
        return Reason("matching.too_long", {"hours": _hours(ends - starts), "most": _hours(most)})
    return None


def age_problems(born: date, starts: datetime, ends: datetime, *, dangerous: bool) -> tuple[Reason, ...]:
    """Say why somebody born then may not do a shift."""
    age = age_on(born, starts.date())
    if age < LEAST_AGE:
        return (Reason("matching.below_sixteen", {"age": age}),)
    if age >= FULL_AGE:
        return ()
    found = []
    if dangerous:
        found.append(Reason("matching.young_danger"))
    if at_night(starts, ends):
        found.append(Reason("matching.young_night"))
    if ends - starts > timedelta(minutes=MINUTES_YOUNG):
        found.append(Reason("matching.young_hours", {"most": _hours(timedelta(minutes=MINUTES_YOUNG))}))
    return tuple(found)


def _hours(length: timedelta) -> str:
    return f"{length / timedelta(hours=1):.3g}"
