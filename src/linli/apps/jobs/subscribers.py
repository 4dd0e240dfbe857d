"""What this app does when a person was forgotten, and when somebody has something to answer."""

from __future__ import annotations

from uuid import UUID, uuid5

from django.conf import settings

from linli.apps.jobs import events
from linli.apps.jobs.models import EmployerPerson, Engagement
from linli.apps.jobs.service import Ground, forget_employer, forget_worker
from linli.apps.people.events import PERSON_FORGOTTEN
from linli.kernel.identity.models import Account
from linli.kernel.identity.service import phone_of
from linli.kernel.messaging.service import send
from linli.kernel.outbox.registry import Happening, subscribe
from linli.kernel.ui.text import t

TO_WORKER = frozenset(
    {"asked_worker", "agreed", "declined", "confirmed", "called_off", "not_there", "paid_said", "case_opened"}
)
TO_EMPLOYER = frozenset({"asked_employer", "agreed", "confirmed", "called_off", "pay_late"})


def register() -> None:
    """Declare what this app wants to hear of; called in ``AppConfig.ready``."""
    subscribe(PERSON_FORGOTTEN, "jobs.erasing", forget)
    subscribe(events.TOLD, "jobs.letters", write)


def forget(happening: Happening) -> None:
    """Empty the person's entry and take the person off employers."""
    account = str(happening.payload.get("account", ""))
    rule, authority = (str(happening.payload.get(name, "erasure")) for name in ("rule", "authority"))
    ground = Ground(rule, authority, happening.key)
    forget_worker(account, ground, at=happening.at)
    forget_employer(account, ground, at=happening.at)


def write(happening: Happening) -> None:
    """Write to those whom it concerns; the letter says that something waits, not what is between the two."""
    rows = Engagement.objects.select_related("post", "worker__account")
    row = rows.filter(ref=str(happening.payload["engagement"])).first()
    if row is None:
        return
    what = str(happening.payload["what"])
    if what == "asked":
        what = "asked_employer" if row.state == "wished" else "asked_worker"
    people: list[Account] = []
    if what in TO_WORKER and row.worker.account is not None:
        people.append(row.worker.account)
    if what in TO_EMPLOYER:
        own = EmployerPerson.objects.filter(employer_id=row.post.employer_id).select_related("account")
        people += [one.account for one in own]
    for person in people:
        _send(person, what, row, happening)


def _send(person: Account, what: str, row: Engagement, happening: Happening) -> None:
    phone = phone_of(person)
    if not phone:
        return
    said = t(
        f"jobs.letter_{what}",
        lang=person.language,
        day=row.starts_at,
        link=f"{settings.ADDRESS}/near/jobs/mine",
    )
    ref = uuid5(UUID(happening.key), f"jobs/{what}/{person.ref}")
    send(phone, "sms", t("jobs.letter_subject", lang=person.language), said, happening.at, ref=ref)
