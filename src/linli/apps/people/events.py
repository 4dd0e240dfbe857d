"""What people's records write down. Their streams are sealed: the log shows only that something was entered."""

from __future__ import annotations

from linli.kernel.audit.vocabulary import register

RESIDENT_REGISTERED = register("people.resident_registered", {"area", "by"})
RESIDENT_CORRECTED = register("people.resident_corrected", {"fields", "by"})
RESIDENT_FORGOTTEN = register("people.resident_forgotten", {"by"})
HOUSEHOLD_OPENED = register("people.household_opened", {"area", "by"})
MEMBER_ADDED = register("people.member_added", {"relation", "by"})
MEMBER_LEFT = register("people.member_left", {"by"})
CONSENT_GIVEN = register("people.consent_given", {"kind", "by"})
CONSENT_WITHDRAWN = register("people.consent_withdrawn", {"kind", "by"})

CONSENT_CHANGED = "people.consent_changed"
PERSON_FORGOTTEN = "people.person_forgotten"
"""Announced with the ground of the erasure after the commit, so that whoever relies on a consent or keeps a copy lets go of it."""
