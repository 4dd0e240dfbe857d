"""What is written down of centres: where, run by whom, with which functions; never a person.

Bookings, seats and applications have sealed streams: the log shows only that something was entered.
"""

from __future__ import annotations

from linli.kernel.audit.vocabulary import register

CENTRE_REGISTERED = register("centres.centre_registered", {"area", "body", "functions", "floor_area"})
CENTRE_CHANGED = register("centres.centre_changed", {"area", "body", "functions", "floor_area"})
CENTRE_CLOSED = register("centres.centre_closed", {"area", "body"})

HALL_SET = register("centres.hall_set", {"centre", "opens", "closes", "every_day", "reasons", "run", "back_after", "most_absences"})  # fmt: skip
BUSINESS_SET = register("centres.business_set", {"centre", "business", "letter", "minutes"})
COUNTER_SET = register("centres.counter_set", {"centre", "counter", "businesses"})
COUNTER_TURNED = register("centres.counter_turned", {"centre", "counter", "open"})
NUMBER_TAKEN = register("centres.number_taken", {"centre", "business", "number", "priority", "channel"})
NUMBER_CALLED = register("centres.number_called", {"centre", "business", "number", "counter", "calls"})
NUMBER_RECALLED = register("centres.number_recalled", {"centre", "business", "number", "counter"})
NUMBER_PASSED = register("centres.number_passed", {"centre", "business", "number", "counter"})
NUMBER_ABSENT = register("centres.number_absent", {"centre", "business", "number", "again_from"})
NUMBER_DONE = register("centres.number_done", {"centre", "business", "number"})
NUMBER_GIVEN_BACK = register("centres.number_given_back", {"centre", "business", "number"})
FACILITY_ENTERED = register("centres.facility_entered", {"area", "kind"})
FACILITY_CHANGED = register("centres.facility_changed", {"area", "kind"})
FACILITY_CLOSED = register("centres.facility_closed", {"area", "kind"})
STREETS_BROUGHT = register("centres.streets_brought", {"digest", "nodes", "edges"})
STREETS_USED_AGAIN = register("centres.streets_used_again", {"digest"})
REACH_MEASURED = register("centres.reach_measured", {"day", "network", "rests_on", "speeds"})
SCHOOL_FIGURES_ENTERED = register("centres.school_figures_entered", {"rows", "first", "last"})
STUDY_ASKED = register("centres.study_asked", {"area", "kind", "count", "minutes", "walker"})
STUDY_ANSWERED = register("centres.study_answered", {"area", "kind", "proven", "gain"})
CARD_LINE_ENTERED = register("centres.card_line_entered", {"area", "kind"})
CARD_LINE_ENDED = register("centres.card_line_ended", {"area", "kind"})
DAYS_CLOSED = register("centres.days_closed", {"centre", "first", "last", "reason"})
DAYS_OPENED = register("centres.days_opened", {"centre", "first", "last"})
ROOM_ENTERED = register("centres.room_entered", {"centre", "kind", "places"})
ROOM_CHANGED = register("centres.room_changed", {"centre", "kind", "places"})
ROOM_CLOSED = register("centres.room_closed", {"centre"})

BOOKED = register("centres.booked", {"room", "days", "purpose", "by"})
BOOKING_CANCELLED = register("centres.booking_cancelled", {"room", "by"})
BOOKING_RESTORED = register("centres.booking_restored", {"room", "by"})
ATTENDANCE_NOTED = register("centres.attendance_noted", {"room", "came"})
SHOWING_OPENED = register("centres.showing_opened", {"room", "seats"})
SEATS_TAKEN = register("centres.seats_taken", {"showing", "seats", "by"})
SEAT_GIVEN_BACK = register("centres.seat_given_back", {"showing", "by"})

DRAW_OPENED = register("centres.draw_opened", {"centre", "family", "places"})
DRAW_COMMITTED = register("centres.draw_committed", {"list", "applicants", "tickets", "later"})
DRAW_RUN = register("centres.draw_run", {"list", "size", "root", "seed", "results", "given"})
APPLIED = register("centres.applied", {"draw", "by"})
PLACE_GIVEN_BACK = register("centres.place_given_back", {"place", "choice", "next"})
PLACE_TAKEN = register("centres.place_taken", {"place", "choice"})
PLACE_LEFT = register("centres.place_left", {"place", "choice", "next"})
APPLICATION_WITHDRAWN = register("centres.application_withdrawn", {"draw", "by"})
LIBRARY_SET = register("centres.library_set", {"centre", "loan_days", "renewals", "most_loans", "held_days", "fine_fen"})  # fmt: skip
TITLE_ADDED = register("centres.title_added", {"centre", "kind", "copies"})
COPY_NOTED = register("centres.copy_noted", {"centre", "kind", "state"})
LOAN_BEGUN = register("centres.loan_begun", {"centre", "kind", "due"})
LOAN_RENEWED = register("centres.loan_renewed", {"centre", "kind", "due"})
LOAN_ENDED = register("centres.loan_ended", {"centre", "kind", "late", "state"})
LOAN_REMINDED = register("centres.loan_reminded", {"centre", "kind"})
RESERVED = register("centres.reserved", {"centre", "kind"})
SET_ASIDE = register("centres.set_aside", {"centre", "kind", "until"})
RESERVATION_ENDED = register("centres.reservation_ended", {"centre", "kind", "by"})
ADVISER_SET = register(
    "centres.adviser_set", {"centre", "kind", "minutes", "on_site", "remote", "kept_days", "active"}
)
ADVISER_HOURS = register("centres.adviser_hours", {"centre", "kind", "hours"})
ADVISER_AWAY = register("centres.adviser_away", {"centre", "kind", "first", "last"})
CONSULTATION_BOOKED = register("centres.consultation_booked", {"centre", "way", "by"})
CONSULTATION_MOVED = register("centres.consultation_moved", {"centre", "by"})
CONSULTATION_OFFERED = register("centres.consultation_offered", {"centre", "until"})
CONSULTATION_ANSWERED = register("centres.consultation_answered", {"centre", "yes"})
CONSULTATION_ENDED = register("centres.consultation_ended", {"centre", "state", "by"})
CONSULTATION_ARRIVED = register("centres.consultation_arrived", {"centre", "by"})
CONSULTATION_CALLED = register("centres.consultation_called", {"centre"})
CONSULTATION_REMINDED = register("centres.consultation_reminded", {"centre"})
CONSULTATION_WAITS = register("centres.consultation_waits", {"centre", "waits"})
RECORD_WRITTEN = register("centres.record_written", {"centre", "until"})
RECORD_ERASED = register("centres.record_erased", {"centre", "by"})

PLACE_OFFERED = "centres.place_offered"
"""Announced after the commit: a place from a draw waits for somebody's answer. Carries the application."""
