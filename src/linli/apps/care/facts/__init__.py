"""What may be known of care, by whom."""

from linli.apps.care.facts.assessing import (
    OpenAssessment,
    ToDo,
    open_assessment,
    open_assessments,
    to_do,
)
from linli.apps.care.facts.daily import Daily, daily
from linli.apps.care.facts.figures import figures
from linli.apps.care.facts.files import (
    FileFact,
    FilePage,
    PlanFact,
    due,
    family,
    files,
    find_person,
    my_files,
    own_bodies,
    plan,
    results,
    seat_at,
)
from linli.apps.care.facts.room import RoomDay, RoomFact, kept_rooms, room_day, rooms
from linli.apps.care.facts.standard import standard
from linli.apps.care.facts.visiting import (
    Call,
    CarerFact,
    DayFact,
    PartFact,
    RequirementFact,
    alerts,
    carers,
    day,
    my_round,
    plan_of,
    requirements,
)

__all__ = [
    "Call", "CarerFact", "Daily", "DayFact", "FileFact", "FilePage", "OpenAssessment", "PartFact", "PlanFact",
    "RequirementFact", "RoomDay", "RoomFact", "ToDo", "alerts", "carers", "daily", "day", "due", "family", "figures",
    "files", "find_person",
    "kept_rooms", "my_files", "my_round", "open_assessment", "open_assessments", "own_bodies", "plan", "plan_of",
    "requirements", "results", "room_day", "rooms", "seat_at", "standard", "to_do",
]  # fmt: skip
