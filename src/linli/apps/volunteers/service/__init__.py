"""What may be done with volunteers, tasks, hours, the time bank and favours."""

from datetime import datetime

from linli.apps.volunteers.policy.joining import Application
from linli.apps.volunteers.service.banking import TO_POOL, give, grant, sweep_time, undo
from linli.apps.volunteers.service.confirming import CONFIRMED, confirm, correct, dispute, note_entry, rule
from linli.apps.volunteers.service.erasing import forget_account
from linli.apps.volunteers.service.favours import (
    WHY_NOT,
    NewFavour,
    answer,
    break_off,
    end_favour,
    may_take_down,
    put_up,
    report_abuse,
    review,
    say_done,
    show_number,
    sweep_favours,
    write,
)
from linli.apps.volunteers.service.importing import COLUMNS, NEEDED, import_volunteer
from linli.apps.volunteers.service.inviting import invite, join_team
from linli.apps.volunteers.service.joining import apply, change, leave, pause, report_in
from linli.apps.volunteers.service.keeping import (
    REASONS,
    clear,
    decide,
    end,
    end_clearance,
    guardian_says,
    insure,
)
from linli.apps.volunteers.service.taking import finish, give_back, start, take
from linli.apps.volunteers.service.tasks import NewTask, ask_volunteer, cancel_task, open_task
from linli.apps.volunteers.service.teams import (
    NewTeam,
    add_member,
    close_team,
    leave_team,
    name_leader,
    open_team,
)


def sweep(at: datetime) -> int:
    """End favours and minutes that have run out, and say how many; the worker does it once a day."""
    return sweep_favours(at) + sweep_time(at)


__all__ = [
    "COLUMNS",
    "CONFIRMED",
    "NEEDED",
    "REASONS",
    "TO_POOL",
    "WHY_NOT",
    "Application",
    "NewFavour",
    "NewTask",
    "NewTeam",
    "add_member",
    "answer",
    "apply",
    "ask_volunteer",
    "break_off",
    "cancel_task",
    "change",
    "clear",
    "close_team",
    "confirm",
    "correct",
    "decide",
    "dispute",
    "end",
    "end_clearance",
    "end_favour",
    "finish",
    "forget_account",
    "give",
    "give_back",
    "grant",
    "guardian_says",
    "import_volunteer",
    "insure",
    "invite",
    "join_team",
    "leave",
    "leave_team",
    "may_take_down",
    "name_leader",
    "note_entry",
    "open_task",
    "open_team",
    "pause",
    "put_up",
    "report_abuse",
    "report_in",
    "review",
    "rule",
    "say_done",
    "show_number",
    "start",
    "sweep",
    "take",
    "undo",
    "write",
]
