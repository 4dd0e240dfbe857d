"""What may be done with meetings and suggestions."""

from linli.apps.council.service.answering import answer, ask_body
from linli.apps.council.service.forgetting import forget_account
from linli.apps.council.service.grouping import group, make_theme, undo_grouping
from linli.apps.council.service.meetings import NewMeeting, close_meeting, open_meeting
from linli.apps.council.service.suggesting import NewSuggestion, decide, suggest

__all__ = [
    "NewMeeting",
    "NewSuggestion",
    "answer",
    "ask_body",
    "close_meeting",
    "decide",
    "forget_account",
    "group",
    "make_theme",
    "open_meeting",
    "suggest",
    "undo_grouping",
]
