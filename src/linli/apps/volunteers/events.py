"""What is written down of volunteers: types, areas, counts and minutes as codes; never who, what they wrote, or where they were."""

from __future__ import annotations

from linli.kernel.audit.vocabulary import register

APPLIED = register("volunteers.applied", {"area", "kind", "by"})
CHANGED = register("volunteers.changed", {"area"})
DECIDED = register("volunteers.decided", {"accepted", "reason"})
PAUSED = register("volunteers.paused", {"paused"})
LEFT = register("volunteers.left", {"by"})
GUARDIAN_AGREED = register("volunteers.guardian_agreed", {"agreed", "by"})
CLEARED = register("volunteers.cleared", {"kind", "until"})
CLEARANCE_ENDED = register("volunteers.clearance_ended", {"kind"})
INSURED = register("volunteers.insured", {"until"})
FORGOTTEN = register("volunteers.forgotten", {"by"})

TEAM_OPENED = register("volunteers.team_opened", {"kind", "area", "body"})
TEAM_LEADER_NAMED = register("volunteers.team_leader_named", {"kind"})
TEAM_JOINED = register("volunteers.team_joined", {"kind", "invited"})
TEAM_LEFT = register("volunteers.team_left", {"kind"})
TEAM_CLOSED = register("volunteers.team_closed", {"kind"})
INVITED = register("volunteers.invited", {"kind"})

TASK_OPENED = register("volunteers.task_opened", {"kind", "area", "body", "care", "wanted", "starts", "ends"})
TASK_CANCELLED = register("volunteers.task_cancelled", {"kind", "area", "body"})
TASK_ASKED = register("volunteers.task_asked", {"kind"})
TAKEN = register("volunteers.task_taken", {"waits"})
MOVED_UP = register("volunteers.task_moved_up", {"kind"})
GIVEN_BACK = register("volunteers.task_given_back", {"by"})
STARTED = register("volunteers.task_started", {"kind"})
FINISHED = register("volunteers.task_finished", {"kind"})
HOURS_CONFIRMED = register("volunteers.hours_confirmed", {"minutes", "by"})
HOURS_CORRECTED = register("volunteers.hours_corrected", {"minutes", "by"})
DISPUTED = register("volunteers.hours_disputed", {"kind"})
DISPUTE_DECIDED = register("volunteers.dispute_decided", {"upheld"})

BOOKED = register("volunteers.time_booked", {"kind", "minutes"})

FAVOUR_MADE = register("volunteers.favour_made", {"side", "kind", "area", "by", "consent"})
FAVOUR_DECIDED = register("volunteers.favour_decided", {"shown", "reason"})
FAVOUR_ENDED = register("volunteers.favour_ended", {"by"})
FAVOUR_REPORTED = register("volunteers.favour_reported", {"reason"})
MATCHED = register("volunteers.matched", {"kind"})
MATCH_SAID = register("volunteers.match_said", {"what"})
MATCH_ENDED = register("volunteers.match_ended", {"done"})
