"""Consent is an act, and taking it back is one too, just as easy."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from linli.apps.people import events
from linli.apps.people.models import CONSENTS, EVERYBODY, Consent, Resident
from linli.apps.people.policy.refs import NOTHING, as_uuid
from linli.apps.people.service.writing import RETENTION, hand_of, subject_of, who
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.act import Acting, Item, act
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale


def give_consent(
    resident_ref: str,
    kind: str,
    given_to: str = EVERYBODY,
    *,
    until: datetime | None = None,
    actor: Actor,
    act_id: str,
    at: datetime,
) -> str:
    """Record a consent: the person's own act, or taken down by staff on the person's word; returns its ref."""
    row = Resident.objects.filter(ref=as_uuid(resident_ref), forgotten_at__isnull=True).first()
    if row is None:
        raise NotVisible
    hand = hand_of(row, actor, Permission.CONSENT_RECORD)
    problems = _problems(kind, given_to, until, at)
    if hand == "staff" and given_to in {actor.account_ref, actor.key}:
        problems.append(Problem("given_to", "people.consent_to_oneself"))
    if problems:
        raise Invalid(*problems)

    def work(acting: Acting) -> JsonValue:
        if Consent.objects.filter(subject=row, kind=kind, given_to=given_to, withdrawn_at=None).exists():
            raise Refused(Refusal("people.consent_given_already"))
        fresh = Resident.objects.select_related("stream").get(pk=row.pk)
        committed = [Item("given_to", given_to, subject_of(fresh), RETENTION), who(actor)]
        acting.enter(fresh.stream, events.CONSENT_GIVEN, {"kind": kind, "by": hand}, committed)
        consent = Consent(subject=fresh, kind=kind, given_to=given_to, given_at=at, until=until)
        consent.on_paper = hand == "staff"
        _save(consent)
        acting.announce(events.CONSENT_CHANGED, {"consent": str(consent.ref), "kind": kind})
        return str(consent.ref)

    said: JsonValue = [resident_ref, kind, given_to, until.isoformat() if until else None]
    return str(act("people.give_consent", work, said=said, actor=actor, act_id=act_id, at=at))


def withdraw_consent(ref: str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Take a consent back: by the person, by staff on the person's word, or by whoever it was given to."""
    consent = Consent.objects.select_related("subject").filter(ref=as_uuid(ref)).first()
    if consent is None:
        raise NotVisible
    hand = (
        "holder" if _is_holder(consent, actor) else hand_of(consent.subject, actor, Permission.CONSENT_RECORD)
    )

    def work(acting: Acting) -> JsonValue:
        fresh = Resident.objects.select_related("stream").get(pk=consent.subject_id)
        if not Consent.objects.filter(pk=consent.pk, withdrawn_at=None).exists():
            raise Stale("people.consent_withdrawn_already")
        acting.enter(fresh.stream, events.CONSENT_WITHDRAWN, {"kind": consent.kind, "by": hand}, [who(actor)])
        Consent.objects.filter(pk=consent.pk, withdrawn_at=None).update(withdrawn_at=at)
        acting.announce(events.CONSENT_CHANGED, {"consent": ref, "kind": consent.kind})
        return None

    act("people.withdraw_consent", work, said=ref, actor=actor, act_id=act_id, at=at)


def _is_holder(consent: Consent, actor: Actor) -> bool:
    return actor.account_ref is not None and consent.given_to == actor.account_ref


def _problems(kind: str, given_to: str, until: datetime | None, at: datetime) -> list[Problem]:
    problems = []
    if kind not in CONSENTS:
        problems.append(Problem("kind", "people.no_consent_kind", {"kind": kind[:20]}))
    if given_to != EVERYBODY and as_uuid(given_to) == NOTHING:
        problems.append(Problem("given_to", "people.consent_holder"))
    if kind == "agent" and given_to == EVERYBODY:
        problems.append(Problem("given_to", "people.consent_agent"))
    if until is not None and until <= at:
        problems.append(Problem("until", "people.consent_ends_before"))
    return problems


def _save(consent: Consent) -> None:
    try:
        with transaction.atomic():
            consent.save(force_insert=True)
    except IntegrityError as clash:
        raise Refused(Refusal("people.consent_given_already")) from clash
