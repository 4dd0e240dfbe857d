"""Tells authors why something is not shown, and when it was answered; lets go of who is forgotten."""

from __future__ import annotations

from uuid import UUID, uuid5

from linli.apps.council import events
from linli.apps.council.models import PUBLISHED, Reply, Suggestion
from linli.apps.council.service import forget_account
from linli.apps.people.events import PERSON_FORGOTTEN
from linli.kernel.identity.service import phone_of
from linli.kernel.messaging.service import send
from linli.kernel.outbox.registry import Happening, subscribe
from linli.kernel.ui.text import t

PORTION = 500


def register() -> None:
    """Declare what this app wants to hear of; called in ``AppConfig.ready``."""
    subscribe(events.REJECTED, "council.letters", write_of_no)
    subscribe(events.ANSWERED, "council.answer_letters", write_of_answer)
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


def write_of_answer(happening: Happening) -> None:
    """Tell everybody whose suggestion it answers, once each, where the answer is; the letter does not say what they said."""
    row = Reply.objects.filter(ref=str(happening.payload["reply"])).select_related("body", "meeting").first()
    if row is None:
        return
    said = Suggestion.objects.filter(state=PUBLISHED, account__isnull=False).select_related("account")
    said = said.filter(theme_id=row.theme_id) if row.theme_id else said.filter(pk=row.suggestion_id)
    people = {one.account_id: one.account for one in said.order_by("id").iterator(chunk_size=PORTION)}
    for account in people.values():
        if account is None or not (phone := phone_of(account)):
            continue
        spoken = account.language
        zh = spoken == "zh"
        words = t(
            "council.letter_answered", lang=spoken,
            question=row.meeting.question_zh if zh else row.meeting.question_en or row.meeting.question_zh,
            body=row.body.name_zh if zh else row.body.name_en or row.body.name_zh,
        )  # fmt: skip
        ref = uuid5(UUID(happening.key), f"council.answered/{account.ref}")
        send(phone, "sms", t("council.letter_answered_subject", lang=spoken), words, happening.at, ref=ref)
