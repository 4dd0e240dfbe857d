"""Reminds guardians of check-ups and vaccinations of a child in childcare: by consent only, once for each."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid5

from linli.apps.activities.models import ChildcareApplication
from linli.apps.activities.models.childcare import STARTED
from linli.apps.activities.policy.childcare import due
from linli.apps.people import facts as people
from linli.core.clock.instants import local
from linli.kernel.identity.service import phone_of
from linli.kernel.messaging.service import send
from linli.kernel.ui.text import t

MOST = 2_000
"""Children looked at in one round."""


def remind(at: datetime) -> int:
    """Write of what is due in the next days to guardians who agreed to reminders; returns how many letters.

    The letter names no child; under one ref it is written once, however often the round comes.
    """
    rows = ChildcareApplication.objects.filter(
        standing__in=("taken", STARTED),
        born__isnull=False,
        account_id__in=people.agreeing_accounts("reminders", at),
    )
    written = 0
    for row in rows.select_related("account").order_by("id")[:MOST]:
        account, born = row.account, row.born
        phone = phone_of(account) if account is not None else ""
        if account is None or born is None or not phone:
            continue
        spoken = account.language
        for kind, months, day in due(born, local(at).date()):
            body = t(f"activities.letter.{kind}", lang=spoken, months=months, day=day)
            subject = t("activities.letter.reminder_subject", lang=spoken)
            send(phone, "sms", subject, body, at, ref=uuid5(row.ref, f"{kind}/{months}"))
            written += 1
    return written
