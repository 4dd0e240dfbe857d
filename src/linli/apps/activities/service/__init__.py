"""What may be done with activities."""

from linli.apps.activities.policy.childcare import NewGroup
from linli.apps.activities.policy.planning import NewActivity
from linli.apps.activities.policy.signing import Wish
from linli.apps.activities.service.asking import answer_question, ask_question, show_replay
from linli.apps.activities.service.attending import attend_remote, check_in, close_list, tick
from linli.apps.activities.service.childcare import (
    NewApplication,
    accept_childcare,
    apply_for_place,
    change_group,
    leave_childcare,
    open_group,
    see_paper,
    start_childcare,
    sweep_childcare,
)
from linli.apps.activities.service.circuits import NewCircuit, NewStop, drop_stop, note_reached, plan_circuit
from linli.apps.activities.service.forgetting import forget_account
from linli.apps.activities.service.lists import accept_place, give_up, sweep
from linli.apps.activities.service.planning import (
    call_off,
    change_activity,
    dismiss_helper,
    name_helper,
    plan_activity,
    publish_activity,
)
from linli.apps.activities.service.reminding import end_reminders, remind, want_reminders
from linli.apps.activities.service.signing import sign_up

__all__ = [
    "NewActivity",
    "NewApplication",
    "NewCircuit",
    "NewGroup",
    "NewStop",
    "Wish",
    "accept_childcare",
    "accept_place",
    "answer_question",
    "apply_for_place",
    "ask_question",
    "attend_remote",
    "call_off",
    "change_activity",
    "change_group",
    "check_in",
    "close_list",
    "dismiss_helper",
    "drop_stop",
    "end_reminders",
    "forget_account",
    "give_up",
    "leave_childcare",
    "name_helper",
    "note_reached",
    "open_group",
    "plan_activity",
    "plan_circuit",
    "publish_activity",
    "remind",
    "see_paper",
    "show_replay",
    "sign_up",
    "start_childcare",
    "sweep",
    "sweep_childcare",
    "tick",
    "want_reminders",
]
