"""What may be done with meetings and suggestions."""

from linli.apps.council.service.answering import answer, ask_body
from linli.apps.council.service.forgetting import forget_account
from linli.apps.council.service.grouping import group, make_theme, undo_grouping
from linli.apps.council.service.meetings import NewMeeting, close_meeting, open_meeting
from linli.apps.council.service.questions import answer_question, ask_question, set_aside
from linli.apps.council.service.sitting import (
    NewSitting,
    call_off_sitting,
    close_sitting,
    join_sitting,
    plan_sitting,
    show_replay,
)
from linli.apps.council.service.suggesting import NewSuggestion, decide, suggest

__all__ = [
    "NewMeeting",
    "NewSitting",
    "NewSuggestion",
    "answer",
    "answer_question",
    "ask_body",
    "ask_question",
    "call_off_sitting",
    "close_meeting",
    "close_sitting",
    "decide",
    "forget_account",
    "group",
    "join_sitting",
    "make_theme",
    "open_meeting",
    "plan_sitting",
    "set_aside",
    "show_replay",
    "suggest",
    "undo_grouping",
]
