"""What the catalogue records: names in the past tense, and the keys each may show in public."""

from __future__ import annotations

from linli.kernel.audit.vocabulary import register

_ROW = {"row", "subject", "link", "area", "pilot", "from", "everywhere", "to", "lead", "supporting"}

STANDARD_LOADED = register("catalogue.standard_loaded", {"standard", "subjects", "conditions", "digest"})
STANDARD_EXTENDED = register("catalogue.standard_extended", {"standard", "subjects", "conditions", "digest"})
CONDITION_EDITED = register("catalogue.condition_edited", {"condition", "amount", "unit", "digest"})
SUBJECT_MAPPED = register("catalogue.subject_mapped", {"old", "new"})
ROW_PROPOSED = register("catalogue.row_proposed", _ROW)
ROW_APPROVED = register("catalogue.row_approved", _ROW)
ROW_REJECTED = register("catalogue.row_rejected", {"row"})
ROW_WIDENED = register("catalogue.row_widened", _ROW)
ROW_ENDED = register("catalogue.row_ended", {"row", "to"})
DUTY_LISTED = register("catalogue.duty_listed", {"subject", "area", "duty", "from"})
DUTY_ENDED = register("catalogue.duty_ended", {"to"})
PACK_PROPOSED = register("catalogue.pack_proposed", {"pack", "version", "sha256"})
PACK_PUBLISHED = register("catalogue.pack_published", {"pack", "version", "sha256"})
PACK_RETIRED = register("catalogue.pack_retired", {"pack", "version", "sha256"})
DRAFT_OPENED = register("catalogue.pack_draft_opened", {"pack", "edition", "digest"})
DRAFT_SAVED = register("catalogue.pack_draft_saved", {"pack", "edition", "digest"})
DRAFT_DISCARDED = register("catalogue.pack_draft_discarded", {"pack", "edition"})
MIGRATION_PROPOSED = register("catalogue.migration_proposed", {"old", "new", "stages"})
MIGRATION_APPROVED = register("catalogue.migration_approved", {"old", "new"})
MIGRATION_REJECTED = register("catalogue.migration_rejected", {"old", "new"})
CALENDAR_IMPORTED = register("catalogue.calendar_imported", {"calendar", "year"})

MATRIX_CHANGED = "catalogue.matrix_changed"
PACKS_CHANGED = "catalogue.packs_changed"
CALENDAR_CHANGED = "catalogue.calendar_changed"
"""Announced after the commit, for whoever keeps something that follows from these."""
