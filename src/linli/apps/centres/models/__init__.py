"""What is stored of centres, of what lies within a walk, and of the service card."""

from linli.apps.centres.models.advising import (
    AdviceMonth,
    Adviser,
    AdviserAbsence,
    AdviserHour,
    Consultation,
    ConsultationRecord,
    ConsultationWait,
)
from linli.apps.centres.models.bookings import ENDED_BY, PURPOSES, Booking, Seat, Showing
from linli.apps.centres.models.cards import ENTRIES, CardEntry
from linli.apps.centres.models.drawing import CLOSED, DRAW_STATES, DRAWN, OPEN, Applicant, Draw, DrawChoice
from linli.apps.centres.models.facilities import Facility, ReachArea, ReachResult, SiteStudy, StreetNetwork
from linli.apps.centres.models.lending import Copy, LendingDay, Library, Loan, Reservation, Title
from linli.apps.centres.models.queue import Business, Counter, Hall, QueueDay, QueueNumber
from linli.apps.centres.models.register import FUNCTIONS, Centre, CentreFunction
from linli.apps.centres.models.rooms import (
    CLOSING_REASONS,
    EQUIPMENT,
    ROOM_KINDS,
    CentreHours,
    Closing,
    Room,
    RoomEquipment,
)
from linli.apps.centres.models.schools import SchoolFigure

__all__ = [
    "CLOSED",
    "CLOSING_REASONS",
    "DRAWN",
    "DRAW_STATES",
    "ENDED_BY",
    "ENTRIES",
    "EQUIPMENT",
    "FUNCTIONS",
    "OPEN",
    "PURPOSES",
    "ROOM_KINDS",
    "AdviceMonth",
    "Adviser",
    "AdviserAbsence",
    "AdviserHour",
    "Applicant",
    "Booking",
    "Business",
    "CardEntry",
    "Centre",
    "CentreFunction",
    "CentreHours",
    "Closing",
    "Consultation",
    "ConsultationRecord",
    "ConsultationWait",
    "Copy",
    "Counter",
    "Draw",
    "DrawChoice",
    "Facility",
    "Hall",
    "LendingDay",
    "Library",
    "Loan",
    "QueueDay",
    "QueueNumber",
    "ReachArea",
    "ReachResult",
    "Reservation",
    "Room",
    "RoomEquipment",
    "SchoolFigure",
    "Seat",
    "Showing",
    "SiteStudy",
    "StreetNetwork",
    "Title",
]
