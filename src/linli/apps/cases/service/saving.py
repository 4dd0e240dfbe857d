"""Keeps a form that somebody will go on with later, for a month, sealed; wiped when it is sent, erased or too old.

A form is not yet a case: nothing of it enters the log, so that erasing it leaves nothing behind.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest

from django.db import transaction

from linli.apps.cases.facts.codes import saved_code
from linli.apps.cases.facts.saved import Saved, own_row, saved_of, saved_rows
from linli.apps.cases.models import SavedForm
from linli.apps.cases.service.files import form_key
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.kernel.access.actors import Actor
from linli.kernel.audit.outcomes import Invalid, Refused
from linli.kernel.files import facts as kept
from linli.kernel.files import service as files
from linli.kernel.identity import personal
from linli.kernel.identity.throttle import allow

LASTS, REMEMBERED = timedelta(days=30), timedelta(days=7)
AT_MOST = 20
"""Forms that one person may have begun at a time."""
LARGEST = 300_000
TRIES, WITHIN = 10, 600


@dataclass(frozen=True, slots=True)
class Begun:
    """A form as it is kept: the service, the version that asked, its act, and everything typed so far."""

    service: str
    pack: str
    act_id: str
    said: JsonValue


def save_form(begun: Begun, *, actor: Actor, phone: str = "", at: datetime) -> Saved:
    """Keep a form for its owner: the account that is signed in, or whoever has the telephone and the code.

    Saved again it is kept anew, and a month longer.

    Raises:
        Invalid: too much, or no number to come back with.
        Refused: too many forms begun, or this one belongs to somebody else.
    """
    account, index = actor.account_id, ""
    if account is None:
        number = personal.read_phone(phone)
        if isinstance(number, Problem):
            raise Invalid(Problem("save_phone", number.code, number.params))
        index = personal.index(number, "phone")
    text = json.dumps(begun.said, ensure_ascii=False)
    if len(text) > LARGEST:
        raise Invalid(Problem("", "cases.saved_too_large"))
    row = SavedForm.objects.filter(act_id=begun.act_id).first()
    if row is None:
        _refuse_too_many(account, index, at)
        row = SavedForm(ref=uuid.uuid4(), act_id=begun.act_id, account_id=account, phone_index=index)
    elif (row.account_id, row.phone_index) != (account, index):
        raise Refused(Refusal("cases.saved_elsewhere"))
    row.service, row.pack = begun.service, begun.pack
    row.sealed = personal.seal(text, "form")
    row.saved_at, row.expires_at = at, at + LASTS
    with transaction.atomic():
        row.save()
        files.keep_until(form_key(begun.act_id), row.expires_at)
    return saved_of(row)


def _refuse_too_many(account: int | None, index: str, at: datetime) -> None:
    if saved_rows(account, index, at).count() >= AT_MOST:
        raise Refused(Refusal("cases.saved_too_many", {"limit": AT_MOST}))


def resume(ref: str, *, actor: Actor, at: datetime) -> Begun:
    """Return a form of one's own account.

    Raises:
        NotVisible: absent, too old, or not this person's.
    """
    return _begun(own_row(ref, actor=actor, at=at))


def resume_by_code(phone: str, code: str, at: datetime) -> tuple[str, Begun]:
    """Return a form by telephone number and code; a wrong pair says one thing only.

    Raises:
        Invalid: no such pair.
        Throttled: too many tries for this number.
    """
    wrong = Invalid(Problem("code", "cases.saved_none"))
    number = personal.read_phone(phone)
    if isinstance(number, Problem):
        raise Invalid(number)
    index = personal.index(number, "phone")
    allow(f"saved-form/{index}", TRIES, WITHIN, at)
    for row in saved_rows(None, index, at):
        if compare_digest(saved_code(row.ref).encode(), code.strip().upper().encode()):
            return str(row.ref), _begun(row)
    raise wrong


def _begun(row: SavedForm) -> Begun:
    said = json.loads(personal.unseal(bytes(row.sealed), "form"))
    return Begun(row.service, row.pack, str(row.act_id), said)


def erase_form(act_id: str, at: datetime) -> None:
    """Wipe a saved form by the act it was begun with, and the files that were not handed over to a case."""
    if SavedForm.objects.filter(act_id=act_id).delete()[0]:
        files.delete([one.ref for one in kept.files_of(form_key(act_id))], at)


def mark_sent(act_id: str, person: str, answer: Mapping[str, JsonValue], at: datetime) -> None:
    """Empty a form that a program sent, and keep for a week what it was answered: that may get lost on the way."""
    text = json.dumps({"person": person, "answer": dict(answer)}, ensure_ascii=False)
    row = {"sealed": personal.seal(text, "form"), "sent_at": at, "expires_at": at + REMEMBERED}
    if SavedForm.objects.filter(act_id=act_id).update(**row):
        files.delete([one.ref for one in kept.files_of(form_key(act_id))], at)


def erase_own(ref: str, *, actor: Actor, at: datetime) -> None:
    """Wipe a form of one's own account.

    Raises:
        NotVisible: absent, or not this person's.
    """
    erase_form(str(own_row(ref, actor=actor, at=at).act_id), at)


def erase_saved_of(account_ref: str, at: datetime) -> None:
    """Wipe every form of somebody who is forgotten."""
    for act_id in SavedForm.objects.filter(account__ref=account_ref).values_list("act_id", flat=True):
        erase_form(str(act_id), at)


def wipe_due(at: datetime, limit: int = 200) -> int:
    """Wipe what was not gone on with in time; a job calls this."""
    due = list(
        SavedForm.objects.filter(expires_at__lte=at)
        .order_by("expires_at")
        .values_list("act_id", flat=True)[:limit]
    )
    for act_id in due:
        erase_form(str(act_id), at)
    return len(due)
