"""What others may know of meetings."""

from datetime import datetime

from linli.apps.council.facts.finding import keeps as _keeps
from linli.apps.council.facts.open import (
    MeetingFact,
    Page,
    ReplyFact,
    SuggestionFact,
    Told,
    asked_of,
    meeting,
    meetings,
    same_question,
    suggestion_figures,
    themes,
    told,
    unanswered,
    waiting_in,
)
from linli.apps.council.facts.own import mine
from linli.apps.council.facts.sittings import (
    QuestionFact,
    SittingFact,
    answered,
    asked_in,
    my_questions,
    room_of,
    sitting,
    sitting_figures,
    sittings,
)
from linli.apps.council.models import REASONS, Meeting
from linli.apps.council.policy import EARLY
from linli.core.shared.figures import Figure
from linli.kernel.access.actors import Actor


def keeps(row: Meeting, actor: Actor) -> bool:
    """Say whether the actor keeps this meeting."""
    return _keeps(row, actor)


def figures(since: datetime, until: datetime, area_path: str) -> tuple[Figure, ...]:
    """Count what this app holds: suggestions and their answers, and who sat together over them."""
    return (
        *suggestion_figures(since, until, area_path),
        *sitting_figures(since, until, area_path),
    )


__all__ = [
    "EARLY",
    "REASONS",
    "MeetingFact",
    "Page",
    "QuestionFact",
    "ReplyFact",
    "SittingFact",
    "SuggestionFact",
    "Told",
    "answered",
    "asked_in",
    "asked_of",
    "figures",
    "keeps",
    "meeting",
    "meetings",
    "mine",
    "my_questions",
    "room_of",
    "same_question",
    "sitting",
    "sittings",
    "themes",
    "told",
    "unanswered",
    "waiting_in",
]
