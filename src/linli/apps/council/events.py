"""What is written down of meetings: what was done, how many; never a word that was said, never who."""

from __future__ import annotations

from linli.kernel.audit.vocabulary import register

MEETING_OPENED = register("council.meeting_opened", {"body", "area"})
MEETING_CLOSED = register("council.meeting_closed", {"published", "rejected"})
SUGGESTED = register("council.suggested", {"channel"})
DECIDED = register("council.suggestion_decided", {"suggestion", "state", "reason"})
THEME_MADE = register("council.theme_made", {"theme"})
GROUPED = register("council.grouped", {"theme", "suggestions"})
GROUPING_UNDONE = register("council.grouping_undone")
ASKED = register("council.body_asked", {"body", "promised_on"})
ANSWERED = register("council.answered", {"body", "reply"})
SITTING_PLANNED = register("council.sitting_planned", {"sitting", "from_home"})
SITTING_CALLED_OFF = register("council.sitting_called_off", {"sitting"})
SITTING_JOINED = register("council.sitting_joined", {"sitting"})
SITTING_CLOSED = register("council.sitting_closed", {"sitting", "in_hall", "from_home"})
REPLAY_SHOWN = register("council.replay_shown", {"sitting"})
QUESTION_ASKED = register("council.question_asked", {"sitting", "channel"})
QUESTION_SETTLED = register("council.question_settled", {"question", "reason"})

REJECTED = "council.suggestion_rejected"
"""Announced with the ref of a suggestion, so that its author is told why it is not shown."""
