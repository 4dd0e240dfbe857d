"""What the market comes to in a month: counts with their wholes, never a person."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, F, Q, Sum

from linli.apps.jobs.models import Employer, Engagement, Post, WorkerProfile
from linli.apps.jobs.models.engagements import PAID, UNPAID
from linli.core.shared.figures import Figure


def figures(since: datetime, until: datetime, area_path: str = "/") -> tuple[Figure, ...]:
    """Count employers, places, workers, intents and pay between two moments in an area and below."""
    here = {} if area_path == "/" else {"area_path__startswith": area_path}
    there = {f"post__{name}": value for name, value in here.items()}
    employers = Employer.objects.filter(registered_at__lt=until, **here).exclude(state="refused")
    posts = Post.objects.filter(posted_at__gte=since, posted_at__lt=until, **here)
    seen = posts.aggregate(
        opened=Sum("places", filter=Q(state__in=("open", "withdrawn"))), turned_down=Sum("places", filter=Q(state="refused")),
        unread=Sum("places", filter=Q(state="waiting")),
    )  # fmt: skip
    came = WorkerProfile.objects.filter(entered_at__lt=until, **here)
    helped = WorkerProfile.objects.filter(
        help_case__opened_at__gte=since, help_case__opened_at__lt=until, **here
    )
    asked = Engagement.objects.filter(wished_at__gte=since, wished_at__lt=until, **there)
    due = Engagement.objects.filter(due_on__gte=since.date(), due_on__lt=until.date(), **there)
    paid = due.filter(state__in=(PAID, UNPAID)).aggregate(
        n=Count("id"), on_time=Count("id", filter=Q(state=PAID, paid_said_at__date__lte=F("due_on")))
    )
    return (
        Figure("jobs_employers", employers.count()),
        Figure(
            "jobs_places", seen["opened"] or 0,
            excluded={"jobs_refused": seen["turned_down"] or 0, "jobs_waiting": seen["unread"] or 0},
        ),
        Figure("jobs_workers", came.count(), of_people=True),
        Figure("jobs_helped", helped.count(), of_people=True),
        Figure("jobs_intents", asked.count(), of_people=True),
        Figure("jobs_paid_on_time", paid["on_time"], paid["n"], of_people=True),
    )  # fmt: skip


def source_figures() -> tuple[tuple[str, str, int, bool], ...]:
    """Return the figures of the page that this part answers to: name, where it says so, figure, whether they disagree.

    The same page says 600-odd workers in its text and more than 6,000 in its headline. Both are kept; which is
    right is not known.
    """
    return (
        ("employers", "text", 48, False),
        ("places", "text", 1944, False),
        ("intents", "text", 200, False),
        ("workers", "text", 600, True),
        ("workers", "headline", 6000, True),
    )
