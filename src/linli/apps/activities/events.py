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

CIRCUIT_PLANNED = register("activities.circuit_planned", {"body", "stops"})
STOP_DROPPED = register("activities.stop_dropped", {"area"})
REACHED = register("activities.reached", {"area", "reached"})
GROUP_OPENED = register("activities.group_opened", {"body", "places", "staff", "months_from", "months_to"})
GROUP_CHANGED = register("activities.group_changed", {"places", "staff", "offered"})
APPLIED = register("activities.childcare_applied", {"priority"})
PAPER_SEEN = register("activities.paper_seen", {"priority", "seen"})
CHILDCARE_ACCEPTED = register("activities.childcare_accepted")
CHILDCARE_STARTED = register("activities.childcare_started")
CHILDCARE_LEFT = register("activities.childcare_left", {"was", "offered"})
REMINDERS_WANTED = register("activities.reminders_wanted", {"kind"})
REMINDERS_ENDED = register("activities.reminders_ended", {"by"})
CHILDCARE_MOVED = register("activities.childcare_moved", {"lapsed", "offered"})

CHILDCARE_OFFERED = "activities.childcare_offered"
"""Announced with the ref of an application, so that its guardian is written to."""
PLACE_OFFERED = "activities.place_offered"
"""Announced with the ref of a sign-up, so that its account is written to."""
SIGNED_UP_FOR = "activities.signed_up_for"
"""Announced with the ref of a sign-up that an agent made, so that the person hears of it."""
CALLED_OFF = "activities.called_off"
"""Announced with the ref of an activity, so that everybody who signed up is written to."""
LIST_CLOSED = "activities.list_closed"
"""Announced with the session and the account that closed its list: the register of attendance may enter it."""
