"""A certificate for a level that staff saw with their own eyes: noted at the trade, as easily taken back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from linli.apps.jobs import events
from linli.apps.jobs.models import WorkerProfile, WorkerTrade
from linli.apps.jobs.models.workers import LEFT
from linli.apps.jobs.service.employers import who
from linli.core.shared.outcomes import JsonValue, Problem
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.act import Acting, act
from linli.kernel.audit.outcomes import Invalid, NotVisible, Stale


def see_paper(
    worker: UUID | str, trade: str, *, seen: bool = True, actor: Actor, act_id: str, at: datetime
) -> None:
    """Note that the certificate for a trade's level was seen, or take that back; no copy of it is kept.

    Raises:
        NotVisible: no such worker in the actor's area, or the actor's own entry.
        Invalid: the worker has no such trade.
        Stale: it is noted so already.
    """
    _worker(worker, actor)

    def work(acting: Acting) -> JsonValue:
        row = _worker(worker, actor)
        kept = WorkerTrade.objects.filter(worker=row, trade__code=trade).first()
        if kept is None:
            raise Invalid(Problem("trade", "jobs.trade_not_theirs"))
        if kept.paper_seen == seen:
            raise Stale("jobs.so_already")
        acting.enter(row.stream, events.PAPER_SEEN, {"seen": seen}, [who(actor)])
        kept.paper_seen = seen
        kept.save(update_fields=["paper_seen"])
        return None

    act("jobs.see_paper", work, said=[str(worker), trade, seen], actor=actor, act_id=act_id, at=at)


def _worker(ref: UUID | str, actor: Actor) -> WorkerProfile:
    row = WorkerProfile.objects.select_related("stream").filter(ref=ref).exclude(state=LEFT).first()
    if row is None or row.account_id == actor.account_id:
        raise NotVisible
    if not actor.may(Permission.WORKER_ENTER, area_path=row.area_path):
        raise NotVisible
    return row
