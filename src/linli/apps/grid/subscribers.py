"""Letters to contact households that agreed to them: that something was asked, and once before its day."""

from __future__ import annotations

from uuid import UUID

from linli.apps.grid.events import HOUSEHOLD_ASKED, HOUSEHOLD_TASK_DUE
from linli.apps.grid.models import HouseholdTask
from linli.apps.grid.policy.household_tasks import is_open
from linli.kernel.identity import personal
from linli.kernel.messaging.service import send
from linli.kernel.outbox.registry import Happening, subscribe
from linli.kernel.ui import show
from linli.kernel.ui.text import t

SENDER = "grid.household_letters"
SENTENCES = {HOUSEHOLD_ASKED: "grid.letter_asked", HOUSEHOLD_TASK_DUE: "grid.letter_due"}


def register() -> None:
    """Declare what this app wants to hear of; called in ``AppConfig.ready``."""
    for event in SENTENCES:
        subscribe(event, SENDER, write_to_household)


def write_to_household(happening: Happening) -> None:
    """Write that there is something, not what it is: somebody else may read the telephone."""
    rows = HouseholdTask.objects.select_related("household__account")
    task = rows.filter(ref=str(happening.payload["task"])).first()
    if task is None or not is_open(task.state) or not task.household.wants_letters:
        return
    home = task.household
    phone = personal.unseal(bytes(home.phone_sealed), "phone") if home.phone_sealed else ""
    if not phone:
        return
    language = home.account.language if home.account else "zh"
    day = show.day(task.day, language) if task.day else ""
    subject = t("grid.letter_subject", lang=language)
    body = t(SENTENCES[happening.event], lang=language, day=day)
    send(phone, "sms", subject, body, happening.at, ref=UUID(happening.key))
