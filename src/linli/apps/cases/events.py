"""What cases record and announce: names in the past tense, and the keys each may show in public."""

from __future__ import annotations

from linli.kernel.audit.vocabulary import register

CASE_OPENED = register(
    "cases.opened",
    {
        "service",
        "pack",
        "kind",
        "channel",
        "subject",
        "condition",
        "inputs",
        "link",
        "area",
        "role",
        "state",
        "spawned_from",
    },
)
CASE_MOVED = register(
    "cases.moved", {"move", "role", "inputs", "state", "linked", "issued", "spawned", "approvals", "granted"}
)
CASE_JOINED = register("cases.joined", {"joined", "role"})
CASE_LEFT = register("cases.left", {"joined", "role"})
REPEAT_MERGED = register("cases.repeat_merged", {"linked", "joined"})
CASE_NOTED = register("cases.noted", {"role", "audience"})
CASE_CLASSIFIED = register("cases.classified", {"role", "subject", "condition", "link"})
CASE_MIGRATED = register("cases.migrated", {"role", "old", "pack", "state"})
CASE_REMINDED = register("cases.reminded", {"role", "clock"})
CASE_SEALED = register("cases.made_confidential", {"role"})
CONTACT_UNMASKED = register("cases.contact_unmasked", {"role", "purpose"})
SUMMARY_REVIEWED = register("cases.summary_reviewed", {"role", "shown"})
PART_ANSWERED = register("cases.part_answered", {"role", "body", "part", "progress"})
PASSED_ON = register("cases.passed_on", {"role", "body"})
SHIFT_NOTED = register("cases.shift_noted", {"role", "body", "desk"})
SHIFT_NOTE_TAKEN = register("cases.shift_note_taken", {"role", "body", "desk"})
ORDER_ISSUED = register("cases.order_issued", {"role", "reason", "body", "clock"})
ORDER_ANSWERED = register("cases.order_answered", {"role", "clock"})
EXCLUSION_ASKED = register("cases.exclusion_asked", {"role", "rate", "reason", "body"})
EXCLUSION_DECIDED = register("cases.exclusion_decided", {"role", "rate", "granted"})
DATES_RECOMPUTED = register("cases.dates_recomputed", {"role", "calendar", "state"})
