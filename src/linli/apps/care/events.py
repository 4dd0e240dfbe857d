"""What is written down of care. Streams of people are sealed; those of rooms, carers and days show codes and counts."""

from __future__ import annotations

from linli.kernel.audit.vocabulary import register

FILE_OPENED = register("care.file_opened", {"body", "consent"})
FILE_CHANGED = register("care.file_changed", {"body"})
FILE_CLOSED = register("care.file_closed", {"body", "by"})
CONTACT_UNMASKED = register("care.contact_unmasked", {"body", "why"})
FAMILY_NAMED = register("care.family_named", {"relation", "view", "fetch", "told"})
FAMILY_WITHDRAWN = register("care.family_withdrawn", {"by"})
ASSESSMENT_BEGUN = register("care.assessment_begun", {"reason", "standard"})
LOOK_SIGNED = register("care.look_signed", {"turn", "state", "level"})
RESULT_TOLD = register("care.result_told", {"level"})
RESULT_CONTESTED = register("care.result_contested", set())
PLAN_AGREED = register("care.plan_agreed", {"version", "how", "review_on"})
ENROLLED = register("care.enrolled", {"room", "state"})
ADMITTED = register("care.admitted", {"room"})
ENROLMENT_ENDED = register("care.enrolment_ended", {"room"})
ATTENDANCE_NOTED = register("care.attendance_noted", {"day", "state"})
MEALS_ORDERED = register("care.meals_ordered", {"body", "day", "meals"})
INCIDENT_NOTED = register("care.incident_noted", {"kind", "day"})
REQUIREMENT_SET = register("care.requirement_set", {"services"})
REQUIREMENT_ENDED = register("care.requirement_ended", {"services"})
ROOM_SET = register("care.room_set", {"centre", "body", "places"})
CARER_SET = register("care.carer_set", {"body", "skills", "active"})
DAY_PLANNED = register("care.day_planned", {"body", "day", "visits", "left_out", "changed", "by"})
DAY_RELEASED = register("care.day_released", {"body", "day"})
VISIT_NOTED = register("care.visit_noted", {"body", "day", "state", "minutes"})
VISIT_MISSED = register("care.visit_missed", {"body", "day", "state"})
