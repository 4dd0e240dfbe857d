"""What this app does when a person was forgotten, a case went another way, or a certificate was revoked."""

from __future__ import annotations

from uuid import UUID, uuid5

from linli.apps.cases.events import CASE_MOVED
from linli.apps.certificates import events
from linli.apps.certificates.models import Certificate
from linli.apps.certificates.policy.codes import write_code
from linli.apps.certificates.service.confirming import follow_entry
from linli.apps.certificates.service.following import follow_case
from linli.apps.certificates.service.forgetting import forget_person
from linli.apps.people.events import PERSON_FORGOTTEN
from linli.kernel.identity.service import phone_of
from linli.kernel.messaging.service import send
from linli.kernel.outbox.registry import Happening, subscribe
from linli.kernel.ui.text import t

LETTERS, FOLLOWING = "certificates.letters", "certificates.following"
BY_HOLDER = frozenset({"resident"})


def register() -> None:
    """Declare what this app wants to hear of; called in ``AppConfig.ready``."""
    subscribe(PERSON_FORGOTTEN, "certificates.erasing", forget)
    subscribe(CASE_MOVED, FOLLOWING, follow)
    subscribe(events.ENTRY_DECIDED, FOLLOWING, follow_correction)
    subscribe(events.CERTIFICATE_REVOKED, LETTERS, write_of_revoking)
    subscribe(events.CERTIFICATE_ISSUED, LETTERS, write_of_issuing)


def forget(happening: Happening) -> None:
    """Forget what the person's certificates say."""
    account, rule, authority = (
        str(happening.payload.get(name, "")) for name in ("account", "rule", "authority")
    )
    forget_person(account, rule, authority, key=happening.key, at=happening.at)


def follow(happening: Happening) -> None:
    """Revoke what the case no longer bears out."""
    follow_case(str(happening.payload["case"]), key=happening.key, at=happening.at)


def follow_correction(happening: Happening) -> None:
    """Revoke what rested on an entry that a correction replaced."""
    follow_entry(str(happening.payload["entry"]), key=happening.key, at=happening.at)


def write_of_revoking(happening: Happening) -> None:
    """Tell the holder why a certificate can no longer be used, unless they took it back themselves."""
    if happening.payload.get("role") not in BY_HOLDER:
        _write(happening, "certificates.letter_revoked")


def write_of_issuing(happening: Happening) -> None:
    """Tell the holder what was issued by their consent without them."""
    if happening.payload.get("role") == "agent":
        _write(happening, "certificates.letter_issued")


def _write(happening: Happening, key: str) -> None:
    """Write to the holder; the letter names neither kind nor case, for somebody else may read the telephone."""
    rows = Certificate.objects.filter(ref=str(happening.payload["certificate"])).select_related("holder")
    row = rows.first()
    phone = phone_of(row.holder) if row is not None and row.holder is not None else ""
    if row is None or row.holder is None or not phone:
        return
    language = row.holder.language
    code = write_code(row.code)[:4]
    reason = {"reason": t(f"certificates.reason.{row.revoked_for}", lang=language)} if row.revoked_for else {}
    body = t(key, lang=language, code=code, **reason)
    subject = t("certificates.letter_subject", lang=language)
    send(phone, "sms", subject, body, happening.at, ref=uuid5(UUID(happening.key), key))
