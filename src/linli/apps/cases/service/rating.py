"""What the resident answered, kept where no handler looks: the row behind the rates."""

from __future__ import annotations

from linli.apps.cases.facts.loading import Loaded
from linli.apps.cases.models import Case, Participant, Rating
from linli.apps.cases.service.draft import Scene
from linli.kernel.audit.act import Acting

SCALE = {"satisfied": 5, "mostly": 4, "partly": 3, "not_satisfied": 1}
"""The four answers on the five-step scale of the rates."""

CALLED = {"solved": "yes", "not_solved": "no"}


def write_rating(acting: Acting, scene: Scene, loaded: Loaded) -> None:
    """Store the answer; said again in the same round, the last word counts."""
    result = str(scene.inputs.get("result") or "")
    by_person = loaded.parts.relation is not None and not scene.actor.grants
    solved = CALLED.get(result, "") if result else ("no" if scene.move == "contest" else "yes")
    Rating.objects.update_or_create(
        case=scene.case,
        participant=_who(scene.case, scene.actor.account_id if by_person else None),
        round=loaded.state.counters.get("reopened", 0),
        defaults={
            "reached": result != "unreachable",
            "contacted_in_time": scene.inputs.get("contacted_in_time"),
            "solved": solved,
            "satisfaction": SCALE.get(str(scene.inputs.get("satisfaction") or "")),
            "words": str(scene.inputs.get("note") or scene.inputs.get("reason") or ""),
            "via": "resident" if by_person else "caller",
            "at": acting.occurred_at,
        },
    )


def _who(case: Case, account_id: int | None) -> Participant | None:
    people = Participant.objects.filter(case=case)
    chosen = people.filter(account_id=account_id) if account_id else people.filter(relation="reporter")
    return chosen.order_by("id").first()
