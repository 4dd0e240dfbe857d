"""Tells the family whom the person named, and forgets whoever is forgotten."""

from __future__ import annotations

from uuid import UUID, uuid5

from linli.apps.care import events
from linli.apps.care.models import CareFile
from linli.apps.care.policy import as_uuid
from linli.apps.care.service import forget_person
from linli.apps.people.events import PERSON_FORGOTTEN
from linli.kernel.identity.personal import unseal
from linli.kernel.messaging.service import send
from linli.kernel.outbox.registry import Happening, subscribe
from linli.kernel.ui.text import t

LETTERS = "care.letters"
STATES = frozenset({"here", "left", "absent"})


def register() -> None:
    """Declare what this app wants to hear of; called in ``AppConfig.ready``."""
    subscribe(PERSON_FORGOTTEN, "care.erasing", forget)
    subscribe(events.ATTENDANCE_NOTED, LETTERS, write_of_day)
    subscribe(events.RESULT_TOLD, LETTERS, write_of_result)
    subscribe(events.ADMITTED, LETTERS, write_of_place)
    subscribe(events.INCIDENT_NOTED, LETTERS, write_of_incident)


def forget(happening: Happening) -> None:
    """Delete all that care holds of the person."""
    forget_person(str(happening.payload.get("resident", "")), key=happening.key, at=happening.at)


def write_of_day(happening: Happening) -> None:
    """Say that somebody came, left or is absent."""
    state = str(happening.payload.get("state", ""))
    if state in STATES:
        _write(happening, f"care.letter_{state}")


def write_of_result(happening: Happening) -> None:
    """Say that the result of the assessment is there; never what it is."""
    _write(happening, "care.letter_result")


def write_of_place(happening: Happening) -> None:
    """Say that a place is free for the person now."""
    _write(happening, "care.letter_place")


def write_of_incident(happening: Happening) -> None:
    """Ask the family to call: something happened."""
    _write(happening, "care.letter_incident")


def _write(happening: Happening, key: str) -> None:
    """Write to each family member who is told; the letter names the person by the family name only, by day."""
    rows = CareFile.objects.select_related("resident").filter(
        ref=as_uuid(str(happening.payload["file"])), closed_at=None
    )
    row = rows.first()
    if row is None:
        return
    for one in row.family.filter(is_told=True, withdrawn_at=None, phone_sealed__isnull=False).order_by("pk"):
        phone = unseal(bytes(one.phone_sealed), "phone")
        body = t(key, lang="zh", name=row.resident.name_masked, at=happening.recorded_at)
        ref = uuid5(UUID(happening.key), f"{key}/{one.ref}")
        send(phone, "sms", t("care.letter_subject", lang="zh"), body, happening.at, ref=ref)
