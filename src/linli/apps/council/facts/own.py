"""What somebody suggested, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from linli.apps.council.facts.finding import as_uuid
from linli.apps.council.facts.open import SuggestionFact, _suggestion
from linli.apps.council.models import Question, Suggestion
from linli.kernel.access.actors import Actor
from linli.kernel.identity.held import Held
from linli.kernel.identity.personal import unseal

MOST = 100


def mine(ref: UUID | str, actor: Actor) -> tuple[tuple[SuggestionFact, str], ...]:
    """Return the actor's own suggestions in a meeting, with the reason where one is not shown."""
    if actor.account_id is None:
        return ()
    rows = Suggestion.objects.filter(meeting__ref=as_uuid(ref), account_id=actor.account_id)
    return tuple((_suggestion(one), one.reason) for one in rows.order_by("made_at")[:MOST])


def what_is_held(account_id: int, _ref: str, _at: object) -> Iterable[Held]:
    """Tell what is held about somebody here."""
    for one in Suggestion.objects.filter(account_id=account_id).order_by("id"):
        if one.text_sealed:
            yield Held(
                "council.held_suggestion", unseal(bytes(one.text_sealed), "council"), "council.held_why"
            )
    for asked in Question.objects.filter(account_id=account_id).order_by("id"):
        if asked.text_sealed:
            said = unseal(bytes(asked.text_sealed), "council")
            yield Held("council.held_question", said, "council.held_question_why")
