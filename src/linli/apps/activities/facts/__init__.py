"""What others may know of activities."""

from linli.apps.activities.facts.calendar import (
    ActivityFact,
    Asked,
    Page,
    SessionFact,
    activity,
    answered,
    calendar,
    planned,
    sessions,
)
from linli.apps.activities.facts.counting import figures
from linli.apps.activities.facts.finding import helps, keeps
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
from linli.apps.activities.models import KINDS, Activity
from linli.apps.activities.policy.codes import EARLY, written
from linli.apps.activities.policy.planning import for_children, is_link
from linli.kernel.access.actors import Actor


def plans(row: Activity, actor: Actor) -> bool:
    """Say whether the actor plans this activity."""
    return keeps(row, actor)


def holds(row: Activity, actor: Actor) -> bool:
    """Say whether the actor sees its list: plans it, or holds it."""
    return keeps(row, actor) or helps(row, actor)


__all__ = [
    "EARLY",
    "KINDS",
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
    "answered",
    "calendar",
    "entered",
    "figures",
    "for_children",
    "found_code",
    "held_by_me",
    "helpers",
    "holds",
    "is_link",
    "mine",
    "planned",
    "plans",
    "questions",
    "roster",
    "sessions",
    "sign_up",
    "written",
]
