"""What this app does when others have decided something, and what follows from its own acts."""

from __future__ import annotations

from uuid import UUID, uuid5

from linli.apps.notices import events
from linli.apps.notices.facts import said
from linli.apps.notices.facts.letters import link, words_of
from linli.apps.notices.models import Announcement, SearchNotice, Subscription
from linli.apps.notices.models.search import ENDED
from linli.apps.notices.policy.links import own_token
from linli.apps.notices.service import end_of_account, end_unconsented, forget_account
from linli.apps.people.events import CONSENT_CHANGED, PERSON_FORGOTTEN
from linli.kernel.identity.personal import unseal
from linli.kernel.identity.service import phone_of
from linli.kernel.messaging.service import send
from linli.kernel.messaging.voice import record
from linli.kernel.outbox.registry import Happening, subscribe
from linli.kernel.ui.text import t


def register() -> None:
    """Declare what this app wants to hear of; called in ``AppConfig.ready``."""
    subscribe(events.ANNOUNCED, "notices.voice", read_aloud)
    subscribe(events.LEFT_WORD, "notices.left_word", tell_of_word)
    subscribe(events.MAIL_ASKED, "notices.mail_asked", ask_mail)
    subscribe(PERSON_FORGOTTEN, "notices.erasing", forget)
    subscribe(CONSENT_CHANGED, "notices.consents", look_at_consents)


def read_aloud(happening: Happening) -> None:
    """Have a new announcement read aloud in each language it has."""
    row = Announcement.objects.filter(ref=str(happening.payload["announcement"])).first()
    for language in ("zh", "en") if row is not None else ():
        if row is not None and words_of(row, language).language == language:
            record(said(row, language), language)


def tell_of_word(happening: Happening) -> None:
    """Tell whoever put up a search notice that a message waits; not what it says."""
    rows = SearchNotice.objects.filter(ref=str(happening.payload["search"])).exclude(state=ENDED)
    row = rows.select_related("account").first()
    phone = phone_of(row.account) if row is not None and row.account is not None else ""
    if row is None or row.account is None or not phone:
        return
    spoken = row.account.language
    send(
        phone, "sms", "", t("notices.letter_word", lang=spoken), happening.at,
        ref=uuid5(UUID(happening.key), "notices.word"),
    )  # fmt: skip


def ask_mail(happening: Happening) -> None:
    """Ask whoever reads an address of mail whether letters may go there."""
    ref = str(happening.payload["subscription"])
    row = Subscription.objects.filter(ref=ref, ended_at=None, email_confirmed_at=None).first()
    if row is None or not row.email_sealed:
        return
    address = link("").removesuffix("/n/") + f"/near/notices/mail/{own_token('mail', ref)}"
    send(
        unseal(bytes(row.email_sealed), "email"), "email", t("notices.mail_ask_subject", lang=row.language),
        t("notices.mail_ask", lang=row.language, link=address), happening.at,
        quiet=None, ref=uuid5(UUID(happening.key), "notices.mail"),
    )  # fmt: skip


def forget(happening: Happening) -> None:
    """End what a forgotten person subscribed to and put up."""
    account, resident = (str(happening.payload.get(name) or "") for name in ("account", "resident"))
    forget_account(account, resident, key=happening.key, at=happening.at)
    end_of_account(account, key=happening.key, at=happening.at)


def look_at_consents(happening: Happening) -> None:
    """End the subscriptions of agents whose consent was taken back."""
    if happening.payload.get("kind") == "agent":
        end_unconsented(happening.at, happening.key)
