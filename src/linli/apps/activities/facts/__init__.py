"""What others may know of activities."""

from linli.apps.activities.facts.calendar import (
    ActivityFact,
    Asked,
    Page,
    SessionFact,
    activity,
    calendar,
    planned,
)
from linli.apps.activities.facts.counting import figures
from linli.apps.activities.facts.own import Mine, SeatFact, held_by_me, mine, sign_up
from linli.apps.activities.facts.roster import (
    Entered,
    HelperFact,
    OnList,
    entered,
    found_code,
    helpers,
    questions,
    roster,
)
from linli.apps.activities.policy.planning import is_link

__all__ = [
    "ActivityFact",
    "Asked",
    "Entered",
    "HelperFact",
    "Mine",
    "OnList",
    "Page",
    "SeatFact",
    "SessionFact",
    "activity",
    "calendar",
    "entered",
    "figures",
    "found_code",
    "held_by_me",
    "helpers",
    "is_link",
    "mine",
    "planned",
    "questions",
    "roster",
    "sign_up",
]
