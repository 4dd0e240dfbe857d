"""Legal time: what a limit means on the calendar, and the clocks that run against it.

Import from the modules: ``limits``, ``timetable``, ``calendar``, ``calendar_cn``, ``deadlines`` (due),
``elapsed``, ``running`` (clock states), ``telling`` (explain), ``notice``, ``vector`` (due_many).
The names others use most are also here; ``vector`` is not, because it brings numpy with it.
"""

from linli.core.clock.calendar import Calendar, DayKind
from linli.core.clock.calendar_cn import SHIPPED
from linli.core.clock.deadlines import Due, due
from linli.core.clock.elapsed import Worked, working_time_between
from linli.core.clock.instants import BEIJING, read_instant, read_stamp, stamp
from linli.core.clock.limits import Limit, Unit, read_limit
from linli.core.clock.running import (
    ClockKind,
    ClockState,
    Recomputed,
    extend,
    is_overdue,
    pause,
    recompute,
    resume,
    start_clock,
    stop,
)
from linli.core.clock.telling import explain
from linli.core.clock.timetable import TIMETABLE, Timetable, read_timetable

__all__ = [
    "BEIJING",
    "SHIPPED",
    "TIMETABLE",
    "Calendar",
    "ClockKind",
    "ClockState",
    "DayKind",
    "Due",
    "Limit",
    "Recomputed",
    "Timetable",
    "Unit",
    "Worked",
    "due",
    "explain",
    "extend",
    "is_overdue",
    "pause",
    "read_instant",
    "read_limit",
    "read_stamp",
    "read_timetable",
    "recompute",
    "resume",
    "stamp",
    "start_clock",
    "stop",
    "working_time_between",
]
