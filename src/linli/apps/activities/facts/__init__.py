"""What others may know of activities, circuits and childcare places."""

from __future__ import annotations

from datetime import datetime

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
from linli.apps.activities.facts.childcare import (
    ApplicationFact,
    GroupFact,
    applications,
    childcare_figures,
    group,
    group_named,
    groups,
    keeps_group,
    my_applications,
)
from linli.apps.activities.facts.circuits import (
    CircuitFact,
    StopFact,
    area_of,
    circuit,
    circuit_figures,
    circuits,
    keeps_circuit,
)
from linli.apps.activities.facts.counting import figures as activity_figures
from linli.apps.activities.facts.finding import helps, keeps
from linli.apps.activities.facts.own import Mine, SeatFact, held_by_me, is_waited_for, mine, sign_up
from linli.apps.activities.facts.reminders import DueFact, RemindedFact, my_reminders, reminder_figures
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
from linli.apps.activities.policy.childcare import rules
from linli.apps.activities.policy.codes import EARLY, written
from linli.apps.activities.policy.planning import ADULT, for_children, is_link
from linli.core.shared.figures import Figure
from linli.kernel.access.actors import Actor


def figures(since: datetime, until: datetime, area_path: str) -> tuple[Figure, ...]:
    """Count what this app holds: activities, circuits, childcare places."""
    counts = (activity_figures, circuit_figures, childcare_figures, reminder_figures)
    return tuple(one for count in counts for one in count(since, until, area_path))


def is_planned(code: str) -> bool:
    """Say whether an activity of this code is there, whoever planned it; for a file that is read again."""
    return Activity.objects.filter(code=code).exists()


def plans(row: Activity, actor: Actor) -> bool:
    """Say whether the actor plans this activity."""
    return keeps(row, actor)


def holds(row: Activity, actor: Actor) -> bool:
    """Say whether the actor sees its list: plans it, or holds it."""
    return keeps(row, actor) or helps(row, actor)


__all__ = [
    "ADULT",
    "EARLY",
    "KINDS",
    "ActivityFact",
    "ApplicationFact",
    "Asked",
    "CircuitFact",
    "DueFact",
    "Entered",
    "GroupFact",
    "HelperFact",
    "Mine",
    "OnList",
    "Page",
    "RemindedFact",
    "SeatFact",
    "SessionFact",
    "StopFact",
    "activity",
    "answered",
    "applications",
    "area_of",
    "calendar",
    "circuit",
    "circuits",
    "entered",
    "figures",
    "for_children",
    "found_code",
    "group",
    "group_named",
    "groups",
    "held_by_me",
    "helpers",
    "holds",
    "is_link",
    "is_planned",
    "is_waited_for",
    "keeps_circuit",
    "keeps_group",
    "mine",
    "my_applications",
    "my_reminders",
    "planned",
    "plans",
    "questions",
    "roster",
    "rules",
    "sessions",
    "sign_up",
    "written",
]
