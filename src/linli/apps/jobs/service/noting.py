"""What each side says of the other after the work: for the two and the staff, sealed, never counted."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from linli.apps.jobs import events
from linli.apps.jobs.models import EngagementNote
from linli.apps.jobs.models import engagements as kept
from linli.apps.jobs.service.employers import who
from linli.apps.jobs.service.engaging import side_in
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.core.shared.text import clean_text
from linli.kernel.access.actors import Actor
from linli.kernel.audit.act import Acting, act
from linli.kernel.audit.outcomes import Invalid, Refused, Stale
from linli.kernel.identity.personal import index, seal

LONGEST = 300


def note(ref: UUID | str, text: str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Say once for one's side how it went.

    Raises:
        NotVisible: not a side of it.
        Invalid: nothing said, or too much.
        Refused: the work has not begun.
        Stale: this side has spoken.
    """
    side_in(ref, actor)
    words = clean_text(text).strip()
    if not words:
        raise Invalid(Problem("text", "jobs.note_missing"))
    if len(words) > LONGEST:
        raise Invalid(Problem("text", "lifecycle.too_long", {"limit": LONGEST, "length": len(words)}))

    def work(acting: Acting) -> JsonValue:
        row, side = side_in(ref, actor)
        if row.state not in (kept.CONFIRMED, kept.PAID_SAID, kept.PAID, kept.UNPAID) or row.starts_at > at:
            raise Refused(Refusal("jobs.not_begun"))
        if EngagementNote.objects.filter(engagement=row, side=side).exists():
            raise Stale("jobs.noted_already")
        acting.enter(row.stream, events.NOTED, {"by": side}, [who(actor)])
        EngagementNote.objects.create(
            engagement=row,
            side=side,
            author_id=actor.account_id,
            text_sealed=seal(words, "jobs.note"),
            noted_at=at,
        )
        return None

    act("jobs.note", work, said=[str(ref), index(words, "said")], actor=actor, act_id=act_id, at=at)
