"""What announcements and search notices come to in a month: each figure with its whole."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Count, F, Q

from linli.apps.notices.models import Announcement, SearchNotice, Telling
from linli.apps.notices.models.codes import PUBLISHED, WITHDRAWN
from linli.apps.notices.models.search import ENDED, REFUSED
from linli.core.shared.figures import Figure

A_DAY = timedelta(days=1)


def figures(since: datetime, until: datetime, area_path: str) -> tuple[Figure, ...]:
    """Count announcements, who was told over what and heard within a day, and searches that ended well."""
    public = Announcement.objects.filter(
        published_at__gte=since, published_at__lt=until, state__in=[PUBLISHED, WITHDRAWN]
    )
    told = Telling.objects.filter(announcement__published_at__gte=since, announcement__published_at__lt=until)
    sought = SearchNotice.objects.filter(reported_at__gte=since, reported_at__lt=until).exclude(state=REFUSED)
    if area_path != "/":
        public = public.filter(area_path__under=area_path)
        told = told.filter(announcement__area_path__under=area_path)
        sought = sought.filter(area_path__under=area_path)
    soon = Q(heard_at__isnull=False, heard_at__lt=F("told_at") + A_DAY)
    rows = (
        told.values_list("channel").annotate(n=Count("id"), soon=Count("id", filter=soon)).order_by("channel")
    )
    ended = sought.aggregate(
        n=Count("id"), well=Count("id", filter=Q(state=ENDED, outcome__in=["found", "returned"]))
    )
    return (
        Figure("announcements", public.count()),
        *(Figure(f"heard_{channel}", heard, n, of_people=True) for channel, n, heard in rows),
        Figure("searches_ended_well", ended["well"], ended["n"], of_people=True),
    )
