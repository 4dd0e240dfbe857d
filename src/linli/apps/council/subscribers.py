"""Tells authors why something is not shown; lets go of who is forgotten."""

from __future__ import annotations

from uuid import UUID, uuid5

from linli.apps.council import events
from linli.apps.council.models import Suggestion
from linli.apps.council.service import forget_account
from linli.apps.people.events import PERSON_FORGOTTEN
from linli.kernel.identity.service import phone_of
from linli.kernel.messaging.service import send
from linli.kernel.outbox.registry import Happening, subscribe
from linli.kernel.ui.text import t


def register() -> None:
    """Declare what this app wants to hear of; called in ``AppConfig.ready``."""
    subscribe(events.REJECTED, "council.letters", write_of_no)
    subscribe(PERSON_FORGOTTEN, "council.erasing", forget)


def forget(happening: Happening) -> None:
    """Let go of a person."""
    forget_account(str(happening.payload.get("account", "")), at=happening.at)


def write_of_no(happening: Happening) -> None:
    """Tell an author why a suggestion is not shown, and that it can be said again."""
    row = (
        Suggestion.objects.filter(ref=str(happening.payload["suggestion"])).select_related("account").first()
    )
    if row is None or row.account is None or not (phone := phone_of(row.account)):
        return
    spoken = row.account.language
    why = t(f"council.reason.{row.reason}", lang=spoken)
    send(
        phone, "sms", t("council.letter_subject", lang=spoken), t("council.letter", lang=spoken, why=why),
        happening.at, ref=uuid5(UUID(happening.key), "council.letter"),
    )  # fmt: skip
