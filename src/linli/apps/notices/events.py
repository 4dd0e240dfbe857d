"""What is written down of announcements and search notices: place, topic, channels and counts, never a person or a word."""

from __future__ import annotations

from linli.kernel.audit.vocabulary import register

DRAFTED = register("notices.announcement_drafted", {"area", "topic", "kind"})
CHANGED = register("notices.announcement_changed", {"area", "topic"})
HANDED_IN = register("notices.announcement_handed_in", {"area"})
RETURNED = register("notices.announcement_returned", {"area"})
PUBLISHED = register(
    "notices.announcement_published", {"area", "topic", "kind", "channels", "emergency", "reach", "cost"}
)
STOPPED = register("notices.announcement_stopped", {"area"})
TOLD = register("notices.announcement_told", {"area", "told"})
SUBSCRIBED = register("notices.subscribed", {"area", "by"})
SUBSCRIPTION_CHANGED = register("notices.subscription_changed", {"area", "by"})
EMAIL_CONFIRMED = register("notices.email_confirmed", {"area"})
SUBSCRIPTION_ENDED = register("notices.subscription_ended", {"area", "by"})
HEARD = register("notices.heard", {"announcement", "by"})

READING_ADDED = register("notices.reading_added", {"signs", "again"})
READING_TAKEN_BACK = register("notices.reading_taken_back", {"signs", "again"})

SEARCH_REPORTED = register("notices.search_reported", {"kind", "urgent"})
SEARCH_SHOWN = register("notices.search_shown", {"kind", "until"})
SEARCH_REFUSED = register("notices.search_refused", {"kind"})
SEARCH_RENEWED = register("notices.search_renewed", {"kind", "until"})
SEARCH_ENDED = register("notices.search_ended", {"kind", "outcome"})
MESSAGE_RELAYED = register("notices.message_relayed", {"kind"})
VISITS_CALLED = register("notices.visits_called", {"area"})

ANNOUNCED = "notices.announced"
"""Announced once an announcement is public, so that the worker has it read aloud."""
LEFT_WORD = "notices.left_word"
"""Announced when a message waits for whoever put up a search notice."""
MAIL_ASKED = "notices.mail_asked"
"""Announced when an address of mail was told, so that its reader is asked to confirm."""
