"""What is stored of announcements and search notices."""

from linli.apps.notices.models.announcements import Announcement, Subscription, Telling, VisitAlert
from linli.apps.notices.models.readings import Reading
from linli.apps.notices.models.search import RelayedMessage, SearchNotice

__all__ = [
    "Announcement",
    "Reading",
    "RelayedMessage",
    "SearchNotice",
    "Subscription",
    "Telling",
    "VisitAlert",
]
