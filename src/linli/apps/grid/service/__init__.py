"""What may be done with places, bodies, contacts and duty; each function is one act."""

from linli.apps.grid.policy.table import Reading
from linli.apps.grid.service.duty import (
    NewRoster,
    NewShift,
    cancel_shift,
    open_roster,
    plan_roster,
    report_absence,
    set_roster,
)
from linli.apps.grid.service.household_tasks import NewTask, answer_task, ask_household, withdraw_task
from linli.apps.grid.service.households import (
    CARD_SHOWS,
    give_consent,
    show_on_card,
    want_letters,
    withdraw_consent,
)
from linli.apps.grid.service.offices import NewPost, appoint, end_appointment, import_bodies, open_post
from linli.apps.grid.service.places import import_areas, import_cells
from linli.apps.grid.service.reminding import remind_households
from linli.apps.grid.service.swaps import answer_swap, ask_swap, withdraw_swap

__all__ = [
    "CARD_SHOWS",
    "NewPost",
    "NewRoster",
    "NewShift",
    "NewTask",
    "Reading",
    "answer_swap",
    "answer_task",
    "appoint",
    "ask_household",
    "ask_swap",
    "cancel_shift",
    "end_appointment",
    "give_consent",
    "import_areas",
    "import_bodies",
    "import_cells",
    "open_post",
    "open_roster",
    "plan_roster",
    "remind_households",
    "report_absence",
    "set_roster",
    "show_on_card",
    "want_letters",
    "withdraw_consent",
    "withdraw_swap",
    "withdraw_task",
]
