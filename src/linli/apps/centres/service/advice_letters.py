"""Letters about consultations: they say when and where, never with whom or about what."""

from __future__ import annotations

from uuid import UUID, uuid5

from linli.apps.centres.facts import advising
from linli.apps.centres.models import Consultation
from linli.kernel.audit.act import Acting
from linli.kernel.identity.service import phone_of
from linli.kernel.messaging.service import send
from linli.kernel.ui.text import t


def write(row: Consultation, what: str, acting: Acting, **more: str) -> None:
    """Write to the client, at a decent hour; somebody else may read the telephone."""
    client = row.client
    phone = phone_of(client) if client is not None else ""
    if client is None or not phone:
        return
    spoken = client.language
    place = advising.place_of(row, spoken)
    subject = t("centres.advice.letter_subject", lang=spoken)
    body = t(f"centres.advice.letter_{what}", lang=spoken, at=row.starts, place=place, **more)
    send(phone, "sms", subject, body, acting.at, ref=uuid5(UUID(acting.act_id), f"{what}/{row.ref}"))
