"""What may be done with activities."""

from linli.apps.activities.policy.planning import NewActivity
from linli.apps.activities.policy.signing import Wish
from linli.apps.activities.service.asking import answer_question, ask_question, show_replay
from linli.apps.activities.service.attending import attend_remote, check_in, close_list, tick
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
from linli.apps.activities.service.signing import sign_up

__all__ = [
    "NewActivity",
    "Wish",
    "accept_place",
    "answer_question",
    "ask_question",
    "attend_remote",
    "call_off",
    "change_activity",
    "check_in",
    "close_list",
    "dismiss_helper",
    "forget_account",
    "give_up",
    "name_helper",
    "plan_activity",
    "publish_activity",
    "show_replay",
    "sign_up",
    "sweep",
    "tick",
]
