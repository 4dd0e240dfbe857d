"""The words that announcements and subscriptions are filed under."""

from __future__ import annotations

TOPICS = (
    "water", "power", "gas", "heating", "traffic", "health", "weather", "benefits", "activities", "safety", "other",
)  # fmt: skip
"""What an announcement is about, and what may be subscribed to; never what somebody thinks or believes."""
AGES = ("child", "adult", "elderly")
CHANNELS = ("sms", "voice", "email", "visit")
"""A text message, a call that is read aloud, a letter by e-mail, somebody who comes by."""
LETTERS = frozenset({"sms", "voice", "email"})
LANGUAGES = ("zh", "en")

DRAFT, REVIEW, PUBLISHED, WITHDRAWN = "draft", "review", "published", "withdrawn"
STATES = (DRAFT, REVIEW, PUBLISHED, WITHDRAWN)
PLAIN, CORRECTION, WITHDRAWAL = "plain", "correction", "withdrawal"
KINDS = (PLAIN, CORRECTION, WITHDRAWAL)
HEARD_BY = ("link", "key", "visit", "neighbour")
SOURCES = ("self", "staff", "import")


def topic_bits(topics: object) -> int:
    """Return topics as the bits of a number, so that the database can ask for one of them."""
    chosen = set(topics) if isinstance(topics, list | tuple | set | frozenset) else set()
    return sum(1 << place for place, one in enumerate(TOPICS) if one in chosen)


def topics_of(bits: int) -> tuple[str, ...]:
    """Return the topics of a number."""
    return tuple(one for place, one in enumerate(TOPICS) if bits >> place & 1)
