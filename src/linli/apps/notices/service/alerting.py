"""Says that somebody should come by: an emergency was not heard in time, and there is no channel left to try.

Staff of the community see it on their page, contact households nearby get a task if those concerned agreed to a
neighbour. Neither is told what is known of anybody but that they have not heard; that is all there is.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.db.models import Exists, OuterRef

from linli.apps.grid import facts as grid
from linli.apps.grid import service as ground
from linli.apps.notices import events
from linli.apps.notices.facts.letters import headline
from linli.apps.notices.models import Announcement, Telling, VisitAlert
from linli.apps.notices.models.codes import PUBLISHED
from linli.apps.notices.policy.refs import community_of
from linli.core.clock.instants import local
from linli.core.shared.outcomes import JsonValue
from linli.kernel.access.actors import Actor, system_actor
from linli.kernel.audit.act import Acting, act
from linli.kernel.audit.outcomes import Outcome
from linli.kernel.ui.text import t

ALERT_AFTER = timedelta(hours=1)
MOST, HOUSEHOLDS = 2_000, 3

log = logging.getLogger(__name__)


def alert_unheard(at: datetime) -> int:
    """Call for visits where an emergency was told over the last channel an hour ago and not heard; returns how many.

    Each announcement calls for each community once; who is told there later is on the same list.
    """
    made = 0
    for row in _emergencies(at):
        waiting: dict[str, bool] = {}
        for path, neighbour in _waiting(row, at):
            place = community_of(path)
            waiting[place] = waiting.get(place, False) or neighbour
        done = set(VisitAlert.objects.filter(announcement=row).values_list("area_path", flat=True))
        for place, agreed in sorted(waiting.items()):
            if place not in done:
                made += _alert(row, place, at)
                if agreed:
                    _ask_neighbours(row, place, at)
    return made


def _emergencies(at: datetime) -> list[Announcement]:
    rows = Announcement.objects.filter(emergency=True, state=PUBLISHED, expires_at__gt=at)
    return list(rows.select_related("stream", "of").order_by("id")[:50])


def _waiting(row: Announcement, at: datetime) -> list[tuple[str, bool]]:
    later = Telling.objects.filter(
        announcement=OuterRef("announcement"),
        subscription=OuterRef("subscription"),
        step__gt=OuterRef("step"),
    )
    open_ = Telling.objects.filter(
        ~Exists(later), announcement=row, heard_at=None, next_at=None, told_at__lte=at - ALERT_AFTER,
        subscription__ended_at=None,
    )  # fmt: skip
    return list(open_.values_list("subscription__area_path", "subscription__neighbour").distinct()[:MOST])


def _alert(row: Announcement, place: str, at: datetime) -> bool:
    def work(acting: Acting) -> JsonValue:
        fresh = Announcement.objects.select_related("stream").get(pk=row.pk)
        code = place.strip("/").rpartition("/")[2]
        acting.enter(fresh.stream, events.VISITS_CALLED, {"area": code})
        VisitAlert.objects.create(announcement=fresh, area_path=place, alerted_at=at)
        return True

    act_id = str(uuid5(UUID(str(row.ref)), f"visits/{place}"))
    return bool(
        act("notices.call_visits", work, said=[str(row.ref), place], actor=_WORKER, act_id=act_id, at=at)
    )


def _ask_neighbours(row: Announcement, place: str, at: datetime) -> None:
    """Ask some contact households of the community to come by; one that has enough to do is left alone."""
    words = t("notices.visit_task", lang="zh", title=headline(row, "zh"))
    new = ground.NewTask("notice", words[:500], local(at).date())
    asked = 0
    for home in grid.contact_households(place, actor=_WORKER):
        if asked == HOUSEHOLDS:
            break
        act_id = str(uuid5(UUID(str(row.ref)), f"visits/{home.ref}"))
        try:
            ground.ask_household(home.ref, new, actor=_WORKER, act_id=act_id, at=at)
        except Outcome:
            log.info("a contact household could not be asked to come by")
            continue
        asked += 1


_WORKER: Actor = system_actor("worker")
