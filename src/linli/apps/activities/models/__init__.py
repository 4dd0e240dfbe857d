"""What is stored of activities, circuits and childcare places."""

from linli.apps.activities.models.activities import (
    CANCELLED,
    CONSENTS,
    DECLINED,
    DRAFT,
    HELPS,
    KINDS,
    LAPSED,
    LIVE,
    OFFERED,
    PUBLISHED,
    TAKEN,
    WAITING,
    Activity,
    AskedQuestion,
    Helper,
    Seat,
    Session,
    SignUp,
)
from linli.apps.activities.models.childcare import ChildcareApplication, ChildcareGroup
from linli.apps.activities.models.circuits import Circuit, Stop

__all__ = [
    "CANCELLED",
    "CONSENTS",
    "DECLINED",
    "DRAFT",
    "HELPS",
    "KINDS",
    "LAPSED",
    "LIVE",
    "OFFERED",
    "PUBLISHED",
    "TAKEN",
    "WAITING",
    "Activity",
    "AskedQuestion",
    "ChildcareApplication",
    "ChildcareGroup",
    "Circuit",
    "Helper",
    "Seat",
    "Session",
    "SignUp",
    "Stop",
]
