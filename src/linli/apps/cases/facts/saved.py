"""Forms that were begun and saved: one's own list, and how to come back to one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from linli.apps.cases.facts.codes import saved_code
from linli.apps.cases.models import SavedForm
from linli.core.shared.outcomes import JsonValue
from linli.kernel.access.actors import Actor
from linli.kernel.audit.outcomes import NotVisible
from linli.kernel.identity import personal
from linli.kernel.identity.held import Held


@dataclass(frozen=True, slots=True)
class Saved:
    """A form that was begun: of which service, until when it is kept, and the code for whoever has no account.

    ``person`` is the resident for whom an agent writes, "" where it is for oneself.
    """

    ref: str
    service: str
    pack: str
    saved_at: datetime
    expires_at: datetime
    code: str
    person: str = ""


def saved_of(row: SavedForm) -> Saved:
    """Tell of a saved form what its owner may know."""
    code = "" if row.account_id else saved_code(row.ref)
    said = json.loads(personal.unseal(bytes(row.sealed), "form"))
    person = str(said.get("person") or "") if isinstance(said, dict) else ""
    return Saved(str(row.ref), row.service, row.pack, row.saved_at, row.expires_at, code, person)


def saved_rows(account_id: int | None, phone_index: str, at: datetime) -> QuerySet[SavedForm]:
    """Return the rows of an owner that are not too old."""
    owner = {"account_id": account_id} if account_id is not None else {"phone_index": phone_index}
    return SavedForm.objects.filter(expires_at__gt=at, sent_at=None, **owner).order_by("-saved_at")


@dataclass(frozen=True, slots=True)
class SentForm:
    """What a program was answered when it sent a form, and for whom it was sent."""

    person: str
    answer: Mapping[str, JsonValue]


def sent_form(ref: str, *, actor: Actor, at: datetime) -> SentForm | None:
    """Return what was answered when a program sent one's own form lately; None when it was not sent so."""
    if actor.account_id is None:
        return None
    rows = SavedForm.objects.filter(account_id=actor.account_id, ref=UUID(ref), expires_at__gt=at)
    row = rows.exclude(sent_at=None).first()
    if row is None:
        return None
    said = json.loads(personal.unseal(bytes(row.sealed), "form"))
    return SentForm(str(said["person"]), said["answer"])


def saved_forms(actor: Actor, at: datetime) -> tuple[Saved, ...]:
    """Return the forms that one's account began, the latest first."""
    if actor.account_id is None:
        return ()
    return tuple(saved_of(row) for row in saved_rows(actor.account_id, "", at))


def saved_form(ref: str, *, actor: Actor, at: datetime) -> Saved:
    """Return what is known of one's own form.

    Raises:
        NotVisible: absent, too old, or not this person's.
    """
    return saved_of(own_row(ref, actor=actor, at=at))


def own_row(ref: str, *, actor: Actor, at: datetime) -> SavedForm:
    """Return the row of one's own form.

    Raises:
        NotVisible: absent, too old, or not this person's.
    """
    mine = saved_rows(actor.account_id, "", at) if actor.account_id is not None else SavedForm.objects.none()
    row = mine.filter(ref=UUID(ref)).first()
    if row is None:
        raise NotVisible
    return row


def what_is_held(account_id: int, _account_ref: str, at: datetime) -> list[Held]:
    """Tell what is held of forms that were begun."""
    rows = saved_rows(account_id, "", at)
    return [Held("cases.held_form", row.service, "cases.held_why_form", row.expires_at) for row in rows]
