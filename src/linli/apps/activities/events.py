"""What is written down of activities: which kind, where, how many; never who."""

from __future__ import annotations

from linli.kernel.audit.vocabulary import register

_PLAN = {"kind", "area", "body", "places", "sessions"}
ACTIVITY_PLANNED = register("activities.activity_planned", _PLAN)
ACTIVITY_CHANGED = register("activities.activity_changed", _PLAN)
ACTIVITY_PUBLISHED = register("activities.activity_published", {"adults"})
ACTIVITY_CANCELLED = register("activities.activity_cancelled", {"told"})
HELPER_NAMED = register("activities.helper_named", {"part"})
HELPER_LEFT = register("activities.helper_left", {"part"})
SIGNED_UP = register("activities.signed_up", {"standing", "mode", "consent", "by"})
PLACE_ACCEPTED = register("activities.place_accepted", {"by"})
PLACE_GIVEN_UP = register("activities.place_given_up", {"was", "offered", "by"})
LIST_MOVED = register("activities.list_moved", {"lapsed", "offered"})
CAME = register("activities.came", {"by", "came"})
SESSION_ENTERED = register("activities.session_entered", {"session", "came"})
QUESTION_ASKED = register("activities.question_asked")
QUESTION_ANSWERED = register("activities.question_answered", {"question"})
REPLAY_SHOWN = register("activities.replay_shown")

PLACE_OFFERED = "activities.place_offered"
"""Announced with the ref of a sign-up, so that its account is written to."""
CALLED_OFF = "activities.called_off"
"""Announced with the ref of an activity, so that everybody who signed up is written to."""
LIST_CLOSED = "activities.list_closed"
"""Announced with the session and the account that closed its list: the register of attendance may enter it."""
