"""What is stored of care."""

from linli.apps.care.models.assessing import (
    ASSESSED,
    DIFFERING,
    LOOKING,
    OPEN_STATES,
    REASONS,
    Assessment,
    Look,
)
from linli.apps.care.models.files import AGREED, RELATIONS, WISHES, CareFile, CarePlan, FamilyMember
from linli.apps.care.models.room import (
    ABSENT,
    EXPECTED,
    HERE,
    IN,
    INCIDENTS,
    LEFT,
    MEALS,
    OVER,
    WAITING,
    Attendance,
    DayRoom,
    Enrolment,
    Incident,
)
from linli.apps.care.models.visiting import (
    BEGUN,
    CANCELLED,
    DONE,
    MISSED,
    PLANNED,
    SERVICES,
    SKILLS,
    Carer,
    Requirement,
    VisitPart,
    VisitPlan,
)

__all__ = [
    "ABSENT", "AGREED", "ASSESSED", "BEGUN", "CANCELLED", "DIFFERING", "DONE", "EXPECTED", "HERE", "IN", "INCIDENTS",
    "LEFT", "LOOKING", "MEALS", "MISSED", "OPEN_STATES", "OVER", "PLANNED", "REASONS", "RELATIONS", "SERVICES",
    "SKILLS", "WAITING", "WISHES", "Assessment", "Attendance", "CareFile", "CarePlan", "Carer", "DayRoom",
    "Enrolment", "FamilyMember", "Incident", "Look", "Requirement", "VisitPart", "VisitPlan",
]  # fmt: skip
