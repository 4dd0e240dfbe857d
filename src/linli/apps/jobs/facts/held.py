"""What is held about a person here, told to that person."""

from __future__ import annotations

from datetime import datetime, timedelta

from linli.apps.jobs.facts.employing import shown_name
from linli.apps.jobs.facts.seeking import name_of
from linli.apps.jobs.models import EmployerPerson, Engagement, WorkerProfile
from linli.kernel.identity.held import Held

KEPT_FOR = timedelta(days=3 * 365)
"""A ledger of wages is kept for three years (保障农民工工资支付条例 art. 15)."""
MOST = 100


def what_is_held(account_id: int, _ref: str, _at: datetime) -> list[Held]:
    """Tell an entry, the employers one acts for, and agreed shifts until when."""
    found: list[Held] = []
    row = WorkerProfile.objects.filter(account_id=account_id).first()
    if row is not None:
        found.append(Held("jobs.held_entry", name_of(row, whole=True), "jobs.held_entry_why"))
        shifts = Engagement.objects.filter(worker=row, agreed_at__isnull=False).select_related(
            "post__employer"
        )
        found += [
            Held("jobs.held_shift", one.starts_at, "jobs.held_shift_why", one.ends_at + KEPT_FOR)
            for one in shifts.order_by("-id")[:MOST]
        ]
    acts = EmployerPerson.objects.filter(account_id=account_id).select_related("employer").order_by("id")
    found += [
        Held("jobs.held_employer", shown_name(one.employer), "jobs.held_employer_why") for one in acts[:MOST]
    ]
    return found
