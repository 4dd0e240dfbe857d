"""What is written down of centres: where, run by whom, with which functions; never a person."""

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
REACH_MEASURED = register("centres.reach_measured", {"day", "network", "rests_on", "speeds"})
STUDY_ASKED = register("centres.study_asked", {"area", "kind", "count", "minutes", "walker"})
STUDY_ANSWERED = register("centres.study_answered", {"area", "kind", "proven", "gain"})
CARD_LINE_ENTERED = register("centres.card_line_entered", {"area", "kind"})
CARD_LINE_ENDED = register("centres.card_line_ended", {"area", "kind"})
