"""What others may know of meetings."""

from linli.apps.council.facts.finding import keeps as _keeps
from linli.apps.council.facts.open import (
    MeetingFact,
    Page,
    ReplyFact,
    SuggestionFact,
    Told,
    asked_of,
    figures,
    meeting,
    meetings,
    themes,
    told,
    unanswered,
    waiting_in,
)
from linli.apps.council.facts.own import mine
from linli.apps.council.models import REASONS, Meeting
from linli.kernel.access.actors import Actor


def keeps(row: Meeting, actor: Actor) -> bool:
    """Say whether the actor keeps this meeting."""
    return _keeps(row, actor)


__all__ = [
    "REASONS",
    "MeetingFact",
    "Page",
    "ReplyFact",
    "SuggestionFact",
    "Told",
    "asked_of",
    "figures",
    "keeps",
    "meeting",
    "meetings",
    "mine",
    "themes",
    "told",
    "unanswered",
    "waiting_in",
]
